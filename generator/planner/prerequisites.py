"""The prerequisite graph: order, cycles, what somebody knows, what is missing, what can be learned from what. No solver.

A *pair* is a skill at a level. Knowing a level implies the levels below it, and knowing a skill implies level 1 of all
that it requires. An *item* is what a plan can choose: a resource without parts, or one part of a resource.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from ..model import Guide, Resource, Role, Skill

Pair = tuple[str, int]
Levels = Mapping[str, int]


@dataclass(frozen=True)
class Item:
    """Something a plan can choose. `minutes` is its length; `picks` are the skills for which editors picked its resource."""

    resource: str
    part: str | None
    minutes: int
    cost: str
    teaches: Levels
    requires: Levels
    picks: frozenset[str]

    @cached_property
    def key(self) -> str:
        """`resource` or `resource#part`, as progress is saved and ties are broken."""
        return f"{self.resource}#{self.part}" if self.part else self.resource


def find_cycle(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A cycle as ids, first and last the same, rotated to begin at its smallest id; empty when there is none."""
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))[:-1]
        start = ring.index(min(ring))
        ring = ring[start:] + ring[:start]
        return (*ring, ring[0])
    return ()


def in_order(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All ids, prerequisites first; among those that could come next, the smallest id first."""
    waiting = {node: {before for before in needed if before in requires} for node, needed in requires.items()}
    followers: dict[str, list[str]] = {}
    for node, needed in waiting.items():
        for before in needed:
            followers.setdefault(before, []).append(node)
    ready = [node for node, needed in waiting.items() if not needed]
    heapq.heapify(ready)
    done: list[str] = []
    while ready:
        node = heapq.heappop(ready)
        done.append(node)
        for follower in followers.get(node, ()):
            waiting[follower].discard(node)
            if not waiting[follower]:
                heapq.heappush(ready, follower)
    return tuple(done)


def requirements(skills: Mapping[str, Skill]) -> dict[str, tuple[str, ...]]:
    """Direct prerequisites by skill."""
    return {identifier: skill.requires for identifier, skill in skills.items()}


def prerequisites(skill: str, requires: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Everything that a skill rests on, near and far, without itself."""
    found: set[str] = set()
    pending = list(requires.get(skill, ()))
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending.extend(requires.get(node, ()))
    return frozenset(found)


def knowledge(has: Levels, requires: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """What somebody knows who has these levels: those, and level 1 of everything they rest on."""
    known = dict(has)
    for skill in has:
        for before in prerequisites(skill, requires):
            known.setdefault(before, 1)
    return known


def wanted(role: Role, full: bool) -> dict[str, int]:
    """What a role asks: all its skills in full, or the levels of its hiring bar."""
    if full:
        return {skill: need.full for skill, need in role.needs.items()}
    return {skill: need.core for skill, need in role.needs.items() if need.core is not None}


def gap(target: Levels, known: Levels, requires: Mapping[str, Iterable[str]]) -> frozenset[Pair]:
    """The pairs between what is known and what is wanted, closed over prerequisites (each at level 1 or higher)."""
    missing: set[Pair] = set()
    pending = [(skill, level) for skill, level in target.items()]
    while pending:
        skill, level = pending.pop()
        for step in range(known.get(skill, 0) + 1, level + 1):
            if (skill, step) not in missing:
                missing.add((skill, step))
                pending.extend((before, 1) for before in requires.get(skill, ()))
    return frozenset(missing)


def items(guide: Guide, free_only: bool = False) -> tuple[Item, ...]:
    """Everything a plan may choose, by key. Retired resources are left out; `free_only` admits `cost: free` alone."""
    found = [
        item
        for resource in guide.resources.values()
        if resource.retired is None and (resource.cost == "free" or not free_only)
        for item in items_of(resource)
    ]
    return tuple(sorted(found, key=lambda item: item.key))


def items_of(resource: Resource) -> tuple[Item, ...]:
    """The items of one resource: its parts, or itself when it has none."""
    picks = frozenset(resource.pick)
    if not resource.parts:
        return (Item(resource.id, None, resource.minutes, resource.cost, resource.teaches, resource.requires, picks),)
    return tuple(
        Item(resource.id, part.id, part.minutes, resource.cost, part.teaches, part.requires, picks & frozenset(part.teaches))
        for part in resource.parts
    )


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


def learn(known: Levels, credited: Levels) -> dict[str, int]:
    """What is known after a step that teaches these levels."""
    return {**known, **{skill: max(level, known.get(skill, 0)) for skill, level in credited.items()}}


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
