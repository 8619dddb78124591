"""Broken content gives exact messages: each file in cases/validate/ is a change to the tiny guide and what `check` prints."""
from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from conftest import HERE, case_files, changed_tree, guide_of, read_case, tiny_tree, write_tree

from generator.cli import main
from generator.rules import RULES
from generator.rules.check import check

# Rules that are broken, and slips of the hand: in YAML, in names, in values.
SLIPS = case_files("slips")
CASES = [*case_files("validate"), *SLIPS]
# What just does not break a rule.
ACCEPTED = case_files("accept")


@pytest.mark.parametrize("path", [*CASES, *ACCEPTED], ids=lambda path: path.stem)
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


def test_a_slip_is_told_in_words_for_people_with_what_to_do() -> None:
    """Forty and more, none in the parser's own words, each with a sentence behind the first that says what to write."""
    assert len(SLIPS) >= 40
    for path in SLIPS:
        for line in read_case(path)["output"].splitlines()[:-2]:
            assert "is not YAML" not in line and not re.search(r"expected (key|<|')|not allowed|scanning|token", line), line
            assert re.search(r"[.?] .*(Write|Put|Use|Take|Delete|Indent|Keep|Begin|Rename|Save|Did you mean|For example|Remove|Link|Correct|rename|"
                             r"Known here|If |It starts with)|neither 'true' nor 'false'", line), line


def test_there_are_at_least_forty_kinds_of_broken_content() -> None:
    """Every case ends in words of its own, but for the few mistakes that look alike."""
    assert len({read_case(path)["output"] for path in CASES}) >= 40


def test_every_error_in_a_case_has_a_line_and_a_column() -> None:
    """A message points at its place, unless it is about a file as a whole."""
    whole_file = ("is missing. A guide begins", "the file's name is the id", "has the ending", "has no ending", "is in the wrong place", "KB large",
                  "is in the unknown folder", "the folder '", "is also in", "is not in a folder")
    for path in CASES:
        *lines, explained, _ = read_case(path)["output"].splitlines()
        assert re.match(r"(Rules|Fields) are explained (on the site )?at (https://example\.org/flour/)?contribute/", explained), explained
        for line in lines:
            assert re.match(r"content/[^:]+:\d+:\d+: ", line) or any(words in line for words in whole_file), line


def rules_broken_in(tree: Mapping[str, bytes]) -> set[str]:
    """The names of all rules that `check` names."""
    return {problem.rule for problem in check(tree).problems}


def test_every_rule_has_a_case_that_breaks_it() -> None:
    """A rule is merged with a case that breaks it: the rule's finding is the one the case shows."""
    seen = set().union(*(rules_broken_in(changed_tree(read_case(path))) for path in CASES))
    assert {rule.name for rule in RULES} - seen == set()


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_every_rule_has_a_neighbour_that_just_does_not_break_it(rule: str) -> None:
    """The file in cases/accept/ of the rule's name is accepted as it is; one step further, which is its `then`, the rule is broken."""
    case = read_case(HERE / "cases" / "accept" / f"{rule}.yml")
    tree = changed_tree(case)
    assert rules_broken_in(tree) == set()
    assert rule in rules_broken_in(changed_tree(case["then"], tree))


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
