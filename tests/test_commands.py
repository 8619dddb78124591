"""The reference of the commands says what the parser does: every command, argument and option, and nothing else."""
from __future__ import annotations

import argparse
import io
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from html_reader import Reading, close, read_page

from generator.cli import commands, main
from generator.cli.reference import commands_of
from generator.pipeline import Output
from generator.site.commands import Command, CommandOption

COMMANDS = commands()


@pytest.fixture(scope="module")
def helps() -> Mapping[str, str]:
    """What `--help` of each command prints: told by the parser itself, not by what reads it."""
    listed = _help("200").partition("commands:\n")[2]
    names = re.findall(r"^    ([a-z-]+)(?: |$)", listed, re.MULTILINE)
    assert len(names) >= 6
    return {name: _help("1000", name) for name in names}


def _help(columns: str, *command: str) -> str:
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit, match="^0$"):
        patch.setenv("COLUMNS", columns)
        main([*command, "--help"])
    return said.getvalue()


@pytest.fixture(scope="module")
def page(tiny: Output) -> Reading:
    """The page of the commands."""
    return read_page(tiny.documents["contribute/commands/index.md"])


class TestTheParserAsValues:
    def test_a_parser_becomes_its_commands(self) -> None:
        parser = argparse.ArgumentParser()
        group = parser.add_subparsers()
        bake = group.add_parser("bake", description="Bake it.")
        bake.add_argument("--heat", type=int, default=220, metavar="N", help="degrees (default: %(default)s)")
        bake.add_argument("--from", dest="start", required=True, help="where")
        bake.add_argument("-f", "--fast", action="store_true", help="at 100 %%")
        bake.add_argument("--as", dest="how", choices=("loaf", "roll"), help="shape")
        bake.add_argument("dough", metavar="DOUGH", help="what")
        bake.add_argument("more", nargs="*", metavar="MORE", help="what else")
        bake.add_argument("--also", nargs="*", metavar="LOAF", help="beside it")
        group.add_parser("eat", description="Eat it.")
        assert commands_of(parser) == (
            Command("bake", "bake DOUGH [MORE ...] --from START", "Bake it.", (
                CommandOption("DOUGH", "DOUGH", "What", True),
                CommandOption("MORE", "[MORE ...]", "What else", False),
                CommandOption("--heat", "--heat N", "Degrees (default: 220)", False),
                CommandOption("--from", "--from START", "Where", True),
                CommandOption("--fast", "--fast", "At 100 %", False),
                CommandOption("--as", "--as HOW", "Shape", False, ("loaf", "roll")),
                CommandOption("--also", "--also [LOAF ...]", "Beside it", False),
            )),
            Command("eat", "eat", "Eat it.", ()))

    def test_a_parser_without_commands_has_none(self) -> None:
        assert commands_of(argparse.ArgumentParser()) == ()


class TestEverythingIsDocumented:
    def test_every_command_is_there(self, helps: Mapping[str, str], page: Reading) -> None:
        assert [command.name for command in COMMANDS] == list(helps)
        assert set(helps) <= {element.attributes.get("id") for element in page.elements if element.tag == "h2"}

    def test_every_option_of_every_command_is_there(self, helps: Mapping[str, str]) -> None:
        for command in COMMANDS:
            listed = helps[command.name].partition("\n\n")[2]
            written = set(re.findall(r"^  (?:-\w(?: \w+)?, )?(--[a-z-]+|[A-Z]+)\b", listed, re.MULTILINE)) - {"--help"}
            assert {option.name for option in command.options} == written, command.name

    def test_every_option_says_what_it_does(self, helps: Mapping[str, str]) -> None:
        for command in COMMANDS:
            assert command.says.endswith("."), command.name
            told = " ".join(helps[command.name].split()).lower()
            for option in command.options:
                assert option.says and option.says.lower() in told, f"{command.name} {option.name}"

    def test_the_page_says_all_of_it(self, page: Reading) -> None:
        told = close(page.text)
        for command in COMMANDS:
            assert close(f"{command.says} python -m generator {command.written}") in told, command.name
            for option in command.options:
                assert close(f"{option.written} {'required' if option.required else ''} {option.says}") in told, option.written
                assert close(f"{option.says} One of: {', '.join(option.choices)}") in told or not option.choices, option.written

    def test_the_built_site_has_it_too(self, tiny_site: Path) -> None:
        text = (tiny_site / "site/contribute/commands/index.html").read_text("utf-8")
        assert [command.name for command in COMMANDS if f'<h2 id="{command.name}">' not in text] == []
