"""From a text field to a page: a few constructs work, everything else shows as typed, and nothing else can come out."""
from __future__ import annotations

import re
from typing import Any

import hostile
import pytest
import yaml
from conftest import guide_of, tiny_tree
from html_reader import Reading, read_html, through_the_engine
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.content.load import load
from generator.content.text import Heading, Link, article, escape, links, paragraphs, plain, render, slug
from generator.model import Guide, Markdown
from generator.model.types import check_url
from generator.rules.validate import validate
from generator.site.writer import PageWriter

LINE = Markdown()
PROSE = Markdown(blocks=True)
ARTICLE = Markdown(blocks=True, headings=True)
PHRASES = {"em", "strong", "code", "a"}
BLOCKS = PHRASES | {"p", "ul", "ol", "li", "br"}
SECTIONS = BLOCKS | {"blockquote", "pre", "div", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "pre": {"tabindex"}, "div": {"class", "tabindex", "role", "aria-label"}, "table": {"class"}}


def resolve(link: Link, inner: Markup) -> Markup:
    """A link as a page would write it, to wherever it wants to go."""
    return Markup(f'<a href="{escape(link.target)}">{inner}</a>')


def whole(text: str) -> Markup:
    """An article in one piece, headings as the site's templates write them."""
    pieces = article(text, ARTICLE, resolve)
    return Markup("").join(Markup(f"<h2>{piece.html}</h2>") if isinstance(piece, Heading) else piece for piece in pieces)


