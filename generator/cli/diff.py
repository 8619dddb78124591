"""`diff`: what the content's changes since a git revision do to paths, decisions, claims and coverage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from .. import problems as reporting
from ..content.load import load
from ..model import Settings
from ..problems import Problem
from ..rules.check import check
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of, say


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    diff = command(commands, "diff", _diff, "say what the changes since a git revision do to every path, decision and claim")
    diff.add_argument(
        "revision", nargs="?", metavar="REV", help="a branch, tag or commit to compare the content with (default: the branch that guide.yml names)"
    )
    diff.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how to print the comparison (default: text)"
    )


def _diff(options: argparse.Namespace) -> int:
    from ..changes import Side, compare
    from ..changes.report import as_json, as_markdown, as_text, report
    from ..content.revision import NoRevision, tree_at
    from ..editing.upgrade import upgraded

    now = files_of(options.content)
    options.revision = options.revision or _branch(now[0])
    try:
        earlier, unreadable = tree_at(options.revision, options.content)
        trees = {options.revision: (upgraded(earlier), unreadable), "": now}
    except NoRevision as error:
        raise Usage(str(error)) from None
    say("Reading both sides ...")
    sides = {name: check(*each, lenient=True) for name, each in trees.items()}
    broken = {name: side.problems for name, side in sides.items() if side.guide is None}
    if broken:
        _say_broken(broken, options.content, options.format)
        return PROBLEMS
    errors = {name: sum(problem.severity == "error" for problem in side.problems) for name, side in sides.items()}
    for name, number in errors.items():
        if number:
            where = f"at {name}" if name else "as it is"
            print(f"The content {where} has {number} error{'s' * (number != 1)}; `check` tells them. It can be compared still.", file=sys.stderr)
    before, after = (Side.of(side) for side in sides.values())
    changes = compare(before, after)
    if options.format == "json":
        print(json.dumps(as_json(changes, options.revision), ensure_ascii=False, indent=2))
    else:
        made = report(changes, options.revision, options.content.as_posix())
        print(as_markdown(made) if options.format == "markdown" else as_text(made))
    return CLEAN


def _branch(tree: Mapping[str, bytes]) -> str:
    """The default branch that guide.yml names, whatever else is wrong with the guide."""
    documents, _ = load({"guide.yml": tree.get("guide.yml", b"")})
    data = documents[0].data if documents else None
    said = data.get("branch") if isinstance(data, Mapping) else None
    return said if isinstance(said, str) and said else Settings.model_fields["branch"].default


def _say_broken(broken: Mapping[str, tuple[Problem, ...]], folder: Path, how: str) -> None:
    """Says which side cannot be compared, with its errors: the revision's by its name, the working tree's by its folder."""
    errors = {name: [problem for problem in found if problem.severity == "error"] for name, found in broken.items()}
    if how == "json":
        print(json.dumps({"broken": {name or "now": json.loads(reporting.as_json(found)) for name, found in errors.items()}}, indent=2))
        return
    for name, found in errors.items():
        lines = [problem.text(f"{name}:{folder.as_posix()}" if name else folder.as_posix()) for problem in found]
        title = f"Nothing can be compared: the content {f'at {name} ' if name else ''}has {reporting.count(found)}."
        if how == "markdown":
            from ..content.text import code

            lines = [f"- {code(line)}" for line in lines]
        print("\n".join([title, "", *lines] if how == "markdown" else [title, *lines]))
