"""Pictures: what is drawn equals the claims, in the page, the table and the files; how it is drawn; that it is the same each time."""
from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from browsing import DESK, PHONE, reading
from conftest import all_plans, generate, guide_of, tiny_tree
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from generator.content.load import load
from generator.model import Claim, Guide
from generator.pipeline import Output
from generator.planner.paths import PathKey
from generator.rules.validate import validate
from generator.site.claim_pictures import claims_of, ends_of, file_of_picture, pictures_of, place_of, sure_of
from generator.site.path_sizes import path_sizes
from generator.site.picture import FIELD, NARROW, OTHER, Mark, Picture, Row, _side, _width, drawn_row, row_height, scale, shape
from generator.site.picture_files import picture_files
from generator.site.skill_map import HIGH, SkillMap, Spot, _lanes, drawn_map, hub_of, skill_map
from generator.site.skill_pictures import map_of_path, map_of_role, map_rows
from generator.site.trees import FILE_NAME, Fork, Leaf, drawn_tree, tree_of
from generator.site.writer import PageWriter

SVG = "{http://www.w3.org/2000/svg}"
READ = "[{source: bakers-almanac, locator: Chapter 2, read: {on: 2026-10-02, by: automated, as: archived, copy: The archived copy of 2026-07-02}}]"


def guide_with(*claims: dict[str, Any], rows: str = "", picture: str = "", **common: Any) -> Guide:
    """The tiny guide with these claims, `loaf-1`, `loaf-2` and so on, and a picture of them: a row for each, or these rows."""
    tree = tiny_tree()
    for number, claim in enumerate(claims, 1):
        fields = {"statement": f"Statement {number}.", "topic": "craft", "sources": READ, "verdict": "confirmed", "unit": "percent",
                  "population": f"bakers {number}"} | common | claim
        tree[f"claims/craft/loaf-{number}.yml"] = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None).encode()
    rows = rows or ", ".join(f"{{other: loaf-{number}}}" for number in range(1, len(claims) + 1))
    chosen = picture or f"panels: [{{name: Rise, rows: [{rows}]}}]"
    text = re.sub(r"pictures:\n.*?areas:", "areas:", tree["guide.yml"].decode(), flags=re.DOTALL)
    text += f"pictures:\n  - {{id: rise, topic: craft, finding: It rises, {chosen}}}\n"
    guide, problems = validate(*load({**tree, "guide.yml": text.encode()}))
    assert guide and all("retired" in problem.message for problem in problems), problems
    return guide


def picture_of(guide: Guide) -> Picture:
    (picture,) = pictures_of(guide, "craft", PageWriter(guide, "evidence/craft/"))
    return picture


def marks_of(picture: Picture) -> list[Mark]:
    return [mark for panel in picture.panels for group in panel.groups for row in group.rows for mark in row.marks]


def labels_of(picture: Picture) -> list[list[str]]:
    return [[row.label for row in group.rows] for panel in picture.panels for group in panel.groups]


