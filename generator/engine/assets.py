"""The site's own style sheets and scripts as few files: what nothing imports, each with all that it imports.

The theme folder holds them as they are written, which any engine can serve as it is: `fingerpost.css` imports the style sheets, a
page's module the modules that it needs. A page would ask for thirty files then. So each file that no other one imports is made anew
with what it imports inside, without comments, and takes its own place: under the same address, and nothing else knows of it.

A module becomes a function that returns its exports; the modules that it imports stand above it. What is joined is written in a plain
form (`import { a, b } from "./c.mjs";`, exports where they are declared), which `tests/test_assets.py` holds it to.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from .. import HOME

_STYLE_IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_SCRIPT_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/\n?|[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL)
# Only those that have their lines to themselves: nothing else begins a line with these marks.
_SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*.*?\*/[ \t]*)\n", re.MULTILINE)
_SCRIPT_BLOCK = re.compile(r"^[ \t]*/\*\*\n.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_EMPTY_LINES = re.compile(r"\n{2,}")


def joined_assets() -> dict[str, str]:
    """Each style sheet and module of the theme folder that no other imports, with all that it imports, by its path in the site."""
    theme = HOME / "theme_overrides"
    styles = _texts(theme, "assets/stylesheets/*.css")
    scripts = _texts(theme, "assets/javascripts/**/*.mjs")
    return {
        **{path: _style(path, styles) for path in _entries(styles, _STYLE_IMPORT)},
        **{path: _script(path, scripts) for path in _entries(scripts, _SCRIPT_IMPORT)},
    }


def _texts(theme: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(theme).as_posix(): path.read_text("utf-8") for path in sorted(theme.glob(pattern))}


def _entries(texts: Mapping[str, str], imports: re.Pattern[str]) -> list[str]:
    """The files that no other one imports."""
    imported = {other for path in texts for other in _imported(path, texts[path], imports)}
    return [path for path in texts if path not in imported]


def _imported(path: str, text: str, imports: re.Pattern[str]) -> Iterator[str]:
    for found in imports.finditer(text):
        yield normpath(join(dirname(path), found[found.re.groups]))


def _style(path: str, styles: Mapping[str, str]) -> str:
    whole = _STYLE_IMPORT.sub(lambda found: styles[normpath(join(dirname(path), found[1]))], styles[path])
    return _EMPTY_LINES.sub("\n", _STYLE_COMMENT.sub("", whole)).lstrip()


def _script(path: str, scripts: Mapping[str, str]) -> str:
    """A module as one file: those that it needs, each after what it needs itself, then its own lines."""
    order: list[str] = []

    def visit(module: str) -> None:
        for other in _imported(module, scripts[module], _SCRIPT_IMPORT):
            if other not in order:
                visit(other)
        order.append(module)

    visit(path)
    return "".join([*(_as_function(module, scripts[module]) for module in order[:-1]), _body(path, scripts[path])])


def _as_function(module: str, text: str) -> str:
    names = ", ".join(name for _, name in _EXPORT.findall(text))
    body = _EXPORT.sub(r"\1", _body(module, text))
    return f"const {_name(module)} = (() => {{\n{body}return {{ {names} }};\n}})();\n"


def _body(module: str, text: str) -> str:
    """The lines of a module; what it imports is taken from the functions above."""
    def taken(found: re.Match[str]) -> str:
        names = " ".join(found[1].split()).removesuffix(",").replace(" as ", ": ")
        return f"const {{ {names} }} = {_name(normpath(join(dirname(module), found[2])))};\n"

    bare = _SCRIPT_COMMENT.sub("", _SCRIPT_BLOCK.sub("", text))
    return _EMPTY_LINES.sub("\n", _SCRIPT_IMPORT.sub(taken, bare)).lstrip()


def _name(module: str) -> str:
    """The name of a module's function: no script of ours has a name with this beginning."""
    return "$" + re.sub(r"\W", "_", module.removeprefix("assets/javascripts/").removesuffix(".mjs"))
