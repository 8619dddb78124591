"""Content of an earlier format becomes that of this version, and nothing that somebody wrote is lost."""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import HERE, ROOT, tiny_tree, write_tree

from generator import write
from generator.cli import main
from generator.editing.new_guide import Naming, guide_files, sample
from generator.editing.upgrade import format_in, upgrade
from generator.model import FORMAT
from generator.rules.check import check

# The Makefile of a guide as it was written while guides fetched a clone of the generator.
FETCHED = (HERE / "cases/upgrade/Makefile-1").read_text()

# A use-case as it was until format 2: its facts in any order, apart, with comments, in every form that a text may have.
FOUR_FIELDS = """\
# yaml-language-server: $schema=../_schemas/use-case.json
name: A wedding gift
# How soon?
latency: In six weeks.  # or seven
cost_of_error: >-
  A polite smile,
  and silence.
what: Somebody wants a present that two people will use for years.

# Nobody counts
# on more.
volume: "One: no more."
data: A photograph
  of their table.
approach: Bowls, and one more than they need.
# Every potter knows.
why: Something breaks in the first year.
roles: [potter]
outcomes: {which-craft: potter}
skills: [throwing]
"""
ONE_LIST = """\
# yaml-language-server: $schema=../_schemas/use-case.json
name: A wedding gift
# How soon?
facts:
  - name: An answer must come
    value: In six weeks.  # or seven
  - name: What a wrong answer costs
    value: >-
      A polite smile,
      and silence.
  # Nobody counts
  # on more.
  - name: How many
    value: "One: no more."
  - name: What data there is
    value: A photograph
      of their table.
what: Somebody wants a present that two people will use for years.

approach: Bowls, and one more than they need.
# Every potter knows.
why: Something breaks in the first year.
roles: [potter]
outcomes: {which-craft: potter}
skills: [throwing]
"""


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide of the first format, as it was made then."""
    files = guide_files(Naming()) | {
        "Makefile": FETCHED.replace("FINGERPOST_URL ?=", "FINGERPOST_URL ?= https://git.example.org/fp.git").replace("?= main", "?= abc"),
        ".gitignore": sample()[".gitignore"].replace("/.venv/", "/.fingerpost/"),
    }
    files["content/guide.yml"] = files["content/guide.yml"].replace(f"\nformat: {FORMAT}\n", "\n") + "# The end.\n"
    files["content/use-cases/a-wedding-gift.yml"] = FOUR_FIELDS
    files["content/_schemas/guide.json"] = "{}"
    write_tree(tmp_path, {path: text.encode() for path, text in files.items()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_check_names_the_command_and_nothing_else(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guide / "content/roles/potter.yml").write_text("name: wrong\n")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == (
        "content/guide.yml:4:1: format: is missing, so the content has format 1; this version of Fingerpost reads 3. "
        "Bring it up to date with: python -m generator check --fix [fields/guide/#format]\n"
        "Fields are explained on the site at contribute/fields/.\n1 error\n")


def test_a_guide_of_the_first_format_is_whole_after_it(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(guide)
    assert main(["check", "--fix"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        ".gitignore: brought to format 3.", "Makefile: brought to format 3.", "content/guide.yml: brought to format 3.",
        "content/use-cases/a-wedding-gift.yml: brought to format 3.",
        "The folder .fingerpost is of no use any more; delete it.",
        "content/_schemas: 1 written, for editors.", "5 files mended.", "no problems"]
    after = tree(guide)
    new = guide_files(Naming())
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {".gitignore", "Makefile", "content/_schemas/guide.json", "content/guide.yml", "content/use-cases/a-wedding-gift.yml"}
    assert after["content/use-cases/a-wedding-gift.yml"] == ONE_LIST
    assert all(after[path] == new[path] for path in (".gitignore", "Makefile", "content/_schemas/guide.json"))
    assert set(before["content/guide.yml"].splitlines()) < set(after["content/guide.yml"].splitlines()), "each line stays, comments too"
    assert main(["check", "--fix"]) == 0 and capsys.readouterr().out == "no problems\n"
    assert tree(guide) == after


def test_a_makefile_that_somebody_changed_is_left_alone(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = (guide / "Makefile").read_text() + "mine:\n\techo mine\n"
    (guide / "Makefile").write_text(mine)
    assert main(["check", "--fix"]) == 0
    assert "Makefile was changed by hand and fetches a clone still." in capsys.readouterr().out
    assert (guide / "Makefile").read_text() == mine and "/.fingerpost/" in (guide / ".gitignore").read_text()


def test_newer_content_is_left_alone(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = guide / "content/guide.yml"
    file.write_text(file.read_text() + f"format: {FORMAT + 1}\n")
    before = tree(guide)
    assert main(["check"]) == 1
    said = f": format: is {FORMAT + 1}, and this version of Fingerpost reads {FORMAT}. Take a newer Fingerpost. [fields/guide/#format]\n"
    said += "Fields are explained on the site at contribute/fields/.\n1 error\n"
    assert capsys.readouterr().out.endswith(said)
    assert main(["check", "--fix"]) == 1
    assert capsys.readouterr().out.endswith(said)
    assert tree(guide) == before, "nothing else is mended either: fields may mean something else there"


def test_a_part_of_the_content_is_not_mended_before_all_of_it_is_upgraded(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guide / "content/roles/potter.yml").write_text("name: wrong   \n")
    before = tree(guide)
    assert main(["check", "--fix", "content/roles", "content/guide.yml"]) == 1
    assert "Bring it up to date with: python -m generator check --fix [" in capsys.readouterr().out and tree(guide) == before


def test_what_is_mended_and_what_is_upgraded_is_written_together_or_not_at_all(
    guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    role = guide / "content/roles/potter.yml"
    role.write_text("\ufeff" + role.read_text())
    before = tree(guide)
    replaced: list[Path] = []
    really = write._replace

    def fails_at_the_third(path: Path, content: bytes) -> None:
        replaced.append(path)
        if len(replaced) == 3:
            raise OSError(28, "No space left on device")
        really(path, content)

    monkeypatch.setattr(write, "_replace", fails_at_the_third)
    assert main(["check", "--fix"]) == 2
    assert capsys.readouterr() == ("", "fingerpost: cannot write below content: No space left on device. Nothing was changed.\n")
    assert tree(guide) == before
    assert main(["check", "--fix"]) == 0 and {path for path, text in tree(guide).items() if text != before[path]} == {
        ".gitignore", "Makefile", "content/_schemas/guide.json", "content/guide.yml", "content/roles/potter.yml",
        "content/use-cases/a-wedding-gift.yml"}


@pytest.mark.parametrize("said", ["format: 1", "format: 0", "format: '1'", "format: 01", "format:"])
def test_an_earlier_format_that_is_named_is_raised(said: str, guide: Path) -> None:
    file = guide / "content/guide.yml"
    file.write_text(f"{said}\n{file.read_text()}")
    assert main(["check", "--fix"]) == 0
    assert re.findall("^format:.*", file.read_text(), re.MULTILINE) == [f"format: {FORMAT}"]


@pytest.mark.parametrize("mangle", [lambda text: '"format": 1\n' + text, lambda text: "{title: A, language: en}\n"])
def test_what_cannot_be_changed_by_place_alone_is_left(mangle: Callable[[str], str], guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = guide / "content/guide.yml"
    file.write_text(mangle(file.read_text()))
    before = tree(guide)
    assert main(["check", "--fix"]) == 1 and tree(guide) == before
    assert capsys.readouterr().out.startswith("guide.yml is written in a way that cannot be changed by place alone.")


@pytest.mark.parametrize("text", ["", "title: [", "- a\n", "format: two\n", "format: [1]\n"])
def test_what_cannot_be_read_is_told_and_left(text: str, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guide / "content/guide.yml").write_text(text)
    makefile = (guide / "Makefile").read_text()
    assert main(["check", "--fix"]) == 1
    assert "content/guide.yml:" in capsys.readouterr().out
    assert text in (guide / "content/guide.yml").read_text() and (guide / "Makefile").read_text() == makefile


def test_an_earlier_state_can_be_compared(guide: Path) -> None:
    earlier = {path: text.replace(b"format: 3\n", b"") for path, text in tiny_tree().items()}
    assert check(earlier).guide is None
    assert check({**earlier, **upgrade(earlier)[0]}).problems == () and upgrade(tiny_tree()) == ({}, ())


@pytest.mark.parametrize("text", ["{name: A, latency: B}\n", "name: A\n\"latency\": B\n", "name: A\nlatency: >-\n  B\n\n  C\n"])
def test_facts_that_cannot_be_moved_by_place_alone_are_left_to_a_person(text: str, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = guide / "content/use-cases/a-wedding-gift.yml"
    file.write_text(text)
    assert main(["check", "--fix"]) == 1
    assert ("use-cases/a-wedding-gift.yml is written in a way that cannot be changed by place alone. Write latency as entries of facts:.\n"
            in capsys.readouterr().out)
    assert file.read_text().endswith(text)


def test_there_is_a_step_for_every_format() -> None:
    assert format_in({"guide.yml": (ROOT / "content/guide.yml").read_bytes()}) == FORMAT
    for number in range(1, FORMAT):
        earlier = {"guide.yml": f"title: x\n{f'format: {number}' if number > 1 else ''}\n".encode()}
        assert yaml.safe_load(upgrade(earlier)[0]["guide.yml"])["format"] == FORMAT