class TestTheFirstGuide:
    """Every picture of claims that the real guide has."""

    def test_what_is_drawn_equals_the_claims(self, real_guide: Guide) -> None:
        """Each place on a scale, read back, is the figure of a claim; and each claim is drawn once."""
        for chosen in real_guide.settings.pictures:
            writer = PageWriter(real_guide, f"evidence/{chosen.topic}/")
            picture = next(made for made in pictures_of(real_guide, chosen.topic, writer) if made.id == place_of(chosen))
            for panel, of_panel in zip(picture.panels, chosen.panels, strict=True):
                ticks = [(tick.at, _number(tick.label)) for tick in panel.ticks]
                read = sorted(_read(end, ticks) for group in panel.groups for row in group.rows for mark in row.marks
                              for end in (mark.at, *(mark.span or ())) if end is not None)
                held = sorted(float(end) for row in of_panel.rows for claim in row.claims for end in ends_of(real_guide.claims[claim]))
                assert read == pytest.approx(held, rel=1e-6), chosen.id
            if picture.field:
                held = [len(real_guide.claims[claim].series) for claim in chosen.lines]
                assert sorted(sum(map(len, line.pieces)) for line in picture.field.lines) == sorted(held)

    def test_what_nothing_bears_out_is_hollow_and_reports_are_pale(self, real_guide: Guide) -> None:
        seen = set()
        for chosen in real_guide.settings.pictures:
            writer = PageWriter(real_guide, f"evidence/{chosen.topic}/")
            for picture in pictures_of(real_guide, chosen.topic, writer):
                drawn = {mark.label: mark for mark in marks_of(picture)}
                for claim in (real_guide.claims[identifier] for identifier in claims_of(chosen)):
                    sure = sure_of(claim)
                    assert sure == ("unsound" if not claim.is_borne_out else "sound" if claim.is_read or claim.counted else "reported"), claim.id
                    seen.add(sure)
                assert {mark.sure for mark in drawn.values()} <= {"sound", "reported", "unsound"}
        assert seen == {"sound", "reported", "unsound"}
        styles = _styles()
        assert re.search(r"\.fp-pic--unsound \{[^}]*fill: none; stroke-dasharray", styles)

    def test_files_hold_the_same_and_stand_for_themselves(self, real: Output, real_guide: Guide) -> None:
        for chosen in real_guide.settings.pictures:
            text = real.assets[file_of_picture(chosen, "svg")]
            root = ElementTree.fromstring(text)
            assert chosen.finding == root.findtext(f"{SVG}title")
            assert "style=" not in text and "script" not in text and len(text.encode()) < 30_000
            said = [element.text or "" for element in root.iter(f"{SVG}text")]
            assert chosen.finding.split()[0] in said[0] and any(real_guide.settings.as_of in line for line in said)
            rows = list(csv.DictReader(io.StringIO(real.assets[file_of_picture(chosen, "csv")], newline="")))
            assert {row["id"] for row in rows} == {*claims_of(chosen)}
            for row in rows:
                claim = real_guide.claims[row["id"]]
                assert chosen.lines or row["value"] == ("" if claim.value is None else str(float(claim.value)).removesuffix(".0"))
                assert row["role"] in ("", *real_guide.roles) if "role" in row else row["on"] in {dated.on for dated in claim.series}

    def test_the_same_each_time(self, real_guide: Guide) -> None:
        assert picture_files(real_guide, {}) == picture_files(real_guide, {})

    def test_pages_have_the_drawing_without_style_and_the_table_with_every_figure(self, real: Output, real_guide: Guide) -> None:
        for chosen in real_guide.settings.pictures:
            page = real.documents[f"evidence/{chosen.topic}/index.md"]
            assert chosen.finding in page and "style=" not in page
            for claim in claims_of(chosen):
                assert re.search(rf'<td><a href="[^"]*#{claim}">', page), claim


def _number(label: str) -> float:
    scales = {"k": 1e3, "M": 1e6}
    digits = re.sub(r"[^\d.kM-]", "", label)
    return float(digits.rstrip("kM")) * scales.get(digits[-1], 1)


def _read(place: float, ticks: list[tuple[float, float]]) -> float:
    (first, low), (last, high) = ticks[0], ticks[-1]
    return low + (place - first) / (last - first) * (high - low)


def _styles() -> str:
    from conftest import ROOT

    return (ROOT / "theme_overrides/assets/stylesheets/pictures.css").read_text("utf-8")


class TestScales:
    @pytest.mark.parametrize(("values", "from_zero", "steps"), [
        (("134000", "260000"), False, [100_000, 150_000, 200_000, 250_000, 300_000]),
        (("134000", "260000"), True, [0, 100_000, 200_000, 300_000]),
        (("153750", "1100000"), False, [0, 500_000, 1_000_000, 1_500_000]),
        (("-40", "30"), False, [-40, -20, 0, 20, 40]),
        (("7", "7"), False, [0, 2, 4, 6, 8]),
        (("1", "10"), False, [0, Decimal("2.5"), 5, Decimal("7.5"), 10]),
        (("0", "0"), True, [0, 1]),
    ])
    def test_round_steps_that_begin_at_zero_unless_dots_are_close(self, values: tuple[str, ...], from_zero: bool, steps: list[int | Decimal]) -> None:
        assert scale(map(Decimal, values), from_zero) == steps

    @given(st.lists(st.decimals(-10**9, 10**9, places=2, allow_nan=False), min_size=1, max_size=6), st.booleans())
    def test_every_value_is_on_it(self, values: list[Decimal], from_zero: bool) -> None:
        steps = scale(values, from_zero)
        assert steps[0] <= min(values) and max(values) <= steps[-1] and 2 <= len(steps) <= 7
        assert len({step - before for before, step in pairwise(steps)}) == 1
        assert not from_zero or 0 in steps

    def test_shares_begin_at_zero(self) -> None:
        assert picture_of(guide_with({"value": 80}, {"value": 90})).panels[0].ticks[0].zero

    def test_one_scale_for_all_rows_of_a_panel_with_a_number_at_each_step(self) -> None:
        panel = picture_of(guide_with({"value": 10}, {"value": 40})).panels[0]
        assert [tick.label for tick in panel.ticks] == ["0%", "10%", "20%", "30%", "40%"]
        assert [mark.at for group in panel.groups for row in group.rows for mark in row.marks] == [1.0, 0.25]


