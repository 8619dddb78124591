"""From a result to what comes next: the persona who answers most alike, and the paths and pages to which a result leads.

`decide/next_steps.mjs` is the twin in the browser. An outcome without a role, where a decision ends, means staying where one is, unless it
lies elsewhere: then no way of the guide leads there, and the outcome says itself where to look. Who has a role already is led as those are
who have it too: to staying, and to the path that broadens, when it is the role of the result; to that path first when the result is
more than the roles that one has.

No advice against an answer. An outcome and a persona say in `unless` which answers rule them out, since points alone promise
nothing. For the search, being ruled out is a price above all points, and a place for nothing stands behind the outcomes: where
it leads, no outcome is left, the result says so and names the smallest change that leaves one. An outcome of a rule has neither
`unless` nor a second rule: it goes with the two that it joins, and on paper a mark belongs to one rule. Who answers most alike
is named by answers alone and above a floor (half of the answers, two more than anybody else), so no tie is ever broken;
otherwise the starts are listed. `tests/test_judge.py` shares no code with this, adds up from the YAML, and reads what the page
and the command say on two thousand sheets of each decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..model import Decision, Guide, Persona, PersonaPath
from ..model.decision import Outcome
from .result import Result
from .score import standing

# Nearest is who gives one in so many of the answers, and so many more of them than anybody else. The twin has the same.
_ONE_IN, _MORE = 2, 2


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where somebody goes: along a `path` to a role, to what a persona's page says of staying (`stay`), or to the whole page (`page`)."""

    kind: Literal["path", "stay", "page"]
    persona: str
    role: str | None


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What follows from a result.

    nearest  the persona with the most answers like these, and how many; None when nobody is near enough, or the nearest is not led here
    steps    the steps of the one persona to go by: the nearest, or the only one whom the answers leave; empty when several are left
    others   the first step of each other persona, in the guide's order
    """

    nearest: tuple[str, int] | None
    steps: tuple[NextStep, ...]
    others: tuple[NextStep, ...]


def next_steps(guide: Guide, decision: Decision, result: Result) -> NextSteps:
    """What follows from where the last block ends; nothing while that is open, where it is elsewhere, or when no persona answers this
    decision."""
    outcome = next((outcome for outcome in decision.outcomes if outcome.id == result.blocks[-1].winner), None)
    if outcome is None or outcome.elsewhere:
        return NextSteps(None, (), ())
    last = result.blocks[-1]
    staying = {other.id for other in decision.outcomes if not other.roles and not other.elsewhere}
    leaving = staying & {ruling[0] for ruling in last.ruled_out}
    here = {role for block in result.blocks[:-1] for other in decision.outcomes if other.id == block.winner for role in other.roles}
    led = [persona for persona in starts(guide, decision) if not _rules_out(persona.unless.get(decision.id, {}), result.answers)]
    alike = [persona for persona in led if not here.isdisjoint(roles_of(decision, persona))]
    led = alike if alike or last.already else led
    like = nearest(guide, decision, result)
    if like is not None and like[0] not in [persona.id for persona in led]:
        like = None
    going = {persona.id: some for persona in led if (some := _steps(persona, outcome, here, bool(leaving)))}
    main = like[0] if like else led[0].id if len(led) == 1 else None
    own = () if main is None else going.get(main, (NextStep("page", main, None),))
    return NextSteps(like, own, tuple(some[0] for persona, some in going.items() if persona != main))


def sample_steps(decision: Decision, persona: Persona) -> tuple[NextStep, ...]:
    """Where the answers of a persona's own sample lead that persona; nowhere without a sample, or when they end elsewhere."""
    answers = persona.answers.get(decision.id, {})
    winner = standing(decision, decision.blocks[-1].id, answers).winner
    outcome = next((outcome for outcome in decision.outcomes if outcome.id == winner), None)
    if outcome is None or outcome.elsewhere:
        return ()
    leaving = any(
        _rules_out(other.unless, answers.items()) for other in decision.outcomes
        if other.block == outcome.block and not other.roles and not other.elsewhere)
    return _steps(persona, outcome, roles_of(decision, persona), leaving)


