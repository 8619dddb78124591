"""Pages to Markdown files. The only user of Jinja.

Templates write HTML of finished values: undefined names are errors, and plain text that a template prints goes through the same
`escape` as everything else. `markdown` makes Markdown of it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import PACKAGE
from ..content.text import escape
from ..parallel import spread
from .address import relative
from .cards import card_path
from .markdown import markdown, parse, reading
from .registry import Page, file_of
from .search import Entry, entries


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A page as a file for the engine, as Markdown to read (nothing for one that search engines pass by), and what the search finds of it."""

    document: str
    copy: str
    found: tuple[Entry, ...]


def render(pages: Sequence[Page], words: Any) -> dict[str, Rendered]:
    """Every page, by the path of its file in the engine's docs folder; `words` are those of the guide."""
    return dict(zip((file_of(page.url) for page in pages), spread(partial(render_page, words=words), pages), strict=True))


def render_page(page: Page, words: Any) -> Rendered:
    """One page."""
    nodes = parse(html_of(page, words))
    return Rendered(
        document=_front_matter(page) + markdown(nodes), copy=reading(nodes) if page.searchable else "", found=entries(page, nodes)
    )


def html_of(page: Page, words: Any) -> str:
    """What the template of a page writes, before it becomes Markdown."""
    return _environment().get_template(page.template).render(vars(page.record()), page=page, words=words)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["marks"] = _marks
    return environment


def _finalize(value: object) -> object:
    return value if isinstance(value, Markup) else escape(value) if isinstance(value, str) else value


def _marks(text: str) -> Markup:
    """Our own words with `code` in them."""
    pieces = text.split("`")
    return Markup("").join(
        escape(piece) if index % 2 == 0 else Markup(f"<code>{escape(piece)}</code>") for index, piece in enumerate(pieces)
    )


def _front_matter(page: Page) -> str:
    """The allow-list of keys that a page may set. The engine prints values unescaped, so they are HTML already."""
    fields: dict[str, object] = {
        "title": html.escape(page.title),
        "description": html.escape(page.description),
        "section": page.section,
    }
    if page.updated:
        fields["updated"] = page.updated
    if page.trail:
        fields["trail"] = [{"title": html.escape(title), "href": relative(page.url, url)} for title, url in page.trail]
    if page.source:
        fields["source"] = f"content/{page.source}"
    if page.edit:
        fields["edit"] = html.escape(page.edit)
    hidden = ["navigation"] + ([] if page.contents else ["toc"])
    fields["hide"] = hidden
    if page.wide:
        fields["wide"] = True
    if page.listing or not page.searchable:  # by the search of an engine that is run without our theme
        fields["search"] = {"exclude": True}
    if not page.searchable:
        fields["robots"] = "noindex"
    if page.card:
        fields["card"] = {"path": card_path(page), "says": html.escape(page.card)}
    if data := page.data():
        fields["data"] = data
    if page.redirect:
        fields["redirect"] = html.escape(page.redirect)
    return "---\n" + yaml.dump(fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000) + "---\n\n"
