"""One run of the site engine, beside the old site, which it then takes the place of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .. import write
from ..site.registry import Page


class EngineFailed(Exception):
    """The site engine ended with an error; carries what it printed."""


def run_engine(out: Path, planned: Iterable[Page], beside: Callable[[], Mapping[str, str | bytes]]) -> Path:
    """Builds the site beside the old one, adds what is no page, and swaps it in whole; returns its folder.

    What is no page is made while the engine is at work on a core of its own.
    `EngineFailed` leaves the old one: when the engine ends with an error, and when a planned page is missing from what it made.
    """
    live = out / "site"
    new = write.stage(live)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0")}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]  # with --quiet, --strict would see no warnings
    command += ["--config-file", str(out / "mkdocs.yml"), "--site-dir", str(new.resolve())]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as engine:
        try:
            added = beside()
            said = "".join(engine.communicate())
        except BaseException:
            engine.kill()
            raise
    messages = [line for line in said.strip().splitlines() if not line.startswith("INFO")]
    missing = [page.url for page in planned if not (new / page.url / "index.html").is_file()]
    if engine.returncode == 0 and missing:
        messages.append(f"It made no page for {len(missing)} of those planned, such as /{missing[0]}.")
    if engine.returncode != 0 or missing:
        write.repair(live)
        raise EngineFailed("\n".join(messages))
    write.add(new, added)
    write.swap(new, live)
    return live
