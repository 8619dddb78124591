"""The canonical form: what it mends, what it leaves alone, and that the loader always reads the same."""
from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from conftest import CONTENT, TINY
from hypothesis import given
from hypothesis import strategies as st

from generator.content.load import load, read_tree
from generator.editing.format import WIDTH, canonical

FIRST = "# yaml-language-server: $schema=../_schemas/{}.json\n"
FILES = {path: raw.decode() for folder in (TINY, CONTENT) for path, raw in read_tree(folder)[0].items() if not path.startswith("_")}


def _read(path: str, text: str) -> Any:
    """What the loader reads, as a text that tells apart all that differs, but for the order of fields."""
    documents, problems = load({path: text.encode()})
    assert problems == []
    return json.dumps(documents[0].data, sort_keys=True)


def _tool(text: str) -> str:
    """A tool's text in its canonical form, which keeps what is read and is its own canonical form."""
    new = canonical("tools/x.yml", text)
    assert _read("tools/x.yml", new) == _read("tools/x.yml", text)
    assert canonical("tools/x.yml", new) == new
    assert new.startswith(FIRST.format("tool"))
    return new.removeprefix(FIRST.format("tool"))


def test_of_every_file_it_keeps_what_is_read() -> None:
    for path, text in FILES.items():
        new = canonical(path, text)
        assert _read(path, new) == _read(path, text), path
        assert canonical(path, new) == new, path


def test_of_every_file_made_wide_and_out_of_order_it_keeps_what_is_read() -> None:
    """The real words, as a hasty hand would have left them: last field first, each text on one line."""
    for path, text in FILES.items():
        if path.endswith(".yml"):
            data = yaml.load(text, Loader=yaml.CBaseLoader)
            hasty = yaml.safe_dump({name: data[name] for name in reversed(data)}, sort_keys=False, width=100_000, allow_unicode=True)
            new = canonical(path, hasty)
            assert _read(path, new) == _read(path, hasty), path
            assert canonical(path, new) == new, path
            assert list(load({path: new.encode()})[0][0].data) == list(load({path: canonical(path, text).encode()})[0][0].data), path


class TestOrder:
    def test_fields_follow_the_model_and_take_their_comments_along(self) -> None:
        assert _tool(
            "# About the file.\n\nsummary: Bakes.  # hot\n\n# Why this name.\n# And not another.\nname: Oven\nretired: {reason: Gone., on: 2026}\n"
            "# The group.\ncategory: Heat\n# The end.\n"
        ) == (
            "# About the file.\n\n# Why this name.\n# And not another.\nname: Oven\n# The group.\ncategory: Heat\n"
            "summary: Bakes.  # hot\n\nretired: {on: 2026, reason: Gone.}\n# The end.\n")

    def test_parts_too_and_never_the_ids_of_a_map(self) -> None:
        text = (
            "title: X\nteaches: {b: 1, a: 2}\nparts:\n  # The first.\n  - title: One\n    # Its id.\n    id: one\n    hours: 1\n    teaches:\n"
            "      b: 1\n      a: 2\n  - {hours: 2, id: two, teaches: {b: 1, a: 1}, title: Two}\nverified:\n  how: Look.\n  on: 2026\n  by: '@me'\n")
        new = canonical("resources/x.yml", text)
        assert _read("resources/x.yml", new) == _read("resources/x.yml", text)
        assert new == FIRST.format("resource") + (
            "title: X\nteaches: {b: 1, a: 2}\nparts:\n  # The first.\n  - title: One\n    # Its id.\n    id: one\n    hours: 1\n    teaches:\n"
            "      b: 1\n      a: 2\n  - {id: two, title: Two, hours: 2, teaches: {b: 1, a: 1}}\nverified:\n  on: 2026\n  by: '@me'\n  how: Look.\n")

    def test_the_first_field_of_an_item_may_change(self) -> None:
        text = "title: X\nparts:\n  - hours: 1\n    id: one\n    title: >-\n      One\n      # no comment\n\n  -   hours: 2\n      id: two\n"
        assert canonical("resources/x.yml", text) == FIRST.format("resource") + (
            "title: X\nparts:\n  - id: one\n    title: >-\n      One\n      # no comment\n    hours: 1\n\n  -   id: two\n      hours: 2\n")

    def test_an_unknown_field_stays_behind_its_neighbour(self) -> None:
        assert _tool("summary: B\nodd: 1\nname: A\n") == "name: A\nsummary: B\nodd: 1\n"

    @pytest.mark.parametrize("text", [
        "{summary: B, # why\n name: A}\n", "? summary\n: B\n? name\n: A\n", "summary: B\nname: |+\n  A\n\n\n",
    ], ids=["comment in brackets", "question marks", "kept lines"])
    def test_what_cannot_be_moved_safely_is_left(self, text: str) -> None:
        assert _tool(text).replace("\n", "").strip() != ""


