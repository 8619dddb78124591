"""From a request to what the solver is asked: what is known, what is missing, which items may close it.

Nothing is chosen here. Everything that decides a plan is in the task, so two equal tasks have equal plans.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Guide, PersonaPath
from . import prerequisites
from .order import asked, may_reach, settled
from .plan import Plan, Request, Unreachable
from .prerequisites import Item, Pair
from .states import Move, States, closure, ones


@dataclass(frozen=True)
class Task:
    """What has to be planned.

    `items` are all that a plan may contain, by key, and `moves` the same as bits. `start` is what is known, `target` the
    gap, `goal` the gap with what pinned items ask for. `pins` go from item key to the editor's reason, `passed_over` and `omits`
    from resource id to the editor's reason. `done` are the keys of the steps of an earlier plan that this one goes on from.
    """

    guide: Guide
    request: Request
    states: States
    known: Mapping[str, int]
    gap: frozenset[Pair]
    start: int
    target: int
    goal: int
    items: tuple[Item, ...]
    moves: tuple[Move, ...]
    pins: Mapping[str, str]
    passed_over: Mapping[str, str]
    omits: Mapping[str, str]
    first_project: str | None
    done: frozenset[str] = frozenset()


def make_task(guide: Guide, request: Request, path: PersonaPath | None, earlier: Plan | None = None) -> Task:
    """The task of a request along an editor's path (None: no pins, no omissions, no first project).

    With an `earlier` plan, the task begins where it ends and offers nothing that it contains, unless the gap cannot be
    closed otherwise: an item is taken again only when nothing else teaches what is missing.

    Raises Unreachable with the pairs, of the gap or asked for by a pinned item, that nothing teaches or that no order credits.
    That no order does is found exactly, but for tasks so entangled that the search is broken off; those are left to the solver.
    """
    if earlier is None:
        return task_from(guide, request, path, start_levels(guide, request))
    return task_from(guide, request, path, earlier.learned, frozenset(step.key for step in earlier.steps))


def task_from(
    guide: Guide, request: Request, path: PersonaPath | None, known: Mapping[str, int], done: frozenset[str] = frozenset()
) -> Task:
    """The same from what is known, and the keys of the steps that were done before."""
    requires = prerequisites.requirements(guide.skills)
    states = States(requires)
    gap = prerequisites.gap(prerequisites.wanted(guide.roles[request.goal], request.full), known, requires)
    start, target = states.state(known), states.mask(gap)
    omits = {omission.resource: omission.why for omission in path.omit} if path else {}
    pool = [item for item in prerequisites.items(guide, request.free) if item.resource not in omits]
    pins, passed_over = _pins(guide, path, request.free)
    pins = {key: why for key, why in pins.items() if f"resource:{key}" not in done}
    fresh = [item for item in pool if f"resource:{item.key}" not in done]
    for offered in (fresh, pool):
        items, moves = _relevant(offered, states, start, target, pins)
        goal = target | asked(moves, [index for index, item in enumerate(items) if item.key in pins])
        missing = goal & ~closure(moves, start) & ~start
        if not missing and may_reach(moves, start, goal):
            break
    else:
        raise Unreachable(states.pairs(missing)) if missing else Unreachable(lost(states, moves, start, goal), in_order=True)
    return Task(guide, request, states, known, gap, start, target, goal, items, moves, pins, passed_over, omits,
                path.first_project if path else None, done)


def lost(states: States, moves: Sequence[Move], start: int, goal: int) -> tuple[Pair, ...]:
    """The pairs of a goal that no order reaches: those that cannot be had even by themselves; when each can, all that are at stake."""
    _, state, _ = settled(moves, range(len(moves)), start, goal)
    at_stake = goal & ~state
    alone = sum(1 << pair for pair in ones(at_stake) if not may_reach(moves, start, states.resting_on(1 << pair)))
    return states.pairs(alone or at_stake)


def start_levels(guide: Guide, request: Request) -> dict[str, int]:
    """What the persona of a request knows before any plan, with the levels that the request adds."""
    has = prerequisites.learn(guide.personas[request.persona].has, request.know)
    return prerequisites.knowledge(has, prerequisites.requirements(guide.skills))


def path_to(guide: Guide, persona: str, role: str) -> PersonaPath | None:
    """The editor's path from a persona to a role, if there is one."""
    return next((path for path in guide.personas[persona].paths if path.to == role), None)


def _pins(guide: Guide, path: PersonaPath | None, free: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Pinned items with the reason, and pinned resources that a plan of free things passes over. Retired ones are no pins."""
    pins: dict[str, str] = {}
    passed_over: dict[str, str] = {}
    for pin in path.pin if path else ():
        resource = guide.resources[pin.resource]
        if resource.retired is not None:
            continue
        if free and resource.cost != "free":
            passed_over[pin.resource] = pin.why
            continue
        for item in prerequisites.items_of(resource):
            if pin.part in (None, item.part):
                pins[item.key] = pin.why
    return pins, passed_over


def _relevant(
    pool: Iterable[Item], states: States, start: int, target: int, pins: Mapping[str, str]
) -> tuple[tuple[Item, ...], tuple[Move, ...]]:
    """The items that can matter: pinned ones, those that teach a pair of the gap, and those that teach what such an item
    asks for (with the prerequisites of that), and so on. No plan is worse for lack of the others, for no credit of theirs
    is ever needed and every one of them takes time."""
    waiting = [(item, states.state(item.teaches)) for item in pool]
    wanted = target
    found: list[tuple[Item, Move]] = []
    grown = True
    while grown:
        grown = False
        left = []
        for item, teaches in waiting:
            if teaches & wanted & ~start or item.key in pins:
                move = states.move(item)
                found.append((item, move))
                wanted |= move.rests
                grown = True
            else:
                left.append((item, teaches))
        waiting = left
    found.sort(key=lambda pair: pair[0].key)
    return tuple(item for item, _ in found), tuple(move for _, move in found)
