"""What has to be planned, and whether a set of items answers it. No solver; nothing is chosen here.

Credit is given at the moment of a step: what a step teaches beyond what its prerequisites allow then is lost. So the order matters, and
a set of items may have none that works although its closure, which looks back, has everything (formulation.md). A *goal* is a closed
set of pairs. Items are named by their index into `effects`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from ..model import Guide, PersonaPath
from . import prerequisites
from .plan import Request, RowName, Unreachable
from .prerequisites import Item, ItemEffect, States, bit_positions, closure, joined
from .rows import limits_of

# Items in an order that can be followed, and the state at its end.
Order = tuple[tuple[int, ...], int]
# How many cases `may_reach` looks at. The paths of the first guide need one each.
MOST_CASES = 500


@dataclass(frozen=True)
class Catalogue:
    """What a guide offers to each of its plans: direct prerequisites by skill, and the live items by key with their effects.

    `index_of` finds an item by its key, `teachers` those that teach a pair, by its position among the bits of `states`.
    """

    guide: Guide
    requires: Mapping[str, tuple[str, ...]]
    states: States
    items: tuple[Item, ...]
    effects: tuple[ItemEffect, ...]
    index_of: Mapping[str, int]
    teachers: Mapping[int, Sequence[int]]

    def helpful(self, offered: Callable[[Item], bool], state: int, goal: int) -> set[int]:
        """Of the items that are offered, those that `relevant` finds among them; it looks at no others, however many there are."""
        found: set[int] = set()
        missing = goal & ~state
        known = state | goal
        while missing:
            near = {index for pair in bit_positions(missing) for index in self.teachers.get(pair, ())}
            new = {index for index in near - found if offered(self.items[index])}
            found |= new
            missing = required_by(self.effects, new) & ~known
            known |= missing
        return found


@dataclass(frozen=True)
class PlanningProblem:
    """What has to be planned; two equal problems have equal plans.

    `items` are all that a plan may contain, by key, and `effects` the same as bits. `start` is what is known, `gap` what is missing,
    `goal` the gap with what pinned items require. `pins` go from item key to the editor's reason, `passed_over` (pinned, but not free)
    and `omits` from resource id to the editor's reason. `first_project` leads and `projects` are built in any case, wherever the plan
    leads to them. `limits` are those of the rows that are asked for. `done` are the keys of the
    steps of an earlier plan.
    """

    guide: Guide
    request: Request
    states: States
    start: int
    gap: int
    goal: int
    items: tuple[Item, ...]
    effects: tuple[ItemEffect, ...]
    pins: Mapping[str, str]
    passed_over: Mapping[str, str]
    omits: Mapping[str, str]
    first_project: str | None
    projects: tuple[str, ...]
    limits: Mapping[RowName, int]
    done: frozenset[str]


def make_catalogue(guide: Guide) -> Catalogue:
    """The catalogue of a guide; one serves all its problems."""
    requires = prerequisites.requirements(guide.skills)
    states, items = States(requires), prerequisites.items(guide)
    effects = tuple(map(states.effect, items))
    teachers: dict[int, list[int]] = {}
    for index, effect in enumerate(effects):
        for pair in bit_positions(effect.teaches):
            teachers.setdefault(pair, []).append(index)
    return Catalogue(guide, requires, states, items, effects, {item.key: index for index, item in enumerate(items)}, teachers)


def make_problem(
    catalogue: Catalogue, request: Request, path: PersonaPath | None, known: Mapping[str, int] | None = None,
    done: frozenset[str] = frozenset(),
) -> PlanningProblem:
    """The problem of a request along an editor's path (None: no pins, no omissions, no first project).

    After an earlier plan it begins with what is `known` at the end of that, and offers what is `done` only when nothing else teaches
    what is missing. Raises Unreachable with the pairs, of the gap or required by a pinned item, that nothing teaches or that no order
    credits; problems so entangled that the search for an order is broken off are left to the solver.
    """
    guide, states = catalogue.guide, catalogue.states
    known = start_levels(catalogue, request) if known is None else known
    start = states.state(known)
    gap = states.bits(prerequisites.gap(prerequisites.wanted(guide.roles[request.goal], request.full), known, catalogue.requires))
    omits = {omission.resource: omission.why for omission in path.omit} if path else {}
    pins, passed_over = _pins(guide, path, request.free)
    pins = {key: why for key, why in pins.items() if f"resource:{key}" not in done}

    def offered(item: Item) -> bool:
        return item.resource not in omits and (item.cost == "free" or not request.free)

    def offered_first(item: Item) -> bool:
        return offered(item) and f"resource:{item.key}" not in done

    for pool in (offered_first, offered) if done else (offered,):
        pinned = [index for key, index in ((key, catalogue.index_of[key]) for key in pins) if pool(catalogue.items[index])]
        goal = gap | required_by(catalogue.effects, pinned)
        # No plan is worse for lack of the others: no credit of theirs is ever needed, and every one of them takes time.
        needed = sorted({*pinned, *catalogue.helpful(pool, start, goal)})
        items, effects = tuple(catalogue.items[index] for index in needed), [catalogue.effects[index] for index in needed]
        if may_reach(effects, range(len(items)), start, goal):
            return PlanningProblem(guide, request, states, start, gap, goal, items, tuple(effects), pins, passed_over, omits,
                                   path.first_project if path else None, path.projects if path else (),
                                   limits_of(guide, request.persona, path), done)
    raise unreachable(states, effects, start, goal)


def unreachable(states: States, effects: Sequence[ItemEffect], start: int, goal: int) -> Unreachable:
    """Why there is no plan: the pairs that cannot be had even by themselves; when each can, all that are at stake."""
    alone, at_stake = lost_pairs(states, effects, range(len(effects)), start, goal)
    return Unreachable(states.pairs(alone or at_stake), in_order=not goal & ~closure(effects, start))


def lost_pairs(states: States, effects: Sequence[ItemEffect], items: Sequence[int], start: int, goal: int) -> tuple[int, int]:
    """Of a goal that no order of these items reaches: the pairs that cannot be had even by themselves, and all that are at stake, for
    they are not reached by steps that lose nothing."""
    reach = closure([effects[index] for index in items], start)
    if goal & ~reach:
        return goal & ~reach, goal & ~reach
    at_stake = goal & ~_take_safe(effects, items, start, reach, goal)[2]
    alone = (1 << pair for pair in bit_positions(at_stake) if not may_reach(effects, items, start, states.closed(1 << pair)))
    return sum(alone), at_stake


def start_levels(catalogue: Catalogue, request: Request) -> dict[str, int]:
    """What the persona of a request knows before any plan, with the levels that the request adds."""
    has = prerequisites.learn(catalogue.guide.personas[request.persona].has, request.know)
    return prerequisites.knowledge(has, catalogue.requires)


def _pins(guide: Guide, path: PersonaPath | None, free: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Pinned items with the reason, and pinned resources that a plan of free things passes over. Retired ones are no pins."""
    pins: dict[str, str] = {}
    passed_over: dict[str, str] = {}
    for pin in path.pin if path else ():
        resource = guide.resources[pin.resource]
        if resource.retired is None and free and resource.cost != "free":
            passed_over[pin.resource] = pin.why
        elif resource.retired is None:
            pins |= {item.key: pin.why for item in prerequisites.items_of(resource) if pin.part in (None, item.part)}
    return pins, passed_over


