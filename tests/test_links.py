"""`links` against a web in which everything goes wrong (see faulty.py), with a clock that never waits; nothing here asks the outside."""
from __future__ import annotations

import asyncio
import json
import os
import pty
import resource
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, changed_tree, guide_of, tiny_tree, write_tree
from faulty import PAGE, Clock, Faulty, Local, faulty, listening

from generator.cli import links as command
from generator.cli import main
from generator.content.load import load
from generator.links import Failure, NotMemory, find, read_memory, remember
from generator.links.answer import Answer, NoAnswer
from generator.links.archive import copies
from generator.links.check import POLITE, Verdict, check
from generator.links.find import LinkPlace, OutsideLink
from generator.links.memory import FIRST_LINE, as_text
from generator.links.report import NOTHING_DUE, report
from generator.links.web import Web, _is_private

AGENT = "Fingerpost/test (+https://example.org/)"


def visited(*urls: str, **manners: Any) -> tuple[Mapping[str, Verdict], Faulty, Clock]:
    """What became of addresses; those without a host are of `host.example`."""
    async def run() -> tuple[Mapping[str, Verdict], Faulty, Clock]:
        clock = Clock()
        async with faulty() as web:
            web.now = clock.now
            async with Local(Web(AGENT, public=False, timeout=0.3), web.port) as client:
                found = await check(whole, client, clock, replace(POLITE, **manners))
        return {url: found[given] for url, given in zip(urls, whole, strict=True)}, web, clock

    whole = [url if url.startswith("https://") else f"https://host.example{url}" for url in urls]
    return asyncio.run(run())


def one(url: str, **manners: Any) -> tuple[str, str]:
    """The state of one address, and what is said of it."""
    verdict = visited(url, **manners)[0][url]
    return verdict.state, verdict.says


class TestAnswers:
    @pytest.mark.parametrize(("path", "says"), [
        ("/404", "404 Not Found"), ("/410", "410 Gone"), ("/500", "500 Internal Server Error"),
        ("/reset", "the connection was broken off"), ("/slow", "no answer within 0.3 seconds"), ("/garbage", "the answer was not HTTP"),
        ("/loop", "redirects in a circle"), ("/far/0", "more than 8 redirects"),
        ("/301/", "redirects without saying where"), ("/to/javascript:alert(1)", "redirects to no address: 'javascript:alert(1)'"),
        ("/to/http://[x", "redirects to no address: 'http://[x'"), ("/to/https://a.example:99999/", "redirects to no address: 'https://a.example:99999/'"),
        ("/to/https://www.host.example/", "leads to the front page of its site, not to the page"),
        *((f"https://front.example/{name}", "leads to the front page of its site, not to the page")
          for name in ("kiln", "kiln/index.html", "en/kiln", "english", "index.html/kiln")),
    ])
    def test_what_fails_says_how(self, path: str, says: str) -> None:
        assert one(path) == ("failed", says)

    @pytest.mark.parametrize("path", [
        "/200", "/pdf", "/huge", "/short", "/squeezed", "/head-long", "/head-loop",
        "/to/https://other.example/200", "/to/https://other.example/", "/to/https://host.example/%3Fpage=3",
        *(f"https://front.example/{name}" for name in ("index.html", "Default.aspx", "home", "en", "en/", "de-AT/", "pt_BR/index.php")),
    ])
    def test_what_answers_is_left_alone(self, path: str) -> None:
        assert one(path) == ("answers", "200")

    @pytest.mark.parametrize(("path", "says"), [
        ("/403", "answers 403, as some do to machines"), ("/451", "answers 451, as some do to machines"),
        ("/999", "answers 999, as some do to machines"), ("/to/https://host.example/login/now", "leads to a page where one signs in"),
    ])
    def test_what_no_machine_may_see_is_no_failure(self, path: str, says: str) -> None:
        assert one(path) == ("refused", says)

    @pytest.mark.parametrize("code", ["301", "308"])
    def test_a_move_for_good_says_where(self, code: str) -> None:
        assert visited(f"/{code}/new.example/200")[0][f"/{code}/new.example/200"] == Verdict(
            "moved", "has moved for good", "https://new.example/200")

    @pytest.mark.parametrize("code", ["302", "303", "307"])
    def test_a_move_for_now_is_none(self, code: str) -> None:
        assert one(f"/{code}/new.example/200") == ("answers", "200")

    def test_a_move_for_good_ends_where_one_for_now_begins(self) -> None:
        path = "/301/b.example/302/c.example/301/d.example/200"
        assert visited(path)[0][path].to == "https://b.example/302/c.example/301/d.example/200"

    def test_a_stroke_at_the_end_is_no_move(self) -> None:
        assert one("/301/host.example/301/host.example/301/")[0] == "failed"
        assert visited("https://a.example/301/a.example/x", "https://a.example/x")[0]["https://a.example/x"].state == "answers"

    @pytest.mark.parametrize(("path", "length"), [("huge", 70_000), ("short", len(PAGE)), ("squeezed", 0)])
    def test_no_more_of_a_page_is_read_than_is_needed_and_can_be(self, path: str, length: int) -> None:
        async def run() -> int:
            async with faulty() as web, Web(AGENT, public=False, timeout=5) as client:
                return len((await client.ask("GET", f"http://127.0.0.1:{web.port}/host.example/{path}", 70_000)).body)

        assert asyncio.run(run()) == length


