"""The rules of learning in plain words, level by level: what the planner's bits and the pages' scripts are held against."""
from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.planner.prerequisites import Item, Levels, learn


def may_start(item: Item, known: Levels) -> bool:
    """Whether all that the item itself requires is known."""
    return all(known.get(skill, 0) >= level for skill, level in item.requires.items())


def credits(item: Item, known: Levels, requires: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """What taking the item now teaches: each skill whose direct prerequisites are known, or are credited by the item itself."""
    credited: dict[str, int] = {}
    pending = set(item.teaches)
    progress = True
    while progress:
        progress = False
        for skill in sorted(pending):
            if all(before in known or before in credited for before in requires.get(skill, ())):
                credited[skill] = item.teaches[skill]
                pending.discard(skill)
                progress = True
    return credited


def closure(chosen: Iterable[Item], known: Levels, requires: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """What can be learned from these items by somebody who knows this, in any order and with looking back."""
    state = dict(known)
    pool = list(chosen)
    progress = True
    while progress:
        progress = False
        for item in pool:
            if any(state.get(skill, 0) < level for skill, level in item.teaches.items()) and may_start(item, state):
                after = learn(state, credits(item, state, requires))
                if after != state:
                    state, progress = after, True
    return state
