"""The second wall: on every page a policy under which nothing runs but our own files, and under which all that a page does works."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import DESK, PHONE, base_path, reading, served
from conftest import CONTENT, TINY, SiteOf
from html_reader import read_html
from playwright.sync_api import Browser, Route, expect

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "font-src": "'self'",
    "img-src": "'self' data:", "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
}
WATCH = """window.broken = [];
    addEventListener("securitypolicyviolation", (event) => {
      document.documentElement.dataset.broken = window.broken.push(`${event.violatedDirective} ${event.blockedURI}`);
    });"""


@pytest.fixture(scope="module", params=["/", "/flour/"])
def address(request: pytest.FixtureRequest, site_of: SiteOf) -> Iterator[str]:
    """The tiny guide at the root of a host, and below a path, where it says that it stands."""
    out = site_of(TINY, *(["--site-url", "https://example.org/"] if request.param == "/" else []))
    with served(out / "site", request.param) as url:
        yield url


@pytest.mark.parametrize("site", ["tiny_site", "hostile_site", "real_site"])
def test_every_page_has_it_before_anything_that_it_governs(site: str, request: pytest.FixtureRequest) -> None:
    pages = sorted((request.getfixturevalue(site) / "site").rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        elements = [element for element in read_html(path.read_text("utf-8")).elements if element.tag not in ("html", "head")]
        first, second = elements[:2]
        assert first.attributes["http-equiv"] == "Content-Security-Policy", path
        assert dict(part.strip().split(" ", 1) for part in first.attributes["content"].split(";")) == POLICY, path
        assert second.attributes == {"name": "referrer", "content": "no-referrer"}, path
        assert [element.attributes for element in elements if element.tag == "style" or "style" in element.attributes] == [], path
        assert [element.attributes for element in elements if any(name.startswith("on") for name in element.attributes)] == [], path
        inline = [element.attributes for element in elements if element.tag == "script" and "src" not in element.attributes]
        # Data, which no browser runs and no policy on scripts is asked about: what the page is about.
        assert inline in ([], [{"type": "application/ld+json"}]), path


def test_all_that_pages_do_works_under_it(browser: Browser, address: str, tmp_path: Path) -> None:
    with reading(browser, address, viewport=DESK, color_scheme="light") as reader:
        page = reader.page
        page.add_init_script(WATCH + "window.print = () => { window.printed = true; };")

        reader.go("")
        page.keyboard.press("/")
        page.locator("#fp-search input[name=q]").press_sequentially("kneading")
        expect(page.locator(".fp-search__rows a").first).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_title("Switch to dark mode").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert page.evaluate("window.broken") == []

        reader.go("decide/which-trade/?a=morning.three,hands.dough,village.one")
        page.get_by_role("button", name="Change an answer").click()
        page.locator(".fp-q--now label").first.click()
        assert page.evaluate("window.broken") == []

        reader.go("paths/home-cook/pastry-chef/")
        page.get_by_label("Done: Kneading by hand", exact=True).click()
        expect(page.locator("[data-fp=panel]")).to_be_visible()
        for summary in page.locator("#fp-follow summary").all():
            summary.click()
        page.get_by_role("button", name="Link for another device").click()
        expect(page.get_by_label("Transfer link")).not_to_have_value("")
        for name in ("Download calendar", "Save to a file"):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            download.value.save_as(tmp_path / "saved")
            assert (tmp_path / "saved").stat().st_size > 100
        page.get_by_role("button", name="Print this path").click()
        assert page.evaluate("[window.printed, window.broken]") == [True, []]

        reader.go("resources/")
        page.locator("select").first.select_option(index=1)
        assert page.evaluate("window.broken") == []
        reader.go("skills/kneading/")
        page.get_by_label("working").check()
        expect(page.locator("#fp-know [role=status]")).to_have_text("Noted: Kneading, working.")
        assert page.evaluate("window.broken") == []


def test_the_page_for_what_is_not_there_has_it_too(browser: Browser, address: str) -> None:
    with reading(browser, address, viewport=PHONE) as reader:
        reader.page.add_init_script(WATCH)
        reader.go("not/here/deep/")
        expect(reader.page.locator("h1")).to_be_visible()
        reader.page.get_by_role("button", name="Menu").click()
        expect(reader.page.locator("#fp-menu a").first).to_be_visible()
        assert reader.page.evaluate("window.broken") == []
        assert reader.faults.pop(0).startswith("404: ")
        assert "404" in reader.faults.pop(0)


def test_what_got_past_the_escaping_would_run_into_it(browser: Browser, real_url: str) -> None:
    """A page as an attacker would have it: none of the four runs, and nothing is asked of anybody else."""
    hostile = """<script>window.hit = 1</script><img src="x.png" onerror="window.hit = 2"><script src="https://evil.example/x.js"></script>
        <a href="javascript:window.hit=4" id="lure">lure</a><img src="https://evil.example/pixel.png" alt="">"""

    def spoiled(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</article>", f"{hostile}</article>"))

    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    refused: list[tuple[str, str | None]] = []
    page.on("requestfailed", lambda request: refused.append((request.url, request.failure)))
    context.add_init_script(WATCH)
    page.route(f"{real_url}about/", spoiled)
    page.goto(f"{real_url}about/", wait_until="load")
    page.locator("#lure").click()
    expect(page.locator("html")).to_have_attribute("data-broken", "5")
    broken = page.evaluate("window.broken.toSorted()")
    assert page.evaluate("window.hit ?? null") is None
    assert sorted(refused) == [("https://evil.example/pixel.png", "csp"), ("https://evil.example/x.js", "csp")]
    assert broken == [
        "img-src https://evil.example/pixel.png", "script-src-attr inline", "script-src-elem https://evil.example/x.js",
        "script-src-elem inline", "script-src-elem inline",
    ]
    context.close()


class TestTheme:
    """The file that stands for the theme's scripts."""

    def test_the_readers_colours_are_there_before_the_rest_has_arrived(self, browser: Browser, real_url: str) -> None:
        """Those of the system, and those that were chosen, by keys too: the button for the way back then has the focus."""
        context = browser.new_context(viewport=DESK, color_scheme="dark")
        page = context.new_page()
        page.route("**/shell.mjs", lambda route: route.abort())
        page.goto(real_url, wait_until="load")
        body, bar = page.locator("body"), page.locator("meta[name=theme-color]")
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
        expect(bar).to_have_attribute("content", "rgb(21, 26, 26)")
        page.emulate_media(color_scheme="light")
        expect(body).to_have_attribute("data-md-color-scheme", "default")
        page.get_by_role("button", name="Switch to dark mode").press("Enter")
        expect(page.get_by_role("button", name="Switch to light mode")).to_be_focused()
        expect(bar).to_have_attribute("content", "rgb(21, 26, 26)")
        page.goto(f"{real_url}about/", wait_until="load")
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
        context.close()

    def test_where_nothing_can_be_kept_they_change_all_the_same(self, browser: Browser, real_url: str) -> None:
        with reading(browser, real_url, viewport=DESK, color_scheme="light") as reader:
            reader.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('closed'); } });")
            page = reader.go("about/")
            page.get_by_title("Switch to dark mode").click()
            reader.looks_right("dark")

    def test_what_the_themes_own_scripts_kept_is_still_known(self, browser: Browser, real_url: str) -> None:
        kept = {"index": 1, "color": {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom"}}
        with reading(browser, real_url, viewport=DESK, color_scheme="light") as reader:
            name, value = json.dumps(f"{base_path(CONTENT)}.__palette"), json.dumps(json.dumps(kept))
            reader.page.add_init_script(f"localStorage.setItem({name}, {value});")
            reader.go("about/")
            reader.looks_right("dark")

    @pytest.mark.parametrize("kept", ["{bad", "7", '{"color": null}', "null", json.dumps({"color": {"scheme": "__proto__"}})])
    def test_what_another_page_of_the_host_wrote_breaks_nothing(self, browser: Browser, real_url: str, kept: str) -> None:
        base = base_path(CONTENT)
        with reading(browser, real_url, viewport=DESK) as reader:
            reader.page.add_init_script(f"localStorage.setItem({json.dumps(f'{base}.__palette')}, {json.dumps(kept)});")
            reader.go("")
            reader.heading(re.escape("AI engineer or ML engineer?"))
