"""Guides of other shapes than the first: one role, three, six; and without whatever a guide may leave out. No page speaks of what is not given."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain, product
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from conftest import ROOT, guide_of, tiny_tree, write_tree
from conftest import generate as made

from generator.cli import main
from generator.decisions import score
from generator.engine.config import engine_settings
from generator.model import FOLDER_OF, Guide, Language
from generator.model.colours import (
    BOARD_TEXT,
    BOARDS,
    DARK,
    GIVEN,
    INK,
    LIGHT,
    NEEDED,
    POST,
    RULE,
    SOFT_INK,
    contrast,
    shades,
    worst,
)
from generator.pipeline import Output
from generator.rules.check import check
from generator.site.look import LOGO, LOOK
from generator.site.render import html_of

Tree = dict[str, Any]
"""The files of a guide, as data; a page as its text."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HOLDERS = frozenset("ul ol dl li dd dt table tbody select section".split())


def tiny() -> Tree:
    """The tiny guide, with figures on what a baker is paid and a page of the answer."""
    tree = {path: yaml.load(raw, yaml.CBaseLoader) if path.endswith(".yml") else raw.decode()
            for path, raw in tiny_tree().items() if not path.startswith("_")}
    for name in ("junior", "senior", "chief"):
        tree[f"claims/craft/{name}-pay.yml"] = {
            **tree["claims/craft/loaf-hours.yml"], "statement": f"A {name} baker earns 18 EUR an hour.", "value": "18", "currency": "EUR",
            "measures": "wage", "population": f"{name} bakers"}
        tree[f"claims/craft/{name}-pay.yml"].pop("unit")
    tree["roles/baker.yml"] |= {"pay": ["junior-pay", "senior-pay", "chief-pay"], "demand": ["loaf-hours"],
                                "neighbours": [{"title": "Miller", "note": "Grinds."}]}
    tree["guide.yml"] |= {"description": "Two trades of flour.", "question": "Which of the two suits you?"}
    tree["pages/answer.md"] = "# The answer\n\nBake.\n"
    return tree


def files(tree: Tree) -> dict[str, bytes]:
    def text(data: Any) -> str:
        return data if isinstance(data, str) else yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return {path: text(data).encode() for path, data in tree.items()}


def without(tree: Tree, kind: str) -> Tree:
    """The same guide without any of a kind: no file, no list of ids, no link, no answer to one."""
    fields = {
        "claim": ("claims", "pay", "demand", "figures", "pictures", "topics"), "source": ("sources", "source", "article", "article_story", "via"),
        "decision": ("decisions", "answers", "expect", "outcomes"),
        "persona": ("personas",), "project": ("first_project", "first_project_within", "project", "projects"), "tool": ("workbench",),
        "criterion": ("criteria",), "faq": ("asked", "question_groups"),
    }.get(kind, ())

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            if kind == "claim" and "value" in value and "claims" in value:
                value = {**value, "opinion": "true"}
            return {name: bare(item) for name, item in value.items() if name not in fields}
        if isinstance(value, list):
            return [bare(item) for item in value]
        return re.sub(rf"\[([^]]*)\]\({kind}:[^)]*\)", "long" if kind == "claim" else r"\1", value) if isinstance(value, str) else value

    return {path: bare(data) for path, data in tree.items() if not path.startswith(f"{FOLDER_OF[kind]}/")}


def career(tree: Tree) -> Tree:
    """The same without all that only a job has."""
    for path, data in tree.items():
        names = {"roles": ("a_day", "responsibilities", "background", "workbench", "hiring", "not_for_you_if", "ad_signals", "neighbours",
                           "pay", "demand"),
                 "personas": ("stay", "pay_change"), "projects": ("cv",)}.get(path.partition("/")[0], ())
        tree[path] = {name: value for name, value in data.items() if name not in names} if isinstance(data, dict) else data
    return without(tree, "tool")


