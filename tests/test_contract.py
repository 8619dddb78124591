"""One contract: the limits that the generator and the browser share are written once. (How lengths are said: tests/test_follow_logic.py.)"""
from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT

from generator.model import KINDS, VERDICTS, Language, Settings, lengths, limits, tree
from generator.rules import RULES

PACKAGE = ROOT / "generator"
SCRIPTS = ROOT / "theme_overrides" / "assets" / "javascripts"
CONTRACT = SCRIPTS / "contract.mjs"
REPAIR = "python -m pytest tests/test_contract.py --bless"

# Limits that are a number of their own: whoever writes one of them elsewhere means the limit.
TELLING = {
    limits.NAME_LENGTH, limits.PROSE_LENGTH, limits.ARTICLE_LENGTH, *limits.YEARS, limits.MINUTES[1], limits.ESTIMATE_PERCENT[1],
    limits.MOST_STORED, limits.MOST_BROUGHT, limits.MOST_KEPT_LETTERS,
}


def test_the_browser_has_the_limits_of_the_generator(bless: bool) -> None:
    if bless:
        CONTRACT.write_text(limits.as_module(), "utf-8")
    assert CONTRACT.read_text("utf-8") == limits.as_module(), f"repair with: {REPAIR}"
    assert REPAIR in limits.as_module().split("\n")[0]


def test_every_limit_is_used() -> None:
    """A limit that nothing reads is no limit."""
    names = {name for name in vars(limits) if name.isupper() and not name.startswith("_")} - {"BROWSER"}
    source = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "limits.py")
    assert [name for name in names - set(limits.BROWSER) if not re.search(rf"\b{name}\b", source)] == []


def _numbers(path: Path) -> list[str]:
    """Where a Python file writes one of the limits out."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}" for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value in TELLING
    ]


def test_no_limit_is_written_a_second_time_in_the_generator() -> None:
    assert len(TELLING) >= 10
    # The network has limits of its own.
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "limits.py" and path.parent.name != "links"]
    assert [place for path in paths for place in _numbers(path)] == []


def test_what_is_said_of_limits_in_words_is_so() -> None:
    rules = {rule.name: rule.text for rule in RULES}
    assert f"at most {limits.MOST_FORMER_PATHS} former names" in rules["paths-have-few-former-names"]
    assert f"at most {limits.ID_LENGTH} characters" in Language().words.contribute.yaml_lead[0]
    assert all(str(level) in Language().words.contribute.holds.level for level in limits.LEVELS)


def test_no_limit_is_written_a_second_time_in_the_browser() -> None:
    for path in sorted(SCRIPTS.rglob("*.mjs")):
        if path != CONTRACT:
            numbers = {int(number.replace("_", "")) for number in re.findall(r"(?<![\w.#-])\d[\d_]*(?![\w.])", path.read_text("utf-8"))}
            assert numbers & TELLING - {60_000} == set(), path.name  # which are also the milliseconds of a minute


@pytest.mark.parametrize(("minutes", "about"), [(0, 0), (20, 1), (100, 2), (569, 9), (599, 10), (600, 10), (749, 10), (750, 15), (1000, 15)])
def test_about_how_long_something_is(minutes: int, about: int) -> None:
    """To five hours, and below ten to one; of what is anything at all one at least."""
    assert lengths.about_hours(minutes) == about


def test_hours_in_a_file_are_exact() -> None:
    """A file can give no length whose hours have more than two decimals, for those are whole minutes."""
    for minutes in range(3, 2000, 3):
        assert lengths.hour_count(minutes) * 60 == pytest.approx(minutes, abs=1e-9)


@pytest.mark.parametrize("verdict", ["unread", *VERDICTS])
def test_every_mark_of_a_claim_has_a_look_of_its_own(verdict: str) -> None:
    """The neutral shape is that of what nobody has read yet; a verdict must not look like it."""
    styles = (ROOT / "theme_overrides/assets/stylesheets/parts.css").read_text("utf-8")
    looks = dict(re.findall(r"^  \.fp-mark--([a-z-]+), \.fp-verdict--[a-z-]+ \{ (--fp-shape: [^;]+);", styles, re.MULTILINE))
    if verdict == "unread":
        assert verdict not in looks
    else:
        assert f".fp-verdict--{verdict} {{" in styles and len(set(looks.values())) == len(looks)
        shapes = (ROOT / "theme_overrides/assets/stylesheets/tokens.css").read_text("utf-8")
        assert verdict in looks, f"a line for .fp-mark--{verdict} and .fp-verdict--{verdict} in parts.css, with a shape of tokens.css"
        assert f"{looks[verdict].removeprefix('--fp-shape: var(').removesuffix(')')}:" in shapes


def test_the_tree_reaches_every_field() -> None:
    """What the tree says of kinds is complete: every field says what it means, and has a name for what it holds."""
    for model in (Settings, *KINDS.values()):
        for field in tree(model).fields:
            assert field.says and field.shape.name
            assert tree(model).at((field.name,)) is field.shape
    assert tree(KINDS["resource"]).at(("parts", 0, "teaches", "rag")).name == "level"  # type: ignore[union-attr]
    assert tree(KINDS["skill"]).at(("levels", "4")) is None and tree(KINDS["skill"]).at(("name", "x", "y")) is None
