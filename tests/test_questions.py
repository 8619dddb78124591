"""The questions: where they lead, and the page with its filter in a browser."""
from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from browsing import DESK, PHONE, reading
from conftest import generate, guide_of, tiny_tree
from html_reader import read_html
from playwright.sync_api import Browser, expect

from generator.pipeline import Output
from generator.planner.paths import PathKey
from generator.site.render import html_of

PAGE = "questions/"
FILE = "faq/do-i-need-an-oven.yml"


def output_with(next_: str, **files: str) -> Output:
    """The tiny guide whose question leads to these places, with other files besides."""
    tree = tiny_tree()
    tree[FILE] = f"question: Do I need an oven of my own?\ngroup: before\nanswer: No.\nnext: {next_}\n".encode()
    tree |= {f"faq/{name.replace('_', '-')}.yml": text.encode() for name, text in files.items()}
    return generate(guide_of(tree))


def html(output: Output) -> str:
    page = next(page for page in output.pages if page.url == PAGE)
    return unescape(html_of(page, guide_of(tiny_tree()).language.words))


@pytest.mark.parametrize(("place", "href", "label", "what"), [
    ("{decision: which-trade}", "../decide/which-trade/", "Which trade fits me?", "6 questions"),
    ("{role: baker}", "../roles/baker/", "Baker", "role"),
    ("{persona: home-cook}", "../paths/home-cook/", "Home cook", "starting point"),
    ("{skill: kneading}", "../skills/kneading/", "Kneading", "skill"),
    ("{project: first-loaf}", "../projects/first-loaf/", "A first loaf", "project"),
    ("{resource: bread-book}", "../resources/bread-book/", "The bread book", "resource"),
    ("{debate: machine-or-hand}", "../debates/machine-or-hand/", "Machine or hand?", "debate"),
    ("{use_case: sunday-brunch}", "../use-cases/sunday-brunch/", "Sunday brunch", "problem"),
    ("{topic: craft}", "../evidence/craft/", "The craft", "figures"),
    ("{page: about}", "../about/", "About this guide", "page"),
    ("{question: is-it-hot}", "#is-it-hot", "Is it hot?", "question"),
])
def test_a_question_leads_to_whatever_it_names(place: str, href: str, label: str, what: str) -> None:
    other = "question: Is it hot?\ngroup: before\nanswer: It is.\nnext: [{skill: kneading}]\n"
    assert f'<li><a href="{href}">{label}</a> <span class="fp-by">{what}</span></li>' in html(output_with(f"[{place}]", is_it_hot=other))


def test_a_persona_with_a_role_is_the_path_between_them_with_its_hours() -> None:
    output = output_with("[{persona: home-cook, role: baker}]")
    said = html(output)
    low, high = output.plans[PathKey("home-cook", "baker")].hours_range
    assert f'<a href="../paths/home-cook/baker/">Home cook to Baker</a> <span class="fp-by">{low} to {high} h</span>' in said


def test_groups_stand_in_the_order_of_the_guide_and_questions_in_that_of_the_alphabet() -> None:
    tree = tiny_tree()
    later = b"question_groups:\n  - {id: later, name: Later, summary: What comes then.}\n"
    tree["guide.yml"] = tree["guide.yml"].replace(b"question_groups:\n", later)
    for name, question, group in (("c", "Can I sell it?", "later"), ("z", "Zest or peel?", "before"), ("a", "apron or none?", "before")):
        tree[f"faq/{name}.yml"] = f"question: {question}\ngroup: {group}\nanswer: Yes.\nnext: [{{skill: kneading}}]\n".encode()
    headings = re.findall("<h[23][^>]*>(.*?)</h[23]>", html(generate(guide_of(tree))))
    assert headings == ["Later", "Can I sell it?", "Before you start", "apron or none?", "Do I need an oven of my own?", "Zest or peel?"]


def test_the_home_page_and_the_list_for_programs_lead_there(tiny: Output) -> None:
    home = read_html(html_of(tiny.pages[0], guide_of(tiny_tree()).language.words))
    assert {f"{PAGE}#do-i-need-an-oven", PAGE} <= set(home.all("a", "href"))
    assert f"https://example.org/flour/{PAGE}index.md" in str(tiny.assets["llms.txt"])


class TestInABrowser:
    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
    def test_an_address_opens_its_question(self, browser: Browser, tiny_url: str, size: Any) -> None:
        with reading(browser, tiny_url, viewport=size) as reader:
            page = reader.go(f"{PAGE}#do-i-need-an-oven")
            expect(page.get_by_text("Begin with kneading")).to_be_visible()
            reader.looks_right("light")
            page = reader.go(PAGE)
            expect(page.get_by_text("Begin with kneading")).to_be_hidden()
            page.get_by_role("heading", name="Do I need an oven of my own?").click()
            expect(page.get_by_text("Begin with kneading")).to_be_visible()

    def test_what_is_typed_narrows_the_list(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK) as reader:
            page = reader.go(PAGE)
            total = page.locator(".fp-question").count()
            field, output = page.get_by_role("searchbox", name="Find a question"), page.locator("#fp-filter output")
            expect(output).to_have_text(f"{total} in all")
            field.fill("  MATH linéar ")  # beginnings of words, whatever their case and accents, other wordings among them
            expect(page.locator(".fp-question:visible h3").filter(has_text="Do I need maths?")).to_have_count(1)
            shown = page.locator(".fp-question:visible").count()
            assert 0 < shown < 12
            assert page.locator(".md-content h2:visible").count() == page.locator(".fp-questions:visible").count()
            field.press("Enter")
            reader.at(f"{PAGE}?words=++MATH+lin%C3%A9ar+")
            page.reload()
            expect(output).to_have_text(f"{shown} of {total} shown")
            field.fill("qqq")
            expect(output).to_have_text("No question has these words. Try fewer.")
            page.get_by_role("button", name="Clear").click()
            expect(output).to_have_text(f"{total} in all")
            reader.at(PAGE)

    def test_without_scripts_all_of_it_can_be_read(self, browser: Browser, tiny_url: str) -> None:
        with reading(browser, tiny_url, viewport=PHONE, java_script_enabled=False) as reader:
            page = reader.go(PAGE)
            expect(page.locator("#fp-filter")).to_be_hidden()
            page.get_by_role("heading", name="Do I need an oven of my own?").click()
            expect(page.get_by_text("Begin with kneading")).to_be_visible()
