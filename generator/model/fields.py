"""The tree of fields, made once from the types: what a file of each kind may hold, field by field and value by value.

It is the one reader of the types' annotations. Messages, references and links, schemas, new files, the form of files and the
contributors' reference read the tree; a field that is added to a type is in all of them from its first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel

from .parts import Entity
from .types import Markdown, Outside, Refers, Scalar

# What every kind has and few files need comes last.
_LAST = ("formerly", "corrected", "retired")
_FROM_PATH = ("id", "path")

Loc = tuple[str | int, ...]
Mark = Refers | Markdown | Outside


@dataclass(frozen=True, slots=True)
class Shape:
    """What a value may be. `name` is that of a scalar (`types.py` marks each with its name), or one of

    `reference`: the id of an entity, `choice`: one of `choices`, `part`: `fields` of its own, `list`: many of the shape `of`,
    `map`: from the shape `key` to the shape `of`.

    `low` and `high` are the ends of a number, the most characters of a text, and how many entries a list or map has; None where
    that is open. `marks` tell what rules must look at in a text; `marked`: whether there are any here or further in. A part also
    has the `title` of its type and `says`, the type's documentation.
    """

    name: str
    choices: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    low: int | None = None
    high: int | None = None
    key: Shape | None = None
    of: Shape | None = None
    fields: tuple[Field, ...] = ()
    title: str = ""
    says: str = ""
    marked: bool = False

    @property
    def kind(self) -> str:
        """The kind that a reference refers to; else empty."""
        return next((mark.kind for mark in self.marks if isinstance(mark, Refers)), "")

    @property
    def part(self) -> Shape | None:
        """The part that this is, or is a list or map of."""
        inner = self.of or self
        return inner if inner.name == "part" else None

    @property
    def lead(self) -> str:
        """The first paragraph of a part's documentation, on one line."""
        return " ".join(self.says.split("\n\n")[0].split())

    def field(self, name: object) -> Field | None:
        """The field of this name, as it is written in a file; None for a stranger."""
        return next((field for field in self.fields if field.name == name), None)

    def way(self, loc: Loc) -> list[Field]:
        """The fields that lead to a place further in, as far as they are known; without entries of lists and keys of maps."""
        fields: list[Field] = []
        shape: Shape | None = self
        for step in loc:
            if shape is not None:
                field = shape.field(step)
                fields += [field] if field else []
                shape = field.shape if field else shape.of
        return fields

    def within(self) -> Iterator[Shape]:
        """Every part within a part, near and far."""
        for field in self.fields:
            if (part := field.shape.part) is not None:
                yield part
                yield from part.within()

    def at(self, loc: Loc) -> Shape | None:
        """The shape at a place further in; None where there is none."""
        shape: Shape | None = self
        for step in loc:
            if shape is None:
                return None
            field = shape.field(step)
            shape = field.shape if field else shape.of
        return shape


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind or part: its `name` in a file and as an `attribute`, what it means, an example (None: its parts have
    examples of their own), whether it must be there and what it is when left out, whether it is the day of writing, and what it
    may hold."""

    name: str
    attribute: str
    says: str
    example: Any
    required: bool
    default: Any
    today: bool
    shape: Shape


@dataclass(frozen=True, slots=True)
class Place:
    """A marked text: where it stands (field names and indexes, as written in the file), what it says, and its mark."""

    loc: Loc
    text: str
    mark: Mark
    is_key: bool = False


@cache
def tree(model: type[BaseModel]) -> Shape:
    """The tree of a kind or of one of its parts: its fields in the order in which files have them."""
    hints = get_type_hints(model, include_extras=True)
    is_entity = issubclass(model, Entity)
    names = [name for name in model.model_fields if not (is_entity and name in _FROM_PATH)]
    if is_entity:
        names.sort(key=lambda name: _LAST.index(name) if name in _LAST else -1)
    fields = tuple(_field(model, name, hints[name]) for name in names)
    return Shape("part", fields=fields, title=model.__name__, says=model.__doc__ or "", marked=any(field.shape.marked for field in fields))


def places(entity: Entity) -> Iterator[Place]:
    """Every marked text of an entity, in the order of its fields: each id that refers to something, each Markdown text, each address."""
    return _marked(entity, tree(type(entity)), ())


def _marked(value: Any, shape: Shape, loc: Loc, is_key: bool = False) -> Iterator[Place]:
    if shape.name == "part":
        for field in shape.fields:
            if field.shape.marked and (inner := getattr(value, field.attribute)) is not None:
                yield from _marked(inner, field.shape, (*loc, field.name))
    elif shape.name == "map" and shape.key and shape.of:
        for key, item in value.items():
            yield from _marked(key, shape.key, (*loc, key), True)
            yield from _marked(item, shape.of, (*loc, key))
    elif shape.name == "list" and shape.of:
        for index, item in enumerate(value):
            yield from _marked(item, shape.of, (*loc, index))
    else:
        for mark in shape.marks:
            yield Place(loc, value, mark, is_key)


def _field(model: type[BaseModel], name: str, hint: Any) -> Field:
    info = model.model_fields[name]
    extra = info.json_schema_extra
    return Field(info.alias or name, name, info.description or "", info.examples[0] if info.examples else None, info.is_required(),
                 None if info.is_required() else info.default, isinstance(extra, dict) and bool(extra.get("today")),
                 _shape(hint, info.metadata))


def _shape(hint: Any, bounds: Iterable[Any] = ()) -> Shape:
    """The shape of an annotated type; `bounds` are further marks on its ends."""
    parts = get_args(hint)
    if NoneType in parts:
        return _shape(next(part for part in parts if part is not NoneType), bounds)
    metadata: list[Any] = []
    if get_origin(hint) is Annotated:
        hint, *metadata = parts
        parts = get_args(hint)
    scalar = next((mark for mark in metadata if isinstance(mark, Scalar)), None)
    marks = tuple(mark for mark in metadata if isinstance(mark, Mark))
    low, high = _ends(scalar, [*(bound for mark in metadata for bound in getattr(mark, "metadata", [mark])), *bounds])
    origin = get_origin(hint)
    if any(isinstance(mark, Refers) for mark in marks):
        return Shape("reference", marks=marks, marked=True)
    if scalar is not None:
        return Shape(scalar.name, marks=marks, low=low, high=high, marked=bool(marks))
    if origin is Literal:
        return Shape("choice", choices=parts)
    if origin is tuple:
        of = _shape(parts[0])
        return Shape("list", low=low, high=high, of=of, marked=of.marked)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, of = _shape(parts[0]), _shape(parts[1])
        return Shape("map", low=low, high=high, key=key, of=of, marked=key.marked or of.marked)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return tree(hint)
    raise TypeError(f"no shape is known for {hint!r}")


def _ends(scalar: Scalar | None, bounds: Iterable[Any]) -> tuple[int | None, int | None]:
    """The ends that marks set; the last one that sets an end is the narrowest."""
    low, high = (scalar.low, scalar.high) if scalar else (None, None)
    for bound in bounds:
        if isinstance(bound, Ge | MinLen):
            low = bound.ge if isinstance(bound, Ge) else bound.min_length  # type: ignore[assignment]
        if isinstance(bound, Le | MaxLen):
            high = bound.le if isinstance(bound, Le) else bound.max_length  # type: ignore[assignment]
    return low, high
