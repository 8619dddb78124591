"""What is said to be so, and how we know: claims, sources, events, debates, use-cases, tools."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from . import limits
from .learning import ClaimId, RoleId, SkillId, Verified
from .people import DecisionId
from .types import Currency, Date, Entity, FreeLine, FrozenMap, Id, Line, Name, Number, Part, Prose, Refers, Url, text_field

SourceId = Annotated[str, Refers("source")]
# The one list of verdicts, the best first: what a claim gains by, `diff` shows to reviewers. A new one has its place here, words under
# `verdict` (and `corrections`, where it warns) in `words/`, and a look in `parts.css`; all else follows.
Verdict = Literal["confirmed", "partly", "contradicted", "not-found"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# Those on which a claim can be relied. All others warn: they stand among the corrections, and in no chart.
BORNE_OUT: frozenset[Verdict] = frozenset({"confirmed", "partly"})
# Those that say all there is to say. With any other, what was found or a caveat stands beside the claim.
SPEAKS_FOR_ITSELF: frozenset[Verdict] = frozenset({"confirmed", "not-found"})
SourceKind = Literal["primary", "secondary", "opinion", "survey", "government", "company"]


class Source(Entity):
    """Where a claim comes from."""

    title: Name = text_field("The work's own title.", "The potter's notebook")
    publisher: Name = text_field("Who published it.", "The guild of potters")
    kind: SourceKind = text_field("What sort of source it is.", "primary")
    authors: tuple[Name, ...] = text_field("Who wrote it.", ["Ada Potter"], ())
    published: Date | None = text_field("When; a year or a month is fine.", "2026-06", None)
    url: Url | None = text_field("Its address; left out when none was found.", "https://example.org/notebook", None)
    archived_url: Url | None = text_field("An archived copy.", "https://web.archive.org/web/2026/https://example.org/notebook", None)
    note: FreeLine | None = text_field(
        "What a reader should know about it.", "A dealer's leaflet; its method is not shown.", None
    )
    verified: Verified | None = Field(None, description="Set only when a person opened the page.")


class Range(Part):
    """Two ends of a quantity; an end that is left out is open."""

    low: Number | None = text_field("The lower end.", "11", None)
    high: Number | None = text_field("The upper end.", "12", None)


class Citation(Part):
    """A source, and where in it the statement stands."""

    source: SourceId = text_field("The source's id.", "the-potters-notebook")
    locator: FreeLine | None = text_field("Page, table or section.", "Table 1", None)


class ClaimFinding(Part):
    """What a check of the claim turned up."""

    says: FreeLine = text_field("What the page says, in words other than its own.", "The page gives 11 percent for stoneware.")
    source: SourceId | None = text_field("The source it was found in.", "the-potters-notebook", None)
    url: Url | None = text_field("The page, when it is no source of its own.", "https://example.org/page", None)


class Claim(Entity):
    """One checkable statement with at most one quantity, where it comes from, and what became of it when it was checked."""

    statement: FreeLine = text_field("The claim in one sentence.", "Clay shrinks by 12 percent from the wheel to the shelf.")
    topic: Annotated[str, Refers("topic")] = text_field("The id of its topic in guide.yml.", "craft")
    sources: tuple[Citation, ...] = Field(description="Who says so.", min_length=1)
    verdict: Verdict = text_field("What the check found.", "partly")
    value: Number | None = text_field("The quantity, as a bare number.", "12", None)
    range: Range | None = text_field(
        "The quantity, when it is a span; not together with value.", {"low": 11, "high": 12}, None
    )
    unit: Name | None = text_field("What the number counts; 'percent' prints as %.", "percent", None)
    currency: Currency | None = text_field("For money.", "USD", None)
    measures: Name | None = text_field("What exactly was measured.", "shrinkage", None)
    place: Name | None = text_field("Where it holds.", "United States", None)
    period: Name | None = text_field("When it holds.", "May 2026", None)
    population: Name | None = text_field("About whom or what.", "stoneware", None)
    seniority: Name | None = text_field("At which level, for pay.", "apprentice", None)
    method: FreeLine | None = text_field("How it was measured.", "Forty tiles, measured before and after", None)
    observed: Date | None = text_field("When it was observed or published.", "2026-05", None)
    expires: Date | None = text_field("When it should no longer be used without a look.", "2027-05", None)
    found: tuple[ClaimFinding, ...] = Field((), description="What the check turned up, for and against.")
    caveat: FreeLine | None = text_field("What a reader must know to use it rightly.", "It depends on the clay.", None)
    superseded_by: ClaimId | None = text_field("A newer claim on the same thing.", "clay-shrinks-2027", None)
    conflicts_with: tuple[ClaimId, ...] = text_field("Claims that say otherwise.", ["clay-shrinks-less"], ())
    verified: Verified | None = Field(None, description="Set only when a person opened the source.")

    @property
    def is_borne_out(self) -> bool:
        """Whether its verdict lets a reader rely on it."""
        return self.verdict in BORNE_OUT


class Position(Part):
    """One side of a debate."""

    name: Name = text_field("The side, as its holders would put it.", "Wood")
    argument: Prose = text_field("Its best case.", "A wood fire paints the pots.")
    claims: tuple[ClaimId, ...] = text_field("What it rests on.", ["pots-are-fired-twice"], ())


class Debate(Entity):
    """A question on which informed people differ."""

    name: Name = text_field("Short name.", "Wood or electricity?")
    summary: Line = text_field("The question in a sentence.", "Whether a kiln should burn wood.")
    positions: tuple[Position, ...] = Field(description="The sides, each at its best.", min_length=2)
    view: Prose = text_field("This guide's view, and why.", "Electricity, to begin with.")
    would_change: tuple[Line, ...] = text_field("What would change this view.", ["A wood kiln that two people can watch."], ())


class CaseFact(Part):
    """What is asked of a problem, in the guide's own words, and the answer."""

    name: Name = text_field("What is asked.", "It must last")
    value: Line = text_field("The answer.", "Forty years.")


