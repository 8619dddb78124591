"""What a rule is: a named function over the whole guide that yields findings. Its docstring is the rule's text.

Rules in stages. The rules over the whole guide run in four stages, and a later one only when the earlier ones found no error. A
misspelt id is told once, at its line, and not again as "cannot be reached" in seven personas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..content.load import Loc
from ..content.text import Link, links
from ..model import Entity, Guide, Markdown, Place
from ..problems import Severity

# The last stage, of rules that look at plans: they cost the solver, and are asked only where plans are wanted.
PLANS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in an entity. `needle` is text to look for from the value on; `at_key` points at the field's name."""

    entity: Entity
    loc: Loc
    message: str
    hint: str = ""
    needle: str = ""
    at_key: bool = False


@dataclass(frozen=True)
class Named:
    """What the site explains under a name: its text for contributors, and how much a finding weighs."""

    name: str
    text: str
    severity: Severity


@dataclass(frozen=True)
class Rule(Named):
    """A rule over the whole guide, and the function that looks.

    Rules of a later `stage` look only when no earlier one found an error, so that a slip is told once and not again in
    its consequences. Those of the stage PLANS are given the plans besides. A guide that breaks a `harmless` rule can still be planned, scored
    and compared with another.
    """

    stage: int
    look: Callable[..., Iterator[Finding]]
    harmless: bool


def rule(severity: Severity, stage: int = 2, harmless: bool = False) -> Callable[[Callable[..., Iterator[Finding]]], Rule]:
    """Makes a rule of a function; its name in kebab-case is the rule's name, its docstring the rule's text."""

    def make(look: Callable[..., Iterator[Finding]]) -> Rule:
        return Rule(look.__name__.replace("_", "-"), " ".join((look.__doc__ or "").split()), severity, stage, look, harmless or severity == "warning")

    return make


def linked(guide: Guide) -> Iterator[tuple[Entity, Place, Link]]:
    """Every link in a text of a guide, and where it stands."""
    for entity, place in guide.places:
        if isinstance(place.mark, Markdown):
            yield from ((entity, place, link) for link in links(place.text, place.mark))


def repeated(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each id that stands further up already, with its place in the list."""
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            yield index, identifier
        seen.add(identifier)


def around(cycle: Sequence[str]) -> str:
    """A circle as it is told: each step, or of a long one both ends."""
    if len(cycle) <= 12:
        return " -> ".join(cycle)
    return " -> ".join((*cycle[:5], f"... {len(cycle) - 10} more ...", *cycle[-5:]))
