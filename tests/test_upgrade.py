"""Content of an earlier format becomes that of this version, and nothing that somebody wrote is lost."""
from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import HERE, ROOT, tiny_tree, write_tree

from generator.cli import main
from generator.editing.new_guide import Naming, guide_files, sample
from generator.editing.upgrade import format_of, upgrade, upgraded
from generator.model import FORMAT
from generator.rules.check import check

# The Makefile of a guide as it was written while guides fetched a clone of the generator.
FETCHED = (HERE / "cases/upgrade/Makefile-1").read_text()


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guide of the first format, as it was made then."""
    files = guide_files(Naming()) | {
        "Makefile": FETCHED.replace("FINGERPOST_URL ?=", "FINGERPOST_URL ?= https://git.example.org/fp.git").replace("?= main", "?= abc"),
        ".gitignore": sample()[".gitignore"].replace("/.venv/", "/.fingerpost/"),
    }
    files["content/guide.yml"] = files["content/guide.yml"].replace("\nformat: 2\n", "\n") + "# The end.\n"
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
        "content/guide.yml:4:1: format: is missing, so the content has format 1; this version of Fingerpost reads 2. "
        "Bring it up to date with: python -m generator upgrade [fields/guide/#format]\n"
        "Fields are explained on the site at contribute/fields/.\n1 error\n")


def test_a_guide_of_the_first_format_is_whole_after_it(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(guide)
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        ".gitignore: brought up to date.", "Makefile: brought up to date.", "content/_schemas/guide.json: brought up to date.",
        "content/guide.yml: brought up to date.",
        "The folder .fingerpost is of no use any more; delete it.",
        "Format 2, before 1; 4 files changed."]
    after = tree(guide)
    new = guide_files(Naming())
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {".gitignore", "Makefile", "content/_schemas/guide.json", "content/guide.yml"}
    assert all(after[path] == new[path] for path in (".gitignore", "Makefile", "content/_schemas/guide.json"))
    assert set(before["content/guide.yml"].splitlines()) < set(after["content/guide.yml"].splitlines()), "each line stays, comments too"
    assert main(["check"]) == 0
    capsys.readouterr()
    assert main(["upgrade"]) == 0 and capsys.readouterr().out == "Format 2; no files changed.\n"
    assert tree(guide) == after


def test_a_makefile_that_somebody_changed_is_left_alone(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = (guide / "Makefile").read_text() + "mine:\n\techo mine\n"
    (guide / "Makefile").write_text(mine)
    assert main(["upgrade"]) == 0
    assert "Makefile was changed by hand and fetches a clone still." in capsys.readouterr().out
    assert (guide / "Makefile").read_text() == mine and "/.fingerpost/" in (guide / ".gitignore").read_text()


def test_newer_content_is_refused_by_both(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = guide / "content/guide.yml"
    file.write_text(file.read_text() + f"format: {FORMAT + 1}\n")
    before = tree(guide)
    assert main(["check"]) == 1
    said = f": format: is {FORMAT + 1}, and this version of Fingerpost reads {FORMAT}. Take a newer Fingerpost. [fields/guide/#format]\n"
    said += "Fields are explained on the site at contribute/fields/.\n1 error\n"
    assert capsys.readouterr().out.endswith(said)
    assert main(["upgrade"]) == 2 and "Take a newer Fingerpost." in capsys.readouterr().err
    assert tree(guide) == before


@pytest.mark.parametrize("text", ["", "title: [", "- a\n", "format: two\n"])
def test_what_cannot_be_read_is_mended_first(text: str, guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (guide / "content/guide.yml").write_text(text)
    assert main(["upgrade"]) == 1
    assert capsys.readouterr().out == "content/guide.yml: cannot be read, or its format is no number. Mend it first: python -m generator check\n"
    assert (guide / "content/guide.yml").read_text() == text


def test_an_earlier_state_can_be_compared(guide: Path) -> None:
    earlier = {path: text.replace(b"format: 2\n", b"") for path, text in tiny_tree().items()}
    assert check(earlier).guide is None
    assert check(upgraded(earlier)).problems == () and upgraded(tiny_tree()) == tiny_tree()


def test_there_is_a_step_for_every_format() -> None:
    assert format_of({"content/guide.yml": (ROOT / "content/guide.yml").read_text()}) == FORMAT
    for number in range(1, FORMAT):
        files = {"content/guide.yml": f"title: x\n{f'format: {number}' if number > 1 else ''}\n"}
        assert yaml.safe_load(upgrade(files).files["content/guide.yml"])["format"] == FORMAT
