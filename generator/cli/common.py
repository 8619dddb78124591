"""What commands share: exit codes, how content is read and problems are told, how a wrong name is refused."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from .. import problems as reporting
from .. import write
from ..content.load import guide_fields, guide_file, read_tree
from ..model import Guide, github_pages
from ..model.types import RepositoryUrl, SiteUrl
from ..problems import Problem
from ..rules.check import Checked, check

CLEAN, PROBLEMS, USAGE = 0, 1, 2
_MAX_TOLD = 1_000
Commands = argparse._SubParsersAction  # what `add_subparsers` returns; argparse has no public name for it
Value = TypeVar("Value")


class Usage(Exception):
    """The command cannot be carried out as it was given."""


class Broken(Exception):
    """The content has errors, so that a command that needs all of it can do nothing but tell them."""

    def __init__(self, problems: tuple[Problem, ...], folder: Path) -> None:
        super().__init__()
        self.problems, self.folder = problems, folder


def command(
    commands: Commands[argparse.ArgumentParser], name: str, run: Callable[[argparse.Namespace], int], says: str
) -> argparse.ArgumentParser:
    """A new command with the option that all share; `run` returns its exit code."""
    parser = commands.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    parser.add_argument("--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder (default: content)")
    parser.set_defaults(run=run)
    return parser


def files_of(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The files of a content folder by their paths in it, and what cannot be read."""
    if not folder.is_dir():
        raise Usage(f"there is no folder {folder}. Name the content folder with --content.")
    return read_tree(folder)


def place(content: Path, path: str) -> Path:
    """Where a file stands whose path is as seen from the content folder."""
    return Path(os.path.normpath(content / path))


def put(content: Path, tree: Mapping[str, bytes], texts: Mapping[str, str], gone: Iterable[str] = ()) -> None:
    """Writes the texts that the files of a content folder have not yet, and takes files away: all or nothing. Usage when that cannot be."""
    try:
        write.edit({place(content, path): text for path, text in texts.items() if path not in tree},
                   {place(content, path): text for path, text in texts.items() if path in tree and tree[path] != text.encode()},
                   [place(content, path) for path in gone])
    except OSError as error:
        raise Usage(f"cannot write below {content}: {error.strerror or error}. Nothing was changed.") from None


def read(folder: Path, with_plans: bool = False) -> Checked:
    """A content folder, checked; with plans, what only they show, too."""
    return check(*files_of(folder), with_plans)


def whole_guide(folder: Path, with_plans: bool = False) -> tuple[Guide, Checked]:
    """The guide of a content folder, and all else that was read; Broken when it has errors."""
    checked = read(folder, with_plans)
    if checked.guide is None:
        raise Broken(checked.problems, folder)
    return checked.guide, checked


def report(problems: Iterable[Problem], folder: Path, how: str = "text", tally: str = "") -> None:
    """Prints problems; as text with where they are explained and their number, or with a `tally` that says more than this number.

    For GitHub they are annotations, and where a job has a summary all of them are written there, too.
    """
    problems = tuple(problems)
    root = folder.as_posix()
    site = site_address(folder) if problems else ""
    if how == "json":
        print(reporting.as_json(problems, site))
        return
    if how == "github":
        print("".join(f"{line}\n" for line in reporting.as_annotations(problems, root)), end="")
        if problems and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
            try:
                write.append(Path(summary), reporting.as_markdown(problems, root, site))
            except OSError as error:
                raise Usage(f"cannot write the summary {summary}: {error.strerror or error}.") from None
        return
    for problem in problems[:_MAX_TOLD]:
        print(problem.text(root))
    if len(problems) > _MAX_TOLD:
        print(f"The first {_MAX_TOLD} of {len(problems)} are shown.")
    if where := reporting.explanation(problems, site):
        print(where)
    print(tally or reporting.count(problems))


def site_address(folder: Path) -> str:
    """Where the guide of a content folder is published, as guide.yml says it, whatever else is wrong there; empty when it does not."""
    fields = guide_fields(guide_file(folder)) or {}
    for name, kind, place in (("site_url", SiteUrl, str), ("repository", RepositoryUrl, github_pages)):
        try:
            address = place(TypeAdapter(kind).validate_python(fields.get(name)))
        except ValidationError:
            continue
        if address:
            return str(address)
    return ""


def below(content: Path, paths: Sequence[Path]) -> tuple[PurePosixPath, ...]:
    """Paths as the loader names them: relative to the content folder. Links are not followed, for the loader follows none."""
    root = os.path.abspath(content)
    places = []
    for path in paths:
        if not os.path.lexists(path):
            raise Usage(f"there is no file or folder {path}.")
        relative = os.path.relpath(os.path.abspath(path), root)
        if relative.split(os.sep, 1)[0] == os.pardir:
            raise Usage(f"{path} is not in the content folder {content}. Name that folder with --content.")
        places.append(PurePosixPath(Path(relative).as_posix()))
    return tuple(places)


def one(known: Mapping[str, Value], identifier: str, kind: str, option: str) -> Value:
    """What an id names; Usage, with the nearest id or all of them, when it names nothing."""
    if identifier not in known:
        hint = reporting.did_you_mean(identifier, known) or (f"Known: {', '.join(known)}." if known else "There is none.")
        raise Usage(f"{option}: no {kind} '{identifier}'. {hint}")
    return known[identifier]


def as_field(kind: Any, value: str | None, option: str) -> str | None:
    """The value of an option as the field of guide.yml that it becomes would hold it; Usage when that would refuse it."""
    try:
        return None if value is None else TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise Usage(f"{option}: {error.errors()[0]['msg']}") from None


def today() -> str:
    """The day on which a command is run: `2026-11-24`."""
    return datetime.date.today().isoformat()


def say(line: str) -> None:
    """Progress, for a person at a terminal alone."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)
