"""Answers to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model import Decision
from ..model.decision import Ask
from .flips import flip, still_open
from .points import Table
from .result import BlockResult, Result, Standing, Weight, WhyNot

_DRIVERS, _AGAINST = 3, 2


def score(decision: Decision, answers: Mapping[str, str]) -> Result:
    """What these answers (question to option) say. Questions and options that the decision does not have are ignored."""
    given = _known(decision, answers)
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


def standing(decision: Decision, block: str, answers: Mapping[str, str]) -> Standing:
    """Who wins a block by these answers, and how far the others are: all that a check needs, without what could still change."""
    return Table(decision, block).standing(_known(decision, answers))


def reachable(decision: Decision, block: str) -> tuple[str, ...]:
    """The outcomes of a block that some sheet of answers makes its winner, in the order of the file."""
    return still_open(Table(decision, block), {})


def as_data(decision: Decision) -> dict[str, Any]:
    """What the twin needs of a decision; pairs stand as lists, so that no id is ever the key of an object."""
    return {
        "blocks": [{"id": block.id} for block in decision.blocks],
        "outcomes": [
            {"id": outcome.id, "block": outcome.block, "roles": list(outcome.roles), "unless": _choices(outcome.unless),
             "elsewhere": outcome.elsewhere, "project": outcome.project}
            for outcome in decision.outcomes],
        "questions": [
            {"id": question.id, "block": question.block, "fact": question.fact, "formerly": list(question.formerly), "options": [
                {"id": option.id, "favours": _pairs(option.favours), "knows": _pairs(option.knows), "begin": option.begin,
                 "formerly": list(option.formerly)}
                for option in question.options]}
            for question in decision.questions],
        "rules": [{"outcome": rule.outcome, "within": rule.within, "any_of": _choices(rule.any_of)} for rule in decision.rules],
    }


def _known(decision: Decision, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that the decision knows, in the order of its questions."""
    return {
        question.id: answers[question.id]
        for question in decision.questions
        if question.id in answers and any(option.id == answers[question.id] for option in question.options)}


def _pairs(mapping: Mapping[str, int]) -> list[list[str | int]]:
    return [[key, value] for key, value in mapping.items()]


def _choices(answers: Mapping[str, Sequence[str]]) -> list[list[str | list[str]]]:
    return [[question, list(options)] for question, options in answers.items()]


def _block_result(table: Table, given: Mapping[str, str], here: set[str], roles: Mapping[str, set[str]]) -> BlockResult:
    totals = table.sum(given)
    standing = table.standing(given)
    places = table.order(totals)
    first = places[0] if places else None
    second = places[1] if len(places) > 1 else None

    def undecided(question: Ask) -> bool:
        return question.id not in given and any(
            _with(table, given, totals, question.id, option.id) not in (standing.winner, None) for option in question.options)

    return BlockResult(
        id=table.id,
        answered=len(table.answered(given)),
        questions=len(table.questions),
        winner=standing.winner,
        by_rule=standing.by_rule,
        ranking=standing.ranking,
        margin=0 if first is None or second is None else totals[first] - totals[second],
        drivers=() if first is None else _weights(table, given, first, second, _DRIVERS),
        flip=flip(table, given, totals, standing.winner) if table.answered(given) else None,
        why_not=tuple(
            WhyNot(outcome, totals[first] - totals[place], _weights(table, given, first, place, _AGAINST))
            for place, outcome in enumerate(table.ranked)
            if first is not None and place in places and place != first),
        ruled_out=table.ruled_out(given),
        open=still_open(table, given),
        undecided=tuple(question.id for question in table.questions if undecided(question)),
        already=standing.winner is not None and not here.isdisjoint(roles[standing.winner]))


def _weights(table: Table, given: Mapping[str, str], first: int, second: int | None, most: int) -> tuple[Weight, ...]:
    """The answers that count most for one outcome against another (or for it alone), those that count for it only."""
    weights = []
    for question in table.answered(given):
        points = table.points[question.id, given[question.id]]
        more = points[first] - (points[second] if second is not None else 0)
        if more > 0:
            weights.append((question.id, given[question.id], more))
    return tuple(sorted(weights, key=lambda weight: -weight[2])[:most])


def _with(table: Table, given: Mapping[str, str], totals: Sequence[int], question: str, option: str) -> str | None:
    """The winner with one answer more."""
    after = [have + more for have, more in zip(totals, table.points[question, option], strict=True)]
    return table.winner(after, {**given, question: option})[0]
