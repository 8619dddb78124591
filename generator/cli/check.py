"""`check`: everything that is wrong with the content, or with some files of it and what they break elsewhere.

Some files, the whole guide. `check PATH` still reads and checks everything, which takes about a second, and sorts what it
tells: first what is wrong with these files, then the errors of others. A guide that was whole before has none but those that
the change brings about, so they need no attribution. Warnings of others are counted, not told.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from .. import PROGRAM, write
from ..content.load import load
from ..content.revision import NoRevision, tree_at
from ..editing.mend import mended
from ..editing.new_file import SCHEMAS
from ..editing.schemas import schemas
from ..editing.upgrade import IGNORED, MAKEFILE, format_in, upgrade
from ..model import FOLDERS, FORMAT
from ..planner.locks import DECISIVE
from ..problems import Problem, count, counted, has_errors, in_order, one_line
from ..rules import SCHEMAS as SCHEMA_RULE
from ..rules import check as checking
from ..rules.kept import Files, lost_ids
from .common import CLEAN, PROBLEMS, Commands, Usage, below, command, files_of, place, put, report


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    check = command(commands, "check", _check, "say everything that is wrong with the content")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="content files or folders to look at: everything wrong with them, and the errors they cause in "
        "other files (default: everything)")
    check.add_argument("--against", metavar="REV", help="also refuse losses: ids that were there at a branch, tag or commit and lead nowhere now")
    check.add_argument(
        "--fix", action="store_true",
        help="first fix what can be read in one way only, upgrade content of an earlier format and renew the schemas "
        "for editors; what files say stays, comments included")
    check.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to print problems (default: text)")


def _check(options: argparse.Namespace) -> int:
    tree, unreadable = files_of(options.content)
    named = below(options.content, options.paths)
    if options.fix and options.format != "text":
        raise Usage("--fix changes files and says so in words; leave --format out.")
    if options.fix:
        tree |= _fix(options.content, tree, named)
    checked = checking.check(tree, unreadable, with_plans=not named or any(map(_bears_on_plans, named)))
    problems = in_order([*checked.problems, *_stale_schemas(tree, options.content)])
    if options.against is not None:
        now = Files([*tree, *(problem.path for problem in unreadable)], checked.documents)
        problems = in_order([*problems, *lost_ids(_files_at(options.against, options.content), now, options.against)])
    if named:
        ours = [problem for problem in problems if any(PurePosixPath(problem.path).is_relative_to(path) for path in named)]
        theirs = [problem for problem in problems if problem not in ours]
        broken = [problem for problem in theirs if problem.severity == "error"]
        # The warnings of others are counted, not told.
        report([*ours, *broken], options.content, options.format, f"{count(ours)}; elsewhere {count(theirs)}" if theirs else count(ours))
    else:
        report(problems, options.content, options.format)
    return PROBLEMS if has_errors(problems) else CLEAN


def _fix(content: Path, tree: Mapping[str, bytes], named: Sequence[PurePosixPath]) -> Mapping[str, bytes]:
    """Mends files, those that are named or all; says what became what, and returns those that changed. All are written, or none."""
    def is_named(path: str) -> bool:
        return not named or any(PurePosixPath(path).is_relative_to(name) for name in named)

    tree = {**tree, **{name: text.encode() for name in (MAKEFILE, IGNORED) if (text := write.kept(place(content, name))) is not None}}
    upgraded, by_hand = upgrade(tree) if is_named("") else ({}, ())
    says = [f"{place(content, path)}: brought to format {FORMAT}." for path in sorted(upgraded)] + [*by_hand]
    now = {**tree, **upgraded}
    if format_in(now) in (None, FORMAT):  # what stands in files of another format may mean something else
        for file in mended(now, [path for path in tree if is_named(path) and path not in (MAKEFILE, IGNORED)]):
            now[file.path] = file.text.encode()
            for mend in file.mends:
                says.append(one_line(f"{place(content, file.path)}{f':{mend.line}' if mend.line else ''}: {mend.says}."))
        behind = {path: text.encode() for path, text in _schemas_behind(tree).items() if is_named(path)}
        now |= behind
        says += [f"{place(content, SCHEMAS)}: {len(behind)} written, for editors."] if behind else []
    changed = {path: raw for path, raw in now.items() if tree.get(path) != raw}
    put(content, tree, {path: raw.decode() for path, raw in changed.items()})
    for line in says:
        print(line)
    if changed:
        print(f"{counted(len(changed), 'file')} mended.")
    return {path: raw for path, raw in changed.items() if path not in (MAKEFILE, IGNORED)}


def _schemas_behind(tree: Mapping[str, bytes]) -> Mapping[str, str]:
    """The schemas for editors that are not what the model says, or not there, as they should be."""
    return {path: text for path, text in schemas().items() if tree.get(path) != text.encode()}


def _stale_schemas(tree: Mapping[str, bytes], content: Path) -> Iterator[Problem]:
    """What is said of the schemas of a guide that keeps them; in another format, that it has this format says all."""
    if any(path.startswith(f"{SCHEMAS}/") for path in tree) and format_in(tree) in (None, FORMAT):
        repair = f"{PROGRAM} check --fix" + ("" if content.as_posix() == "content" else f" --content {content}")
        for path in _schemas_behind(tree):
            says = "is out of date." if path in tree else "is missing."
            yield Problem(path, 0, 0, "", says, f"Repair with: {repair}", "warning", SCHEMA_RULE)


def _files_at(revision: str, content: Path) -> Files:
    """The files of the content as they were at a revision, whatever today's rules say of them."""
    try:
        tree, unreadable = tree_at(revision, content)
    except NoRevision as error:
        raise Usage(f"--against: {error}") from None
    return Files([*tree, *(problem.path for problem in unreadable)], load(tree)[0])


def _bears_on_plans(path: PurePosixPath) -> bool:
    """Whether a file or folder of the content, by its path there, may change a plan; the others need no solver."""
    return path.parts == () or FOLDERS.get(path.parts[0], PurePosixPath(path.parts[0]).stem) in DECISIVE
