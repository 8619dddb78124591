"""The line itself: content folder to guide, to plans, to pages, to files, to a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import problems as reporting
from . import write
from .content.load import dotted
from .engine.config import engine_config
from .model import Guide, PersonaPath
from .parallel import spread
from .planner import Plan, Request, Unreachable, plan, plan_path
from .problems import Problem
from .rules import RULES, no_plan
from .site.commands import Command
from .site.registry import VARIANTS, Page, PathKey, Plans, pages, wanted_plans
from .site.render import render


class NoPlans(Exception):
    """Some paths have no plan; carries what is wrong with each. (`validate` finds all but the most entangled.)"""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class Output:
    """What a content folder becomes: the engine's documents and its configuration."""

    documents: Mapping[str, str]
    pages: tuple[Page, ...]
    plans: Plans


def generate(guide: Guide, commands: tuple[Command, ...] = ()) -> Output:
    """Plans every path and renders every page, with the reference of these commands. Same guide, same bytes."""
    plans = all_plans(guide)
    shown = pages(guide, plans, commands, RULES)
    return Output(render(shown), shown, plans)


def all_plans(guide: Guide, core_only: bool = False) -> Plans:
    """Every plan that the site shows, or those of the core paths at any cost alone. Raises NoPlans when one cannot be made."""
    keys = tuple(key for key in wanted_plans(guide) if not core_only or not (key.variant or key.then))
    made = dict(zip(keys, spread(lambda key: _plan(guide, key), keys), strict=True))
    failed: dict[tuple[str, str], Problem] = {}
    for key, error in made.items():
        if isinstance(error, Unreachable):  # what one variant of a path lacks, the others of it need not say again
            failed.setdefault((key.persona, key.role), _no_plan(guide, key, error))
    if failed:
        raise NoPlans(reporting.in_order(failed.values()))
    return {key: replace(plan, guide=guide) for key, plan in made.items() if isinstance(plan, Plan)}


def write_documents(output: Output, guide: Guide, out: Path) -> write.Written:
    """Writes the Markdown and the engine's configuration below `out`; only what changed is touched."""
    written = write.sync(out / "docs", output.documents)
    write.put(out / "mkdocs.yml", engine_config(guide, output.pages, out))
    return written


def _plan(guide: Guide, key: PathKey) -> Plan | Unreachable:
    """A plan without its guide, which every process has already; or why there is none."""
    full, free = VARIANTS[key.variant]
    try:
        if key.then:
            return plan(guide, Request(key.persona, key.role, full, free, then=key.then)).without_guide()
        return plan_path(guide, key.persona, _path(guide, key)[1], full, free).without_guide()
    except Unreachable as error:
        return error


def _path(guide: Guide, key: PathKey) -> tuple[int, PersonaPath]:
    return next((index, path) for index, path in enumerate(guide.personas[key.persona].paths) if path.to == key.role)


def _no_plan(guide: Guide, key: PathKey, error: Unreachable) -> Problem:
    full, free = VARIANTS[key.variant]
    found = no_plan(guide, _path(guide, key)[0], Request(key.persona, key.role, full, free, then=key.then or None), error)
    return Problem(found.entity.path, 0, 0, dotted(found.loc), found.message, found.hint, rule="paths-reach-their-role")


__all__ = ["NoPlans", "Output", "all_plans", "generate", "write_documents"]
