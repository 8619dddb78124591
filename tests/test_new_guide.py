"""A new guide: whole from the first minute, plainly a sample, and at home in a repository of its own."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, guide_of
from shell import run

from generator import __version__
from generator.cli import commands, main
from generator.editing.new_guide import Naming, guide_files, sample
from generator.model import FOLDERS, KINDS
from generator.write import NotOurs, settle


def content_of(files: dict[str, str]) -> dict[str, bytes]:
    """The content folder of a guide's files; the schemas beside it are no content."""
    return {path.removeprefix("content/"): text.encode() for path, text in files.items() if path.startswith("content/") and "_schemas" not in path}


_NO_SHORT = "--short: the title gives no id of a-z and 0-9. Choose one, such as --short two-crafts: it never changes."


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
        naming = Naming('Potter: or "weaver"?', "https://github.com/Someone/my-guide", requirement="../fingerpost-9.whl")
        files = guide_files(naming)
        settings = guide_of(content_of(files)).settings
        assert (settings.title, settings.short) == ('Potter: or "weaver"?', "potter-or-weaver")
        assert (settings.repository, settings.site) == ("https://github.com/Someone/my-guide", "https://someone.github.io/my-guide/")
        assert files["README.md"].startswith('# Potter: or "weaver"?\n') and "<https://someone.github.io/my-guide/>" in files["README.md"]
        assert "\nFINGERPOST ?= ../fingerpost-9.whl\n" in files["Makefile"]
        assert "content/_schemas/role.json" in files
        assert files["content/skills/clay/throwing.yml"].startswith("# yaml-language-server: $schema=../../_schemas/skill.json\n# Sample")

    def test_without_a_name_it_has_the_sample_s_and_no_address_that_nobody_gave(self) -> None:
        files = guide_files(Naming())
        settings = guide_of(content_of(files)).settings
        assert (settings.title, settings.short, settings.repository, settings.site) == ("Potter or weaver?", "potter-or-weaver", None, "")
        assert f"\nFINGERPOST ?= fingerpost=={__version__}\n" in files["Makefile"]
        assert "stands at" not in files["README.md"]

    def test_an_address_of_its_own_comes_before_that_of_its_pages(self) -> None:
        files = guide_files(Naming(repository="https://github.com/ada/g", site_url="https://ada.example.org/"))
        assert guide_of(content_of(files)).settings.site == "https://ada.example.org/" and "<https://ada.example.org/>" in files["README.md"]

    @pytest.mark.parametrize(("title", "short"), [
        ("x" * 100, "x" * 60), ("Ünïcode", "unicode"), ("word " * 20, "-".join(["word"] * 12)), ("no", "no"), ("1.10", "1-10"),
    ])
    def test_any_title_makes_a_guide(self, title: str, short: str) -> None:
        settings = guide_of(content_of(guide_files(Naming(title=title.strip())))).settings
        assert (settings.title, settings.short) == (title.strip(), short)


