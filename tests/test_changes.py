"""What `diff` says: each file in cases/diff/ is a change to the tiny guide and what is printed of it; then the command itself."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import case_files, changed_tree, fingerpost, guide_of, read_case, tiny_tree
from test_locks import locked
from test_revision import git, repository
from test_validate import _Dumper

from generator.changes import Comparison, Snapshot, compare
from generator.changes.coverage import coverage_changes
from generator.changes.paths import PathChange
from generator.changes.reading import check_both
from generator.changes.report import report
from generator.cli import main
from generator.content.text import code
from generator.rules.check import check


def side(tree: Mapping[str, bytes]) -> Snapshot:
    checked = check(tree)
    assert checked.guide is not None, [problem.text() for problem in checked.problems]
    return Snapshot.of(checked)


def tree_of(case: Mapping[str, Any]) -> dict[str, bytes]:
    """The tiny guide with a case's changes; besides what `changed_tree` knows, `rename` (old: new) and `edit` (path: [[old, new]])."""
    renamed = case.get("rename", {})
    tree = changed_tree({key: value for key, value in case.items() if key != "replace" or not renamed})
    for old, new in renamed.items():
        tree[new] = tree.pop(old)
    edits = [(path, *pair) for path, pairs in case.get("edit", {}).items() for pair in pairs]
    edits += [(path, *pair) for path, pair in case.get("replace", {}).items()] if renamed else []
    for path, old, new in edits:
        assert old in tree[path].decode(), f"{path} does not hold {old!r}"
        tree[path] = tree[path].replace(old.encode(), new.encode(), 1)
    return tree


