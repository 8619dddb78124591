"""The one safe way from a text field to a page.

A CommonMark parser (markdown-it-py, HTML off) reads the field; everything outside a short list of constructs is not
parsed at all and so shows as typed. What is parsed is written out by this module as HTML, tag by tag: nothing from a
field reaches the page except through `escape`. Links point to entities by kind (`[Weaving](skill:weaving)`) or to the web.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from ..model import KINDS, Markdown, Outside, Place, Refers

LINK_KINDS = frozenset(KINDS)
_ALWAYS = ["normalize", "block", "inline", "text_join", "paragraph", "list", "text", "newline", "escape", "backticks", "emphasis",
           "link", "balance_pairs", "fragments_join"]
_NESTING = 20
_IN_ARTICLES = ["heading", "blockquote", "fence", "table"]
_ESCAPES = {ord(character): f"&#{ord(character)};" for character in "&<>\"'`*_[]{}#|\\~!"}
# Written as they are, without attributes; what else has a tag is written as stands here, or not at all.
_PLAIN_TAGS = frozenset("p ul li em strong blockquote thead tbody tr th td".split())
_TAGS = {
    "ordered_list_close": "</ol>", "table_close": "</table></div>", "softbreak": " ", "hardbreak": "<br>",
    # A heading inside a list or a quotation is no heading of the page.
    "heading_open": "<p><strong>", "heading_close": "</strong></p>",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text: `kind` and `id` for an entity, `kind` empty for anything else; `label` without its markup."""

    target: str
    label: str
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an article: its level (2 or more), its safe HTML and its anchor."""

    level: int
    html: Markup
    anchor: str


# Given a link and the safe HTML of its text (may be empty): the safe HTML of the whole link.
Resolve = Callable[[Link, Markup], Markup]


@lru_cache(maxsize=100_000)
def escape(text: str) -> Markup:
    """Text as HTML that no browser and no Markdown parser takes for anything but itself. Pages repeat names a lot."""
    return Markup(text.translate(_ESCAPES))


def links(text: str, mark: Markdown) -> Iterator[Link]:
    """Every link of a text, in order."""
    if "[" not in text:  # Most texts have none, and need not be parsed to know it.
        return
    for token in _inline_tokens(text, mark):
        children = token.children or []
        for index, child in enumerate(children):
            if child.type == "link_open":
                yield _link(child, _words(children[index + 1 : _closing(children, index)]))


def opening_link(text: str, mark: Markdown) -> tuple[Link, str] | None:
    """The link that a text begins with, and the words after it; None where it begins otherwise."""
    children = _opened_by_a_link(text, mark)
    if not children:
        return None
    end = _closing(children, 0)
    return _link(children[0], _words(children[1:end])), " ".join(_words(children[end + 1 :]).split())


def after_opening_link(text: str, mark: Markdown, resolve: Resolve) -> Markup:
    """What stands after the link that a text begins with, as safe HTML; nothing where it begins otherwise."""
    children = _opened_by_a_link(text, mark)
    return Markup("").join(_write(children[_closing(children, 0) + 1 :], resolve)).strip() if children else Markup("")


def _opened_by_a_link(text: str, mark: Markdown) -> list[Token]:
    children = next((token.children or [] for token in _inline_tokens(text, mark)), [])
    return children if children and children[0].type == "link_open" else []


def named(place: Place) -> list[tuple[str, str]]:
    """What a place of an entity names or links to, by kind and id."""
    if isinstance(place.mark, Refers):
        return [(place.mark.kind, place.text)]
    return [(link.kind, link.id) for link in links(place.text, place.mark) if link.kind] if isinstance(place.mark, Markdown) else []


def addresses(place: Place) -> list[str]:
    """The addresses on the web at a place of an entity: the text itself, or those that its links lead to."""
    if isinstance(place.mark, Outside):
        return [place.text]
    return [link.target for link in links(place.text, place.mark) if not link.kind] if isinstance(place.mark, Markdown) else []


def plain(text: str, mark: Markdown, keep_claims: bool = True) -> str:
    """The words of a text without markup; with `keep_claims` off, without the words of claim links."""
    inline = (token.children or [] for token in _inline_tokens(text, mark))
    return " ".join(" ".join(_words(tokens if keep_claims else _without_claims(tokens)) for tokens in inline).split())


def paragraphs(text: str, mark: Markdown, name: Callable[[Link], str]) -> Iterator[str]:
    """A text for a place without markup: each paragraph and each entry of a list as one line. A link without words gets its name."""
    entry = ""
    for token in _parse(text, mark):
        if token.type == "list_item_open":
            entry = "- "
        elif token.type == "inline":
            yield entry + " ".join(_named_words(token.children or [], name).split())
            entry = ""


def render(text: str, mark: Markdown, resolve: Resolve) -> Markup:
    """A text field as safe HTML: phrases for a one-line field, paragraphs and lists for a longer one."""
    return Markup("").join(_write(_parse(text, mark), resolve))


def article(text: str, mark: Markdown, resolve: Resolve) -> tuple[Heading | Markup, ...]:
    """A page as headings and the safe HTML between them, in order. Every heading has an anchor of its own: made of its words, or given at its
    end as `{#anchor}`, so that it can be reworded and links to it still lead there."""
    pieces: list[Heading | Markup] = []
    pending: list[Token] = []
    anchors: dict[str, int] = {}
    tokens = iter(_parse(text, mark))
    for token in tokens:
        if token.type != "heading_open" or token.level:
            pending.append(token)
            continue
        if pending:
            pieces.append(Markup("").join(_write(pending, resolve)))
            pending = []
        inline = next(tokens)
        next(tokens)
        words, given = _anchor_given(inline.children or [])
        html = Markup("").join(_write(words, resolve))
        if html:
            pieces.append(Heading(max(2, int(token.tag[1])), html, _unlike(slug(given or _words(words)), anchors)))
    if pending:
        pieces.append(Markup("").join(_write(pending, resolve)))
    return tuple(pieces)


def _anchor_given(words: list[Token]) -> tuple[list[Token], str]:
    """The words of a heading and the anchor at their end; empty where none is given."""
    found = re.search(r"\s+\{#([\w-]+)\}$", words[-1].content) if words and words[-1].type == "text" else None
    if found is None:
        return words, ""
    last = copy(words[-1])  # what was parsed is kept for the next who asks
    last.content = last.content[: found.start()]
    return [*words[:-1], last], found[1]


def code(text: str) -> str:
    """Text as code in GitHub's Markdown, whatever it holds; on one line."""
    text = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"