class TestTheCommand:
    def test_it_writes_the_guide_and_says_what_comes_next(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["new", "guide", "my guide"]) == 0
        count = sum(path.is_file() for path in (tmp_path / "my guide").rglob("*"))
        assert capsys.readouterr() == (
            f"my guide: a guide of its own, in {count} files. What it says is a sample to replace.\nNext: cd 'my guide' && make check\n", "")
        for command in (["check"], ["check", "--fix"]):
            assert main([*command, "--content", "my guide/content"]) == 0
        assert capsys.readouterr().out == "no problems\nno problems\n"

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
        assert main(["new", "guide", "theirs"]) == 2
        assert capsys.readouterr() == ("", "fingerpost: theirs is there already and not empty, so it is left alone. Name a new folder.\n")
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize(("arguments", "said"), [
        (["file"], "file is there already and not empty, so it is left alone. Name a new folder."),
        (["file/x"], "cannot write below file/x: Not a directory."),
        (["link"], "link is a symbolic link."),
        (["new", "--title", "<b>"], "--title: may not contain '<' or '>'. Write it in words."),
        (["new", "--title", "Гончар или ткач?"], _NO_SHORT),
        (["new", "--title", "dulusçu, yoxsa toxucu: kərə"], _NO_SHORT),
        (["new", "--short", "Two crafts"],
         "--short: 'Two crafts' is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'."),
        (["new", "--title", " "], "--title: is empty. Write something or remove the line."),
        (["new", "--repository", "git@github.com:a/b"], "--repository: 'git@github.com:a/b' is not a web address. It starts with https://."),
        (["new", "--requirement", "fingerpost; rm -rf"], "--requirement: 'fingerpost; rm -rf' is nothing that pip installs. "
                                                         "Write fingerpost==1.2.3, or the place of a wheel."),
        (["new", "--site-url", "http://example.org/"], "--site-url: 'http://example.org/' uses plain http. Use https://."),
    ])
    def test_wrong_usage_ends_with_2_and_writes_nothing(
        self, arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("file").write_text("x")
        Path("link").symlink_to("elsewhere")
        assert main(["new", "guide", *arguments]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]

    def test_when_one_file_cannot_be_written_none_is(self, tmp_path: Path) -> None:
        (tmp_path / "guide/.git").mkdir(parents=True)
        with pytest.raises(OSError):
            settle(tmp_path / "guide", {"a": "x", f"b/{'long' * 100}": "x"})
        assert [path.name for path in (tmp_path / "guide").iterdir()] == [".git"]
        with pytest.raises(NotOurs):
            settle(Path(__file__), {"a": "x"})


class TestItsMakefile:
    """What is installed and when, and what is printed; Python here is a program that writes down what it is asked."""

    @pytest.fixture
    def guide(self, tmp_path: Path) -> Path:
        """A guide with a python3 of its own, which makes environments whose python says what it is given."""
        inner = tmp_path / "inner"
        inner.write_text(f"#!/bin/sh\ncase \"$2\" in pip) echo \"$@\" >> '{tmp_path}/installed'; exit ${{FAIL:-0}};; esac\n"
                         "case \"$1\" in -c) echo the-lock;; *) shift 2; printf '%s\\n' \"$@\";; esac\n")
        inner.chmod(0o755)
        outer = tmp_path / "python3"
        outer.write_text(f"#!/bin/sh\nmkdir -p .venv/bin && rm -f .venv/ready .venv/links && cp '{inner}' .venv/bin/python\n")
        outer.chmod(0o755)
        (tmp_path / "guide").mkdir()
        (tmp_path / "guide/Makefile").write_text(guide_files(Naming(requirement="fingerpost==1"))["Makefile"].replace("?= python3", f"?= {outer}"))
        return tmp_path / "guide"

    def _says(self, guide: Path, line: str) -> list[str]:
        """What a command is given: all that stands on the standard output."""
        done = subprocess.run(["sh", "-c", line], cwd=guide, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def _installed(self, guide: Path) -> list[str]:
        """What pip was asked for, a line for each time."""
        lines = (guide.parent / "installed").read_text().splitlines()
        return [line.partition(":all: ")[2] for line in lines]

    @pytest.mark.parametrize("target", ["check", "links", "diff", "plan", "due"])
    def test_nothing_but_what_the_command_prints_is_printed(self, target: str, guide: Path) -> None:
        """Neither when everything is set up on the way, nor when it is there already."""
        for _ in range(2):
            assert self._says(guide, f"make {target} ARGS=--json") == [target, "--json"]

    def test_the_version_that_is_named_is_installed_once_with_all_that_it_needs_by_hash(self, guide: Path) -> None:
        for _ in range(2):
            self._says(guide, "make check")
        assert self._installed(guide) == ["--no-deps fingerpost==1", "--require-hashes -r the-lock"]
        self._says(guide, "make check FINGERPOST=fingerpost==2")
        assert self._installed(guide)[2:] == ["--no-deps fingerpost==2", "--require-hashes -r the-lock"]
        self._says(guide, "make links")
        assert self._installed(guide)[4:] == ["--no-deps fingerpost==1", "--require-hashes -r the-lock", "--require-hashes -r the-lock"]

    def test_an_installation_that_failed_is_done_again(self, guide: Path) -> None:
        assert run("make check", guide, FAIL="1").returncode == 2
        assert self._says(guide, "make check") == ["check"]

    def test_without_a_version_it_says_what_to_write(self, guide: Path) -> None:
        done = run("make check FINGERPOST=", guide)
        assert done.returncode == 2 and done.stdout.startswith("Write in the Makefile what to install: FINGERPOST.\n")

    @pytest.mark.parametrize(("line", "arguments"), [
        ("make site", ["build"]), ("make diff", ["diff"]), ("make diff REV='a b'", ["diff", "a b"]), ("make links", ["links"]),
        ("SITE_URL='https://a.org/b c' REPOSITORY='https://b.org/$x' make site",
         ["build", "--site-url", "https://a.org/b c", "--repository", "https://b.org/$x"]),
        ("make site SITE_URL=https://a.org", ["build", "--site-url", "https://a.org"]),
        ("REPOSITORY=https://b.org make links", ["links", "--repository", "https://b.org"]),
    ])
    def test_addresses_and_the_revision_are_handed_on(self, line: str, arguments: list[str], guide: Path) -> None:
        assert self._says(guide, line) == arguments


class TestItsOwnRepository:
    def test_its_makefile_has_a_target_for_every_command_that_a_guide_needs(self) -> None:
        text = sample()["Makefile"]
        targets = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
        assert {command.name for command in commands()} - targets == {"generate", "build"} and "site" in targets
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
