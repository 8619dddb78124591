"""The site's JavaScript modules in Chromium without a site, for what only a browser has (storage, streams): an empty page under a strict
policy that imports them, and values across.

Maps of a document cross as the JSON that the document is stored as, plans as their data blocks.
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy, copytree
from typing import Any

from browsing import reading, served
from conftest import HERE, ROOT
from playwright.sync_api import Browser, Page, expect

SCRIPTS = ROOT / "theme_overrides" / "assets" / "javascripts"
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Modules</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; img-src data:">
<script type="module" src="all.mjs"></script></head><body></body></html>"""
_ALL = """
import { exportsOf } from "./exports.mjs";
import * as store from "./follow/store.mjs";

window.modules = { ...await exportsOf("./"), ...store };
document.documentElement.dataset.ready = "";
"""


@contextmanager
def modules(browser: Browser, folder: Path, **settings: Any) -> Iterator[Page]:
    """A page on which `modules` holds all that the modules export; nothing may go wrong behind it."""
    site = Path(copytree(SCRIPTS, folder / "scripts"))
    copy(HERE / "exports.mjs", site)
    (site / "index.html").write_text(_PAGE)
    (site / "404.html").write_text("nothing here")
    (site / "all.mjs").write_text(_ALL)
    with served(site, "/scripts/") as url, reading(browser, url, **settings) as reader:
        page = reader.go("")
        ready(page)
        yield page


def ready(page: Page) -> None:
    """Waits until the modules are there. The page's policy lets no text be run as a script, so nothing can be waited for by one."""
    expect(page.locator("html[data-ready]")).to_be_attached()


def run(page: Page, body: str, *values: object) -> Any:
    """What a piece of JavaScript returns that sees the modules' exports as `m` and the values as `a`, `b`, `c` ..."""
    names = ", ".join("abcdefgh"[:len(values)])
    # As one text: Playwright's own conversion of large values is slow.
    return page.evaluate(f"async (text) => {{ const m = window.modules; const [{names}] = JSON.parse(text); {body} }}", json.dumps(values))
