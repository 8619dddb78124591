"""The index of the search, in the form that the theme's reads: an entry for each section of each page that is to be found.

Made of what the templates wrote, so that no engine has to read its pages back, tag by tag, and nothing that only scripts read is in it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator

from .markdown import Node, texts
from .writer import Page

# What a page weighs where that is not 1, by its section: what somebody types is first of all the name of a role, of a way there or
# of a skill, or a question, and only then a word of what there is to read about it. A role and a path outweigh the questions that speak of them.
WEIGHTS = {"roles": 4, "paths": 4, "skills": 2, "questions": 2, "home": 0.5}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_UNREAD = frozenset(("button", "nav", "script", "select", "svg", "template"))
_PHRASES = frozenset("a abbr b br code em i label option small span strong sub sup time".split())
# The words of tags outweigh those of titles, and these those of texts: whose name is typed comes first.
_FIELDS = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}}
# The languages whose words the theme's search knows to cut to their stems.
LANGUAGES = frozenset("ar da de du el en es fi fr he hi hu hy it ja kn ko nl no pt ro ru sa sv ta te th tr vi zh".split())


def tags_of(page: Page) -> list[str]:
    """Words by which a page is found before others; one that had none would come last even when its title is typed in full."""
    return list(page.tags or (page.title,))


def entries(page: Page, nodes: Iterable[Node | str]) -> list[dict[str, object]]:
    """The sections of a page: where each begins, its title, its text as paragraphs of safe HTML."""
    if page.listing or not page.searchable:
        return []
    sections: list[tuple[str, str, list[str]]] = [("", page.title, [])]
    for place, title, text in _parts(nodes):
        if title:
            sections.append((place, title, []))
        elif text:
            sections[-1][2].append(text)
    shared: dict[str, object] = {"boost": WEIGHTS[page.section]} if page.section in WEIGHTS else {}
    return [
        {
            "location": page.url + (f"#{place}" if place else ""),
            "title": html.escape(title, quote=False),
            "text": "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts),
            "tags": [html.escape(tag, quote=False) for tag in page.place_tags.get(place) or tags_of(page)],
            **shared,
        }
        for place, title, texts in sections
        if texts or not place
    ]


def search_index(language: str, found: Iterable[dict[str, object]]) -> str:
    """The whole index as JSON."""
    config = {"lang": [language if language in LANGUAGES else "en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"], "fields": _FIELDS}
    return json.dumps({"config": config, "docs": list(found)}, ensure_ascii=False, separators=(",", ":"))


def _parts(nodes: Iterable[Node | str]) -> Iterator[tuple[str, str, str]]:
    """Headings that can be linked to (place, title, "") and paragraphs ("", "", text), in order. The page's own title is neither."""
    run: list[Node | str] = []
    for node in (*nodes, Node("hr", {})):
        if isinstance(node, str) or node.tag in _PHRASES:
            run.append(node)
            continue
        yield "", "", _text(run)
        run = []
        if not node.children or node.tag in _UNREAD or "data-search-exclude" in node.attributes or node.tag == "h1":
            continue
        if node.tag in _HEADINGS and node.attributes.get("id"):
            yield node.attributes["id"] or "", _text(node.children), ""
        else:
            yield from _parts(node.children)


def _text(nodes: Iterable[Node | str]) -> str:
    return " ".join("".join(texts(nodes)).split())


__all__ = ["LANGUAGES", "WEIGHTS", "entries", "search_index", "tags_of"]