class TestOffline:
    class Dead:
        """A web where only some hosts are reached; keeps who was asked."""

        def __init__(self, *alive: str) -> None:
            self.alive, self.asked = alive, set[str]()

        async def ask(self, method: str, url: str, most: int) -> Answer:
            self.asked.add(host := urlsplit(url).netloc)
            if host in self.alive:
                return Answer(200, {"content-type": "text/plain"}, b"")
            raise NoAnswer("no such host", again=True, offline=True)

    def _found(self, web: Dead, hosts: int, each: int = 1) -> set[tuple[str, bool]]:
        urls = [f"https://h{number:03}.example/{page}" for number in range(hosts) for page in range(each)]
        found = asyncio.run(check(urls, web, Clock(), replace(POLITE, at_once=4)))
        return {(verdict.says, verdict.offline) for verdict in found.values()}

    def test_nobody_waits_for_each_of_hundreds_of_hosts(self) -> None:
        web = self.Dead()
        assert self._found(web, 300) == {("no such host", True), ("no host could be reached", True)}
        assert 12 <= len(web.asked) < 12 + 4

    @pytest.mark.parametrize("hosts", [1, 11])
    def test_few_hosts_are_no_proof(self, hosts: int) -> None:
        assert self._found(self.Dead(), hosts, each=20) == {("no such host", True)}

    def test_one_host_that_is_reached_is_proof_that_the_others_are_gone(self) -> None:
        web = self.Dead("h007.example")
        assert self._found(web, 60) == {("200", False), ("no such host", True)}
        assert len(web.asked) == 60


