"""Rows: how often a path has something to show. What the editor asks for, and how far a sequence of steps is from it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model import Guide, PersonaPath
from .plan import Row, RowName, Step


def limits_of(guide: Guide, persona: str, path: PersonaPath | None) -> dict[RowName, int]:
    """The rows that are asked of a persona's path, each with its limit in minutes; what the persona's own rhythm gives goes before the guide's."""
    own, general = guide.personas[persona].rhythm, guide.settings.rhythm
    limits: dict[RowName, int] = {}
    if path is not None and path.first_project_within is not None:
        limits["first_project"] = path.first_project_within
    for rhythm in (general, own):
        if rhythm is not None:
            given: Mapping[RowName, int | None] = {
                "stretch": rhythm.stretch, "between_projects": rhythm.between_projects, "after_last": rhythm.after_last}
            limits |= {name: limit for name, limit in given.items() if limit is not None}
    return limits


def rows_of(limits: Mapping[RowName, int], steps: Sequence[Step]) -> tuple[Row, ...]:
    """The rows that are asked for as these steps keep them, in this order. Those on projects ask nothing of a path without any."""
    if not steps:
        return ()
    shown, built = _stretches(steps, [bool(step.ships) for step in steps]), _stretches(steps, [step.kind == "project" for step in steps])
    pieces: dict[RowName, list[tuple[int, str]]] = {"stretch": shown if "after_last" not in limits or len(built) == 1 else shown[:-1]}
    if len(built) > 1:
        pieces |= {"first_project": built[:1], "between_projects": built[:-1], "after_last": built[-1:]}
    rows = []
    for name in ("first_project", "stretch", "between_projects", "after_last"):
        if name in limits and pieces.get(name):
            value, at = max(pieces[name], key=lambda piece: piece[0])
            rows.append(Row(name, limits[name], value, at))
    return tuple(rows)


def violation(rows: Sequence[Row]) -> int:
    """By how many minutes rows are broken, summed."""
    return sum(max(0, row.value - row.limit) for row in rows)


def _stretches(steps: Sequence[Step], ends: Sequence[bool]) -> list[tuple[int, str]]:
    """The minutes of each stretch from the start, or from a step that ends one, to the next such step, itself included, with its key; last
    what comes after all of these."""
    stretches, minutes = list[tuple[int, str]](), 0
    for step, is_end in zip(steps, ends, strict=True):
        minutes += step.minutes
        if is_end:
            stretches.append((minutes, step.key))
            minutes = 0
    return [*stretches, (minutes, steps[-1].key)]
