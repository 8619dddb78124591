"""`upgrade`: content of an earlier format to that of this version."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import PROGRAM, write
from ..model import FORMAT
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    command(commands, "upgrade", _upgrade, "bring the content to the format of this version, and the schemas beside it")


def _upgrade(options: argparse.Namespace) -> int:
    from ..editing.upgrade import IGNORED, MAKEFILE, format_of, upgrade

    content: Path = options.content
    tree, _ = files_of(content)
    files = {f"content/{path}": raw.decode("utf-8", "replace") for path, raw in tree.items()}
    beside = {name: content.absolute().parent / name for name in (MAKEFILE, IGNORED)}
    files |= {name: text for name, path in beside.items() if (text := write.kept(path)) is not None}
    number = format_of(files)
    if number is None:
        print(f"{(content / 'guide.yml').as_posix()}: cannot be read, or its format is no number. Mend it first: {PROGRAM} check")
        return PROBLEMS
    if number > FORMAT:
        raise Usage(f"this content has format {number}, and this version reads {FORMAT}. Take a newer Fingerpost.")
    done = upgrade(files)
    place = {path: beside.get(path) or content / path.removeprefix("content/") for path in done.files}
    try:
        write.edit({place[path]: text for path, text in done.files.items() if path not in files},
                   {place[path]: text for path, text in done.files.items() if path in files})
    except OSError as error:
        raise Usage(f"cannot write below {content}: {error.strerror or error}. Nothing was changed.") from None
    for path in sorted(done.files):
        print(f"{path}: {'written' if path not in files else 'brought up to date'}.")
    for line in done.by_hand:
        print(line)
    print(f"Format {FORMAT}{f', before {number}' if number < FORMAT else ''}; {len(done.files) or 'no'} file{'s' * (len(done.files) != 1)} changed.")
    return CLEAN
