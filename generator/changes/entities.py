"""What else changed: every entity that came, went or reads differently, and claims with their figures before and after."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..content.figures import figure
from ..model import Claim, Entity, Guide

What = Literal["added", "removed", "retired", "changed", "moved"]
_OF_THE_FILE = ("id", "path", "formerly")


@dataclass(frozen=True)
class EntityChange:
    """An entity that came, went or changed. `fields` are those that differ, as they are called in the file."""

    kind: str
    id: str
    name: str
    path: str
    what: What
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClaimChange(EntityChange):
    """A claim, with its figure and its verdict before and after; empty where there is none."""

    figure: tuple[str, str] = ("", "")
    verdict: tuple[str, str] = ("", "")


def entity_changes(before: Guide, after: Guide) -> Iterator[EntityChange]:
    """Every difference, in the order of kinds and ids; what went comes last in its kind. `before` has the ids of today."""
    if fields := _fields(before.settings, after.settings):
        yield EntityChange("guide", "guide", after.settings.title, after.settings.path, "changed", fields)
    for kind in after.entities:
        earlier = before.of(kind)
        for identifier, entity in after.of(kind).items():
            if change := _change(kind, earlier.get(identifier), entity):
                yield change
        for identifier, entity in earlier.items():
            if identifier not in after.of(kind):
                yield _entity_change(kind, entity, "removed", (), entity, None)


def _change(kind: str, before: Entity | None, after: Entity) -> EntityChange | None:
    if before is None:
        return _entity_change(kind, after, "added", (), None, after)
    fields = _fields(before, after)
    what: What = "changed"
    if after.retired and not before.retired:
        what = "retired"
    elif not fields and before.path != after.path:
        what = "moved"
    elif not fields:
        return None
    return _entity_change(kind, after, what, fields, before, after)


def _entity_change(kind: str, entity: Entity, what: What, fields: tuple[str, ...], before: Entity | None, after: Entity | None) -> EntityChange:
    if isinstance(entity, Claim):
        old, new = (side if isinstance(side, Claim) else None for side in (before, after))
        return ClaimChange(
            kind, entity.id, entity.statement, entity.path, what, fields,
            (figure(old) if old else "", figure(new) if new else ""), (old.verdict if old else "", new.verdict if new else ""))
    name = str(getattr(entity, "name", None) or getattr(entity, "title", None) or entity.id)
    return EntityChange(kind, entity.id, name, entity.path, what, fields)


def _fields(before: Entity, after: Entity) -> tuple[str, ...]:
    return tuple(
        info.alias or name for name, info in type(after).model_fields.items()
        if name not in _OF_THE_FILE and getattr(before, name) != getattr(after, name))
