"""A stranger's content: every hostile text in every field, in a real browser; every hostile file, under limits of memory.

What is refused is refused on its line; what is shown is text; nothing runs, and the site that was there stays as it was.
"""
from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hostile_guide
import pytest
import yaml
from conftest import ROOT, case_files, files_below, generate, read_case
from hostile_files import write_case
from hostile_guide import Field, accepted, fields, full_tree, hostile_tree, refused_links
from html_reader import page_html
from playwright.sync_api import Browser, Page, Route

from generator.cli import main
from generator.content.load import dotted, load
from generator.model import Guide, Markdown
from generator.problems import Problem
from generator.rules.validate import validate


def guide_of_texts(tree: Mapping[str, bytes]) -> Guide:
    """A guide of which nothing is refused; numbers in hostile texts may be warned of."""
    guide, problems = validate(*load(tree))
    assert guide is not None, [problem.text() for problem in problems if problem.severity == "error"]
    return guide


@dataclass(frozen=True)
class Seen:
    """What Chromium made of some pages: `tag` and `tag.attribute`, how many elements of each page are of a sort that acts or loads,
    where links lead, comments, whether anything ran, and what was asked for."""

    parts: frozenset[str]
    active: Mapping[str, int]
    schemes: frozenset[str]
    comments: int
    hit: Any
    asked: tuple[str, ...]


class Eye:
    """A browser page without any policy, on which HTML is looked at as it is."""

    def __init__(self, page: Page) -> None:
        self._page, self._html, self._asked = page, "", []
        page.on("request", lambda request: self._asked.append(request.url))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.url == "https://hostile.example/":
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    def look(self, pages: Mapping[str, str]) -> Seen:
        """Loads pages as one, waits until all of it was tried, and says what is there."""
        body = "".join(f"<article data-page='{path}'>{html}</article>" for path, html in pages.items())
        self._html, self._asked[:] = f"<!doctype html><html lang=en><title>x</title><body>{body}</body></html>", []
        self._page.goto("https://hostile.example/", wait_until="load")
        found = self._page.evaluate("""() => {
            const all = [...document.body.querySelectorAll("*")];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
            let comments = 0;
            while (walker.nextNode()) comments += 1;
            const active = "script, style, link, meta, base, img, iframe, frame, object, embed, svg, math, video, audio, form, input, button, "
                + "select, textarea, template, noscript, dialog, [autofocus], [contenteditable]";
            const pages = [...document.querySelectorAll("[data-page]")];
            return {
                active: pages.map((page) => [page.dataset.page, page.querySelectorAll(active).length]),
                parts: [...new Set(all.flatMap((one) => [one.localName, ...one.getAttributeNames().map((name) => `${one.localName}.${name}`)]))],
                schemes: [...new Set([...document.links, ...document.querySelectorAll("[src]")].map((one) => new URL(one.href ?? one.src).protocol))],
                comments, hit: window.hit ?? null,
            };
        }""")
        parts, schemes = frozenset(found["parts"]), frozenset(found["schemes"])
        return Seen(parts, dict(found["active"]), schemes, found["comments"], found["hit"], tuple(self._asked[1:]))


@pytest.fixture(scope="module")
def eye(browser: Browser) -> Iterator[Eye]:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield Eye(context.new_page())
    context.close()


def shown(tree: Mapping[str, bytes]) -> dict[str, str]:
    """Every page of a guide but the variants of its paths, which say the same, as the engine's Markdown leaves it."""
    written = generate(guide_of_texts(tree)).documents
    documents = {path: text for path, text in written.items() if not {"free", "full", "full-free"} & set(path.split("/"))}
    # What front matter becomes, TestHostileGuide in test_pipeline.py looks at.
    return {path: page_html(text) for path, text in documents.items() if path.endswith(".md")}


