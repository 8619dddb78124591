"""Which items a plan is made of: lexicographic goals over a set cover with precedence, solved exactly by HiGHS.

`formulation.md` beside this file has the mathematics and the symbols. The only user of highspy. HiGHS counts in floats: its solutions
are rounded and checked in whole numbers, its bounds rounded on the safe side. That nothing better exists is its word, kept as
`Stage.bound`; the tests hold it against brute force.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, gcd

from ..model.limits import PROVIDERS_SHARE, SLACK_PERCENT
from .plan import Stage, StageName
from .planning_problem import PlanningProblem, find_order, lost_pairs, may_reach, relevant, required_by, unreachable
from .prerequisites import bit_positions

# How far a float may be from the truth, as a share of its size. HiGHS's own tolerances are 1e-6 and less.
_TOLERANCE = 1e-6
# How many cases may be looked at to see whether more items help. A cut that names an item too many is weaker, not wrong.
_MOST_CASES = 50
_STAGES: tuple[StageName, ...] = ("hours", "picks", "providers", "resources", "paid", "short", "unique")
# Presolve and the search for symmetries take longer than they save here. A rule of presolve loses rows in HiGHS 1.13 to 1.16, so that
# what it calls optimal is no solution: https://github.com/ERGO-Code/HiGHS/issues/3216.
_OPTIONS = (
    ("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0),
    ("presolve", "off"), ("mip_detect_symmetry", False), ("mip_heuristic_run_feasibility_jump", False),
)


def select(problem: PlanningProblem) -> tuple[tuple[int, ...], tuple[Stage, ...]]:
    """The items of a problem's plan as sorted indexes, and the proof. Raises Unreachable when no order credits all that is asked for."""
    if not problem.items:
        return (), tuple(Stage(name, 0, 0) for name in _STAGES)
    return _Formulation(problem).solve()


@dataclass(frozen=True, slots=True)
class Constraint:
    """The sum of variables, each times its coefficient, is at least `low`; all are whole numbers."""

    coefficients: Mapping[int, int]
    low: int

    @classmethod
    def of(cls, low: int, plus: Iterable[int], minus: Iterable[int] = ()) -> Constraint:
        """The sum of some variables, less that of others, is at least `low`."""
        return cls(dict.fromkeys(plus, 1) | dict.fromkeys(minus, -1), low)


def _total(coefficients: Mapping[int, int], values: Sequence[int]) -> int:
    return sum(coefficient * values[variable] for variable, coefficient in coefficients.items())


class IntegerProgram:
    """A program in 0-1 variables, numbered from 0; constraints may be added at any time."""

    def __init__(self, size: int) -> None:
        import highspy  # about 0.1 s, and `check` never needs it
        import numpy

        self._highspy, self._numpy = highspy, numpy
        self._variables, self._constraints = numpy.arange(size, dtype=numpy.int32), list[Constraint]()
        # highspy.Highs, a subclass with callbacks, prints a banner to stdout when it is made, before it can be told not to.
        self._highs = highspy._core._Highs()
        for name, value in _OPTIONS:
            self._highs.setOptionValue(name, value)
        self._highs.addVars(size, numpy.zeros(size), numpy.ones(size))
        self._highs.changeColsIntegrality(size, self._variables, numpy.full(size, highspy.HighsVarType.kInteger))

    def add(self, constraints: Sequence[Constraint]) -> None:
        """More constraints."""
        numpy, size = self._numpy, len(constraints)
        ends = list(accumulate(len(constraint.coefficients) for constraint in constraints))
        variables = [variable for constraint in constraints for variable in constraint.coefficients]
        coefficients = [value for constraint in constraints for value in constraint.coefficients.values()]
        self._highs.addRows(
            size, numpy.array([constraint.low for constraint in constraints], float), numpy.full(size, self._highspy.kHighsInf),
            len(variables), numpy.array([0, *ends[:-1]], numpy.int32), numpy.array(variables, numpy.int32), numpy.array(coefficients, float))
        self._constraints += constraints

    def minimise(self, costs: Mapping[int, int]) -> tuple[list[int], int] | None:
        """A solution of least cost, and the bound that no solution's cost is below; None when there is no solution."""
        statuses, size = self._highspy.HighsModelStatus, len(self._variables)
        self._highs.changeColsCost(size, self._variables, self._numpy.array([costs.get(variable, 0) for variable in range(size)], float))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == statuses.kInfeasible:
            return None
        if status != statuses.kOptimal:
            raise RuntimeError(f"the solver stopped with {status}")
        values = [round(value) for value in self._highs.getSolution().col_value]
        if any(_total(constraint.coefficients, values) < constraint.low for constraint in self._constraints):
            raise RuntimeError("the solver's solution breaks a constraint when it is rounded")
        bound = self._highs.getInfo().mip_dual_bound
        return values, ceil(bound - _TOLERANCE * (1 + abs(bound)))


