"""The best order of given steps, exactly: a label-setting dynamic programme over the sets of steps that may be done first.

`formulation.md` has the mathematics and the symbols (The order). No solver: what decides how a path goes on is the set that is done, what
is known by then (mostly the same for a set), and how long nothing was shown; of two ways to the same, the one that is worse in nothing
stays. What cannot cost less than an order that a narrow search has found is not followed.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from math import gcd
from typing import NamedTuple

from .plan import RowName
from .prerequisites import ItemEffect, bit_positions, closure, joined

# How many labels a search may keep before it is broken off. The longest path of the first guide takes some thousands.
MOST_LABELS = 150_000
# How many of them to see how far the rows can be kept. Where they can, or where one thing is in the way, it takes some hundreds.
MOST_LABELS_FOR_ROWS = 64_000
# How many sets of steps are followed at a time where an exact search was broken off.
_WIDTH = 200
# More minutes than any path has.
_FAR = 1 << 40


@dataclass(frozen=True)
class Job:
    """A step to be put in its place. `weight` is what each minute until its end costs, `follows` the jobs, as bits, that must come before it
    whatever is known; `ships` says that it ends with something to show; `project` is the project that it is a step of, if any."""

    key: str
    minutes: int
    weight: int
    effect: ItemEffect
    follows: int
    ships: bool
    project: str

    @property
    def is_project(self) -> bool:
        return bool(self.project)


@dataclass(frozen=True)
class Found:
    """An order as places in the list of jobs, its value, and the bound that no order's value is below."""

    order: tuple[int, ...]
    value: int
    bound: int


