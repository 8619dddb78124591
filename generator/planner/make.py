"""A plan from what was asked: by the solver, or from steps that are given."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from ..model.limits import PROVIDERS_SHARE, SLACK_PERCENT
from .plan import Plan, Stage, StageName
from .planning_problem import PlanningProblem
from .reasons import make_omissions, make_steps
from .rows import rows_of, violation
from .selection import select
from .sequence import arrange, wanted_projects, worth


def solve(problem: PlanningProblem) -> Plan:
    """The best plan of a problem. Raises Unreachable when no order credits all that is missing."""
    items, stages = select(problem)
    sequence, order = arrange(problem, items)
    return _assemble(problem, sequence, (*stages, *order))


def plan_of_steps(problem: PlanningProblem, keys: Sequence[str], bounds: Mapping[str, int], proven: bool) -> Plan | None:
    """The plan of a problem that takes these steps in this order; None where it does not lead to the goal or is no plan of this problem.

    `bounds` are those of the stages, by name. A plan is within the slack of the fewest hours among them. `proven` says that the bounds
    are those of this problem; else the plan says of no stage that nothing could be better.
    """
    sequence = _sequence(problem, keys)
    if sequence is None or "hours" not in bounds:
        return None
    plan = _assemble(problem, sequence, ())
    steps = [step for step in plan.steps if step.kind == "resource"]
    offered: dict[str, int] = {}
    for step in steps:
        provider = problem.guide.resources[step.id].provider
        offered[provider] = offered.get(provider, 0) + step.minutes
    value = {"hours": bounds["hours"], "picks": len({skill for step in steps for skill in step.serves}),
             "providers": int(max(offered.values(), default=0) * PROVIDERS_SHARE > plan.minutes), "resources": len({step.id for step in steps}),
             "paid": len({step.id for step in steps if step.cost == "paid"}),
             "short": plan.minutes, "unique": 0, "rows": violation(plan.rows), "order": worth(problem, sequence)}
    if plan.minutes > bounds["hours"] * (100 + SLACK_PERCENT) // 100 or plan.minutes < bounds["hours"] and proven:
        return None
    stages = tuple(Stage(name, value[name], bounds.get(name, 0) if proven else -1) for name in get_args(StageName))
    return replace(plan, stages=stages, shortest_minutes=value["hours"], picks=value["picks"])


def _sequence(problem: PlanningProblem, keys: Sequence[str]) -> tuple[int | str, ...] | None:
    """Steps as items and projects; None where one is not there any more, comes twice or too early, or where something is missing."""
    index_of = {f"resource:{item.key}": index for index, item in enumerate(problem.items)}
    sequence: list[int | str] = []
    state = problem.start
    for key in keys:
        if (index := index_of.pop(key, None)) is not None and not problem.effects[index].requires_closed & ~state:
            sequence.append(index)
            state = problem.effects[index].after(state)
        elif key.startswith("project:"):
            sequence.append(key.removeprefix("project:"))
        else:
            return None
    if problem.goal & ~state or any(f"resource:{pin}" in index_of for pin in problem.pins):
        return None
    projects = [entry for entry in sequence if isinstance(entry, str)]
    return tuple(sequence) if wanted_projects(problem, sequence) == projects else None


def _assemble(problem: PlanningProblem, sequence: Sequence[int | str], stages: tuple[Stage, ...]) -> Plan:
    steps, milestones, end = make_steps(problem, sequence)
    resources = [step for step in steps if step.kind == "resource"]
    reached = {stage.name: stage.value for stage in stages}
    return Plan(
        request=problem.request, steps=steps, milestones=milestones, omitted=make_omissions(problem, steps),
        shortest_minutes=reached.get("hours", 0), minutes=sum(step.minutes for step in resources),
        project_minutes=sum(step.minutes for step in steps if step.kind == "project"),
        first_project_minutes=milestones[0].minutes if milestones and milestones[0].project else 0,
        stated_minutes=sum(step.minutes for step in resources if problem.guide.resources[step.id].hours_basis == "stated"),
        picks=reached.get("picks", 0), stages=stages, rows=rows_of(problem.limits, steps), gap=frozenset(problem.states.pairs(problem.gap)),
        known=problem.states.levels(problem.start), learned=problem.states.levels(end))
