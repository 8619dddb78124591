"""Asking every link, politely: one request at a time to a host and pauses between them, HEAD before GET, a second try where one
may help, no further request to a host that asks to be left alone.

Nothing here knows the time or the network: both come from outside, so tests need neither.
"""
from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego

from .answer import Answer, NoAnswer, Verdict
from .robots import AGENT, rules

_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_NOT_FOR_MACHINES = {401, 402, 403, 406, 407, 429, 451, 999}
_NAMES = {404: "Not Found", 410: "Gone", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
# What a front page may itself be called: nothing, `index.html`, a language.
_FRONT_PAGE = re.compile(r"/?([a-z]{2}([-_][a-z]{2,4})?(/|$))?((index|default|home)(\.[a-z]{3,5})?)?", re.IGNORECASE)
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
    body: int = 512 * 1024
    hopeless: int = 12


POLITE = Manners()


class Client(Protocol):
    """What asks the web."""

    async def ask(self, method: str, url: str, most: int) -> Answer: ...


class Clock(Protocol):
    """What tells the time, and waits."""

    def now(self) -> float: ...

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
    return {url: verdicts[url] for url in urls}


class _Refused(Exception):
    """The host asks not to be asked; says how."""


@dataclass(slots=True)
class _Host:
    """One host's queue: one request at a time, and a pause after each."""

    pause: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready: float = 0.0
    closed: str = ""


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
        """HEAD, which costs the host least; GET where that is refused or fails."""
        try:
            end = await self._follow("HEAD", url, 1)
        except NoAnswer as error:
            if not error.again:
                raise
        else:
            if end.answer.status < 400:
                return end
        return await self._follow("GET", url, self._manners.tries)

    async def _follow(self, method: str, url: str, tries: int) -> _End:
        seen, moved, for_good = [url], url, True
        while True:
            await self._mind_robots(seen[-1])
            answer = await self._ask(method, seen[-1], tries)
            if answer.status not in _REDIRECTS:
                return _End(seen[-1], answer, moved)
            target = _target(seen[-1], answer.headers.get("location", ""))
            for_good = for_good and answer.status in _FOR_GOOD
            moved = target if for_good else moved
            if target in seen:
                raise NoAnswer("redirects in a circle", again=True)
            if len(seen) > self._manners.redirects:
                raise NoAnswer(f"more than {self._manners.redirects} redirects", again=True)
            seen.append(target)

    async def _ask(self, method: str, url: str, tries: int, most: int = 0) -> Answer:
        """One answer, with at most so many bytes of its body: when the host has its turn, and again after a while where that may help."""
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
            asked = answer.headers.get("retry-after", "")
            if answer.status == 429 or (answer.status == 503 and asked):
                wait = float(asked) if re.fullmatch(r"[0-9]{1,9}", asked) else wait
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
                answer = await self._ask("GET", url, 1, self._manners.body)
                if answer.status in _REDIRECTS:
                    url = _target(url, answer.headers.get("location", ""))
                    continue
                if answer.status == 200 and "html" not in answer.headers.get("content-type", ""):
                    lines = answer.body.decode("utf-8", "replace").splitlines()
                break
        except (_Refused, NoAnswer):
            pass
        return rules(lines)

    def _judge(self, url: str, end: _End) -> Verdict:
        status = end.answer.status
        if status in _NOT_FOR_MACHINES:
            return Verdict("refused", f"answers {status}, as some do to machines")
        if not 200 <= status < 300:
            return Verdict("failed", f"{status} {_NAMES.get(status, '')}".strip())
        if end.url != url and _ENTRANCE.search(urlsplit(end.url).path):
            return Verdict("refused", "leads to a page where one signs in")
        if _is_front_page(url, end.url):
            return Verdict("failed", "leads to the front page of its site, not to the page")
        if url.rstrip("/") != end.moved.rstrip("/"):
            return Verdict("moved", "has moved for good", to=end.moved)
        return Verdict("answers", str(status))


def _target(url: str, location: str) -> str:
    """Where a redirect leads, without its fragment; NoAnswer when that is no address."""
    shown = "".join(character if character.isprintable() else "?" for character in location)[:80]
    try:
        target = urljoin(url, location.strip()).partition("#")[0]
        parts = urlsplit(target)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and target.isascii() and target.isprintable()
    except ValueError:
        plain = False
    if not location.strip() or not plain or " " in target:
        raise NoAnswer(f"redirects to no address: '{shown}'" if shown else "redirects without saying where", again=True)
    return target


def _is_front_page(url: str, end: str) -> bool:
    """Whether redirects led from a page to the front page of the same site, which itself may be called index.html or en/, too."""
    start, last = urlsplit(url), urlsplit(end)
    same = start.netloc.lower().removeprefix("www.") == last.netloc.lower().removeprefix("www.")
    return same and not _FRONT_PAGE.fullmatch(start.path) and last.path in ("", "/") and not last.query


def _in_turns(urls: Iterable[str]) -> list[str]:
    """The first address of each host, then the second of each ..."""
    count: dict[str, int] = {}
    places = []
    for url in urls:
        host = urlsplit(url).netloc
        count[host] = count.get(host, 0) + 1
        places.append((count[host], url))
    return [url for _, url in sorted(places)]
