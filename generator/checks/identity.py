"""Rules about ids: what is listed where, and what was renamed."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide
from .rule import Finding, rule

_ORDERED = {"roles": "role", "personas": "persona", "criteria": "criterion", "decisions": "decision"}
SECTIONS = frozenset(
    "answer decide roles paths skills projects resources evidence use-cases tools debates contribute about".split()
)
_HAND_WRITTEN = frozenset({"answer", "about"})


@rule("error")
def guide_orders_everything_once(guide: Guide) -> Iterator[Finding]:
    """guide.yml lists every live role, persona, criterion and decision exactly once; the site follows its order."""
    for field, kind in _ORDERED.items():
        listed: tuple[str, ...] = getattr(guide.settings, field)
        for index, identifier in enumerate(listed):
            if identifier in listed[:index]:
                yield Finding(guide.settings, (field, index), f"'{identifier}' is listed twice.", "Remove one.")
        for entity in guide.of(kind).values():
            if entity.retired is None and entity.id not in listed:
                yield Finding(
                    guide.settings, (field,), f"does not list the {kind} '{entity.id}'.", "Add it where it belongs.", at_key=True
                )
    for field in ("areas", "topics"):
        groups = [group.id for group in getattr(guide.settings, field)]
        for index, identifier in enumerate(groups):
            if identifier in groups[:index]:
                yield Finding(guide.settings, (field, index, "id"), f"'{identifier}' is listed twice.", "Rename one.")


@rule("error")
def former_ids_are_free(guide: Guide) -> Iterator[Finding]:
    """An id under `formerly` belongs to no live entity of that kind. A split entity is named by both halves, and by no third."""
    for kind, entity in guide:
        for index, former in enumerate(entity.formerly):
            if former in guide.of(kind):
                yield Finding(
                    entity,
                    ("formerly", index),
                    f"'{former}' is a {kind} today.",
                    "An id is never used again for another meaning.",
                )
            elif former == entity.id:
                yield Finding(entity, ("formerly", index), "is the entity's own id.", "Remove it.")


@rule("error")
def pages_keep_to_their_places(guide: Guide) -> Iterator[Finding]:
    """A hand-written page does not take the address of a section that the generator writes."""
    for page in guide.of("page").values():
        if page.id in SECTIONS - _HAND_WRITTEN:
            yield Finding(page, (), f"'{page.id}' is the address of a generated section.", "Rename the file.")
