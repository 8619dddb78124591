"""Knowledge states as bits: one bit for each pair, so that "what can be learned from what" is a few integer operations.

The rules are those of `prerequisites.credits` and `prerequisites.closure`; a test holds the two against each other.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from . import prerequisites
from .prerequisites import Item, Levels, Pair

LEVELS = 3


@dataclass(frozen=True, slots=True)
class Move:
    """An item as bits.

    `asks` are the pairs that it requires, `needs` these with the levels below, `rests` with all that they rest on. `gains`
    are, for each skill that it teaches, prerequisites first, what must be known to be credited with it and what is
    credited; `teaches` joins these. `watches` is everything on which it depends whether it may start and what it credits.
    """

    asks: int
    needs: int
    rests: int
    gains: tuple[tuple[int, int], ...]
    teaches: int
    watches: int

    def after(self, state: int) -> int:
        """The state after taking the item in this state; credit that its prerequisites do not allow now is lost."""
        for needed, gained in self.gains:
            if needed & state == needed:
                state |= gained
        return state


class States:
    """The bits of one prerequisite graph (skill to direct prerequisites, without cycles)."""

    def __init__(self, requires: Mapping[str, tuple[str, ...]]) -> None:
        self._skills = prerequisites.in_order(requires)
        self._position = {skill: index for index, skill in enumerate(self._skills)}
        # A skill at each level with the levels below it; its direct prerequisites at level 1; all that it rests on.
        self._upto = {skill: [((1 << level) - 1) << LEVELS * index for level in range(LEVELS + 1)]
                      for index, skill in enumerate(self._skills)}
        self._direct: dict[str, int] = {}
        self._below: dict[str, int] = {}
        for skill in self._skills:
            direct = below = 0
            for before in requires[skill]:
                direct |= self._upto[before][1]
                below |= self._upto[before][1] | self._below[before]
            self._direct[skill], self._below[skill] = direct, below

    def state(self, levels: Levels) -> int:
        """Levels as bits, each with the levels below it."""
        bits = 0
        for skill, level in levels.items():
            bits |= self._upto[skill][level]
        return bits

    def bit(self, pair: Pair) -> int:
        """One pair."""
        return 1 << (LEVELS * self._position[pair[0]] + pair[1] - 1)

    def mask(self, pairs: Iterable[Pair]) -> int:
        """Exactly these pairs."""
        bits = 0
        for pair in pairs:
            bits |= self.bit(pair)
        return bits

    def pairs(self, bits: int) -> tuple[Pair, ...]:
        """Bits as sorted pairs."""
        return tuple(sorted((self._skills[index // LEVELS], index % LEVELS + 1) for index in ones(bits)))

    def levels(self, state: int) -> dict[str, int]:
        """A state as levels, by skill id."""
        return dict(self.pairs(state))  # sorted, so that the highest level of a skill comes last and stays

    def resting_on(self, bits: int) -> int:
        """These pairs, the levels below them, and level 1 of everything that their skills rest on, near and far."""
        closed = 0
        for index in ones(bits):
            skill = self._skills[index // LEVELS]
            closed |= self._upto[skill][index % LEVELS + 1] | self._below[skill]
        return closed

    def move(self, item: Item) -> Move:
        """An item as bits."""
        needs = rests = teaches = 0
        for skill, level in item.requires.items():
            needs |= self._upto[skill][level]
            rests |= self._upto[skill][level] | self._below[skill]
        gains = []
        watches = needs
        for skill in sorted(item.teaches, key=self._position.__getitem__):
            gained = self._upto[skill][item.teaches[skill]]
            gains.append((self._direct[skill], gained))
            watches |= self._direct[skill]
            teaches |= gained
        return Move(self.mask(item.requires.items()), needs, rests, tuple(gains), teaches, watches)


def ones(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def closure(moves: Iterable[Move], state: int) -> int:
    """What can be learned from these items in any order and with looking back: an upper bound of every order."""
    waiting = list(moves)
    before = -1
    while before != state:
        before = state
        left = []
        for move in waiting:
            if move.needs & state == move.needs:
                state = move.after(state)
                if move.teaches & state == move.teaches:
                    continue
            left.append(move)
        waiting = left
    return state
