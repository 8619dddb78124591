"""`links`: whether the addresses that lead outside still answer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import write
from ..links import Memory, NotMemory, OutsideLink, find, is_due, read_memory, remember
from ..links.answer import Verdict
from ..links.memory import as_text
from ..links.report import report
from ..model import Guide
from ..model.types import RepositoryUrl
from .common import CLEAN, PROBLEMS, Commands, Usage, as_field, command, today, whole_guide

if TYPE_CHECKING:
    from ..links.web import SystemClock, Web

MEMORY = Path("build/links.json")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    links = command(commands, "links", _links, "ask every outside link whether it still answers")
    links.add_argument("--memory", type=Path, default=MEMORY, metavar="FILE",
                       help=f"where failures are remembered between runs (default: {MEMORY})")
    links.add_argument("--repository", metavar="URL", help="the repository named to the hosts that are asked (default: that of guide.yml)")


def _links(options: argparse.Namespace) -> int:
    import asyncio

    guide, checked = whole_guide(options.content)
    guide = guide.at(repository=as_field(RepositoryUrl, options.repository, "--repository"))
    links = find(guide, checked.documents)
    try:
        verdicts, memory, copies = asyncio.run(_look(guide, links, read_memory(options.memory), options.memory))
    except (NotMemory, write.NotOurs, ValueError) as error:
        raise Usage(str(error)) from None
    except OSError as error:
        raise Usage(f"cannot write {options.memory}: {error.strerror or error}.") from None
    print(report(links, verdicts, memory, copies, options.content.as_posix()))
    return PROBLEMS if any(map(is_due, memory.values())) else CLEAN


async def _look(
    guide: Guide, links: Sequence[OutsideLink], memory: Memory, file: Path
) -> tuple[Mapping[str, Verdict], Memory, Mapping[str, str]]:
    """A verdict on each link, what is remembered from now on, and archived copies of what is due. Usage when the machine is offline,
    for that says nothing about links."""
    client, clock = connect(guide)
    from ..links.archive import copies
    from ..links.check import check

    def told(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\rAsked {done} of {len(links)} links", end="\n" if done == len(links) else "", file=sys.stderr, flush=True)

    async with client as web:
        verdicts = await check((link.url for link in links), web, clock, told=told)
        if verdicts and all(verdict.offline for verdict in verdicts.values()):
            raise Usage("no host could be reached: is this machine online? Nothing was remembered.")
        memory = remember(memory, verdicts, today())
        write.put(file, as_text(memory))
        due = [link for link in links if link.url in memory and is_due(memory[link.url])]
        return verdicts, memory, await copies(due, web, clock)


def connect(guide: Guide) -> tuple[Web, SystemClock]:
    """The web, asked in the name of the guide's repository where that is known, and the time."""
    try:
        from ..links import robots  # noqa: F401 - what it needs is found out here, too
        from ..links.web import SystemClock, Web
    except ModuleNotFoundError as error:
        raise Usage(f"links needs the package {error.name}, which no other command does. Set it up with: make links") from None
    whose = f"; +{guide.settings.repository}" if guide.settings.repository else ""
    return Web(f"Fingerpost/1.0 (looks whether links answer{whose})"), SystemClock()
