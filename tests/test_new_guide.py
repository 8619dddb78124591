"""A new guide: whole from the first minute, plainly a sample, and at home in a repository of its own."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, fingerpost, guide_of
from shell import WHO, arguments_of, matches, repository, run, shown

from generator.cli import commands, main
from generator.content.revision import is_pushed
from generator.editing.new_guide import Naming, guide_files, sample
from generator.engine import config
from generator.model import FOLDERS, KINDS
from generator.site.contribute import filled, names_of
from generator.site.words import tasks
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
        naming = Naming('Potter: or "weaver"?', "https://github.com/Someone/my-guide", generator="https://git.example.org/fp.git", version="abc")
        files = guide_files(naming)
        settings = guide_of(content_of(files)).settings
        assert (settings.title, settings.short) == ('Potter: or "weaver"?', "potter-or-weaver")
        assert (settings.repository, settings.site) == ("https://github.com/Someone/my-guide", "https://someone.github.io/my-guide/")
        assert files["README.md"].startswith('# Potter: or "weaver"?\n') and "<https://someone.github.io/my-guide/>" in files["README.md"]
        assert "\nFINGERPOST_URL ?= https://git.example.org/fp.git\nFINGERPOST_REF ?= abc\n" in files["Makefile"]
        assert "content/_schemas/role.json" in files
        assert files["content/skills/clay/throwing.yml"].startswith("# yaml-language-server: $schema=../../_schemas/skill.json\n# Sample")

    def test_without_a_name_it_has_the_sample_s_and_no_address_that_nobody_gave(self) -> None:
        files = guide_files(Naming())
        settings = guide_of(content_of(files)).settings
        assert (settings.title, settings.short, settings.repository, settings.site) == ("Potter or weaver?", "potter-or-weaver", None, "")
        assert "\nFINGERPOST_URL ?=\nFINGERPOST_REF ?= main\n" in files["Makefile"]
        assert "stands at" not in files["README.md"]

    def test_an_address_of_its_own_comes_before_that_of_its_pages(self) -> None:
        files = guide_files(Naming(repository="https://github.com/ada/g", site_url="https://ada.example.org/"))
        assert guide_of(content_of(files)).settings.site == "https://ada.example.org/" and "<https://ada.example.org/>" in files["README.md"]

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
        monkeypatch.setattr(config, "ROOT", _clone(tmp_path))
        assert main(["new-guide", "my guide"]) == 0
        count = sum(path.is_file() for path in (tmp_path / "my guide").rglob("*"))
        assert capsys.readouterr() == (
            f"my guide: a guide of its own, in {count} files. What it says is a sample to replace.\nNext: cd 'my guide' && make check\n", "")
        for command in (["check"], ["schema", "--check"], ["fmt"]):
            assert main([*command, "--content", "my guide/content"]) == 0
        assert capsys.readouterr().out == "no problems\nno problems\nEvery file is in its canonical form.\n"

    @pytest.mark.parametrize(("ahead", "url", "told"), [
        (False, "https://ada:secret@git.example.org/fp.git", ""),
        (True, "git@git.example.org:fp.git",
         "the commit {} of the generator is not at https://git.example.org/fp.git yet, where the guide fetches it. "
         "Push it, or name another in guide/Makefile: FINGERPOST_REF."),
        (False, "../upstream", "nothing says where this generator can be fetched from. Write it in guide/Makefile: FINGERPOST_URL."),
    ])
    def test_it_names_the_version_that_wrote_it_and_where_others_can_have_it(
        self, ahead: bool, url: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        clone = _clone(tmp_path, url)
        if ahead:
            _git(clone, "commit", "-q", "--allow-empty", "-m", "Go on")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(config, "ROOT", clone)
        assert main(["new-guide", "guide"]) == 0
        commit = _git(clone, "rev-parse", "HEAD")
        known = "https://git.example.org/fp.git" if "git.example.org" in url else ""
        assert f"\nFINGERPOST_URL ?= {known}\nFINGERPOST_REF ?= {commit}\n".replace("= \n", "=\n") in Path("guide/Makefile").read_text()
        assert capsys.readouterr().err == (f"fingerpost: {told.format(commit[:12])}\n" if told else "")

    def test_a_generator_that_is_no_clone_leaves_its_place_to_the_guide(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(config, "ROOT", tmp_path)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert main(["new-guide", "guide"]) == 0
        assert "\nFINGERPOST_URL ?=\nFINGERPOST_REF ?= main\n" in Path("guide/Makefile").read_text()
        assert "FINGERPOST_URL" in capsys.readouterr().err
        done = run("make check", Path("guide"))
        assert done.returncode == 2 and done.stdout.startswith("Write in the Makefile where the generator lives: FINGERPOST_URL.\n")

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


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def _clone(folder: Path, url: str = "https://git.example.org/fp.git") -> Path:
    """A clone of a generator that says it came from an address."""
    (folder / "upstream").mkdir()
    (folder / "upstream/file").write_text("x")
    _git(repository(folder / "upstream"), "clone", "-q", ".", str(folder / "generator"))
    _git(folder / "generator", "remote", "set-url", "origin", url)
    return folder / "generator"


class TestItsMakefile:
    """Which generator it takes and what it prints; the generator here is a program that says its version, and needs no network."""

    @pytest.fixture
    def guide(self, tmp_path: Path) -> Path:
        """A guide whose generator has two versions, tagged, and a branch that stands at the second."""
        generator = tmp_path / "generator"
        (generator / "generator").mkdir(parents=True)
        (generator / ".gitignore").write_text(".venv\n")
        (generator / "Makefile").write_text(
            ".venv/%:\n\t@echo Setting up ...\n\t@mkdir -p .venv/bin && ln -sf $$(command -v python) .venv/bin && touch $@\n")
        for version in ("one", "two"):
            (generator / "generator/__main__.py").write_text(f"import json, sys\nprint(json.dumps(['{version}', *sys.argv[1:]]))\n")
            repository(generator) if version == "one" else _git(generator, "commit", "-qam", "Go on")
            _git(generator, "tag", version)
        (tmp_path / "guide").mkdir()
        (tmp_path / "guide/Makefile").write_text(sample()["Makefile"].replace("FINGERPOST_URL ?=", f"FINGERPOST_URL ?= {generator.as_uri()}"))
        return tmp_path / "guide"

    def _says(self, guide: Path, line: str) -> list[str]:
        """What a command is given, by the version that is run: all that stands on the standard output."""
        python = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["sh", "-c", line], cwd=guide, env=os.environ | {"PATH": python}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @pytest.mark.parametrize("target", ["check", "links", "diff", "plan", "due"])
    def test_nothing_but_what_the_command_prints_is_printed(self, target: str, guide: Path) -> None:
        """Neither when everything is set up on the way, nor when it is there already."""
        for _ in range(2):
            assert self._says(guide, f"make {target} ARGS=--json") == ["two", target, "--json"]

    @pytest.mark.parametrize("by", ["tag", "commit"])
    def test_the_version_that_is_named_is_taken_forth_and_back(self, by: str, guide: Path) -> None:
        names = {tag: tag if by == "tag" else _git(guide.parent / "generator", "rev-parse", tag) for tag in ("one", "two")}
        for version in ("one", "two", "one", "one", "two"):
            assert self._says(guide, f"make check FINGERPOST_REF={names[version]}")[0] == version

    def test_a_branch_is_asked_for_each_time_and_a_commit_once(self, guide: Path) -> None:
        generator = guide.parent / "generator"
        commit = _git(generator, "rev-parse", "HEAD")
        assert self._says(guide, "make check")[0] == "two"
        (generator / "generator/__main__.py").write_text("print('[\"three\"]')\n")
        _git(generator, "commit", "-qam", "Go on")
        assert self._says(guide, "make check") == ["three"]
        assert self._says(guide, f"make check FINGERPOST_REF={commit}")[0] == "two"
        generator.rename(guide.parent / "away")
        assert self._says(guide, f"make check FINGERPOST_REF={commit}")[0] == "two"
        assert run("make check", guide).returncode == 2

    @pytest.mark.parametrize("version", ["one", "main"])
    def test_a_guide_that_is_started_from_it_knows_where_the_generator_is_from(self, version: str, guide: Path) -> None:
        self._says(guide, f"make check FINGERPOST_REF={version}")
        assert _git(guide / ".fingerpost", "remote", "get-url", "origin") == (guide.parent / "generator").as_uri()
        assert is_pushed(guide / ".fingerpost")

    def test_a_fetch_that_was_broken_off_is_done_again(self, guide: Path) -> None:
        (guide / ".fingerpost/.git").mkdir(parents=True)
        assert self._says(guide, "make check FINGERPOST_REF=one")[0] == "one"

    @pytest.mark.parametrize(("line", "arguments"), [
        ("make site", ["build"]), ("make diff", ["diff"]), ("make diff REV='a b'", ["diff", "a b"]), ("make links", ["links"]),
        ("SITE_URL='https://a.org/b c' REPOSITORY='https://b.org/$x' make site",
         ["build", "--site-url", "https://a.org/b c", "--repository", "https://b.org/$x"]),
        ("make site SITE_URL=https://a.org", ["build", "--site-url", "https://a.org"]),
        ("REPOSITORY=https://b.org make links", ["links", "--repository", "https://b.org"]),
    ])
    def test_addresses_and_the_revision_are_handed_on(self, line: str, arguments: list[str], guide: Path) -> None:
        assert self._says(guide, line) == ["two", *arguments]


class TestItsOwnRepository:
    def test_its_makefile_has_a_target_for_every_command_that_a_guide_needs(self) -> None:
        text = sample()["Makefile"]
        targets = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
        assert {command.name for command in commands()} - targets == {"generate", "build", "new-guide"} and {"site", "guide"} <= targets
        ours = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
        assert targets <= ours, "the task pages are the same in both repositories"

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
