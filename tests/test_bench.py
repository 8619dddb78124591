"""What `make bench` measures on, and how it is told; what it measures is no test's business."""
from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CONTENT, TINY, files_below

from bench.multiplied import multiply
from bench.results import STOCK, Cost, costs_table
from generator.rules.check import check


@pytest.mark.parametrize("content", [TINY, pytest.param(CONTENT, marks=pytest.mark.long)], ids=["tiny", "first"])
def test_a_guide_twice_over_is_clean(content: Path, tmp_path: Path) -> None:
    """No problem, no warning, and every plan made of its lock where the guide keeps its plans."""
    multiply(content, tmp_path / "twice", 2)
    before, after = check(files_below(content)), check(files_below(tmp_path / "twice"))
    assert before.guide is not None and after.guide is not None
    assert list(after.problems) == []
    assert len(after.guide.skills) == 2 * len(before.guide.skills)
    assert len(after.guide.claims) == 2 * len(before.guide.claims)
    assert len(after.planned.plans) == 2 * len(before.planned.plans)
    assert set(after.planned.states.values()) == {"locked"}


def test_costs_are_told_as_growth_and_ratios() -> None:
    costs = {"twice": [Cost(1, 50), Cost(16, 60.4)], "no memory": [Cost(2), Cost(8)], STOCK: [Cost(4, 30), Cost(32, 31)]}
    assert costs_table(costs, (100, 400), ["Hugo"])[2:] == [
        "| twice | 1.00 | 16.00 | 2.00 | 0.25 | 0.50 | 50 | 60 |",
        "| no memory | 2.00 | 8.00 | 1.00 | 0.50 | 0.25 |  |  |",
        f"| {STOCK} | 4.00 | 32.00 | 1.50 | 1.00 | 1.00 | 30 | 31 |",
        "| Hugo | not measured | | | | | | |",
    ]
