"""Plans as they are published, kept in files beside the content, so that a path stays as it is while it can be followed.

`_plans/<persona>/<role>.yml` holds the steps of a path in order, the hash of all that decides them, and for each stage of the choice
the bound that the solver proved. Where the hash is that of today, the plan is made of these steps without the solver. Where it is not,
the plan still stays if every step can be taken in its place, the goal is reached, and it is within the slack of the fewest hours that
were known: followers' paths do not move because something far away changed. Else it is planned anew.
"""
from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal

import yaml

from ..content.load import load_folder
from ..content.renaming import former_names
from ..model import Entity, Guide, tree
from ..model.lengths import hour_count
from ..model.limits import PROVIDERS_SHARE, SLACK_PERCENT
from ..parallel import spread
from . import prerequisites
from .make import plan_of_steps, solve
from .paths import VARIANTS, PathKey, Plans, path_keys, path_of, shown
from .plan import Plan, Request, Unreachable
from .planning_problem import Catalogue, PlanningProblem, make_catalogue, make_problem
from .rows import violation
from .sequence import projects_of

FOLDER = "_plans"
# What a plan of the same content may differ by from one version of the planner to the next: raised when its goals change.
_PLANNER = 3
_HEAD = "# The published path, written by `make plan ARGS=--renew`; it stays while it can be followed. Edits are lost.\n"

# The fields that decide plans, by kind, `guide` being guide.yml. `asked` holds what of them bears on one plan.
DECISIVE: Mapping[str, frozenset[str]] = {
    "guide": frozenset({"personas", "rhythm"}),
    "skill": frozenset({"requires"}),
    "resource": frozenset({"hours", "hours_basis", "teaches", "requires", "parts", "cost", "pick", "provider", "ships", "retired"}),
    "project": frozenset({"name", "hours", "requires", "proves", "parts", "roles", "ships", "retired"}),
    "role": frozenset({"needs"}),
    "persona": frozenset({"has", "paths", "rhythm"}),
}

_HOURS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")

State = Literal["locked", "kept", "missing", "broken"]


@dataclass(frozen=True)
class Lock:
    """One published plan: the hash of what was asked, the keys of its steps in order, the bound of each stage, and the hours of the longest
    stretch of each row that is broken, for who reviews the file."""

    asked: str
    steps: tuple[str, ...]
    bounds: Mapping[str, int]
    rows: Mapping[str, float] = field(default_factory=dict)


Locks = Mapping[PathKey, Lock]


@dataclass(frozen=True)
class Planned:
    """The plans of a guide, those of the paths that have none as the reason, and how each plan stands to its lock.

    `locked`: made of its lock. `kept`: the same, though the content has changed since. `missing`, `broken`: planned now, for want of a
    lock or because its steps cannot be followed any more.
    """

    plans: Plans
    failures: Mapping[PathKey, Unreachable]
    states: Mapping[PathKey, State]

    @property
    def core(self) -> Plans:
        """The plans of the core paths."""
        return {key: plan for key, plan in self.plans.items() if key.is_core}


def read_locks(files: Mapping[str, Any]) -> Locks:
    """The locks in the files of the folder, by their paths in it, as plain data. What is no lock is none: it is written anew."""
    locks: dict[PathKey, Lock] = {}
    for path, data in files.items():
        persona, _, role = path.removesuffix(".yml").partition("/")
        for name, entry in data.items() if isinstance(data, Mapping) else ():
            if (lock := _lock(entry)) is not None:
                locks[_key(persona, role, name)] = lock
    return locks


def kept_locks(tree: Mapping[str, bytes], guide: Guide) -> Locks:
    """The locks of a content folder, with today's ids in the place of former ones, of entities and of parts: a path stays when something in it
    is renamed."""
    names = former_names(guide)

    def step(key: str) -> str:
        kind, _, rest = key.partition(":")
        identifier, _, part = rest.partition("#")
        return f"{kind}:{names.of(kind, identifier)}" + (f"#{names.of_part(kind, identifier, part)}" if part else "")

    return {key.renamed(names): replace(lock, steps=tuple(map(step, lock.steps))) for key, lock in read_locks(load_folder(tree, FOLDER)).items()}


