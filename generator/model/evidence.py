"""What is said to be so, and how we know: claims, sources, events, debates, use-cases, tools."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from . import limits
from .learning import ClaimId, RoleId, Seen, SkillId, Verified
from .parts import Entity, FrozenMap, Part, text_field
from .people import DecisionId
from .types import Bool, Count, Currency, Date, FreeLine, Id, Label, Line, Name, Number, Prose, Quote, Refers, Url

SourceId = Annotated[str, Refers("source")]
# The one list of verdicts, the best first: what a claim gains by, `diff` shows to reviewers. A new one has its place here, words under
# `verdict` (and `corrections`, where it warns) in `words/`, a look in `parts.css` and a line in the form `correct-figure.yml`; the marks follow.
Verdict = Literal["confirmed", "partly", "contradicted", "not-found"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# Those on which a claim can be relied. All others warn: they stand among the corrections, and in no chart.
BORNE_OUT: frozenset[Verdict] = frozenset({"confirmed", "partly"})
# Those that say all there is to say. With any other, what was found or a caveat stands beside the claim.
SPEAKS_FOR_ITSELF: frozenset[Verdict] = frozenset({"confirmed", "not-found"})
# What the check of an argument in a debate found, the best first; words under `finding` in `words/`.
ArgumentFinding = Literal["holds", "proves-little", "half-true", "out-of-date", "no-source", "judgement"]
ARGUMENT_FINDINGS: tuple[ArgumentFinding, ...] = get_args(ArgumentFinding)
SourceKind = Literal["primary", "secondary", "opinion", "survey", "government", "company"]
Weight = Literal["strong", "fair", "weak", "unweighed"]  # the heaviest first
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
SMALL_SAMPLE = 100  # below it, one more or less moves a share by more than a percent


class WeightRow(NamedTuple):
    """A row of the table of weights: what is asked of a source, None for either, and the weight of those of which it is so."""

    could_know: bool
    shows_method: bool | None
    sells_or_uncounted: bool | None
    weight: Weight


# The table by which sources are weighed. It is shown on the site as it stands here. `sells_or_uncounted`: its publisher sells what the
# figure helps, and nobody else can count it again; who sells but counts what anybody can count has put the figure where it can be checked.
WEIGHT_TABLE: tuple[WeightRow, ...] = (
    WeightRow(True, True, False, "strong"),
    WeightRow(True, True, True, "fair"),
    WeightRow(True, False, False, "fair"),
    WeightRow(True, False, True, "weak"),
    WeightRow(False, None, None, "weak"),
)


class Source(Entity):
    """Where a claim comes from."""

    title: Name = text_field("The work's own title.", "The potter's notebook")
    publisher: Name = text_field("Who published it.", "The guild of potters")
    kind: SourceKind = text_field("What sort of source it is.", "primary")
    authors: tuple[Name, ...] = text_field("Who wrote it.", ["Ada Potter"], ())
    published: Date | None = text_field("When; a year or a month is fine.", "2026-06", None)
    url: Url | None = text_field("Its address; left out when none was found.", "https://example.org/notebook", None)
    archived_url: Url | None = text_field("An archived copy.", "https://web.archive.org/web/2026/https://example.org/notebook", None)
    note: FreeLine | None = text_field("What a reader should know about it.", "A dealer's leaflet; its method is not shown.", None)
    could_know: Bool | None = text_field("Whether its publisher could know at first hand: asked, counted, measured or did it.", "true", None)
    sells: Line | None = text_field("What its publisher sells that the figure helps; if left out, nothing.", "Clay, to the potters it counts", None)
    shows_method: Bool | None = text_field("Whether it says how it arrived at its figures.", "false", None)
    sample: Count | None = text_field("How many it asked or counted.", "40", None)
    countable: Bool | None = text_field("Whether anybody could recount it from public data.", "false", None)
    verified: Verified | None = Field(None, description="Set only when a person opened the page.")

    @property
    def weight(self) -> Weight:
        """What it weighs, by the table of weights from the facts about it, one step less for a small sample; `unweighed` while these are unknown."""
        if self.could_know is None or (self.could_know and self.shows_method is None):
            return "unweighed"
        asked = (self.could_know, self.shows_method, self.sells is not None and not self.countable)
        row = next(row for row in WEIGHT_TABLE if all(is_so is None or is_so == fact for is_so, fact in zip(row[:3], asked, strict=True)))
        is_small = self.sample is not None and self.sample < SMALL_SAMPLE
        return WEIGHTS[min(WEIGHTS.index(row.weight) + is_small, WEIGHTS.index("weak"))]


class Range(Part):
    """Two ends of a quantity; an end that is left out is open."""

    low: Number | None = text_field("The lower end.", "11", None)
    high: Number | None = text_field("The upper end.", "12", None)


class CitationReading(Seen):
    """That the place in the source, or a report of it, was read, by a person or a program."""

    manner: Literal["live", "archived", "repository", "report"] = text_field(
        "live: the page itself; archived: a copy in an archive; repository: its files at a revision; report: not read, known from a report.",
        "archived", alias="as")
    via: SourceId | None = text_field("The report that tells of the page; only with `as: report`.", "the-weavers-monthly", None)

    @property
    def is_of_the_source(self) -> bool:
        """Whether the source itself was read: a report is no reading."""
        return self.manner != "report"


class Citation(Part):
    """A source, where in it the statement is, and whether that was read."""

    source: SourceId = text_field("The source's id.", "the-potters-notebook")
    locator: FreeLine | None = text_field("Page, table or section.", "Table 1", None)
    read: CitationReading | None = Field(None, description="When and in which copy the place was read, or who reports it; left out: not read.")
    quote: Quote | None = text_field("The source's own words, exactly, and no more than needed.", "It shrank by an eighth.", None)

    @property
    def is_read(self) -> bool:
        """Whether the source itself was read, the page or a dated copy of it."""
        return self.read is not None and self.read.is_of_the_source


Operation = Literal["difference", "ratio", "share", "change", "sum"]


class Derivation(Part):
    """How a claim's value is computed from others; a rule recomputes it."""

    how: Operation = text_field(
        "difference: the first less the second; ratio: the first divided by the second; share: that in percent; change: by how many percent "
        "the first is above the second; sum: all of them together.",
        "ratio")
    claims: tuple[ClaimId, ...] = text_field("The claims, in the order of the operation.", ["clay-shrinks", "clay-shrinks-less"], min_length=2)


