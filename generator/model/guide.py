"""The guide as a whole: its own settings, and every entity by kind and id.

Areas and topics are named in the file. Sub-folders group files and mean nothing, so a skill says its `area` and a claim its
`topic`; both are listed, in order, in `guide.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, cast
from urllib.parse import urlsplit

from pydantic import Field

from . import limits
from .decision import Decision
from .evidence import Citation, Claim, Debate, Event, Source, SourceId, Tool, UseCase
from .faq import Faq, QuestionId
from .fields import Place, places
from .language import Language
from .learning import ClaimId, Project, Resource, RoleId, Skill, Trial
from .parts import Entity, Part, text_field
from .people import Criterion, CriterionId, DecisionId, Persona, PersonaId, Rhythm, Role
from .pictures import Picture
from .types import (
    Article,
    Colour,
    Count,
    Date,
    Host,
    Id,
    Label,
    LanguageCode,
    Line,
    Name,
    Prose,
    RepositoryUrl,
    SiteUrl,
    first_day,
)

E = TypeVar("E", bound=Entity)
# The format of the content: raised when a field changes its meaning or goes, with a step in editing/upgrade.py. Guides written before
# there was a number have none.
FORMAT, _FORMAT_WITHOUT_NUMBER = 3, 1


class Group(Part):
    """An area of skills, a topic of claims or a group of questions."""

    id: Id = text_field("The id that entities use to belong to it.", "clay")
    name: Name = text_field("Its heading.", "Clay")
    summary: Line = text_field("What it holds.", "From the lump to the shelf.")


class Supply(Part):
    """Something that a step takes besides time: an account, a key, a machine."""

    id: Id = text_field("The id that resources and projects use.", "kiln")
    name: Name = text_field("What it is, in a few words.", "A kiln, or a studio that fires for you")
    account: Literal["one", "each"] | None = text_field(
        "Set if it needs an account: one that serves every step, or one at each publisher.", "one", None)
    tried_good_for: Count | None = text_field("For how many days a trial of a step that needs it counts, if less than a year.", "90", None)


class Licences(Part):
    """The terms for using the guide."""

    content: Name = text_field("For the content.", "CC BY 4.0")
    code: Name = text_field("For the code.", "MIT")


class Arm(Part):
    """One arm of the fingerpost on the home page."""

    role: RoleId = text_field("The role it points to.", "potter")
    says: Line = text_field("What it says.", "Start from the clay.")


class HomeFigure(Part):
    """A figure shown on the home page."""

    claim: ClaimId = text_field("The claim; its value, place and period are shown, over time if it has a series.", "clay-shrinks")
    beside: ClaimId | None = text_field("A claim that measures the same thing elsewhere, drawn beside it on one scale.", "clay-shrinks-less", None)
    says: Line = text_field("What it shows, in a few words: the figure's title.", "Stoneware shrinks by an eighth")


class Change(Part):
    """What an editor tells returning readers: one entry in the guide's log."""

    on: Date = text_field("The day.", "2026-11-28", json_schema_extra={"today": True})
    what: Line = text_field("What is new or different, with links.", "Glazing has a path of its own.")


class Look(Part):
    """The guide's own colours for light mode; those for dark mode are made from them. A logo is a file, logo.svg, beside guide.yml."""

    one: Colour | None = text_field("The board of the first arm, links and marks on headings.", "#14584a", None)
    two: Colour | None = text_field("The board of the second arm, and accents.", "#96400f", None)
    three: Colour | None = text_field("The board of the third arm.", "#274b7a", None)
    four: Colour | None = text_field("The board of the fourth arm.", "#6b2d5c", None)
    five: Colour | None = text_field("The board of the fifth arm.", "#55561a", None)
    six: Colour | None = text_field("The board of the sixth arm.", "#414a52", None)


