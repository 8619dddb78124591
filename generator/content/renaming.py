"""Who is called what now: every place of an entity that mentions an id, and the same data, or text, under the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..model import Decision, Entity, Guide, Markdown, Persona, Project, ProjectPart, Refers, Resource, ResourcePart, places
from .load import Document, Loc, data_of
from .text import links

_LINK = re.compile(r"(?<=\]\()(<?)([a-z-]+):([a-z0-9-]+)(?=[\s)>#])")


@dataclass(frozen=True)
class NewNames:
    """New ids by kind and old id; of parts, by the kind and old id of the whole and their own; of answers, by their decision's, question's
    and own."""

    entities: Mapping[tuple[str, str], str]
    parts: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    options: Mapping[tuple[str, str, str], str] = field(default_factory=dict)

    def of(self, kind: str, identifier: str) -> str:
        """What an id is today."""
        return self.entities.get((kind, identifier), identifier)

    def of_part(self, kind: str, whole: str, part: str | None) -> str | None:
        """What the id of a part is today, or None as it was; `whole` is the old id of what it is a part of."""
        return self.parts.get((kind, whole, part), part) if part else part

    def in_text(self, text: str) -> str:
        """Markdown with its links to entities under the new ids."""
        return _LINK.sub(lambda link: f"{link[1]}{link[2]}:{self.of(link[2], link[3])}", text)


def former_names(guide: Guide) -> NewNames:
    """What every former id of a guide, of an entity, a part or an answer, is today."""
    return NewNames(
        {(kind, former): new for (kind, former), new in guide.former_ids.items() if former not in guide.of(kind)},
        {(kind, identifier, former): part.id for kind, whole in guide if isinstance(whole, Resource | Project)
         for identifier in (whole.id, *whole.formerly) for part in whole.parts for former in part.formerly},
        {(identifier, question.id, former): option.id for decision in guide.decisions.values() for identifier in (decision.id, *decision.formerly)
         for question in decision.questions for option in question.options for former in option.formerly})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that mentions an id, the field's name or its value; `new` is the id of today, or None for links in a text."""

    loc: Loc
    is_key: bool
    new: str | None


def mentions(kind: str, entity: Entity, names: NewNames) -> Iterator[Mention]:
    """Every place of an entity, of a kind, that mentions an old id."""
    for place in places(entity):
        if isinstance(place.mark, Refers) and (place.mark.kind, place.text) in names.entities:
            yield Mention(place.loc, place.is_key, names.entities[place.mark.kind, place.text])
        if isinstance(place.mark, Markdown) and any((link.kind, link.id) in names.entities for link in links(place.text, place.mark)):
            yield Mention(place.loc, False, None)
    if entity.retired is not None and (new := names.entities.get((kind, entity.retired.replaced_by or ""))) is not None:
        yield Mention(("retired", "replaced_by"), False, new)
    if isinstance(entity, Resource | Project):
        parts: tuple[ResourcePart | ProjectPart, ...] = entity.parts
        for index, part in enumerate(parts):
            if (new := names.parts.get((kind, entity.id, part.id))) is not None:
                yield Mention(("parts", index, "id"), False, new)
    if isinstance(entity, Persona):
        for index, path in enumerate(entity.paths):
            for number, pin in enumerate(path.pin):
                if pin.part is not None and (new := names.parts.get(("resource", pin.resource, pin.part))) is not None:
                    yield Mention(("paths", index, "pin", number, "part"), False, new)
    for loc, answer in _answers(entity):
        if (new := names.options.get(answer)) is not None:
            yield Mention(loc, False, new)


