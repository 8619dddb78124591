"""Questions as people type them, each with a short answer and with where to go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from . import limits
from .learning import ClaimId, ProjectId, ResourceId, RoleId, SkillId
from .parts import Entity, Part, text_field
from .people import DecisionId, PersonaId
from .types import Name, Prose, Refers

DebateId = Annotated[str, Refers("debate")]
UseCaseId = Annotated[str, Refers("use-case")]
TopicId = Annotated[str, Refers("topic")]
PageId = Annotated[str, Refers("page")]
QuestionId = Annotated[str, Refers("faq")]


class Onward(Part):
    """Where a question leads: one thing in the guide. A persona with a role is the path between them."""

    decision: DecisionId | None = text_field("A decision.", "which-craft", None)
    role: RoleId | None = text_field("A role; with a persona, where the path leads.", "potter", None)
    persona: PersonaId | None = text_field("A starting point; with a role, where the path begins.", "weekend-maker", None)
    skill: SkillId | None = text_field("A skill.", "throwing", None)
    project: ProjectId | None = text_field("A project.", "six-mugs", None)
    resource: ResourceId | None = text_field("Something to learn from.", "the-glaze-book", None)
    debate: DebateId | None = text_field("A debate.", "wood-or-electricity", None)
    use_case: UseCaseId | None = text_field("A use case.", "wedding-gift", None)
    topic: TopicId | None = text_field("A topic of claims: its page has the figures.", "craft", None)
    page: PageId | None = text_field("A hand-written page.", "about", None)
    question: QuestionId | None = text_field("Another question.", "do-i-need-a-kiln", None)

    @property
    def named(self) -> Mapping[str, str]:
        """What it names: id by field."""
        return {name: identifier for name, identifier in vars(self).items() if identifier is not None}


class Faq(Entity):
    """A question as people type it, answered in a paragraph."""

    question: Name = text_field("The question, as people type it.", "Do I need a kiln of my own?")
    other_wordings: tuple[Name, ...] = text_field("Other wordings of the question, which the search finds and the page shows.",
                                                  ["where can i fire pots", "kiln at home"], (), max_length=limits.MOST_WORDINGS)
    group: Annotated[str, Refers("question-group")] = text_field("The id of its group in guide.yml.", "before-you-start")
    answer: Prose = text_field("The answer: one short paragraph, two at most.", "No. Studios fire other people's pots for a small fee.")
    next: tuple[Onward, ...] = Field(description="What to read next.", min_length=1, max_length=limits.MOST_ONWARD)
    claims: tuple[ClaimId, ...] = text_field("Evidence for the answer, besides the claims it links to.", ["pots-are-fired-twice"], ())
