"""The preview: real files, a real server, and no waiting but for what is to come."""
from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from generator.engine.serve import serve
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
        self.changed = threading.Condition()
        self.stop = threading.Event()
        self.fault: Exception | None = None
        self._thread = threading.Thread(
            target=serve, args=(self.rebuild, [self.content, self.settings], self.site, 0, self.say, self.stop), daemon=True)

    def rebuild(self) -> bool:
        text = "".join(path.read_text() for path in sorted(self.content.rglob("*.yml")))
        good = "bad" not in text
        if good and not self.fault:
            new = stage(self.site)
            (new / "index.html").write_text(text)
            (new / "folder").mkdir()
            (new / "score.mjs").write_text("export {}")
            swap(new, self.site)
        with self.changed:
            self.builds += 1
            self.changed.notify_all()
        if self.fault:
            raise self.fault
        return good

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
        """A save, and the rebuild that it must cause, to its last word."""
        said, builds = len(self.said), self.builds
        (self.content / name).write_text(text)
        assert self.wait(lambda: self.builds > builds and len(self.said) > said), f"no rebuild after {name} was saved"

    def get(self, path: str = "/") -> tuple[int, str, dict[str, str]]:
        port = next(int(text.split(":")[2].split("/")[0]) for text in self.said if "Serving on" in text)
        connection = HTTPConnection("127.0.0.1", port, timeout=LONG)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body, dict(answer.getheaders())

    def end(self) -> None:
        self.stop.set()
        self._thread.join(LONG)
        assert not self._thread.is_alive()


@pytest.fixture
def guide(tmp_path: Path) -> Iterator[Guide]:
    guide = Guide(tmp_path)
    guide.start()
    yield guide
    guide.end()


def test_builds_at_the_start_and_says_where(guide: Guide) -> None:
    assert guide.builds == 1
    assert guide.said[0].startswith("Built in ")
    assert guide.said[1].startswith("Serving on http://127.0.0.1:")
    assert guide.get()[:2] == (200, "one")


def test_one_save_is_one_rebuild(guide: Guide) -> None:
    for number in range(2, 6):
        guide.save(f"version {number}")
        assert guide.builds == number
        assert guide.get()[1] == f"version {number}"
    assert not guide.wait(lambda: guide.builds > 5, seconds=0.6), "the last save caused another rebuild"


def test_several_files_at_once_are_one_rebuild(guide: Guide) -> None:
    for number in range(20):
        (guide.content / f"{number}.yml").write_text("x")
    guide.save("y")
    assert guide.builds == 2
    assert guide.get()[1] == "x" * 20 + "y"


def test_a_new_folder_and_a_deleted_file_are_changes(guide: Guide) -> None:
    (guide.content / "skills").mkdir()
    guide.save("rag", "skills/rag.yml")
    assert guide.get()[1] == "onerag"
    (guide.content / "roles/a.yml").unlink()
    assert guide.wait(lambda: guide.builds == 3)
    assert guide.wait(lambda: len(guide.said) == 4)
    assert guide.get()[1] == "rag"


def test_a_file_is_watched_through_a_save_by_renaming(guide: Guide) -> None:
    for number in (2, 3):
        draft = guide.settings.with_name(f"draft{number}")
        draft.write_text(f"theme {number}")
        draft.replace(guide.settings)
        assert guide.wait(lambda expected=number: guide.builds == expected)


def test_what_an_editor_keeps_beside_a_file_is_no_change(guide: Guide) -> None:
    for name in (".a.yml.swp", "a.yml~", "#a.yml#", ".#a.yml"):
        (guide.content / "roles" / name).write_text("draft")
    (guide.settings.parent / "notes.txt").write_text("not watched")
    assert not guide.wait(lambda: guide.builds > 1, seconds=0.6)
    guide.save("two")
    assert guide.builds == 2


def test_bad_content_keeps_the_last_good_pages(guide: Guide) -> None:
    guide.save("bad")
    assert guide.said[-1] == "Not built: the last good pages stay."
    assert guide.get()[:2] == (200, "one")
    guide.save("good")
    assert guide.said[-1].startswith("Built in ")
    assert guide.get()[1] == "good"


def test_a_fault_in_a_rebuild_is_told_in_full_and_does_not_end_the_preview(guide: Guide) -> None:
    guide.fault = RuntimeError("unexpected end of template")
    guide.save("two")
    assert guide.wait(lambda: guide.said[-1] == "Not built: the last good pages stay.")
    assert "Traceback" in guide.said[-2]
    assert guide.said[-2].endswith("RuntimeError: unexpected end of template")
    assert guide.get()[1] == "one"
    guide.fault = None
    guide.save("three")
    assert guide.get()[1] == "three"


def test_pages_are_never_kept_by_the_browser_and_modules_are_scripts(guide: Guide) -> None:
    status, _, headers = guide.get("/score.mjs")
    assert (status, headers["Content-type"], headers["Cache-Control"]) == (200, "text/javascript", "no-store")


@pytest.mark.parametrize("path", ["/none", "/folder/", "/../../mkdocs.yml", "/%2e%2e/%2e%2e/mkdocs.yml", "/..%5c..%5cmkdocs.yml"])
def test_nothing_but_the_pages_is_served(guide: Guide, path: str) -> None:
    assert guide.get(path)[0] == 404


def test_a_taken_port_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(pytest.fail, [], tmp_path, taken.getsockname()[1], lambda text: None)


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    serve(interrupted, [tmp_path], tmp_path, 0, lambda text: None)
