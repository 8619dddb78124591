"""The scoring of decisions: what each field says on worlds small enough to work out by hand, and against an oracle that tries every sheet."""
from __future__ import annotations

import random

import pytest
from decisions import decision_of, plain_flip, plain_open, plain_winner, random_sheet, random_world

from generator.score import score


@pytest.mark.parametrize("seed", range(8))
def test_winner_flip_and_open_are_what_trying_everything_finds(seed: int) -> None:
    """Small random decisions, with rules and ties, on empty, partial and whole sheets."""
    dice = random.Random(seed)
    for _ in range(40):
        decision = decision_of(random_world(dice))
        for share in (0, 0.5, 0.8, 1):
            sheet = random_sheet(dice, decision, share)
            for block in score(decision, sheet).blocks:
                assert block.winner == plain_winner(decision, block.id, sheet)
                assert list(block.open) == plain_open(decision, block.id, sheet)
                flip = plain_flip(decision, block.id, sheet)
                assert (block.flip and [list(change) for change in block.flip]) == flip