class _Label(NamedTuple):
    """A way to a set of jobs: minutes since something was shown and since a project, by how much each row is broken so far, what was paid
    beyond the least, the jobs in their order."""

    shown: int
    built: int
    stretch: int
    between: int
    first: int
    excess: int
    order: tuple[int, ...]

    def is_no_worse(self, other: _Label) -> bool:
        """Whether whatever follows the other way breaks the rows no less than after this one."""
        return (self.shown <= other.shown and self.built <= other.built and self.first - other.first
                + max(0, self.stretch - other.stretch) + max(0, self.between - other.between) <= 0)

    def costs_no_more(self, other: _Label) -> bool:
        """Whether it costs less, or the same with keys that come first."""
        return self.excess < other.excess or self.excess == other.excess and self.order <= other.order


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is left after a set of jobs: minutes in all, the minutes at least to each end of a stretch without anything to show, and to each
    project, sorted; and how long ago the last such end may be for the row to be kept."""

    left: int
    shows: tuple[int, ...]
    builds: tuple[int, ...]
    may_wait_to_show: int
    may_wait_to_build: int


State = tuple[int, int]


class OrderSearch:
    """Jobs, by key, with all that must be known at their end, and the limits of the rows that are asked for. With `one_by_one` no project
    is begun while another is begun and not done."""

    def __init__(self, jobs: Sequence[Job], start: int, needed: int, limits: Mapping[RowName, int], one_by_one: bool = False) -> None:
        self._jobs, self._start, self._needed = jobs, start, needed
        self._all = (1 << len(jobs)) - 1
        self._ships = sum(1 << i for i, job in enumerate(jobs) if job.ships)
        self._projects = sum(1 << i for i, job in enumerate(jobs) if job.is_project)
        self._minutes = sum(job.minutes for job in jobs)
        names = {job.project for job in jobs if job.is_project} if one_by_one else set[str]()
        self._wholes = [sum(1 << i for i, job in enumerate(jobs) if job.project == name) for name in sorted(names)]
        limits = limits if self._projects else {name: limit for name, limit in limits.items() if name == "stretch"}
        self._stretch, self._between = limits.get("stretch"), limits.get("between_projects")
        self._first, self._after = limits.get("first_project"), limits.get("after_last")
        self._unit = gcd(*(job.minutes for job in jobs), *limits.values())
        self._teaches = [job.effect.teaches & needed for job in jobs]
        self._aheads: dict[int, _Ahead] = {}
        self._lengths: dict[int, int] = {}

    # ---- what must come before what, and what an order costs at least

    @cached_property
    def _demands(self) -> tuple[list[int], list[int]]:
        """For each job what must be known when it starts: what it requires, and what it would lose for good otherwise, being the only one to
        teach it. And the jobs, as bits, that come before it in every order."""
        jobs, effects = self._jobs, [job.effect for job in self._jobs]
        demands, before = [effect.requires_closed for effect in effects], [job.follows for job in jobs]
        without = [closure([*effects[:i], *effects[i + 1:]], self._start) for i in range(len(jobs))]
        for i, effect in enumerate(effects):
            alone = self._teaches[i] & ~joined(taught for j, taught in enumerate(self._teaches) if j != i) & ~self._start
            for needed, gained in effect.gains:
                demands[i] |= needed & ~effect.teaches if gained & alone else 0
        for i, _ in enumerate(jobs):
            before[i] |= sum(1 << j for j, reach in enumerate(without) if j != i and demands[i] & ~reach)
        for _ in jobs:  # the longest chain is no longer than there are jobs
            wider = [mask | joined(before[j] for j in bit_positions(mask)) for mask in before]
            if wider == before:
                break
            before = wider
        return demands, before

    @cached_property
    def _prices(self) -> tuple[int, list[list[tuple[int, int]]]]:
        """What every order costs at least, and for each job those, as a bit, that it had better not come before, with what that costs.

        The cost of an order is a sum over pairs: who comes first has the other wait. A pair costs at least what the better way round
        costs, or the only way.
        """
        jobs, before = self._jobs, self._demands[1]
        least, dear = sum(job.weight * job.minutes for job in jobs), list[list[tuple[int, int]]]([] for _ in jobs)
        for i, one in enumerate(jobs):
            for j, other in enumerate(jobs[:i]):
                first, second = other.weight * one.minutes, one.weight * other.minutes  # this one first, or the other
                if before[j] >> i & 1 or before[i] >> j & 1:
                    least += first if before[j] >> i & 1 else second
                else:
                    least += min(first, second)
                    if first != second:
                        dear[i if first > second else j].append((1 << (j if first > second else i), abs(first - second)))
        return least, dear

    # ---- moves

    def _moves(self, state: State) -> Iterator[tuple[int, State, int]]:
        """Each job that may come next, the state after it, and what it costs beyond the least that it comes before all that are left."""
        done, known = state
        demands, dear = self._demands[0], self._prices[1]
        shut = joined(self._projects & ~whole for whole in self._wholes if whole & done and whole & ~done)
        for i, job in enumerate(self._jobs):
            if (done | shut) >> i & 1 or job.follows & ~done or demands[i] & ~known:
                continue
            after, then = job.effect.after(known), done | 1 << i
            lost = self._teaches[i] & ~after
            if not lost or not lost & ~joined(self._teaches[j] for j in bit_positions(self._all & ~then)):
                yield i, (then, after), sum(price for other, price in dear[i] if other & ~then)

    def _next(self, label: _Label, i: int, then: int, excess: int) -> _Label:
        """The way that goes on with a job; `then` are the jobs that are done after it."""
        job = self._jobs[i]
        shown = 0 if self._stretch is None else label.shown + job.minutes
        built = 0 if self._between is self._after is None else label.built + job.minutes
        stretch, between, first = label.stretch, label.between, label.first
        if job.ships and self._stretch is not None:
            stretch, shown = max(stretch, shown - self._stretch), 0
        if job.is_project:
            if self._between is not None:
                between = max(between, built - self._between)
            built = 0
        if self._first is not None and job.is_project and not then & ~(1 << i) & self._projects:
            first = max(0, self._minutes - self._ahead(then).left - self._first)
        return self._at_least(_Label(shown, built, stretch, between, first, label.excess + excess, (*label.order, i)), then)

    def _at_least(self, label: _Label, done: int) -> _Label:
        """The same, with each row broken by at least as much as it will be at the end, whatever comes: so more ways are seen to be equal."""
        ahead, (shown, built, stretch, between, first, _, _) = self._ahead(done), label
        if self._stretch is not None and shown > ahead.may_wait_to_show:
            stretch = max(stretch, self._most(shown, ahead.shows) - self._stretch)
        if self._between is not None and built > ahead.may_wait_to_build:
            between = max(between, self._most(built, ahead.builds) - self._between)
        if self._first is not None and ahead.builds and not done & self._projects:
            first = max(first, self._minutes - ahead.left + ahead.builds[0] - self._first)
        return label._replace(stretch=stretch, between=between, first=first)

    def _ahead(self, done: int) -> _Ahead:
        found = self._aheads.get(done)
        if found is None:
            left = self._all & ~done
            minutes, builds = self._length(left), self._ways(left & self._projects, left)
            shows = (*self._ways(left & self._ships, left), *([minutes] if self._after is None else []))
            found = self._aheads[done] = _Ahead(minutes, shows, builds, _may_wait(self._stretch, shows), _may_wait(self._between, builds))
        return found

    def _length(self, jobs: int) -> int:
        found = self._lengths.get(jobs)
        if found is None:
            found = self._lengths[jobs] = sum(self._jobs[i].minutes for i in bit_positions(jobs))
        return found

    def _ways(self, targets: int, left: int) -> tuple[int, ...]:
        """For each of these jobs the minutes at least until it is done, its own and those of all that must come before it, sorted."""
        before = self._demands[1]
        return tuple(sorted(self._length((before[i] | 1 << i) & left) for i in bit_positions(targets)))

    def _most(self, since: int, ends: Sequence[int]) -> int:
        """How long the longest stretch is at least where, some minutes after the last end, further ends are so far away at least."""
        return max(self._shared(since + minutes, pieces) for pieces, minutes in enumerate(ends, 1))

    def _violation(self, label: _Label, done: int) -> int:
        """By how much, at least, the rows are broken at the end, summed; once all is done, exactly that."""
        ahead = self._ahead(done)
        after = further = 0
        if self._after is not None and not ahead.builds:
            after = max(0, label.built + ahead.left - self._after)
        elif self._after is not None:  # what the stretches between cannot hold must come after the last
            for limit, since, broken, pieces in ((self._stretch, label.shown, label.stretch, len(ahead.shows)),
                                                 (self._between, label.built, label.between, len(ahead.builds))):
                if limit is not None and (over := since + ahead.left - pieces * limit - self._after) > 0:
                    further = max(further, self._shared(over, pieces) - broken)
        return label.first + label.stretch + label.between + max(after, further)

    def _shared(self, minutes: int, pieces: int) -> int:
        """The largest piece at least, where so many minutes are shared among so many: every length is a multiple of the unit."""
        return -(-minutes // (pieces * self._unit)) * self._unit

    # ---- the searches

    def least_violation(self, known: Sequence[int] = ()) -> Found | None:
        """An order that breaks the rows least, best first; None when no order leads to the end. Broken off, it is as good as a narrow search,
        or the order that is `known`, where that comes to no end."""
        if not self._jobs:
            return Found((), 0, 0)
        beginning = self._at_least(_Label(0, 0, 0, 0, 0, 0, ()), 0)
        kept: dict[State, list[_Label]] = {}
        waiting: list[tuple[int, int, int, tuple[int, ...], _Label, State]] = []
        heappush(waiting, (self._violation(beginning, 0), 0, 0, (), beginning, (0, self._start)))
        count = 0
        while waiting:
            least, _, _, _, label, state = heappop(waiting)
            if state[0] == self._all:
                return Found(label.order, least, least)
            if label not in kept.get(state, [label]):
                continue  # another was better meanwhile
            for i, then, excess in self._moves(state):
                if then[0] == self._all and self._needed & ~then[1]:
                    continue
                new = self._next(label, i, then[0], excess)
                bound = max(least, self._violation(new, then[0]))
                if _keep(kept.setdefault(then, []), new, of_cost=False):
                    count += 1
                    heappush(waiting, (bound, -len(new.order), new.excess, new.order, new, then))
            if count > MOST_LABELS_FOR_ROWS:
                narrow = self._layers(None, None, _WIDTH) or (self._walk(known) if known else None)
                return Found(narrow.order, self._violation(narrow, self._all), least) if narrow else None
        return None

    def best(self, within: Found) -> Found:
        """Of the orders that break the rows by no more in sum than this one, the one that costs least; of equals the one whose keys come first.
        Broken off, it is as good as a narrow search."""
        if not self._jobs:
            return Found((), 0, 0)
        least, ways = self._prices[0], [within.order]
        if narrow := self._layers(None, within.value, _WIDTH):
            ways.append(narrow.order)
        cost, order = min((cost_of(self._jobs[i] for i in order), order) for order in ways)
        try:
            found = self._layers(cost - least, within.value, None)
        except _TooMany:
            return Found(order, cost, least)
        assert found, "an order of this cost is known"
        return Found(found.order, least + found.excess, least + found.excess)

    def _walk(self, order: Sequence[int]) -> _Label:
        """The way that takes the jobs in this order."""
        label, done = self._at_least(_Label(0, 0, 0, 0, 0, 0, ()), 0), 0
        for i in order:
            done |= 1 << i
            label = self._next(label, i, done, sum(price for other, price in self._prices[1][i] if other & ~done))
        return label

    def _layers(self, budget: int | None, violation: int | None, width: int | None) -> _Label | None:
        """The best way through all jobs within a budget beyond the least cost, one job after another, in as many ways at a time as the
        width allows."""
        layer: dict[State, list[_Label]] = {(0, self._start): [self._at_least(_Label(0, 0, 0, 0, 0, 0, ()), 0)]}
        count = 0
        for _ in self._jobs:
            following: dict[State, list[_Label]] = {}
            for state, labels in layer.items():
                for i, then, excess in self._moves(state):
                    for label in labels:
                        if budget is not None and label.excess + excess > budget:
                            continue
                        new = self._next(label, i, then[0], excess)
                        if violation is None or self._violation(new, then[0]) <= violation:
                            _keep(following.setdefault(then, []), new)
            count += sum(map(len, following.values()))
            if width is None and count > MOST_LABELS:
                raise _TooMany
            layer = following if width is None else self._narrowed(following, width)
        ends = [label for state, labels in layer.items() for label in labels if not self._needed & ~state[1]]
        return min(ends, key=lambda label: (self._violation(label, self._all) if violation is None else 0, label.excess, label.order), default=None)

    def _narrowed(self, layer: Mapping[State, list[_Label]], width: int) -> dict[State, list[_Label]]:
        """The most promising labels of a layer."""
        labels = sorted((self._violation(label, state[0]), label.excess, label.order, state, label)
                        for state, together in layer.items() for label in together)
        narrowed: dict[State, list[_Label]] = {}
        for *_, state, label in labels[:width]:
            narrowed.setdefault(state, []).append(label)
        return narrowed


class _TooMany(Exception):
    """More labels than a search may keep."""


def _may_wait(limit: int | None, ends: Sequence[int]) -> int:
    """How long ago the last end may be so that all these can be within the limit of one another."""
    return min((pieces * limit - minutes for pieces, minutes in enumerate(ends, 1)), default=_FAR) if limit is not None else _FAR


def cost_of(jobs: Iterable[Job]) -> int:
    """What an order of jobs costs: the weight of each, times the minutes until its end."""
    cost = minutes = 0
    for job in jobs:
        minutes += job.minutes
        cost += job.weight * minutes
    return cost


def _keep(labels: list[_Label], new: _Label, of_cost: bool = True) -> bool:
    """Keeps a label unless another is as good, and drops those that it is as good as; whether it was kept."""
    if any(label.is_no_worse(new) and (not of_cost or label.costs_no_more(new)) for label in labels):
        return False
    labels[:] = [label for label in labels if not (new.is_no_worse(label) and (not of_cost or new.costs_no_more(label)))]
    labels.append(new)
    return True
