"""A first visit to a page: which pages are tried, one of each kind, and which files of the site each asks for."""
from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from browsing import Reader
from playwright.sync_api import Request

# Types and layout have been drawn.
DRAWN = "document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))"


@cache
def packed(path: Path) -> int:
    """The bytes of a file as a host sends it."""
    return len(gzip.compress(path.read_bytes(), 6))


def heaviest(site: Path) -> dict[str, str]:
    """The heaviest page of each kind: a section's own page, and those below it by how deep they stand. What only leads on is none."""
    kinds: dict[str, Path] = {}
    for path in site.rglob("index.html"):
        if 'http-equiv="refresh"' in path.read_text("utf-8"):
            continue
        parts = path.parent.relative_to(site).parts
        kind = "/".join([*parts[:1], *("*" for _ in parts[1:])])
        if kind not in kinds or (packed(kinds[kind]), str(kinds[kind])) < (packed(path), str(path)):
            kinds[kind] = path
    return {kind: "".join(f"{part}/" for part in path.parent.relative_to(site).parts) for kind, path in kinds.items()}


def first_visit(reader: Reader, address: str, site: Path) -> list[Path]:
    """Opens a page until it is drawn; the files of the site that it asked for, in order, as often as it asked."""
    requests: list[Request] = []
    reader.page.on("request", lambda request: requests.append(request))  # Playwright marks the function that it is given
    reader.go(address).evaluate(DRAWN)
    base = urlsplit(reader.root).path
    paths = [site / urlsplit(request.url).path.removeprefix(base) for request in requests if request.url.startswith("http")]
    return [path / "index.html" if path.is_dir() else path for path in paths]


__all__ = ["DRAWN", "first_visit", "heaviest", "packed"]