class TestRows:
    def test_figures_of_both_roles_stand_first_by_how_far_they_are_apart(self) -> None:
        rows = ("{other: loaf-1}, {roles: {baker: loaf-2, pastry-chef: loaf-3}, label: Near}, "
                "{label: Far, roles: {pastry-chef: loaf-4, baker: loaf-5}}")
        guide = guide_with({"value": 90}, {"value": 30}, {"value": 20}, {"value": 5}, {"value": 60}, rows=rows)
        picture = picture_of(guide)
        assert labels_of(picture) == [["Far", "Near", "bakers 1"]]
        assert [mark.look for mark in marks_of(picture)] == ["one", "two", "one", "two", OTHER]
        assert picture.signs == ((shape("one"), "Baker"), (shape("two"), "Pastry chef"), (shape(OTHER), "several roles, or others"))

    def test_how_well_a_figure_is_known_groups_the_rows(self) -> None:
        unread = {"sources": "[{source: bakers-almanac}]", "verdict": "partly", "caveat": "Once."}
        picture = picture_of(guide_with({"value": 1}, {"value": 2} | unread, {"value": 3, "verdict": "not-found"}))
        assert [group.name for panel in picture.panels for group in panel.groups] == [
            "Read at the source, or counted", "Reported by others, source not read", "No support found"]
        assert [mark.sure for mark in marks_of(picture)] == ["sound", "reported", "unsound"]

    def test_where_all_have_intervals_whose_are_higher_groups_them(self) -> None:
        def share(value: int) -> dict[str, Any]:
            return {"value": value, "interval": f"{{low: {value - 5}, high: {value + 5}}}", "sample": 100}

        rows = ", ".join(f"{{label: Row {n}, roles: {{baker: loaf-{2 * n - 1}, pastry-chef: loaf-{2 * n}}}}}" for n in (1, 2, 3, 4))
        picture = picture_of(guide_with(*map(share, (50, 45, 10, 90, 90, 10, 20, 60)), rows=rows))
        assert [(group.name, [row.label for row in group.rows]) for group in picture.panels[0].groups] == [
            ("Clearly more: Baker", ["Row 3"]), ("Clearly more: Pastry chef", ["Row 2", "Row 4"]), ("No clear difference", ["Row 1"])]
        assert picture.panels[0].note == "sample of 100, 100"
        assert marks_of(picture)[0].interval == (0.85, 0.95)

    def test_what_is_the_same_of_all_rows_stands_above_and_a_narrower_place_is_never_dropped(self) -> None:
        here = {"place": "Basel", "period": "2026"}
        picture = picture_of(guide_with({"value": 3} | here, {"value": 2} | here, {"value": 1} | here | {"place": "Riehen"}))
        assert picture.panels[0].note == "2026; Basel"
        assert [row.note for row in picture.panels[0].groups[0].rows] == ["", "", "Riehen"]

    def test_what_is_retired_or_replaced_is_not_drawn(self) -> None:
        guide = guide_with({"value": 1}, {"value": 2, "superseded_by": "loaf-1"}, {"value": 3, "retired": "{on: 2026-10, reason: Gone.}"})
        assert labels_of(picture_of(guide)) == [["bakers 1"]]
        gone = guide_with({"value": 3, "retired": "{on: 2026-10, reason: Gone.}"})
        assert pictures_of(gone, "craft", PageWriter(gone, "evidence/craft/")) == ()
        assert not any(path.startswith("evidence/") for path in picture_files(gone, {}))

    def test_a_span_with_an_open_end_has_an_arrow(self) -> None:
        picture = picture_of(guide_with({"range": "{low: 20, high: 40}"}, {"range": "{low: 30}"}))
        drawn = {row.label: str(drawn_row(row, picture.panels[0].ticks)) for group in picture.panels[0].groups for row in group.rows}
        assert "fp-pic__arrow" in drawn["bakers 2"] and "fp-pic__arrow" not in drawn["bakers 1"]


class TestDrawings:
    @given(st.floats(0, 1), st.floats(0, 1), st.text("0123456789$k, tomre", min_size=1, max_size=22))
    def test_no_label_leaves_the_drawing_or_meets_its_mark(self, one: float, other: float, label: str) -> None:
        low, high = sorted((one, other))
        mark = Mark(look="one", label=label, span=(low, high))
        row = Row(label="", note="", marks=(mark,))
        text = re.search(r'<text class="fp-pic__value[^>]* x="([\d.]+)%" y="(\d+)"(?: dx="(-?\d+)")? text-anchor="(\w+)"', str(drawn_row(row, ())))
        assert text
        x, anchor = float(text[1]) / 100 * NARROW + int(text[3] or 0), text[4]
        begin, end = (x, x + _width(mark)) if anchor == "start" else (x - _width(mark), x)
        assert begin >= -0.2 and end <= NARROW + 0.2
        beside = end <= low * NARROW or begin >= high * NARROW
        assert beside or (int(text[2]) > 20 and _side(mark) == 0 and row_height(row) >= int(text[2]))

    def test_every_look_has_a_shape_of_its_own(self) -> None:
        looks = ("one", "two", "three", "four", "five", "six", OTHER)
        assert len({re.search(r' d="([^"]+)"', str(shape(look)))[1] for look in looks}) == len(looks)  # type: ignore[index]


