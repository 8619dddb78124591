"""Checks a plan from scratch, with plain rules alone: nothing is shared with what made it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from learning_rules import credits, may_start

from generator.model import Guide, PersonaPath, Project, ProjectPart
from generator.model.limits import SLACK_PERCENT
from generator.planner import Plan, Step, prerequisites
from generator.planner.prerequisites import Item


def verify(guide: Guide, plan: Plan, earlier: Plan | None = None) -> None:
    """Raises AssertionError, saying what is wrong, unless all of this holds.

    It begins with what the persona knows (or where the earlier plan ends); every step may start when it comes; each item
    comes once; each pair of the gap is closed by the step that is the first to credit it, and all are closed at the end;
    projects rest on what is known; sums, milestones, reasons, rows, cost filter and proof agree with the steps. That no plan and no
    order is better is not checked here: the tests do, by brute force on small worlds.
    """
    requires = prerequisites.requirements(guide.skills)
    persona, request = guide.personas[plan.request.persona], plan.request
    known = dict(earlier.learned) if earlier else prerequisites.knowledge(prerequisites.learn(persona.has, request.know), requires)
    assert dict(plan.known) == known, "what is known at the start"
    assert plan.gap == prerequisites.gap(prerequisites.wanted(guide.roles[request.goal], request.full), known, requires), "the gap"
    assert dict(plan.learned) == _walk(guide, plan, known, requires, earlier), "what is learned at the end"
    for skill, level in plan.gap:
        assert plan.learned.get(skill, 0) >= level, f"{skill} {level} is never learned"
    _check_projects(guide, plan)
    _check_sums(guide, plan)
    _check_milestones(plan)
    _check_proof(guide, plan)
    _check_rows(guide, plan)


def _walk(
    guide: Guide, plan: Plan, known: Mapping[str, int], requires: Mapping[str, tuple[str, ...]], earlier: Plan | None
) -> dict[str, int]:
    state, keys, role = dict(known), [step.key for step in plan.steps], plan.request.goal
    assert len(set(keys)) == len(keys), "a step is there twice"
    for place, step in enumerate(plan.steps):
        assert set(step.needed_by) <= set(keys[place + 1:]), f"{step.key} is needed by something that is not later"
        parts = [other.key for other in plan.steps[place + 1:] if step.kind == other.kind == "project" and step.id == other.id]
        near = {*step.needed_by, *parts}
        far = near.union(*(other.holds for other in plan.steps if other.key in near))
        assert list(step.holds) == [key for key in keys if key in far], f"{step.key} holds {far}"
        if step.kind == "project":
            project, piece = guide.projects[step.id], _piece(guide, step)
            assert role in project.roles and project.retired is None and step.minutes == piece.minutes, f"{step.key}"
            assert _known(piece, state), f"{step.key} asks for what is not known yet"
            assert step.ships == (piece.ships or piece.name), f"{step.key} is something to show"
            assert not step.closes, f"{step.key} closes nothing"
            assert earlier or [other.id for other in step.alternatives] == _other_projects(guide, plan, step, state), f"{step.key}: other projects"
            continue
        item = _item(guide, step)
        assert step.ships == item.ships, f"{step.key}: what there is to show"
        assert (step.minutes, step.cost) == (item.minutes, item.cost), f"{step.key}: minutes and cost"
        assert step.cost == "free" or not plan.request.free, f"{step.key} is not free"
        assert may_start(item, state), f"{step.key} may not start yet"
        after = prerequisites.learn(state, credits(item, state, requires))
        closes = sorted(pair for pair in plan.gap if state.get(pair[0], 0) < pair[1] <= after.get(pair[0], 0))
        assert list(step.closes) == closes, f"{step.key} closes {closes}"
        swaps = [(other.id, other.part) for other in step.alternatives]
        assert earlier or swaps == _swaps(guide, plan, place, state, closes, requires), f"{step.key}: what may stand in its place"
        state = after
    return state


def _swaps(
    guide: Guide, plan: Plan, place: int, state: Mapping[str, int], closes: list[tuple[str, int]], requires: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str | None]]:
    """Every item that teaches some of what a step closes, tried in its place."""
    keys = {step.key for step in plan.steps}
    persona = guide.personas[plan.request.persona]
    path = next((path for path in persona.paths if path.to == plan.request.goal), None)
    left_out = {omission.resource for omission in path.omit} if path else set()
    able = []
    for item in prerequisites.items(guide, plan.request.free):
        if f"resource:{item.key}" in keys or item.resource in left_out or not may_start(item, state):
            continue
        now = prerequisites.learn(state, credits(item, state, requires))
        if not any(state.get(skill, 0) < level <= now.get(skill, 0) for skill, level in closes):
            continue
        for step in plan.steps[place + 1:]:
            rest = _piece(guide, step) if step.kind == "project" else _item(guide, step)
            if not _known(rest, now):
                break
            now = now if step.kind == "project" else prerequisites.learn(now, credits(_item(guide, step), now, requires))
        else:
            if all(now.get(skill, 0) >= level for skill, level in _goal(guide, plan, path)):
                able.append(item)
    return [(item.resource, item.part) for item in sorted(able, key=lambda item: (item.minutes, item.key))]


def _goal(guide: Guide, plan: Plan, path: PersonaPath | None) -> list[tuple[str, int]]:
    """The gap, and what the editor's pins ask for."""
    pins = [(pin.resource, pin.part) for pin in path.pin] if path else []
    pinned = [item for item in prerequisites.items(guide, plan.request.free) if (item.resource, None) in pins or (item.resource, item.part) in pins]
    return [*plan.gap, *(pair for item in pinned for pair in item.requires.items())]


