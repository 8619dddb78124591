"""The line itself: content folder to guide, to plans, to pages, to files, to a site."""

from __future__ import annotations

import html
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from . import problems as reporting
from . import write
from .checks import no_plan
from .commands import Command
from .load import dotted
from .model import Guide, PersonaPath
from .pages import VARIANTS, Page, PathKey, Plans, navigation, pages, wanted_plans
from .parallel import spread
from .plan import Plan, Request, Unreachable, plan, plan_path
from .problems import Problem
from .render import render
from .strings import strings

ROOT = Path(__file__).resolve().parent.parent
_CONFIG_MARK = "# Written by `python -m generator`; edits are lost. The theme is set in the mkdocs.yml of the repository.\n"


class EngineFailed(Exception):
    """The site engine ended with an error; carries what it printed."""


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
    found = pages(guide, plans, commands)
    return Output(render(found), found, plans)


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


def run_engine(out: Path, planned: Iterable[Page]) -> Path:
    """Builds the site beside the old one and swaps it in whole; returns its folder.

    `EngineFailed` leaves the old one: when the engine ends with an error, and when a planned page is missing from what it made.
    """
    live = out / "site"
    new = write.stage(live)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0")}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]  # with --quiet, --strict would see no warnings
    command += ["--config-file", str(out / "mkdocs.yml"), "--site-dir", str(new.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).strip().splitlines() if not line.startswith("INFO")]
    missing = [page.url for page in planned if not (new / page.url / "index.html").is_file()]
    if done.returncode == 0 and missing:
        said.append(f"It made no page for {len(missing)} of those planned, such as /{missing[0]}.")
    if done.returncode != 0 or missing:
        write.repair(live)
        raise EngineFailed("\n".join(said))
    write.swap(new, live)
    return live


def engine_config(guide: Guide, found: tuple[Page, ...], out: Path) -> str:
    """The engine's configuration: what is of this guide and this folder. Theme and extensions are inherited from the root's mkdocs.yml."""
    settings = engine_settings(guide, found)
    here = out.resolve()
    config = {
        "INHERIT": _from(here, "mkdocs.yml"),
        **settings,
        "docs_dir": "docs",
        "site_dir": "site",
        "hooks": [_from(here, "generator/hooks/blocks.py")],
        "theme": settings["theme"] | {"custom_dir": _from(here, "theme_overrides")},
    }
    return _CONFIG_MARK + yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=1000)


def engine_settings(guide: Guide, found: tuple[Page, ...]) -> dict[str, Any]:
    """What the engine is told of this guide, by the names of its configuration."""
    settings = guide.settings
    words = strings()
    known = {page.url for page in found}
    sections = dict(words.navigation)
    return {
        "site_name": settings.title,
        # The theme prints it as it is where a page has no description of its own.
        "site_description": html.escape(settings.description),
        "site_url": settings.site,
        "theme": {"language": settings.language},
        "nav": navigation(guide, found),
        "extra": {
            "tabs": [_entry(section, sections) for section in words.tabs if f"{section}/" in known],
            "map": [
                {"name": group, "entries": [_entry(section, sections) for section in members if f"{section}/" in known]}
                for group, members in words.map
            ],
            "repository": settings.repository or "",
            "licence": settings.licences.content,
            "as_of": settings.as_of,
            "guide": settings.short,
            "words": vars(words.theme),
        },
    }


def _from(folder: Path, path: str) -> str:
    return Path(os.path.relpath(ROOT / path, folder)).as_posix()


def _entry(section: str, names: Mapping[str, str]) -> dict[str, str]:
    return {"section": section, "name": names[section], "url": f"{section}/"}


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


__all__ = ["EngineFailed", "NoPlans", "Output", "all_plans", "engine_config", "generate", "run_engine", "write_documents"]
