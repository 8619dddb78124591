"""Pages to Markdown files: front matter that nothing breaks out of, Markdown with whole HTML blocks, and templates that only print."""
from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import hostile
import jinja2
import pytest
from conftest import guide_of, tiny_tree
from html_reader import front_matter, page_html, read_html, through_the_engine
from jinja2 import meta, nodes

from generator.model import Language
from generator.pipeline import Output
from generator.site import render as rendering
from generator.site.registry import Page
from generator.site.render import _environment, render
from generator.site.writer import PageWriter

render_page = partial(rendering.render_page, words=Language().words)
TEMPLATES = sorted((Path(__file__).parent.parent / "generator" / "templates").iterdir())
MACROS = {"_macros.jinja", "_follow.jinja", "_glance.jinja", "_path.jinja", "_picture.jinja"}
KEYS = {"title", "description", "section", "hide", "wide", "search", "robots", "redirect", "updated", "trail", "source", "edit", "data", "card"}
# What a hand-written page says of itself, whatever its words are.
PLAIN = {"section": "about", "source": "content/pages/x.md", "hide": ["navigation", "toc"]}


def page(title: str = "A title", description: str = "Words.", **fields: object) -> Page:
    """A hand-written page without a text."""
    record = SimpleNamespace(writer=PageWriter(guide_of(tiny_tree()), "x/"), pieces=())
    made = Page("x/", "page.md.jinja", title, description, "about", lambda: record, source="pages/x.md")
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def split(text: str) -> tuple[dict[str, object], str]:
    """A Markdown file as its front matter and its body."""
    assert text.startswith("---\n")
    return front_matter(text), text.split("---\n\n", 1)[1]


# What begins a block of HTML, and the tags that may stand in Markdown.
BLOCK = '<div class="fp">'
PHRASES = {"br", "code", "span", "strong"}


class TestFrontMatter:
    def test_a_page_says_what_it_is(self) -> None:
        fields, body = split(render_page(page()).document)
        assert fields == {"title": "A title", "description": "Words.", **PLAIN}
        assert body == "# A title\n"

    @pytest.mark.parametrize(("changes", "more"), [
        ({"contents": True}, {"hide": ["navigation"]}), ({"wide": True}, {"wide": True}),
        ({"edit": "https://example.org/edit?a&b"}, {"edit": "https://example.org/edit?a&amp;b"}),
        ({"trail": (("A", "a/"), ("B & C", "x/b/"))}, {"trail": [{"title": "A", "href": "../a/"}, {"title": "B &amp; C", "href": "b/"}]}),
    ])
    def test_a_page_says_how_it_is_shown_and_found(self, changes: dict[str, object], more: dict[str, object]) -> None:
        assert split(render_page(page(**changes)).document)[0] == split(render_page(page()).document)[0] | more

    @pytest.mark.parametrize(("changes", "robots"), [({"searchable": False}, {"robots": "noindex"}), ({"listing": True}, {})])
    def test_what_is_not_to_be_found_says_so_to_an_engine_with_a_search_of_its_own(self, changes: dict[str, object], robots: dict[str, str]) -> None:
        """A list would come before what it lists there; a variant stays out of every search."""
        fields, _ = split(render_page(page(**changes)).document)
        assert fields == {"title": "A title", "description": "Words.", **PLAIN, "search": {"exclude": True}, **robots}

    @pytest.mark.parametrize("vector", hostile.VECTORS)
    def test_no_text_breaks_out_of_its_value(self, vector: str) -> None:
        """The engine prints values as they are, so they are HTML already; none adds a key, ends the block or begins another.

        (A title is a name, and so one line.)
        """
        text = " ".join(vector.split())
        fields, body = split(render_page(page(text, f"{text} {text}", trail=((text, "x/"),))).document)
        assert fields == {
            "title": html.escape(text), "description": html.escape(f"{text} {text}"), **PLAIN,
            "trail": [{"title": html.escape(text), "href": "./"}],
        }
        assert body.startswith("# ") and body.count("\n") == 1
        heading = read_html(through_the_engine(body))
        assert (heading.tags(), heading.faults, " ".join(heading.text.split())) == ({"h1"}, [], text)

    def test_every_page_uses_the_listed_keys_alone(self, tiny: Output) -> None:
        used = set()
        for text in tiny.documents.values():
            used |= set(split(text)[0])
        assert used == KEYS

    def test_a_stub_says_where_to_go(self, tiny: Output) -> None:
        fields, _ = split(tiny.documents["resources/croissant-course/index.md"])
        assert fields == {
            "title": "This page has moved", "description": "This page has moved", "section": "", "hide": ["navigation", "toc"],
            "updated": "2026-11", "search": {"exclude": True}, "robots": "noindex", "redirect": "../croissants/",
        }