class TestWhatWorks:
    @pytest.mark.parametrize(("text", "html"), [
        ("**bold** and __bold__", "<strong>bold</strong> and <strong>bold</strong>"),
        ("*leaning* and _leaning_", "<em>leaning</em> and <em>leaning</em>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("`code < &`", "<code>code &#60; &#38;</code>"),
        ("``a ` b``", "<code>a &#96; b</code>"),
        ("[RAG](skill:rag)", '<a href="skill:rag">RAG</a>'),
        ("[](skill:rag)", '<a href="skill:rag"></a>'),
        ("[**b** `c`](skill:rag)", '<a href="skill:rag"><strong>b</strong> <code>c</code></a>'),
        ("[x](https://example.org/?a=1&b=2#c)", '<a href="https://example.org/?a=1&#38;b=2&#35;c">x</a>'),
        ("[x](https://example.org/(a))", '<a href="https://example.org/(a)">x</a>'),
        (r"\*not leaning\* and 2 * 3 * 4", "&#42;not leaning&#42; and 2 &#42; 3 &#42; 4"),
        ("snake_case_word", "snake&#95;case&#95;word"),
    ])
    def test_phrases_in_a_line(self, text: str, html: str) -> None:
        assert render(text, LINE, resolve) == html
        assert render(text, PROSE, resolve) == f"<p>{html}</p>"

    @pytest.mark.parametrize(("text", "html"), [
        ("one\ntwo", "<p>one two</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("one  \ntwo\\\nthree", "<p>one<br>two<br>three</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("* one\n\n* two", "<ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        ("1. one\n2. two\n   - three", "<ol><li>one</li><li>two<ul><li>three</li></ul></li></ol>"),
        ("7) seven", '<ol start="7"><li>seven</li></ol>'),
        ("text\n- **one**", "<p>text</p><ul><li><strong>one</strong></li></ul>"),
    ])
    def test_paragraphs_and_lists_in_prose(self, text: str, html: str) -> None:
        assert render(text, PROSE, resolve) == html

    @pytest.mark.parametrize(("text", "html"), [
        ("> said\n> so", "<blockquote><p>said so</p></blockquote>"),
        ("```python\nif a < b:\n\n    x\n```", '<pre tabindex="0"><code>if a &#60; b:&#10;&#10;    x&#10;</code></pre>'),
        ("| a | b |\n|---|:-:|\n| *c* | d |",
         '<div class="fp-scroll" tabindex="0" role="region" aria-label="a, b"><table class="fp-table"><thead><tr><th>a</th><th>b</th></tr></thead>'
         "<tbody><tr><td><em>c</em></td><td>d</td></tr></tbody></table></div>"),
    ])
    def test_quotations_code_and_tables_in_articles_alone(self, text: str, html: str) -> None:
        assert article(text, ARTICLE, resolve) == (html,)
        assert read_html(render(text, PROSE, resolve)).tags() <= {"p", "code", "em"}

    def test_headings_stand_between_the_rest(self) -> None:
        assert article("a\n\n# One *two*\nb\n### Three\n", ARTICLE, resolve) == (
            "<p>a</p>", Heading(2, Markup("One <em>two</em>"), "one-two"), "<p>b</p>", Heading(3, Markup("Three"), "three"))

    def test_every_heading_has_an_anchor_of_its_own(self) -> None:
        headings = article("# A\n# a!\n## a-2\n# !\n# ?\n# A\n", ARTICLE, resolve)
        anchors = [piece.anchor for piece in headings if isinstance(piece, Heading)]
        assert anchors == ["a", "a-2", "a-2-2", "section", "section-2", "a-3"]

    def test_a_heading_keeps_the_anchor_that_it_gives(self) -> None:
        """As often as it is asked, and as safe as one made of words."""
        text = "# New *words* {#old-words}\n# b\n# old words\n# {#c}\n# d {#}\n# e {#\"><b>}\n"
        for _ in range(2):
            headings = [piece for piece in article(text, ARTICLE, resolve) if isinstance(piece, Heading)]
            assert [(piece.html.unescape(), piece.anchor) for piece in headings] == [
                ("New <em>words</em>", "old-words"), ("b", "b"), ("old words", "old-words-2"), ("{#c}", "c"), ("d {#}", "d"),
                ('e {#"><b>}', "e-b")]
            assert "<b>" not in headings[-1].html

    def test_a_heading_without_words_is_none(self) -> None:
        assert article("#\n## \n# a", ARTICLE, resolve) == (Heading(2, Markup("a"), "a"),)

    @pytest.mark.parametrize(("text", "html"), [
        ("> # a\n> b", "<blockquote><p><strong>a</strong></p><p>b</p></blockquote>"), ("- ## a", "<ul><li><p><strong>a</strong></p></li></ul>"),
    ])
    def test_a_heading_inside_something_is_no_heading_of_the_page(self, text: str, html: str) -> None:
        """It would tear apart what it stands in."""
        assert article(text, ARTICLE, resolve) == (html,)

    @pytest.mark.parametrize("text", ["- " * 30 + "deep", "> " * 30 + "deep", "1. " * 30 + "deep",
                                      "\n".join("  " * depth + "- a" for depth in range(30)) + " deep"])
    def test_what_is_nested_too_deep_shows_as_typed_and_is_not_lost(self, text: str) -> None:
        assert "deep" in read_html(render(text, PROSE, resolve)).text
        assert "deep" in read_html(whole(text)).text


class TestReading:
    def test_links_are_found_in_order_with_their_words(self) -> None:
        text = "a [**RAG** `x`](skill:rag) b\n\n- [](role:ml-engineer)\n- [site](https://example.org/) [y](skil:z)"
        assert list(links(text, PROSE)) == [
            Link("skill:rag", "RAG x", "skill", "rag"), Link("role:ml-engineer", "", "role", "ml-engineer"), Link("https://example.org/", "site"),
            Link("skil:z", "y"),
        ]

    def test_links_in_headings_tables_and_quotations_are_found_too(self) -> None:
        text = "# [a](skill:a)\n\n> [b](skill:b)\n\n| [c](skill:c) |\n|---|\n| [d](skill:d) |\n\n```\n[e](skill:e)\n```\n`[f](skill:f)`"
        assert [link.id for link in links(text, ARTICLE)] == ["a", "b", "c", "d"]

    @pytest.mark.parametrize(("text", "words"), [
        ("**a** [b](skill:c)\n\n- d `e`", "a b d e"), ("a\\*b & <c>", "a*b & <c>"), ("one\ntwo\n\nthree", "one two three"), ("[](skill:x)", ""),
    ])
    def test_plain_words_have_no_markup(self, text: str, words: str) -> None:
        assert plain(text, PROSE) == words

    def test_without_claims_there_are_neither_their_words_nor_code(self) -> None:
        text = "pays [$5](claim:pay), [RAG](skill:rag) `$7` and $9"
        assert plain(text, LINE) == "pays $5, RAG $7 and $9"
        assert plain(text, LINE, keep_claims=False) == "pays , RAG and $9"

    @pytest.mark.parametrize(("words", "anchor"), [
        ("How it is made", "how-it-is-made"), ("  RAG & co.  ", "rag-co"), ("C++/C#", "c-c"), ("", "section"), ("!?", "section"), ("a_b", "a-b"),
        ("\u00dcber uns", "\u00fcber-uns"), ("u\u0308", "\u00fc"), ("Гончар или ткач?", "гончар-или-ткач"), ("制作 方法", "制作-方法"),
        ("كيف نبدأ؟", "كيف-نبدأ"), ("हिन्दी में", "हिन्दी-में"),
    ])
    def test_an_anchor_is_lower_case_with_hyphens_in_any_script(self, words: str, anchor: str) -> None:
        assert slug(words) == anchor


def as_line(text: str) -> str:
    return f'<div class="fp">\n<p>{render(" ".join(text.split()), LINE, resolve)}</p>\n</div>\n'


def as_prose(text: str) -> str:
    return f'<div class="fp">\n{render(text, PROSE, resolve)}\n</div>\n'


def as_article(text: str) -> str:
    return f'<div class="fp">\n{whole(text)}\n</div>\n'


def as_heading(text: str) -> str:
    pieces = article(f"## {' '.join(text.split())}", ARTICLE, resolve)
    return "".join(f"## {piece.html} {{#{piece.anchor}}}\n\n" if isinstance(piece, Heading) else f"{piece}\n" for piece in pieces)


def as_title(text: str) -> str:
    return f"# {escape(' '.join(text.split()))}\n\n"


CONTEXTS = {
    "line": (as_line, PHRASES | {"div", "p"}), "prose": (as_prose, BLOCKS | {"div"}), "article": (as_article, SECTIONS | {"h2"}),
    "heading": (as_heading, PHRASES | {"h2", "p"}), "title": (as_title, {"h1"}),
}


def _hold_to_the_list(reading: Reading, tags: set[str], targets: set[str]) -> None:
    assert reading.faults == []
    assert reading.tags() <= tags
    for element in reading.elements:
        allowed = ATTRIBUTES.get(element.tag, set()) | ({"id"} if element.tag in ("h1", "h2") else {"class"} if element.tag == "div" else set())
        assert set(element.attributes) <= allowed, element
        if element.tag == "a":
            # (The engine makes spaces of tabs.)
            assert element.attributes["href"].split() in [target.split() for target in targets]
        if element.tag == "div":
            assert element.attributes["class"] in ("fp", "fp-scroll")


@pytest.mark.parametrize("vector", hostile.VECTORS)
def test_nothing_but_listed_tags_attributes_and_targets_come_out(vector: str) -> None:
    """In each context, before and after the site engine's Markdown."""
    for name, (write, tags) in CONTEXTS.items():
        text = " ".join(vector.split()) if name in ("line", "heading", "title") else vector
        mark = {"line": LINE, "prose": PROSE}.get(name, ARTICLE)
        targets = {link.target for link in links(f"## {text}" if name == "heading" else text, mark)} if name != "title" else set()
        written = write(vector)
        if name in ("line", "prose", "article"):
            _hold_to_the_list(read_html(written), tags, targets)
        _hold_to_the_list(read_html(through_the_engine(written)), tags, targets)


@pytest.mark.parametrize("vector", [vector for vector in hostile.VECTORS if "](" not in vector and "`" not in vector])
def test_what_is_not_markup_shows_as_typed(vector: str) -> None:
    """Letter for letter, in a line and in a title, after the site engine's Markdown."""
    typed = " ".join(vector.split())
    assert " ".join(read_html(through_the_engine(as_title(vector))).text.split()) == typed
    shown = " ".join(read_html(through_the_engine(as_line(vector))).text.split())
    if not re.search(r"[*_\\]", typed):
        assert shown == typed
    assert re.sub(r"[*_\\]", "", shown) == re.sub(r"[*_\\]", "", typed)


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(hostile.VECTORS)) == len(hostile.VECTORS) >= 150


WORDS = st.text(st.sampled_from("abc XYZ\u00e9\u05d0<>&\"'`*_[]{}#|\\~!()-+.:=/\n1"), max_size=120)


def test_every_sign_that_markdown_or_html_knows_is_written_as_its_number() -> None:
    assert escape("&<>\"'`*_[]{}#|\\~!") == "".join(f"&#{ord(sign)};" for sign in "&<>\"'`*_[]{}#|\\~!")
    assert escape("a-b.c:d/e(f)+g=h, i?") == "a-b.c:d/e(f)+g=h, i?"


class TestAnyText:
    @given(WORDS)
    @example("- - - - - - - - - - - - - - - - - - - - - - a")
    @example("*a **b c* d**")
    def test_is_balanced_and_keeps_every_letter(self, text: str) -> None:
        """Letters of a link's target and of a code block's language are not shown; everything else is."""
        for written, mark in ((as_line(text), LINE), (as_prose(text), PROSE), (as_article(text), ARTICLE)):
            reading = read_html(written)
            assert reading.faults == []
            if "](" not in text and not (mark == ARTICLE and ("```" in text or "~~~" in text or "|" in text)):
                assert _letters(reading.text) == _letters(text)
            assert "\n\n" not in written.removeprefix('<div class="fp">\n').removesuffix("\n</div>\n")

    @given(WORDS)
    def test_escaped_comes_back_as_it_was(self, text: str) -> None:
        assert read_html(escape(text)).text == text
        assert read_html(f'<a href="{escape(text)}"></a>').all("a", "href") == [text]
        typed = " ".join(text.split())
        if typed:
            assert " ".join(read_html(through_the_engine(f"# {escape(typed)} {{#x}}\n")).text.split()) == typed


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


class TestLength:
    """The longest texts that a field may hold, made of what has sent Markdown parsers round in circles: assert what comes out.

    A parser that takes quadratic time would need minutes for one of these; this one needs seconds for all.
    """

    @pytest.mark.parametrize("piece", [
        "[", "![", "[^", "<![CDATA[", "*", "**a", "*_", "_a ", "`", "` ", "`a", "[a](", "[](", "](", "[a](<", "\\", "&", "<", "> ", "- ", "- a\n",
        "1. ", "# a\n", "| a ", "|a|\n", "a\n", "a  \n", "***a", "*[a](b", "[[a](b)", "{", "((", "~~~\n", "```\n", "\n\n", "a\\\n", "- \n",
        "  - a\n", "> - ",
    ])
    def test_the_longest_text_comes_out_in_full(self, piece: str) -> None:
        text = (piece * 40_000)[:40_000]
        written = whole(text)
        assert len(written) <= 14 * len(text)
        reading = read_html(written)
        assert reading.faults == []
        if "](" not in text:
            assert _letters(reading.text) == _letters(text)

    def test_a_table_with_short_rows_is_filled_up_to_a_limit(self) -> None:
        text = "| " * 300 + "|\n" + "|-" * 300 + "|\n" + "|\n" * 13_000
        assert len(whole(text[:40_000])) < 2_000_000


class TestInAGuide:
    """What a hostile link meets on its way: the rule that refuses it, or the writer that writes it."""

    FIELDS = {
        "line": ("skills/sweet/lamination.yml", LINE), "prose": ("projects/first-loaf.yml", PROSE), "article": ("pages/about.md", ARTICLE),
    }
    REASONS = re.compile(
        r"the link target '.*' leads nowhere\.|no [a-z-]+ '.*' in content/[a-z-]+/\.|link: .* is not a plain host name: .*"
        r"|link: .* has a character that an address may not have\. .*|link: .* is not a web address\..*|the link to '.*' has no text\.")

    @pytest.mark.parametrize("vector", hostile.LINKS)
    @pytest.mark.parametrize("field", FIELDS)
    def test_a_link_is_refused_on_its_line_or_leads_to_a_plain_address(self, field: str, vector: str) -> None:
        path, mark = self.FIELDS[field]
        guide, problems = validate(*load({**tiny_tree(), path: _with(path, vector)}))
        wanted = [link for link in links(vector, mark) if not _is_plain(link)]
        assert (guide is None) == bool(wanted)
        if guide is None:
            assert {problem.path for problem in problems if problem.severity == "error"} == {path}
            for problem in problems:
                assert self.REASONS.fullmatch(problem.message), problem.message
                assert problem.line > 0
            return
        reading = _written(guide, field)
        assert reading.faults == []
        for element in reading.elements:
            if element.tag == "a":
                assert set(element.attributes) <= {"class", "href", "rel"}
                assert re.fullmatch(r"https://[a-z.]+(/[^\"'<> ]*)?|(\.\./)+[a-z/-]+", element.attributes["href"])


def _is_plain(link: Link) -> bool:
    """Whether a link leads to a thing of the tiny guide or to a plain https address, and has words where it needs them."""
    if link.kind:
        return link.id in guide_of(tiny_tree()).of(link.kind)
    try:
        return check_url(link.target).startswith("https://") and bool(link.label.strip())
    except Exception:
        return False


def _with(path: str, text: str) -> bytes:
    original: Any = tiny_tree()[path].decode()
    if path.endswith(".md"):
        return f"# About\n\n{text}\n".encode()
    data = yaml.safe_load(original)
    data["summary" if "summary" in data else "brief"] = text
    return yaml.safe_dump(data, allow_unicode=True).encode()


def _written(guide: Guide, field: str) -> Reading:
    writer = PageWriter(guide, "somewhere/else/")
    if field == "line":
        return read_html(writer.line(guide.skills["lamination"].summary))
    if field == "prose":
        return read_html(writer.prose(guide.projects["first-loaf"].brief))
    pieces = writer.article(guide.of("page")["about"].body)  # type: ignore[attr-defined]
    return read_html("".join(f"<h2>{piece.html}</h2>" if isinstance(piece, Heading) else piece for piece in pieces))


@pytest.mark.parametrize(("text", "mark", "lines"), [
    ("One *line* with `code`.", LINE, ["One line with code."]),
    ("- no list here", LINE, ["- no list here"]),
    ("One\nparagraph.\n\nAnother, with [words](skill:a) and [](skill:b).", PROSE, ["One paragraph.", "Another, with words and <skill b>."]),
    ("First:\n\n- one,\n- two\n  lines.\n\nLast.", PROSE, ["First:", "- one,", "- two lines.", "Last."]),
    ("[](claim:x)", LINE, ["<claim x>"]),
])
def test_a_text_can_be_had_without_markup_line_by_line(text: str, mark: Markdown, lines: list[str]) -> None:
    """A terminal shows links by their words, and by the name of what they lead to where they have none."""
    assert list(paragraphs(text, mark, lambda link: f"<{link.kind} {link.id}>")) == lines
