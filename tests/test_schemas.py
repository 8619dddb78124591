"""Schemas as an editor uses them: they accept every file of the guide, refuse broken ones, and are what the model says."""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CONTENT, TINY
from jsonschema import Draft7Validator

from generator.cli import main
from generator.content.load import read_tree
from generator.editing.new_file import SCHEMAS, first_line
from generator.editing.schemas import schemas
from generator.model import FOLDERS, KINDS, Settings, tree

MADE = {Path(path).stem: json.loads(text) for path, text in schemas().items()}
GUIDES = pytest.mark.parametrize("guide", [CONTENT, TINY], ids=["content", "tiny"])

# What a plain word is to an editor: YAML 1.2, core schema.
CORE = (
    (re.compile(r"|~|null|Null|NULL"), lambda text: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def _as_editor(text: str) -> Any:
    """A file as an editor's parser reads it: numbers, truth values and nothing are not text, and a date is."""
    return _value(yaml.compose(text, yaml.CSafeLoader))


def _value(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(value) for value in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if node.style:
        return node.value
    return next((read(node.value) for pattern, read in CORE if pattern.fullmatch(node.value)), node.value)


def _kind(path: str) -> str:
    return "guide" if path == "guide.yml" else FOLDERS[path.split("/")[0]]


def _files(folder: Path) -> dict[str, str]:
    return {path: raw.decode() for path, raw in read_tree(folder)[0].items() if path.endswith(".yml") and not path.startswith("_")}


def _errors(schema: dict[str, Any], value: Any) -> list[str]:
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in Draft7Validator(schema).iter_errors(value)]


@GUIDES
def test_every_file_of_the_guide_fits_its_schema(guide: Path) -> None:
    files = _files(guide)
    assert len(files) > 15
    assert {path: found for path, text in files.items() if (found := _errors(MADE[_kind(path)], _as_editor(text)))} == {}


@GUIDES
def test_the_committed_schemas_are_what_the_model_says(guide: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the command that repairs them."""
    assert main(["check", str(guide / SCHEMAS), "--content", str(guide)]) == 0
    assert capsys.readouterr().out == "no problems\n"


@GUIDES
def test_a_file_that_names_a_schema_names_its_own(guide: Path) -> None:
    """Repair: python -m generator check --fix. A file without that line is no mistake, and seldom."""
    files = _files(guide)
    named = {path: line for path, text in files.items() if (line := text.split("\n", 1)[0]).startswith("# yaml-language-server")}
    assert {path: line for path, line in named.items() if line != first_line(path)} == {}
    for path, line in named.items():
        assert (guide / path).parent.joinpath(line.partition("$schema=")[2]).resolve() == guide / SCHEMAS / f"{_kind(path)}.json"
    assert len(named) > 0.8 * len(files)


@pytest.mark.parametrize("kind", MADE)
def test_a_schema_is_one_that_the_language_server_knows_and_tells_what_each_field_means(kind: str) -> None:
    Draft7Validator.check_schema(MADE[kind])
    model = Settings if kind == "guide" else KINDS[kind]
    assert MADE[kind]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert [(name, field["description"]) for name, field in MADE[kind]["properties"].items()] == [(row.name, row.says) for row in tree(model).fields]
    assert set(MADE[kind]["required"]) == {row.name for row in tree(model).fields if row.required}
    for node in _nodes(MADE[kind]):
        assert not {"anyOf", "ge", "le", "refers", "today", "from_path"} & set(node)
        assert node.get("type") != "null" and node.get("default", 0) not in (None, [], {})
        assert set(node) == {"$ref"} or "$ref" not in node


def _nodes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every schema within a schema."""
    found = [schema]
    for name in ("properties", "definitions", "patternProperties"):
        found += [node for inner in schema.get(name, {}).values() for node in _nodes(inner)]
    for name in ("items", "additionalProperties", "propertyNames"):
        found += _nodes(schema[name]) if isinstance(schema.get(name), dict) else []
    return found + [node for inner in schema.get("allOf", []) for node in _nodes(inner)]


RESOURCE = """
title: A book
url: https://example.org/
provider: Us
kind: book
cost: free
hours: 3.5
teaches: {rag: 2}
"""


@pytest.mark.parametrize("more", [
    "title: 1984", "year: 2026", "retired: {on: 2026, reason: Gone.}", "retired: {on: 2026-11, reason: Gone.}",
    "retired: {on: 2026-11-24, reason: no}", "verified: {on: 2026-11-24, by: '@me', how: true}", "teaches: {2048: 1}", "requires: {}", "parts: []",
    "formerly: [2048]", "sign_up: true", "hours: 1",
])
def test_what_check_accepts_may_stand_unquoted(more: str) -> None:
    assert _errors(MADE["resource"], {**_as_editor(RESOURCE), **_as_editor(more)}) == []


@pytest.mark.parametrize(("more", "told"), [
    ("tite: x", "'tite' was unexpected"), ("title:", "None is not of type"), ("title: ''", "does not match"), ("kind: boook", "is not one of"),
    ("hours: 3h", "'3h' is not of type 'number'"), ("hours: 0", "less than the minimum"), ("teaches: {rag: 4}", "greater than the maximum"),
    ("teaches: [rag]", "is not of type 'object'"), ("teaches: {RAG: 1}", "does not match"), ("teaches: {rag: many}", "is not of type 'integer'"),
    ("sign_up: yes", "is not of type 'boolean'"), ("year: 1900", "less than the minimum"), ("authors: Me", "is not of type 'array'"),
    ("authors: [[Me]]", "is not of type"), ("retired: {on: 24.11.2026, reason: Gone.}", "does not match"),
    ("retired: {on: 2026}", "'reason' is a required"),
    ("verified: true", "is not of type 'object'"), ("parts: [{id: a}]", "'title' is a required"), ("parts: [{id: A b}]", "does not match"),
    ("id: x", "'id' was unexpected"), ("url: 3", "is not of type 'string'"), ("title: [x]", "is not of type"), ("title: {a: b}", "is not of type"),
])
def test_what_is_broken_is_underlined(more: str, told: str) -> None:
    found = _errors(MADE["resource"], {**_as_editor(RESOURCE), **_as_editor(more)})
    assert found and any(told in line for line in found), found


@pytest.mark.parametrize("field", ["title", "url", "provider", "kind", "cost", "hours", "teaches"])
def test_what_is_required_is_missed(field: str) -> None:
    value = _as_editor(RESOURCE)
    del value[field]
    assert _errors(MADE["resource"], value) == [f": '{field}' is a required property"]
