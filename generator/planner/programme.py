"""A linear programme in 0-1 variables, solved exactly although the solver counts in floats.

Floats only ever point at a solution, which is rounded and checked in whole numbers, and at columns that no good enough
solution has, with a margin on the safe side. That a search over whole numbers found the optimum is the solver's word; the
tests hold it against brute force.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from operator import le

from .solver import Row, Solver

# How far a float may be from the truth, as a share of the largest number in play. Simplex tolerances are 1e-7.
TOLERANCE = 1e-6

Lacks = Callable[[Sequence[int]], Sequence[Row]]


@dataclass(frozen=True)
class Relaxed:
    """The optimum over fractions: a bound on every whole solution, the values, and each column's reduced cost."""

    cost: float
    values: list[float]
    reduced: list[float]


class Programme:
    """Columns that are 0 or 1, rows, and a cost to be minimised; rows may be added and columns fixed at any time.

    `lacks` says what a whole solution lacks beyond the rows, as rows that cut it off and no solution that lacks nothing; it
    is asked before a solution is believed. `solves` counts how often the solver ran.
    """

    def __init__(self, columns: int, rows: Sequence[Row], lacks: Lacks) -> None:
        self._lacks = lacks
        self._rows = list(rows)
        self._low, self._high = [0] * columns, [1] * columns
        self._costs = [0] * columns
        self._shown = list(range(columns))  # the columns that the solver knows, and the place of each among them
        self._place = {column: column for column in range(columns)}
        self._solver = Solver(columns, rows, self._costs)
        self.solves = 0

    def add(self, row: Row) -> int:
        """One more row; the solver's number for it."""
        self._rows.append(row)
        return self._solver.add(self._as_shown(row))

    def limit(self, number: int, low: int | None, high: int | None) -> None:
        """New limits for one of the rows that the programme began with; not after `shrink`."""
        row = self._rows[number]
        self._rows[number] = Row(low, high, row.columns, row.coefficients)
        self._solver.limit(number, low, high)

    def set_costs(self, costs: Sequence[int]) -> None:
        """What is minimised: one whole number for each column."""
        self._costs = list(costs)
        self._solver.set_costs([costs[column] for column in self._shown])

    def bound(self, columns: Iterable[int], low: int, high: int) -> None:
        """New bounds for these columns; equal ones fix them. Columns that `shrink` left out stay as they are."""
        columns = [column for column in columns if column in self._place]
        for column in columns:
            self._low[column], self._high[column] = low, high
        if columns:
            self._solver.bound([self._place[column] for column in columns], low, high)

    def shrink(self) -> None:
        """Leaves out, for good, the columns that are fixed and the rows that these satisfy whatever the others are."""
        self._shown = [column for column in self._shown if self._low[column] < self._high[column]]
        self._place = {column: place for place, column in enumerate(self._shown)}
        rows = [row for row in map(self._as_shown, self._rows) if row.columns and not _always_holds(row)]
        self._solver = Solver(len(self._shown), rows, [self._costs[column] for column in self._shown])

    def _as_shown(self, row: Row) -> Row:
        """A row over the columns that the solver knows."""
        if len(self._place) == len(self._low):
            return row
        rest, columns, coefficients = 0, [], []
        for column, value in zip(row.columns, row.coefficients, strict=True):
            place = self._place.get(column)
            if place is None:
                rest += value * self._low[column]
            else:
                columns.append(place)
                coefficients.append(value)
        return Row(None if row.low is None else row.low - rest, None if row.high is None else row.high - rest,
                   tuple(columns), tuple(coefficients))

    def may_be(self, column: int) -> bool:
        """Whether the bounds allow that the column is 1."""
        return self._high[column] == 1

    def cost(self, values: Sequence[int]) -> int:
        """The cost of a whole solution."""
        return sum(cost * value for cost, value in zip(self._costs, values, strict=True) if value)

    def slack(self, size: float) -> float:
        """How much to allow for rounding where numbers of this size are compared."""
        return TOLERANCE * (1 + abs(size))

    def relax(self) -> Relaxed | None:
        """The optimum over fractions; None when there is no solution even so."""
        self.solves += 1
        found = self._solver.relax()
        if found is None:
            return None
        cost, values, reduced = found
        if len(self._place) == len(self._low):
            return Relaxed(cost, values, reduced)
        cost += sum(self._costs[column] * low for column, low in enumerate(self._low) if column not in self._place)
        return Relaxed(cost, self._unshrunk(values), self._unshrunk(reduced, [0.0] * len(self._low)))

    def _unshrunk(self, shown: Sequence[float], others: Sequence[float] | None = None) -> list[float]:
        """Values for all columns: those of the shown ones, and for the others their bounds, or what is given."""
        every = list(map(float, self._low)) if others is None else list(others)
        for column, value in zip(self._shown, shown, strict=True):
            every[column] = value
        return every

    def _whole(self, values: Sequence[float]) -> list[int] | None:
        """Values rounded, if they are whole but for rounding and within the bounds."""
        if any(TOLERANCE < value < 1 - TOLERANCE for value in values):
            return None
        rounded = [round(value) for value in values]
        return rounded if all(map(le, self._low, rounded)) and all(map(le, rounded, self._high)) else None

    def _sound(self, values: list[int]) -> list[int]:
        """The values, once every row has been checked in whole numbers."""
        if not all(row.holds(values) for row in self._rows):
            raise RuntimeError("the solver's solution breaks a row when it is rounded")
        return values

    def _search(self) -> list[int] | None:
        """The whole optimum within rows and bounds, without asking what it lacks; None when there is no solution."""
        self.solves += 1
        values = self._solver.search()
        return None if values is None else [round(value) for value in self._unshrunk(values)]

    def minimise(self, near: float, most: float = inf) -> tuple[list[int], Relaxed] | None:
        """A whole optimum that lacks nothing, with the relaxed one under the same rows; None when there is no solution, or
        none that costs at most `most`.

        Most columns can be left out of the search: one whose reduced cost exceeds the gap between the best solution and the
        relaxed optimum is in no better solution. So the first search has only columns with a reduced cost of at most
        `near`, and is repeated with more of them when what it found does not show that these were enough.
        """
        while True:
            relaxed = self.relax()
            if relaxed is None or relaxed.cost > most + self.slack(relaxed.cost):
                return None
            values = self._whole(relaxed.values) or self._search_near(relaxed, near)
            if values is None or self.cost(values) > most:
                return None
            rows = self._lacks(values)
            if not rows:
                return self._sound(values), relaxed
            for row in rows:
                self.add(row)

    def hint(self, row: Row, most: int) -> Relaxed | None:
        """The relaxed optimum with one more row; None when no solution of at most this cost satisfies that row."""
        number = self._solver.add(self._as_shown(row))
        relaxed = self.relax()
        self._solver.limit(number, None, None)
        return None if relaxed is None or relaxed.cost > most + self.slack(most) else relaxed

    def accept(self, relaxed: Relaxed) -> list[int] | None:
        """The values of a relaxed optimum, if they are whole and lack nothing."""
        values = self._whole(relaxed.values)
        return self._sound(values) if values and not self._lacks(values) else None

    def _search_near(self, relaxed: Relaxed, near: float) -> list[int] | None:
        while True:
            fixed = self.fix_beyond(relaxed, near)
            values = self._search()
            self.bound(fixed, 0, 1)
            if values is not None and self.cost(values) - relaxed.cost <= near - self.slack(relaxed.cost) or not fixed:
                return values
            near = inf if values is None else self.cost(values) - relaxed.cost + 2 * self.slack(relaxed.cost)

    def fix_beyond(self, relaxed: Relaxed, near: float) -> list[int]:
        """Fixes the columns of which the other value costs more than `near` beyond the relaxed optimum, and lists them."""
        near += self.slack(max(near, relaxed.cost)) if near != inf else 0
        loose = [column for column in self._shown if self._low[column] < self._high[column]]
        out = [column for column in loose if relaxed.reduced[column] > near]
        into = [column for column in loose if relaxed.reduced[column] < -near]
        self.bound(out, 0, 0)
        self.bound(into, 1, 1)
        return out + into


def _always_holds(row: Row) -> bool:
    least = sum(value for value in row.coefficients if value < 0)
    most = sum(value for value in row.coefficients if value > 0)
    return (row.low is None or least >= row.low) and (row.high is None or most <= row.high)
