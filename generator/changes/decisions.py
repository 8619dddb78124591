"""Where the sample answers of personas and the cases of decisions end, before and after."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..decisions import standing
from ..model import Decision, Guide


@dataclass(frozen=True)
class OutcomeChange:
    """Answers that end elsewhere than before. `who` is a persona's id, or a case's name; `before` or `after` is empty when
    the answers, the block or a result were not there. `expected` is what the content says must come out, or empty."""

    decision: str
    kind: str
    who: str
    name: str
    block: str
    before: str
    after: str
    expected: str


_Key = tuple[str, str, str, str]  # decision, "persona" or "case", who, block


def outcome_changes(before: Guide, after: Guide) -> Iterator[OutcomeChange]:
    """Every outcome that is not as it was, by decision."""
    old, new = _outcomes(before), _outcomes(after)
    expected = _expected(after)
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key, "") != new.get(key, ""):
            decision, kind, who, block = key
            persona = after.personas.get(who) or before.personas.get(who) if kind == "persona" else None
            yield OutcomeChange(
                decision, kind, who, persona.name if persona else who, block, old.get(key, ""), new.get(key, ""), expected.get(key, ""))


def _samples(guide: Guide) -> Iterator[tuple[Decision, str, str, Mapping[str, str], Mapping[str, str]]]:
    """Every set of answers in the content: the decision, whose they are, the answers, and the outcomes that they must have."""
    for identifier, decision in guide.decisions.items():
        if decision.retired is None:
            for persona in guide.personas.values():
                if persona.retired is None and identifier in persona.answers:
                    yield decision, "persona", persona.id, persona.answers[identifier], persona.expect.get(identifier, {})
            for case in decision.cases:
                yield decision, "case", case.name, case.answers, case.expect


def _outcomes(guide: Guide) -> dict[_Key, str]:
    return {
        (decision.id, kind, who, block.id): standing(decision, block.id, answers).winner or ""
        for decision, kind, who, answers, _ in _samples(guide) for block in decision.blocks}


def _expected(guide: Guide) -> dict[_Key, str]:
    return {
        (decision.id, kind, who, block): outcome
        for decision, kind, who, _, expect in _samples(guide) for block, outcome in expect.items()}
