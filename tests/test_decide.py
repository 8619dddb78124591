"""The decisions as their readers have them: answered in a browser, or added up by hand from the printed card."""
from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from accessible import faint, mute
from browsing import DESK, PHONE, Reader, reading
from conftest import ROOT, guide_of, tiny_tree
from decisions import random_sheet
from playwright.sync_api import Browser, Page, Route, expect

from generator.decisions import as_data, people_data, score
from generator.model import Decision, Guide
from generator.pipeline import Output

TRADE = "decide/which-trade/"
WHOLE = "hours.dough,last-made.loaf,morning.two,scales.hand,oven.constructor,village.many"
LIKE_THE_COOK = "hours.dough,last-made.loaf,morning.six,scales.hand,oven.employer,village.many"
KEPT = "fingerpost:flour:/flour/:v1:decide:which-trade"


@pytest.fixture(scope="module")
def trade() -> Decision:
    return guide_of(tiny_tree()).decisions["which-trade"]


def _result(page: Page) -> str:
    """What the result says, without what is folded."""
    return "".join(page.locator(part).inner_text() for part in ("[data-verdict]", "[data-lead]", "[data-blocks]"))


def _ends(page: Page, *winners: str) -> None:
    """Where the decision ends, as the heading says it, and behind it the winner of each earlier part that has one."""
    whole = [re.compile(f"^{re.escape(winner)}(, and (you are there|one side is yours) already)?$") for winner in winners]
    expect(page.locator("[data-verdict], [data-blocks] > details > summary > strong")).to_have_text(whole)


def _begin(reader: Reader, path: str = TRADE) -> Page:
    """A decision with its first question open."""
    page = reader.go(path)
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.locator("[data-progress]")).to_have_text(re.compile("Question 1 of"))
    return page


def _choose(page: Page, text: str) -> None:
    """With the mouse."""
    page.locator(".fp-q--now label").get_by_text(text, exact=True).click()


