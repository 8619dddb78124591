"""Whom the guide speaks of and to: roles, the criteria that tell them apart, personas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from . import limits
from .learning import ClaimId, ProjectId, ResourceId, RoleId, SkillId
from .parts import Entity, FrozenMap, Part, text_field
from .types import Bool, Brief, Cell, Count, Id, Label, Level, Line, Minutes, Name, Prose, Refers, Tagline

CriterionId = Annotated[str, Refers("criterion")]
DecisionId = Annotated[str, Refers("decision")]
PersonaId = Annotated[str, Refers("persona")]
ToolId = Annotated[str, Refers("tool")]


class Need(Part):
    """How well a role needs a skill: to get hired, and later on the job."""

    core: Level | None = text_field("Level needed to get hired; left out if people are hired without it.", "2", None)
    full: Level = text_field("Level of an experienced person in the role.", "3")
    claims: tuple[ClaimId, ...] = text_field("Claims that it is asked for.", ["clay-shrinks"], ())
    why: Line | None = text_field("Why the editor asks for it, if no claim does.", "Nobody is hired who cannot centre.", None)


class DayPart(Part):
    """A stretch of a working day."""

    when: Name = text_field("When.", "Morning")
    what: Line = text_field("What is done.", "Turn the feet of yesterday's bowls.")


class Phrase(Part):
    """Words in a job ad and the work they stand for."""

    phrase: Name = text_field("The words.", "Production pottery")
    means: Line = text_field("What they say about the work.", "You throw the same mug all day.")


class Question(Part):
    """A question to ask in an interview, and what to listen for."""

    ask: Line = text_field("The question.", "Who fires the kiln?")
    listen_for: Line = text_field("What the answers mean.", "A name tells you more than a plan.")


class AdSignals(Part):
    """How to see the work behind a title."""

    phrases: tuple[Phrase, ...] = Field((), description="Phrases in ads and what they mean.")
    questions: tuple[Question, ...] = Field((), description="Questions for the interviewer.")


class Neighbour(Part):
    """Another title for similar work."""

    title: Name = text_field("The title.", "Studio assistant")
    note: Line = text_field("How the work differs.", "The same work under another name.")


class CriterionValue(Part):
    """A cell of the comparison: a value with claims behind it, or one marked as this guide's opinion."""

    short: Cell | None = text_field("The same in about six words, for the table at a glance; if left out, the whole value.", "clay", None)
    value: Line = text_field("What holds for this role.", "A lump of clay")
    claims: tuple[ClaimId, ...] = text_field("Evidence.", ["clay-shrinks"], ())
    opinion: Bool = text_field("True if it is our judgement.", "true", False)


class RoleInShort(Part):
    """What readers ask first about a role, in a sentence each: the box at the top of its page. Time and first step follow from the paths."""

    for_you_if: Brief | None = text_field("Whom it suits, after the words \"For you if\".", "you like to begin again from a lump.", None)
    not_if: Brief | None = text_field("Whom it does not suit, after \"Not if\".", "you want to see today what you made today.", None)
    pay: Brief | None = text_field("What it pays.", "Little at first; most live from courses.", None)
    demand: Brief | None = text_field("How many employers ask for it.", "Few places, and most are filled by word of mouth.", None)


class RoleFindings(Part):
    """What each section of a role's page comes down to, in two or three sentences; the details are folded below."""

    work: Line | None = text_field("What the work is.", "You form clay, dry it and fire it. Most of it is waiting.", None)
    pay: Line | None = text_field("What it pays, and how far the sources agree.", "Ads name little. Most live from courses.", None)
    demand: Line | None = text_field("How many employers ask for it, and the trend.", "Few places, and most are filled by word of mouth.", None)
    hiring: Line | None = text_field("Who gets hired, and for what.", "People who can show six mugs of one height.", None)
    needs: Line | None = text_field("What a person has to know.", "Throwing and glazing; the rest is learned there.", None)


class Role(Entity):
    """A job: what it is, what its days are like, what it takes and what it pays."""

    name: Name = text_field("The title.", "Potter")
    alternate_names: tuple[Name, ...] = text_field("The same work under other titles.", ["Ceramist"], ())
    summary: Line = text_field("The role in one sentence.", "Makes vessels of clay.")
    approach: Name = text_field("What the role starts from, in two or three words.", "Clay first")
    in_short: RoleInShort | None = Field(None, description="The role at a glance, a sentence for each question.")
    findings: RoleFindings | None = Field(None, description="What each section of its page comes down to.")
    description: Prose = text_field("What the role is.", "A potter forms clay, dries it and fires it.")
    a_day: tuple[DayPart, ...] = Field((), description="An ordinary day, in order.")
    responsibilities: tuple[Line, ...] = text_field("What the role is responsible for.", ["Every crack"], ())
    background: Prose | None = text_field("The background people come from.", "Mostly evening courses.", None)
    workbench: tuple[ToolId, ...] = text_field("Tools in daily use.", ["wheel"], ())
    needs: FrozenMap[SkillId, Need] = Field(description="Skills, with the level needed to get hired (core) and on the job (full).")
    hiring: tuple[Line, ...] = text_field("What gets a person hired.", ["Six mugs of one height"], ())
    not_for_you_if: tuple[Line, ...] = text_field("Signs that it is not for you.", ["You want to see today what you made today."], ())
    ad_signals: AdSignals | None = Field(None, description="How to read its job ads.")
    neighbours: tuple[Neighbour, ...] = Field((), description="Other titles for similar work.")
    criteria: FrozenMap[CriterionId, CriterionValue] = Field({}, description="Its column of the comparison.")
    pay: tuple[ClaimId, ...] = text_field("Claims about its pay.", ["median-day-rate"], ())
    demand: tuple[ClaimId, ...] = text_field("Claims about demand for it.", ["open-places-2026"], ())