class TestLines:
    def drawn(self, *series: str) -> Picture:
        claims = [{"value": yaml.safe_load(text)[-1]["value"], "series": text, "place": f"Place {number}"} for number, text in enumerate(series, 1)]
        lines = ", ".join(f"loaf-{number}" for number in range(1, len(series) + 1))
        return picture_of(guide_with(*claims, picture=f"lines: [{lines}]"))

    def test_all_share_one_scale_from_zero_and_one_span_of_time(self) -> None:
        field = self.drawn("[{on: 2024, value: 0}, {on: 2026, value: 10}]", "[{on: 2025, value: 5}, {on: 2026, value: 20}]").field
        assert field and [line.pieces for line in field.lines] == [(((0.0, 0.0), (1.0, 0.5)),), (((0.5, 0.25), (1.0, 1.0)),)]
        assert [tick.label for tick in field.ticks] == ["0%", "5%", "10%", "15%", "20%"] and field.ticks[0].zero
        assert [tick.label for tick in field.years] == ["2024", "2025", "2026"]
        assert [(line.label, line.look) for line in field.lines] == [("Place 1 10%", "one"), ("Place 2 20%", "two")]

    def test_a_line_breaks_where_something_else_is_counted(self) -> None:
        field = self.drawn("[{on: 2024, value: 1}, {on: 2025, value: 2, redefined: Rye too.}, {on: 2026, value: 2}]").field
        assert field and [len(piece) for piece in field.lines[0].pieces] == [1, 2]
        assert str(field.drawn[0]).count("M0.0") == 1 and len(re.findall(r"M[\d.]+ [\d.]+", re.findall(r' d="([^"]+)"', str(field.drawn[0]))[0])) == 2

    def test_names_do_not_meet_and_stay_in_the_field(self) -> None:
        field = self.drawn(*(f"[{{on: 2024, value: 1}}, {{on: 2026, value: {1 + number / 100}}}]" for number in range(8)))
        places = [float(y) for y in re.findall(r'<text class="fp-pic__value[^>]* y="([\d.]+)"', str(field.field.drawn[1]))] if field.field else []
        assert len(places) == 8 and all(after - before > 16.9 for before, after in pairwise(places)) and max(places) <= FIELD + 5

    def test_the_table_has_a_column_for_each_year(self) -> None:
        table = self.drawn("[{on: 2024-03, value: 1}, {on: 2024-06, value: 2}, {on: 2026, value: 3}]").table
        assert table.heads == ("What", "2024-03", "2026", "Last") and table.rows[0][:3] == ("Place 1", "1%", "3%")


def _all_skills(guide: Guide) -> tuple[list[Spot], dict[str, tuple[str, ...]]]:
    requires = {skill.id: skill.requires for skill in guide.skills.values()}
    return [Spot(id=skill.id, name=skill.name, href="./", area=skill.area, level=2) for skill in guide.skills.values()], requires


def _check_lines(made: SkillMap, requires: dict[str, tuple[str, ...]]) -> None:
    """Each prerequisite is a line from box to box, and no line goes through a box."""
    boxes = {box.spot.id: box for box in made.boxes}
    traced = set()
    for bus in made.buses:
        for way in bus.ways:
            (x, y), (right, down) = way[0], way[-1]
            begin = boxes[bus.id]
            assert x == begin.x + made.box and begin.y < y < begin.y + HIGH
            (end,) = [box for box in made.boxes if box.x == right and box.y < down < box.y + HIGH]
            traced.add((end.spot.id, bus.id))
            for (x1, y1), (x2, y2) in pairwise(way):
                assert x1 == x2 or y1 == y2
                through = [box.spot.id for box in made.boxes if max(x1, x2) > box.x and min(x1, x2) < box.x + made.box
                           and max(y1, y2) > box.y and min(y1, y2) < box.y + HIGH]
                assert through == []
    assert traced == {(skill, before) for skill, needed in requires.items() for before in needed}
    assert all(boxes[before].layer < boxes[skill].layer for skill, needed in requires.items() for before in needed)
    for one, other in combinations(made.boxes, 2):
        assert one.x != other.x or abs(one.y - other.y) >= HIGH
    assert max(x for bus in made.buses for way in bus.ways for x, _ in way) <= made.width if made.buses else True


