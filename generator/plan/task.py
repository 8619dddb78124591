"""From a request to what the solver is asked: what is known, what is missing, which items may close it.

Nothing is chosen here. Everything that decides a plan is in the task, so two equal tasks have equal plans.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import graph
from ..graph import Item, Pair
from ..model import Guide, PersonaPath
from .result import Plan, Request, Unreachable
from .states import Move, States, closure


@dataclass(frozen=True)
class Task:
    """What has to be planned.

    `items` are all that a plan may contain, by key, and `moves` the same as bits. `start` is what is known, `target` the
    gap. `pins` go from item key to the editor's reason, `passed_over` and `omits` from resource id to the editor's reason.
    `done` are the keys of the steps of an earlier plan that this one goes on from.
    """

    guide: Guide
    request: Request
    states: States
    known: Mapping[str, int]
    gap: frozenset[Pair]
    start: int
    target: int
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

    Raises Unreachable with the pairs of the gap that nothing teaches, or that a pinned item asks for and nothing teaches.
    """
    requires = graph.requirements(guide.skills)
    states = States(requires)
    known = dict(earlier.learned) if earlier else start_levels(guide, request)
    gap = graph.gap(graph.wanted(guide.roles[request.goal], request.full), known, requires)
    done = frozenset(step.key for step in earlier.steps) if earlier else frozenset()
    start, target = states.state(known), states.mask(gap)
    omits = {omission.resource: omission.why for omission in path.omit} if path else {}
    pool = [item for item in graph.items(guide, request.free) if item.resource not in omits]
    pins, passed_over = _pins(guide, path, request.free)
    pins = {key: why for key, why in pins.items() if f"resource:{key}" not in done}
    fresh = [item for item in pool if f"resource:{item.key}" not in done]
    for offered in (fresh, pool):
        items, moves = _relevant(offered, states, start, target, pins)
        asked = _asked(items, moves, target, pins)
        missing = asked & ~closure(moves, start) & ~start
        if not missing:
            break
    else:
        raise Unreachable(states.pairs(missing))
    return Task(guide, request, states, known, gap, start, target, items, moves, pins, passed_over, omits,
                path.first_project if path else None, done)


def start_levels(guide: Guide, request: Request) -> dict[str, int]:
    """What the persona of a request knows before any plan, with the levels that the request adds."""
    has = graph.learn(guide.personas[request.persona].has, request.know)
    return graph.knowledge(has, graph.requirements(guide.skills))


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
        for item in graph.items_of(resource):
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


def _asked(items: Iterable[Item], moves: Iterable[Move], target: int, pins: Mapping[str, str]) -> int:
    """The gap and what the pinned items ask for."""
    for item, move in zip(items, moves, strict=True):
        if item.key in pins:
            target |= move.rests
    return target
