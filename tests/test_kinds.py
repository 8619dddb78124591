"""Whoever adds a kind hears here what it still lacks: each has all that a contributor, an editor and a reader ask of it."""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import guide_of, tiny_tree

from generator.changes import Snapshot, compare
from generator.changes.report import report
from generator.editing.new_file import Known, blank
from generator.editing.schemas import schemas
from generator.model import FOLDER_OF, KINDS, Entity, Guide, tree
from generator.pipeline import Output
from generator.rules.check import check
from generator.rules.explained import field_anchor
from generator.site.address import address, file_of
from generator.site.reference import FIELDS
from generator.site.search import INDEX
from generator.site.writer import name_of

NEW = "added-today"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.of(check(tiny_tree()))


def lacks(kind: str, output: Output, snapshot: Snapshot) -> Iterator[str]:
    """What a kind has not, of all that every kind has."""
    if kind not in FOLDER_OF:
        yield "a folder: model/guide.py"
        return
    fields = [field.name for field in tree(KINDS[kind]).fields]
    if kind != "page" and set(json.loads(schemas().get(f"_schemas/{kind}.json", '{"properties": []}'))["properties"]) != set(fields):
        yield "a JSON Schema with its fields: editing/schemas.py"
    required = [field.name for field in tree(KINDS[kind]).fields if field.required]
    written = blank(kind, f"{FOLDER_OF[kind]}/x.{'md' if kind == 'page' else 'yml'}", Known("2026-11-24"))
    if not (written.startswith("# ") if kind == "page" else all(f"\n{name}:" in written for name in required)):
        yield "a file to fill in, with its required fields: editing/new_file.py"
    reference = output.documents.get(file_of(f"{FIELDS}{kind}/"), "")
    if kind != "page" and not all(f"#{field_anchor([name])}" in reference for name in fields):
        yield "its fields in the reference: site/reference.py"
    entity = next((entity for entity in guide_of(tiny_tree()).of(kind).values() if entity.retired is None), None)
    if entity is None:
        yield "an entity in tests/site/content"
        return
    yield from _lacks_on_site(kind, entity, output)
    if NEW not in report(compare(snapshot, with_another(snapshot, kind, entity)), "main"):
        yield "a line in diff when one is added: changes/entities.py, changes/report.py"


def _lacks_on_site(kind: str, entity: Entity, output: Output) -> Iterator[str]:
    page, _, place = address(kind, entity).partition("#")
    text = output.documents.get(file_of(page), "")
    if not text or (place and not any(mark in text for mark in (f'id="{place}"', f"{{#{place}}}", f"#{place} "))):
        yield f"what its address leads to, {address(kind, entity)}: site/address.py, site/registry.py"
    found = [entry for entry in json.loads(output.assets[INDEX])["entries"] if entry[1].partition("#")[0] == page]
    publisher = {"claim": "Flour Press", "source": getattr(entity, "publisher", "")}.get(kind)  # of claims and sources their page is found
    if not any((publisher or name_of(entity)) in (entry[2], *entry[4], *entry[5]) for entry in found):
        yield "what it is called in the index of the search: a page's names, parts and places"


def with_another(snapshot: Snapshot, kind: str, entity: Entity) -> Snapshot:
    """The same state with one more of a kind."""
    entities = {**snapshot.guide.of(kind), NEW: entity.model_copy(update={"id": NEW, "path": f"{FOLDER_OF[kind]}/{NEW}.yml", "formerly": ()})}
    guide: Guide = replace(snapshot.guide, entities={**snapshot.guide.entities, kind: entities})
    return replace(snapshot, guide=guide)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_all_that_kinds_have(kind: str, tiny: Output, snapshot: Snapshot) -> None:
    assert list(lacks(kind, tiny, snapshot)) == []


def test_what_is_missing_is_heard(tiny: Output, snapshot: Snapshot) -> None:
    """Of a kind that no page tells of, and of one that the model alone knows."""
    bare = replace(tiny, documents={}, assets={INDEX: '{"entries": []}'})
    told = [lack.rpartition(": ")[2] for lack in lacks("tool", bare, snapshot)]
    assert told == ["site/reference.py", "site/address.py, site/registry.py", "a page's names, parts and places"]
    assert list(lacks("glaze", tiny, snapshot)) == ["a folder: model/guide.py"]
