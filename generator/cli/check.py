"""`check`: everything that is wrong with the content."""

from __future__ import annotations

import argparse

from .common import CLEAN, PROBLEMS, Commands, command, read, report


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    check = command(commands, "check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)"
    )


def _check(options: argparse.Namespace) -> int:
    _, found = read(options.content)
    report(found, options.content, options.format)
    return PROBLEMS if any(problem.severity == "error" for problem in found) else CLEAN
