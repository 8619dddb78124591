"""One of the two sides that are compared, and what links them: who is called what now."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..content.load import Document, Loc
from ..content.renaming import NewNames, renamed_guide
from ..model import Entity, Guide, Resource
from ..planner import Step
from ..planner.paths import PathKey, Plans
from ..rules.check import Checked

_VARIANTS = {"": "to the hiring bar", "free": "free only"}


@dataclass(frozen=True)
class Side:
    """A guide with its plans, and its documents by path, which know the lines."""

    guide: Guide
    plans: Plans
    documents: Mapping[str, Document] = field(default_factory=dict)

    @classmethod
    def of(cls, checked: Checked) -> Side:
        """What was checked, as a side; it has a guide."""
        assert checked.guide is not None
        return cls(checked.guide, checked.planned.plans, {document.path: document for document in checked.documents})

    def line(self, entity: Entity, loc: Loc) -> int:
        """The line of a field of an entity, or 0."""
        document = self.documents.get(entity.path)
        return document.mark(loc).line if document else 0


@dataclass(frozen=True)
class Names:
    """Ids of the earlier side as they are now: what lists an old id under `formerly` is the same thing."""

    renamed: Mapping[tuple[str, str], str]
    parts: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by the resource's earlier id and the part's

    def now(self, kind: str, identifier: str) -> str:
        """An earlier id as it is now."""
        return self.renamed.get((kind, identifier), identifier)

    def step(self, step: Step) -> str:
        """The key of an earlier step as it is now."""
        part = self.parts.get((step.id, step.part), step.part) if step.part else None
        return replace(step, id=self.now(step.kind, step.id), part=part).key

    def path(self, key: PathKey) -> PathKey:
        """The key of an earlier path as it is now."""
        return PathKey(self.now("persona", key.persona), self.now("role", key.role), key.variant, self.now("role", key.then))


def names(before: Guide, after: Guide) -> Names:
    """Who was renamed between two guides."""
    renamed = {
        (kind, former): entity.id
        for kind, entity in after for former in entity.formerly
        if former in before.of(kind) and former not in after.of(kind)
    }
    parts = {
        (identifier, former): part.id
        for resource in after.resources.values() for identifier in (resource.id, *resource.formerly) if identifier in before.resources
        for part in resource.parts for former in part.formerly
        if former in {old.id for old in before.resources[identifier].parts}
    }
    return Names(renamed, parts)


def in_todays_names(side: Side, after: Guide, names: Names) -> Side:
    """An earlier side with its guide under the ids of today, so that who is only called otherwise differs in nothing. Its plans stay as they
    were made."""
    guide = renamed_guide(side.guide, side.documents, NewNames(names.renamed, names.parts))
    entities = {kind: {identifier: _called_as(entity, after.of(kind).get(identifier)) for identifier, entity in of_kind.items()}
                for kind, of_kind in guide.entities.items()}
    return replace(side, guide=replace(guide, entities=entities))


def _called_as(entity: Entity, today: Entity | None) -> Entity:
    """An entity with the former ids that it has today and, where it was renamed, the file."""
    if today is None:
        return entity
    update: dict[str, object] = {"formerly": today.formerly}
    if entity.path.rpartition("/")[2] != today.path.rpartition("/")[2]:
        update["path"] = today.path
    if isinstance(entity, Resource) and isinstance(today, Resource):
        former = {part.id: part.formerly for part in today.parts}
        update["parts"] = tuple(part.model_copy(update={"formerly": former.get(part.id, part.formerly)}) for part in entity.parts)
    return entity.model_copy(update=update)


def path_name(key: PathKey, guide: Guide) -> str:
    """`Software engineer to AI engineer, free only`."""
    then = f", then {guide.roles[key.then].name}" if key.then else ""
    return f"{guide.personas[key.persona].name} to {guide.roles[key.role].name}{then}{f', {variant_name(key.variant)}' if key.variant else ''}"


def variant_name(variant: str) -> str:
    """`free only`."""
    return _VARIANTS[variant]


def step_name(step: Step, guide: Guide) -> str:
    """`Practical Deep Learning: Week 3`, or the name of a project."""
    if step.kind == "project":
        return guide.projects[step.id].name
    return item_name(step.id, step.part, guide)


def item_name(resource: str, part: str | None, guide: Guide) -> str:
    """A resource, or a part of one, by title."""
    found = guide.resources[resource]
    title = next((piece.title for piece in found.parts if piece.id == part), "")
    return f"{found.title}: {title}" if title else found.title


def listed(words: Sequence[str], few: int = 3) -> str:
    """`a`, `a and b`, `a, b, c and 4 more`."""
    words = list(dict.fromkeys(words))
    if len(words) > few + 1:
        words = [*words[:few], f"{len(words) - few} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