def _other_projects(guide: Guide, plan: Plan, step: Step, state: Mapping[str, int]) -> list[str]:
    """Every project without parts that could be built in the place of one, unless an editor has that lead."""
    path = next((path for path in guide.personas[plan.request.persona].paths if path.to == plan.request.goal), None)
    if step.part or path and path.first_project == step.id:
        return []
    built = {other.id for other in plan.steps if other.kind == "project"}
    able = [project for project in guide.projects.values() if plan.request.goal in project.roles and project.retired is None
            and not project.parts and project.id not in built and _known(project, state)]
    return [project.id for project in sorted(able, key=lambda project: (project.minutes, project.id))]


def _piece(guide: Guide, step: Step) -> Project | ProjectPart:
    project = guide.projects[step.id]
    return next(part for part in project.parts if part.id == step.part) if project.parts else project


def _check_projects(guide: Guide, plan: Plan) -> None:
    built: dict[str, list[str | None]] = {}
    for step in plan.steps:
        if step.kind == "project":
            built.setdefault(step.id, []).append(step.part)
    for name, parts in built.items():
        assert parts == ([part.id for part in guide.projects[name].parts] or [None]), f"all of {name}, in its order"
    way = next((way for way in guide.personas[plan.request.persona].paths if way.to == plan.request.goal), None)
    for name in way.projects if way and plan.request.then is None else ():
        assert name in built or not _known(guide.projects[name], plan.learned), f"{name} is asked for and can be built"


def _item(guide: Guide, step: Step) -> Item:
    return next(item for item in prerequisites.items_of(guide.resources[step.id]) if item.part == step.part)


def _known(project: Project | ProjectPart | Item, state: Mapping[str, int]) -> bool:
    return all(state.get(skill, 0) >= level for skill, level in project.requires.items())


def _check_sums(guide: Guide, plan: Plan) -> None:
    resources = [step for step in plan.steps if step.kind == "resource"]
    projects = [step for step in plan.steps if step.kind == "project"]
    assert plan.minutes == sum(step.minutes for step in resources), "minutes of resources"
    assert plan.project_minutes == sum(step.minutes for step in projects), "minutes of projects"
    stated = sum(step.minutes for step in resources if guide.resources[step.id].hours_basis == "stated")
    assert plan.stated_minutes == stated, "stated minutes"
    first = plan.steps.index(projects[0]) if projects else -1
    assert plan.first_project_minutes == sum(step.minutes for step in plan.steps[:first + 1]), "minutes to the first project"
    low, high = plan.hours_range
    assert low * 60 <= plan.minutes + plan.project_minutes <= high * 60, "the range of hours"


def _check_milestones(plan: Plan) -> None:
    places = [place for milestone in plan.milestones for place in milestone.steps]
    assert places == list(range(len(plan.steps))), "milestones hold all steps in order"
    for number, milestone in enumerate(plan.milestones):
        steps = [plan.steps[place] for place in milestone.steps]
        assert steps and all(step.milestone == number for step in steps), "steps know their milestone"
        assert milestone.minutes == sum(step.minutes for step in steps), "minutes of a milestone"
        projects = [(step.id, step.part) for step in steps if step.kind == "project"]
        assert projects == ([(milestone.project, milestone.part)] if milestone.project else []), "a milestone has its project and no other"
        assert not projects or steps[-1].kind == "project", "a milestone ends with its project"
        assert projects or number == len(plan.milestones) - 1, "only the last milestone has no project"


