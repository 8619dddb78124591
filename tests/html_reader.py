"""Reads HTML as a browser's first pass would: elements with their attributes, the text that shows, what does not close, where links lead."""
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import markdown
import yaml
from conftest import ROOT

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True)
class Element:
    """An opening tag."""

    tag: str
    attributes: dict[str, str]


@dataclass
class Reading:
    """What stands in a piece of HTML. `faults` are tags that do not pair, comments, declarations and attributes given twice."""

    elements: list[Element] = field(default_factory=list)
    text: str = ""
    faults: list[str] = field(default_factory=list)

    def tags(self) -> set[str]:
        """Every tag that is there."""
        return {element.tag for element in self.elements}

    def all(self, tag: str, attribute: str) -> list[str]:
        """An attribute's values on all elements of a tag that have it."""
        return [element.attributes[attribute] for element in self.elements if element.tag == tag and attribute in element.attributes]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.reading.faults.append(f"<{tag}> has an attribute twice")
        self.reading.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.reading.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.reading.faults.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.reading.faults.append(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.reading.faults.append(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        self.reading.faults.append(f"instruction {data!r}")


def read_html(html: str) -> Reading:
    """Everything in a piece of HTML. A whole page has one declaration, its doctype."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    parser.reading.text = "".join(parser.texts)
    parser.reading.faults += [f"<{tag}> is never closed" for tag in parser.open]
    return parser.reading


def close(text: str) -> str:
    """A text without its blanks and marks of code, to look for it where elements stand close to each other."""
    return "".join(text.replace("`", "").split())


@cache
def _engine() -> markdown.Markdown:
    """Markdown as the site engine runs it: its own three extensions and those of mkdocs.yml."""
    names, options = ["toc", "tables", "fenced_code"], {}
    for entry in yaml.safe_load((ROOT / "mkdocs.yml").read_text())["markdown_extensions"]:
        name, settings = next(iter(entry.items())) if isinstance(entry, dict) else (entry, {})
        names.append(name)
        options[name] = settings
    return markdown.Markdown(extensions=list(dict.fromkeys(names)), extension_configs=options)


def through_the_engine(text: str) -> str:
    """A page's Markdown as the engine turns it into HTML, without the mark that it sets after each heading."""
    engine = _engine()
    engine.reset()
    return re.sub(r'<a class="headerlink"[^>]*>.*?</a>', "", engine.convert(text))


@cache
def page_html(text: str) -> str:
    """The body of a page's Markdown file as it stands on the site, where links to other pages' files lead to the pages."""
    html = through_the_engine(text.split("---\n\n", 1)[1])
    return re.sub(r'(<a\s[^>]*href=")([^":?#]*/)?index\.md(?=["?#])', lambda found: found[1] + (found[2] or "./"), html)


def front_matter(text: str) -> dict[str, Any]:
    """What a page's Markdown file says of the page."""
    return yaml.safe_load(text.removeprefix("---\n").split("---\n\n", 1)[0])


@cache
def read_page(document: str) -> Reading:
    """What stands on a page of the engine, which begins with its front matter. Guides that differ in a file share most pages."""
    return read_html(page_html(document))


def read_site(site: Path) -> dict[str, Reading]:
    """Every page of a built site by its address; the page for what is not there is `404.html`."""
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {re.sub(r"(^|/)index\.html$", r"\1", name): read_html(path.read_text("utf-8")) for name, path in paths.items()}


def links_of(reading: Reading) -> Iterator[tuple[str, str]]:
    """Every address that a page names, with the element that names it."""
    for element in reading.elements:
        for attribute in ("href", "src", "data", "action", "poster"):
            if attribute in element.attributes:
                yield element.tag, element.attributes[attribute]


def broken(pages: Mapping[str, Reading], files: Collection[str] = ()) -> list[str]:
    """Every link from page to page that leads to no page, no file or no place on a page. Pages go by their address below the root."""
    places = {address: {element.attributes["id"] for element in reading.elements if "id" in element.attributes} for address, reading in pages.items()}
    found = []
    for address, reading in pages.items():
        for _, target in links_of(reading):
            if urlsplit(target).scheme or target.startswith("//"):
                continue
            # Far below the root, so that a link that climbs out of the site is seen to do so.
            joined = urlsplit(urljoin(f"https://site.example/a/b/{address}", target))
            path, fragment = joined.path.removeprefix("/a/b/"), unquote(joined.fragment)
            if path not in pages and path not in files:
                found.append(f"{address}: {target} leads nowhere")
            elif fragment and fragment not in places.get(path, ()):
                found.append(f"{address}: {target} leads to no place on the page")
    return found