class TestManners:
    @pytest.mark.parametrize("path", ["/pdf", "/200"])
    def test_what_answers_is_asked_with_head_alone(self, path: str) -> None:
        assert visited(path)[1].of("host.example") == [f"HEAD {path}"]

    @pytest.mark.parametrize("path", ["/head-405", "/head-404", "/head-429", "/head-501", "/head-500", "/404"])
    def test_get_follows_where_head_says_too_little(self, path: str) -> None:
        assert visited(path)[1].of("host.example") == [f"HEAD {path}", f"GET {path}"]

    def test_get_follows_where_head_breaks_the_connection(self) -> None:
        found, web, _ = visited("/head-reset")
        assert found["/head-reset"].state == "answers"
        assert web.of("host.example")[-1] == "GET /head-reset"

    def test_what_fails_is_tried_again_after_longer_and_longer_pauses(self) -> None:
        found, web, clock = visited("/slow", pause=0)
        assert web.of("host.example") == ["HEAD /slow", "GET /slow", "GET /slow", "GET /slow"]
        assert clock.slept == [4, 8]

    def test_what_is_gone_is_not_tried_again(self) -> None:
        assert visited("/410")[1].of("host.example") == ["HEAD /410", "GET /410"]

    @pytest.mark.parametrize("path", ["/flaps", "/resets-once"])
    def test_what_flaps_answers_in_the_end(self, path: str) -> None:
        assert one(path) == ("answers", "200")

    def test_one_host_is_asked_one_thing_at_a_time_with_pauses(self) -> None:
        _, web, _ = visited(*(f"/pdf/{number}" for number in range(5)))
        times = [time for host, time in web.times if host == "host.example"]
        assert len(times) == 6 and web.most_at_once == 1
        assert all(later - earlier >= 1 for earlier, later in zip(times, times[1:], strict=False))

    def test_hosts_are_asked_at_once_but_not_too_many(self) -> None:
        _, web, _ = visited(*(f"https://h{number}.example/pdf" for number in range(30)), at_once=4)
        assert 2 <= web.most_at_once <= 4

    def test_a_host_that_asks_to_wait_is_waited_for(self) -> None:
        found, web, clock = visited("/429/37", pause=0)
        assert found["/429/37"].state == "answers"
        assert clock.slept == [37] and web.of("host.example") == ["HEAD /429/37", "GET /429/37", "GET /429/37"]

    @pytest.mark.parametrize("path", ["/429", "/429/Tue,%2024%20Nov%202026%2012:00:25%20GMT"])
    def test_without_a_number_of_seconds_the_pause_is_ours(self, path: str) -> None:
        assert visited(path, pause=0)[2].slept == [4]

    @pytest.mark.parametrize("path", ["/429-always/3600", "/429-always"])
    def test_a_host_that_wants_to_be_left_alone_is(self, path: str) -> None:
        found, web, _ = visited(path, "/pdf/1", "/pdf/2", "https://other.example/pdf")
        said = ("refused", "its host asks to be left alone (429)")
        assert (found[path].state, found[path].says) == said
        assert "GET /pdf/2" not in web.of("host.example")
        assert found["https://other.example/pdf"].state == "answers"

    def test_503_with_a_time_is_waited_for_too(self) -> None:
        found, _, clock = visited("/503/9", pause=0)
        assert (found["/503/9"].state, clock.slept) == ("answers", [9])

    def test_robots_txt_is_asked_once_and_heeded(self) -> None:
        urls = ["https://closed.example/a", "https://closed.example/b", "https://parts.example/private/x", "https://parts.example/pdf",
                "https://others.example/pdf"]
        found, web, _ = visited(*urls)
        assert [found[url].state for url in urls] == ["refused", "refused", "refused", "answers", "answers"]
        assert found[urls[0]].says == "its robots.txt asks machines not to look"
        assert web.of("closed.example") == [] and web.of("parts.example") == ["HEAD /pdf"]
        assert [entry for entry in web.asked if entry[1] == "closed.example"] == [("GET", "closed.example", "/robots.txt")]

    def test_the_pause_that_robots_txt_asks_for_is_kept(self) -> None:
        _, web, _ = visited("https://slowly.example/pdf/1", "https://slowly.example/pdf/2", "https://slowly.example/pdf/3")
        times = [time for _, time in web.times][1:]
        assert [later - earlier for earlier, later in zip(times, times[1:], strict=False)] == [7, 7]

    @pytest.mark.parametrize(("url", "state"), [
        ("https://patterns.example/clay/print/3", "refused"), ("https://patterns.example/print/3", "answers"),
        ("https://patterns.example/a.pdf", "refused"), ("https://patterns.example/a.pdf/b", "answers"),
        ("https://one.example/course/1", "answers"), ("https://one.example/clay", "refused"),
        ("https://ours.example/clay", "answers"), ("https://finger.example/clay", "answers"),
    ])
    def test_robots_txt_is_read_as_its_standard_says(self, url: str, state: str) -> None:
        assert visited(url)[0][url].state == state

    @pytest.mark.parametrize("host", ["broken.example", "webby.example"])
    def test_a_host_without_a_readable_robots_txt_forbids_nothing(self, host: str) -> None:
        assert one(f"https://{host}/pdf") == ("answers", "200")

    def test_a_redirect_into_a_closed_host_is_heeded(self) -> None:
        assert one("/to/https://closed.example/x") == ("refused", "its robots.txt asks machines not to look")

    def test_it_says_who_it_is(self) -> None:
        async def run() -> list[str]:
            async with listening() as (port, heard), Web(AGENT, public=False) as client:
                await client.ask("HEAD", f"http://127.0.0.1:{port}/", 0)
            return heard

        assert f"User-Agent: {AGENT}" in asyncio.run(run())


