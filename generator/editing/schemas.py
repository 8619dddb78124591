"""JSON Schemas for editors, made from the model: what a file of each kind may hold, with the meaning of every field.

They are drafts of `check`, not its judge: shape alone, and looser where an editor reads a value otherwise than the loader does
(which takes every plain word as text, so a year may stand unquoted as a title). Draft 7 is
the newest that the YAML language server knows.

Schemas say the shape alone. `_schemas/` is committed and changes with the model, never with an entity. Each file names its
schema in its first line (`check --fix` puts it there).
"""

from __future__ import annotations

import inspect
import json
from typing import Any

from ..model import KINDS, Shape, tree_of
from ..model.lengths import hour_count
from ..model.types import CURRENCIES, DATE_PATTERN, ID_PATTERN, LANGUAGES
from .new_file import SCHEMAS

DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "definitions"
_ID = f"^{ID_PATTERN}$"
_WORD = ["string", "number", "boolean"]  # What an editor's parser may make of a plain word,
_DIGITS = ["string", "integer"]  # and of what may be digits alone.


def schemas() -> dict[str, str]:
    """The text of every schema, by its path in the content folder."""
    trees = {kind: tree_of(kind) for kind in ("guide", *KINDS) if kind != "page"}
    return {f"{SCHEMAS}/{kind}.json": json.dumps(_schema(kind, shape), ensure_ascii=False, indent=1) + "\n" for kind, shape in trees.items()}


def _schema(kind: str, shape: Shape) -> dict[str, Any]:
    schema = {"$schema": DRAFT, "title": kind, **_part(shape)}
    if parts := {part.title: part for part in shape.within()}:
        schema[_DEFINITIONS] = {title: _part(parts[title]) for title in sorted(parts)}
    return schema


def _part(shape: Shape) -> dict[str, Any]:
    """A kind or part. Pydantic's own schema would say much of this, but of Python's types and not of what stands in a file."""
    required = [field.name for field in shape.fields if field.required]
    properties = {}
    for field in shape.fields:
        value = _value(field.shape)
        node: dict[str, Any] = {"description": field.says}
        if field.default not in (None, (), {}):
            node["default"] = field.default
        if field.example is not None:
            node["examples"] = [_typed(field.example, value.get("type"))]
        # Draft 7 looks at nothing that stands beside a reference.
        properties[field.name] = {**node, **({"allOf": [value]} if "$ref" in value else value)}
    node = {"description": inspect.cleandoc(shape.says), "type": "object", "additionalProperties": False, "properties": properties}
    return {**node, "required": required} if required else node


def _value(shape: Shape) -> dict[str, Any]:
    """What a value may be, as an editor's parser reads it."""
    if shape.name == "part":
        return {"$ref": f"#/{_DEFINITIONS}/{shape.title}"}
    if shape.name == "list" and shape.of:
        return {"type": "array", "items": _value(shape.of), **_ends(shape, "Items")}
    if shape.name == "map" and shape.key and shape.of:
        return {"type": "object", **_ends(shape, "Properties"),
                "propertyNames": {"pattern": _ID}, "additionalProperties": _value(shape.of)}
    if shape.name == "reference":
        return {"type": _DIGITS, "pattern": _ID}
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
        case "host":
            return {"type": "string", "format": "hostname"}
        case "colour":
            return {"type": _DIGITS, "pattern": "^#?[0-9A-Fa-f]{6}$"}
        case "language":
            return {"type": "string", "enum": sorted(LANGUAGES)}
        case "currency":
            return {"type": "string", "enum": sorted(CURRENCIES)}
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


def _typed(example: Any, kind: Any) -> Any:
    """An example as an editor would read it: the model writes all of them as text."""
    return json.loads(example) if kind in ("integer", "number", "boolean") and isinstance(example, str) else example
