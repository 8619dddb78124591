"""The contributors' reference, made from the model and the rules so that it cannot fall behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel

from ..checks import RULES
from ..model import FOLDERS, KINDS, Entity, Guide, Settings
from .pen import Page, Pen


def contribute_pages(guide: Guide) -> Iterator[Page]:
    """/contribute/: how to take part, every field of every kind, every rule."""
    url = "contribute/"
    pen = Pen(guide, url)
    folders = {kind: folder for folder, kind in FOLDERS.items()}
    kinds = [
        {"name": "guide", "where": "content/guide.yml", "says": _first(Settings), "fields": _fields(Settings), "anchor": "guide"}
    ]
    kinds += [
        {
            "name": kind,
            "where": f"content/{folders[kind]}/",
            "says": _first(model),
            "fields": _fields(model),
            "anchor": f"kind-{kind}",
        }
        for kind, model in KINDS.items()
        if kind != "page"
    ]
    context = {
        "pen": pen,
        "kinds": kinds,
        "rules": [(rule.name, rule.text, rule.severity) for rule in RULES],
        "repository": guide.settings.repository,
    }
    yield Page(
        url,
        "contribute.md.jinja",
        pen.words.contribute.title,
        pen.words.contribute.description,
        "contribute",
        context,
        source="guide.yml",
        contents=True,
    )


def _first(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").split("\n\n")[0].strip()


def _fields(model: type[BaseModel], prefix: str = "") -> list[dict[str, Any]]:
    """Every field of a kind, those of its parts below their owner as `parts[].hours`."""
    rows: list[dict[str, Any]] = []
    for name, info in model.model_fields.items():
        if issubclass(model, Entity) and name in ("id", "path"):
            continue
        shown = f"{prefix}{info.alias or name}"
        inner, many = _inner(info.annotation)
        rows.append(
            {
                "name": shown,
                "required": info.is_required(),
                "says": info.description or "",
                "example": _example(info.examples),
                "values": _values(info.annotation),
            }
        )
        if inner is not None and inner is not model:
            rows.extend(_fields(inner, f"{shown}{'[].' if many == 'list' else '.<id>.' if many == 'map' else '.'}"))
    return rows


def _inner(hint: Any) -> tuple[type[BaseModel] | None, str]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint, ""
    many = "list" if get_origin(hint) is tuple else "map" if "Mapping" in str(get_origin(hint)) else ""
    for part in reversed(get_args(hint)):
        found, deeper = _inner(part)
        if found is not None:
            return found, many or deeper
    return None, ""


def _values(hint: Any) -> str:
    """The values a closed choice allows, or nothing."""
    if "Literal" in str(get_origin(hint)):
        return ", ".join(map(str, get_args(hint)))
    return next((found for part in get_args(hint) if (found := _values(part))), "")


def _example(examples: list[Any] | None) -> str:
    if not examples:
        return ""
    example = examples[0]
    if isinstance(example, str):
        return example
    return yaml.safe_dump(example, default_flow_style=True, allow_unicode=True, width=200).strip().removesuffix("\n...")
