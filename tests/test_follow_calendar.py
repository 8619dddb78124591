"""A schedule as a calendar file (calendar.mjs), made in node and read back by icalendar."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from node import Node, run
from worlds import guide_of_world, large_world

from generator.planner import Request, make_plan
from generator.site.plan_data import plan_data

STAMP = "2026-11-24T10:11:12.345Z"
HOSTILE = ("A; B, C\\D", "one\ntwo\r\nthree\rfour", "\u2028x\u0000y\u001bz\u007f", "BEGIN:VEVENT\r\nSUMMARY:x", "END:VCALENDAR\\n",
           'quo"te:s;x=y', "\ud800",
           "é" * 200, "😀" * 100, "a" * 74 + "é", "a" * 75, "a" * 76, " leading", "\ttabbed", "<script>window.hit=1</script>", "مرحبا" * 30)


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """The data of a long path with several milestones."""
    guide = guide_of_world(large_world(60, 30, 2))
    found = plan_data(guide, make_plan(guide, Request("cook", "baker", True)), "A path", "paths/cook/baker/", "", "Finish")
    assert len(found["steps"]) > 10 and len(found["milestones"]) > 2
    return found


def event(title: str = "Week 1", text: str = "", **said: str) -> dict[str, str]:
    return {"uid": "week/1/a/b@example.org", "start": "2026-11-24", "end": "2026-11-24", "title": title, "text": text,
            "url": "https://example.org/guide/paths/a/b/"} | said


def written(js: Node, events: list[dict[str, str]], name: str = "A path", stamp: str = STAMP) -> str:
    # A text is sent as JSON, which halves of characters survive.
    return run(js, "return m.calendar({ name: a, product: '-//Guide//Path//EN', stamp: b, events: c });", name, stamp, events)


def read(text: str) -> icalendar.Calendar:
    """The calendar of a file, as another program reads it; what it finds wrong fails the test."""
    found = icalendar.Calendar.from_ical(text.encode())
    assert found.errors == [] and [one.errors for one in found.events if one.errors] == []
    return found


def scheduled(js: Node, data: Any, start: str, today: str, steps: dict[str, str] | None = None) -> str:
    """The file of a schedule at the plan's pace."""
    return run(js, """
        const plan = m.readPlan(a);
        const ticked = Object.entries(d).reduce((made, [key, state]) => m.setStep(made, key, { state }, "2026-11-24T10:00:00.000Z"), m.empty());
        const say = {
          site: "https://example.org/guide/",
          milestone: (one) => ({ title: one.title, text: `${one.earliest} to ${one.latest}` }),
          week: (one, number) => ({ title: `Week ${number}`, text: one.tasks.map((task) => `${task.step.title}: ${task.minutes}`).join("\\n") }),
        };
        const events = m.eventsOf(plan, m.schedule(plan, ticked, plan.hours_per_week, b, c), say);
        return m.calendar({ name: plan.title, product: "-//Guide//Path//EN", stamp: `${c}T10:00:00.000Z`, events });""",
               data, start, today, steps or {})


class TestTasks:
    @pytest.mark.parametrize(("whole", "more"), [(True, "\nIt stands; by itself, and \\ rises."), (False, "")])
    def test_a_task_says_what_to_open_and_at_its_end_how_to_tell_that_it_is_done(self, js: Node, whole: bool, more: str) -> None:
        said = {"key": "resource:book", "title": "Book", "minutes": 60, "done_when": "It stands; by itself, and \\ rises."}
        body = """const [step] = m.readPlan(a).steps; return m.taskText({ step, whole: b }, "https://example.org/guide/", "Read, 1 h");"""
        plan = {"path": "a/b", "variant": "", "title": "x", "url": "paths/a/b/", "hours_per_week": 5, "milestones": [["x", 1]], "skills": [],
                "known": [], "gap": [], "granted": [], "above": []}
        for url, shown in (("https://example.org/b?a=1,2;3", "https://example.org/b?a=1,2;3"), (None, "https://example.org/guide/resources/book/")):
            text = run(js, body, plan | {"steps": [said | ({"url": url} if url else {})]}, whole)
            assert text == f"Read, 1 h\n{shown}{more}"
            (found,) = read(written(js, [event(text=text)])).events
            assert str(found["DESCRIPTION"]) == text