class TestSkillMap:
    def test_every_prerequisite_of_the_first_guide_is_drawn_and_no_line_crosses_a_box(self, real_guide: Guide) -> None:
        spots, requires = _all_skills(real_guide)
        areas = [(area.id, area.name) for area in real_guide.settings.areas]
        _check_lines(skill_map(spots, requires, areas), requires)
        for role in real_guide.roles.values():
            picture = map_of_role(real_guide, role, PageWriter(real_guide, f"roles/{role.id}/"))
            assert picture and picture.map and picture.map.width <= 880, "fits the page, so that its letters do not shrink"

    @given(st.lists(st.sets(st.integers(0, 11), max_size=3), min_size=1, max_size=12), st.integers(1, 4))
    def test_any_graph(self, needs: list[set[int]], areas: int) -> None:
        requires = {f"s{number:02}": tuple(f"s{before:02}" for before in sorted(needed) if before < number) for number, needed in enumerate(needs)}
        spots = [Spot(id=skill, name=skill, href="./", area=f"a{int(skill[1:]) % areas}", level=1) for skill in requires]
        named = [(f"a{number}", f"Area {number}") for number in range(areas)]
        made = skill_map(spots, requires, named)
        _check_lines(made, requires)
        assert made == skill_map([*reversed(spots)], dict(reversed(requires.items())), named)

    def test_the_title_names_the_last_skill_on_which_a_third_rests(self) -> None:
        requires = {"a": (), "b": ("a",), "c": ("b",), "d": ("b",), "e": ("c",), "f": ()}
        assert hub_of(requires, requires) == ("b", 3)
        assert hub_of({"a": (), "b": ()}, ["a", "b"]) == ("", 0)

    def test_a_role_shows_what_is_asked_in_the_order_of_learning(self) -> None:
        guide = guide_of(tiny_tree())
        picture = map_of_role(guide, guide.roles["baker"], PageWriter(guide, "roles/baker/"))
        assert picture and picture.table and picture.title == "1 of the 2 skills you need build on one: Kneading"
        rows = map_rows(picture.table)
        assert [row[:2] for row in rows[1:]] == [["1", "Kneading"], ["2", "Sourdough"]] and rows[2][4] == "Kneading" and rows[1][5] == "1"
        assert re.findall(r'class="fp-map__skill[^"]*" href="([^"]+)" aria-label="([^"]+)"', str(picture.map and picture.map.drawn)) == [
            ("../../skills/kneading/", "Kneading: working"), ("../../skills/sourdough/", "Sourdough: working; after Kneading")]

    def test_a_path_shows_what_is_there_and_what_it_adds(self) -> None:
        guide = guide_of(tiny_tree())
        writer = PageWriter(guide, "paths/home-cook/baker/")
        made = map_of_path(guide, guide.roles["baker"], {"kneading": 2}, writer)
        assert made and made.says == "You start with 1 of the 2 skills needed; this path adds 1."
        assert [name for _, _, name, is_there in made.signs if is_there] == ["you have it", "this path adds it"]
        told = re.findall(r'--(\w+)"[^>]*data-skill="([a-z]+)" data-level="(\d)"', made.drawn.drawn)
        assert told == [("mine", "kneading", "2"), ("gap", "sourdough", "2")]
        less = map_of_path(guide, guide.roles["baker"], {}, writer)
        assert less and less.says.endswith("Of these, 1 wait for Kneading.") and "--mine" not in less.drawn.drawn

    def test_a_role_whose_skills_rest_on_nothing_has_no_map(self) -> None:
        guide = guide_of(tiny_tree())
        role = guide.roles["baker"].model_copy(update={"needs": {"kneading": guide.roles["baker"].needs["kneading"]}})
        assert map_of_role(guide, role, PageWriter(guide, "roles/baker/")) is None and map_of_path(guide, role, {}, PageWriter(guide, "")) is None

    def test_a_long_name_is_broken_and_cut_but_its_link_has_all_of_it(self) -> None:
        name = "Exploratory data-analysis and visualisation of everything that there is to see in figures"
        made = skill_map([Spot(id="a", name=name, href="./", area="x", level=1, says=name)], {"a": ()}, [("x", "X")])
        text = str(drawn_map(made))
        assert len(re.findall("fp-map__name", text)) == 3 and "…" in text and f'aria-label="{name}"' in text


def test_of_lines_that_would_meet_the_longer_runs_nearer_to_its_layer() -> None:
    lanes = _lanes(0, 60, [(0, 10, "a-short-one"), (0, 40, "long"), (50, 90, "elsewhere")])
    assert lanes["elsewhere"] == lanes["long"] < lanes["a-short-one"]


