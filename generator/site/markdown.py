"""The HTML of our templates as Markdown: what Markdown can say is Markdown, what it cannot stays a block of HTML.

Templates write one language, HTML, with every text escaped. A page that is text (headings, paragraphs, lists, tables, terms, links)
comes out as Markdown that reads on GitHub as on the site, with links to other pages' files, which the engine checks. A class that a
look needs is kept by `<p class="..." markdown>` around the Markdown, an idiom that Material documents (`md_in_html`). A part that is an
interface (a form, a chart, a fold, what scripts look for) stays as it is, in `<div class="fp">`, which `engine/blocks.py` lets pass unread.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeGuard

from ..content.text import escape

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>|([^<]+)")
_WRITTEN = re.compile(r'([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?')
_VOID = frozenset(("br", "hr", "img", "input"))
_ATTRIBUTES: dict[str, set[str]] = {
    "p": {"class"},
    "ul": {"class"},
    "ol": {"class", "start"},
    "div": {"class", "tabindex", "role", "aria-label"},
}
# What HTML takes for one space; a space that does not break is another sign.
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_PHRASES = frozenset(("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup"))
_SPOKEN = frozenset(("class", "title", "id", "aria-hidden", "lang"))
_HEADINGS = {"h1": "#", "h2": "##", "h3": "###"}
# Of a page that is only read: what goes, what stays, what becomes a line of its own, what only groups.
_INTERFACE = frozenset("button form input label nav progress script select svg template textarea".split())
_ASIDE = frozenset(("hidden", "data-search-exclude"))
_KEPT = frozenset("a blockquote br code dd dt em li ol p pre strong table tbody td th thead tr ul".split())
_CAPTIONS = frozenset("caption figcaption h4 legend summary".split())
_GROUPS = frozenset("article aside details div figure fieldset header section".split())
# What a Markdown parser might take for markup inside a line, and at its beginning.
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {sign: "\\" + sign for sign in "\\`*_{}[]|"})
_BEFORE_TAGS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "\\`[]{}*"})
_FIRST = re.compile(r"^[-#+=:~]|^(\d+)([.)])")
# Code that may stand between single backquotes in every dialect.
_PLAIN_CODE = re.compile(r"[^`<>&|\\\s](?:[^`<>&|\\\n]*[^`<>&|\\\s])?")


@dataclass(slots=True)
class Node:
    """An element with its attributes (None for one without a value) and what it holds."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Node | str] = field(default_factory=list)


def parse(source: str) -> list[Node | str]:
    """What our templates wrote, as a tree. Anything that is not well formed is an error of a template."""
    root = Node("", {})
    open_nodes = [root]
    for token in _TOKEN.finditer(source):
        closing, tag, attributes, text = token.groups()
        if text is not None:
            open_nodes[-1].children.append(html.unescape(text) if "&" in text else text)
        elif closing:
            if open_nodes[-1].tag != tag:
                raise ValueError(f"</{tag}> closes <{open_nodes[-1].tag}>: {source[max(0, token.start() - 200) : token.end()]}")
            open_nodes.pop()
        else:
            node = Node(tag, {name: None if value is None else html.unescape(value) for name, value in _attributes(attributes)})
            open_nodes[-1].children.append(node)
            if tag not in _VOID:
                open_nodes.append(node)
    if len(open_nodes) > 1:
        raise ValueError(f"<{open_nodes[-1].tag}> is never closed")
    return root.children


def _attributes(text: str) -> Iterator[tuple[str, str | None]]:
    for found in _WRITTEN.finditer(text):
        yield found.group(1), found.group(2)


def markdown(nodes: Iterable[Node | str]) -> str:
    """A parsed page for the engine: Markdown, with blocks of HTML where Markdown has no words for it."""
    pieces: list[str] = []
    block: list[str] = []
    for node in nodes:
        if isinstance(node, str) and not node.strip():
            continue
        written = None if isinstance(node, str) else _block(node)
        if written is None:
            block.append(_source(node))
            continue
        if block:
            pieces.append(_stash(block))
            block = []
        pieces.append(written)
    if block:
        pieces.append(_stash(block))
    return "\n\n".join(pieces) + "\n"


