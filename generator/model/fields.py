"""The fields of a kind as a contributor meets them: names as written in a file, in the order in which files have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from .types import Entity, Markdown, Part, Refers

# What every kind has and few files need comes last.
_LAST = ("formerly", "retired")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in a file, what it means, an example, and what it holds.

    `part` is the type of the pieces that it is made of, if any; `many` says whether it holds a "list" or a "map" of something;
    `choices` are the words that it may be; `today` marks a date that is the day of writing;
    `marks` tell a text that is Markdown and an id that refers to an entity.
    """

    name: str
    says: str
    example: Any
    required: bool
    default: Any
    part: type[Part] | None
    many: Literal["", "list", "map"]
    choices: tuple[str, ...]
    today: bool
    marks: tuple[Markdown | Refers, ...]


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a kind or of one of its parts, in the canonical order of a file."""
    hints = get_type_hints(model, include_extras=True)
    names = [name for name in model.model_fields if not (issubclass(model, Entity) and name in ("id", "path"))]
    if issubclass(model, Entity):
        names.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)
    return tuple(_field(model, name, hints[name]) for name in names)


def _field(model: type[BaseModel], name: str, hint: Any) -> Field:
    info = model.model_fields[name]
    return Field(
        info.alias or name,
        info.description or "",
        info.examples[0] if info.examples else None,
        info.is_required(),
        None if info.is_required() else info.default,
        _part(hint),
        _many(hint),
        _choices(hint),
        isinstance(info.json_schema_extra, dict) and bool(info.json_schema_extra.get("today")),
        tuple(_marks(hint)),
    )


def _bare(hint: Any) -> Any:
    """A type without its annotations, and without `| None`."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    inner = [part for part in get_args(hint) if part is not NoneType]
    return _bare(inner[0]) if NoneType in get_args(hint) else hint


def _part(hint: Any) -> type[Part] | None:
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, Part):
        return bare
    inner = [part for part in get_args(bare) if part is not Ellipsis]
    return _part(inner[-1]) if inner and _many(bare) else None


def _many(hint: Any) -> Literal["", "list", "map"]:
    origin = get_origin(_bare(hint))
    if origin is tuple:
        return "list"
    return "map" if isinstance(origin, type) and issubclass(origin, Mapping) else ""


def _choices(hint: Any) -> tuple[str, ...]:
    bare = _bare(hint)
    return get_args(bare) if get_origin(bare) is Literal else ()


def _marks(hint: Any) -> list[Markdown | Refers]:
    if get_origin(hint) is Annotated:
        return [mark for mark in get_args(hint)[1:] if isinstance(mark, Markdown | Refers)]
    return [mark for part in get_args(hint) if NoneType in get_args(hint) and part is not NoneType for mark in _marks(part)]
