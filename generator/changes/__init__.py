"""What a change of the content does: to every path and decision outcome, to claims, to what is covered.

    two snapshots --in_todays_names--> both with the ids of today --entities, paths, resources, decisions, coverage, review_notes--> Comparison
        --report--> lines in sections, as text or as Markdown
"""
from __future__ import annotations

from dataclasses import dataclass

from .coverage import Coverage, coverage_changes
from .decisions import OutcomeChange, outcome_changes
from .entities import EntityChange, entity_changes
from .paths import PathChange, path_changes
from .resources import Effect, effects
from .review_notes import ReviewNote, review_notes
from .snapshot import Snapshot

__all__ = ["Comparison", "Snapshot", "compare"]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two snapshots."""

    entities: tuple[EntityChange, ...] = ()
    notes: tuple[ReviewNote, ...] = ()
    paths: tuple[PathChange, ...] = ()
    all_paths: int = 0
    resources: tuple[Effect, ...] = ()
    outcomes: tuple[OutcomeChange, ...] = ()
    coverage: tuple[Coverage, ...] = ()


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What became of one state in the other."""
    before = before.in_todays_names(after.guide)
    changes = tuple(entity_changes(before.guide, after.guide))
    return Comparison(
        changes, review_notes(after, changes), tuple(path_changes(before, after, changes)), len({*after.plans, *before.plans}),
        tuple(effects(after, changes)), tuple(outcome_changes(before.guide, after.guide)), tuple(coverage_changes(before.guide, after.guide)))
