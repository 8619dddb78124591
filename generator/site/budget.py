"""What fits into a number of hours: the steps of a path in order until the minutes are used up.

The browser's twin is `follow/budget.mjs`, which counts from where a follower stands; both are held to `tests/cases/follow/budget.json`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..planner import Plan


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How things stand when the minutes are used up: how many milestones are whole, and how many percent of the first that is not, rounded
    down (0 when all are); what there is to show, in order; the `next` thing to show, or nothing, and the minutes that it is `lacking`;
    the skills of the gap that are known to the level that the path asks for."""

    milestones: int
    percent: int
    shipped: tuple[str, ...]
    next: str
    lacking: int
    skills: tuple[str, ...]


def budget(plan: Plan, minutes: int) -> Budget:
    """What so many minutes bring somebody who begins this plan."""
    left, room = list[int](), minutes
    for step in plan.steps:
        taken = min(room, step.minutes)
        left.append(step.minutes - taken)
        room -= taken
    done = [step for step, rest in zip(plan.steps, left, strict=True) if not rest]
    closed = {pair for step in done for pair in step.closes}
    open_legs = [leg for leg in plan.milestones if any(left[place] for place in leg.steps)]
    rest = sum(left[place] for place in open_legs[0].steps) if open_legs else 0
    to_show = [place for place, step in enumerate(plan.steps) if step.ships and left[place]]
    return Budget(
        milestones=len(plan.milestones) - len(open_legs),
        percent=100 * (open_legs[0].minutes - rest) // open_legs[0].minutes if open_legs else 0,
        shipped=tuple(step.ships for step in done if step.ships),
        next=plan.steps[to_show[0]].ships if to_show else "",
        lacking=sum(left[: to_show[0] + 1]) if to_show else 0,
        skills=tuple(sorted({skill for skill, _ in plan.gap} - {skill for skill, _ in plan.gap - closed})),
    )
