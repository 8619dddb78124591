"""The way to a project: just those steps of a plan that it rests on, none that could be left out, and nothing spoilt by
taking them first."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .order import one_pass, passes
from .states import Move, closure


@dataclass(frozen=True)
class Way:
    """Steps (item indexes, in order) with the state at their end and their minutes, and an order for all the other steps."""

    order: tuple[int, ...]
    end: int
    minutes: int
    rest: tuple[int, ...]


class Ways:
    """Ways through the steps of a plan. `moves` and `minutes` are by item index; `everything` must be known once all steps
    are taken."""

    def __init__(self, moves: Sequence[Move], minutes: Sequence[int], everything: int) -> None:
        self._moves, self._minutes, self._everything = moves, minutes, everything

    def find(self, completion: tuple[int, ...], todo: tuple[int, ...], state: int, goal: int) -> Way:
        """The way from a state to a goal.

        `completion` is an order of all steps left that reaches the goal and everything, which shows that there is a way;
        `todo` are the same steps in order of preference.

        The method: from the beginning of the completion that reaches the goal, leave out one step after the other, the
        longest first (of equals the last by key), whenever the others still reach it. So each step that stays is needed
        by those that stay. Where these have no order that leaves everything within reach, because credit would be lost,
        each omission is tried with that question instead; the beginning as a whole is always a way.
        """
        needed, end = self._beginning(completion, state, goal)
        beginning = Way(needed, end, self._sum(needed), completion[len(needed):])
        thinner = self._walk(self._thin(needed, state, goal), todo, state, goal)
        if thinner:
            return thinner
        way = beginning
        for index in self._longest_first(needed):
            way = self._walk([other for other in way.order if other != index], todo, state, goal) or way
        return way

    def _beginning(self, completion: tuple[int, ...], state: int, goal: int) -> tuple[tuple[int, ...], int]:
        for length, index in enumerate(completion):
            if not goal & ~state:
                return completion[:length], state
            state = self._moves[index].after(state)
        return completion, state

    def _thin(self, steps: Iterable[int], state: int, goal: int) -> list[int]:
        kept = list(steps)
        for index in self._longest_first(steps):
            others = [other for other in kept if other != index]
            if not goal & ~closure((self._moves[other] for other in others), state):
                kept = others
        return kept

    def _walk(self, steps: Sequence[int], todo: tuple[int, ...], state: int, goal: int) -> Way | None:
        """An order of exactly these steps that reaches the goal and leaves everything within reach."""
        first = [index for index in todo if index in steps]
        others = [index for index in todo if index not in steps]
        for order, end in passes(self._moves, first, state, goal, frozenset(first)):
            rest = one_pass(self._moves, others, end, self._everything, frozenset(others))
            if rest:
                return Way(order, end, self._sum(order), rest[0])
        return None

    def _longest_first(self, steps: Iterable[int]) -> list[int]:
        return sorted(steps, key=lambda index: (self._minutes[index], index), reverse=True)

    def _sum(self, steps: Iterable[int]) -> int:
        return sum(self._minutes[index] for index in steps)
