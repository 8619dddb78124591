"""A new file of a kind to fill in, made from the model; and the line or two that retire an old one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from ..content.load import Document, load
from ..model import FOLDERS, KINDS, Field, Markdown, Settings, fields

SCHEMAS = "_schemas"
_FOLDER = {kind: folder for folder, kind in FOLDERS.items()}
_INDENT = "  "


@dataclass(frozen=True)
class Known:
    """What is known of a new file before it is written: today, values of fields, and what an old file says in fields."""

    today: str
    given: Mapping[str, str] = field(default_factory=dict)
    old: Mapping[str, Any] = field(default_factory=dict)


def first_line(path: str) -> str:
    """The line with which a content file names its schema to editors; empty for a page, which is Markdown, and for a stranger."""
    folder = path.split("/", 1)[0]
    kind = "guide" if path == "guide.yml" else FOLDERS.get(folder, "")
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
    model: type[BaseModel] = Settings if kind == "guide" else KINDS[kind]
    lines = [first_line(path), f"# {_first_sentences(model)}", *_required(model, known)]
    more = [row for row in fields(model) if not row.required and row.name not in (*known.given, "formerly", "retired")]
    if more:
        lines += ["", "# Where known:", *(f"# {line}" for row in more for line in _example(row, known.today))]
    return "\n".join(lines) + "\n"


def retire(path: str, text: str, on: str, reason: str, replaced_by: str) -> str | None:
    """The text of a file with `retired` as its last field and all else as it was; None when that cannot be added at its end."""
    ended = text if text.endswith("\n") else f"{text}\n"
    said = {"on": on, "reason": reason, "replaced_by": replaced_by}
    new = ended + "retired:\n" + "".join(f"{_INDENT}{name}: {scalar(value)}\n" for name, value in said.items())
    (before, _), (after, problems) = load({path: text.encode()}), load({path: new.encode()})
    if problems or not before or after[0].data != {**before[0].data, "retired": said}:
        return None
    return new


def scalar(text: str, flow: bool = False) -> str:
    """A text as YAML that the loader reads as this text: plain where that is possible, else in double quotes."""
    plain = f"[{text}, x]" if flow else f"{text}  # x"
    found, problems = load({"roles/x.yml": f"x: {plain}\n".encode()})
    wanted: Any = (text, "x") if flow else text
    return text if not problems and found[0].data == {"x": wanted} and "\n" not in text else json.dumps(text, ensure_ascii=False)


def taken(documents: list[Document], kind: str, identifier: str) -> str:
    """The file that has an id of a kind already, today or formerly; empty when the id is free."""
    for document in documents:
        if document.folder != _FOLDER[kind]:
            continue
        former = document.data.get("formerly") or ()
        if document.name == identifier or (isinstance(former, tuple) and identifier in former):
            return document.path
    return ""


def _first_sentences(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _required(model: type[BaseModel], known: Known) -> Iterator[str]:
    """The required fields of a model, empty, and what is given."""
    for row in fields(model):
        if not row.required and row.name not in known.given:
            continue
        old = known.old.get(row.name)
        says = _meaning(row, old=_shown(old) if old is not None else "")
        if row.name in known.given:
            yield f"{row.name}: {scalar(known.given[row.name])}"
            continue
        yield f"{row.name}:  # {says}"
        if row.part is not None and row.many == "map":  # Whose ids nobody knows yet: an example of one.
            yield from (f"{_INDENT}# {line}" for line in _entry(_filled(row.part, known.today)))
        elif row.part is not None:
            inner = _inside(row.part, known.today)
            yield from _item(inner) if row.many == "list" else (f"{_INDENT}{line}" for line in inner)


def _inside(model: type[BaseModel], today: str) -> Iterator[str]:
    """A required part, empty; what may be left out in it is a comment."""
    yield from _required(model, Known(today))
    for row in fields(model):
        if not row.required:
            yield from (f"# {line}" for line in _example(row, today))


def _filled(model: type[BaseModel], today: str) -> Iterator[str]:
    """A part with examples in all its fields."""
    for row in fields(model):
        yield from _example(row, today)


def _example(row: Field, today: str) -> Iterator[str]:
    """A field with an example in it, and its meaning beside."""
    says = _meaning(row, example=False)
    if row.part is not None:
        yield f"{row.name}:  # {says}"
        inner = _filled(row.part, today)
        within = _entry(inner) if row.many == "map" else inner
        yield from _item(inner) if row.many == "list" else (f"{_INDENT}{line}" for line in within)
    else:
        yield f"{row.name}: {today if row.today else _shown(row.example)}  # {says}"


def _entry(lines: Iterable[str]) -> Iterator[str]:
    """Lines as the first entry of a map from ids."""
    yield "an-id:"
    yield from (f"{_INDENT}{line}" for line in lines)


def _item(lines: Iterable[str]) -> Iterator[str]:
    """Lines as the first item of a list."""
    for number, line in enumerate(lines):
        yield f"{_INDENT}{_INDENT if number else '- '}{line}"


def _meaning(row: Field, example: bool = True, old: str = "") -> str:
    """What a field means, which words it may be, and an example."""
    parts = [row.says]
    if row.choices and not all(re.search(rf"\b{re.escape(choice)}\b", row.says) for choice in row.choices):
        parts.append(f"One of {', '.join(row.choices)}.")
    elif example and not old and row.example is not None and not row.choices:
        parts.append(f"For example: {_shown(row.example)}")
    if example and any(isinstance(mark, Markdown) and mark.blocks for mark in row.marks):
        parts.append("(Paragraphs: write | here and indent the lines below.)")
    if old and len(old) <= 100:
        parts.append(f"In the old one: {old}")
    return " ".join(parts)


def _shown(value: Any, flow: bool = False) -> str:
    """A value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key), True)}: {_shown(item, True)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(item, True) for item in value) + "]"
    return scalar(str(value), flow)


__all__ = ["SCHEMAS", "Known", "blank", "first_line", "retire", "scalar", "taken"]
