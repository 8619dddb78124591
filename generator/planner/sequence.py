"""Milestones: which projects a plan has, what comes before each, and what is left for the end.

A project needs steps but teaches none; so projects never decide which items are chosen, only the order they come in.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Project
from . import prerequisites
from .order import asked, one_pass
from .problem import Task
from .states import ones


@dataclass(frozen=True)
class Leg:
    """The items (indexes, in order) up to a project; of the last leg, which has none, all that is left."""

    items: tuple[int, ...]
    project: str | None


def arrange(task: Task, chosen: Sequence[int]) -> tuple[Leg, ...]:
    """The legs of a plan made of these items.

    Which projects: the first project of the path leads, or, when there is no path or the plan does not lead to it, the
    role's shortest project that the plan leads to. The hiring bar takes one more, the one that proves the most pairs of it;
    the full plan takes every one that the plan leads to, next always the one with the fewest minutes of further steps, by
    which the hiring bar decides between equals, too. Then by id. Before each come just the steps that it rests on (see
    `_Rests`), short ones first as far as prerequisites allow; the others come last, the areas in the order of the guide as
    far as prerequisites allow.
    """
    base, end = _base(task, chosen)
    waiting = [project for project in _projects(task) if not task.states.state(project.requires) & ~end]
    if waiting:
        base = _thinned(task, base, _first(task, waiting), task.target | _wished(task, waiting))
    legs: list[Leg] = []
    state = task.start
    while waiting and (task.request.full or len(legs) < 2):
        rests = _Rests(task, base, state, waiting)
        project = _next(task, waiting, rests) if legs else _first(task, waiting)
        steps = rests.of(project)
        legs.append(Leg(steps, project.id))
        waiting.remove(project)
        base = tuple(index for index in base if index not in steps)
        for index in steps:
            state = task.moves[index].after(state)
    return (*legs, Leg(_by_area(task, base, state), None)) if base else tuple(legs)


def wanted_projects(task: Task, legs: Sequence[Leg]) -> list[str | None]:
    """Of the projects of these legs, in their order, those that a plan has: the first project that the path names leads wherever the plan
    leads to it; each can be built where it stands; and there are as many as the plan leads to, two at the hiring bar."""
    state = task.start
    able: list[str | None] = []
    projects = {project.id: project for project in _projects(task)}
    for leg in legs:
        for index in leg.items:
            state = task.moves[index].after(state)
        if leg.project in projects and not task.states.state(projects[leg.project].requires) & ~state:
            able.append(leg.project)
    reachable = [project for project in projects.values() if not task.states.state(project.requires) & ~state]
    count = len(reachable) if task.request.full else min(2, len(reachable))
    leads = not reachable or (able[:1] == [_first(task, reachable).id] if task.first_project in {each.id for each in reachable} else bool(able))
    return able if leads and len(able) == count else [None]


def _projects(task: Task) -> list[Project]:
    """The live projects of the role, by id, without those of an earlier plan."""
    return [
        project for project in task.guide.projects.values()
        if task.request.goal in project.roles and project.retired is None and f"project:{project.id}" not in task.done
    ]


def _wished(task: Task, projects: Iterable[Project]) -> int:
    """All that these projects require and rest on."""
    pairs = 0
    for project in projects:
        pairs |= task.states.resting_on(task.states.state(project.requires))
    return pairs


def _base(task: Task, chosen: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """An order of all steps that works, short ones first, and its end."""
    shortest_first = sorted(chosen, key=lambda index: (task.items[index].minutes, index))
    found = one_pass(task.moves, shortest_first, task.start, task.target, keep=_wished(task, _projects(task)))
    assert found, "a chosen set has an order"
    return found


def _first(task: Task, waiting: Sequence[Project]) -> Project:
    named = [project for project in waiting if project.id == task.first_project]
    return named[0] if named else min(waiting, key=lambda project: (project.minutes, project.id))


def _next(task: Task, waiting: Sequence[Project], rests: _Rests) -> Project:
    if task.request.full:
        return min(waiting, key=lambda project: (rests.minutes(project), project.id))
    bar = task.states.state(prerequisites.wanted(task.guide.roles[task.request.goal], full=False))
    return min(waiting, key=lambda project: (
        -(task.states.state(project.proves) & bar).bit_count(), rests.minutes(project), project.id))


def _thinned(task: Task, base: tuple[int, ...], project: Project, everything: int) -> tuple[int, ...]:
    """A base that begins with the way to this project: the steps that it rests on, without those, the longest first, that
    can be left for later while all the others still lead to the project and then to everything."""
    goal = _wished(task, [project])
    steps = _Rests(task, base, task.start, [project]).of(project)
    for index in sorted(steps, key=lambda index: (-task.items[index].minutes, index)):
        fewer = tuple(other for other in steps if other != index)
        others = [other for other in base if other not in fewer]
        way = one_pass(task.moves, fewer, task.start, goal, keep=everything)
        rest = way and one_pass(task.moves, others, way[1], everything)
        if way and rest:
            steps, base = way[0], way[0] + rest[0]
    return base


def _by_area(task: Task, steps: Sequence[int], state: int) -> tuple[int, ...]:
    """Steps that no project asked for, the areas in order as far as prerequisites allow."""
    preferred = sorted(steps, key=lambda index: (_area(task, index), index))
    found = one_pass(task.moves, preferred, state, task.target)
    assert found, "what is left has an order"
    return found[0]


def _area(task: Task, index: int) -> int:
    """The place in the guide of the area that most of an item's gap pairs belong to (of all its pairs, when none is in the
    gap); ties go to the earlier area."""
    places = {group.id: place for place, group in enumerate(task.guide.settings.areas)}
    taught = task.moves[index].teaches
    pairs = task.states.pairs(taught & task.target or taught)
    tally = Counter(places[task.guide.skills[skill].area] for skill, _ in pairs)
    return min(tally, key=lambda place: (-tally[place], place))


class _Rests:
    """What rests on what, among the steps that are left, in an order of them that works: the base.

    Each pair that anything asks for is entrusted to the first step of the base that is credited with it. A step rests on
    those entrusted with what it requires, and with the prerequisites of what it is itself entrusted with. Steps may then
    come in any order in which each follows all that it rests on: each may start and is credited with what it is entrusted
    with, for what allowed that in the base has come before. So the steps that a project rests on, near and far, can go
    first and spoil nothing. The base prefers short steps, so that the ways are short.
    """

    def __init__(self, task: Task, base: Sequence[int], state: int, projects: Sequence[Project]) -> None:
        self._task, self._base, self._state = task, base, state
        goal = task.target | asked(task.moves, base) | _wished(task, projects)
        self._teacher: dict[int, int] = {}
        entrusted: dict[int, int] = {}
        for index in base:
            after = task.moves[index].after(state)
            entrusted[index] = after & ~state & goal
            for pair in ones(entrusted[index]):
                self._teacher[pair] = index
            state = after
        self._near = {index: self._teachers(self._asks(index, entrusted[index])) for index in base}

    def _asks(self, index: int, entrusted: int) -> int:
        """The pairs that a step requires, and the prerequisites, entrusted to others, of what it is entrusted with."""
        move = self._task.moves[index]
        pairs = move.asks
        for needed, gained in move.gains:
            if gained & entrusted:
                pairs |= needed & ~entrusted
        return pairs

    def _teachers(self, pairs: int) -> frozenset[int]:
        return frozenset(self._teacher[pair] for pair in ones(pairs & ~self._state))

    def of(self, project: Project) -> tuple[int, ...]:
        """The steps on which a project rests, near and far, as they come in the base."""
        found: set[int] = set()
        pending = self._teachers(self._task.states.mask(project.requires.items()))
        while pending:
            found |= pending
            pending = frozenset().union(*(self._near[index] for index in pending)) - found
        return tuple(index for index in self._base if index in found)

    def minutes(self, project: Project) -> int:
        """How long these steps take."""
        return sum(self._task.items[index].minutes for index in self.of(project))
