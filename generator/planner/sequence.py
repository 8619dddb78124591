"""In which order the chosen items come, and which projects between them.

A project needs steps but teaches none; so projects never decide which items are chosen, only the order they come in.

The second project is the one that proves most. The design took the project with the fewest further hours; that put oddities on
short paths. To the hiring bar a plan has the persona's first project and the one that proves the most levels of this bar; ties
go to the fewest further hours, then the id. In full, where every project comes, the order is the design's.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from . import prerequisites
from .planning_problem import Order, PlanningProblem, find_order, required_by
from .prerequisites import ProjectStep, bit_positions, project_steps


def arrange(problem: PlanningProblem, chosen: Sequence[int]) -> tuple[int | str, ...]:
    """Chosen items by index and the steps of projects by key, in order; each of a project's ends a milestone.

    The first project of the path leads, or, when the plan does not lead to it, the role's shortest. The hiring bar takes one more, which
    proves the most pairs of it; the full plan every one, next always that with the fewest minutes of further steps (by which the hiring
    bar decides between equals). Then by id. Before each come just the steps that it rests on, short ones first as far as prerequisites
    allow; the others come last, the areas in the order of the guide as far as prerequisites allow.
    """
    full = problem.request.full
    bar = 0 if full else problem.states.state(prerequisites.wanted(problem.guide.roles[problem.request.goal], full=False))
    projects = projects_of(problem)
    shortest_first = sorted(chosen, key=lambda index: (problem.items[index].minutes, index))
    order, end = _ordered(problem, shortest_first, problem.start, keep=_required(problem, projects))
    projects = {name: steps for name, steps in projects.items() if not _required(problem, {name: steps}) & ~end}
    sequence: list[int | str] = []
    state = problem.start
    for number in range(len(projects) if full else min(2, len(projects))):
        if number == 0:
            project = _first(problem, projects)
            order = _with_short_way(problem, order, projects[project][0], problem.gap | _required(problem, projects))
        dependencies = _Dependencies(problem, order, state, projects)
        if number > 0:
            project = min(projects, key=lambda name: (
                -(_proven(problem, projects[name]) & bar).bit_count(),
                sum(problem.items[index].minutes for index in dependencies.of(projects[name])), name))
        built = projects.pop(project)
        for place, piece in enumerate(built):
            steps = [index for index in dependencies.of(built[:place + 1]) if index in order]
            sequence += [*steps, piece.key]
            order = tuple(index for index in order if index not in steps)
            for index in steps:
                state = problem.effects[index].after(state)
    return (*sequence, *_ordered(problem, sorted(order, key=lambda index: (_area(problem, index), index)), state)[0])


def wanted_projects(problem: PlanningProblem, sequence: Sequence[int | str]) -> list[str] | None:
    """Of the steps of projects in a sequence those that a plan has: the first project that the path names leads wherever the plan leads to
    it; each can be built where it stands, all parts of a project in their order; and there are as many projects as the plan leads to,
    two at the hiring bar. None where that is not so."""
    state, able = problem.start, list[str]()
    projects = projects_of(problem)
    pending = {name: list(steps) for name, steps in projects.items()}
    for entry in sequence:
        if isinstance(entry, int):
            state = problem.effects[entry].after(state)
        elif (left := pending.get(entry.partition("#")[0])) and left[0].key == entry and not _required(problem, {"": left[:1]}) & ~state:
            able.append(left.pop(0).key)
    reachable = [name for name, steps in projects.items() if not _required(problem, {name: steps}) & ~state]
    built = list(dict.fromkeys(key.partition("#")[0] for key in able))
    named = problem.first_project in reachable
    leads = not reachable or (built[:1] == [problem.first_project] if named else bool(built))
    whole = not any(pending[name] for name in built)
    return able if leads and whole and len(built) == (len(reachable) if problem.request.full else min(2, len(reachable))) else None


def projects_of(problem: PlanningProblem) -> dict[str, tuple[ProjectStep, ...]]:
    """The steps of the live projects of the role, by their ids, without those of an earlier plan."""
    done = {key.partition("#")[0] for key in problem.done}
    return {project.id: project_steps(project) for project in problem.guide.projects.values()
            if problem.request.goal in project.roles and project.retired is None and f"project:{project.id}" not in done}


def _first(problem: PlanningProblem, projects: Mapping[str, Sequence[ProjectStep]]) -> str:
    """The project that leads; without the one that the path names, the shortest."""
    return min(projects, key=lambda name: (name != problem.first_project, sum(step.minutes for step in projects[name]), name))


def _ordered(problem: PlanningProblem, items: Sequence[int], state: int, keep: int = 0) -> Order:
    found = find_order(problem.effects, items, state, problem.gap, keep)
    assert found, "a chosen set has an order, and what is left of one too"
    return found


def _required(problem: PlanningProblem, projects: Mapping[str, Sequence[ProjectStep]]) -> int:
    """All that these projects require and rest on."""
    return problem.states.closed(problem.states.bits(pair for steps in projects.values() for step in steps for pair in step.requires.items()))


def _proven(problem: PlanningProblem, steps: Iterable[ProjectStep]) -> int:
    """The pairs that the steps of a project prove."""
    proven = 0
    for step in steps:
        proven |= problem.states.state(step.proves)
    return proven


def _with_short_way(problem: PlanningProblem, order: tuple[int, ...], project: ProjectStep, everything: int) -> tuple[int, ...]:
    """An order that begins with the way to this step of a project: the steps that it rests on, without those, the longest first, that can
    be left for later while all the others still lead to it and then to everything."""
    steps = _Dependencies(problem, order, problem.start, {project.project: [project]}).of([project])
    for index in sorted(steps, key=lambda index: (-problem.items[index].minutes, index)):
        fewer = tuple(other for other in steps if other != index)
        others = [other for other in order if other not in fewer]
        way = find_order(problem.effects, fewer, problem.start, _required(problem, {project.project: [project]}), keep=everything)
        rest = way and find_order(problem.effects, others, way[1], everything)
        if way and rest:
            steps, order = way[0], way[0] + rest[0]
    return order


def _area(problem: PlanningProblem, index: int) -> int:
    """The place in the guide of the area that most of an item's gap pairs belong to (of all its pairs, when none is in the gap); ties
    go to the earlier area."""
    places = {group.id: place for place, group in enumerate(problem.guide.settings.areas)}
    taught = problem.effects[index].teaches
    tally = Counter(places[problem.guide.skills[skill].area] for skill, _ in problem.states.pairs(taught & problem.gap or taught))
    return min(tally, key=lambda place: (-tally[place], place))


class _Dependencies:
    """What rests on what among steps in an order that works.

    Each pair that anything requires is entrusted to the first step that is credited with it; a step rests on those entrusted with what it
    uses. Steps may then come in any order in which each follows all that it rests on, for what it needs has come before. So the steps
    that a project rests on, near and far, can go first and spoil nothing.
    """

    def __init__(self, problem: PlanningProblem, order: Sequence[int], state: int,
                 projects: Mapping[str, Sequence[ProjectStep]]) -> None:
        self._problem, self._order, self._start = problem, order, state
        goal = problem.gap | required_by(problem.effects, order) | _required(problem, projects)
        self._teacher: dict[int, int] = {}
        self._near: dict[int, set[int]] = {}
        for index in order:
            effect = problem.effects[index]
            entrusted = effect.after(state) & ~state & goal
            self._near[index] = self._teachers(effect.uses(entrusted))
            self._teacher |= dict.fromkeys(bit_positions(entrusted), index)
            state = effect.after(state)

    def _teachers(self, pairs: int) -> set[int]:
        return {self._teacher[pair] for pair in bit_positions(pairs & ~self._start)}

    def of(self, project: Sequence[ProjectStep]) -> tuple[int, ...]:
        """The items on which these steps of a project rest, near and far, in their order."""
        steps: set[int] = set()
        pending = self._teachers(self._problem.states.bits(pair for step in project for pair in step.requires.items()))
        while pending:
            steps |= pending
            pending = set[int]().union(*(self._near[index] for index in pending)) - steps
        return tuple(index for index in self._order if index in steps)
