"""Answers to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Decision
from .result import BlockResult, Result, Weight, WhyNot
from .search import flip, still_open
from .table import Table

_DRIVERS, _AGAINST = 3, 2


def score(decision: Decision, answers: Mapping[str, str]) -> Result:
    """What these answers (question to option) say. Questions and options that the decision does not have are ignored."""
    given = {
        question.id: answers[question.id]
        for question in decision.questions
        if question.id in answers and any(option.id == answers[question.id] for option in question.options)
    }
    roles = {outcome.id: set(outcome.roles) for outcome in decision.outcomes}
    blocks: list[BlockResult] = []
    here: set[str] = set()
    for block in decision.blocks:
        blocks.append(_block_result(Table(decision, block.id), given, here, roles))
        here |= roles.get(blocks[-1].winner or "", set())
    knows: dict[str, int] = {}
    for question in decision.questions:
        for option in question.options:
            if given.get(question.id) == option.id:
                for skill, level in option.knows.items():
                    knows[skill] = max(level, knows.get(skill, 0))
    return Result(tuple(given.items()), tuple(blocks), tuple(sorted(knows.items())))


def reachable(decision: Decision, block: str) -> tuple[str, ...]:
    """The outcomes of a block that some sheet of answers makes its winner, in the order of the file."""
    return still_open(Table(decision, block), {})


def as_data(decision: Decision) -> dict[str, Any]:
    """What the twin needs of a decision; pairs stand as lists, so that no id is ever the key of an object."""
    return {
        "blocks": [{"id": block.id} for block in decision.blocks],
        "outcomes": [{"id": outcome.id, "block": outcome.block, "roles": list(outcome.roles)} for outcome in decision.outcomes],
        "questions": [
            {
                "id": question.id,
                "block": question.block,
                "options": [
                    {"id": option.id, "favours": _pairs(option.favours), "knows": _pairs(option.knows)}
                    for option in question.options
                ],
            }
            for question in decision.questions
        ],
        "rules": [
            {
                "outcome": rule.outcome,
                "within": rule.within,
                "any_of": [[question, list(options)] for question, options in rule.any_of.items()],
            }
            for rule in decision.rules
        ],
    }


def _pairs(mapping: Mapping[str, int]) -> list[list[str | int]]:
    return [[key, value] for key, value in mapping.items()]


def _block_result(table: Table, given: Mapping[str, str], here: set[str], roles: Mapping[str, set[str]]) -> BlockResult:
    totals = table.sum(given)
    answered = table.answered(given)
    order = sorted(range(len(totals)), key=lambda place: -totals[place])
    winner, by_rule = table.winner(totals, given) if answered else (None, False)
    first, second = (order[0] if order else None), (order[1] if len(order) > 1 else None)
    why_not = tuple(
        WhyNot(table.ranked[place], totals[first] - totals[place], _weights(table, given, first, place, _AGAINST))
        for place in range(len(totals))
        if first is not None and place != first
    )
    return BlockResult(
        id=table.id,
        answered=len(answered),
        questions=len(table.questions),
        winner=winner,
        by_rule=by_rule,
        ranking=tuple((table.ranked[place], totals[place]) for place in order),
        margin=totals[first] - totals[second] if first is not None and second is not None else 0,
        drivers=_weights(table, given, first, second, _DRIVERS) if first is not None else (),
        flip=flip(table, given, totals, winner) if winner is not None else None,
        why_not=why_not,
        open=still_open(table, given),
        undecided=tuple(
            question.id
            for question in table.questions
            if question.id not in given and any(_with(table, given, totals, question.id, option.id) != winner for option in question.options)
        ),
        already=winner is not None and not here.isdisjoint(roles[winner]),
    )


def _weights(table: Table, given: Mapping[str, str], one: int, other: int | None, most: int) -> tuple[Weight, ...]:
    """The answers that count most for one outcome against another (or for it alone), those that count for it only."""
    found = []
    for question in table.answered(given):
        points = table.points[question.id, given[question.id]]
        more = points[one] - (points[other] if other is not None else 0)
        if more > 0:
            found.append((question.id, given[question.id], more))
    return tuple(sorted(found, key=lambda weight: -weight[2])[:most])


def _with(table: Table, given: Mapping[str, str], totals: Sequence[int], question: str, option: str) -> str | None:
    """The winner with one answer more."""
    after = [have + more for have, more in zip(totals, table.points[question, option], strict=True)]
    return table.winner(after, {**given, question: option})[0]
