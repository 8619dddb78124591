"""What a field may hold, read from its type: for the contributors' reference, which says it in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel

from . import types
from .types import Entity, Refers

# A type may narrow one of these with more annotations; the first that it begins with is its shape.
SHAPES = (
    "FreeLine", "FreeProse", "Line", "Prose", "Article", "Name", "Url", "Language", "Date", "Bool", "Level", "Points", "Count", "Number",
    "Minutes", "Id",
)
_MANY = ("list", "map")


@dataclass(frozen=True, slots=True)
class Holds:
    """A shape: one of the types that `types.py` names (in lower case), or

    `reference` to an entity of `kind`, one of the `choices`, a `part` with fields of its own, a `list` of the shape `of`, or a
    `map` from the shape `key` to the shape `of`. `low` and `high` are the ends of a number that has ends of its own, and of how
    many entries a list or map has.
    """

    shape: str
    kind: str = ""
    choices: tuple[str, ...] = ()
    key: Holds | None = None
    of: Holds | None = None
    low: int | None = None
    high: int | None = None


@cache
def holds(model: type[BaseModel]) -> Mapping[str, Holds]:
    """What each field of a kind or of one of its parts may hold, by its name in a file."""
    hints = get_type_hints(model, include_extras=True)
    written = {name: info for name, info in model.model_fields.items() if not (issubclass(model, Entity) and name in ("id", "path"))}
    return {info.alias or name: _counted(_holds(hints[name]), info.metadata) for name, info in written.items()}


def _holds(hint: Any) -> Holds:
    parts = get_args(hint)
    if NoneType in parts:
        return _holds(next(part for part in parts if part is not NoneType))
    if get_origin(hint) is Annotated:
        bare, marks = parts[0], parts[1:]
        for mark in marks:
            if isinstance(mark, Refers):
                return Holds("reference", kind=mark.kind)
        if _many(bare):
            return _holds(bare)
        for name in SHAPES:
            plain, *own = get_args(getattr(types, name))
            if plain == bare and tuple(own) == marks[: len(own)]:
                return _bounded(Holds(name.lower()), [bound for mark in marks[len(own) :] for bound in getattr(mark, "metadata", [mark])])
        return _holds(bare)
    if get_origin(hint) is Literal:
        return Holds("choice", choices=parts)
    if get_origin(hint) is tuple:
        return Holds("list", of=_holds(parts[0]))
    if _many(hint):
        return Holds("map", key=_holds(parts[0]), of=_holds(parts[1]))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Holds("part")
    raise TypeError(f"no shape is known for {hint!r}")


def _bounded(found: Holds, marks: Iterable[Any]) -> Holds:
    """A shape with the ends of the number, or of how many entries a list or map has, where marks set them."""
    below, above = (MinLen, MaxLen) if found.shape in _MANY else (Ge, Le)
    ends: dict[str, Any] = {}
    for mark in marks:
        if isinstance(mark, below):
            ends["low"] = mark.min_length if isinstance(mark, MinLen) else mark.ge
        if isinstance(mark, above):
            ends["high"] = mark.max_length if isinstance(mark, MaxLen) else mark.le
    return replace(found, **ends)


def _counted(found: Holds, marks: Iterable[Any]) -> Holds:
    """A list or map with how many entries its field asks for. (Of other shapes a field's marks are its type's.)"""
    return _bounded(found, marks) if found.shape in _MANY else found


def _many(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Mapping)