def reading(nodes: Iterable[Node | str]) -> str:
    """A parsed page for who reads Markdown itself: no tags, no looks, and nothing that only a browser can do."""
    pieces = []
    for node in _blocks_of(_plain(nodes)):
        written = _block(node)
        pieces.append(_line((" ".join(texts([node])),), first=True) if written is None else written)
    return "\n\n".join(piece for piece in pieces if piece) + "\n"


def _plain(nodes: Iterable[Node | str], inside: str = "") -> Iterator[Node | str]:
    """What can be read, without looks: elements that only group are gone, and so is what is to be filled in or pressed."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag in _INTERFACE or node.attributes.keys() & _ASIDE or node.attributes.get("aria-hidden") == "true":
            continue
        elif node.tag == "dl":
            yield Node("ul", {}, list(_plain_terms(node)))
        elif node.tag in _KEPT or (node.tag in _HEADINGS and not inside):
            children = list(_plain(node.children, inside or node.tag * (node.tag not in _HEADINGS)))
            _, rest = _phrases_and_rest(children)
            if (node.tag in ("dd", "blockquote") and rest) or (node.tag == "li" and not _are_lists(rest)):
                children = list(_blocks_of(children))
            kept = {name: value for name, value in node.attributes.items() if name in ("href", "start")}
            yield Node(node.tag, kept, children)
        elif node.tag == "summary" and any(isinstance(child, Node) and child.tag in _HEADINGS for child in node.children):
            yield from _blocks_of(_plain(node.children, inside))
        elif node.tag in _CAPTIONS or node.tag in _HEADINGS:
            yield Node("p", {}, [Node("strong", {}, list(_plain(node.children, inside)))])
        elif node.tag in _GROUPS and inside in ("dl", "table"):
            yield from _plain(node.children, inside)
        elif node.tag in _GROUPS:
            yield from _blocks_of(_plain(node.children, inside))
        else:
            yield from _plain(node.children, inside)


def _plain_terms(node: Node) -> Iterator[Node]:
    """Terms as items of a list, each with its meaning behind it, or its meanings below."""
    pairs: list[tuple[list[Node | str], list[list[Node | str]]]] = []
    for part in _plain(node.children, "dl"):
        if isinstance(part, Node) and part.tag == "dt":
            pairs.append((part.children, []))
        elif isinstance(part, Node) and pairs:
            pairs[-1][1].append(part.children)
    for term, meanings in pairs:
        name = Node("strong", {}, [*term, ":"])
        if len(meanings) == 1 and all(map(_is_phrase, meanings[0])):
            yield Node("li", {}, [name, " ", *meanings[0]])
        else:
            yield Node("li", {}, [name, Node("ul", {}, [Node("li", {}, meaning) for meaning in meanings])])


def _blocks_of(nodes: Iterable[Node | str]) -> Iterator[Node]:
    """Blocks, with each run of phrases between them as a paragraph."""
    run: list[Node | str] = []
    for node in (*nodes, Node("", {})):
        if _is_phrase(node):
            run.append(node)
            continue
        if _solid(run):
            yield Node("p", {}, run)
        run = []
        if isinstance(node, Node) and node.tag:
            yield node


def _phrases_and_rest(children: list[Node | str]) -> tuple[list[Node | str], list[Node | str]]:
    """The phrases that an element begins with, and what stands after them but white space."""
    phrases = list(takewhile(_is_phrase, children))
    return phrases, _solid(children[len(phrases) :])


def _are_lists(parts: list[Node | str]) -> TypeGuard[list[Node]]:
    return all(isinstance(part, Node) and part.tag in ("ul", "ol") for part in parts)


def texts(nodes: Iterable[Node | str]) -> Iterator[str]:
    """Every text below these, but for what is drawn for the eye alone."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.attributes.get("aria-hidden") != "true":
            yield from texts(node.children)


def _stash(block: list[str]) -> str:
    """HTML that no Markdown parser reads: between the tags of one division, without blank lines."""
    lines = (line.strip() for line in "\n".join(block).splitlines())
    return "\n".join(('<div class="fp">', *(line for line in lines if line), "</div>"))


