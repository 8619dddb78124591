"""Charts: which claims are drawn, what their rows say, and that a bar is as long as its figure, whatever the figures are."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml
from conftest import guide_of, tiny_tree
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Claim, Guide
from generator.site.charts import HEIGHT, LEAST, MARGIN, WIDTH, Chart, TrendChart, charts, trends
from generator.site.writer import PageWriter


def guide_with(*claims: dict[str, Any], **common: Any) -> Guide:
    """The tiny guide with these claims in the place of its own topic's: `loaf-1`, `loaf-2` and so on."""
    tree = tiny_tree()
    for number, claim in enumerate(claims, 1):
        fields = {"statement": f"Statement {number}.", "topic": "craft", "sources": "[{source: bakers-almanac}]", "verdict": "partly",
                  "caveat": "Once.",
                  "measures": "rise of a loaf", "unit": "percent"} | common | claim
        tree[f"claims/craft/loaf-{number}.yml"] = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None).encode()
    return guide_of(tree)


def drawn(guide: Guide) -> tuple[Chart, ...]:
    return charts(guide.claims.values(), PageWriter(guide, "evidence/craft/"))


def one(*claims: dict[str, Any], **common: Any) -> Chart:
    (chart,) = drawn(guide_with(*claims, **common))
    return chart


THREE: list[dict[str, Any]] = [{"value": 10}, {"value": 20}, {"value": 30}]


class TestWhatIsDrawn:
    def test_three_claims_that_measure_the_same_make_a_chart(self) -> None:
        assert [len(chart.bars) for chart in drawn(guide_with(*THREE))] == [3]
        assert drawn(guide_with(*THREE[:2])) == ()

    @pytest.mark.parametrize("fault", [
        {"verdict": "not-found"}, {"verdict": "contradicted", "caveat": "It is not so."}, {"superseded_by": "loaf-1"},
        {"retired": "{on: 2026-10, reason: Nobody says so.}"}, {"value": None}, {"measures": "fall of a loaf"}, {"unit": "grams"},
        {"unit": None, "currency": "EUR"},
    ], ids=str)
    def test_what_has_no_source_is_refuted_replaced_or_another_measure_is_not(self, fault: dict[str, Any]) -> None:
        claims = [*THREE, {"value": 40} | fault]
        assert [bar.label for chart in drawn(guide_with(*claims)) for bar in chart.bars] == ["Statement 3.", "Statement 2.", "Statement 1."]
        assert drawn(guide_with(*claims[1:])) == ()

    def test_a_bar_bears_the_mark_of_its_claim(self) -> None:
        opened = {"verified": "{on: 2026-11-01, by: A baker, how: Read it.}"}
        bars = one({"value": 40, "verdict": "confirmed"} | opened, *THREE, {"value": 5} | opened).bars
        assert [bar.mark for bar in bars] == ["confirmed", "unread", "unread", "unread", "partly"]


class TestWhatARowSays:
    def test_about_whom_at_which_level_and_where(self) -> None:
        said = {"population": "bakers", "seniority": "all levels", "place": "Basel", "period": "2026"}
        chart = one({"value": 30} | said, {"value": 20}, {"value": 10})
        assert chart.title == "rise of a loaf"
        rows = [(bar.label, bar.when) for bar in chart.bars]
        assert rows == [("bakers, all levels, Basel", "2026"), ("Statement 2.", ""), ("Statement 3.", "")]

    def test_rows_that_would_read_alike_say_what_differs(self) -> None:
        same = {"population": "bakers", "place": "Basel", "period": "2026"}
        chart = one({"value": 30} | same, {"value": 20, "statement": "Bakers who **knead** rise."} | same, {"value": 10} | same | {"period": "2025"})
        assert [bar.label for bar in chart.bars] == ["Statement 1.", "Bakers who knead rise.", "bakers, Basel"]
        assert len({(bar.label, bar.when) for bar in chart.bars}) == 3


