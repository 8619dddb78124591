"""The words of templates and scripts, from one file, so that a guide in another language changes one file."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import yaml

from .. import PACKAGE


@cache
def strings() -> Any:
    """All words as attributes: `strings().path.hours`. A word that is not there is an AttributeError."""
    return _namespace(yaml.load((PACKAGE / "words" / "en.yml").read_text("utf-8"), yaml.CSafeLoader))


def tasks() -> dict[str, str]:
    """The pages on how to take part, as Markdown, by name: `add-a-resource` and the like."""
    files = {entry.name.removesuffix(".md"): entry for entry in (PACKAGE / "tasks").iterdir() if entry.name.endswith(".md")}
    return {name: files[name].read_text("utf-8") for name in sorted(files)}


def _namespace(value: Any) -> Any:
    if isinstance(value, dict):
        return SimpleNamespace(**{str(key): _namespace(item) for key, item in value.items()})
    return value