class TestByKeyboard:
    def test_from_the_first_question_to_a_link_that_another_reader_opens(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """On a phone, by keys alone; each question is answered with another option, by the arrow keys."""
        decision = real_guide.decisions["which-role"]
        with reading(browser, real_url, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]) as reader:
            page = reader.go("decide/which-role/")
            begin = page.get_by_role("link", name="Start", exact=True)
            for _ in range(60):
                page.keyboard.press("Tab")
                if begin.evaluate("link => link === document.activeElement"):
                    break
            page.keyboard.press("Enter")
            answers = {}
            for number, question in enumerate(decision.questions):
                field = page.locator(".fp-q--now")
                expect(field).to_have_attribute("data-question", question.id)
                expect(page.locator("[data-progress]")).to_have_text(f"Question {number + 1} of {len(decision.questions)}")
                expect(field.locator("input").first).to_be_focused()
                page.keyboard.press("Space")
                for _ in range(number % len(question.options)):
                    page.keyboard.press("ArrowDown")
                answers[question.id] = question.options[number % len(question.options)].id
                expect(field.locator("input:checked")).to_have_attribute("value", answers[question.id])
                expect(field.locator("input:checked")).to_be_focused()
                self._seen(page)
                page.keyboard.press("Enter")
            expect(page.locator("#fp-result")).to_be_focused()
            self._seen(page)
            copy = page.get_by_role("button", name="Copy the link")
            for _ in range(60):
                page.keyboard.press("Tab")
                self._seen(page)
                if copy.evaluate("button => button === document.activeElement"):
                    break
            page.keyboard.press("Enter")
            expect(page.locator("[data-said]")).to_have_text("Copied.")
            link = page.evaluate("navigator.clipboard.readText()")
            said = _result(page)
            names = {outcome.id: outcome.name for outcome in decision.outcomes if not outcome.silent}
            _ends(page, *(names[block.winner] for block in reversed(score(decision, answers).blocks) if block.winner in names))
        assert link == f"{real_url}decide/which-role/?a=" + ",".join(f"{question}.{option}" for question, option in answers.items())
        with reading(browser, real_url, viewport=PHONE) as other:
            page = other.go(link.removeprefix(real_url))
            assert _result(page) == said

    def _seen(self, page: Page) -> None:
        """What has the focus stands in the window, below the header, and a ring shows where it is."""
        place = page.evaluate("""() => {
            const focused = document.activeElement, box = focused.getBoundingClientRect(), header = document.querySelector(".md-header");
            return [focused.outerHTML.slice(0, 80), box.bottom - header.getBoundingClientRect().bottom, innerHeight - box.top, box.width,
                focused.matches("h2") || getComputedStyle(focused).outlineStyle !== "none"];
        }""")
        assert place[1] > 0 and place[2] > 0 and place[3] > 0 and place[4], place

    def test_back_skip_and_change(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            page = _begin(reader)
            page.get_by_role("button", name="Skip").click()
            expect(page.locator("[data-progress]")).to_have_text("Question 2 of 6")
            _choose(page, "A tart.")
            expect(page.locator("[data-progress]")).to_have_text("Question 3 of 6")
            page.get_by_role("button", name="Back", exact=True).click()
            page.get_by_role("button", name="Back", exact=True).click()
            expect(page.locator("[data-progress]")).to_have_text("Question 1 of 6")
            reader.at(f"{TRADE}?a=last-made.tart")
            page.get_by_role("button", name="Back", exact=True).click()
            expect(page.get_by_role("link", name="Start", exact=True)).to_be_focused()
            page.get_by_role("link", name="Start", exact=True).click()
            page.get_by_role("button", name="See the result").click()
            _ends(page, "No result yet", "Cakes")
            page.get_by_text("Your answers", exact=True).click()
            line = page.locator("[data-given] li").nth(1)
            expect(line).to_contain_text("What did you make last? A tart.")
            line.get_by_role("button", name="Change").click()
            expect(page.get_by_label("A tart.", exact=True)).to_be_focused()
            page.keyboard.press("ArrowUp")
            reader.at(f"{TRADE}?a=last-made.loaf")
            page.get_by_role("button", name="Clear this answer").click()
            reader.at(TRADE)
            assert page.locator(".fp-decide input:checked").count() == 0

    def test_all_at_once_and_back_to_one(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = _begin(reader)
            assert page.locator(".fp-q:visible").count() == 1
            page.get_by_role("button", name="All at once").click()
            expect(page.locator(".fp-q:visible")).to_have_count(6)
            page.get_by_label("At noon.", exact=True).check()
            expect(page.locator("[data-progress]")).to_have_text("1 of 6 answered")
            _ends(page, "Pastry chef")
            page.get_by_role("button", name="One question at a time").click()
            expect(page.locator(".fp-q:visible")).to_have_count(1)

    def test_sixteen_questions_cost_seventeen_taps_and_no_button_moves(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """On a phone: begin, and one tap for each question; after the last the result is there. Back and on stay where they are."""
        decision = real_guide.decisions["which-role"]
        with reading(browser, real_url, viewport=PHONE, has_touch=True) as reader:
            page = reader.go("decide/which-role/")
            taps, places, heads = 1, set(), set()
            page.get_by_role("link", name="Start", exact=True).tap()
            for number in range(len(decision.questions)):
                expect(page.locator("[data-progress]")).to_have_text(f"Question {number + 1} of {len(decision.questions)}")
                places.add(str([page.locator(f".fp-steer {button}").bounding_box() for button in ('[data-do="back"]',)]))
                heads.add(page.locator(".fp-q--now legend").evaluate("legend => Math.round(legend.getBoundingClientRect().top)"))
                assert page.locator(".fp-steer [type=submit]").evaluate("button => button.getBoundingClientRect().bottom") < PHONE["height"] / 4
                page.locator(".fp-q--now label").nth(-(number % 2)).tap()  # not the same place twice, which would be a double tap
                taps += 1
            expect(page.locator("#fp-result")).to_be_focused()
            assert taps == len(decision.questions) + 1 <= 18 and len(places) == 1 and len(heads) <= 2, (places, heads)
            assert max(heads) < PHONE["height"] / 4

    def test_arrow_keys_walk_and_do_not_go_on(self, browser: Browser, tiny_url: str) -> None:
        """What only a pointer does; and a double click answers one question, not the next as well."""
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = _begin(reader)
            for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Space"):
                page.keyboard.press(key)
            page.wait_for_timeout(400)  # longer than a choice is seen before the next question comes
            expect(page.locator("[data-progress]")).to_have_text("Question 1 of 6")
            reader.at(f"{TRADE}?a=hours.sugar")
            page.keyboard.press("Enter")
            expect(page.locator("[data-progress]")).to_have_text("Question 2 of 6")
            page.locator(".fp-q--now label").get_by_text("A tart.", exact=True).dblclick()
            expect(page.locator("[data-progress]")).to_have_text("Question 3 of 6")
            page.wait_for_timeout(400)
            expect(page.locator("[data-progress]")).to_have_text("Question 3 of 6")
            reader.at(f"{TRADE}?a=hours.sugar,last-made.tart")
            # An answer that is there already is chosen once more: on it goes.
            page.get_by_role("button", name="Back", exact=True).click()
            _choose(page, "A tart.")
            expect(page.locator("[data-progress]")).to_have_text("Question 3 of 6")
            expect(page.locator(".fp-q--now input").first).to_be_focused()

    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
    def test_nothing_moves_when_the_script_comes_late(self, size: Any, browser: Browser, tiny_url: str) -> None:
        """The page is painted, in its own typeface, before the script takes over; less than a fiftieth of what is seen moves by that."""
        with reading(browser, tiny_url, viewport=size) as reader:
            page, held = reader.page, list[Route]()
            page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => {
                for (const shift of list.getEntries()) window.moved += shift.value; }).observe({ type: "layout-shift", buffered: true });""")

            def hold(route: Route) -> None:
                held.append(route)

            page.route("**/decide/page.mjs", hold)
            with page.expect_request("**/decide/page.mjs"):
                page.goto(tiny_url + TRADE, wait_until="commit")
            expect(page.locator(".fp-meanings")).to_be_attached()
            page.evaluate("document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))")
            assert page.locator("[data-view]").count() == 0 and held
            page.evaluate("window.moved = 0")
            for route in held:
                route.continue_()
            expect(page.locator('[data-view="start"]')).to_be_attached()
            page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
            assert page.evaluate("window.moved") < 0.02


class TestResult:
    def test_it_says_what_the_scoring_says(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=hours.dough,morning.six,scales.hand,oven.employer")
            expect(page.locator("[data-verdict]")).to_have_text("Baker, and you are there already")
            expect(page).to_have_title("Baker, and you are there already: your result")
            expect(page.locator(".fp-sure")).to_have_text(re.compile("A close call. One different answer would make it Pastry chef."))
            expect(page.locator(".fp-why")).to_have_text("“By feel.” Flour differs from day to day.")
            fit = page.locator(".fp-end").first
            assert fit.locator(".fp-ranks li").all_inner_texts() == ["Baker\n3 points", "Pastry chef\n3 points"]
            expect(fit).to_contain_text("The points are our judgement")
            # The same role in both parts: the reader is there.
            expect(fit.locator("[data-slot=says]")).to_have_text("You are there. Keep the oven, and go deeper.")
            expect(fit.locator("[data-slot=drove]")).to_contain_text(re.compile("By feel. 2 points more ?Flour differs from day to day."))
            expect(fit.locator("[data-slot=flips]")).to_contain_text("The smallest change that makes it Pastry chef:")
            expect(fit.locator("[data-slot=flips] li")).to_have_text("When would you like to begin? At noon, instead of “At six”.")
            expect(fit.locator("[data-slot=open]")).to_contain_text("could still make it Pastry chef or Both trades.")
            expect(fit.locator("[data-slot=open] button")).to_have_text("How many bakeries are there around you?")
            fit.get_by_text("Why not the others").click()
            assert [line.split("\n")[0] for line in fit.locator(".fp-whynot > li").all_inner_texts()] == [
                "Pastry chef Level with Baker, which we name first.", "Both trades"]
            going = page.locator("[data-lead]")
            expect(going).to_contain_text("Your answers are most like those of: Home cook (4 of 4 the same)")
            arm = going.get_by_role("link", name="Stay and go deeper Advice for: Home cook")
            expect(arm).to_have_attribute("href", "../../paths/home-cook/#stay")
            # Who does the work already has what it begins with.
            expect(going).not_to_contain_text("Skills to")
            going.get_by_role("link", name="Broaden: the path to Pastry chef").click()
            expect(page).to_have_url(re.compile(r"/paths/home-cook/pastry-chef/\?know=kneading:2$"))

    def test_who_has_one_side_of_a_result_goes_on_to_the_other(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=hours.dough,last-made.loaf,morning.six,village.one")
            expect(page.locator("[data-verdict]")).to_have_text("Both trades, and one side is yours already")
            going = page.locator("[data-lead]")
            arm = going.locator(".fp-go")
            expect(arm).to_have_text(re.compile("^Broaden: the path to Pastry chefHome cook"))
            expect(going.get_by_role("link", name="Stay and go deeper")).to_have_attribute("href", "../../paths/home-cook/#stay")

    def test_who_is_like_nobody_is_not_said_to_be(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            going = reader.go(f"{TRADE}?a=hours.sugar,morning.two").locator("[data-lead]")
            expect(going).not_to_contain_text("most like")
            expect(going).to_contain_text("The starting point that fits your answers: Home cook.")
            link = going.get_by_role("link", name=re.compile("^Your path to Baker Home cook · "))
            expect(link).to_have_attribute("href", "../../paths/home-cook/baker/?know=lamination:1")

    def test_a_rule_that_decides_says_so(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=morning.six,scales.hand,village.one")
            _ends(page, "Both trades")
            expect(page.locator("[data-blocks] summary").nth(1)).to_have_text("What you do now: nothing yet")
            expect(page.locator(".fp-why")).to_have_text("One bakery bakes everything.")
            rule = page.locator(".fp-end [data-slot=rule]")
            expect(rule).to_contain_text("Baker and Pastry chef are the top two, at most 2 points apart")
            expect(rule).to_contain_text("One bakery bakes everything.")

    def test_the_map_of_skills_is_drawn_when_its_fold_is_opened(self, browser: Browser, tiny_url: str) -> None:
        """Beneath all else, of the path that the result leads to, with what the answers tell; no page asks for it before."""
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            asked: list[str] = []
            reader.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
            page = reader.go(f"{TRADE}?a={LIKE_THE_COOK}")
            fold = page.locator("[data-mapped]")
            expect(fold).to_be_visible()
            assert not {"result_map.mjs", "map.svg", "plan.json"} & set(asked)
            lead = page.locator("[data-lead]").bounding_box()
            assert fold.bounding_box()["y"] >= lead["y"] + lead["height"]
            fold.locator("summary").click()
            drawing = fold.get_by_role("img")
            expect(drawing).to_have_attribute("aria-label", re.compile(r"^You have \d of the \d skills asked for\. Left: \d\.$"))
            boxes = fold.locator("[data-skill]")
            looks = "(boxes) => boxes.map((box) => box.getAttribute('class').split('--')[1])"
            before = boxes.evaluate_all(looks)
            expect(fold.locator("[data-look]:visible")).to_have_count(len(set(before)))
            link = page.locator("a.fp-go").get_attribute("href")
            assert link and "?know=" in link
            fold.get_by_role("link", name="Full map with names").click()
            expect(page.locator("h3#map, h2#map")).to_be_visible()
            # On the path's own page what the answers tell is offered, and taken it gives the same map.
            reader.go(TRADE + link)
            page.get_by_role("button", name="Skip those steps").click()
            expect(page.locator("#fp-map [data-skill]").first).to_be_attached()
            assert page.locator("#fp-map [data-skill]").evaluate_all(looks) == before

    def test_a_map_that_does_not_come_is_said(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            reader.page.route("**/map.svg", lambda route: route.fulfill(status=404, body=""))
            page = reader.go(f"{TRADE}?a={LIKE_THE_COOK}")
            page.locator("[data-mapped] summary").click()
            expect(page.locator("[data-mapped] [role=status]")).to_have_text("The map could not be loaded; you may be offline.")
            reader.faults = [fault for fault in reader.faults if "map.svg" not in fault and "404" not in fault]

    def test_what_changes_is_said_to_those_who_listen(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = _begin(reader)
            status = page.locator("[role=status][data-status]")
            expect(status).to_have_text("")
            _choose(page, "Sugar and butter.")
            expect(status).to_have_text("1 of 6 answered.")
            page.get_by_role("button", name="All at once").click()
            page.get_by_label("A tart.", exact=True).check()
            expect(status).to_have_text("2 of 6 answered. What you do now: Cakes.")

    def test_the_page_and_the_guide_have_the_same_decision(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """Every point, level, role, rule and answer that rules out, read back from the form; and those who could begin somewhere."""
        with reading(browser, real_url, viewport=DESK) as reader:
            for identifier, decision in real_guide.decisions.items():
                page = reader.go(f"decide/{identifier}/")
                source = """async (root) => {
                    const { readDecision, readPeople } = await import(root + "assets/javascripts/decide/form.mjs");
                    return [readDecision(document), readPeople(document)];
                }"""
                assert page.evaluate(source, urlsplit(real_url).path) == [as_data(decision), people_data(real_guide, decision)]

    def test_a_personas_page_advises_what_their_answers_say(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """Where the box at the head of the page leads first, the result's arm leads, too."""
        with reading(browser, real_url, viewport=DESK) as reader:
            for persona in real_guide.settings.personas:
                page = reader.go(f"paths/{persona}/")
                advice = page.locator(".fp-box div").filter(has_text="Our advice").get_by_role("link").evaluate("(link) => link.href")
                page.get_by_role("link", name=re.compile("^See these answers: Which role")).click()
                arm = page.locator("[data-lead] .fp-go").evaluate("(link) => link.href.replace(/[?].*/, '')")
                assert arm == advice, persona

    def test_every_persona_has_a_link_to_the_answers_given_for_them(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        decision = real_guide.decisions["which-role"]
        names = {outcome.id: outcome.name for outcome in decision.outcomes if not outcome.silent}
        with reading(browser, real_url, viewport=DESK) as reader:
            for persona in real_guide.personas.values():
                page = reader.go(f"paths/{persona.id}/")
                page.get_by_role("link", name=f"See these answers: {decision.name}").click()
                expect(page.locator("#fp-result")).to_be_visible()
                _ends(page, *(names[outcome] for outcome in reversed(persona.expect["which-role"].values()) if outcome in names))


class TestCard:
    """Without scripts: what is printed is all there is, and it is enough."""

    @pytest.mark.parametrize("identifier", ["which-role", "which-approach", "which-trade"])
    def test_adding_up_what_is_printed_gives_the_result(
        self, identifier: str, browser: Browser, real_url: str, tiny_url: str, real_guide: Guide, trade: Decision,
    ) -> None:
        tiny = identifier == trade.id
        decision = trade if tiny else real_guide.decisions[identifier]
        with reading(browser, tiny_url if tiny else real_url, viewport=DESK, java_script_enabled=False) as reader:
            card = _Card(reader.go(f"decide/{identifier}/"), decision)
        dice = random.Random(7)
        ends = set()
        for _ in range(400):
            answers = random_sheet(dice, decision, dice.choice((0.3, 0.7, 1, 1)))
            for block in score(decision, answers).blocks:
                if block.answered:
                    assert card.ranking(block.id, answers) == [list(place) for place in block.ranking], answers
                    assert card.winner(block.id, answers) == block.winner, answers
                    ends.add(block.winner)
        assert ends - {None} == {outcome.id for outcome in decision.outcomes} and (None in ends) == (identifier == "which-approach")

    def test_it_can_be_read_and_ticked(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE, java_script_enabled=False) as reader:
            page = reader.go(f"{TRADE}?a={WHOLE}")
            reader.looks_right("light")
            assert page.locator(".fp-q:visible").count() == 6 and page.locator(".fp-decide input:checked").count() == 0
            page.get_by_label("At noon.", exact=True).check()
            assert page.locator("[data-live]:visible, .fp-result:visible, .fp-decide button:visible").count() == 0
            page.get_by_text("Why these points").first.click()
            expect(page.get_by_text("Hours with dough are a baker's.")).to_be_visible()
            for words in ("Reasons for each result", "You weigh by the gram.", "What each result means"):
                expect(page.get_by_text(words).first).to_be_visible()
            page.locator("#outcome-pastry-chef").get_by_role("link", name="Pastry chef").click()
            reader.at("decide/which-trade/results/#outcome-pastry-chef")
            for words in ("If you are there already", "What it costs", "Your evenings.", "It has no points of its own."):
                expect(page.get_by_text(words).first).to_be_visible()

    def test_the_tree_asks_the_strongest_question_first(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK, java_script_enabled=False) as reader:
            page = reader.go(TRADE)
            tree = page.locator(".fp-treebox").nth(1)
            assert tree.locator(".fp-tree__ask").first.inner_text() == "When would you like to begin?"
            branches = tree.locator(":scope > .fp-tree > li")
            assert [branch.split("\n")[0].strip() for branch in branches.all_inner_texts()] == ["At two in the night.", "At six.", "At noon."]
            # Two in the night is 3 for baker; by feel 2 more, and whose oven it is changes nothing any more.
            assert branches.first.locator("li").first.inner_text().split() == ["By", "feel.", "Baker"]
            assert "level: Baker, Pastry chef" in branches.first.inner_text()

    def test_the_tree_steps_back_while_questions_are_answered(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(TRADE)
            expect(page.locator("#tree")).to_be_visible()
            page.get_by_role("link", name="Start", exact=True).click()
            expect(page.locator("#tree")).to_be_hidden()

    @pytest.mark.parametrize("scripts", [True, False])
    @pytest.mark.parametrize("identifier", ["which-role", "which-approach"])
    def test_it_is_printed_on_two_sheets_at_most_and_its_tree_on_one_more(
        self, identifier: str, scripts: bool, browser: Browser, real_url: str,
    ) -> None:
        with reading(browser, real_url, viewport=DESK, java_script_enabled=scripts) as reader:
            page = reader.go(f"decide/{identifier}/")
            pdf = page.pdf(prefer_css_page_size=True)
            tree = page.locator(".fp-decide__tree")
            assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in ((1, 2) if tree.count() == 0 else (2, 3))
            assert re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", pdf)[0] == (b"594", b"841")
            page.emulate_media(media="print")
            assert tree.count() == (identifier == "which-role")
            if tree.count():
                expect(tree).to_contain_text("What we would change in it")
                ends = tree.locator(".fp-tree__leaf > a")
                expect(ends).to_have_count(3)
                # Paper has no painted grounds.
                looks = ends.evaluate_all("(ends) => ends.map((end) => [end.checkVisibility(), getComputedStyle(end).backgroundColor])")
                assert looks == [[True, "rgba(0, 0, 0, 0)"]] * 3
                expect(tree).to_have_css("break-after", "page")
            for part, least in ((".fp-q", 8), (".fp-options label", 30), (".fp-pts:has(i)", 30)):
                assert page.locator(part).locator("visible=true").count() == page.locator(part).count() > least
            assert page.locator(".fp-sums:visible").count() >= 1 and page.locator(".fp-fit li:visible").count() > 10
            # No result yet, and nothing on paper that one presses or opens.
            page.evaluate("() => { for (const part of document.querySelectorAll('.fp-decide [hidden]')) part.hidden = false; }")
            assert page.locator(".fp-result:visible, .fp-decide button:visible, .fp-decide summary:visible, .fp-steer:visible").count() == 0

    def test_once_something_is_answered_the_result_is_printed(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a={WHOLE}")
            page.get_by_role("button", name="Change an answer").click()
            page.emulate_media(media="print")
            assert page.locator(".fp-end:visible").count() == 2
            assert page.locator(".fp-q:visible, .fp-decide button:visible").count() == 0


class _Card:
    """A reader with a pencil: letters, names, points, marks, what is crossed out and the rule, from the visible text alone."""

    def __init__(self, page: Page, decision: Decision) -> None:
        self.points: dict[tuple[str, str], dict[str, int]] = {}
        self.marks: dict[tuple[str, str], set[str]] = {}
        self.out: dict[tuple[str, str], set[str]] = {}
        self.letters: dict[str, list[str]] = {}
        ids = {(outcome.block, outcome.name): outcome.id for outcome in decision.outcomes}
        self.outcome: dict[str, str] = {}
        for block, section in zip(decision.blocks, page.locator(".fp-block").all(), strict=True):
            key = section.locator(".fp-key").inner_text().removeprefix("The letters:")
            for letter, name in re.findall(r"\b([A-Z]{1,2})\s(.+?)(?=\n|$)", "\n".join(section.locator(".fp-key__of").all_inner_texts())):
                assert name in key
                self.outcome[letter] = ids[block.id, name]
            sums = "\n".join(section.locator(".fp-sums__list li").all_inner_texts())
            self.letters[block.id] = re.findall(r"^([A-Z]{1,2})\s", sums, re.MULTILINE)
        for question, field in zip(decision.questions, page.locator(".fp-q").all(), strict=True):
            for option, line in zip(question.options, field.locator("li").all(), strict=True):
                _, printed = line.inner_text().rsplit("Points:", 1)
                self.points[question.id, option.id] = {letter: int(number) for letter, number in re.findall(r"\b([A-Z]{1,2})\s+(\d)\b", printed)}
                self.marks[question.id, option.id] = set(re.findall(r"◆([A-Z]{1,2})\b", printed))
                self.out[question.id, option.id] = set(re.findall(r"✕([A-Z]{1,2})\b", printed))
        self.rules = re.findall(r"([A-Z]+) has no points. It is the result instead when (.*?) are the top two, at most (\d) points apart",
                                page.locator(".fp-how").inner_text())

    def ranking(self, block: str, answers: Mapping[str, str]) -> list[list[Any]]:
        out = {letter for answer in answers.items() for letter in self.out[answer]}
        sums = {letter: sum(self.points[answer].get(letter, 0) for answer in answers.items()) for letter in self.letters[block] if letter not in out}
        return [[self.outcome[letter], points] for letter, points in sorted(sums.items(), key=lambda pair: -pair[1])]

    def winner(self, block: str, answers: Mapping[str, str]) -> str | None:
        ranking = self.ranking(block, answers)
        if not ranking:
            return None
        letter = {outcome: letter for letter, outcome in self.outcome.items()}
        for mark, pairs, within in self.rules:
            first = {letter[outcome] for outcome, _ in ranking[:2]}
            joined = [set(re.findall(r"[A-Z]+", pair)) for pair in pairs.split(", or ")]
            near = len(ranking) > 1 and first in joined and ranking[0][1] - ranking[1][1] <= int(within)
            if near and any(mark in self.marks[answer] for answer in answers.items()):
                return self.outcome[mark]
        return ranking[0][0]


class TestAddress:
    QUERIES = {
        "script": "a=<script>window.hit=1</script>", "element": "a=hours.dough\"><img src=x onerror=window.hit=1>",
        "prototype": "a=__proto__.x,constructor.prototype,toString.name&__proto__=x&constructor=y",
        "prototype as option": "a=oven.__proto__,oven.toString",
        "wrong ids": "a=hours.nothing,nowhere.dough,morning,.,..,two.morning", "broken percent": "a=%E0%A4%A&b=%&%=%zz",
        "another name": "answers=hours.dough&A=hours.dough", "nothing": "a=", "control": "a=%00%0a%0d%1b&a=%u0000", "case": "a=HOURS.DOUGH",
        "long": "a=" + "x.y," * 25_000,
    }

    @pytest.mark.parametrize("query", QUERIES)
    def test_what_is_no_answer_leaves_a_clean_page(self, query: str, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            self._open(reader, self.QUERIES[query])
            reader.at(TRADE)
            page = reader.page
            expect(page.locator('[data-view="start"]')).to_be_attached()
            found = "[window.hit ?? null, ({}).x ?? null, document.querySelectorAll('article :is(script, img)').length]"
            assert page.evaluate(found) == [None, None, 0]
            page.get_by_role("link", name="Start", exact=True).click()
            _choose(page, "At the table.")
            reader.at(f"{TRADE}?a=hours.table")

    @pytest.mark.parametrize(("query", "kept"), [
        ("a=hours.dough,hours.sugar", "hours.dough"), ("a=hours.dough&a=hours.sugar&x=y", "hours.dough"),
        ("a=hours.wrong,hours.sugar", "hours.sugar"), ("a=" + "z.z," * 20_000 + "hours.dough", "hours.dough"),
        ("a=village.one,hours.dough", "hours.dough,village.one"), ("a=oven.constructor", "oven.constructor"),
        ("a=hours.dough.sugar,last-made.tart", "last-made.tart"),
    ], ids=range(7))
    def test_of_a_mixed_one_the_answers_stay(self, query: str, kept: str, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            self._open(reader, query)
            reader.at(f"{TRADE}?a={kept}")
            expect(reader.page.locator("#fp-result")).to_be_visible()

    def _open(self, reader: Reader, query: str) -> None:
        """As from a link; the page itself comes without the query, for no server has to bear 100 kB of it."""
        reader.page.route("**/which-trade/?*", lambda route: route.fulfill(response=route.fetch(url=reader.root + TRADE)))
        reader.page.goto(f"{reader.root}{TRADE}?{query}", wait_until="load")

    def test_an_answer_is_no_stop_of_the_back_button(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go("decide/")
            page.get_by_role("link", name="Which trade fits me?", exact=True).click()
            page.get_by_role("link", name="Start", exact=True).click()
            _choose(page, "At the table.")
            expect(page.locator("[data-progress]")).to_have_text("Question 2 of 6")
            _choose(page, "Toast.")
            page.go_back()
            reader.at("decide/")
            page.go_forward()
            reader.at(f"{TRADE}?a=hours.table,last-made.toast")
            page.reload()
            _ends(page, "No result yet", "Neither yet")

    def test_back_from_what_a_result_means_shows_the_result(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=hours.dough,morning.two")
            page.locator(".fp-ranks").first.get_by_role("link", name="Pastry chef").click()
            reader.at(f"{TRADE}results/#outcome-pastry-chef")
            page.go_back()
            reader.at(f"{TRADE}?a=hours.dough,morning.two")
            _ends(page, "Baker", "Bread")

    @pytest.mark.parametrize("scripts", [True, False])
    def test_where_a_meaning_stood_before_it_is_one_step_away(self, scripts: bool, browser: Browser, tiny_url: str) -> None:
        """The address of a link from outside."""
        with reading(browser, tiny_url, viewport=PHONE, java_script_enabled=scripts) as reader:
            page = reader.page
            page.goto(f"{tiny_url}{TRADE}#outcome-cake-now")
            if not scripts:
                page.locator("#outcome-cake-now a").click()
            reader.at(f"{TRADE}results/#outcome-cake-now")

    def test_start_again(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a={WHOLE}")
            page.get_by_role("button", name="Start again").click()
            reader.at(TRADE)
            expect(page.get_by_role("link", name="Start", exact=True)).to_be_focused()
            expect(page.locator("[data-status]")).to_have_text("Start again. All answers are cleared.")
            assert page.locator(".fp-decide input:checked").count() == 0

    def test_where_the_clipboard_is_closed_the_link_is_shown(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
            page = reader.go(f"{TRADE}?a={WHOLE}")
            page.get_by_role("button", name="Copy the link").click()
            expect(page.get_by_label("Link to your answers")).to_have_value(f"{tiny_url}{TRADE}?a={WHOLE}")
            expect(page.get_by_label("Link to your answers")).to_be_focused()
            page.get_by_role("button", name="Change an answer").click()
            # It would be the link to what was answered before.
            expect(page.locator("[data-address]")).to_have_attribute("hidden", "")


class TestRemember:
    STORED = "[...[localStorage, sessionStorage].map((kept) => Object.keys(kept).filter((key) => key.startsWith('fingerpost'))), document.cookie]"

    def test_nothing_is_kept_or_sent_unless_asked_for_and_it_goes_when_it_shall(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = _begin(reader)
            everything = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
            sent: list[str] = []
            page.on("request", lambda request: request.url.endswith("favicon.svg") or sent.append(request.url))
            _choose(page, "Dough and ovens.")
            expect(page.locator("[data-progress]")).to_have_text("Question 2 of 6")
            page.get_by_role("button", name="See the result").click()
            assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == everything
            assert (page.evaluate(self.STORED), sent) == ([[], [], ""], [])
            remember = page.get_by_label("Remember on this device")
            remember.check()
            assert page.evaluate(self.STORED) == [[KEPT], [], ""]
            page.get_by_role("button", name="Change an answer").click()
            _choose(page, "A tart.")
            assert page.evaluate(f"localStorage.getItem('{KEPT}')") == "hours.dough,last-made.tart"
            # Another day, without a link.
            page = reader.go(TRADE)
            reader.at(f"{TRADE}?a=hours.dough,last-made.tart")
            _ends(page, "No result yet", "Bread")
            expect(remember).to_be_checked()
            remember.uncheck()
            assert page.evaluate(self.STORED) == [[], [], ""]
            reader.go(TRADE)
            reader.at(TRADE)

    def test_answers_of_before_are_taken_for_those_of_today(self, browser: Browser, tiny_url: str) -> None:
        """From a link, and from this device, which remembers them still."""
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=oven.hired,hours.dough")
            reader.at(f"{TRADE}?a=hours.dough,oven.rented")
            expect(page.locator("[data-given]")).to_contain_text("One that I rent.")
            page.evaluate(f"localStorage.setItem('{KEPT}', 'oven.let')")
            page = reader.go(TRADE)
            reader.at(f"{TRADE}?a=oven.rented")
            expect(page.get_by_label("Remember on this device")).to_be_checked()

    def test_a_link_of_somebody_else_leaves_mine_alone(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a=hours.dough")
            page.get_by_label("Remember on this device").check()
            page = reader.go(f"{TRADE}?a=hours.sugar")
            _ends(page, "No result yet", "Cakes")
            expect(page.get_by_text("These answers came with the link.")).to_be_visible()
            expect(page.get_by_label("Remember on this device")).not_to_be_checked()
            page.get_by_role("button", name="Change an answer").click()
            _choose(page, "Toast.")
            assert page.evaluate(f"localStorage.getItem('{KEPT}')") == "hours.dough"
            page.get_by_role("button", name="Show mine").click()
            reader.at(f"{TRADE}?a=hours.dough")
            _ends(page, "No result yet", "Bread")
            page = reader.go(f"{TRADE}?a=hours.sugar")
            page.get_by_role("button", name="Forget mine").click()
            expect(page.get_by_text("These answers came with the link.")).to_be_hidden()
            assert page.evaluate(self.STORED) == [[], [], ""]

    def test_where_storage_is_closed_it_is_said_and_the_page_works(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            reader.page.add_init_script("""for (const name of ["getItem", "setItem", "removeItem"]) {
                const real = Storage.prototype[name];
                Storage.prototype[name] = function (key, ...rest) {
                    if (key.startsWith("fingerpost")) throw new DOMException("closed", "SecurityError");
                    return real.call(this, key, ...rest);
                };
            }""")
            page = _begin(reader)
            _choose(page, "Dough and ovens.")
            expect(page.locator("[data-progress]")).to_have_text("Question 2 of 6")
            page.get_by_role("button", name="See the result").click()
            page.get_by_label("Remember on this device").click()
            blocked = "Your browser stores nothing here. The address still holds your answers."
            expect(page.locator("[data-said]")).to_have_text(blocked)
            expect(page.get_by_label("Remember on this device")).not_to_be_checked()
            reader.at(f"{TRADE}?a=hours.dough")

    def test_what_was_kept_wrongly_is_ignored(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go("about/")
            page.evaluate(f"localStorage.setItem('{KEPT}', '__proto__.x,<img src=x onerror=window.hit=1>,hours.dough')")
            page = reader.go(TRADE)
            reader.at(f"{TRADE}?a=hours.dough")
            assert page.evaluate("window.hit ?? null") is None


class TestForEverybody:
    """What a checker of accessibility looks at, by hand."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("size", [{"width": 320, "height": 640}, DESK], ids=["320", "1280"])
    def test_it_fits_and_has_contrast(self, size: Any, scheme: Any, browser: Browser, real_url: str, real_guide: Guide) -> None:
        answers = ",".join(f"{question.id}.{question.options[0].id}" for question in real_guide.decisions["which-approach"].questions[:-2])
        with reading(browser, real_url, viewport=size, color_scheme=scheme) as reader:
            for path in ("decide/", "decide/which-approach/results/", "decide/which-approach/", f"decide/which-approach/?a={answers}"):
                page = reader.go(path)
                reader.looks_right(scheme)
                assert faint(page) + mute(page) == []
            page.get_by_role("button", name="Change an answer").click()
            reader.looks_right(scheme)
            assert faint(page) + mute(page) == []
            page.get_by_role("button", name="All at once").click()
            reader.looks_right(scheme)
            assert faint(page) + mute(page) == []

    def test_everything_has_a_name_and_says_what_it_is(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=DESK) as reader:
            page = reader.go(f"{TRADE}?a={WHOLE}")
            page.get_by_role("button", name="Change an answer").click()
            page.get_by_role("button", name="All at once").click()
            for question in ("1 Where did most hours in the kitchen go?", "6 How many bakeries are there around you?"):
                group = page.get_by_role("group", name=question, exact=True)
                expect(group).to_be_visible()
                expect(group).to_have_accessible_description(re.compile("Why we ask: "))
            expect(page.get_by_role("radio", name="Dough and ovens.", exact=True)).to_be_checked()
            assert [name for name in page.locator(".fp-decide :is(button, input, summary):visible").evaluate_all(
                "parts => parts.map((part) => (part.labels?.[0] ?? part).innerText.trim())") if not name] == []
            levels = page.locator("article :is(h1, h2, h3, h4, h5)").evaluate_all(
                "heads => heads.filter((head) => head.checkVisibility()).map((head) => Number(head.tagName[1]))")
            assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False)), levels

    def test_what_is_pressed_is_large_enough(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            page = _begin(reader)
            small = """parts => parts.map((part) => (part.closest("label") ?? part).getBoundingClientRect())
                .filter((box) => box.width < 24 || box.height < 24).length"""
            assert page.locator(".fp-decide :is(button, input, summary):visible").evaluate_all(small) == 0


class TestWaysIn:
    """The pages that lead to a decision."""

    @pytest.mark.parametrize(("path", "link", "to"), [
        ("", "Which trade fits me?", TRADE), ("roles/", "Which trade fits me?", TRADE), ("roles/baker/", "Which trade fits me?", TRADE),
        ("use-cases/", "Which trade fits me?", TRADE), ("debates/machine-or-hand/", "Which trade fits me?", TRADE),
        ("use-cases/sunday-brunch/", "Baker", f"{TRADE}results/#outcome-baker"), ("decide/", "Which trade fits me?", TRADE),
    ])
    def test_leads_there(self, path: str, link: str, to: str, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE) as reader:
            page = reader.go(path)
            page.locator("article").get_by_role("link", name=link, exact=True).and_(page.locator("[href*='which-trade']")).first.click()
            reader.at(to)

    def test_the_search_finds_it_by_what_people_type(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("about/")
            page.keyboard.press("/")
            page.locator("#fp-search input[name=q]").press_sequentially("quiz")
            expect(page.locator(".fp-search__rows a[href*='decide/']").first).to_be_visible()

    def test_a_guide_without_decisions_says_nothing_of_them(self) -> None:
        from conftest import generate

        tree = tiny_tree()
        del tree["decisions/which-trade.yml"]
        for path, old in (("guide.yml", b"decisions: [which-trade]\n"), ("use-cases/sunday-brunch.yml", b"outcomes: {which-trade: baker}\n"),
                          ("debates/machine-or-hand.yml", b"; see [](decision:which-trade)")):
            assert old in tree[path]
            tree[path] = tree[path].replace(old, b"")
        tree["personas/home-cook.yml"] = re.sub(rb"(?m)^(answers|expect): .*\n", b"", tree["personas/home-cook.yml"])
        output: Output = generate(guide_of(tree))
        assert [page.url for page in output.pages if page.url.startswith("decide")] == []
        assert [name for name, text in output.documents.items() if "which-trade" in text or 'class="fp-decide' in text] == []


def test_its_classes_are_its_own() -> None:
    """A class of one page that another page uses too would be dressed, or hidden, by both style sheets."""
    styles = ROOT / "theme_overrides/assets/stylesheets"
    used = {path.stem: set(re.findall(r"(?<!-)\.(fp-[a-z_-]+)", path.read_text("utf-8"))) for path in styles.glob("*.css")}
    shared = used["text"] | used["parts"] | used["shell"]
    others = used["pages"] | used["follow"]
    assert used["decide"] & others - shared == set()
