"""Small changes to a guide, one at a time: each value of each file left out, emptied, doubled, at its limit and beyond it; each entity
retired. What `check` makes of them is its business; what it accepts has to be built."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.content.load import Document, load
from generator.model import FOLDERS, Guide
from generator.planner.locks import plan_all
from generator.problems import has_errors
from generator.rules.validate import validate, validate_plans

# Of a text: nothing, a letter, words for a line, the most that a field takes and a letter more, and a number of each sort.
_TEXTS = ("", "x", "0", "1", "3", "9", "61", "0.1", "1000", "2026-10", "w " * 55, "w " * 200, "w " * 2000, "w " * 2001)


def changes(documents: Iterable[Document]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each change: what it is (`resources/a.yml .teaches.b: gone`), and what the files that it concerns hold then."""
    documents = list(documents)
    guide = next(document for document in documents if document.path == "guide.yml")
    for document in documents:
        if document.path.endswith(".yml"):
            yield from ((f"{document.path} {what}", {document.path: data}) for what, data in _changed(document.data))
            if document.folder in FOLDERS:
                retired = {document.path: {**document.data, "retired": {"on": "2026-10", "reason": "It is gone."}}}
                yield f"{document.path} : retired", retired
                yield f"{document.path} : retired and not listed", {**retired, "guide.yml": _lists_without(document.name, guide)}


def checked(documents: Iterable[Document], changed: Mapping[str, Any]) -> Guide | None:
    """The guide with a change, when `check` accepts it; else there is an error."""
    made, unread = load({path: json.dumps(data, ensure_ascii=False).encode() for path, data in changed.items()})
    documents = [*(document for document in documents if document.path not in changed), *made]
    guide, problems = validate(documents, unread)
    if guide is not None:
        problems = (*problems, *validate_plans(guide, plan_all(guide, core_only=True), documents))
    return None if has_errors(problems) else guide


def _lists_without(identifier: str, guide: Document) -> dict[str, Any]:
    """guide.yml with an id taken out of its lists of ids."""
    lists = {name: [entry for entry in value if entry != identifier] for name, value in guide.data.items() if isinstance(value, tuple)}
    return {**guide.data, **lists}


def _changed(value: Any) -> Iterator[tuple[str, Any]]:
    """A value with one change somewhere within, and where."""
    if isinstance(value, Mapping):
        yield from ((f": {what}", other) for what, other in _as_a_whole(value, dict(list(value.items())[:1])))
        for key, inner in value.items():
            yield f".{key}: gone", {name: kept for name, kept in value.items() if name != key}
            yield from ((f".{key}{what}", {**value, key: other}) for what, other in _changed(inner))
    elif isinstance(value, tuple):
        yield from ((f": {what}", other) for what, other in _as_a_whole(value, value[:1]))
        for number in (2, 40, 60):
            yield f": {number} times", [_unlike(entry, turn) for turn in range(number) for entry in value[: None if number == 2 else 1]]
        for index, inner in enumerate(value):
            yield f"[{index}]: gone", value[:index] + value[index + 1 :]
            yield from ((f"[{index}]{what}", (*value[:index], other, *value[index + 1 :])) for what, other in _changed(inner))
    else:
        yield ": nothing", None
        yield from ((f": '{text[:8]}' of {len(text)}", text) for text in _TEXTS if text != value)


def _as_a_whole(value: Any, less: Any) -> Iterator[tuple[str, Any]]:
    empty: Any = {} if isinstance(value, Mapping) else []
    yield from ((what, other) for what, other in (("nothing", None), ("empty", empty), ("less", less)) if other != value)


def _unlike(value: Any, turn: int) -> Any:
    """The same again, but for an id of its own."""
    return {**value, "id": f"{value['id']}-{turn}"} if turn and isinstance(value, Mapping) and "id" in value else value
