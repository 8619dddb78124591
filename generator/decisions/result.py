"""What a sheet of answers says, as values; and the one line of JSON that the twin in the browser gives too."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Given = tuple[str, str]
"""A question and the option chosen."""
Weight = tuple[str, str, int]
"""A question, the option chosen, and the points by which that speaks for one outcome against another."""

Ruling = tuple[str, str, str]
"""An outcome that is ruled out, and the answer that does it: a question and the option chosen."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """An outcome that is not the ranking's first: how many points behind, and the answers that count most against it."""

    id: str
    behind: int
    answers: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether any question of a block is answered, who wins it, whether a rule makes it so, and the points of all outcomes but those of
    rules and those ruled out, the highest first."""

    answered: bool
    winner: str | None
    by_rule: bool
    ranking: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What the answers say in one block. The fields after `by_rule` speak of the ranking, which outcomes of rules are not in, nor those
    that an answer rules out.

    winner     None while none of the block's questions is answered, and when the answers rule out every outcome
    margin     points of the first less those of the second; 0 when there is one
    drivers    the answers that count most for the first against the second
    flip       the fewest changed answers that give another winner, preferences before facts; None when no few do
    ruled_out  the outcomes that the answers rule out, each with the first answer that does
    open       what could still win, by some way of answering every question that is unanswered
    undecided  unanswered questions of the block of which one option alone gives another winner
    already    whether the winner shares a role with the winner of an earlier block
    """

    id: str
    answered: int
    questions: int
    winner: str | None
    by_rule: bool
    ranking: tuple[tuple[str, int], ...]
    margin: int
    drivers: tuple[Weight, ...]
    flip: tuple[Given, ...] | None
    why_not: tuple[WhyNot, ...]
    ruled_out: tuple[Ruling, ...]
    open: tuple[str, ...]
    undecided: tuple[str, ...]
    already: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a sheet of answers says: the answers that count, each block, and the highest level of each skill that they tell."""

    answers: tuple[Given, ...]
    blocks: tuple[BlockResult, ...]
    knows: tuple[tuple[str, int], ...]


def as_json(result: DataclassInstance) -> str:
    """The canonical form of a result, or of what follows from it: one line, the same bytes as the twin's."""
    return json.dumps(asdict(result), ensure_ascii=False, separators=(",", ":"))
