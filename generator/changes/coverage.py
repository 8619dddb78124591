"""How well a guide is covered, as lists of what is lacking; before and after a change."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model import Claim, Guide


@dataclass(frozen=True)
class Coverage:
    """Something lacking: how many lacked it, how many do, and the ids that came to and that left the list."""

    name: str
    before: int
    after: int
    come: tuple[str, ...]
    gone: tuple[str, ...]


def coverage(before: Guide, after: Guide) -> tuple[Coverage, ...]:
    """Every list, changed or not."""
    lists = []
    for name, lacking in _LISTS:
        old, new = lacking(before), lacking(after)
        lists.append(Coverage(name, len(old), len(new), tuple(sorted(new - old)), tuple(sorted(old - new))))
    return tuple(lists)


def is_single_secondary(claim: Claim, guide: Guide) -> bool:
    """Whether a claim rests on one source, and that one only repeats what others found."""
    return len(claim.sources) == 1 and guide.sources[claim.sources[0].source].kind == "secondary"


def _needed(guide: Guide) -> set[str]:
    return {skill for role in guide.roles.values() if role.retired is None for skill in role.needs}


def _taught(guide: Guide, free: bool = False) -> Iterator[tuple[str, str]]:
    """(skill, resource) for everything that can be learned from."""
    for resource in guide.resources.values():
        if resource.retired is None and (not free or resource.cost == "free"):
            yield from ((skill, resource.id) for skill in resource.teaches)


def _without_free(guide: Guide) -> set[str]:
    return _needed(guide) - {skill for skill, _ in _taught(guide, free=True)}


def _with_one(guide: Guide) -> set[str]:
    count: dict[str, int] = {}
    for skill, _ in _taught(guide):
        count[skill] = count.get(skill, 0) + 1
    return {skill for skill in _needed(guide) if count.get(skill, 0) < 2}


def _without_pick(guide: Guide) -> set[str]:
    return _needed(guide) - {skill for resource in guide.resources.values() if resource.retired is None for skill in resource.pick}


def _not_proved(guide: Guide) -> set[str]:
    return _needed(guide) - {skill for project in guide.projects.values() if project.retired is None for skill in project.proves}


def _single_secondary(guide: Guide) -> set[str]:
    return {claim.id for claim in guide.claims.values() if claim.retired is None and is_single_secondary(claim, guide)}


def _unverified(kind: str) -> Callable[[Guide], set[str]]:
    return lambda guide: {
        entity.id for entity in guide.of(kind).values() if entity.retired is None and getattr(entity, "verified", None) is None}


_LISTS: tuple[tuple[str, Callable[[Guide], set[str]]], ...] = (
    ("needed skills without a free resource", _without_free),
    ("needed skills with fewer than two resources", _with_one),
    ("needed skills without an editors' pick", _without_pick),
    ("needed skills that no project proves", _not_proved),
    ("claims that rest on one secondary source", _single_secondary),
    ("claims that no editor has checked at the source", _unverified("claim")),
    ("resources that no editor has opened", _unverified("resource")),
)
