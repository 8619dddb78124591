"""Rules about ids: what is listed where, and what was renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

from ..content.load import Loc
from ..model import Entity, Guide, ResourcePart, WrittenPage
from ..model.decision import Option
from ..model.limits import MOST_FORMER_PATHS
from .rule import Finding, linked, repeated, rule

_ORDERED = {"roles": "role", "personas": "persona", "criteria": "criterion", "decisions": "decision"}
SECTIONS = frozenset(
    "answer decide roles paths skills projects resources evidence use-cases tools debates questions contribute about changes".split())
_HAND_WRITTEN = frozenset({"answer", "about"})


@rule("error")
def guide_orders_everything_once(guide: Guide) -> Iterator[Finding]:
    """guide.yml lists every live role, persona, criterion and decision exactly once, and none that is retired; the site follows its order."""
    for field, kind in _ORDERED.items():
        listed: tuple[str, ...] = getattr(guide.settings, field)
        for index, identifier in repeated(listed):
            yield Finding(guide.settings, (field, index), f"'{identifier}' is listed twice.", "Remove one.")
        for index, identifier in enumerate(listed):
            if guide.of(kind)[identifier].retired is not None:
                yield Finding(guide.settings, (field, index), f"the {kind} '{identifier}' is retired.", "Take it out; its page stays.")
        for entity in guide.of(kind).values():
            if entity.retired is None and entity.id not in listed:
                yield Finding(guide.settings, (field,), f"does not list the {kind} '{entity.id}'.", "Add it where it belongs.", at_key=True)
    for field in ("areas", "topics", "question_groups"):
        for index, identifier in repeated(group.id for group in getattr(guide.settings, field)):
            yield Finding(guide.settings, (field, index, "id"), f"'{identifier}' is listed twice.", "Rename one.")


@rule("error")
def arms_lead_apart(guide: Guide) -> Iterator[Finding]:
    """The home page has no arms, or at least two, each to a different role."""
    if len(guide.settings.arms) == 1:
        hint = "A post with one arm tells nobody where to turn. Take it out, or add another."
        yield Finding(guide.settings, ("arms",), "has one arm.", hint, at_key=True)
    for index, identifier in repeated(arm.role for arm in guide.settings.arms):
        yield Finding(guide.settings, ("arms", index, "role"), f"another arm leads to '{identifier}' already.", "Remove one.")


@rule("error")
def former_ids_are_free(guide: Guide) -> Iterator[Finding]:
    """An id under `formerly` belongs to no entity of that kind; for a part, to no part of the resource; for an answer, to no answer of the question.
    What was split is named by both halves, and by no third."""
    for kind, entities in guide.entities.items():
        yield from _taken_again(entities.values(), kind, [(entity, ("formerly",), entity.id, entity.formerly) for entity in entities.values()])
    for resource in guide.resources.values():
        parts = [(resource, ("parts", index, "formerly"), part.id, part.formerly) for index, part in enumerate(resource.parts)]
        yield from _taken_again(resource.parts, "part of the resource", parts)
    for decision in guide.decisions.values():
        for number, question in enumerate(decision.questions):
            options = [(decision, ("questions", number, "options", index, "formerly"), option.id, option.formerly)
                       for index, option in enumerate(question.options)]
            yield from _taken_again(question.options, "possible answer to the question", options)


def _taken_again(
    today: Iterable[Entity | ResourcePart | Option], what: str, holders: Iterable[tuple[Entity, Loc, str, Sequence[str]]]
) -> Iterator[Finding]:
    """Former ids that are ids of today, named twice by one holder (entity, place, its id, its former ids), or by a third."""
    ids = {holder.id for holder in today}
    heirs: dict[str, list[str]] = {}
    for entity, place, identifier, former_ids in holders:
        for index, former in enumerate(former_ids):
            loc = (*place, index)
            earlier = heirs.setdefault(former, [])
            if former == identifier:
                yield Finding(entity, loc, f"'{former}' is its own id.", "Remove it.")
            elif former in ids:
                yield Finding(entity, loc, f"'{former}' is a {what} today.", "An id is never used again for another meaning.")
            elif identifier in earlier:
                yield Finding(entity, loc, f"'{former}' is listed twice.", "Remove one.")
            elif len(earlier) == 2:
                names = f"'{earlier[0]}' and '{earlier[1]}'"
                yield Finding(entity, loc, f"'{former}' is a former id of {names} already.", "Let two at most go on from one.")
            earlier.append(identifier)


@rule("error")
def paths_have_few_former_names(guide: Guide) -> Iterator[Finding]:
    """A path has at most 60 former names, made of the former ids of its persona and roles. Each is a page that leads on."""
    for persona in guide.personas.values():
        for index, path in enumerate(persona.paths):
            roles = [guide.roles[role] for role in (path.to, path.then) if role]
            names = prod(1 + len(entity.formerly) for entity in (persona, *roles)) - 1
            if names > MOST_FORMER_PATHS:
                yield Finding(
                    persona,
                    ("paths", index, "then" if path.then else "to"),
                    f"has {names} former names, made of the former ids of the persona and of the role{'s' if path.then else ''}; "
                    f"at most {MOST_FORMER_PATHS} are allowed.",
                    "Take the oldest ids out of formerly.")


@rule("warning")
def pages_are_linked_to(guide: Guide) -> Iterator[Finding]:
    """A hand-written page that is not in the menu (`answer` and `about` are) is linked to from a text in another file."""
    led_to = {link.id for entity, _, link in linked(guide)
              if link.kind == "page" and link.id != (entity.id if isinstance(entity, WrittenPage) else "")}
    for page in guide.pages.values():
        if page.id not in led_to | SECTIONS and page.retired is None:
            yield Finding(page, ("title",), "no text links to this page, so readers come upon it in the search alone.",
                          f"Link to it where it helps, as in [{page.title[:40]}](page:{page.id}).")


@rule("error")
def pages_keep_to_their_places(guide: Guide) -> Iterator[Finding]:
    """A hand-written page does not take the address of a section that the generator writes."""
    for page in guide.pages.values():
        if page.id in SECTIONS - _HAND_WRITTEN:
            yield Finding(page, (), f"'{page.id}' is the address of a generated section.", "Rename the file.")
