"""Pages to Markdown files. The only user of Jinja.

A rendered page is front matter, Markdown headings, and between them HTML blocks without blank lines, which every Markdown
engine passes through untouched. Templates see finished values: undefined names are errors, and plain text that a template
prints goes through the same `escape` as everything else.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from functools import cache

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import PACKAGE
from ..content.text import escape
from ..parallel import spread
from .registry import Page, file_of
from .words import strings

# Begins a line that is Markdown and not HTML. No text can hold it: the loader refuses control characters.
_MARKDOWN = "\x02"

# What a page weighs in the search where that is not 1, by its section: what somebody types is first of all the name of a role,
# of a way there or of a skill, and only then a word of what there is to read about it.
_WEIGHTS = {"roles": 2.5, "paths": 2.5, "skills": 2, "home": 0.5}


def render(pages: Sequence[Page]) -> dict[str, str]:
    """The text of every page, by the path of its file in the engine's docs folder."""
    return dict(zip((file_of(page.url) for page in pages), spread(render_page, pages), strict=True))


def render_page(page: Page) -> str:
    """One page as a Markdown file."""
    template = _environment().get_template(page.template)
    body = template.render(page.context, page=page, words=strings(), MARKDOWN=_MARKDOWN)
    return _front_matter(page) + "\n".join(_tidy(body.splitlines())) + "\n"


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
    if page.template == "redirect.md.jinja":
        fields["redirect"] = html.escape(str(page.context["target"]))
    return "---\n" + yaml.dump(fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000) + "---\n\n"


def _tidy(lines: list[str]) -> Iterator[str]:
    """HTML lines gathered into blocks without indentation or blank lines, Markdown lines set apart from them."""
    block: list[str] = []
    for line in [*lines, _MARKDOWN]:
        bare = line.strip()
        if not bare.startswith(_MARKDOWN):
            if bare:
                block.append(bare)
            continue
        if block:
            yield from ('<div class="fp">', *block, "</div>", "")
            block = []
        if bare != _MARKDOWN:
            yield bare.removeprefix(_MARKDOWN)
            yield ""