class TestSizes:
    def test_the_hours_are_those_of_the_plans_on_one_scale_from_zero(self, real: Output, real_guide: Guide) -> None:
        plans = real.plans
        picture = path_sizes(real_guide, plans, PageWriter(real_guide, "paths/"))
        assert picture
        (panel,) = picture.panels
        assert panel.ticks[0].zero and all(mark.road and mark.span for mark in marks_of(picture))
        most = float(panel.ticks[-1].label.replace(",", ""))
        drawn = sorted((round((mark.at or 0) * most * 60), *(round(end * most) for end in mark.span or () if end is not None))
                       for mark in marks_of(picture))
        core = [plan for key, plan in plans.items() if key.is_core and not key.then and not key.variant]
        assert drawn == sorted((plan.total_minutes, *plan.hours_range) for plan in core)
        rows = list(csv.DictReader(io.StringIO(picture_files(real_guide, plans)["paths/sizes.csv"], newline="")))
        assert sorted(round(float(row["hours"]) * 60) for row in rows) == pytest.approx(sorted(plan.total_minutes for plan in core), abs=1)
        assert picture.table and len(picture.table.rows) == len(rows) == len(core)
        shown = [row["first_to_show_after_hours"] for row in rows]
        assert len(list(filter(None, shown))) == sum(mark.flag is not None for mark in marks_of(picture))

    def test_who_has_a_way_to_the_first_role_comes_first_the_shortest_before_others(self, real: Output, real_guide: Guide) -> None:
        """One who has none comes last, however short the way to another role is."""
        first, second = real_guide.settings.roles[:2]
        other = next(key for key in real.plans if key.role == second and key.is_core and not key.then and PathKey(key.persona, first) in real.plans)
        plans = {key: plan for key, plan in real.plans.items() if key != PathKey(other.persona, first)}
        plans[other] = replace(plans[other], minutes=60, project_minutes=0)
        picture = path_sizes(real_guide, plans, PageWriter(real_guide, "paths/"))
        assert picture
        (order,) = labels_of(picture)
        ways = sorted((plan.total_minutes, real_guide.personas[key.persona].name) for key, plan in plans.items()
                      if key.role == first and key.is_core and not key.then and not key.variant)
        assert order == [*(name for _, name in ways), real_guide.personas[other.persona].name]

    def test_the_title_counts_where_one_way_is_clearly_shorter(self, real: Output, real_guide: Guide) -> None:
        plans = real.plans
        picture = path_sizes(real_guide, plans, PageWriter(real_guide, "paths/"))
        several = {persona: [plan for key, plan in plans.items() if key.persona == persona and key.is_core and not key.then and not key.variant]
                   for persona in real_guide.settings.personas}
        first = real_guide.settings.roles[0]
        nearest = [persona for persona, of in several.items() if len(of) > 1 and all(
            plan.request.goal == first or min(other.total_minutes for other in of if other.request.goal == first) <= .95 * plan.total_minutes
            for plan in of) and any(plan.request.goal == first for plan in of)]
        count = sum(len(of) > 1 for of in several.values())
        start = f"From all {count} starting" if len(nearest) == count else f"From {len(nearest)} of {count} starting"
        assert picture and picture.title.startswith(start) and picture.title.endswith(real_guide.roles[first].name)

    def test_one_path_is_no_picture(self) -> None:
        guide = guide_of(tiny_tree())
        plans = all_plans(guide)
        one = {key: plan for key, plan in plans.items() if key.role == "baker" and not key.then}
        assert path_sizes(guide, one, PageWriter(guide, "paths/")) is None
        both = path_sizes(guide, plans, PageWriter(guide, "paths/"))
        assert both and both.title.startswith("From")
        rows = csv.DictReader(io.StringIO(picture_files(guide, plans)["paths/sizes.csv"], newline=""))
        for row in rows:
            plan = next(plan for key, plan in plans.items() if key.role == row["to"] and not key.then and not key.variant)
            first = next((index for index, step in enumerate(plan.steps, 1) if step.ships), 0)
            hours = sum(step.minutes for step in plan.steps[:first]) / 60
            assert float(row["first_to_show_after_hours"] or 0) == pytest.approx(hours, abs=.01)


def _some_trees() -> st.SearchStrategy[Fork]:
    words = st.text("abcdefgh,", min_size=1, max_size=14)
    said = st.lists(words, min_size=1, max_size=8).map(" ".join)
    answers = st.lists(said, min_size=1, max_size=4).map(tuple)
    leaves = st.builds(Leaf, said, st.just("./"), st.integers(0, 2))

    def forks(then: st.SearchStrategy[Fork | Leaf]) -> st.SearchStrategy[Fork]:
        return st.builds(Fork, said, st.lists(st.tuples(answers, then), min_size=2, max_size=3).map(tuple))

    two = forks(leaves)
    return st.one_of(two, forks(st.one_of(leaves, two)), forks(st.one_of(leaves, forks(st.one_of(leaves, two)))))


