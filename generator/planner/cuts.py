"""What a set of items lacks to be a plan, as rows that cut it off and no plan.

A row says: a plan that has all of these items has at least one of those (outside the set). It speaks of pairs that such a
plan must reach: pairs of the gap, or what an item asks for.

Where the closure of the set misses a pair, a plan has an item that may start within that closure and credits something new.
The set is first grown, item by item, while its closure still misses the pair; the row then names fewer items.

Where the closure misses nothing but no order of some or all items of the set credits these pairs in one pass, a plan has an
item outside the set that teaches something on the way to them which the set cannot have without loss. Items that teach
nothing of the kind cannot help: take first every step of the set that costs nothing, and they add nothing to that. This
set, too, is grown while no order of it works.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from .order import Entangled, asked, one_pass, reachable, serving, settled
from .solver import Row, at_least
from .states import Move, States, closure, ones

# How many cases may be looked at to see whether one more item helps. A row that names an item too many is weaker, not wrong.
MOST_CASES = 50
# How many rows about lost credit are made at a time.
MOST_ROWS = 3


class Cuts:
    """Cuts for one task: item moves by index, what is known, and what every plan must reach (the gap, and what pinned
    items ask for; closed)."""

    def __init__(self, states: States, moves: Sequence[Move], start: int, target: int) -> None:
        self._states, self._moves, self._start, self._target = states, moves, start, target
        self._all = range(len(moves))

    def lacking(self, values: Sequence[int]) -> list[Row]:
        """Rows that cut off the set that these columns stand for; none when the set is a plan."""
        chosen = [index for index in self._all if values[index]]
        goal = self._target | asked(self._moves, chosen)
        reach = closure((self._moves[index] for index in chosen), self._start)
        if goal & ~reach:
            return self._unreached(chosen, reach, goal & ~reach)
        if one_pass(self._moves, chosen, self._start, self._target) is None:
            return self._unordered(chosen, goal)
        return []

    def _unreached(self, chosen: Sequence[int], reach: int, missing: int) -> list[Row]:
        rows = []
        for pair in ones(missing):
            if missing >> pair & 1:
                outside, grown = self._grow(chosen, reach, 1 << pair)
                rows += self._rows(chosen, 1 << pair, outside)
                missing &= grown  # what the grown set misses too, the row already speaks of
        return rows

    def _grow(self, chosen: Sequence[int], reach: int, goal: int) -> tuple[list[int], int]:
        """Adds items while their closure does not hold all of the goal: what stays outside, and the last closure."""
        inside = set(chosen)
        pool = [self._moves[index] for index in chosen]
        outside = []
        for index, move in enumerate(self._moves):
            if index in inside:
                continue
            after = reach if move.needs & ~reach else move.after(reach)
            if after != reach:
                after = closure([*pool, move], after)
                if not goal & ~after:
                    outside.append(index)
                    continue
                reach = after
            pool.append(move)
        return outside, reach

    def _rows(self, chosen: Sequence[int], pairs: int, outside: Sequence[int]) -> list[Row]:
        """One of `outside`, for every plan if each must reach these pairs, else for those with items that ask for them."""
        beyond = list(ones(pairs & ~self._target))
        if len(beyond) == 1 and pairs.bit_count() == 1:
            return [at_least(0, outside, minus=(index,)) for index in chosen if pairs & self._moves[index].rests]
        askers = {next(index for index in chosen if self._moves[index].rests >> pair & 1) for pair in beyond}
        return [at_least(1 - len(askers), outside, minus=sorted(askers))]

    def _unordered(self, chosen: Sequence[int], goal: int) -> list[Row]:
        """Rows for single pairs that no order of the set reaches; when every pair can be had by itself, for a smallest group
        of pairs that cannot be had together."""
        _, state, _ = settled(self._moves, chosen, self._start, goal)
        at_stake = [1 << pair for pair in ones(goal & ~state)]
        lost = [pair for pair in at_stake if not self._reachable(chosen, pair)] or [self._together(chosen, at_stake)]
        helpful = sorted((self._helpful(chosen, state, pairs), pairs) for pairs in lost)
        rows = []
        for outside, pairs in sorted(helpful, key=lambda found: len(found[0]))[:MOST_ROWS]:
            rows += self._rows(chosen, pairs, self._grow_in_order(chosen, outside, pairs))
        return rows

    def _together(self, chosen: Sequence[int], at_stake: Sequence[int]) -> int:
        group = sum(at_stake)
        for pair in at_stake:
            if not self._reachable(chosen, group & ~pair):
                group &= ~pair
        return group

    def _reachable(self, items: Sequence[int], pairs: int, most: int | None = None) -> bool:
        return reachable(self._moves, items, self._start, self._states.resting_on(pairs), most)

    def _helpful(self, chosen: Iterable[int], state: int, pairs: int) -> list[int]:
        _, useful = serving(self._moves, self._all, state, self._states.resting_on(pairs))
        inside = set(chosen)
        return [index for index in useful if index not in inside]

    def _grow_in_order(self, chosen: Sequence[int], helpful: Sequence[int], pairs: int) -> list[int]:
        """Adds as many helpful items as still leave no order that works, halving what cannot be added at once: what stays
        outside."""
        inside, outside = list(chosen), []
        pending = [list(helpful)]
        while pending:
            group = pending.pop()
            if not self._may_reach(sorted(inside + group), pairs):
                inside += group
            elif len(group) == 1:
                outside += group
            elif group:
                middle = len(group) // 2
                pending += [group[middle:], group[:middle]]
        return sorted(outside)

    def _may_reach(self, items: Sequence[int], pairs: int) -> bool:
        try:
            return self._reachable(items, pairs, MOST_CASES)
        except Entangled:
            return True
