"""The guide as a whole: its settings, and every entity by kind and id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Generic, TypeVar, cast

from . import limits
from .decision import Decision
from .evidence import Citation, Claim, Debate, Event, Source, Tool, UseCase
from .faq import Faq
from .fields import Place, Shape, places, tree
from .language import Language
from .learning import Project, Resource, Skill, Trial
from .parts import Entity, text_field
from .people import Criterion, Persona, Role
from .settings import Settings, github_pages
from .types import Article, Name, first_day

E = TypeVar("E", bound=Entity)


class WrittenPage(Entity):
    """A hand-written page: Markdown that begins with one `# Title` line."""

    title: Name = text_field("From the first line.", "About this guide")
    body: Article = text_field("Everything after it.", "Fingerpost is ...")


# Each kind with the folder of its files and its type.
_KINDS: tuple[tuple[str, str, type[Entity]], ...] = (
    ("role", "roles", Role),
    ("criterion", "criteria", Criterion),
    ("decision", "decisions", Decision),
    ("persona", "personas", Persona),
    ("skill", "skills", Skill),
    ("resource", "resources", Resource),
    ("project", "projects", Project),
    ("tool", "tools", Tool),
    ("claim", "claims", Claim),
    ("source", "sources", Source),
    ("debate", "debates", Debate),
    ("faq", "faq", Faq),
    ("use-case", "use-cases", UseCase),
    ("event", "events", Event),
    ("page", "pages", WrittenPage),
)
KINDS: Mapping[str, type[Entity]] = {kind: model for kind, _, model in _KINDS}
FOLDERS: Mapping[str, str] = {folder: kind for kind, folder, _ in _KINDS}
FOLDER_OF: Mapping[str, str] = {kind: folder for kind, folder, _ in _KINDS}
_MODELS: Mapping[str, type[Entity]] = {"guide": Settings, **KINDS}
# Where guide.yml lists what has no file of its own, by what refers to it.
LISTED_IN: Mapping[str, str] = {"area": "areas", "topic": "topics", "supply": "supplies", "question-group": "question_groups"}
# The field whose value names the sub-folder of a file, by custom: sub-folders sort, and mean nothing.
SHELVES: Mapping[str, str] = {"resource": "kind", "skill": "area", "claim": "topic"}


def kind_of(path: str) -> str:
    """The kind of what a file of the content holds, `guide` for guide.yml; empty for a stranger."""
    return "guide" if path == "guide.yml" else FOLDERS.get(path.split("/", 1)[0], "")


def tree_of(kind: str) -> Shape:
    """The tree of a kind, or of `guide`."""
    return tree(_MODELS[kind])


class _Entities(Generic[E]):
    """An attribute of a guide: all its entities of a type, by id."""

    def __init__(self, model: type[E]) -> None:
        self.kind = next(kind for kind, known in KINDS.items() if known is model)

    def __get__(self, guide: Guide, owner: type[Guide]) -> Mapping[str, E]:
        return cast(Mapping[str, E], guide.of(self.kind))


@dataclass(frozen=True)
class Guide:
    """Everything that the content says, checked and frozen, in its language. Each mapping goes from id to entity, in id order."""

    settings: Settings
    entities: Mapping[str, Mapping[str, Entity]]
    language: Language = Language()
    logo: str = ""

    roles = _Entities(Role)
    personas = _Entities(Persona)
    criteria = _Entities(Criterion)
    decisions = _Entities(Decision)
    skills = _Entities(Skill)
    resources = _Entities(Resource)
    projects = _Entities(Project)
    tools = _Entities(Tool)
    claims = _Entities(Claim)
    sources = _Entities(Source)
    debates = _Entities(Debate)
    faq = _Entities(Faq)
    use_cases = _Entities(UseCase)
    events = _Entities(Event)
    pages = _Entities(WrittenPage)

    def of(self, kind: str) -> Mapping[str, Entity]:
        """All entities of a kind, by id; empty for a kind without any."""
        return self.entities.get(kind, {})

    def __iter__(self) -> Iterator[tuple[str, Entity]]:
        """Every (kind, entity), guide settings included."""
        yield "guide", self.settings
        for kind, entities in self.entities.items():
            for entity in entities.values():
                yield kind, entity

    def trial_lapses(self, trial: Trial, needs: Iterable[str]) -> str:
        """The last day on which the word of somebody who tried a step still holds; `needs` are ids of what the step takes."""
        days = {supply.id: supply.tried_good_for for supply in self.settings.supplies}
        good_for = min((each for each in map(days.get, needs) if each is not None), default=limits.TRIED_GOOD_FOR_DAYS)
        return (first_day(trial.on) + timedelta(days=min(good_for, limits.TRIED_GOOD_FOR_DAYS))).isoformat()

    def at(self, site_url: str | None = None, repository: str | None = None) -> Guide:
        """The same guide where another copy of it stands, a fork or a preview; None leaves an address as it is.

        A fork on GitHub, whose repository is not the one that guide.yml names, is published on its own Pages unless it says where.
        """
        settings = self.settings
        forked = bool(repository and settings.repository and repository.lower() != settings.repository.lower())
        there = {
            "site_url": site_url or (github_pages(repository or "") if forked else "") or settings.site_url,
            "repository": repository or settings.repository,
        }
        return replace(self, settings=settings.model_copy(update=there))

    @property
    def only_role(self) -> Role | None:
        """The role of a guide to one; None where there is something to compare."""
        return self.roles[self.settings.roles[0]] if len(self.settings.roles) == 1 else None

    @cached_property
    def places(self) -> tuple[tuple[Entity, Place], ...]:
        """Every marked text of every entity: what the rules on ids, links and figures read, walked once for all of them."""
        return tuple((entity, place) for _, entity in self for place in places(entity))

    @cached_property
    def alike(self) -> tuple[tuple[Claim, ...], ...]:
        """The claims in use that measure the same, of the same people, in the same place and period: each group of two or more, in id order."""
        groups: dict[tuple[str | None, ...], list[Claim]] = {}
        for claim in self.claims.values():
            if claim.measures and (claim.place or claim.period) and claim.has_figure and claim.retired is None and claim.superseded_by is None:
                when = claim.period or claim.observed
                same = (claim.measures, claim.unit, claim.currency, claim.place, when, claim.population, claim.seniority)
                groups.setdefault(same, []).append(claim)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @cached_property
    def otherwise(self) -> Mapping[str, tuple[str, ...]]:
        """The claims in use that say otherwise than a claim, by its id: those it names, those that name it, those that measure the same."""
        others: dict[str, list[str]] = {
            claim.id: [other for other in claim.conflicts_with if self.claims[other].retired is None] for claim in self.claims.values()}
        for claim in self.claims.values():
            for other in claim.conflicts_with if claim.retired is None else ():
                others[other].append(claim.id)
        for group in self.alike:
            for claim in group:
                others[claim.id] += [other.id for other in group if other is not claim]
        return {identifier: tuple(dict.fromkeys(found)) for identifier, found in others.items()}

    @cached_property
    def citations(self) -> Mapping[str, tuple[Citation, ...]]:
        """Every citation of a source by a claim, by the source's id."""
        cited: dict[str, list[Citation]] = {identifier: [] for identifier in self.sources}
        for claim in self.claims.values():
            for citation in claim.sources:
                cited[citation.source].append(citation)
        return {identifier: tuple(found) for identifier, found in cited.items()}

    @cached_property
    def former_ids(self) -> Mapping[tuple[str, str], str]:
        """Who is called what now, by kind and former id."""
        return {(kind, former): entity.id for kind, entity in self for former in entity.formerly}

    @cached_property
    def alternate_ids(self) -> Mapping[tuple[str, str], str]:
        """Who is meant by another name, written as an id, by kind and name."""
        return {
            (kind, name.lower().replace(" ", "-")): entity.id for kind, entity in self for name in getattr(entity, "alternate_names", ())}
