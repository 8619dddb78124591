"""In which order a set of items can be taken, each once, each when it may start. Exact, and no solver.

Credit is given at the moment of a step: what a step teaches beyond what its prerequisites allow then is lost, as a reader
who meets a chapter too early does not come back to it. So the order matters, and a set may have none that works although
its closure, which looks back, has everything.

A goal is a set of pairs, closed: with each pair come the levels below it and level 1 of all that its skill rests on.
"""
from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

from .states import Move, closure

Order = tuple[tuple[int, ...], int]
# How many cases `may_reach` looks at. The paths of the first guide need one each.
MOST_CASES = 500


def one_pass(moves: Sequence[Move], todo: Sequence[int], start: int, goal: int, keep: int = 0) -> Order | None:
    """The first of `passes`; None when there is none."""
    return next(passes(moves, todo, start, goal, keep), None)


def passes(moves: Sequence[Move], todo: Sequence[int], start: int, goal: int, keep: int = 0) -> Iterator[Order]:
    """Orders of all these items (indexes into `moves`) that reach the goal, each with the state at its end.

    `todo` is in order of preference: among steps that can be taken, the earlier goes first. Orders that differ only in
    what nobody asks for are given once; `keep` names pairs that are asked for besides the goal, though not demanded.
    """
    goal |= asked(moves, todo)
    for taken, state in _search(moves, tuple(todo), start, goal, keep, (), set()):
        left = [index for index in todo if index not in taken]
        for index in left:  # the goal has all that they ask for, so each of them may start by now
            state = moves[index].after(state)
        yield (*taken, *left), state


class Entangled(Exception):
    """More cases than the caller allowed."""


def reachable(moves: Sequence[Move], todo: Sequence[int], start: int, goal: int, most: int | None = None) -> bool:
    """Whether some of these items, in some order, reach the goal. Raises Entangled after `most` cases."""
    return next(_search(moves, tuple(todo), start, goal, 0, (), set(), most), None) is not None


def may_reach(moves: Sequence[Move], start: int, goal: int) -> bool:
    """Whether some of all items, in some order, reach the goal; True, too, when they are so entangled that it would take too long to tell."""
    try:
        return reachable(moves, range(len(moves)), start, goal, MOST_CASES)
    except Entangled:
        return True


def asked(moves: Sequence[Move], items: Iterable[int]) -> int:
    """Everything that must be known so that each of these items may start."""
    pairs = 0
    for index in items:
        pairs |= moves[index].rests
    return pairs


def serving(moves: Sequence[Move], items: Iterable[int], state: int, goal: int) -> tuple[int, list[int]]:
    """The goal with all that is asked for on the way to it from this state, and the items that teach any of it.

    Items: those that teach something of the goal, those that teach what such an item asks for, and so on; no other item
    can help.
    """
    left, found = list(items), []
    grown = True
    while grown:
        grown, other = False, []
        for index in left:
            if moves[index].teaches & goal & ~state:
                goal |= moves[index].rests
                found.append(index)
                grown = True
            else:
                other.append(index)
        left = other
    return goal, sorted(found, key=_places(items))


def settled(moves: Sequence[Move], todo: Sequence[int], start: int, goal: int) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """Takes every step that costs nothing to take now: what is left, the state, what was taken."""
    reach = closure((moves[index] for index in todo), start)
    return _settle(moves, tuple(todo), start, reach, goal, ())


def _places(items: Iterable[int]):
    return {index: place for place, index in enumerate(items)}.__getitem__


def _search(
    moves: Sequence[Move], todo: tuple[int, ...], state: int, goal: int, keep: int, taken: tuple[int, ...],
    tried: set[tuple[tuple[int, ...], int]], most: int | None = None,
) -> Iterator[Order]:
    """A step whose credit can no longer grow, whatever is taken before it, is taken at once; nothing is lost by that, as
    more knowledge never hurts. Only when every step that may start would lose credit that is asked for is the choice
    tried in all ways, and what was tried is remembered.
    """
    wanted, useful = serving(moves, todo, state, goal | keep)
    reach = closure((moves[index] for index in useful), state)
    if goal & ~reach:
        return
    left, state, taken = _settle(moves, tuple(useful), state, reach, wanted, taken)
    if (left, state) in tried:
        return
    tried.add((left, state))
    if most is not None and len(tried) > most:
        raise Entangled
    if not (goal | keep & reach) & ~state:
        yield taken, state
        return
    for index in left:
        after = state if moves[index].needs & ~state else moves[index].after(state)
        if after & wanted & ~state:  # what teaches nothing wanted yet can as well wait
            rest = tuple(other for other in left if other != index)
            yield from _search(moves, rest, after, goal, keep, (*taken, index), tried, most)
    if not goal & ~state:
        yield taken, state


def _settle(
    moves: Sequence[Move], todo: tuple[int, ...], state: int, reach: int, wanted: int, taken: tuple[int, ...]
) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """Takes, as long as there is one, the preferred step that loses nothing; else one that loses nothing wanted."""
    left, done = list(todo), list(taken)
    while True:
        state = _take_all(moves, left, done, state, reach)
        index = next((index for index in left if _is_safe(moves[index], state, reach & wanted)), None)
        if index is None:
            return tuple(left), state, tuple(done)
        left.remove(index)
        done.append(index)
        state = moves[index].after(state)


def _take_all(moves: Sequence[Move], left: list[int], done: list[int], state: int, reach: int) -> int:
    """Moves every step that loses nothing from `left` to `done`, always the most preferred that there is; the new state."""
    waiting = dict(enumerate(left))
    ready = [place for place, index in waiting.items() if _is_safe(moves[index], state, reach)]
    for place in ready:
        del waiting[place]
    while ready:
        index = left[heapq.heappop(ready)]
        done.append(index)
        learned = moves[index].after(state) & ~state
        state |= learned
        if learned:
            for place, other in list(waiting.items()):
                if moves[other].watches & learned and _is_safe(moves[other], state, reach):
                    heapq.heappush(ready, place)
                    del waiting[place]
    left[:] = waiting.values()
    return state


def _is_safe(move: Move, state: int, reach: int) -> bool:
    return not move.needs & ~state and not move.teaches & reach & ~move.after(state)