@pytest.mark.parametrize("path", case_files("diff"), ids=lambda path: path.stem)
def test_a_change_is_told_exactly(path: Path, bless: bool) -> None:
    case = read_case(path)
    output = report(compare(side(tree_of(case.get("before", {}))), side(tree_of(case))), "main", markdown=case.get("format") == "markdown") + "\n"
    if bless:
        case["output"] = output
        path.write_text(yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
        return
    assert output == case["output"], "run `pytest --bless tests/test_changes.py` and review the diff"


def test_a_renamed_skill_is_no_change() -> None:
    before = tiny_tree()
    path = next(path for path in before if path.endswith("/kneading.yml") and path.startswith("skills/"))
    tree = {name: re.sub(rb"(?m)(?<=[{\[ :])kneading(?=[]:,)}]|$)(?!\]\()", b"working-dough", raw) for name, raw in before.items()}
    tree[path.replace("kneading", "working-dough")] = tree.pop(path) + b"formerly: [kneading]\n"
    assert report(compare(side(before), side(tree)), "main") == "Nothing differs from main: no path, no decision, no claim."


def test_many_paths_of_one_cause_are_told_together() -> None:
    steps = [f"in: Part {number} (1 h): needed" for number in range(20)]
    paths = [PathChange(f"Path {number}", "1 h → 2 h", True, ("resource kiln changed (hours)",), tuple(steps[number:])) for number in range(6)]
    lines = report(Comparison(paths=tuple(paths), all_paths=6), "main").splitlines()
    assert lines[4:6] == ["- because resource kiln changed (hours):", "  - Path 0: 1 h → 2 h"]
    assert lines[10:13] == ["  - Path 5: 1 h → 2 h", "  - in: Part 5 (1 h): needed", "  - in: Part 6 (1 h): needed"]
    assert lines[-1] == "  - and 8 more such lines"


@pytest.mark.parametrize(("kind", "identifier", "update", "lack", "come"), [
    ("resource", "croissants", {"cost": "paid"}, "needed skills without a free resource", ("lamination",)),
    ("resource", "kneading-video", {"pick": {"kneading": "Hands."}}, "needed skills without an editors' pick", ()),
    ("project", "first-loaf", {"proves": {}}, "needed skills that no project proves", ("kneading",)),
    ("claim", "loaf-hours", {"sources": ()}, "claims that rest on one secondary source", ()),
])
def test_what_is_lacking_is_told_of_its_own_list(kind: str, identifier: str, update: Mapping[str, Any], lack: str, come: tuple[str, ...]) -> None:
    guide = guide_of(tiny_tree())
    changed = {**guide.of(kind), identifier: guide.of(kind)[identifier].model_copy(update=update)}
    found = list(coverage_changes(guide, replace(guide, entities={**guide.entities, kind: changed})))
    assert [(each.name, each.come) for each in found] == [(lack, come)]
    assert found[0].after - found[0].before == (1 if come else -1) and len(found[0].gone) == (0 if come else 1)


def test_every_part_of_the_report_has_a_case() -> None:
    lines = {line.removeprefix("### ") for path in case_files("diff") for line in read_case(path)["output"].splitlines()}
    assert {"Please look", "Paths", "Resources", "Decisions", "Claims", "Coverage", "Other content"} <= lines


def test_a_side_that_keeps_its_paths_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(task: object) -> None:
        raise AssertionError("the solver was asked")

    before = locked(tiny_tree())
    words = {**before, "claims/craft/loaf-hours.yml": before["claims/craft/loaf-hours.yml"].replace(b"sourdough loaf", b"loaf of sourdough")}
    monkeypatch.setattr("generator.planner.locks.solve", asked)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert [change.kind for change in compare(side(before), side(words)).entities] == ["claim"]


@pytest.mark.parametrize("path", case_files("diff"), ids=lambda path: path.stem)
def test_two_states_read_together_are_as_each_alone(path: Path) -> None:
    case = read_case(path)
    before, after = (locked(tree_of(changes)) for changes in (case.get("before", {}), case))
    for alone, together in zip((check(before), check(after)), check_both((before, []), (after, [])), strict=True):
        assert together == alone


@pytest.mark.parametrize(("text", "shown"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a\nb", "`a b`")])
def test_code_in_markdown_ends_where_it_should(text: str, shown: str) -> None:
    assert code(text) == shown


LONGER = ("content/resources/book/bread-book.yml", "hours: 10", "hours: 30")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the tiny guide, in which commands are run."""
    monkeypatch.chdir(repository(tmp_path))
    return tmp_path


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


class TestCommand:
    def test_what_is_not_committed_counts(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff", "HEAD"]) == 0
        assert capsys.readouterr() == ("Nothing differs from HEAD: no path, no decision, no claim.\n", "")
        edit(here, *LONGER)
        assert main(["diff", "HEAD"]) == 0
        assert capsys.readouterr().out.startswith("Compared with HEAD: 2 of 4 paths and 1 other entity changed.\n")

    def test_what_is_committed_since_counts(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(here, *LONGER)
        git(here, "commit", "-qam", "Lengthen")
        assert main(["diff", "first"]) == 0
        assert capsys.readouterr().out.startswith("Compared with first: 2 of 4 paths and 1 other entity changed.\n")

    def test_without_a_revision_it_is_the_default_branch(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["diff"]) == 0
        assert capsys.readouterr().out == "Nothing differs from main: no path, no decision, no claim.\n"
        git(here, "branch", "-m", "master")
        assert main(["diff"]) == 2
        assert "git knows no revision 'main'." in capsys.readouterr().err
        edit(here, "content/guide.yml", "language: en", "branch: master\nlanguage: en")
        assert main(["diff"]) == 0
        assert capsys.readouterr().out.startswith("Compared with master: ")
        edit(here, "content/guide.yml", "language: en", "language: xx")
        assert main(["diff"]) == 1
        assert capsys.readouterr().out.startswith("Nothing can be compared: the content has 1 error.\n")

    def test_the_content_may_stand_elsewhere(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        git(here, "mv", "content", "guide")
        git(here, "commit", "-qm", "Move")
        edit(here, "guide/resources/video/kneading-video.yml", "1.5", "1")
        assert main(["diff", "HEAD", "--content", "guide"]) == 0
        assert "- `guide/resources/video/kneading-video.yml:7` hours: 1.5 h became 1 h\n" in capsys.readouterr().out

    def test_a_process_prints_the_same_and_nothing_else(self, here: Path) -> None:
        edit(here, *LONGER)
        one, two = (fingerpost("diff", "HEAD", cwd=here, PYTHONHASHSEED=seed) for seed in ("1", "2"))
        assert (one.returncode, one.stderr) == (0, "")
        assert one.stdout == two.stdout


class TestBroken:
    def test_content_that_is_broken_now_is_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(here, "content/tools/oven.yml", "[sourdough]", "[sourdoh]")
        assert main(["diff", "HEAD"]) == 1
        assert capsys.readouterr() == (
            "Nothing can be compared: the content has 1 error.\n"
            "content/tools/oven.yml:5:10: skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]\n", "")

    def test_content_that_was_broken_then_is_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(here, "content/tools/oven.yml", "[sourdough]", "[sourdoh]")
        git(here, "commit", "-qam", "Break")
        edit(here, "content/tools/oven.yml", "[sourdoh]", "[sourdough]")
        assert main(["diff", "HEAD"]) == 1
        assert capsys.readouterr().out == (
            "Nothing can be compared: the content at HEAD has 1 error.\n"
            "HEAD:content/tools/oven.yml:5:10: skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]\n")

    def test_both_sides_are_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(here, "content/tools/oven.yml", "[sourdough]", "[sourdoh]")
        git(here, "commit", "-qam", "Break")
        assert main(["diff", "HEAD"]) == 1
        assert [line.partition("oven")[0] for line in capsys.readouterr().out.splitlines()] == [
            "Nothing can be compared: the content at HEAD has 1 error.", "HEAD:content/tools/",
            "Nothing can be compared: the content has 1 error.", "content/tools/"]

    def test_in_markdown_problems_are_code(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        edit(here, "content/tools/oven.yml", "[sourdough]", "[sourdoh]")
        assert main(["diff", "HEAD", "--format", "markdown"]) == 1
        assert capsys.readouterr().out == (
            "Nothing can be compared: the content has 1 error.\n"
            "- `content/tools/oven.yml:5:10: skills[0]: no skill 'sourdoh' in content/skills/. Did you mean 'sourdough'? [ids-name-something]`\n")


class TestWrongUsage:
    @pytest.mark.parametrize(("arguments", "said"), [
        (["diff", "nowhere"], "git knows no revision 'nowhere'. Name a branch, a tag or a commit; git branch --all lists the branches."),
        (["diff", "--content", "nowhere", "HEAD"], "there is no folder nowhere. Name the content folder with --content."),
        (["diff", "HEAD", "--content", "new"], "there was no folder new at 'HEAD'."),
    ])
    def test_ends_with_2_and_one_clear_sentence(
        self, arguments: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (here / "new").mkdir()
        assert main(arguments) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {said}\n")

    def test_no_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "content").mkdir()
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert main(["diff", "HEAD"]) == 2
        assert capsys.readouterr().err == "fingerpost: content is in no git repository, so there is nothing to compare it with.\n"

    def test_a_shallow_clone(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        git(here, "commit", "-q", "--allow-empty", "-m", "Go on")
        subprocess.run(["git", "clone", "-q", "--depth", "1", here.as_uri(), "shallow"], cwd=here, check=True)
        assert main(["diff", "HEAD^1", "--content", "shallow/content"]) == 2
        assert capsys.readouterr().err == (
            "fingerpost: this clone is shallow and does not hold 'HEAD^1'. Get the history with: git fetch --unshallow\n")