def _source(node: Node | str) -> str:
    """A part of the tree as HTML again, which no Markdown parser reads."""
    if isinstance(node, str):
        return html.escape(node, quote=False)
    inside = "".join(map(_source, node.children))
    if node.tag == "pre":
        inside = inside.replace("\n", "&#10;")
    return _opening(node, is_read=False) + inside + ("" if node.tag in _VOID else f"</{node.tag}>")


def _opening(node: Node, more: str = "", is_read: bool = True) -> str:
    """An opening tag. What a Markdown parser reads it takes for a tag whole, but for the few signs that it looks for before tags."""

    def written(value: str) -> str:
        return html.escape(value).translate(_BEFORE_TAGS) if is_read else html.escape(value)

    attributes = "".join(f" {name}" if value is None else f' {name}="{written(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}{more}>"


def _block(node: Node, nested: bool = False) -> str | None:
    """A block: a heading, a paragraph, a list, terms, a quotation, a table, a division of these. `nested` in a list, where no tag can be."""
    tag, attributes = node.tag, node.attributes
    if tag in _HEADINGS:
        text = None if nested or attributes.keys() - {"id"} else _line(node.children)
        text = text and text.removesuffix("#") + "&#35;" * text.endswith("#")  # Signs at the end would close it.
        return text and f"{_HEADINGS[tag]} {text}" + (f" {{#{attributes['id']}}}" if "id" in attributes else "")
    writers = {"p": _paragraph, "ul": _list, "ol": _list, "dl": _terms, "blockquote": _quotation, "div": _blocks}
    if tag not in writers:
        return _table(node) if tag == "table" and not nested else _code(node) if tag == "pre" and not attributes else None
    allowed = _ATTRIBUTES.get(tag, set())
    if attributes.keys() - allowed or (nested and attributes):
        return None
    written = writers[tag](node)
    if written is None or not attributes.keys() - {"start"}:
        return written
    return f"{_opening(node, more=' markdown')}\n\n{written}\n\n</{tag}>"


def _paragraph(node: Node) -> str | None:
    return _line(node.children, first=True)


def _blocks(node: Node, nested: bool = False) -> str | None:
    return _joined((None if isinstance(child, str) else _block(child, nested) for child in _solid(node.children)), "\n\n")


def _quotation(node: Node) -> str | None:
    inside = _blocks(node, nested=True)
    return inside and "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))


def _code(node: Node) -> str:
    return "\n".join(f"    {line}".rstrip() for line in "".join(texts([node])).rstrip("\n").split("\n"))


def _list(node: Node) -> str | None:
    number = int(node.attributes.get("start") or 1)
    items = []
    for item in _solid(node.children):
        if isinstance(item, str) or item.tag != "li" or item.attributes:
            return None
        inside = _item(item)
        if inside is None:
            return None
        mark = f"{number}. " if node.tag == "ol" else "- "
        number += 1
        items.append(mark + _indented(inside))
    loose = any("\n\n" in item for item in items)
    if not items or (loose and "class" in node.attributes):  # Python-Markdown reads no paragraphs of an item right inside a tag.
        return None
    return ("\n\n" if loose else "\n").join(items)


def _item(node: Node) -> str | None:
    """What an item of a list or a term's meaning holds: phrases, then blocks, or blocks alone."""
    phrases, rest = _phrases_and_rest(node.children)
    if not rest:
        return _line(phrases, first=True)
    if _solid(phrases) and _are_lists(rest):
        return _joined((_line(phrases, first=True), *(_block(part, nested=True) for part in rest)), "\n")
    return _blocks(node, nested=True)


def _terms(node: Node) -> str | None:
    lines: list[str] = []
    for term in _solid(node.children):
        if isinstance(term, str) or term.attributes.keys() - ({"id"} if term.tag == "dt" else set()):
            return None
        text = _line(term.children, first=True) if term.tag == "dt" else _item(term)
        if not text or term.tag not in ("dt", "dd"):
            return None
        if term.tag == "dt":
            lines += [""] * bool(lines) + [text + (f" {{ #{term.attributes['id']} }}" if term.attributes else "")]
        else:
            lines.append(":   " + _indented(text))
    return "\n".join(lines)


def _table(node: Node) -> str | None:
    head: list[list[str]] = []
    rows: list[list[str]] = []
    for part in _solid(node.children):
        for row in _solid(part.children) if isinstance(part, Node) else ():
            cells = [_cell(cell) for cell in (_solid(row.children) if isinstance(row, Node) else ())]
            whole = [cell for cell in cells if cell is not None]
            if len(whole) < len(cells):
                return None
            (head if isinstance(part, Node) and part.tag == "thead" else rows).append(whole)
    if len(head) != 1 or not rows:
        return None
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head[0], ["---"] * len(head[0]), *rows))


