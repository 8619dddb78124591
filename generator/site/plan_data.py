"""A plan as the page's scripts read it: a file of data beside each path, from which a reader's device keeps the plan.

The data is read by `follow/plan.mjs` (readPlan), which also says what each field means. It holds what cannot be had otherwise:
addresses follow from keys, free steps say no cost, skills are told once and named by their place in the list.

A plan stands beside its page, not on it: who only reads the page needs none of it, and it would be a fifth of the page's bytes. A
device keeps a copy of what it follows. What is then known, done or skipped is worked out in the browser without the solver: steps
fall away, none is added or moved. `prerequisites.mjs` has the planner's rules of learning; `tests/test_follow_logic.py` holds it
against them as `tests/learning_rules.py` says them; a walk over a plan costs as much as the plan is long. `remaining.mjs` tries the
path without one step after another and counts what that costs: past its budget, what is not tried stays. The page's own plan is
read whatever its size; a copy is kept only of a plan that a page can draw at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model import Entity, Guide, Project, ProjectPart, Resource, ResourcePart
from ..model.limits import MOST_ALTERNATIVES
from ..planner import Plan, Step, prerequisites
from .writer import name_of, words_of

# What the file is called, in the folder of its page.
PLAN_FILE = "plan.json"


def written(data: Mapping[str, Any]) -> str:
    """The data of a path as the text of its file."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What a step is, whether in a plan or instead of a step: `title` with the title `of` the whole for a part, `act` where what is done
    is said otherwise, `ships` what there is to show where that is not the title, `asks` what must be known to start. `cv_of` is how the
    whole project reads on a CV, said with its last part. `former` are the keys that it had."""

    key: str
    kind: str
    whole: Resource | Project
    title: str
    of: str = ""
    act: str = ""
    ships: str = ""
    done_when: str = ""
    minutes: int
    cost: str = "free"
    stated: bool = False
    teaches: Mapping[str, int]
    asks: Mapping[str, int]
    points: tuple[str, ...] = ()
    cv: str = ""
    cv_of: str = ""
    url: str = ""
    former: tuple[str, ...] = ()


def _piece(guide: Guide, kind: str, identifier: str, part: str | None) -> Piece:
    """A resource or project, or the part of it."""
    return _project(guide.projects[identifier], part) if kind == "project" else _resource(guide.resources[identifier], part)


def _resource(resource: Resource, part_id: str | None) -> Piece:
    part = resource.part(part_id)
    told: Resource | ResourcePart = part or resource
    key, *former = _keys("resource", resource, part)
    return Piece(
        key=key, kind="resource", whole=resource, title=told.title, of=resource.title if part else "", act=told.act or "",
        ships=told.ships or "", done_when=told.done_when or "", minutes=told.minutes, cost=resource.cost,
        stated=resource.hours_basis == "stated", teaches=told.teaches, asks=told.requires, url=told.url or resource.url, former=tuple(former),
    )


def _project(project: Project, part_id: str | None) -> Piece:
    part = project.part(part_id)
    told: Project | ProjectPart = part or project
    key, *former = _keys("project", project, part)
    return Piece(
        key=key, kind="project", whole=project, title=told.name, of=project.name if part else "", ships=told.ships or "",
        minutes=told.minutes, teaches={}, asks=told.requires, points=told.acceptance, cv=told.cv or "",
        cv_of=project.cv or "" if part and part is project.parts[-1] else "", former=tuple(former),
    )


def _keys(kind: str, whole: Entity, part: ResourcePart | ProjectPart | None) -> Iterator[str]:
    """The key of a step and those that it had: each id of what it is, with each of the part of it."""
    for identifier in (whole.id, *whole.formerly):
        yield from (f"{kind}:{identifier}#{name}" for name in (part.id, *part.formerly)) if part else (f"{kind}:{identifier}",)


def plan_data(
    guide: Guide, plan: Plan, title: str, url: str, variant: str, finish: str, variants: Sequence[str] = ("",)
) -> dict[str, Any]:
    """The data of one path: `title` and `url` of its page, `finish` the name of a milestone without a project, `variants` those with a page."""
    request = plan.request
    persona = guide.personas[request.persona]
    pieces = {step.key: _piece(guide, step.kind, step.id, step.part) for step in plan.steps}
    requires = prerequisites.requirements(guide.skills)
    levels = [plan.known, dict(plan.gap), *(level_of for piece in pieces.values() for level_of in (piece.teaches, piece.asks))]
    mentioned = {skill for level_of in levels for skill in level_of}
    skills = sorted(mentioned.union(*(prerequisites.prerequisites(skill, requires) for skill in mentioned)))
    place = {skill: index for index, skill in enumerate(skills)}

    def pairs(level_of: Mapping[str, int]) -> list[list[int]]:
        return sorted([place[skill], level] for skill, level in level_of.items())

    def row(piece: Piece) -> dict[str, Any]:
        return {"key": piece.key, "minutes": piece.minutes, "title": piece.title} | _told({
            "of": piece.of,
            "act": piece.act,
            "ships": piece.ships,
            "done_when": words_of(guide, piece.done_when),
            "cost": "" if piece.cost == "free" else piece.cost,
            "stated": piece.stated,
            "teaches": pairs(piece.teaches),
            "asks": pairs(piece.asks),
            "points": [words_of(guide, point) for point in piece.points],
            "cv": words_of(guide, piece.cv),
            "cv_of": words_of(guide, piece.cv_of),
            "url": piece.url,
            "former": list(piece.former),
            "replaces": _replaced(guide, piece.kind, piece.whole),
        })

    def alternatives(step: Step) -> list[dict[str, Any]]:
        """The shortest few that ask for nothing beyond the plan's skills; of what they teach, what the plan speaks of."""
        found = [_piece(guide, other.kind, other.id, other.part) for other in step.alternatives]
        return [
            row(replace(piece, teaches={skill: level for skill, level in piece.teaches.items() if skill in place}))
            for piece in found
            if piece.asks.keys() <= place.keys()
        ][:MOST_ALTERNATIVES]

    def step_row(step: Step) -> dict[str, Any]:
        return row(pieces[step.key]) | _told({"alternatives": alternatives(step)})

    gap, goal = (
        dict(sorted(plan.gap)),
        dict(sorted(prerequisites.gap(prerequisites.wanted(guide.roles[request.goal], request.full), {}, requires))),
    )
    return {
        "path": path_key(request.persona, request.role, request.then),
        "variant": variant,
        "variants": list(variants),
        "title": title,
        "url": url,
        "hours_per_week": persona.hours_per_week,
        "milestones": [[pieces[plan.steps[leg.steps[-1]].key].title if leg.project else finish, len(leg.steps)] for leg in plan.milestones],
        "steps": [step_row(step) for step in plan.steps],
        "skills": [[skill, name_of(guide.skills[skill]), [place[before] for before in requires[skill]]] for skill in skills],
        "known": pairs(plan.known),
        "gap": pairs(gap),
        "granted": pairs({skill: min(level, plan.known[skill]) for skill, level in goal.items() if skill in plan.known}),
        "above": _above(requires, place),
        **_told({"former": _former_paths(guide, plan), "renamed": _renamed(guide, skills)}),
    }


