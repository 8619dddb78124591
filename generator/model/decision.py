"""A decision: questions whose answers favour outcomes by whole points."""

from __future__ import annotations

from pydantic import Field

from . import limits
from .evidence import SourceId
from .learning import ProjectId, RoleId, SkillId, SkillLevels
from .parts import Entity, FrozenMap, Part, text_field
from .types import Bool, Id, Line, Name, Points, Prose, Reason, ShortAnswer


class Outcome(Part):
    """Where a decision can end."""

    id: Id = text_field("Unique within the decision.", "potter")
    block: Id = text_field("The block of questions that can end here.", "fit")
    name: Name = text_field("What the reader sees.", "Potter")
    says: Prose = text_field("What this result means, and what to do.", "Take a lump of clay and an evening.")
    already: Prose | None = text_field("Shown instead when another block ends at the same role: the reader is there already.",
                                       "Keep the job, and go deeper.", None)
    costs: Prose | None = text_field("What choosing it costs.", "Weeks before the first pot that holds water.", None)
    roles: tuple[RoleId, ...] = text_field("Roles that it stands for. In the last block, none means staying put.", ["potter"], ())
    unless: FrozenMap[Id, tuple[Id, ...]] = text_field(
        "Answers that rule it out, whatever its points: question to options.", {"company": ["none"]}, {})
    silent: Bool = text_field("True for an outcome with no message of its own, such as \"none of these\": no result shows it.", "true", False)
    choose_if: tuple[Line, ...] = text_field("Plain reasons to choose it.", ["You like surprises."], ())
    project: ProjectId | None = text_field("The project to start with after this result.", "six-mugs", None)
    skills: tuple[SkillId, ...] = text_field("The skills it needs, the first to learn first.", ["throwing"], (),
                                             max_length=limits.MOST_OUTCOME_SKILLS)
    look: tuple[Line, ...] = text_field("For an outcome that is neither a role in this guide nor staying: where to look for such work.",
                                        ["Ask at [the glaze works](page:about)."], (), max_length=limits.MOST_LOOKS)

    @property
    def elsewhere(self) -> bool:
        """Whether it is work that this guide has no role for."""
        return bool(self.look) and not self.roles


class Option(Part):
    """One answer."""

    id: Id = text_field("Unique within the question; shared links carry it.", "can")
    text: Line = text_field("The answer, as the reader would say it.", "I can wait a week.")
    short: ShortAnswer | None = text_field("The same in a few words, for lists in a result; if missing, the answer itself.",
                                           "A week is no problem", None)
    you: Reason | None = text_field(
        "The same as a sentence to the reader, without a full stop. A result gives it as its reason, followed by `because`.",
        "You can wait a week for a result", None)
    favours: FrozenMap[Id, Points] = text_field("Points for outcomes of the question's block.", {"potter": 2}, {})
    knows: SkillLevels = text_field("Skills that this answer tells us they have.", {"wedging": 2}, {})
    because: Line = text_field("Why these points.", "A kiln is opened when it is cold.")
    first: Line | None = text_field("What comes first after this answer, whatever the result.", "Learn to wedge clay: every path assumes it.", None)
    begin: SkillId | None = text_field("The skill to start with after this answer, before any path.", "wedging", None)
    formerly: tuple[Id, ...] = text_field("Ids this answer had before, within the question. Shared links and saved answers follow them.",
                                          ["often"], (), max_length=20)


class Ask(Part):
    """One question."""

    id: Id = text_field("Unique within the decision; shared links carry it.", "waiting")
    block: Id = text_field("The block that it belongs to.", "fit")
    ask: Line = text_field("The question.", "Can you wait a week for a result?")
    why: Line = text_field("Why it is asked.", "Clay dries when it likes.")
    fact: Bool = text_field("True for a hard fact, false for a preference.", "true", False)
    formerly: tuple[Id, ...] = text_field("Ids of questions that were merged into this one. Their answers are former ids of its options.",
                                          ["patience"], (), max_length=20)
    options: tuple[Option, ...] = Field(description="The answers.", min_length=min(limits.OPTIONS), max_length=max(limits.OPTIONS))


