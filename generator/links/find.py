"""Every address of the content that leads outside, with each place where it stands."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..content.load import Document
from ..content.text import addresses
from ..model import Entity, Guide, Markdown, places

# The copies kept of other addresses, and the addresses of the guide itself.
_NOT_ASKED = frozenset({"archived_url", "site_url", "repository"})


@dataclass(frozen=True, slots=True, order=True)
class LinkPlace:
    """Where an address stands: file and line, and the entity."""

    path: str
    line: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """An address, its places in the order of files and lines, and the archived copy that the content names, or nothing."""

    url: str
    places: tuple[LinkPlace, ...]
    archived: str = ""


def find(guide: Guide, documents: Iterable[Document]) -> tuple[OutsideLink, ...]:
    """Every outside link of what is not retired, by address."""
    by_path = {document.path: document for document in documents}
    places_of: dict[str, set[LinkPlace]] = {}
    archived: dict[str, str] = {}
    for kind, entity in guide:
        if entity.retired is None:
            for address, place in _of(kind, entity, by_path):
                places_of.setdefault(address, set()).add(place)
            if (url := getattr(entity, "url", None)) and (copy := getattr(entity, "archived_url", None)):
                archived[url.partition("#")[0]] = copy
    return tuple(OutsideLink(url, tuple(sorted(places_of[url])), archived.get(url, "")) for url in sorted(places_of))


def _of(kind: str, entity: Entity, documents: Mapping[str, Document]) -> Iterable[tuple[str, LinkPlace]]:
    for place in places(entity):
        for url in addresses(place) if place.loc[-1] not in _NOT_ASKED else ():
            needle = url if isinstance(place.mark, Markdown) else ""
            line = documents[entity.path].mark(place.loc, needle).line if entity.path in documents else 0
            yield url.partition("#")[0], LinkPlace(entity.path, line, kind, entity.id)
