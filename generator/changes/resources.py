"""What a new or changed resource does: the paths that take it, the steps that it could stand in for, and why others pass it over.

Why a path does without it is found by planning that path once more with the resource pinned: what is worse then is the reason.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model import PersonaPath, Resource
from ..model.people import Pin
from ..parallel import spread
from ..planner import Plan, Unreachable, plan_path
from ..site.registry import VARIANTS, PathKey
from .snapshot import Names, Side, hours, path_name

# Each reason is a plan of its own: beyond so many resources in one change, a reviewer is told the counts alone.
MOST = 12
_PLANNED = ("minutes", "teaches", "requires", "parts", "cost", "pick", "retired")


@dataclass(frozen=True)
class NotChosen:
    """A core path that does without a resource which would teach something missing, and why."""

    path: str
    why: str


@dataclass(frozen=True)
class Effect:
    """A resource that is new, or changed in what plans look at. `steps` and `alternatives` are counts before and after, over the
    core paths at any cost; `variants` counts all other plans that take it. `paths` are the core paths that take it now."""

    id: str
    title: str
    path: str
    is_new: bool
    steps: tuple[int, int]
    paths: tuple[str, ...]
    variants: tuple[int, int]
    alternatives: tuple[int, int]
    not_chosen: tuple[NotChosen, ...]


def effects(before: Side, after: Side, names: Names) -> tuple[Effect, ...]:
    """The effect of every resource that is new, or changed in what plans look at, by id."""
    earlier = {names.now("resource", identifier): resource for identifier, resource in before.guide.resources.items()}
    changed = [resource for identifier, resource in after.guide.resources.items() if _differs(earlier.get(identifier), resource)]
    reasons = _reasons(after, changed[:MOST])
    found = []
    for resource in changed:
        old = earlier[resource.id].id if resource.id in earlier else ""
        was, now = _taken(before, old), _taken(after, resource.id)
        found.append(Effect(
            resource.id, resource.title, resource.path, not old,
            (sum(map(_is_core, was)), sum(map(_is_core, now))), tuple(path_name(key, after.guide) for key in now if _is_core(key)),
            (sum(not _is_core(key) for key in was), sum(not _is_core(key) for key in now)),
            (_stands_in(before, old), _stands_in(after, resource.id)), tuple(reasons.get(resource.id, ()))))
    return tuple(found)


def _differs(before: Resource | None, after: Resource) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in _PLANNED)


def _is_core(key: PathKey) -> bool:
    return not key.variant and not key.then


def _taken(side: Side, resource: str) -> list[PathKey]:
    return [key for key, plan in side.plans.items() if any(step.kind == "resource" and step.id == resource for step in plan.steps)]


def _stands_in(side: Side, resource: str) -> int:
    return sum(
        any(other.resource == resource for other in step.alternatives)
        for key, plan in side.plans.items() if _is_core(key) for step in plan.steps)


def _reasons(side: Side, resources: Sequence[Resource]) -> Mapping[str, list[NotChosen]]:
    tasks = [
        (resource, key, plan) for resource in resources if resource.retired is None
        for key, plan in side.plans.items() if _is_core(key) and _is_passed_over(plan, resource)]
    found: dict[str, list[NotChosen]] = {}
    for (resource, key, _), why in zip(tasks, spread(lambda task: _why_not(side, *task), tasks), strict=True):
        if why:
            found.setdefault(resource.id, []).append(NotChosen(path_name(key, side.guide), why))
    return found


def _is_passed_over(plan: Plan, resource: Resource) -> bool:
    """Whether it would teach something that is missing, and is no step."""
    return all(step.id != resource.id for step in plan.steps) and any(
        omission.id == resource.id and omission.reason in ("covered", "omitted") for omission in plan.omitted)


def _why_not(side: Side, resource: Resource, key: PathKey, plan: Plan) -> str:
    path = next(path for path in side.guide.personas[key.persona].paths if path.to == key.role)
    if any(omission.resource == resource.id for omission in path.omit):
        return "an editor leaves it out"
    forced = list(_with(side, resource, key, path, plan))
    if not forced:
        return "nothing teaches what it asks for"
    return _worse(plan, min(forced, key=lambda other: (-other.picks, len(_resources(other)), other.minutes)))


def _with(side: Side, resource: Resource, key: PathKey, path: PersonaPath, plan: Plan) -> Iterator[Plan]:
    """The path's plan with the resource pinned; of one with parts, a plan for each part that teaches something missing."""
    full, free = VARIANTS[key.variant]
    parts: list[str | None] = [part.id for part in resource.parts if any((skill, level) in plan.gap for skill, level in _levels(part.teaches))]
    for part in parts or [None]:
        pin = Pin(resource=resource.id, part=part, why="To compare.")
        try:
            yield plan_path(side.guide, key.persona, path.model_copy(update={"pin": (*path.pin, pin)}), full, free)
        except Unreachable:
            continue


def _levels(teaches: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    return ((skill, lower) for skill, level in teaches.items() for lower in range(1, level + 1))


def _resources(plan: Plan) -> set[str]:
    return {step.id for step in plan.steps if step.kind == "resource"}


def _paid(plan: Plan) -> int:
    return len({step.id for step in plan.steps if step.cost == "paid"})


def _worse(plan: Plan, forced: Plan) -> str:
    """What is worse in a plan that was made to take it; the planner's own order of what counts."""
    worse, longer = [], forced.minutes - plan.minutes
    if longer > 0:
        worse.append(f"{hours(longer)} longer")
    if fewer := plan.picks - forced.picks:
        if fewer > 0:
            worse.append(f"{fewer} fewer of the editors' picks")
    if (more := len(_resources(forced)) - len(_resources(plan))) > 0:
        worse.append(f"{more} more resource{'s' if more > 1 else ''}")
    if (more := _paid(forced) - _paid(plan)) > 0:
        worse.append(f"{more} more to pay for")
    if not worse:
        return "with it the path is as good, and of equals the first by id is taken"
    better = f", though {hours(-longer)} shorter" if longer < 0 else ""
    return f"with it the path {'is' if longer > 0 else 'has'} {_joined(worse, longer > 0)}{better}"


def _joined(worse: Sequence[str], starts_with_length: bool) -> str:
    if starts_with_length and len(worse) > 1:
        return f"{worse[0]} and has {' and '.join(worse[1:])}"
    return " and ".join(worse)
