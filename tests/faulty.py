"""A web on this machine in which everything goes wrong, and a clock that never waits.

A server answers for every host: `https://host.example/path` is asked as `http://127.0.0.1:PORT/host.example/path`. What a path
does is in its name. The server lives in the test's own event loop, so a test needs no thread and leaves none behind.
"""
from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from generator.links.answer import Answer
from generator.links.web import Web

HTML = "Content-Type: text/html; charset=utf-8"
PAGE = b"<!doctype html><title>A page</title><h1>A page</h1><p>Here is what you look for."


@dataclass
class Faulty:
    """The server: its port, and every request as (method, host, path)."""

    port: int = 0
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0
    now: Callable[[], float] = lambda: 0.0
    times: list[tuple[str, float]] = field(default_factory=list)

    def of(self, host: str) -> list[str]:
        """What a host was asked, without its robots.txt: `HEAD /path`."""
        return [f"{method} {path}" for method, name, path in self.asked if name == host and path != "/robots.txt"]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            method, target, _ = (await reader.readline()).decode("latin-1").split()
            while (await reader.readline()).strip():
                pass
            _, host, path = target.split("/", 2)
            self.asked.append((method, host, f"/{path}"))
            self.times.append((host, self.now()))
            self.seen[f"{method} {host}/{path}"] += 1
            await self._answer(method, host, path, writer)
            await writer.drain()
        except (ConnectionError, ValueError):
            pass
        finally:
            self.at_once -= 1
            writer.close()

    async def _answer(self, method: str, host: str, path: str, writer: asyncio.StreamWriter) -> None:
        def say(status: str, *headers: str, body: bytes = PAGE) -> None:
            head = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers])
            writer.write(head.encode("latin-1") + b"\r\n\r\n" + (b"" if method == "HEAD" else body))

        name, _, rest = unquote(path).partition("/")
        times = self.seen[f"{method} {host}/{path}"]
        if path == "robots.txt":
            texts = {
                "closed.example": "User-agent: *\nDisallow: /\n", "slowly.example": "User-agent: *\nCrawl-delay: 7\n",
                "others.example": "User-agent: other\nDisallow: /\n", "parts.example": "User-agent: Fingerpost\nDisallow: /private/\n",
                "patterns.example": "User-agent: *\nDisallow: /*/print/\nDisallow: /*.pdf$\n",
                "one.example": "User-agent: *\nDisallow: /\nAllow: /course\n",
                "ours.example": "User-agent: x\nUser-agent: fingerpost/1.0\nAllow: /\n\nUser-agent: *\nDisallow: /\n",
                "finger.example": "User-agent: finger\nDisallow: /\n"}
            if host == "broken.example":
                say("500 Oops", HTML)
            elif host == "webby.example":
                say("200 OK", HTML, body=b"User-agent: *\nDisallow: /\n")
            else:
                say("200 OK" if host in texts else "404 Not Found", "Content-Type: text/plain", body=texts.get(host, "").encode())
        elif host == "front.example" and path:
            say("302 Found", "Location: /")
        elif name in ("200", "403", "404", "410", "451", "500", "999"):
            say(f"{name} As asked", HTML)
        elif name == "pdf":
            say("200 OK", "Content-Type: application/pdf")
        elif name == "flaps":
            say("200 OK" if times > 1 else "502 Bad Gateway", HTML)
        elif name in ("head-405", "head-404", "head-429", "head-501", "head-500"):
            say(f"{name[5:]} No" if method == "HEAD" else "200 OK", HTML)
        elif name == "reset" or (name == "head-reset" and method == "HEAD") or (name == "resets-once" and times == 1):
            writer.transport.abort()
        elif name in ("head-reset", "resets-once"):
            say("200 OK", HTML)
        elif name == "slow":
            await self.stop.wait()
        elif name == "garbage":
            writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        elif name == "short":
            say("200 OK", HTML, "Content-Length: 100000")
        elif name == "huge":
            say("200 OK", HTML, body=b"<title>Large</title>")
            while method == "GET" and not writer.is_closing():
                writer.write(b"x" * 65536)
                await writer.drain()
        elif name == "squeezed":
            say("200 OK", HTML, "Content-Encoding: gzip", body=b"\x1f\x8b\x08\x00")
        elif name == "head-long":
            say("200 OK", HTML, f"Content-Security-Policy: {'x' * 30_000}")
        elif name in ("301", "302", "303", "307", "308"):
            say(f"{name} Elsewhere", f"Location: {'https://' if rest else ''}{rest}")
        elif name == "to":
            say("302 Found", f"Location: {rest}")
        elif name == "loop" or (name == "head-loop" and method == "HEAD"):
            say("302 Found", "Location: /back")
        elif name == "back":
            say("302 Found", "Location: /loop")
        elif name == "far":
            say("302 Found", f"Location: /far/{int(rest) + 1}")
        elif name in ("429", "503") and method == "HEAD":
            say("405 No", HTML)
        elif name == "429":
            say("200 OK" if times > 1 else "429 Slow down", HTML, *([f"Retry-After: {rest}"] if rest else []))
        elif name == "429-always":
            say("429 Slow down", *([f"Retry-After: {rest}"] if rest else []))
        elif name == "503":
            say("200 OK" if times > 1 else "503 Later", HTML, f"Retry-After: {rest}")
        elif name == "wayback":
            copy = b'{"archived_snapshots": {"closest": {"available": true, "status": "200", "url": "http://web.archive.org/web/2020/x"}}}'
            say("200 OK", "Content-Type: application/json", body=copy if "kept" in rest else b'{"archived_snapshots": {}}')
        else:
            say("200 OK", HTML)


class Clock:
    """Time that passes only by waiting for it, and then at once."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


class Local:
    """The web as the server has it: every host is 127.0.0.1."""

    def __init__(self, web: Web, port: int) -> None:
        self._web, self._port = web, port

    async def __aenter__(self) -> Local:
        await self._web.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._web.__aexit__(None, None, None)

    async def ask(self, method: str, url: str, most: int) -> Answer:
        parts = urlsplit(url)
        path = f"/wayback/{url}" if parts.netloc == "archive.org" and parts.path.startswith("/wayback") else parts.path or "/"
        return await self._web.ask(method, f"http://127.0.0.1:{self._port}/{parts.netloc}{path}", most)


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[str]]]:
    """A server that hears one request and has nothing to say: its port, and what it heard, line by line."""
    heard: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend((await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n"))
        writer.write(b"HTTP/1.1 204 Nothing\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()


@asynccontextmanager
async def faulty(tls: ssl.SSLContext | None = None) -> AsyncIterator[Faulty]:
    """The server, for as long as it is needed."""
    web = Faulty()
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0, ssl=tls)
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        web.stop.set()
        server.close()
        await server.wait_closed()
