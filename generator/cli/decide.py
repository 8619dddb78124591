"""`decide`: what answers to a decision mean, for people and as JSON; its questions, listed or asked one by one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from ..model import Decision
from .common import CLEAN, Commands, Usage, command, one, whole_guide

if TYPE_CHECKING:
    from .decision_report import Teller


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    decide = command(commands, "decide", _decide, "say what answers to a decision mean; without answers, list its questions")
    decide.add_argument("decision", metavar="DECISION", help="id of a decision")
    decide.add_argument(
        "--answers",
        action="append",
        default=[],
        metavar="QUESTION=OPTION,...",
        help="your answers, by their ids; may be repeated",
    )
    decide.add_argument("--interactive", action="store_true", help="ask, question by question")
    decide.add_argument("--json", action="store_true", help="print one JSON object, the same as the page's own result")


def _decide(options: argparse.Namespace) -> int:
    from ..decisions import as_json, score
    from .decision_report import Teller

    guide, _ = whole_guide(options.content)
    decision = one(guide.decisions, options.decision, "decision", "decide")
    answers = _answers(options.answers, decision)
    teller = Teller(guide, decision)
    if options.interactive:
        # A conversation is no part of the JSON that is asked for.
        answers = _interview(decision, teller, answers, sys.stderr if options.json else sys.stdout)
    if options.json:
        print(as_json(score(decision, answers)))
    elif answers or options.interactive:
        _print(teller.result(score(decision, answers)))
    else:
        _print([*teller.opening(), *teller.questions()])
    return CLEAN


def _interview(decision: Decision, teller: Teller, answers: dict[str, str], where: TextIO) -> dict[str, str]:
    from .interview import interview

    def read() -> str:
        print("> ", end="", file=where, flush=True)
        try:
            return input()
        except UnicodeDecodeError:
            raise EOFError from None

    return interview(decision, teller, answers, lambda line: print(line, file=where), read)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _answers(given: Sequence[str], decision: Decision) -> dict[str, str]:
    questions = {question.id: question for question in decision.questions}
    answers: dict[str, str] = {}
    for text in filter(None, (part.strip() for parts in given for part in parts.split(","))):
        name, equals, option = text.partition("=")
        if not equals:
            raise Usage(f"--answers: '{text}' is not written QUESTION=OPTION.")
        question = one(questions, name, "question", "--answers")
        one({part.id: part for part in question.options}, option, "option", f"--answers: {name}")
        if answers.setdefault(name, option) != option:
            raise Usage(f"--answers: '{name}' is answered twice.")
    return answers
