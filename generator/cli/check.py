"""`check`: everything that is wrong with the content, or with some files of it and what they break elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from ..problems import Problem, count, has_errors
from .common import CLEAN, PROBLEMS, Commands, below, command, read, report

# What a plan is made from. (`guide.yml` has the order of areas.)
_PLANNED = ("guide.yml", "personas", "projects", "resources", "roles", "skills")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    check = command(commands, "check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files or folders of the content to look at: all that is wrong with them, and the errors of other files, "
        "which are what they break where the guide was whole before (default: everything)",
    )
    check.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)"
    )


def _check(options: argparse.Namespace) -> int:
    named = below(options.content, options.paths)
    found = read(options.content, with_plans=not named or any(map(_bears_on_plans, named))).problems
    if named:
        ours = [problem for problem in found if any(PurePosixPath(problem.path).is_relative_to(path) for path in named)]
        theirs = [problem for problem in found if problem not in ours]
        broken = [problem for problem in theirs if problem.severity == "error"]
        report([*ours, *broken], options.content, options.format, _tally(ours, theirs))
    else:
        report(found, options.content, options.format)
    return PROBLEMS if has_errors(found) else CLEAN


def _bears_on_plans(path: PurePosixPath) -> bool:
    """Whether a file or folder of the content, by its path there, may change a plan; the others need no solver."""
    return path.parts == () or path.parts[0] in _PLANNED


def _tally(ours: Sequence[Problem], theirs: Sequence[Problem]) -> str:
    """The number of problems in the named files, and in the others; the warnings of others are counted, not told."""
    return f"{count(ours)}; elsewhere {count(theirs)}" if theirs else count(ours)
