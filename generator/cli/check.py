"""`check`: everything that is wrong with the content, or with some files of it and what they break elsewhere.

Some files, the whole guide. `check PATH` still reads and checks everything, which takes about a second, and sorts what it
tells: first what is wrong with these files, then the errors of others. A guide that was whole before has none but those that
the change brings about, so they need no attribution. Warnings of others are counted, not told.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from ..content.load import load
from ..content.revision import NoRevision, tree_at
from ..problems import Problem, count, has_errors, in_order, one_line
from ..rules import check as checking
from ..rules.kept import Files, lost_ids
from .common import CLEAN, PROBLEMS, Commands, Usage, below, command, files_of, report

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
        "--against", metavar="REV", help="also refuse what would be lost: ids that were there at a branch, tag or commit, and lead nowhere now"
    )
    check.add_argument(
        "--fix", action="store_true",
        help="first mend what has one reading alone; what files say stays, comments included"
    )
    check.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)"
    )


def _check(options: argparse.Namespace) -> int:
    tree, unreadable = files_of(options.content)
    named = below(options.content, options.paths)
    if options.fix and options.format != "text":
        raise Usage("--fix changes files and says so in words; leave --format out.")
    if options.fix:
        tree |= _fix(options.content, tree, named)
    checked = checking.check(tree, unreadable, with_plans=not named or any(map(_bears_on_plans, named)))
    problems = checked.problems
    if options.against is not None:
        now = Files([*tree, *(problem.path for problem in unreadable)], checked.documents)
        problems = in_order([*problems, *lost_ids(_files_at(options.against, options.content), now, options.against)])
    if named:
        ours = [problem for problem in problems if any(PurePosixPath(problem.path).is_relative_to(path) for path in named)]
        theirs = [problem for problem in problems if problem not in ours]
        broken = [problem for problem in theirs if problem.severity == "error"]
        report([*ours, *broken], options.content, options.format, _tally(ours, theirs))
    else:
        report(problems, options.content, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _fix(content: Path, tree: Mapping[str, bytes], named: Sequence[PurePosixPath]) -> dict[str, bytes]:
    """Mends files, those that are named or all; says what became what, and returns them as they are now."""
    from .. import write
    from ..editing.mend import mended

    files = list(mended(tree, [path for path in tree if not named or any(PurePosixPath(path).is_relative_to(name) for name in named)]))
    try:
        write.edit({}, {content / file.path: file.text for file in files})
    except OSError as error:
        raise Usage(f"cannot write below {content}: {error.strerror or error}. Nothing was changed.") from None
    for file in files:
        place = f"{content.as_posix()}/{file.path}"
        for mend in file.mends:
            print(one_line(f"{place}:{mend.line}: {mend.says}." if mend.line else f"{place}: {mend.says}."))
    if files:
        print(f"{len(files)} file{'' if len(files) == 1 else 's'} mended.")
    return {file.path: file.text.encode() for file in files}


def _files_at(revision: str, content: Path) -> Files:
    """The files of the content as they were at a revision, whatever today's rules say of them."""
    try:
        tree, unreadable = tree_at(revision, content)
    except NoRevision as error:
        raise Usage(f"--against: {error}") from None
    return Files([*tree, *(problem.path for problem in unreadable)], load(tree)[0])


def _bears_on_plans(path: PurePosixPath) -> bool:
    """Whether a file or folder of the content, by its path there, may change a plan; the others need no solver."""
    return path.parts == () or path.parts[0] in _PLANNED


def _tally(ours: Sequence[Problem], theirs: Sequence[Problem]) -> str:
    """The number of problems in the named files, and in the others; the warnings of others are counted, not told."""
    return f"{count(ours)}; elsewhere {count(theirs)}" if theirs else count(ours)
