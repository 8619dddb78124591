"""What tests in a real browser share: Chromium, sites served as on GitHub Pages, and readers who notice what goes wrong behind a page.

No host but this machine can be reached. Nothing sleeps: each step waits for what a person would see.
"""
from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chromium import MISSING, launched
from conftest import CONTENT, TINY
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from generator.content.load import load

# How long a page may take says more about the machine than about the page.
expect.set_options(timeout=15_000)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def base_path(content: Path) -> str:
    """The path below its host that a guide is published under."""
    documents, _ = load({"guide.yml": (content / "guide.yml").read_bytes()})
    return urlsplit(documents[0].data.get("site_url", "")).path or "/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, which finds no host but this machine.

    One for each file of tests, as the event loop that Playwright leaves running would be in the way of tests with their own.
    """
    with sync_playwright() as playwright:
        try:
            running = launched(playwright, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
        except Error as error:
            pytest.fail(f"{MISSING}\n{error}")
        yield running
        _KEPT.clear()
        running.close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who goes on to another page breaks off what was on its way, and that is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(site: Path, base: str, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """A built site below a path of this machine; anything else is its 404 page. `headers` go with every answer."""

    class Pages(SimpleHTTPRequestHandler):
        protocol_version, wbufsize = "HTTP/1.1", -1  # one connection for many files, and an answer in one piece
        extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

        def translate_path(self, path: str) -> str:
            inside = path.partition("?")[0].partition("#")[0]
            return super().translate_path(inside.removeprefix(base.rstrip("/"))) if inside.startswith(base) else str(site / "nowhere")

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (site / "404.html").read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with _Server(("127.0.0.1", 0), lambda *args: Pages(*args, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{base}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def real_url(real_site: Path) -> Iterator[str]:
    with served(real_site / "site", base_path(CONTENT)) as url:
        yield url


@pytest.fixture(scope="session")
def tiny_url(tiny_site: Path) -> Iterator[str]:
    with served(tiny_site / "site", base_path(TINY)) as url:
        yield url


@pytest.fixture(scope="session")
def hostile_url(hostile_site: Path) -> Iterator[str]:
    with served(hostile_site / "site", base_path(TINY)) as url:
        yield url


# What a script of one kind of page shows, or marks, when it has begun to work.
_WAITING = "#fp-filter[hidden], #fp-decide:not([data-view]), #fp-follow[hidden], #fp-know[hidden]"


class Reader:
    """A person at a browser, and what went wrong behind the pages they saw."""

    def __init__(self, context: BrowserContext, root: str, scripts: bool) -> None:
        self.page: Page = context.new_page()
        self.root, self.scripts, self.faults = root, scripts, []
        own = urlsplit(root).netloc
        self.page.on("request", lambda request: None if urlsplit(request.url).netloc == own or request.url.startswith(("data:", "blob:"))
                     else self.faults.append(f"request to {request.url}"))
        # What a reader leaves behind by going on is broken off, and no fault.
        self.page.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or self.faults.append(f"failed: {request.url}"))
        self.page.on("response", lambda response: response.ok or response.status == 304 or self.faults.append(f"{response.status}: {response.url}"))
        self.page.on("console", lambda message: message.type in ("error", "warning") and self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def go(self, path: str) -> Page:
        """Opens a page of the site and waits until its scripts have run."""
        self.page.goto(self.root + path, wait_until="load")
        if self.scripts:
            expect(self.page.locator(_WAITING)).to_have_count(0)
        return self.page

    def at(self, path: str) -> None:
        """The reader has come to this page."""
        expect(self.page).to_have_url(self.root + path)

    def heading(self, words: str) -> None:
        """The page says at its top what it is."""
        expect(self.page.locator("h1")).to_have_text(re.compile(f"^{words}¶?$"))

    def looks_right(self, scheme: str) -> None:
        """Nothing sticks out to the side, and the colours are those that the reader asked for."""
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], f"{self.page.url} is {wide[0]} wide in a window of {wide[1]}"
        colour = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        light = sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3
        assert (light > 200) if scheme == "light" else (light < 80), f"{self.page.url} is {colour} in {scheme} colours"


# Profiles that nobody reads in any more, the last at the end: what each was made with, and a page that keeps its process running, for to
# begin one costs more than most pages do.
_KEPT: list[tuple[str, Page]] = []
_MOST_KEPT = 4


def _profile(browser: Browser, root: str, script: str, settings: Mapping[str, Any]) -> tuple[str, Page]:
    """A browser profile that has nothing of this site, one that was kept if it was made alike, with a page of it that runs nothing."""
    made_with = repr((script, settings))
    alike = [kept for kept in _KEPT if kept[0] == made_with]
    if alike:
        _KEPT.remove(alike[-1])
        still = alike[-1][1]
    else:
        context = browser.new_context(**settings)
        context.set_default_timeout(15_000)
        if script:
            context.add_init_script(script)
        still = context.new_page()
        still.goto(f"{root}llms.txt")
    session = still.context.new_cdp_session(still)
    session.send("Storage.clearDataForOrigin", {"origin": "://".join(urlsplit(root)[:2]), "storageTypes": "all"})
    session.send("Network.clearBrowserCache")
    session.detach()
    return made_with, still


@contextmanager
def reading(browser: Browser, root: str, script: str = "", **settings: Any) -> Iterator[Reader]:
    """A browser profile that has seen nothing; at the end nothing may have gone wrong behind the pages.

    `script` runs on each page before its own do. Whatever else a test changes, it changes on the page: the profile is used again.
    """
    made_with, still = _profile(browser, root, script, settings)
    context = still.context
    reader = Reader(context, root, settings.get("java_script_enabled", True))
    yield reader
    for page in context.pages:
        if page is not still:
            page.close()
    _KEPT.append((made_with, still))
    while len(_KEPT) > _MOST_KEPT:
        _KEPT.pop(0)[1].context.close()
    assert reader.faults == []
