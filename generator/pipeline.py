"""The straight line: a content folder to a guide, to plans, to pages, to files, to a site.

    tree --check--> guide + plans | problems --make_pages--> pages --render--> {path: text} --write--> build/docs --run_engine--> build/site
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import write
from .engine.assets import joined_assets
from .engine.config import engine_config
from .engine.run import run_engine
from .model import Guide
from .planner.paths import Plans
from .rules import NAMED
from .site.card_files import card_files
from .site.cards import Card, cards_of
from .site.changed import news_file
from .site.commands import Command
from .site.exports import export_files
from .site.llms import llms_txt
from .site.look import look_files
from .site.paths import plan_file
from .site.picture_files import picture_files
from .site.registry import Page, make_pages
from .site.render import render
from .site.search import INDEX, search_index


@dataclass(frozen=True)
class Output:
    """What a guide becomes: the engine's documents by their paths, the pages that they are, and the plans on them.

    `assets` are files that stand beside the documents, some in the place of the theme folder's files of these names; `copies`, which the
    engine would take for pages, are added to the site when it has made it, and so are `cards`, drawn while it is at work.
    """

    documents: Mapping[str, str]
    pages: tuple[Page, ...]
    plans: Plans
    assets: Mapping[str, str]
    copies: Mapping[str, str]
    cards: Mapping[str, Card]


def generate(guide: Guide, plans: Plans, commands: tuple[Command, ...] = ()) -> Output:
    """Every page of a guide, with the reference of these commands, as a file for the engine. Same input, same bytes."""
    pages = make_pages(guide, plans, commands, NAMED)
    rendered = render(pages, guide.language.words)
    found = (entry for page in rendered.values() for entry in page.found)
    return Output(
        documents={path: page.document for path, page in rendered.items()},
        pages=pages,
        plans=plans,
        assets={
            **joined_assets(),
            **look_files(guide),
            **export_files(guide),
            **news_file(guide),
            **picture_files(guide, plans),
            **dict(plan_file(guide, key, plans) for key in plans),
            "llms.txt": llms_txt(guide, pages),
            INDEX: search_index(guide, found),
        },
        copies={path: page.copy for path, page in rendered.items() if page.copy},
        cards=cards_of(guide, pages))


def write_documents(output: Output, guide: Guide, out: Path, for_site: bool = False) -> write.Written:
    """Writes the Markdown, the assets and the engine's configuration below `out`; only what changed is touched.

    `for_site`: `build_site` comes next, which adds the copies; who runs an engine by hand has none, and no links to them.
    """
    written = write.sync(out / "docs", {**output.documents, **output.assets})
    write.put(out / "mkdocs.yml", engine_config(guide, output.pages, out, for_site))
    return written


def beside_pages(output: Output, guide: Guide) -> dict[str, str | bytes]:
    """What stands in a site beside what the engine makes: the copies of its pages, and their cards."""
    return {**output.copies, **card_files(output.cards, guide)}


def build_site(output: Output, guide: Guide, out: Path) -> Path:
    """Has the engine make the site of what `write_documents` wrote; returns its folder. `EngineFailed` leaves the one that was there."""
    return run_engine(out, output.pages, lambda: beside_pages(output, guide))
