"""Which items a plan is made of: an exact optimum in six stages, each within what the ones before it allow.

hours: H, the fewest minutes. picks: within 1.15 H, the most gap skills served by an editor's pick, that is by an item whose
resource is picked for the skill and which teaches a pair of it that is in the gap. resources: the fewest distinct resources
(all parts of one count once). paid: the fewest paid ones among them (freemium is not paid). short: the fewest minutes.
unique: of the sets that are still equal, the one whose sorted keys come first; so there is exactly one answer.

The model is a weighted set cover: every pair of the gap is taught by a chosen item that does not itself ask for that pair,
and whatever a chosen item asks for outside the gap is taught too. It allows sets that no one could follow, because their
items wait for each other or lose credit; `cuts` rules these out as they turn up. The cuts hold for every set that is a
plan, so they stay from stage to stage.

resources, paid and short are one search: minutes stay between H and 1.15 H, so whole weights can put the three in order.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, inf

from .cuts import Cuts
from .order import asked
from .plan import Stage, StageName, Unreachable
from .problem import Task, lost
from .programme import TOLERANCE, Programme, Relaxed
from .solver import Row, at_least
from .states import ones

LONGEST_PERCENT = 115
HOURS, PICKS, RESOURCES, PAID = range(4)  # the numbers of the rows that carry the stages


@dataclass(frozen=True)
class Choice:
    """The chosen items as sorted indexes into the task's, and the proof."""

    items: tuple[int, ...]
    stages: tuple[Stage, ...]


def choose(task: Task) -> Choice:
    """The items of a task's plan. Raises Unreachable when items exist for every pair but no order credits them all."""
    if not task.target and not task.pins:
        return Choice((), tuple(Stage(name, 0, 0, 0) for name in ("hours", "picks", "resources", "paid", "short", "unique")))
    return _Chooser(task).run()


