"""What exact plans cost and save: `python bench/plan.py [CONTENT]`, by hand, on an idle machine.

Every path of a guide is planned exactly and greedily (always the item that closes the most pairs an hour, then what proved
needless taken out again), in turn and in one run, so that the ratios can be compared between machines. The second table plans
worlds of growing size, each against the smallest.
"""
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from learning_rules import closure, credits, may_start
from worlds import guide_of_world, large_world

from generator.content.load import load, read_tree
from generator.model import Guide
from generator.planner import Request, make_plan, prerequisites
from generator.planner.prerequisites import Item
from generator.rules.validate import validate

Made = TypeVar("Made")
REPEATS = 3


def timed(make: Callable[[], Made]) -> tuple[float, Made]:
    """The median of some runs in milliseconds, and what the last one made."""
    times, made = [], None
    for _ in range(REPEATS):
        begin = perf_counter()
        made = make()
        times.append((perf_counter() - begin) * 1000)
    assert made is not None
    return median(times), made


def greedy(guide: Guide, request: Request) -> int:
    """The minutes of a plan that always takes the item with the most new pairs of the gap an hour among those that may start."""
    requires = prerequisites.requirements(guide.skills)
    known = prerequisites.knowledge(guide.personas[request.persona].has, requires)
    missing = prerequisites.gap(prerequisites.wanted(guide.roles[request.role], request.full), known, requires)
    pool = list(prerequisites.items(guide, request.free))
    state, taken = dict(known), []

    def gain(item: Item) -> float:
        after = prerequisites.learn(state, credits(item, state, requires))
        new = sum(state.get(skill, 0) < level <= after.get(skill, 0) for skill, level in missing)
        return new / item.minutes

    while any(state.get(skill, 0) < level for skill, level in missing):
        ready = [item for item in pool if item not in taken and may_start(item, state)]
        best = max(ready, key=lambda item: (gain(item), item.key), default=None)
        if best is None or not gain(best):
            return 0
        taken.append(best)
        state = prerequisites.learn(state, credits(best, state, requires))
    for item in sorted(taken, key=lambda item: -item.minutes):
        rest = [other for other in taken if other is not item]
        reach = closure(rest, known, requires)
        if all(reach.get(skill, 0) >= level for skill, level in missing) and len(_walk(rest, known, requires)) == len(rest):
            taken = rest
    return sum(item.minutes for item in taken)


def _walk(items: list[Item], known: dict[str, int], requires: dict[str, tuple[str, ...]]) -> list[Item]:
    state, left, order = dict(known), list(items), []
    while ready := [item for item in left if may_start(item, state)]:
        left.remove(ready[0])
        order.append(ready[0])
        state = prerequisites.learn(state, credits(ready[0], state, requires))
    return order


def main() -> None:
    """Prints both tables."""
    content = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "content"
    tree, unreadable = read_tree(content)
    documents, unloaded = load(tree)
    guide, _ = validate(documents, [*unreadable, *unloaded])
    assert guide is not None, "run `make check` first"
    print(f"{'path':44} {'shortest':>9} {'greedy':>9} {'ratio':>6} {'ms':>7} {'greedy ms':>10}")
    ratios = []
    for persona in guide.personas.values():
        for path in persona.paths:
            for full in (False, True):
                request = Request(persona.id, path.to, full)
                exact_time, exact = timed(lambda request=request: make_plan(guide, request))
                greedy_time, minutes = timed(lambda request=request: greedy(guide, request))
                name = f"{persona.id} > {path.to}{', full' if full else ''}"
                if not minutes:
                    print(f"{name:44} {exact.shortest_minutes / 60:8.1f}h {'stuck':>9} {'':6} {exact_time:7.1f} {greedy_time:10.1f}")
                    continue
                ratios.append(minutes / exact.shortest_minutes)
                print(f"{name:44} {exact.shortest_minutes / 60:8.1f}h {minutes / 60:8.1f}h {ratios[-1]:6.2f} {exact_time:7.1f} {greedy_time:10.1f}")
    print(f"greedy is dearer by {100 * (median(ratios) - 1):.0f} % in the median, {100 * (max(ratios) - 1):.0f} % at the most\n")
    print(f"{'resources':>9} {'skills':>7} {'ms':>8} {'times the smallest':>19}")
    smallest = 0.0
    for size in (60, 120, 240, 480):
        worlds = [guide_of_world(large_world(size, size * 5 // 12, seed)) for seed in range(5)]
        spent = median(timed(lambda world=world: make_plan(world, Request("cook", "baker", True)))[0] for world in worlds)
        smallest = smallest or spent
        print(f"{size:9} {size * 5 // 12:7} {spent:8.1f} {spent / smallest:19.1f}")


if __name__ == "__main__":
    main()