class TestBody:
    def test_a_page_is_markdown_and_whole_blocks_with_blank_lines_between_them(self, tiny: Output) -> None:
        """A block is HTML that no Markdown parser reads; a division around Markdown opens and closes on lines of their own."""
        for name, text in tiny.documents.items():
            body = split(text)[1]
            assert body.endswith("\n") and not body.endswith("\n\n") and "\n\n\n" not in body and not set(body) & set("\r\x02\t"), name
            divisions = ""
            for piece in body.rstrip("\n").split("\n\n"):
                lines = piece.splitlines()
                if lines[0] == BLOCK:
                    assert lines[-1] == "</div>" and all(line == line.strip() != "" for line in lines), f"{name}: {piece[:80]}"
                    assert read_html(piece).faults == [], name
                elif re.fullmatch(r'<[a-z]+ [^<>]*="[^<>]*" markdown>|</[a-z]+>', piece):
                    divisions += piece
                else:
                    assert BLOCK not in piece and read_html(piece).tags() <= PHRASES and read_html(piece).faults == [], f"{name}: {piece}"
                    assert not piece.startswith("#") or re.fullmatch(r"# \S.*|#{2,3} \S.* \{#[a-z0-9-]+\}", piece), f"{name}: {piece}"
            assert read_html(divisions).faults == [], name

    def test_what_is_text_is_markdown(self, tiny: Output) -> None:
        """Pages that are text alone hold no block."""
        blocks = {page.template.removesuffix(".md.jinja") for page in tiny.pages if BLOCK in tiny.documents[f"{page.url}index.md"]}
        assert blocks & {
            "page", "project", "resource", "timeline", "contribute-commands", "contribute-fields", "contribute-kind",
            "contribute-rules", "redirect"} == set()

    def test_a_page_has_one_title(self, tiny: Output) -> None:
        for name, text in tiny.documents.items():
            assert [element.tag for element in read_html(page_html(text)).elements].count("h1") == 1, name

    def test_the_engine_passes_every_block_through_untouched(self, tiny: Output) -> None:
        passed = 0
        for name, text in tiny.documents.items():
            body = split(text)[1]
            html = through_the_engine(body)
            for block in (piece for piece in body.rstrip("\n").split("\n\n") if piece.startswith(BLOCK)):
                assert block in html, f"{name}: {block[:80]}"
                passed += 1
        assert passed > 50

    def test_every_id_of_a_page_is_there_once(self, tiny: Output) -> None:
        for name, text in tiny.documents.items():
            ids = [element.attributes["id"] for element in read_html(page_html(text)).elements if "id" in element.attributes]
            assert sorted(ids) == sorted(set(ids)), name

    def test_the_same_pages_are_the_same_bytes(self, tiny: Output) -> None:
        again = render(tiny.pages, Language().words)
        assert {path: page.document for path, page in again.items()} == tiny.documents
        assert {path: page.copy for path, page in again.items() if page.copy} == tiny.copies
        assert set(tiny.documents) == {f"{page.url}index.md" for page in tiny.pages}

    def test_a_value_that_is_not_there_is_an_error_and_not_a_gap(self) -> None:
        with pytest.raises(jinja2.UndefinedError, match="'pieces' is undefined"):
            render_page(page(record=lambda: SimpleNamespace(writer=PageWriter(guide_of(tiny_tree()), "x/"))))
        with pytest.raises(jinja2.UndefinedError, match="has no attribute 'invented'"):
            _environment().from_string("{{ page.invented }}").render(page=page())

    def test_what_a_template_prints_is_escaped_unless_it_is_html(self) -> None:
        template = _environment().from_string("{{ text }} {{ html }} {{ number }} {{ texts | join(', ') }}")
        written = template.render(text="<b>*x*", html=PageWriter(guide_of(tiny_tree()), "").line("*x*"), number=3, texts=["<b>", "c"])
        assert written == "&#60;b&#62;&#42;x&#42; <em>x</em> 3 &#60;b&#62;, c"

    def test_our_own_words_may_hold_code(self) -> None:
        assert _environment().from_string("{{ 'Run `a < b` & `c`.' | marks }}").render() == "Run <code>a &#60; b</code> &#38; <code>c</code>."


ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg, nodes.Pos)
STATEMENTS = (
    nodes.Assign, nodes.AssignBlock, nodes.FilterBlock, nodes.With, nodes.Include, nodes.Extends, nodes.Block, nodes.FromImport,
    nodes.ExprStmt, nodes.ScopedEvalContextModifier,
)
# `length` says how much a fold holds: what it holds is printed below it.
FILTERS = {"marks", "lower", "join", "attr", "striptags", "length"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
class TestTemplates:
    """Templates loop, choose and print; what they print was worked out before."""

    def _all(self, path: Path, kind: type[nodes.Node] | tuple[type[nodes.Node], ...]) -> Iterator[nodes.Node]:
        return jinja2.Environment().parse(path.read_text()).find_all(kind)

    def test_do_not_calculate(self, path: Path) -> None:
        assert [f"line {node.lineno}: {type(node).__name__}" for node in self._all(path, ARITHMETIC)] == []

    def test_set_nothing_and_import_only_macros(self, path: Path) -> None:
        assert [f"line {node.lineno}: {type(node).__name__}" for node in self._all(path, STATEMENTS)] == []
        assert {node.template.value for node in self._all(path, nodes.Import)} <= MACROS  # type: ignore[attr-defined]

    def test_call_only_macros_and_the_pen(self, path: Path) -> None:
        """A macro, here or imported, or what it is put around; `writer.to` and `writer.edit`, which write addresses; `format`, which fills our
        own words."""
        macros = {node.name for node in self._all(path, nodes.Macro)} | {"caller"}  # type: ignore[attr-defined]
        for node in self._all(path, nodes.Call):
            called = node.node  # type: ignore[attr-defined]
            if isinstance(called, nodes.Name):
                assert called.name in macros, f"line {node.lineno}: {called.name}"
            else:
                owner = called.node
                while isinstance(owner, nodes.Getattr):
                    owner = owner.node
                ours = owner.name in ("m", "follow", "g", "p", "path")
                known = ours or (owner.name, called.attr) in {("writer", "to"), ("writer", "edit"), ("words", "format")}
                assert known, f"line {node.lineno}: {owner.name} ... {called.attr}"

    def test_use_a_short_list_of_filters_and_tests(self, path: Path) -> None:
        assert {node.name for node in self._all(path, nodes.Filter)} <= FILTERS  # type: ignore[attr-defined]
        assert {node.name for node in self._all(path, nodes.Test)} <= {"defined", "number"}  # type: ignore[attr-defined]

    def test_print_nothing_as_it_is(self, path: Path) -> None:
        assert "autoescape" not in path.read_text() and not re.search(r"\|\s*safe\b", path.read_text())

    def test_write_no_markdown(self, path: Path) -> None:
        """They write HTML; what of it becomes Markdown, `markdown` decides."""
        for data in self._all(path, nodes.TemplateData):
            assert re.findall(r"\n *(?:#{1,6}|[-*+>]|\d+\.) |\]\(|\*\*|\{#", data.data) == [], f"line {data.lineno}"  # type: ignore[attr-defined]

    def test_no_script_and_no_style_is_written_in_them(self, path: Path) -> None:
        assert re.findall(r"<(?:script|style|link|iframe|object|img)\b|\son[a-z]+=|javascript:|\sstyle=", path.read_text(), re.IGNORECASE) == []


def test_a_template_prints_each_field_of_its_record_and_nothing_else(tiny: Output) -> None:
    environment = _environment()
    macros = {name for file in TEMPLATES if file.name in MACROS for name in meta.find_undeclared_variables(environment.parse(file.read_text()))}
    for page in {page.template: page for page in tiny.pages}.values():
        used = meta.find_undeclared_variables(environment.parse((TEMPLATES[0].parent / page.template).read_text())) - {"page", "words"}
        fields = {field.name for field in dataclasses.fields(page.record())}  # type: ignore[arg-type]
        assert used <= fields <= used | macros, page.template


def test_every_template_is_used(tiny: Output) -> None:
    used = {page.template for page in tiny.pages}
    assert {path.name for path in TEMPLATES} - used == MACROS
