"""What a change of the content does: to every path and decision outcome, to claims, to what is covered.

    two sides --names--> who is called what now --paths, resources, decisions, entities, coverage, look--> Comparison
        --words--> a report, as text or Markdown; or JSON
"""
from __future__ import annotations

from dataclasses import dataclass

from .coverage import Coverage, coverage
from .decisions import OutcomeChange, outcome_changes
from .entities import ClaimChange, EntityChange, entity_changes
from .paths import PathChange, path_changes
from .resources import Effect, effects
from .review_notes import Look, looks
from .snapshot import Side, in_todays_names, names

__all__ = ["Comparison", "Side", "compare"]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two sides."""

    looks: tuple[Look, ...]
    paths: tuple[PathChange, ...]
    all_paths: int
    resources: tuple[Effect, ...]
    outcomes: tuple[OutcomeChange, ...]
    claims: tuple[ClaimChange, ...]
    coverage: tuple[Coverage, ...]
    others: tuple[EntityChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs that a reader could see."""
        return not (self.paths or self.resources or self.outcomes or self.claims or self.others)


def compare(before: Side, after: Side) -> Comparison:
    """What became of one side in the other."""
    now = names(before.guide, after.guide)
    today = in_todays_names(before, after.guide, now)
    changes = tuple(entity_changes(today.guide, after.guide, now))
    all_paths = {*after.plans, *map(now.path, before.plans)}
    return Comparison(
        looks(today, after, now), tuple(path_changes(before, after, now)), len(all_paths), effects(today, after, now),
        tuple(outcome_changes(today.guide, after.guide, now)), tuple(change for change in changes if isinstance(change, ClaimChange)),
        coverage(today.guide, after.guide, now), tuple(change for change in changes if not isinstance(change, ClaimChange)))