def lock_files(locks: Locks) -> dict[str, str]:
    """The text of every lock file, by its path in the content folder."""
    files: dict[str, dict[str, Any]] = {}
    for key, lock in locks.items():
        entry = {"asked": lock.asked, "steps": list(lock.steps), "bounds": dict(lock.bounds), **({"rows": dict(lock.rows)} if lock.rows else {})}
        files.setdefault(f"{FOLDER}/{key.persona}/{key.role}.yml", {})[_name(key)] = entry
    return {path: _HEAD + yaml.safe_dump(data, sort_keys=False, width=1000) for path, data in sorted(files.items())}


def plan_all(guide: Guide, locks: Locks | None = None, core_only: bool = False) -> Planned:
    """Every plan that the site shows, or those of the core paths alone; the solver is asked where a lock is missing or broken."""
    known = locks or {}
    # To follow a lock takes less than to begin a process for it; only the solver is worth one.
    solve_some = any(key not in known and not key.variant for key in path_keys(guide))
    results = _each_way(guide, lambda problem, key: _planned(problem, known.get(key)), core_only, apart=solve_some)
    plans = {key: plan for key, (plan, _) in results.items() if isinstance(plan, Plan)}
    failures = {key: plan for key, (plan, _) in results.items() if isinstance(plan, Unreachable)}
    return Planned(shown(plans), failures, {key: state for key, (plan, state) in results.items() if key in plans})


@dataclass(frozen=True)
class Renewed:
    """What became of one lock: the keys of the steps before, the plan now, the plan that would be made anew, the new lock."""

    before: tuple[str, ...]
    after: Plan
    anew: Plan
    lock: Lock


def renew(guide: Guide, locks: Locks, anew: Iterable[PathKey] = ()) -> tuple[Mapping[PathKey, Renewed], Mapping[PathKey, Unreachable]]:
    """Every lock as it should be: as it was where nothing that decides it changed, or where its plan is still within the slack of the
    fewest hours; planned anew where it is not, and for the paths of `anew`. And the paths that have no plan."""
    fresh = frozenset(anew)
    results = _each_way(guide, lambda problem, key: _renewed(problem, None if key in fresh else locks.get(key)), False)
    renewed = {key: found for key, (found, _) in results.items() if isinstance(found, Renewed)}
    kept = shown({key: found.after for key, found in renewed.items()})
    return ({key: found for key, found in renewed.items() if key in kept},
            {key: found for key, (found, _) in results.items() if isinstance(found, Unreachable)})


def _each_way(guide: Guide, work: Any, core_only: bool, apart: bool = True) -> dict[PathKey, tuple[Any, Any]]:
    """`work(problem, key)` for each path, `apart` in processes of their own; the ways of one persona to one role together, for a second
    road needs the first."""
    ways: dict[tuple[str, str], list[PathKey]] = {}
    for key in path_keys(guide):
        if key.is_core or not core_only:
            ways.setdefault((key.persona, key.role), []).append(key)
    catalogue = make_catalogue(guide)

    def walk(keys: Sequence[PathKey]) -> list[tuple[PathKey, Any, Any]]:
        results: list[tuple[PathKey, Any, Any]] = []
        core: Plan | None = None
        for key in keys:
            if key.variant == "free" and core is not None and all(step.cost == "free" for step in core.steps):
                continue  # the path at any cost is free
            try:
                result, state = work(_problem(catalogue, key, core), key)
            except Unreachable as error:
                result, state = error, "missing"
            if key.is_core:
                plan = result.after if isinstance(result, Renewed) else result
                core = plan if isinstance(plan, Plan) else None
            results.append((key, result, state))
            if key.is_core and core is None:
                break
        return results

    return {key: (result, state) for way in (spread(walk, list(ways.values())) if apart else map(walk, ways.values())) for key, result, state in way}


def _problem(catalogue: Catalogue, key: PathKey, core: Plan | None) -> PlanningProblem:
    guide = catalogue.guide
    if key.then and core is not None:
        done = frozenset(step.key for step in core.steps)
        path = guide.personas[key.persona].path_to(key.then)
        return make_problem(catalogue, Request(key.persona, key.role, then=key.then), path, core.learned, done)
    return make_problem(catalogue, Request(key.persona, key.role, free=VARIANTS[key.variant]), path_of(guide, key))


def _planned(problem: PlanningProblem, lock: Lock | None) -> tuple[Plan, State]:
    if lock is not None:
        same = lock.asked == asked(problem)
        plan = plan_of_steps(problem, lock.steps, lock.bounds, proven=same)
        if plan is not None:
            return plan, "locked" if same else "kept"
    return solve(problem), "missing" if lock is None else "broken"


