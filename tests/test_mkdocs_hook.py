"""What somebody gets who knows MkDocs and types `mkdocs`: the pages, messages and reload that our own commands give."""
from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import reading
from conftest import ROOT, TINY, files_below, fingerpost
from markdown import Markdown
from playwright.sync_api import Browser, expect
from shell import WHO, repository

from generator.engine.blocks import BlocksExtension

MKDOCS = Path(sys.executable).with_name("mkdocs")
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the tiny guide's content, and nothing made in it."""
    folder = tmp_path / "clone"
    for name in ("generator", "theme_overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(TINY, folder / "content")
    return folder


def _mkdocs(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # The console script, which has no current folder on its import path.
    return subprocess.run([MKDOCS, *arguments], cwd=clone, env=ENVIRONMENT | environment, capture_output=True, text=True, check=False)


def test_mkdocs_build_makes_the_same_site(clone: Path, tiny_site: Path) -> None:
    done = _mkdocs(clone, "build", "--strict", SOURCE_DATE_EPOCH="1800000000")
    assert done.returncode == 0, done.stderr
    assert not re.search("WARNING|ERROR", done.stderr), done.stderr
    ours = files_below(tiny_site / "site")
    del ours[".fingerpost"]
    theirs = files_below(clone / "site")
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if theirs[name] != ours[name]] == []


def test_bad_content_ends_it_with_our_messages_and_leaves_what_was_built(clone: Path) -> None:
    for folder in ("site", "build/site"):
        (clone / folder).mkdir(parents=True)
        (clone / folder / "index.html").write_text("old")
    path = clone / "content/resources/tutorial/croissants.yml"
    path.write_text(path.read_text().replace("lamination", "laminaton"))
    done = _mkdocs(clone, "build", "--strict")
    said = fingerpost("check", cwd=clone, PYTHONPATH=str(clone))
    assert said.returncode == 1 and "Did you mean 'lamination'?" in said.stdout
    assert (done.returncode, done.stdout.strip()) == (1, said.stdout.strip())
    assert (clone / "site/index.html").read_text() == (clone / "build/site/index.html").read_text() == "old"


def test_a_fork_names_its_own_address(clone: Path) -> None:
    done = _mkdocs(clone, "build", "-q", SITE_URL="https://fork.example.org/g/")
    assert done.returncode == 0
    assert '<link rel="canonical" href="https://fork.example.org/g/">' in (clone / "site/index.html").read_text()


def test_mkdocs_gh_deploy_publishes_the_same_site(clone: Path, tmp_path: Path) -> None:
    git = ["git", *WHO]
    subprocess.run([*git, "init", "-q", "--bare", tmp_path / "remote"], check=True)
    (clone / ".gitignore").write_text("site/\n__pycache__/\n")
    repository(clone)
    subprocess.run([*git, "remote", "add", "origin", tmp_path / "remote"], cwd=clone, check=True)
    identity = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))}
    done = _mkdocs(clone, "gh-deploy", "--strict", **identity)
    assert done.returncode == 0, done.stdout + done.stderr
    listed = subprocess.run(["git", "ls-tree", "-r", "--name-only", "gh-pages"], cwd=tmp_path / "remote", capture_output=True, text=True, check=True)
    assert set(listed.stdout.split()) == files_below(clone / "site").keys() | {".nojekyll"}


@contextmanager
def _serving(clone: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`mkdocs serve`, once it has said its address; the process's words can be read from its stdout."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"], cwd=clone, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _read_until(process, "Serving on")
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _save(path: Path, text: str) -> None:
    """In one step, as editors do: whoever looks at the wrong moment finds no half of it."""
    draft = path.parents[2] / "draft"
    draft.write_text(text)
    draft.replace(path)


def _read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip("\n"))
        if words in line:
            return said
    raise AssertionError(f"it ended without {words!r}: {said}")


def test_mkdocs_serve_shows_a_save_by_itself_and_goes_on_after_a_slip(clone: Path, browser: Browser) -> None:
    path = clone / "content/roles/baker.yml"
    good = path.read_text()
    old, new = "Bread at six", "Bread at five"
    assert old in good and "  kneading:" in good
    with _serving(clone) as (url, process), reading(browser, url) as reader:
        page = reader.go("roles/baker/")
        expect(page.locator("article")).to_contain_text(old)
        _save(path, good.replace(old, new))
        _read_until(process, "Reloading browsers")
        expect(page.locator("article")).to_contain_text(new)
        _save(path, good.replace("  kneading:", "  kneadng:"))
        said = _read_until(process, "error")
        told = r"content/roles/baker\.yml:\d+:\d+: .*no skill 'kneadng'.* Did you mean 'kneading'\? \[ids-name-something\]"
        assert any(re.fullmatch(told, line) for line in said), said
        _save(path, good)
        _read_until(process, "Reloading browsers")
        expect(page.locator("article")).to_contain_text(old)


class TestBlocks:
    """Blocks come through as they are; whatever else is Markdown stays Markdown."""

    @pytest.mark.parametrize("text", [
        'One\n\n<div class="fp">\n<p>*two* [x](y.md)</p>\n</div>\n\n## Three',
        '<div class="fp">\n<pre><code>a\n    b &lt;/div&gt;</code></pre>\n</div>\n\n<div class="fp">\n<p>again</p>\n</div>\n',
        '## A {: #a }\n\n<div class="fp">\n<ul><li>1. no list</li></ul>\n</div>\n\n*em*',
        'A line with <div class="fp"> in it.\n\n    <div class="fp">\n    code\n\nend',
    ])
    def test_the_same_page_as_when_the_engine_reads_them(self, text: str) -> None:
        plain = Markdown(extensions=["attr_list", "toc"]).convert(text)
        ours = Markdown(extensions=["attr_list", "toc", BlocksExtension()]).convert(text)
        assert re.sub(r"\n+", "\n", ours).strip() == re.sub(r"\n+", "\n", plain).strip()
