"""The Markdown of pages says what their templates wrote: the same text, links and structure after the site engine has read it."""
from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from conftest import generate
from hostile import VECTORS
from hostile_guide import full_tree, hostile_site_tree
from html_reader import VOID, page_html, through_the_engine
from hypothesis import given
from hypothesis import strategies as st

from generator.content.load import load
from generator.content.text import escape
from generator.model import Language
from generator.pipeline import Output
from generator.rules.validate import validate
from generator.site.markdown import markdown, parse, reading
from generator.site.render import html_of

# What the engine adds, or Markdown has no say in: wrappers, paragraphs of loose lists, looks.
_WRAPPERS = frozenset(("div", "p", "tbody", "thead"))
_SPOKEN = frozenset(("href", "id", "title", "start", "name", "value", "data-key"))


class _Outline(HTMLParser):
    """A page as a list: opening and closing tags that mean something, with what they lead to, and text without surplus white space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = dict(attrs)
        if tag == "h1":  # The engine gives it one of its own.
            kept.pop("id", None)
        if "href" in kept:
            kept["href"] = urljoin("https://site.example/a/b/c/", re.sub(r"(^|/)index\.md(?=$|[?#])", r"\1", kept["href"] or ""))
        if tag not in _WRAPPERS or "id" in kept:
            self.parts.append(f"<{tag} {sorted((name, value) for name, value in kept.items() if name in _SPOKEN)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _WRAPPERS and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def outline(html: str) -> list[str]:
    """What a reader gets of some HTML, in order."""
    parser = _Outline()
    parser.feed(html)
    parser.close()
    text = "\n".join(parser.parts)
    return [line for part in re.split(r"(<[^>\n]*>)", text) if (line := re.sub(r"[ \t\n\r\f]+", " ", part).strip(" "))]


def read_back(html: str) -> str:
    """HTML as it comes out of the engine after it was written as Markdown."""
    return through_the_engine(markdown(parse(html)))


PLACES = {
    "paragraph": "<p>{}</p>", "classed paragraph": '<p class="fp-lead">{}</p>', "heading": '<h2 id="x">{}</h2>', "title": "<h1>{}</h1>",
    "item": "<ul><li>{}</li><li>b</li></ul>", "numbered item": '<ol class="x"><li>a</li><li>{}</li></ol>',
    "item of paragraphs": "<ul><li><p>{}</p><p>b</p></li></ul>", "inner item": "<ul><li>a<ul><li>{}</li></ul></li></ul>",
    "term": "<dl><dt>{}</dt><dd>b</dd></dl>", "meaning": '<div class="x"><dl><dt id="i">a</dt><dd>{}</dd></dl></div>',
    "meaning of paragraphs": "<dl><dt>a</dt><dd><p>{}</p><p>b</p></dd></dl>",
    "head": '<table><thead><tr><th scope="col">{}</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>',
    "cell": '<div class="fp-scroll"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>{}</td><td>d</td></tr></tbody></table></div>',
    "quotation": "<blockquote><p>{}</p></blockquote>", "division": '<div class="fp-view"><p>{}</p><p>b</p></div>',
    "link": '<p>a <a href="../b/">{}</a> c</p>', "strong": "<p>a <strong>{}</strong> c</p>", "stress": "<p><em>{}</em></p>",
    "code": "<p>a <code>{}</code> c</p>", "span": '<p><span class="x" title="{0}">{0}</span></p>',
    "beside a link": '<p>{}<a href="../b/">b</a>{}</p>',
    "before stress": "<p>{}<em>b</em>{}</p>", "stress in strong": "<p><strong>a <em>{}</em></strong></p>",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_hostile_text_stays_what_it_is_wherever_it_stands(place: str) -> None:
    for vector in VECTORS:
        text = " ".join(vector.split())
        if not text:
            continue
        html = PLACES[place].replace("{0}", "{}").replace("{}", escape(text))
        assert outline(read_back(html)) == outline(html), vector


@given(st.sampled_from(sorted(PLACES)), st.text(st.sampled_from("ab1 \u00e9\u00a0<>&\"'`*_[]{}#|\\\\~!()-+.:=/$@^%"), min_size=1, max_size=30))
def test_any_text_stays_what_it_is_wherever_it_stands(place: str, text: str) -> None:
    text = " ".join(text.split()) or "a"
    html = PLACES[place].replace("{0}", "{}").replace("{}", escape(text))
    assert outline(read_back(html)) == outline(html)


@pytest.mark.parametrize("target", [
    "https://example.org/a_b*c*?x=1&copy=2#d", "https://example.org/w_(x)", "https://example.org/~a/$b,c;d=e!'", "mailto:a@b.example",
    "../x/?a=b&c=d#e", "#here", "./", "../", "../calendar.ics",
])
def test_a_link_leads_where_it_led(target: str) -> None:
    html = f'<p>a <a href="{escape(target)}">b</a></p>'
    assert outline(read_back(html)) == outline(html)


def _check(made: Output) -> None:
    for page in made.pages:
        html = html_of(page, Language().words)
        assert outline(page_html(made.documents[f"{page.url}index.md"])) == outline(html), page.url


def test_every_page_says_what_its_template_wrote(tiny: Output) -> None:
    _check(tiny)


@pytest.mark.parametrize("tree", [full_tree, hostile_site_tree])
def test_every_page_says_it_with_every_field_and_with_hostile_words(tree: object) -> None:
    guide, _ = validate(*load(tree()))  # type: ignore[operator]
    assert guide is not None
    _check(generate(guide))


def test_every_page_of_the_first_guide_says_what_its_template_wrote(real: Output) -> None:
    _check(real)


class TestReading:
    """The copy of a page for who reads Markdown itself."""

    @pytest.mark.parametrize(("html", "copy"), [
        ('<p class="fp-lead">a <span class="x" title="y">b</span></p>', "a b"),
        ('<section><h2 id="x">A</h2><div>b<p>c</p></div></section>', "## A\n\nb\n\nc"),
        ('<ul class="x"><li class="y" id="z"><h3><a href="../a/">A</a></h3><p>b</p></li></ul>', "- **[A](../a/index.md)**\n\n    b"),
        ("<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd><dd>e</dd></div></dl>", "- **a:** b\n- **c:**\n    - d\n    - e"),
        ("<details><summary>a</summary><p>b</p></details>", "**a**\n\nb"),
        ('<table class="x"><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><th scope="row">b</th></tr></tbody></table>',
         "| a |\n| --- |\n| b |"),
        ('<pre tabindex="0"><code>if a:\n\n    b</code></pre>', "    if a:\n\n        b"),
        ("<form><p>a</p></form><p hidden>b</p><nav>c</nav><p data-search-exclude>d</p><button>e</button><template><p>f</p></template>", ""),
        ("<figure><table><tbody><tr><td>a</td><td><p>b</p></td></tr></tbody></table></figure>", "a b"),
    ])
    def test_has_words_and_no_looks(self, html: str, copy: str) -> None:
        assert reading(parse(html)) == copy + "\n"

    def test_no_page_has_a_look_in_it(self, real: Output) -> None:
        assert [path for path, text in real.copies.items() if re.search(r"<[a-z]+ |\\{[ #.]|class=", re.sub(r"`[^`]*`|\\\\.", "", text))] == []

    def test_every_page_that_is_to_be_found_has_one_and_a_line_in_the_list_of_all(self, tiny: Output) -> None:
        found = {f"{page.url}index.md" for page in tiny.pages if page.searchable}
        assert set(tiny.copies) == found
        listed = re.findall(r"^- \[.*\]\((?:https://[^/]*/(?:[a-z]+/)?)?(.*)\): .", tiny.assets["llms.txt"], re.MULTILINE)
        assert sorted(listed) == sorted(found - {"index.md"})
