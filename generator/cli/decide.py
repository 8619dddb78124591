"""`decide`: what answers to a decision mean, for people and as JSON; or its questions with their answers' ids."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ..decisions import as_json, score
from ..model import Decision
from .common import CLEAN, Commands, Usage, command, one, whole_guide
from .decision_report import DecisionReport


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    decide = command(commands, "decide", _decide, "say what answers to a decision mean; without answers, list its questions")
    decide.add_argument("decision", metavar="DECISION", help="id of a decision")
    decide.add_argument("--answers", action="append", default=[], metavar="QUESTION=OPTION,...", help="your answers, by their ids; may be repeated")
    decide.add_argument("--json", action="store_true", help="print one JSON object, the same as the page's own result")


def _decide(options: argparse.Namespace) -> int:
    guide, _ = whole_guide(options.content)
    decision = one(guide.decisions, options.decision, "decision", "decide")
    answers = _answers(options.answers, decision)
    report = DecisionReport(guide, decision)
    if options.json:
        print(as_json(score(decision, answers)))
    elif answers:
        print("\n".join(report.result(score(decision, answers))))
    else:
        print("\n".join(report.questions()))
    return CLEAN


def _answers(given: Sequence[str], decision: Decision) -> dict[str, str]:
    questions = {question.id: question for question in decision.questions}
    answers: dict[str, str] = {}
    for text in filter(None, (part.strip() for parts in given for part in parts.split(","))):
        name, equals, option = text.partition("=")
        if not equals:
            raise Usage(f"--answers: '{text}' is not written QUESTION=OPTION.")
        question = one(questions, name, "question", "--answers")
        former = {former: part.id for part in question.options for former in part.formerly}
        option = one({part.id: part for part in question.options}, former.get(option, option), "option", f"--answers: {name}").id
        if answers.setdefault(name, option) != option:
            raise Usage(f"--answers: '{name}' is answered twice.")
    return answers
