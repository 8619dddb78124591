"""The faults that `bench/faults.py` sows: each can be read as code, has a test file that should catch it, and comes from its seed."""
from __future__ import annotations

import ast

import pytest
import yaml
from conftest import ROOT

from bench.faults import DATA, SCRIPT, TEMPLATE, python_edits, sown, text_edits

FAULTS = yaml.safe_load(DATA.read_text("utf-8"))
SOURCE = b'''"""Not 1 < 2."""
from typing import Literal

__all__ = ["one", "two"]
KINDS: tuple[Literal["a", "b"], ...] = ("a", "b")

@cache(maxsize=3)
def least(values: dict[str, int], strict: bool) -> int:
    """At least 1 and not 2."""
    if not values:
        raise ValueError(f"none of {1 + 2}")
    return min(values) if len(values) > 1 else 0
'''


def changes(raw: bytes, edits: object) -> list[str]:
    return [f"{sort}: {raw[start:end].decode()} -> {new}" for sort, start, end, new in edits]  # type: ignore[attr-defined]


def test_code_is_changed_and_no_text_type_decorator_or_error() -> None:
    assert changes(SOURCE, python_edits(SOURCE)) == [
        'element: "b" -> \'a\'',
        "not: not values -> values",
        "branches: min(values) if len(values) > 1 else 0 -> 0 if len(values) > 1 else min(values)",
        "boundary: len(values) > 1 -> len(values) >= 1",
        "constant: 1 -> 2",
        "opposite: min -> max",
        "constant: 0 -> 1",
    ]


@pytest.mark.parametrize(("row", "sorts", "expected"), [
    ("if (one < two) return; // one < two\n", SCRIPT, ["boundary: if (one < two) return; // one < two\n -> if (one <= two) return; // one < two\n"]),
    (" * one < two\n", SCRIPT, []),
    ("{% if one %}{{ loop.first }}\n", TEMPLATE, [
        "not: {% if one %}{{ loop.first }}\n -> {% if not one %}{{ loop.first }}\n",
        "opposite: {% if one %}{{ loop.first }}\n -> {% if one %}{{ loop.last }}\n"]),
])
def test_a_line_of_a_script_or_template_is_changed_outside_its_comments(row: str, sorts: dict[str, dict[str, str]], expected: list[str]) -> None:
    assert changes(row.encode(), text_edits(row.encode(), sorts)) == expected


def test_a_seed_makes_the_same_faults_again_and_another_makes_others() -> None:
    one, again, other = ([(fault.file, fault.what) for fault in sown(FAULTS, seed)] for seed in (1, 1, 2))
    assert one == again and len(set(one)) == 40
    assert len(set(one) & set(other)) < 10


def test_a_new_fault_is_still_code() -> None:
    for seed in range(3):
        for fault in sown(FAULTS, seed):
            assert fault.changed != (ROOT / fault.file).read_text("utf-8")
            if fault.file.endswith(".py"):
                ast.parse(fault.changed)


def test_every_fault_has_test_files_that_are_there() -> None:
    named = [*(entry["tests"] for entry in FAULTS["by_hand"]), *FAULTS["tests"].values()]
    assert all(named) and [name for names in named for name in names if not (ROOT / "tests" / f"test_{name}.py").is_file()] == []
    assert [name for name in FAULTS["tests"] if not (ROOT / name).exists()] == []
    assert len({entry["name"] for entry in FAULTS["by_hand"]}) >= 40
