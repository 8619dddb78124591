"""What a reviewer should look at twice: changes by which something that is there already gains, and on whose word alone."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..content.figures import figure
from ..content.load import Loc, dotted
from ..model import COSTS, VERDICTS, Claim, Resource
from ..model.lengths import hours
from .snapshot import Snapshot


@dataclass(frozen=True)
class ReviewNote:
    """A place in the content as it is now, and what to look at."""

    path: str
    line: int
    field: str
    says: str


def review_notes(before: Snapshot, after: Snapshot) -> tuple[ReviewNote, ...]:
    """Every such place, by file and line."""
    notes = []
    for identifier, resource in before.guide.resources.items():
        now = after.guide.resources.get(identifier)
        if now is not None:
            notes += [ReviewNote(now.path, after.line(now, loc), dotted(loc), says) for loc, says in _resource(resource, now)]
    for identifier, claim in before.guide.claims.items():
        then = after.guide.claims.get(identifier)
        if then is not None:
            notes += [ReviewNote(then.path, after.line(then, loc), dotted(loc), says) for loc, says in _claim(claim, then)]
    return tuple(sorted(notes, key=lambda note: (note.path, note.line, note.field)))


def _resource(before: Resource, after: Resource) -> Iterator[tuple[Loc, str]]:
    if after.minutes < before.minutes:
        yield ("hours",), f"{hours(before.minutes)} became {hours(after.minutes)}"
    yield from _teaching((), before.teaches, after.teaches, before.requires, after.requires)
    parts = {part.id: part for part in before.parts}
    for index, part in enumerate(after.parts):
        if part.id in parts:
            old = parts[part.id]
            if part.minutes < old.minutes:
                yield ("parts", index, "hours"), f"{hours(old.minutes)} became {hours(part.minutes)}"
            yield from _teaching(("parts", index), old.teaches, part.teaches, old.requires, part.requires)
    if COSTS.index(after.cost) < COSTS.index(before.cost):
        yield ("cost",), f"{before.cost} became {after.cost}"
    for skill in after.pick:
        if skill not in before.pick:
            yield ("pick", skill), f"is the editors' pick for {skill} now"


def _teaching(
    at: Loc, teaches: Mapping[str, int], teaches_now: Mapping[str, int], requires: Mapping[str, int], requires_now: Mapping[str, int]
) -> Iterator[tuple[Loc, str]]:
    for skill, level in teaches_now.items():
        if level > teaches.get(skill, 0):
            yield (*at, "teaches", skill), f"level {teaches[skill]} became {level}" if skill in teaches else f"teaches {skill} to level {level} now"
    for skill, level in requires.items():
        if level > requires_now.get(skill, 0):
            now = f"level {level} became {requires_now[skill]}" if skill in requires_now else "is no longer asked for"
            yield (*at, "requires", skill), now


def _claim(before: Claim, after: Claim) -> Iterator[tuple[Loc, str]]:
    if figure(before) != figure(after) and before.sources == after.sources:
        loc = ("value",) if after.value is not None else ("range",)
        yield loc, f"{figure(before) or 'no figure'} became {figure(after) or 'no figure'}, and the sources are the same"
    if VERDICTS.index(after.verdict) < VERDICTS.index(before.verdict):
        yield ("verdict",), f"{before.verdict} became {after.verdict}"