class Dated(Part):
    """A value of a series."""

    on: Date = text_field("When it held.", "2026-05")
    value: Number = text_field("The quantity then, in the claim's unit.", "12")
    redefined: FreeLine | None = text_field(
        "What is counted differently from here on, so that it cannot be compared with earlier values.", "Dry clay is left out from here on.", None
    )


class ClaimFinding(Part):
    """What a check of the claim turned up."""

    says: FreeLine = text_field("What the page says, in words other than its own.", "The page gives 11 percent for stoneware.")
    source: SourceId | None = text_field("The source it was found in.", "the-potters-notebook", None)
    url: Url | None = text_field("The page, if it is not a source of its own.", "https://example.org/page", None)


class Claim(Entity):
    """One checkable statement with at most one quantity, where it comes from, and what a check of it found."""

    statement: FreeLine = text_field("The claim in one sentence.", "Clay shrinks by 12 percent from the wheel to the shelf.")
    topic: Annotated[str, Refers("topic")] = text_field("The id of its topic in guide.yml.", "craft")
    sources: tuple[Citation, ...] = Field(description="Who says so.", min_length=1)
    verdict: Verdict = text_field("What the check found.", "partly")
    value: Number | None = text_field("The quantity, as a bare number.", "12", None)
    range: Range | None = text_field("The quantity, when it is a span; not together with value.", {"low": 11, "high": 12}, None)
    unit: Name | None = text_field("What the number counts; 'percent' prints as %.", "percent", None)
    currency: Currency | None = text_field("For money.", "USD", None)
    measures: Name | None = text_field("What exactly was measured.", "shrinkage", None)
    place: Name | None = text_field("Where it holds.", "United States", None)
    period: Name | None = text_field("When it holds.", "May 2026", None)
    population: Name | None = text_field("Who or what it is about.", "stoneware", None)
    seniority: Name | None = text_field("The level, for pay.", "apprentice", None)
    method: FreeLine | None = text_field("How it was measured.", "Forty tiles, measured before and after", None)
    observed: Date | None = text_field("When it was observed or published.", "2026-05", None)
    expires: Date | None = text_field("When it should be checked again.", "2027-05", None)
    found: tuple[ClaimFinding, ...] = Field((), description="What the check turned up, for and against.")
    caveat: FreeLine | None = text_field("What a reader must know before using it.", "It depends on the clay.", None)
    superseded_by: ClaimId | None = text_field("A newer claim on the same thing.", "clay-shrinks-2027", None)
    conflicts_with: tuple[ClaimId, ...] = text_field("Claims that say otherwise.", ["clay-shrinks-less"], ())
    sample: Count | None = text_field("How many the figure is based on.", "40", None)
    interval: Range | None = text_field("Its 95 percent confidence interval, for a sample.", {"low": "11.2", "high": "12.9"}, None)
    derived_from: Derivation | None = Field(None, description="The claims that the value is computed from.")
    series: tuple[Dated, ...] = Field((), description="Values over time, the oldest first; the claim's own value is the last of them.",
                                      max_length=limits.MOST_DATED)
    counted: Name | None = text_field(
        "Set if this guide counted it: the name of the count, with which `make recount` repeats it from public data.",
        "tiles/shrinkage", None)
    article: tuple[Label, ...] = text_field("The statements of the guide's article that it checks, by their ids.", ["F012"], ())
    verified: Verified | None = Field(None, description="Set only when a person opened the source.")

    @property
    def pieces(self) -> tuple[tuple[Dated, ...], ...]:
        """Its series in pieces: another begins where something else is counted from then on."""
        pieces: list[list[Dated]] = []
        for dated in self.series:
            if dated.redefined or not pieces:
                pieces.append([])
            pieces[-1].append(dated)
        return tuple(map(tuple, pieces))

    @property
    def has_figure(self) -> bool:
        """Whether it holds a quantity."""
        return self.value is not None or self.range is not None

    @property
    def is_borne_out(self) -> bool:
        """Whether its verdict lets a reader rely on it."""
        return self.verdict in BORNE_OUT

    @property
    def is_read(self) -> bool:
        """Whether one of its sources was read, the page or a dated copy of it."""
        return any(citation.is_read for citation in self.sources)


