"""A plan from what was asked: by the solver, or from steps that are given."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from .plan import Plan, Stage, StageName
from .problem import Task
from .selection import LONGEST_PERCENT, choose
from .sequence import Leg, arrange, wanted_projects
from .steps import Route, make_route, omissions


def solve(task: Task) -> Plan:
    """The best plan of a task. Raises Unreachable when no order credits all that is missing."""
    choice = choose(task)
    return _assemble(task, make_route(task, arrange(task, choice.items)), choice.stages)


def plan_of_steps(task: Task, keys: Sequence[str], bounds: Mapping[str, int], proven: bool) -> Plan | None:
    """The plan of a task that takes these steps in this order; None where it does not lead to the goal or is no plan of this task.

    `bounds` are those of the stages, by name. A plan is within the slack of the fewest hours among them. `proven` says that the bounds
    are those of this task; else the plan says of no stage that nothing could be better.
    """
    legs = _legs(task, keys)
    if legs is None or "hours" not in bounds:
        return None
    route = make_route(task, legs)
    own = _values(task, route)
    if own["short"] > bounds["hours"] * LONGEST_PERCENT // 100 or own["short"] < bounds["hours"] and proven:
        return None
    names: tuple[StageName, ...] = ("hours", "picks", "resources", "paid", "short", "unique")
    value = own | {"hours": bounds["hours"], "unique": 0}
    stages = tuple(Stage(name, value[name], bounds.get(name, 0) if proven else -1, 0) for name in names)
    return _assemble(task, route, stages)


def _legs(task: Task, keys: Sequence[str]) -> tuple[Leg, ...] | None:
    """Steps as legs; None where one is not there any more, comes twice or too early, or where something asked for is missing."""
    place = {f"resource:{item.key}": index for index, item in enumerate(task.items)}
    legs: list[Leg] = []
    items: list[int] = []
    state = task.start
    for key in keys:
        if (index := place.pop(key, None)) is not None and not task.moves[index].needs & ~state:
            items.append(index)
            state = task.moves[index].after(state)
        elif key.startswith("project:"):
            legs.append(Leg(tuple(items), key.removeprefix("project:")))
            items = []
        else:
            return None
    if task.goal & ~state or any(f"resource:{pin}" in place for pin in task.pins):
        return None
    if items:
        legs.append(Leg(tuple(items), None))
    projects = [leg.project for leg in legs if leg.project]
    return tuple(legs) if wanted_projects(task, legs) == projects else None


def _values(task: Task, route: Route) -> dict[str, int]:
    """What a route reaches in each stage that has a value of its own."""
    steps = [step for step in route.steps if step.kind == "resource"]
    paid = {step.id for step in steps if step.cost == "paid"}
    return {"picks": len({skill for step in steps for skill in step.serves}), "resources": len({step.id for step in steps}),
            "paid": len(paid), "short": sum(step.minutes for step in steps)}


def _assemble(task: Task, route: Route, stages: tuple[Stage, ...]) -> Plan:
    resources = [step for step in route.steps if step.kind == "resource"]
    projects = [place for place, step in enumerate(route.steps) if step.kind == "project"]
    value = {stage.name: stage.value for stage in stages}
    return Plan(
        request=task.request,
        steps=route.steps,
        milestones=route.milestones,
        omitted=omissions(task, route.steps),
        shortest_minutes=value["hours"],
        minutes=sum(step.minutes for step in resources),
        project_minutes=sum(route.steps[place].minutes for place in projects),
        first_project_minutes=sum(step.minutes for step in route.steps[:projects[0] + 1]) if projects else 0,
        stated_minutes=sum(step.minutes for step in resources if task.guide.resources[step.id].hours_basis == "stated"),
        picks=value["picks"],
        optimal=all(stage.value == stage.bound for stage in stages),
        stages=stages,
        gap=task.gap,
        known=task.known,
        learned=task.states.levels(route.end),
        guide=task.guide,
    )
