"""Pages to Markdown files. The only user of Jinja.

Templates write HTML of finished values: undefined names are errors, and plain text that a template prints goes through the same
`escape` as everything else. `markdown` makes Markdown of it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import PACKAGE
from ..content.text import escape
from ..parallel import spread
from .address import relative
from .markdown import markdown, parse, reading
from .registry import Page, file_of
from .words import strings

# What a page weighs in the search where that is not 1, by its section: what somebody types is first of all the name of a role,
# of a way there or of a skill, and only then a word of what there is to read about it.
_WEIGHTS = {"roles": 2.5, "paths": 2.5, "skills": 2, "home": 0.5}


def render(pages: Sequence[Page]) -> tuple[dict[str, str], dict[str, str]]:
    """The text of every page for the engine, and as it can be read by itself, by the path of its file."""
    files = [file_of(page.url) for page in pages]
    rendered = list(spread(render_page, pages))
    documents = {path: document for path, (document, _) in zip(files, rendered, strict=True)}
    return documents, {path: copy for path, (_, copy) in zip(files, rendered, strict=True) if copy}


def render_page(page: Page) -> tuple[str, str]:
    """One page as a Markdown file for the engine, and as Markdown to read; a page that search engines pass by has none of the latter."""
    nodes = parse(html_of(page))
    return _front_matter(page) + markdown(nodes), reading(nodes) if page.searchable else ""


def html_of(page: Page) -> str:
    """What the template of a page writes, before it becomes Markdown."""
    return _environment().get_template(page.template).render(vars(page.record()), page=page, words=strings())


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
    if page.listing or not page.searchable:
        fields["search"] = {"exclude": True}
    else:
        # The search weighs tags above all; a page that has none would come last even when its title is typed in full.
        fields["tags"] = [html.escape(tag) for tag in page.tags or (page.title,)]
        if page.section in _WEIGHTS:
            fields["search"] = {"boost": _WEIGHTS[page.section]}
    if not page.searchable:
        fields["robots"] = "noindex"
    if page.redirect:
        fields["redirect"] = html.escape(page.redirect)
    return "---\n" + yaml.dump(fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000) + "---\n\n"
