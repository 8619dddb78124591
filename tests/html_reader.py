"""Reads HTML as a browser's first pass would: elements with their attributes, the text that shows, and what does not close."""
from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

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
        self.reading.text += data

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
    parser.reading.faults += [f"<{tag}> is never closed" for tag in parser.open]
    return parser.reading
