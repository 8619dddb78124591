"""What a new or changed resource does: the paths that take it, the steps that it could stand in for, and why others pass it over."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Resource
from ..planner.paths import PathKey
from ..planner.reasons import listed
from .snapshot import Snapshot, path_name, step_name

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


def effects(before: Snapshot, after: Snapshot) -> tuple[Effect, ...]:
    """The effect of every resource that is new, or changed in what plans look at, by id."""
    earlier = before.guide.resources
    changed = [resource for identifier, resource in after.guide.resources.items() if _differs(earlier.get(identifier), resource)]
    results = []
    for resource in changed:
        was, now = _taken(before, resource.id), _taken(after, resource.id)
        results.append(Effect(
            resource.id, resource.title, resource.path, resource.id not in earlier,
            (sum(key.is_core for key in was), sum(key.is_core for key in now)), tuple(path_name(key, after.guide) for key in now if key.is_core),
            (sum(not key.is_core for key in was), sum(not key.is_core for key in now)),
            (_stands_in(before, resource.id), _stands_in(after, resource.id)), tuple(_not_chosen(after, resource))))
    return tuple(results)


def _differs(before: Resource | None, after: Resource) -> bool:
    return before is None or any(getattr(before, name) != getattr(after, name) for name in _PLANNED)


def _taken(snapshot: Snapshot, resource: str) -> list[PathKey]:
    return [key for key, plan in snapshot.plans.items() if any(step.kind == "resource" and step.id == resource for step in plan.steps)]


def _stands_in(snapshot: Snapshot, resource: str) -> int:
    return sum(
        any(other.resource == resource for other in step.alternatives)
        for key, plan in snapshot.plans.items() if key.is_core for step in plan.steps)


def _not_chosen(snapshot: Snapshot, resource: Resource) -> Iterator[NotChosen]:
    """The core paths that do without a live resource which would teach something missing."""
    for key, plan in snapshot.plans.items() if resource.retired is None else ():
        steps = {step.key: step for step in plan.steps}
        for omission in plan.omitted if key.is_core and all(step.id != resource.id for step in plan.steps) else ():
            if omission.id != resource.id or omission.reason not in ("covered", "omitted"):
                continue
            teachers = [step_name(steps[name], snapshot.guide) for name in omission.detail if name in steps]
            why = "an editor leaves it out" if omission.reason == "omitted" else f"what it would teach there is taught by {listed(teachers)}"
            yield NotChosen(path_name(key, snapshot.guide), why)
