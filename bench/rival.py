"""Whether another solver agrees: `python bench/rival.py [CONTENT]`, by hand, where OR-Tools is installed (`ortools`); some minutes a path.

Every core path is planned once more by CP-SAT of OR-Tools, from a formulation that shares nothing with
`generator/planner/formulation.md` but the data: positions of the chosen items and who supports whom are variables of one model, so no
set has to be cut off afterwards; the order is made of one variable for each pair of jobs instead of labels. The table has, for each
stage, its value in the planner and in the rival; `=` says that they are equal and that the rival has proven its own. It exits with 1
where they differ.
"""
from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from math import gcd
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from ortools.sat.python import cp_model

from generator.content.load import load, read_tree
from generator.model.limits import PROVIDERS_SHARE, SLACK_PERCENT
from generator.planner.make import solve
from generator.planner.paths import path_keys, path_of
from generator.planner.plan import Plan, Request
from generator.planner.planning_problem import PlanningProblem, make_catalogue, make_problem
from generator.planner.prerequisites import ItemEffect, bit_positions
from generator.planner.sequence import Ordering, projects_of, reference_order
from generator.rules.validate import validate

SECONDS = 240
Literal = cp_model.IntVar


class Supports:
    """That each thing may start where it stands, and what each is credited with, as literals: `comes_before(j, i)` of those that are there."""

    def __init__(self, model: cp_model.CpModel, effects: Sequence[ItemEffect], present: Sequence[Literal], start: int, goal: int) -> None:
        self._model, self._effects, self._present, self._start = model, effects, present, start
        self._before: dict[tuple[int, int], Literal] = {}
        # credited[i][k]: thing i is credited with its gain number k
        self._credited = [[model.new_bool_var("") for _ in effect.gains] for effect in effects]
        self._teachers: dict[int, list[tuple[int, int]]] = {}
        for i, effect in enumerate(effects):
            for k, (_, gained) in enumerate(effect.gains):
                for pair in bit_positions(gained & ~start):
                    self._teachers.setdefault(pair, []).append((i, k))
        self._known: dict[tuple[int, int], Literal] = {}
        for i, effect in enumerate(effects):
            for k, (needed, _) in enumerate(effect.gains):
                credited = self._credited[i][k]
                model.add_implication(credited, present[i])
                for pair in bit_positions(needed & ~start):
                    own = [self._credited[i][m] for m in range(k) if effect.gains[m][1] >> pair & 1]
                    model.add_bool_or([*own, self._known_before(pair, i), credited.negated()])
            for pair in bit_positions(effect.requires_closed & ~start):
                model.add_implication(present[i], self._known_before(pair, i))
        for pair in bit_positions(goal & ~start):
            model.add_bool_or([self._credited[i][k] for i, k in self._teachers.get(pair, ())])

    def comes_before(self, first: int, second: int) -> Literal:
        """Whether one thing is there and comes before another; asked of any two, answered once."""
        if (first, second) not in self._before:
            self._before[first, second] = self._model.new_bool_var("")
        return self._before[first, second]

    def pairs(self) -> Iterable[tuple[tuple[int, int], Literal]]:
        """The literals that were asked for."""
        return self._before.items()

    def _known_before(self, pair: int, i: int) -> Literal:
        if (pair, i) not in self._known:
            known = self._known[pair, i] = self._model.new_bool_var("")
            supporters = []
            for j, k in self._teachers.get(pair, ()):
                if j != i:
                    supports = self._model.new_bool_var("")
                    self._model.add_implication(supports, self._credited[j][k])
                    self._model.add_implication(supports, self.comes_before(j, i))
                    supporters.append(supports)
            self._model.add_bool_or([*supporters, known.negated()])
        return self._known[pair, i]


def _solver() -> cp_model.CpSolver:
    """With linear relaxations of all constraints: without, the bound of the hours stays far below."""
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = SECONDS, 8
    solver.parameters.linearization_level = 2
    return solver


def _least(model: cp_model.CpModel, cost: cp_model.LinearExprT, hint: dict[Literal, int]) -> tuple[int, int, cp_model.CpSolver]:
    """The least value that was found, the bound below which there is none, and who found it."""
    model.minimize(cost)
    model.clear_hints()
    for variable, value in hint.items():
        model.add_hint(variable, value)
    solver = _solver()
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit(f"the rival finds nothing: {solver.status_name(status)}")
    return round(solver.objective_value), round(solver.best_objective_bound), solver


