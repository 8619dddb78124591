"""`check --fix`: what has one reading alone is mended, the rest is left, and no word or comment is lost."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CONTENT, case_files, changed_tree, read_case, read_tree, tiny_tree

from generator.content.load import load
from generator.editing.mend import mended
from generator.rules.validate import validate

CASES = [*case_files("slips"), *case_files("validate")]
# What is clean after it, and nothing else of these cases is.
CERTAIN = frozenset(
    "tab hard-space hard-space-after-colon missing-space-after-colon wide-colon equals-sign colon-in-text apostrophe-in-quotes comma-after-value "
    "at-sign backtick percent-sign emphasis strong-emphasis ampersand brackets-then-words greater-than question-mark name-for-an-id hours-with-unit "
    "date-without-zeros yes-for-true capital-choice octal-number not-a-truth-value".split())


def mend(tree: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """The tree as it is afterwards, and what was said but for first lines."""
    files = list(mended(tree, list(tree)))
    said = [f"{file.path}:{each.line}: {each.says}" for file in files for each in file.mends if each.line]
    return tree | {file.path: file.text.encode() for file in files}, said


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_certain_is_mended_and_what_is_not_is_left(path: Path) -> None:
    tree = changed_tree(read_case(path))
    after, said = mend(tree)
    assert mend(after) == (after, []), "a second time does nothing"
    problems = [problem for problem in validate(*load(after))[1] if problem.severity == "error"]
    if path.stem in CERTAIN:
        assert problems == [] and said
    else:
        assert problems or "warning" in read_case(path)["output"] or not validate(*load(tree))[1], path.stem
    for name, raw in tree.items():
        before, now = raw.decode("utf-8", "replace"), after[name].decode("utf-8", "replace")
        assert [line.strip() for line in before.splitlines() if line.lstrip().startswith("# ") and "yaml-language-server" not in line] == [
            line.strip() for line in now.splitlines() if line.lstrip().startswith("# ") and "yaml-language-server" not in line]


def tool(text: str) -> str:
    """A tool's file, mended, without its first line."""
    after, _ = mend(tiny_tree() | {"tools/x.yml": text.encode()})
    return after["tools/x.yml"].decode().removeprefix("# yaml-language-server: $schema=../_schemas/tool.json\n")


@pytest.mark.parametrize(("text", "after"), [
    ("name: @x  # why\n", "name: @x  # why\n"),  # the comment may be one
    ("name: X\nurl: https://Example.ORG/Path?Q=A#F\n", "name: X\nurl: https://example.org/Path?Q=A#F\n"),
    ("name: X\nurl: 'HTTPS://Example.org/'  # here\n", "name: X\nurl: 'https://example.org/'  # here\n"),
    ("name: X\nskills:\n  # the first\n  - Kneading\n  - \"Sourdough\"\n", "name: X\nskills:\n  # the first\n  - kneading\n  - \"sourdough\"\n"),
    ("name: X\nskills: [kneadin]\n", "name: X\nskills: [kneadin]\n"),
    ("name: X\nsummary: >-\n  Yes: this is a\n  text, on 2026-5-1.\n", "name: X\nsummary: >-\n  Yes: this is a\n  text, on 2026-5-1.\n"),
    ("name: X\nretired: {on: 2026/5/1, reason: No.}\n", "name: X\nretired: {on: 2026-05-01, reason: No.}\n"),
    ("name: X\nretired: {on: 1.5.2026, reason: No.}\n", "name: X\nretired: {on: 1.5.2026, reason: No.}\n"),
    ("name: X\nskills: {a: @b}\n", "name: X\nskills: {a: @b}\n"),
    ("name: X\nskills: a: b\n", "name: X\nskills: a: b\n"),
    ("name: @a\nsummary: 'It's'\ncategory:X\n", "name: \"@a\"\nsummary: \"It's\"\ncategory: X\n"),
    ("summary: Late.  \n\n\n# why\nname: X\n", "summary: Late.  \n\n\n# why\nname: X\n"),  # order and blanks say nothing
    ("name: @a\nsummary: \"open\ncategory: X\n", "name: @a\nsummary: \"open\ncategory: X\n"),  # all or nothing
])
def test_in_one_file(text: str, after: str) -> None:
    assert tool(text) == after