class Block(Part):
    """A group of questions with a result of its own."""

    id: Id = text_field("Unique within the decision.", "fit")
    name: Name = text_field("Its heading.", "What you like")
    result: Line = text_field("What its result says.", "What would suit you")


class BothRule(Part):
    """When an outcome that joins roles applies: the first two of its block, or three where no two do, stand for these roles and are near
    each other, and one of these answers was given. Such an outcome has no points of its own."""

    outcome: Id = text_field("The outcome that applies.", "both")
    within: Points = text_field("How many points apart the first and last outcome it joins may be.", "2")
    any_of: FrozenMap[Id, tuple[Id, ...]] = text_field("Question to options, one of which must have been chosen.", {"company": ["small"]})
    because: Line = text_field("Why the rule exists.", "In a small studio one person does both.")


class Case(Part):
    """Answers and the result they must give."""

    name: Name = text_field("The situation.", "A patient person with clean hands")
    answers: FrozenMap[Id, Id] = text_field("Question to option.", {"waiting": "can"})
    expect: FrozenMap[Id, Id] = text_field("Block to outcome.", {"fit": "potter"})


class Branch(Part):
    """Where some answers to a question of a tree lead: to an outcome, or on to another question."""

    says: tuple[ShortAnswer, ...] = text_field(
        "The answers, in a few words each; any of them leads here.", ["Yes", "Mostly"],
        min_length=min(limits.TREE_ANSWERS), max_length=max(limits.TREE_ANSWERS))
    outcome: Id | None = text_field("The outcome of this decision where they end.", "potter", None)
    named: Name | None = text_field("What the tree calls that outcome, where it has a name of its own for it.", "Clay", None)
    fork: Id | None = text_field("Instead of an outcome: the question that they lead on to.", "company", None)


class Fork(Part):
    """A question of a tree, with a branch for each way to go on."""

    id: Id = text_field("Unique within the tree.", "company")
    ask: Name = text_field("The question.", "Would you rather work alone?")
    branches: tuple[Branch, ...] = Field(
        description="The ways to go on.", min_length=min(limits.TREE_BRANCHES), max_length=max(limits.TREE_BRANCHES))


class Tree(Part):
    """A tree that decides the same, question after question, as somebody else drew it or as we would; it is drawn on the decision's page."""

    name: Name = text_field("What it is called above its picture.", "The potter's tree")
    says: Line = text_field("How to read it.", "Begin at the left, and follow the answer that is yours.")
    source: SourceId | None = text_field("Whose tree it is; left out, it is this guide's own.", "the-potters-notebook", None)
    forks: tuple[Fork, ...] = Field(
        description="Its questions; the first one is asked first, and each other one is led to from one place.",
        min_length=min(limits.TREE_FORKS), max_length=max(limits.TREE_FORKS))
    change: Prose | None = text_field("What this guide would change in it, and why.", "It asks about waiting too late.", None)


class Decision(Entity):
    """A question that the reader answers for themselves, with the guide's help."""

    name: Name = text_field("Short name.", "Which craft fits me?")
    question: Line = text_field("The question.", "Which of the two crafts would suit you?")
    intro: Prose = text_field("What to know before answering.", "Two questions.")
    blocks: tuple[Block, ...] = Field(description="Blocks of questions.", min_length=min(limits.BLOCKS), max_length=max(limits.BLOCKS))
    outcomes: tuple[Outcome, ...] = Field(description="Possible results; ties go to the earlier one.", min_length=min(limits.OUTCOMES),
                                          max_length=max(limits.OUTCOMES))
    questions: tuple[Ask, ...] = Field(description="The questions, in order.", min_length=min(limits.QUESTIONS), max_length=max(limits.QUESTIONS))
    rules: tuple[BothRule, ...] = Field((), description="Rules for outcomes that join roles.", max_length=limits.MOST_BOTH_RULES)
    tree: Tree | None = Field(None, description="A tree that decides the same, drawn on the page; it gives no points.")
    cases: tuple[Case, ...] = Field((), description="Regression cases.", max_length=limits.MOST_CASES)
