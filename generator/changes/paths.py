"""What became of each path: hours, steps in and out with their reasons, first project, milestones."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..model import Guide
from ..model.lengths import hours
from ..planner import Plan, Step, explain, explain_omission
from ..planner.paths import PathKey
from ..planner.reasons import listed
from .entities import EntityChange
from .snapshot import Snapshot, item_name, path_name, step_name

# Which fields of which kinds decide what a path is made of. A change of another is no cause of a change of paths.
DECISIVE = {
    "resource": frozenset({"hours", "teaches", "requires", "parts", "cost", "pick", "retired"}),
    "project": frozenset({"hours", "requires", "proves", "roles", "retired"}),
    "skill": frozenset({"requires", "area"}),
    "role": frozenset({"needs"}),
    "persona": frozenset({"has", "paths"}),
}


@dataclass(frozen=True)
class StepChange:
    """A step that came or went, and why. `key` is how progress is saved."""

    key: str
    name: str
    minutes: int
    cost: str
    why: str


@dataclass(frozen=True)
class Resized:
    """A step that stays, and takes another time."""

    key: str
    name: str
    before: int
    after: int


@dataclass(frozen=True)
class Summary:
    """A path in a few figures. `first_project` is a name or empty; minutes count projects too."""

    minutes: int
    first_project: str
    first_project_minutes: int
    milestones: tuple[str, ...]


@dataclass(frozen=True)
class PathChange:
    """A path that came, went or changed: `before` or `after` is missing for one that came or went.

    `causes` are the changes of the content of which it comes, as far as they touch this path or its steps; none where only other paths'
    steps, or the lock, are others.

    `shortest` is H before and after (see `generator.planner`) where nothing else says why the steps are others: H sets how long a
    path may be.
    """

    path: PathKey
    name: str
    before: Summary | None
    after: Summary | None
    steps_in: tuple[StepChange, ...] = ()
    steps_out: tuple[StepChange, ...] = ()
    resized: tuple[Resized, ...] = ()
    reordered: bool = False
    shortest: tuple[int, int] | None = None
    causes: tuple[str, ...] = ()

    @property
    def what(self) -> Literal["added", "removed", "changed"]:
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def path_changes(before: Snapshot, after: Snapshot, changes: Iterable[EntityChange]) -> Iterator[PathChange]:
    """Every path that is not as it was, in the order of the guide as it is now; those that went come last. `changes` are those of entities."""
    causes = {(change.kind, change.id): change for change in changes}
    for key, plan in after.plans.items():
        if key not in before.plans:
            yield PathChange(key, path_name(key, after.guide), None, _summary(plan, after.guide))
        elif change := _change(key, before.plans[key], plan, (before.guide, after.guide), causes):
            yield change
    for key, plan in before.plans.items():
        if key not in after.plans:
            yield PathChange(key, path_name(key, before.guide), _summary(plan, before.guide), None)


def _change(
    key: PathKey, before: Plan, after: Plan, guides: tuple[Guide, Guide], changes: Mapping[tuple[str, str], EntityChange]
) -> PathChange | None:
    was, now = guides
    old = {step.key: step for step in before.steps}
    new = {step.key: step for step in after.steps}
    gone = [step for name, step in old.items() if name not in new]
    come = [step for name, step in new.items() if name not in old]
    stayed = [name for name in new if name in old]
    resized = tuple(
        Resized(name, step_name(new[name], now), old[name].minutes, new[name].minutes)
        for name in stayed if old[name].minutes != new[name].minutes)
    reordered = stayed != [name for name in old if name in new]
    milestones = [milestone.project for milestone in before.milestones]
    if not gone and not come and not resized and not reordered and milestones == [milestone.project for milestone in after.milestones]:
        return None
    return PathChange(
        key, path_name(key, now), _summary(before, was), _summary(after, now),
        tuple(StepChange(step.key, step_name(step, now), step.minutes, step.cost, _why_in(step, after, before, guides, gone)) for step in come),
        tuple(StepChange(step.key, step_name(step, was), step.minutes, step.cost, _why_out(step, after, now)) for step in gone),
        resized, reordered, _shortest(before, after, guides, gone + come), tuple(_causes(before, after, changes)))


def _causes(before: Plan, after: Plan, changes: Mapping[tuple[str, str], EntityChange]) -> Iterator[str]:
    """The changes of the content that decide a path: of its persona, its role, the skills it asks for, and what is or was a step of it."""
    touched = [("persona", after.request.persona), ("role", after.request.role), ("role", after.request.goal)]
    touched += [("skill", skill) for skill, _ in sorted(before.gap | after.gap)]
    touched += [(step.kind, step.id) for step in (*before.steps, *after.steps)]
    for kind, identifier in dict.fromkeys(touched):
        change = changes.get((kind, identifier))
        if change is not None and change.what in ("added", "removed"):
            yield f"{kind} {identifier} was {change.what}"
        elif change is not None and (fields := [name for name in change.fields if name in DECISIVE[kind]]):
            yield f"{kind} {identifier} changed ({', '.join(fields)})"


def _shortest(before: Plan, after: Plan, guides: tuple[Guide, Guide], steps: list[Step]) -> tuple[int, int] | None:
    """H before and after, when it differs while what is asked for, the editor's paths and what came and went (`steps`) are
    as they were."""
    if before.shortest_minutes == after.shortest_minutes or before.gap != after.gap or not steps:
        return None
    was, now = guides
    if was.personas[before.request.persona].paths != now.personas[after.request.persona].paths:
        return None
    resources = {step.id for step in steps if step.kind == "resource"}
    if any(was.resources.get(identifier) != now.resources.get(identifier) for identifier in resources):
        return None
    return before.shortest_minutes, after.shortest_minutes


def _summary(plan: Plan, guide: Guide) -> Summary:
    first = next((step for step in plan.steps if step.kind == "project"), None)
    return Summary(
        plan.total_minutes, step_name(first, guide) if first else "", plan.first_project_minutes,
        tuple(guide.projects[milestone.project].name if milestone.project else "Finish" for milestone in plan.milestones))


def _why_in(step: Step, after: Plan, before: Plan, guides: tuple[Guide, Guide], gone: list[Step]) -> str:
    """Why a step came: an editor's pin, the steps whose work it took over, what the path asks for since, or what it is for."""
    was, now = guides
    if step.kind == "project":
        return "new in the guide" if step.id not in was.projects else "built along the way now"
    why = [] if step.id in was.resources else ["new in the guide"]
    if step.pinned:
        why.append(f"an editor put it here: {step.pinned.rstrip('.')}")
    replaced = [step_name(old, was) for old in gone if set(old.closes) & set(step.closes)]
    asked = sorted({skill for skill, _ in set(step.closes) - before.gap})
    if replaced:
        why.append(f"in place of {listed(replaced)}")
    elif asked:
        why.append(f"teaches {listed([now.skills[skill].name for skill in asked])}, which the path did not ask for before")
    elif not step.pinned:
        reason = explain(step, after, now).rstrip(".")
        why.append(reason[0].lower() + reason[1:])
    return "; ".join(why)


