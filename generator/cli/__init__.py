"""The commands. Nothing else prints, reads the terminal or decides an exit code.

Exit 0: clean. 1: problems in the content. 2: wrong usage. What loads the solver is imported by the commands that need it.
"""

from __future__ import annotations

import argparse
import gc
import io
import sys
from collections.abc import Sequence

from .. import PROGRAM
from ..site.commands import Command
from . import check, decide, diff, due, links, new, plan, rename, site
from .common import CLEAN, PROBLEMS, USAGE, Broken, Usage, report
from .reference import commands_of

# What commands of earlier versions are called today: guides' Makefiles and people's fingers know them still.
_FORMER = {"new-guide": "new guide", "plans": "plan --renew", "schema": "check --fix", "upgrade": "check --fix"}
# Between two searches for garbage in rings. Content is many small values that stay, and Python's own 700 search them again and again.
_ALLOCATIONS = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    gc.set_threshold(_ALLOCATIONS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter shows its number
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = _parser()
    if arguments and (today := _FORMER.get(arguments[0])):
        parser.error(f"there is no command '{arguments[0]}' any more. Write: {PROGRAM} {today}")
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except Usage as error:
        print(f"fingerpost: {error}", file=sys.stderr)
        return USAGE
    except Broken as error:
        report(error.problems, error.folder)
        return PROBLEMS
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN


def commands() -> tuple[Command, ...]:
    """Every command with its options, as the parser knows them."""
    return commands_of(_parser())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="A career guide and its learning paths, from structured YAML.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (check, new, rename, site, plan, decide, diff, due, links):
        module.add(commands)
    # For those that write the reference of all commands, of which each knows itself alone.
    parser.set_defaults(commands=lambda: commands_of(parser))
    return parser
