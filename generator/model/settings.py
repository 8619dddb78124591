"""guide.yml: the guide's own settings.

Areas and topics are named in the file. Sub-folders group files and mean nothing, so a skill says its `area` and a claim its
`topic`; both are listed, in order, in `guide.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field

from . import limits
from .evidence import SourceId
from .faq import QuestionId
from .learning import ClaimId, RoleId
from .parts import Entity, Part, text_field
from .people import CriterionId, DecisionId, PersonaId, Rhythm
from .pictures import Picture
from .types import Colour, Count, Date, Host, Id, Label, LanguageCode, Line, Name, Prose, RepositoryUrl, SiteUrl

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
