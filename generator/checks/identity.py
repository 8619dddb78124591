"""Rules about ids: what is listed where, what was renamed, and the ids inside a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..model import Decision, Guide
from ..problems import did_you_mean
from .rule import Finding, rule

_ORDERED = {"roles": "role", "personas": "persona", "criteria": "criterion", "decisions": "decision"}
SECTIONS = frozenset(
    "answer decide roles paths skills projects resources evidence use-cases tools debates contribute about".split()
)
_HAND_WRITTEN = frozenset({"answer", "about"})


@rule("error")
def guide_orders_everything_once(guide: Guide) -> Iterator[Finding]:
    """guide.yml lists every live role, persona, criterion and decision exactly once; the site follows its order."""
    for field, kind in _ORDERED.items():
        listed: tuple[str, ...] = getattr(guide.settings, field)
        for index, identifier in enumerate(listed):
            if identifier in listed[:index]:
                yield Finding(guide.settings, (field, index), f"'{identifier}' is listed twice.", "Remove one.")
        for entity in guide.of(kind).values():
            if entity.retired is None and entity.id not in listed:
                yield Finding(
                    guide.settings, (field,), f"does not list the {kind} '{entity.id}'.", "Add it where it belongs.", at_key=True
                )
    for field in ("areas", "topics"):
        groups = [group.id for group in getattr(guide.settings, field)]
        for index, identifier in enumerate(groups):
            if identifier in groups[:index]:
                yield Finding(guide.settings, (field, index, "id"), f"'{identifier}' is listed twice.", "Rename one.")


@rule("error")
def former_ids_are_free(guide: Guide) -> Iterator[Finding]:
    """An id under `formerly` belongs to no live entity of that kind. A split entity is named by both halves, and by no third."""
    for kind, entity in guide:
        for index, former in enumerate(entity.formerly):
            if former in guide.of(kind):
                yield Finding(
                    entity,
                    ("formerly", index),
                    f"'{former}' is a {kind} today.",
                    "An id is never used again for another meaning.",
                )
            elif former == entity.id:
                yield Finding(entity, ("formerly", index), "is the entity's own id.", "Remove it.")


@rule("error")
def pages_keep_to_their_places(guide: Guide) -> Iterator[Finding]:
    """A hand-written page does not take the address of a section that the generator writes."""
    for page in guide.of("page").values():
        if page.id in SECTIONS - _HAND_WRITTEN:
            yield Finding(page, (), f"'{page.id}' is the address of a generated section.", "Rename the file.")


@rule("error")
def decisions_are_consistent(guide: Guide) -> Iterator[Finding]:
    """Inside a decision every id is unique, and every block, outcome, question and option that is named exists."""
    for decision in guide.of("decision").values():
        assert isinstance(decision, Decision)
        yield from _unique(decision)
        yield from _named(decision)


@rule("error")
def sample_answers_fit(guide: Guide) -> Iterator[Finding]:
    """A persona's sample answers name questions of the decision and options of the question."""
    for persona in guide.personas.values():
        for decision_id, answers in persona.answers.items():
            decision = guide.of("decision").get(decision_id)
            if isinstance(decision, Decision):
                for loc, message, hint, at_key in _wrong_answers(decision, dict(answers)):
                    yield Finding(persona, ("answers", decision_id, *loc), message, hint, at_key=at_key)


def _unique(decision: Decision) -> Iterator[Finding]:
    for field in ("blocks", "outcomes", "questions"):
        seen: set[str] = set()
        for index, part in enumerate(getattr(decision, field)):
            if part.id in seen:
                yield Finding(decision, (field, index, "id"), f"'{part.id}' is there twice.", "Rename one.")
            seen.add(part.id)
    for number, question in enumerate(decision.questions):
        seen = set()
        for index, option in enumerate(question.options):
            if option.id in seen:
                yield Finding(
                    decision, ("questions", number, "options", index, "id"), f"'{option.id}' is there twice.", "Rename one."
                )
            seen.add(option.id)


def _named(decision: Decision) -> Iterator[Finding]:
    blocks = [block.id for block in decision.blocks]
    outcomes = [outcome.id for outcome in decision.outcomes]
    for number, question in enumerate(decision.questions):
        if question.block not in blocks:
            yield Finding(decision, ("questions", number, "block"), *_no("block", question.block, blocks))
        for index, option in enumerate(question.options):
            for outcome in option.favours:
                if outcome not in outcomes:
                    loc = ("questions", number, "options", index, "favours", outcome)
                    yield Finding(decision, loc, *_no("outcome", outcome, outcomes), at_key=True)
    for number, both in enumerate(decision.rules):
        if both.outcome not in outcomes:
            yield Finding(decision, ("rules", number, "outcome"), *_no("outcome", both.outcome, outcomes))
        for question_id, options in both.any_of.items():
            for option_id in options:
                for _, message, hint, at_key in _wrong_answers(decision, {question_id: option_id}):
                    yield Finding(decision, ("rules", number, "any_of", question_id), message, hint, at_key=at_key)
    for number, case in enumerate(decision.cases):
        for loc, message, hint, at_key in _wrong_answers(decision, dict(case.answers)):
            yield Finding(decision, ("cases", number, "answers", *loc), message, hint, at_key=at_key)
        for block, outcome in case.expect.items():
            if block not in blocks:
                yield Finding(decision, ("cases", number, "expect", block), *_no("block", block, blocks), at_key=True)
            if outcome not in outcomes:
                yield Finding(decision, ("cases", number, "expect", block), *_no("outcome", outcome, outcomes))


def _wrong_answers(decision: Decision, answers: dict[str, str]) -> Iterator[tuple[tuple[str, ...], str, str, bool]]:
    questions = {question.id: [option.id for option in question.options] for question in decision.questions}
    for question_id, option_id in answers.items():
        if question_id not in questions:
            yield (question_id,), *_no("question", question_id, questions), True
        elif option_id not in questions[question_id]:
            yield (question_id,), *_no("option", option_id, questions[question_id]), False


def _no(what: str, identifier: str, known: Collection[str]) -> tuple[str, str]:
    return f"this decision has no {what} '{identifier}'.", did_you_mean(identifier, known)
