"""The commands. The only module that prints, and the only one that decides an exit code.

Exit 0: clean. 1: problems in the content. 2: wrong usage.
"""
from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import problems as reporting
from .load import load, read_tree
from .model import Guide
from .problems import Problem
from .validate import validate


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description="A career guide from structured YAML.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say everything that is wrong with the content")
    _content(check)
    check.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)")
    check.set_defaults(run=_check)
    return parser


def _content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder (default: content)")


def read_guide(folder: Path) -> tuple[Guide | None, tuple[Problem, ...]]:
    """A content folder as a guide, or everything that is wrong with it."""
    tree, unreadable = read_tree(folder)
    documents, unloaded = load(tree)
    guide, found = validate(documents)
    all_found = reporting.in_order([*unreadable, *unloaded, *found])
    return (None if unreadable or unloaded else guide), all_found


def _check(options: argparse.Namespace) -> int:
    if not options.content.is_dir():
        print(f"{options.content}: no such folder.", file=sys.stderr)
        return 2
    _, found = read_guide(options.content)
    root = options.content.as_posix()
    if options.format == "json":
        print(reporting.as_json(found))
    else:
        for problem in found:
            print(problem.text(root) if options.format == "text" else problem.github(root))
        if options.format == "text":
            print(reporting.count(found))
    return 1 if any(problem.severity == "error" for problem in found) else 0
