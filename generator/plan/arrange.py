"""Milestones: which projects a plan has, what comes before each, and what is left for the end.

A project needs steps but teaches none; so projects never decide which items are chosen, only the order they come in.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Project
from .order import one_pass
from .task import Task
from .ways import Way, Ways


@dataclass(frozen=True)
class Leg:
    """The items (indexes, in order) up to a project; of the last leg, which has none, all that is left."""

    items: tuple[int, ...]
    project: str | None


def arrange(task: Task, chosen: Sequence[int]) -> tuple[Leg, ...]:
    """The legs of a plan made of these items.

    Which projects: the first project of the path leads, or, when there is no path or the plan does not lead to it, the
    role's shortest project that the plan leads to. The hiring bar takes one more, the full plan every one that the plan
    leads to; next comes always the one with the fewest minutes of further steps, ties by id. Before each come just the
    steps that it rests on (see `ways`), and the others last, the areas in the order of the guide as far as prerequisites allow.
    """
    todo = tuple(sorted(chosen, key=lambda index: (_area(task, index), index)))
    completion, end = _completion(task, todo)
    waiting = _projects(task, end)
    if not waiting:
        return _legs(task, [], completion)
    first = next((project for project in waiting if project.id == task.first_project),
                 min(waiting, key=lambda project: (project.minutes, project.id)))
    everything = task.target
    for project in waiting if task.request.full else [first]:
        everything |= task.states.state(project.requires)
    ways = Ways(task.moves, [item.minutes for item in task.items], everything)
    legs: list[Leg] = []
    state = task.start
    candidates = [first]
    while candidates:
        found = _next(task, ways, candidates, completion, todo, state)
        if found is None:
            break
        project, way = found
        legs.append(Leg(way.order, project.id))
        completion, state = way.rest, way.end
        todo = tuple(index for index in todo if index in completion)
        waiting.remove(project)
        candidates = waiting if task.request.full or len(legs) < 2 else []
    return _legs(task, legs, _finish(task, todo, state, completion))


def _completion(task: Task, todo: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    found = one_pass(task.moves, todo, task.start, task.target, frozenset(todo))
    assert found, "a chosen set has an order"
    return found


def _projects(task: Task, end: int) -> list[Project]:
    """The live projects of the role whose requirements are known at the end, by id, without those of an earlier plan."""
    return [
        project for project in task.guide.projects.values()
        if task.request.goal in project.roles and project.retired is None
        and not task.states.state(project.requires) & ~end and f"project:{project.id}" not in task.done
    ]


def _next(
    task: Task, ways: Ways, candidates: Sequence[Project], completion: tuple[int, ...], todo: tuple[int, ...], state: int
) -> tuple[Project, Way] | None:
    """The project with the fewest minutes of steps before it, among those that the completion leads to; None when there is none."""
    found = []
    for project in candidates:
        goal = task.states.state(project.requires)
        if not goal & ~_end(task, completion, state):
            found.append((project, ways.find(completion, todo, state, goal)))
    return min(found, key=lambda pair: (pair[1].minutes, pair[0].id), default=None)


def _end(task: Task, order: Sequence[int], state: int) -> int:
    for index in order:
        state = task.moves[index].after(state)
    return state


def _finish(task: Task, todo: tuple[int, ...], state: int, completion: tuple[int, ...]) -> tuple[int, ...]:
    """The steps that no project asked for, the areas in order as far as prerequisites allow."""
    found = one_pass(task.moves, todo, state, task.target, frozenset(todo))
    return found[0] if found else completion


def _legs(task: Task, legs: list[Leg], rest: tuple[int, ...]) -> tuple[Leg, ...]:
    return (*legs, Leg(rest, None)) if rest else tuple(legs)


def _area(task: Task, index: int) -> int:
    """The place in the guide of the area that most of an item's gap pairs belong to (of all its pairs, when none is in the
    gap); ties go to the earlier area."""
    places = {group.id: place for place, group in enumerate(task.guide.settings.areas)}
    taught = task.moves[index].teaches
    pairs = task.states.pairs(taught & task.target or taught)
    tally = Counter(places[task.guide.skills[skill].area] for skill, _ in pairs)
    return min(tally, key=lambda place: (-tally[place], place))