def _renewed(problem: PlanningProblem, lock: Lock | None) -> tuple[Renewed, State]:
    question, before = asked(problem), lock.steps if lock is not None else ()
    if lock is not None and lock.asked == question:
        plan = plan_of_steps(problem, lock.steps, lock.bounds, proven=True)
        if plan is not None:
            return Renewed(before, plan, plan, lock), "locked"
    anew = solve(problem)
    bounds: dict[str, int] = {stage.name: stage.bound for stage in anew.stages}
    # An earlier planner had another order, and none that could be held against this one.
    kept = plan_of_steps(problem, before, bounds, proven=True) if lock is not None and "order" in lock.bounds else None
    after = kept if kept is not None and violation(kept.rows) <= violation(anew.rows) else anew
    rows: dict[str, float] = {row.name: hour_count(row.value) for row in after.rows if not row.kept}
    return Renewed(before, after, anew, Lock(question, tuple(step.key for step in after.steps), bounds, rows)), "kept"


def decisive(kind: str, entity: Entity) -> list[object]:
    """The values of an entity, of a kind, that decide plans."""
    return [getattr(entity, field.attribute) for field in tree(type(entity)).fields if field.name in DECISIVE[kind]]


def asked(problem: PlanningProblem) -> str:
    """A hash of all that decides a plan: the same for two problems with the same plan to make, whatever else their guides say."""
    requires = prerequisites.requirements(problem.guide.skills)
    gap, known = problem.states.pairs(problem.gap), problem.states.levels(problem.start)
    mentioned = {skill for skill, _ in gap} | set(known)
    for item in problem.items:
        mentioned |= {*item.teaches, *item.requires}
    projects = projects_of(problem)
    for project in chain(*projects.values()):
        mentioned |= {*project.requires, *project.proves}
    mentioned |= {skill for skill, _ in problem.states.pairs(problem.states.closed(problem.states.state(dict.fromkeys(mentioned, 1))))}
    question = [
        _PLANNER, SLACK_PERCENT, PROVIDERS_SHARE, problem.request.full, problem.request.free, sorted(known.items()), gap,
        [(item.key, item.minutes, item.cost, sorted(item.teaches.items()), sorted(item.requires.items()), sorted(item.picks),
          bool(item.ships), item.provider)
         for item in problem.items],
        sorted(problem.pins), problem.first_project,
        [(project.key, project.minutes, sorted(project.requires.items()), sorted(project.proves.items())) for project in chain(*projects.values())],
        [(skill, sorted(requires[skill])) for skill in sorted(mentioned)],
        sorted(problem.limits.items()),
        _courses(problem),
        *([problem.projects] if problem.projects else []),
    ]
    return hashlib.sha256(json.dumps(question, separators=(",", ":")).encode()).hexdigest()[:16]


def _courses(problem: PlanningProblem) -> list[tuple[str, list[str]]]:
    """The parts of each resource that may be chosen, in their own order."""
    resources = sorted({item.resource for item in problem.items if item.part is not None})
    return [(name, [part.id for part in problem.guide.resources[name].parts]) for name in resources]


def _lock(entry: Any) -> Lock | None:
    """A lock as it stands in a file; None for anything else."""
    if not isinstance(entry, Mapping) or set(entry) - {"rows"} != {"asked", "steps", "bounds"}:
        return None
    steps, bounds = entry["steps"], entry["bounds"]
    if not isinstance(entry["asked"], str) or not isinstance(steps, tuple) or not all(isinstance(step, str) for step in steps):
        return None
    if not isinstance(bounds, Mapping) or not all(isinstance(bound, str) and bound.isdecimal() for bound in bounds.values()):
        return None
    rows = entry.get("rows", {})
    if not isinstance(rows, Mapping) or not all(isinstance(hours, str) and _HOURS.fullmatch(hours) for hours in rows.values()):
        return None
    broken = {name: hour_count(round(float(hours) * 60)) for name, hours in rows.items()}
    return Lock(entry["asked"], steps, {name: int(bound) for name, bound in bounds.items()}, broken)


def _name(key: PathKey) -> str:
    return f"then/{key.then}" if key.then else key.variant or "core"


def _key(persona: str, role: str, name: str) -> PathKey:
    then = name.removeprefix("then/") if name.startswith("then/") else ""
    return PathKey(persona, role, "" if then or name == "core" else name, then)
