"""In which order a set of items can be taken, each once, each when it may start. Exact, and no solver.

Credit is given at the moment of a step: what a step teaches beyond what its prerequisites allow then is lost, as a reader
who meets a chapter too early does not come back to it. So the order matters, and a set may have none that works although
its closure, which looks back, has everything.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from .states import Move, closure

Order = tuple[tuple[int, ...], int]


class Entangled(Exception):
    """More choices than the caller allowed."""


def one_pass(
    moves: Sequence[Move], todo: Sequence[int], start: int, goal: int, must: frozenset[int], most: int | None = None
) -> Order | None:
    """The first order, and its end, of `passes`; None when there is none."""
    return next(passes(moves, todo, start, goal, must, most), None)


def passes(
    moves: Sequence[Move], todo: Sequence[int], start: int, goal: int, must: frozenset[int], most: int | None = None
) -> Iterator[Order]:
    """Orders of items (indexes into `moves`) that reach the goal, each with the state at its end.

    `todo` is in order of preference: among steps that can be taken, the earlier goes first. All of `must` are taken, the
    others as it comes. Of orders that differ only in steps whose time does not matter one is given; so the first end is
    one that no other order betters, or there are several that each lose something else.

    The method: a step whose credit can no longer grow, whatever is taken before it, is taken at once; nothing is lost by
    that, as more knowledge never hurts. Only when every step that may start would lose credit is the choice tried in all
    ways, and what has failed is remembered. Raises Entangled when that makes more than `most` cases.
    """
    yield from _passes(moves, tuple(todo), start, goal, must, (), set(), most)


def _passes(
    moves: Sequence[Move], todo: tuple[int, ...], state: int, goal: int, must: frozenset[int], taken: tuple[int, ...],
    tried: set[tuple[tuple[int, ...], int]], most: int | None,
) -> Iterator[Order]:
    reach = closure([moves[index] for index in todo], state)
    if goal & ~reach or any(moves[index].needs & ~reach for index in todo if index in must):
        return
    todo, state, taken = _safe_steps(moves, todo, state, reach, taken)
    if (todo, state) in tried:
        return
    tried.add((todo, state))
    if most is not None and len(tried) > most:
        raise Entangled
    if not goal & ~state and must.isdisjoint(todo):
        yield taken, state
        return
    for index in todo:
        move = moves[index]
        if not move.needs & ~state:
            rest = tuple(other for other in todo if other != index)
            yield from _passes(moves, rest, move.after(state), goal, must, (*taken, index), tried, most)


def _safe_steps(
    moves: Sequence[Move], todo: tuple[int, ...], state: int, reach: int, taken: tuple[int, ...]
) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """Takes every step whose credit cannot grow within `reach`, the preferred first, until there is none."""
    left, done = list(todo), list(taken)
    position = 0
    while position < len(left):
        move = moves[left[position]]
        after = state if move.needs & ~state else move.after(state)
        if move.needs & ~state or move.teaches & reach & ~after:
            position += 1
            continue
        done.append(left.pop(position))
        # A step that was passed over can be ready only if something was learned just now.
        position = position if after == state else 0
        state = after
    return tuple(left), state, tuple(done)
