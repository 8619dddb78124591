"""`schema`: JSON Schemas for editors, beside the content."""

from __future__ import annotations

import argparse

from .. import PROGRAM, write
from ..editing.new_file import SCHEMAS
from ..editing.schemas import schemas
from ..problems import Problem, in_order
from ..rules import SCHEMAS as SCHEMA_RULE
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of, report


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    schema = command(commands, "schema", _schema, "write the JSON Schemas that editors read beside the content")
    schema.add_argument("--check", action="store_true", help="only say which of them are not what the model says")


def _schema(options: argparse.Namespace) -> int:
    tree, _ = files_of(options.content)
    made = schemas()
    behind = {name: text for name, text in made.items() if tree.get(f"{SCHEMAS}/{name}") != text.encode()}
    if options.check:
        repair = f"{PROGRAM} schema" + ("" if options.content.as_posix() == "content" else f" --content {options.content}")
        says = {True: "is not what the model says.", False: "is missing."}
        paths = [f"{SCHEMAS}/{name}" for name in behind]
        problems = [Problem(path, 0, 0, "", says[path in tree], f"Repair with: {repair}", rule=SCHEMA_RULE) for path in paths]
        report(in_order(problems), options.content)
        return PROBLEMS if problems else CLEAN
    place = options.content / SCHEMAS
    try:
        write.edit(
            {place / name: text for name, text in behind.items() if f"{SCHEMAS}/{name}" not in tree},
            {place / name: text for name, text in behind.items() if f"{SCHEMAS}/{name}" in tree},
        )
    except OSError as error:
        raise Usage(f"cannot write below {place.as_posix()}: {error.strerror or error}.") from None
    print(f"{place.as_posix()}: {f'{len(behind)} written' if behind else 'nothing changed'}.")
    return CLEAN