class TestUnreachable:
    def _says(self, url: str, **settings: Any) -> NoAnswer:
        async def run() -> None:
            async with Web(AGENT, timeout=1, **settings) as client:
                await client.ask("GET", url, 10)

        with pytest.raises(NoAnswer) as caught:
            asyncio.run(run())
        return caught.value

    @pytest.mark.parametrize(("timeout", "connect"), [(5, 5), (30, 10), (60, 10)])
    def test_to_connect_takes_ten_seconds_at_most(self, timeout: float, connect: float) -> None:
        async def run() -> object:
            async with Web(AGENT, timeout=timeout) as client:
                assert client._session
                return client._session.timeout.connect

        assert asyncio.run(run()) == connect

    def test_a_certificate_that_nobody_signed(self) -> None:
        async def run() -> NoAnswer:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(Path(__file__).with_name("self-signed.pem"))
            async with faulty(context) as web, Web(AGENT, public=False, timeout=5) as client:
                with pytest.raises(NoAnswer) as caught:
                    await client.ask("GET", f"https://127.0.0.1:{web.port}/host.example/200", 10)
            return caught.value

        error = asyncio.run(run())
        assert error.says == "its certificate is not valid: self-signed certificate"
        assert not error.again

    def test_no_tls_where_it_is_expected(self) -> None:
        """The server speaks first: one that waits for a line might wait for ever, as what begins TLS holds one in some runs alone."""
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await reader.read()
            writer.close()

        async def run() -> NoAnswer:
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            async with Web(AGENT, public=False, timeout=5) as client:
                with pytest.raises(NoAnswer) as caught:
                    await client.ask("GET", f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/", 10)
            server.close()
            return caught.value

        assert asyncio.run(run()).says.startswith("no secure connection: ")

    def test_a_port_where_nobody_listens(self) -> None:
        error = self._says("http://127.0.0.1:9/", public=False)
        assert error.says.startswith("no connection: ")
        assert (error.again, error.offline) == (True, True)

    @pytest.mark.parametrize("url", [
        "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/", "http://localhost/",
        "http://metadata.google.internal/", "http://192.168.1.1/", "http://0.0.0.0/",
        *(f"http://[{prefix}{inner}]/" for prefix in ("::", "::ffff:", "::ffff:0:", "64:ff9b::") for inner in ("127.0.0.1", "a9fe:a9fe")),
        "http://[2002:7f00:1::]/", "http://[2002:a00:1::1]/", "http://[64:ff9b:1::808:808]/", "http://[fe80::1%25eth0]/",
    ])
    def test_an_address_of_a_private_network_is_never_asked(self, url: str) -> None:
        assert self._says(url).says == "leads to an address that is not public"

    @pytest.mark.parametrize("host", [
        "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "host.example",
    ])
    def test_a_public_address_in_any_form_may_be_asked(self, host: str) -> None:
        assert not _is_private(host)

    @pytest.mark.parametrize("proxy", ["127.0.0.1", "localhost", "us:secret@127.0.0.1"])
    def test_of_this_machine_s_settings_only_the_proxy_is_taken(self, proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A password of ~/.netrc goes to nobody, however the request leaves; a proxy may have its own, and stand where it likes."""
        (tmp_path / "netrc").write_text("machine host.example login me password mine\ndefault login me password mine\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)

        async def run() -> list[str]:
            async with listening() as (port, heard):
                monkeypatch.setenv("http_proxy", f"http://{proxy}:{port}")
                async with Web(AGENT) as client:
                    assert (await client.ask("HEAD", "http://host.example/clay", 0)).status == 204
            return heard

        line, *headers = asyncio.run(run())
        assert line == "HEAD http://host.example/clay HTTP/1.1"
        said = [header for header in headers if "authorization" in header.lower()]
        assert said == (["Proxy-Authorization: Basic dXM6c2VjcmV0"] if "@" in proxy else [])


class TestHostile:
    """What a server can send is read within half a gigabyte. It is stopped when it hangs."""

    @pytest.mark.parametrize("line", ["User-agent: a{}", "User-agent: fingerpost{}", "useragent: *{}", "USER AGENT :{}*", " user-agent {} x"])
    def test_a_robots_txt_of_thousands_of_agents_and_rules(self, line: str) -> None:
        code = ("from generator.links.robots import AGENT, rules\n"
                f"lines = [{line!r}.format(n) for n in range(15_000)] + [f'Disallow: /{{n}}' for n in range(15_000)]\n"
                "assert rules(lines).can_fetch('https://a.example/x', AGENT)")

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (500 * 2**20, 500 * 2**20))

        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, preexec_fn=limit, timeout=120, check=False, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


class TestFinding:
    def test_each_address_is_found_with_its_places(self) -> None:
        tree = changed_tree({"replace": {
            "tools/oven.yml": ["name:", "url: https://example.org/bread\nname:"],
            "roles/baker.yml": ["[Bread at six]", '["Bread at six, as [they say](https://example.com/six#top) of [](skill:sourdough)"]']}})
        found = {link.url: link for link in find(guide_of(tree), load(tree)[0])}
        assert [(place.path, place.kind, place.id) for place in found["https://example.org/bread"].places] == [
            ("resources/book/bread-book.yml", "resource", "bread-book"), ("tools/oven.yml", "tool", "oven")]
        six = found["https://example.com/six"].places[0]
        assert six.path == "roles/baker.yml" and "six#top" in tree["roles/baker.yml"].decode().splitlines()[six.line - 1]
        assert found["https://example.org/sourdough"].archived == "https://example.org/archive/sourdough"
        assert not any("archive" in url or "github" in url for url in found)

    def test_the_copy_of_a_page_is_found_though_its_address_names_a_place_on_it(self) -> None:
        tree = changed_tree({"replace": {"resources/course/sourdough-course.yml": [
            "url: https://example.org/sourdough", "url: https://example.org/sourdough#week-1"]}})
        found = {link.url: link for link in find(guide_of(tree), load(tree)[0])}
        assert found["https://example.org/sourdough"].archived == "https://example.org/archive/sourdough"

    def test_what_is_retired_is_not_asked(self) -> None:
        tree = changed_tree({"replace": {"resources/book/bread-book.yml": [
            "level: beginner", "level: beginner\nretired: {on: 2026, reason: Gone.}"]}})
        assert "https://example.org/bread" not in {link.url for link in find(guide_of(tree), load(tree)[0])}


LINK = OutsideLink("https://a.example/x", (LinkPlace("skills/a.yml", 3, "skill", "a"),))


FAILED = Verdict("failed", "404")


class TestMemory:
    def test_days_gather_until_it_answers(self) -> None:
        memory: Mapping[str, Failure] = {}
        for day in ("2026-11-01", "2026-11-01", "2026-11-08"):
            memory = remember(memory, {"u": FAILED}, day)
        assert memory == {"u": Failure(("2026-11-01", "2026-11-08"), "404")}
        for verdict in (Verdict("answers", "200"), Verdict("moved", "", "v")):
            assert remember(memory, {"u": verdict}, "2026-11-15") == {}

    def test_what_could_not_be_asked_changes_nothing_and_what_is_gone_is_forgotten(self) -> None:
        memory = {"u": Failure(("2026-11-01",), "404"), "v": Failure(("2026-11-01",), "404")}
        assert remember(memory, {"u": Verdict("refused", "403")}, "2026-11-08") == {"u": memory["u"]}

    def test_it_comes_back_from_the_file_as_it_was(self, tmp_path: Path) -> None:
        memory = {"https://a.example/\"": Failure(("2026-11-01", "2026-11-08"), "says 'é'"), "https://b.example/": Failure(("2026-11-01",), "x")}
        (tmp_path / "m.json").write_text(as_text(memory))
        assert read_memory(tmp_path / "m.json") == memory
        assert json.loads(as_text(memory))["version"] == 1 and json.loads(as_text({}))["links"] == {}

    def test_no_file_is_an_empty_memory(self, tmp_path: Path) -> None:
        assert read_memory(tmp_path / "none.json") == {}

    @pytest.mark.parametrize("text", ["", "{}", "[]", "thesis", '{"links": {}}'])
    def test_a_file_of_somebody_else_is_told(self, text: str, tmp_path: Path) -> None:
        (tmp_path / "m.json").write_text(text)
        with pytest.raises(NotMemory, match=r"m\.json is no memory of links, so it is left alone\. Name another file with --memory\.$"):
            read_memory(tmp_path / "m.json")

    @pytest.mark.parametrize("rest", [
        "", "}}", "[]}}", '"u": 1}}', '"u": {"days": [], "says": "x"}}}', '"u": {"days": ["2026-13-01"], "says": "x"}}}',
        '"u": {"days": ["2026-11-02", "2026-11-01"], "says": "x"}}}', '"u": {"days": ["2026-11-01"]}}}', "[" * 100_000,
        '"u": {"days": "2026-11-01", "says": "x"}}}', '"u": {"days": ["2026-11-01"], "says": 3}}}',
    ])
    def test_a_damaged_file_is_told(self, rest: str, tmp_path: Path) -> None:
        (tmp_path / "m.json").write_text(f"{FIRST_LINE}\n{rest}")
        if rest == "}}":
            assert read_memory(tmp_path / "m.json") == {}
            return
        with pytest.raises(NotMemory, match=r"m\.json is damaged, so it is left alone\. Move it away; the next run begins a new one\.$"):
            read_memory(tmp_path / "m.json")


class TestCopies:
    def test_the_content_s_own_copy_comes_first_then_the_archive_s(self) -> None:
        async def run() -> tuple[Mapping[str, str], list[str]]:
            async with faulty() as web, Local(Web(AGENT, public=False), web.port) as client:
                links = [OutsideLink("https://a.example/own", (), "https://copy.example/own")]
                links += [OutsideLink("https://a.example/kept", ()), OutsideLink("https://a.example/x", ())]
                return await copies(links, client, Clock()), web.of("archive.org")

        found, asked = asyncio.run(run())
        assert found == {"https://a.example/own": "https://copy.example/own", "https://a.example/kept": "https://web.archive.org/web/2020/x"}
        assert len(asked) == 2

    def test_a_link_that_is_not_due_asks_no_archive(self) -> None:
        assert [host for _, host, _ in visited("/404")[1].asked if host == "archive.org"] == []


class TestReport:
    THREE = ("2026-11-01", "2026-11-08", "2026-11-15")

    def test_it_holds_no_markup_from_outside_and_fits_an_issue(self) -> None:
        link = OutsideLink("https://a.example/`x`@you", LINK.places)
        memory = {link.url: Failure(self.THREE, "redirects to no address: '`@you`'")}
        text = report([link], {link.url: FAILED}, memory, {}, "content")
        assert "- [ ] `` https://a.example/`x`@you ``: `` redirects to no address: '`@you`' ``; failed on 3 days since 2026-11-01" in text
        many = [OutsideLink(f"https://a.example/{number:04}", LINK.places) for number in range(2000)]
        long = report(many, {each.url: FAILED for each in many}, {each.url: Failure(self.THREE, "404") for each in many}, {}, "content")
        assert len(long) < 65_000
        assert "more lines, for which an issue has no room." in long
        assert long.endswith("2000 links: 2000 due.")

    def test_what_failed_and_is_refused_today_is_counted_once(self) -> None:
        text = report([LINK], {LINK.url: Verdict("refused", "x")}, {LINK.url: Failure(self.THREE[:1], "404")}, {}, "content")
        assert text.endswith("\n1 link: 1 watched.")


URLS = {"bread-book": "https://example.org/404/bread", "croissants": "https://example.org/301/example.com/croissants",
        "kneading-video": "https://example.org/403", "sourdough-course": "https://example.net/404/kept"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the tiny guide, its addresses those of the faulty web, in which commands are run."""
    tree = tiny_tree()
    for path in list(tree):
        if (name := Path(path).stem) in URLS:
            lines = tree[path].decode().splitlines()
            lines = [f"url: {URLS[name]}" if line.startswith("url:") else line for line in lines if not line.startswith("archived_url")]
            tree[path] = "\n".join(lines).encode()
    write_tree(tmp_path / "content", tree)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "connect", lambda guide: (Brought(), Clock()))
    return tmp_path


class Brought:
    """The faulty web as a client that brings its server along, for a command that has an event loop of its own."""

    async def __aenter__(self) -> Local:
        self.stack = AsyncExitStack()
        web = await self.stack.enter_async_context(faulty())
        return await self.stack.enter_async_context(Local(Web(AGENT, public=False, timeout=0.3), web.port))

    async def __aexit__(self, *error: object) -> None:
        await self.stack.aclose()


@pytest.fixture
def on(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Runs the command on a day."""
    def run(day: str) -> int:
        monkeypatch.setattr(command, "today", lambda: day)
        return main(["links"])

    return run


class TestCommand:
    def test_a_first_failure_is_watched_the_third_day_is_due(self, on: Callable[[str], int], capsys: pytest.CaptureFixture[str]) -> None:
        assert on("2026-11-01") == 0
        assert capsys.readouterr() == (
            f"{NOTHING_DUE}\n"
            "\n### Failed on fewer days\n\n"
            "- [ ] `https://example.net/404/kept`: `404 Not Found`; failed on 2026-11-01\n"
            "  - `content/resources/course/sourdough-course.yml:3`\n"
            "- [ ] `https://example.org/404/bread`: `404 Not Found`; failed on 2026-11-01\n"
            "  - `content/resources/book/bread-book.yml:3`\n"
            "\n### Moved for good: change the address\n\n"
            "- [ ] `https://example.org/301/example.com/croissants`: is now `https://example.com/croissants`\n"
            "  - `content/resources/tutorial/croissants.yml:3`\n"
            "\n### Not for machines: look now and then\n\n"
            "- [ ] `https://example.org/403`: `answers 403, as some do to machines`\n"
            "  - `content/resources/video/kneading-video.yml:3`\n"
            "\n4 links: 1 answer, 1 of them moved for good, 2 watched, 1 not for machines.\n", "")
        assert [on(day) for day in ("2026-11-01", "2026-11-08")] == [0, 0]
        capsys.readouterr()
        assert on("2026-11-15") == 1
        assert capsys.readouterr().out.splitlines()[:9] == [
            "2 links failed on 3 different days or more.", "",
            "For each: find where the page went, or `retire` what it belongs to and name what replaces it.", "",
            "- [ ] `https://example.net/404/kept`: `404 Not Found`; failed on 3 days since 2026-11-01",
            "  - `content/resources/course/sourdough-course.yml:3`",
            "  - archived copy: `https://web.archive.org/web/2020/x`",
            "- [ ] `https://example.org/404/bread`: `404 Not Found`; failed on 3 days since 2026-11-01",
            "  - `content/resources/book/bread-book.yml:3`"]

    def test_what_answers_again_is_forgotten(self, here: Path, on: Callable[[str], int]) -> None:
        on("2026-11-01")
        path = here / "content/resources/book/bread-book.yml"
        path.write_text(path.read_text().replace("/404/bread", "/200/bread"))
        on("2026-11-08")
        assert set(read_memory(here / "build/links.json")) == {"https://example.net/404/kept"}

    @pytest.mark.parametrize(("text", "says"), [
        ("My thesis", "memory.json is no memory of links, so it is left alone. Name another file with --memory."),
        (FIRST_LINE + "\nx", "memory.json is damaged, so it is left alone. Move it away; the next run begins a new one."),
    ])
    def test_no_file_is_ever_destroyed(self, text: str, says: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "memory.json").write_text(text)
        assert main(["links", "--memory", "memory.json"]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {says}\n")
        assert (here / "memory.json").read_text() == text

    @pytest.mark.parametrize(("arguments", "says"), [
        ("--content nowhere", "there is no folder nowhere. Name the content folder with --content."),
        ("--memory content", "content cannot be read: Is a directory."), ("--memory link", "link is a symbolic link."),
        ("--memory content/guide.yml", "content/guide.yml is no memory of links, so it is left alone. Name another file with --memory."),
    ])
    def test_wrong_usage_ends_with_2(self, arguments: str, says: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "link").symlink_to("elsewhere")
        assert main(["links", *arguments.split()]) == 2
        assert capsys.readouterr() == ("", f"fingerpost: {says}\n")

    def test_broken_content_is_told_first(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (here / "content/guide.yml").unlink()
        assert main(["links"]) == 1
        assert capsys.readouterr().out == (
            "content/guide.yml: is missing. A guide begins with its guide.yml. [files-are-in-their-place]\n"
            "Rules are explained on the site at contribute/rules/.\n1 error\n")

    def test_a_machine_without_the_web_remembers_nothing(
        self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Offline:
            async def __aenter__(self) -> Offline:
                return self

            async def __aexit__(self, *error: object) -> None:
                pass

            async def ask(self, method: str, url: str, most: int) -> Any:
                raise NoAnswer("no such host", again=True, offline=True)

        monkeypatch.setattr(command, "connect", lambda guide: (Offline(), Clock()))
        assert main(["links"]) == 2
        assert capsys.readouterr() == ("", "fingerpost: no host could be reached: is this machine online? Nothing was remembered.\n")
        assert not (here / "build").exists()

    @pytest.mark.parametrize("package", ["aiohttp", "protego"])
    def test_without_its_packages_it_says_how_to_set_them_up(self, package: str, tmp_path: Path) -> None:
        write_tree(tmp_path / "content", tiny_tree())
        (tmp_path / f"{package}.py").write_text(f"raise ModuleNotFoundError(name='{package}')")
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
        command = [sys.executable, "-m", "generator", "links"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"fingerpost: links needs the package {package}, which no other command does. Set it up with: make links\n"

    def _lines(self, terminal: int) -> Iterator[str]:
        """What was written to a terminal whose other end is closed: it comes in pieces, and then as an error."""
        while True:
            try:
                yield os.read(terminal, 10_000).decode()
            except OSError:
                return

    def test_at_a_terminal_it_counts(self, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        ours, theirs = pty.openpty()
        with os.fdopen(theirs, "w") as terminal:
            monkeypatch.setattr(sys, "stderr", terminal)
            main(["links"])
        said = "".join(self._lines(ours))
        os.close(ours)
        assert said.endswith("Asked 4 of 4 links\r\n") and "\rAsked 1 of 4 links\rAsked 2" in said
