"""What pages hand to the scripts of somebody who follows a path: their words, and the levels and states to choose from."""

from __future__ import annotations

from .writer import Pen


def says(pen: Pen, path: bool = False) -> tuple[tuple[str, str], ...]:
    """The sentences that scripts show, by name; those of a path page as well when `path`."""
    words = pen.words.follow
    if not path:
        return tuple(vars(words.shared).items())
    named = [(f"level_{level}", word) for level, word in levels(pen)] + [(f"state_{state}", word) for state, word in states(pen)]
    return (*vars(words.shared).items(), *vars(words.says).items(), *named)


def levels(pen: Pen) -> tuple[tuple[int, str], ...]:
    """The levels of a skill that a reader can tick, the first of them none."""
    return tuple(enumerate(vars(pen.words.follow.levels).values()))


def states(pen: Pen) -> tuple[tuple[str, str], ...]:
    """The states of a step, by their names in what is stored."""
    return tuple(vars(pen.words.follow.states).items())