def _check_rows(guide: Guide, plan: Plan) -> None:
    told = {row.name: (row.limit, row.value) for row in plan.rows}
    assert told == rows_kept(limits(guide, plan), plan.steps), "the rows, as these steps keep them"
    worst = sum(max(0, value - limit) for limit, value in told.values())
    assert next(stage.value for stage in plan.stages if stage.name == "rows") == worst, "by how much the rows are broken"
    ends = {step.key: place for place, step in enumerate(plan.steps)}
    for row in plan.rows:
        since, place = 0, ends[row.at]
        while place >= 0 and since < row.value:
            since, place = since + plan.steps[place].minutes, place - 1
        assert since == row.value, f"the longest stretch of {row.name} ends at {row.at}"


def limits(guide: Guide, plan: Plan) -> dict[str, int]:
    """The rows that are asked of a plan's path, in minutes: the persona's own, then the guide's, and that of the path itself."""
    persona = guide.personas[plan.request.persona]
    path = next((path for path in persona.paths if path.to == plan.request.goal), None)
    asked = {"first_project": path.first_project_within if path else None}
    for name in ("stretch", "between_projects", "after_last"):
        given = [getattr(rhythm, name) for rhythm in (persona.rhythm, guide.settings.rhythm) if rhythm is not None]
        asked[name] = next((limit for limit in given if limit is not None), None)
    return {name: limit for name, limit in asked.items() if limit is not None}


def rows_kept(asked: Mapping[str, int], steps: Sequence[Step]) -> dict[str, tuple[int, int]]:
    """Limit and longest stretch of each row, step by step."""
    has_project = any(step.kind == "project" for step in steps)
    worst = dict.fromkeys(asked if has_project else [name for name in asked if name == "stretch"], 0)
    shown = built = total = projects = 0
    for step in steps:
        total, shown, built = total + step.minutes, shown + step.minutes, built + step.minutes
        if step.ships:
            worst["stretch"], shown = max(worst.get("stretch", 0), shown), 0
        if step.kind == "project":
            worst["between_projects"], built = max(worst.get("between_projects", 0), built), 0
            worst["first_project"] = total if not projects else worst["first_project"]
            projects += 1
    worst["after_last"] = built
    if "after_last" not in asked or not has_project:
        worst["stretch"] = max(worst.get("stretch", 0), shown)
    return {name: (limit, worst[name]) for name, limit in asked.items() if has_project or steps and name == "stretch"}


def _check_proof(guide: Guide, plan: Plan) -> None:
    stages = {stage.name: stage for stage in plan.stages}
    for stage in plan.stages:
        assert stage.bound >= stage.value if stage.name == "picks" else stage.bound <= stage.value, f"the bound of {stage.name} is one"
    resources = {step.id: step for step in plan.steps if step.kind == "resource"}
    assert stages["hours"].value == plan.shortest_minutes, "H"
    assert stages["short"].value == plan.minutes <= plan.shortest_minutes * (100 + SLACK_PERCENT) // 100, "within the slack"
    assert stages["picks"].value == plan.picks, "picks"
    offered: dict[str, int] = {}
    for step in plan.steps:
        if step.kind == "resource":
            offered[guide.resources[step.id].provider] = offered.get(guide.resources[step.id].provider, 0) + step.minutes
    assert stages["providers"].value == any(3 * minutes > plan.minutes for minutes in offered.values()), "a provider with more than a third"
    assert stages["resources"].value == len(resources), "distinct resources"
    assert stages["paid"].value == sum(step.cost == "paid" for step in resources.values()), "paid resources"
    served = set()
    for step in plan.steps:
        if step.kind == "resource":
            item = _item(guide, step)
            serves = {skill for skill in item.picks if any(pair[0] == skill and pair[1] <= item.teaches[skill] for pair in plan.gap)}
            assert step.serves == tuple(sorted(serves)), f"{step.key} serves {serves}"
            served |= serves
    assert plan.picks == len(served), "gap skills served by picks"
