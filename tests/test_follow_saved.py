"""Progress that readers saved with earlier versions of the site opens with nothing lost.

Each file in tests/cases/follow/saved/ was written by the pages of the version it is named after (first-guide.json by its modules): what the device
held, by the end of the key; the links and the file that the page offered, links without and with plans. These files are never made anew.
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browsing import Reader, served
from conftest import HERE
from modules import modules, run
from playwright.sync_api import Browser, Page, expect
from test_follow import (
    BAKER,
    BASE,
    CROISSANTS,
    KEY,
    LOAF,
    PASTRY,
    VIDEO,
    bring,
    follower,
    later_site,
    notice,
    opened,
    panel,
    state,
    stored,
    tick,
    url,
)

from generator.model import Guide
from generator.pipeline import Output
from generator.site.plan_data import plan_data

__all__ = ["later_site", "url"]
SAVED = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((HERE / "cases" / "follow" / "saved").rglob("*.json"))}
PAGES = [name for name in SAVED if name != "first-guide"]
SENT = [(name, number) for name in PAGES for number in range(len(SAVED[name]["links"]))]


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with modules(browser, tmp_path_factory.mktemp("modules")) as found:
        yield found


def wanted(name: str) -> dict[str, Any]:
    """All that the reader had, of each thing the newest: what the page held, and what it had put aside."""
    made: dict[str, Any] = {"steps": {}, "known": {}, "paths": {}}
    for text in SAVED[name]["entries"].values():
        document = json.loads(text)
        for kind, entries in made.items():
            for key, entry in document[kind] if isinstance(document, dict) else ():
                if key not in entries or entries[key]["at"] <= entry["at"]:
                    entries[key] = entry
    for path in made["paths"].values():
        path["start"] = "" if len(path["start"]) > 10 else path["start"]
    return made


@contextmanager
def next_day(browser: Browser, url: str) -> Iterator[Reader]:
    """A reader a day after it was saved."""
    with follower(browser, url) as reader:
        reader.page.context.clock.set_fixed_time("2026-11-25T09:00:00Z")
        yield reader


def device(reader: Reader, name: str) -> Page:
    """A device that holds what was saved, before a page of the site is opened."""
    page = reader.go("about/")
    page.evaluate("([key, entries]) => Object.entries(entries).forEach(([end, text]) => localStorage.setItem(key + end, text))",
                  [KEY, SAVED[name]["entries"]])
    return page


def held(page: Page) -> dict[str, Any]:
    document = stored(page)
    assert document is not None
    return {kind: dict(document[kind]) for kind in ("steps", "known", "paths")}


@pytest.mark.parametrize("name", PAGES)
def test_what_a_device_holds_is_there_and_stays(browser: Browser, url: str, name: str) -> None:
    before = wanted(name)
    with next_day(browser, url) as reader:
        device(reader, name)
        page = opened(reader)
        shown = {"done": 0, "skipped": 0}
        for title, key in ((VIDEO, "resource:kneading-video"), (LOAF, "project:first-loaf"), (CROISSANTS, "resource:croissants")):
            said = before["steps"].get(key, {"state": "todo"})["state"]
            expect(state(page, title)).to_have_value(said)
            shown[said] = shown.get(said, 0) + 1
        broken = notice(page, "cannot be read")
        expect(broken).to_have_count(1 if name == "six-digit-year" else 0)
        if name == "six-digit-year":
            expect(broken).to_contain_text("1 stored piece cannot be read. It is set aside, not deleted; the rest is here.")
        # Something is written, in the form of today, and all else stays as it was.
        page.get_by_label("Hide hours and dates").evaluate("box => box.click()")
        after = held(page)
        assert (stored(page) or {})["version"] == 2
        for kind in ("steps", "known"):
            assert after[kind] == before[kind]
        for key, path in before["paths"].items():
            # A path that is followed no longer is followed again by a change on its page.
            same = [field for field in path if field != "at" and (field != "plan" or path["plan"])]
            assert {field: after["paths"][key][field] for field in same} == {field: path[field] for field in same}
        reader.go("")
        expect(page.locator("#fp-resume")).to_be_visible()


def test_a_plan_that_was_kept_is_still_the_one_that_is_followed(browser: Browser, later_site: Path) -> None:
    with served(later_site, BASE) as later, next_day(browser, later) as reader:
        device(reader, "kept-plan")
        page = opened(reader)
        # What was declined then was another change: paths are put in another order since.
        expect(notice(page, "changed since you started")).to_be_visible()
        expect(panel(page, "done")).to_have_text("9.5 h of 15.5 h done")
        expect(tick(page, CROISSANTS)).to_be_checked()


@pytest.mark.parametrize(("name", "number"), SENT)
def test_a_link_opens_with_all_its_ticks(browser: Browser, url: str, name: str, number: int) -> None:
    """With plans in it (number 1) or without."""
    before = wanted(name)
    with next_day(browser, url) as reader:
        page = opened(reader, f"{PASTRY}#{SAVED[name]['links'][number]}")
        notice(page, "Progress from another device").get_by_role("button", name="Add it").click()
        expect(notice(page, "loaded")).to_be_visible()
        expect(notice(page, "loaded").locator("li")).to_have_count(0)
        after = held(page)
        assert (after["steps"], after["known"]) == (before["steps"], before["known"])
        assert {key: (path["variant"], path["start"], path["hours"], path["plan"]) for key, path in after["paths"].items()} == {
            key: (path["variant"], path["start"], path["hours"], path["plan"] and "site") for key, path in before["paths"].items()}


@pytest.mark.parametrize("name", [name for name in PAGES if "file" in SAVED[name]])
def test_a_file_opens_with_everything(browser: Browser, url: str, name: str) -> None:
    before = wanted(name)
    with next_day(browser, url) as reader:
        page = opened(reader, BAKER)
        bring(page, SAVED[name]["file"])
        report = notice(page, "loaded")
        expect(report).to_be_visible()
        expect(report.locator("li")).to_have_text(["1 piece could not be read and was left out."] if name == "six-digit-year" else [])
        assert held(page) == before


def test_three_paths_of_the_first_guide_are_read_sent_and_followed_under_the_ids_of_today(
    page: Page, real: Output, real_guide: Guide
) -> None:
    text, links = SAVED["first-guide"]["entries"][""], SAVED["first-guide"]["links"]
    before = json.loads(text)
    read, lost, *sent = run(page, """const { progress, lost } = m.parse(a);
        const sent = await Promise.all(b.map(async (link) => m.stringify((await m.decode(link)).progress)));
        return [m.stringify(progress), lost, ...sent];""", text, links)
    assert (json.loads(read), lost) == (before | {"version": 2}, [])
    light = before | {"version": 2, "paths": [[key, path | {"plan": "site"}] for key, path in before["paths"]]}
    assert [json.loads(one) for one in sent] == [light, light]
    blocks = [plan_data(real_guide, plan, "A path", key.url, key.variant, "Finish") for key, plan in real.plans.items()]
    followed = run(page, """const plans = b.map((block) => m.readPlan(block));
        const after = plans.reduce((made, plan) => m.migrate(made, plan), m.document(a));
        const found = m.parse(m.stringify(after));
        const here = plans.filter((plan) => plan.steps.some((step) => after.steps.has(step.key)));
        return [found.lost, m.stringify(found.progress), here.length];""", text, blocks)
    assert followed[0] == [] and followed[2] > 0
    now = json.loads(followed[1])
    assert dict(before["steps"]).items() <= dict(now["steps"]).items() and dict(before["known"]).items() <= dict(now["known"]).items()
    assert len(now["paths"]) == len(before["paths"])
    assert [path["plan"] for _, path in now["paths"] if not isinstance(path["plan"], dict)] == [], "every kept plan is still kept"


def test_the_home_page_goes_on_with_what_stands_in_the_place_of_a_step(browser: Browser, url: str) -> None:
    """A swap counts there as on the page of the path: in the step, its hours, and what is done of all."""
    other = {"key": "resource:croissants", "title": "Croissants", "act": "Fold the dough", "minutes": 90, "teaches": [[0, 1]]}
    steps = [{"key": "resource:kneading-video", "title": "A video", "minutes": 30, "teaches": [[0, 1]], "alternatives": [other]},
             {"key": "project:first-loaf", "title": "A loaf", "minutes": 60, "asks": [[0, 1]]}]
    plan = {"path": "home-cook/baker", "variant": "", "title": "A path", "url": BAKER, "hours_per_week": 4, "milestones": [["A loaf", 2]],
            "steps": steps, "skills": [["kneading", "Kneading", []]], "known": [], "gap": [[0, 1]], "granted": [], "above": []}
    at = "2026-11-23T08:00:00.000Z"
    document = {"version": 2, "steps": [["project:first-loaf", {"state": "done", "minutes": 0, "points": [], "at": at}]], "known": [],
                "paths": [["home-cook/baker", {"variant": "", "start": "", "hours": 0, "plan": plan, "at": at}]],
                "hide_times": False, "backup": {"at": "", "changes": 0}, "last": "home-cook/baker"}
    with next_day(browser, url) as reader:
        page = reader.go("about/")
        for to, step, done in (("", "A video", "1 h of 1.5 h done"), ("resource:croissants", "Fold the dough", "1 h of 2.5 h done")):
            text = json.dumps(document | {"swaps": [["resource:kneading-video", {"to": to, "at": at}]]})
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
            reader.go("")
            expect(page.locator('#fp-resume [data-fp="step"]')).to_have_text(step)
            expect(page.locator('#fp-resume [data-fp="done"]')).to_have_text(done)
