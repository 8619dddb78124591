"""One request to the web; the only user of the HTTP library. Every way in which it can go wrong ends in `NoAnswer`."""
from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from .answer import Answer, NoAnswer

TIMEOUT = 30.0
_CONNECT = 10.0
_HEADER = 64 * 1024
# In the last 32 bits of these IPv6 addresses stands the IPv4 address that is meant: compatible, translated, and that of NAT64.
_HOLD_IPV4 = tuple(ipaddress.IPv6Network(prefix) for prefix in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
# Gateways within a network; not every Python knows it.
_LOCAL_GATEWAY = ipaddress.IPv6Network("64:ff9b:1::/48")


class Web:
    """The web, as a client that names itself. `async with Web(agent) as web: await web.ask("GET", url, 1000)`.

    Addresses that are not public are refused, for a redirect may lead anywhere; tests against a server of this machine switch
    that off with `public=False`. Of this machine's settings it takes the proxies and
    nothing else: aiohttp's `trust_env` would also send the passwords of ~/.netrc to whoever a link or a redirect names.
    """

    def __init__(self, agent: str, public: bool = True, timeout: float = TIMEOUT) -> None:
        self._agent, self._public, self._timeout = agent, public, timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies = {scheme: proxy for scheme, proxy in getproxies().items() if public and proxy.startswith("http://")}

    async def __aenter__(self) -> Web:
        resolver = _PublicResolver({urlsplit(proxy).hostname for proxy in self._proxies.values()}) if self._public else None
        connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=600, resolver=resolver)
        self._session = aiohttp.ClientSession(
            connector=connector, auto_decompress=False, max_line_size=_HEADER, max_field_size=_HEADER,
            timeout=aiohttp.ClientTimeout(total=self._timeout, connect=min(_CONNECT, self._timeout)),
            headers={"User-Agent": self._agent, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en", "Accept-Encoding": "identity"})
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._session
        await self._session.close()

    async def ask(self, method: str, url: str, most: int) -> Answer:
        """One request, without following redirects; at most so many bytes of the body are read."""
        assert self._session
        parts = urlsplit(url)
        if self._public and _is_private(parts.hostname or ""):
            raise NoAnswer("leads to an address that is not public")
        proxy = None if not self._proxies or proxy_bypass(parts.netloc) else self._proxies.get(parts.scheme)
        try:
            async with self._session.request(method, URL(url, encoded=True), proxy=proxy, allow_redirects=False) as response:
                headers = {name.lower(): value for name, value in reversed([*response.headers.items()])}
                body = await _read(response, most) if method != "HEAD" and "content-encoding" not in headers else b""
                return Answer(response.status, headers, body)
        except TimeoutError:
            raise NoAnswer(f"no answer within {self._timeout:g} seconds", again=True) from None
        except aiohttp.ClientConnectorCertificateError as error:
            raise NoAnswer(f"its certificate is not valid: {_reason(error.certificate_error)}") from None
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            raise NoAnswer(f"no secure connection: {_reason(error)}") from None
        except aiohttp.ClientConnectorDNSError as error:
            if isinstance(error.os_error, _NotPublic):
                raise NoAnswer("leads to an address that is not public") from None
            raise NoAnswer("no such host", again=True, offline=True) from None
        except aiohttp.ClientConnectorError as error:
            raise NoAnswer(f"no connection: {_reason(error.os_error)}", again=True, offline=True) from None
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, ConnectionError):
            raise NoAnswer("the connection was broken off", again=True) from None
        except aiohttp.InvalidURL:
            raise NoAnswer("is no address that can be asked") from None
        except (aiohttp.ClientError, ValueError, OSError, asyncio.IncompleteReadError):
            raise NoAnswer("the answer was not HTTP") from None


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

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _NotPublic(OSError):
    """A name stands for an address of a private network."""


class _PublicResolver(ThreadedResolver):
    """Finds public addresses alone; the proxies of this machine may stand anywhere."""

    def __init__(self, proxies: Collection[str | None]) -> None:
        super().__init__()
        self._proxies = proxies

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[Any]:
        hosts = await super().resolve(host, port, family)
        if host not in self._proxies and any(_is_private(entry["host"]) for entry in hosts):
            raise _NotPublic(f"{host} is not public")
        return list(hosts)


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".internal", ".local"))
    return address in _LOCAL_GATEWAY or not _meant(address).is_global


def _meant(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if address.version == 4:
        return address
    if any(address in network for network in _HOLD_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _reason(error: BaseException | None) -> str:
    """What went wrong, in the system's own words, on one line."""
    message = getattr(error, "verify_message", "") or getattr(error, "reason", "") or getattr(error, "strerror", "") or type(error).__name__
    return " ".join(str(message).split())[:120]
