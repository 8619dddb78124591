"""`due`: what needs a human look."""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path

from .common import CLEAN, Commands, Usage, command, day, whole_guide
from .links import MEMORY


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    due = command(commands, "due", _due, "say what needs a human look, most used in core paths first")
    how = due.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one JSON list, all of it unless --limit is given")
    how.add_argument("--markdown", action="store_true", help="print a list to tick off, for an issue")
    due.add_argument("--limit", type=int, metavar="N", help="how many to show, 0 for all (default: 25)")
    due.add_argument(
        "--memory", type=Path, default=MEMORY, metavar="FILE", help=f"what `links` remembers, if it was ever run (default: {MEMORY})"
    )
    due.add_argument("--today", type=day, metavar="DATE", help="the day by which dates are judged (default: today)")


def _due(options: argparse.Namespace) -> int:
    from ..editing.review_queue import as_json, as_markdown, as_text, review_queue
    from ..links import NotMemory, find, read_memory

    if options.limit is not None and options.limit < 0:
        raise Usage("--limit is a number from 0 on.")
    try:
        memory = read_memory(options.memory)
    except NotMemory as error:
        raise Usage(str(error)) from None
    guide, checked = whole_guide(options.content, with_plans=True)
    today = options.today or datetime.date.today().isoformat()
    due = review_queue(guide, checked.planned.plans, find(guide, checked.documents), memory, today)
    root = options.content.as_posix()
    if options.json:
        print(json.dumps(as_json(due, options.limit or 0), ensure_ascii=False, indent=2))
    else:
        limit = 25 if options.limit is None else options.limit
        print((as_markdown if options.markdown else as_text)(due, limit, root))
    return CLEAN
