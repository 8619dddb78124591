"""The index of the search: an entry for each page, and for each thing that has a place of its own on one.

An entry is short: a name with other names for it, the headings of its page that few others have, one sentence. The reader's browser
compares what is typed with these (`theme_overrides/assets/javascripts/site/find.mjs`); whole texts would find more and answer worse. Claims
and sources, of which a guide has more than of all else, are found by the page that they stand on, under the names of who published them.
What a language has of its own (words that say nothing, spellings that are the same) is data, too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..model import Guide, limits
from .address import address
from .markdown import Node, texts
from .writer import Page

INDEX = "search/index.json"
# Each kind of thing by its word in `search.kinds`, and what it weighs where two fit equally well: who types a question wants its answer,
# who types a name the thing, and only then what there is to read about it. In their order where all is equal.
KINDS: Mapping[str, float] = {
    "question": 1.1, "debate": 1.0, "criterion": 0.9, "role": 1.1, "persona": 1.0, "path": 0.95, "decision": 0.95, "skill": 1.05, "project": 0.9,
    "tool": 0.95, "use_case": 0.9, "page": 0.9, "resource": 0.8, "evidence": 0.7, "contribute": 0.5,
}
# What a page is about, by its template; else by its section; else it is a page.
_BY_TEMPLATE = {
    "role": "role", "persona": "persona", "path": "path", "decide": "decision", "skill": "skill", "project": "project", "resource": "resource",
    "debate": "debate", "use-case": "use_case",
}
_HEADINGS = frozenset(("h2", "h3"))
_UNREAD = frozenset(("nav", "script", "template"))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What can be found: its kind, its address below the site's root, its name, what is said of it, other names, names of what it holds,
    headings of its page."""

    kind: str
    url: str
    title: str
    line: str
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def entries(page: Page, nodes: Iterable[Node | str]) -> tuple[Entry, ...]:
    """What is to be found of a page that was made of these nodes: itself, and what has a place on it. Nothing of one that is not to be found."""
    if not page.searchable:
        return ()
    places = page.places()
    anchors = {place.anchor for place in places}
    headings = () if page.listing else tuple(text for anchor, text in _headings(nodes) if anchor not in anchors)
    line = page.description.removeprefix(f"{page.title}. ")
    own = Entry(kind=kind_of(page), url=page.url, title=page.title, line=line, names=page.names, parts=page.parts, headings=headings)
    return own, *(
        Entry(kind=place.kind, url=f"{page.url}#{place.anchor}", title=place.title, line=place.line, names=place.names) for place in places
    )


def search_index(guide: Guide, found: Iterable[Entry]) -> str:
    """The whole index as JSON, for the guide's own language."""
    settings, words = guide.settings, guide.language.words.search
    kinds = list(KINDS)
    rows = sorted(found, key=lambda entry: kinds.index(entry.kind))
    places = {entry.url: number for number, entry in enumerate(rows)}
    seen = Counter(heading for entry in rows for heading in set(entry.headings))

    def row(entry: Entry) -> list[object]:
        # A heading that many pages have is their template's, and says nothing of any.
        headings = [text for text in entry.headings if seen[text] <= limits.FOUND_HEADINGS]
        return [kinds.index(entry.kind), entry.url, entry.title, entry.line, entry.names, [*entry.parts, *headings]]

    asked = [places[url] for question in settings.asked if (url := address("faq", guide.faq[question])) in places]
    ways = [places[url] for url in ("questions/", "roles/", "skills/", "paths/") if url in places]
    index: dict[str, Any] = {
        "silent": words.silent,
        "same": words.same,
        "says": vars(words.says),
        "report": f"{settings.repository}/issues/new?title=" if settings.repository else "",
        "kinds": [[kind, getattr(words.kinds, kind), weight] for kind, weight in KINDS.items()],
        "asked": asked[:limits.FOUND_ASKED],
        "ways": ways[:limits.FOUND_WAYS],
        "entries": [row(entry) for entry in rows],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def kind_of(page: Page) -> str:
    """The kind of a page, by its word in `search.kinds`."""
    template = page.template.removesuffix(".md.jinja")
    return _BY_TEMPLATE.get(template) or (page.section if page.section in KINDS else "page")


def _headings(nodes: Iterable[Node | str]) -> Iterator[tuple[str, str]]:
    """The headings that can be linked to, by their anchors."""
    for node in nodes:
        if isinstance(node, str) or node.tag in _UNREAD or "data-search-exclude" in node.attributes:
            continue
        if node.tag in _HEADINGS and node.attributes.get("id"):
            yield node.attributes["id"] or "", " ".join("".join(texts(node.children)).split())
        else:
            yield from _headings(node.children)


__all__ = ["INDEX", "KINDS", "Entry", "entries", "kind_of", "search_index"]