class _Chooser:
    def __init__(self, task: Task) -> None:
        self._task = task
        self._size = len(task.items)
        self._minutes = [item.minutes for item in task.items]
        self._resource, self._picked, columns = self._columns()
        self._paid = sorted({self._resource[index] for index, item in enumerate(task.items) if item.cost == "paid"})
        fixed = [index for index, item in enumerate(task.items) if item.key in task.pins]
        cuts = Cuts(task.states, task.moves, task.start, task.goal)
        self._programme = Programme(columns, [*self._stage_rows(), *self._cover_rows(), *self._link_rows()], cuts.lacking)
        self._programme.bound(fixed, 1, 1)
        self._columns_count = columns
        self._stages: list[Stage] = []
        self._solves = 0

    def _columns(self) -> tuple[list[int], dict[str, int], int]:
        """The column of each item's resource (the item's own, when it is the resource's only one), of each skill with a
        pick, and how many columns there are. Items come first, by index."""
        by_resource: dict[str, list[int]] = {}
        for index, item in enumerate(self._task.items):
            by_resource.setdefault(item.resource, []).append(index)
        count, resource = self._size, [0] * self._size
        for members in by_resource.values():
            column = members[0] if len(members) == 1 else count
            count += len(members) > 1
            for index in members:
                resource[index] = column
        self._pickers = self._find_pickers()
        picked = {skill: count + place for place, skill in enumerate(sorted(self._pickers))}
        return resource, picked, count + len(picked)

    def _find_pickers(self) -> dict[str, list[int]]:
        """For each skill of the gap that is served by a pick, the items that serve it."""
        of_skill: dict[str, int] = {}
        for pair in self._task.gap:
            of_skill[pair[0]] = of_skill.get(pair[0], 0) | self._task.states.bit(pair)
        pickers: dict[str, list[int]] = {}
        for index, item in enumerate(self._task.items):
            for skill in item.picks:
                if self._task.moves[index].teaches & of_skill.get(skill, 0):
                    pickers.setdefault(skill, []).append(index)
        return pickers

    def _stage_rows(self) -> list[Row]:
        """Without limits at first; each stage sets its own."""
        resources = sorted(set(self._resource))
        return [Row(None, None, tuple(columns), tuple(coefficients)) for columns, coefficients in (
            (range(self._size), self._minutes), (self._picked.values(), [1] * len(self._picked)),
            (resources, [1] * len(resources)), (self._paid, [1] * len(self._paid)))]

    def _cover_rows(self) -> list[Row]:
        """Each pair of the gap has a first teacher that does not ask for it; what an item asks for beyond the gap, one too."""
        moves, start, target = self._task.moves, self._task.start, self._task.target
        rests = [move.rests & ~start for move in moves]
        wanted = (target | asked(moves, range(self._size))) & ~start
        teachers: dict[int, int] = {}
        for index, move in enumerate(moves):
            for pair in ones(move.teaches & wanted & ~rests[index]):
                teachers[pair] = teachers.get(pair, 0) | 1 << index
        groups = {teachers.get(pair, 0) for pair in ones(target)}
        # Of these resources, one is chosen, too: that says more as soon as two items are parts of the same.
        sources = {self._resources_of(group) for group in groups} - groups
        rows = [at_least(1, ones(group)) for group in _smallest(groups) + _smallest(sources)]
        for index in range(self._size):
            if rests[index] & ~target:
                for group in _smallest({teachers.get(pair, 0) for pair in ones(rests[index] & ~target)}):
                    rows.append(at_least(0, ones(group), minus=(index,)))
        return rows

    def _resources_of(self, group: int) -> int:
        """The columns of the resources of some items (all as bits)."""
        columns = 0
        for index in ones(group):
            columns |= 1 << self._resource[index]
        return columns

    def _link_rows(self) -> list[Row]:
        rows = [at_least(0, (column,), minus=(index,)) for index, column in enumerate(self._resource) if column != index]
        for skill, column in self._picked.items():
            group = self._pickers[skill]
            resources = sorted({self._resource[index] for index in group})
            rows.append(at_least(0, group, minus=(column,)))
            if len(resources) < len(group):
                rows.append(at_least(0, resources, minus=(column,)))
        return rows

    def run(self) -> Choice:
        """All stages."""
        shortest = self._shortest()
        longest = shortest * LONGEST_PERCENT // 100
        self._programme.limit(HOURS, None, longest)
        best, relaxed = self._most_picks_then_fewest(shortest, longest)
        self._programme.limit(HOURS, None, self._total(best, self._minutes))
        self._programme.limit(RESOURCES, None, self._count(best, set(self._resource)))
        self._programme.limit(PAID, None, self._count(best, self._paid))
        best = self._first_by_key(best, relaxed)
        self._prove("unique", 0)
        return Choice(tuple(index for index in range(self._size) if best[index]), tuple(self._stages))

    def _prove(self, name: StageName, value: int, bound: int | None = None) -> None:
        solves = self._programme.solves
        self._stages.append(Stage(name, value, value if bound is None else bound, solves - self._solves))
        self._solves = solves

    def _total(self, values: Sequence[int], weights: Sequence[int]) -> int:
        return sum(weight for value, weight in zip(values, weights, strict=False) if value)  # items come first

    def _count(self, values: Sequence[int], columns: Sequence[int] | set[int]) -> int:
        """How many of some columns stand for something chosen (a resource's column may be 1 without need)."""
        used = {self._resource[index] for index in range(self._size) if values[index]}
        return len(used & set(columns))

    def _shortest(self) -> int:
        self._programme.set_costs(self._minutes + [0] * (self._columns_count - self._size))
        found = self._programme.minimise(near=sum(self._minutes) // 50)
        if found is None:
            raise Unreachable(lost(self._task.states, self._task.moves, self._task.start, self._task.goal), in_order=True)
        value = self._total(found[0], self._minutes)
        self._prove("hours", value)
        return value

    def _most_picks_then_fewest(self, shortest: int, longest: int) -> tuple[list[int], Relaxed]:
        """The stages picks, resources, paid and short: a best solution, and the relaxed one that shows it cannot be bettered.

        The relaxed optimum of picks, rounded down, is nearly always reached. So the later stages are searched with that
        many picks at once, and only when they have no solution is the number itself searched for.
        """
        self._programme.set_costs([0] * (self._columns_count - len(self._picked)) + [-1] * len(self._picked))
        relaxed = self._programme.relax()
        assert relaxed, "there is a plan of the fewest hours"
        picks = int(-relaxed.cost + self._programme.slack(len(self._picked)))
        found = self._fewest(picks, relaxed, shortest, longest)
        if found is None:
            self._programme.limit(PICKS, None, None)
            self._programme.set_costs([0] * (self._columns_count - len(self._picked)) + [-1] * len(self._picked))
            most = self._programme.minimise(near=1)
            assert most, "there is a plan of the fewest hours"
            values, relaxed = most
            picks = -self._programme.cost(values)
            found = self._fewest(picks, relaxed, shortest, longest)
        assert found, "there is a plan with this many picks"
        return found

    def _fewest(self, picks: int, relaxed: Relaxed, shortest: int, longest: int) -> tuple[list[int], Relaxed] | None:
        """The fewest resources, of these the fewest paid, of these the fewest minutes, with at least this many picks."""
        unit = gcd(*self._minutes)
        paid_weight = (longest - shortest) // unit + 1
        weight = paid_weight * (len(self._paid) + 1)
        cost = [minutes // unit for minutes in self._minutes] + [0] * (self._columns_count - self._size)
        for column in sorted(set(self._resource)):
            cost[column] += weight
        for column in self._paid:
            cost[column] += paid_weight
        self._programme.limit(PICKS, picks, None)
        # A column whose reduced cost, in picks, is beyond this gap is in no solution with so many picks.
        fixed = self._programme.fix_beyond(relaxed, -picks - relaxed.cost)
        before = self._programme.solves
        self._programme.set_costs(cost)
        found = self._programme.minimise(near=weight)
        if found is None:
            self._programme.bound(fixed, 0, 1)
            return None
        values = found[0]
        self._stages.append(Stage("picks", picks, picks, before - self._solves))
        self._solves = before
        self._prove("resources", self._count(values, set(self._resource)))
        self._prove("paid", self._count(values, self._paid))
        self._prove("short", self._total(values, self._minutes))
        return found

    def _first_by_key(self, best: list[int], relaxed: Relaxed) -> list[int]:
        """Of all solutions as good as the best, the one whose sorted keys come first.

        Items are by key. Rivals are items that the best solution lacks although some item of it comes later. Each is settled
        in order: when an equally good solution has it, beside all that the best has before it, that solution is the new
        best; else it is out. Nearly all are out from the start, for even over fractions nothing as good has one of them.
        """
        programme, cost, settled = self._programme, self._programme.cost(best), 0
        programme.fix_beyond(relaxed, cost - relaxed.cost)
        while rivals := self._rivals(best, settled):
            possible, better = self._sift(rivals, best)
            if possible:
                programme.shrink()
            for index in possible if better is None else ():
                programme.bound([other for other in range(index) if best[other]], 1, 1)
                programme.bound([index], 1, 1)
                found = programme.minimise(near=inf, most=cost)
                if found:
                    better, settled = found[0], index + 1
                    break
                programme.bound([index], 0, 0)
            if better is None:
                break
            best = better
        return best

    def _rivals(self, best: list[int], first: int) -> list[int]:
        last = max((index for index in range(self._size) if best[index]), default=0)
        return [index for index in range(first, last) if not best[index] and self._programme.may_be(index)]

    def _sift(self, rivals: list[int], best: list[int]) -> tuple[list[int], list[int] | None]:
        """The rivals that an equally good solution may have (the others are put out), or none and a better solution, if one
        turns up: each optimum over fractions that has some of the rivals says which to ask about no more."""
        possible: list[int] = []
        while rivals:
            relaxed = self._programme.hint(at_least(1, rivals), self._programme.cost(best))
            if relaxed is None:
                self._programme.bound(rivals, 0, 0)
                break
            values = self._programme.accept(relaxed)
            if values and self._programme.cost(values) == self._programme.cost(best) and self._keys(values) < self._keys(best):
                return [], values
            possible += [index for index in rivals if relaxed.values[index] > TOLERANCE]
            rivals = [index for index in rivals if relaxed.values[index] <= TOLERANCE]
        return sorted(possible), None

    def _keys(self, values: Sequence[int]) -> list[int]:
        return [index for index in range(self._size) if values[index]]


def _smallest(groups: set[int]) -> list[int]:
    """Those groups (as bits) that contain no other; a row for the others would add nothing."""
    kept: list[int] = []
    for group in sorted(groups, key=lambda group: (group.bit_count(), group)):
        if not any(other & group == other for other in kept):
            kept.append(group)
    return kept