def _rules_out(unless: Mapping[str, Collection[str]], answers: Iterable[tuple[str, str]]) -> bool:
    """Whether one of the answers is among those that rule something out."""
    return any(option in unless.get(question, ()) for question, option in answers)


def _steps(persona: Persona, outcome: Outcome, here: Collection[str], leaving: bool) -> tuple[NextStep, ...]:
    """Where an outcome leads a persona who has the roles `here`: what is advised comes first. Who has one side of an outcome that is more
    than that goes on to the other; who has all of it stays, and may broaden."""
    already = not set(outcome.roles).isdisjoint(here)
    path = _beyond(persona, outcome, here) if already else path_for(persona, outcome) if outcome.roles else None
    onward = () if path is None else (NextStep("path", persona.id, path.to),)
    if outcome.roles and not already:
        return onward
    stay = NextStep("page" if leaving or persona.stay is None else "stay", persona.id, None)
    return (*onward, stay) if path is not None and path.to in outcome.roles else (stay, *onward)


def starts(guide: Guide, decision: Decision) -> list[Persona]:
    """Who could begin somewhere: everybody, in the guide's order, if the decision is one that personas answer."""
    personas = [guide.personas[identifier] for identifier in guide.settings.personas]
    return personas if any(decision.id in persona.answers for persona in personas) else []


def nearest(guide: Guide, decision: Decision, result: Result) -> tuple[str, int] | None:
    """The persona with the most answers like these, whatever paths it has, and how many; None when these are less than half of the
    answers given, or not two more than those of every other persona, so that no tie is ever to be broken."""
    given = set(result.answers)
    counts = [
        (persona.id, len(given & set(persona.answers[decision.id].items())))
        for persona in starts(guide, decision)
        if decision.id in persona.answers]
    (first, same), (_, next_most) = sorted([*counts, ("", 0), ("", 0)], key=lambda count: -count[1])[:2]
    return (first, same) if _ONE_IN * same >= len(given) and same >= next_most + _MORE else None


def path_for(persona: Persona, outcome: Outcome) -> PersonaPath | None:
    """A persona's path to an outcome: one that goes on to another of its roles if there is one, else the one to the role that the
    outcome names first."""
    paths = [path for role in outcome.roles for path in persona.paths if path.to == role]
    return next((path for path in paths if path.then in outcome.roles), paths[0] if paths else None)


def roles_of(decision: Decision, persona: Persona) -> set[str]:
    """The roles that a persona has already, by its sample answers: those of the outcomes before the last block."""
    answers = persona.answers.get(decision.id, {})
    winners = {standing(decision, block.id, answers).winner for block in decision.blocks[:-1]}
    return {role for outcome in decision.outcomes if outcome.id in winners for role in outcome.roles}


def people_data(guide: Guide, decision: Decision) -> list[dict[str, Any]]:
    """What the twin needs of those who could begin somewhere; pairs stand as lists."""
    return [
        {
            "id": persona.id,
            "answers": [[question, option] for question, option in persona.answers.get(decision.id, {}).items()],
            "unless": [[question, list(options)] for question, options in persona.unless.get(decision.id, {}).items()],
            "roles": sorted(roles_of(decision, persona)),
            "stays": persona.stay is not None,
            "paths": [{"to": path.to, "then": path.then} for path in persona.paths],
        }
        for persona in starts(guide, decision)]


def _beyond(persona: Persona, outcome: Outcome, here: Collection[str]) -> PersonaPath | None:
    """The path that broadens: to a role that one does not have yet, one of the outcome's before others."""
    paths = [path for path in persona.paths if path.to not in here]
    return next((path for path in paths if path.to in outcome.roles), paths[0] if paths else None)
