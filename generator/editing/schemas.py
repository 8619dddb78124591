"""JSON Schemas for editors, made from the model: what a file of each kind may hold, with the meaning of every field.

They are drafts of `check`, not its judge: shape alone, and looser where an editor reads a value otherwise than the loader does
(which takes every plain word as text, so a year may stand unquoted as a title). `ids_of` and `schemas(ids)` add the ids of a
guide, for completion. Draft 7 is the newest that the YAML language server knows.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..content.load import Document
from ..model import FOLDERS, KINDS, Settings, Shape, tree
from ..model.lengths import hour_count
from ..model.types import DATE_PATTERN, ID_PATTERN, LANGUAGES

DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "definitions"
_ID = f"^{ID_PATTERN}$"
_WORD = ["string", "number", "boolean"]  # What an editor's parser may make of a plain word,
_DIGITS = ["string", "integer"]  # and of what may be digits alone.

Ids = Mapping[str, Sequence[str]]


def schemas(ids: Ids | None = None) -> dict[str, str]:
    """The text of every schema by its file name; with `ids`, those that a field may refer to are listed."""
    trees = {"guide": tree(Settings), **{kind: tree(model) for kind, model in KINDS.items() if kind != "page"}}
    return {f"{kind}.json": json.dumps(_schema(kind, shape, ids), ensure_ascii=False, indent=1) + "\n" for kind, shape in trees.items()}


def ids_of(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The ids of a guide by kind, its areas and topics among them, as far as its files can be read."""
    ids: dict[str, list[str]] = {kind: [] for kind in (*KINDS, "area", "topic")}
    for document in documents:
        if document.folder in FOLDERS:
            ids[FOLDERS[document.folder]].append(document.name)
        elif document.path == "guide.yml":
            for kind in ("area", "topic"):
                groups = document.data.get(f"{kind}s")
                ids[kind] += [group["id"] for group in groups or () if isinstance(group, Mapping) and isinstance(group.get("id"), str)]
    return {kind: tuple(sorted(names)) for kind, names in ids.items()}


def _schema(kind: str, shape: Shape, ids: Ids | None) -> dict[str, Any]:
    schema = {"$schema": DRAFT, "title": kind, **_part(shape, ids)}
    if parts := {part.title: part for part in _parts(shape)}:
        schema[_DEFINITIONS] = {title: _part(parts[title], ids) for title in sorted(parts)}
    return schema


def _parts(shape: Shape) -> Iterator[Shape]:
    """Every part within a shape, its own parts among them."""
    for field in shape.fields:
        if (part := field.shape.part) is not None:
            yield part
            yield from _parts(part)


def _part(shape: Shape, ids: Ids | None) -> dict[str, Any]:
    """A kind or part. Pydantic's own schema would say much of this, but of Python's types and not of what stands in a file."""
    required = [field.name for field in shape.fields if field.required]
    properties = {}
    for field in shape.fields:
        value = _value(field.shape, ids)
        node: dict[str, Any] = {"description": field.says}
        if field.default not in (None, (), {}):
            node["default"] = field.default
        if field.example is not None:
            node["examples"] = [_typed(field.example, value.get("type"))]
        # Draft 7 looks at nothing that stands beside a reference.
        properties[field.name] = {**node, **({"allOf": [value]} if "$ref" in value else value)}
    node = {"description": inspect.cleandoc(shape.says), "type": "object", "additionalProperties": False, "properties": properties}
    return {**node, "required": required} if required else node


def _value(shape: Shape, ids: Ids | None) -> dict[str, Any]:
    """What a value may be, as an editor's parser reads it."""
    if shape.name == "part":
        return {"$ref": f"#/{_DEFINITIONS}/{shape.title}"}
    if shape.name == "list" and shape.of:
        return {"type": "array", "items": _value(shape.of, ids), **_ends(shape, "Items")}
    if shape.name == "map" and shape.key and shape.of:
        return {"type": "object", **_ends(shape, "Properties"), **_entries(shape.key, _value(shape.of, ids), ids)}
    if shape.name == "reference":
        known = ids[shape.kind] if ids is not None else ()
        return {"type": _DIGITS, **({"enum": list(known)} if known else {} if ids is not None else {"pattern": _ID})}
    return _scalar(shape)


def _scalar(shape: Shape) -> dict[str, Any]:
    match shape.name:
        case "id":
            return {"type": _DIGITS, "pattern": _ID, "maxLength": shape.high}
        case "date":
            return {"type": _DIGITS, "pattern": f"^{DATE_PATTERN}$"}
        case "url":
            return {"type": "string", "format": "uri", "maxLength": shape.high}
        case "choice":
            return {"type": "string", "enum": list(shape.choices)}
        case "language":
            return {"type": "string", "enum": sorted(LANGUAGES)}
        case "bool":
            return {"type": "boolean"}
        case "level" | "points" | "count":
            return {"type": "integer", **_ends(shape, "imum")}
        case "number":
            return {"type": "number"}
        case "minutes":  # which a file gives in hours
            return {"type": "number", "minimum": hour_count(shape.low or 0), "maximum": hour_count(shape.high or 0)}
    return {"type": _WORD, "pattern": r"\S"}


def _ends(shape: Shape, what: str) -> dict[str, int]:
    ends = {f"min{what}": shape.low, f"max{what}": shape.high}
    return {name: end for name, end in ends.items() if end is not None}


def _entries(key: Shape, value: dict[str, Any], ids: Ids | None) -> dict[str, Any]:
    """The entries of a map from ids; with the ids at hand, each is a field of its own, which every editor completes."""
    if key.kind and ids is not None:
        return {"properties": dict.fromkeys(ids[key.kind], value), "additionalProperties": False}
    return {"propertyNames": {"pattern": _ID}, "additionalProperties": value}


def _typed(example: Any, kind: Any) -> Any:
    """An example as an editor would read it: the model writes all of them as text."""
    return json.loads(example) if kind in ("integer", "number", "boolean") and isinstance(example, str) else example
