"""What is taken in at a glance: boxes that answer first, the roles beside each other, arguments with what was found of them, worries with
their answers; and what the long texts stand for where a guide has no short ones."""
from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import yaml
from browsing import DESK, PHONE, reading
from conftest import generate, guide_of, tiny_tree
from playwright.sync_api import Browser, expect
from test_shapes import files, tiny

from generator.content.load import load
from generator.model import Guide, Language
from generator.model.lengths import hours
from generator.pipeline import Output
from generator.planner.paths import PathKey
from generator.rules.validate import validate
from generator.site.render import html_of

Tree = dict[str, Any]


def guide_with(tree: Tree) -> Guide:
    """The guide of these files, warnings and all."""
    guide, found = validate(*load(files(tree)))
    assert guide is not None, [problem.text() for problem in found]
    return guide


def made(tree: Tree) -> Output:
    return generate(guide_with(tree))


def page(output: Output, url: str) -> str:
    found = next(page for page in output.pages if page.url == url)
    return html_of(found, Language().words)


def text(html: str) -> str:
    """The words of a piece of a page, on one line."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def box(html: str) -> list[tuple[str, str]]:
    """The rows of the first box of a page: label and what stands beside it."""
    first = html.partition('<dl class="fp-box')[2].partition("</dl>")[0]
    return [(text(label), text(value)) for label, value in re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", first, re.DOTALL)]


def folds(html: str) -> list[tuple[str, str]]:
    """The folds of a page: what each says is inside, and how much."""
    lines = re.findall(r"<summary>(.*?)</summary>", html, re.DOTALL)
    return [(text(line.partition("</h3>")[0]), text(line.partition("</h3>")[2])) for line in lines if "<h3" in line]


def headings(html: str) -> list[str]:
    return [text(heading) for heading in re.findall("<h2[^>]*>(.*?)</h2>", html)]


def glance(html: str) -> list[list[str]]:
    """The rows of the table of roles, cell by cell."""
    table = html.partition('id="comparison"')[2].partition("</table>")[0]
    return [[text(cell) for cell in re.findall("<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)] for row in re.findall("<tr.*?</tr>", table, re.DOTALL)]


def short_roles() -> Tree:
    """The tiny guide with what its roles are in short."""
    tree = tiny()
    tree["roles/baker.yml"] |= {
        "in_short": {"for_you_if": "you like the night.", "pay": "[18 EUR](claim:junior-pay) an hour.",
                     "demand": "A loaf takes [18 hours](claim:loaf-hours)."},
        "findings": {"work": "You bake at night.", "demand": "Bread is eaten."},
    }
    tree["roles/baker.yml"]["criteria"]["morning"]["short"] = "[18 hours](claim:loaf-hours)"
    tree["roles/pastry-chef.yml"]["criteria"]["morning"]["short"] = "at six"
    tree["criteria/morning.yml"] |= {"short": "Begins", "group": "The day", "ground": "our view"}
    return tree


class TestRole:
    def test_the_box_answers_and_says_whose_its_figures_are(self) -> None:
        html = page(made(short_roles()), "roles/baker/")
        mark = "(confirmed)"
        assert box(html) == [
            ("For you if", "you like the night."), ("Not if", "You sleep late."), ("Pay", f"18 EUR {mark} an hour."),
            ("Demand", f"A loaf takes 18 hours {mark} ."), ("Time", "10 to 20 h , depending on where you start"),
            ("First project", "A first loaf , 6 h")]
        assert "Figures: " in html and text(html).count("Figures: ") == 1

    def test_a_guide_without_short_forms_has_a_box_of_what_follows_from_it(self, tiny: Output) -> None:
        html = page(tiny, "roles/baker/")
        assert [label for label, _ in box(html)] == ["Not if", "Time", "First project"]
        assert "Figures:" not in html
        assert "A baker works at night" in html.partition("<summary>")[0], "the long text stands open"

    def test_what_is_behind_a_finding_is_folded_and_counted(self) -> None:
        html = page(made(short_roles()), "roles/baker/")
        assert folds(html) == [
            ("Full description", ""), ("A day, hour by hour", ""), ("Responsibilities", "1"), ("Tools", "1"), ("All pay figures", "3"),
            ("All demand figures", "1"), ("What employers look for", "1"), ("Background", ""), ("What the phrases in job ads mean", "1"),
            ("Questions to ask the employer", "1"), ("Signs it is not for you", "1"), ("Every skill and level", "2"),
            ("Projects that prove it", "1"), ("Problems it solves", "1"), ("Similar titles", "1")]

    def test_figures_of_different_sources_are_not_compared_without_a_word(self) -> None:
        tree = short_roles()
        several = page(made(tree), "roles/baker/")
        tree["roles/baker.yml"]["pay"] = tree["roles/baker.yml"]["pay"][:1]
        one = page(made(tree), "roles/baker/")
        assert "read each source by itself" in several.partition("All pay figures")[2].partition("</details>")[0]
        assert "All pay figures" in one and "read each source by itself" not in one

    def test_claims_beside_those_that_a_cell_links_are_called_others(self) -> None:
        tree = short_roles()
        tree["roles/baker.yml"]["criteria"]["morning"] |= {"value": "After [18 hours](claim:loaf-hours).", "claims": ["loaf-hours", "junior-pay"]}
        tree["roles/pastry-chef.yml"]["criteria"]["morning"] = {"short": "at six", "value": "At six.", "claims": ["loaf-hours"]}
        output = made(tree)
        baker, chef = page(output, "roles/").partition('id="criteria"')[2].partition('class="fp-beside"')[2].split('class="fp-label"')[1:3]
        assert "See also:" in baker and "fp-cites" in chef and "See also:" not in chef, "what a cell rests on is no further reading"
        for role in ("baker", "pastry-chef"):
            tree[f"roles/{role}.yml"]["criteria"]["morning"].pop("short")
        output = made(tree)
        assert page(output, "roles/").count("See also:") == 1, "the same where the table holds all that is said"

    def test_distances_are_drawn_to_one_scale_the_nearest_first(self) -> None:
        tree = tiny()
        tree["personas/neighbour.yml"] = {**tree["personas/home-cook.yml"], "name": "Neighbour", "has": {"kneading": "2", "sourdough": "2"}}
        tree["guide.yml"]["personas"].append("neighbour")
        output = made(tree)
        html = page(output, "roles/baker/").partition('class="fp-far ')[2].partition("</ol>")[0]
        names = re.findall(r'<li><a href="[^"]*">(.*?)</a>', html)
        ranges = [tuple(map(float, found)) for found in re.findall(r'fp-pic__bar [^"]*" x="([\d.]+)%" width="([\d.]+)%"', html)]
        assert names == ["Neighbour", "Home cook"]
        assert ranges[0][0] < ranges[1][0] and round(ranges[1][0] + ranges[1][1], 1) == 100, "the farthest ends where the drawing ends"

    def test_a_section_that_is_not_given_has_no_heading(self) -> None:
        tree = tiny()
        needed = ("name", "summary", "approach", "description", "needs", "criteria")
        tree["roles/baker.yml"] = {name: tree["roles/baker.yml"][name] for name in needed}
        html = page(made(tree), "roles/baker/")
        assert headings(html) == ["How long it takes, by starting point", "The work", "What you need to know", "Related"]


class TestComparison:
    def test_short_values_stand_in_groups_with_their_ground(self) -> None:
        html = page(made(short_roles()), "roles/")
        rows = glance(html)
        assert rows[0] == ["", "Baker Dough first", "Pastry chef Plate first"]
        assert rows[1:3] == [["The day our view"], ["Begins", "18 hours (confirmed)", "at six"]]
        assert rows[3] == ["Time to learn it hours, our estimate"] and rows[4][0] == "From Home cook"
        assert folds(html) == [("Mornings", "")] and 'id="morning"' in html.partition("<summary>")[2]

    def test_the_long_value_stands_where_a_short_one_is_missing(self) -> None:
        tree = short_roles()
        del tree["roles/pastry-chef.yml"]["criteria"]["morning"]["short"]
        assert glance(page(made(tree), "roles/"))[2] == ["Begins", "18 hours (confirmed)", "Begins at six. our view"]

    def test_without_short_values_the_table_has_the_long_ones_and_nothing_is_said_twice(self, tiny: Output) -> None:
        html = page(tiny, "roles/")
        assert glance(html)[1] == ["Mornings", "Begins at two; a loaf takes 18 hours (confirmed) .", "Begins at six. our view"]
        assert folds(html) == [] and html.count('id="morning"') == 1

    def test_pictures_that_compare_the_roles_stand_below(self, tiny: Output) -> None:
        tree = tiny_tree()
        text = tree["guide.yml"].decode()
        text = text.replace("    topic: craft\n    finding", "    topic: craft\n    beside_roles: true\n    finding")
        beside = generate(guide_of({**tree, "guide.yml": text.encode()}))
        shown = page(beside, "roles/")
        assert headings(shown).index("A loaf takes most of a day") >= 0 and 'href="../evidence/craft/hours.csv"' in shown
        assert "fp-pic" not in page(tiny, "roles/")

    def test_a_role_to_which_nobody_has_a_path_says_so(self) -> None:
        tree = short_roles()
        tree["personas/home-cook.yml"]["paths"] = [{**tree["personas/home-cook.yml"]["paths"][0]}]
        del tree["personas/home-cook.yml"]["paths"][0]["then"]
        del tree["personas/home-cook.yml"]["expect"], tree["personas/home-cook.yml"]["answers"]
        rows = glance(page(made(tree), "roles/"))
        assert rows[-1][0] == "From Home cook" and rows[-1][2] == "no path yet"


DEBATE = """
name: Machine or hand?
summary: Whether a mixer spoils the dough.
short: Hand
in_short: By hand. A mixer saves an hour.
positions:
  - {name: Machine, finding: half-true, argument: It saves an hour., claims: [loaf-hours]}
  - {name: Hand, finding: holds, argument: "A loaf takes [18 hours](claim:loaf-hours).", claims: [loaf-hours]}
  - {name: Neither, finding: half-true, argument: Buy it.}
