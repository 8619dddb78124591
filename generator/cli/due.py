"""`due`: what needs a human look."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..editing.review_queue import as_list, review_queue
from ..links import NotMemory, find, read_memory
from .common import CLEAN, Commands, Usage, command, today, whole_guide
from .links import MEMORY

# As many as somebody can look at in a week beside their own work.
HANDFUL = 5


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    due = command(commands, "due", _due, "say what needs a human look, most used in core paths first")
    due.add_argument("--limit", type=int, default=HANDFUL, metavar="N", help=f"how many to show, 0 for all (default: {HANDFUL})")
    due.add_argument("--memory", type=Path, default=MEMORY, metavar="FILE", help=f"what `links` remembers, if it ever ran (default: {MEMORY})")


def _due(options: argparse.Namespace) -> int:
    if options.limit < 0:
        raise Usage("--limit is a number from 0 on.")
    try:
        memory = read_memory(options.memory)
    except NotMemory as error:
        raise Usage(str(error)) from None
    guide, checked = whole_guide(options.content, with_plans=True)
    due = review_queue(guide, checked.planned.plans, find(guide, checked.documents), memory, today())
    print(as_list(due, options.limit, options.content.as_posix()))
    return CLEAN
