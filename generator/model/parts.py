"""What a file of content and the pieces in it are: frozen, each field with what it means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from . import limits
from .types import Date, FreeLine, Id, Line

K = TypeVar("K")
V = TypeVar("V")
FROZEN = AfterValidator(lambda value: MappingProxyType(dict(value)))
FrozenMap = Annotated[Mapping[K, V], FROZEN]


def text_field(description: str, example: Any, default: Any = ..., **extra: Any) -> Any:
    """A documented field: what it means and one example, from which the contributors' reference is made."""
    return Field(default, description=description, examples=[example], **extra)


class Part(BaseModel):
    """A piece of an entity: frozen, and an unknown field in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)


class Retired(Part):
    """Why an entity is no longer used. Its page stays, with a notice."""

    on: Date = text_field("When it was retired.", "2026-11", json_schema_extra={"today": True})
    reason: Line = text_field("Why, in one sentence.", "The publisher took the course down.")
    replaced_by: Id | None = text_field("The id of what to use instead, of the same kind.", "the-glaze-book", None)


class Correction(Part):
    """What this guide got wrong, until when, and why it changed. The site has a page of all corrections."""

    on: Date = text_field("The day it was corrected.", "2026-11-28", json_schema_extra={"today": True})
    was: FreeLine = text_field("What it said before, in short.", "It said that clay shrinks by 15 percent.")
    why: FreeLine = text_field("Why it was wrong.", "The source gives 15 percent for porcelain only.")


class Entity(Part):
    """One content file. `id` is its file name and `path` its place in the content folder; neither is written inside it."""

    id: str
    path: str
    formerly: tuple[Id, ...] = text_field(
        "Ids it had before. Old links and saved progress follow them.", ["weaving"], (), max_length=limits.MOST_FORMER_IDS)
    corrected: tuple[Correction, ...] = Field(
        (), description="What this guide got wrong here, newest first; not for changes in the world.", max_length=limits.MOST_CORRECTIONS)
    retired: Retired | None = Field(None, description="Set if it is no longer used; nothing is ever deleted.")