class _Formulation:
    """The sets, variables, constraints and objectives of `formulation.md` for one problem."""

    def __init__(self, problem: PlanningProblem) -> None:
        self._problem, self._I = problem, range(len(problem.items))
        self._P_s = self._pickers()
        resources = dict.fromkeys(item.resource for item in problem.items)
        # The variables: x of item i is number i, then come y of each resource, z of each skill with a pick, and u.
        self._y = {r: len(self._I) + place for place, r in enumerate(resources)}
        self._z = {s: len(self._I) + len(self._y) + place for place, s in enumerate(sorted(self._P_s))}
        self._u = len(self._I) + len(self._y) + len(self._z)
        self._program = IntegerProgram(self._u + 1)
        self._program.add(list(self._constraints()))

    def _pickers(self) -> dict[str, list[int]]:
        """P_s: for each skill of the gap with an editor's pick, the items that serve it."""
        pickers: dict[str, list[int]] = {}
        for i in self._I:
            taught = self._problem.states.pairs(self._problem.effects[i].teaches & self._problem.gap)
            for s in sorted(self._problem.items[i].picks & {skill for skill, _ in taught}):
                pickers.setdefault(s, []).append(i)
        return pickers

    def _constraints(self) -> Iterator[Constraint]:
        """(1) to (5)."""
        effects, gap, start = self._problem.effects, self._problem.gap, self._problem.start
        teachers: dict[int, list[int]] = {p: [] for p in bit_positions((gap | required_by(effects, self._I)) & ~start)}
        for i in self._I:
            for p in bit_positions(effects[i].teaches & ~effects[i].requires_closed & ~start):
                teachers.setdefault(p, []).append(i)
        for T_p in dict.fromkeys(tuple(teachers[p]) for p in bit_positions(gap)):
            yield Constraint.of(1, T_p)  # (1) cover
        for i in self._I:
            for T_p in dict.fromkeys(tuple(teachers[p]) for p in bit_positions(effects[i].requires & ~gap & ~start)):
                yield Constraint.of(0, T_p, minus=[i])  # (2) precedence
        for i, item in enumerate(self._problem.items):
            yield Constraint.of(0, [self._y[item.resource]], minus=[i])  # (3) resources
            if item.key in self._problem.pins:
                yield Constraint.of(1, [i])  # (5) pins
        for s, z in self._z.items():
            yield Constraint.of(0, self._P_s[s], minus=[z])  # (4) picks

    def solve(self) -> tuple[tuple[int, ...], tuple[Stage, ...]]:
        """The goals in their order, each kept for those that follow."""
        problem, stages, values = self._problem, list[Stage](), list[int]()
        unit = gcd(*(item.minutes for item in problem.items))
        hours = {i: problem.items[i].minutes // unit for i in self._I}
        paid = {self._y[item.resource]: 1 for item in problem.items if item.cost == "paid"}
        goals: tuple[tuple[StageName, Mapping[int, int], int, int], ...] = (
            ("hours", hours, unit, SLACK_PERCENT), ("picks", dict.fromkeys(self._z.values(), -1), -1, 0), ("providers", {self._u: 1}, 1, 0),
            ("resources", dict.fromkeys(self._y.values(), 1), 1, 0), ("paid", paid, 1, 0), ("short", hours, unit, 0))
        for name, costs, size, slack in goals:
            least = sum(min(cost, 0) for cost in costs.values())
            if values and _total(costs, values) == least:
                bound = least  # not even all variables at their best would be better
            elif found := self._minimise(costs):
                values, bound = found
            else:
                raise unreachable(problem.states, problem.effects, problem.start, problem.goal)
            stages.append(Stage(name, _total(costs, values) * size, bound * size))
            most = _total(costs, values) * (100 + slack) // 100
            self._program.add([Constraint({variable: -cost for variable, cost in costs.items()}, -most)])
            if name == "hours":
                self._program.add(list(self._shares(hours, _total(costs, values))))
                values[self._u] = 1
        while earlier := self._before(values):
            values = earlier
        return tuple(i for i in self._I if values[i]), (*stages, Stage("unique", 0, 0))

    def _shares(self, hours: Mapping[int, int], least: int) -> Iterator[Constraint]:
        """(8) Of each provider that may have more than its share where a plan takes `least` hours or more."""
        offers: dict[str, set[int]] = {}
        for i in self._I:
            offers.setdefault(self._problem.items[i].provider, set()).add(i)
        for offer in offers.values():
            size = sum(hours[i] for i in offer)
            if size * PROVIDERS_SHARE > least:
                shares = {i: -hours[i] * (PROVIDERS_SHARE - 1) if i in offer else hours[i] for i in self._I}
                yield Constraint(shares | {self._u: size * (PROVIDERS_SHARE - 1)}, 0)

    def _before(self, values: Sequence[int]) -> list[int] | None:
        """(6) As good a set whose sorted keys come before those of this one, if there is any."""
        last = max(i for i in self._I if values[i])
        lacking = [i for i in range(last) if not values[i]]
        kept = (Constraint.of(1, [*(other for other in lacking if other < i), i]) for i in range(last) if values[i])
        self._program.add([Constraint.of(1, lacking), *kept])
        found = self._minimise({}) if lacking else None
        return found[0] if found else None

    def _minimise(self, costs: Mapping[int, int]) -> tuple[list[int], int] | None:
        """(7) The same as the program's, over plans alone: lazy constraint generation."""
        while found := self._program.minimise(costs):
            cuts = self._cuts([i for i in self._I if found[0][i]])
            if not cuts:
                return found
            self._program.add(cuts)
        return None

    def _cuts(self, chosen: Sequence[int]) -> list[Constraint]:
        """Constraints that cut off a set that is no plan, and no plan; none when it is one."""
        problem, effects = self._problem, self._problem.effects
        if find_order(effects, chosen, problem.start, problem.goal):
            return []
        goal = (problem.goal | required_by(effects, chosen)) & ~problem.start
        alone, group = lost_pairs(problem.states, effects, chosen, problem.start, goal)
        for p in bit_positions(0 if alone else group):  # each can be had, but not together: a smallest group of which that is so
            if not may_reach(effects, chosen, problem.start, problem.states.closed(group & ~(1 << p))):
                group &= ~(1 << p)
        return [cut for pairs in [1 << p for p in bit_positions(alone)] or [group] for cut in self._cuts_for(chosen, pairs)]

    def _cuts_for(self, chosen: Sequence[int], pairs: int) -> list[Constraint]:
        """A plan that must reach these pairs has some item of `outside`: the set was grown as long as they stay out of its reach."""
        problem, effects = self._problem, self._problem.effects
        demanded = problem.states.closed(pairs)
        helpful = relevant(effects, self._I, problem.start, demanded)[1]
        inside, outside = [i for i in helpful if i in chosen], list[int]()
        pending = [[i for i in helpful if i not in chosen]]
        while pending:
            group = pending.pop()
            if not may_reach(effects, [*inside, *group], problem.start, demanded, _MOST_CASES):
                inside += group
            elif len(group) == 1:
                outside += group
            else:  # what cannot be taken in at once is halved
                pending += [group[len(group) // 2:], group[:len(group) // 2]]
        # Pairs beyond the goal must be reached only with the items that require them.
        requiring = [i for i in chosen if effects[i].requires_closed & pairs & ~problem.goal]
        groups = [[i] for i in requiring] if requiring and pairs.bit_count() == 1 else [requiring]
        return [Constraint.of(1 - len(group), outside, minus=group) for group in groups]
