"""The commands as values: what the contributors' reference says of them. The command line makes these of its own parser."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandOption:
    """One option or argument: its name (`--format`, `PATH`), how it is written with its value, what it does, whether it must be given."""

    name: str
    written: str
    says: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, how it is written with what must be given, what it does, its arguments and options in order."""

    name: str
    written: str
    says: str
    options: tuple[CommandOption, ...]


__all__ = ["Command", "CommandOption"]
