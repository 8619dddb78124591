"""A decision in lines for a person at a terminal. Everything said here stands in the decision and its result; nothing is decided."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .. import PROGRAM
from ..content import figures
from ..content.text import Link, paragraphs
from ..decisions import BlockResult, NextStep, Result, next_steps, standing, starts
from ..model import Decision, Guide, Markdown
from ..model.decision import BothRule
from ..planner.paths import PathKey
from ..site.address import address

_WIDTH, _BAR = 96, 24
_LINE, _PROSE = Markdown(), Markdown(blocks=True)


class DecisionReport:
    """A decision in lines: its questions, and what a sheet of answers says."""

    def __init__(self, guide: Guide, decision: Decision) -> None:
        self.guide, self.decision = guide, decision
        self._names = {outcome.id: outcome.name for outcome in decision.outcomes}
        self._asks = {question.id: question for question in decision.questions}
        self._options = {(question.id, option.id): option for question in decision.questions for option in question.options}

    def opening(self) -> Iterator[str]:
        """What the decision is."""
        yield self.decision.name
        yield from self._prose(self.decision.intro)

    def questions(self) -> Iterator[str]:
        """Every question with its answers and their ids: what one writes after --answers."""
        for block in self.decision.blocks:
            yield ""
            yield block.name
            for question in self.decision.questions:
                if question.block == block.id:
                    yield ""
                    yield from _wrapped(f"{question.id}: {self.line(question.ask)}", "  ")
                    wide = max(len(option.id) for option in question.options)
                    for option in question.options:
                        yield from _wrapped(self.line(option.text), f"    {option.id:{wide}}  ", " " * (wide + 6))
        first, *_ = self.decision.questions
        yield ""
        yield f"Answer with --answers {first.id}={first.options[0].id},..."

    def result(self, result: Result) -> Iterator[str]:
        """What a sheet of answers says, block by block, and where to go from there."""
        yield self.decision.name
        yield f"{len(result.answers)} of {_count(len(self.decision.questions), 'question')} answered."
        silent = {outcome.id for outcome in self.decision.outcomes if outcome.silent}
        for block in reversed(result.blocks):
            if block.winner not in silent:
                yield ""
                yield from self._block(block, dict(result.answers))
            if block is result.blocks[-1]:
                yield from self._next_steps(result)
        if result.knows:
            yield ""
            skills = ", ".join(f"{self.guide.skills[skill].name} (level {level})" for skill, level in result.knows)
            yield from _wrapped(skills, "What your answers say you know: ", "  ")

    def line(self, text: str) -> str:
        """A one-line text without markup."""
        return " ".join(paragraphs(text, _LINE, self._name))

    def _block(self, block: BlockResult, answers: Mapping[str, str]) -> Iterator[str]:
        heading = next(part.result for part in self.decision.blocks if part.id == block.id)
        if block.winner is None and block.answered:
            yield f"{self.line(heading)}: nothing fits all of your answers."
            yield from self._ruled_out(block)
            yield from self._change(block, answers)
            return
        if block.winner is None:
            yield f"{self.line(heading)}: nothing yet. None of its {_count(block.questions, 'question')} is answered."
            return
        outcome = next(part for part in self.decision.outcomes if part.id == block.winner)
        yield f"{self.line(heading)}: {outcome.name}"
        yield from self._prose(outcome.already if block.already and outcome.already else outcome.says)
        if outcome.costs:
            yield ""
            yield "  What it costs"
            yield from self._prose(outcome.costs, "    ")
        yield ""
        yield "  Points, by this guide's judgement"
        yield from self._ranking(block)
        yield from self._because(block)
        yield from self._change(block, answers)
        yield from self._why_not(block)

    def _ranking(self, block: BlockResult) -> Iterator[str]:
        wide = max(len(self._names[outcome]) for outcome, _ in block.ranking)
        most = max(1, block.ranking[0][1])
        for outcome, points in block.ranking:
            yield f"    {self._names[outcome]:{wide}}  {points:3}  {'#' * (points * _BAR // most)}".rstrip()
        first, *others = [self._names[outcome] for outcome, _ in block.ranking]
        level = [self._names[outcome] for outcome, points in block.ranking if points == block.ranking[0][1]]
        if others:
            yield from _wrapped(
                f"{first} is {_count(block.margin, 'point')} ahead of {others[0]}."
                if block.margin
                else f"{_together(level)} are level; the guide names {first} first, so it counts as ahead.",
                "    ",
            )
        yield from self._ruled_out(block)
        if block.by_rule:
            rule = next(rule for rule in self.decision.rules if rule.outcome == block.winner)
            yield from _wrapped(f"{self._names[rule.outcome]} is the result by a rule: {self.line(rule.because)}", "    ")

    def _ruled_out(self, block: BlockResult) -> Iterator[str]:
        for outcome, question, option in block.ruled_out:
            yield from _wrapped(f"{self._names[outcome]} is ruled out, whatever its points, by {self._answer(question, option)}.", "    ")

    def _because(self, block: BlockResult) -> Iterator[str]:
        if block.drivers:
            against = f" against {self._names[block.ranking[1][0]]}" if len(block.ranking) > 1 else ""
            yield ""
            yield f"  What counted most for {self._names[block.ranking[0][0]]}{against}"
            for question, option, points in block.drivers:
                yield from _wrapped(f"{points:+} {self._answer(question, option)}", "    ", "       ")
                yield from _wrapped(self.line(self._options[question, option].because), "       ")

    def _change(self, block: BlockResult, answers: Mapping[str, str]) -> Iterator[str]:
        yield ""
        yield "  What would change it"
        if block.flip is None:
            yield from _wrapped("No change of up to four of the answers given.", "    ")
        else:
            winner = standing(self.decision, block.id, {**answers, **dict(block.flip)}).winner or ""
            changes = _together([self._answer(*change) for change in block.flip])
            yield from _wrapped(f"The smallest change: answer {changes} instead, and it is {self._names[winner]}.", "    ")
        left = block.questions - block.answered
        if not left and block.open == (block.winner,):
            return
        others = [self._names[outcome] for outcome in block.open if outcome != block.winner]
        if not others:
            yield from _wrapped("Nothing that is still unanswered.", "    ")
            return
        yield from _wrapped(f"What is still unanswered could make it {' or '.join(others)}.", "    ")
        for question in block.undecided:
            yield from _wrapped(f"This question alone could: {self.line(self._asks[question].ask)}", "    ", "      ")

    def _why_not(self, block: BlockResult) -> Iterator[str]:
        ruled_out = [rule for rule in self._rules(block) if rule.outcome != block.winner]
        others = [other for other in block.why_not if other.id != block.winner]
        if not others and not ruled_out:
            return
        yield ""
        yield "  Why not the others"
        # What is said of several in the same words is said once.
        alike: dict[str, list[str]] = {}
        for other in others:
            behind = f"{_count(other.behind, 'point')} behind" if other.behind else "level, and named later"
            answers = [f"{self._answer(question, option)} ({points:+})" for question, option, points in other.answers]
            alike.setdefault(f"{behind}{', for ' + _together(answers) if answers else ''}.", []).append(self._names[other.id])
        for text, names in alike.items():
            yield from _wrapped(f"{_together(names)}: {text}", "    ", "      ")
        for rule in ruled_out:
            asked = [self._answer(question, option) for question, options in rule.any_of.items() for option in options]
            yield from _wrapped(
                f"{self._names[rule.outcome]}: only when the first two are those that it joins, at most {_count(rule.within, 'point')} apart, "
                f"and one answer is {' or '.join(asked)}.",
                "    ",
                "      ",
            )

    def _rules(self, block: BlockResult) -> Iterator[BothRule]:
        own = {outcome.id for outcome in self.decision.outcomes if outcome.block == block.id}
        return (rule for rule in self.decision.rules if rule.outcome in own)

    def _next_steps(self, result: Result) -> Iterator[str]:
        """Where the last block's winner leads: what comes first, the roles, and the paths and pages of personas."""
        outcome = next((part for part in self.decision.outcomes if part.id == result.blocks[-1].winner), None)
        if outcome is None:
            return
        onward = next_steps(self.guide, self.decision, result)
        first = [option.first for answer in result.answers if (option := self._options[answer]).first]
        nobody = not onward.steps and not onward.others and starts(self.guide, self.decision)
        if not (first or outcome.roles or onward.steps or onward.others or nobody):
            return
        yield ""
        yield "  Where to go next"
        for advice in first:
            yield from _wrapped(f"First: {self.line(advice)}", "    ", "      ")
        if onward.nearest:
            persona, same = onward.nearest
            yield from _wrapped(
                f"You answer most like this one: {self.guide.personas[persona].name} ({same} of {len(result.answers)} answers the same).", "    "
            )
        for step in onward.steps:
            yield from self._step(step, result)
        if onward.others:
            yield "    Another starting point:" if onward.steps else "    Choose the starting point nearest to yours:"
            for step in onward.others:
                yield f"      {self.guide.personas[step.persona].name}: {self._site(step, result)}"
        if nobody:
            yield f"    All starting points and their paths: {self.guide.settings.site}paths/"
        for role in outcome.roles:
            yield f"    {self.guide.roles[role].name}: {self.guide.settings.site}{address('role', self.guide.roles[role])}"

    def _step(self, step: NextStep, result: Result) -> Iterator[str]:
        name = self.guide.personas[step.persona].name
        if step.role is None:
            yield f"    {name}{', if you stay' if step.kind == 'stay' else ''}: {self._site(step, result)}"
            return
        yield f"    {name}, the path to {self.guide.roles[step.role].name}: {self._site(step, result)}"
        options = "".join(f" --know {skill}={level}" for skill, level in result.knows)
        yield f"    Here: {PROGRAM} plan --from {step.persona} --to {step.role}{options}"

    def _site(self, step: NextStep, result: Result) -> str:
        persona, site = self.guide.personas[step.persona], self.guide.settings.site
        if step.role is None:
            return f"{site}{address('persona', persona)}{'#stay' if step.kind == 'stay' else ''}"
        know = ",".join(f"{skill}:{level}" for skill, level in result.knows)
        return f"{site}{PathKey(persona.id, step.role).url}{'?know=' + know if know else ''}"

    def _answer(self, question: str, option: str) -> str:
        """An answer as it is quoted: its own words, and the id of its question."""
        return f"“{self.line(self._options[question, option].text).rstrip('.')}” [{question}]"

    def _prose(self, text: str, indent: str = "  ") -> Iterator[str]:
        for place, paragraph in enumerate(paragraphs(text, _PROSE, self._name)):
            if place and not paragraph.startswith("- "):
                yield ""
            yield from _wrapped(paragraph, indent)

    def _name(self, link: Link) -> str:
        """What an entity is called, or a claim's own figure."""
        if link.kind == "claim":
            return figures.figure(self.guide.claims[link.id])
        entity = self.guide.of(link.kind).get(link.id)
        return str(getattr(entity, "name", None) or getattr(entity, "title", None) or link.target)


def _wrapped(text: str, indent: str, further: str | None = None) -> Iterable[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent if further is None else further,
        break_long_words=False, break_on_hyphens=False,
    )


def _together(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
