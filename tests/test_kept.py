"""`check --against`: what was published stays, or leads on."""
from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import tiny_tree, write_tree

from generator.cli import main
from generator.content.load import load
from generator.rules.kept import Files, lost_ids

SKILL, COURSE, DECISION = "skills/dough/sourdough.yml", "resources/course/sourdough-course.yml", "decisions/which-trade.yml"
Edits = Mapping[str, list[tuple[str, str]] | None]


def edited(edits: Edits, moved: Mapping[str, str]) -> dict[str, bytes]:
    """The tiny guide with texts replaced in files (None: the file is gone), and files moved."""
    tree = tiny_tree()
    for old, new in moved.items():
        tree[new] = tree.pop(old)
    for path, pairs in edits.items():
        if pairs is None:
            del tree[path]
            continue
        text = tree.get(path, b"").decode()
        for old, new in pairs:
            assert old in text, (path, old)
            text = text.replace(old, new, 1)
        tree[path] = text.encode()
    return tree


def told(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """What is lost between two trees: where, and in which words."""
    return [(problem.path, f"{problem.severity} {problem.message} {problem.hint}")
            for problem in lost_ids(Files(list(before), load(before)[0]), Files(list(now), load(now)[0]), "main")]


@pytest.mark.parametrize(("edits", "moved"), [
    ({}, {}),
    ({}, {SKILL: "skills/sweet/sourdough.yml"}),
    ({"skills/dough/leaven.yml": [("area:", "formerly: [sourdough]\narea:")]}, {SKILL: "skills/dough/leaven.yml"}),
    ({SKILL: [("area:", "retired: {on: 2026-11, reason: Gone.}\narea:")]}, {}),
    ({SKILL: [("area: dough", "area: [")]}, {}),  # which is told by itself, and does not count as gone
    ({COURSE: [("id: week-1,", "id: flour, formerly: [week-1],")]}, {}),
    ({"resources/course/course.yml": [("provider:", "formerly: [sourdough-course]\nprovider:"), ("id: week-1,", "id: flour, formerly: [week-1],")]},
     {COURSE: "resources/course/course.yml"}),
    ({COURSE: [("parts:\n", "parts:\n  - {id: week-0, title: Zero, hours: 1, teaches: {kneading: 1}}\n")]}, {}),
    ({DECISION: [("name: ", "name: The ")]}, {}),
], ids=lambda value: "+".join(value) if value else "nothing")
def test_what_leads_on_is_not_lost(edits: Edits, moved: Mapping[str, str]) -> None:
    assert told(tiny_tree(), edited(edits, moved)) == []


def test_a_file_that_is_gone_is_told_with_the_line_to_add() -> None:
    assert told(tiny_tree(), edited({SKILL: None}, {})) == [(
        SKILL, "error the skill 'sourdough' was here at main, and is gone. If another skill goes on from it, add there: formerly: [sourdough]. "
               "Else bring the file back with: retired: {on: ..., reason: ...}")]


def test_a_file_that_only_has_another_name_is_found() -> None:
    assert told(tiny_tree(), edited({}, {SKILL: "skills/dough/leaven.yml"})) == [(
        SKILL, "error the skill 'sourdough' was here at main, and is gone. If it goes on in content/skills/dough/leaven.yml, add there: "
               "formerly: [sourdough]. Else bring the file back with: retired: {on: ..., reason: ...}")]


def test_a_part_that_is_gone_is_told() -> None:
    assert told(tiny_tree(), edited({COURSE: [("id: week-1,", "id: flour,")]}, {})) == [(
        COURSE, "error the part 'week-1' was here at main, and is gone. Let the part that took its place, or the one beside it, say: "
                "formerly: [week-1]")]


def test_parts_that_are_all_gone_are_told() -> None:
    text = tiny_tree()[COURSE].decode()
    parts = text[text.index("parts:"):text.index("archived_url")]
    assert [words for _, words in told(tiny_tree(), edited({COURSE: [(parts, "")]}, {}))] == [
        f"error the part 'week-{number}' was here at main, and is gone. Its progress could follow no more: keep the parts, or retire the resource "
        "and let a new file take its place." for number in (1, 2)]


def test_a_former_id_stays_one() -> None:
    with_former = edited({SKILL: [("area:", "formerly: [levain]\narea:")],
                          COURSE: [("id: week-1,", "id: week-1, formerly: [first],")]}, {})
    assert sorted(words for _, words in told(with_former, tiny_tree())) == [
        "error the former id 'levain' was here at main, and is gone. Add it again: formerly: [levain]",
        "error the part 'first' was here at main, and is gone. "
        "Let the part that took its place, or the one beside it, say: formerly: [first]"]


def test_a_page_that_is_gone_is_told() -> None:
    page = "pages/about.md"
    assert told(tiny_tree() | {page: b"# About\n"}, edited({page: None} if page in tiny_tree() else {}, {})) == [(
        page, "error the page 'about' was here at main, and is gone. Bring it back: a page is not retired, its text may change.")]


def test_an_answer_that_is_gone_is_a_warning() -> None:
    assert told(tiny_tree(), edited({DECISION: [("id: constructor", "id: builder")]}, {})) == [(
        DECISION, "warning the answer oven=constructor was here at main, and is gone. Links that readers have shared lose it. "
                  "Let the answer that took its place say: formerly: [constructor]")]


def test_an_answer_that_was_renamed_is_kept_and_stays_so() -> None:
    renamed = edited({DECISION: [("id: constructor,", "id: builder, formerly: [constructor],")]}, {})
    assert told(tiny_tree(), renamed) == []
    assert [words.partition(" was here")[0] for _, words in told(renamed, edited({DECISION: [("id: constructor", "id: builder")]}, {}))] == [
        "warning the answer oven=constructor"]


def test_whatever_either_side_looks_like_it_ends_well() -> None:
    odd = {SKILL: b"formerly: 3\n", COURSE: b"parts: {a: b}\nformerly: [[x], y]\n", DECISION: b"questions: [x, {options: 3}]\n",
           "guide.yml": b"x: y\n",
           "odd/x.yml": b"a: b\n", "skills": b""}
    for one, other in ((odd, tiny_tree()), (tiny_tree(), odd), (odd, odd), ({}, tiny_tree())):
        told(one, other)


class TestCommand:
    @pytest.fixture
    def here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        write_tree(tmp_path / "content", tiny_tree())
        for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]):
            subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def test_nothing_is_lost_after_a_rename(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for old, new in (("sourdough", "leaven"), ("sourdough-course/week-1", "flour"), ("sourdough-course", "leaven-course"),
                         ("baker", "bread-baker"), ("which-trade", "what-trade"), ("home-cook", "amateur")):
            assert main(["rename", old, new]) == 0
        capsys.readouterr()
        assert main(["check", "--against", "HEAD"]) == 0
        assert main(["diff", "HEAD"]) == 0
        assert capsys.readouterr().out == "no problems\nNothing differs from HEAD: no path, no decision, no claim.\n"

    def test_what_is_lost_is_an_error(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content/events/first-almanac.yml").unlink()
        assert main(["check"]) == 0
        assert main(["check", "--against", "HEAD"]) == 1
        said = "content/events/first-almanac.yml: the event 'first-almanac' was here at HEAD, and is gone."
        assert capsys.readouterr().out.splitlines()[1].startswith(said)

    def test_a_revision_that_is_none_is_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--against", "nowhere"]) == 2
        assert capsys.readouterr().err.startswith("fingerpost: --against: git knows no revision 'nowhere'.")
