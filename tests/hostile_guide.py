"""The tiny guide with a hostile text in every field that takes text: all of them pass `check`, none may be more than text."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import cycle
from typing import Any, get_args, get_origin, get_type_hints

import hostile
from conftest import tiny_tree
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from generator.figures import unsourced
from generator.load import load
from generator.model import FOLDERS, KINDS, Markdown, Settings
from generator.model.types import Name, _check_url
from generator.text import links, plain

# Names that are no words: codes that the engine, the theme or a browser looks up.
CODES = {"language", "branch"}


# What the theme shows on every page, and on the page that is shown for what is not there.
TITLE = "&lt;img src=x onerror=window.hit=1&gt; \" onmouseover=\"window.hit=1"
DESCRIPTION = "0; url=//evil.example\" http-equiv=\"refresh"


def hostile_tree() -> dict[str, bytes]:
    """Files by path: the same entities, ids, numbers and addresses, other words."""
    take = _takers()
    tree = {}
    for document in load(tiny_tree())[0]:
        if document.folder == "pages":
            # Last what is never closed and so takes along all that follows.
            body = "\n\n".join(sorted(_accepted(Markdown(blocks=True, headings=True)), key=lambda vector: "```" in vector))
            tree[document.path] = f"# {next(take.names)}\n\n{body}\n".encode()
        else:
            model = KINDS[FOLDERS[document.folder]] if document.folder else Settings
            data = _model(model, document.data, take) | ({} if document.folder else {"title": TITLE, "description": DESCRIPTION})
            tree[document.path] = json.dumps(data, ensure_ascii=False).encode()
    return tree


class _takers:
    """The next text for each sort of field, round and round."""

    def __init__(self) -> None:
        self.names: Iterator[str] = cycle(" ".join(vector.split()) for vector in hostile.VECTORS if not {"<", ">"} & set(vector))
        self.texts: dict[Markdown, Iterator[str]] = {}

    def text(self, mark: Markdown) -> str:
        """One text for a line, several paragraphs for more."""
        source = self.texts.setdefault(mark, cycle(_accepted(mark)))
        return "\n\n".join(next(source) for _ in range(6)) if mark.blocks else next(source)


@cache
def _accepted(mark: Markdown) -> tuple[str, ...]:
    """The hostile texts that no rule refuses in a field of this mark."""
    return tuple(vector for vector in hostile.VECTORS if _passes(vector, mark))


def _passes(vector: str, mark: Markdown) -> bool:
    text = vector if mark.blocks else " ".join(vector.split())
    return all(_is_plain(link.kind, link.target, link.label) for link in links(text, mark)) and not any(
        found.strict for found in unsourced(plain(text, mark, keep_claims=False)))


def _is_plain(kind: str, target: str, label: str) -> bool:
    try:
        return not kind and bool(_check_url(target)) and bool(label.strip())
    except PydanticCustomError:
        return False


def _model(model: type[BaseModel], data: Mapping[str, Any], take: _takers) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    names = {info.alias or name: name for name, info in model.model_fields.items()}
    return {key: value if key in CODES else _value(hints[names[key]], value, take) for key, value in data.items()}


def _value(hint: Any, value: Any, take: _takers) -> Any:
    if hint == Name:
        return next(take.names)
    for mark in getattr(hint, "__metadata__", ()):
        if isinstance(mark, Markdown):
            # A text that a claim stands behind keeps its link.
            return f"{take.text(mark)} {value if 'claim:' in value else ''}".strip()
    while hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    inner = get_args(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _model(hint, value, take)
    if get_origin(hint) is tuple:
        return [_value(inner[0], item, take) for item in value]
    if isinstance(value, Mapping):
        return {key: _value(inner[1], item, take) for key, item in value.items()}
    if type(None) in inner:
        return _value(next(part for part in inner if part is not type(None)), value, take)
    return value


