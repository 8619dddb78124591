"""A decision: questions whose answers favour outcomes by whole points."""

from __future__ import annotations

from pydantic import Field

from . import limits
from .learning import RoleId, SkillLevels
from .types import Bool, Entity, FrozenMap, Id, Line, Name, Part, Points, Prose, text_field


class Outcome(Part):
    """Where a decision can end."""

    id: Id = text_field("Unique within the decision.", "ai-engineer")
    block: Id = text_field("The block of questions that can end here.", "fit")
    name: Name = text_field("What the reader sees.", "AI engineer")
    says: Prose = text_field("What this result means, and what to do.", "Start from the product.")
    already: Prose | None = text_field(
        "Said instead when another block ends at the same role: the reader is there.", "Keep the job, and go deeper.", None
    )
    costs: Prose | None = text_field("What choosing it costs.", "Weeks of labelling before the first result.", None)
    roles: tuple[RoleId, ...] = text_field(
        "Roles that it stands for. Where a decision ends, none means staying where one is.", ["ai-engineer"], ()
    )
    unless: FrozenMap[Id, tuple[Id, ...]] = text_field(
        "Answers that rule it out, whatever its points: question to options.", {"company": ["none"]}, {}
    )
    silent: Bool = text_field("True for an outcome that says nothing by itself, such as none of the others: no result shows it.", "true", False)
    choose_if: tuple[Line, ...] = text_field("Plain reasons to choose it.", ["You would rather ship this month."], ())


class Option(Part):
    """One answer."""

    id: Id = text_field("Unique within the question; shared links carry it.", "weekly")
    text: Line = text_field("The answer, as the reader would say it.", "I call a hosted model nearly every day.")
    favours: FrozenMap[Id, Points] = text_field("Points for outcomes of the question's block.", {"ai-engineer": 2}, {})
    knows: SkillLevels = text_field("Skills that this answer tells us they have.", {"llm-apis": 2}, {})
    because: Line = text_field("Why these points.", "Daily practice is the better part of the job.")
    first: Line | None = text_field(
        "What comes first for whoever answers so, whatever the result.", "Learn to read a program, for every path takes that for granted.", None
    )
    formerly: tuple[Id, ...] = text_field(
        "Ids this answer had before, within the question. Shared links and saved answers follow them.", ["often"], (), max_length=20
    )


class Ask(Part):
    """One question."""

    id: Id = text_field("Unique within the decision; shared links carry it.", "last-month")
    block: Id = text_field("The block that it belongs to.", "now")
    ask: Line = text_field("The question.", "Where did most hours of your last month go?")
    why: Line = text_field("Why it is asked.", "What you do weighs more than what you are called.")
    fact: Bool = text_field("True for a hard fact, false for a preference.", "true", False)
    options: tuple[Option, ...] = Field(description="The answers.", min_length=min(limits.OPTIONS), max_length=max(limits.OPTIONS))


class Block(Part):
    """A group of questions with a result of its own."""

    id: Id = text_field("Unique within the decision.", "now")
    name: Name = text_field("Its heading.", "Your last month")
    result: Line = text_field("What its result says.", "What you do now")


class BothRule(Part):
    """When an outcome that joins roles applies: the first two of its block, or three where no two do, stand for these roles and are near
    each other, and one of these answers was given. Such an outcome has no points of its own."""

    outcome: Id = text_field("The outcome that applies.", "both")
    within: Points = text_field("How many points apart the first and the last of those that it joins may be.", "2")
    any_of: FrozenMap[Id, tuple[Id, ...]] = text_field(
        "Question to options, one of which must have been chosen.", {"company": ["small"]}
    )
    because: Line = text_field("Why the rule exists.", "In a small company one person does both.")


class Case(Part):
    """Answers and the result that they must give."""

    name: Name = text_field("The situation.", "Backend engineer in a small company")
    answers: FrozenMap[Id, Id] = text_field("Question to option.", {"last-month": "weekly"})
    expect: FrozenMap[Id, Id] = text_field("Block to outcome.", {"fit": "ai-engineer"})


class Decision(Entity):
    """A question that the reader answers for themselves, with the guide's help."""

    name: Name = text_field("Short name.", "Which role fits me?")
    question: Line = text_field("The question.", "What are you now, and which role would suit you?")
    intro: Prose = text_field("What to know before answering.", "Two short blocks.")
    blocks: tuple[Block, ...] = Field(description="Blocks of questions.", min_length=min(limits.BLOCKS), max_length=max(limits.BLOCKS))
    outcomes: tuple[Outcome, ...] = Field(
        description="Possible results; ties go to the earlier one.", min_length=min(limits.OUTCOMES), max_length=max(limits.OUTCOMES)
    )
    questions: tuple[Ask, ...] = Field(description="The questions, in order.", min_length=min(limits.QUESTIONS), max_length=max(limits.QUESTIONS))
    rules: tuple[BothRule, ...] = Field((), description="Rules for outcomes that join roles.", max_length=limits.MOST_BOTH_RULES)
    cases: tuple[Case, ...] = Field((), description="Regression cases.", max_length=limits.MOST_CASES)
