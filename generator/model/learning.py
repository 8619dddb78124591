"""What is learned and from what: skills, resources, projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from . import limits
from .parts import FROZEN, Entity, FrozenMap, Part, text_field
from .types import Act, Bool, Count, Date, FreeLine, FreeProse, Id, Label, Level, Line, Minutes, Name, Refers, Url

SkillId = Annotated[str, Refers("skill")]
ResourceId = Annotated[str, Refers("resource")]
RoleId = Annotated[str, Refers("role")]
ProjectId = Annotated[str, Refers("project")]
ClaimId = Annotated[str, Refers("claim")]
SupplyId = Annotated[str, Refers("supply")]
SkillLevels = Annotated[Mapping[SkillId, Level], Field(max_length=limits.MOST_SKILLS), FROZEN]
SomeSkillLevels = Annotated[Mapping[SkillId, Level], Field(min_length=1, max_length=limits.MOST_SKILLS), FROZEN]

ResourceKind = Literal["course", "book", "tutorial", "docs", "article", "video", "paper", "exercises", "competition", "code"]
Cost = Literal["free", "freemium", "paid"]  # the cheapest first
COSTS: tuple[Cost, ...] = get_args(Cost)
Difficulty = Literal["beginner", "intermediate", "advanced"]


class Levels(Part):
    """What a person can do at each level of a skill."""

    aware: Line = text_field("Level 1: what you can explain.", "You can say what a glaze is made of.", alias="1")
    working: Line = text_field("Level 2: what you can do alone.", "You glaze a pot, and it comes out as you meant.", alias="2")
    deep: Line = text_field("Level 3: what you can design, debug and teach.", "You find out why a glaze runs and mix another.", alias="3")


class Skill(Entity):
    """Something a person can do, at three levels; the nodes of the prerequisite graph."""

    name: Name = text_field("The skill's name, in the field's own words.", "Throwing on the wheel")
    summary: Line = text_field("What having it means, in one sentence.", "Make a round pot of a lump of clay.")
    area: Annotated[str, Refers("area")] = text_field("The id of its area in guide.yml.", "clay")
    requires: tuple[SkillId, ...] = text_field("Skills that must be known first, at level 1 or higher; direct ones only.", ["wedging"],
                                               (), max_length=limits.MOST_SKILLS)
    levels: Levels = Field(description="What you can do at level 1 (aware), 2 (working) and 3 (deep).")
    alternate_names: tuple[Name, ...] = text_field("Other names, which the search finds too.", ["Turning"], ())
    shows_in: tuple[Label, ...] = text_field(
        "Words in a project's acceptance points that call for this skill; a project that uses one requires it.", ["centred"], ())


class Verified(Part):
    """A person opened the page and looked. Never set by a tool."""

    on: Date = text_field("The day the page was opened.", "2026-11-20", json_schema_extra={"today": True})
    by: Name = text_field("Who looked: a name or a GitHub handle.", "@octocat")
    how: Line = text_field("What was compared.", "Opened the page; title, price and contents match.")


class Media(Part):
    """How long something is by its publisher's own count, without the learner's own work."""

    minutes: Count = text_field("Minutes of film or sound, or of reading, as the publisher states them.", "211")
    what: Name = text_field("Of what.", "video")
    url: Url | None = text_field("Where that is stated, if it is not the step's own page.", "https://example.org/wheel/about", None)


class Seen(Part):
    """That somebody, or a program, looked, when, and at which copy."""

    on: Date = text_field("The day.", "2026-11-20", json_schema_extra={"today": True})
    by: Literal["person", "automated"] = text_field("Who read: a person or a program.", "automated")
    copy_of: Line | None = text_field("Which copy, with its date.", "The archived copy of 2026-07-02", None, alias="copy")


class Reading(Seen):
    """That the page, or a dated copy of it, was read, by a person or by a machine."""

    manner: Literal["live", "archived", "repository"] = text_field(
        "live: the page itself; archived: a copy in an archive; repository: its files at a revision.", "archived", alias="as")


TrialResult = Literal["runs", "runs-with-a-change", "fails", "not-tried"]


class Trial(Part):
    """That somebody did what a step says, or a program did as far as it goes, and what came of it."""

    on: Date = text_field("The day.", "2026-11-20", json_schema_extra={"today": True})
    by: Literal["person", "automated"] = text_field("Who tried: a person or a program.", "automated")
    how: FreeLine = text_field("What was done.", "Threw the six bowls of week 3 as the film shows.")
    result: TrialResult = text_field("How it went; not-tried: it needs something we did not have.", "runs")
    note: FreeLine | None = text_field("The change it takes, what fails, or what it needs.", "Use a softer clay than it says.", None)


class Cohort(Part):
    """A run of a course with dates and a group."""

    starts: Date = text_field("Its first day.", "2027-01-12")
    ends: Date | None = text_field("Its last day.", "2027-03-16", None)
    url: Url | None = text_field("Where it is announced.", "https://example.org/wheel/2027", None)


# What a step may say of what is done, wherever it leads: the same for a whole resource and for a part of it.
_ACT: Any = text_field("What is done, beginning with a verb.", "Throw six bowls of one height", None)
_DO: Any = text_field("What to open and to do, in two to four lines, each one sitting.", ["Watch the film once.", "Throw six bowls."], (),
                      max_length=limits.MOST_TO_DO)
_DONE_WHEN: Any = text_field("When it is done: one check that another person could make.", "Six bowls stand in a row at one height.", None)
_SHIPS: Any = text_field("What there is to show at its end, in two or three words; only where another person can open it or hold it.",
                         "Six bowls", None)
_MEDIA: Any = Field(None, description="The publisher's own time, apart from the hours with practice.")
_NEEDS: Any = text_field("What it takes besides time: ids of supplies in guide.yml.", ["kiln"], ())
_RUNNING_COST: Any = text_field("Roughly what doing it costs beyond its price.", "Clay and firing, about the price of a meal", None)
_TRIED: Any = Field(None, description="When it was last tried, and how that went.")
_READ: Any = Field(None, description="When it was last read, in which copy.")
_WHY: Any = text_field("Why this, and not its best-known rival.", "It shows both hands; the longer course shows the pot alone.", None)


class ResourcePart(Part):
    """A chapter, week or unit that can be planned by itself."""

    id: Id = text_field("Unique within the resource; progress is saved under it.", "week-3")
    title: Name = text_field("Its title.", "Week 3: lids")
    minutes: Minutes = text_field("Hours it takes, with practice.", "4", alias="hours")
    teaches: SomeSkillLevels = text_field("Skills and the level they reach.", {"glazing": 2})
    requires: SkillLevels = text_field("What must be known to start, beyond the prerequisites of what it teaches.", {"wedging": 2}, {})
    url: Url | None = text_field("Its own address; if left out, that of the whole.", "https://example.org/wheel/week-3", None)
    act: Act | None = _ACT
    do: tuple[FreeLine, ...] = _DO
    done_when: FreeLine | None = _DONE_WHEN
    ships: Label | None = _SHIPS
    media: Media | None = _MEDIA
    needs: tuple[SupplyId, ...] = _NEEDS
    running_cost: FreeLine | None = _RUNNING_COST
    tried: Trial | None = _TRIED
    read: Reading | None = _READ
    why: FreeLine | None = _WHY
    note: FreeLine | None = text_field("What to know before you start.", "Cut your nails.", None)
    formerly: tuple[Id, ...] = text_field("Ids this part had before, within the resource. Links and saved progress follow them.",
                                          ["week-2"], (), max_length=limits.MOST_FORMER_IDS)


class Resource(Entity):
    """Something to learn from: a course, a book, documentation, a video, a paper."""

    title: Name = text_field("The title its publisher gives it.", "Evenings at the wheel")
    url: Url = text_field("Where it is.", "https://example.org/wheel")
    provider: Name = text_field("Who publishes it.", "The school of crafts")
    kind: ResourceKind = text_field("What it is.", "course")
    cost: Cost = text_field("free: all that the path needs costs nothing; freemium: some of it does not; paid.", "free")
    minutes: Minutes = text_field("Hours it takes, with practice; its parts add up to it.", "35", alias="hours")
    teaches: SomeSkillLevels = text_field("Skills and the level reached by doing the exercises; with parts, what they teach together.",
                                          {"throwing": 2})
    hours_basis: Literal["stated", "estimate"] = text_field("stated: the publisher names the effort; estimate: we do.", "estimate", "estimate")
    requires: SkillLevels = text_field("What must be known to start, beyond the prerequisites of what it teaches.", {"wedging": 2}, {})
    authors: tuple[Name, ...] = text_field("Who wrote it, as they are credited.", ["Ada Potter"], ())
    price: FreeLine | None = text_field("What it costs, in words.", "About US$60 in print; in many libraries.", None)
    sign_up: Bool | None = text_field("Whether an account is needed.", "true", None)
    licence: Name | None = text_field("The licence of the material.", "CC BY 4.0", None)
    level: Difficulty | None = text_field("Who it is written for.", "intermediate", None)
    language: Name | None = text_field("Language code.", "en", None)
    year: Annotated[Count, Field(ge=min(limits.YEARS), le=max(limits.YEARS))] | None = text_field(
        "Year of the last edition or update known.", "2026", None)
    output: Line | None = text_field("What you have made by the end.", "A set of six bowls", None)
    act: Act | None = _ACT
    do: tuple[FreeLine, ...] = _DO
    done_when: FreeLine | None = _DONE_WHEN
    ships: Label | None = _SHIPS
    media: Media | None = _MEDIA
    needs: tuple[SupplyId, ...] = _NEEDS
    running_cost: FreeLine | None = _RUNNING_COST
    tried: Trial | None = _TRIED
    read: Reading | None = _READ
    why: FreeLine | None = _WHY
    cohort: Cohort | None = Field(None, description="Its next run with a group, or the last one known.")
    note: FreeLine | None = text_field("What to know before you start.", "It asks for a kiln.", None)
    assessed: Bool | None = text_field("Whether exercises are graded.", "false", None)
    pick: FrozenMap[SkillId, Line] = text_field("Skills for which editors pick it over others of its kind, and why.",
                                                {"throwing": "It shows both hands."}, {})
    parts: tuple[ResourcePart, ...] = Field((), description="Chapters or weeks; with them, plans use only these.", max_length=limits.MOST_PARTS)
    archived_url: Url | None = text_field("An archived copy.", "https://web.archive.org/web/2026/https://example.org/wheel", None)
    verified: Verified | None = Field(None, description="Set only when a person opened the page.")

    def part(self, identifier: str | None) -> ResourcePart | None:
        """Its part of this id, or None."""
        return next((part for part in self.parts if part.id == identifier), None)

    def needs_of(self, piece: Resource | ResourcePart) -> tuple[SupplyId, ...]:
        """What a piece of it takes: the piece's own supplies, or, where that names none, those of the whole."""
        return piece.needs or self.needs


