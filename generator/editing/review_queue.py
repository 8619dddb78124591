"""What needs a human look: what nobody has opened, what is past its date, what rests on hearsay, what no longer answers.

What most core paths use comes first; among things that are used alike, what takes least time.
"""
from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..changes.coverage import is_single_secondary
from ..content.figures import figure
from ..content.text import code, named
from ..links import Memory, OutsideLink, is_due
from ..model import Claim, Entity, Guide, Resource, ResourcePart, places
from ..planner.paths import Plans
from ..problems import counted

# How long a look is good for, and how many minutes each thing takes a person who knows the field.
GOOD_FOR_DAYS = 365
_OPEN, _CHECK, _REPLACE, _RENEW, _SECOND, _TRY = 5, 10, 15, 20, 30, 30
_BANDS = ("In most core paths", "In some core paths", "In no core path")


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One file that somebody should look at, why, and about how many minutes it takes. `used` counts the core paths that rest on
    it; `url` is what to open, or empty."""

    id: str
    path: str
    url: str
    reasons: tuple[str, ...]
    minutes: int
    used: int
    band: str


def review_queue(guide: Guide, plans: Plans, links: Iterable[OutsideLink], memory: Memory, today: str) -> tuple[ReviewItem, ...]:
    """Everything that is due on a day. `plans` are those of the core paths, or more; `memory` is what `links` remembers."""
    core = [key for key in plans if key.is_core]
    used = _used(guide, plans)
    failing = _failing(links, memory)
    items = []
    for kind, entity in guide:
        if entity.retired is None and (due := [*failing.get((kind, entity.id), ()), *_due(entity, guide, today, (kind, entity.id) in failing)]):
            count = used.get((kind, entity.id), 0)
            items.append(ReviewItem(
                entity.id, entity.path, _address(entity, guide), tuple(says for says, _ in due),
                sum(minutes for _, minutes in due), count, _BANDS[0 if count * 2 > len(core) else 1 if count else 2]))
    return tuple(sorted(items, key=lambda item: (_BANDS.index(item.band), item.minutes, -item.used, item.path)))


def as_list(due: tuple[ReviewItem, ...], limit: int, root: str) -> str:
    """A list to tick off, for a terminal as for an issue: a line for each item, in its band. `limit` 0 shows all."""
    shown = due[:limit or None]
    out = []
    for band in _BANDS:
        if members := [item for item in shown if item.band == band]:
            out += [f"### {band}", "", *(f"- [ ] {code(f'{root}/{item.path}')}, {item.minutes} min: {code(_says(item))}" for item in members), ""]
    return "\n".join([*out, _tally(due, shown)])


def _says(item: ReviewItem) -> str:
    return "; ".join([*item.reasons, item.url] if item.url and not any(item.url in reason for reason in item.reasons) else item.reasons)


def _tally(due: tuple[ReviewItem, ...], shown: tuple[ReviewItem, ...]) -> str:
    if not due:
        return "Nothing is due."
    hours = -(-sum(item.minutes for item in due) // 60)
    rest = len(due) - len(shown)
    hidden = f" {rest} of them {'is' if rest == 1 else 'are'} not shown: --limit 0 shows all." if rest else ""
    return f"{counted(len(due), 'file')} to look at, about {counted(hours, 'hour')}.{hidden}"


def _due(entity: Entity, guide: Guide, today: str, fails: bool) -> Iterator[tuple[str, int]]:
    """Reasons to look at a resource or a claim, with minutes. What fails is not asked to be opened besides."""
    if isinstance(entity, Resource) and not fails:
        yield from _verified(entity, today, "no editor has opened it", "an editor opened it last on", _OPEN)
    if isinstance(entity, Resource):
        yield from _tried(entity, guide, today)
    if isinstance(entity, Claim) and entity.superseded_by is None:
        if entity.expires is not None and entity.expires < today[:len(entity.expires)]:
            yield f"past its re-check date, {entity.expires}: {figure(entity, guide.language) or 'look whether it still holds'}", _RENEW
        yield from _verified(entity, today, "no editor has checked it at its source", "an editor checked it last on", _CHECK)
        if is_single_secondary(entity, guide):
            yield "rests on one secondary source: find what that repeats", _SECOND


def _tried(resource: Resource, guide: Guide, today: str) -> Iterator[tuple[str, int]]:
    """What was tried so long ago that nobody can rely on it, and what failed."""
    steps: tuple[Resource | ResourcePart, ...] = (resource, *resource.parts)
    for part in steps:
        name = f"'{part.title}' " if part is not resource else ""
        if part.tried is not None and part.tried.result == "fails":
            yield f"{name}fails since {part.tried.on}: mend it or put another in its place", _REPLACE
        elif part.tried is not None and guide.trial_lapses(part.tried, resource.needs_of(part)) < today:
            yield f"{name}was tried last on {part.tried.on}: try it again", _TRY


def _address(entity: Entity, guide: Guide) -> str:
    """What to open: a page, or the first source of a claim that has one."""
    if isinstance(entity, Claim):
        return next((url for citation in entity.sources if (url := guide.sources[citation.source].url)), "")
    return str(getattr(entity, "url", None) or "")


def _verified(entity: Resource | Claim, today: str, never: str, long_ago: str, minutes: int) -> Iterator[tuple[str, int]]:
    since = (datetime.date.fromisoformat(today) - datetime.timedelta(days=GOOD_FOR_DAYS)).isoformat()
    if entity.verified is None:
        yield never, minutes
    elif entity.verified.on < since[:len(entity.verified.on)]:
        yield f"{long_ago} {entity.verified.on}", minutes


def _failing(links: Iterable[OutsideLink], memory: Memory) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """For each entity, its links that fail, with minutes; a link that failed on few days is not yet due."""
    failing: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for link in links:
        if link.url in memory and is_due(memory[link.url]):
            failure = memory[link.url]
            for place in dict.fromkeys((place.kind, place.id) for place in link.places):
                failing.setdefault(place, []).append((f"{link.url} fails since {failure.days[0]}: {failure.says}", _REPLACE))
    return failing


def _used(guide: Guide, plans: Plans) -> Mapping[tuple[str, str], int]:
    """How many core paths rest on each entity: they take a resource or a project, lead from a persona or to a role that cites a
    claim or keeps a tool at hand, or rest on what a claim rests on. The figures of the home page are every path's."""
    home = {("claim", figure.claim) for figure in guide.settings.figures}
    cites = {(kind, entity.id): _cites(entity) for kind in ("persona", "role") for entity in guide.of(kind).values()}
    count: dict[tuple[str, str], int] = {}
    for key, plan in plans.items():
        if key.is_core:
            used = {(step.kind, step.id) for step in plan.steps} | home | cites["persona", key.persona] | cites["role", key.role]
            used |= {("persona", key.persona), ("role", key.role)}
            used |= {("source", citation.source) for kind, claim in used if kind == "claim" for citation in guide.claims[claim].sources}
            for thing in used:
                count[thing] = count.get(thing, 0) + 1
    return count


def _cites(entity: Entity) -> set[tuple[str, str]]:
    """Claims and tools that an entity refers to, in its fields or its texts."""
    return {(kind, identifier) for place in places(entity) for kind, identifier in named(place) if kind in ("claim", "tool")}
