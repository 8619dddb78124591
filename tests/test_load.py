"""Reading content: what was typed is what is kept, and whatever is outside the subset is a problem with its place."""
from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import tiny_tree, write_tree
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.content.load import MAX_BYTES, Document, Mark, load, read_tree, slip_of, unreadable
from generator.content.load import REFUSALS as REFUSED
from generator.content.revision import tree_at
from generator.problems import Problem
from generator.rules.validate import validate

INDENT = "Look at the indentation and the quotes on this line and the one above."
HIDES = "Delete it: it can make text look like something else."
EMPTY = "Write the entity's fields, or delete the file."
TAG = "Remove it, or quote the value if the '!' is meant."
ANCHOR = "Write the value out, or quote it if the '&' is meant."
KEY = "Quote it if it begins with a special character."
HIDDEN = ["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"]
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" + "".join(map(chr, range(0xE0100, 0xE01F0)))
ESCAPE = "Write '\\\\' for a '\\', or use single quotes."


def loaded(text: str | bytes, path: str = "skills/a.yml") -> Document:
    """The document that a file makes; the test fails with its problem when it makes none."""
    raw = text.encode() if isinstance(text, str) else text
    documents, problems = load({path: raw})
    assert problems == []
    return documents[0]


def refused(text: str | bytes, path: str = "skills/a.yml") -> Problem:
    """The one problem of a file that makes no document, without the name of what refused it."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    documents, problems = load({path: raw})
    assert documents == []
    assert len(problems) == 1
    assert problems[0].rule in REFUSED
    return replace(problems[0], rule="")


class TestWhatWasTyped:
    @pytest.mark.parametrize("typed", [
        "no", "NO", "yes", "on", "off", "y", "n", "true", "True", "false", "012", "0o14", "0x1F", "1_000", "1:30", "22:22:22", "1e3", ".inf", "-.INF",
        ".nan", "1.10", "3.0", "+1", "-0", "2026-11-23", "2026-02-30", "2001-12-14t21:59:43.10-05:00", "=", "Null", "NULL", "nil", "None", "9" * 5000,
        "0b101", "1,000", "5 %", "C#", "a - b", "a?b", "a!b",
    ])
    def test_plain_words_stay_text(self, typed: str) -> None:
        """YAML 1.1 would read truth values, octal and base-60 numbers, dates and infinities."""
        assert loaded(f"a: {typed}\n").data == {"a": typed}
        assert loaded(f"a: [{typed.replace(',', ' ')}]\n").data == {"a": (typed.replace(",", " "),)}

    @pytest.mark.parametrize("key", ["no", "on", "y", "1", "1:30", "2026-11-23", "true", "null", "~", "__proto__", "constructor"])
    def test_field_names_stay_text(self, key: str) -> None:
        assert loaded(f"{key}: x\n").data == {key: "x"}

    @pytest.mark.parametrize("nothing", ["", " ~", " null", " # a comment"])
    def test_nothing_is_nothing(self, nothing: str) -> None:
        assert loaded(f"a:{nothing}\nb: c\n").data == {"a": None, "b": "c"}

    @pytest.mark.parametrize("quoted", ['""', "''", '"~"', "'null'", "|\n  ~", ">-\n  null"])
    def test_what_is_quoted_is_text(self, quoted: str) -> None:
        assert isinstance(loaded(f"a: {quoted}\n").data["a"], str)

    def test_every_line_end_is_one(self) -> None:
        assert loaded(b"a: |\r\n  x\r\n  y\rb: z\r\n").data == {"a": "x\ny\n", "b": "z"}

    def test_lists_and_fields_nest(self) -> None:
        assert loaded("a:\n  - {b: [1, x]}\n  - c\n").data == {"a": ({"b": ("1", "x")}, "c")}

    def test_one_document_may_be_marked_as_such(self) -> None:
        assert loaded("---\na: b\n").data == {"a": "b"}

    @given(st.text(st.characters(codec="utf-8", exclude_categories=HIDDEN, exclude_characters=BLANK), max_size=200))
    @example("[x](javascript:alert(1)) {{ 7*7 }} <b> & \\ \" ' # : - | > %")
    @example("emoji \U0001f9ed, العربية, עברית, 中文, e\u0301")
    def test_a_quoted_text_comes_back_as_it_was(self, text: str) -> None:
        """Whatever a text holds, quotes carry it: JSON's, YAML's single ones, and what a YAML writer makes of it."""
        assert loaded("a: " + json.dumps(text, ensure_ascii=False)).data == {"a": text}
        assert loaded("a: '" + text.replace("'", "''") + "'").data == {"a": text}
        assert loaded(yaml.safe_dump({"a": text}, allow_unicode=True)).data == {"a": text}


REFUSALS = {
    "an anchor": ("a: &x 1\nb: *x\n", 1, 4, "a", "uses the anchor '&x'.", ANCHOR),
    "an alias": ("a: 1\nb: *x\n", 2, 4, "b", "uses the alias '*x'.", "Write the value out, or quote it if the '*' is meant."),
    "a list that holds itself": ("a: &x [*x]\n", 1, 4, "a", "uses the anchor '&x'.", ANCHOR),
    "an anchor on a name": ("a: 1\n&k b: 2\n", 2, 1, "", "has a field name that is not plain text.", KEY),
    "a merge key": ("a: 1\n<<: {b: 1}\n", 2, 1, "", "uses the merge key '<<'.", "Write the fields out."),
    "a tag that runs code": ("a: !!python/object/apply:os.system [id]\n", 1, 4, "a", "uses the tag 'tag:yaml.org,2002:python/object/apply:os'.",
                             TAG),
    "a tag of YAML's own": ("a:\n  - !!binary aGk=\n", 2, 5, "a[0]", "uses the tag 'tag:yaml.org,2002:binary'.", TAG),
    "a tag of nobody's": ("a: !x y\n", 1, 4, "a", "uses the tag '!x'.", TAG),
    "a tag on a name": ("!!str a: b\n", 1, 1, "", "has a field name that is not plain text.", KEY),
    "a version directive": ("%YAML 1.2\n---\na: 1\n", 1, 1, "", "has a YAML directive.", "Remove the line that begins with '%'."),
    "a tag directive": ("# x\n%TAG ! tag:x,2000:\n---\na: 1\n", 2, 1, "", "has a YAML directive.", "Remove the line that begins with '%'."),
    "a second document": ("a: 1\n---\nb: 2\n", 2, 1, "", "holds a second document.", "One file holds one entity: remove the '---'."),
    "more after the end": ("a: 1\n...\nb: 2\n", 3, 1, "", "is not YAML: did not find expected <document start>.", INDENT),
    "a field twice": ("a: 1\nb: 2\na: 3\n", 3, 1, "a", "is written twice.", "The first is on line 1. Keep one of them."),
    "a field twice, deep down": ("x:\n  - {k: 1, j: 2, k: 3}\n", 2, 18, "x[0].k", "is written twice.", "The first is on line 2. Keep one of them."),
    "a field twice, once in quotes": ("a: 1\n\"a\": 2\n", 2, 1, "a", "is written twice.", "The first is on line 1. Keep one of them."),
    "a list": ("- a\n- b\n", 1, 1, "", "is not a list of fields.", "Write 'name: value' lines."),
    "a word": ("hello\n", 1, 1, "", "is not a list of fields.", "Write 'name: value' lines."),
    "nothing": ("", 1, 1, "", "is empty.", EMPTY),
    "white space": (" \n\t\n", 1, 1, "", "is empty.", EMPTY),
    "a comment": ("# later\n", 1, 1, "", "is empty.", EMPTY),
    "a list as a name": ("? [a, b]\n: c\n", 1, 3, "", "has a field name that is not plain text.", KEY),
    "a bracket as a name": ("[a]: c\n", 1, 1, "", "has a field name that is not plain text.", KEY),
    "a tab before a name": ("a:\n\tb: c\n", 2, 1, "", "is indented with a tab.", "Indent with spaces: two for each step."),
    "a text that begins with @": ("a: @b\n", 1, 4, "", "'@' cannot begin a text.", 'Put it in quotes: a: "@b"'),
    "a colon in a text": ("a: b: c\n", 1, 5, "", "a text with ': ' in it needs quotes.", 'Put it in quotes: a: "b: c"'),
    "an unclosed quote": ("a: x\nb: \"c\nd: e\n\n", 2, 4, "", "a quotation mark opens here and nothing closes it.",
                          "Write the same mark at the end of the text."),
    "an unclosed bracket": ("a: x\nb: [c, d\n", 2, 4, "", "'[' opens here and nothing closes it.", "Write ']' behind the last entry."),
    "a step to the left": ("a:\n  b: 1\n c: 2\n", 3, 2, "", "is indented by 1 space, as nothing above is.",
                          "Indent it by no spaces or 2 spaces, like its neighbours."),
    "an unknown escape": ("a: \"\\q\"\n", 1, 5, "", "a '\\' in double quotes begins a sign, and this is none.", ESCAPE),
    "a NUL": ("a: b\0c\n", 1, 5, "", "has the invisible character U+0000 (control character).", HIDES),
    "a NUL as an escape": ("a: \"b\\0c\"\n", 1, 4, "a", "has the invisible character U+0000 (control character).", HIDES),
    "an escape sequence": ("a: x\nb: \x1b[2J\n", 2, 4, "", "has the invisible character U+001B (control character).", HIDES),
    "a byte-order mark": ("\ufeffa: 1\n", 1, 1, "", "begins with a byte-order mark.", "Save the file as UTF-8 without one."),
    "a byte-order mark inside": ("a: b\ufeffc\n", 1, 5, "", "has the invisible character U+FEFF (zero width no-break space).", HIDES),
    "a lone surrogate": ("a: x\ud83d\n", 1, 5, "", "is not UTF-8: byte 0xed.", "Save the file as UTF-8."),
    "a lone surrogate as an escape": ("a: \"\\ud83d\"\n", 1, 7, "", "a '\\' in double quotes begins a sign, and this is none.", ESCAPE),
    "Latin-1": (b"a: x\nb: caf\xe9\n", 2, 7, "", "is not UTF-8: byte 0xe9.", "Save the file as UTF-8."),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, 1, "", "is not UTF-8: byte 0xff.", "Save the file as UTF-8."),
    "bytes after letters of two": ("größe: ".encode() + b"\xff\n", 1, 8, "", "is not UTF-8: byte 0xff.", "Save the file as UTF-8."),
    "text turned around": ("a: x\u202ey\n", 1, 5, "", "has the invisible character U+202E (right-to-left override).", HIDES),
    "text turned around by an escape": ("a: [x, \"\\u202e\"]\n", 1, 8, "a[1]", "has the invisible character U+202E (right-to-left override).", HIDES),
    "an isolate": ("a: x\u2066y\n", 1, 5, "", "has the invisible character U+2066 (left-to-right isolate).", HIDES),
    "no width": ("a: x\u200by\n", 1, 5, "", "has the invisible character U+200B (zero width space).", HIDES),
    "no width in a name": ("a\u200b: x\n", 1, 2, "", "has the invisible character U+200B (zero width space).", HIDES),
    "no width in a name, as an escape": ("x:\n  \"a\\u200b\": x\n", 2, 3, "x", "has the invisible character U+200B (zero width space).", HIDES),
    "a soft hyphen": ("a: x\u00ady\n", 1, 5, "", "has the invisible character U+00AD (soft hyphen).", HIDES),
    "a line separator": ("a: \"\\L\"\n", 1, 4, "a", "has the invisible character U+2028 (line separator).", HIDES),
    "a next line": ("a: x\u0085y\n", 1, 5, "", "has the invisible character U+0085 (control character).", HIDES),
    "a letter that tags": ("a: x\U000e0041y\n", 1, 5, "", "has the invisible character U+E0041 (tag latin capital letter a).", HIDES),
    "a letter that is blank": ("a: x\u3164y\n", 1, 5, "", "has the invisible character U+3164 (hangul filler).", HIDES),
    "a selector that selects nothing": ("a: x\U000e0101y\n", 1, 5, "", "has the invisible character U+E0101 (variation selector-18).", HIDES),
    "a private letter": ("a: \ue000\n", 1, 4, "", "has the invisible character U+E000 (private-use character).", HIDES),
    "a letter of no standard": ("a: \uffff\n", 1, 4, "", "has the invisible character U+FFFF (unassigned character).", HIDES),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_outside_the_subset_is_told_with_its_place(name: str) -> None:
    text, line, column, field, message, hint = REFUSALS[name]
    assert refused(text) == Problem("skills/a.yml", line, column, field, message, hint)


BOMBS = {
    "200,000 brackets": (b"a: " + b"[" * 200_000, 1, 16, "is nested deeper than 12 levels."),
    "100,000 braces": (b"{a: " * 50_000, 1, 53, "is nested deeper than 12 levels."),
    "20,000 dashes": (b"a:\n  " + b"- " * 20_000 + b"x\n", 2, 27, "is nested deeper than 12 levels."),
    "200,000 brackets at the start": (b"[" * 200_000, 1, 14, "is nested deeper than 12 levels."),
    "20,000 question marks": (b"? " * 20_000, 1, 3, "has a field name that is not plain text."),
    "a billion laughs": (b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (code, code, code - 1, code - 1) for code in range(98, 122)),
                         1, 4, "uses the anchor '&a'."),
    "an anchor of a megabyte's quarter": (b"a: &" + b"x" * 200_000 + b" 1\n", 1, 4, f"uses the anchor '&{'x' * 40}'."),
    "merge keys that double": (b"a: {x: 1}\n" + b"<<: [*a, *a]\n" * 22, 2, 1, "uses the merge key '<<'."),
    "301 entries of a list": (b"a: [" + b"x," * 301 + b"]\n", 1, 605, "has more than 300 entries."),
    "301 fields": (b"".join(b"k%d: v\n" % number for number in range(301)), 301, 1, "has more than 300 entries."),
    "5,001 values": (b"".join(b"k%d: [%s]\n" % (number, b"x," * 300) for number in range(17)), 17, 371, "has more than 5000 values."),
    "5 MB of text": (b"a: " + b"x" * 5_000_000, 0, 0, "is 4882 KB large; a content file may have 256 KB."),
    "5 MB of newlines": (b"\n" * 5_000_000, 0, 0, "is 4882 KB large; a content file may have 256 KB."),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_its_fuse(name: str) -> None:
    """With the stack of a thread that is too small for recursion over the input, and before anything is multiplied."""
    raw, line, column, message = BOMBS[name]
    problem = refused(raw)
    assert (problem.line, problem.column, problem.message) == (line, column, message)
    assert len(problem.text()) < 400


def test_a_file_of_the_largest_size_is_read() -> None:
    raw = b"a: " + b"x" * (MAX_BYTES - 3)
    assert len(loaded(raw).data["a"]) == MAX_BYTES - 3
    assert refused(raw + b"x").message == "is 256 KB large; a content file may have 256 KB."


def test_the_deepest_nesting_that_is_allowed_is_read() -> None:
    assert loaded("a: " + "[" * 12 + "]" * 12).data["a"] == ((((((((((((),),),),),),),),),),),)
    assert refused("a: " + "[" * 13 + "]" * 13).column == 16


class TestNumberSigns:
    """YAML takes a '#' behind a space for a comment, and what follows it is gone. Where nobody wrote a comment, that is told."""

    @pytest.mark.parametrize(("text", "line", "column", "field", "lost"), [
        ("title: The small loom #2: heddles\n", 1, 23, "title", "#2: heddles"),
        ("title: The loom ##2\n", 1, 17, "title", "##2"),
        ("note: Skip it (see issue #12), please.\n", 1, 26, "note", "#12), please."),
        ("title: #2 heddles\nkind: x\n", 1, 8, "title", "#2 heddles"),
        ("title:\n  #2 heddles\nkind: x\n", 2, 3, "title", "#2 heddles"),
        ("a:\n  - one #two\n  - three\n", 2, 9, "a[0]", "#two"),
        ("a:\n  - #two\n  - three\n", 2, 5, "a[0]", "#two"),
        ("a:\n  - one\n    #two\n", 3, 5, "a[0]", "#two"),
        ('title: "The loom" #2\n', 1, 19, "title", "#2"),
        ('title: "The loom"#2\n', 1, 18, "title", "#2"),
        ("title: 'The\n  #1 loom'#2\n", 2, 11, "title", "#2"),
        ("a: [x, y] #2 more\n", 1, 11, "a[1]", "#2 more"),
        ("a: {x: 1} #2 more\n", 1, 11, "a.x", "#2 more"),
        ("a: [x #2, y]\nb: [y\n  ]\n", 1, 7, "a[0]", "#2, y]"),
        ("a: First line\n  second #2 line\n  third\nb: c\n", 2, 10, "a", "#2 line"),
        ("a: First line\n  #2 is better\nb: c\n", 2, 3, "a", "#2 is better"),
        ("a: First line\n  #2 is better\n  third\nb: c\n", 2, 3, "a", "#2 is better"),
        ("a: First line\n\n  # a comment\n  #2 is better\nb: c\n", 4, 3, "a", "#2 is better"),
        ("a: >-\n  b #1\n  #c\nd: e #2\n", 4, 6, "d", "#2"),
        ("a: | #2\n  b\n", 1, 6, "a", "#2"),
        ('a: "\u00e9 \u4eba \U0001d11e" #2\n', 1, 12, "a", "#2"),
    ])
    def test_words_that_would_be_lost_are_told(self, text: str, line: int, column: int, field: str, lost: str) -> None:
        assert refused(text) == Problem(
            "skills/a.yml", line, column, field, f"'{lost}' is taken for a comment, and lost.",
            "Put the whole text in quotes; or write a space after the '#' of a comment.")

    @pytest.mark.parametrize(("text", "data"), [
        ("# first\n#second\na: b # third\n#c: d\n", {"a": "b"}),
        ("a: b ## third\nc: d #\n", {"a": "b", "c": "d"}),
        ("a: b#c\nd: https://example.org/#e\n", {"a": "b#c", "d": "https://example.org/#e"}),
        ("a: 'b #c'\nd: \"#e\"\nf: '#g\n  #h'\n", {"a": "b #c", "d": "#e", "f": "#g #h"}),
        ("a: >-\n  b #1\n  #c\n\n#d\ne: f\n", {"a": "b #1 #c", "e": "f"}),
        ("a:\n  - b: c\n    #d: e\n    f: g\n  #- h\n", {"a": ({"b": "c", "f": "g"},)}),
        ("a:\n  b: c\n  #d: e\nf: g\n", {"a": {"b": "c"}, "f": "g"}),
        ("a:\n  #d: e\n  b: c\n", {"a": {"b": "c"}}),
        ("a: b\n  # c\nd: e\n", {"a": "b", "d": "e"}),
        ("a: [b,\n  #c,\n  d]\n", {"a": ("b", "d")}),
    ])
    def test_a_comment_is_one(self, text: str, data: object) -> None:
        """With a space after the sign; or on a line of its own, where no text would go on: an entry that was taken out."""
        assert loaded(text).data == data

    def test_a_quotation_mark_that_is_never_closed_is_told_as_such(self) -> None:
        assert refused('a: "b #c\nd: e\n').message == "a quotation mark opens here and nothing closes it."

    @given(st.text("ab#: \n", max_size=20).map(lambda typed: typed.replace("\n", "\n  ")))
    @example("a #b")
    @example("\n  #:\n  a")
    @example("#\n  #:\n  a")
    def test_what_is_typed_is_kept_or_told(self, typed: str) -> None:
        """A plain text of any words and signs, over any lines: nothing of it is lost but what a space marks as a comment, and lines
        that were taken out before it begins."""
        documents, problems = load({"skills/a.yml": f"title: {typed}\nkind: x\n".encode()})
        if not problems and isinstance(documents[0].data["title"], str | None):
            kept = re.sub(r"(?m)(^|(?<=\s))#+(?=\s|$).*", "", re.sub(r"\A(?:[^\S\n]*#+(?=\s|$).*)?(?:\s*\n\s*#.*)+", "", typed))
            assert (documents[0].data["title"] or "").split() == kept.split()


class TestSlips:
    """Whatever the hand slipped to, the words for it are found, and every mend that is called certain is one line of one."""

    PIECES = ["name", "title", "area", "requires", ":", ": ", "\uff1a", " = ", "-", "- ", "'", '"', "[", "]", "{", "}", ",", "#", " #", "*", "&",
              "@", "`", "%", "|", ">", ">-", "?", "? ", "!", "\\", "\t",
              "\u00a0", " ", "  ", "\n", "\n  ", "\u201c", "word", "it's", "<<<<<<< HEAD\n"]

    @given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
    @example("a: '")
    @example("title:\n  a\n  a:")
    def test_no_text_is_too_odd_for_words(self, typed: str) -> None:
        documents, problems = load({"skills/a.yml": typed.encode()})
        assert len(documents) + len(problems) == 1
        for problem in problems:
            assert problem.message and problem.rule in REFUSED
            assert 1 <= problem.line <= typed.count("\n") + 1 and 1 <= problem.column
        known = slip_of("skills/a.yml", typed.encode())
        assert known is None or known.instead is None or "\n" not in known.instead


class TestPlaces:
    TEXT = "name: größer\nlevels: {1: a, 2: b}\nrequires:\n  - x\n  - y\nsummary: |\n  one\n  two [x](skill:q)\n"

    def test_every_value_and_every_name_knows_its_place(self) -> None:
        document = loaded(self.TEXT)
        assert document.mark(("name",)) == Mark(1, 7)
        assert document.mark(("name",), at_key=True) == Mark(1, 1)
        assert document.mark(("levels", "2")) == Mark(2, 19)
        assert document.mark(("levels", "2"), at_key=True) == Mark(2, 16)
        assert document.mark(("requires", 1)) == Mark(5, 5)

    def test_columns_count_letters_and_not_bytes(self) -> None:
        assert loaded("größe: {weiß: x}\n").mark(("größe", "weiß")) == Mark(1, 15)

    def test_what_is_not_in_the_file_stands_where_it_would(self) -> None:
        document = loaded(self.TEXT)
        assert document.mark(("requires", 7)) == Mark(4, 3)
        assert document.mark(("requires", 7), at_key=True) == Mark(3, 1)
        assert document.mark(("area",)) == Mark(1, 1)

    def test_a_text_within_a_text_is_found_on_its_own_line(self) -> None:
        document = loaded(self.TEXT)
        assert document.mark(("summary",), "](skill:q") == Mark(8, 9)
        assert document.mark(("summary",), "not there") == document.mark(("summary",))

    def test_a_text_is_looked_for_from_its_own_value_on(self) -> None:
        document = loaded("a: rag\nb: rag rag\n")
        assert document.mark(("b",), "rag") == Mark(2, 4)


class TestNames:
    def test_a_document_is_named_by_its_file(self) -> None:
        document = loaded("a: b\n", "skills/dough/knead-ing.yml")
        assert (document.folder, document.name) == ("skills", "knead-ing")
        assert (loaded("a: b\n", "guide.yml").folder, loaded("a: b\n", "guide.yml").name) == ("", "guide")

    @pytest.mark.parametrize(("path", "message", "hint"), [
        ("skills/a.yaml", "has the ending '.yaml'.", "Rename it to end in .yml."),
        ("skills/a.YML", "has the ending '.YML'.", "Rename it to end in .yml."),
        ("skills/a.json", "has the ending '.json'.", "Content is .yml, or .md in pages/."),
        ("skills/a.yml.txt", "has the ending '.txt'.", "Rename it to end in .yml."),
        ("skills/README", "has no ending.", "Content is .yml, or .md in pages/."),
        ("skills/a.md", "is in the wrong place.", "Pages are .md files in pages/; everything else is .yml."),
        ("pages/a.yml", "is in the wrong place.", "Pages are .md files in pages/; everything else is .yml."),
    ])
    def test_what_is_no_content_is_told_to_go(self, path: str, message: str, hint: str) -> None:
        assert refused("a: b\n", path) == Problem(path, 0, 0, "", message, hint)

    @pytest.mark.parametrize("path", ["_template.yml", "skills/_new.yml", "_schemas/skill.json", "skills/_drafts/a.txt"])
    def test_templates_and_schemas_are_passed_over(self, path: str) -> None:
        assert load({path: b"\xff"}) == ([], [])

    def test_documents_come_in_the_order_of_their_paths(self) -> None:
        tree = dict.fromkeys(("skills/b.yml", "skills/a.yml", "roles/c.yml"), b"a: b\n")
        assert [document.path for document in load(tree)[0]] == ["roles/c.yml", "skills/a.yml", "skills/b.yml"]

    def test_every_bad_file_is_told_at_once(self) -> None:
        documents, problems = load({"skills/a.yml": b"", "skills/b.yml": b"a: b\n", "skills/c.yml": b"\xff"})
        assert [document.path for document in documents] == ["skills/b.yml"]
        assert [problem.path for problem in problems] == ["skills/a.yml", "skills/c.yml"]


class TestPages:
    def test_a_page_is_its_title_and_all_that_follows(self) -> None:
        page = loaded("# About *us*\n\nText\n## More\n", "pages/about.md")
        assert page.data == {"title": "About *us*", "body": "\nText\n## More\n"}
        assert page.mark(("title",)) == Mark(1, 3)
        assert page.mark(("body",), "## More") == Mark(4, 1)

    @pytest.mark.parametrize("text", ["About\n", "\n# About\n", "---\ntemplate: x\n---\n# About\n", "#About\n", "## About\n"])
    def test_a_page_begins_with_its_title(self, text: str) -> None:
        told = ("a page begins with its title.", "Write '# Title' on the first line.")
        assert refused(text, "pages/about.md") == Problem("pages/about.md", 1, 1, "", *told)

    def test_a_page_holds_no_hidden_characters_either(self) -> None:
        assert refused("# A\n\nb\u202ec\n", "pages/a.md") == Problem(
            "pages/a.md", 3, 2, "", "has the invisible character U+202E (right-to-left override).", HIDES)


class TestTree:
    def test_every_file_below_a_folder_by_its_path(self, tmp_path: Path) -> None:
        write_tree(tmp_path, tiny_tree())
        assert read_tree(tmp_path) == (tiny_tree(), [])

    def test_hidden_files_and_folders_are_passed_over(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {".git/config": b"x", "skills/.a.yml.swp": b"x", ".DS_Store": b"x", "skills/a.yml": b"x"})
        assert read_tree(tmp_path) == ({"skills/a.yml": b"x"}, [])

    @pytest.mark.parametrize("name", [
        "skills/a.yml~", "skills/a.yml.orig", "skills/a.yml.rej", "skills/a.yml.bak", "skills/a.yml.swp", "skills/#a.yml#", "skills/.#a.yml",
        "skills/a_BACKUP_4711.yml", "pages/a_REMOTE_4711.md", "old~/a.yml", "Thumbs.db", "skills/desktop.ini", "README.md", "skills/README.md",
    ])
    def test_what_is_left_beside_a_file_is_passed_over(self, tmp_path: Path, name: str) -> None:
        """In a folder, and at a revision that somebody committed it to."""
        write_tree(tmp_path, {name: b"\xff", "skills/a.yml": b"x", "skills/a-bak.yml": b"x"})
        kept = {"skills/a.yml": b"x", "skills/a-bak.yml": b"x"}
        assert read_tree(tmp_path) == (kept, [])
        for command in (["init", "-q"], ["add", "--all", "--force"], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "a"]):
            subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
        assert tree_at("HEAD", tmp_path) == (kept, [])

    def test_symbolic_links_are_not_followed(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {"secret.yml": b"x", "content/skills/a.yml": b"x", "elsewhere/b.yml": b"x"})
        content = tmp_path / "content"
        (content / "skills/file.yml").symlink_to(tmp_path / "secret.yml")
        (content / "folder").symlink_to(tmp_path / "elsewhere")
        (content / "dangling.yml").symlink_to("nowhere")
        (content / "loop").symlink_to(content)
        tree, problems = read_tree(content)
        assert tree == {"skills/a.yml": b"x"}
        told = "is a symbolic link. Put the file itself here."
        assert problems == [unreadable(path, told) for path in ("dangling.yml", "folder", "loop", "skills/file.yml")]

    def test_a_folder_with_a_files_name_is_a_folder(self, tmp_path: Path) -> None:
        write_tree(tmp_path, {"skills/x.yml/a.yml": b"x"})
        (tmp_path / "skills/empty.yml").mkdir()
        assert read_tree(tmp_path) == ({"skills/x.yml/a.yml": b"x"}, [])

    def test_what_is_no_file_is_not_opened(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.yml")
        assert read_tree(tmp_path) == ({}, [unreadable("pipe.yml", "is not a regular file.")])

    def test_a_file_over_the_limit_is_not_read(self, tmp_path: Path) -> None:
        with (tmp_path / "huge.yml").open("wb") as file:
            file.truncate(50 * 2**30)
        assert read_tree(tmp_path) == ({}, [unreadable("huge.yml", "is 52428800 KB large; a content file may have 256 KB.")])

    def test_all_files_together_have_a_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("generator.content.load.MAX_TOTAL", 2**20)
        write_tree(tmp_path, {f"{letter}.yml": letter.encode() * 2**18 for letter in "abcd"} | {"e.yml": b"x", "skills/f.yml": b"x"})
        tree, problems = read_tree(tmp_path)
        assert "".join(sorted(tree)) == "a.ymlb.ymlc.ymld.yml"
        told = "is beyond the 1 MB that all files of a guide may have together."
        assert problems == [unreadable(path, told) for path in ("e.yml", "skills/f.yml")]

    def test_folders_have_a_depth(self, tmp_path: Path) -> None:
        os.makedirs(tmp_path / "/".join(["a"] * 40))
        told = "is a folder more than 8 folders deep. Move it up."
        assert read_tree(tmp_path) == ({}, [unreadable("/".join(["a"] * 9), told)])

    def test_a_name_that_is_not_utf8_is_shown_as_far_as_it_goes(self, tmp_path: Path) -> None:
        (tmp_path / os.fsdecode(b"caf\xe9.yml")).write_bytes(b"a: b\n")
        tree, problems = read_tree(tmp_path)
        assert (tree, problems) == ({"caf?.yml": b"a: b\n"}, [])
        _, found = validate(*load({**tiny_tree(), "skills/caf?.yml": b"a: b\n"}))
        assert "skills/caf?.yml: the file's name is the id: 'caf?' is not an id." in "\n".join(problem.text("") for problem in found)

    def test_what_may_not_be_read_is_told(self) -> None:
        with _nobodys_folder() as folder:
            write_tree(folder, {"skills/a.yml": b"x", "skills/b.yml": b"x", "roles/a.yml": b"x"})
            (folder / "skills/a.yml").chmod(0)
            (folder / "roles").chmod(0)
            with _nobody():
                tree, problems = read_tree(folder)
            (folder / "roles").chmod(0o700)
        assert tree == {"skills/b.yml": b"x"}
        assert problems == [unreadable(path, "cannot be read: Permission denied.") for path in ("roles", "skills/a.yml")]

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        assert read_tree(tmp_path / "none") == ({}, [unreadable(".", "cannot be read: No such file or directory.")])


@contextmanager
def _nobodys_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own are the user's alone)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def _nobody() -> Iterator[None]:
    """For root, the rights of a user that has none: nothing is unreadable to root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def _is_told(path: str, raw: bytes) -> None:
    """One file is one document or one problem, whose place is in the file and whose text can be printed."""
    documents, problems = load({path: raw})
    assert len(documents) + len(problems) == 1
    for problem in problems:
        lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        assert 0 <= problem.line <= len(lines)
        assert len(problem.text().encode()) < 2000
        assert "\n" not in problem.text()


