"""`due`: what needs a human look, in which order, word for word."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import all_plans, changed_tree, guide_of, tiny_tree, write_tree

from generator.cli import main
from generator.content.load import load
from generator.editing.review_queue import ReviewItem, as_list, review_queue
from generator.links import Failure, find
from generator.links.memory import FIRST_LINE
from generator.links.memory import as_text as memory_text

TODAY = "2026-11-24"
SEEN = "\nverified: {on: 2026-06, by: Ada, how: Opened it.}"


def due(
    replace: Mapping[str, tuple[str, str]] = {}, memory: Mapping[str, Failure] = {}, today: str = TODAY, files: Mapping[str, str] = {},
) -> list[ReviewItem]:
    """What is due of the tiny guide with some texts replaced and some files added."""
    tree = changed_tree({"replace": replace, "files": files})
    guide = guide_of(tree)
    return list(review_queue(guide, all_plans(guide, core_only=True), find(guide, load(tree)[0]), memory, today))


def of(identifier: str, found: list[ReviewItem]) -> ReviewItem | None:
    return next((task for task in found if task.id == identifier), None)


def claim(more: str = "") -> dict[str, tuple[str, str]]:
    return {"claims/craft/loaf-hours.yml": ("observed: 2025", f"observed: 2025{more}")}


class TestReasons:
    def test_a_resource_that_nobody_opened(self) -> None:
        task = of("kneading-video", due())
        assert task and (task.reasons, task.minutes, task.url) == (("no editor has opened it",), 5, "https://example.org/kneading")

    def test_one_that_was_opened_this_year_is_not_due_and_later_is(self) -> None:
        seen = {"resources/book/bread-book.yml": ("level: beginner", f"level: beginner{SEEN}")}
        assert of("bread-book", due(seen)) is None
        assert of("bread-book", due(seen, today="2027-06-30")) is None
        task = of("bread-book", due(seen, today="2027-07-01"))
        assert task and task.reasons == ("an editor opened it last on 2026-06",)

    def test_a_claim_of_one_secondary_source_that_nobody_checked(self) -> None:
        task = of("loaf-hours", due())
        assert task and task.reasons == (
            "no editor has checked it at its source", "rests on one secondary source: find what that repeats")
        assert task.minutes == 40

    def test_a_better_source_is_enough(self) -> None:
        assert of("loaf-hours", due({**claim(SEEN), "sources/bakers-almanac.yml": ("kind: secondary", "kind: primary")})) is None

    def test_a_second_source_is_enough(self) -> None:
        more = {"claims/craft/loaf-hours.yml": ("2026-07-02}}]", f"2026-07-02}}}}, {{source: second-almanac}}]{SEEN}")}
        other = {"sources/second-almanac.yml": "title: A second almanac\npublisher: Flour Press\nkind: secondary\n"}
        assert of("loaf-hours", due(more, files=other)) is None

    @pytest.mark.parametrize(("expires", "today", "is_past"), [
        ("2026-11", "2026-11-30", False), ("2026-11", "2026-12-01", True), ("2026", "2026-12-31", False), ("2026", "2027-01-01", True),
        ("2026-11-24", "2026-11-24", False), ("2026-11-24", "2026-11-25", True),
    ])
    def test_a_date_is_past_when_its_last_day_is(self, expires: str, today: str, is_past: bool) -> None:
        task = of("loaf-hours", due(claim(f"{SEEN}\nexpires: {expires}"), today=today))
        assert task and (f"past its re-check date, {expires}: 18 hours" in task.reasons) == is_past

    def test_the_day_is_that_of_the_look_and_not_the_guide_s(self) -> None:
        task = of("loaf-hours", due(claim(f"{SEEN}\nexpires: 2030"), today="2031-01-01"))
        assert task and task.reasons[0] == "past its re-check date, 2030: 18 hours"

    def test_what_is_retired_or_superseded_is_left_in_peace(self) -> None:
        retired = {"resources/book/bread-book.yml": ("level: beginner", "level: beginner\nretired: {on: 2026, reason: Gone.}")}
        assert of("bread-book", due(retired)) is None

    def test_a_link_that_fails_is_due_on_its_third_day(self) -> None:
        days = ("2026-11-01", "2026-11-08", "2026-11-15")
        url = "https://example.org/kneading"
        few = of("kneading-video", due(memory={url: Failure(days[:2], "404 Not Found")}))
        assert few and few.reasons == ("no editor has opened it",)
        task = of("kneading-video", due(memory={url: Failure(days, "404 Not Found")}))
        assert task and task.reasons == (f"{url} fails since 2026-11-01: 404 Not Found",) and task.minutes == 15

    @pytest.mark.parametrize(("tried", "today", "says"), [
        ("{on: 2026-10-01, by: person, how: Kneaded along., result: runs}", "2027-10-01", None),
        ("{on: 2026-10-01, by: person, how: Kneaded along., result: runs}", "2027-10-02", "was tried last on 2026-10-01: try it again"),
        ("{on: 2026-10, by: person, how: Kneaded along., result: runs}\nneeds: [flour]", "2026-12-30", None),
        ("{on: 2026-10, by: person, how: Kneaded along., result: runs}\nneeds: [flour]", "2026-12-31", "was tried last on 2026-10: try it again"),
        ("{on: 2026-10-01, by: person, how: Kneaded along., result: fails, note: The film stops.}", "2026-10-02",
         "fails since 2026-10-01: mend it or put another in its place"),
    ])
    def test_the_word_of_who_tried_a_step_holds_for_a_year_or_as_long_as_what_it_needs(self, tried: str, today: str, says: str | None) -> None:
        seen = {"resources/book/bread-book.yml": ("level: beginner", f"level: beginner{SEEN}\ntried: {tried}")}
        task = of("bread-book", due(seen, today=today))
        assert (task.reasons[-1] if task and task.reasons[-1:] != ("an editor opened it last on 2026-06",) else None) == says

    def test_parts_are_told_by_their_titles(self) -> None:
        week = "title: \"Week 1: flour & water\""
        found = due({"resources/course/sourdough-course.yml": (week, f"{week}, tried: {{on: 2025, by: automated, how: Read., result: runs}}")})
        task = of("sourdough-course", found)
        assert task and task.reasons[-1] == "'Week 1: flour & water' was tried last on 2025: try it again"

    @pytest.mark.parametrize(("own", "says"), [("", "'Week 1: flour & water' was tried last on 2026-06-01: try it again"), (", needs: [oven]", None)])
    def test_a_part_takes_what_the_whole_takes_unless_it_says_otherwise(self, own: str, says: str | None) -> None:
        """As its page judges it: flour holds ninety days, an oven a year."""
        week, path = 'title: "Week 1: flour & water"', "resources/course/sourdough-course.yml"
        tried = f"{week}, tried: {{on: 2026-06-01, by: person, how: Baked along., result: runs}}{own}"
        course = tiny_tree()[path].decode().replace(week, tried) + f"needs: [flour]{SEEN}\n"
        task = of("sourdough-course", due(files={path: course}))
        assert (task.reasons[-1] if task else None) == says

    def test_a_link_of_anything_else_is_due_too(self) -> None:
        oven = {"tools/oven.yml": ("name:", "url: https://example.org/oven\nname:")}
        task = of("oven", due(oven, {"https://example.org/oven": Failure(("2026-11-01", "2026-11-08", "2026-11-15"), "410 Gone")}))
        assert task and (task.path, task.used, task.band) == ("tools/oven.yml", 2, "In most core paths")


class TestOrder:
    def test_what_most_core_paths_use_comes_first_then_the_smallest(self) -> None:
        assert [(task.id, task.used, task.minutes, task.band) for task in due()] == [
            ("loaf-hours", 2, 40, "In most core paths"), ("bread-book", 1, 5, "In some core paths"), ("croissants", 1, 5, "In some core paths"),
            ("kneading-video", 1, 5, "In some core paths"),
            ("sourdough-course", 0, 5, "In no core path")]

    def test_in_a_band_the_smallest_task_comes_first(self) -> None:
        failure = Failure(("2026-11-01", "2026-11-08", "2026-11-15"), "404 Not Found")
        found = due(memory={"https://example.org/bread": failure})
        assert [(task.id, task.minutes) for task in found if task.band == "In some core paths"] == [
            ("croissants", 5), ("kneading-video", 5), ("bread-book", 15)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_tree(tmp_path / "content", tiny_tree())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.cli.due.today", lambda: TODAY)
    return tmp_path


class TestCommand:
    def test_it_is_a_list_to_tick_off(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["due", "--limit", "2"]) == 0
        assert capsys.readouterr() == (
            "### In most core paths\n\n"
            "- [ ] `content/claims/craft/loaf-hours.yml`, 40 min: `no editor has checked it at its source; "
            "rests on one secondary source: find what that repeats`\n\n"
            "### In some core paths\n\n"
            "- [ ] `content/resources/book/bread-book.yml`, 5 min: `no editor has opened it; https://example.org/bread`\n\n"
            "5 files to look at, about 1 hour. 3 of them are not shown: --limit 0 shows all.\n", "")
        assert main(["due", "--limit", "4"]) == 0
        assert capsys.readouterr().out.endswith("5 files to look at, about 1 hour. 1 of them is not shown: --limit 0 shows all.\n")

    def test_all_of_it_is_shown_when_it_is_asked_for(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["due", "--limit", "0"]) == 0
        assert capsys.readouterr().out.endswith(
            "### In no core path\n\n"
            "- [ ] `content/resources/course/sourdough-course.yml`, 5 min: `no editor has opened it; https://example.org/sourdough`\n\n"
            "5 files to look at, about 1 hour.\n")

    def test_it_reads_what_links_remembers(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        failure = Failure(("2026-11-01", "2026-11-08", "2026-11-15"), "404 Not Found")
        (here / "build").mkdir()
        (here / "build/links.json").write_text(memory_text({"https://example.org/bread": failure}))
        assert main(["due"]) == 0
        assert "https://example.org/bread fails since 2026-11-01: 404 Not Found`\n" in capsys.readouterr().out

    def test_nothing_due_is_said(self) -> None:
        assert as_list((), 25, "content") == "Nothing is due."

    @pytest.mark.parametrize(("arguments", "says"), [
        ("--limit -1", "--limit is a number from 0 on."),
        ("--content nowhere", "there is no folder nowhere. Name the content folder with --content."),
        ("--memory thesis", "thesis is no memory of links, so it is left alone. Name another file with --memory."),
        ("--memory damaged", "damaged is damaged, so it is left alone. Move it away; the next run begins a new one."),
    ])
    def test_wrong_usage_ends_with_2(self, arguments: str, says: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "thesis").write_text("My thesis")
        (here / "damaged").write_text(FIRST_LINE + "\n[")
        assert main(["due", *arguments.split()]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {says}\n")

    def test_broken_content_is_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content/guide.yml").unlink()
        assert main(["due"]) == 1
        assert capsys.readouterr().out == (
            "content/guide.yml: is missing. A guide begins with its guide.yml. [files-are-in-their-place]\n"
            "Rules are explained on the site at contribute/rules/.\n1 error\n")
