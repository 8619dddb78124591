"""What a new or changed resource does: the paths that take it, the steps that it could stand in for, and why others pass it over."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model import Resource
from ..planner.locks import DECISIVE
from ..planner.reasons import listed, step_name
from .entities import EntityChange
from .snapshot import Snapshot, path_name


@dataclass(frozen=True)
class Effect:
    """A resource that is new, or changed in what plans look at: how many paths take it, on how many of their steps it is an alternative,
    and the core paths that do without it although it would teach something missing, by the reason."""

    title: str
    is_new: bool
    taken: int
    alternatives: int
    not_chosen: Mapping[str, tuple[str, ...]]


def effects(after: Snapshot, changes: Iterable[EntityChange]) -> Iterator[Effect]:
    """The effect of every resource that is new, or changed in what plans look at, by id."""
    for change in changes:
        if isinstance(change.after, Resource) and (change.what == "added" or DECISIVE["resource"].intersection(change.fields)):
            plans = after.plans.values()
            yield Effect(
                change.after.title, change.what == "added",
                sum(any(step.kind == "resource" and step.id == change.id for step in plan.steps) for plan in plans),
                sum(any((other.kind, other.id) == ("resource", change.id) for other in step.alternatives) for plan in plans for step in plan.steps),
                _not_chosen(after, change.after))


def _not_chosen(snapshot: Snapshot, resource: Resource) -> Mapping[str, tuple[str, ...]]:
    paths: dict[str, tuple[str, ...]] = {}
    for key, plan in snapshot.plans.items() if resource.retired is None else ():
        steps = {step.key: step for step in plan.steps}
        for omission in plan.omitted if key.is_core and all(step.id != resource.id for step in plan.steps) else ():
            if omission.id == resource.id and omission.reason in ("covered", "omitted"):
                teachers = [step_name(steps[name], snapshot.guide) for name in omission.detail if name in steps]
                why = "an editor leaves it out" if omission.reason == "omitted" else f"what it would teach there is taught by {listed(teachers)}"
                paths[why] = (*paths.get(why, ()), path_name(key, snapshot.guide))
    return paths
