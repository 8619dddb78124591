"""Style sheets and scripts as a page asks for them: joined, without comments, and with the same rules and exports as they were written."""
from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from browsing import reading, served
from conftest import ROOT
from playwright.sync_api import Browser

from generator.engine.assets import joined_assets

THEME = ROOT / "theme_overrides"
MODULES = {path.relative_to(THEME).as_posix(): path.read_text("utf-8") for path in sorted(THEME.rglob("*.mjs"))}
JOINED = joined_assets()
SCRIPTS = [path for path in JOINED if path.endswith(".mjs")]


def test_what_no_other_imports_is_joined() -> None:
    assert sorted(JOINED) == [f"assets/{name}" for name in (
        "javascripts/decide/page.mjs", "javascripts/follow/news.mjs", "javascripts/follow/page.mjs",
        "javascripts/follow/result_map.mjs", "javascripts/follow/resume.mjs", "javascripts/follow/visitor.mjs",
        "javascripts/site/catalogue.mjs", "javascripts/site/copy.mjs", "javascripts/site/lost.mjs", "javascripts/site/search.mjs",
        "javascripts/site/shell.mjs", "stylesheets/fingerpost.css")]
    assert all((THEME / path).is_file() for path in JOINED)


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_written_as_they_can_be_joined(module: str) -> None:
    text = MODULES[module]
    lines = text.splitlines()
    assert len(re.findall(r"^import\b", text, re.MULTILINE)) == len(re.findall(r'^import \{[^}]*\} from "\.[^"]+";$', text, re.MULTILINE))
    declared = re.findall(r"^export (?:async )?(?:function\*?|const|class) (\w+)", text, re.MULTILINE)
    assert len(re.findall(r"\bexport\b(?= )", "\n".join(line for line in lines if not re.match(r"\s*(//|/?\*)", line)))) == len(declared)
    waits = re.search(r"^(await|const \w+ = await)\b|^if .*\bawait\b", text, re.MULTILINE)
    assert not waits or module in JOINED, "a function waits, or what stands last; a module that is joined to another cannot"
    assert "$" not in re.findall(r"^(?:const|let|function) (\S)", text, re.MULTILINE)
    # What begins like a comment is one: a text over several lines could hold such a line.
    code = [line for line in lines if not re.match(r"\s*(//|/?\*)", line)]
    assert [line for line in code if line.replace("\\`", "").count("`") % 2] == []


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_joined_script_imports_nothing_and_says_nothing(path: str) -> None:
    text = JOINED[path]
    asked_for = any(re.search(rf'const \{{.*\}} = await import\("[./a-z]*/{Path(path).name}"\)', module) for module in MODULES.values())
    assert re.findall(r"^import\b.*", text, re.MULTILINE) == []
    assert bool(re.findall(r"^export\b.*", text, re.MULTILINE)) == asked_for, "what another module asks for when it needs it is handed out"
    assert re.findall(r"^\s*(?://|/\*|\*).*", text, re.MULTILINE) == []
    inside = re.findall(r"^const (\$\w+) = \(\(\) => \{$", text, re.MULTILINE)
    assert len(set(inside)) == len(inside)
    # Each is there before the first that takes from it.
    for name in inside:
        assert text.index(f"const {name} =") < min(found.start() for found in re.finditer(rf"\}} = {re.escape(name)};", text))


def test_the_code_is_all_there() -> None:
    """Line by line, but for comments, imports and the word `export`."""
    whole = {line.removeprefix("export ") for path in SCRIPTS for line in JOINED[path].splitlines()}
    for module, text in MODULES.items():
        code = re.sub(r'^import \{[^}]*\} from "[^"]+";\n', "", re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL), flags=re.MULTILINE)
        lines = [line.removeprefix("export ") for line in code.splitlines() if line.strip() and not line.lstrip().startswith("//")]
        assert [line for line in lines if line not in whole] == [], module


PAGE = '<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="assets/stylesheets/fingerpost.css">'
RULES = """() => {
    const flat = (sheet) => [...sheet.cssRules].flatMap((rule) => rule.styleSheet ? flat(rule.styleSheet) : [rule.cssText]);
    return flat([...document.styleSheets].find((sheet) => sheet.href));
}"""


def test_the_joined_style_sheet_has_the_same_rules(browser: Browser, tmp_path: Path) -> None:
    """As the browser reads them, from the style sheets that are imported and from the one that is joined."""
    read: list[Any] = []
    for name in ("written", "joined"):
        site = tmp_path / name
        shutil.copytree(THEME / "assets", site / "assets")
        if name == "joined":
            (site / "assets/stylesheets/fingerpost.css").write_text(JOINED["assets/stylesheets/fingerpost.css"], "utf-8")
        (site / "index.html").write_text(PAGE)
        (site / "llms.txt").write_text("")  # where a profile rests
        with served(site, "/") as url, reading(browser, url) as reader:
            read.append(reader.go("").evaluate(RULES))
    assert len(read[0]) > 100 and read[0] == read[1]
    sheets = re.findall(r'^@import "(.+)";$', (THEME / "assets/stylesheets/fingerpost.css").read_text(), re.MULTILINE)
    assert sorted([*sheets, "fingerpost.css"]) == sorted(path.name for path in (THEME / "assets/stylesheets").iterdir())