class Criterion(Entity):
    """One row of the comparison of roles."""

    name: Name = text_field("The row's name.", "Starting point")
    short: Label | None = text_field("The row's name at a glance, which the short values answer.", "Starts from", None)
    group: Label | None = text_field("The heading of its row at a glance.", "The work", None)
    ground: Tagline | None = text_field("What the short values are based on; shown beside that heading.", "our view", None)
    question: Line = text_field("What it compares, in one line.", "What exists before the work begins.")
    why: Line = text_field("Why it matters to the choice.", "It decides what you must learn first.")


class Rhythm(Part):
    """How often a path has something to show: limits that plans keep if they can. What is left out is not limited."""

    stretch: Minutes | None = text_field("At most this many hours to the first thing to show, and from one to the next.", "60", None)
    between_projects: Minutes | None = text_field("At most this many hours to the first project, and from one to the next.", "90", None)
    after_last: Minutes | None = text_field("At most this many hours after the last project.", "15", None)


class Pin(Part):
    """A resource that an editor puts into a path."""

    resource: ResourceId = text_field("The resource.", "evenings-at-the-wheel")
    part: Id | None = text_field("One part of it; if left out, all of it.", "week-3", None)
    why: Line = text_field("Why it belongs here.", "You will want its homework.")


class Omission(Part):
    """A resource that an editor keeps out of a path."""

    resource: ResourceId = text_field("The resource.", "the-glaze-book")
    why: Line = text_field("Why not here.", "It needs a kiln that you do not have.")


class PersonaPath(Part):
    """A way from this persona to a role."""

    to: RoleId = text_field("The role.", "potter")
    stance: Literal["recommended", "sensible", "long"] = text_field("What we think of this way.", "recommended")
    why: Prose = text_field("Why go this way, or why not.", "You work with your hands already.")
    first_project: ProjectId | None = text_field("The first project.", "two-bowls", None)
    projects: tuple[ProjectId, ...] = text_field(
        "Other projects that the path must have, wherever it leads to them.", ["a-tea-set"], (),
        max_length=limits.MOST_PROJECTS_OF_A_PATH)
    first_project_within: Minutes | None = text_field(
        "Hours by which the first project should ship; `check` warns if a core path takes longer.", "20", None)
    then: RoleId | None = text_field("A second role, planned from the end of the first path.", "weaver", None)
    pin: tuple[Pin, ...] = Field((), description="Resources that must be in it.")
    omit: tuple[Omission, ...] = Field((), description="Resources that must not be in it.")


class PayChange(Part):
    """What a move would do to pay, with caveats."""

    says: Prose = text_field("In words, with claim links.", "Ads name [$200](claim:median-day-rate) a day.")
    claims: tuple[ClaimId, ...] = text_field("Evidence.", ["median-day-rate"], ())


class Persona(Entity):
    """A reader: what they can do already, what worries them, where they could go."""

    name: Name = text_field("Who it is.", "Weekend maker")
    short: Tagline | None = text_field("Who that is, in about seven words, for a list.", "Makes things at weekends", None)
    summary: Line = text_field("In one sentence, as they would say it.", "You make things at weekends and would like to make more.")
    has: FrozenMap[SkillId, Level] = text_field("Skills they have, and the level.", {"python-basics": 2}, {})
    hours_per_week: Annotated[Count, Field(ge=min(limits.HOURS_PER_WEEK), le=max(limits.HOURS_PER_WEEK))] = text_field(
        "Hours a week they can give.", "8")
    rhythm: Rhythm | None = Field(None, description="How often this reader wants something to show; if left out, as in guide.yml.")
    worries: tuple[Line, ...] = text_field(
        "What they ask themselves. A link to a question or a debate, as in `[Is it too late?](faq:too-late)`, is answered in "
        "place: by what stands after the link, or else by the answer there.",
        ["Is it too late?"], ())
    advice: Prose = text_field("What this guide tells them.", "Start with a bowl.")
    stay: Prose | None = text_field("What staying, and going deeper, would mean.", "Become the one who ...", None)
    pay_change: PayChange | None = Field(None, description="What moving would do to pay.")
    answers: FrozenMap[DecisionId, FrozenMap[Id, Id]] = text_field(
        "Sample answers to a decision: question to option.", {"which-craft": {"waiting": "can"}}, {})
    unless: FrozenMap[DecisionId, FrozenMap[Id, tuple[Id, ...]]] = text_field(
        "Answers to a decision that this reader would not give: question to options. Giving one rules this persona out.",
        {"which-craft": {"waiting": ["cannot"]}}, {})
    expect: FrozenMap[DecisionId, FrozenMap[Id, Id]] = text_field(
        "Where these answers must end: block to outcome.", {"which-craft": {"fit": "potter"}}, {})
    paths: tuple[PersonaPath, ...] = Field(description="Where they could go.", min_length=1)

    def path_to(self, role: str) -> PersonaPath | None:
        """Its path to this role, or None."""
        return next((path for path in self.paths if path.to == role), None)
