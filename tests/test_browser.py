"""The built site in a real browser, as its readers have it: on a phone and at a desk, light and dark, with and without scripts.

The site stands below a path, as on GitHub Pages, and no host but this machine can be reached. Nothing sleeps: each step waits for
what a person would see.
"""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hostile
import pytest
from accessible import faint, mute, small
from browsing import DESK, PHONE, Reader, reading
from playwright.sync_api import Browser, Locator, Page, expect
from visits import heaviest

from generator.model import Guide


class TestShell:
    """The menu of a small screen, which the theme opens by a box that no key reaches."""

    def test_keys_open_and_close_it_and_it_says_which(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            page = reader.go("skills/")
            opener, behind = page.locator("[data-fp-opens=__drawer]"), page.locator(".md-content")
            expect(opener).to_have_attribute("aria-expanded", "false")
            opener.focus()
            page.keyboard.press("Enter")
            expect(opener).to_have_attribute("aria-expanded", "true")
            expect(page.locator("#fp-menu button").first).to_be_focused()
            assert behind.evaluate("part => part.inert"), "what lies under the menu is out of reach"
            page.keyboard.press("Escape")
            expect(opener).to_have_attribute("aria-expanded", "false")
            expect(opener).to_be_focused()
            assert not behind.evaluate("part => part.inert")

    def test_a_menu_that_is_open_closes_where_there_is_room_for_it(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            page = reader.go("skills/")
            page.locator("[data-fp-opens=__drawer]").click()
            expect(page.locator("#__drawer")).to_be_checked()
            for size in (DESK, PHONE, DESK):
                page.set_viewport_size(size)
                page.get_by_role("main").get_by_role("link").first.click(trial=True)
                expect(page.locator("#__drawer")).not_to_be_checked()


class TestFrame:
    """What surrounds every page: tabs, the fold beside them, the first screen, and the page for what is not there."""

    def test_every_section_is_a_tab_or_in_the_fold_beside_them(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("skills/rag/")
            header, fold = page.locator(".md-header"), page.locator(".fp-more")
            assert header.locator(".fp-tabs > ul a").all_inner_texts() == ["Decide", "Roles", "Paths", "Evidence"]
            opener = header.get_by_text("More", exact=True)
            expect(fold.get_by_role("link", name="Projects")).to_be_hidden()
            opener.focus()
            page.keyboard.press("Enter")
            expect(fold.get_by_role("link", name="Skills")).to_have_attribute("aria-current", "true")
            page.keyboard.press("Escape")
            expect(fold.get_by_role("link", name="Projects")).to_be_hidden()
            expect(opener).to_be_focused()
            opener.click()
            page.get_by_role("main").locator("h1").click()
            expect(fold.get_by_role("link", name="Projects")).to_be_hidden()
            opener.click()
            fold.get_by_role("link", name="How to read a job ad").click()
            reader.at("reading-job-ads/")
            expect(page.locator(".fp-more [aria-current]")).to_have_text("How to read a job ad")

    def test_the_fold_opens_without_scripts_and_the_menu_of_a_phone_has_its_groups(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK, java_script_enabled=False) as reader:
            page = reader.go("about/")
            page.locator(".fp-more summary").click()
            expect(page.locator(".fp-more").get_by_role("link", name="Tools")).to_be_visible()
            tabs, groups = page.locator(".fp-tabs > ul a").all_inner_texts(), page.locator(".fp-more .fp-shelf").all_inner_texts()
            page.set_viewport_size(PHONE)
            page.locator(".fp-opener-plain").click()
            expect(page.locator("#fp-menu a").first).to_be_visible()
            assert page.locator("#fp-menu .fp-sections__tabs a").all_inner_texts() == tabs
            assert page.locator("#fp-menu .fp-shelf").all_inner_texts() == groups

    def test_the_table_of_contents_says_where_the_reader_is_and_keys_go_through_it(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport={"width": 1280, "height": 400}) as reader:
            page = reader.go("about/")
            here = page.locator(".md-nav--secondary .md-nav__link--active")
            expect(here).to_have_count(0)
            page.locator("h2#how-paths-are-planned").evaluate("heading => heading.scrollIntoView()")
            expect(here).to_have_text("How paths are planned")
            expect(here).to_be_in_viewport(ratio=1)
            page.evaluate("scrollTo(0, 0)")
            expect(here).to_have_count(0)

    def test_keys_reach_everything_show_where_they_are_and_come_round(self, browser: Browser, real_url: str) -> None:
        """What has the focus bears the line that says so, is seen, and nothing lies over it; no stop is a trap."""
        look = """() => {
            const at = document.activeElement, [{ top, bottom, left, right }] = at.getClientRects();
            if (at === document.body) return null;
            const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            const line = getComputedStyle(at).outlineStyle !== "none", lies = !over || !(at.contains(over) || over.contains(at));
            return [at.innerText || at.title, line ? "" : "no line", lies ? "covered" : ""].join("|");
        }"""
        with reading(browser, real_url, viewport=PHONE, reduced_motion="reduce") as reader:
            page = reader.go("")
            stops: list[str | None] = []
            while len(stops) < 150 and (len(stops) < 2 or stops[-1]):
                page.keyboard.press("Tab")
                stops.append(page.evaluate(look))
            reached = [stop for stop in stops if stop]
            assert stops[-1] is None and reached[0] == "Skip to content||" and reached[-1] == "Back to top||"
            assert [stop for stop in reached if not stop.endswith("||")] == []
            assert len(reached) > 60

    def test_the_main_act_of_the_home_page_is_on_the_first_screen_of_a_phone(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("")
            act = page.locator(".fp-button:visible")
            assert act.all_inner_texts() == ["Which role fits me?"]
            box = act.bounding_box()
            assert box and box["y"] + box["height"] < PHONE["height"] * 2 / 3
            act.click()
            reader.at("decide/which-role/")

    @pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "laptop"])
    def test_what_begins_a_path_is_on_its_first_screen(self, size: Any, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """On every path, whatever its name and lead."""
        with reading(browser, real_url, viewport=size) as reader:
            for persona in real_guide.settings.personas:
                for path in real_guide.personas[persona].paths:
                    page = reader.go(f"paths/{persona}/{path.to}/")
                    button = page.get_by_role("button", name="Follow this path").bounding_box()
                    assert button and button["y"] + button["height"] <= size["height"], (persona, path.to)

    def test_a_page_that_is_not_there_names_those_of_nearly_its_address(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("skils/raag/")
            near = page.locator("#fp-lost")
            expect(near).to_contain_text("Did you mean one of these?")
            near.get_by_role("link", name="Retrieval-augmented generation").click()
            reader.at("skills/rag/")
            page = reader.go("xyzzy/")
            expect(near).to_be_hidden()
            page.get_by_label("Search this guide").fill("retrieval")
            page.locator(".fp-lost").get_by_role("button").click()
            reader.at("?q=retrieval")
            assert [fault for fault in reader.faults if not fault.endswith(("skils/raag/", "xyzzy/")) and "404" not in fault] == []
            reader.faults.clear()


class TestWalk:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
    def test_from_home_by_persona_path_and_skill_to_a_resource_and_back(self, browser: Browser, real_url: str, size: Any, scheme: Any) -> None:
        with reading(browser, real_url, viewport=size, color_scheme=scheme) as reader:
            page = reader.go("")
            reader.looks_right(scheme)
            page.get_by_role("main").get_by_role("link", name="Software engineer", exact=True).click()
            reader.at("paths/software-engineer/")
            reader.heading("Software engineer")
            reader.looks_right(scheme)
            card = page.locator(".fp-card").filter(has=page.get_by_role("link", name="AI engineer", exact=True))
            card.get_by_role("link", name="See the path").click()
            reader.at("paths/software-engineer/ai-engineer/")
            reader.heading("Software engineer to AI engineer")
            reader.looks_right(scheme)
            step = page.locator(".fp-step--resource").first
            skill = step.locator(".fp-can a").first
            name = skill.inner_text()
            skill.click()
            expect(page).to_have_url(re.compile(r"/skills/[a-z0-9-]+/$"))
            reader.heading(f"{re.escape(name)}")
            reader.looks_right(scheme)
            resource = page.locator(".fp-teachers a").first
            title = resource.inner_text()
            resource.click()
            expect(page).to_have_url(re.compile(r"/resources/[a-z0-9-]+/$"))
            reader.heading(f"{re.escape(title)}")
            reader.looks_right(scheme)
            assert page.get_by_role("link", name="Open", exact=True).get_attribute("href").startswith("http")  # type: ignore[union-attr]
            for path in (re.compile("/skills/"), re.compile("/paths/software-engineer/ai-engineer/$"), re.compile("/paths/software-engineer/$")):
                page.go_back()
                expect(page).to_have_url(path)
            page.go_back()
            reader.at("")
            reader.looks_right(scheme)

    def test_a_page_that_is_not_there_points_to_those_that_are(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("skills/no-such-skill/deep/down/")
            reader.heading("Page not found")
            page.locator(".fp-lost__map").get_by_role("link", name="Roles").click()
            reader.at("roles/")
            assert [fault for fault in reader.faults if not fault.endswith("skills/no-such-skill/deep/down/") and "404" not in fault] == []
            reader.faults.clear()

    def test_the_colours_chosen_by_hand_stay(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK, color_scheme="light") as reader:
            page = reader.go("roles/")
            page.get_by_title("Switch to dark mode").click()
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
            page.goto(reader.root + "skills/")
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
            reader.looks_right("dark")


# Pages of a kind that has more than one look: the heaviest of it does not stand for them.
MORE = ("evidence/pay/", "evidence/timeline/", "evidence/corrections/", "contribute/add-a-resource/", "contribute/commands/")
NARROW = {"width": 320, "height": 640}
UNFOLDED = "document.querySelectorAll('#fp-content details').forEach((fold) => { fold.open = true; })"


def test_every_kind_of_page_is_for_everybody(browser: Browser, real_site: Path, real_url: str) -> None:
    """One page of each kind, with its folds shut and open, in three widths, light and dark: it fits, begins at the edge of all, can be
    read, hit, heard and reached by keys."""
    kinds = heaviest(real_site / "site")
    assert len(kinds) > 30
    with reading(browser, real_url, viewport=PHONE, color_scheme="light", reduced_motion="reduce") as reader:
        for path in (*kinds.values(), *MORE):
            page = reader.go(path)
            found = mute(page) + (small(page) if not path.startswith(("decide/", "paths/")) else [])
            page.evaluate(UNFOLDED)
            for size, scheme in ((PHONE, "light"), (NARROW, "dark"), (DESK, "dark"), (DESK, "light")):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate" if scheme == "dark" else "default")
                reader.looks_right(scheme)
                found += faint(page)
                edges = {round(page.locator(part).first.evaluate("part => part.getBoundingClientRect().left"))
                         for part in ("h1", ".fp-footer__map", ".fp-sign" if size == DESK else ".fp-opener--menu svg")}
                assert edges == {60 if size == DESK else 16}, path
            assert (path, page.locator("h1").count(), found + mute(page)) == (path, 1, [])
            page.set_viewport_size(PHONE)


FAULTS = """<h1>A page</h1><p style="color: #999">Faint</p><p><button style="height: 12px; padding: 0">Low</button></p>
    <p><button style="height: 24px"></button></p><svg role="img" width="9" height="9"></svg>
    <a href="#" aria-label="Away" style="display: block; height: 24px">Home</a>
    <div style="width: 50px; overflow: auto"><pre>A long line of it</pre></div>
    <p style="clip-path: inset(50%)">Not <a href="#">seen</a> by anybody</p><p id="one">One</p><p id="one">Two</p>"""


def test_what_is_wrong_with_a_page_is_found(browser: Browser) -> None:
    """Each rule by which all pages are judged finds what it is for, once."""
    page = browser.new_page()
    page.set_content(FAULTS)
    found = [fault.partition(":")[0] for fault in faint(page) + small(page) + mute(page)]
    assert found == ["faint", "small", "nameless", "called otherwise", "nameless", "no key scrolls", "a stop that is not seen", "twice"]
    page.close()


class TestCite:
    CLAIM = "evidence/pay/#ml-engineer-median-posted"

    def _open(self, reader: Reader) -> Locator:
        claim = reader.go(self.CLAIM).locator("#ml-engineer-median-posted")
        claim.get_by_text("Cite this").click()
        return claim

    @pytest.mark.parametrize(("button", "text"), [("Copy the reference", ".fp-cited > p"), ("Copy BibTeX", ".fp-cited > pre")])
    def test_a_key_copies_what_is_shown(self, button: str, text: str, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]) as reader:
            claim = self._open(reader)
            shown = claim.locator(text).first.text_content()
            claim.get_by_role("button", name=button).press("Enter")
            expect(claim.get_by_role("status")).to_have_text("Copied.")
            assert reader.page.evaluate("navigator.clipboard.readText()") == shown
            assert claim.locator("pre").evaluate("(pre) => pre.scrollWidth <= pre.clientWidth"), "all of it can be read"

    def test_where_the_clipboard_is_closed_the_text_is_selected(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            reader.page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
            claim = self._open(reader)
            claim.get_by_role("button", name="Copy BibTeX").click()
            expect(claim.get_by_role("status")).to_contain_text("The text is selected")
            assert reader.page.evaluate("getSelection().toString().trim()").startswith("@misc{ml-engineer-median-posted,")

    def test_without_scripts_nothing_is_offered_that_does_not_work(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK, java_script_enabled=False) as reader:
            claim = self._open(reader)
            expect(claim.locator("pre")).to_be_visible()
            expect(claim.get_by_role("button")).to_have_count(0)


def test_a_profile_that_is_used_again_knows_nothing_of_who_had_it(browser: Browser, tiny_url: str) -> None:
    for _ in range(2):
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go("about/")
            known = "[localStorage.getItem('mine'), sessionStorage.getItem('mine'), document.cookie, window.mine ?? null]"
            assert page.evaluate(known) == [None, None, "", None]
            page.evaluate("localStorage.setItem('mine', 1); sessionStorage.setItem('mine', 1); document.cookie = 'mine=1'")
            page.add_init_script("window.mine = 1")
            assert reader.go("about/").evaluate(known) == ["1", "1", "mine=1", 1]


class TestCatalogue:
    def _shown(self, page: Page) -> int:
        return page.locator(".fp-resource:visible").count()

    def test_filters_show_what_fits_say_how_much_and_stand_in_the_address(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("resources/")
            total = page.locator(".fp-resource").count()
            free = page.locator(".fp-resource[data-cost=free]").count()
            both = page.locator(".fp-resource[data-cost=free][data-kind=book]").count()
            assert total > free > both > 0
            assert self._shown(page) == total
            page.locator("select[name=cost]").select_option("free")
            expect(page.locator("#fp-filter output")).to_have_text(f"{free} of {total} shown")
            assert self._shown(page) == free
            page.locator("select[name=kind]").select_option("book")
            expect(page.locator("#fp-filter output")).to_have_text(f"{both} of {total} shown")
            reader.at("resources/?cost=free&kind=book")
            page.reload()
            expect(page.locator("#fp-filter output")).to_have_text(f"{both} of {total} shown")
            assert (self._shown(page), page.locator("select[name=cost]").input_value()) == (both, "free")
            page.get_by_role("button", name="Clear").click()
            expect(page.locator("#fp-filter output")).to_have_text(f"{total} in all")
            expect(page.get_by_role("button", name="Clear")).to_have_count(0)
            expect(page.get_by_label("Search this list")).to_be_focused()
            reader.at("resources/")
            assert self._shown(page) == total

    def test_a_group_without_anything_is_hidden_with_its_heading(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("resources/?kind=competition")
            some = self._shown(page)
            groups = page.locator(".fp-resources:visible").count()
            assert 0 < some < 20
            assert page.locator(".md-content h2:visible").count() == groups

    def test_what_nothing_fits_is_said(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("resources/?kind=competition&cost=paid&level=beginner&role=ai-engineer")
            expect(page.locator("#fp-filter output")).to_have_text("No match. Try fewer words or remove a filter.")
            assert self._shown(page) == 0

    @pytest.mark.parametrize(("path", "words", "choice", "order"), [
        ("resources/", "docker", ("kind", "tutorial"), "hours"), ("skills/", "retriev", ("role", "ai-engineer"), "title"),
        ("projects/", "repository", ("role", "ml-engineer"), "title"), ("tools/", "model", ("role", "ml-engineer"), "title"),
        ("evidence/sources/", "board", ("kind", "company"), "used"), ("evidence/pay/", "levels", ("verdict", "confirmed"), "day"),
    ])
    def test_each_is_looked_through_by_words_and_choices_and_put_in_order(
        self, browser: Browser, real_url: str, path: str, words: str, choice: tuple[str, str], order: str,
    ) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go(path)
            items, output = page.locator(".fp-item"), page.locator("#fp-filter output")
            total, listed = items.count(), items.all_inner_texts()
            expect(output).to_have_text(f"{total} in all")
            page.get_by_label("Search this list").fill(words)
            expect(page.locator(".fp-item:visible").first).to_contain_text(re.compile(words, re.IGNORECASE))
            with_words = page.locator(".fp-item:visible").count()
            expect(output).to_have_text(f"{with_words} of {total} shown")
            assert 0 < with_words < total
            page.get_by_label("Search this list").fill("")
            page.locator(f"select[name={choice[0]}]").select_option(choice[1])
            page.locator("select[name=order]").select_option(order)
            chosen = page.locator(f".fp-item[data-{choice[0]}~={choice[1]}]").count()
            expect(output).to_have_text(f"{chosen} of {total} shown")
            assert 0 < chosen < total and page.locator(".md-content h2:visible").count() == {"evidence/sources/": 1, "evidence/pay/": 2}.get(path, 0)
            key = "part => part.textContent.trim().toLowerCase()" if order == "title" else f"part => Number(part.dataset.{order}.replaceAll('-', ''))"
            keys = page.locator(".fp-item:visible").evaluate_all(f"parts => parts.map({key})")
            assert order == "day" or keys == sorted(keys, reverse=order == "used")
            page.reload()
            expect(output).to_have_text(f"{chosen} of {total} shown")
            reader.at(f"{path}?{choice[0]}={choice[1]}&order={order}")
            page.get_by_role("button", name="Clear").click()
            reader.at(path)
            assert items.all_inner_texts() == listed, "as the page has it"

    def test_picks_are_marked_and_can_be_asked_for_alone(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("resources/")
            picked = page.locator(".fp-picked").count()
            page.get_by_label("Only our picks").check()
            expect(page.locator("#fp-filter output")).to_contain_text(f"{picked} of ")
            reader.at("resources/?pick=yes")
            assert self._shown(page) == picked == page.locator(".fp-picked:visible").count() > 20
            page.reload()
            expect(page.get_by_label("Only our picks")).to_be_checked()

    QUERIES = (
        "cost=<script>window.hit=1</script>&kind=\"><img src=x onerror=window.hit=1>", "__proto__=x&constructor=y&toString=z&kind=__proto__",
        "cost=free'&kind[]=book&skill=*&cost]=free&\"]=x", "role=" + "x" * 5000, "&".join(f"cost={number}" for number in range(300)),
        "cost=free%00&%&=&=&&=&cost&\\=\\", "level=\u202e&cost=FREE&name=cost&fp-filter=x", "order=constructor&order=data-cost&pick=no&pick",
    )

    def test_a_hostile_query_leaves_a_clean_page(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            for query in self.QUERIES:
                page = reader.go("resources/?" + quote(query, safe="=&%[]\\*"))
                total = page.locator(".fp-resource").count()
                expect(page.locator("#fp-filter output")).to_have_text(f"{total} in all")
                reader.at("resources/")
                found = "[window.hit ?? null, ({}).x ?? null, document.querySelectorAll('article :is(script, img)').length]"
                assert page.evaluate(found) == [None, None, 0], query

    LISTS = ("resources/", "skills/", "tools/", "evidence/sources/")

    @pytest.mark.parametrize("scripts", [True, False])
    def test_on_a_phone_a_long_list_is_short_and_its_folds_hold_all_of_it(self, scripts: bool, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE, java_script_enabled=scripts) as reader:
            for path in self.LISTS:
                page = reader.go(path)
                assert page.evaluate("document.documentElement.scrollHeight") <= 12 * PHONE["height"], path
                items, folds = page.locator(".fp-item"), page.locator(".fp-shelf")
                said = [int(text.split()[0]) for text in folds.locator("> summary").all_inner_texts()]
                assert sum(said) == items.count() > 40 and said == folds.evaluate_all(
                    "(all) => all.map((fold) => fold.querySelectorAll('.fp-item').length)"), "what a fold says is what it holds"
                folds.first.locator("> summary").click()
                expect(page.locator(".fp-item:visible")).to_have_count(said[0])

    def test_on_a_phone_a_row_is_a_name_and_a_line_and_the_rest_is_one_tap_away(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            for path, most in (("resources/", 110), ("skills/", 130), ("tools/", 110), ("evidence/sources/", 180)):
                page = reader.go(path)
                page.locator(".fp-shelf > summary").nth(1).click()
                heights = page.locator(".fp-shelf[open] .fp-item").evaluate_all("(all) => all.map((item) => item.offsetHeight)")
                assert heights and sorted(heights)[len(heights) // 2] <= most, (path, heights)
            page = reader.go("tools/")
            page.locator(".fp-shelf > summary").nth(1).click()
            tool = page.locator(".fp-shelf[open] .fp-item").first
            expect(tool.get_by_text("Used by")).to_be_hidden()
            tool.locator("summary").click()
            expect(tool.get_by_text("Used by")).to_be_visible()
            reader.looks_right("light")

    def test_where_there_is_room_and_on_paper_all_of_it_lies_open(self, browser: Browser, real_url: str) -> None:
        for view, medium in ((DESK, "screen"), (PHONE, "print")):
            with reading(browser, real_url, viewport=view, java_script_enabled=False) as reader:
                for path in self.LISTS:
                    page = reader.go(path)
                    page.emulate_media(media=medium)
                    assert page.locator(".fp-item").evaluate_all("(all) => all.filter((item) => !item.checkVisibility()).length") == 0, path
                    expect(page.locator(".fp-shelf > summary:visible")).to_have_count(0 if medium == "screen" else page.locator(".fp-shelf").count())

    def test_what_is_looked_for_opens_its_folds_which_are_then_as_they_were(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            page = reader.go("skills/")
            folds = page.locator(".fp-shelf")
            folds.nth(1).locator("> summary").click()
            mine = page.locator(".fp-item:visible").count()
            page.get_by_label("Search this list").fill("retriev")
            expect(page.locator(".fp-item:visible").first).to_contain_text(re.compile("retriev", re.IGNORECASE))
            expect(page.locator(".fp-shelf > summary:visible")).to_have_count(0)
            page.get_by_label("Search this list").fill("")
            expect(page.locator(".fp-item:visible")).to_have_count(mine)
            assert folds.evaluate_all("(all) => all.map((fold) => fold.open)") == [place == 1 for place in range(folds.count())]

    @pytest.mark.parametrize("scripts", [True, False])
    def test_a_link_into_a_fold_opens_it(self, scripts: bool, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE, java_script_enabled=scripts) as reader:
            page = reader.go("evidence/sources/#origin-article")
            expect(page.locator(".fp-item:has(#origin-article)")).to_be_in_viewport()
            expect(page.locator(".fp-shelf[open]")).to_have_count(1)

    def test_without_scripts_the_whole_list_can_be_read(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK, java_script_enabled=False) as reader:
            page = reader.go("resources/?cost=free")
            assert page.locator("#fp-filter").is_hidden()
            total = page.locator(".fp-resource").count()
            assert total > 100 and self._shown(page) == total
            page.locator(".fp-resource__title a").first.click()
            expect(page).to_have_url(re.compile(r"/resources/[a-z0-9-]+/"))

    def test_without_scripts_a_path_can_be_read(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE, java_script_enabled=False) as reader:
            page = reader.go("paths/software-engineer/ai-engineer/")
            steps = page.locator(".fp-step")
            assert steps.count() > 5 and page.locator(".fp-step:visible").count() == steps.count()
            page.locator(".fp-step__head:visible").nth(1).click()
            expect(page.locator(".fp-step").nth(1).locator(".fp-open")).to_be_visible()


class TestHostile:
    def test_no_page_of_a_hostile_guide_runs_anything(self, browser: Browser, hostile_site: Path, hostile_url: str) -> None:
        with reading(browser, hostile_url, viewport=DESK) as reader:
            for path in sorted((hostile_site / "site").rglob("index.html")):
                url = path.relative_to(hostile_site / "site").as_posix().removesuffix("index.html")
                # What was moved leads on at once.
                if 'http-equiv="refresh"' not in path.read_text("utf-8"):
                    reader.go(url)
                    assert reader.page.evaluate("window.hit ?? null") is None, url
                    reader.at(url)

    def test_the_page_for_what_is_not_there_stays_where_it_is(self, browser: Browser, hostile_url: str) -> None:
        with reading(browser, hostile_url, viewport=DESK) as reader:
            reader.go("nowhere/")
            reader.heading("Page not found")
            assert reader.page.evaluate("document.querySelectorAll('meta[http-equiv=refresh]').length") == 0
            reader.at("nowhere/")
            reader.faults.clear()

    def test_the_search_shows_hostile_titles_as_text(self, browser: Browser, hostile_url: str) -> None:
        with reading(browser, hostile_url, viewport=DESK) as reader:
            page = reader.go("about/")
            page.keyboard.press("/")
            for typed in ("window", hostile.ELEMENTS[0]):
                page.locator("#fp-search input[name=q]").fill("")
                page.locator("#fp-search input[name=q]").press_sequentially(typed)
                expect(page.locator(".fp-search__said")).to_have_text(re.compile("result|Nothing|nearest"))
                assert page.locator("#fp-search :is(ol, p) :is(script, img, iframe, svg, [onload], [onerror], [onclick])").count() == 0
                assert page.evaluate("window.hit ?? null") is None

    def test_a_stub_leads_on(self, browser: Browser, hostile_url: str) -> None:
        with reading(browser, hostile_url, viewport=DESK) as reader:
            reader.go("resources/croissant-course/")
            reader.at("resources/croissants/")
