"""What is learned and from what: skills, resources, projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from . import limits
from .types import (
    FROZEN,
    Bool,
    Count,
    Date,
    Entity,
    FreeLine,
    FreeProse,
    FrozenMap,
    Id,
    Level,
    Line,
    Minutes,
    Name,
    Part,
    Refers,
    Url,
    text_field,
)

SkillId = Annotated[str, Refers("skill")]
ResourceId = Annotated[str, Refers("resource")]
RoleId = Annotated[str, Refers("role")]
ProjectId = Annotated[str, Refers("project")]
ClaimId = Annotated[str, Refers("claim")]
SkillLevels = Annotated[Mapping[SkillId, Level], Field(max_length=limits.MOST_SKILLS), FROZEN]
SomeSkillLevels = Annotated[Mapping[SkillId, Level], Field(min_length=1, max_length=limits.MOST_SKILLS), FROZEN]

ResourceKind = Literal["course", "book", "tutorial", "docs", "article", "video", "paper", "exercises", "competition", "code"]
Cost = Literal["free", "freemium", "paid"]  # the cheapest first
COSTS: tuple[Cost, ...] = get_args(Cost)
Difficulty = Literal["beginner", "intermediate", "advanced"]


class Levels(Part):
    """What somebody can do at each level of a skill."""

    aware: Line = text_field(
        "Level 1: what you can explain.", "You can say what a glaze is made of.", alias="1"
    )
    working: Line = text_field(
        "Level 2: what you can do alone.", "You glaze a pot, and it comes out as you meant.", alias="2"
    )
    deep: Line = text_field(
        "Level 3: what you can design, debug and teach.", "You find out why a glaze runs and mix another.", alias="3"
    )


class Skill(Entity):
    """Something a person can do, at three levels; the nodes of the prerequisite graph."""

    name: Name = text_field("The skill's name, in the field's own words.", "Throwing on the wheel")
    summary: Line = text_field("What having it means, in one sentence.", "Make a round pot of a lump of clay.")
    area: Annotated[str, Refers("area")] = text_field("The id of its area in guide.yml.", "clay")
    requires: tuple[SkillId, ...] = text_field(
        "Skills that must be known first, at level 1 or higher; direct ones only.", ["wedging"], (), max_length=limits.MOST_SKILLS
    )
    levels: Levels = Field(description="What you can do at level 1 (aware), 2 (working) and 3 (deep).")
    alternate_names: tuple[Name, ...] = text_field("Other names, which the search finds too.", ["Turning"], ())


class Verified(Part):
    """A person opened the page and looked. Never set by a tool."""

    on: Date = text_field("The day the page was opened.", "2026-11-20", json_schema_extra={"today": True})
    by: Name = text_field("Who looked: a name or a GitHub handle.", "@octocat")
    how: Line = text_field("What was compared.", "Opened the page; title, price and contents match.")


class ResourcePart(Part):
    """A chapter, week or unit that can be planned by itself."""

    id: Id = text_field("Unique within the resource; progress is saved under it.", "week-3")
    title: Name = text_field("Its title.", "Week 3: lids")
    minutes: Minutes = text_field("Hours it takes, with the practice it asks for.", "4", alias="hours")
    teaches: SomeSkillLevels = text_field("Skills and the level they reach.", {"glazing": 2})
    requires: SkillLevels = text_field(
        "What must be known to start, beyond the prerequisites of what it teaches.", {"wedging": 2}, {}
    )
    formerly: tuple[Id, ...] = text_field(
        "Ids this part had before, within the resource. Links and saved progress follow them.", ["week-2"], (), max_length=20
    )


class Resource(Entity):
    """Something to learn from: a course, a book, documentation, a video, a paper."""

    title: Name = text_field("The title its publisher gives it.", "Evenings at the wheel")
    url: Url = text_field("Where it is.", "https://example.org/wheel")
    provider: Name = text_field("Who publishes it.", "The school of crafts")
    kind: ResourceKind = text_field("What it is.", "course")
    cost: Cost = text_field("free: all that the path needs costs nothing; freemium: some of it does not; paid.", "free")
    minutes: Minutes = text_field("Hours it takes, with the practice it asks for; parts sum to it.", "35", alias="hours")
    teaches: SomeSkillLevels = text_field(
        "Skills and the level somebody reaches who does the exercises; what its parts teach, joined.", {"throwing": 2}
    )
    hours_basis: Literal["stated", "estimate"] = text_field(
        "stated: the publisher names the effort; estimate: we do.", "estimate", "estimate"
    )
    requires: SkillLevels = text_field(
        "What must be known to start, beyond the prerequisites of what it teaches.", {"wedging": 2}, {}
    )
    authors: tuple[Name, ...] = text_field("Who wrote it, as they are credited.", ["Ada Potter"], ())
    price: FreeLine | None = text_field("What it costs, in words.", "About US$60 in print; in many libraries.", None)
    sign_up: Bool | None = text_field("Whether an account is needed.", "true", None)
    licence: Name | None = text_field("The licence of the material.", "CC BY 4.0", None)
    level: Difficulty | None = text_field("For whom it is written.", "intermediate", None)
    language: Name | None = text_field("Language code.", "en", None)
    year: Annotated[Count, Field(ge=min(limits.YEARS), le=max(limits.YEARS))] | None = text_field(
        "Year of the last edition or update known.", "2026", None
    )
    output: Line | None = text_field("What you have made when you are through.", "A set of six bowls", None)
    note: FreeLine | None = text_field("What to know before you start.", "It asks for a kiln.", None)
    assessed: Bool | None = text_field("Whether exercises are graded.", "false", None)
    pick: FrozenMap[SkillId, Line] = text_field(
        "Skills for which editors pick it among its kind, and why.", {"throwing": "It shows both hands."}, {}
    )
    parts: tuple[ResourcePart, ...] = Field((), description="Chapters or weeks; with them, only they are planned.", max_length=limits.MOST_PARTS)
    archived_url: Url | None = text_field("An archived copy.", "https://web.archive.org/web/2026/https://example.org/wheel", None)
    verified: Verified | None = Field(None, description="Set only when a person opened the page.")


class Project(Entity):
    """Something a learner builds, and how anybody can tell that it is done."""

    name: Name = text_field("What is built.", "Two bowls that nest")
    brief: FreeProse = text_field("The task, in a paragraph or two.", "Throw two bowls of one shape and ...")
    minutes: Minutes = text_field("Hours for somebody who has what it requires.", "8", alias="hours")
    requires: SkillLevels = text_field("Skills and levels needed to start.", {"wedging": 2}, {})
    proves: SomeSkillLevels = text_field("Skills and levels that the finished work shows.", {"throwing": 2})
    deliverable: FreeLine = text_field("What is handed over.", "Two bowls and a photograph of both")
    acceptance: tuple[FreeLine, ...] = text_field(
        "Points a stranger can check.", ["The small bowl stands in the large one."], max_length=limits.MOST_POINTS_OF_ACCEPTANCE
    )
    roles: tuple[RoleId, ...] = text_field("Roles it is good evidence for.", ["potter"])
    resources: tuple[ResourceId, ...] = text_field("Where to look when stuck.", ["the-glaze-book"], ())
    cv: FreeLine | None = text_field("How the finished work reads on a CV.", "Threw and glazed a set of nesting bowls", None)
