"""Following a path in a real browser, as a follower does for months: ticks, two tabs, two devices, a site that changes, a device that is full.

The pages are those of the tiny guide. Time stands at one day; nothing sleeps.
"""
from __future__ import annotations

import json
import os
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import compressobj

import icalendar
import pytest
import yaml
from accessible import faint, mute
from browsing import DESK, PHONE, Reader, base_path, reading, served
from conftest import CONTENT, TINY, SiteOf, tiny_tree, write_tree
from playwright.sync_api import Browser, Locator, Page, Route, expect

BASE = base_path(TINY)
KEY = f"fingerpost:flour:{BASE}:v1"
PASTRY, BAKER = "paths/home-cook/pastry-chef/", "paths/home-cook/baker/"
VIDEO, LOAF, CROISSANTS = "Kneading by hand", "A first loaf", "Croissants at home"
TODAY = "2026-11-24T09:00:00Z"


@pytest.fixture(scope="module")
def url(tiny_url: str) -> str:
    return tiny_url


@pytest.fixture(scope="module")
def later_site(tmp_path_factory: pytest.TempPathFactory, site_of: SiteOf) -> Path:
    """The tiny guide a year later: one resource has another name and is longer, one has parts, one is replaced by a new one."""
    tree = tiny_tree()
    film = tree.pop("resources/video/kneading-video.yml").decode().replace("hours: 1.5", "hours: 3")
    tree["resources/video/kneading-film.yml"] = f"{film}formerly: [kneading-video]\n".encode()
    tree["resources/tutorial/croissants.yml"] += b"""parts:
  - {id: fold, title: Folding, hours: 5, teaches: {lamination: 1}}
  - {id: bake, title: Baking, hours: 3, teaches: {lamination: 2}, requires: {lamination: 1}}
"""
    book = tree["resources/book/bread-book.yml"]
    tree["resources/book/new-bread-book.yml"] = book.replace(b"The bread book", b"The new bread book")
    tree["resources/book/bread-book.yml"] = book + b"retired: {on: 2026-11-01, reason: Out of print., replaced_by: new-bread-book}\n"
    return site_of(write_tree(tmp_path_factory.mktemp("later"), tree)) / "site"