def _cell(cell: Node | str) -> str | None:
    """What a cell holds; a row's head, and whatever a look or a script wants of a cell, cannot be said."""
    if isinstance(cell, str) or cell.attributes.keys() - {"scope"} or cell.attributes.get("scope") == "row":
        return None
    return _line(cell.children)


def _line(children: Iterable[Node | str], first: bool = False) -> str | None:
    """Phrases on one line; `first` where a parser looks for a block's mark at its beginning."""
    text = _phrases(children, "")
    if text is None:
        return None
    text = _BLANKS.sub(" ", text).strip(" ")
    if first:
        text = _FIRST.sub(lambda found: f"{found[1]}&#{ord(found[2])};" if found[1] else f"&#{ord(found[0])};", text)
    return text


def _phrases(children: Iterable[Node | str], inside: str) -> str | None:
    written = ""
    for child in children:
        if isinstance(child, str):
            written += child.translate(_SIGNS).replace("~~", "&#126;&#126;")
            continue
        if child.tag not in _PHRASES:
            return None
        piece = _phrase(child, inside, written[-1:])
        if piece is None:
            return None
        if piece.startswith("[") and written.endswith("!"):
            written = written[:-1] + "&#33;"
        written += piece
    return written


def _phrase(node: Node, inside: str, before: str) -> str | None:
    tag = node.tag
    if tag == "br":
        return "<br>"
    if tag == "code" and not node.attributes:
        code = "".join(child for child in node.children if isinstance(child, str))
        return f"`{code}`" if _PLAIN_CODE.fullmatch(code) and before != "`" else f"<code>{escape(code)}</code>"
    if tag == "a":
        return _link(node)
    mark = {"em": "*", "strong": "**"}.get(tag, "")
    text = _phrases(node.children, inside + mark)
    if text is None:
        return None
    if mark and not node.attributes and not inside and before != "*" and text.strip() == text and text:
        return f"{mark}{text}{mark}"
    if node.attributes.keys() - _SPOKEN:
        return None
    return f"{_opening(node)}{text}</{tag}>"


def _link(node: Node) -> str | None:
    attributes = node.attributes
    target = attributes.get("href")
    text = _phrases(node.children, "link")
    if text is None or not target or attributes.keys() - {"href", "class"}:
        return None
    classes = (attributes.get("class") or "").split()
    look = "{ " + " ".join(f".{name}" for name in classes) + " }" if classes else ""
    return f"[{_BLANKS.sub(' ', text).strip(' ')}]({_target(target)}){look}"


def _target(target: str) -> str:
    """Another page by its file, which the engine and GitHub find; anything else as it is."""
    if re.match(r"[a-z]+:", target):
        pairs = target.count("(") == target.count(")")
        return "".join(f"%{ord(sign):02X}" if sign in ('<>|"` ' if pairs else '<>|"` ()') else sign for sign in target).replace(
            "&", "&amp;"
        )
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", target, re.DOTALL).groups()  # type: ignore[union-attr]
    if not path or not path.endswith("/"):
        return target
    return ("" if path == "./" else path) + "index.md" + (mark + rest).replace("&", "&amp;")


def _is_phrase(part: Node | str) -> bool:
    return isinstance(part, str) or part.tag in _PHRASES


def _solid(children: Iterable[Node | str]) -> list[Node | str]:
    """What is not white space between elements."""
    return [child for child in children if not isinstance(child, str) or child.strip()]


def _joined(parts: Iterable[str | None], gap: str) -> str | None:
    written = list(parts)
    return None if any(part is None for part in written) else gap.join(part for part in written if part)


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ").replace("\n    \n", "\n\n")
