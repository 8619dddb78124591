"""A hook for MkDocs: `mkdocs build`, `serve` and `gh-deploy` in the root make the pages that `make site` makes.

It is a door and nothing depends on it: the content is read, checked, planned and rendered as by `python -m generator`, and each
page is handed over as a generated file. MkDocs loads this file by its path, so it finds the package by itself.
"""
from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, file_sort_key

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from generator import pipeline, write  # noqa: E402
from generator.cli import commands  # noqa: E402
from generator.cli.common import Usage, as_field, read, site_address  # noqa: E402
from generator.engine.config import engine_settings  # noqa: E402
from generator.model.types import RepositoryUrl, SiteUrl  # noqa: E402
from generator.problems import Problem, count, explanation  # noqa: E402

log = logging.getLogger("mkdocs.hooks.fingerpost")
_files: dict[str, str] = {}
_beside: dict[str, str | bytes] = {}
_preview = False


def on_startup(command: str, dirty: bool) -> None:
    """Notes whether pages are made for `mkdocs serve`, which has them reload by an inline script."""
    global _preview
    _preview = command == "serve"


@event_priority(100)  # before the search plugin asks for the language
def on_config(config: Any) -> Any:
    """Makes the pages, and sets what belongs to this guide; problems of the content end the build, each on a line of its own."""
    content = Path(os.path.relpath(config.docs_dir))
    checked = read(content, with_plans=True)
    if checked.guide is None:
        raise _ended(checked.problems, content)
    try:
        # As the Makefile has it: where the site and its source stand, when that is not where guide.yml says.
        guide = checked.guide.at(as_field(SiteUrl, os.environ.get("SITE_URL") or None, "SITE_URL"),
                                 as_field(RepositoryUrl, os.environ.get("REPOSITORY") or None, "REPOSITORY"))
        output = pipeline.generate(guide, checked.planned.plans, commands())
    except Usage as error:
        raise Abort(str(error)) from None
    for problem in checked.problems:
        log.info(problem.text(content.as_posix()))  # warnings: `make site` tells them too, and goes on
    _files.clear()
    _files.update({**output.documents, **output.assets})
    _beside.clear()
    _beside.update(pipeline.beside_pages(output, guide))
    settings = engine_settings(guide, output.pages)
    for name, value in settings.pop("theme").items():
        config.theme[name] = value
    config.extra.update(settings.pop("extra"), preview=_preview, copies=True)
    settings["site_url"] = config.site_url or settings["site_url"]  # the address of `serve` comes first
    for name, value in settings.items():
        config[name] = value
    # The engine stamps compressed files and pages with its clock; the same content gives the same bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return config


def _ended(problems: Sequence[Problem], content: Path) -> Abort:
    where = explanation(problems, site_address(content))
    return Abort("\n".join([*(problem.text(content.as_posix()) for problem in problems), *([where] if where else []), count(problems)]))


def on_files(files: Files, config: Any) -> Files:
    """Leaves the theme's files but those that are joined, and puts our pages in the place of the content folder's."""
    theirs = [file for file in files if file.src_dir != config.docs_dir and file.src_uri not in _files]
    ours = [File.generated(config, path, content=text) for path, text in _files.items()]
    return Files([*sorted(ours, key=file_sort_key), *theirs])


def on_post_build(config: Any) -> None:
    """Adds what is no page of the engine's."""
    write.add(Path(config.site_dir), _beside)


def on_serve(server: Any, config: Any, builder: Any) -> Any:
    """Watches what pages are made of besides the content."""
    for path in ("theme_overrides", "generator/templates", "generator/tasks", "generator/words"):
        server.watch(str(ROOT / path))
    return server
