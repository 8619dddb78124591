"""One of the two states that are compared: as it was checked, and with the ids of today for what was renamed since."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ..content.load import Document, Loc
from ..content.renaming import NewNames, former_names, renamed_guide
from ..model import Decision, Entity, Guide, Project, ProjectPart, Resource, ResourcePart
from ..model.decision import Option
from ..planner import Plan, Step
from ..planner.paths import PathKey, Plans
from ..rules.check import Checked

P = TypeVar("P", ResourcePart, ProjectPart, Option)


@dataclass(frozen=True)
class Snapshot:
    """A guide with its plans, and its documents by path, which know the lines."""

    guide: Guide
    plans: Plans
    documents: Mapping[str, Document] = field(default_factory=dict)

    @classmethod
    def of(cls, checked: Checked) -> Snapshot:
        """What was checked, as one state; it has a guide."""
        assert checked.guide is not None
        return cls(checked.guide, checked.planned.plans, {document.path: document for document in checked.documents})

    def line(self, entity: Entity, loc: Loc) -> int:
        """The line of a field of an entity, or 0."""
        document = self.documents.get(entity.path)
        return document.mark(loc).line if document else 0

    def in_todays_names(self, after: Guide) -> Snapshot:
        """The same state under the ids of a later guide, so that who is only called otherwise differs in nothing."""
        names = renamed_since(self.guide, after)
        guide = renamed_guide(self.guide, self.documents, names)
        entities = {kind: {identifier: _called_as(entity, after.of(kind).get(identifier)) for identifier, entity in of_kind.items()}
                    for kind, of_kind in guide.entities.items()}
        plans = {key.renamed(names): _renamed_plan(plan, names) for key, plan in self.plans.items()}
        return replace(self, guide=replace(guide, entities=entities), plans=plans)


def renamed_since(before: Guide, after: Guide) -> NewNames:
    """Who was renamed between two guides: what lists an earlier id under `formerly` is the same thing."""
    names = former_names(after)
    parts = {(kind, whole.id, part.id) for kind, whole in before if isinstance(whole, Resource | Project) for part in whole.parts}
    options = {(decision.id, question.id, option.id) for decision in before.decisions.values() for question in decision.questions
               for option in question.options}
    return NewNames({(kind, former): new for (kind, former), new in names.entities.items() if former in before.of(kind)},
                    {key: new for key, new in names.parts.items() if key in parts},
                    {key: new for key, new in names.options.items() if key in options})


def _called_as(entity: Entity, today: Entity | None) -> Entity:
    """An entity with the former ids that it has today and, where it was renamed, the file."""
    if today is None:
        return entity
    update: dict[str, object] = {"formerly": today.formerly}
    if entity.path.rpartition("/")[2] != today.path.rpartition("/")[2]:
        update["path"] = today.path
    if isinstance(entity, Resource) and isinstance(today, Resource):
        update["parts"] = _with_formerly(entity.parts, today.parts)
    if isinstance(entity, Project) and isinstance(today, Project):
        update["parts"] = _with_formerly(entity.parts, today.parts)
    if isinstance(entity, Decision) and isinstance(today, Decision):
        questions = {question.id: question.options for question in today.questions}
        update["questions"] = tuple(question.model_copy(update={"options": _with_formerly(question.options, questions.get(question.id, ()))})
                                    for question in entity.questions)
    return entity.model_copy(update=update)


def _with_formerly(parts: tuple[P, ...], today: tuple[P, ...]) -> tuple[P, ...]:
    former = {part.id: part.formerly for part in today}
    return tuple(part.model_copy(update={"formerly": former.get(part.id, part.formerly)}) for part in parts)


def _renamed_plan(plan: Plan, names: NewNames) -> Plan:
    """A plan under the ids of today, as far as a comparison looks at it."""

    def pairs_now(pairs: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
        return ((names.of("skill", skill), level) for skill, level in pairs)

    def step_now(step: Step) -> Step:
        others = (
            replace(other, id=names.of(other.kind, other.id), part=names.of_part(other.kind, other.id, other.part))
            for other in step.alternatives)
        return replace(
            step, id=names.of(step.kind, step.id), part=names.of_part(step.kind, step.id, step.part), closes=tuple(pairs_now(step.closes)),
            alternatives=tuple(others))

    request = plan.request
    return replace(
        plan,
        request=replace(request, persona=names.of("persona", request.persona), role=names.of("role", request.role),
                        then=request.then and names.of("role", request.then)),
        steps=tuple(map(step_now, plan.steps)),
        milestones=tuple(
            replace(milestone, project=names.of("project", milestone.project),
                    part=names.of_part("project", milestone.project, milestone.part)) if milestone.project else milestone
            for milestone in plan.milestones),
        gap=frozenset(pairs_now(plan.gap)))


def path_name(key: PathKey, guide: Guide) -> str:
    """`Home cook to baker, free only`."""
    then = f", then {guide.roles[key.then].name}" if key.then else ""
    return f"{guide.personas[key.persona].name} to {guide.roles[key.role].name}{then}{', free only' if key.variant else ''}"