class TestEveryField:
    """Several hundred texts in every text field of every kind."""

    def test_every_text_stands_in_every_field(self) -> None:
        """Over all turns; counted, so that the proof below cannot shrink unseen."""
        stood: dict[Field, list[str]] = {field: [] for field in fields()}
        for turn in range(hostile_guide.rounds()):
            for field, text in hostile_guide.texts(turn):
                stood[field].append(text)
        pairs = 0
        for field in fields():
            if field.sort == "url" or field in hostile_guide.CODES:
                continue
            said = set(stood[field])
            one_line = not (isinstance(field.sort, Markdown) and field.sort.blocks)
            wanted = [" ".join(vector.split()) if one_line else vector for vector in accepted(field.sort)]
            wanted = [text for text in wanted if len(text) <= field.most or not one_line]
            for text in wanted:
                assert any(text in each for each in said), f"{field} never holds {text!r}"
            pairs += len(wanted)
        assert len(fields()) >= 140
        assert pairs >= 30_000

    def test_nothing_runs_and_nothing_foreign_stands_in_any_page(self, eye: Eye, pytestconfig: pytest.Config) -> None:
        """The pages of each turn, or of every fifth, in Chromium, beside the same pages with plain words."""
        plain = eye.look(shown(full_tree()))
        allowed = plain.parts | set("em strong code blockquote br ul li p ol ol.start pre pre.tabindex a a.href a.class a.rel div div.class "
                                    "div.tabindex div.role div.aria-label table table.class thead tbody tr th td".split())
        before: dict[str, str] = {}
        pages = 0
        for turn in range(0, hostile_guide.rounds(), 1 if pytestconfig.getoption("--all") else 5):
            made = shown(hostile_tree(turn))
            new = {path: html for path, html in made.items() if before.get(path) != html}
            before, pages = made, pages + len(new)
            seen = eye.look(new)
            assert (seen.hit, seen.asked, seen.comments) == (None, (), 0), turn
            assert seen.parts - allowed == set(), turn
            assert seen.active == {path: plain.active[path] for path in new}, turn
            assert seen.schemes <= {"https:"}, turn
        assert pages > 350

    def test_what_is_not_escaped_would_be_seen(self, eye: Eye) -> None:
        """The eye sees what it is there to see."""
        seen = eye.look({"page": "<img src=x onerror=window.hit=1><a href=javascript:0>x</a><!-- y -->"})
        assert (seen.hit, seen.asked, seen.comments, seen.active) == (1, ("https://hostile.example/x",), 1, {"page": 1})
        assert seen.parts == {"article", "article.data-page", "img", "img.src", "img.onerror", "a", "a.href"}
        assert seen.schemes == {"https:", "javascript:"}


@pytest.fixture(scope="module")
def guide() -> Guide:
    """The full guide with plain words."""
    return guide_of_texts(full_tree())


class TestRefused:
    """What may not stand in a field is refused there, on its line, whatever the field."""

    @pytest.mark.parametrize("vector", refused_links())
    def test_a_bad_link_in_every_text(self, vector: str, guide: Guide) -> None:
        places = {(entity.path, dotted(place.loc)) for entity, place in guide.places if isinstance(place.mark, Markdown)}
        found = problems_of(lambda field, plain: vector if isinstance(field.sort, Markdown) else plain)
        assert {(problem.path, problem.field) for problem in found} == places
        assert all(problem.line > 0 and problem.column > 0 for problem in found)
        assert {problem.rule for problem in found} <= {"links-lead-somewhere", "ids-name-something"}

    ADDRESSES = {
        "javascript:window.hit=1": "is not a web address", "JaVaScRiPt:x": "is not a web address", "data:text/html,<b>": "has a character",
        "data:text/html;base64,PGI+": "is not a web address", "vbscript:x": "is not a web address", "//evil.example/": "is not a web address",
        "/etc/passwd": "is not a web address", "file:///etc/passwd": "is not a web address", "https:/evil.example": "is not a web address",
        "https://u:p@evil.example/": "is not a plain host name", "https://example.org@evil.example/": "is not a plain host name",
        "https://example.org:8443/": "is not a plain host name", "https://127.0.0.1/": "is not a plain host name",
        "https://2130706433/": "is not a plain host name", "https://0x7f.1/": "is not a plain host name",
        "https://[::1]/": "is not a plain host name",
        "https://localhost/": "is not a plain host name", "https://example.org./": "is not a plain host name",
        "https://EXAMPLE.org/": "is not a plain host name", "https://-a.example/": "is not a plain host name",
        "https://\u0430pple.com/": "is an internationalised host name", "https://ex\u0430mple.org/": "is an internationalised host name",
        "https://example\u3002org/": "is not a plain host name",
        "https://example.org\u2215evil.example/": "is not a plain host name", "https://xn--pple-43d.com/": "is an internationalised host name",
        "https://www.xn--pple-43d.com/": "is an internationalised host name", "https://example.xn--p1ai/": "is an internationalised host name",
        "https://example.org/\"onclick=\"x": "has a character", "https://example.org/'x": "has a character",
        "https://example.org/<b>": "has a character",
        "https://example.org/`x`": "has a character", "https://example.org/{{x}}": "has a character", "https://example.org/a b": "has a character",
        "https://example.org/\\evil": "has a character", "https://example.org/a|b": "has a character",
        "ftp://example.org/": "is not a web address", "https://": "is not a web address", "https://example.org/" + "x" * 400: "is longer than 400",
    }

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_a_bad_address_in_every_field_for_one(self, address: str) -> None:
        """Only ASCII hosts, and none that stands for another: `xn--` is refused, whatever it stands for."""
        found = problems_of(lambda field, plain: address if field.sort == "url" else plain)
        taken = 2 if address == "https://EXAMPLE.org/" else 0  # where the guide itself stands: kept in lower case
        assert len(found) == hostile_guide.times("url") - taken
        assert all(self.ADDRESSES[address] in problem.message and problem.line > 0 for problem in found), found[0]

    @pytest.mark.parametrize("name", ["<b>", "</title><script>window.hit=1</script>", "a > b", "x" * 111, " "])
    def test_a_bad_name_in_every_field_for_one(self, name: str) -> None:
        found = problems_of(lambda field, plain: name if field.sort in hostile_guide.NAMES else plain)
        assert len(found) == sum(map(hostile_guide.times, hostile_guide.NAMES))
        assert all(problem.line > 0 for problem in found)


