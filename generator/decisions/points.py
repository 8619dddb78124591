"""A block of a decision as numbers: what each answer is worth, who wins, and every condition on which an outcome wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, permutations, product

from ..model import Decision
from ..model.decision import Ask, Option, Outcome
from .result import Given, Ruling, Standing

# What being ruled out costs: more than all points of a decision together, so that sums and searches need no rule of their own for it.
_OUT = 1_000
# So many outcomes a rule may join. The twin has the same.
_JOINED = (2, 3)


@dataclass(frozen=True, slots=True)
class JoiningRule:
    """A rule of a block: the groups of ranked outcomes that it may join, how many each holds, and the answers of which it wants one."""

    outcome: str
    within: int
    any_of: frozenset[Given]
    groups: frozenset[frozenset[int]]
    size: int


@dataclass(frozen=True, slots=True)
class WinningCondition:
    """What makes an outcome win: differences of points that must be reached, an answer that must be given, and some that must not."""

    least: tuple[tuple[int, int, int], ...]
    one_of: frozenset[Given] | None
    none_of: frozenset[Given]


class Table:
    """A block of a decision as numbers: its ranked outcomes by place, and each answer as points by place.

    Behind them is a place for nothing, which always has 0 points: it leads when every outcome is ruled out.
    """

    def __init__(self, decision: Decision, block: str) -> None:
        joined = {rule.outcome for rule in decision.rules}
        own = [outcome for outcome in decision.outcomes if outcome.block == block]
        ranked = [outcome for outcome in own if outcome.id not in joined]
        self.id = block
        self.outcomes = [outcome.id for outcome in own]
        self.ranked = [outcome.id for outcome in ranked]
        self.questions = [question for question in decision.questions if question.block == block]
        self.nothing = len(ranked)
        self._unless = {outcome.id: outcome.unless for outcome in ranked}
        self.rules: list[JoiningRule] = []
        for rule in decision.rules:
            for outcome in own:
                if outcome.id == rule.outcome:
                    groups = joined_by(outcome, ranked)
                    any_of = frozenset((question, option) for question, options in rule.any_of.items() for option in options)
                    size = len(groups[0]) if groups else 0
                    self.rules.append(JoiningRule(outcome.id, rule.within, any_of, frozenset(map(frozenset, groups)), size))
        asked = {question for rule in self.rules for question, _ in rule.any_of} | {*chain.from_iterable(self._unless.values())}
        # Its own questions, and those of other blocks for which a rule asks or which can rule an outcome out.
        self.asking = [question for question in decision.questions if question.block == block or question.id in asked]
        self.points: dict[Given, tuple[int, ...]] = {
            (question.id, option.id): (*(self._worth(outcome, question, option) for outcome in self.ranked), 0)
            for question in self.asking
            for option in question.options}

    def _worth(self, outcome: str, question: Ask, option: Option) -> int:
        return option.favours.get(outcome, 0) - _OUT * (option.id in self._unless[outcome].get(question.id, ()))

    def sum(self, given: Mapping[str, str]) -> list[int]:
        """The points of each place; below 0 for those that are ruled out."""
        totals = [0] * (len(self.ranked) + 1)
        for question in self.asking:
            if question.id in given:
                for place, points in enumerate(self.points[question.id, given[question.id]]):
                    totals[place] += points
        return totals

    def order(self, totals: Sequence[int]) -> list[int]:
        """The places of the outcomes that are not ruled out, the most points first and ties as they stand in the file."""
        return sorted((place for place in range(self.nothing) if totals[place] >= 0), key=lambda place: -totals[place])

    def ruled_out(self, given: Mapping[str, str]) -> tuple[Ruling, ...]:
        """The outcomes that these answers, in the decision's order, rule out, each with the first of them that does."""
        rulings = (
            next(((outcome, question, option) for question, option in given.items() if option in self._unless[outcome].get(question, ())), None)
            for outcome in self.ranked)
        return tuple(ruling for ruling in rulings if ruling)

    def standing(self, given: Mapping[str, str]) -> Standing:
        """Who wins with these answers, and the ranking."""
        totals = self.sum(given)
        answered = bool(self.answered(given))
        winner, by_rule = self.winner(totals, given) if answered else (None, False)
        return Standing(answered, winner, by_rule, tuple((self.ranked[place], totals[place]) for place in self.order(totals)))

    def winner(self, totals: Sequence[int], given: Mapping[str, str]) -> tuple[str | None, bool]:
        """The outcome that wins with these points, and whether a rule makes it so. Some question of the block is answered."""
        first = totals.index(max(totals))
        if first == self.nothing:
            return None, False
        if self.rules:
            order = sorted(range(len(totals)), key=lambda place: -totals[place])
            for rule in self.rules:
                near = rule.groups and totals[first] - totals[order[rule.size - 1]] <= rule.within
                if near and frozenset(order[: rule.size]) in rule.groups and any_given(rule.any_of, given):
                    return rule.outcome, True
        return self.ranked[first], False

    def answered(self, given: Mapping[str, str]) -> list[Ask]:
        """The block's questions that have an answer."""
        return [question for question in self.questions if question.id in given]

    @cached_property
    def conditions(self) -> dict[str, list[WinningCondition]]:
        """Every condition on which each outcome of the block wins."""
        conditions: dict[str, list[WinningCondition]] = {outcome: [] for outcome in self.outcomes}
        places = range(len(self.ranked) + 1)
        for first in range(self.nothing):
            # Only as many of the foremost as a rule may join decide who wins.
            size = max((rule.size for rule in self.rules for group in rule.groups if first in group), default=1)
            for others in permutations((place for place in places if place != first), size - 1):
                foremost = (first, *others)
                order = [_ahead(leader, other) for index, leader in enumerate(foremost) for other in places if other not in foremost[: index + 1]]
                for outcome, condition in self._conditions_of(foremost):
                    conditions[outcome].append(WinningCondition((*order, *condition.least), condition.one_of, condition.none_of))
        return conditions

    def _conditions_of(self, foremost: tuple[int, ...]) -> Iterator[tuple[str, WinningCondition]]:
        """What can win when these lead, in this order: an outcome of a rule when no rule before it applies, and else the first itself.
        A rule does not apply when those that it joins are too far apart for it, or when none of its answers was given."""
        first = foremost[0]
        rules = [rule for rule in self.rules if frozenset(foremost[: rule.size]) in rule.groups]
        for place, rule in enumerate([*rules, None]):
            before = rules[:place]
            sizes = sorted({other.size for other in before})
            ways = [sorted({0, *(other.within + 1 for other in before if other.size == size)}) for size in sizes]
            for apart in product(*ways):
                gap = dict(zip(sizes, apart, strict=True))
                least = [(first, foremost[size - 1], points) for size, points in gap.items()]
                if rule is not None:
                    least.append((foremost[rule.size - 1], first, -rule.within))
                none_of = frozenset(answer for other in before if other.within >= gap[other.size] for answer in other.any_of)
                if rule is None or gap.get(rule.size, 0) <= rule.within:
                    yield (rule.outcome if rule else self.ranked[first]), WinningCondition(tuple(least), rule.any_of if rule else None, none_of)


def joined_by(outcome: Outcome, ranked: Sequence[Outcome]) -> list[tuple[int, ...]]:
    """The groups of ranked outcomes, by their places, that an outcome of a rule joins: the fewest, two or more, that together stand for
    exactly its roles. The twin does the same."""
    for size in _JOINED:
        groups = [
            places
            for places in combinations(range(len(ranked)), size)
            if {role for place in places for role in ranked[place].roles} == set(outcome.roles)]
        if groups:
            return groups
    return []


def _ahead(leader: int, rival: int) -> tuple[int, int, int]:
    """The points by which an outcome must lead to stand before another: none when it stands earlier in the file."""
    return leader, rival, int(rival < leader)


def any_given(answers: Iterable[Given], given: Mapping[str, str]) -> bool:
    return any(given.get(question) == option for question, option in answers)
