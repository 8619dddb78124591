"""A new guide: whole from the first minute, plainly a sample, and at home in a repository of its own."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import CONTENT, ROOT, fingerpost, guide_of
from shell import arguments_of, matches, repository, run, shown

from generator.cli import commands, main
from generator.model import FOLDERS, KINDS
from generator.new_guide import Naming, guide_files, sample
from generator.pages.contribute import filled, names_of
from generator.strings import tasks
from generator.write import NotOurs, settle


def content_of(files: dict[str, str]) -> dict[str, bytes]:
    """The content folder of a guide's files; the schemas beside it are no content."""
    return {path.removeprefix("content/"): text.encode() for path, text in files.items() if path.startswith("content/") and "_schemas" not in path}


class TestTheSample:
    def test_it_is_a_guide_without_problems_with_something_of_every_kind(self) -> None:
        guide = guide_of(content_of(sample()))
        assert {kind for kind in KINDS if not guide.of(kind)} == set()
        assert len(guide.settings.roles) == len(guide.settings.areas) == 2
        assert any(resource.parts for resource in guide.resources.values())
        assert {role for project in guide.projects.values() for role in project.roles} == set(guide.roles)

    def test_every_file_says_that_it_is_a_sample_and_so_do_the_pages_that_readers_see_first(self) -> None:
        files = content_of(sample())
        assert len(files) > 25
        for path, text in files.items():
            assert text.decode().startswith("# Sample"), path
        guide = guide_of(files)
        assert "This guide is a sample." in guide.settings.answer and "sample" in guide.settings.description.lower()
        for page in guide.of("page").values():
            assert page.title.startswith("Sample: "), page.id  # type: ignore[attr-defined]

    def test_nothing_of_the_first_guide_is_in_it_and_no_address_leads_to_anybody(self) -> None:
        for path, text in content_of(sample()).items():
            assert re.findall(r"\bAI\b|\bML\b|engineer|Python", text.decode()) == [], path
            assert re.findall(r"https?://(?!example\.org/)\S+", text.decode()) == [], path


class TestNaming:
    def test_it_has_the_names_that_it_is_given_and_the_schemas_of_today(self) -> None:
        files = guide_files(Naming('Potter: or "weaver"?', "https://github.com/Someone/my-guide/", version="abc"))
        settings = guide_of(content_of(files)).settings
        assert (settings.title, settings.short) == ('Potter: or "weaver"?', "potter-or-weaver")
        assert (settings.repository, settings.site_url) == ("https://github.com/Someone/my-guide", "https://someone.github.io/my-guide/")
        assert files["README.md"].startswith('# Potter: or "weaver"?\n') and "<https://someone.github.io/my-guide/>" in files["README.md"]
        assert "FINGERPOST_REF ?= abc\n" in files["Makefile"]
        assert "content/_schemas/role.json" in files
        assert files["content/skills/clay/throwing.yml"].startswith("# yaml-language-server: $schema=../../_schemas/skill.json\n# Sample")

    def test_what_is_not_given_stays_as_in_the_sample(self) -> None:
        settings = guide_of(content_of(guide_files(Naming()))).settings
        assert (settings.title, settings.short, settings.site_url) == ("Potter or weaver?", "potter-or-weaver", "https://example.org/my-guide/")
        assert "FINGERPOST_REF ?= main\n" in guide_files(Naming())["Makefile"]

    @pytest.mark.parametrize(("repository", "site"), [
        ("https://github.com/Ada/ada.github.io", "https://ada.github.io/"), ("https://github.com/ada/guide.git", "https://ada.github.io/guide/"),
        ("https://git.example.org/ada/guide", "https://example.org/my-guide/"), ("https://github.com/ada", "https://example.org/my-guide/"),
    ])
    def test_a_repository_of_github_says_where_its_pages_are(self, repository: str, site: str) -> None:
        assert guide_of(content_of(guide_files(Naming(repository=repository)))).settings.site_url == site

    @pytest.mark.parametrize(("title", "short"), [
        ("x" * 100, "x" * 60), ("Ünïcode", "n-code"), ("?!", "section"), ("word " * 20, "-".join(["word"] * 12)), ("no", "no"), ("1.10", "1-10"),
    ])
    def test_any_title_makes_a_guide(self, title: str, short: str) -> None:
        settings = guide_of(content_of(guide_files(Naming(title=title.strip())))).settings
        assert (settings.title, settings.short) == (title.strip(), short)