class ProjectPart(Part):
    """A piece of a project that can be shown by itself; each builds on the parts before it."""

    id: Id = text_field("Unique within the project; progress is saved under it.", "first-bowl")
    name: Act = text_field("What is done, beginning with a verb.", "Throw one bowl that stands")
    brief: FreeProse = text_field("The task, in a few lines.", "Throw one bowl and turn its foot.")
    minutes: Minutes = text_field("Hours for a person who has what it requires.", "6", alias="hours")
    requires: SkillLevels = text_field("Skills and levels needed to start, besides those of earlier parts.", {"wedging": 2}, {})
    proves: SomeSkillLevels = text_field("Skills and levels that it proves.", {"throwing": 2})
    deliverable: FreeLine = text_field("What is handed over.", "One bowl")
    acceptance: tuple[FreeLine, ...] = text_field("Points a stranger can check.", ["It stands."], min_length=1,
                                                  max_length=limits.MOST_POINTS_OF_ACCEPTANCE)
    ships: Label | None = text_field("What there is to show, in two or three words; if left out, its name.", "One bowl", None)
    cv: FreeLine | None = text_field("How this much of the work reads on a CV.", "Threw and turned a bowl", None)
    formerly: tuple[Id, ...] = text_field("Ids this part had before, within the project. Saved progress follows them.", ["bowl-one"], (),
                                          max_length=limits.MOST_FORMER_IDS)