def required_by(effects: Sequence[ItemEffect], items: Iterable[int]) -> int:
    """Everything that must be known so that each of these items may start."""
    return joined(effects[index].requires_closed for index in items)


def relevant(effects: Sequence[ItemEffect], items: Sequence[int], state: int, goal: int) -> tuple[int, list[int]]:
    """The goal with all that is required on the way to it from this state, and the items that can help, in their order: those that
    teach some of the goal, those that teach what such an item requires, and so on."""
    helpful: set[int] = set()
    waiting = items
    while helping := {index for index in waiting if effects[index].teaches & goal & ~state}:
        helpful |= helping
        waiting = [index for index in waiting if index not in helping]
        goal |= required_by(effects, helping)
    return goal, [index for index in items if index in helpful]


def may_reach(effects: Sequence[ItemEffect], items: Sequence[int], start: int, goal: int, most: int | None = None) -> bool:
    """Whether some of these items, in some order, reach the goal; True, too, if that takes more than `most` (MOST_CASES) cases to tell."""
    offered = [effects[index] for index in items]
    if _reach_in_full(offered, start, goal):  # most do, and it takes no search
        return True
    return not goal & ~closure(offered, start) and bool(_search(effects, items, start, goal, 0, set(), MOST_CASES if most is None else most))


