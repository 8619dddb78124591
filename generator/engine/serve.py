"""Shows the site while it is being written: after a save the pages that somebody has open come first, the whole site behind them.

What a page looks like here is what it looks like when it is published: the engine's own bytes, and a script that reloads it. What is wrong
with the content is shown in the page, above the last good one. Pages over HTTP, to this machine alone.
"""
from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from watchdog import events
from watchdog.observers import Observer

QUIET_SECONDS = 0.15
_LOOK_UP_SECONDS = 0.2
# Reading a file is an event too, and a rebuild reads them all: only these are changes.
_CHANGES: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent, events.DirMovedEvent,
    events.DirDeletedEvent]
_SCRIPT = b'<script type="module" src="/_preview/preview.mjs"></script>'


@dataclass(frozen=True)
class Update:
    """The pages that were asked for, as the engine writes them, by their addresses below the root, with the files of data that they read;
    or the lines of what is wrong."""

    pages: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def serve(
    build: Callable[[], bool], update: Callable[[Collection[str]], Update], behind: Sequence[str], watched: Sequence[Path], site: Path, port: int,
    say: Callable[[str], None], stop: threading.Event | None = None,
) -> None:
    """Builds, serves `site`, and follows each change in `watched`, until Ctrl-C or until `stop` is set.

    `build` makes the site; it returns False when the content has problems, having said them. After a change `update` makes the pages
    that are open, which are shown at once, and the command `behind` the whole site; a later change ends it and starts it anew. Files
    and folders are watched; a folder with all that is below it. Port 0 takes a free one. `OSError` when the port is taken.
    """
    stop = stop or threading.Event()
    preview = _Preview(site)
    pages = partial(_Pages, directory=os.path.abspath(site), preview=preview)
    with suppress(KeyboardInterrupt), ThreadingHTTPServer(("127.0.0.1", port), pages) as server, _watching(watched) as changes:
        start = time.monotonic()
        good = _told(build, False, say)
        say(f"Built in {time.monotonic() - start:.1f} s." if good else "Not built: the last good pages stay.")
        with _running(server), _Behind(behind, preview, say) as whole:
            say(f"Serving on http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it).")
            while _wait_for_change(changes, stop):
                start = time.monotonic()
                whole.end()
                found = _told(lambda: update(preview.open_pages()), Update(problems=("The generator has a fault; the terminal tells it.",)), say)
                preview.show(found)
                if found.problems:
                    say("Not built: the last good pages stay.")
                else:
                    say(f"What is open was shown anew after {time.monotonic() - start:.1f} s.")
                    whole.start()


def _told(work: Callable[[], Any], otherwise: Any, say: Callable[[str], None]) -> Any:
    """What `work` returns. A fault of a template or of the generator is told in full: whoever is mending it needs that, and the server."""
    try:
        return work()
    except Exception:
        say(traceback.format_exc().rstrip())
        return otherwise


class _Preview:
    """What is shown before the whole site is there: pages by address, what is wrong, and who looks at which page."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._made: dict[str, bytes] = {}
        self._problems: tuple[str, ...] = ()
        self._readers: list[tuple[str, SimpleQueue[tuple[str, str] | None]]] = []

    def open_pages(self) -> tuple[str, ...]:
        """The addresses of the pages that are open in a browser."""
        with self._lock:
            return tuple(dict.fromkeys(page for page, _ in self._readers))

    def made(self, address: str) -> bytes | None:
        """A page that was made since the whole site was, or a file of data that was made with such a page."""
        with self._lock:
            return self._made.get(address)

    def show(self, update: Update) -> None:
        """Shows pages, or what is wrong, to everybody who has one open."""
        with self._lock:
            self._made |= {**update.pages, **update.files}
            self._problems = update.problems
            for page, queue in self._readers:
                queue.put(("problems", json.dumps(update.problems)) if update.problems or page not in update.pages else ("page", ""))

    def whole(self) -> None:
        """The whole site is there: it takes the place of what was shown before it, and pages that look otherwise now are shown anew."""
        with self._lock:
            shown, self._made = self._made, {}
            for page, queue in self._readers:
                file = self._site / page / "index.html"
                if page not in shown or not file.is_file() or file.read_bytes() != shown[page]:
                    queue.put(("page", ""))

    @contextmanager
    def reader(self, page: str) -> Iterator[SimpleQueue[tuple[str, str] | None]]:
        """What somebody who has a page open is told, from now on."""
        queue: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        with self._lock:
            self._readers.append((page, queue))
            if self._problems:
                queue.put(("problems", json.dumps(self._problems)))
        try:
            yield queue
        finally:
            with self._lock:
                self._readers.remove((page, queue))

    def close(self) -> None:
        """Lets everybody go."""
        with self._lock:
            for _, queue in self._readers:
                queue.put(None)


class _Behind:
    """The build of the whole site, as a process of its own, of which there is one at a time."""

    def __init__(self, command: Sequence[str], preview: _Preview, say: Callable[[str], None]) -> None:
        self._command, self._preview, self._say = command, preview, say
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> _Behind:
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()
        self._preview.close()

    def start(self) -> None:
        """Starts it; when it is done, the preview is of the whole site."""
        # A group of its own: it has processes of its own, and all of them have to end.
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self._thread = threading.Thread(target=self._follow, args=(self._process, time.monotonic()), daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends the one that is running: what it would make is out of date."""
        if self._process and self._thread:
            process, self._process = self._process, None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            self._thread.join()

    def _follow(self, process: subprocess.Popen[str], start: float) -> None:
        told, _ = process.communicate()
        if self._process is not process:
            return
        if process.returncode == 0:
            self._preview.whole()
            self._say(f"The whole site was built behind it in {time.monotonic() - start:.1f} s.")
        else:
            self._say(told.rstrip())


