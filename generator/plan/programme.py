"""A linear programme in 0-1 variables, solved exactly. The only user of HiGHS, which is loaded when the first is made.

HiGHS: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation
10 (2018), https://doi.org/10.1007/s12532-017-0130-5. Its answers are floats; here they only ever point at a solution, which
is rounded and checked in whole numbers, and at columns that no good enough solution has, with a margin on the safe side.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# How far a float may be from the truth, as a share of the largest number in play. Simplex tolerances are 1e-7.
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Row:
    """`low <= sum of coefficients * columns <= high`, in whole numbers; None is no limit."""

    low: int | None
    high: int | None
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]

    def holds(self, values: Sequence[int]) -> bool:
        """Whether whole values satisfy the row."""
        total = sum(coefficient * values[column] for column, coefficient in zip(self.columns, self.coefficients))
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


def at_least(low: int, columns: Iterable[int], minus: Iterable[int] = ()) -> Row:
    """The sum of some columns, less that of others, is at least `low`."""
    plus, minus = tuple(columns), tuple(minus)
    return Row(low, None, plus + minus, (1,) * len(plus) + (-1,) * len(minus))


@dataclass(frozen=True)
class Relaxed:
    """The optimum over fractions: a bound on every whole solution, the values, and each column's reduced cost."""

    value: float
    values: list[float]
    reduced: list[float]


Lacks = Callable[[Sequence[int]], Sequence[Row]]