def problems_of(choose: hostile_guide.Choose) -> list[Problem]:
    """The errors of the full guide with these texts."""
    guide, found = validate(*load(full_tree(choose)))
    assert guide is None
    return [problem for problem in found if problem.severity == "error"]


CASES = case_files("hostile")
MEMORY = 500 * 2**20


def limited(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command with half a gigabyte of memory and no more. It is stopped when it hangs; how fast it is, `bench/hostile.py` says."""
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run([sys.executable, "-m", "generator", *arguments], cwd=cwd, env=environment, capture_output=True, text=True,
                          preexec_fn=limit, timeout=120, check=False)


@pytest.fixture(scope="module")
def good(tiny_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an earlier build of good content left."""
    return Path(shutil.copytree(tiny_site, tmp_path_factory.mktemp("good") / "build"))


class TestFiles:
    """Each file of cases/hostile/ is a change to the tiny guide, and what a command says of it: of the large ones within their memory."""

    @pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
    def test_a_hostile_file_is_refused_or_harmless(
        self, path: Path, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bless: bool,
    ) -> None:
        """Refused, with exit code 1 and these lines, and what was built before stays as it was; or made into pages."""
        case = read_case(path)
        write_case(tmp_path / "content", case)
        refused = "error" in case.get("output", "").rsplit("\n", 2)[-2:][0]
        command = ["build", "--out", str(good)] if refused else ["generate"]
        if {"repeat", "many"} & set(case):
            done = limited(*command, cwd=tmp_path)
            assert done.stderr == ""
            code, printed = done.returncode, done.stdout
        else:
            monkeypatch.chdir(tmp_path)
            code, printed = main(command), capsys.readouterr().out
        if bless:
            path.write_text(yaml.dump(case | {"output": _short(printed)}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
            return
        assert _short(printed) == case["output"], "run `pytest --bless tests/test_hostile.py` and review the diff"
        assert code == (1 if refused else 0)

    def test_what_was_built_before_is_as_it_was(self, good: Path, tiny_site: Path) -> None:
        """After all of these."""
        assert files_below(good) == files_below(tiny_site)

    def test_every_hostile_thing_has_a_case(self) -> None:
        """The list of what a stranger may try; a case says which of them it is."""
        tried = {read_case(path)["tries"] for path in CASES}
        assert tried == {
            "bomb", "nesting", "size", "binary", "characters", "host", "script", "template", "table", "markdown", "id", "windows", "case", "link",
            "cycle", "dangling", "many", "number", "plan"}

    def test_what_is_refused_says_where(self) -> None:
        for path in CASES:
            for line in read_case(path)["output"].splitlines():
                if line.startswith("content/"):
                    assert len(line) < 1_100


def _short(text: str) -> str:
    """What was printed, without the middle of what is long, and without the number of pages, which is the tiny guide's."""
    lines = re.sub(r"^\d+ pages in build/docs: \d+ changed, 0 removed\.$", "Pages in build/docs.", text, flags=re.MULTILINE).splitlines()
    kept = lines if len(lines) <= 8 else [*lines[:3], f"... {len(lines) - 5} lines ...", *lines[-2:]]
    return "".join(f"{line}\n" for line in kept)


class _Dumper(yaml.SafeDumper):
    """Multi-line text as blocks, so that a case reads like what it shows."""


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))

