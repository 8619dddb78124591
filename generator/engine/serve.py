"""Shows the site while it is being written: one save, one rebuild, and the pages over HTTP to this machine alone.

The pages are the built ones, byte for byte: nothing is added to them, so a reload is the reader's own. What a page looks like
here is what it looks like when it is published.
"""
from __future__ import annotations

import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from queue import Empty, SimpleQueue

from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

QUIET_SECONDS = 0.15
_LOOK_UP_SECONDS = 0.2
# Reading a file is an event too, and a rebuild reads them all: only these are changes.
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, DirMovedEvent, DirDeletedEvent,
]


def serve(
    rebuild: Callable[[], bool],
    watched: Sequence[Path],
    site: Path,
    port: int,
    say: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Builds, serves `site`, and builds again after each change in `watched`, until Ctrl-C or until `stop` is set.

    `rebuild` returns False when the content has problems, having said them; the pages that stand then stay. Files and folders
    are watched; a folder with all that is below it. Port 0 takes a free one. `OSError` when the port is taken.
    """
    stop = stop or threading.Event()
    pages = partial(_Pages, directory=os.path.abspath(site))
    with suppress(KeyboardInterrupt), ThreadingHTTPServer(("127.0.0.1", port), pages) as server, _watching(watched) as changes:
        _build(rebuild, say)
        with _running(server):
            say(f"Serving on http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it).")
            while _wait_for_change(changes, stop):
                _build(rebuild, say)


def _build(rebuild: Callable[[], bool], say: Callable[[str], None]) -> None:
    start = time.monotonic()
    try:
        good = rebuild()
    except Exception:  # A fault of a template or of the generator: whoever is mending it needs all of it, and the server.
        say(traceback.format_exc().rstrip())
        good = False
    say(f"Built in {time.monotonic() - start:.1f} s." if good else "Not built: the last good pages stay.")


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


class _Listener(FileSystemEventHandler):
    """Notes a change of one file, or of any in a folder but an editor's own (`.name.swp`, `name~`, `#name#`)."""

    def __init__(self, changes: SimpleQueue[None], name: str | None) -> None:
        self._changes = changes
        self._name = name

    def on_any_event(self, event: FileSystemEvent) -> None:
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

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: only the commands print."""
