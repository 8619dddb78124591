"""What became of each path: hours, first project, steps in and out with their reasons."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..model import Guide, Project, Resource
from ..model.lengths import hours
from ..model.limits import SLACK_PERCENT
from ..planner import Plan, Step, explain, explain_omission
from ..planner.locks import DECISIVE
from ..planner.reasons import item_name, listed, step_name
from .entities import EntityChange
from .snapshot import Snapshot, path_name


@dataclass(frozen=True)
class PathChange:
    """A path that came, went or changed, and what became of it on the whole. `steps` says what became of its steps, and why; `causes` are
    the changes of the content of which that comes, as far as they touch this path or its steps: none where only other paths' steps, or
    the lock, are others."""

    name: str
    says: str
    is_changed: bool = True
    causes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def path_changes(before: Snapshot, after: Snapshot, changes: Iterable[EntityChange]) -> Iterator[PathChange]:
    """Every path that is not as it was, in the order of the guide as it is now; those that went come last. `changes` are those of entities."""
    causes = {(change.kind, change.id): change for change in changes}
    for key, plan in after.plans.items():
        if key not in before.plans:
            # A free path comes and goes with what is not free in the path at any cost.
            why = "has a page: the path at any cost is not free now" if key.variant else "new path"
            yield PathChange(path_name(key, after.guide), f"{why}, {hours(plan.total_minutes)}", False)
        else:
            old, guides = before.plans[key], (before.guide, after.guide)
            if steps := tuple(_steps(old, plan, guides)):
                because = tuple(_causes(old, plan, causes))
                if not because and old.shortest_minutes != plan.shortest_minutes:
                    was, now = hours(old.shortest_minutes), hours(plan.shortest_minutes)
                    steps = (f"why: the shortest plan takes {now} of resources now, not {was}, and the path at most {SLACK_PERCENT} % more", *steps)
                yield PathChange(path_name(key, after.guide), _whole(old, plan, guides), True, because, steps)
    for key, plan in before.plans.items():
        if key not in after.plans:
            why = "no page: the path at any cost is free now" if key.variant else "path removed"
            yield PathChange(path_name(key, before.guide), f"{why}, {hours(plan.total_minutes)} before", False)


def _whole(before: Plan, after: Plan, guides: tuple[Guide, Guide]) -> str:
    """Hours and first project, before and after: `16 h → 27.5 h (+11.5 h); first project: A first loaf after 16 h → A first loaf after 7.5 h`."""
    lengths, projects = [], []
    for plan, guide in zip((before, after), guides, strict=True):
        first = next((step for step in plan.steps if step.kind == "project"), None)
        lengths.append(hours(plan.total_minutes))
        projects.append(f"{step_name(first, guide)} after {hours(plan.first_project_minutes)}" if first else "none")
    change = after.total_minutes - before.total_minutes
    by = f" ({'+' if change > 0 else '-'}{hours(abs(change))})" if change else ""
    return f"{' → '.join(dict.fromkeys(lengths))}{by}; first project: {' → '.join(dict.fromkeys(projects))}"


def _steps(before: Plan, after: Plan, guides: tuple[Guide, Guide]) -> Iterator[str]:
    """What became of the steps of a path, a line for each; none when all is as it was."""
    was, now = guides
    old = {step.key: step for step in before.steps}
    new = {step.key: step for step in after.steps}
    gone = [step for name, step in old.items() if name not in new]
    come = [step for name, step in new.items() if name not in old]
    stayed = [name for name in new if name in old]
    for step in come:
        yield f"in: {step_name(step, now)} ({hours(step.minutes)}): {_why_in(step, after, before, guides, gone)}"
    for step in gone:
        yield f"out: {step_name(step, was)} ({hours(step.minutes)}): {_why_out(step, after, now)}"
    for name in stayed:
        if old[name].minutes != new[name].minutes:
            yield f"{step_name(new[name], now)}: {hours(old[name].minutes)} → {hours(new[name].minutes)}"
    if not come and not gone and stayed != list(old):
        yield "the same steps in another order"


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


def _why_in(step: Step, after: Plan, before: Plan, guides: tuple[Guide, Guide], gone: list[Step]) -> str:
    """Why a step came: an editor's pin, the steps whose work it took over, what the path asks for since, or what it is for."""
    was, now = guides
    if step.kind == "project":
        is_new = step.id not in was.projects or step.part and all(part.id != step.part for part in was.projects[step.id].parts)
        return "new in the guide" if is_new else "built along the way now"
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
        reason = explain(step, after, now, numbered=False).rstrip(".")
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
    if isinstance(entity, Resource | Project) and (step.part or entity.parts) and all(part.id != step.part for part in entity.parts):
        return "this part is no longer in the guide" if step.part else "it comes in parts now"
    if step.kind == "project":
        return "other projects come first now"
    why = [
        explain_omission(omission, guide).rstrip(".")
        for omission in after.omitted if omission.id in (identifier, f"{identifier}#{step.part}")]
    why = [reason[0].lower() + reason[1:] for reason in why]
    stands_in = [
        f"{item_name(other.id, other.part, guide)} ({_longer(alternative.minutes - other.minutes)})"
        for other in after.steps for alternative in other.alternatives
        if (alternative.kind, alternative.id, alternative.part) == (step.kind, identifier, step.part)]
    if stands_in:
        why.append(f"an alternative now to {listed(stands_in)}")
    return "; ".join(why) or "nothing that it teaches is missing any more"


def _longer(minutes: int) -> str:
    return f"{hours(abs(minutes))} {'longer' if minutes > 0 else 'shorter'}" if minutes else "as long"