def _reach_in_full(waiting: Sequence[ItemEffect], state: int, goal: int) -> bool:
    """Whether the goal is reached by steps each of which is credited with all that it teaches."""
    before = -1
    while goal & ~state and before != state:
        before, rest = state, []
        for effect in waiting:
            if effect.requires_closed & ~state or effect.teaches & ~effect.after(state):
                rest.append(effect)
            else:
                state |= effect.teaches
        waiting = rest
    return not goal & ~state


def find_order(effects: Sequence[ItemEffect], items: Sequence[int], start: int, goal: int, keep: int = 0) -> Order | None:
    """An order of all these items, the earlier ones preferred, that reaches the goal; None when there is none. `keep` names pairs that
    are wanted besides the goal, though not demanded."""
    found = _search(effects, items, start, goal | required_by(effects, items), keep, set())
    if found is None:
        return None
    taken, state = found
    left = [index for index in items if index not in taken]
    for index in left:  # the goal has all that they require, so each of them may start by now
        state = effects[index].after(state)
    return (*taken, *left), state


def _search(
    effects: Sequence[ItemEffect], items: Sequence[int], state: int, goal: int, keep: int, tried: set[tuple[tuple[int, ...], int]],
    most: float = inf,
) -> Order | None:
    """Some of these items in an order that reaches the goal (or, after `most` cases, as if one did). Depth first: a step whose credit can
    no longer grow is taken at once, as more knowledge never hurts; only when every step that may start would lose credit that is
    wanted is the choice tried in all ways, and what was tried is remembered."""
    wanted, helpful = relevant(effects, items, state, goal | keep)
    reach = closure([effects[index] for index in helpful], state)
    if goal & ~reach:
        return None
    left, taken, state = _take_safe(effects, helpful, state, reach, wanted)
    if (left, state) in tried:
        return None
    tried.add((left, state))
    if len(tried) > most or not (goal | keep & reach) & ~state:
        return taken, state
    for index in left:
        after = state if effects[index].requires_closed & ~state else effects[index].after(state)
        if after & wanted & ~state:  # what teaches nothing wanted yet can as well wait
            rest = [other for other in left if other != index]
            if found := _search(effects, rest, after, goal, keep, tried, most):
                return (*taken, index, *found[0]), found[1]
    return None if goal & ~state else (taken, state)


def _take_safe(
    effects: Sequence[ItemEffect], items: Iterable[int], state: int, reach: int, wanted: int
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Takes, as long as there is one, the preferred step that loses nothing within reach; else one that loses nothing wanted. What is
    left, what was taken, and the state."""
    left, taken = list(items), list[int]()
    while True:
        safe = (index for credit in (reach, reach & wanted) for index in left
                if not effects[index].requires_closed & ~state and not effects[index].teaches & credit & ~effects[index].after(state))
        if (index := next(safe, None)) is None:
            return tuple(left), tuple(taken), state
        left.remove(index)
        taken.append(index)
        state = effects[index].after(state)