class TestTheCommand:
    def test_it_writes_the_guide_and_says_what_comes_next(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["new-guide", "my guide"]) == 0
        count = sum(path.is_file() for path in (tmp_path / "my guide").rglob("*"))
        assert capsys.readouterr() == (
            f"my guide: a guide of its own, in {count} files. What it says is a sample to replace.\nNext: cd 'my guide' && make check\n", "")
        for command in (["check"], ["schema", "--check"], ["fmt"]):
            assert main([*command, "--content", "my guide/content"]) == 0
        assert capsys.readouterr().out == "no problems\nno problems\nEvery file is in its canonical form.\n"

    def test_it_names_the_version_that_wrote_it(self, tmp_path: Path) -> None:
        assert fingerpost("new-guide", tmp_path / "guide").returncode == 0
        said = re.search(r"^FINGERPOST_REF \?= (.*)$", (tmp_path / "guide/Makefile").read_text(), re.MULTILINE)
        here = subprocess.run(["git", "rev-parse", "--verify", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert said and said[1] == (here.stdout.strip() if here.returncode == 0 and (ROOT / ".git").exists() else "main")

    @pytest.mark.parametrize("prepare", ["missing", "empty", "git"])
    def test_a_folder_that_is_new_or_empty_is_filled(self, prepare: str, tmp_path: Path) -> None:
        folder = tmp_path / "a/guide"
        if prepare != "missing":
            folder.mkdir(parents=True)
        if prepare == "git":
            (folder / ".git").mkdir()
        settle(folder, {"x/y": "text"})
        assert (folder / "x/y").read_text() == "text"

    @pytest.mark.parametrize("name", ["notes.txt", ".hidden", "folder/"])
    def test_a_folder_that_holds_something_is_left_alone(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("theirs").mkdir()
        Path("theirs", name).mkdir() if name.endswith("/") else Path("theirs", name).write_text("x")
        before = sorted(tmp_path.rglob("*"))
        assert main(["new-guide", "theirs"]) == 2
        assert capsys.readouterr() == ("", "fingerpost: theirs is there already and not empty, so it is left alone. Name a new folder.\n")
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize(("arguments", "said"), [
        (["file"], "file is there already and not empty, so it is left alone. Name a new folder."),
        (["file/x"], "cannot write below file/x: Not a directory."),
        (["link"], "link is a symbolic link."),
        (["new", "--title", "<b>"], "--title: may not contain '<' or '>'. Write it in words."),
        (["new", "--title", " "], "--title: is empty. Write something or remove the line."),
        (["new", "--repository", "git@github.com:a/b"], "--repository: 'git@github.com:a/b' is not a web address. It starts with https://."),
        (["new", "--site-url", "http://example.org/"], "--site-url: 'http://example.org/' uses plain http. Use https://."),
    ])
    def test_wrong_usage_ends_with_2_and_writes_nothing(
        self, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("file").write_text("x")
        Path("link").symlink_to("elsewhere")
        assert main(["new-guide", *arguments]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]

    def test_when_one_file_cannot_be_written_none_is(self, tmp_path: Path) -> None:
        (tmp_path / "guide/.git").mkdir(parents=True)
        with pytest.raises(OSError):
            settle(tmp_path / "guide", {"a": "x", f"b/{'long' * 100}": "x"})
        assert [path.name for path in (tmp_path / "guide").iterdir()] == [".git"]
        with pytest.raises(NotOurs):
            settle(Path(__file__), {"a": "x"})


class TestItsOwnRepository:
    def test_its_makefile_has_a_target_for_every_command_that_a_guide_needs(self) -> None:
        text = sample()["Makefile"]
        targets = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
        assert {command.name for command in commands()} - targets == {"generate", "build", "new-guide"} and {"site", "guide"} <= targets
        ours = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert targets <= ours, "the task pages are the same in both repositories"

    def test_it_takes_the_generator_from_where_the_generator_lives(self) -> None:
        home = yaml.safe_load((CONTENT / "guide.yml").read_text())["repository"]
        assert f"FINGERPOST_URL ?= {home}.git\n" in sample()["Makefile"]
        assert f"]({home})" in sample()["README.md"]

    def test_its_workflows_use_the_actions_that_ours_use(self) -> None:
        def used(text: str) -> set[str]:
            return set(re.findall(r"uses: *(.*)", text))

        ours = {path.name: path.read_text() for path in (ROOT / ".github/workflows").glob("*.yml")}
        theirs = {Path(path).name: text for path, text in sample().items() if path.startswith(".github/workflows/")}
        assert set(theirs) == {"check.yml", "links.yml", "pages.yml"}
        repair = "repair with: cp .github/workflows/{links,pages}.yml generator/sample/.github/workflows/"
        assert (theirs["links.yml"], theirs["pages.yml"]) == (ours["links.yml"], ours["pages.yml"]), repair
        assert used(theirs["check.yml"]) <= used(ours["test.yml"]), "take the lines of .github/workflows/test.yml"

    def test_every_kind_has_its_folder(self) -> None:
        assert set(FOLDERS) <= {path.split("/")[1] for path in sample() if path.startswith("content/")}


# What the page shows and is not run here, and why.
NOT_RUN = {"make serve": "it serves until it is stopped", "git push --set-upstream origin main": "it needs a network"}


def test_the_page_on_another_guide_leads_from_nothing_to_a_site(tmp_path: Path, tiny_tree_names: dict[str, str]) -> None:
    """Its commands, one after the other, in a clone of the generator; the guide fetches the generator from there."""
    clone = tmp_path / "clone"
    for name in ("generator", "theme_overrides", "requirements"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "mkdocs.yml", ".gitignore"):
        shutil.copyfile(ROOT / name, clone / name)
    repository(clone)
    _environment_that_is_set_up(tmp_path / "my-guide/.fingerpost")
    (tmp_path / "my-guide").rename(tmp_path / "kept")
    where, shell = clone, {
        "FINGERPOST_URL": clone.as_uri(), "FINGERPOST_REF": "main", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org", "NO_COLOR": "1", "TERM": "dumb"}
    skipped = set()
    for command in shown(filled(tasks()["start-a-guide"], tiny_tree_names)):
        if command.line.startswith("cd "):
            where = (where / command.line.removeprefix("cd ")).resolve()
            (tmp_path / "kept/.fingerpost").rename(where / ".fingerpost")
            continue
        if command.line in NOT_RUN:
            skipped.add(command.line)
            continue
        if command.line.startswith("make guide"):
            done = fingerpost(*arguments_of(command.line), cwd=where)
            assert done.returncode == 0, done.stderr
            printed = done.stdout
        else:
            ended = run(command.line, where, **shell)
            assert ended.returncode == 0, f"{command.line}\n{ended.stdout}"
            printed = ended.stdout
        expected = command.output
        if command.line == "make check" and where != clone:
            expected = ("...", *expected)  # the generator is fetched first, and says so
        assert matches(expected, printed) or not expected, f"{command.line}\n--- shown\n{expected}\n--- printed\n{printed}"
    assert skipped == set(NOT_RUN)
    assert (where / "build/site/roles/potter/index.html").is_file()
    assert "https://someone.github.io/my-guide/" in (where / "build/site/sitemap.xml").read_text()
    listed = subprocess.run(["git", "ls-files"], cwd=where, capture_output=True, text=True, check=True).stdout.splitlines()
    assert set(listed) == set(guide_files(Naming())), "what is made or fetched is not committed"


def _environment_that_is_set_up(folder: Path) -> None:
    """What `make` would set up with packages from the network: a Python that has them, and a stamp that says so."""
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    stamp = folder / ".venv/site"
    stamp.touch()
    os.utime(stamp, (4_000_000_000, 4_000_000_000))


@pytest.fixture
def tiny_tree_names() -> dict[str, str]:
    """Names that fill the page."""
    from conftest import tiny_tree

    return names_of(guide_of(tiny_tree()))
