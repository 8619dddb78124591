"""Where the sample answers of personas and the cases of decisions end, before and after."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..decisions import standing
from ..model import Guide


@dataclass(frozen=True)
class OutcomeChange:
    """Answers that end elsewhere than before. `who` is a persona's id, or a case by its name; `before` or `after` is empty when
    the answers, the block or a result were not there."""

    decision: str
    block: str
    who: str
    before: str
    after: str


def outcome_changes(before: Guide, after: Guide) -> Iterator[OutcomeChange]:
    """Every outcome that is not as it was, by decision."""
    old, new = _outcomes(before), _outcomes(after)
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key, "") != new.get(key, ""):
            yield OutcomeChange(*key, old.get(key, ""), new.get(key, ""))


def _outcomes(guide: Guide) -> Mapping[tuple[str, str, str], str]:
    """The outcome of each set of answers in the content, by decision, block and whose they are."""
    outcomes = {}
    for decision in guide.decisions.values():
        if decision.retired is None:
            samples = {
                persona.id: persona.answers[decision.id] for persona in guide.personas.values()
                if persona.retired is None and decision.id in persona.answers}
            samples |= {f"case '{case.name}'": case.answers for case in decision.cases}
            for who, answers in samples.items():
                for block in decision.blocks:
                    outcomes[decision.id, block.id, who] = standing(decision, block.id, answers).winner or ""
    return outcomes
