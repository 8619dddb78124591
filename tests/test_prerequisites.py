"""The prerequisite graph, against plain definitions of the same things."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_rules import closure, credits, may_start
from worlds import guide_of_world

from generator.planner.prerequisites import (
    Item,
    find_cycle,
    gap,
    in_order,
    items,
    knowledge,
    learn,
    prerequisites,
    requirements,
    wanted,
)

BAKERY = {"flour": (), "dough": ("flour",), "bread": ("dough",), "rolls": ("bread", "dough"), "tea": ()}


def item(teaches: Mapping[str, int], requires: Mapping[str, int] | None = None, key: str = "book", minutes: int = 60) -> Item:
    return Item(key, None, minutes, "free", teaches, requires or {}, frozenset())


@st.composite
def graphs(draw: st.DrawFn, cycles: bool = False) -> dict[str, tuple[str, ...]]:
    """Up to six skills; without cycles each requires only earlier ones (in an order that is not that of the ids)."""
    names = draw(st.permutations("abcdef"))[:draw(st.integers(1, 6))]
    return {
        name: tuple(draw(st.lists(st.sampled_from(pool), max_size=3, unique=True))) if (pool := names if cycles else names[:place]) else ()
        for place, name in enumerate(names)
    }


def levels_of(draw: st.DrawFn, names: list[str]) -> dict[str, int]:
    return draw(st.dictionaries(st.sampled_from(names), st.integers(1, 3), max_size=3))


class TestCycles:
    @pytest.mark.parametrize(("requires", "cycle"), [
        (BAKERY, ()),
        ({}, ()),
        ({"a": ("a",)}, ("a", "a")),
        ({"c": ("b",), "b": ("a",), "a": ("c",), "d": ("a",)}, ("a", "c", "b", "a")),
    ])
    def test_a_cycle_is_named_from_its_smallest_id(self, requires: Mapping[str, tuple[str, ...]], cycle: tuple[str, ...]) -> None:
        """Each skill is followed by one that it requires."""
        assert find_cycle(requires) == cycle

    @given(graphs(cycles=True))
    def test_what_is_named_is_a_cycle_and_none_is_missed(self, requires: dict[str, tuple[str, ...]]) -> None:
        ring = find_cycle(requires)
        assert bool(ring) == any(name in prerequisites(name, requires) for name in requires)
        if ring:
            assert ring[0] == ring[-1] == min(ring) and len(set(ring)) == len(ring) - 1
            assert all(after in requires[before] for before, after in zip(ring, ring[1:], strict=False))


class TestOrder:
    def test_prerequisites_come_first_and_small_ids_before_others(self) -> None:
        assert in_order(BAKERY) == ("flour", "dough", "bread", "rolls", "tea")
        assert in_order({"b": (), "a": ("elsewhere",)}) == ("a", "b")

    @given(graphs())
    def test_it_is_the_first_of_all_orders_that_work(self, requires: dict[str, tuple[str, ...]]) -> None:
        def works(order: tuple[str, ...]) -> bool:
            return all(set(requires[name]) <= set(order[:place]) for place, name in enumerate(order))

        assert in_order(requires) == next(order for order in permutations(sorted(requires)) if works(order))

    def test_prerequisites_are_near_and_far(self) -> None:
        assert prerequisites("rolls", BAKERY) == {"bread", "dough", "flour"}
        assert prerequisites("flour", BAKERY) == prerequisites("nowhere", BAKERY) == frozenset()


class TestKnowledge:
    def test_a_skill_implies_the_basics_of_what_it_rests_on(self) -> None:
        assert knowledge({"bread": 3, "flour": 2}, BAKERY) == {"bread": 3, "flour": 2, "dough": 1}
        assert knowledge({}, BAKERY) == {}

    def test_a_role_wants_its_hiring_bar_or_all(self) -> None:
        role = guide_of_world({"skills": {"a": [], "b": []}, "resources": {}, "needs": {"a": [1, 2], "b": [None, 1]}}).roles["baker"]
        assert wanted(role, full=False) == {"a": 1}
        assert wanted(role, full=True) == {"a": 2, "b": 1}

    def test_the_gap_holds_each_missing_level_and_what_it_rests_on(self) -> None:
        assert gap({"bread": 2}, {}, BAKERY) == {("bread", 1), ("bread", 2), ("dough", 1), ("flour", 1)}
        assert gap({"bread": 3}, {"bread": 2, "dough": 1, "flour": 1}, BAKERY) == {("bread", 3)}
        assert gap({"bread": 1, "tea": 1}, {"bread": 1, "tea": 2, "dough": 1, "flour": 1}, BAKERY) == frozenset()

    @given(st.data())
    def test_who_learns_the_gap_has_what_is_wanted_and_nothing_is_left(self, data: st.DataObject) -> None:
        requires = data.draw(graphs())
        names = sorted(requires)
        known = knowledge(levels_of(data.draw, names), requires)
        target = levels_of(data.draw, names)
        missing = gap(target, known, requires)
        after = dict(known)
        for skill, level in sorted(missing, key=lambda pair: pair[1]):
            assert after.get(skill, 0) == level - 1
            after[skill] = level
        assert all(after.get(skill, 0) >= level for skill, level in target.items())
        assert all(before in after for skill in after for before in requires[skill])
        assert gap(target, after, requires) == frozenset()


class TestItems:
    GUIDE = guide_of_world({
        "skills": {"bread": [], "rolls": []}, "needs": {},
        "resources": {
            "zine": {"hours": 1, "teaches": {"bread": 1}, "cost": "freemium", "pick": ["bread"]},
            "book": {"hours": 4, "teaches": {"bread": 1}},
            "course": {"pick": ["bread", "rolls"], "parts": {
                "two": {"hours": 3, "teaches": {"rolls": 1}, "requires": {"bread": 1}}, "one": {"hours": 2, "teaches": {"bread": 1}}}},
            "old": {"hours": 1, "teaches": {"bread": 1}, "retired": True},
        },
    })

    def test_they_are_resources_or_their_parts_by_key_without_retired_ones(self) -> None:
        found = items(self.GUIDE)
        assert [(item.key, item.minutes, dict(item.requires), set(item.picks)) for item in found] == [
            ("book", 240, {}, set()), ("course#one", 120, {}, {"bread"}), ("course#two", 180, {"bread": 1}, {"rolls"}), ("zine", 60, {}, {"bread"})]

    def test_free_is_free_alone(self) -> None:
        assert [item.key for item in items(self.GUIDE, free_only=True)] == ["book", "course#one", "course#two"]


class TestLearning:
    def test_what_is_required_must_be_known_at_its_level(self) -> None:
        assert may_start(item({}, {"bread": 2}), {"bread": 2}) and not may_start(item({}, {"bread": 2}), {"bread": 1})
        assert not may_start(item({}, {"bread": 1}), {})

    def test_only_what_can_be_followed_is_credited(self) -> None:
        """Bread rests on dough: taught together both count, without dough neither bread nor what rests on it."""
        assert credits(item({"bread": 2, "rolls": 1, "dough": 1}), {"flour": 1}, BAKERY) == {"dough": 1, "bread": 2, "rolls": 1}
        assert credits(item({"bread": 2, "rolls": 1, "tea": 1}), {"flour": 1}, BAKERY) == {"tea": 1}

    def test_nothing_is_unlearned(self) -> None:
        known = {"bread": 3}
        assert learn(known, {"bread": 1, "tea": 2}) == {"bread": 3, "tea": 2}
        assert known == {"bread": 3}

    def test_the_closure_looks_back(self) -> None:
        """The first item teaches rolls too early; in a closure it is read again."""
        chosen = [item({"rolls": 1, "tea": 1}), item({"bread": 1, "dough": 1}, {"tea": 1})]
        assert closure(chosen, {"flour": 1}, BAKERY) == {"flour": 1, "tea": 1, "bread": 1, "dough": 1, "rolls": 1}

    @given(st.data())
    def test_no_order_reaches_more_than_the_closure_and_repeats_reach_it(self, data: st.DataObject) -> None:
        requires = data.draw(graphs())
        names = sorted(requires)
        chosen = [item(levels_of(data.draw, names), levels_of(data.draw, names), str(number)) for number in range(4)]
        known = knowledge(levels_of(data.draw, names), requires)
        reach = closure(chosen, known, requires)

        def walk(order: tuple[Item, ...], rounds: int) -> Iterator[tuple[str, int]]:
            state = dict(known)
            for step in order * rounds:
                if may_start(step, state):
                    state = learn(state, credits(step, state, requires))
            yield from state.items()

        for order in permutations(chosen):
            assert all(reach[skill] >= level for skill, level in walk(order, 1))
            # Each round but the last adds a level of some skill.
            assert dict(walk(order, 3 * len(names) + 1)) == reach


def test_requirements_are_those_of_the_skills() -> None:
    guide = guide_of_world({"skills": {"a": [], "b": ["a"]}, "resources": {}, "needs": {}})
    assert requirements(guide.skills) == {"a": (), "b": ("a",)}
