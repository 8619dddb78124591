"""The prerequisite graph: order, cycles, what somebody knows, what is missing, what an item teaches. No solver.

A *pair* is a skill at a level. Knowing a level implies the levels below it, and knowing a skill implies level 1 of all that it
requires: what is known is *closed*. An *item* is what a plan can choose: a resource without parts, or one part of one.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from operator import or_

from ..model import Guide, Project, ProjectPart, Resource, ResourcePart, Role, Skill, limits

Pair = tuple[str, int]
Levels = Mapping[str, int]
LEVELS = max(limits.LEVELS)


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
    ships: str = ""
    provider: str = ""

    @cached_property
    def key(self) -> str:
        """`resource` or `resource#part`, as progress is saved and ties are broken."""
        return f"{self.resource}#{self.part}" if self.part else self.resource


@dataclass(frozen=True)
class ProjectStep:
    """Something that is built in one go: a project without parts, or one part of one, which rests on the parts before it. `ships` is what
    there is to show at its end."""

    project: str
    part: str | None
    minutes: int
    requires: Levels
    proves: Levels
    ships: str

    @cached_property
    def key(self) -> str:
        """`project` or `project#part`, as progress is saved."""
        return f"{self.project}#{self.part}" if self.part else self.project


def find_cycle(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """A cycle as ids, first and last the same, rotated to begin at its smallest id; empty when there is none."""
    try:
        TopologicalSorter(requires).prepare()
    except CycleError as error:
        ring = list(reversed(error.args[1]))[:-1]
        start = ring.index(min(ring))
        return (*ring[start:], *ring[:start], ring[start])
    return ()


def in_order(requires: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """All ids, prerequisites first; among those that could come next, the smallest id first. There is no cycle."""
    sorter = TopologicalSorter({node: [before for before in needed if before in requires] for node, needed in requires.items()})
    sorter.prepare()
    order, ready = list[str](), list[str]()
    while sorter.is_active():
        for node in sorter.get_ready():
            heappush(ready, node)
        order.append(heappop(ready))
        sorter.done(order[-1])
    return tuple(order)


def requirements(skills: Mapping[str, Skill]) -> dict[str, tuple[str, ...]]:
    """Direct prerequisites by skill."""
    return {identifier: skill.requires for identifier, skill in skills.items()}


def prerequisites(skill: str, requires: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Everything that a skill rests on, near and far, without itself."""
    return frozenset(before for before, _ in gap(dict.fromkeys(requires.get(skill, ()), 1), {}, requires))