def _placed(drawn: str) -> tuple[list[tuple[str, float, float, str]], list[tuple[float, float, float, float]], list[tuple[float, float]]]:
    """Of a drawing: its texts with their places, what boxes and arms take up, and the corners of lines."""
    texts: list[tuple[str, float, float, str]] = []
    boxes: list[tuple[float, float, float, float]] = []
    lines: list[tuple[float, float]] = []

    def walk(node: ElementTree.Element, down: float) -> None:
        down += float(re.sub(r".* |\)", "", node.get("transform", "translate(0 0)")))
        if node.tag == "text":
            texts.append((node.get("class", ""), float(node.get("x", 0)), float(node.get("y", 0)) + down, node.text or ""))
        elif node.tag == "rect":
            x, y, wide, high = (float(node.get(name, 0)) for name in ("x", "y", "width", "height"))
            boxes.append((x, y + down, x + wide, y + down + high))
        elif node.get("class") == "fp-fork__arm":
            x, _, body, point, half = map(float, re.findall(r"-?[\d.]+", node.get("d", ""))[:5])
            boxes.append((x, down, x + body + point, down + 2 * half))
        elif node.get("class") == "fp-fork__line":
            x, y = 0.0, 0.0
            for letter, numbers in re.findall(r"([MHV])([-\d. ]+)", node.get("d", "")):
                ends = [float(number) for number in numbers.split()]
                x, y = (ends[0], ends[1]) if letter == "M" else (ends[0], y) if letter == "H" else (x, ends[0])
                lines.append((x, y + down))
        for child in node:
            walk(child, down)

    walk(ElementTree.fromstring(f"<svg>{drawn}</svg>"), 0)
    return texts, boxes, lines


class TestTrees:
    @given(_some_trees())
    def test_words_stay_in_their_boxes_boxes_apart_and_all_of_it_in_the_drawing(self, tree: Fork) -> None:
        drawn, width, height = drawn_tree(tree)
        texts, boxes, lines = _placed(str(drawn))
        for left, top, right, bottom in boxes:
            assert -.6 <= left and right <= width + .6 and -.6 <= top and bottom <= height + .6
        for (a, b, c, d), (e, f, g, h) in combinations(boxes, 2):
            assert c <= e or g <= a or d <= f or h <= b
        assert all(-.6 <= x <= width + .6 and -.6 <= y <= height + .6 for x, y in lines)
        places = sorted((x, y) for _, x, y, _ in texts)
        assert all(x != right or down - y >= 17.9 for (x, y), (right, down) in pairwise(places)), "no line of words is on another"
        said = " ".join(text for *_, text in texts)
        assert all(word in said for word in _words_of(tree))

    def test_a_tree_is_as_wide_as_the_page_unless_a_word_needs_more(self, real_guide: Guide) -> None:
        short = Fork("Ready?", ((("Yes",), Leaf("Go", "./")), (("No",), Leaf("Stay", "./"))))
        assert drawn_tree(short)[1] < 300
        long = Fork("Ready? " * 12, ((("Yes indeed " * 9,), Leaf("Go on " * 9, "./")), (("No not yet " * 9,), short)))
        assert 870 <= drawn_tree(long)[1] <= 880

    def test_its_ends_lead_to_the_role_or_to_what_the_outcome_means(self) -> None:
        guide = guide_of(tiny_tree())
        made = tree_of(guide, guide.decisions["which-trade"], PageWriter(guide, "decide/which-trade/"))
        assert made and made.picture.map
        assert re.findall(r'<a class="fp-fork fp-tone--(\d)" href="([^"]+)">', str(made.picture.map.drawn)) == [
            ("1", "../../roles/baker/"), ("0", "results/#outcome-both"), ("2", "../../roles/pastry-chef/")]
        assert [answers for answers, _ in made.listed.branches] == [("Yes", "Mostly"), ("No",)]
        assert "Their tree, not our advice." in made.picture.source and "sources/&#35;bakers-almanac" in made.picture.source
        assert made.picture.files == ((f"./{FILE_NAME}", "SVG"),)

    def test_a_decision_without_a_tree_has_neither_heading_nor_file(self) -> None:
        tree = tiny_tree()
        text = tree["decisions/which-trade.yml"].decode()
        with_one, without = generate(guide_of(tree)), generate(guide_of(
            {**tree, "decisions/which-trade.yml": re.sub(r"(?s)\ntree:.*?\ncases:", "\ncases:", text).encode()}))
        page, file = "decide/which-trade/index.md", f"decide/which-trade/{FILE_NAME}"
        assert 'id="tree"' in with_one.documents[page] and 'id="tree-change"' in with_one.documents[page] and file in with_one.assets
        assert "tree" not in re.sub(r"fp-tree\w*", "", without.documents[page]) and file not in without.assets

    def test_a_tree_of_the_guide_itself_says_so(self) -> None:
        tree = tiny_tree()
        text = re.sub(r"(tree:(?s:.*?))  source: bakers-almanac\n", r"\1", tree["decisions/which-trade.yml"].decode())
        assert "Our own judgement; it gives no points." in generate(
            guide_of({**tree, "decisions/which-trade.yml": text.encode()})).documents["decide/which-trade/index.md"]


