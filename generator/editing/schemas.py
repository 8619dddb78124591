"""JSON Schemas for editors, made from the model: what a file of each kind may hold, with the meaning of every field.

They are drafts of `check`, not its judge: shape alone, and looser where an editor reads a value otherwise than the loader does
(which takes every plain word as text, so a year may stand unquoted as a title). `ids_of` and `schemas(ids)` add the ids of a
guide, for completion. Draft 7 is the newest that the YAML language server knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import BaseModel

from ..content.load import Document
from ..model import FOLDERS, KINDS, Settings, fields
from ..model.types import ID_PATTERN

DRAFT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "definitions"
_WORDS = ["string", "number", "boolean"]  # What an editor's parser may make of a plain word.

Ids = Mapping[str, Sequence[str]]


def schemas(ids: Ids | None = None) -> dict[str, str]:
    """The text of every schema by its file name; with `ids`, those that a field may refer to are listed."""
    models: dict[str, type[BaseModel]] = {"guide": Settings, **{kind: model for kind, model in KINDS.items() if kind != "page"}}
    return {f"{kind}.json": json.dumps(_schema(kind, model, ids), ensure_ascii=False, indent=1) + "\n" for kind, model in models.items()}


def ids_of(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """The ids of a guide by kind, its areas and topics among them, as far as its files can be read."""
    found: dict[str, list[str]] = {kind: [] for kind in (*KINDS, "area", "topic")}
    for document in documents:
        if document.folder in FOLDERS:
            found[FOLDERS[document.folder]].append(document.name)
        elif document.path == "guide.yml":
            for kind in ("area", "topic"):
                groups = document.data.get(f"{kind}s")
                found[kind] += [group["id"] for group in groups or () if isinstance(group, Mapping) and isinstance(group.get("id"), str)]
    return {kind: tuple(sorted(names)) for kind, names in found.items()}


def _schema(kind: str, model: type[BaseModel], ids: Ids | None) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True, ref_template=f"#/{_DEFINITIONS}/{{model}}")
    definitions = made.pop("$defs", {})
    for name in ("id", "path"):
        del made["properties"][name]
        made["required"].remove(name)
    made["properties"] = {field.name: made["properties"][field.name] for field in fields(model)}
    plain = partial(_plain, ids=ids)
    body = {"$schema": DRAFT, "title": kind, **plain(made)}
    if definitions:
        body[_DEFINITIONS] = {name: plain(part) for name, part in sorted(definitions.items())}
    return body


def _plain(node: dict[str, Any], ids: Ids | None) -> dict[str, Any]:
    """One node of pydantic's schema as an editor wants it: no names of Python, no `null` beside what may be left out."""
    node = {name: value for name, value in node.items() if name not in ("title", "from_path", "today")}
    if "anyOf" in node:
        inner = [one for one in node.pop("anyOf") if one != {"type": "null"}]
        assert len(inner) == 1, inner
        node = {**inner[0], **node}
    if node.get("default", 0) in (None, [], {}):
        del node["default"]
    if "$ref" in node and len(node) > 1:  # Draft 7 looks at nothing that stands beside a reference.
        node = {"allOf": [{"$ref": node.pop("$ref")}], **node}
    for old, new in (("ge", "minimum"), ("le", "maximum")):
        if old in node:
            node[new] = node.pop(old)
    if "examples" in node:
        node["examples"] = [_typed(one, node.get("type")) for one in node["examples"]]
    if node.get("type") == "string" and "enum" not in node and "const" not in node:
        node = _text(node, ids)
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            node[name] = _plain(node[name], ids)
    if "properties" in node:
        node["properties"] = {name: _plain(field, ids) for name, field in node["properties"].items()}
    if "propertyNames" in node or "patternProperties" in node:
        node = _map(node, ids)
    return node


def _text(node: dict[str, Any], ids: Ids | None) -> dict[str, Any]:
    """A text: an id of a kind, a date that an editor may read as a number, an address, or words."""
    refers = node.pop("refers", None)
    if refers and ids is not None:
        return {**node, "enum": list(ids[refers])} if ids[refers] else node
    if refers:
        node["pattern"] = f"^{ID_PATTERN}$"
    if node.get("format") == "uri":
        return node
    return {**node, "type": _WORDS if "pattern" not in node else ["string", "integer"], "pattern": node.get("pattern", r"\S")}


def _map(node: dict[str, Any], ids: Ids | None) -> dict[str, Any]:
    """A map from ids; with the ids at hand, each is a field of its own, which every editor completes."""
    names = node.pop("propertyNames", {})
    patterns = node.pop("patternProperties", {})
    value = node.pop("additionalProperties", None) or _plain(next(iter(patterns.values())), ids)
    refers = names.get("refers")
    if refers and ids is not None:
        return {**node, "properties": dict.fromkeys(ids[refers], value), "additionalProperties": False}
    return {**node, "propertyNames": {"pattern": f"^{ID_PATTERN}$"}, "additionalProperties": value}


def _typed(example: Any, kind: Any) -> Any:
    """An example as an editor would read it: the model writes all of them as text."""
    return json.loads(example) if kind in ("integer", "number", "boolean") and isinstance(example, str) else example
