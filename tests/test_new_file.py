"""New files to fill in: short, whole, and true to the model; and the retirement of an old file, which keeps all else as it was."""
from __future__ import annotations

import re

import pytest
import yaml
from conftest import CONTENT, tiny_tree
from hypothesis import given
from hypothesis import strategies as st

from generator.content.load import Document, load, read_tree
from generator.editing.new_file import Known, blank, first_line, retire, scalar, taken
from generator.model import FOLDERS, KINDS, tree
from generator.rules.validate import validate

TODAY = Known("2026-11-24")
FOLDER = {kind: folder for folder, kind in FOLDERS.items()}
YAML_KINDS = [kind for kind in KINDS if kind != "page"]


def _path(kind: str) -> str:
    return f"{FOLDER[kind]}/x.yml"


def _document(path: str, text: str) -> Document:
    documents, problems = load({path: text.encode()})
    assert problems == []
    return documents[0]


def test_of_a_resource_the_required_fields_take_fewer_than_fifteen_lines_and_the_rest_are_comments() -> None:
    text = blank("resource", "resources/course/x.yml", Known("2026-11-24", {"url": "https://example.org/", "kind": "course"}))
    needed, more = text.split("\n\n")
    assert len(needed.splitlines()) < 15
    assert needed.splitlines()[:5] == [
        "# yaml-language-server: $schema=../../_schemas/resource.json",
        "# Something to learn from: a course, a book, documentation, a video, a paper.",
        "title:  # The title its publisher gives it. For example: Evenings at the wheel",
        "url: https://example.org/", "provider:  # Who publishes it. For example: The school of crafts"]
    assert "kind: course\n" in needed
    assert all(line.startswith("# ") for line in more.splitlines())
    assert "# verified:  # Set only when a person opened the page.\n#   on: 2026-11-24  # The day the page was opened.\n" in more


@pytest.mark.parametrize("kind", YAML_KINDS)
def test_what_is_empty_is_told_by_check_and_nothing_else(kind: str) -> None:
    """A new file has no problem but the fields that it asks for."""
    document = _document(_path(kind), blank(kind, _path(kind), TODAY))
    _, problems = validate([_document("guide.yml", tiny_tree()["guide.yml"].decode()), document])
    assert {problem.message for problem in problems} == {"has no value."}
    assert {problem.field.split(".")[0].split("[")[0] for problem in problems} == {row.name for row in tree(KINDS[kind]).fields if row.required}


@pytest.mark.parametrize("kind", YAML_KINDS)
def test_every_optional_field_stands_there_as_a_comment_that_can_be_taken_up(kind: str) -> None:
    """With the `# ` taken away every field of the kind is there, and no value is of the wrong shape."""
    needed, _, more = blank(kind, _path(kind), TODAY).partition("\n\n# Where known:\n")
    text = needed + "\n" + "".join(f"{line.removeprefix('# ')}\n" for line in more.splitlines())
    document = _document(_path(kind), text)
    assert set(document.data) == {row.name for row in tree(KINDS[kind]).fields} - {"formerly", "corrected", "retired"}
    _, problems = validate([_document("guide.yml", tiny_tree()["guide.yml"].decode()), document])
    # One entry shows the form of a list; what needs two says so.
    assert {problem.message for problem in problems} - {"must have at least 2 entries, and has 1."} == {"has no value."}


@pytest.mark.parametrize("kind", YAML_KINDS)
def test_an_example_in_a_required_part_can_be_taken_up_too(kind: str) -> None:
    text = re.sub(r"(?m)^( +)# ", r"\1", blank(kind, _path(kind), TODAY).partition("\n\n")[0]) + "\n"
    _document(_path(kind), text)


def test_what_the_old_file_says_stands_beside_what_is_to_be_filled_in() -> None:
    text = blank("resource", "resources/x.yml", Known("2026-11-24", old={"teaches": {"rag": "2"}, "hours": "3", "title": "x" * 200}))
    assert text.splitlines()[7:9] == [
        "hours:  # Hours it takes, with practice; its parts add up to it. In the old one: 3",
        "teaches:  # Skills and the level reached by doing the exercises; with parts, what they teach together. In the old one: {rag: 2}"]
    assert "x" * 200 not in text


def test_a_page_is_a_title_and_room() -> None:
    assert blank("page", "pages/reading-job-ads.md", TODAY) == "# Reading job ads\n\n"


@pytest.mark.parametrize(("path", "line"), [
    ("guide.yml", "# yaml-language-server: $schema=_schemas/guide.json"),
    ("roles/baker.yml", "# yaml-language-server: $schema=../_schemas/role.json"),
    ("skills/a/b/c.yml", "# yaml-language-server: $schema=../../../_schemas/skill.json"),
    ("pages/about.md", ""), ("strangers/x.yml", ""), ("x.yml", ""),
])
def test_the_first_line_leads_to_the_schema_of_the_kind(path: str, line: str) -> None:
    assert first_line(path) == line


class TestRetiring:
    SAID = "retired:\n  on: 2026-11-24\n  reason: \"It went: away.\"\n  replaced_by: new\n"

    def _retired(self, text: str) -> str | None:
        return retire("tools/x.yml", text, "2026-11-24", "It went: away.", "new")

    @pytest.mark.parametrize("text", [
        "name:   'odd'   # spacing\n\n# a comment\nsummary: >-\n  folded\n  text\n# last words\n", "a: |+\n  kept\n\n\n", "a: x", "a: [1,\n 2]\n",
        "a:\n", "a:\n  # nothing yet\n",
    ])
    def test_all_else_stays_as_it_was(self, text: str) -> None:
        assert self._retired(text) == text.removesuffix("\n") + "\n" + self.SAID

    @pytest.mark.parametrize("text", ["{a: x}\n", "a: x\n...\n", "a: x\nretired: {}\n", "a: [\n", "", "  a: x\n"])
    def test_where_it_cannot_be_added_it_is_not(self, text: str) -> None:
        assert self._retired(text) is None

    def test_every_file_of_the_guide_can_be_retired(self) -> None:
        for path, raw in read_tree(CONTENT)[0].items():
            if path.endswith(".yml") and not path.startswith("_") and "retired:" not in raw.decode():
                new = retire(path, raw.decode(), "2026-11-24", "Gone.", "x")
                assert new is not None and new.startswith(raw.decode()), path


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")), max_size=40), st.booleans())
def test_a_text_is_written_so_that_it_is_read_again(text: str, flow: bool) -> None:
    written = scalar(text, flow)
    documents, problems = load({"tools/x.yml": (f"x: [{written}]" if flow else f"x: {written}  # said").encode()})
    if not problems:  # A character that the loader refuses in any form.
        assert documents[0].data == {"x": (text,) if flow else text}


@pytest.mark.parametrize("text", ["fast.ai", "https://example.org/a_(b)#c", "35", "2026-11-24", "true", "no", "A b, c and d"])
def test_what_can_stand_plain_stands_plain(text: str) -> None:
    assert scalar(text) == text
    assert yaml.safe_load(scalar("a: b")) == "a: b"


def test_an_id_is_taken_by_a_live_file_by_a_former_name_and_by_nobody_of_another_kind() -> None:
    documents, _ = load({"skills/a/rag.yml": b"formerly: [retrieval]\n", "tools/oven.yml": b"formerly: oops\n"})
    assert [taken(documents, "skill", name) for name in ("rag", "retrieval", "oven")] == ["skills/a/rag.yml"] * 2 + [""]
    assert [taken(documents, "tool", name) for name in ("oven", "oops", "rag")] == ["tools/oven.yml", "", ""]