class UseCase(Entity):
    """A problem as it comes, and the approach that fits it."""

    name: Name = text_field("The problem.", "A wedding gift")
    what: Prose = text_field("What has to be done.", "Make something that two people use for forty years.")
    facts: tuple[CaseFact, ...] = Field((), description="What tells it from other problems, in order.", max_length=limits.MOST_FACTS)
    approach: Line = text_field("What fits, in one sentence.", "A large bowl.")
    why: Prose = text_field("Why it fits, and when it would not.", "A bowl is used every day.")
    roles: tuple[RoleId, ...] = text_field("Who builds it.", ["potter"])
    outcomes: FrozenMap[DecisionId, Id] = text_field("The outcome of a decision that fits it.", {"which-craft": "potter"}, {})
    skills: tuple[SkillId, ...] = text_field("Skills it leans on most.", ["throwing"], ())
    claims: tuple[ClaimId, ...] = text_field("What this rests on.", ["pots-are-fired-twice"], ())


class Tool(Entity):
    """Something on a role's workbench."""

    name: Name = text_field("Its name.", "Wheel")
    category: Name = text_field("The group it is listed in.", "Workshop")
    summary: Line = text_field("What it is for.", "Throw round things.")
    url: Url | None = text_field("Its home page.", "https://example.org/wheels", None)
    skills: tuple[SkillId, ...] = text_field("Skills that use it.", ["throwing"], ())
    claims: tuple[ClaimId, ...] = text_field("What says that the roles use it.", ["pots-are-fired-twice"], ())
    note: Line | None = text_field("What to know about it.", "Not exclusive to one role.", None)


class Event(Entity):
    """Something that happened, for the timeline."""

    name: Name = text_field("What happened, in a few words.", "The notebook appears")
    on: Date = text_field("When.", "2025-06-30")
    what: Line = text_field("What happened and why it matters.", "A potter writes down what the kiln did.")
    claims: tuple[ClaimId, ...] = text_field("What says so.", ["pots-are-fired-twice"], ())
