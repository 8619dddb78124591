"""The browser of the tests: the one that CHROMIUM names, the system's, or Playwright's own.

`python tests/chromium.py` gets one where none starts, as far as it can without asking anybody; `make test` begins with it.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "The tests look at the pages in Chromium, and none starts here: install it, or name one with: make test CHROMIUM=PATH"


def launched(playwright: Playwright, *flags: str) -> Browser:
    """The running browser. Playwright's `Error` when none starts."""
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(named) or named] if named else [*filter(None, map(shutil.which, NAMES)), None]
    # Root has no rights to give up to a sandbox; what is opened is our own site.
    arguments = [*flags, *(["--no-sandbox"] if _root() else [])]
    for path in found[:-1]:
        with suppress(Error):
            return playwright.chromium.launch(executable_path=path, args=arguments)
    return playwright.chromium.launch(executable_path=found[-1], args=arguments)


def _root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _failure() -> str | None:
    """Why no browser starts; nothing when one does."""
    try:
        with sync_playwright() as playwright:
            launched(playwright).close()
    except Exception as error:  # not only Playwright's own: its driver may lack a library and not start either
        return str(error).strip().splitlines()[0]
    return None


def _ways() -> Iterator[Sequence[Sequence[str]]]:
    """Commands that bring a browser, the plainest way first. The system's packages are for its administrator alone."""
    own = [sys.executable, "-m", "playwright"]
    packages = _root() and shutil.which("apt-get") is not None
    yield [[*own, "install", "--only-shell", "chromium"], *([[*own, "install-deps", "chromium"]] if packages else [])]
    if packages:
        needed = ["chromium", "fonts-liberation", "libatomic1"]  # the last for Playwright's own driver
        yield [["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *needed]]


def main() -> str | None:
    """Nothing when a browser starts, at once or after one was fetched; else the sentence that says what to do, and the reason."""
    failure = _failure()
    for way in () if os.environ.get("CHROMIUM") else _ways():
        if failure and all(subprocess.run(command, check=False).returncode == 0 for command in way):
            failure = _failure()
    return f"{MISSING} ({failure})" if failure else None


if __name__ == "__main__":
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    sys.exit(main())