class Programme:
    """Columns that are 0 or 1, rows, and a cost to be minimised; rows may be added and columns fixed at any time.

    `solves` counts how often HiGHS ran. `lacks` says what a whole solution lacks beyond the rows, as rows that cut it off
    and no solution that lacks nothing; it is asked before a solution is believed.
    """

    def __init__(self, columns: int, rows: Sequence[Row], lacks: Lacks) -> None:
        import highspy  # about 0.1 s, and `check` never needs it
        import numpy

        self._highspy, self._numpy = highspy, numpy
        self._lacks = lacks
        self._rows = list(rows)
        self._low, self._high = [0] * columns, [1] * columns
        self._cost = [0] * columns
        self._basis: Any = None
        self.solves = 0
        self._highs = self._load(columns)

    def _load(self, columns: int) -> Any:
        highspy, numpy = self._highspy, self._numpy
        # highspy.Highs, a subclass with callbacks, prints a banner to stdout when it is made, before it can be told not to.
        highs = highspy._core._Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0),
                            ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
            highs.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(self._rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = numpy.zeros(columns), numpy.zeros(columns), numpy.ones(columns)
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        model.row_lower_ = numpy.array([self._limit(row.low, -1) for row in self._rows], float)
        model.row_upper_ = numpy.array([self._limit(row.high, 1) for row in self._rows], float)
        starts = [0]
        for row in self._rows:
            starts.append(starts[-1] + len(row.columns))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = numpy.array(starts, numpy.int32)
        model.a_matrix_.index_ = numpy.array([column for row in self._rows for column in row.columns], numpy.int32)
        model.a_matrix_.value_ = numpy.array([value for row in self._rows for value in row.coefficients], float)
        highs.passModel(model)
        return highs

    def _limit(self, limit: int | None, sign: int) -> float:
        return sign * self._highspy.kHighsInf if limit is None else float(limit)

    def add(self, row: Row) -> None:
        """One more row."""
        numpy = self._numpy
        self._rows.append(row)
        self._highs.addRow(self._limit(row.low, -1), self._limit(row.high, 1), len(row.columns),
                           numpy.array(row.columns, numpy.int32), numpy.array(row.coefficients, float))

    def limit(self, number: int, low: int | None, high: int | None) -> None:
        """New limits for a row, by its number."""
        row = self._rows[number]
        self._rows[number] = Row(low, high, row.columns, row.coefficients)
        self._highs.changeRowBounds(number, self._limit(low, -1), self._limit(high, 1))

    def set_cost(self, cost: Sequence[int]) -> None:
        """What is minimised: one whole number for each column."""
        numpy = self._numpy
        self._cost = list(cost)
        self._highs.changeColsCost(len(cost), numpy.arange(len(cost), dtype=numpy.int32), numpy.array(cost, float))

    def bound(self, columns: Sequence[int], low: int, high: int) -> None:
        """New bounds for these columns; equal ones fix them."""
        if not columns:
            return
        numpy = self._numpy
        for column in columns:
            self._low[column], self._high[column] = low, high
        size = len(columns)
        self._highs.changeColsBounds(size, numpy.array(columns, numpy.int32), numpy.full(size, float(low)), numpy.full(size, float(high)))

    def may_be(self, column: int) -> bool:
        """Whether the bounds allow that the column is 1."""
        return self._high[column] == 1

    def value(self, values: Sequence[int]) -> int:
        """The cost of a whole solution."""
        return sum(cost * value for cost, value in zip(self._cost, values) if value)

    def slack(self, size: float) -> float:
        """How much to allow for rounding where numbers of this size are compared."""
        return TOLERANCE * (1 + abs(size))

    def relax(self) -> Relaxed | None:
        """The optimum over fractions, from where the last one ended; None when there is no solution even so."""
        highs = self._highs
        highs.setOptionValue("solve_relaxation", True)
        if self._basis is not None:
            highs.setBasis(self._basis)
            self._basis = None
        solved = self._run()
        highs.setOptionValue("solve_relaxation", False)
        if not solved:
            return None
        solution = highs.getSolution()
        return Relaxed(highs.getInfo().objective_function_value, list(solution.col_value), list(solution.col_dual))

    def _run(self) -> bool:
        statuses = self._highspy.HighsModelStatus
        self.solves += 1
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in (statuses.kOptimal, statuses.kInfeasible):
            raise RuntimeError(f"the solver stopped with {status}")
        return status == statuses.kOptimal

    def whole(self, values: Sequence[float]) -> list[int] | None:
        """Values rounded, if they are whole but for rounding and satisfy every row and bound exactly."""
        rounded = [round(value) for value in values]
        if any(abs(value - near) > TOLERANCE for value, near in zip(values, rounded)):
            return None
        if any(not low <= near <= high for near, low, high in zip(rounded, self._low, self._high)):
            return None
        return rounded if all(row.holds(rounded) for row in self._rows) else None

    def search(self) -> list[int] | None:
        """The whole optimum within rows and bounds, without asking what it lacks; None when there is no solution."""
        self._basis = self._highs.getBasis()
        if not self._run():
            return None
        rounded = self.whole([float(round(value)) for value in self._highs.getSolution().col_value])
        if rounded is None:
            raise RuntimeError("the solver's solution breaks a row when it is rounded")
        return rounded

    def minimise(self, near: int) -> tuple[list[int], Relaxed] | None:
        """A whole optimum that lacks nothing, with the relaxed one under the same rows; None when there is no solution.

        Most columns can be left out of the search: one whose reduced cost exceeds the gap between the best solution and the
        relaxed optimum is in no better solution. So the first search has only columns with a reduced cost of at most
        `near`, and is repeated with more of them when what it found does not show that these were enough.
        """
        while True:
            relaxed = self.relax()
            if relaxed is None:
                return None
            values = self.whole(relaxed.values) or self._search_near(relaxed, near)
            if values is None:
                return None
            rows = self._lacks(values)
            if not rows:
                return values, relaxed
            for row in rows:
                self.add(row)

    def hint(self, row: Row, cost: int) -> list[int] | None:
        """What the relaxed programme says about whole solutions of at most this cost that satisfy one more row: None when
        there is none, such a solution when it comes upon one, otherwise an empty list."""
        self.add(row)
        relaxed = self.relax()
        self.limit(len(self._rows) - 1, None, None)
        if relaxed is None or relaxed.value > cost + self.slack(cost):
            return None
        values = self.whole(relaxed.values)
        return values if values and self.value(values) <= cost and not self._lacks(values) else []

    def _search_near(self, relaxed: Relaxed, near: float) -> list[int] | None:
        while True:
            fixed = self.fix_beyond(relaxed, near)
            values = self.search()
            self.free(fixed)
            if values is not None and self.value(values) - relaxed.value <= near - self.slack(relaxed.value) or not fixed:
                return values
            near = float("inf") if values is None else self.value(values) - relaxed.value + 2 * self.slack(relaxed.value)

    def fix_beyond(self, relaxed: Relaxed, near: float) -> list[int]:
        """Fixes the columns of which the other value costs more than `near` beyond the relaxed optimum, and lists them."""
        near += self.slack(max(near, relaxed.value)) if near != float("inf") else 0
        loose = [column for column, (low, high) in enumerate(zip(self._low, self._high)) if low < high]
        out = [column for column in loose if relaxed.reduced[column] > near]
        into = [column for column in loose if relaxed.reduced[column] < -near]
        self.bound(out, 0, 0)
        self.bound(into, 1, 1)
        return out + into

    def free(self, columns: Sequence[int]) -> None:
        """Undoes `fix_beyond`."""
        self.bound(columns, 0, 1)