class Project(Entity):
    """Something a learner builds, and how to tell that it is done."""

    name: Name = text_field("What is built.", "Two bowls that nest")
    brief: FreeProse = text_field("The task, in a paragraph or two.", "Throw two bowls of one shape and ...")
    minutes: Minutes = text_field("Hours for a person who has what it requires; its parts add up to it.", "8", alias="hours")
    requires: SkillLevels = text_field("Skills and levels needed to start; with parts, what they require together.", {"wedging": 2}, {})
    proves: SomeSkillLevels = text_field("Skills and levels that the finished work proves; with parts, what they prove together.", {"throwing": 2})
    deliverable: FreeLine = text_field("What is handed over.", "Two bowls and a photograph of both")
    acceptance: tuple[FreeLine, ...] = text_field("Points a stranger can check; a part's points are under the part.",
                                                  ["The small bowl stands in the large one."], (),
                                                  max_length=limits.MOST_POINTS_OF_ACCEPTANCE)
    parts: tuple[ProjectPart, ...] = Field((), description="Pieces, each of which can be shown; with them, plans use only these.",
                                  max_length=limits.MOST_PROJECT_PARTS)
    roles: tuple[RoleId, ...] = text_field("Roles it is good evidence for.", ["potter"])
    resources: tuple[ResourceId, ...] = text_field("Where to get help.", ["the-glaze-book"], ())
    ships: Label | None = text_field("What there is to show, in two or three words; if left out, its name.", "Nesting bowls", None)
    needs: tuple[SupplyId, ...] = _NEEDS
    running_cost: FreeLine | None = _RUNNING_COST
    cv: FreeLine | None = text_field("How the finished work reads on a CV.", "Threw and glazed a set of nesting bowls", None)

    def part(self, identifier: str | None) -> ProjectPart | None:
        """Its part of this id, or None."""
        return next((part for part in self.parts if part.id == identifier), None)
