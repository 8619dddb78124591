"""What a first visit costs: bytes over the wire, requests, scripts within the page; and that nothing moves when scripts take over.

Bytes are those of the files as a host sends them, packed by gzip; the search is asked for by whoever opens it.
"""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import DESK, PHONE, reading
from playwright.sync_api import Browser, Page, Route, expect
from visits import DRAWN, first_visit, heaviest, packed

from generator.engine.assets import joined_assets
from generator.site.changed import NEWS
from generator.site.plan_data import PLAN_FILE

HOME_KIB, PAGE_KIB, FOLLOWER_KIB, REQUESTS = 125, 155, 205, 15
OURS = {"assets/javascripts/theme.js", *joined_assets()}
SEARCH = {"search/", "assets/javascripts/site/search.mjs"}
WATCH = """window.moved = 0;
    new PerformanceObserver((list) => { for (const shift of list.getEntries()) window.moved += shift.value; })
      .observe({ type: "layout-shift", buffered: true });"""
PATH = "paths/software-engineer/ai-engineer/"


def test_a_first_visit_is_light(browser: Browser, real_site: Path, real_url: str) -> None:
    site = real_site / "site"
    kinds = heaviest(site)
    assert {"", "decide/*", "paths/*/*", "resources", "roles/*", "skills/*"} <= kinds.keys() and len(kinds) > 20
    for kind, url in kinds.items():
        with reading(browser, real_url, viewport=PHONE) as reader:
            asked = first_visit(reader, url, site)
            cost = {path.relative_to(site).as_posix(): packed(path) for path in asked}
            assert not any(path.startswith(tuple(SEARCH)) for path in cost), url
            assert len(asked) == len(cost) <= REQUESTS, f"{url}: {len(asked)} requests"
            limit = PAGE_KIB if kind else HOME_KIB
            assert sum(cost.values()) <= limit * 1024, f"{url}: {sum(cost.values()) / 1024:.1f} KiB, at most {limit}: {cost}"
            inline = reader.page.locator("script:not([src])").evaluate_all("(found) => found.map((script) => script.id || script.type)")
            assert set(inline) <= {"application/ld+json"}, "data alone, which nothing runs"
            assert {path for path in cost if path.endswith("js")} - OURS == set(), "no script of the theme"


def test_who_follows_a_path_alone_pays_for_it(browser: Browser, real_site: Path, real_url: str) -> None:
    """On the heaviest path."""
    site = real_site / "site"
    path = heaviest(site)["paths/*/*"]
    with reading(browser, real_url, viewport=PHONE) as reader:
        visitor = first_visit(reader, path, site)
        reader.page.locator(".fp-tick input").first.click()
        expect(reader.page.locator("[data-fp=panel]")).to_be_visible()
        asked = first_visit(reader, path, site)
        news = {"news.mjs", "news.json"} if (site / NEWS).is_file() else set()
        assert {file.name for file in asked} - {file.name for file in visitor} == {"page.mjs", PLAN_FILE} | news
        cost = sum(packed(file) for file in asked) / 1024
        assert len(asked) <= REQUESTS and cost <= FOLLOWER_KIB, f"{path}: {cost:.1f} KiB in {len(asked)} requests"


@pytest.mark.parametrize("opens", ["click", "slash", "button", "address"])
def test_the_search_is_asked_for_when_it_is_opened(browser: Browser, real_url: str, opens: str) -> None:
    with reading(browser, real_url, viewport=PHONE if opens == "button" else DESK) as reader:
        asked: list[str] = []
        reader.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page = reader.go("about/?q=retrieval" if opens == "address" else "about/")
        field = page.locator("#fp-search input[name=q]")
        if opens != "address":
            page.evaluate(DRAWN)
            assert [path for path in asked if "search" in path] == []
        if opens == "slash":
            page.keyboard.press("/")
        elif opens != "address":
            page.get_by_role("button", name="Search", exact=True).click()
        expect(field).to_be_focused()
        if opens != "address":
            field.press_sequentially("retrieval")
        expect(page.locator(".fp-search__rows a").first).to_be_visible()
        assert [path.rpartition("/")[2] for path in asked if "search" in path] == ["search.mjs", "index.json"]


@pytest.fixture
def held() -> Iterator[list[Route]]:
    """Scripts that are on their way."""
    routes: list[Route] = []
    yield routes


def _moved_by_scripts(page: Page, address: str, held: list[Route], shows: str) -> float:
    """How much of the page moves when its scripts come after it was drawn."""
    page.route("**/site/shell.mjs", lambda route: held.append(route))
    with page.expect_request("**/site/shell.mjs"):
        page.goto(address, wait_until="commit")
    expect(page.locator(".fp-footer")).to_be_attached()
    page.evaluate(DRAWN)
    before = page.evaluate("window.moved")
    assert held
    while held:
        held.pop().continue_()
    expect(page.locator(shows)).to_be_visible()
    expect(page.locator("html.fp-waits")).to_have_count(0)
    page.evaluate(DRAWN)
    page.unroute("**/site/shell.mjs")
    return page.evaluate("window.moved") - before


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
class TestNothingMoves:
    @pytest.mark.parametrize(("path", "shows"), [
        ("resources/", "#fp-filter"), ("resources/?type=course", "#fp-filter"), (PATH, "#fp-follow"), (f"{PATH}?know=python:2", "#fp-follow"),
        ("skills/agent-design/", "#fp-know"), ("", ".fp-hero")])
    def test_when_scripts_come_late(self, browser: Browser, real_url: str, size: object, held: list[Route], path: str, shows: str) -> None:
        with reading(browser, real_url, viewport=size) as reader:
            reader.page.add_init_script(WATCH)
            assert _moved_by_scripts(reader.page, real_url + path, held, shows) == 0

    def test_for_who_follows_a_path(self, browser: Browser, real_url: str, size: object, held: list[Route]) -> None:
        with reading(browser, real_url, viewport=size) as reader:
            page = reader.go(PATH)
            page.locator(".fp-tick input").first.click()
            expect(page.locator("[data-fp=panel]")).to_be_visible()
            page.add_init_script(WATCH)
            for path, shows in ((PATH, "[data-fp=panel]"), ("", "#fp-resume"), ("paths/", "#fp-resume")):
                assert _moved_by_scripts(page, real_url + path, held, shows) == 0, path


def test_what_waits_for_a_script_is_there_where_none_comes(browser: Browser, real_url: str) -> None:
    """After a while, with a script that never arrives; at once, without scripts."""
    with reading(browser, real_url, viewport=DESK) as reader:
        reader.page.route("**/site/shell.mjs", lambda route: route.fulfill(body="", content_type="text/javascript"))
        reader.page.goto(f"{real_url}resources/?type=course", wait_until="load")
        heading = reader.page.locator("h2").first
        expect(heading).to_have_css("animation-name", "fp-wait")
        expect(heading).to_have_css("visibility", "visible")
    with reading(browser, real_url, viewport=DESK, java_script_enabled=False) as reader:
        expect(reader.go("resources/?type=course").locator("h2").first).to_be_visible()
        expect(reader.page.locator("#fp-filter")).to_be_hidden()
