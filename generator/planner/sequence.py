"""Which projects a plan has, and in which order all of its steps come.

A project needs steps but teaches none; so projects never decide which items are chosen. Which are built is a rule (`_projects`), the
order an optimum (`order.py`): first that something can be shown as often as the editor asks (`rows.py`), then that a project is done before
the next is begun, then that what much rests on comes early.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from . import prerequisites
from .order import Found, Job, OrderSearch, cost_of
from .plan import Stage
from .planning_problem import PlanningProblem, find_order, required_by
from .prerequisites import ItemEffect, ProjectStep, bit_positions, joined, project_steps

Projects = Mapping[str, tuple[ProjectStep, ...]]
Entry = int | str
# To the hiring bar a plan has at least so many projects, if it leads to as many.
LEAST_PROJECTS = 2


def arrange(problem: PlanningProblem, chosen: Sequence[int]) -> tuple[tuple[Entry, ...], tuple[Stage, ...]]:
    """Chosen items by index and the steps of projects by key, in order, and the proof of the order.

    The first project of the path leads, or, when the plan does not lead to it, the role's shortest; then come those that the path has in any
    case. The full plan takes every one; the hiring bar at least two, and further ones as long as a row is broken and the next breaks them
    less: next always the one that proves the most pairs of the bar that are not proven yet, of equals the shortest, then by id.
    """
    reference, end = reference_order(problem, chosen)
    ranked = _ranked(problem, end)
    # Those that lead or are built in any case come first.
    asked_for = sum(number == 0 or steps[0].project in problem.projects for number, steps in enumerate(ranked))
    least = len(ranked) if problem.request.full else min(max(LEAST_PROJECTS, asked_for), len(ranked))
    ordering = Ordering(problem, reference, ranked[:least])
    for count in range(least + 1, len(ranked) + 1):
        further = Ordering(problem, reference, ranked[:count]) if ordering.violation.value else ordering
        if further.violation.value >= ordering.violation.value:
            break
        ordering = further
    best = ordering.best()
    rows = ordering.violation
    return tuple(ordering.entries[place] for place in best.order), (
        Stage("rows", rows.value, rows.bound), Stage("order", best.value, best.bound))


def wanted_projects(problem: PlanningProblem, sequence: Sequence[Entry]) -> list[str] | None:
    """Of the steps of projects in a sequence those that a plan may have: the first project that the path names leads wherever the plan leads
    to it; each can be built where it stands, all parts of a project in their order; and there are as many projects as the plan leads to,
    at the hiring bar two or more, and all that the path has in any case. None where that is not so."""
    state, able = problem.start, list[str]()
    projects = projects_of(problem)
    pending = {name: list(steps) for name, steps in projects.items()}
    for entry in sequence:
        if isinstance(entry, int):
            state = problem.effects[entry].after(state)
        elif (left := pending.get(entry.partition("#")[0])) and left[0].key == entry and not _required(problem, left[:1]) & ~state:
            able.append(left.pop(0).key)
    reachable = [name for name, steps in projects.items() if not _required(problem, steps) & ~state]
    built = list(dict.fromkeys(key.partition("#")[0] for key in able))
    named = problem.first_project in reachable
    leads = not reachable or (built[:1] == [problem.first_project] if named else bool(built))
    whole = not any(pending[name] for name in built)
    whole = whole and set(problem.projects) & set(reachable) <= set(built)
    return able if leads and whole and len(built) >= min(len(reachable), len(reachable) if problem.request.full else LEAST_PROJECTS) else None


def worth(problem: PlanningProblem, sequence: Sequence[Entry]) -> int:
    """What the order of a sequence costs, as the stage `order` counts it."""
    projects = projects_of(problem)
    built = dict.fromkeys(entry.partition("#")[0] for entry in sequence if isinstance(entry, str))
    reference = reference_order(problem, [entry for entry in sequence if isinstance(entry, int)])[0]
    ordering = Ordering(problem, reference, [projects[name] for name in built])
    jobs = dict(zip(ordering.entries, ordering.jobs, strict=True))
    return cost_of(jobs[entry] for entry in sequence)


def projects_of(problem: PlanningProblem) -> Projects:
    """The steps of the live projects of the role, by their ids, without those of an earlier plan."""
    done = {key.partition("#")[0] for key in problem.done}
    return {project.id: project_steps(project) for project in problem.guide.projects.values()
            if problem.request.goal in project.roles and project.retired is None and f"project:{project.id}" not in done}


def _ranked(problem: PlanningProblem, end: int) -> list[tuple[ProjectStep, ...]]:
    """The projects that can be built at the end of a plan: the one that leads, then as they are added."""
    projects = projects_of(problem)
    left = {name: steps for name, steps in projects.items() if not _required(problem, steps) & ~end}
    bar = problem.states.state(prerequisites.wanted(problem.guide.roles[problem.request.goal], full=False))
    ranked: list[tuple[ProjectStep, ...]] = []
    while left:
        length = {name: sum(step.minutes for step in steps) for name, steps in left.items()}
        new = {name: (_proven(problem, steps) & bar).bit_count() for name, steps in left.items()}
        name = min(left, key=lambda name: (name not in problem.projects, -new[name], length[name], name) if ranked
                   else (name != problem.first_project, length[name], name))
        bar &= ~_proven(problem, left[name])
        ranked.append(left.pop(name))
    return ranked


def reference_order(problem: PlanningProblem, chosen: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """An order of the chosen items that leads to the goal and, as far as they do, to the role's projects, and the state at its end: short
    ones first."""
    shortest_first = sorted(chosen, key=lambda index: (problem.items[index].minutes, index))
    keep = _required(problem, [step for steps in projects_of(problem).values() for step in steps])
    found = find_order(problem.effects, shortest_first, problem.start, problem.goal, keep)
    assert found, "a chosen set has an order"
    return found


def _required(problem: PlanningProblem, steps: Iterable[ProjectStep]) -> int:
    """All that these steps of projects require and rest on."""
    return problem.states.closed(problem.states.bits(pair for step in steps for pair in step.requires.items()))


def _proven(problem: PlanningProblem, steps: Iterable[ProjectStep]) -> int:
    """The pairs that these steps of projects prove."""
    return joined(problem.states.state(step.proves) for step in steps)


class Ordering:
    """Items in an order that leads to the goal, and some projects that can be built at its end, as jobs to be put in order. `entries` are both,
    by key, `jobs` the same as the search takes them, `needed` what must be known at the end."""

    def __init__(self, problem: PlanningProblem, reference: Sequence[int], projects: Sequence[Sequence[ProjectStep]]) -> None:
        self._problem, self._projects = problem, projects
        self._pieces = {step.key: step for steps in projects for step in steps}
        self._reference: list[Entry] = [*reference, *self._pieces]
        self.entries: list[Entry] = sorted(self._reference, key=self._key)
        self.needed = problem.goal | required_by(problem.effects, reference) | _required(problem, self._pieces.values())
        self.jobs = self._jobs(courses=True)

    @property
    def violation(self) -> Found:
        """An order that breaks the rows least."""
        return self._searched[1]

    def best(self) -> Found:
        """The best order of those that break the rows least."""
        search, least = self._searched
        return search.best(least)

    @cached_property
    def _searched(self) -> tuple[OrderSearch, Found]:
        """The search for an order and what it found first: only who looks for an order waits for it. One project after the other, unless
        the rows are kept better otherwise."""
        jobs, search = self.jobs, self._searching(self.jobs, one_by_one=True)
        found = search.least_violation()
        if found is None:  # no order has the parts of every course in their own order
            jobs = self._jobs(courses=False)
            search = self._searching(jobs, one_by_one=True)
            place = {entry: number for number, entry in enumerate(self.entries)}
            found = search.least_violation([place[entry] for entry in self._reference])
        assert found, "the reference order is one"
        mixed = self._searching(jobs)
        if found.value and (other := mixed.least_violation()) and other.value < found.value:
            return mixed, other
        return search, found

    def _searching(self, jobs: Sequence[Job], one_by_one: bool = False) -> OrderSearch:
        return OrderSearch(jobs, self._problem.start, self.needed, self._problem.limits, one_by_one)

    def _key(self, entry: Entry) -> str:
        return f"resource:{self._problem.items[entry].key}" if isinstance(entry, int) else f"project:{entry}"

    def _effect(self, entry: Entry) -> ItemEffect:
        if isinstance(entry, int):
            return self._problem.effects[entry]
        requires = self._problem.states.bits(self._pieces[entry].requires.items())
        return ItemEffect(requires, self._problem.states.closed(requires), (), 0)

    def _jobs(self, courses: bool) -> list[Job]:
        """A job for each entry; with `courses`, the parts of a resource come in their own order."""
        weights, place = self._weights(), {entry: place for place, entry in enumerate(self.entries)}
        jobs = []
        for entry in self.entries:
            follows = sum(1 << place[other] for other in self._before(entry, courses))
            step = self._problem.items[entry] if isinstance(entry, int) else self._pieces[entry]
            jobs.append(Job(self._key(entry), step.minutes, weights[entry], self._effect(entry), follows, bool(step.ships),
                            "" if isinstance(entry, int) else self._pieces[entry].project))
        return jobs

    def _before(self, entry: Entry, courses: bool) -> list[Entry]:
        """What comes before an entry in any case: the earlier parts of the same project, or of the same resource, and before every other
        project the first step of the one that leads."""
        if isinstance(entry, str):
            name = self._pieces[entry].project
            steps = [step.key for steps in self._projects for step in steps if step.project == name]
            lead = self._projects[0][0]
            return [*steps[:steps.index(entry)], *([lead.key] if lead.project != name else [])]
        item, items = self._problem.items[entry], self._problem.items
        if not courses or item.part is None:
            return []
        parts = [part.id for part in self._problem.guide.resources[item.resource].parts]
        earlier = parts[:parts.index(item.part)]
        return [other for other in self.entries if isinstance(other, int) and items[other].resource == item.resource and items[other].part in earlier]

    def _weights(self) -> dict[Entry, int]:
        """One, and one for each entry that rests on this one, near or far, in the reference order: each pair that anything requires is entrusted
        to the first item that is credited with it, and what uses it rests on that item; a part of a project rests on the parts before it."""
        problem, state = self._problem, self._problem.start
        teacher: dict[int, Entry] = {}
        below: dict[Entry, set[Entry]] = {}  # what each entry rests on, near and far
        for entry in self._reference:
            effect = self._effect(entry)
            entrusted = effect.after(state) & ~state & self.needed
            near = {teacher[pair] for pair in bit_positions(effect.uses(entrusted) & ~problem.start)}
            if isinstance(entry, str):
                near |= {other for other in self._before(entry, courses=False) if str(other).partition("#")[0] == self._pieces[entry].project}
            below[entry] = near.union(*(below[other] for other in near))
            teacher |= dict.fromkeys(bit_positions(entrusted), entry)
            state = effect.after(state)
        return {entry: 1 + sum(entry in others for others in below.values()) for entry in self._reference}