def slug(words: str) -> str:
    """An anchor made of words: letters and digits of any script, lower case, with hyphens between, as GitHub makes them."""
    kept = (character if unicodedata.category(character)[0] in "LMN" else "-" for character in unicodedata.normalize("NFC", words).lower())
    return re.sub(r"-+", "-", "".join(kept)).strip("-") or "section"


def _unlike(anchor: str, taken: dict[str, int]) -> str:
    """The anchor, or the first of `anchor-2`, `anchor-3` ... that is not taken; notes it with the last number it was given."""
    free, number = anchor, taken.get(anchor, 1)
    while free in taken:
        number += 1
        free = f"{anchor}-{number}"
    taken[anchor] = number
    taken.setdefault(free, 1)
    return free


@cache
def _parser(headings: bool, flat: bool = False) -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False, "maxNesting": _NESTING})
    wanted = [name for name in _ALWAYS + (_IN_ARTICLES if headings else []) if not (flat and name in ("list", "blockquote"))]
    parser.enable(wanted, ignoreInvalid=True)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # a bad link is an error of the field, not plain text
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=50_000)
def _parse(text: str, mark: Markdown) -> list[Token]:
    """The tokens of a text. Several rules and pages read the same text; nobody changes a token."""
    if not mark.blocks:
        return _parser(mark.headings).parseInline(text)
    tokens = _parser(mark.headings).parse(text)
    # The parser drops what is nested deeper than its limit: lists and quotations within each other so often show as typed.
    if any(token.nesting == 1 and token.level >= _NESTING - 1 for token in tokens):
        tokens = _parser(mark.headings, flat=True).parse(text)
    return tokens


def _inline_tokens(text: str, mark: Markdown) -> Iterator[Token]:
    return (token for token in _parse(text, mark) if token.type == "inline")


def _write(tokens: list[Token], resolve: Resolve) -> Iterator[Markup]:
    skip_until = -1
    for index, token in enumerate(tokens):
        if index <= skip_until:
            continue
        if token.type == "inline":
            yield from _write(token.children or [], resolve)
        elif token.type == "link_open":
            skip_until = _closing(tokens, index)
            inside = tokens[index + 1 : skip_until]
            yield resolve(_link(token, _words(inside)), Markup("").join(_write(inside, resolve)))
        elif token.type == "code_inline":
            yield Markup(f"<code>{escape(token.content)}</code>")
        elif token.type == "fence":
            code = escape(token.content).replace("\n", Markup("&#10;"))
            yield Markup(f'<pre tabindex="0"><code>{code}</code></pre>')
        elif token.type == "ordered_list_open":
            start = token.attrGet("start")
            yield Markup(f'<ol start="{int(start)}">' if start is not None else "<ol>")
        elif token.type == "table_open":
            label = escape(", ".join(_words(cell.children or []) for cell in _header_cells(tokens, index)))
            yield Markup(f'<div class="fp-scroll" tabindex="0" role="region" aria-label="{label}"><table class="fp-table">')
        elif token.type in ("paragraph_open", "paragraph_close") and token.hidden:
            continue
        elif token.type in _TAGS:
            yield Markup(_TAGS[token.type])
        elif token.tag in _PLAIN_TAGS:
            yield Markup(f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>")
        else:
            yield escape(token.content)


def _header_cells(tokens: list[Token], opening: int) -> Iterator[Token]:
    """The texts of a table's first row: what the table is called by those who cannot see it."""
    for token in tokens[opening:]:
        if token.type == "thead_close":
            return
        if token.type == "inline":
            yield token


def _closing(tokens: list[Token], opening: int) -> int:
    """The index of the link_close that belongs to the link_open at `opening` (links do not nest)."""
    return next(index for index in range(opening + 1, len(tokens)) if tokens[index].type == "link_close")


def _link(token: Token, label: str) -> Link:
    target = str(token.attrGet("href") or "")
    kind, colon, identifier = target.partition(":")
    if colon and kind in LINK_KINDS:
        return Link(target, label, kind, identifier)
    return Link(target, label)


def _words(tokens: list[Token]) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens if not token.type.endswith(("_open", "_close"))
    )


def _named_words(tokens: list[Token], name: Callable[[Link], str]) -> str:
    words = []
    for index, token in enumerate(tokens):
        words.append(_words([token]))
        if token.type == "link_open" and _closing(tokens, index) == index + 1:
            words.append(name(_link(token, "")))
    return "".join(words)


def _without_claims(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    inside = False
    for token in tokens:
        if token.type == "link_open":
            inside = str(token.attrGet("href") or "").startswith("claim:")
        if not inside and token.type != "code_inline":
            kept.append(token)
        if token.type == "link_close":
            inside = False
    return kept
