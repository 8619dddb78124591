"""The preview: real files, a real server, and no waiting but for what is to come."""
from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from conftest import ROOT, TINY
from playwright.sync_api import Browser, expect

from generator.cli import commands
from generator.cli.site import _update
from generator.engine.one_page import OnePage
from generator.engine.serve import Update, serve
from generator.write import stage, swap

LONG = 20.0


class Guide:
    """A little guide that is being served: `content/*.yml` joined is its only page, `bad` anywhere in it is a problem."""

    def __init__(self, folder: Path) -> None:
        self.content, self.settings, self.site = folder / "content", folder / "mkdocs.yml", folder / "build/site"
        (self.content / "roles").mkdir(parents=True)
        (self.content / "roles/a.yml").write_text("one")
        self.settings.write_text("theme")
        self.builds = 0
        self.said: list[str] = []
        self.asked: list[tuple[str, ...]] = []
        self.changed = threading.Condition()
        self.stop = threading.Event()
        self.fault: Exception | None = None
        # Builds the site as `_write` does, in a process of its own; waits first while there is a file `slow`.
        build = ("import pathlib, sys, time\nfolder = pathlib.Path(sys.argv[1])\nwhile (folder / 'slow').exists(): time.sleep(.01)\n"
                 "text = ''.join(path.read_text() for path in sorted((folder / 'content').rglob('*.yml')))\n"
                 "(folder / 'build/site/index.html').write_text(f'<body>{text}</body>')\nprint('told')\nsys.exit('worse' in text)")
        self._thread = threading.Thread(target=serve, daemon=True, args=(
            self._build, self._update, [sys.executable, "-c", build, str(folder)], [self.content, self.settings], self.site, 0, self.say, self.stop))

    def _text(self) -> str:
        return "".join(path.read_text() for path in sorted(self.content.rglob("*.yml")))

    def _build(self) -> bool:
        new = stage(self.site)
        (new / "index.html").write_text(f"<body>{self._text()}</body>")
        (new / "folder").mkdir()
        (new / "score.mjs").write_text("export {}")
        swap(new, self.site)
        return True

    def _update(self, open_pages: Collection[str]) -> Update:
        with self.changed:
            self.builds += 1
            self.asked.append(tuple(open_pages))
            self.changed.notify_all()
        if self.fault:
            raise self.fault
        text = self._text()
        if "bad" in text:
            return Update(problems=("it is bad",))
        return Update({page: f"<body>{text}</body>".encode() for page in open_pages}, files={"folder/plan.json": json.dumps(text).encode()})

    def say(self, text: str) -> None:
        with self.changed:
            self.said.append(text)
            self.changed.notify_all()

    def wait(self, condition: Callable[[], bool], seconds: float = LONG) -> bool:
        with self.changed:
            return self.changed.wait_for(condition, seconds)

    def start(self) -> None:
        self._thread.start()
        assert self.wait(lambda: any("Serving on" in text for text in self.said))

    def save(self, text: str, name: str = "roles/a.yml") -> None:
        """A save, and all that follows it, to its last word."""
        said, builds = len(self.said), self.builds
        (self.content / name).write_text(text)
        assert self.wait(lambda: self.builds > builds and any(_is_last(word) for word in self.said[said:])), f"nothing after {name} was saved"

    @property
    def port(self) -> int:
        return next(int(text.split(":")[2].split("/")[0]) for text in self.said if "Serving on" in text)

    def get(self, path: str = "/") -> tuple[int, str, dict[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body, dict(answer.getheaders())

    @contextmanager
    def opened(self, page: str = "/") -> Iterator[Callable[[], tuple[str, str]]]:
        """A page that somebody has open: what it is told, one thing after the other."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        connection.request("GET", f"/_preview/events?page={page}")
        answer = connection.getresponse()
        assert answer.readline() == b": here\n" and answer.readline() == b"\n"

        def told() -> tuple[str, str]:
            lines = [answer.readline().decode().rstrip("\n") for _ in range(3)]
            return lines[0].removeprefix("event: "), lines[1].removeprefix("data: ")

        yield told
        answer.close()
        connection.close()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(LONG)
        assert not self._thread.is_alive()


def _is_last(word: str) -> bool:
    return word.startswith(("The whole site", "Not built", "told"))


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    guide = Guide(tmp_path)
    guide.start()
    yield guide
    guide.end()


SCRIPT = '<script type="module" src="/_preview/preview.mjs"></script>'


def shown(text: str) -> str:
    return f"<body>{text}{SCRIPT}</body>"


def test_builds_at_the_start_and_says_where(guide: Guide) -> None:
    assert guide.builds == 0
    assert guide.said[0].startswith("Built in ")
    assert guide.said[1].startswith("Serving on http://127.0.0.1:")
    assert guide.get()[:2] == (200, shown("one"))
    assert (guide.site / "index.html").read_text() == "<body>one</body>"


def test_one_save_is_one_rebuild(guide: Guide) -> None:
    for number in range(1, 5):
        guide.save(f"version {number}")
        assert guide.builds == number
        assert guide.get()[1] == shown(f"version {number}")
    assert not guide.wait(lambda: guide.builds > 4, seconds=0.6), "the last save caused another rebuild"


def test_several_files_at_once_are_one_rebuild(guide: Guide) -> None:
    for number in range(20):
        (guide.content / f"{number}.yml").write_text("x")
    guide.save("y")
    assert guide.builds == 1
    assert guide.get()[1] == shown("x" * 20 + "y")


def test_a_new_folder_and_a_deleted_file_are_changes(guide: Guide) -> None:
    (guide.content / "skills").mkdir()
    guide.save("rag", "skills/rag.yml")
    assert guide.get()[1] == shown("onerag")
    said = len(guide.said)
    (guide.content / "roles/a.yml").unlink()
    assert guide.wait(lambda: any(map(_is_last, guide.said[said:])))
    assert guide.get()[1] == shown("rag")


def test_a_file_is_watched_through_a_save_by_renaming(guide: Guide) -> None:
    for number in (1, 2):
        draft = guide.settings.with_name(f"draft{number}")
        draft.write_text(f"theme {number}")
        draft.replace(guide.settings)
        assert guide.wait(lambda expected=number: guide.builds == expected)


def test_what_an_editor_keeps_beside_a_file_is_no_change(guide: Guide) -> None:
    for name in (".a.yml.swp", "a.yml~", "#a.yml#", ".#a.yml"):
        (guide.content / "roles" / name).write_text("draft")
    (guide.settings.parent / "notes.txt").write_text("not watched")
    assert not guide.wait(lambda: guide.builds > 0, seconds=0.6)
    guide.save("two")
    assert guide.builds == 1


def test_the_open_page_is_shown_before_the_whole_site_is_there(guide: Guide) -> None:
    (guide.content.parent / "slow").write_text("")
    with guide.opened() as told:
        (guide.content / "roles/a.yml").write_text("two")
        assert told() == ("page", "")
        assert guide.get()[1] == shown("two")
        assert guide.get("/folder/plan.json")[1] == '"two"', "what the page reads is as new as the page"
        assert (guide.site / "index.html").read_text() == "<body>one</body>"
        assert guide.asked == [("",)]
        (guide.content.parent / "slow").unlink()
        assert guide.wait(lambda: guide.said[-1].startswith("The whole site"))
    assert (guide.site / "index.html").read_text() == "<body>two</body>"
    assert guide.get("/folder/plan.json")[0] == 404, "and then as the whole site has it, in which this guide has none"


def test_a_page_that_looks_otherwise_in_the_whole_site_is_shown_anew(guide: Guide) -> None:
    with guide.opened("/folder/") as told:  # one that `update` makes otherwise than the build, which makes none
        guide.save("two")
        assert [told(), told()] == [("page", ""), ("page", "")]


def test_a_later_save_ends_the_build_behind_the_one_before(guide: Guide) -> None:
    (guide.content.parent / "slow").write_text("")
    (guide.content / "roles/a.yml").write_text("two")
    assert guide.wait(lambda: guide.builds == 1 and "shown anew" in guide.said[-1])
    (guide.content / "roles/a.yml").write_text("three")
    assert guide.wait(lambda: guide.builds == 2)
    (guide.content.parent / "slow").unlink()
    assert guide.wait(lambda: guide.said[-1].startswith("The whole site"))
    assert len([word for word in guide.said if word.startswith("The whole site")]) == 1
    assert guide.get()[1] == shown("three")


def test_what_is_wrong_is_shown_in_the_open_page_above_the_last_good_one(guide: Guide) -> None:
    with guide.opened() as told:
        guide.save("bad")
        assert guide.said[-1] == "Not built: the last good pages stay."
        kind, lines = told()
        assert (kind, json.loads(lines)) == ("problems", ["it is bad"])
        assert guide.get()[:2] == (200, shown("one"))
    with guide.opened() as told:  # whoever comes later is told, too
        assert told()[0] == "problems"
        guide.save("good")
        assert told() == ("page", "")
        assert guide.get()[1] == shown("good")


def test_what_the_build_behind_says_of_its_failure_is_told(guide: Guide) -> None:
    guide.save("worse")
    assert guide.said[-1] == "told"


def test_a_fault_in_a_rebuild_is_told_in_full_and_does_not_end_the_preview(guide: Guide) -> None:
    guide.fault = RuntimeError("unexpected end of template")
    guide.save("two")
    assert guide.wait(lambda: guide.said[-1] == "Not built: the last good pages stay.")
    assert "Traceback" in guide.said[-2]
    assert guide.said[-2].endswith("RuntimeError: unexpected end of template")
    assert guide.get()[1] == shown("one")
    guide.fault = None
    guide.save("three")
    assert guide.get()[1] == shown("three")


def test_pages_are_never_kept_by_the_browser_and_modules_are_scripts(guide: Guide) -> None:
    for path in ("/score.mjs", "/_preview/preview.mjs"):
        status, _, headers = guide.get(path)
        told = {name.lower(): value for name, value in headers.items()}
        assert (status, told["content-type"], told["cache-control"]) == (200, "text/javascript", "no-store")


@pytest.mark.parametrize("path", ["/none", "/folder/", "/../../mkdocs.yml", "/%2e%2e/%2e%2e/mkdocs.yml", "/..%5c..%5cmkdocs.yml",
                                  "/_preview/serve.py"])
def test_nothing_but_the_pages_is_served(guide: Guide, path: str) -> None:
    assert guide.get(path)[0] == 404


def test_a_taken_port_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(pytest.fail, pytest.fail, [], [], tmp_path, taken.getsockname()[1], lambda text: None)


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    serve(interrupted, pytest.fail, [], [tmp_path], tmp_path, 0, lambda text: None)


def test_a_page_alone_is_what_the_engine_makes_of_it_among_all(tiny_site: Path) -> None:
    engine = OnePage(tiny_site)
    for path in sorted((tiny_site / "docs").rglob("*.md")):
        name = path.relative_to(tiny_site / "docs").as_posix()
        assert engine.html(name, path.read_text()) == (tiny_site / "site" / name).with_suffix(".html").read_bytes(), name


def test_a_path_alone_comes_with_the_data_of_its_plan(tiny_site: Path) -> None:
    """And with that of no other path."""
    options = Namespace(content=TINY, out=tiny_site, site_url=None, repository=None, commands=commands)
    update = _update(options, ["paths/home-cook/baker/", "about/"])
    assert {*update.pages} == {"paths/home-cook/baker/", "about/"} and {*update.files} == {"paths/home-cook/baker/plan.json"}
    for path, text in update.files.items():
        assert text == (tiny_site / "site" / path).read_bytes()


def test_a_save_is_seen_in_the_browser_and_so_is_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    """The command itself, on the tiny guide."""
    content = tmp_path / "content"
    shutil.copytree(TINY, content)
    command = [sys.executable, "-m", "generator", "serve", "--content", str(content), "--out", str(tmp_path / "out"), "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment) as process, ExitStack() as after:
        after.callback(process.kill)  # a test that fails does not wait for what serves until it is stopped
        assert process.stdout
        address = next(line.split()[2] for line in process.stdout if line.startswith("Serving on"))
        page = browser.new_page()
        page.goto(f"{address}skills/sourdough/")
        file = content / "skills/dough/sourdough.yml"
        good = file.read_text()
        file.write_text(re.sub(r"summary: .*", "summary: Risen overnight.", good))
        expect(page.get_by_text("Risen overnight.")).to_be_visible(timeout=20_000)
        file.write_text(good.replace("summary:", "sumary:"))
        expect(page.get_by_role("alert")).to_contain_text("sumary", timeout=20_000)
        file.write_text(good)
        expect(page.get_by_role("alert")).to_have_count(0, timeout=20_000)
        expect(page.get_by_text("Risen overnight.")).to_have_count(0)
        page.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