def _words_of(tree: Fork | Leaf) -> set[str]:
    if isinstance(tree, Leaf):
        return set(tree.ends.split())
    return set(str(tree.ask).split()).union(*(set(str(text).split()) | _words_of(then) for texts, then in tree.branches for text in texts))


def test_no_picture_no_heading() -> None:
    tree = tiny_tree()
    tree["guide.yml"] = re.sub(r"pictures:\n.*?areas:", "areas:", tree["guide.yml"].decode(), flags=re.DOTALL).encode()
    made = generate(guide_of(tree))
    assert "fp-pic" not in made.documents["evidence/craft/index.md"]
    assert not any(path.startswith("evidence/") and path.endswith(".svg") for path in made.assets)


def test_a_claim_is_printed_as_its_mark_says() -> None:
    guide = guide_with({"value": 12.5}, {"range": "{low: 2, high: 3}"})
    claims: list[Claim] = [guide.claims["loaf-1"], guide.claims["loaf-2"]]
    assert [mark.label for mark in marks_of(picture_of(guide))] == [PageWriter(guide, "").figure(claim) for claim in claims]


class TestInABrowser:
    @pytest.mark.parametrize("url", ["evidence/pay/", "evidence/demand/", "evidence/work/", "paths/"])
    def test_letters_keep_their_size_and_stay_inside_on_a_phone(self, browser: Browser, real_url: str, url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            found = reader.go(url).locator(".fp-pic svg text").evaluate_all("""(texts) => texts.map((text) => {
                const [own, room] = [text.getBoundingClientRect(), text.closest(".fp-pic").getBoundingClientRect()];
                return [parseFloat(getComputedStyle(text).fontSize) / parseFloat(getComputedStyle(document.documentElement).fontSize),
                        own.height, own.left >= room.left - 1 && own.right <= room.right + 1, text.classList.contains("fp-pic__tick")]; })""")
            assert found and all(size >= .689 and height > 12 and inside for size, height, inside, _ in found)
            assert sum(tick for *_, tick in found) >= 3, "the scale has its numbers"
            assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    def test_the_map_has_names_and_links_and_is_moved_about_where_there_is_less_room(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("roles/ai-engineer/")
            skills = page.locator(".fp-pic__map a")
            expect(skills.first).to_be_visible()
            sizes = skills.locator("text").evaluate_all(
                "(texts) => texts.map((text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize))")
            assert min(sizes) >= 13.7
            name = (skills.last.get_attribute("aria-label") or "").split(":")[0]
            skills.last.click()
            expect(page.locator("h1")).to_contain_text(name)
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("roles/ai-engineer/")
            frame = page.locator(".fp-pic__map")
            first, last = frame.locator("a").first, frame.locator("a").last
            for skill in (first, last):
                skill.scroll_into_view_if_needed()
                expect(skill.locator("text").first).to_be_in_viewport()
                assert skill.locator("text").first.bounding_box()["height"] > 12  # type: ignore[index]
            expect(first).not_to_be_in_viewport()
            assert frame.evaluate("(frame) => frame.scrollLeft > 0 && frame.tabIndex === 0"), "it scrolls, also by keys"
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            page.get_by_text("As a list, step by step").click()
            expect(page.locator(".fp-pic__table tbody tr").first).to_be_visible()

    def test_the_map_on_a_path_names_its_skills_on_a_phone(self, browser: Browser, real_url: str) -> None:
        for size, named in ((PHONE, True), (DESK, False)):
            with reading(browser, real_url, viewport=size) as reader:
                figure = reader.go("paths/software-engineer/ai-engineer/").locator("#fp-map")
                assert figure.get_by_text("Unix command line").is_visible() == named
                expect(figure.get_by_role("link", name="Full map with names")).to_be_visible()

    def test_a_tree_is_drawn_where_there_is_room_and_a_list_where_there_is_not(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            figure = reader.go("decide/which-role/").locator("#tree + figure")
            expect(figure.locator(".fp-tree")).to_be_hidden()
            sizes = figure.locator("svg text").evaluate_all(
                "(texts) => texts.map((text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize))")
            assert len(sizes) > 10 and min(sizes) >= 13.7
            figure.locator("svg a", has_text="ML engineer").last.click()
            expect(reader.page.locator("h1")).to_contain_text("ML engineer")
        with reading(browser, real_url, viewport=PHONE, java_script_enabled=False) as reader:
            figure = reader.go("decide/which-role/").locator("#tree + figure")
            expect(figure.locator("svg")).to_be_hidden()
            expect(figure.locator(".fp-tree > li")).to_have_count(3)
            figure.get_by_role("link", name="AI engineer", exact=True).click()
            expect(reader.page.locator("h1")).to_contain_text("AI engineer")
