"""Copies of pages that are gone. The archive is asked about links that are due alone."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from .check import POLITE, Client, Clock, Visitor
from .find import OutsideLink

AVAILABLE = "https://archive.org/wayback/available?url="
_COPIES = ("https://web.archive.org/", "http://web.archive.org/")


async def copies(links: Iterable[OutsideLink], client: Client, clock: Clock) -> Mapping[str, str]:
    """An archived copy of each address that has one: what the content names, else what the Wayback Machine knows."""
    visitor = Visitor(client, clock, POLITE)
    archived = {}
    for link in links:
        copy = link.archived or _closest(await visitor.body(AVAILABLE + quote(link.url, safe="")))
        if copy:
            archived[link.url] = copy
    return archived


def _closest(body: bytes) -> str:
    """The address in the archive's answer, or nothing."""
    try:
        closest = json.loads(body)["archived_snapshots"]["closest"]
        url = closest["url"] if closest["available"] is True else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    if not isinstance(url, str) or not url.startswith(_COPIES) or not url.isascii() or not url.isprintable() or " " in url or len(url) > 800:
        return ""
    return "https://" + url.partition("://")[2]