class TestHowItIsDrawn:
    def _bars(self, chart: Chart) -> list[tuple[float, float]]:
        return [(float(bar.start), float(bar.start) + float(bar.width)) for bar in chart.bars]

    @pytest.mark.parametrize(("values", "labels"), [
        ((140_000, 145_000, 165_000), ["$0", "$50k", "$100k", "$150k", "$200k"]),
        ((771_000, 1_100_000, 1_470_000), ["$0", "$400k", "$800k", "$1.2M", "$1.6M"]),
        ((-40, 20, 30), ["-$40", "-$20", "$0", "$20", "$40"]),
        ((-8, -5, -1), ["-$8", "-$6", "-$4", "-$2", "$0"]),
        ((1, 5, 10), ["$0", "$2.5", "$5", "$7.5", "$10"]),
        ((10, 20, 30), ["$0", "$8", "$16", "$24", "$32"]),
        ((0, 0, 0), ["$0", "$1"]),
    ])
    def test_the_scale_is_round_and_holds_every_figure_and_zero(self, values: tuple[int, ...], labels: list[str]) -> None:
        assert [label for _, label, _ in one(*({"value": value} for value in values), unit=None, currency="USD").ticks] == labels

    @given(st.lists(st.decimals(-10**12, 10**12, places=3, allow_nan=False), min_size=3, max_size=6))
    def test_a_bar_goes_from_zero_to_its_value(self, values: list[Decimal]) -> None:
        """In the order of the values, on the side of zero where they belong, and no longer or shorter than the scale says."""
        chart = one(*({"value": f"{value:f}"} for value in values))
        (zero,) = [float(place) for place, _, is_zero in chart.ticks if is_zero]
        reach = max(abs(float(place) - zero) / abs(position) for position, (place, _, _) in self._numbered(chart) if position)
        step = float(chart.ticks[1][0]) - float(chart.ticks[0][0])
        assert reach == pytest.approx(step, abs=0.2)
        assert 2 <= len(chart.ticks) <= 7
        ordered = sorted(values, reverse=True)
        largest = max(map(abs, values))
        longest = max((end - start for start, end in self._bars(chart)), default=0)
        for value, (start, end) in zip(ordered, self._bars(chart), strict=True):
            assert MARGIN - 0.1 <= start and end <= WIDTH - MARGIN + float(LEAST) + 0.1
            assert (start if value >= 0 else end) == pytest.approx(zero, abs=float(LEAST) + 0.1)
            if largest and abs(value) / largest > Decimal("0.05"):
                assert (end - start) / longest == pytest.approx(float(abs(value) / largest), abs=0.01)

    def _numbered(self, chart: Chart) -> list[tuple[int, tuple[str, str, bool]]]:
        zero = [is_zero for _, _, is_zero in chart.ticks].index(True)
        return [(number - zero, tick) for number, tick in enumerate(chart.ticks)]

    def test_a_range_goes_from_end_to_end_and_an_open_one_out_of_the_picture(self) -> None:
        chart = one({"range": "{low: 20, high: 40}"}, {"range": "{low: 30}"}, {"range": "{high: 10}"})
        assert [label for _, label, _ in chart.ticks] == ["0%", "10%", "20%", "30%", "40%"]
        place = [float(place) for place, _, _ in chart.ticks]
        assert self._bars(chart) == [(place[2], place[4]), (place[3], WIDTH), (0, place[1])]


class TestTrends:
    def drawn(self, *series: str, **more: str) -> tuple[TrendChart, ...]:
        claims = [Claim.model_validate({
            "id": f"c{number}", "path": f"claims/c{number}.yml", "statement": f"Statement {number}.", "topic": "craft", "verdict": "partly",
            "sources": ({"source": "bakers-almanac"},), "measures": "rise", "unit": "percent", "value": "1", "place": f"Place {number}",
            "series": tuple(yaml.load(text, yaml.BaseLoader)), **more}) for number, text in enumerate(series)]
        writer = PageWriter(guide_of(tiny_tree()), "evidence/craft/")
        writer.guide = replace(writer.guide, entities={**writer.guide.entities, "claim": {claim.id: claim for claim in claims}})
        return trends(claims, writer)

    def test_all_share_one_scale_and_one_length_of_time(self) -> None:
        (chart,) = self.drawn("[{on: 2024, value: 0}, {on: 2026, value: 10}]", "[{on: 2025, value: 5}, {on: 2026, value: 20}]")
        assert [(row.first, row.last) for row in chart.rows] == [("5% (2025)", "20% (2026)"), ("0% (2024)", "10% (2026)")]
        low, high = f"{HEIGHT - MARGIN}.0", f"{MARGIN}.0"
        assert [row.lines for row in chart.rows] == [(f"320.0,41.0 632.0,{high}",), (f"8.0,{low} 632.0,30.0",)]
        assert [label for _, label in chart.ticks] == ["2024", "2026"]
        assert "Place 1" in chart.rows[0].label and "#c1" in chart.rows[0].label.replace("&#35;", "#")

    def test_a_line_breaks_where_something_else_is_counted(self) -> None:
        (chart,) = self.drawn("[{on: 2024, value: 1}, {on: 2025, value: 2, redefined: Rye too.}, {on: 2026, value: 2}]")
        first, second = chart.rows[0].lines
        assert first.split()[0] == first.split()[1] and len(second.split()) == 2 and first.split()[0] != second.split()[0]

    def test_days_that_are_one_are_drawn_all_the_same(self) -> None:
        (chart,) = self.drawn("[{on: 2025, value: 1}, {on: 2025-01, value: 1}]")
        assert chart.rows[0].lines == ("8.0,8.0 8.0,8.0",)

    def test_what_cannot_be_relied_on_is_not_drawn(self) -> None:
        assert self.drawn("[{on: 2024, value: 1}, {on: 2025, value: 2}]", verdict="not-found") == ()