class TestWidth:
    LONG = " ".join(["word's"] * 40)

    @pytest.mark.parametrize("written", [LONG, f'"{LONG}"', "'" + LONG.replace("'", "''") + "'"], ids=["plain", "double", "single"])
    def test_a_long_text_is_folded(self, written: str) -> None:
        new = _tool(f"name: A\nsummary: {written}\n")
        assert new.startswith("name: A\nsummary: >-\n  word's word's") and max(map(len, new.splitlines())) <= WIDTH
        assert new.count("\n") == 5

    def test_a_long_item_is_folded_under_its_dash(self) -> None:
        text = f"name: X\nnot_for_you_if:\n  - {self.LONG}\n  - short\n"
        assert canonical("roles/x.yml", text).splitlines()[3:5] == ["  - >-", "    " + " ".join(["word's"] * 16)]

    def test_a_folded_text_is_filled_anew_where_a_paragraph_is_too_wide(self) -> None:
        new = _tool(f"name: A\nsummary: >-\n  Stays as\n  it is.\n\n  {self.LONG}\n  last\n")
        assert new.startswith("name: A\nsummary: >-\n  Stays as\n  it is.\n\n  word's") and new.endswith("word's last\n")
        assert max(map(len, new.splitlines())) <= WIDTH

    def test_a_long_list_and_a_long_map_are_broken_between_entries(self) -> None:
        names = ", ".join(f"tool-{number:02}" for number in range(20))
        new = _tool(f"name: A\nskills: [{names}]\n")
        assert new.splitlines()[1:] == [f"skills: [{', '.join(f'tool-{number:02}' for number in range(12))},", "  " + names[108:] + "]"]
        has = ", ".join(f"skill-{number:02}: {{core: 1}}" for number in range(8))
        assert len(canonical("roles/x.yml", f"name: A\nneeds: {{{has}}}\n").splitlines()) == 4

    @pytest.mark.parametrize("text", [
        f"name: A\nsummary: {'x' * 200}\n", f"name: A\nsummary: |\n  {LONG}\n", f"name: A\nsummary: {LONG}  # why\n",
        f"name: A\n# {LONG}\nsummary: B\n",
        f"name: A\nskills: [{'x' * 130}, # why\n  b]\n", f"name: A\nsummary: >-\n  {LONG}\n    more indented\n",
        f'name: A\nsummary: "{LONG}\\n{LONG}"\n',
        f'name: A\nsummary: " {LONG}"\n', f"name: A\nskills: [a, \"b\n    c {LONG}\"]\n", f"{LONG.replace(' ', '-')}: x\n",
    ])
    def test_what_would_read_otherwise_is_left(self, text: str) -> None:
        assert _tool(text) == text