@contextmanager
def _becoming(before: Path, after: Path, folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A site that changes under its readers: its address, and what makes it another."""
    live = folder / "live"
    live.symlink_to(before)

    def change() -> None:
        (folder / "next").symlink_to(after)
        os.replace(folder / "next", live)

    with served(live, BASE, {"Cache-Control": "no-store"}) as found:
        yield found, change


@pytest.fixture
def changing(tiny_site: Path, later_site: Path, tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A year goes by."""
    with _becoming(tiny_site / "site", later_site, tmp_path) as found:
        yield found


# A device that hands links to other programs, and takes them as they come. The one of the tests may have a sheet or none.
_SHARES = "navigator.share = ({ url }) => { window.shared = url; return Promise.resolve(); };"


@contextmanager
def follower(browser: Browser, root: str, **settings: Any) -> Iterator[Reader]:
    """A reader in Britain whose clock stands still, with a browser that tells when it was asked to keep things."""
    script = """(() => {
        window.asked = 0;
        if (navigator.storage) navigator.storage.persist = () => { window.asked += 1; return Promise.resolve(true); };
        window.print = () => { window.printed = (window.printed ?? 0) + 1; };
    })()"""
    with reading(browser, root, script, **{"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/London", **settings}) as reader:
        reader.page.context.clock.set_fixed_time(TODAY)
        yield reader


def opened(reader: Reader, path: str = PASTRY) -> Page:
    """A path's page with what its follower needs, which comes as soon as somebody is about to begin."""
    page = visited(reader, path)
    page.locator('[data-fp="begin"]').dispatch_event("pointerover")
    expect(page.locator(".fp-controls").first).to_be_attached()
    return page


def visited(reader: Reader, path: str = PASTRY) -> Page:
    """A path's page as it came."""
    page = reader.go(path)
    expect(page.locator("#fp-follow")).to_be_visible()
    return page


def tick(page: Page, title: str) -> Locator:
    """The box of a step."""
    return page.get_by_label(f"Done: {title}", exact=True)


def unfold(page: Page, title: str) -> Locator:
    """A step, opened if it is folded."""
    step = page.locator(".fp-step", has=page.get_by_label(f"Done: {title}", exact=True))
    if step.locator("details.fp-step__fold:not([open])").count():
        step.locator("summary.fp-step__head").click()
    return step


def state(page: Page, title: str) -> Locator:
    """The choice of a step's state, in the opened step."""
    unfold(page, title)
    return page.get_by_label(f"State of: {title}", exact=True)


def panel(page: Page, name: str) -> Locator:
    """Something in the panel by its name in the template."""
    return page.locator(f'#fp-follow [data-fp="{name}"]')


def fold(page: Page, words: str) -> None:
    """Opens a folded part of the panel."""
    page.locator("#fp-follow summary", has_text=words).click()


def notice(page: Page, words: str) -> Locator:
    """What the page has to say."""
    return page.locator(".fp-follow__notices .fp-notice", has_text=words)


def stored(page: Page) -> dict[str, Any] | None:
    """What the device keeps."""
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    return json.loads(text) if text else None


def states(page: Page) -> dict[str, str]:
    """What the device keeps of steps."""
    kept = stored(page)
    return {key: entry["state"] for key, entry in kept["steps"]} if kept else {}


def saved(page: Page, press: Callable[[], None]) -> str:
    """The text of the file that something offers."""
    with page.expect_download() as caught:
        press()
    return Path(caught.value.path()).read_text("utf-8")


def bring(page: Page, text: str | bytes, name: str = "progress.json") -> None:
    """Chooses a file to be brought in."""
    raw = text.encode() if isinstance(text, str) else text
    panel(page, "file").set_input_files({"name": name, "mimeType": "application/json", "buffer": raw})


class TestUntouched:
    def test_a_page_that_nobody_has_touched_has_one_button_and_stores_nothing(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            expect(panel(page, "begin")).to_have_text("Follow this path No account. Your ticks stay on this device.")
            assert page.locator("#fp-content .fp-button:not(.fp-button--quiet):visible").count() == 1
            assert page.locator(".fp-controls:visible, .fp-milestone__follow:visible, .fp-next, .fp-notice").count() == 0
            for path in ("", "paths/", "skills/kneading/"):
                reader.go(path)
                expect(page.locator("#fp-resume:visible")).to_have_count(0)
            assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('fingerpost')).length") == 0
            assert page.evaluate("window.asked") == 0

    def test_following_shows_the_panel_and_still_stores_nothing(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            expect(page.get_by_role("region", name="Your path").get_by_role("heading", name=f"1. {VIDEO}")).to_be_visible()
            expect(panel(page, "done")).to_have_text("0 h of 15.5 h done")
            expect(panel(page, "when")).to_have_text("This week, 24 Nov to 30 Nov")
            expect(panel(page, "now-spent")).to_have_text("1.5 h this week, then it is done.")
            expect(panel(page, "next-show")).to_have_text(f"Next to show: {LOAF}, by 7 Dec")
            expect(page.get_by_role("heading", name="Your path")).to_be_visible()
            expect(state(page, LOAF)).to_be_visible()
            assert stored(page) is None


NOT_LOADED = "This could not be loaded; you may be offline. Reload the page when online. Your ticks are safe."


def requests_of_followers(page: Page) -> list[str]:
    """What the page asks for that only a follower needs, as it asks."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]) if request.url.endswith(("page.mjs", "plan.json")) else None)
    return asked


class TestVisitor:
    """What a follower needs comes when it is used, and then does what was asked for before it was there."""

    @pytest.mark.parametrize("use", ["button", "tick", "budget", "link", "another tab"])
    def test_what_is_used_first_is_done(self, browser: Browser, url: str, use: str) -> None:
        with follower(browser, url) as reader:
            asked = requests_of_followers(reader.page)
            page = visited(reader)
            page.get_by_role("button", name="Open all").click()
            page.locator('a[href="#step-2"]').first.dispatch_event("click")
            assert asked == []
            if use == "button":
                page.get_by_role("button", name="Follow this path").click()
                expect(panel(page, "done")).to_have_text("0 h of 15.5 h done")
                assert stored(page) is None
            elif use == "budget":
                page.get_by_label("Weeks you have").fill("2")
                page.get_by_label("Weeks you have").press("Enter")
                expect(page.locator(".fp-budget [role=status]")).to_have_text(
                    "In 2 weeks at 4 h a week: the first stage and 6% of stage 2. Work to show: A first loaf.")
                assert stored(page) is None and "?" not in page.url
            elif use == "link":
                page.evaluate("location.hash = '#p=1.cut'")
                expect(notice(page, "The link is incomplete or was changed.")).to_be_visible()
            else:
                if use == "tick":
                    tick(page, LOAF).check()
                else:
                    other = page.context.new_page()
                    other.goto(url + PASTRY)
                    tick(other, LOAF).check()
                    expect(panel(other, "done")).to_have_text("6 h of 15.5 h done")
                expect(panel(page, "done")).to_have_text("6 h of 15.5 h done")
                expect(tick(page, LOAF)).to_be_checked()
                assert states(page) == {"project:first-loaf": "done"}
            assert asked == ["page.mjs", "plan.json"]

    def test_ticks_while_it_is_on_its_way_all_count(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            held: list[Route] = []
            reader.page.route("**/plan.json", lambda route: held.append(route))
            page = visited(reader)
            with page.expect_request("**/plan.json"):
                tick(page, VIDEO).check()
            tick(page, LOAF).check()
            tick(page, CROISSANTS).check()
            tick(page, LOAF).uncheck()
            held.pop().continue_()
            expect(panel(page, "done")).to_have_text("9.5 h of 15.5 h done")
            assert states(page) == {"resource:kneading-video": "done", "project:first-loaf": "todo", "resource:croissants": "done"}

    @pytest.mark.parametrize("file", ["page.mjs", "plan.json"])
    def test_what_does_not_come_is_said_and_nothing_looks_done(self, browser: Browser, url: str, file: str) -> None:
        with follower(browser, url) as reader:
            reader.page.route(f"**/follow/{file}" if file == "page.mjs" else f"**/{file}", lambda route: route.abort("internetdisconnected"))
            page = visited(reader)
            tick(page, VIDEO).click()
            expect(notice(page, NOT_LOADED)).to_be_visible()
            expect(tick(page, VIDEO)).not_to_be_checked()
            with page.expect_event("pageerror"):
                page.get_by_role("button", name="Follow this path").click()
            expect(notice(page, NOT_LOADED)).to_have_count(1)
            assert stored(page) is None and any(f"failed: {url}" in fault and file in fault for fault in reader.faults)
            reader.faults.clear()

    def test_what_is_kept_opens_without_the_data_of_today(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            page.route("**/plan.json", lambda route: route.abort("internetdisconnected"))
            visited(reader)
            expect(panel(page, "done")).to_have_text("1.5 h of 15.5 h done")
            tick(page, LOAF).check()
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")
            expect(page.locator(".fp-notice")).to_have_count(0)
            visited(reader, BAKER)
            expect(notice(page, NOT_LOADED)).to_be_visible()
            reader.faults.clear()


class TestTicks:
    def test_a_tick_counts_in_hours_is_said_and_stays(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            expect(panel(page, "status")).to_have_text(f"Done: {VIDEO}. 1.5 h of 15.5 h done.")
            expect(panel(page, "now")).to_have_text(f"2. {LOAF}")
            assert page.evaluate("window.asked") == 1
            tick(page, LOAF).check()
            assert page.evaluate("window.asked") == 1
            page.reload()
            expect(tick(page, VIDEO)).to_be_checked()
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")
            assert panel(page, "bar").evaluate("bar => [bar.value, bar.max]") == [450, 930]
            lines = page.locator(".fp-milestone__done")
            expect(lines).to_have_text(["7.5 h of 7.5 h done", "0 h of 8 h done"])
            tick(page, LOAF).uncheck()
            expect(panel(page, "done")).to_have_text("1.5 h of 15.5 h done")
            assert states(page) == {"resource:kneading-video": "done", "project:first-loaf": "todo"}

    def test_a_step_that_serves_several_paths_is_done_in_all(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, LOAF).check()
            opened(reader, BAKER)
            expect(tick(page, LOAF)).to_be_checked()
            expect(panel(page, "begin")).to_be_visible()

    def test_hours_of_a_step_that_is_begun_come_first_in_the_week(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            state(page, CROISSANTS).select_option("Doing")
            hours = page.get_by_label(f"Hours done of: {CROISSANTS}", exact=True)
            hours.fill("5.5")
            hours.press("Enter")
            hours.blur()
            expect(panel(page, "done")).to_have_text("5.5 h of 15.5 h done")
            expect(panel(page, "now")).to_have_text(f"3. {CROISSANTS}")
            expect(panel(page, "now-spent")).to_have_text("5.5 h of 8 h done. 2.5 h this week, then it is done.")
            expect(page.locator(".fp-week__list li")).to_have_text([f"1{VIDEO}1.5 h"])
            hours.fill("99")
            hours.blur()
            expect(hours).to_have_value("8")

    def test_what_skipping_leaves_open_is_said(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            state(page, VIDEO).select_option("Skipped")
            expect(notice(page, "You skipped what teaches Kneading (aware). Later steps build on it.")).to_be_visible()
            expect(panel(page, "now")).to_have_text(f"2. {LOAF}")
            state(page, VIDEO).select_option("To do")
            expect(page.locator(".fp-notice")).to_have_count(0)

    def test_a_whole_milestone_can_be_ticked_and_taken_back(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            state(page, VIDEO).select_option("Doing")
            page.get_by_label(f"Hours done of: {VIDEO}", exact=True).fill("1")
            page.get_by_label(f"Hours done of: {VIDEO}", exact=True).blur()
            whole = page.get_by_label(f"All done: {LOAF}", exact=True)
            whole.check()
            expect(tick(page, VIDEO)).to_be_checked()
            expect(tick(page, LOAF)).to_be_checked()
            expect(tick(page, CROISSANTS)).not_to_be_checked()
            expect(panel(page, "status")).to_have_text(f"{LOAF} is marked as done.")
            page.get_by_role("button", name="Undo").click()
            expect(state(page, VIDEO)).to_have_value("doing")
            expect(page.get_by_label(f"Hours done of: {VIDEO}", exact=True)).to_have_value("1")
            expect(tick(page, LOAF)).not_to_be_checked()
            expect(whole).to_be_focused()

    def test_points_of_a_project_are_ticked_one_by_one(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            unfold(page, LOAF)
            page.get_by_label("Somebody asks for more.").check()
            page.reload()
            unfold(page, LOAF)
            expect(page.get_by_label("Somebody asks for more.")).to_be_checked()
            expect(page.get_by_label("The crumb springs back.")).not_to_be_checked()
            expect(tick(page, LOAF)).not_to_be_checked()

    def test_a_finished_path_shows_what_was_built(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            for title in (VIDEO, LOAF):
                tick(page, title).check()
            expect(panel(page, "built")).to_be_hidden()
            tick(page, CROISSANTS).check()
            expect(page.get_by_label("Lines for a CV")).to_have_value("- Baked for friends")
            expect(panel(page, "week-free")).to_have_text("You have reached the end of this path.")
            expect(panel(page, "now-box")).to_be_hidden()
            expect(page.locator(".fp-next")).to_have_count(0)

    def test_one_can_stop_and_ticks_stay(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "Back up or move")
            page.get_by_role("button", name="Stop following this path").click()
            expect(panel(page, "begin")).to_be_visible()
            expect(page.get_by_role("button", name="Follow this path")).to_be_focused()
            expect(tick(page, VIDEO)).to_be_checked()
            reader.go("")
            expect(page.locator("#fp-resume")).to_be_hidden()


class TestKnown:
    def test_what_is_known_on_a_step_takes_away_what_nothing_left_needs_and_says_why(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            step = unfold(page, VIDEO)
            step.locator("summary", has_text="I already know this").click()
            step.get_by_label("Kneading (working)").check()
            expect(step.locator(".fp-step__gone")).to_have_text("Not needed: you know Kneading (aware).")
            expect(panel(page, "done")).to_have_text("0 h of 14 h done")
            expect(panel(page, "now")).to_have_text(f"2. {LOAF}")
            expect(panel(page, "status")).to_contain_text("Noted: Kneading, working.")
            step.get_by_label("Kneading (working)").uncheck()
            expect(step.locator(".fp-step__gone")).to_be_hidden()
            expect(panel(page, "done")).to_have_text("0 h of 15.5 h done")

    def test_what_is_done_or_begun_is_never_taken_away(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            state(page, CROISSANTS).select_option("Doing")
            fold(page, "What I already know")
            for skill in ("Kneading", "Lamination"):
                page.locator(".fp-choice", has_text=skill).locator("select").select_option("deep")
            expect(page.locator(".fp-step__gone:visible")).to_have_count(0)
            expect(page.locator('.fp-step[data-state="done"]')).to_have_count(1)
            expect(page.locator('.fp-step[data-state="doing"]')).to_have_count(1)

    def test_a_tick_on_the_page_of_a_skill_reaches_the_path(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = reader.go("skills/lamination/")
            form = page.get_by_role("group", name="Do you know this?")
            assert form.get_by_role("radio", checked=True).count() == 0
            form.get_by_label("working").check()
            expect(page.locator("#fp-know [role=status]")).to_have_text("Noted: Lamination, working.")
            opened(reader)
            # Who knows lamination knows what it rests on.
            expect(page.locator(".fp-step__gone:visible")).to_have_text(
                ["Not needed: you know Kneading (aware).", "Not needed: you know Lamination (working)."])
            page.go_back()
            expect(page.get_by_label("working")).to_be_checked()

    @pytest.mark.parametrize("answer", ["Skip those steps", "No"])
    def test_answers_of_a_decision_are_offered_once(self, browser: Browser, url: str, answer: str) -> None:
        with follower(browser, url) as reader:
            page = visited(reader, PASTRY + "?know=lamination:2,kneading:1")
            offer = notice(page, "Your answers say you know: Lamination (working) and Kneading (aware).")
            expect(offer).to_be_visible()
            assert stored(page) is None
            offer.get_by_role("button", name=answer, exact=True).click()
            expect(offer).to_have_count(0)
            reader.at(PASTRY)
            expect(page.locator(".fp-step__gone:visible")).to_have_count(2 if answer == "Skip those steps" else 0)

    HOSTILE = (
        "<img src=x onerror=window.hit=1>:1", "kneading:4", "kneading:0", "kneading:-1", "kneading:1e9",
        "__proto__:1,constructor:2,toString:3", "kneading", ":1", ",,,", "kneading:1:2", "x" * 6000, "kneading:1%00", "../../kneading:1",
        "KNEADING:2", "%E2%80%AEkneading:1", "[object Object]:1",
    )

    def test_hostile_offers_are_left_alone(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            for query in self.HOSTILE:
                page = opened(reader, f"{PASTRY}?know={quote(query, safe='%')}")
                expect(panel(page, "begin")).to_be_visible()
                assert page.locator(".fp-notice").count() == 0, query
                assert page.evaluate("window.hit ?? null") is None
            opened(reader, f"{PASTRY}?know={quote(','.join([*self.HOSTILE[:5], 'kneading:2']))}")
            expect(notice(page, "Your answers say you know: Kneading (working).")).to_be_visible()


class TestWeeks:
    def test_hours_and_a_first_day_give_weeks_and_dates(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            expect(panel(page, "weeks")).to_have_text("about 3 to 5 weeks left")
            expect(panel(page, "now-spent")).to_have_text("4 h this week.")
            expect(page.locator(".fp-week__list li")).to_have_count(0)
            fold(page, "My pace")
            page.get_by_label("Hours a week").fill("7")
            page.get_by_label("Hours a week").blur()
            expect(panel(page, "weeks")).to_have_text("about 2 to 3 weeks left")
            expect(panel(page, "now-spent")).to_have_text("6 h this week, then it is done.")
            expect(page.locator(".fp-week__list li")).to_have_text([f"3{CROISSANTS}1 h of 8 h"])
            page.get_by_label("Start date").fill("2027-01-04")
            page.get_by_label("Start date").blur()
            expect(page.locator(".fp-milestone__dates")).to_have_text(["between 10 Jan 2027 and 17 Jan 2027", "between 17 Jan 2027 and 24 Jan 2027"])
            # Weeks later nothing is late: what is left begins today.
            page.context.clock.set_fixed_time("2027-03-01T09:00:00Z")
            page.reload()
            expect(page.locator(".fp-milestone__dates")).to_have_text(["between 7 Mar and 14 Mar", "between 14 Mar and 21 Mar"])
            expect(page.locator(".fp-notice")).to_have_count(0)

    def test_a_year_with_a_digit_too_many_changes_nothing_and_loses_nothing(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "My pace")
            day = page.get_by_label("Start date")
            day.fill("2027-01-04")
            day.press("Tab")
            # As keys are pressed: day, month, and a year with a digit too many.
            day.focus()
            page.keyboard.type("28112026")
            page.keyboard.type("6")
            page.keyboard.press("Tab")
            kept = stored(page)
            assert kept is not None and re.fullmatch(r"20\d\d-\d\d-\d\d", kept["paths"][0][1]["start"])
            before = kept["paths"][0][1]["start"]
            for wrong in ("20266-11-28", "0002-11-28"):
                day.fill(wrong)
                day.blur()
                expect(notice(page, '"Start date" takes 1 Jan 2000 to 31 Dec 2099. The previous value stays.')).to_be_visible()
                expect(day).to_have_value(before)
                assert stored(page) == kept
            hours = page.get_by_label("Hours a week")
            hours.fill("200")
            hours.blur()
            expect(notice(page, '"Hours a week" takes 1 to 80. The previous value stays.')).to_be_visible()
            expect(hours).to_have_value("4")
            day.fill("2027-01-05")
            day.blur()
            expect(notice(page, "Start date")).to_have_count(0)
            page.reload()
            expect(tick(page, VIDEO)).to_be_checked()
            expect(panel(page, "done")).to_have_text("1.5 h of 15.5 h done")
            expect(notice(page, "cannot be read")).to_have_count(0)
            fold(page, "My pace")
            expect(page.get_by_label("Start date")).to_have_value("2027-01-05")

    def test_times_can_be_hidden(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "My pace")
            page.get_by_label("Hide hours and dates").check()
            expect(panel(page, "done")).to_have_text("1 of 3 steps done")
            page.reload()
            expect(panel(page, "done")).to_have_text("1 of 3 steps done")
            shown = page.locator("#fp-content").inner_text().split("How these steps were chosen")[0]
            assert re.findall(r"\d+(?:\.\d+)? h\b|\d+ min\b|weeks? left|\b(?:Nov|Dec|Jan)\b", shown) == []

    def test_the_calendar_is_read_by_a_calendar(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "My pace")
            text = saved(page, page.get_by_role("button", name="Download calendar").click)
            assert "\r\n" in text or text.count("\n") > 10
            found = icalendar.Calendar.from_ical(text)
            events = {str(event["SUMMARY"]): event for event in found.walk("VEVENT")}
            assert list(events) == [
                f"Stage: {LOAF}", "Stage: Finish", f"Week 1: {LOAF}", f"Week 2: {LOAF} and {CROISSANTS}", f"Week 3: {CROISSANTS}",
                f"Week 4: {CROISSANTS}"]
            first = events[f"Week 1: {LOAF}"]
            assert (first["DTSTART"].dt, str(first["DESCRIPTION"])) == (date(2026, 11, 24), f"{LOAF} (4 h)\n{url}projects/first-loaf/")
            assert all(str(event["URL"]) == f"{url}{PASTRY}" for event in events.values())


class TestCard:
    def test_the_card_leads_on_and_what_is_done_is_folded(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            folds = page.locator("details.fp-step__fold")
            assert folds.evaluate_all("folds => folds.map(fold => fold.open)") == [True, False, False]
            page.get_by_role("button", name="Follow this path").click()
            expect(panel(page, "now")).to_have_text(f"1. {VIDEO}")
            expect(panel(page, "now-open")).to_have_attribute("href", "https://example.org/kneading")
            expect(page.locator(".fp-facts--path, .fp-budget").first).to_be_hidden()
            panel(page, "now-done").click()
            expect(panel(page, "now")).to_have_text(f"2. {LOAF}")
            expect(panel(page, "now-open")).to_have_attribute("href", re.compile(r"/projects/first-loaf/$"))
            assert folds.evaluate_all("folds => folds.map(fold => fold.open)") == [False, True, False]
            expect(page.locator(".fp-step__week")).to_have_text(["", "by 7 Dec", "by 21 Dec"])
            panel(page, "about").click()
            expect(page.locator(".fp-facts--path")).to_be_visible()
            panel(page, "about").click()
            expect(page.locator(".fp-facts--path")).to_be_hidden()

    def test_a_week_that_is_too_much_moves_on_with_all_that_follows(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Follow this path").click()
            later = page.get_by_role("button", name="Too much this week? Move it on")
            expect(panel(page, "when")).to_have_text("This week, 24 Nov to 30 Nov")
            expect(page.locator(".fp-step__week")).to_have_text(["by 30 Nov", "by 7 Dec", "by 21 Dec"])
            later.click()
            expect(panel(page, "when")).to_have_text("Your next week, 1 Dec to 7 Dec")
            expect(panel(page, "status")).to_have_text("You continue on 1 Dec; later dates have moved too.")
            expect(page.locator(".fp-step__week")).to_have_text(["by 7 Dec", "by 14 Dec", "by 28 Dec"])
            later.click()
            page.reload()
            expect(panel(page, "when")).to_have_text("Your next week, 8 Dec to 14 Dec")
            page.get_by_text("My pace").click()
            page.get_by_label("Hide hours and dates").check()
            expect(later).to_be_hidden()

    def test_a_link_to_a_step_opens_it(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader, PASTRY + "#step-2")
            expect(page.get_by_text("Somebody asks for more.")).to_be_visible()
            page.locator('#step-1 a[href="#step-3"], #step-2 a[href="#step-1"]').first.click()
            expect(page.locator("#step-1 .fp-open")).to_be_visible()

    def test_all_steps_are_opened_and_folded_at_once(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_role("button", name="Open all").click()
            assert page.locator(".fp-step__body:visible").count() == 3
            page.get_by_role("button", name="Close all").click()
            assert page.locator(".fp-step__body:visible").count() == 0

    def test_the_road_shows_where_one_is_and_what_was_shown(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            road = page.locator("#fp-road > svg:visible")
            expect(road.locator(".fp-road__here")).to_be_hidden()
            for title in (VIDEO, LOAF):
                tick(page, title).check()
            expect(road.locator(".fp-road__here")).to_be_visible()
            bar, strip = (road.locator(name).evaluate_all("all => all.reduce((sum, each) => sum + each.getBoundingClientRect().width, 0)")
                          for name in (".fp-road__stage", ".fp-road__done"))
            assert abs(strip / bar - 7.5 / 15.5) < 0.01
            expect(road.locator(".fp-road__flag--shown")).to_have_count(1)
            expect(page.get_by_role("heading", name="Your path")).to_be_visible()

    def test_the_map_of_skills_follows_the_ticks(self, browser: Browser, url: str) -> None:
        """What is done is had; who leaves the path sees what it was before."""
        with follower(browser, url) as reader:
            page = opened(reader, BAKER)
            figure = page.locator("#fp-map")
            came = figure.inner_html()
            keys = figure.locator("[data-look]:visible")
            expect(keys).to_have_text(["you have it", "this path adds it"][-keys.count():])
            looks = "(boxes) => Object.fromEntries(boxes.map((box) => [box.dataset.skill, box.getAttribute('class').split('--')[1]]))"
            panel(page, "follow").click()
            before = figure.locator("[data-skill]").evaluate_all(looks)
            assert "gap" in before.values()
            for box in page.locator(".fp-tick input").all():
                box.check()
            expect(figure.locator("figcaption > p").first).to_have_text("You have every skill that is asked for.")
            assert set(figure.locator("[data-skill]").evaluate_all(looks).values()) == {"mine"}
            expect(keys).to_have_text(["you have it"])
            expect(figure.get_by_role("img")).to_have_attribute("aria-label", "You have every skill that is asked for.")
            for box in page.locator(".fp-tick input").all():
                box.uncheck()
            expect(figure.locator("figcaption > p").first).to_have_text(re.compile(r"^You have [01] of the 2 skills asked for\. Left: [12]\.$"))
            assert figure.locator("[data-skill]").evaluate_all(looks) == before
            fold(page, "Back up or move")
            panel(page, "leave").click()
            assert figure.inner_html() == came

    def test_how_long_a_step_took_is_kept_and_said(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            step = unfold(page, VIDEO)
            step.locator("summary", has_text="My hours were different").click()
            step.get_by_label(f"Hours it took: {VIDEO}").fill("2.5")
            step.get_by_label(f"Hours it took: {VIDEO}").blur()
            expect(step.locator(".fp-step__week")).to_have_text("took me 2.5 h")
            link = step.get_by_role("link", name="Report your hours")
            expect(link).to_have_attribute("href", re.compile(r"^https://example\.org/flour/source/issues/new\?title=.*kneading-video"))
            page.reload()
            expect(page.locator("#step-1 .fp-step__week")).to_have_text("took me 2.5 h")

    def test_what_fits_into_a_time_is_said_for_any_time(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.get_by_label("Weeks you have").fill("2")
            page.get_by_role("button", name="Show what fits").click()
            says = page.locator(".fp-budget [role=status]")
            expect(says).to_have_text("In 2 weeks at 4 h a week: the first stage and 6% of stage 2. Work to show: A first loaf.")
            page.get_by_label("Hours each week").fill("1")
            page.get_by_role("button", name="Show what fits").click()
            expect(says).to_have_text("In 2 weeks at 1 h a week: 26% of stage 1. Not finished by then: A first loaf.")


class TestSwaps:
    # Another film of the same.
    FILM = (b"title: Another film\nurl: https://example.org/film\nprovider: Dough Channel\nkind: video\ncost: free\nhours: 3\n"
            b"teaches: {kneading: 2}\n")

    def test_another_step_can_be_taken_and_given_back(self, browser: Browser, tmp_path: Path, site_of: SiteOf) -> None:
        content = write_tree(tmp_path, tiny_tree() | {"resources/video/another-film.yml": self.FILM})
        with served(site_of(content) / "site", BASE) as url, follower(browser, url) as reader:
            page = opened(reader)
            expect(page.locator("#step-1 .fp-step__facts")).to_contain_text("Another film (+1.5 h)")
            page.get_by_role("button", name="Follow this path").click()
            page.locator("#step-1 summary", has_text="Swap for another").click()
            page.get_by_role("button", name="Another film (+1.5 h)").click()
            expect(panel(page, "now")).to_have_text("1. Another film")
            expect(panel(page, "done")).to_have_text("0 h of 17 h done")
            page.reload()
            expect(panel(page, "now")).to_have_text("1. Another film")
            page.locator("#step-1 summary", has_text="Swap for another").click()
            page.get_by_role("button", name=f"{VIDEO} (-1.5 h)").click()
            expect(panel(page, "now")).to_have_text(f"1. {VIDEO}")
            expect(panel(page, "done")).to_have_text("0 h of 15.5 h done")


class TestTabs:
    def test_two_tabs_stay_in_step(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            one = opened(reader)
            other = one.context.new_page()
            other.goto(url + PASTRY)
            expect(other.locator("#fp-follow")).to_be_visible()
            tick(one, VIDEO).check()
            expect(tick(other, VIDEO)).to_be_checked()
            expect(panel(other, "done")).to_have_text("1.5 h of 15.5 h done")
            tick(other, LOAF).check()
            expect(panel(one, "done")).to_have_text("7.5 h of 15.5 h done")
            expect(panel(one, "now")).to_have_text(f"3. {CROISSANTS}")
            other.goto(url)
            expect(other.locator("#fp-resume")).to_contain_text("7.5 h of 15.5 h done")
            tick(one, CROISSANTS).check()
            expect(other.locator("#fp-resume")).to_contain_text("15.5 h of 15.5 h done")

    def test_what_another_tab_wrote_unheard_is_not_lost(self, browser: Browser, url: str) -> None:
        """A tab that slept missed the message; it reads again before it writes."""
        with follower(browser, url) as reader:
            one = opened(reader)
            tick(one, VIDEO).check()
            one.evaluate("addEventListener('storage', (event) => event.stopImmediatePropagation(), true)")
            kept = stored(one)
            assert kept is not None
            kept["steps"].append(["resource:croissants", {"state": "done", "minutes": 0, "points": [], "at": "2026-11-24T08:00:00.000Z"}])
            one.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(kept)])
            tick(one, LOAF).check()
            assert set(states(one).values()) == {"done"} and len(states(one)) == 3
            expect(tick(one, CROISSANTS)).to_be_checked()


class TestContinue:
    def test_home_and_the_list_of_paths_lead_to_the_next_step(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            for path in ("", "paths/"):
                reader.go(path)
                box = page.get_by_role("complementary", name="Continue where you left off")
                expect(box).to_contain_text("1.5 h of 15.5 h done")
                expect(box.get_by_role("link", name="Home cook to Pastry chef")).to_have_attribute("href", f"{BASE}{PASTRY}")
                box.get_by_role("link", name=LOAF).click()
                reader.at(f"{PASTRY}#step-2")

    def test_of_several_paths_the_one_that_was_followed_last_is_offered(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = reader.page
            offered = page.locator("#fp-resume").get_by_role("link").first
            for path, now in ((PASTRY, "2026-11-24T09:00:00Z"), (BAKER, "2026-11-25T09:00:00Z")):
                page.context.clock.set_fixed_time(now)
                tick(opened(reader, path), LOAF).click()
                reader.go("")
                expect(offered).to_have_attribute("href", f"{BASE}{path}")
            tick(opened(reader, PASTRY), VIDEO).check()
            reader.go("")
            expect(offered).to_have_attribute("href", f"{BASE}{PASTRY}")
            # As on a device that was brought all of it: nothing was ticked here.
            page.evaluate("key => localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), last: '' }))", KEY)
            reader.go("paths/")
            expect(offered).to_have_attribute("href", f"{BASE}{BAKER}")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, site_of: SiteOf) -> Path:
    """The tiny guide with changes from before and after the reader began."""
    tree = tiny_tree()
    tree["guide.yml"] += b"""changes:
  - {on: 2026-11-20, what: "[Kneading by hand](resource:kneading-video) is back."}
  - {on: 2026-11-26, what: "[Croissants at home](resource:croissants) has a new first chapter."}
  - {on: 2026-11-27, what: "[A book on bread](resource:bread-book) is out again."}
"""
    tree["projects/first-loaf.yml"] += b"corrected: [{on: 2026-11-28, was: It took a day., why: It takes six hours.}]\n"
    return site_of(write_tree(tmp_path_factory.mktemp("told"), tree)) / "site"


@pytest.fixture
def coming_back(tiny_site: Path, told: Path, tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    with _becoming(tiny_site / "site", told, tmp_path) as found:
        yield found


class TestNews:
    @pytest.mark.parametrize("begins", ["", PASTRY])
    def test_who_comes_back_is_told_what_changed_on_the_path_until_it_is_read(
        self, browser: Browser, coming_back: tuple[str, Callable[[], None]], begins: str,
    ) -> None:
        url, change = coming_back
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            change()
            page.context.clock.set_fixed_time("2026-12-05T09:00:00Z")
            for path in (begins, "paths/", PASTRY):
                reader.go(path)
                news = page.get_by_role("region", name="Since you were here")
                expect(news.get_by_role("listitem")).to_have_text(
                    [re.compile("A first loaf.*It took a day.*It takes six hours"), "Croissants at home has a new first chapter."])
            expect(news.get_by_role("link", name="A first loaf")).to_have_attribute("href", f"{BASE}projects/first-loaf/")
            reader.go(begins)
            before = stored(page)
            news.get_by_role("button", name="Mark as read").click()
            expect(news).to_be_hidden()
            expect(page.locator("#fp-follow" if begins else "#fp-content")).to_be_focused()
            after = stored(page)
            assert before and after and (before["steps"], before["backup"]) == (after["steps"], after["backup"])
            assert after["paths"][0][1]["at"] == before["paths"][0][1]["at"] and len(after["paths"][0][1]["seen"]) == 4
            for path in ("", PASTRY):
                reader.go(path)
                expect(page.locator("#fp-resume, [data-fp=panel]")).to_be_visible()
                expect(page.locator("#fp-news")).to_be_hidden()

    def test_who_begins_has_missed_nothing_and_who_only_reads_asks_for_nothing(
        self, browser: Browser, coming_back: tuple[str, Callable[[], None]],
    ) -> None:
        url, change = coming_back
        change()
        with follower(browser, url) as reader:
            asked: list[str] = []
            reader.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
            for path in ("", "paths/", PASTRY):
                page = reader.go(path)
                page.wait_for_load_state("networkidle")
                expect(page.locator("#fp-news")).to_be_hidden()
            assert not {"news.mjs", "news.json"} & set(asked)
            page.context.clock.set_fixed_time("2026-12-05T09:00:00Z")
            tick(opened(reader), VIDEO).check()
            expect(panel(page, "panel")).to_be_visible()
            for path in (PASTRY, ""):
                reader.go(path)
                expect(page.locator("#fp-resume, [data-fp=panel]")).to_be_visible()
                expect(page.locator("#fp-news")).to_be_hidden()
            assert {"news.mjs", "news.json"} <= set(asked)

    @pytest.mark.parametrize("text", ["", "[", '[{"id": 1}]', '{"a": 1}', "[null]"])
    def test_news_that_cannot_be_read_are_none(
        self, browser: Browser, coming_back: tuple[str, Callable[[], None]], text: str,
    ) -> None:
        url, change = coming_back
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            change()
            page.route("**/news.json", lambda route: route.fulfill(body=text, content_type="application/json"))
            for path in (PASTRY, ""):
                reader.go(path)
                expect(page.locator("#fp-resume, [data-fp=panel]")).to_be_visible()
                expect(page.locator("#fp-news")).to_be_hidden()

    def test_where_their_code_does_not_come_the_rest_is_there(self, browser: Browser, coming_back: tuple[str, Callable[[], None]]) -> None:
        url, _ = coming_back
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            page.route("**/news.mjs", lambda route: route.abort())
            for path in (PASTRY, ""):
                reader.go(path)
                expect(page.locator("#fp-resume, [data-fp=panel]")).to_be_visible()
            reader.faults[:] = [fault for fault in reader.faults if "failed: " not in fault and "Failed to load" not in fault]


class TestCarry:
    def test_a_file_brings_everything_back(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            unfold(page, LOAF)
            page.get_by_label("Somebody asks for more.").check()
            fold(page, "What I already know")
            page.locator(".fp-choice", has_text="Lamination").locator("select").select_option("aware")
            fold(page, "Back up or move")
            expect(panel(page, "backup")).to_have_text("Never saved to a file. 4 changes are on this device only.")
            text = saved(page, page.get_by_role("button", name="Save to a file").click)
            expect(panel(page, "backup")).to_have_text("Last saved to a file: 24 Nov.")
            before = stored(page)
            page.get_by_role("button", name="Delete everything on this device").click()
            page.get_by_role("button", name="Delete it all").click()
            expect(tick(page, VIDEO)).not_to_be_checked()
            assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('fingerpost')).length") == 0
            bring(page, text)
            expect(notice(page, "4 entries loaded.")).to_be_visible()
            expect(tick(page, VIDEO)).to_be_checked()
            after = stored(page)
            assert before is not None and after is not None
            for name in ("steps", "known", "paths", "last"):
                assert after[name] == before[name], name
            expect(page.get_by_label("Somebody asks for more.")).to_be_checked()

    BAD = {
        "no json": ("{", "Not a progress file, or damaged."),
        "another file": ('{"name": "x"}', "Not a progress file for this guide."),
        "a later version": ('{"version": 3}', "Saved by a newer version of this guide. Reload and try again."),
        "a wrong field": (
            '{"version":1,"steps":[["resource:x",{"state":"<b>","minutes":0,"points":[],"at":"2026-11-24T08:00:00.000Z"}]],"known":[],"paths":[],'
            '"hide_times":false,"backup":{"at":"","changes":0},"last":""}', "Part of it is invalid: steps[0]."),
        "too much": ("[" * 2_100_000, "Too large to be progress in this guide."),
        "no text": (bytes(range(256)), "Not a progress file, or damaged."),
        "deep": ("[" * 100_000 + "]" * 100_000, "Not a progress file for this guide."),
    }

    @pytest.mark.parametrize("name", BAD)
    def test_a_bad_file_is_refused_and_changes_nothing(self, browser: Browser, url: str, name: str) -> None:
        text, why = self.BAD[name]
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            before = stored(page)
            bring(page, text)
            refusal = notice(page, f"Nothing changed. {why}")
            expect(refusal).to_be_visible()
            assert stored(page) == before
            refusal.get_by_role("button", name="Close").click()
            expect(page.locator(".fp-notice")).to_have_count(0)

    def test_a_link_brings_progress_to_a_device_that_has_other_ticks(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            state(page, LOAF).select_option("Skipped")
            fold(page, "Back up or move")
            page.get_by_role("button", name="Link for another device").click()
            field = page.get_by_label("Transfer link")
            expect(field).to_have_value(re.compile(rf"^{re.escape(url + PASTRY)}#p=1\.[A-Za-z0-9_-]+$"))
            expect(page.get_by_role("button", name="Share")).to_be_hidden()
            link = field.input_value()
        with follower(browser, url, viewport=PHONE) as reader:
            page = opened(reader)
            page.context.clock.set_fixed_time("2026-11-25T09:00:00Z")
            tick(page, LOAF).check()
            tick(page, CROISSANTS).check()
            reader.page.goto(link)
            offer = notice(page, "Progress from another device: 2 steps. Nothing is lost; where both differ, the newer wins.")
            expect(offer).to_be_visible()
            reader.at(PASTRY)
            assert states(page) == {"project:first-loaf": "done", "resource:croissants": "done"}
            offer.get_by_role("button", name="Add it").click()
            expect(tick(page, VIDEO)).to_be_checked()
            report = notice(page, "1 entry loaded.")
            expect(report.locator("li")).to_have_text([f"{LOAF}: Done, not Skipped"])
            assert states(page) == {"resource:kneading-video": "done", "project:first-loaf": "done", "resource:croissants": "done"}

    def test_a_link_is_handed_to_the_device_where_it_shares_and_copied_everywhere(self, browser: Browser, url: str) -> None:
        with follower(browser, url, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]) as reader:
            reader.page.add_init_script(_SHARES)
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "Back up or move")
            page.get_by_role("button", name="Link for another device").click()
            link = page.get_by_label("Transfer link")
            expect(link).not_to_have_value("")
            page.get_by_role("button", name="Share", exact=True).click()
            assert page.evaluate("window.shared") == link.input_value()
            page.locator('[data-fp="link-copy"]').click()
            expect(panel(page, "status")).to_have_text("Copied.")
            assert page.evaluate("navigator.clipboard.readText()") == link.input_value()

    def test_a_link_in_the_tab_that_is_open_is_offered_too_and_can_be_declined(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            before = stored(page)
            done = {"state": "done", "minutes": 0, "points": [], "at": "2026-11-24T08:00:00.000Z"}
            text = json.dumps({
                "version": 1, "steps": [["resource:croissants", done]], "known": [], "paths": [], "hide_times": False,
                "backup": {"at": "", "changes": 0}, "last": ""})
            page.evaluate("hash => { location.hash = hash; }", f"p=0.{urlsafe_b64encode(text.encode()).decode().rstrip('=')}")
            notice(page, "1 step.").get_by_role("button", name="No", exact=True).click()
            expect(page.locator(".fp-notice")).to_have_count(0)
            assert stored(page) == before

    def _link(self, document: Any) -> str:
        return f"p=0.{urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip('=')}"

    def test_a_link_brings_ticks_and_no_words(self, browser: Browser, url: str) -> None:
        """A stranger's plan in a link would stand on the home page as the site's own words."""
        words = "SECURITY NOTICE: this site has moved to evil example"
        done = {"state": "done", "minutes": 0, "points": [words], "at": "2026-11-24T08:00:00.000Z"}
        plan = {"path": "home-cook/pastry-chef", "variant": "", "title": words, "url": "paths/home-cook/pastry-chef/", "hours_per_week": 4,
                "milestones": [[words, 1]], "steps": [{"key": "resource:kneading-video", "minutes": 90, "title": words}], "skills": [],
                "known": [], "gap": [], "granted": [], "above": []}
        sent = {"version": 1, "known": [],
                "paths": [["home-cook/pastry-chef", {"variant": "", "start": "", "hours": 7, "plan": plan, "at": "2026-11-24T08:00:00.000Z"}]],
                "hide_times": False, "backup": {"at": "", "changes": 0}, "last": "home-cook/pastry-chef"}
        with follower(browser, url) as reader:
            page = opened(reader)
            for number, said in enumerate(("done", "todo")):
                # The second time the two differ, and that is told without the words of either.
                entry = done | {"state": said, "at": f"2026-11-24T08:00:0{number}.000Z"}
                link = self._link(sent | {"steps": [[key, entry] for key in ("resource:kneading-video", "resource:security-notice")]})
                page.evaluate("hash => { location.hash = hash; }", link)
                notice(page, "2 steps.").get_by_role("button", name="Add it").click()
                expect(notice(page, "loaded")).to_be_visible()
            expect(page.locator(".fp-notice li")).to_have_text([f"{VIDEO}: To do, not Done", "1 more from other paths: the newer counts."])
            tick(page, LOAF).check()
            text = page.locator("body").inner_text()
            for path in ("", "paths/"):
                reader.go(path)
                expect(page.locator("#fp-resume")).to_contain_text("Home cook to Pastry chef")
                text += page.locator("body").inner_text()
            assert "SECURITY" not in text and "security" not in text
            kept = stored(page)
            assert kept is not None and words not in json.dumps(kept["paths"])

    def test_of_a_file_with_broken_pieces_the_rest_is_brought_in(self, browser: Browser, url: str) -> None:
        done = {"state": "done", "minutes": 0, "points": [], "at": "2026-11-24T08:00:00.000Z"}
        steps = [["resource:croissants", done], ["resource:X", done], ["project:first-loaf", done | {"minutes": -1}]]
        text = json.dumps({"version": 1, "steps": steps})
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            bring(page, text)
            expect(notice(page, "2 entries loaded.").locator("li")).to_have_text(["2 pieces could not be read and were left out."])
            expect(panel(page, "done")).to_have_text("15.5 h of 15.5 h done")
            page.reload()
            expect(panel(page, "done")).to_have_text("15.5 h of 15.5 h done")

    def test_more_than_there_is_room_for_is_said_and_ones_own_stays(self, browser: Browser, url: str) -> None:
        done = {"state": "done", "minutes": 0, "points": [], "at": "2026-11-24T08:00:00.000Z"}
        document = {"version": 1, "steps": [[f"resource:r{number}", done] for number in range(6000)]}
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            bring(page, json.dumps(document))
            left = notice(page, "entries loaded.").locator("li")
            expect(left).to_have_text([re.compile(r"^\d{3,4} entries did not fit and were left out, oldest first\.$")])
            tick(page, LOAF).check()
            page.reload()
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")
            expect(notice(page, "cannot be read")).to_have_count(0)

    def _bomb(self) -> str:
        squeezer = compressobj(9, wbits=-15)
        return urlsafe_b64encode(squeezer.compress(b"[" * 40_000_000) + squeezer.flush()).decode().rstrip("=")

    def test_hostile_links_change_nothing(self, browser: Browser, url: str) -> None:
        cut, large = "The link is incomplete or was changed.", "Too large to be progress in this guide."
        later = "Saved by a newer version of this guide."
        links = {
            "p=1.": cut, "p=1.AAAA": cut, "p=0.AAAA": "", "p=1.<img src=x onerror=window.hit=1>": cut, "p=": cut, "p=7.AAAA": later,
            f"p=1.{self._bomb()}": large, "p=0." + "A" * 1_100_000: large, "p=0.e30": "Not a progress file for this guide.",
        }
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            before = stored(page)
            for fragment, why in links.items():
                page.evaluate("hash => { location.hash = hash; }", fragment)
                refusal = notice(page, f"Nothing changed. {why}")
                expect(refusal).to_be_visible()
                reader.at(PASTRY)
                refusal.get_by_role("button", name="Close").click()
                expect(page.locator(".fp-notice")).to_have_count(0)
            assert stored(page) == before
            assert page.evaluate("window.hit ?? null") is None

    def test_many_changes_remind_of_a_file(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            for _ in range(5):
                tick(page, VIDEO).check()
                tick(page, VIDEO).uncheck()
            expect(page.locator(".fp-notice")).to_have_count(0)
            tick(page, VIDEO).check()
            reminder = notice(page, "Never saved to a file. 12 changes are on this device only.")
            expect(reminder).to_be_visible()
            saved(page, reminder.get_by_role("button", name="Save to a file").click)
            expect(page.locator(".fp-notice")).to_have_count(0)


class TestPaper:
    def test_a_markdown_check_list_says_how_things_stand(self, browser: Browser, url: str) -> None:
        with follower(browser, url, permissions=["clipboard-read", "clipboard-write"]) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            state(page, CROISSANTS).select_option("Skipped")
            fold(page, "Print or copy")
            text = saved(page, page.get_by_role("button", name="Markdown checklist").click)
            assert text == (
                f"# Home cook to Pastry chef\n\n{url}{PASTRY}\n\n"
                f"## {LOAF}\n\n- [x] [{VIDEO}](https://example.org/kneading) (1.5 h)\n"
                f"  - [x] The dough can be drawn out until light comes through.\n- [ ] [{LOAF}]({url}projects/first-loaf/) (6 h)\n"
                f"  - [ ] The crumb springs back.\n  - [ ] Somebody asks for more.\n\n"
                f"## Finish\n\n- [ ] ~~[{CROISSANTS}](https://example.org/croissants)~~ (8 h)\n")
            page.get_by_role("button", name="Copy as Markdown").click()
            expect(panel(page, "status")).to_have_text("Copied.")
            assert page.evaluate("navigator.clipboard.readText()") == text

    def test_the_page_itself_prints_without_controls(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            fold(page, "Print or copy")
            page.get_by_role("button", name="Print this path").click()
            assert page.evaluate("window.printed") == 1
            page.emulate_media(media="print")
            assert page.locator(".fp-step:visible").count() == 3
            assert page.locator("#fp-content :is(.fp-follow, .fp-next, .fp-controls, .fp-tick, select, input):visible").count() == 0

    def test_paths_print_on_two_pages_and_the_longest_on_three(self, browser: Browser, real_url: str) -> None:
        """The longest of all, and the longest of those that should fit on two."""
        plans = {path: yaml.safe_load(path.read_text("utf-8"))["core"]["steps"] for path in CONTENT.glob("_plans/*/*.yml")}
        locks = sorted((len(steps), path.parent.name, path.stem) for path, steps in plans.items())
        most = max(lock for lock in locks if lock[0] < 38)
        with reading(browser, real_url, viewport=DESK) as reader:
            for (_, persona, role), pages in ((most, (2,)), (locks[-1], (2, 3))):
                pdf = reader.go(f"paths/{persona}/{role}/").pdf(prefer_css_page_size=True)
                assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in pages, f"{persona}/{role}"


class TestVariants:
    def test_ticks_count_in_every_plan_and_one_can_switch(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader, BAKER)
            tick(page, LOAF).check()
            page.get_by_role("button", name="About this path").click()
            page.get_by_role("navigation", name="Plans for this path").get_by_role("link", name="free resources only", exact=False).first.click()
            reader.at(BAKER + "free/")
            other = notice(page, "You follow another plan for this role: Home cook to Baker. Your ticks count in both.")
            expect(other).to_be_visible()
            expect(tick(page, LOAF)).to_be_checked()
            other.get_by_role("button", name="Follow this one instead").click()
            expect(page.locator(".fp-notice")).to_have_count(0)
            kept = stored(page)
            assert kept is not None and [(key, path["variant"]) for key, path in kept["paths"]] == [("home-cook/baker", "free")]
            reader.go("")
            expect(page.locator("#fp-resume").get_by_role("link").first).to_have_attribute("href", f"{BASE}{BAKER}free/")


class TestPlansThatAreGone:
    @pytest.mark.parametrize("kept", [False, True], ids=["as the site had it", "with its plan"])
    def test_what_was_saved_on_a_plan_in_full_counts_on_the_path(self, browser: Browser, url: str, kept: bool) -> None:
        """Their old address leads there, and nothing asks the reader to choose."""
        with follower(browser, url) as reader:
            page = opened(reader, BAKER)
            tick(page, LOAF).check()
            page.evaluate("""([key, kept]) => {
                const document = JSON.parse(localStorage.getItem(key));
                const path = document.paths[0][1];
                path.variant = "full";
                if (kept) Object.assign(path.plan, { variant: "full", url: "paths/home-cook/baker/full/" });
                else path.plan = "site";
                localStorage.setItem(key, JSON.stringify(document));
            }""", [KEY, kept])
            reader.go(BAKER + "full/")
            reader.at(BAKER)
            expect(tick(page, LOAF)).to_be_checked()
            expect(page.locator(".fp-notice")).to_have_count(0)
            panel_is_there = page.locator(".fp-follow")
            expect(panel_is_there).to_be_visible()


class TestChanges:
    def test_the_plan_that_one_began_with_can_be_kept_for_good(self, browser: Browser, changing: tuple[str, Callable[[], None]]) -> None:
        url, change = changing
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, LOAF).check()
            change()
            opened(reader)
            news = notice(page, "4 steps changed since you started. Left to do: 9.5 h before, 11 h now.")
            expect(news).to_be_visible()
            expect(news.locator("li")).to_have_text(["New: Folding and Baking", f"Removed: {CROISSANTS}", f"{VIDEO}: 3 h, was 1.5 h"])
            expect(page.locator(".fp-step__title:visible")).to_have_text([re.compile(VIDEO), re.compile(LOAF), re.compile(CROISSANTS)])
            news.get_by_role("button", name="Keep my plan").click()
            expect(notice(page, "You keep the plan you started with.")).to_be_visible()
            page.reload()
            expect(notice(page, "You keep the plan you started with.")).to_be_visible()
            expect(panel(page, "done")).to_have_text("6 h of 15.5 h done")
            headings = (VIDEO, LOAF, "Finish", "From here you can apply", "What you bring", "How these")
            expect(page.locator("h2:visible")).to_have_text([re.compile(words) for words in headings])
            tick(page, CROISSANTS).check()
            tick(page, VIDEO).check()
            expect(panel(page, "done")).to_have_text("15.5 h of 15.5 h done")
            expect(page.get_by_label("Lines for a CV")).to_have_value("- Baked for friends")

    def test_the_new_plan_can_be_taken_and_ticks_come_along(self, browser: Browser, changing: tuple[str, Callable[[], None]]) -> None:
        url, change = changing
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            change()
            opened(reader)
            notice(page, "changed since you started").get_by_role("button", name="Take the new plan").click()
            expect(page.locator(".fp-notice")).to_have_count(0)
            expect(panel(page, "done")).to_have_text("3 h of 17 h done")
            expect(page.locator(".fp-step__title:visible")).to_have_text(
                [re.compile(VIDEO), re.compile("Folding"), re.compile("Baking"), re.compile(LOAF)])
            page.reload()
            expect(panel(page, "done")).to_have_text("3 h of 17 h done")
            expect(page.locator(".fp-notice")).to_have_count(0)

    def test_ticks_follow_what_is_renamed_split_and_replaced(self, browser: Browser, changing: tuple[str, Callable[[], None]]) -> None:
        url, change = changing
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            tick(page, CROISSANTS).check()
            opened(reader, BAKER)
            tick(page, "The bread book").check()
            before = states(page)
            change()
            for path, titles in ((PASTRY, [VIDEO, "Folding", "Baking"]), (BAKER, ["The new bread book"])):
                opened(reader, path)
                page.get_by_role("button", name="Take the new plan").click()
                for title in titles:
                    expect(tick(page, title)).to_be_checked()
            assert before.items() <= states(page).items()


FULL = "Storage.prototype.setItem = function (key) { if (key.startsWith('fingerpost')) throw new DOMException('full', 'QuotaExceededError'); };"
BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });"


class TestTrouble:
    def test_a_full_device_is_said_and_the_visit_goes_on(self, browser: Browser, url: str) -> None:
        words = "This device is full. New ticks last for this visit; save them to a file."
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            before = stored(page)
            page.add_init_script(FULL)
            opened(reader)
            tick(page, LOAF).check()
            expect(notice(page, words)).to_be_visible()
            page.set_viewport_size(PHONE)
            expect(page.locator(".fp-next__trouble")).to_have_text(words)
            expect(panel(page, "status")).to_contain_text(words)
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")
            assert page.evaluate("key => localStorage.getItem(key)", KEY) is not None and stored(page) == before
            fold(page, "Back up or move")
            text = saved(page, page.get_by_role("button", name="Save to a file").click)
            assert dict(json.loads(text)["steps"])["project:first-loaf"]["state"] == "done"

    def test_a_browser_that_keeps_nothing_is_said_and_the_visit_goes_on(self, browser: Browser, url: str) -> None:
        words = "This browser stores nothing here. New ticks last for this visit; save them to a file."
        with follower(browser, url) as reader:
            page = reader.page
            page.add_init_script(BLOCKED)
            opened(reader)
            expect(notice(page, words)).to_be_visible()
            tick(page, VIDEO).check()
            expect(panel(page, "done")).to_have_text("1.5 h of 15.5 h done")
            fold(page, "Back up or move")
            assert "kneading-video" in saved(page, page.get_by_role("button", name="Save to a file").click)
            # The theme wants to know which colours were chosen, and is refused as well.
            assert {fault for fault in reader.faults if "localStorage" not in fault and "blocked" not in fault} == set()
            reader.faults.clear()

    UNREAD = {"cut off": "{", "later": '{"version":9,"new":1}', "a list": "[]", "null": "null", "empty": '{"version":1}', "noise": "\u0000"}

    @pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
    def test_what_cannot_be_read_is_put_aside_and_never_destroyed(self, browser: Browser, url: str, text: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
            opened(reader)
            said = notice(page, "Progress on this device cannot be read. It is set aside, not deleted; you start afresh.")
            expect(said).to_be_visible()
            assert page.evaluate("key => localStorage.getItem(key)", KEY) == text
            tick(page, VIDEO).check()
            assert states(page) == {"resource:kneading-video": "done"}
            kept = page.evaluate("key => Object.entries(localStorage).filter(([name]) => name.startsWith(key + ':broken:'))", KEY)
            assert kept == [[f"{KEY}:broken:2026-11-24T09:00:00.000Z", text]]
            assert saved(page, said.get_by_role("button", name="Save the unreadable data").click) == text

    def test_what_a_later_version_left_is_told_and_comes_back(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            later = json.dumps({"version": 3, "steps": [["resource:kneading-video", {"state": "done", "cut": 1}]]})
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, later])
            opened(reader)
            expect(notice(page, "It is set aside, not deleted; you start afresh. Saved by a newer version of this guide. Reload")
                   ).to_be_visible()
            tick(page, LOAF).check()
            # The page of that version reads what was put aside; here, as if this were it.
            page.evaluate("""key => { for (const [name, text] of Object.entries(localStorage)) if (name.startsWith(`${key}:broken:`)) {
                localStorage.setItem(name, text.replace('"version": 3', '"version": 2')); } }""", KEY)
            opened(reader)
            expect(tick(page, VIDEO)).to_be_checked()
            expect(tick(page, LOAF)).to_be_checked()

    def test_fields_of_a_later_version_come_through_a_page_a_file_and_a_link(self, browser: Browser, url: str) -> None:
        """And so do the ticks of a document of the first version, which has none."""
        done = {"state": "done", "minutes": 0, "points": [], "at": "2026-11-23T08:00:00.000Z"}
        own = {"took": 95, "instead": "resource:other"}
        document = {"version": 1, "steps": [["project:first-loaf#crust", done], ["resource:kneading-video", done | own]],
                    "known": [["lamination", {"level": 1, "at": done["at"], "why": "x"}]], "paths": [], "cuts": {"a": 1}}
        with follower(browser, url) as reader:
            page = opened(reader)
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document)])
            opened(reader)
            tick(page, CROISSANTS).check()
            state(page, VIDEO).select_option("skipped")
            before = stored(page)
            assert before and before["version"] == 2 and before["cuts"] == {"a": 1}
            assert dict(before["known"]) == dict(document["known"])  # type: ignore[call-overload]
            steps = dict(before["steps"])
            assert steps["project:first-loaf#crust"] == done and steps["resource:kneading-video"].items() >= (own | {"state": "skipped"}).items()
            fold(page, "Back up or move")
            file = saved(page, page.get_by_role("button", name="Save to a file").click)
            panel(page, "link").click()
            expect(panel(page, "link-text")).not_to_have_value("")  # it is made in its own time
            link = panel(page, "link-text").input_value()
        for carried in ("file", "link"):
            with follower(browser, url) as reader:
                page = opened(reader, PASTRY if carried == "file" else PASTRY + "#" + link.partition("#")[2])
                if carried == "file":
                    bring(page, file)
                else:
                    notice(page, "Progress from another device").get_by_role("button", name="Add it").click()
                expect(notice(page, "loaded")).to_be_visible()
                after = stored(page)
                assert after and {name: after[name] for name in ("steps", "known", "cuts")} == {
                    name: before[name] for name in ("steps", "known", "cuts")}

    @pytest.mark.parametrize("change", [('"hours_per_week":4', '"hours_per_week":"four"'), ("resource:croissants", "resource:rolls")],
                             ids=["broken", "of another day"])
    def test_a_page_whose_plan_cannot_be_read_says_so(self, browser: Browser, url: str, change: tuple[str, str]) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            before = stored(page)
            page.route("**/pastry-chef/plan.json", lambda route: route.fulfill(
                response=(found := route.fetch()), body=found.text().replace(*change)))
            visited(reader)
            unread = "You cannot follow this path, as the page's data cannot be read. Reload the page. Your ticks are safe."
            expect(notice(page, unread)).to_be_visible()
            expect(panel(page, "begin")).to_be_hidden()
            assert page.locator(".fp-controls:visible, .fp-tick:visible, .fp-next").count() == 0 and stored(page) == before

    def test_one_bad_piece_is_said_and_all_the_rest_is_there(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            kept = stored(page)
            assert kept is not None
            kept["steps"].append(["resource:X", {}])
            page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(kept)])
            opened(reader)
            said = notice(page, "1 stored piece cannot be read. It is set aside, not deleted; the rest is here.")
            expect(said).to_be_visible()
            expect(panel(page, "done")).to_have_text("1.5 h of 15.5 h done")
            assert json.loads(saved(page, said.get_by_role("button", name="Save the unreadable data").click)) == [
                {"at": "steps[1]", "value": ["resource:X", {}]}]
            other = page.context.new_page()
            other.goto(url + PASTRY)
            tick(other, LOAF).check()
            # The other tab put it aside and wrote the rest: here, too, nothing is unread any more.
            expect(said).to_have_count(0)
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")

    def test_what_cannot_be_put_aside_is_not_overwritten(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            page.evaluate("key => localStorage.setItem(key, '{')", KEY)
            page.add_init_script(FULL)
            opened(reader)
            tick(page, VIDEO).check()
            tick(page, LOAF).check()
            expect(panel(page, "done")).to_have_text("7.5 h of 15.5 h done")
            assert page.evaluate("key => localStorage.getItem(key)", KEY) == "{"


class TestWithoutScripts:
    def test_a_path_is_a_list_of_steps_with_their_weeks_and_what_fits(self, browser: Browser, url: str) -> None:
        with reading(browser, url, viewport=PHONE, java_script_enabled=False) as reader:
            page = reader.go(PASTRY)
            assert page.locator(".fp-step:visible").count() == 3
            hidden = page.locator("#fp-follow:visible, .fp-controls:visible, .fp-tick:visible, #fp-resume:visible, .fp-budget__form:visible")
            assert hidden.count() == 0
            expect(page.locator(".fp-step__week")).to_have_text(["week 1", "week 2", "week 4"])
            expect(page.locator(".fp-budget__lines")).to_be_visible()
            expect(page.locator(".fp-done").first).to_be_visible()
            page.locator("summary", has_text=LOAF).click()
            expect(page.get_by_text("Somebody asks for more.")).to_be_visible()
            page.locator(".fp-road__list a").last.click()
            reader.at(PASTRY + "#milestone-2")

    def test_on_paper_each_step_has_a_box_and_says_where_it_leads(self, browser: Browser, url: str) -> None:
        with reading(browser, url, viewport=DESK, java_script_enabled=False) as reader:
            page = reader.go(PASTRY)
            page.emulate_media(media="print")
            expect(page.locator(".fp-address")).to_have_text(["example.org/kneading", "/projects/first-loaf/", "example.org/croissants"])
            assert page.locator(".fp-address:visible").count() == 3
            assert page.locator(".fp-step").first.evaluate("step => getComputedStyle(step, '::before').width") != "auto"
            assert page.locator(":is(.fp-step__facts, .fp-budget, .fp-fold, .fp-facts--path):visible").count() == 0

    def test_home_and_skills_show_nothing_of_it(self, browser: Browser, url: str) -> None:
        with reading(browser, url, viewport=DESK, java_script_enabled=False) as reader:
            for path in ("", "paths/", "skills/kneading/"):
                page = reader.go(path)
                assert page.locator("#fp-resume:visible, #fp-know:visible").count() == 0


class TestKeyboard:
    def _to(self, page: Page, name: str) -> None:
        """Presses Tab until something of this name has the focus. What has the focus is never under the bar at the foot."""
        for _ in range(150):
            page.keyboard.press("Tab")
            found, hidden = page.evaluate("""() => {
                const at = document.activeElement;
                const bar = document.querySelector('.fp-next')?.getBoundingClientRect();
                const box = at.getBoundingClientRect();
                const meets = box.height && box.bottom > bar?.top + 1 && box.top < bar?.bottom;
                const under = at !== document.body && bar?.height && !at.closest('.fp-next') && meets;
                return [at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText, Boolean(under)];
            }""")
            assert not hidden, f"{found!r} lies under the bar"
            if (found or "").strip() == name:
                return
        raise AssertionError(f"no key leads to {name!r}")

    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
    def test_a_path_is_followed_with_keys_alone(self, browser: Browser, url: str, size: Any) -> None:
        with follower(browser, url, viewport=size) as reader:
            page = opened(reader)
            self._to(page, "Follow this path")
            page.keyboard.press("Enter")
            expect(page.locator("#fp-follow")).to_be_focused()
            self._to(page, "My pace")
            page.keyboard.press("Enter")
            self._to(page, "Hours a week")
            page.keyboard.type("6")
            self._to(page, f"Done: {VIDEO}")
            page.keyboard.press("Space")
            expect(panel(page, "status")).to_contain_text(f"Done: {VIDEO}.")
            self._to(page, "Open all")
            page.keyboard.press("Enter")
            self._to(page, f"State of: {LOAF}")
            page.keyboard.type("Doi")
            self._to(page, f"Hours done of: {LOAF}")
            page.keyboard.type("2")
            self._to(page, f"State of: {CROISSANTS}")
            self._to(page, "I already know this")
            page.keyboard.press("Enter")
            self._to(page, "Lamination (working)")
            page.keyboard.press("Space")
            expect(page.locator(".fp-step__gone:visible")).to_have_text("Not needed: you know Lamination (working).")
            kept = stored(page)
            assert kept is not None
            assert (dict(kept["steps"])["project:first-loaf"]["minutes"], kept["paths"][0][1]["hours"]) == (120, 6)

    def test_controls_have_names_and_roles(self, browser: Browser, url: str) -> None:
        with follower(browser, url) as reader:
            page = opened(reader)
            tick(page, VIDEO).check()
            for summary in page.locator(":is(#fp-follow, .fp-controls) summary:visible").all():
                summary.click()
            for element in page.locator("#fp-content :is(input, select, button, textarea, progress:not([aria-hidden])):visible").all():
                name = "element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent"
                assert element.evaluate(f"element => ({name}).trim()") != ""
            assert page.get_by_role("progressbar", name="Hours done").get_attribute("aria-valuetext") == "1.5 h of 15.5 h done"
            assert page.locator("#fp-follow [role=status]").count() == 2


class TestLooks:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 390, 1280])
    def test_a_half_done_path_fits_its_window_and_nothing_stays_under_the_bar(self, browser: Browser, url: str, width: int, scheme: Any) -> None:
        with follower(browser, url, viewport={"width": width, "height": 700}, color_scheme=scheme) as reader:
            reader.page.add_init_script(_SHARES)
            page = opened(reader)
            tick(page, VIDEO).check()
            state(page, LOAF).select_option("Doing")
            for summary in page.locator("#fp-follow summary").all():
                summary.click()
            page.get_by_role("button", name="Link for another device").click()
            expect(page.get_by_role("button", name="Share", exact=True)).to_be_visible()
            reader.looks_right(scheme)
            assert faint(page) + mute(page) == []
            bar = page.locator(".fp-next")
            if width > 720:
                expect(bar).to_be_hidden()
                return
            page.locator("#milestone-2").scroll_into_view_if_needed()
            expect(bar).to_be_visible()
            assert bar.bounding_box()["height"] < 60  # type: ignore[index]
            expect(bar).to_be_in_viewport()
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            last = page.locator("#fp-content > .fp:not(.fp-next)").last.bounding_box()
            footer = page.locator(".fp-footer").bounding_box()
            there = bar.bounding_box()
            assert last and footer and there
            assert last["y"] + last["height"] <= there["y"] + 1 and there["y"] + there["height"] <= footer["y"] + 1


class TestHostile:
    def test_words_of_a_hostile_guide_stay_words(self, browser: Browser, hostile_url: str) -> None:
        with follower(browser, hostile_url) as reader:
            page = opened(reader)
            for box in page.locator(".fp-tick input").all():
                box.check()
            expect(panel(page, "built")).to_be_visible()
            page.get_by_role("button", name="Open all").click()
            for choice in page.locator(".fp-controls__state select").all():
                choice.select_option("todo")
            for summary in page.locator(":is(#fp-follow, .fp-controls) summary:visible").all():
                summary.click()
            saved(page, page.get_by_role("button", name="Markdown checklist").click)
            saved(page, page.get_by_role("button", name="Download calendar").click)
            page.get_by_role("button", name="Print this path").click()
            reader.go("")
            expect(page.locator("#fp-resume")).to_be_visible()
            assert page.evaluate("window.hit ?? null") is None
            assert page.locator("#fp-resume :is(script, img, iframe, [onerror], [onclick])").count() == 0


class TestLoads:
    @pytest.mark.parametrize(("path", "modules"), [
        ("about/", ["site/shell"]), ("resources/", ["site/catalogue", "site/shell"]), ("decide/which-trade/", ["decide/page", "site/shell"]),
        ("", ["follow/resume", "site/shell"]), ("skills/kneading/", ["follow/resume", "site/shell"]), (PASTRY, ["follow/visitor", "site/shell"])])
    def test_a_page_loads_the_modules_that_it_needs(self, browser: Browser, url: str, path: str, modules: list[str]) -> None:
        with follower(browser, url) as reader:
            asked: list[str] = []
            reader.page.on("request", lambda request: asked.append(request.url))
            reader.go(path)
            found = sorted(address.partition("javascripts/")[2] for address in asked if address.endswith(".mjs"))
            assert found == [f"{name}.mjs" for name in modules]