def _wait_for_change(changes: SimpleQueue[None], stop: threading.Event) -> bool:
    """True once something changed and then nothing more for a moment (a save is many events); False to stop."""
    while not stop.is_set():
        with suppress(Empty):
            changes.get(timeout=_LOOK_UP_SECONDS)
            with suppress(Empty):
                while True:
                    changes.get(timeout=QUIET_SECONDS)
            return True
    return False


@contextmanager
def _watching(paths: Sequence[Path]) -> Iterator[SimpleQueue[None]]:
    changes: SimpleQueue[None] = SimpleQueue()
    observer = Observer()
    for path in paths:
        # An editor that saves by renaming puts a new file in the old one's place: a file is watched by way of its folder.
        name, folder = (None, path) if path.is_dir() else (path.name, path.parent)
        observer.schedule(_Listener(changes, name), str(folder), recursive=name is None, event_filter=_CHANGES)
    observer.start()
    try:
        yield changes
    finally:
        observer.stop()
        observer.join()


class _Listener(events.FileSystemEventHandler):
    """Notes a change of one file, or of any in a folder but an editor's own (`.name.swp`, `name~`, `#name#`)."""

    def __init__(self, changes: SimpleQueue[None], name: str | None) -> None:
        self._changes = changes
        self._name = name

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        names = {PurePath(os.fsdecode(path)).name for path in (event.src_path, event.dest_path) if path}
        if self._name in names if self._name else any(not name.startswith((".", "#")) and not name.endswith("~") for name in names):
            self._changes.put(None)


@contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class _Pages(SimpleHTTPRequestHandler):
    """The files of a folder that is looked up anew for each request, so that it may be replaced; never kept by the browser."""

    # What a system thinks of these differs, and a module script of another type is not run.
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map, ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
    }

    def __init__(self, *args: Any, preview: _Preview, **settings: Any) -> None:
        self._preview = preview
        super().__init__(*args, **settings)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        if path == "/_preview/events":
            self._events(*parse_qs(parts.query).get("page", ["/"]))
        elif path == "/_preview/preview.mjs":
            self._send("text/javascript", Path(__file__).with_name("preview.mjs").read_bytes())
        elif (page := self._page(path)) is not None:
            self._send("text/html; charset=utf-8", page.replace(b"</body>", _SCRIPT + b"</body>"))
        elif (file := self._preview.made(path.lstrip("/"))) is not None:
            self._send("application/json", file)
        else:
            super().do_GET()

    def _page(self, path: str) -> bytes | None:
        """The page at an address, as it was last made; None for what is no page."""
        if not path.endswith(("/", "/index.html")):
            return None
        file = Path(self.translate_path(path.removesuffix("index.html"))) / "index.html"
        shown = self._preview.made(path.removesuffix("index.html").lstrip("/"))
        return shown if shown is not None else file.read_bytes() if file.is_file() else None

    def _events(self, page: str) -> None:
        """Tells the browser what happens to the page that it shows, for as long as it listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(OSError), self._preview.reader(page.removesuffix("index.html").lstrip("/")) as queue:
            self.wfile.write(b": here\n\n")
            self.wfile.flush()
            while (told := queue.get()) is not None:
                self.wfile.write(f"event: {told[0]}\ndata: {told[1]}\n\n".encode())
                self.wfile.flush()

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: only the commands print."""
