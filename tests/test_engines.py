"""The same tree builds in every engine of the family: MkDocs, its maintained fork, and the successor of Material. What differs is
the engine's own, listed here and in docs/engines.md."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from browsing import DESK, PHONE, base_path, reading, served
from conftest import ROOT, TINY, generate, guide_of, tiny_tree
from html_reader import VOID
from playwright.sync_api import Browser, expect
from visits import DRAWN, heaviest

from generator.pipeline import write_documents
from generator.site.search import INDEX

# Other engines than the one that builds the site: nothing that a change here breaks in one alone, so it is tried before a release.
pytestmark = pytest.mark.long

# With --quiet, --strict would see no warnings.
ENGINES = {
    "mkdocs": [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml"],
    "properdocs": [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", "mkdocs.yml"],
    "zensical": [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--config-file", "mkdocs.yml"],
}
# What an engine has of its own: elements that go with all that is in them, wrappers that go alone, attributes of any element.
OWN = re.compile(r"md-(skip|dialog|overlay|top|sidebar-button__wrapper)|__toc")
WRAPPERS = {("span", "md-typeset"), ("span", "md-ellipsis")}
ATTRIBUTES = {"data-search-exclude"}  # Zensical has read it by then
OWN_FILE = re.compile(r"/(main|palette)\.[0-9a-f]+\.min\.")
OWN_META = {"generator"}
OWN_WORDS = {"Table of contents", "On this page"}
# Where everything stands, and in which colours and types.
LOOKS = """() => [...document.querySelectorAll(".fp-skip, .md-header__inner > *, .md-header__inner > * svg, .fp-tabs *, .md-content, "
    + ".md-content *, .md-nav--secondary a, .fp-footer *")]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }))
  .map((part) => {
    const { x, y, width, height } = part.getBoundingClientRect(), style = getComputedStyle(part);
    return [part.tagName, part.getAttribute("class"), ...[x, y, width, height].map(Math.round),
      style.color, style.backgroundColor, style.fontFamily, style.fontSize, style.fontWeight].join(" ");
  })"""


class _Outline(HTMLParser):
    """A page's elements with their attributes, addresses in full, and its words; without what an engine has of its own."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._address = address
        self._open: list[bool] = []  # whether each open element is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: " ".join((value or "").split()) for name, value in attrs if name not in ATTRIBUTES}
        for name in {"href", "src", "data-base", "action"} & given.keys():
            given[name] = urljoin(self._address, given[name]).removesuffix("/")
        names = [given.get("id", ""), *given.get("class", "").split(" ")[:1]]
        own = (any(OWN.fullmatch(name) for name in names) or OWN_META & {given.get("name"), given.get("http-equiv")}
               or OWN_FILE.search(given.get("href", "") + given.get("src", "")))
        hidden = bool(own) or any(self._open)
        if tag not in VOID:
            self._open.append(hidden)
        if not hidden and (tag, given.get("class")) not in WRAPPERS:
            said = {name: value for name, value in sorted(given.items()) if value not in OWN_WORDS}
            self.lines.append(f"<{tag} {said}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and words not in OWN_WORDS and not any(self._open):
            self.lines.append(words)


def _built(engine: str, folder: Path, extensions: tuple[str, ...] = ()) -> Path:
    """Builds the tiny guide in an engine, with these Markdown extensions besides; its site."""
    guide = guide_of(tiny_tree())
    write_documents(generate(guide), guide, folder)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    if extensions:
        config, root = (yaml.safe_load(path.read_text()) for path in (folder / "mkdocs.yml", ROOT / "mkdocs.yml"))
        config["markdown_extensions"] = [*root["markdown_extensions"], *extensions]
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config))
        environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(ENGINES[engine], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def _outlines(site: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix()
        outline = _Outline(f"https://site.example{base_path(TINY)}{address.removesuffix('index.html')}")
        outline.feed(path.read_text("utf-8"))
        yield address, outline.lines


@pytest.fixture(scope="module")
def in_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the default engine makes of the tiny guide."""
    return _built("mkdocs", tmp_path_factory.mktemp("mkdocs"))


@pytest.fixture(scope="module", params=[("properdocs", ()), ("zensical", ()), ("zensical", ("generator.engine.blocks",))], ids=str)
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that another makes; our blocks go unread by the hook, and by name where there are no hooks."""
    return _built(request.param[0], tmp_path_factory.mktemp("other"), request.param[1])


def test_another_engine_makes_the_same_pages(in_mkdocs: Path, elsewhere: Path) -> None:
    """Same addresses, and on each page the same head, bar, menu, words and foot."""
    ours, theirs = dict(_outlines(in_mkdocs)), dict(_outlines(elsewhere))
    assert sorted(theirs) == sorted(ours)
    assert len(theirs) > 30
    for address, outline in ours.items():
        assert "<article" in "".join(outline) and theirs[address] == outline, address
    files = {path.relative_to(elsewhere).as_posix() for path in elsewhere.rglob("*")}
    leading = [line for line in theirs["index.html"] if "index.md" in line]
    assert not leading and not any(name.endswith(".md") for name in files), "copies to read are added by `build` alone"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_another_engine_gives_the_same_looks(browser: Browser, in_mkdocs: Path, elsewhere: Path, size: Mapping[str, int]) -> None:
    """One page of each kind: everything in its place, with its colours and types."""
    kinds = heaviest(in_mkdocs)
    assert len(kinds) > 15
    looks: list[dict[str, list[str]]] = []
    for site in (in_mkdocs, elsewhere):
        with served(site, base_path(TINY)) as url, reading(browser, url, viewport=size, reduced_motion="reduce") as reader:
            looks.append({})
            for kind, address in kinds.items():
                reader.go(address).evaluate(DRAWN)
                looks[-1][kind] = reader.page.evaluate(LOOKS)
    for kind in kinds:
        assert len(looks[0][kind]) > 60 and looks[1][kind] == looks[0][kind], kind


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_another_engine_finds_what_is_sought(browser: Browser, elsewhere: Path, size: Mapping[str, int]) -> None:
    """Our search opens, answers and closes, within the policy of the page; the engine's own stays away, and its index is not fetched."""
    with served(elsewhere, base_path(TINY)) as url, reading(browser, url, viewport=size) as reader:
        asked: list[str] = []
        reader.page.on("request", lambda request: asked.append(urlsplit(request.url).path.removeprefix(base_path(TINY))))
        page = reader.go("about/")
        if size == PHONE:
            page.get_by_role("button", name="Search", exact=True).click()
        else:
            page.keyboard.press("/")
        field = page.locator("dialog input[name=q]")
        expect(field).to_be_focused()
        field.press_sequentially("sourdough")
        found = page.locator("dialog a").first
        expect(found).to_contain_text("Sourdough")
        field.press("Escape")
        expect(found).not_to_be_visible()
        assert [path for path in asked if "search" in path] == ["assets/javascripts/site/search.mjs", INDEX]
