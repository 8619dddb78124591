"""A schedule as a calendar file (calendar.mjs), read back by icalendar; a link as a picture (qr.mjs), read back by a reader of QR codes."""
from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import numpy
import pytest
import zxingcpp
from modules import SCRIPTS, modules, run
from playwright.sync_api import Browser, Page

from generator.pipeline import Output
from generator.site.plan_data import companion

STAMP = "2026-11-24T10:11:12.345Z"
HOSTILE = ("A; B, C\\D", "one\ntwo\r\nthree\rfour", "\u2028x\u0000y\u001bz\u007f", "BEGIN:VEVENT\r\nSUMMARY:x", "END:VCALENDAR\\n",
           'quo"te:s;x=y', "\ud800",
           "é" * 200, "😀" * 100, "a" * 74 + "é", "a" * 75, "a" * 76, " leading", "\ttabbed", "<script>window.hit=1</script>", "مرحبا" * 30)


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules(browser, tmp_path_factory.mktemp("modules")) as found:
        yield found


@pytest.fixture(scope="module")
def data(real: Output) -> dict[str, Any]:
    """The data of the longest real path."""
    key, plan = max(real.plans.items(), key=lambda entry: len(entry[1].steps))
    return companion(plan.guide, plan, "A path", key.url, key.variant, "Finish")


def event(title: str = "Week 1", text: str = "", **said: str) -> dict[str, str]:
    return {"uid": "week/1/a/b@example.org", "start": "2026-11-24", "end": "2026-11-24", "title": title, "text": text,
            "url": "https://example.org/guide/paths/a/b/"} | said


def written(page: Page, events: list[dict[str, str]], name: str = "A path", stamp: str = STAMP) -> str:
    # A text is sent as JSON, which halves of characters survive.
    return run(page, "return m.calendar({ name: a, product: '-//Guide//Path//EN', stamp: b, events: c });", name, stamp, events)


def read(text: str) -> icalendar.Calendar:
    """The calendar of a file, as another program reads it; what it finds wrong fails the test."""
    found = icalendar.Calendar.from_ical(text.encode())
    assert found.errors == [] and [one.errors for one in found.events if one.errors] == []
    return found


def scheduled(page: Page, data: Any, start: str, today: str, steps: dict[str, str] | None = None) -> str:
    """The file of a schedule at the plan's pace."""
    return run(page, """
        const plan = m.readPlan(a);
        const ticked = Object.entries(d).reduce((made, [key, state]) => m.setStep(made, key, { state }, "2026-11-24T10:00:00.000Z"), m.empty());
        const say = {
          site: "https://example.org/guide/",
          milestone: (one) => ({ title: one.title, text: `${one.earliest} to ${one.latest}` }),
          week: (one, number) => ({ title: `Week ${number}`, text: one.tasks.map((task) => `${task.step.title}: ${task.minutes}`).join("\\n") }),
        };
        const events = m.eventsOf(plan, m.schedule(plan, ticked, 0, b, c), say);
        return m.calendar({ name: plan.title, product: "-//Guide//Path//EN", stamp: `${c}T10:00:00.000Z`, events });""",
               data, start, today, steps or {})


