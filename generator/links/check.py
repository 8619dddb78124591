"""Asking every link, politely: few requests at once to a host and pauses between them, HEAD before GET, a second try where one
may help, no further request to a host that asks to be left alone.

Nothing here knows the time or the network: both come from outside, so tests need neither.
"""
from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Literal, Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego

from ..model.types import LANGUAGES
from .answer import Answer, NoAnswer
from .robots import AGENT, rules

State = Literal["answers", "moved", "failed", "refused"]
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_NOT_FOR_MACHINES = {401, 402, 403, 406, 407, 429, 451, 999}
_NAMES = {404: "Not Found", 410: "Gone", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
# A tag of a title or a first heading. No part of it runs past the next tag, so a page of opened ones costs no more than another.
_HEADLINE = re.compile(rb"<(/?)(title|h1)\b[^<>]*>", re.IGNORECASE)
# What separates a headline's own words from the name of the site and from what is said besides.
_PARTS = re.compile(r"\s+[-–—|·•»:]+\s+|[:!.|]\s+")
_SAYS_GONE = re.compile(
    r"\W*((error\W+)?404(\W+(error|page|(page\W+)?not found))?|not found|((sorry|oops)\W+)?((the|this|that|your)\s+)?(requested\s+)?"
    r"(page|file|course|article|content|document|site|repository)\b.{0,40}\b"
    r"(not found|does(n.t| not) exist|no longer (exists|available)|(could|can)(n.t|not| not) be found))\W*", re.IGNORECASE)
# How many words may stand beside those: more, and the page is about such errors.
_BESIDE = 4
_FRONT_PAGE = re.compile(r"/?(([a-z]{2})([-_][a-z]{2,4})?(/|$))?((index|default|home)(\.[a-z]{3,5})?)?", re.IGNORECASE)
_ENTRANCE = re.compile(r"/(log-?in|sign-?in|sso|auth|consent)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are treated. Seconds, requests, bytes; `hopeless` is the number of hosts, none reached before them, after which
    no other is tried: this machine is offline."""

    at_once: int = 16
    pause: float = 1.0
    longest_pause: float = 20.0
    tries: int = 3
    backoff: float = 4.0
    patience: float = 90.0
    redirects: int = 8
    body: int = 64 * 1024
    robots: int = 512 * 1024
    many: int = 3
    hopeless: int = 12


POLITE = Manners()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a link. `to` is where it moved for good, or empty; `end` is where redirects led; `offline` that no host
    was reached at all."""

    state: State
    says: str
    to: str = ""
    end: str = ""
    offline: bool = False


class Client(Protocol):
    """What asks the web."""

    async def ask(self, method: str, url: str, most: int) -> Answer: ...


class Clock(Protocol):
    """What tells the time, and waits."""

    def now(self) -> float: ...

    def utc(self) -> datetime.datetime: ...

    async def sleep(self, seconds: float) -> None: ...


async def check(
    urls: Iterable[str], client: Client, clock: Clock, manners: Manners = POLITE, told: Callable[[int], None] = lambda done: None
) -> Mapping[str, Verdict]:
    """A verdict on each address. `told` hears how many are done."""
    urls = sorted(set(urls))
    visitor = Visitor(client, clock, manners)
    places = asyncio.Semaphore(manners.at_once)
    verdicts: dict[str, Verdict] = {}

    async def visit(url: str) -> None:
        async with places:
            verdicts[url] = await visitor.visit(url)
        told(len(verdicts))

    # Hosts take turns, so that no host's queue holds all places.
    await asyncio.gather(*(visit(url) for url in _in_turns(urls)))
    return _many_to_one({url: verdicts[url] for url in urls}, manners.many)


class _Refused(Exception):
    """The host asks not to be asked; says how."""


class _Failed(Exception):
    """Redirects that lead nowhere; says how."""


class _Host:
    """One host's queue: one request at a time, and a pause after each."""

    def __init__(self, pause: float) -> None:
        self.turn = asyncio.Lock()
        self.pause = pause
        self.ready = 0.0
        self.closed = ""


@dataclass(frozen=True, slots=True)
class _End:
    """Where redirects led: the last address and its answer, and the last address up to which all of them were for good."""

    url: str
    answer: Answer
    moved: str


class Visitor:
    """Visits addresses and keeps what it learns of their hosts."""

    def __init__(self, client: Client, clock: Clock, manners: Manners) -> None:
        self._client, self._clock, self._manners = client, clock, manners
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, asyncio.Task[Protego]] = {}
        self._reached = False
        self._missed: set[str] = set()

    async def visit(self, url: str) -> Verdict:
        """The verdict on one address."""
        if not self._reached and len(self._missed) >= self._manners.hopeless:
            return Verdict("failed", "no host could be reached", offline=True)
        try:
            return self._judge(url, await self._arrive(url))
        except _Refused as refused:
            return Verdict("refused", str(refused))
        except _Failed as failed:
            return Verdict("failed", str(failed))
        except NoAnswer as error:
            if error.offline:
                self._missed.add(urlsplit(url).netloc)
            return Verdict("failed", error.says, offline=error.offline)

    async def body(self, url: str) -> bytes:
        """The body of a page that answers with 200, or nothing."""
        try:
            answer = await self._ask("GET", url, self._manners.tries, self._manners.body)
        except (_Refused, NoAnswer):
            return b""
        return answer.body if answer.status == 200 else b""

    async def _arrive(self, url: str) -> _End:
        """HEAD, which costs the host least; GET where that says too little: when it is refused, fails, or finds a page, which
        may say "not found" in words alone."""
        try:
            end = await self._follow("HEAD", url, 1)
        except (_Failed, NoAnswer) as error:
            if isinstance(error, NoAnswer) and not error.again:
                raise
            return await self._follow("GET", url, self._manners.tries)
        if end.answer.status >= 400:
            return await self._follow("GET", url, self._manners.tries)
        if "html" in end.answer.headers.get("content-type", "html"):
            last = await self._follow("GET", end.url, self._manners.tries)
            return replace(last, moved=last.moved if end.moved == end.url else end.moved)
        return end

    async def _follow(self, method: str, url: str, tries: int) -> _End:
        seen, moved, for_good = [url], url, True
        while True:
            await self._mind_robots(seen[-1])
            answer = await self._ask(method, seen[-1], tries, self._manners.body)
            if answer.status not in _REDIRECTS:
                return _End(seen[-1], answer, moved)
            target = _target(seen[-1], answer.headers.get("location", ""))
            for_good = for_good and answer.status in _FOR_GOOD
            moved = target if for_good else moved
            if target in seen:
                raise _Failed("redirects in a circle")
            if len(seen) > self._manners.redirects:
                raise _Failed(f"more than {self._manners.redirects} redirects")
            seen.append(target)

    async def _ask(self, method: str, url: str, tries: int, most: int) -> Answer:
        """One answer: when the host has its turn, and again after a while where that may help."""
        host = self._host(url)
        for left in range(tries - 1, -1, -1):
            wait = self._manners.backoff * 2 ** (tries - 1 - left)
            try:
                answer = await self._in_turn(host, method, url, most)
            except NoAnswer as error:
                if not error.again or not left:
                    raise
                await self._clock.sleep(wait)
                continue
            asked = _retry_after(answer, self._clock.utc())
            if answer.status == 429 or (answer.status == 503 and asked is not None):
                wait = wait if asked is None else asked
                if wait > self._manners.patience or not left and method == "GET":
                    host.closed = f"its host asks to be left alone ({answer.status})"
                    raise _Refused(host.closed)
                host.ready = max(host.ready, self._clock.now() + wait)
            elif 500 <= answer.status < 600 and left and answer.status != 501:
                await self._clock.sleep(wait)
            else:
                return answer
        return answer

    async def _in_turn(self, host: _Host, method: str, url: str, most: int) -> Answer:
        async with host.turn:
            if host.closed:
                raise _Refused(host.closed)
            if (wait := host.ready - self._clock.now()) > 0:
                await self._clock.sleep(wait)
            try:
                answer = await self._client.ask(method, url, most)
            finally:
                host.ready = self._clock.now() + host.pause
            self._reached = True
            return answer

    def _host(self, url: str) -> _Host:
        name = urlsplit(url).netloc.lower()
        return self._hosts.setdefault(name, _Host(self._manners.pause))

    async def _mind_robots(self, url: str) -> None:
        """Refuses what the host's robots.txt forbids, and takes its pause. It is asked once; a host that has none, or whose own
        fails, forbids nothing: what is asked here is one page that people list, not a crawl."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = asyncio.ensure_future(self._read_robots(origin))
        robots = await self._robots[origin]
        if not robots.can_fetch(url, AGENT):
            raise _Refused("its robots.txt asks machines not to look")
        if asked := robots.crawl_delay(AGENT):
            self._host(url).pause = min(max(float(asked), self._manners.pause), self._manners.longest_pause)

    async def _read_robots(self, origin: str) -> Protego:
        url, lines = f"{origin}/robots.txt", list[str]()
        try:
            for _ in range(4):
                answer = await self._ask("GET", url, 1, self._manners.robots)
                if answer.status in _REDIRECTS:
                    url = _target(url, answer.headers.get("location", ""))
                    continue
                if answer.status == 200 and "html" not in answer.headers.get("content-type", ""):
                    lines = answer.body.decode("utf-8", "replace").splitlines()
                break
        except (_Refused, _Failed, NoAnswer):
            pass
        return rules(lines)

    def _judge(self, url: str, end: _End) -> Verdict:
        status = end.answer.status
        if status in _NOT_FOR_MACHINES:
            return Verdict("refused", f"answers {status}, as some do to machines", end=end.url)
        if not 200 <= status < 300:
            return Verdict("failed", f"{status} {_NAMES.get(status, '')}".strip(), end=end.url)
        if end.url != url and _ENTRANCE.search(urlsplit(end.url).path):
            return Verdict("refused", "leads to a page where one signs in", end=end.url)
        if _is_front_page(url, end.url):
            return Verdict("failed", "leads to the front page of its site, not to the page", end=end.url)
        if headline := _says_gone(end.answer):
            return Verdict("failed", f"answers {status} with a page that says '{headline}'", end=end.url)
        if end.moved != url and not _is_same(url, end.moved):
            return Verdict("moved", "has moved for good", to=end.moved, end=end.url)
        return Verdict("answers", str(status), end=end.url)


def _target(url: str, location: str) -> str:
    """Where a redirect leads, without its fragment; `_Failed` when that is no address."""
    shown = "".join(character if character.isprintable() else "?" for character in location)[:80]
    try:
        target = urljoin(url, location.strip()).partition("#")[0]
        parts = urlsplit(target)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and target.isascii() and target.isprintable()
    except ValueError:
        plain = False
    if not location.strip() or not plain or " " in target:
        raise _Failed(f"redirects to no address: '{shown}'" if shown else "redirects without saying where")
    return target


def _retry_after(answer: Answer, now: datetime.datetime) -> float | None:
    """The seconds that an answer asks to wait, or None when it says nothing of the kind."""
    value = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - now).total_seconds())


def _says_gone(answer: Answer) -> str:
    """The headline of a page that says it is not there, or nothing. Only its title and first heading are believed."""
    if "html" not in answer.headers.get("content-type", "html"):
        return ""
    for headline in list(_headlines(answer.body))[:2]:
        words = " ".join(unescape(re.sub(r"<[^<>]*>", " ", headline[:400].decode("utf-8", "replace"))).split())
        parts = _PARTS.split(words)
        beside = [part for part in parts if not _SAYS_GONE.fullmatch(part)]
        if len(words) <= 120 and len(beside) < len(parts) and len(" ".join(beside).split()) <= _BESIDE:
            return "".join(character for character in words if character.isprintable())
    return ""


def _headlines(body: bytes) -> Iterator[bytes]:
    """What stands between the tags of each title and first heading."""
    opened, start = b"", 0
    for tag in _HEADLINE.finditer(body):
        name = tag[2].lower()
        if not tag[1]:
            opened, start = name, tag.end()
        elif name == opened:
            yield body[start:tag.start()]
            opened = b""


def _is_front_page(url: str, end: str) -> bool:
    """Whether redirects led from a page to the front page of the same site, which itself may be called index.html or en/, too."""
    start, last = urlsplit(url), urlsplit(end)
    same = start.netloc.lower().removeprefix("www.") == last.netloc.lower().removeprefix("www.")
    named = _FRONT_PAGE.fullmatch(start.path)
    itself = named is not None and (named[2] is None or named[2].lower() in LANGUAGES)
    return same and not itself and last.path in ("", "/") and not last.query


def _is_same(url: str, other: str) -> bool:
    """Whether two addresses differ by a stroke at the end alone."""
    return url.rstrip("/") == other.rstrip("/")


def _many_to_one(verdicts: Mapping[str, Verdict], many: int) -> Mapping[str, Verdict]:
    """Many pages that all lead to one are gone, whatever it answers."""
    ends: dict[str, list[str]] = {}
    for url, verdict in verdicts.items():
        if verdict.state in ("answers", "moved") and verdict.end and not _is_same(url, verdict.end):
            ends.setdefault(verdict.end, []).append(url)
    gone = {url: (end, len(urls)) for end, urls in ends.items() if len(urls) >= many for url in urls}
    return {
        url: replace(verdict, state="failed", to="", says=f"leads to {gone[url][0]}, as {gone[url][1] - 1} other links do")
        if url in gone else verdict
        for url, verdict in verdicts.items()}


def _in_turns(urls: Iterable[str]) -> list[str]:
    """The first address of each host, then the second of each ..."""
    count: dict[str, int] = {}
    places = []
    for url in urls:
        host = urlsplit(url).netloc
        count[host] = count.get(host, 0) + 1
        places.append((count[host], url))
    return [url for _, url in sorted(places)]