class Settings(Entity):
    """guide.yml: what the guide is called, where it lives and in which order it shows things."""

    title: Name = text_field("The guide's title.", "Potter or weaver?")
    short_title: Label | None = text_field(
        "A shorter title, for the header of every page; if left out, the title.", "Potter or weaver?", None)
    short: Id = text_field("A short id under which readers' devices keep their progress; it never changes.", "potter-or-weaver")
    question: Line = text_field("The question it answers.", "Which of the two crafts would suit you?")
    answer: Prose = text_field("The answer in two sentences.", "Take a lump of clay unless ...")
    description: Name = text_field(f"For search engines and link previews; at most {limits.NAME_LENGTH} characters.",
                                   "Two crafts, compared, with a path to each.")
    site_url: SiteUrl | None = text_field("Where the site is published; if left out, the repository's GitHub Pages.",
                                          "https://example.github.io/guide/", None)
    repository: RepositoryUrl | None = text_field(
        "Where the content can be edited. If left out, the workflow that publishes the site fills it in; elsewhere, pages have no edit links.",
        "https://github.com/example/guide", None)
    branch: Name = text_field("The default branch: edit links open it, and `diff` compares with it.", "main", "main")
    language: LanguageCode = text_field("Language code of the content.", "en")
    as_of: Date = text_field("The day up to which the content was checked; claims expire by it.", "2026-11-23")
    licences: Licences = Field(description="Terms of use.")
    arms: tuple[Arm, ...] = Field((), description="The arms of the fingerpost: none, or two or more, each to a different role.")
    figures: tuple[HomeFigure, ...] = Field((), description="Figures on the home page.", max_length=limits.MOST_HOME_FIGURES)
    pictures: tuple[Picture, ...] = Field((), description="Pictures of claims, in order.", max_length=limits.MOST_PICTURES)
    areas: tuple[Group, ...] = Field(description="Areas of skills, in order.", min_length=1)
    topics: tuple[Group, ...] = Field((), description="Topics of claims, in order.")
    question_groups: tuple[Group, ...] = Field((), description="Groups of questions, in order.")
    asked: tuple[QuestionId, ...] = text_field("Questions that the home page names, in order.", ["do-i-need-a-kiln"], (),
                                               max_length=limits.MOST_ASKED)
    article: SourceId | None = text_field("The source whose statements the guide checks one by one; claims name them in `article`.",
                                          "the-potters-notebook", None)
    article_story: Prose | None = text_field("How that article begins, what the guide leaves out, and why.",
                                             "It begins with a kiln that would not light.", None)
    supplies: tuple[Supply, ...] = Field((), description="What steps may need besides time.", max_length=limits.MOST_SUPPLIES)
    rhythm: Rhythm | None = Field(None, description="How often every path has something to show.")
    roles: tuple[RoleId, ...] = text_field("Roles, in order.", ["potter"], min_length=1)
    personas: tuple[PersonaId, ...] = text_field("Personas, in order.", ["weekend-maker"], ())
    criteria: tuple[CriterionId, ...] = text_field("Rows of the comparison, in order.", ["rhythm"], ())
    decisions: tuple[DecisionId, ...] = text_field("Decisions, in order.", ["which-craft"], ())

    changes: tuple[Change, ...] = Field(
        (), description="What changed, for returning readers. Corrections and retirements are listed automatically.",
        max_length=limits.MOST_ENTRIES)
    look: Look | None = Field(None, description="The guide's own colours.")
    plain_http: tuple[Host, ...] = text_field("Hosts that serve only plain http, which no other address may use.", ["example.org"], ())
    format: Count = text_field("The format of the content, which `check --fix` raises.", FORMAT)

    @property
    def colours(self) -> Mapping[str, str]:
        """The guide's own colours by name, those that it gives."""
        return {name: colour for name, colour in vars(self.look).items() if colour} if self.look else {}

    @property
    def site(self) -> str:
        """The address of the published site, with a stroke at its end; empty when nobody knows it."""
        return self.site_url or github_pages(self.repository or "")


def format_of(fields: Mapping[str, Any]) -> int | None:
    """The format that the fields of guide.yml name, as they stand there: that of guides without a number where they name none, None for no number."""
    number = fields.get("format") or str(_FORMAT_WITHOUT_NUMBER)
    if not isinstance(number, str) or not re.fullmatch("[0-9]+", number):
        return None
    return max(int(number[:9]), _FORMAT_WITHOUT_NUMBER)


def github_pages(repository: str) -> str:
    """Where GitHub Pages shows a repository of GitHub; empty for another address."""
    parts = urlsplit(repository)
    names = parts.path.strip("/").split("/")
    if parts.hostname != "github.com" or len(names) != 2 or not all(names):
        return ""
    owner, name = names
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


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
# Where guide.yml lists what has no file of its own, by what refers to it.
LISTED_IN: Mapping[str, str] = {"area": "areas", "topic": "topics", "supply": "supplies", "question-group": "question_groups"}
# The field whose value names the sub-folder of a file, by custom: sub-folders sort, and mean nothing.
SHELVES: Mapping[str, str] = {"resource": "kind", "skill": "area", "claim": "topic"}


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
