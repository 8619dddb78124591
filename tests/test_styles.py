"""What the style sheets dress is there: a class or a state that nothing bears is a slip of one of the two."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

STYLES = sorted((ROOT / "theme_overrides/assets/stylesheets").glob("*.css"))
SOURCES = "\n".join(
    path.read_text("utf-8") for folder in ("generator", "theme_overrides") for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".jinja", ".html", ".mjs", ".js"))
BORNE = set(re.findall(r"fp-[a-z_]+(?:-[a-z_]+)*(?:--[a-z_-]+)?", SOURCES))
# Of `fp-step--{{ step.kind }}` the beginning.
BEGUN = tuple(set(re.findall(r"(fp-[a-z_-]+--)[{$]", SOURCES)))
# Those of a script's `dataset`, as the style sheet spells them, too; the theme has its own.
ATTRIBUTES = set(re.findall(r"data-[a-z-]+", SOURCES)) | {
    "data-" + re.sub("(?=[A-Z])", "-", name).lower() for name in re.findall(r"dataset\.(\w+)", SOURCES)}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_what_a_style_sheet_dresses_is_there(path: Path) -> None:
    selectors = path.read_text("utf-8")
    classes = set(re.findall(r"\.(fp-[a-z_-]+)", selectors))
    assert [name for name in sorted(classes - BORNE) if not name.startswith(BEGUN)] == []
    assert {name for name in re.findall(r"\[(data-[a-z-]+)", selectors) if not name.startswith("data-md-")} <= ATTRIBUTES
