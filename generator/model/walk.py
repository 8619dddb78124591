"""One walk over an entity that finds every reference, every Markdown text and every address, by the marks on its types.

Rules need no list of fields: a new field that is marked is checked from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from .types import Entity, Markdown, Outside, Refers

Mark = Refers | Markdown | Outside


@dataclass(frozen=True, slots=True)
class Place:
    """A marked text: where it stands (field names and indexes, as written in the file), what it says, and its mark."""

    loc: tuple[str | int, ...]
    text: str
    mark: Mark
    is_key: bool = False


def places(entity: Entity) -> Iterator[Place]:
    """Every marked text of an entity, in the order of the model."""
    yield from _of_model(entity, ())


def _of_model(model: BaseModel, loc: tuple[str | int, ...]) -> Iterator[Place]:
    for attribute, name, hint in _marked_fields(type(model)):
        value = getattr(model, attribute)
        if value is not None:
            yield from _of_value(value, hint, (*loc, name))


def _of_value(value: Any, hint: Any, loc: tuple[str | int, ...], is_key: bool = False) -> Iterator[Place]:
    if isinstance(value, BaseModel):
        yield from _of_model(value, loc)
    elif isinstance(value, str):
        for mark in _marks(hint):
            yield Place(loc, value, mark, is_key)
    elif isinstance(value, Mapping):
        key_hint, value_hint = get_args(_bare(hint))
        for key, item in value.items():
            yield from _of_value(key, key_hint, (*loc, key), True)
            yield from _of_value(item, value_hint, (*loc, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _of_value(item, get_args(_bare(hint))[0], (*loc, index))


@cache
def _marked_fields(model: type[BaseModel]) -> tuple[tuple[str, str, Any], ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, field.alias or name, hints[name]) for name, field in model.model_fields.items() if _has_marks(hints[name])
    )


@cache
def _has_marks(hint: Any) -> bool:
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return bool(_marked_fields(bare))
    return bool(_marks(hint)) or any(_has_marks(part) for part in get_args(bare) if part is not Ellipsis)


@cache
def _marks(hint: Any) -> tuple[Mark, ...]:
    if get_origin(hint) is Annotated:
        return tuple(mark for mark in hint.__metadata__ if isinstance(mark, Mark))
    return tuple(mark for part in _optional(hint) for mark in _marks(part))


def _bare(hint: Any) -> Any:
    if get_origin(hint) is Annotated:
        return _bare(hint.__origin__)
    inner = _optional(hint)
    return _bare(inner[0]) if inner else hint


def _optional(hint: Any) -> tuple[Any, ...]:
    """The type inside `X | None`, or nothing when the hint is no such thing."""
    parts = get_args(hint)
    if NoneType not in parts:
        return ()
    return tuple(part for part in parts if part is not NoneType)