def knowledge(has: Levels, requires: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """What somebody knows who has these levels: those, and level 1 of everything they rest on."""
    return {before: 1 for skill in has for before in prerequisites(skill, requires)} | dict(has)


def wanted(role: Role, full: bool) -> dict[str, int]:
    """What a role asks: all its skills in full, or the levels of its hiring bar."""
    levels = {skill: need.full if full else need.core for skill, need in role.needs.items()}
    return {skill: level for skill, level in levels.items() if level is not None}


def gap(target: Levels, known: Levels, requires: Mapping[str, Iterable[str]]) -> frozenset[Pair]:
    """The pairs between what is known and what is wanted, closed over prerequisites (each at level 1 or higher)."""
    missing: set[Pair] = set()
    pending = list(target.items())
    while pending:
        skill, level = pending.pop()
        new = {(skill, step) for step in range(known.get(skill, 0) + 1, level + 1)} - missing
        missing |= new
        pending += [(before, 1) for before in requires.get(skill, ()) if new]
    return frozenset(missing)


def items(guide: Guide, free_only: bool = False) -> tuple[Item, ...]:
    """Everything a plan may choose, by key. Retired resources are left out; `free_only` admits `cost: free` alone."""
    live = [resource for resource in guide.resources.values() if resource.retired is None and (resource.cost == "free" or not free_only)]
    return tuple(sorted((item for resource in live for item in items_of(resource)), key=lambda item: item.key))


def items_of(resource: Resource) -> tuple[Item, ...]:
    """The items of one resource: its parts, or itself when it has none."""
    picks, whole = frozenset(resource.pick), resource
    pieces: Sequence[tuple[str | None, Resource | ResourcePart]] = [(part.id, part) for part in resource.parts] or [(None, resource)]
    return tuple(
        Item(whole.id, part, piece.minutes, whole.cost, piece.teaches, piece.requires, picks & frozenset(piece.teaches) if part else picks,
             piece.ships or "", whole.provider)
        for part, piece in pieces)


def project_steps(project: Project) -> tuple[ProjectStep, ...]:
    """The steps of a project: its parts in their order, or itself when it has none."""
    pieces: Sequence[tuple[str | None, Project | ProjectPart]] = [(part.id, part) for part in project.parts] or [(None, project)]
    return tuple(ProjectStep(project.id, part, piece.minutes, piece.requires, piece.proves, piece.ships or piece.name) for part, piece in pieces)


def learn(known: Levels, credited: Levels) -> dict[str, int]:
    """What is known after a step that teaches these levels."""
    return {**known, **{skill: max(level, known.get(skill, 0)) for skill, level in credited.items()}}


@dataclass(frozen=True, slots=True)
class ItemEffect:
    """What an item requires and teaches, as bits of `States`. `requires` are the pairs that it requires, `requires_closed` these with all
    that they rest on (who knows the ones knows the others). `gains` are, for each skill that it teaches, prerequisites first, what must
    be known to be credited with it and what is credited; `teaches` joins what is credited."""

    requires: int
    requires_closed: int
    gains: tuple[tuple[int, int], ...]
    teaches: int

    def after(self, state: int) -> int:
        """The state after taking the item in this state; credit that its prerequisites do not allow now is lost."""
        for needed, gained in self.gains:
            if needed & state == needed:
                state |= gained
        return state

    def uses(self, learned: int) -> int:
        """What it requires, and the direct prerequisites of these pairs, which it teaches, without those that it teaches itself."""
        pairs = self.requires
        for needed, gained in self.gains:
            if gained & learned:
                pairs |= needed & ~learned
        return pairs


class States:
    """Sets of pairs as bits of a whole number, for one prerequisite graph (skill to direct prerequisites, without cycles)."""

    def __init__(self, requires: Mapping[str, tuple[str, ...]]) -> None:
        self._skills = in_order(requires)
        self._position = {skill: index for index, skill in enumerate(self._skills)}
        # The direct prerequisites of a skill, and all that it rests on, at level 1.
        self._direct = {skill: self.bits((before, 1) for before in requires[skill]) for skill in self._skills}
        self._below: dict[str, int] = {}
        for skill in self._skills:
            self._below[skill] = self._direct[skill]
            for before in requires[skill]:
                self._below[skill] |= self._below[before]

    def _up_to(self, skill: str, level: int) -> int:
        return ((1 << level) - 1) << LEVELS * self._position[skill]

    def state(self, levels: Levels) -> int:
        """Levels as bits, each with the levels below it."""
        return sum(self._up_to(skill, level) for skill, level in levels.items())

    def bits(self, pairs: Iterable[Pair]) -> int:
        """Exactly these pairs."""
        return sum(1 << LEVELS * self._position[skill] + level - 1 for skill, level in set(pairs))

    def pairs(self, bits: int) -> tuple[Pair, ...]:
        """Bits as sorted pairs."""
        return tuple(sorted((self._skills[index // LEVELS], index % LEVELS + 1) for index in bit_positions(bits)))

    def levels(self, state: int) -> dict[str, int]:
        """A state as levels, by skill id."""
        return dict(self.pairs(state))  # sorted, so that the highest level of a skill comes last and stays

    def closed(self, bits: int) -> int:
        """These pairs, the levels below them, and level 1 of everything that their skills rest on, near and far."""
        for skill, level in self.pairs(bits):
            bits |= self._up_to(skill, level) | self._below[skill]
        return bits

    def effect(self, item: Item) -> ItemEffect:
        """An item as bits."""
        requires, taught = self.bits(item.requires.items()), sorted(item.teaches, key=self._position.__getitem__)
        gains = tuple((self._direct[skill], self._up_to(skill, item.teaches[skill])) for skill in taught)
        return ItemEffect(requires, self.closed(requires), gains, self.state(item.teaches))


def bit_positions(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def joined(sets: Iterable[int]) -> int:
    """The bits that are set in any of these."""
    return reduce(or_, sets, 0)


def closure(effects: Iterable[ItemEffect], state: int) -> int:
    """What can be learned from these items in any order and with looking back: an upper bound of every order."""
    waiting, before = list(effects), -1
    while before != state:
        before = state
        for effect in waiting:
            if not effect.requires_closed & ~state:
                state = effect.after(state)
        waiting = [effect for effect in waiting if effect.teaches & ~state]
    return state
