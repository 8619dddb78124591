"""A decision asked question by question. Whom it asks, and how, is given: `say` for a line, `read` for an answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from ..model import Decision
from .decision_report import Teller

_BACK, _SKIP, _QUIT = ("b", "back"), ("s", "skip"), ("q", "quit")


def interview(
    decision: Decision, teller: Teller, answers: Mapping[str, str], say: Callable[[str], None], read: Callable[[], str]
) -> dict[str, str]:
    """The answers of whoever is asked, beginning from some that are there; all so far when they quit or `read` raises EOFError."""
    given = dict(answers)
    for line in teller.opening():
        say(line)
    say("")
    say("Type the number of your answer. b: back, s: skip, q: the result so far. Enter alone keeps the answer marked *.")
    place = 0
    while place < len(decision.questions):
        question = decision.questions[place]
        for line in teller.question(question, place + 1, given.get(question.id)):
            say(line)
        choices = {str(number): option.id for number, option in enumerate(question.options, 1)}
        kept = [""] if question.id in given else []
        typed = _typed((*choices, *_BACK, *_SKIP, *_QUIT, *kept), len(choices), say, read)
        if typed in _QUIT:
            break
        if typed in _BACK:
            place = max(0, place - 1)
            continue
        if typed in choices:
            given[question.id] = choices[typed]
        elif typed in _SKIP:
            given.pop(question.id, None)
        place += 1
    say("")
    return given


def _typed(known: Collection[str], last: int, say: Callable[[str], None], read: Callable[[], str]) -> str:
    """The first line that means something; the end of what can be read means to quit."""
    while True:
        try:
            typed = read().strip().lower()
        except EOFError:
            say("")
            return _QUIT[0]
        if typed in known:
            return typed
        say(f"Type a number from 1 to {last}, or b, s or q.")
