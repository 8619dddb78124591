"""`generate`, `build`, `serve`: content to pages, to a site, to a site that follows each save."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from .. import HOME, PACKAGE
from ..model.types import RepositoryUrl, SiteUrl
from ..rules import NAMED
from ..rules.check import check
from .common import CLEAN, PROBLEMS, Commands, Usage, as_field, command, files_of, read, report, say

if TYPE_CHECKING:
    from ..engine.serve import Update


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The commands and their options."""
    _out(command(commands, "generate", _generate, "write the Markdown pages"))
    _out(command(commands, "build", _build, "write the pages and build the site"))
    serve = command(commands, "serve", _serve, "build, serve on this machine and rebuild on every save")
    _out(serve)
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="port on 127.0.0.1 (default: 8000)")


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("build"), metavar="DIR", help="the folder to write to (default: build)")
    command.add_argument("--site-url", metavar="URL", help="where the site will be published (default: site_url of guide.yml)")
    command.add_argument("--repository", metavar="URL",
                         help="where the content can be edited; a fork on GitHub uses its own Pages (default: as in guide.yml)")


def _generate(options: argparse.Namespace) -> int:
    return CLEAN if _make(options, with_site=False) else PROBLEMS


def _build(options: argparse.Namespace) -> int:
    return CLEAN if _make(options, with_site=True) else PROBLEMS


def _make(options: argparse.Namespace, with_site: bool) -> bool:
    """Content to pages, and to the site when asked. False when the content has problems; nothing is written then."""
    from .. import pipeline, write
    from ..engine import stamp
    from ..engine.run import EngineFailed

    def waiting() -> None:
        print(f"Another build is writing to {options.out}; this one goes on when it is done.", file=sys.stderr, flush=True)

    _check_out(options)
    tree, unreadable = files_of(options.content)
    made_of = stamp.inputs(tree, (options.site_url, options.repository, os.environ.get("SOURCE_DATE_EPOCH"))) if with_site else ""
    if made_of and not unreadable and stamp.is_fresh(options.out, made_of):
        print(f"Nothing has changed. The site is in {options.out / 'site'}.")
        return True
    checked = check(tree, unreadable, with_plans=True)
    if checked.problems:
        report(checked.problems, options.content)
    if checked.guide is None:
        return False
    guide = checked.guide.at(options.site_url, options.repository)
    say("Writing pages ...")
    output = pipeline.generate(guide, checked.planned.plans, options.commands())
    try:
        with write.alone(options.out, waiting):
            written = pipeline.write_documents(output, guide, options.out, with_site)
            changed = len(output.documents.keys() & set(written.changed))
            print(f"{len(output.documents)} pages in {options.out / 'docs'}: {changed} changed, {len(written.removed)} removed.")
            if with_site:
                say("Building the site ...")
                print(f"The site is in {pipeline.build_site(output, guide, options.out)}.")
                if not checked.problems:  # warnings are said by each build
                    write.put(*stamp.written(options.out, made_of))
    except (write.NotOurs, ValueError) as error:
        raise Usage(str(error)) from None
    except EngineFailed as error:
        print(f"The site engine failed; the site that was there is untouched.\n{error}", file=sys.stderr)
        return False
    except OSError as error:
        raise Usage(f"cannot write below {options.out}: {error.strerror or error}.") from None
    return True


def _check_out(options: argparse.Namespace) -> None:
    out, content = options.out.resolve(), options.content.resolve()
    if out == content or content.is_relative_to(out) or out.is_relative_to(content):
        raise Usage("--out and --content must be different folders, neither inside the other.")
    options.site_url = as_field(SiteUrl, options.site_url, "--site-url")
    options.repository = as_field(RepositoryUrl, options.repository, "--repository")


def _serve(options: argparse.Namespace) -> int:
    from ..engine.serve import serve

    if not 0 <= options.port <= 65_535:
        raise Usage("--port is a number from 0 to 65535.")
    watched = [
        options.content,
        *(PACKAGE / name for name in ("templates", "words", "tasks")),
        HOME / "theme_overrides",
        HOME / "mkdocs.yml",
    ]
    behind = [sys.executable, "-m", __package__.partition(".")[0], "build", "--content", str(options.content), "--out", str(options.out)]
    for name in ("site_url", "repository"):
        if getattr(options, name) is not None:
            behind += [f"--{name.replace('_', '-')}", getattr(options, name)]
    try:
        serve(lambda: _make(options, with_site=True), lambda pages: _update(options, pages), behind, watched, options.out / "site",
              options.port, lambda line: print(line, flush=True))
    except OSError as error:
        raise Usage(f"cannot serve on port {options.port}: {error.strerror or error}.") from None
    return CLEAN


def _update(options: argparse.Namespace, addresses: Collection[str]) -> Update:
    """The pages at these addresses as the content has them now, through the engine of the last whole build; or what is wrong, which is printed."""
    from ..engine.one_page import OnePage
    from ..engine.serve import Update
    from ..site.paths import plan_file
    from ..site.registry import file_of, make_pages
    from ..site.render import render_page

    checked = read(options.content, with_plans=True)
    if checked.problems:
        report(checked.problems, options.content)
    if checked.guide is None:
        return Update(problems=tuple(problem.text(options.content.as_posix()) for problem in checked.problems))
    guide = checked.guide.at(options.site_url, options.repository)
    plans = checked.planned.plans
    pages = [page for page in make_pages(guide, plans, options.commands(), NAMED) if page.url in addresses]
    if not pages or not (options.out / "mkdocs.yml").is_file():
        return Update()
    engine = OnePage(options.out)
    beside = dict(plan_file(guide, key, plans) for key in plans if key.url in addresses)
    return Update({page.url: engine.html(file_of(page.url), render_page(page, guide.language.words).document) for page in pages},
                  files={path: text.encode() for path, text in beside.items()})