class Position(Part):
    """One side of a debate, or one of its arguments."""

    name: Name = text_field("The side, as its holders would put it.", "Wood")
    finding: ArgumentFinding | None = text_field("What the check of its argument found.", "half-true", None)
    argument: Prose = text_field("Its best case.", "A wood fire paints the pots.")
    claims: tuple[ClaimId, ...] = text_field("Evidence.", ["pots-are-fired-twice"], ())


class Debate(Entity):
    """A question on which informed people disagree."""

    name: Name = text_field("Short name.", "Wood or electricity?")
    summary: Line = text_field("The question in a sentence.", "Whether a kiln should burn wood.")
    positions: tuple[Position, ...] = Field(description="The sides, each at its best.", min_length=2)
    short: Label | None = text_field("The view in a word or two, as lists show it.", "Electricity", None)
    in_short: Line | None = text_field("The view in two sentences, for the top of the page.", "Electricity, to start with. It forgives more.", None)
    view: Prose = text_field("This guide's view, and why.", "Electricity, to begin with.")
    would_change: tuple[Line, ...] = text_field("What would change this view.", ["A wood kiln that two people can watch."], ())


class CaseFact(Part):
    """A question about the problem, in the guide's own words, and its answer."""

    name: Name = text_field("The question.", "It must last")
    value: Line = text_field("The answer.", "Forty years.")


class UseCase(Entity):
    """A problem as it arises, and the approach that fits it."""

    name: Name = text_field("The problem.", "A wedding gift")
    what: Prose = text_field("What has to be done.", "Make something that two people use for forty years.")
    facts: tuple[CaseFact, ...] = Field((), description="What sets it apart from other problems, in order.", max_length=limits.MOST_FACTS)
    approach: Line = text_field("What fits, in one sentence.", "A large bowl.")
    why: Prose = text_field("Why it fits, and when it would not.", "A bowl is used every day.")
    roles: tuple[RoleId, ...] = text_field("Roles that build it.", ["potter"])
    outcomes: FrozenMap[DecisionId, Id] = text_field("The outcome of a decision that fits it.", {"which-craft": "potter"}, {})
    skills: tuple[SkillId, ...] = text_field("Skills it needs most.", ["throwing"], ())
    claims: tuple[ClaimId, ...] = text_field("Evidence.", ["pots-are-fired-twice"], ())


class Tool(Entity):
    """A tool that a role uses."""

    name: Name = text_field("Its name.", "Wheel")
    category: Name = text_field("The group it is listed in.", "Workshop")
    summary: Line = text_field("What it is for.", "Throw round things.")
    url: Url | None = text_field("Its home page.", "https://example.org/wheels", None)
    skills: tuple[SkillId, ...] = text_field("Skills that use it.", ["throwing"], ())
    claims: tuple[ClaimId, ...] = text_field("Claims that the roles use it.", ["pots-are-fired-twice"], ())
    note: Line | None = text_field("What to know about it.", "Not exclusive to one role.", None)
    alternate_names: tuple[Name, ...] = text_field("Other names, which the search finds too.", ["Potter's wheel"], ())


class Event(Entity):
    """Something that happened, for the timeline."""

    name: Name = text_field("What happened, in a few words.", "The notebook appears")
    on: Date = text_field("When.", "2025-06-30")
    what: Line = text_field("What happened and why it matters.", "A potter writes down what the kiln did.")
    claims: tuple[ClaimId, ...] = text_field("What says so.", ["pots-are-fired-twice"], ())
