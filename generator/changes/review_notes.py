"""What a reviewer should look at twice: changes by which something that is there already gains, and on whose word alone."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..content.figures import figure
from ..content.load import Loc, dotted
from ..model import COSTS, VERDICTS, Claim, Language, Resource, ResourcePart
from ..model.lengths import hours
from .entities import EntityChange
from .snapshot import Snapshot


@dataclass(frozen=True, order=True)
class ReviewNote:
    """A place in the content as it is now, and what to look at."""

    path: str
    line: int
    says: str


def review_notes(after: Snapshot, changes: Iterable[EntityChange]) -> tuple[ReviewNote, ...]:
    """Every such place, by file and line."""
    notes = []
    for change in changes:
        was, now = change.before, change.after
        found = list[tuple[Loc, str]]()
        if isinstance(was, Resource) and isinstance(now, Resource):
            found = list(_resource(was, now))
        elif isinstance(was, Claim) and isinstance(now, Claim):
            found = list(_claim(was, now))
        if now is not None:
            notes += [ReviewNote(now.path, after.line(now, loc), f"{dotted(loc)}: {says}") for loc, says in found]
    return tuple(sorted(notes))


def _resource(before: Resource, after: Resource) -> Iterator[tuple[Loc, str]]:
    yield from _learning((), before, after)
    parts = {part.id: part for part in before.parts}
    for index, part in enumerate(after.parts):
        if part.id in parts:
            yield from _learning(("parts", index), parts[part.id], part)
    if COSTS.index(after.cost) < COSTS.index(before.cost):
        yield ("cost",), f"{before.cost} became {after.cost}"
    for skill in after.pick:
        if skill not in before.pick:
            yield ("pick", skill), f"is the editors' pick for {skill} now"


def _learning(at: Loc, before: Resource | ResourcePart, after: Resource | ResourcePart) -> Iterator[tuple[Loc, str]]:
    if after.minutes < before.minutes:
        yield (*at, "hours"), f"{hours(before.minutes)} became {hours(after.minutes)}"
    for skill, level in after.teaches.items():
        if level > (earlier := before.teaches.get(skill, 0)):
            yield (*at, "teaches", skill), f"level {earlier} became {level}" if earlier else f"teaches {skill} to level {level} now"
    for skill, level in before.requires.items():
        if level > (now := after.requires.get(skill, 0)):
            yield (*at, "requires", skill), f"level {level} became {now}" if now else "is no longer asked for"


def _claim(before: Claim, after: Claim) -> Iterator[tuple[Loc, str]]:
    was, now = (figure(claim, Language()) for claim in (before, after))
    if was != now and before.sources == after.sources:
        loc = ("value",) if after.value is not None else ("range",)
        yield loc, f"{was or 'no figure'} became {now or 'no figure'}, and the sources are the same"
    if VERDICTS.index(after.verdict) < VERDICTS.index(before.verdict):
        yield ("verdict",), f"{before.verdict} became {after.verdict}"