class TestAnything:
    """Whatever stands in a file, loading it gives a document or a problem and never raises."""

    @given(st.binary(max_size=400))
    @example(b"\xef\xbb\xbf")
    @example(b"\x00")
    @example(b"a: \xf4\x90\x80\x80")
    def test_bytes(self, raw: bytes) -> None:
        _is_told("skills/a.yml", raw)
        _is_told("pages/a.md", raw)

    @given(st.lists(st.sampled_from([
        "a: ", "b", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x", "!t ", "!<", "|", ">", "'", '"', "%", "%YAML 9.9", "---", "...", "<<: ", "? ",
        ": ", "#", "~", ",", "\t", "\u202e", "\\x", "\\u", "@", "`", "é", "\U0001f9ed", "|+9", ">-\n", "\r", "\r\n", "x" * 1100, "\\\n",
    ]), max_size=40).map("".join))
    @settings(max_examples=400)
    def test_signs_that_mean_something(self, text: str) -> None:
        _is_told("skills/a.yml", text.encode())

    @given(st.data())
    @settings(max_examples=150, deadline=None)
    def test_good_files_with_a_few_bytes_changed(self, data: st.DataObject) -> None:
        """All the way through validation: a guide, or problems that can be printed."""
        tree = tiny_tree()
        path = data.draw(st.sampled_from(sorted(tree)))
        raw = bytearray(tree[path])
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(raw)))
            length = data.draw(st.sampled_from([0, 0, 1, 1, 5, 40]))
            raw[start : start + length] = data.draw(st.sampled_from([
                b"", b"\n", b" ", b":", b"-", b"[", b"]", b"{", b"}", b"'", b'"', b"#", b"&", b"*", b"!", b"|", b"~", b"0", b"-1", b"9" * 400,
                b"\xff", b"\0", b"no", b"null", b": {}", b"[]", b"<b>", b"](x:y)", b"](claim:", b"$5", b"\n  ", b"\ninvented: x\n",
            ]) | st.binary(max_size=3))
        documents, unloaded = load({**tree, path: bytes(raw)})
        guide, problems = validate(documents, unloaded)
        assert (guide is None) == any(problem.severity == "error" for problem in problems)
        for problem in problems:
            assert problem.text().isprintable() and len(problem.text()) < 4000
