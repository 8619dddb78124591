"""A decision in lines for a person at a terminal: where answers end, and why. Nothing is decided here, and the page says the rest."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from .. import PROGRAM
from ..content import figures
from ..content.text import Link, paragraphs
from ..decisions import BlockResult, Result, next_steps, standing
from ..model import Decision, Guide, Markdown
from ..planner.reasons import listed
from ..problems import counted
from ..site.address import address

_WIDTH = 96
_LINE, _PROSE = Markdown(), Markdown(blocks=True)


class DecisionReport:
    """A decision in lines: its questions, and what a sheet of answers says."""

    def __init__(self, guide: Guide, decision: Decision) -> None:
        self.guide, self.decision = guide, decision
        self._outcomes = {outcome.id: outcome for outcome in decision.outcomes}
        self._asks = {question.id: question for question in decision.questions}
        self._options = {(question.id, option.id): option for question in decision.questions for option in question.options}

    def questions(self) -> Iterator[str]:
        """Every question with its answers and their ids: what one writes after --answers."""
        yield self.decision.name
        for block in self.decision.blocks:
            yield from ("", block.name)
            for question in self.decision.questions:
                if question.block == block.id:
                    yield from ("", *_wrapped(f"{question.id}: {self._line(question.ask)}", "  "))
                    wide = max(len(option.id) for option in question.options)
                    for option in question.options:
                        yield from _wrapped(f"{option.id:{wide}}  {self._line(option.text)}", "    ", " " * (wide + 2))
        first, *_ = self.decision.questions
        yield from ("", f"Answer with --answers {first.id}={first.options[0].id},...")

    def result(self, result: Result) -> Iterator[str]:
        """What a sheet of answers says, block by block, and where to go from there."""
        yield self.decision.name
        yield f"{len(result.answers)} of {counted(len(self.decision.questions), 'question')} answered."
        for block in reversed(result.blocks):
            if block.winner is None or not self._outcomes[block.winner].silent:
                yield from ("", *self._block(block, dict(result.answers)))
            if block is result.blocks[-1]:
                yield from self._next_steps(result)
        if result.knows:
            skills = listed((f"{self.guide.skills[skill].name} (level {level})" for skill, level in result.knows), len(result.knows))
            yield from ("", *_wrapped(f"What your answers say you know: {skills}", ""))
        yield from ("", f"Full result: {self.guide.settings.site}{address('decision', self.decision)}")

    def _block(self, block: BlockResult, answers: Mapping[str, str]) -> Iterator[str]:
        heading = self._line(next(part.result for part in self.decision.blocks if part.id == block.id))
        if not block.answered:
            yield f"{heading}: nothing yet. None of its {counted(block.questions, 'question')} is answered."
            return
        yield f"{heading}: {self._name(block.winner) if block.winner else 'nothing fits all your answers.'}"
        if block.winner:
            outcome = self._outcomes[block.winner]
            for paragraph in paragraphs(outcome.already if block.already and outcome.already else outcome.says, _PROSE, self._called):
                yield from _wrapped(paragraph)
            yield from ("", "  Points, by our judgement", *self._ranking(block))
        for out, question, option in block.ruled_out:
            yield from _wrapped(f"{self._name(out)} is ruled out, whatever its points, by {self._answer(question, option)}.", "    ")
        if block.winner and block.drivers:
            against = f" against {self._name(block.ranking[1][0])}" if len(block.ranking) > 1 else ""
            yield from ("", f"  What counted most for {self._name(block.ranking[0][0])}{against}")
            for question, option, points in block.drivers:
                yield from _wrapped(f"{points:+} {self._answer(question, option)}", "    ")
                yield from _wrapped(self._line(self._options[question, option].because), "       ", "")
        yield from ("", "  What would change it", *self._change(block, answers))
        if block.winner and (others := [other for other in block.why_not if other.id != block.winner]):
            yield from ("", "  Why not the others")
            for other in others:
                behind = f"{counted(other.behind, 'point')} behind" if other.behind else "level, but named later"
                given = [f"{self._answer(question, option)} ({points:+})" for question, option, points in other.answers]
                yield from _wrapped(f"{self._name(other.id)}: {behind}{' because of ' * bool(given)}{listed(given, len(given))}.", "    ")

    def _ranking(self, block: BlockResult) -> Iterator[str]:
        wide = max(len(self._name(outcome)) for outcome, _ in block.ranking)
        for outcome, points in block.ranking:
            yield f"    {self._name(outcome):{wide}}  {points:3}"
        first, *others = [self._name(outcome) for outcome, _ in block.ranking]
        if others and block.margin:
            yield from _wrapped(f"{first} is {counted(block.margin, 'point')} ahead of {others[0]}.", "    ")
        elif others:
            level = [self._name(outcome) for outcome, points in block.ranking if points == block.ranking[0][1]]
            yield from _wrapped(f"{listed(level, len(level))} tie; we name {first} first, so it counts as ahead.", "    ")
        if block.by_rule:
            rule = next(rule for rule in self.decision.rules if rule.outcome == block.winner)
            yield from _wrapped(f"{self._name(rule.outcome)} is the result by a rule: {self._line(rule.because)}", "    ")

    def _change(self, block: BlockResult, answers: Mapping[str, str]) -> Iterator[str]:
        if block.flip is None:
            yield from _wrapped("Changing up to four answers does not.", "    ")
        else:
            winner = standing(self.decision, block.id, {**answers, **dict(block.flip)}).winner
            changes = listed((self._answer(*change) for change in block.flip), len(block.flip))
            yield from _wrapped(f"The smallest change: answer {changes} instead, and it is {self._name(winner or '')}.", "    ")
        others = [self._name(outcome) for outcome in block.open if outcome != block.winner]
        if others:
            yield from _wrapped(f"The questions left could make it {' or '.join(others)}.", "    ")
            for question in block.undecided:
                yield from _wrapped(f"This question alone could: {self._line(self._asks[question].ask)}", "    ")
        elif block.answered < block.questions:
            yield from _wrapped("Nothing that is left unanswered.", "    ")

    def _next_steps(self, result: Result) -> Iterator[str]:
        """Where the last block's winner leads: what comes first, and the paths and pages of personas; or where to look elsewhere."""
        if result.blocks[-1].winner is None:
            return
        outcome = self._outcomes[result.blocks[-1].winner]
        if outcome.elsewhere:
            yield from ("", "  This guide has no role for these answers. Where to look")
            for place in outcome.look:
                yield from _wrapped(self._line(place), "    ")
            return
        onward = next_steps(self.guide, self.decision, result)
        lines = [f"First: {self._line(first)}" for answer in result.answers if (first := self._options[answer].first)]
        if onward.nearest:
            persona, same = onward.nearest
            lines.append(f"Your answers are most like those of: {self.guide.personas[persona].name} ({same} of {len(result.answers)} the same).")
        for step in onward.steps:
            name = self.guide.personas[step.persona].name
            if step.role is None:
                lines.append(f"{name}{', if you stay' if step.kind == 'stay' else ''}")
            else:
                known = "".join(f" --know {skill}={level}" for skill, level in result.knows)
                lines.append(f"{name}, the path to {self.guide.roles[step.role].name}:")
                lines.append(f"{PROGRAM} plan --from {step.persona} --to {step.role}{known}")
        begin = [skill for answer in result.answers if (skill := self._options[answer].begin)]
        if begin and not result.blocks[-1].already:
            lines.append(f"Start with: {self.guide.skills[begin[0]].name}")
        elif outcome.project and not result.blocks[-1].already:
            lines.append(f"Start with one project: {self.guide.projects[outcome.project].name}")
        if onward.others:
            starts = "; ".join(self.guide.personas[step.persona].name for step in onward.others)
            lines.append(f"{'Another starting point' if onward.steps else 'Choose the starting point closest to yours'}: {starts}")
        if not onward.steps and not onward.others and self.guide.settings.personas:
            lines.append(f"Every starting point: {self.guide.settings.site}paths/")
        if lines:
            yield from ("", "  Where to go next")
        for line in lines:
            # A command is not broken into lines.
            yield from [f"      {line}"] if line.startswith(PROGRAM) else _wrapped(line, "    ")

    def _name(self, outcome: str) -> str:
        return self._outcomes[outcome].name if outcome else "nothing"

    def _answer(self, question: str, option: str) -> str:
        """An answer as it is quoted: its own words, and the id of its question."""
        return f"“{self._line(self._options[question, option].text).rstrip('.')}” [{question}]"

    def _line(self, text: str) -> str:
        """A one-line text without markup."""
        return " ".join(paragraphs(text, _LINE, self._called))

    def _called(self, link: Link) -> str:
        """What an entity is called, or a claim's own figure."""
        if link.kind == "claim":
            return figures.figure(self.guide.claims[link.id], self.guide.language)
        entity = self.guide.of(link.kind).get(link.id)
        return str(getattr(entity, "name", None) or getattr(entity, "title", None) or link.target)


def _wrapped(text: str, indent: str = "  ", further: str = "  ") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + further, break_long_words=False, break_on_hyphens=False)