def _answers(entity: Entity) -> Iterator[tuple[Loc, tuple[str, str, str]]]:
    """Every place of an entity that names an answer: its decision, its question and its own id."""
    sheets: list[tuple[str, Loc, Mapping[str, str | tuple[str, ...]]]] = []
    if isinstance(entity, Decision):
        for number, question in enumerate(entity.questions):
            for index, option in enumerate(question.options):
                yield ("questions", number, "options", index, "id"), (entity.id, question.id, option.id)
        sheets += [(entity.id, ("outcomes", index, "unless"), outcome.unless) for index, outcome in enumerate(entity.outcomes)]
        sheets += [(entity.id, ("rules", index, "any_of"), rule.any_of) for index, rule in enumerate(entity.rules)]
        sheets += [(entity.id, ("cases", index, "answers"), case.answers) for index, case in enumerate(entity.cases)]
    if isinstance(entity, Persona):
        sheets += [(decision, ("answers", decision), sheet) for decision, sheet in entity.answers.items()]
        sheets += [(decision, ("unless", decision), sheet) for decision, sheet in entity.unless.items()]
    for decision, loc, sheet in sheets:
        for name, options in sheet.items():
            if isinstance(options, str):
                yield (*loc, name), (decision, name, options)
            else:
                yield from (((*loc, name, index), (decision, name, each)) for index, each in enumerate(options))


def renamed_data(data: Any, mentioned: list[Mention], names: NewNames) -> Any:
    """The data of a document with the new ids in the place of the old ones."""
    keys = {mention.loc: mention.new for mention in mentioned if mention.is_key}
    values = {mention.loc: mention.new for mention in mentioned if not mention.is_key}

    def renamed(value: Any, here: Loc) -> Any:
        if isinstance(value, Mapping):
            return {keys.get((*here, key), key) or key: renamed(item, (*here, key)) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(renamed(item, (*here, index)) for index, item in enumerate(value))
        if here in values and isinstance(value, str):
            new = values[here]
            return names.in_text(value) if new is None else new
        return value

    return renamed(data, ())


def renamed_text(document: Document, text: str, mentioned: list[Mention], names: NewNames) -> str | None:
    """The text of a content file with the new ids at these very places, all else as it was; None when it would not read so."""
    wanted = renamed_data(document.data, mentioned, names)
    if document.path.endswith(".md"):
        first = text.find("\n") + 1 or len(text)
        where: dict[tuple[Loc, bool], tuple[int, int]] = {(("title",), False): (0, first), (("body",), False): (first, len(text))}
    else:
        where = dict(spans(yaml.compose(text, yaml.CSafeLoader)))
    edits: list[tuple[int, int, str]] = []
    for mention in mentioned:
        span = where.get((mention.loc, mention.is_key))
        if span is None:
            return None
        start, end = span
        old = text[start:end]
        if mention.new is None:
            edits.append((start, end, names.in_text(old)))
        else:
            quote = old[0] if old[:1] in ("'", '"') else ""
            edits.append((start, end, f"{quote}{mention.new}{quote}"))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text if data_of(document.path, text.encode()) == wanted else None


def spans(node: Any, loc: Loc = ()) -> Iterator[tuple[tuple[Loc, bool], tuple[int, int]]]:
    """Where each field's name (True) and each value (False) begins and ends in the text, by its place in the data."""
    yield (loc, False), (node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield ((*loc, key.value), True), (key.start_mark.index, key.end_mark.index)
            yield from spans(value, (*loc, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from spans(value, (*loc, index))


def renamed_guide(guide: Guide, documents: Mapping[str, Document], names: NewNames) -> Guide:
    """A guide of before under the ids of today, read anew from its documents; the same guide when nobody was renamed."""
    if names == NewNames({}):
        return guide
    kinds: dict[str, dict[str, Entity]] = {}

    def today(kind: str, entity: Entity) -> Entity:
        identifier = names.of(kind, entity.id)
        mentioned = list(mentions(kind, entity, names))
        if not mentioned and identifier == entity.id:
            return entity
        data = {**renamed_data(documents[entity.path].data, mentioned, names), "id": identifier, "path": entity.path}
        return type(entity).model_validate(data)

    for kind, entities in guide.entities.items():
        renamed = [today(kind, entity) for entity in entities.values()]
        kinds[kind] = {entity.id: entity for entity in sorted(renamed, key=lambda entity: entity.id)}
    settings = today("guide", guide.settings)
    return Guide(settings, kinds, guide.language)  # type: ignore[arg-type]