class Choice:
    """The choice as one model: what is chosen, at which place, and the sums that the goals speak of."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.model, items = cp_model.CpModel(), problem.items
        self.chosen = [self.model.new_bool_var(item.key) for item in items]
        place = [self.model.new_int_var(0, len(items), "") for _ in items]
        supports = Supports(self.model, problem.effects, self.chosen, problem.start, problem.goal)
        for (first, second), literal in supports.pairs():
            self.model.add(place[first] < place[second]).only_enforce_if(literal)
        for i, item in enumerate(items):
            if item.key in problem.pins:
                self.model.add(self.chosen[i] == 1)
        resources: dict[str, Literal] = {item.resource: self.model.new_bool_var("") for item in items}
        pickers: dict[str, list[Literal]] = {}
        for i, item in enumerate(items):
            self.model.add_implication(self.chosen[i], resources[item.resource])
            taught = {skill for skill, _ in problem.states.pairs(problem.effects[i].teaches & problem.gap)}
            for skill in sorted(item.picks & taught):
                pickers.setdefault(skill, []).append(self.chosen[i])
        served = []
        for choices in pickers.values():
            served.append(self.model.new_bool_var(""))
            self.model.add_bool_or([*choices, served[-1].negated()])
        minutes = sum(item.minutes * literal for item, literal in zip(items, self.chosen, strict=True))
        lopsided = self.model.new_bool_var("")
        for provider in sorted({item.provider for item in items}):
            offered = sum(item.minutes * self.chosen[i] for i, item in enumerate(items) if item.provider == provider)
            self.model.add(PROVIDERS_SHARE * offered <= minutes).only_enforce_if(lopsided.negated())
        paid = sorted({item.resource for item in items if item.cost == "paid"})
        self.costs = {"hours": minutes, "picks": -sum(served), "providers": lopsided, "resources": sum(resources.values()),
                      "paid": sum(resources[resource] for resource in paid), "short": minutes}
        self.variables = [*self.chosen, *place, *resources.values(), *served, lopsided]

    def keep(self, name: str, value: int) -> None:
        """A goal is as good as this from now on, the hours within their slack."""
        self.model.add(self.costs[name] <= (value * (100 + SLACK_PERCENT) // 100 if name == "hours" else value))


def choose(problem: PlanningProblem) -> dict[str, tuple[int, int]]:
    """The stages of the choice by the rival: value and bound of each."""
    choice, found, hint = Choice(problem), dict[str, tuple[int, int]](), dict[Literal, int]()
    for name, cost in choice.costs.items():
        value, bound, solver = _least(choice.model, cost, hint)
        choice.keep(name, value)
        hint = {variable: solver.value(variable) for variable in choice.variables}
        found[name] = (-value, -bound) if name == "picks" else (value, bound)
    return found


def is_first(problem: PlanningProblem, plan: Plan, found: dict[str, tuple[int, int]]) -> bool:
    """Whether no set that is as good has keys that come first: there is no item that it takes and the plan does not, with all before it alike."""
    choice = Choice(problem)
    for name, (value, _) in found.items():
        choice.keep(name, -value if name == "picks" else value)
    taken = [int(f"resource:{item.key}" in {step.key for step in plan.steps}) for item in problem.items]
    differs = [choice.model.new_bool_var("") for _ in taken]
    choice.model.add_exactly_one(differs)
    for i, literal in enumerate(differs):
        choice.model.add(choice.chosen[i] == 1).only_enforce_if(literal)
        choice.model.add(literal + taken[i] <= 1)
        for j in range(i):
            choice.model.add(choice.chosen[j] == taken[j]).only_enforce_if(literal)
    return _solver().solve(choice.model) == cp_model.INFEASIBLE


def arrange(problem: PlanningProblem, plan: Plan) -> dict[str, tuple[int, int]]:
    """The stages of the order by the rival, for the steps that the plan takes: value and bound of each."""
    index_of = {item.key: i for i, item in enumerate(problem.items)}
    taken = [index_of[step.key.removeprefix("resource:")] for step in plan.steps if step.kind == "resource"]
    built = dict.fromkeys(step.id for step in plan.steps if step.kind == "project")
    ordering = Ordering(problem, reference_order(problem, sorted(taken))[0], [projects_of(problem)[name] for name in built])
    jobs, limits = ordering.jobs, problem.limits
    unit = gcd(*(job.minutes for job in jobs), *limits.values())
    length, total = [job.minutes // unit for job in jobs], sum(job.minutes for job in jobs) // unit
    model, count = cp_model.CpModel(), range(len(jobs))
    present = [model.new_constant(1) for _ in jobs]
    supports = Supports(model, [job.effect for job in jobs], present, problem.start, ordering.needed)
    before = {(i, j): supports.comes_before(i, j) for i in count for j in count if i != j}
    for i in count:
        for j in range(i):
            model.add_exactly_one([before[i, j], before[j, i]])
        for j in bit_positions(jobs[i].follows):
            model.add(before[j, i] == 1)
        for j in count:
            for k in count:
                if i < j and i < k and j != k:
                    model.add_bool_or([before[j, i], before[k, j], before[i, k]])  # no circle of three: a linear order
    end = [length[i] + sum(length[j] * before[j, i] for j in count if j != i) for i in count]
    over = {name: model.new_int_var(0, total, name) for name in limits}

    def within(name: str, ends: Sequence[int], is_end_too: bool) -> None:
        """Each of these jobs, and the end of all, comes soon enough after another of them, or after the start."""
        limit = limits[name] // unit + over[name]  # type: ignore[index]
        for i in [*ends, -1] if is_end_too else ends:
            reaches = [model.new_bool_var("")]
            at = total if i < 0 else end[i]
            model.add(at <= limit).only_enforce_if(reaches[0])
            for j in ends:
                if j != i:
                    reaches.append(model.new_bool_var(""))
                    model.add(at - end[j] <= limit).only_enforce_if(reaches[-1])
                    if i >= 0:
                        model.add_implication(reaches[-1], before[j, i])
            model.add_bool_or(reaches)

    shown, projects = [i for i in count if jobs[i].ships], [i for i in count if jobs[i].is_project]
    if "stretch" in limits:
        within("stretch", shown, is_end_too="after_last" not in limits or not projects)
    if projects and "between_projects" in limits:
        within("between_projects", projects, is_end_too=False)
    for name, distance in (("first_project", end), ("after_last", [total - at for at in end])):
        if projects and name in limits:
            literals = [model.new_bool_var("") for _ in projects]
            for literal, i in zip(literals, projects, strict=True):
                model.add(distance[i] <= limits[name] // unit + over[name]).only_enforce_if(literal)  # type: ignore[index]
            model.add_bool_or(literals)
    places = {step.key: number for number, step in enumerate(plan.steps)}
    hint = {literal: int(places[jobs[i].key] < places[jobs[j].key]) for (i, j), literal in before.items()}
    mixed = model.new_bool_var("mixed")  # some project is begun before another that is begun is done
    for one, other in combinations([[i for i in projects if jobs[i].project == name] for name in built], 2):
        first = model.new_bool_var("")
        for i, j in product(one, other):
            model.add(before[i, j] == first).only_enforce_if(mixed.negated())
    rows, least, _ = _least(model, sum(over.values()), hint)
    model.add(sum(over.values()) <= rows)
    model.add(mixed <= _least(model, mixed, hint)[0])
    cost, bound, _ = _least(model, sum(job.weight * at for job, at in zip(jobs, end, strict=True)), hint)
    return {"rows": (rows * unit, least * unit), "order": (cost * unit, bound * unit)}


def main() -> int:
    tree, problems = read_tree(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "content"))
    documents, found = load(tree)
    guide, found = validate(documents, [*problems, *found])
    if guide is None:
        raise SystemExit("the content has problems: python -m generator check")
    catalogue, differ = make_catalogue(guide), False
    for key in path_keys(guide):
        if not key.is_core:
            continue
        problem = make_problem(catalogue, Request(key.persona, key.role), path_of(guide, key))
        plan = solve(problem)
        rival = choose(problem)
        stages = {**rival, "unique": (0, 0 if is_first(problem, plan, rival) else -1), **arrange(problem, plan)}
        line = []
        for stage in plan.stages:
            value, bound = stages[stage.name]
            better = value > stage.value if stage.name == "picks" else value < stage.value
            differ |= better or value != stage.value and stage.value == stage.bound
            line.append(f"{stage.name} {stage.value}" + (" =" if stage.value == value == bound else f" (rival: {value}, bound {bound})"))
        print(f"{key.name}: {'; '.join(line)}", flush=True)
    return int(differ)


if __name__ == "__main__":
    raise SystemExit(main())
