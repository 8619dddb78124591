"""A plan as the page's scripts read it: one block of data on each path, from which a reader's device keeps the plan.

The block is read by `follow/plan.mjs` (readPlan), which also says what each field means. It holds what cannot be had otherwise:
addresses follow from keys, free steps say no cost, skills are told once and named by their place in the list.

A plan goes along with its page. Each path carries its plan as data (`site/plan_data.py`), and a device keeps a copy of what it
follows. What is then known, done or skipped is worked out in the browser without the solver: steps fall away, none is added or
moved. `prerequisites.mjs` has the planner's rules of learning; `tests/test_follow_logic.py` holds it against them as
`tests/learning_rules.py` says them; a walk over a plan costs as much as the plan is long. `remaining.mjs` tries the path
without one step after another and counts what that costs: past its budget, what is not tried stays. The page's own plan is read
whatever its size; a copy is kept only of a plan that a page can draw at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ..model import Entity, Guide, Project, ProjectPart, ResourcePart
from ..planner import Plan, Step, prerequisites
from ..planner.reasons import piece_of
from .writer import name_of, words_of

# What could end the element, begin another, or end a line of the Markdown that the block stands in.
_ESCAPED = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
    "\x7f": "\\u007f",
    "\x85": "\\u0085",
}


def data_block(identifier: str, value: object) -> Markup:
    """Data for scripts as an element that shows nothing and runs nothing, whatever the texts in it hold.

    Not a `<script>` of another type: no page holds a script of its own, whatever its type.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPED.items():
        text = text.replace(character, escaped)
    return Markup(f'<template id="{identifier}" data-search-exclude>{text}</template>')


def plan_data(
    guide: Guide, plan: Plan, title: str, url: str, variant: str, finish: str, variants: Sequence[str] = ("",)
) -> dict[str, Any]:
    """The data of one path: `title` and `url` of its page, `finish` the name of a milestone without a project, `variants` those with a page."""
    request = plan.request
    persona = guide.personas[request.persona]
    items = {
        f"resource:{item.key}": item
        for resource in {step.id for step in plan.steps if step.kind == "resource"}
        for item in prerequisites.items_of(guide.resources[resource])
    }
    pieces = {
        f"project:{piece.key}": piece
        for project in {step.id for step in plan.steps if step.kind == "project"}
        for piece in prerequisites.project_steps(guide.projects[project])
    }
    requires = prerequisites.requirements(guide.skills)
    levels = [plan.known, dict(plan.gap)]
    for step in plan.steps:
        item = items.get(step.key)
        levels += [item.teaches, item.requires] if item else [pieces[step.key].requires]
    mentioned = {skill for level_of in levels for skill in level_of}
    skills = sorted(mentioned.union(*(prerequisites.prerequisites(skill, requires) for skill in mentioned)))
    place = {skill: index for index, skill in enumerate(skills)}

    def pairs(level_of: Mapping[str, int]) -> list[list[int]]:
        return sorted([place[skill], level] for skill, level in level_of.items())

    def row(step: Step) -> dict[str, Any]:
        if step.kind == "project":
            entity: Entity = guide.projects[step.id]
            built = piece_of(guide.projects[step.id], step.part)
            part: ProjectPart | ResourcePart | None = built if isinstance(built, ProjectPart) else None
            data: dict[str, Any] = {
                "title": built.name,
                "of": name_of(entity) if part else "",
                "asks": pairs(pieces[step.key].requires),
                "points": [words_of(guide, point) for point in built.acceptance],
                "cv": words_of(guide, built.cv) if built.cv else "",
            }
        else:
            item, entity = items[step.key], guide.resources[step.id]
            part = next((part for part in entity.parts if part.id == step.part), None)
            data = {
                "title": part.title if part else entity.title,
                "of": entity.title if part else "",
                "cost": "" if item.cost == "free" else item.cost,
                "stated": entity.hours_basis == "stated",
                "teaches": pairs(item.teaches),
                "asks": pairs(item.requires),
            }
        parts = (part.id, *part.formerly) if part else ()
        keys = _keys(step.kind, (entity.id, *entity.formerly), parts)
        data |= {"former": [key for key in keys if key != step.key], "replaces": _replaced(guide, step.kind, entity, bool(part))}
        return {"key": step.key, "minutes": step.minutes} | _told(data)

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
        "milestones": [[piece_of(guide.projects[leg.project], leg.part).name if leg.project else finish, len(leg.steps)] for leg in plan.milestones],
        "steps": [row(step) for step in plan.steps],
        "skills": [[skill, name_of(guide.skills[skill]), [place[before] for before in requires[skill]]] for skill in skills],
        "known": pairs(plan.known),
        "gap": pairs(gap),
        "granted": pairs({skill: min(level, plan.known[skill]) for skill, level in goal.items() if skill in plan.known}),
        "above": _above(requires, place),
        **_told({"former": _former_paths(guide, plan), "renamed": _renamed(guide, skills)}),
    }


def _keys(kind: str, ids: Iterable[str], parts: Sequence[str]) -> Iterator[str]:
    """The keys of a step under each id of what it is, and each id of the part of it."""
    for identifier in ids:
        yield from (f"{kind}:{identifier}#{part}" for part in parts) if parts else (f"{kind}:{identifier}",)


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


def _replaced(guide: Guide, kind: str, entity: Entity, is_part: bool) -> list[list[str]]:
    """Sets of keys, each of which, done, means that this step is done: what a retired entity that this one replaces was ticked under, and
    for a part of a project the project, ticked when it had none."""
    keys = [[f"{kind}:{name}"] for name in (entity.id, *entity.formerly)] if is_part and isinstance(entity, Project) else []
    for old in _replaced_by(guide.of(kind), entity):
        for name in (old.id, *old.formerly):
            keys.append([f"{kind}:{name}"])
            if parts := getattr(old, "parts", ()):
                keys.append([f"{kind}:{name}#{part.id}" for part in parts])
    return keys


def _replaced_by(entities: Mapping[str, Entity], entity: Entity) -> list[Entity]:
    """The retired entities that this one replaces; a rule sees to it that none of them replaces another."""
    return [other for other in entities.values() if other.retired is not None and other.retired.replaced_by == entity.id]
