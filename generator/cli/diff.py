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
    from ..changes import Snapshot, compare
    from ..changes.reading import check_both
    from ..changes.report import MarkdownText, Text, as_json, printed, report
    from ..content.revision import NoRevision, tree_at
    from ..editing.upgrade import upgraded

    now = files_of(options.content)
    options.revision = options.revision or _branch(now[0])
    try:
        earlier, unreadable = tree_at(options.revision, options.content)
    except NoRevision as error:
        raise Usage(str(error)) from None
    say("Reading both states ...")
    before, after = check_both((upgraded(earlier), unreadable), now)
    states = {options.revision: before, "": after}
    if broken := {name: state.problems for name, state in states.items() if state.guide is None}:
        _say_broken(broken, options.content, options.format)
        return PROBLEMS
    for name, state in states.items():
        errors = sum(problem.severity == "error" for problem in state.problems)
        if errors:
            where = f"at {name}" if name else "as it is"
            print(f"The content {where} has {errors} error{'s' * (errors != 1)}; `check` tells them. It can be compared still.", file=sys.stderr)
    changes = compare(Snapshot.of(before), Snapshot.of(after))
    if options.format == "json":
        print(json.dumps(as_json(changes, options.revision), ensure_ascii=False, indent=2))
    else:
        writer = MarkdownText() if options.format == "markdown" else Text()
        print(printed(report(changes, options.revision, options.content.as_posix()), writer))
    return CLEAN


def _branch(tree: Mapping[str, bytes]) -> str:
    """The default branch that guide.yml names, whatever else is wrong with the guide."""
    documents, _ = load({"guide.yml": tree.get("guide.yml", b"")})
    data = documents[0].data if documents else None
    branch = data.get("branch") if isinstance(data, Mapping) else None
    return branch if isinstance(branch, str) and branch else Settings.model_fields["branch"].default


def _say_broken(broken: Mapping[str, tuple[Problem, ...]], folder: Path, how: str) -> None:
    """Says which state cannot be compared, with its errors: the revision's by its name, the working tree's by its folder."""
    errors = {name: [problem for problem in problems if problem.severity == "error"] for name, problems in broken.items()}
    if how == "json":
        print(json.dumps({"broken": {name or "now": json.loads(reporting.as_json(problems)) for name, problems in errors.items()}}, indent=2))
        return
    for name, problems in errors.items():
        lines = [problem.text(f"{name}:{folder.as_posix()}" if name else folder.as_posix()) for problem in problems]
        title = f"Nothing can be compared: the content {f'at {name} ' if name else ''}has {reporting.count(problems)}."
        if how == "markdown":
            from ..content.text import code

            lines = [f"- {code(line)}" for line in lines]
        print("\n".join([title, "", *lines] if how == "markdown" else [title, *lines]))
