"""`fmt`: the canonical form of content files, shown or mended. A difference is a hint and never an error."""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path, PurePosixPath

from .. import write
from ..content.load import load
from ..editing.format import canonical
from ..problems import one_line
from .common import CLEAN, PROBLEMS, Commands, Usage, below, command, files_of, report


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    fmt = command(commands, "fmt", _fmt, "show how files would look in their canonical form, which is a hint and never an error")
    fmt.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders of the content (default: everything)")
    fmt.add_argument("--write", action="store_true", help="mend the files; what they say stays the same, comments included")


def _fmt(options: argparse.Namespace) -> int:
    files, _ = files_of(options.content)
    named = below(options.content, options.paths)
    tree = {path: raw for path, raw in files.items() if not named or any(PurePosixPath(path).is_relative_to(one) for one in named)}
    documents, problems = load(tree)
    if problems:
        report(problems, options.content)
        return PROBLEMS
    old = {document.path: tree[document.path].decode() for document in documents}
    new = {path: text for path, was in old.items() if (text := canonical(path, was)) != was}
    if options.write:
        try:
            write.edit({}, {options.content / path: text for path, text in new.items()})
        except OSError as error:
            raise Usage(f"cannot write below {options.content}: {error.strerror or error}. Nothing was changed.") from None
    for path, text in new.items():
        place = one_line(f"{options.content.as_posix()}/{path}")
        print(f"{place}: mended." if options.write else _difference(place, old[path], text))
    print(_count(len(new), options.write))
    return CLEAN


def _difference(place: str, old: str, new: str) -> str:
    return "\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), place, place, lineterm="", n=1))


def _count(number: int, mended: bool) -> str:
    files = f"{number} file{'' if number == 1 else 's'}"
    if mended:
        return f"{files} mended."
    if not number:
        return "Every file is in its canonical form."
    return f"{files} could be mended with --write. This is a hint: nothing is wrong with {'it' if number == 1 else 'them'}."
