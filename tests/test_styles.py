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


def test_the_typefaces_are_cut_as_the_documents_say() -> None:
    """Each file is used, with the letters that the command in docs/fonts.md leaves in it; what stands in for it has its heights."""
    sheet = (ROOT / "theme_overrides/assets/stylesheets/fonts.css").read_text("utf-8")
    told = re.findall(r"^(?:BASIC=|LATIN=(?:\$LATIN,)?)(.*)$", (ROOT / "docs/fonts.md").read_text("utf-8"), re.MULTILINE)
    basic, latin = told[0], ",".join(told[1:])
    faces = re.findall(r'url\("\.\./fonts/([a-z-]+)\.woff2"\).*?unicode-range: ([^;]+);', sheet, re.DOTALL)
    assert {name: letters.replace(" ", "") for name, letters in faces} == {
        name + part: letters for name in ("sans", "sans-italic", "serif") for part, letters in (("", basic), ("-latin", latin))}
    assert sorted(path.stem for path in (ROOT / "theme_overrides/assets/fonts").glob("*.woff2")) == sorted(name for name, _ in faces)
    adjusted = re.findall(r'"Fingerpost (Sans|Serif) .*size-adjust: ([\d.]+)%; ascent-override: ([\d.]+)%; descent-override: ([\d.]+)%', sheet)
    assert len(adjusted) == 10
    for kind, size, ascent, descent in adjusted:
        heights = (1.024, 0.4) if kind == "Sans" else (1.036, 0.335)
        assert (float(ascent), float(descent)) == tuple(round(10000 * height / float(size), 1) for height in heights), kind


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_sides_are_those_of_the_writing(path: Path) -> None:
    """What is written from right to left has its start at the right. The post of the home page is in the middle."""
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    lines = [line for line in sheet.splitlines() if ".fp-post::before" not in line]
    sides = re.compile(r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right)\s*:|(?:text-align|float|clear): (?:left|right)")
    assert [found[0] for line in lines if (found := sides.search(line))] == []
    four = [found for line in lines for found in re.findall(r"(?<![\w-])(?:margin|padding): ([^;}]+)", line)]
    values = [re.findall(r"(?:[^\s()]+|\([^)]*\))+", found) for found in four]
    assert [each for each in values if len(each) == 4 and each[1] != each[3]] == []
    # What is cut in the shape of an arrow, or is no mirror of itself, is turned round.
    arrows = [line for line in sheet.splitlines() if "polygon(" in line and "dir=" not in line]
    turned = [line for line in sheet.splitlines() if "dir=" in line]
    assert len(turned) >= len(arrows)


# What bears the colour of a role: its tone, its arm or board, its look in a picture, and the sign itself.
OF_ROLES = re.compile(r"\.fp-(?:tone--|arm|board|logo|pic|map)|\[data-tone")


@pytest.mark.parametrize("path", [path for path in STYLES if path.stem != "tokens"], ids=lambda path: path.stem)
def test_the_colours_of_roles_dress_roles_alone(path: Path) -> None:
    """Links, buttons, focus and whatever else can be seen are ink, so that a colour says which role is meant."""
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    coloured = re.findall(r"([^{};]*)\{[^{}]*var\(--fp-(?:board-)?(?:one|two|three|four|five|six)\)", sheet)
    assert [" ".join(selector.split()) for selector in coloured if not OF_ROLES.search(selector)] == []
