"""What a set of items lacks to be a plan, as rows that cut it off and no plan.

A row says: at least one of these items (outside the set) is in every plan that has all of those. Two kinds. Where the
closure of the set misses something, a plan has to have an item that may start within that closure and credits something
new. Where the closure misses nothing but no order credits everything in one pass, a plan has to have an item outside the
set, for with items of the set alone (all or some) no order is enough.

Both are made as strong as they can be: the set is first grown, item by item, while it still fails in the same way. A row
over what is left outside then holds for the small set as for the grown one, and names fewer items.
"""
from __future__ import annotations

from collections.abc import Sequence

from .order import Entangled, one_pass
from .programme import Row, at_least
from .states import Move, closure, ones

# How many cases may be looked at to make one cut stronger. A weaker cut is as right, and only means more of them.
MOST_CASES = 200


class Cuts:
    """Cuts for one task: item moves by index, what is known, what must be learned, and items that every plan has."""

    def __init__(self, moves: Sequence[Move], start: int, target: int, fixed: frozenset[int]) -> None:
        self._moves, self._start, self._target, self._fixed = moves, start, target, fixed

    def lacking(self, values: Sequence[int]) -> list[Row]:
        """Rows that cut off the set that these columns stand for; none when the set is a plan."""
        chosen = [index for index in range(len(self._moves)) if values[index]]
        reach = closure((self._moves[index] for index in chosen), self._start)
        missing = self._target & ~reach
        if missing:
            return self._unreached(chosen, reach, missing)
        stuck = [index for index in chosen if self._moves[index].needs & ~reach]
        if stuck:
            return [self._unstarted(chosen, reach, index) for index in stuck]
        if one_pass(self._moves, chosen, self._start, self._target, frozenset(chosen)) is None:
            return [self._unordered(chosen)]
        return []

    def _unreached(self, chosen: Sequence[int], reach: int, missing: int) -> list[Row]:
        rows = []
        for pair in ones(missing):
            if missing >> pair & 1:
                outside, grown = self._grow(chosen, reach, 1 << pair)
                rows.append(at_least(1, outside))
                missing &= grown  # what the grown set misses too, the row already speaks of
        return rows

    def _unstarted(self, chosen: Sequence[int], reach: int, stuck: int) -> Row:
        outside, _ = self._grow(chosen, reach, self._moves[stuck].needs)
        return at_least(0, outside, minus=(stuck,))

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

    def _unordered(self, chosen: Sequence[int]) -> Row:
        """No order takes all of the set; so a plan with the items that make it fail has one from outside."""
        culprits = self._culprits(chosen)
        others = [index for index in range(len(self._moves)) if index not in set(chosen)]
        outside = self._grow_in_order(list(chosen), others, frozenset(culprits))
        return at_least(1 - len(culprits), outside, minus=sorted(culprits))

    def _culprits(self, chosen: Sequence[int]) -> frozenset[int]:
        """A smallest part of the set (in the sense that none can be left out) that no order of the set takes all of while it
        reaches the target; items that every plan has are not counted. Empty when no order reaches the target at all."""
        culprits = frozenset(chosen) - self._fixed
        for index in sorted(culprits):
            if not self._works(chosen, culprits - {index}):
                culprits -= {index}
        return culprits

    def _works(self, todo: Sequence[int], must: frozenset[int]) -> bool:
        """Whether some order of these items takes all that it must and reaches the target, as far as `MOST_CASES` cases tell."""
        try:
            return one_pass(self._moves, todo, self._start, self._target, must | self._fixed, MOST_CASES) is not None
        except Entangled:
            return True

    def _grow_in_order(self, inside: list[int], others: Sequence[int], must: frozenset[int]) -> list[int]:
        """Adds as many of the others as still leave no order that works, halving what cannot be added at once."""
        outside: list[int] = []
        pending = [list(others)]
        while pending:
            group = pending.pop()
            if not group:
                continue
            if not self._works(sorted(inside + group), must):
                inside = inside + group
            elif len(group) == 1:
                outside += group
            else:
                middle = len(group) // 2
                pending += [group[middle:], group[:middle]]
        return sorted(outside)