def _above(requires: Mapping[str, tuple[str, ...]], place: Mapping[str, int]) -> list[list[Any]]:
    """Skills outside the plan that rest on some of it, with the nearest of these: who knows one knows those to level 1."""
    nearest: dict[str, set[str]] = {}
    for skill in prerequisites.in_order(requires):
        if skill not in place:
            nearest[skill] = set().union(*({before} if before in place else nearest[before] for before in requires[skill]))
    return [
        [skill, sorted(place[before] for before in nearest_known)]
        for skill, nearest_known in sorted(nearest.items())
        if nearest_known
    ]


def path_key(persona: str, role: str, then: str | None = None) -> str:
    """Under which name a device keeps that a path is followed: `persona/role`, or `persona/role/then/second`."""
    return f"{persona}/{role}/then/{then}" if then else f"{persona}/{role}"


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _former_paths(guide: Guide, plan: Plan) -> list[str]:
    """The path under the former ids of its persona and roles."""
    request = plan.request
    ways = [
        path_key(persona, role, then)
        for persona in (request.persona, *guide.personas[request.persona].formerly)
        for role in (request.role, *guide.roles[request.role].formerly)
        for then in ((request.then, *guide.roles[request.then].formerly) if request.then else (None,))
    ]
    return ways[1:]


def _renamed(guide: Guide, skills: Iterable[str]) -> list[list[str]]:
    """Former ids of skills, and retired skills that another replaces, each with the id of today."""
    pairs = []
    for skill in skills:
        entity = guide.skills[skill]
        old = [*entity.formerly, *(other.id for other in _replaced_by(guide.skills, entity))]
        pairs += [[name, skill] for name in old]
    return pairs


def _replaced(guide: Guide, kind: str, entity: Entity) -> list[list[str]]:
    """What a retired entity that this one replaces was ticked under: sets of keys, each of which, done, means that this one is done."""
    keys = []
    for old in _replaced_by(guide.of(kind), entity):
        for name in (old.id, *old.formerly):
            keys.append([f"{kind}:{name}"])
            if parts := getattr(old, "parts", ()):
                keys.append([f"{kind}:{name}#{part.id}" for part in parts])
    return keys


def _replaced_by(entities: Mapping[str, Entity], entity: Entity) -> list[Entity]:
    """The retired entities that this one replaces; a rule sees to it that none of them replaces another."""
    return [other for other in entities.values() if other.retired is not None and other.retired.replaced_by == entity.id]
