"""From legs to steps with their reasons: what each closes, what rests on it, what could stand in its place; and what is
left out, and why. Reasons are fields here; `explain` puts them into words."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..model import Resource
from . import prerequisites
from .plan import Alternative, Milestone, Omission, OmissionReason, Step
from .prerequisites import Item
from .problem import Task
from .sequence import Leg
from .states import Move, ones


@dataclass(frozen=True)
class Route:
    """The steps of a plan, its milestones, and what is known at the end."""

    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    end: int


def make_route(task: Task, legs: Sequence[Leg]) -> Route:
    """Steps and milestones of legs, in their order."""
    builder = _Builder(task, legs)
    for number, leg in enumerate(legs):
        for index in leg.items:
            builder.take(index, number)
        if leg.project is not None:
            builder.build(leg.project, number)
    steps = tuple(
        replace(step, needed_by=tuple(builder.steps[user].key for user in sorted(builder.users[place])))
        for place, step in enumerate(builder.steps))
    milestones = []
    for number, leg in enumerate(legs):
        places = tuple(place for place, step in enumerate(steps) if step.milestone == number)
        milestones.append(Milestone(leg.project, places, sum(steps[place].minutes for place in places)))
    return Route(steps, tuple(milestones), builder.state)


class _Builder:
    def __init__(self, task: Task, legs: Sequence[Leg]) -> None:
        self._task = task
        self.state = task.start
        self.steps: list[Step] = []
        self.users: list[set[int]] = []
        self._teacher: dict[int, int] = {}
        taken = {index for leg in legs for index in leg.items}
        # The items outside the plan, by each gap pair that they teach; shortest first, then by key.
        self._others: dict[int, list[int]] = {}
        for index in sorted(range(len(task.items)), key=lambda index: (task.items[index].minutes, index)):
            if index not in taken:
                for pair in ones(task.moves[index].teaches & task.target):
                    self._others.setdefault(pair, []).append(index)

    def take(self, index: int, milestone: int) -> None:
        """The step of an item."""
        task, item, move = self._task, self._task.items[index], self._task.moves[index]
        after = move.after(self.state)
        learned = after & ~self.state
        self._use(move.asks | self._relied_on(move, learned))
        closes = learned & task.target
        self._append(Step(
            "resource", item.resource, item.part, item.minutes, item.cost, milestone, task.states.pairs(closes),
            pinned=task.pins.get(item.key, ""),
            serves=tuple(sorted(item.picks & {skill for skill, _ in task.states.pairs(move.teaches & task.target)})),
            alternatives=self._alternatives(closes)))
        for pair in ones(learned):
            self._teacher[pair] = len(self.steps) - 1
        self.state = after

    def build(self, project_id: str, milestone: int) -> None:
        """The step of a project."""
        project = self._task.guide.projects[project_id]
        self._use(self._task.states.mask(project.requires.items()))
        self._append(Step("project", project.id, None, project.minutes, "free", milestone))

    def _append(self, step: Step) -> None:
        self.steps.append(step)
        self.users.append(set())

    def _use(self, pairs: int) -> None:
        """Notes that the step about to come rests on these pairs, each on the step that taught it first."""
        for pair in ones(pairs & ~self._task.start):
            self.users[self._teacher[pair]].add(len(self.steps))

    def _relied_on(self, move: Move, learned: int) -> int:
        """The prerequisites of what it newly teaches, without those that it newly teaches too."""
        pairs = 0
        for needed, gained in move.gains:
            if gained & learned:
                pairs |= needed & ~learned
        return pairs

    def _alternatives(self, closes: int) -> tuple[Alternative, ...]:
        """Items outside the plan that may start now and would close all of these pairs; the shortest first, then by key."""
        if not closes:
            return ()
        fewest = min((self._others.get(pair, []) for pair in ones(closes)), key=len)
        able = []
        for index in fewest:
            item, move = self._task.items[index], self._task.moves[index]
            if not closes & ~move.teaches and not move.needs & ~self.state and not closes & ~move.after(self.state):
                able.append(Alternative(item.resource, item.part, item.minutes, item.cost))
        return tuple(able)


_REASONS: tuple[OmissionReason, ...] = ("omitted", "pinned-over", "known", "covered", "paid")


def omissions(task: Task, steps: Sequence[Step]) -> tuple[Omission, ...]:
    """Why each live resource that teaches something wanted is no step: by reason, then by id.

    Wanted is what the role asks for with all that this rests on, known or not. Of a resource that is partly in the plan,
    each part that is not is listed as `resource#part`.
    """
    requires = prerequisites.requirements(task.guide.skills)
    wanted = task.states.mask(prerequisites.gap(prerequisites.wanted(task.guide.roles[task.request.goal], task.request.full), {}, requires))
    taught_by = {pair: step.key for step in steps for pair in step.closes}
    in_plan = {step.id for step in steps if step.kind == "resource"}
    keys = {step.key for step in steps}
    found = []
    for resource in task.guide.resources.values():
        if resource.retired is None:
            for item in prerequisites.items_of(resource) if resource.id in in_plan else [_whole(resource)]:
                if f"resource:{item.key}" not in keys:
                    omission = _omission(task, item, wanted, taught_by)
                    if omission:
                        found.append(omission)
    return tuple(sorted(found, key=lambda omission: (_REASONS.index(omission.reason), omission.id)))


def _whole(resource: Resource) -> Item:
    return Item(resource.id, None, resource.minutes, resource.cost, resource.teaches, resource.requires, frozenset())


def _omission(task: Task, item: Item, wanted: int, taught_by: Mapping[tuple[str, int], str]) -> Omission | None:
    teaches = task.states.state(item.teaches) & wanted
    if item.resource in task.omits:
        return Omission(item.key, "omitted", (task.omits[item.resource],))
    if item.resource in task.passed_over:
        return Omission(item.key, "pinned-over", (task.passed_over[item.resource],))
    if not teaches:
        return None
    missing = task.states.pairs(teaches & task.target)
    if not missing:
        return Omission(item.key, "known", tuple(sorted({skill for skill, _ in task.states.pairs(teaches)})))
    if task.request.free and item.cost != "free":
        return Omission(item.key, "paid")
    return Omission(item.key, "covered", tuple(dict.fromkeys(taught_by[pair] for pair in missing)))