class TestEnds:
    def test_loose_ends_are_cut_but_not_within_a_text(self) -> None:
        new = _tool("name: A   \n \ncategory: |\n  kept  \n  B\nsummary: 'c  \n\n  d'  \n\n\n")
        assert new == "name: A\n\ncategory: |\n  kept  \n  B\nsummary: 'c  \n\n  d'\n"

    @pytest.mark.parametrize("text", ["name: A\r\ncategory: B\r\n", "name: A\rcategory: B", "name: A\ncategory: B"])
    def test_lines_end_in_one_way(self, text: str) -> None:
        assert _tool(text) == "name: A\ncategory: B\n"

    def test_blank_lines_that_belong_to_the_text_stay(self) -> None:
        assert _tool("name: |+\n  A\n\n\n") == "name: |+\n  A\n\n\n"

    @pytest.mark.parametrize("first", ["", "# yaml-language-server: $schema=_schemas/other/tool.json\n", FIRST.format("tool")])
    def test_the_first_line_names_the_schema(self, first: str) -> None:
        assert canonical("tools/x.yml", f"{first}# A note.\nname: A\n") == FIRST.format("tool") + "# A note.\nname: A\n"


@pytest.mark.parametrize(("path", "text"), [
    ("pages/about.md", "# About  \n\n\n"), ("tools/x.yml", "name: [\n"), ("tools/x.yml", "name: &a x\n"), ("tools/x.yml", ""),
    ("odd/x.yml", "b: 1\na: 2\n"),
])
def test_what_is_no_entity_that_can_be_read_comes_back_as_it_is(path: str, text: str) -> None:
    assert canonical(path, text) == text


WORDS = st.text(st.sampled_from("abc é天#:-'\"[]{},&*!|>%@`\\ \n\t"), max_size=30)
LONG_WORDS = st.lists(st.sampled_from(["a", "word", "it's", "b:", "#x", "- c", "\"q\"", "x" * 70, "天" * 30]), min_size=5, max_size=80).map(" ".join)
TEXTS = st.one_of(WORDS, LONG_WORDS)
TOOL = st.fixed_dictionaries({}, optional={
    "name": TEXTS, "category": TEXTS, "summary": TEXTS, "url": TEXTS,
    "skills": st.lists(TEXTS, max_size=12), "claims": st.lists(WORDS, max_size=30), "odd": st.dictionaries(WORDS, TEXTS, max_size=3),
    "retired": st.fixed_dictionaries({"reason": TEXTS, "on": TEXTS}, optional={"replaced_by": TEXTS}),
})
RESOURCE = st.fixed_dictionaries({"title": TEXTS, "parts": st.lists(st.fixed_dictionaries({
    "title": TEXTS, "id": WORDS, "teaches": st.dictionaries(WORDS, WORDS, max_size=20), "hours": WORDS}), max_size=4)})


@given(st.one_of(st.tuples(st.just("tools/x.yml"), TOOL), st.tuples(st.just("resources/x.yml"), RESOURCE)), st.randoms(use_true_random=False),
       st.sampled_from([None, True, False]), st.sampled_from([40, 80, 1000]), st.booleans())
def test_of_whatever_can_be_read_it_keeps_what_is_read(
    file: tuple[str, dict[str, Any]], dice: Any, flow: bool | None, width: int, comments: bool
) -> None:
    """Generated files in every style that PyYAML writes, their fields in any order, comments and blank lines strewn in."""
    path, data = file
    names = list(data)
    dice.shuffle(names)
    text = yaml.safe_dump({name: data[name] for name in names}, sort_keys=False, default_flow_style=flow, width=width, allow_unicode=True)
    if comments:
        strewn = ["", "", "# said: so", "  # in", "\n"]
        text = "".join(f"{dice.choice(strewn)}\n{line}" if dice.random() < 0.3 else line for line in text.splitlines(True))
    documents, problems = load({path: text.encode()})
    if problems:
        return
    new = canonical(path, text)
    assert _read(path, new) == json.dumps(documents[0].data, sort_keys=True)
    assert canonical(path, new) == new
    assert sorted(line.strip() for line in text.splitlines() if line.strip().startswith("#")) == sorted(
        line.strip() for line in new.splitlines()[1:] if line.strip().startswith("#")) or "#" in str(documents[0].data)
