"""One request to the web; the only user of the HTTP library. Every way in which it can go wrong ends in `Unreachable`."""
from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from .answer import Answer, Unreachable

TIMEOUT = 30.0
_CONNECT = 10.0
_HEADER = 64 * 1024


class Web:
    """The web, as a client that names itself. `async with Web(agent) as web: await web.ask("GET", url, 1000)`.

    Addresses that are not public are refused, for a redirect may lead anywhere; tests against a server of this machine switch
    that off with `public=False`, and name the authority that they trust.
    """

    def __init__(self, agent: str, public: bool = True, timeout: float = TIMEOUT, trusted: ssl.SSLContext | None = None) -> None:
        self._agent, self._public, self._timeout, self._trusted = agent, public, timeout, trusted
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Web:
        connector = aiohttp.TCPConnector(
            limit=0, ttl_dns_cache=600, ssl=self._trusted or True, resolver=_PublicResolver() if self._public else None)
        self._session = aiohttp.ClientSession(
            connector=connector, auto_decompress=False, max_line_size=_HEADER, max_field_size=_HEADER, trust_env=self._public,
            timeout=aiohttp.ClientTimeout(total=self._timeout, connect=min(_CONNECT, self._timeout)),
            headers={"User-Agent": self._agent, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en", "Accept-Encoding": "identity"})
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._session
        await self._session.close()

    async def ask(self, method: str, url: str, most: int) -> Answer:
        """One request, without following redirects; at most so many bytes of the body are read."""
        assert self._session
        if self._public and _is_private(urlsplit(url).hostname or ""):
            raise Unreachable("leads to an address that is not public")
        try:
            async with self._session.request(method, URL(url, encoded=True), allow_redirects=False) as response:
                headers = {name.lower(): value for name, value in reversed(response.headers.items())}
                body = await _read(response, most) if method != "HEAD" and "content-encoding" not in headers else b""
                return Answer(response.status, headers, body)
        except TimeoutError:
            raise Unreachable(f"no answer within {self._timeout:g} seconds", again=True) from None
        except aiohttp.ClientConnectorCertificateError as error:
            raise Unreachable(f"its certificate is not valid: {_reason(error.certificate_error)}") from None
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            raise Unreachable(f"no secure connection: {_reason(error)}") from None
        except aiohttp.ClientConnectorDNSError as error:
            if isinstance(error.os_error, _NotPublic):
                raise Unreachable("leads to an address that is not public") from None
            raise Unreachable("no such host", again=True, offline=True) from None
        except aiohttp.ClientConnectorError as error:
            raise Unreachable(f"no connection: {_reason(error.os_error)}", again=True, offline=True) from None
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionError):
            raise Unreachable("the connection was broken off", again=True) from None
        except aiohttp.InvalidURL:
            raise Unreachable("is no address that can be asked") from None
        except (aiohttp.ClientError, ValueError, OSError, asyncio.IncompleteReadError):
            raise Unreachable("the answer was not HTTP") from None


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The beginning of a body; what came before a body broke off."""
    body = bytearray()
    try:
        while len(body) < most and (piece := await response.content.read(most - len(body))):
            body += piece
    except aiohttp.ClientError:
        pass
    return bytes(body)


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _NotPublic(OSError):
    """A name stands for an address of a private network."""


class _PublicResolver(ThreadedResolver):
    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[Any]:
        found = await super().resolve(host, port, family)
        if any(_is_private(entry["host"]) for entry in found):
            raise _NotPublic(f"{host} is not public")
        return list(found)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".internal", ".local"))


def _reason(error: BaseException | None) -> str:
    """What went wrong, in the system's own words, on one line."""
    said = getattr(error, "verify_message", "") or getattr(error, "reason", "") or getattr(error, "strerror", "") or type(error).__name__
    return " ".join(str(said).split())[:120]