def one_role(tree: Tree) -> Tree:
    """The guide to the baker alone."""
    tree = without(without(tree, "decision"), "use-case")
    for path in ("roles/pastry-chef.yml", "skills/sweet/lamination.yml", "resources/tutorial/croissants.yml"):
        del tree[path]
    del tree["guide.yml"]["arms"]
    tree["guide.yml"]["areas"] = tree["guide.yml"]["areas"][:1]
    tree["guide.yml"]["roles"] = ["baker"]
    persona = tree["personas/home-cook.yml"]
    persona["paths"] = [{name: value for name, value in persona["paths"][0].items() if name != "then"}]
    for path, data in tree.items():
        if path.startswith("projects/"):
            data["roles"] = ["baker"]
    return tree


def roles(tree: Tree, number: int) -> Tree:
    """The guide with so many roles: those that come after the two are bakers of another name."""
    names = ("Miller", "Confectioner", "Cook", "Brewer")[: number - 2]
    for name in names:
        tree[f"roles/{name.lower()}.yml"] = {**tree["roles/baker.yml"], "name": name, "pay": [], "demand": []}
        tree["guide.yml"]["roles"].append(name.lower())
        tree["guide.yml"]["arms"].append({"role": name.lower(), "says": f"Start as a {name.lower()}."})
    for path, data in tree.items():
        if path.startswith("projects/"):
            data["roles"] = tree["guide.yml"]["roles"]
    decision = tree["decisions/which-trade.yml"]
    for name in names:
        decision["outcomes"].append({"id": name.lower(), "block": "fit", "name": name, "says": "Begin.", "roles": [name.lower()]})
        for question in decision["questions"]:
            if question["id"] in ("scales", "village"):
                question["options"].append({"id": name.lower(), "text": f"As a {name.lower()} does.", "favours": {name.lower(): 4},
                                            "because": "It is the trade."})
    return tree


KINDS = ("claim", "source", "decision", "persona", "debate", "use-case", "project", "tool", "event", "page", "criterion", "faq")
# A claim rests on a source.
_WITH = {"source": ("claim",)}


def lacking(*kinds: str) -> Callable[..., Tree]:
    """The guide, or another, without any of these kinds."""
    def shape(tree: Tree | None = None) -> Tree:
        tree = tree or tiny()
        for kind in kinds:
            for each in (*_WITH.get(kind, ()), kind):
                tree = without(tree, each)
        return tree
    return shape


SHAPES: Mapping[str, Callable[[], Tree]] = {
    "as it is": tiny,
    **{f"no {kind}": lacking(kind) for kind in KINDS},
    "nothing that only a job has": lambda: career(tiny()),
    "nothing but roles, skills and resources": lambda: career(lacking(*KINDS)()),
    "events alone": lacking("source"),
    "sources alone": lacking("claim", "event"),
    "one role": lambda: one_role(tiny()),
    "one role and nothing else": lambda: career(lacking(*KINDS)(one_role(tiny()))),
    "three roles": lambda: roles(tiny(), 3),
    "six roles": lambda: roles(tiny(), 6),
}


# What no page says when there is none. Contribute tells of all that could be there.
SAID = {
    "claim": r"\bclaims?\b|\bverdict|\bcorrections?\b|\bfigures?\b", "source": r"\bsources?\b",
    "decision": r"\bdecide|\bdecisions?\b|answers the same",
    "persona": r"\bpaths?\b|\bwho are you|starting point|\bif you stay", "debate": r"\bdebates?\b", "use-case": r"\buse[- ]cases?\b|\bproblems\b",
    "project": r"\bprojects?\b", "faq": r"\bquestions people|\ball questions|>questions<",
    "tool": r"\btools?\b|\bworkbench", "event": r"\btimeline\b|\bwhat happened", "page": r"\babout this guide\b|the answer\b",
    "criterion": r"\bcriteri|\bcomparison|side by side|\bcompare",
}
CAREER = r"\bpays?\b|\bdemand\b|\bjob ads?\b|\bads?\b|\binterview|\bif you stay\b|\bstaying\b|\bcv\b|\bbackground|\bwhat gets you"


