"""Content as it was at a revision: the same tree that a folder would give, and a clear word where there is none."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import tiny_tree, write_tree

from generator.content.load import MAX_BYTES, read_tree
from generator.content.revision import NoRevision, tree_at

WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """A repository whose first commit, tagged `first`, holds the tiny guide in `content`."""
    write_tree(folder / "content", tiny_tree())
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")
    git(folder, "tag", "first")
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return repository(tmp_path)


def test_a_revision_gives_the_tree_that_its_folder_was(here: Path) -> None:
    (here / "content/guide.yml").write_text("changed")
    (here / "content/skills/dough/kneading.yml").unlink()
    assert tree_at("first", here / "content") == (tiny_tree(), [])


@pytest.mark.parametrize("revision", ["first", "main", "HEAD", "HEAD~0", "@"])
def test_a_revision_is_named_as_git_names_it(revision: str, here: Path) -> None:
    assert tree_at(revision, here / "content") == (tiny_tree(), [])


def test_nothing_is_checked_out_or_written(here: Path) -> None:
    (here / "content/guide.yml").write_text("changed")
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()}
    tree_at("first", here / "content")
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()} == before


def test_the_content_may_be_the_whole_repository(tmp_path: Path) -> None:
    write_tree(tmp_path, tiny_tree())
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    assert tree_at("HEAD", tmp_path) == (tiny_tree(), [])


def test_the_content_may_stand_deep_in_it_and_be_named_like_an_option(here: Path) -> None:
    (here / "a b").mkdir()
    git(here, "mv", "content", "a b/--help")
    git(here, "commit", "-q", "-m", "Move")
    assert tree_at("HEAD", here / "a b" / "--help") == (tiny_tree(), [])


def test_what_a_folder_refuses_is_refused_in_the_same_words(here: Path) -> None:
    content = here / "content"
    (content / "skills/link.yml").symlink_to("dough/kneading.yml")
    (content / "skills/large.yml").write_bytes(b"x" * (MAX_BYTES + 1024))
    (content / ".hidden.yml").write_text("x")
    (content / "skills/.git-keep").write_text("x")
    (content / "skills/é.yml").write_text("x")
    git(here, "add", "-A")
    git(here, "commit", "-q", "-m", "Add odd things")
    tree, problems = tree_at("HEAD", content)
    assert (tree, sorted(problems)) == (read_tree(content)[0], sorted(read_tree(content)[1]))
    assert [problem.text() for problem in sorted(problems)] == [
        "content/skills/large.yml: is 257 KB large; a content file may have 256 KB. [files-can-be-read]",
        "content/skills/link.yml: is a symbolic link. Put the file itself here. [files-can-be-read]"]


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-x", "HEAD:content", "HEAD~9", "", "first^{tree}", "a b", "main..first"])
def test_what_is_no_revision_is_told(revision: str, here: Path) -> None:
    with pytest.raises(NoRevision) as said:
        tree_at(revision, here / "content")
    assert str(said.value) == (
        f"git knows no revision '{revision}'. Name a branch, a tag or a commit; git branch --all lists the branches.")


def test_a_folder_that_was_not_there_is_told(here: Path) -> None:
    git(here, "mv", "content", "guide")
    with pytest.raises(NoRevision, match=r"^there was no folder .*/guide at 'first'\.$"):
        tree_at("first", here / "guide")


def test_no_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoRevision, match=r"is in no git repository, so there is nothing to compare it with\.$"):
        tree_at("HEAD", tmp_path)


def test_a_shallow_clone_is_told(here: Path, tmp_path: Path) -> None:
    git(here, "commit", "-q", "--allow-empty", "-m", "Go on")
    shallow = tmp_path / "shallow"
    git(here, "clone", "-q", "--depth", "1", here.as_uri(), str(shallow))
    assert tree_at("HEAD", shallow / "content") == (tiny_tree(), [])
    with pytest.raises(NoRevision) as said:
        tree_at("HEAD~1", shallow / "content")
    assert str(said.value) == "this clone is shallow and does not hold 'HEAD~1'. Get the history with: git fetch --unshallow"


def test_a_machine_without_git_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(here))
    with pytest.raises(NoRevision, match="^git is not installed, and only git knows what the content was before.$"):
        tree_at("HEAD", here / "content")


def test_a_damaged_repository_is_told(here: Path) -> None:
    blob = git(here, "rev-parse", "HEAD:content/guide.yml")
    path = here / ".git/objects" / blob[:2] / blob[2:]
    path.unlink()
    with pytest.raises(NoRevision, match=f"^git does not hold the file {blob}. In a partial clone, get it with: git fetch "):
        tree_at("HEAD", here / "content")
