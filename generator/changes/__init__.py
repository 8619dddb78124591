"""What a change of the content does: to every path and decision outcome, to claims, to what is covered.

    two snapshots --in_todays_names--> both with the ids of today --entities, paths, resources, decisions, coverage, review_notes--> Comparison
        --report--> sections of lines, printed as text or as Markdown; or JSON
"""
from __future__ import annotations

from dataclasses import dataclass

from .coverage import Coverage, coverage
from .decisions import OutcomeChange, outcome_changes
from .entities import ClaimChange, EntityChange, entity_changes
from .paths import PathChange, path_changes
from .resources import Effect, effects
from .review_notes import ReviewNote, review_notes
from .snapshot import Snapshot

__all__ = ["Comparison", "Snapshot", "compare"]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two snapshots."""

    notes: tuple[ReviewNote, ...]
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


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What became of one state in the other."""
    before = before.in_todays_names(after.guide)
    changes = tuple(entity_changes(before.guide, after.guide))
    return Comparison(
        review_notes(before, after),
        tuple(path_changes(before, after, changes)),
        len({*after.plans, *before.plans}),
        effects(before, after),
        tuple(outcome_changes(before.guide, after.guide)),
        tuple(change for change in changes if isinstance(change, ClaimChange)),
        coverage(before.guide, after.guide),
        tuple(change for change in changes if not isinstance(change, ClaimChange)),
    )
