"""`diff`: what the content's changes since a git revision do to paths, decisions, claims and coverage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from .. import problems as reporting
from ..changes import Snapshot, compare
from ..changes.reading import check_both
from ..changes.report import report
from ..content.load import guide_fields
from ..content.revision import NoRevision, tree_at
from ..content.text import code
from ..editing.upgrade import upgrade
from ..model import Settings
from ..problems import Problem
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of, say


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    diff = command(commands, "diff", _diff, "say what the changes since a git revision do to every path, decision and claim")
    diff.add_argument("revision", nargs="?", metavar="REV",
                      help="a branch, tag or commit to compare the content with (default: the branch that guide.yml names)")
    diff.add_argument("--format", choices=("text", "markdown"), default="text", help="output format; markdown escapes the content (default: text)")


def _diff(options: argparse.Namespace) -> int:
    now = files_of(options.content)
    options.revision = options.revision or _branch(now[0])
    try:
        earlier, unreadable = tree_at(options.revision, options.content)
    except NoRevision as error:
        raise Usage(str(error)) from None
    say("Reading both states ...")
    before, after = check_both(({**earlier, **upgrade(earlier)[0]}, unreadable), now)
    markdown = options.format == "markdown"
    states = {options.revision: before, "": after}
    if broken := {name: state.problems for name, state in states.items() if state.guide is None}:
        _say_broken(broken, options.content, markdown)
        return PROBLEMS
    for name, state in states.items():
        errors = sum(problem.severity == "error" for problem in state.problems)
        if errors:
            where = f"at {name}" if name else "as it is"
            print(f"The content {where} has {reporting.counted(errors, 'error')}; `check` tells them. It can be compared still.", file=sys.stderr)
    print(report(compare(Snapshot.of(before), Snapshot.of(after)), options.revision, options.content.as_posix(), markdown))
    return CLEAN


def _branch(tree: Mapping[str, bytes]) -> str:
    """The default branch that guide.yml names, whatever else is wrong with the guide."""
    branch = (guide_fields(tree) or {}).get("branch")
    return branch if isinstance(branch, str) and branch else Settings.model_fields["branch"].default


def _say_broken(broken: Mapping[str, tuple[Problem, ...]], folder: Path, markdown: bool) -> None:
    """Says which state cannot be compared, with its errors: the revision's by its name, the working tree's by its folder."""
    for name, problems in broken.items():
        errors = [problem for problem in problems if problem.severity == "error"]
        print(f"Nothing can be compared: the content {f'at {name} ' if name else ''}has {reporting.count(errors)}.")
        for problem in errors:
            line = problem.text(f"{name}:{folder.as_posix()}" if name else folder.as_posix())
            print(f"- {code(line)}" if markdown else line)
