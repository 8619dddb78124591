"""HiGHS, as little of it as is needed: columns between 0 and 1, rows, a cost; the optimum over fractions or over whole numbers.

The only user of highspy, which is loaded when the first solver is made. HiGHS: Q. Huangfu and J. A. J. Hall,
"Parallelizing the dual revised simplex method", Mathematical Programming Computation 10 (2018),
https://doi.org/10.1007/s12532-017-0130-5. Its answers are floats; see `programme` for what is made of them.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

# The presolve rule "enumeration" loses rows in HiGHS 1.13 to 1.16, so that what it calls optimal is not a solution:
# https://github.com/ERGO-Code/HiGHS/issues/3216. Dual fixing and feasibility jump are right, but here they cost a third of
# the time and save none.
_ENUMERATION, _DUAL_FIXING = 1 << 16, 1 << 17
_OPTIONS = (
    ("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0),
    ("presolve_rule_off", _ENUMERATION | _DUAL_FIXING), ("mip_heuristic_run_feasibility_jump", False),
)


@dataclass(frozen=True, slots=True)
class Row:
    """`low <= sum of coefficients * columns <= high`, in whole numbers; None is no limit."""

    low: int | None
    high: int | None
    columns: tuple[int, ...]
    coefficients: tuple[int, ...]

    def holds(self, values: Sequence[int]) -> bool:
        """Whether whole values satisfy the row."""
        total = sum(map(mul, self.coefficients, map(values.__getitem__, self.columns)))
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


def at_least(low: int, columns: Iterable[int], minus: Iterable[int] = ()) -> Row:
    """The sum of some columns, less that of others, is at least `low`."""
    plus, minus = tuple(columns), tuple(minus)
    return Row(low, None, plus + minus, (1,) * len(plus) + (-1,) * len(minus))


class Solver:
    """One model. Rows may be added, limits, bounds and costs changed at any time; what was solved before helps what comes."""

    def __init__(self, columns: int, rows: Sequence[Row], costs: Sequence[int]) -> None:
        import highspy  # about 0.1 s, and `check` never needs it
        import numpy

        self._highspy, self._numpy = highspy, numpy
        self._basis: Any = None
        self._rows = len(rows)
        # highspy.Highs, a subclass with callbacks, prints a banner to stdout when it is made, before it can be told not to.
        self._highs = highspy._core._Highs()
        for name, value in _OPTIONS:
            self._highs.setOptionValue(name, value)
        self._highs.passModel(self._model(columns, rows, costs))

    def _model(self, columns: int, rows: Sequence[Row], costs: Sequence[int]) -> Any:
        highspy, numpy = self._highspy, self._numpy
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = numpy.array(costs, float), numpy.zeros(columns), numpy.ones(columns)
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        model.row_lower_ = numpy.array([self._limit(row.low, -1) for row in rows], float)
        model.row_upper_ = numpy.array([self._limit(row.high, 1) for row in rows], float)
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row.columns))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = numpy.array(starts, numpy.int32)
        model.a_matrix_.index_ = numpy.array([column for row in rows for column in row.columns], numpy.int32)
        model.a_matrix_.value_ = numpy.array([value for row in rows for value in row.coefficients], float)
        return model

    def _limit(self, limit: int | None, sign: int) -> float:
        return sign * self._highspy.kHighsInf if limit is None else float(limit)

    def add(self, row: Row) -> int:
        """One more row; its number."""
        numpy = self._numpy
        self._restore()
        self._highs.addRow(self._limit(row.low, -1), self._limit(row.high, 1), len(row.columns),
                           numpy.array(row.columns, numpy.int32), numpy.array(row.coefficients, float))
        self._rows += 1
        return self._rows - 1

    def limit(self, number: int, low: int | None, high: int | None) -> None:
        """New limits for a row, by its number."""
        self._highs.changeRowBounds(number, self._limit(low, -1), self._limit(high, 1))

    def set_costs(self, costs: Sequence[int]) -> None:
        """What is minimised: one whole number for each column."""
        numpy = self._numpy
        self._highs.changeColsCost(len(costs), numpy.arange(len(costs), dtype=numpy.int32), numpy.array(costs, float))

    def bound(self, columns: Sequence[int], low: int, high: int) -> None:
        """New bounds for these columns."""
        numpy, size = self._numpy, len(columns)
        self._highs.changeColsBounds(size, numpy.array(columns, numpy.int32), numpy.full(size, float(low)), numpy.full(size, float(high)))

    def relax(self) -> tuple[float, list[float], list[float]] | None:
        """The optimum over fractions, from where the last one ended: its cost, the values, and each column's reduced cost.
        None when there is no solution."""
        self._highs.setOptionValue("solve_relaxation", True)
        self._restore()
        solved = self._run()
        self._highs.setOptionValue("solve_relaxation", False)
        if not solved:
            return None
        solution = self._highs.getSolution()
        return self._highs.getInfo().objective_function_value, list(solution.col_value), list(solution.col_dual)

    def search(self) -> list[float] | None:
        """The values of the optimum over whole numbers, but for rounding; None when there is no solution."""
        self._restore()
        self._basis = self._highs.getBasis()
        return list(self._highs.getSolution().col_value) if self._run() else None

    def _restore(self) -> None:
        """Goes back to the basis of the last optimum over fractions, which a search leaves behind."""
        if self._basis is not None:
            self._highs.setBasis(self._basis)
            self._basis = None

    def _run(self) -> bool:
        statuses = self._highspy.HighsModelStatus
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in (statuses.kOptimal, statuses.kInfeasible):
            raise RuntimeError(f"the solver stopped with {status}")
        return status == statuses.kOptimal
