"""How well a guide is covered, as lists of what is lacking; before and after a change."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..model import Claim, Entity, Guide

Kind = TypeVar("Kind", bound=Entity)


@dataclass(frozen=True)
class Coverage:
    """Something lacking: how many lacked it, how many do, and the ids that came to and that left the list."""

    name: str
    before: int
    after: int
    come: tuple[str, ...]
    gone: tuple[str, ...]


def coverage_changes(before: Guide, after: Guide) -> Iterator[Coverage]:
    """Every list that is not as it was."""
    old, new = _lacking(before), _lacking(after)
    for name in new:
        if old[name] != new[name]:
            yield Coverage(name, len(old[name]), len(new[name]), tuple(sorted(new[name] - old[name])), tuple(sorted(old[name] - new[name])))


def is_single_secondary(claim: Claim, guide: Guide) -> bool:
    """Whether a claim rests on one source, and that one only repeats what others found."""
    return len(claim.sources) == 1 and guide.sources[claim.sources[0].source].kind == "secondary"


def _lacking(guide: Guide) -> Mapping[str, set[str]]:
    resources, claims = _live(guide.resources), _live(guide.claims)
    needed = {skill for role in _live(guide.roles) for skill in role.needs}
    teachers = Counter(skill for resource in resources for skill in resource.teaches)
    return {
        "needed skills without a free resource": needed - {
            skill for resource in resources if resource.cost == "free" for skill in resource.teaches},
        "needed skills with fewer than two resources": {skill for skill in needed if teachers[skill] < 2},
        "needed skills without an editors' pick": needed - {skill for resource in resources for skill in resource.pick},
        "needed skills that no project proves": needed - {skill for project in _live(guide.projects) for skill in project.proves},
        "claims that rest on one secondary source": {claim.id for claim in claims if is_single_secondary(claim, guide)},
        "claims that no editor has checked at the source": {claim.id for claim in claims if claim.verified is None},
        "resources that no editor has opened": {resource.id for resource in resources if resource.verified is None},
    }


def _live(entities: Mapping[str, Kind]) -> list[Kind]:
    return [entity for entity in entities.values() if entity.retired is None]
