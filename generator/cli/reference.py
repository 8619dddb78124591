"""The parser's own commands and options as values, so that no page can say of them what the parser does not."""

from __future__ import annotations

import argparse

from ..site.commands import Command, CommandOption


def commands_of(parser: argparse.ArgumentParser) -> tuple[Command, ...]:
    """Every command of a parser, in the order in which `--help` lists them."""
    # argparse keeps what it was told under private names alone; `--help` is no data.
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return tuple(_command(name, inner) for group in groups for name, inner in group.choices.items())


def _command(name: str, parser: argparse.ArgumentParser) -> Command:
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    # Arguments first, for they are what a command is about.
    options = tuple(_option(action, parser) for action in sorted(actions, key=lambda action: bool(action.option_strings)))
    given = [option.written for option in options if option.required or not option.name.startswith("-")]
    return Command(name, " ".join([name, *given]), parser.description or "", options)


def _option(action: argparse.Action, parser: argparse.ArgumentParser) -> CommandOption:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    choices = tuple(map(str, action.choices or ()))
    says = parser._get_formatter()._expand_help(action) if action.help else ""
    says = says[:1].upper() + says[1:]
    if not action.option_strings:
        optional = action.nargs in ("*", "?")
        many = " ..." if action.nargs in ("*", "+") else ""
        return CommandOption(value, f"[{value}{many}]" if optional else value + many, says, not optional, choices)
    name = action.option_strings[-1]
    written = name if action.nargs == 0 else f"{name} [{value} ...]" if action.nargs == "*" else f"{name} {value}"
    return CommandOption(name, written, says, action.required, choices)
