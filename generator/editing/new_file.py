"""A new file of a kind to fill in, made from the model; and the line or two that retire an old one."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..content.load import Document, data_of
from ..model import FOLDER_OF, Field, Markdown, Shape, kind_of, tree_of

SCHEMAS = "_schemas"
_INDENT = "  "
_LONGEST_OLD = 100  # characters of an old value that stand beside the new field


@dataclasses.dataclass(frozen=True)
class Known:
    """What is known of a new file before it is written: today, values of fields, and what an old file says in fields."""

    today: str
    given: Mapping[str, str] = dataclasses.field(default_factory=dict)
    old: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def first_line(path: str) -> str:
    """The line with which a content file names its schema to editors; empty for a page, which is Markdown, and for a stranger."""
    kind = kind_of(path)
    if not kind or kind == "page":
        return ""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{SCHEMAS}/{kind}.json"


def blank(kind: str, path: str, known: Known) -> str:
    """The file: its required fields, empty, each with its meaning and an example; then the others, as comments with examples.

    `check` names every field that is still empty, on its line.
    """
    if kind == "page":
        name = path.rpartition("/")[2].removesuffix(".md")
        return f"# {name.replace('-', ' ').capitalize()}\n\n"
    shape = tree_of(kind)
    lines = [first_line(path), f"# {shape.lead}", *_required(shape, known)]
    more = [field for field in shape.fields if not field.required and field.name not in (*known.given, "formerly", "corrected", "retired")]
    if more:
        lines += ["", "# Where known:", *(f"# {line}" for field in more for line in _example(field, known.today))]
    return "\n".join(lines) + "\n"


def retire(path: str, text: str, on: str, reason: str, replaced_by: str) -> str | None:
    """The text of a file with `retired` as its last field and all else as it was; None when that cannot be added at its end."""
    ended = text if text.endswith("\n") else f"{text}\n"
    retired = {"on": on, "reason": reason, "replaced_by": replaced_by}
    new = ended + "retired:\n" + "".join(f"{_INDENT}{name}: {scalar(value)}\n" for name, value in retired.items())
    before = data_of(path, text.encode())
    return new if before is not None and data_of(path, new.encode()) == {**before, "retired": retired} else None


def scalar(text: str, flow: bool = False) -> str:
    """A text as YAML that the loader reads as this text: plain where that is possible, else in double quotes."""
    plain = f"[{text}, x]" if flow else f"{text}  # x"
    wanted: Any = (text, "x") if flow else text
    is_plain = "\n" not in text and data_of("roles/x.yml", f"x: {plain}\n".encode()) == {"x": wanted}
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def taken(documents: list[Document], kind: str, identifier: str) -> str:
    """The file that has an id of a kind already, today or formerly; empty when the id is free."""
    for document in documents:
        if document.folder != FOLDER_OF[kind]:
            continue
        former = document.data.get("formerly") or ()
        if document.name == identifier or (isinstance(former, tuple) and identifier in former):
            return document.path
    return ""


def _required(shape: Shape, known: Known) -> Iterator[str]:
    """The required fields of a kind or part, empty, and what is given."""
    for field in shape.fields:
        if not field.required and field.name not in known.given:
            continue
        if field.name in known.given:
            yield f"{field.name}: {scalar(known.given[field.name])}"
            continue
        old = known.old.get(field.name)
        yield f"{field.name}:  # {_meaning(field, old=_shown(old) if old is not None else '')}"
        part = field.shape.part
        if part is not None and field.shape.name == "map":  # Whose ids nobody knows yet: an example of one.
            yield from (f"{_INDENT}# {line}" for line in _entry(_filled(part, known.today)))
        elif part is not None:
            inner = _inside(part, known.today)
            yield from _item(inner) if field.shape.name == "list" else (f"{_INDENT}{line}" for line in inner)


def _inside(part: Shape, today: str) -> Iterator[str]:
    """A required part, empty; what may be left out in it is a comment."""
    yield from _required(part, Known(today))
    for field in part.fields:
        if not field.required:
            yield from (f"# {line}" for line in _example(field, today))


def _filled(part: Shape, today: str) -> Iterator[str]:
    """A part with examples in all its fields."""
    for field in part.fields:
        yield from _example(field, today)


def _example(field: Field, today: str) -> Iterator[str]:
    """A field with an example in it, and its meaning beside."""
    meaning = _meaning(field, example=False)
    if (part := field.shape.part) is not None:
        yield f"{field.name}:  # {meaning}"
        inner = _filled(part, today)
        within = _entry(inner) if field.shape.name == "map" else inner
        yield from _item(inner) if field.shape.name == "list" else (f"{_INDENT}{line}" for line in within)
    else:
        yield f"{field.name}: {today if field.today else _shown(field.example)}  # {meaning}"


def _entry(lines: Iterable[str]) -> Iterator[str]:
    """Lines as the first entry of a map from ids."""
    yield "an-id:"
    yield from (f"{_INDENT}{line}" for line in lines)


def _item(lines: Iterable[str]) -> Iterator[str]:
    """Lines as the first item of a list."""
    for number, line in enumerate(lines):
        yield f"{_INDENT}{_INDENT if number else '- '}{line}"


def _meaning(field: Field, example: bool = True, old: str = "") -> str:
    """What a field means, which words it may be, and an example."""
    parts, choices = [field.says], field.shape.choices
    if choices and not all(re.search(rf"\b{re.escape(choice)}\b", field.says) for choice in choices):
        parts.append(f"One of {', '.join(choices)}.")
    elif example and not old and field.example is not None and not choices:
        parts.append(f"For example: {_shown(field.example)}")
    if example and any(isinstance(mark, Markdown) and mark.blocks for mark in field.shape.marks):
        parts.append("(Paragraphs: write | here and indent the lines below.)")
    if old and len(old) <= _LONGEST_OLD:
        parts.append(f"In the old one: {old}")
    return " ".join(parts)


def _shown(value: Any, flow: bool = False) -> str:
    """A value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key), True)}: {_shown(item, True)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(item, True) for item in value) + "]"
    return scalar(str(value), flow)
