"""The road of a path (site/road.py): to scale, no label on another or under a pole, the same bytes twice; and as a browser draws it."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import reading
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.pipeline import Output
from generator.site.registry import file_of
from generator.site.road import LABEL, NARROW, ROOMY, WIDE, Drawing, Stop, road, text_width

NAMES = st.text("abcdefghijklmnop mwMW", min_size=1, max_size=32)
STAGES = st.lists(st.tuples(NAMES, st.integers(60, 6000)), min_size=1, max_size=9)


def drawn(stages: list[tuple[str, int]], stops: list[tuple[str, int]], per_week: int = 480) -> tuple[Drawing, Drawing]:
    return road(stages, [Stop(key=f"project:{number}", label=label, minutes=minutes) for number, (label, minutes) in enumerate(stops)],
                per_week, "week {}".format)


def share(text: str) -> float:
    return float(text.removesuffix("%"))


def boxes(drawing: Drawing, width: int) -> list[tuple[float, float, int]]:
    """Where the labels of flags stand: from, to, and how high."""
    found = []
    for flag in drawing.flags:
        if flag.label:
            x, length = share(flag.x) / 100 * width + flag.dx, text_width(flag.label, LABEL)
            found.append((x - length, x, flag.y) if flag.anchor == "end" else (x, x + length, flag.y))
    return found


class TestDrawing:
    @given(STAGES, st.lists(st.tuples(NAMES, st.floats(0.001, 1)), max_size=14), st.sampled_from([60, 480, 1200]))
    def test_no_label_meets_another_one_or_a_pole_or_leaves_the_road(self, stages: list[Any], stops: list[Any], per_week: int) -> None:
        total = sum(minutes for _, minutes in stages)
        placed = sorted(((label, max(1, int(at * total))) for label, at in stops), key=lambda stop: stop[1])
        wide, narrow = drawn(stages, placed, per_week)
        assert all(flag.label == "" for flag in narrow.flags) and len(wide.flags) == len(narrow.flags) == len(placed)
        # What holds at the least width holds at every greater one: labels keep their size, and what lies between them grows.
        for width in (WIDE, 1120):
            found = boxes(wide, width)
            for index, (begin, end, y) in enumerate(found):
                assert begin >= -0.5 and end <= width + 0.5
                assert all(other_y != y or end < other or last < begin for other, last, other_y in found[index + 1:])
                for flag in wide.flags:
                    pole = share(flag.x) / 100 * width
                    assert not (begin + 1 < pole < end - 1 and flag.y <= y), "a pole crosses a label"

    @given(STAGES, st.sampled_from([60, 300, 480, 4800]))
    def test_it_is_to_scale_and_weeks_do_not_meet(self, stages: list[Any], per_week: int) -> None:
        total = sum(minutes for _, minutes in stages)
        for drawing, width in zip(drawn(stages, [], per_week), (WIDE, NARROW), strict=True):
            for stretch, (_, minutes) in zip(drawing.stretches, stages, strict=True):
                assert abs(share(stretch.width) - 100 * minutes / total) < 0.01
                for label, room in ((stretch.label, width), (stretch.roomy, ROOMY)):
                    assert not label or text_width(label, LABEL) <= share(stretch.width) / 100 * room
            assert abs(sum(share(stretch.width) for stretch in drawing.stretches) - 100) < 0.1
            assert [stretch.even for stretch in drawing.stretches] == [number % 2 == 1 for number in range(len(stages))]
            labels = []
            for tick in drawing.ticks:
                if tick.label:
                    x, length = share(tick.x) / 100 * width, text_width(tick.label, 12.5)
                    labels.append((x, x + length) if tick.anchor == "start" else (x - length, x) if tick.anchor == "end" else
                                  (x - length / 2, x + length / 2))
            assert all(end <= begin for (_, end), (begin, _) in zip(labels, labels[1:], strict=False))

    def test_the_example_of_the_design(self) -> None:
        """Five stages of 244 hours at eight a week, six things to show: two lines of labels do."""
        stages = [("Answers from your notes", 20), ("Search you can measure", 45), ("Answers you can defend", 62), ("An agent that acts", 54),
                  ("Ready to run for others", 63)]
        stops = [("Ask your notes", 20), ("Search over 100 documents", 65), ("Answers with citations", 109), ("A report you would sign", 127),
                 ("An agent that finishes or stops", 181), ("The agent survives failures", 244)]
        wide, narrow = drawn([(name, 60 * hours) for name, hours in stages], [(name, 60 * hours) for name, hours in stops])
        assert all(flag.label for flag in wide.flags) and len({flag.y for flag in wide.flags}) <= 3
        assert [stretch.label for stretch in wide.stretches] == ["1", "2", "3. Answers you can defend", "4. An agent that acts",
                                                                "5. Ready to run for others"]
        assert [stretch.roomy for stretch in wide.stretches] == ["", "2. Search you can measure", "", "", ""]
        assert [stretch.label for stretch in narrow.stretches] == ["1", "2", "3", "4", "5"]
        assert [tick.label for tick in wide.ticks if tick.label] == [f"week {number}" for number in range(0, 31, 5)]
        assert [tick.label for tick in narrow.ticks if tick.label] == ["week 0", "5", "10", "15", "20", "25", "30"]


class TestPage:
    def test_pages_have_both_without_looks_of_their_own(self, real: Output) -> None:
        for key, plan in real.plans.items():
            text = real.documents[file_of(key.url)]
            svg = re.findall(r"<svg class=\"fp-road__drawing.*?</svg>\n</div>|<svg class=\"fp-road__drawing.*?</svg>\n<svg", text, re.DOTALL)
            assert text.count('class="fp-road__drawing--wide"') == text.count('class="fp-road__drawing--narrow"') == 1
            assert "style=" not in "".join(svg) and len("".join(svg)) < 30_000, key.url
            alt = re.search(r'aria-label="(The path to scale: [^"]*)"', text)
            assert alt is not None and alt[1].startswith(f"The path to scale: {len(plan.milestones)} stages of ")

    @pytest.mark.parametrize("width", [390, 980, 1280])
    def test_a_browser_draws_no_word_on_another_and_none_beside_the_road(self, browser: Browser, real_site: Path, real_url: str, width: int) -> None:
        """With the typeface of the site, whatever the table of widths says."""
        paths = sorted(path.parent.relative_to(real_site / "site").as_posix() for path in (real_site / "site/paths").glob("*/*/index.html"))
        paths = [path for path in paths if 'http-equiv="refresh"' not in (real_site / "site" / path / "index.html").read_text("utf-8")]
        assert len(paths) > 8
        with reading(browser, real_url, viewport={"width": width, "height": 900}) as reader:
            for path in paths[:: max(1, len(paths) // 6)]:
                page = reader.go(f"{path}/")
                page.evaluate("document.fonts.ready")
                (svg,) = page.locator("#fp-road > svg:visible").all()
                found = svg.locator("text:visible").evaluate_all("""texts => texts.map((text) => {
                    const { left, right, top, bottom } = text.getBoundingClientRect();
                    return [text.textContent, left, right, top + 2, bottom - 2];
                })""")
                assert len(found) > 4
                for index, (words, left, right, top, bottom) in enumerate(found):
                    assert left >= 0 and right <= width, f"{words} on {path}"
                    for other, begin, end, high, low in found[index + 1:]:
                        assert right <= begin or end <= left or bottom <= high or low <= top, f"{words} meets {other} on {path}"