def _why_out(step: Step, after: Plan, guide: Guide) -> str:
    """Why a step went: it is gone or retired, an editor's word, what covers it now, or that nobody asks for it."""
    identifier = step.id
    entity = guide.of(step.kind).get(identifier)
    if entity is None:
        return "no longer in the guide"
    if entity.retired is not None:
        return f"retired: {entity.retired.reason.rstrip('.')}"
    if step.kind == "project":
        return "other projects come first now"
    if step.part and all(part.id != step.part for part in guide.resources[identifier].parts):
        return "this part is no longer in the guide"
    why = [
        explain_omission(omission, guide).rstrip(".")
        for omission in after.omitted if omission.id in (identifier, f"{identifier}#{step.part}")]
    why = [reason[0].lower() + reason[1:] for reason in why]
    stands_in = [
        f"{item_name(other.id, other.part, guide)} ({_longer(alternative.minutes - other.minutes)})"
        for other in after.steps for alternative in other.alternatives if (alternative.resource, alternative.part) == (identifier, step.part)]
    if stands_in:
        why.append(f"an alternative now to {listed(stands_in)}")
    return "; ".join(why) or "nothing that it teaches is missing any more"


def _longer(minutes: int) -> str:
    return f"{hours(abs(minutes))} {'longer' if minutes > 0 else 'shorter'}" if minutes else "as long"
