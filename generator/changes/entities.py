"""What changed: every entity that came, went or reads differently."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..model import Entity, Guide

_OF_THE_FILE = ("id", "path", "formerly")


@dataclass(frozen=True)
class EntityChange:
    """An entity that came, went or changed, before and after. `fields` are those that differ, as they are called in the file."""

    kind: str
    id: str
    what: Literal["added", "removed", "retired", "changed", "moved"]
    before: Entity | None
    after: Entity | None
    fields: tuple[str, ...] = ()


def entity_changes(before: Guide, after: Guide) -> Iterator[EntityChange]:
    """Every difference, in the order of kinds and ids; what went comes last in its kind. `before` has the ids of today."""
    if fields := _fields(before.settings, after.settings):
        yield EntityChange("guide", "guide", "changed", before.settings, after.settings, fields)
    for kind in after.entities:
        old, new = before.of(kind), after.of(kind)
        for identifier, entity in new.items():
            earlier = old.get(identifier)
            if earlier is None:
                yield EntityChange(kind, identifier, "added", None, entity)
            elif fields := _fields(earlier, entity):
                yield EntityChange(kind, identifier, "retired" if entity.retired and not earlier.retired else "changed", earlier, entity, fields)
            elif earlier.path != entity.path:
                yield EntityChange(kind, identifier, "moved", earlier, entity)
        for identifier, entity in old.items():
            if identifier not in new:
                yield EntityChange(kind, identifier, "removed", entity, None)


def _fields(before: Entity, after: Entity) -> tuple[str, ...]:
    return tuple(
        info.alias or name for name, info in type(after).model_fields.items()
        if name not in _OF_THE_FILE and getattr(before, name) != getattr(after, name))
