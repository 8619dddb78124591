"""The straight line: content folder to guide, to plans, to pages, to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from . import problems as reporting
from . import write
from .content.load import dotted
from .engine.config import engine_config
from .model import Guide
from .parallel import spread
from .planner import Plan, Request, Unreachable, plan, plan_path
from .planner.paths import VARIANTS, PathKey, Plans, path_keys, path_of, shown
from .problems import Problem
from .rules import RULES, no_plan
from .site.commands import Command
from .site.registry import Page, pages
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
    keys = tuple(key for key in path_keys(guide) if key.is_core or not core_only)
    plans = dict(zip(keys, spread(lambda key: _plan(guide, key), keys), strict=True))
    failed: dict[tuple[str, str], Problem] = {}
    for key, error in plans.items():
        if isinstance(error, Unreachable):  # what one variant of a path lacks, the others of it need not say again
            failed.setdefault((key.persona, key.role), _no_plan(guide, key, error))
    if failed:
        raise NoPlans(reporting.in_order(failed.values()))
    return shown({key: replace(plan, guide=guide) for key, plan in plans.items() if isinstance(plan, Plan)})


def write_documents(output: Output, guide: Guide, out: Path) -> write.Written:
    """Writes the Markdown and the engine's configuration below `out`; only what changed is touched."""
    written = write.sync(out / "docs", output.documents)
    write.put(out / "mkdocs.yml", engine_config(guide, output.pages, out))
    return written


def _plan(guide: Guide, key: PathKey) -> Plan | Unreachable:
    """A plan without its guide, which every process has already; or why there is none."""
    try:
        if key.then:
            return plan(guide, Request(key.persona, key.role, then=key.then)).without_guide()
        return plan_path(guide, key.persona, path_of(guide, key), False, VARIANTS[key.variant]).without_guide()
    except Unreachable as error:
        return error


def _no_plan(guide: Guide, key: PathKey, error: Unreachable) -> Problem:
    request = Request(key.persona, key.role, free=VARIANTS[key.variant], then=key.then or None)
    finding = no_plan(guide, guide.personas[key.persona].paths.index(path_of(guide, key)), request, error)
    return Problem(finding.entity.path, 0, 0, dotted(finding.loc), finding.message, finding.hint, rule="paths-reach-their-role")


__all__ = ["NoPlans", "Output", "all_plans", "generate", "write_documents"]
