"""What other answers could still do: the outcomes that are open, and the fewest changes that give another winner. Exact, and
fast enough to be done at every click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from ..model.decision import Ask
from .points import Table, WinningCondition, any_given
from .result import Given

_CHANGES = 4
# Decisions of real life need a dozen states; only one that was made to be hard comes so far. The twin stops at the same.
_STATES = 5_000
_TRIES = 20_000


def flip(table: Table, given: Mapping[str, str], totals: Sequence[int], winner: str | None) -> tuple[Given, ...] | None:
    """The fewest changes that give another winner; of those the ones to preferences alone before the ones that touch a fact, then the
    first by their questions, then by their options. None too when none is found among so many that nobody could wait for more."""
    answered = [question for question in table.asking if question.id in given]
    facts = {question.id for question in answered if question.fact}

    def gain(question: str, option: str) -> tuple[int, ...]:
        return tuple(new - old for new, old in zip(table.points[question, option], table.points[question, given[question]], strict=True))

    gains = {ask.id: {option.id: gain(ask.id, option.id) for option in ask.options if option.id != given[ask.id]} for ask in answered}
    # What each question can at best do for each difference of points that another outcome needs.
    asked = {question.id for question in answered}
    wanted = [condition.least for outcome, conditions in table.conditions.items() if outcome != winner
              for condition in conditions if _conditions_can_hold(condition, given, asked)]
    best = {question: [[max(more[leader] - more[rival] for more in options.values()) for leader, rival, _ in least] for least in wanted]
            for question, options in gains.items()}
    missing = [[need - totals[leader] + totals[rival] for leader, rival, need in least] for least in wanted]
    tries = 0
    for changes in range(1, min(_CHANGES, len(answered)) + 1):
        for questions in sorted(combinations(gains, changes), key=lambda chosen: not facts.isdisjoint(chosen)):
            hope = any(
                all(sum(best[question][condition][row] for question in questions) >= need for row, need in enumerate(needs))
                for condition, needs in enumerate(missing))
            if not hope:
                continue
            for options in product(*(gains[question] for question in questions)):
                tries += 1
                if tries > _TRIES:
                    return None
                chosen = tuple(zip(questions, options, strict=True))
                after = list(totals)
                for question, option in chosen:
                    after = [have + more for have, more in zip(after, gains[question][option], strict=True)]
                if table.winner(after, {**given, **dict(chosen)})[0] not in (winner, None):
                    return chosen
    return None


def _conditions_can_hold(condition: WinningCondition, given: Mapping[str, str], changeable: set[str]) -> bool:
    """Whether the answers that a rule asks for allow a condition of winning, as they are or by a change; points aside."""
    if any(given.get(question) == option and question not in changeable for question, option in condition.none_of):
        return False
    return condition.one_of is None or any_given(condition.one_of, given) or any(question in changeable for question, _ in condition.one_of)


def still_open(table: Table, given: Mapping[str, str]) -> tuple[str, ...]:
    """The outcomes that some way of answering all that is unanswered makes winner; an answer elsewhere counts where a rule asks for it."""
    if not table.questions:
        return ()
    totals = table.sum(given)
    free = [question for question in table.asking if question.id not in given]
    return tuple(
        outcome for outcome in table.outcomes if any(_can_happen(table, condition, free, given, totals) for condition in table.conditions[outcome])
    )


def _can_happen(table: Table, condition: WinningCondition, free: Sequence[Ask], given: Mapping[str, str], totals: Sequence[int]) -> bool:
    """Whether the free questions can be answered so that a condition of winning is met."""
    if any_given(condition.none_of, given):
        return False
    allowed = [[(ask.id, option.id) for option in ask.options if (ask.id, option.id) not in condition.none_of] for ask in free]
    need = tuple(points - totals[leader] + totals[rival] for leader, rival, points in condition.least)

    def fits(answers: Iterable[Sequence[Given]]) -> bool:
        choices = []
        for options in answers:
            points = [table.points[answer] for answer in options]
            choices.append([tuple(value[leader] - value[rival] for leader, rival, _ in condition.least) for value in points])
        return _reaches(choices, need)

    if condition.one_of is None or any_given(condition.one_of, given):
        return fits(allowed)
    for place, options in enumerate(allowed):
        wanted = [answer for answer in options if answer in condition.one_of]
        if wanted and fits([*allowed[:place], wanted, *allowed[place + 1 :]]):
            return True
    return False


def _reaches(choices: Sequence[Sequence[tuple[int, ...]]], need: tuple[int, ...]) -> bool:
    """Whether one row can be taken from each choice so that the sums reach `need` in every column. Exact: depth first, cut where
    even the best of what is left falls short, and where a state (what is still needed) was met before. After so many states that
    nobody could wait for the answer, it is yes."""
    if not all(choices):
        return False
    # The sum of all columns is a column too: it follows from the others, and cuts where they only fail together.
    need = (*need, sum(need))
    tables = [_best_rows((*row, sum(row)) for row in rows) for rows in choices]
    tables.sort(key=lambda rows: min(row[-1] for row in rows) - max(row[-1] for row in rows))
    high, low = [(0,) * len(need)], [(0,) * len(need)]
    for rows in reversed(tables):
        high.append(tuple(map(lambda total, *column: total + max(column), high[-1], *rows)))
        low.append(tuple(map(lambda total, *column: total + min(column), low[-1], *rows)))
    high.reverse()
    low.reverse()
    seen: list[set[tuple[int, ...]]] = [set() for _ in tables]

    def search(depth: int, need: tuple[int, ...]) -> bool:
        if any(want > most for want, most in zip(need, high[depth], strict=True)):
            return False
        # What is reached whatever comes is all the same.
        need = tuple(map(max, need, low[depth]))
        if need == low[depth]:
            return True
        if need in seen[depth]:
            return False
        if sum(map(len, seen)) == _STATES:
            return True
        seen[depth].add(need)
        return any(search(depth + 1, tuple(want - have for want, have in zip(need, row, strict=True))) for row in tables[depth])

    return search(0, need)


def _best_rows(rows: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The rows that no other equals or exceeds in every column, the largest sum first."""
    kept: list[tuple[int, ...]] = []
    for row in sorted(set(rows), key=lambda row: (-row[-1], row)):
        if not any(all(more >= less for more, less in zip(other, row, strict=True)) for other in kept):
            kept.append(row)
    return kept