class _Page(HTMLParser):
    """What a page shows: a list of openings, words and closings, without what waits for a script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marks: list[tuple[str, str]] = []
        self.hrefs: list[str] = []
        self.ids: set[str] = set()
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        waits = tag == "template" or "hidden" in given or bool(self._open and self._open[-1][1])
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if "href" in given:
            self.hrefs.append(str(given["href"]))
        if tag not in _VOID:
            self._open.append((tag, waits))
        if not waits:
            self.marks.append(("open" if tag not in _VOID else "words", tag))

    def handle_endtag(self, tag: str) -> None:
        if not self._open.pop()[1]:
            self.marks.append(("close", tag))

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._open[-1][1] if self._open else data.strip():
            self.marks.append(("words", data))

    def bare_headings(self) -> Iterator[str]:
        """Headings with nothing below them before the next of the same or a higher level."""
        for start, (mark, tag) in enumerate(self.marks):
            if mark != "open" or not re.fullmatch("h[1-6]", tag):
                continue
            after = self.marks[self.marks.index(("close", tag), start):]
            inside = False
            for kind, what in after[1:]:
                if re.fullmatch("h[1-6]", what) and kind != "words":
                    if kind == "open" and what <= tag:
                        yield self.marks[start + 1][1]
                        break
                    inside = kind == "open"
                elif kind == "words" and not inside:
                    break
            else:
                yield self.marks[start + 1][1]

    def empty(self) -> Iterator[str]:
        """Lists and tables that hold nothing."""
        for (mark, tag), (after, closed) in zip(self.marks, self.marks[1:], strict=False):
            if mark == "open" and tag in _HOLDERS and (after, closed) == ("close", tag):
                yield tag

    @property
    def text(self) -> str:
        return " ".join(words for mark, words in self.marks if mark == "words")


def read(output: Output) -> dict[str, _Page]:
    return {page.url: _Page(html_of(page, Language().words)) for page in output.pages}


@pytest.fixture(scope="module")
def shaped() -> Callable[[str], tuple[Guide, Output, dict[str, _Page]]]:
    kept: dict[str, tuple[Guide, Output, dict[str, _Page]]] = {}

    def get(name: str) -> tuple[Guide, Output, dict[str, _Page]]:
        if name not in kept:
            guide = guide_of(files(SHAPES[name]()))
            output = made(guide)
            kept[name] = guide, output, read(output)
        return kept[name]
    return get


each = pytest.mark.parametrize("name", SHAPES)


@each
def test_no_heading_stands_for_nothing_and_no_list_is_empty(name: str, shaped: Any) -> None:
    for url, page in shaped(name)[2].items():
        assert (url, list(page.bare_headings()), list(page.empty())) == (url, [], [])


@each
def test_every_link_leads_to_a_page_and_a_place_on_it(name: str, shaped: Any) -> None:
    guide, output, pages = shaped(name)
    for url, page in pages.items():
        for href in page.hrefs:
            if "://" in href or href == "index.md":
                continue
            there, _, place = urljoin(f"https://x/{url}", href).removeprefix("https://x/").partition("#")
            there = there.partition("?")[0]
            assert there in pages or there in output.assets, (url, href)
            assert not place or place in pages[there].ids, (url, href)
    settings = engine_settings(guide, output.pages)
    menu = [file for entry in settings["nav"] for file in entry.values()]
    assert menu and all(file.removesuffix("index.md") in pages for file in menu)
    groups = settings["extra"]["groups"]
    entries = [*settings["extra"]["tabs"], *chain.from_iterable(group["entries"] for group in groups)]
    assert all(entry["url"] in pages for entry in entries) and all(group["entries"] for group in groups)


def spoken(guide: Guide, output: Output, pages: Mapping[str, _Page]) -> Iterator[tuple[str, str]]:
    """All that readers see, page by page, but for the pages on taking part."""
    for page in output.pages:
        if page.section != "contribute" and not page.redirect:
            yield page.url, " ".join((page.title, page.description, pages[page.url].text))
    settings = engine_settings(guide, output.pages)
    yield "menu", " ".join(name for entry in settings["nav"] for name in entry)
    yield "foot", " ".join(entry["name"] for group in settings["extra"]["groups"] for entry in group["entries"])


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_speaks_of_what_is_missing(kind: str, shaped: Any) -> None:
    guide, output, pages = shaped(f"no {kind}")
    for url, text in spoken(guide, output, pages):
        assert re.findall(f".{{0,40}}(?:{SAID[kind]}).{{0,40}}", text, re.IGNORECASE) == [], url
    assert any(re.search(SAID[kind], text, re.IGNORECASE) for _, text in spoken(*shaped("as it is"))), "these words are said where there are some"


def test_check_accepts_a_guide_without_paths_and_plan_says_that_there_is_nobody(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    write_tree(tmp_path, files(SHAPES["no persona"]()))
    assert main(["check", "--content", str(tmp_path)]) == 0 and capsys.readouterr().out == "no problems\n"
    assert main(["plan", "--content", str(tmp_path), "--from", "home-cook", "--to", "baker"]) == 2
    assert "home-cook" in capsys.readouterr().err


def test_a_guide_to_no_job_says_nothing_of_jobs(shaped: Any) -> None:
    for name in ("nothing that only a job has", "nothing but roles, skills and resources", "one role and nothing else"):
        for url, text in spoken(*shaped(name)):
            said = re.sub(r"https?://\S+|@misc\{\S+", "", text)  # an address names ids, which are nobody's words
            assert re.findall(f".{{0,40}}(?:{CAREER}).{{0,40}}", said, re.IGNORECASE) == [], (name, url)


class TestThreeThatTie:
    """A decision whose rule joins three: said of all three, on the page, on paper, and on the command line."""

    @pytest.fixture
    def three(self) -> tuple[Guide, Output]:
        tree = roles(tiny(), 3)
        decision = tree["decisions/which-trade.yml"]
        decision["outcomes"].append({"id": "all", "block": "fit", "name": "All three", "says": "A village of one shop.",
                                     "roles": ["baker", "pastry-chef", "miller"]})
        decision["rules"].insert(0, {"outcome": "all", "within": "2", "any_of": {"scales": ["miller"]}, "because": "One shop sells everything."})
        guide = guide_of(files(tree))
        return guide, made(guide)

    def test_in_words(self, three: tuple[Guide, Output]) -> None:
        _, output = three
        text = re.sub(r"\s+", " ", read(output)["decide/which-trade/results/"].text)
        assert "Baker, Pastry chef and Miller are the top three, at most 2 points apart, and one of these answers is yours" in text
        assert "Baker and Pastry chef are the top two, at most 2 points apart" in text

    def test_by_points(self, three: tuple[Guide, Output]) -> None:
        answers = {"morning": "two", "scales": "miller", "oven": "employer", "village": "many"}
        for more, winner in (({"morning": "six", "oven": "constructor"}, "all"), ({"village": "miller", "oven": "constructor"}, "miller")):
            result = score(three[0].decisions["which-trade"], {**answers, **more})
            assert result.blocks[-1].winner == winner, result.blocks[-1].ranking


class TestLook:
    GIVEN = {"one": "#004b8d", "two": "8a1c4a", "three": "333333"}
    LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><title>A loaf</title><path fill="#004b8d" d="M1 1h2v2z"/></svg>\n'

    def test_without_one_nothing_is_made(self, shaped: Any) -> None:
        guide, output, _ = shaped("as it is")
        assert not {LOOK, LOGO} & set(output.assets)
        assert not engine_settings(guide, output.pages)["extra"]["look"] and "favicon" not in engine_settings(guide, output.pages)["theme"]

    def test_colours_and_a_logo_are_files_of_the_site(self) -> None:
        tree = tiny()
        tree["guide.yml"]["look"] = self.GIVEN
        guide = check({**files(tree), "logo.svg": self.LOGO.encode()}).guide
        assert guide is not None
        output = made(guide)
        assert output.assets[LOGO] == self.LOGO
        assert output.assets[LOOK].splitlines()[:3] == [":root {", "  --fp-board-one: #004b8d;", "  --fp-one: light-dark(#004b8d, #99b7d1);"]
        assert engine_settings(guide, output.pages)["theme"]["favicon"] == LOGO

    def test_contrast_is_that_of_the_standard(self) -> None:
        assert [contrast(one, "#ffffff") for one in ("#000000", "#ffffff", "#767676", "#0000ff")] == [21, 1, 4.54, 8.59]

    @pytest.mark.parametrize(("colour", "said"), [
        ("#e08a2b", "#e08a2b: its board has a contrast of 2.54 to 1 with the letters on it (#fbf9f4); 4.5 are needed."),
        ("#777000", "#777000: as text of the light scheme, #777000, it has a contrast of 4.27 to 1 with #eeebdc; 4.5 are needed."),
    ])
    def test_a_colour_that_cannot_be_read_is_measured(self, colour: str, said: str) -> None:
        tree = tiny()
        tree["guide.yml"]["look"] = {"one": colour}
        (problem,) = check(files(tree)).problems
        assert (problem.field, problem.rule) == ("look.one", "colours-can-be-read") and problem.message.startswith(said), problem.message

    @pytest.mark.parametrize("colour", ["#fff", "green", "#12345g", "light-dark(#fff, #000)", "#123456; }"])
    def test_what_is_no_colour_is_refused(self, colour: str) -> None:
        tree = tiny()
        tree["guide.yml"]["look"] = {"one": colour}
        (problem,) = check(files(tree)).problems
        assert "is not a colour. Write six digits" in problem.message

    def test_every_colour_that_passes_can_be_read_in_both_schemes(self) -> None:
        for red, green, blue in product(range(0, 256, 51), repeat=3):
            colour = f"#{red:02x}{green:02x}{blue:02x}"
            light, dark = shades(colour)
            assert worst(dark.text, (*DARK, dark.soft))[0] >= NEEDED
            if contrast(BOARD_TEXT, colour) >= NEEDED:
                assert worst(light.text, (light.soft,))[0] > 3.5

    def test_the_colours_are_those_of_the_style_sheet(self) -> None:
        tokens = (ROOT / "theme_overrides/assets/stylesheets/tokens.css").read_text()
        pairs = dict(re.findall(r"--fp-([a-z-]+): light-dark\((#[0-9a-f]+, #[0-9a-f]+)\)", tokens.replace("#fff,", "#ffffff,")))
        assert [pairs[name] for name in ("paper", "raised", "sunk")] == [f"{light}, {dark}" for light, dark in zip(LIGHT, DARK, strict=True)]
        for name, (light, dark) in GIVEN.items():
            assert (pairs[name], pairs[f"{name}-soft"]) == (f"{light.text}, {dark.text}", f"{light.soft}, {dark.soft}")
        assert f"--fp-board-text: {BOARD_TEXT};" in tokens
        # Every colour that letters have, on every ground that they stand on; and what is the other way round, such as a button.
        inks = ("ink", "soft", "mute", *GIVEN, "three", "four", "five", "six", "good", "warn", "bad")
        grounds = ("paper", "raised", "sunk", *(f"{name}-soft" for name in GIVEN))
        faint = [(ink, ground, scheme) for ink, ground, scheme in product(inks, grounds, (0, 1))
                 if contrast(pairs[ink].split(", ")[scheme], pairs[ground].split(", ")[scheme]) < NEEDED]
        assert faint == []
        assert (INK, SOFT_INK, RULE) == tuple(pairs[name].split(", ")[0] for name in ("ink", "soft", "rule"))
        assert f'fill="{POST}"' in (ROOT / "theme_overrides/assets/images/fingerpost.svg").read_text()
        for name, light in BOARDS.items():
            assert pairs[f"board-{name}"].split(", ")[0] == light
            assert all(contrast(BOARD_TEXT, board) >= NEEDED for board in pairs[f"board-{name}"].split(", "))

    @pytest.mark.parametrize("text", [
        "<svg/>", "no drawing", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', '<svg xmlns="http://www.w3.org/2000/svg"><a href="https://x.example"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<?xml-stylesheet href="x"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#x)"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><style>*{}</style></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><x:path xmlns:x="http://www.w3.org/1999/xhtml"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"><g l:href="x"/></svg>',
    ])
    def test_a_logo_that_is_more_than_a_drawing_is_refused(self, text: str) -> None:
        problems = check({**files(tiny()), "logo.svg": text.encode()}).problems
        assert [(problem.path, problem.rule) for problem in problems] == [("logo.svg", "files-can-be-read")]
