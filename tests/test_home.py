"""The home page: its main act, the table of starting points, and its figures as they are drawn."""
from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import generate, guide_of, tiny_tree
from html_reader import page_html

CLAIM = """statement: A {name} bun takes {value} hours.
topic: craft
sources: [{{source: bakers-almanac, locator: Chapter 3, read: {{on: 2026-10-02, by: automated, as: live}}}}]
verdict: confirmed
value: {value}
unit: hours
measures: time from flour to bun
{more}"""
FIGURE = "{claim: loaf-hours, says: from flour to loaf}"


def home(figure: str, *claims: tuple[str, int, str], **files: bytes) -> str:
    """The home page with this figure, and these claims besides."""
    tree = tiny_tree() | {name.replace("__", "/") + ".yml": text for name, text in files.items()}
    assert FIGURE.encode() in tree["guide.yml"]
    tree["guide.yml"] = tree["guide.yml"].replace(FIGURE.encode(), figure.encode())
    for name, value, more in claims:
        tree[f"claims/craft/{name}.yml"] = CLAIM.format(name=name, value=value, more=more).encode()
    return page_html(generate(guide_of(tree)).documents["index.md"])


def drawn(page: str) -> list[float]:
    """How long each bar is, in percent of its room."""
    return [float(width) for width in re.findall(r'<rect class="fp-pic__bar [^"]*" x="0.00%" width="([\d.]+)%"', page)]


class TestFigures:
    def test_two_claims_are_bars_on_one_scale_from_zero(self) -> None:
        page = home("{claim: plain, beside: sweet, says: Sweet ones take longer}", ("plain", 3, ""), ("sweet", 12, ""))
        assert drawn(page) == [25, 100]
        assert "Sweet ones take longer" in page and page.count('<dd><a href="evidence/craft/#') == 2

    def test_bars_bear_the_names_and_colours_of_roles_where_each_claim_is_of_one(self) -> None:
        roles = tiny_tree()
        added = {"baker": b"pay: [plain]\n", "pastry-chef": b"demand: [sweet]\n"}
        files = {f"roles__{role}": roles[f"roles/{role}.yml"] + more for role, more in added.items()}
        figure = "{claim: sweet, beside: plain, says: Sweet ones take longer}"
        page = home(figure, ("plain", 3, ""), ("sweet", 12, ""), **files)
        assert re.findall(r'<dt><span class="fp-tip fp-tone--(\w+)" aria-hidden="true"></span>([^<]+)</dt>', page) == [
            ("2", "Pastry chef"), ("1", "Baker")]
        assert re.findall(r"fp-pic__bar fp-tone--(\d)", page) == ["2", "1"]
        assert "fp-pic__bar fp-tone--0" in home(figure, ("plain", 3, ""), ("sweet", 12, "population: buns with sugar"))

    @pytest.mark.parametrize(("claims", "lengths"), [
        ([("a", 0, ""), ("b", 0, "")], [0, 0]), ([("a", -3, ""), ("b", 6, "")], [50, 100]),
    ], ids=["nothing", "less than nothing"])
    def test_bars_have_a_length_whatever_they_count(self, claims: Any, lengths: list[float]) -> None:
        assert drawn(home("{claim: a, beside: b, says: Both}", *claims)) == lengths

    def test_a_claim_with_a_series_is_a_line_that_breaks_where_something_else_is_counted(self) -> None:
        more = "series: [{on: 2024, value: 2}, {on: 2025, value: 3}, {on: 2026-01, value: 8, redefined: Rolls count too.}, {on: 2026-02, value: 4}]"
        (line,) = re.findall(r'<path class="fp-pic__line [^"]*" d="([^"]+)"', home("{claim: a, says: More}", ("a", 4, more)))
        pieces = [re.findall(r"([\d.]+) ([\d.]+)", piece) for piece in line.split("M")[1:]]
        assert [len(piece) for piece in pieces] == [2, 2] and pieces[0][0][0] == "0.0"
        heights = [float(height) for piece in pieces for _, height in piece]
        assert min(heights) == heights[2] and max(heights) == heights[0], "the highest is at the top"

    def test_any_other_is_its_number(self) -> None:
        page = home(FIGURE)
        assert "fp-course" not in page and not drawn(page)
        assert re.search(r'<p class="fp-figures__value"><a href="evidence/craft/#loaf-hours">18 hours', page)


def test_a_page_has_one_act_whatever_the_guide_has() -> None:
    act = re.compile(r'<a class="fp-button fp-button--act" href="([^"]*)">([^<]*)</a>')
    assert act.findall(home(FIGURE)) == [("decide/which-trade/", "Which trade fits me?")]


def test_a_starting_point_has_a_cell_for_each_role_and_ours_stands_out() -> None:
    page = home(FIGURE)
    assert re.findall(r'<th scope="col"><span class="fp-tip fp-tone--(\w+)" aria-hidden="true"></span><a href="[^"]*">([^<]*)', page) == [
        ("1", "Baker"), ("2", "Pastry chef")]
    assert len(re.findall(r'class="fp-advised"', page)) == 1


def test_the_other_roles_are_those_that_neither_an_arm_nor_a_path_leads_to() -> None:
    tree = tiny_tree()
    persona = tree["personas/home-cook.yml"].decode().replace(", then: pastry-chef", "")
    tree["personas/home-cook.yml"] = "".join(line for line in persona.splitlines(True) if "- {to: pastry-chef" not in line).encode()
    others = r'<p class="fp-also">[^<]*<a href="(roles/.*?)"'
    page = page_html(generate(guide_of(tree)).documents["index.md"])
    assert "Pastry chef" in page and re.findall(others, page) == [], "an arm leads there, though no path does"
    guide = tree["guide.yml"].decode()
    tree["guide.yml"] = re.sub(r"(?m)^arms:\n(?:  .*\n)+", "", guide).encode()
    assert tree["guide.yml"].decode() != guide
    page = page_html(generate(guide_of(tree)).documents["index.md"])
    assert re.findall(others, page) == ["roles/pastry-chef/"]
