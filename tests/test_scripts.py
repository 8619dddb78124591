"""The browser's modules as a house: which room may import which, nothing without a caller, no line that a formatter would break."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

SCRIPTS = ROOT / "theme_overrides" / "assets" / "javascripts"
MODULES = {path.relative_to(SCRIPTS).as_posix(): path.read_text("utf-8") for path in sorted(SCRIPTS.rglob("*.mjs"))}
# Room by room, what it may import besides itself. What loads pages at a visit is asked for by name and is no import.
ROOMS = {"contract.mjs": set[str](), "site": {"contract.mjs"}, "decide": {"site", "contract.mjs"}, "follow": {"site", "contract.mjs"}}
# Exports without a caller among the modules: tests hold them against their twins against their limits, or on a page of their own.
TESTED = {"site/find.mjs slips", "follow/remaining.mjs MOST_WORK", "follow/schedule.mjs hoursRange", "follow/store.mjs openStore"}


def imported(module: str) -> dict[str, set[str]]:
    """The modules that one imports when it is loaded, with the names that it takes from each."""
    found = re.findall(r'^import \{([^}]*)\} from "([^"]+)";', MODULES[module], re.MULTILINE)
    return {(Path("/", module).parent / place).resolve().relative_to("/").as_posix(): set(re.findall(r"\w+", names)) for names, place in found}


def taken_when_needed(module: str) -> dict[str, set[str]]:
    """The modules that one asks for when it needs them, with the names that it takes from each."""
    found = re.findall(r'(?:const \{([^}]*)\} = await )?import\("(\.[a-z_/.]+\.mjs)"\)', MODULES[module])
    return {(Path("/", module).parent / place).resolve().relative_to("/").as_posix(): set(re.findall(r"\w+", names)) for names, place in found}


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_itself_and_those_that_it_may(module: str) -> None:
    room = module.partition("/")[0]
    assert {other.partition("/")[0] for other in imported(module)} <= {room} | ROOMS[room]
    assert set(imported(module)) <= set(MODULES)


def test_every_module_is_loaded_by_another_or_by_the_pages() -> None:
    loaded = {other for module in MODULES for other in imported(module)}
    loaded |= {place.removeprefix("../") for place in re.findall(r'"(\.\./[a-z]+/[a-z_]+\.mjs)"', MODULES["site/shell.mjs"])}
    loaded |= {f"site/{name}" for name in re.findall(r'"\./([a-z_]+\.mjs)"', MODULES["site/shell.mjs"])}
    loaded |= {other for module in MODULES for other in taken_when_needed(module)}
    loaded |= set(re.findall(r"assets/javascripts/(\S+\.mjs)", (ROOT / "mkdocs.yml").read_text()))
    assert set(MODULES) - loaded == set()


def test_every_export_has_a_caller() -> None:
    exported = {f"{module} {name}" for module, text in MODULES.items()
                for name in re.findall(r"^export (?:async )?(?:function\*?|const|class) (\w+)", text, re.MULTILINE)}
    taken = {f"{other} {name}" for module in MODULES for other, names in (*imported(module).items(), *taken_when_needed(module).items())
             for name in names}
    assert exported - taken == TESTED
    assert taken <= exported


@pytest.mark.parametrize("module", MODULES)
def test_lines_are_as_long_as_a_formatter_would_leave_them(module: str) -> None:
    """Code to 120 letters, comments to 130."""
    for number, line in enumerate(MODULES[module].splitlines(), 1):
        assert len(line) <= (130 if line.lstrip().startswith(("//", "/**", "*")) else 120), f"{module}:{number}"