view: Both make bread.
"""


class TestDebate:
    def test_the_view_comes_first_and_counts_how_the_arguments_fared(self) -> None:
        output = made(tiny() | {"debates/machine-or-hand.yml": yaml.load(DEBATE, yaml.CBaseLoader)})
        html = page(output, "debates/machine-or-hand/")
        view = html.partition('<section class="fp-box')[2].partition("</section>")[0]
        assert text(view.partition(">")[2]) == "Our view Hand By hand. A mixer saves an hour. Holds up: 1 · Half true: 2"
        assert folds(html) == [("Our full view", ""), ("Machine", "Half true"), ("Hand", "Holds up"), ("Neither", "Half true")]
        opened = re.findall(r"<details[^>]* open>\s*<summary><h3[^>]*>(.*?)</h3>", html)
        assert opened == ["Hand"], "the one that fared best"
        assert html.count("More evidence:") == 1, "a claim that the argument links is not listed again"
        assert re.search(r'<li><a href="machine-or-hand/">Machine or hand\?</a> <span>Hand</span>', page(output, "debates/"))

    def test_without_short_forms_the_whole_view_comes_first(self, tiny: Output) -> None:
        html = page(tiny, "debates/machine-or-hand/")
        assert "Both make bread" in html.partition("</section>")[0] and html.count("Both make bread") == 1
        assert folds(html) == [("Machine", ""), ("Hand", "")]
        assert "fp-verdictbox__word" not in html and "Holds up" not in html

    def test_nothing_is_counted_while_an_argument_is_not_judged(self) -> None:
        debate = yaml.load(DEBATE, yaml.CBaseLoader)
        del debate["positions"][0]["finding"]
        html = page(made(tiny() | {"debates/machine-or-hand.yml": debate}), "debates/machine-or-hand/")
        assert "Half true: " not in html and ("Hand", "Holds up") in folds(html)


class TestPersona:
    def test_worries_are_answered_in_place(self) -> None:
        tree = tiny()
        tree["debates/machine-or-hand.yml"] = yaml.load(DEBATE, yaml.CBaseLoader)
        tree["personas/home-cook.yml"]["worries"] = [
            "[Do I need a mixer?](debate:machine-or-hand)", "[Where would I bake?](faq:do-i-need-an-oven)", "Am I *too* late?",
            "[Is my *kitchen* too small?](faq:do-i-need-an-oven) No. [Kneading](skill:kneading) takes a table."]
        guide = guide_with(tree)
        output = generate(guide)
        html = page(output, "paths/home-cook/")
        assert folds(html)[:2] == [("Do I need a mixer?", ""), ("Where would I bake?", "")]
        first, second = (part.partition("</details>")[0] for part in html.split('<details class="fp-fold fp-part">')[1:3])
        assert text(first) == "Do I need a mixer? By hand. A mixer saves an hour. Machine or hand? Hand"
        assert 'href="../../debates/machine-or-hand/"' in first
        answer = guide.faq["do-i-need-an-oven"].answer
        assert text(second).startswith(f"Where would I bake? {answer.split('.')[0]}")
        assert 'href="../../questions/#do-i-need-an-oven"' in unescape(second)
        assert "Am I too late?" in html, "what nothing answers is still asked"
        own = html.split('<details class="fp-fold fp-part">')[3].partition("</details>")[0]
        assert text(own) == f"Is my kitchen too small? No. Kneading takes a table. {guide.faq['do-i-need-an-oven'].question}", "its own answer alone"
        assert 'href="../../skills/kneading/"' in own and 'href="../../questions/#do-i-need-an-oven"' in unescape(own)
        assert 'href="../../paths/home-cook/#worries">Home cook</a>' in unescape(page(output, "debates/machine-or-hand/"))

    def test_the_box_gives_the_advice_and_the_other_ways(self, tiny: Output) -> None:
        rows = dict(box(page(tiny, "paths/home-cook/")))
        assert list(rows) == ["Our advice", "Time", "First step", "First project", "To fill gaps", "Or stay"]
        assert rows["Our advice"] == "Pastry chef" and rows["To fill gaps"].startswith("Baker, "), "bread is what the cook bakes already"
        plan = tiny.plans[PathKey("home-cook", "pastry-chef")]
        first = plan.steps[0]
        assert (first.kind, first.part) == ("resource", None) and rows["First step"].endswith(f", {hours(first.minutes)}")
        assert f"resources/{first.id}/" in page(tiny, "paths/home-cook/").partition(">First step<")[2].partition("</dd>")[0]
        assert rows["First project"] == f"A first loaf , finished after {hours(plan.first_project_minutes)}"

    def test_another_way_is_one_to_where_the_reader_is_not(self) -> None:
        tree = tiny()
        tree["personas/home-cook.yml"] |= {"answers": {}, "expect": {}}
        assert "Or" in dict(box(page(made(tree), "paths/home-cook/")))


def test_a_skill_says_who_needs_it_and_where_to_begin(tiny: Output) -> None:
    rows = dict(box(page(tiny, "skills/sourdough/")))
    assert list(rows) == ["Needed for", "Prerequisites", "Start with"]
    assert rows["Needed for"] == "Baker working to get hired, deep on the job"


def test_a_use_case_says_what_fits_before_what_is_asked(tiny: Output) -> None:
    html = page(tiny, "use-cases/sunday-brunch/")
    assert html.index('id="fits"') < html.index('id="asked"') < html.index('id="why"')
    assert ("Built by", "Baker") in box(html)


def test_no_fold_is_within_a_fold(real: Output) -> None:
    """On the pages that lead with their answer."""
    looked_at = 0
    for made_page in real.pages:
        if re.match(r"(roles|debates|use-cases|skills)/|paths/[^/]+/$", made_page.url) and not made_page.redirect:
            depth = 0
            for closing in re.findall(r"<(/?)details", html_of(made_page, Language().words)):
                depth += -1 if closing else 1
                assert depth in (0, 1), made_page.url
            looked_at += 1
    assert looked_at > 120


class TestBrowser:
    def test_a_phone_shows_two_roles_side_by_side_and_swaps_in_another(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            shown = reader.go("roles/")
            row = shown.get_by_role("row").filter(has_text="Median base in ads")
            cells = row.get_by_role("cell")
            expect(cells).to_have_count(2)
            left, right = (cells.nth(number).bounding_box() for number in (0, 1))
            assert left and right and left["y"] == right["y"] and abs(left["width"] - right["width"]) < 2
            shown.get_by_role("checkbox", name="ML researcher").check()
            shown.get_by_role("checkbox", name="ML engineer").uncheck()
            expect(cells).to_have_count(2)
            expect(cells.nth(1)).to_have_text("no figure outside top labs")
            reader.looks_right("light")

    def test_a_desk_shows_all_of_them_on_one_screen(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            shown = reader.go("roles/")
            expect(shown.get_by_role("checkbox", name="ML researcher")).to_be_hidden()
            end = shown.locator("#comparison").bounding_box()
            assert end and end["y"] + end["height"] < 1000
            expect(shown.get_by_role("row").filter(has_text="Open ads").get_by_role("cell")).to_have_count(3)

    def test_the_hours_are_from_where_the_reader_started(self, browser: Browser, real_url: str) -> None:
        """Who follows no path sees those of the first starting point, and a path begun in another tab is heard of at once."""
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go("roles/")
            start = page.locator("#fp-start")
            expect(start.locator("th")).to_have_text("From Software engineer")
            other = page.context.new_page()
            other.goto(f"{real_url}paths/analyst/ai-engineer/")
            other.locator(".fp-tick input").first.check()
            expect(start.locator("th")).to_have_text("From Data or business analyst")
            expect(start.locator("td a")).to_have_count(2)
            assert all("paths/analyst/" in str(link.get_attribute("href")) for link in start.locator("td a").all())
            page.reload()
            expect(start.locator("th a")).to_have_text("Data or business analyst")

    def test_a_result_moves_the_start_to_whom_the_reader_answers_like(self, browser: Browser, real_url: str, real_guide: Guide) -> None:
        """By its link; and on this device once it is asked to remember, until a path is followed or it shall forget."""
        answers = ",".join(f"{question}.{option}" for question, option in real_guide.personas["student"].answers["which-role"].items())
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go(f"decide/which-role/?a={answers}")
            page.get_by_role("link", name="Compare the roles from there.").click()
            start = page.locator("#fp-start th")
            expect(start).to_have_text("From Student")
            reader.at("roles/?from=student")
            reader.go("roles/")
            expect(start).to_have_text("From Software engineer")
            reader.go(f"decide/which-role/?a={answers}")
            page.get_by_label("Remember on this device").check()
            reader.go("roles/")
            expect(start).to_have_text("From Student")
            reader.go("decide/which-role/")
            page.get_by_label("Remember on this device").uncheck()
            reader.go("roles/?from=nobody")
            expect(start).to_have_text("From Software engineer")

    def test_a_link_opens_the_fold_that_it_leads_to(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            shown = reader.go("roles/")
            shown.get_by_role("link", name="AI engineer: what its ads mean").click()
            expect(shown.get_by_text("Own our evaluation framework")).to_be_visible()
            shown = reader.go("roles/ml-engineer/")
            expect(shown.get_by_text("Own the feature store")).to_be_hidden()

    def test_an_address_with_half_a_character_breaks_nothing(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            shown = reader.go("roles/ai-engineer/#%E0%A4")
            shown.keyboard.press("/")
            expect(shown.get_by_role("dialog")).to_be_visible()

    def test_paper_has_the_parts_that_stand_open(self, browser: Browser, real_url: str) -> None:
        """The theme opens all folds to print; a role in full would take forty sheets."""
        with reading(browser, real_url, viewport=DESK) as reader:
            shown = reader.go("roles/ai-engineer/")
            shown.get_by_text("Responsibilities").first.click()
            wanted, rest = (shown.locator(f"details:has(> summary > #{anchor}) > :not(summary)").first for anchor in ("answers-for", "job-ads"))
            expect(wanted).to_be_visible()
            shown.evaluate("dispatchEvent(new Event('beforeprint'))")
            shown.emulate_media(media="print")
            expect(rest).to_be_hidden()
            expect(wanted).to_be_visible()
            shown.emulate_media(media="screen")
            shown.evaluate("dispatchEvent(new Event('afterprint'))")
            expect(rest).to_be_hidden()

    @pytest.mark.parametrize("url", ["roles/ai-engineer/", "roles/ml-engineer/", "roles/ml-researcher/"])
    def test_a_role_is_read_on_twelve_screens_of_a_phone_and_answers_on_the_first(self, browser: Browser, real_url: str, url: str) -> None:
        with reading(browser, real_url, viewport=PHONE) as reader:
            shown = reader.go(url)
            assert shown.evaluate("document.documentElement.scrollHeight") <= 12 * PHONE["height"]
            answered = shown.locator(".fp-box").bounding_box()
            assert answered and answered["y"] + answered["height"] <= PHONE["height"]
