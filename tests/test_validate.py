"""Broken content gives exact messages: each file in cases/validate/ is a change to the tiny guide and what `check` prints."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import case_files, changed_tree, guide_of, read_case, tiny_tree, write_tree

from generator.cli import main
from generator.rules import RULES

CASES = case_files("validate")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_broken_content_is_told_exactly(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bless: bool
) -> None:
    """Every case ends with exit code 1 (0 when it holds only warnings) and these very lines."""
    case = read_case(path)
    write_tree(tmp_path / "content", changed_tree(case))
    monkeypatch.chdir(tmp_path)
    code = main(["check"])
    printed = capsys.readouterr().out
    if bless:
        case["output"] = printed
        path.write_text(yaml.dump(case, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
        return
    assert printed == case["output"], "run `pytest --bless tests/test_validate.py` and review the diff"
    assert code == (1 if "error" in printed.splitlines()[-1] else 0)


def test_there_are_at_least_forty_kinds_of_broken_content() -> None:
    """Every case ends in words of its own, but for the few mistakes that look alike."""
    assert len({read_case(path)["output"] for path in CASES}) >= 40


def test_every_error_in_a_case_has_a_line_and_a_column() -> None:
    """A message points at its place, unless it is about a file as a whole."""
    whole_file = ("is missing. A guide begins", "the file's name is the id", "has the ending", "has no ending", "is in the wrong place", "KB large",
                  "is in the unknown folder", "the folder '", "is also in", "is not in a folder")
    for path in CASES:
        *lines, _ = read_case(path)["output"].splitlines()
        for line in lines:
            assert re.match(r"content/[^:]+:\d+:\d+: ", line) or any(words in line for words in whole_file), line


def test_every_rule_has_a_case() -> None:
    """A rule is merged with a case that breaks it: the rule's finding is the one the case shows."""
    from generator.rules.check import check

    seen = set()
    for path in CASES:
        seen |= {problem.rule for problem in check(changed_tree(read_case(path))).problems}
    assert {rule.name for rule in RULES} - seen == set()


def test_every_rule_has_a_text() -> None:
    """A rule's docstring is its text on the site: one sentence or more, ending with a full stop."""
    for rule in RULES:
        assert rule.text.endswith("."), rule.name


def test_the_tiny_guide_has_no_problems() -> None:
    """The neighbour of every case: the guide they change is clean."""
    guide = guide_of(tiny_tree())
    assert guide.settings.title == "Baker or pastry chef?"
    assert sorted(guide.skills) == ["kneading", "lamination", "sourdough"]


class _Dumper(yaml.SafeDumper):
    """Multi-line text as blocks, so that a case reads like what it shows."""


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))
