"""The same tree builds in every engine of the family: MkDocs, its maintained fork, and the successor of Material."""
from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, generate, guide_of, tiny_tree

from generator.pipeline import write_documents

# Other engines than the one that builds the site: nothing that a change here breaks in one alone, so it is tried before a release.
pytestmark = pytest.mark.long

ENGINES = {
    "mkdocs": [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"],
    "properdocs": [sys.executable, "-m", "properdocs", "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"],
    "zensical": [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--config-file", "mkdocs.yml"],
}


class _Words(HTMLParser):
    """The words of a page's article, without what a theme adds around it."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words.extend(data.replace("\u00b6", " ").split())


def _pages(engine: str, folder: Path, extensions: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Builds the tiny guide in an engine, with these Markdown extensions besides; the words of each page, by address."""
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
    found = {}
    for path in sorted((folder / "site").rglob("*.html")):
        reader = _Words()
        reader.feed(path.read_text("utf-8"))
        found[path.relative_to(folder / "site").as_posix()] = reader.words
    return found


@pytest.fixture(scope="module")
def in_mkdocs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the default engine makes of the tiny guide."""
    return _pages("mkdocs", tmp_path_factory.mktemp("mkdocs"))


@pytest.mark.parametrize(("engine", "extensions"), [("properdocs", ()), ("zensical", ()), ("zensical", ("generator.engine.blocks",))])
def test_another_engine_makes_the_same_pages(
    engine: str, extensions: tuple[str, ...], in_mkdocs: dict[str, list[str]], tmp_path: Path,
) -> None:
    """Same addresses, and the same words on each page; our blocks go unread by the hook, and by name where there are no hooks."""
    others = _pages(engine, tmp_path, extensions)
    assert sorted(others) == sorted(in_mkdocs)
    assert len(others) > 30
    for page, words in in_mkdocs.items():
        assert others[page] == words, page