class TestFile:
    def test_one_event_for_each_milestone_and_each_week(self, page: Page, data: Any) -> None:
        found = read(scheduled(page, data, "2026-12-01", "2026-11-24"))
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

    def test_days_are_whole_and_the_end_is_the_day_after(self, page: Page) -> None:
        (one,) = read(written(page, [event(start="2026-12-28", end="2026-12-31")])).events
        assert (one.start, one.end) == (date(2026, 12, 28), date(2027, 1, 1))
        assert one["DTSTAMP"].dt == datetime(2026, 11, 24, 10, 11, 12, tzinfo=UTC)
        assert str(one["TRANSP"]) == "TRANSPARENT"

    def test_a_later_file_moves_the_events_of_an_earlier_one(self, page: Page, data: Any) -> None:
        first, second = read(scheduled(page, data, "2026-12-01", "2026-11-24")), read(scheduled(page, data, "2026-12-01", "2026-12-09"))
        uids = [[str(one["UID"]) for one in found.events] for found in (first, second)]
        assert all(len(set(found)) == len(found) for found in uids)
        count = len(data["milestones"])
        assert uids[0][:count] == uids[1][:count]
        assert uids[1][count] == uids[0][count + 1], "a week after the start the second week is the first that is left"
        assert second.events[count + 1].start == date(2026, 12, 16)
        assert min(one["SEQUENCE"] for one in second.events) > max(one["SEQUENCE"] for one in first.events) > 0

    def test_what_is_done_is_in_no_calendar(self, page: Page, data: Any) -> None:
        _, count = data["milestones"][0]
        done = {one["key"]: "done" for one in data["steps"][:count]}
        assert data["milestones"][0][0] not in [str(one["SUMMARY"]) for one in read(scheduled(page, data, "", "2026-11-24", done)).events]
        everything = {one["key"]: "done" for one in data["steps"]}
        assert read(scheduled(page, data, "", "2026-11-24", everything)).events == []

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_words_are_words(self, page: Page, text: str) -> None:
        file = written(page, [event(text, text), event("Another")], text)
        lines = file.split("\r\n")
        assert lines[-1] == "" and all(len(line.encode()) <= 75 for line in lines), "folded"
        assert not set("".join(lines)) & {chr(code) for code in (*range(9), *range(10, 32), 127)}, "no control characters but the lines' ends"
        found = read(file)
        shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ud800", "\ufffd")
        shown = "".join(" " if character < " " and character != "\n" or character == "\x7f" else character for character in shown)
        assert [str(one["SUMMARY"]) for one in found.events] == [shown, "Another"]
        assert [str(one.get("DESCRIPTION", "")) for one in found.events] == [shown, ""]

    def test_no_character_is_cut_in_two(self, page: Page) -> None:
        for shift in range(6):
            file = written(page, [event("a" * shift + "é漢😀" * 40)])
            for line in file.encode().split(b"\r\n"):
                line.decode()
            assert str(read(file).events[0]["SUMMARY"]) == "a" * shift + "é漢😀" * 40


class TestPicture:
    def read(self, found: dict[str, Any], page: Page) -> list[str]:
        """What a reader of QR codes makes of the picture as the browser draws it: four points to a square."""
        side = found["size"] * 4
        page.set_content(f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {found["size"]} {found["size"]}" '
                         f'shape-rendering="crispEdges"><path fill="#000" d="{found["path"]}"/></svg>')
        picture = page.evaluate("""async () => {
            const svg = new XMLSerializer().serializeToString(document.querySelector("svg"));
            const image = new Image();
            image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
            await image.decode();
            const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
            const draw = canvas.getContext("2d");
            draw.fillStyle = "#fff";
            draw.fillRect(0, 0, canvas.width, canvas.height);
            draw.drawImage(image, 0, 0);
            const reds = draw.getImageData(0, 0, canvas.width, canvas.height).data.filter((_, place) => place % 4 === 0);
            return Array.from(reds, (red) => (red < 128 ? "0" : "1")).join("");
        }""")
        grey = numpy.array([255 * int(point) for point in picture], numpy.uint8).reshape(side, side)
        return [one.text for one in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)]

    @pytest.mark.parametrize("text", ["https://example.org/guide/#p=1.AbC-_9", "https://example.org/" + "Az09-_" * 230, "x" * 2900, "naïve 漢字 😀"],
                             ids=["short", "a real link", "the longest", "any letters"])
    def test_a_camera_reads_it(self, page: Page, text: str) -> None:
        assert self.read(run(page, "return m.qr(a);", text), page.context.new_page()) == [text]

    def test_what_is_too_long_has_no_picture(self, page: Page) -> None:
        assert run(page, "return [m.qr('x'.repeat(2901)), m.qr('é'.repeat(1451))];") == [None, None]

    def test_the_encoder_is_as_it_was_published(self) -> None:
        """uqr 0.1.3: dist/index.mjs and LICENSE of the package. A newer one is taken whole, and its hashes with it."""
        kept: dict[str, str] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (SCRIPTS / "follow" / "vendor").iterdir()}
        assert kept == {
            "uqr.mjs": "7f0e61c2f13bb3724edee7bfb876e13c54ac9ee4fcfa283c9fa93cfb1241c325",
            "uqr-LICENSE.txt": "b39d50e24727f341a0ebdb2ab040c57efaf4076a8ad5b1d0c8c45beb975b4571",
        }
