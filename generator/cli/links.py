"""`links`: whether the addresses that lead outside still answer."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..links import DAYS
from ..model import Guide
from ..model.types import RepositoryUrl
from .common import CLEAN, PROBLEMS, Commands, Usage, as_field, command, day, whole_guide

if TYPE_CHECKING:
    from ..links import OutsideLink
    from ..links.check import Verdict
    from ..links.web import SystemClock, Web

Found = TypeVar("Found")
MEMORY = Path("build/links.json")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    links = command(commands, "links", _links, "ask every outside link whether it still answers")
    links.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="how to print what was found (default: text)")
    links.add_argument(
        "--memory", type=Path, default=MEMORY, metavar="FILE", help=f"where failures are remembered between runs (default: {MEMORY})"
    )
    links.add_argument(
        "--days", type=int, default=DAYS, metavar="N", help=f"on how many different days a link must have failed to be due (default: {DAYS})"
    )
    links.add_argument("--repository", metavar="URL", help="in whose name hosts are asked (default: that of guide.yml)")
    links.add_argument("--today", type=day, metavar="DATE", help="the day of this run (default: today)")


def _links(options: argparse.Namespace) -> int:
    from .. import write
    from ..links import NotMemory, find, is_due, read_memory, remember
    from ..links.memory import as_text as memory_text
    from ..links.report import as_json, as_markdown, as_text, make_report

    if not 1 <= options.days <= 30:
        raise Usage("--days is a number from 1 to 30.")
    guide, checked = whole_guide(options.content)
    guide = guide.at(repository=as_field(RepositoryUrl, options.repository, "--repository"))
    today = options.today or datetime.date.today().isoformat()
    try:
        memory = read_memory(options.memory)
        links = find(guide, checked.documents)
        verdicts = wait(_ask(guide, links))
        failed = {url: verdict.says for url, verdict in verdicts.items() if verdict.state == "failed"}
        answered = {url for url, verdict in verdicts.items() if verdict.state in ("answers", "moved")}
        memory = remember(memory, failed, answered, verdicts.keys(), today)
        write.put(options.memory, memory_text(memory))
        due = [link for link in links if link.url in memory and is_due(memory[link.url], options.days)]
        copies = wait(_copies(guide, due)) if due else {}
    except (NotMemory, write.NotOurs, ValueError) as error:
        raise Usage(str(error)) from None
    except OSError as error:
        raise Usage(f"cannot write {options.memory}: {error.strerror or error}.") from None
    report = make_report(links, verdicts, memory, copies, options.days)
    if options.format == "json":
        print(json.dumps(as_json(report), ensure_ascii=False, indent=2))
    else:
        print((as_markdown if options.format == "markdown" else as_text)(report, options.content.as_posix()))
    return PROBLEMS if report.due else CLEAN


async def _ask(guide: Guide, links: Sequence[OutsideLink]) -> Mapping[str, Verdict]:
    """A verdict on each link; Usage when the machine is offline, for that says nothing about links."""
    def told(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\rAsked {done} of {len(links)} links", end="\n" if done == len(links) else "", file=sys.stderr, flush=True)

    client, clock = connect(guide)
    from ..links.check import check

    async with client:
        verdicts = await check((link.url for link in links), client, clock, told=told)
    if verdicts and all(verdict.offline for verdict in verdicts.values()):
        raise Usage("no host could be reached: is this machine online? Nothing was remembered.")
    return verdicts


async def _copies(guide: Guide, due: Sequence[OutsideLink]) -> Mapping[str, str]:
    client, clock = connect(guide)
    from ..links.archive import copies

    async with client:
        return await copies(due, client, clock)


def wait(work: Coroutine[Any, Any, Found]) -> Found:
    """What some work finds that waits for the network; no other command loads what that takes."""
    import asyncio

    return asyncio.run(work)


def connect(guide: Guide) -> tuple[Web, SystemClock]:
    """The web, asked in the name of the guide's repository where that is known, and the time."""
    try:
        from ..links import robots  # noqa: F401 - what it needs is found out here, too
        from ..links.web import SystemClock, Web
    except ModuleNotFoundError as error:
        raise Usage(f"links needs the package {error.name}, which no other command does. Set it up with: make links") from None
    whose = f"; +{guide.settings.repository}" if guide.settings.repository else ""
    return Web(f"Fingerpost/1.0 (looks whether links answer{whose})"), SystemClock()
