"""From a result to a path: the personas who could walk to the roles of an outcome, and the one who answers most alike."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Decision, Guide, Persona, PersonaPath
from ..model.decision import Outcome
from .result import Result

Way = tuple[Persona, PersonaPath]


def ways(guide: Guide, decision: Decision, outcome: Outcome) -> Iterator[Way]:
    """Of each persona that answers this decision, in the guide's order, a path to a role of the outcome: one that goes on to another
    of its roles if there is one, else the one to the role that the outcome names first."""
    for persona in (guide.personas[identifier] for identifier in guide.settings.personas):
        paths = [path for role in outcome.roles for path in persona.paths if path.to == role]
        path = next((path for path in paths if path.then in outcome.roles), paths[0] if paths else None)
        if decision.id in persona.answers and path is not None:
            yield persona, path


def nearest(guide: Guide, decision: Decision, outcome: Outcome, result: Result) -> tuple[Way, int] | None:
    """The way of the persona with the most answers like these, and how many; the guide's order breaks ties. None when no way leads there."""
    alike = [
        (way, len(set(result.answers) & set(way[0].answers[decision.id].items()))) for way in ways(guide, decision, outcome)
    ]
    return max(alike, key=lambda found: found[1], default=None)