class TestFile:
    def test_one_event_for_each_milestone_and_each_week(self, js: Node, data: Any) -> None:
        found = read(scheduled(js, data, "2026-12-01", "2026-11-24"))
        titles = [str(one["SUMMARY"]) for one in found.events]
        milestones, weeks = titles[:len(data["milestones"])], titles[len(data["milestones"]):]
        assert milestones == [title for title, _ in data["milestones"]]
        minutes = sum(one["minutes"] for one in data["steps"])
        assert weeks == [f"Week {number}" for number in range(1, len(weeks) + 1)]
        assert abs(len(weeks) - minutes / 60 / data["hours_per_week"]) < 5
        said = [int(line.rpartition(": ")[2]) for one in found.events[len(milestones):] for line in str(one["DESCRIPTION"]).splitlines()]
        assert sum(said) == minutes, "every minute of the plan has its week"
        assert [one.start for one in found.events[len(milestones):]] == [date(2026, 12, 1) + timedelta(days=7 * place) for place in range(len(weeks))]
        for one in found.events[:len(milestones)]:
            assert one.start < one.end and (one.end - one.start).days % 7 == 0
        assert {str(one["URL"]) for one in found.events} == {f"https://example.org/guide/{data['url']}"}
        assert str(found["X-WR-CALNAME"]) == "A path" and str(found["VERSION"]) == "2.0" and str(found["PRODID"]) == "-//Guide//Path//EN"

    def test_days_are_whole_and_the_end_is_the_day_after(self, js: Node) -> None:
        (one,) = read(written(js, [event(start="2026-12-28", end="2026-12-31")])).events
        assert (one.start, one.end) == (date(2026, 12, 28), date(2027, 1, 1))
        assert one["DTSTAMP"].dt == datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)
        assert str(one["TRANSP"]) == "TRANSPARENT"

    def test_a_later_file_moves_the_events_of_an_earlier_one(self, js: Node, data: Any) -> None:
        first, second = read(scheduled(js, data, "2026-12-01", "2026-11-24")), read(scheduled(js, data, "2026-12-01", "2026-12-09"))
        uids = [[str(one["UID"]) for one in found.events] for found in (first, second)]
        assert all(len(set(found)) == len(found) for found in uids)
        count = len(data["milestones"])
        assert uids[0][:count] == uids[1][:count]
        assert uids[1][count] == uids[0][count + 1], "a week after the start the second week is the first that is left"
        assert second.events[count + 1].start == date(2026, 12, 16)
        assert min(one["SEQUENCE"] for one in second.events) > max(one["SEQUENCE"] for one in first.events) > 0

    def test_what_is_done_is_in_no_calendar(self, js: Node, data: Any) -> None:
        _, count = data["milestones"][0]
        done = {one["key"]: "done" for one in data["steps"][:count]}
        assert data["milestones"][0][0] not in [str(one["SUMMARY"]) for one in read(scheduled(js, data, "", "2026-11-24", done)).events]
        everything = {one["key"]: "done" for one in data["steps"]}
        assert read(scheduled(js, data, "", "2026-11-24", everything)).events == []

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_words_are_words(self, js: Node, text: str) -> None:
        file = written(js, [event(text, text), event("Another")], text)
        lines = file.split("\r\n")
        assert lines[-1] == "" and all(len(line.encode()) <= 75 for line in lines), "folded"
        assert not set("".join(lines)) & {chr(code) for code in (*range(9), *range(10, 32), 127)}, "no control characters but the lines' ends"
        found = read(file)
        shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ud800", "\ufffd")
        shown = "".join(" " if character < " " and character != "\n" or character == "\x7f" else character for character in shown)
        assert [str(one["SUMMARY"]) for one in found.events] == [shown, "Another"]
        assert [str(one.get("DESCRIPTION", "")) for one in found.events] == [shown, ""]

    def test_no_character_is_cut_in_two(self, js: Node) -> None:
        for shift in range(6):
            file = written(js, [event("a" * shift + "é漢😀" * 40)])
            for line in file.encode().split(b"\r\n"):
                line.decode()
            assert str(read(file).events[0]["SUMMARY"]) == "a" * shift + "é漢😀" * 40