@pytest.mark.parametrize("text", [
    "name: X\r\nurl: https://Example.ORG/\r\n",  # a value
    "name: @a\r\nsummary: It\r\n",  # a slip
    "name: @a\r\nsummary: It\r\nurl: https://Example.ORG/\r\n",
    "name: X\r\nsummary: It\r\n",  # the first line alone
])
def test_line_ends_stay_as_they_were(text: str) -> None:
    """A file of Windows is one after it; no line of it ends otherwise."""
    after, _ = mend(tiny_tree() | {"tools/x.yml": text.encode()})
    assert after["tools/x.yml"].count(b"\n") == after["tools/x.yml"].count(b"\r\n") == text.count("\n") + 1


@pytest.mark.parametrize("first", ["", *(f"# yaml-language-server: $schema={folder}/tool.json\n" for folder in ("_schemas/other", "../_schemas"))])
def test_the_first_line_names_the_schema(first: str) -> None:
    after, said = mend(tiny_tree() | {"tools/x.yml": f"{first}# A note.\nname: A\n".encode(), "odd/x.yml": b"a: 1\n"})
    assert after["tools/x.yml"].decode() == "# yaml-language-server: $schema=../_schemas/tool.json\n# A note.\nname: A\n"
    assert after["odd/x.yml"] == b"a: 1\n" and said == []


@pytest.mark.parametrize(("written", "after"), [("TRUE", "true"), ("'False'", "'false'"), ("On", "true"), ("n", "n"), ("Perhaps", "Perhaps")])
def test_a_truth_is_written_as_one(written: str, after: str) -> None:
    path = "resources/course/sourdough-course.yml"
    tree = tiny_tree()
    assert b"sign_up: true" in tree[path]
    changed, _ = mend(tree | {path: tree[path].replace(b"sign_up: true", f"sign_up: {written}".encode())})
    assert f"sign_up: {after}" in changed[path].decode().splitlines()


def test_former_ids_become_those_of_today_where_there_is_one() -> None:
    tree = tiny_tree()
    for name, formerly in (("sourdough", "[leaven, both]"), ("kneading", "[both]")):
        tree[f"skills/dough/{name}.yml"] += f"formerly: {formerly}\n".encode()
    tree["tools/x.yml"] = b"name: X\nsummary: See [it](skill:leaven), [them](skill:both).\nskills: [leaven, both]\n"
    after, said = mend(tree)
    assert after["tools/x.yml"].decode().splitlines()[1:] == [
        "name: X", "summary: See [it](skill:sourdough), [them](skill:both).", "skills: [sourdough, both]"]
    assert said == ["tools/x.yml:2: summary: 'See [it](skill:leaven), [them](skill:both).' became 'See [it](skill:sourdough), [them](skill:both).'",
                    "tools/x.yml:3: skills[0]: 'leaven' became 'sourdough'"]


def test_the_first_guide_needs_no_mend() -> None:
    """Repair: python -m generator check --fix."""
    tree, _ = read_tree(CONTENT)
    assert [file.path for file in mended(tree, list(tree))] == []


def test_whatever_is_in_a_file_the_loader_reads_the_same_or_the_mends_say_why() -> None:
    """Of a file that needs no mend but its first line, no value changes."""
    def plain(path: str, raw: bytes) -> Any:
        return yaml.load(raw, yaml.CBaseLoader) if path.endswith(".yml") else raw

    tree = tiny_tree()
    after, said = mend(tree)
    assert said == [] and {path: plain(path, raw) for path, raw in after.items()} == {path: plain(path, raw) for path, raw in tree.items()}
