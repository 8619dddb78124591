"""Small changes to a guide, one at a time: each value of each file left out, emptied, doubled, at its limit and beyond it; each entity
retired. What `check` makes of them is its business; what it accepts has to be built."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.load import load
from generator.model import FOLDERS

# Of a text: nothing, a letter, words for a line, the most that a field takes and a letter more, and a number of each sort.
_TEXTS = ("", "x", "0", "1", "3", "9", "61", "0.1", "1000", "2026-10", "w " * 55, "w " * 200, "w " * 2000, "w " * 2001)


def mutants(tree: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Each changed guide with what was changed: `resources/a.yml .teaches.b: gone`."""
    for document in load(tree)[0]:
        if document.path.endswith(".yml"):
            for what, data in _changed(document.data):
                yield f"{document.path} {what}", {**tree, document.path: json.dumps(data, ensure_ascii=False).encode()}
            if document.folder in FOLDERS:
                data = {**document.data, "retired": {"on": "2026-10", "reason": "It is gone."}}
                retired = {**tree, document.path: json.dumps(data, ensure_ascii=False).encode()}
                yield f"{document.path} : retired", retired
                yield f"{document.path} : retired and not listed", {**retired, "guide.yml": _without(tree["guide.yml"], document.name)}


def _without(guide: bytes, identifier: str) -> bytes:
    """guide.yml with an id taken out of its lists of ids."""
    (document,), _ = load({"guide.yml": guide})
    lists = {name: [entry for entry in value if entry != identifier] for name, value in document.data.items() if isinstance(value, tuple)}
    return json.dumps({**document.data, **lists}, ensure_ascii=False).encode()


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
        yield from ((f": {what}", other) for what, other in _as_a_whole(value, value))
        yield from ((f": '{text[:8]}' of {len(text)}", text) for text in _TEXTS if text != value)


def _as_a_whole(value: Any, less: Any) -> Iterator[tuple[str, Any]]:
    yield from ((what, other) for what, other in (("nothing", None), ("no list", []), ("no fields", {}), ("less", less)) if other != value)


def _unlike(value: Any, turn: int) -> Any:
    """The same again, but for an id of its own."""
    return {**value, "id": f"{value['id']}-{turn}"} if turn and isinstance(value, Mapping) and "id" in value else value
