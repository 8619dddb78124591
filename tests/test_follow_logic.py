"""A plan on a reader's device (plan.mjs, remaining.mjs, schedule.mjs), without a page: run in node and judged by the generator's own rules.

What is left of a plan is checked by plain rules alone, hours and weeks against the plan's own.
"""
from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from annotated_types import MaxLen
from conftest import HERE
from learning_rules import closure, credits, may_start
from node import Node, node, run
from pydantic import BaseModel
from worlds import World, guide_of_world, large_world

from generator.content.load import MAX_ENTRIES
from generator.model import Entity, Guide, Language, Resource
from generator.model.lengths import hours
from generator.pipeline import Output
from generator.planner import Alternative, Milestone, Plan, Request, Step, make_plan, prerequisites
from generator.planner.prerequisites import Item
from generator.site.budget import budget
from generator.site.plan_data import plan_data

CASES = HERE / "cases" / "follow"
NOW = "2026-11-24T10:00:00.000Z"


def vectors(name: str) -> list[Any]:
    """A file of shared vectors, each with what it is about as its id."""
    return [pytest.param(vector, id=vector["about"]) for vector in json.loads((CASES / f"{name}.json").read_text())]


@dataclass(frozen=True)
class Path:
    """A plan of a guide, and as the page has it."""

    guide: Guide
    plan: Plan
    data: dict[str, Any]

    @property
    def requires(self) -> dict[str, tuple[str, ...]]:
        return prerequisites.requirements(self.guide.skills)

    def item(self, key: str) -> Item:
        """The item of a resource's step."""
        name = key.removeprefix("resource:").partition("#")[0]
        return next(item for item in prerequisites.items_of(self.guide.resources[name]) if f"resource:{item.key}" == key)

    def asks(self, key: str) -> Mapping[str, int]:
        """What the step of a project, or of a part of one, asks for."""
        name = key.removeprefix("project:")
        return next(piece.requires for piece in prerequisites.project_steps(self.guide.projects[name.partition("#")[0]]) if piece.key == name)

    def may_start(self, key: str, known: Mapping[str, int]) -> bool:
        if key.startswith("resource:"):
            return may_start(self.item(key), known)
        return all(known.get(skill, 0) >= level for skill, level in self.asks(key).items())

    def after(self, key: str, known: Mapping[str, int], done: list[str]) -> dict[str, int]:
        """What is known after a step, done ones looked back at."""
        if key.startswith("project:"):
            return dict(known)
        item = self.item(key)
        learned = prerequisites.learn(known, credits(item, known, self.requires))
        return self.with_done(done, learned)

    def with_done(self, done: list[str], known: Mapping[str, int]) -> dict[str, int]:
        return closure([self.item(key) for key in done if key.startswith("resource:")], known, self.requires)

    def gap(self, known: Mapping[str, int]) -> frozenset[tuple[str, int]]:
        """What the role asks of somebody who knows this."""
        guide, request = self.guide, self.plan.request
        return prerequisites.gap(prerequisites.wanted(guide.roles[request.goal], request.full), known, self.requires)

    def walk(self, keys: list[str], known: Mapping[str, int], done: list[str]) -> tuple[list[str], dict[str, int]]:
        """Takes these steps in order: those that may not start when they come, and what is known at the end."""
        state, early = self.with_done(done, known), []
        for key in keys:
            if not self.may_start(key, state):
                early.append(key)
            state = self.after(key, state, done)
        return early, state


def path_of(guide: Guide, found: Plan, variant: str = "") -> Path:
    return Path(guide, found, plan_data(guide, found, "A path", "paths/a/b/", variant, "Finish"))


@pytest.fixture(scope="module")
def real_paths(real: Output, real_guide: Guide) -> list[Path]:
    return [path_of(real_guide, found) for found in real.plans.values()]


def seeds(count: int) -> list[tuple[str, int]]:
    """So many seeds, every third for plans of made-up guides, which the quick lane has time for, the others for those of the real one."""
    return [("real" if seed % 3 else "made", seed) for seed in range(count)]


@pytest.fixture(scope="module")
def made_paths() -> list[Path]:
    """Plans of made-up guides; those of the real one are larger."""
    found = []
    for seed, (resources, skills) in enumerate([(20, 8), (40, 15), (60, 30)]):
        guide = guide_of_world(large_world(resources, skills, seed))
        found += [path_of(guide, make_plan(guide, Request("cook", "baker", full))) for full in (False, True)]
    return found


# A document of ticks: steps and skills with a moment that does not matter.
def ticks(steps: Mapping[str, Any] | None = None, known: Mapping[str, int] | None = None) -> str:
    said = {key: value if isinstance(value, dict) else {"state": value, "minutes": 0} for key, value in (steps or {}).items()}
    return json.dumps({
        "version": 1, "steps": [[key, {"points": [], "minutes": 0, "at": NOW} | value] for key, value in said.items()],
        "known": [[skill, {"level": level, "at": NOW}] for skill, level in (known or {}).items()],
        "paths": [], "hide_times": False, "backup": {"at": "", "changes": 0}, "last": ""})


def what_remains(js: Node, path: Path, documents: list[str]) -> list[dict[str, Any]]:
    """`remaining` of a plan for each of these documents."""
    return run(js, "const plan = m.readPlan(a); return b.map((text) => m.shown(m.remaining(plan, m.document(text))));", path.data, documents)


def left_of(rows: list[dict[str, Any]]) -> list[str]:
    return [row["step"] for row in rows if row["needed"] and row["state"] in ("todo", "doing")]


class TestPlan:
    def test_a_plan_comes_back_from_the_page_as_it_was(self, js: Node, real_paths: list[Path]) -> None:
        for path in real_paths:
            assert run(js, "return m.wire(m.readPlan(JSON.stringify(a)));", path.data) == path.data

    def test_addresses_and_costs_follow_from_what_the_block_leaves_out(self, js: Node, real_paths: list[Path]) -> None:
        path = max(real_paths, key=lambda path: len(path.plan.steps))
        found = run(js, "return m.readPlan(a).steps;", path.data)
        for step, said in zip(path.plan.steps, found, strict=True):
            assert said["href"] == f"{step.kind}s/{step.id}/" + (f"#{step.part}" if step.part else "")
            assert (said["key"], said["minutes"], said["cost"], said["kind"]) == (step.key, step.minutes, step.cost, step.kind)

    def test_hours_and_weeks_are_those_of_the_plan(self, js: Node, real_paths: list[Path]) -> None:
        body = """const plan = m.readPlan(a), none = m.empty();
            const stated = plan.steps.reduce((minutes, step) => minutes + (step.stated ? step.minutes : 0), 0);
            const sums = m.sums(plan, none);
            return [sums, m.hoursRange(sums.left, stated), m.schedule(plan, none, plan.hours_per_week, "", "2026-11-24").weeks];"""
        for path in real_paths:
            sums, hours, weeks = run(js, body, path.data)
            assert tuple(hours) == path.plan.hours_range
            assert (sums["done"], sums["left"], sums["total"]) == (0, path.plan.total_minutes, path.plan.total_minutes)
            assert [milestone["left"] for milestone in sums["milestones"]] == [milestone.minutes for milestone in path.plan.milestones]
            persona = path.guide.personas[path.plan.request.persona]
            assert tuple(weeks) == path.plan.weeks(persona.hours_per_week)

    def test_a_plan_at_every_limit_of_the_model_is_read_followed_and_ticked(self, js: Node) -> None:
        """The page's own plan is never refused for a number: entries, former ids and parts are as many as the loader and the model let be."""
        most, former, parts = MAX_ENTRIES, length_of(Entity, "formerly"), length_of(Resource, "parts")
        skills = [f"s{number:03}{'-x' * 28}" for number in range(most + 1)]
        pairs = [[place, 3] for place in range(most)]
        points = [f"{number} {'x' * 400}" for number in range(most)]
        steps = [
            {"key": "resource:all", "minutes": 60_000, "title": "x" * 110, "teaches": pairs,
             "former": [f"resource:f{number}" for number in range(former)],
             "replaces": [[f"resource:old{old}#p{part}" for part in range(parts)] for old in range(most)]},
            {"key": "resource:top", "minutes": 1, "title": "x", "teaches": [[most, 1]], "asks": pairs},
            {"key": "project:loaf", "minutes": 60_000, "title": "x" * 110, "asks": pairs, "points": points, "cv": "x" * 400}]
        data = small_plan([]) | {
            "milestones": [["x" * 110, 3]], "steps": steps, "gap": [*pairs, [most, 1]], "hours_per_week": 60,
            "skills": [[skill, "x" * 110, [] if place < most else list(range(most))] for place, skill in enumerate(skills)],
            "former": [f"a{old}/b{number}" for old in range(former + 1) for number in range(former + 1)][:-1],
            "renamed": [[f"old{number}-{place}", skill] for place, skill in enumerate(skills[:most]) for number in range(former)]}
        assert run(js, "return m.wire(m.readPlan(a));", data) == data
        lost, text, left = run(js, """const plan = m.readPlan(a);
            const made = m.setStep(m.follow(m.empty(), plan, {}, b), "project:loaf", { points: plan.steps[2].points }, b);
            const { progress, lost } = m.parse(m.stringify(m.migrate(made, plan)));
            return [lost, m.stringify(progress), m.remaining(plan, progress).rows.filter((row) => row.needed).length];""", data, NOW)
        assert (lost, left, dict(json.loads(text)["steps"])["project:loaf"]["points"]) == ([], 3, points)

    HOSTILE = (
        None, 3, "", "null", "[]", "{}", '{"path":"a/b"}', "[" * 100_000,
        {"steps": [[1]]}, {"path": "a/b/then"}, {"path": "../../x"}, {"path": "a/" + "b" * 300}, {"url": "https://evil.example/"},
        {"url": "javascript:x/"}, {"url": "//evil.example/"}, {"variant": "constructor"}, {"hours_per_week": 0}, {"hours_per_week": 1e308},
        {"hours_per_week": "7"}, {"milestones": []}, {"milestones": [["x", 1e9]]}, {"milestones": [["x", -1]]}, {"known": [[0, 4]]},
        {"known": [[0.5, 1]]},
        {"known": [[10_000, 1]]}, {"known": [[-1, 1]]}, {"gap": {"0": 1}}, {"skills": [["__proto__", "x", []]]},
        {"skills": [["a", "x", []], ["a", "x", []]]}, {"known": None},
        {"title": ["x"]}, {"known": [[0, 1], [0, 2]]}, {"above": [["a", [0]], ["a", [0]]]}, {"former": ["a"]},
    )

    @pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
    def test_what_is_no_plan_is_refused(self, js: Node, real_paths: list[Path], said: Any) -> None:
        value = {**real_paths[0].data, **said} if isinstance(said, dict) else said
        body = "try { m.readPlan(a); return 'taken'; } catch (error) { return error.constructor.name; }"
        assert run(js, body, value) == "Wrong"

    @pytest.mark.parametrize(("past", "level", "expected"), [(0, 3, "taken"), (1, 3, "Wrong"), (2, 3, "Wrong"), (0, 4, "Wrong"), (0, 0, "Wrong")])
    def test_a_skill_is_one_of_the_plan_and_a_level_one_of_three(
        self, js: Node, real_paths: list[Path], past: int, level: int, expected: str,
    ) -> None:
        data = real_paths[0].data
        body = "try { m.readPlan(a); return 'taken'; } catch (error) { return error.constructor.name; }"
        assert run(js, body, data | {"known": [[len(data["skills"]) - 1 + past, level]]}) == expected

    @pytest.mark.parametrize("change", [
        {"key": "skill:x"}, {"key": "resource:__proto__"}, {"key": "resource:x#"}, {"key": "resource:x\n"}, {"minutes": 0}, {"minutes": -5},
        {"minutes": 1e300}, {"minutes": None}, {"cost": "gratis"}, {"stated": 1}, {"teaches": [[0]]}, {"points": [7]}, {"replaces": [["x"]]},
        {"href": "https://evil.example/"},
    ], ids=str)
    def test_what_is_no_step_is_refused(self, js: Node, real_paths: list[Path], change: Any) -> None:
        data = real_paths[0].data
        steps = [data["steps"][0] | change, *data["steps"][1:]]
        body = "try { m.readPlan(a); return 'taken'; } catch (error) { return [error.constructor.name, error.at.startsWith('plan.steps[0]')]; }"
        assert run(js, body, data | {"steps": steps}) == ["Wrong", True]


def length_of(model: type[BaseModel], field: str) -> int:
    """How many entries the model allows in a field."""
    (found,) = [mark.max_length for mark in model.model_fields[field].metadata if isinstance(mark, MaxLen)]
    return int(found)


class TestRemaining:
    @pytest.mark.parametrize("vector", vectors("remaining"))
    def test_vectors(self, js: Node, vector: Any) -> None:
        path = world_path(vector["world"], vector.get("full", False))
        (found,) = what_remains(js, path, [ticks(vector.get("steps"), vector.get("known"))])
        said = {
            "left": left_of(found["rows"]),
            "reasons": {row["step"]: {name: pairs for name, pairs in row["reason"].items() if pairs} for row in found["rows"] if row["reason"]},
            "missing": found["missing"],
        }
        assert said == {"reasons": {}, "missing": []} | vector["expect"]

    def test_nothing_falls_away_when_nothing_more_is_known(self, js: Node, real_paths: list[Path], made_paths: list[Path]) -> None:
        for path in real_paths + made_paths:
            (found,) = what_remains(js, path, [ticks()])
            assert [row["step"] for row in found["rows"] if not row["needed"] or row["state"] != "todo"] == []
            assert found["missing"] == [] and dict(found["known"]) == dict(path.plan.known)

    @pytest.mark.parametrize(("guide", "seed"), seeds(200))
    def test_what_remains_closes_the_gap_in_an_order_that_works(self, js: Node, request: pytest.FixtureRequest, guide: str, seed: int) -> None:
        """Of 200 seeded sets of known skills, on plans of the real guide and of made-up ones; checked by `prerequisites` alone."""
        dice = random.Random(seed)
        path = dice.choice(request.getfixturevalue(f"{guide}_paths"))
        known = some_known(dice, path)
        (found,) = what_remains(js, path, [ticks(known=known)])
        rows = found["rows"]
        assert [row["step"] for row in rows] == [step.key for step in path.plan.steps], "everything stands where it stood"
        knowing = prerequisites.knowledge(prerequisites.learn(path.plan.known, known), path.requires)
        assert dict(found["known"]) == {skill: level for skill, level in knowing.items() if skill in mentioned(path)}
        left = left_of(rows)
        early, state = path.walk(left, knowing, [])
        assert early == [], "each step may start when it comes"
        assert [(skill, level) for skill, level in path.gap(knowing) if state.get(skill, 0) < level] == [], "the gap is closed"
        assert found["missing"] == []
        assert_falls_rightly(path, rows, knowing, [])

    @pytest.mark.parametrize(("guide", "seed"), seeds(60))
    def test_with_ticks_of_every_kind_what_is_missing_is_all_that_is(self, js: Node, request: pytest.FixtureRequest, guide: str, seed: int) -> None:
        """Done, begun and skipped steps, skills known and not known after all."""
        dice = random.Random(1000 + seed)
        path = dice.choice(request.getfixturevalue(f"{guide}_paths"))
        steps = {step.key: state for step in path.plan.steps if (state := dice.choice(["todo"] * 5 + ["doing", "done", "done", "skipped"])) != "todo"}
        denied = dict.fromkeys(dice.sample(sorted(path.plan.known), min(len(path.plan.known), dice.choice((0, 0, 1, 2)))), 0)
        said = denied | some_known(dice, path) if seed % 2 else denied
        (found,) = what_remains(js, path, [ticks(steps, said)])
        rows = found["rows"]
        for row in rows:
            assert row["state"] == steps.get(row["step"], "todo")
            assert row["needed"] or (row["state"] == "todo" and row["step"].startswith("resource:")), "only what is to do falls away, and no project"
        done = [row["step"] for row in rows if row["state"] == "done"]
        knowing, start, left = known_after_all(path, said), dict(found["known"]), left_of(rows)
        assert start == {skill: level for skill, level in path.with_done(done, knowing).items() if skill in mentioned(path)}
        supposed = prerequisites.knowledge(prerequisites.learn(start, dict(found["missing"])), path.requires)
        early, state = path.walk(left, supposed, done)
        assert early == [] and all(state.get(skill, 0) >= level for skill, level in path.gap({})), "with what is missing, the path works"
        early, state = path.walk(left, start, done)
        works = not early and all(state.get(skill, 0) >= level for skill, level in path.gap({}))
        assert works == (found["missing"] == []), "something is missing just where the path does not work"
        assert_falls_rightly(path, rows, knowing, done)

    def test_a_skill_ticked_outside_the_plan_makes_known_what_it_rests_on(self, js: Node) -> None:
        path = world_path({
            "skills": {"flour": [], "dough": ["flour"], "bread": ["dough"], "feast": ["bread", "wine"], "wine": []},
            "resources": {"mill": {"hours": 2, "teaches": {"flour": 1}}, "book": {"hours": 3, "teaches": {"dough": 2}}}, "needs": {"dough": [2, 2]}})
        (found,) = what_remains(js, path, [ticks(known={"feast": 2})])
        assert dict(found["known"]) == {"flour": 1, "dough": 1}
        assert left_of(found["rows"]) == ["resource:book"]


class TestWork:
    """How much is looked at is counted, so that no plan from outside can make a page stand still, whatever it looks like."""

    @pytest.mark.parametrize(("done", "left"), [(120, 160), (200, 190), (10, 380), (380, 10)])
    def test_the_costliest_plan_costs_no_more_than_may_be_spent_and_what_is_left_works(self, js: Node, done: int, left: int) -> None:
        data = costly_plan(done, left)
        document = ticks({f"resource:d{number}": "done" for number in range(done)}, {f"k{number}": 1 for number in range(left)})
        found = run(js, "const plan = m.readPlan(a); return m.shown(m.remaining(plan, m.document(b)));", data, document)
        most = run(js, "return m.MOST_WORK;")
        size = sum(1 + len(step.get("teaches", [])) + len(step.get("asks", [])) for step in data["steps"]) + len(data["skills"])
        assert found["work"] < most + 20 * size
        items, known = items_of(data), {f"k{number}": 1 for number in range(left)}
        finished = [items[f"resource:d{number}"] for number in range(done)]
        state = closure(finished, known, {})
        for key in left_of(found["rows"]):
            assert key == "project:last" or may_start(items[key], state)
            if key != "project:last":
                state = closure(finished, prerequisites.learn(state, credits(items[key], state, {})), {})
        assert set(state) == {name for name, _, _ in data["skills"]} and found["missing"] == []

    def test_work_grows_as_the_plan_does(self, js: Node) -> None:
        """Done steps that wait for each other, the last of them first: a round for each would be four times the work for twice the plan."""
        work = []
        for length in (100, 200, 400):
            document = ticks({f"resource:d{number}": "done" for number in range(length)})
            work.append(run(js, "return m.remaining(m.readPlan(a), m.document(b)).work;", costly_plan(length, 1), document))
        assert work[1] < 2.2 * work[0] and work[2] < 2.2 * work[1]

    def test_what_is_known_falls_away_when_nothing_more_can_be_tried(self, js: Node) -> None:
        data = costly_plan(200, 190)
        known = {name: 3 for name, _, _ in data["skills"] if not name.startswith("d")}
        (rows,) = run(js, "const plan = m.readPlan(a); return [m.shown(m.remaining(plan, m.document(b)).rows)];", data, ticks(known=known))
        assert [row["step"] for row in rows if row["needed"] and not row["step"].startswith("resource:d")] == ["project:last"]

    def test_plans_of_guides_are_far_from_it(self, js: Node, real_paths: list[Path], made_paths: list[Path]) -> None:
        dice = random.Random(7)
        most = run(js, "return m.MOST_WORK;")
        for path in real_paths + made_paths:
            keys = [step.key for step in path.plan.steps]
            documents = [ticks({key: dice.choice(("todo", "done", "skipped")) for key in keys}, some_known(dice, path)) for _ in range(5)]
            assert max(found["work"] for found in what_remains(js, path, documents)) < most / 5


def costly_plan(done: int, left: int) -> dict[str, Any]:
    """A plan that costs most. Done steps stand last first, each resting on the one after it and on a step that is left, so that looking back
    takes a round for each. Every step that is left has a reason to fall away, but each would have to be tried."""
    names = [f"{letter}{number}" for letter, count in (("k", left), ("o", left), ("d", done)) for number in range(count)]
    place = {name: index for index, name in enumerate(names)}
    steps: list[dict[str, Any]] = [
        {"key": f"resource:d{number}", "teaches": [[place[f"d{number}"], 1]],
         "asks": [[place[f"d{number - 1}"], 1], [place[f"o{min(number, left - 1)}"], 1]] if number else [[place["o0"], 1]]}
        for number in reversed(range(done))]
    steps += [{"key": f"resource:o{number}", "teaches": [[place[f"k{number}"], 1], [place[f"o{number}"], 1]]} for number in range(left)]
    steps.append({"key": "project:last", "asks": [[place[f"o{number}"], 1] for number in range(left)]})
    steps.append({"key": "resource:all", "teaches": [[place[f"o{number}"], 1] for number in range(left)]})
    return small_plan([]) | {
        "milestones": [["All", len(steps)]], "steps": [{"minutes": 60, "title": "A step"} | step for step in steps],
        "skills": [[name, name, []] for name in names], "gap": [[index, 1] for index in range(len(names))]}


def items_of(data: dict[str, Any]) -> dict[str, Item]:
    """The steps of a plan's data as items, by key."""
    names = [name for name, _, _ in data["skills"]]

    def levels(step: dict[str, Any], field: str) -> dict[str, int]:
        return {names[place]: level for place, level in step.get(field, [])}

    return {step["key"]: Item(step["key"], None, step["minutes"], "free", levels(step, "teaches"), levels(step, "asks"), frozenset())
            for step in data["steps"]}


def mentioned(path: Path) -> set[str]:
    return {name for name, _, _ in path.data["skills"]}


def some_known(dice: random.Random, path: Path) -> dict[str, int]:
    """Skills of the whole guide, most of them of the plan, never below what the persona knows."""
    wanted = sorted({skill for skill, _ in path.plan.gap})
    others = sorted(path.guide.skills)
    picked = dice.sample(wanted, dice.randint(0, len(wanted))) + dice.sample(others, dice.randint(0, min(5, len(others))))
    return {skill: max(dice.randint(1, 3), path.plan.known.get(skill, 0)) for skill in picked}


def known_after_all(path: Path, said: Mapping[str, int]) -> dict[str, int]:
    """What somebody knows who said this: instead of the plan's word, and without what rests on a skill said not to be known."""
    denied = {skill for skill, level in said.items() if level == 0}
    kept = {skill: level for skill, level in path.plan.known.items() if not prerequisites.prerequisites(skill, path.requires) & denied}
    return prerequisites.knowledge({skill: level for skill, level in {**kept, **said}.items() if level}, path.requires)


def assert_falls_rightly(path: Path, rows: list[dict[str, Any]], known: Mapping[str, int], done: list[str]) -> None:
    """Every reason is true; nothing stays of which everything is known; and each step that fell may be missed."""
    start = path.with_done(done, known)
    left = left_of(rows)
    for row in rows:
        if not row["needed"]:
            reason = row["reason"]
            assert any(reason[kind] for kind in ("known", "done", "unneeded")), row["step"]
            teaches = path.item(row["step"]).teaches
            said = [*reason["known"], *(pair[:2] for pair in reason["done"] + reason["taught"]), *reason["unneeded"]]
            assert said and all(level <= teaches[skill] for skill, level in said)
            assert all(known.get(skill, 0) >= level for skill, level in reason["known"])
            assert all(start[skill] >= level > known.get(skill, 0) and key in done for skill, level, key in reason["done"])
            assert all(key in left and path.item(key).teaches[skill] >= level for skill, level, key in reason["taught"])
            assert row["left"] == 0
        elif row["state"] == "todo" and row["step"].startswith("resource:"):
            teaches = path.item(row["step"]).teaches
            if all(path.plan.known.get(skill, 0) >= level for skill, level in teaches.items()):
                continue  # an editor wants it there for another reason
            assert any(start.get(skill, 0) < level for skill, level in teaches.items()), f"{row['step']} teaches nothing new"


def world_path(world: World, full: bool = False) -> Path:
    guide: Guide = guide_of_world(world)
    return path_of(guide, make_plan(guide, Request("cook", "baker", full)))


def small_plan(minutes: list[int], stated: tuple[int, ...] = ()) -> dict[str, Any]:
    """The data of a plan of steps of these lengths, two to a milestone, at five hours a week."""
    steps = [{"key": f"resource:r{place}", "minutes": length, "title": f"Step {place}"} | ({"stated": True} if place in stated else {})
             for place, length in enumerate(minutes)]
    milestones = [[f"Milestone {place // 2}", len(steps[place:place + 2])] for place in range(0, len(steps), 2)]
    return {"path": "a/b", "variant": "", "title": "A path", "url": "paths/a/b/", "hours_per_week": 5, "milestones": milestones, "steps": steps,
            "skills": [], "known": [], "gap": [], "granted": [], "above": []}


class TestTwins:
    """What Python says, too, on the same vectors."""

    @pytest.mark.parametrize("vector", vectors("prerequisites"))
    def test_prerequisites(self, js: Node, vector: dict[str, Any]) -> None:
        requires = {skill: tuple(before) for skill, before in vector["skills"].items()}
        items = {key: Item(key, None, 60, "free", step["teaches"], step.get("asks", {}), frozenset()) for key, step in vector["steps"].items()}
        known = closure([items[key] for key in vector["done"]], vector["known"], requires)
        ours = {"known": known, "may_start": sorted(key for key, item in items.items() if may_start(item, known)),
                "credits": {key: credits(item, known, requires) for key, item in items.items()}}
        assert ours == vector["expect"] | {"may_start": sorted(vector["expect"]["may_start"])}
        place = {skill: index for index, skill in enumerate(requires)}
        steps = [{"key": f"resource:{key}", "minutes": 60, "title": "x"} | {
            name: [[place[skill], level] for skill, level in step.get(name, {}).items()] for name in ("teaches", "asks")}
            for key, step in vector["steps"].items()]
        data = small_plan([]) | {"milestones": [["All", len(steps)]], "steps": steps,
                                 "skills": [[skill, skill, [place[name] for name in before]] for skill, before in requires.items()]}
        theirs = run(js, """
            const all = m.learning(m.readPlan(a)), named = (levels) => Object.fromEntries(levels.map(([skill, level]) => [all.ids[skill], level]));
            const learner = m.learners(all, b, { count: 0 })(all.levels(Object.entries(c)));
            const steps = all.teaches.map((_, step) => step);
            return { known: named([...learner.known.entries()].filter(([, level]) => level)),
                may_start: steps.filter(learner.mayStart), credits: steps.map((step) => named(learner.credits(step))) };""",
                     data, [list(items).index(key) for key in vector["done"]], vector["known"])
        assert theirs == {"known": ours["known"], "may_start": sorted(list(items).index(key) for key in ours["may_start"]),
                          "credits": list(ours["credits"].values())}

    HOURS = json.loads((CASES / "hours.json").read_text())

    @pytest.mark.parametrize(("minutes", "words"), HOURS["words"])
    def test_hours_in_words(self, js: Node, minutes: int, words: str) -> None:
        assert hours(minutes) == words
        forms = {"minutes": Language().words.time.minutes, "hours": Language().words.time.hours}
        assert run(js, "return m.hours((name, value) => a[name].replace('{}', value), b);", forms, minutes) == words

    @pytest.mark.parametrize(("minutes", "stated", "ends"), HOURS["ranges"])
    def test_hours_that_are_estimates(self, js: Node, minutes: int, stated: int, ends: list[int]) -> None:
        plan_of_minutes = SimpleNamespace(total_minutes=minutes, stated_minutes=stated)
        assert list(Plan.hours_range.fget(plan_of_minutes)) == ends  # type: ignore[attr-defined]
        assert run(js, "return m.hoursRange(a, b);", minutes, stated) == ends

    @pytest.mark.parametrize("vector", vectors("budget"))
    def test_what_fits_into_a_number_of_hours(self, js: Node, vector: dict[str, Any]) -> None:
        steps = [Step("project" if step.get("ships") else "resource", f"r{place}", None, step["minutes"], "free", 0, step.get("ships", ""),
                      tuple((skill, level) for skill, level in step.get("closes", []))) for place, step in enumerate(vector["steps"])]
        milestones, places = [], iter(range(len(steps)))
        for count in vector["milestones"]:
            taken = tuple(next(places) for _ in range(count))
            milestones.append(Milestone(None, None, taken, sum(steps[place].minutes for place in taken)))
        gap = frozenset(pair for step in steps for pair in step.closes)
        ours = asdict(budget(SimpleNamespace(steps=steps, milestones=milestones, gap=gap), vector["minutes"]))  # type: ignore[arg-type]
        assert ours | {"shipped": list(ours["shipped"]), "skills": list(ours["skills"])} == vector["expect"]
        names = sorted({skill for skill, _ in gap})
        data = small_plan([]) | {
            "milestones": [[f"Milestone {place}", count] for place, count in enumerate(vector["milestones"])],
            "steps": [{"key": step.key, "minutes": step.minutes, "title": "A step",
                       "teaches": [[names.index(skill), level] for skill, level in step.closes]} | ({"ships": step.ships} if step.ships else {})
                      for step in steps],
            "skills": [[name, name, []] for name in names],
            "gap": [[names.index(skill), level] for skill, level in sorted(dict(sorted(gap)).items())]}
        assert run(js, BUDGET, data, [vector["minutes"]]) == [vector["expect"]]

    def test_what_fits_into_real_plans(self, js: Node, real_paths: list[Path], made_paths: list[Path]) -> None:
        for path in real_paths + made_paths:
            total, first = path.plan.total_minutes, path.plan.steps[0].minutes
            minutes = [0, first - 1, first, *(total * part // 16 for part in range(1, 16)), total - 1, total, total + 1]
            ours = [asdict(budget(path.plan, some)) for some in minutes]
            assert [one | {"shipped": list(one["shipped"]), "skills": list(one["skills"])} for one in ours] == run(js, BUDGET, path.data, minutes)


# The answers of budget.mjs for some numbers of minutes, in the form of its twin.
BUDGET = """return b.map((minutes) => { const { next, ...rest } = m.budget(m.readPlan(a), minutes);
    return { ...rest, next: next?.ships ?? "", lacking: next?.minutes ?? 0 }; });"""


class TestTime:
    @pytest.mark.parametrize("vector", vectors("weeks"))
    def test_weeks_are_filled_as_the_check_list_fills_them(self, js: Node, vector: Any) -> None:
        """The vectors of generator/site/checklist.py."""
        body = """const plan = m.readPlan(a);
            const { timetable } = m.schedule(plan, m.empty(), b / 60, "", "2026-11-24");
            return timetable.map((week) => week.tasks.map((task) => [task.index, task.minutes, task.whole]));"""
        assert run(js, body, small_plan(vector["minutes"]), vector["per_week"]) == vector["weeks"]

    NEXT = "const row = m.nextRow(m.remaining(m.readPlan(a), m.document(b)).rows); return row && row.step.key;"

    def test_this_week_goes_on_with_what_is_begun(self, js: Node) -> None:
        document = ticks({"resource:r0": "done", "resource:r3": {"state": "doing", "minutes": 50}, "resource:r1": "skipped"})
        weeks = self.dates(js, small_plan([100, 100, 100, 100]), document, 2, "", "2026-11-24")["timetable"]
        assert [(task["step"], task["minutes"], task["whole"]) for task in weeks[0]["tasks"]] == [
            ("resource:r3", 50, True), ("resource:r2", 70, False)]
        assert run(js, self.NEXT, small_plan([100] * 4), document) == "resource:r3"

    def test_the_next_step_is_the_first_that_is_left(self, js: Node) -> None:
        body = self.NEXT
        data = small_plan([10, 10, 10])
        assert run(js, body, data, ticks()) == "resource:r0"
        assert run(js, body, data, ticks({"resource:r0": "skipped"})) == "resource:r1"
        assert run(js, body, data, ticks({f"resource:r{place}": "done" for place in range(3)})) is None

    def test_sums_are_minutes_done_and_left(self, js: Node) -> None:
        document = ticks({"resource:r0": "done", "resource:r1": {"state": "doing", "minutes": 30}, "resource:r2": "skipped",
                          "resource:r3": {"state": "doing", "minutes": 5000}})
        sums = run(js, "return m.sums(m.readPlan(a), m.document(b));", small_plan([100, 100, 100, 100, 600], stated=(4,)), document)
        assert sums["milestones"] == [
            {"total": 200, "done": 130, "left": 70}, {"total": 100, "done": 100, "left": 0}, {"total": 600, "done": 0, "left": 600}]
        assert {name: sums[name] for name in ("total", "done", "left")} == {"total": 900, "done": 230, "left": 670}

    def dates(self, js: Node, data: Any, document: str, hours: float, start: str, today: str) -> Any:
        return run(js, "return m.shown(m.schedule(m.readPlan(a), m.document(b), ...c));", data, document, [hours, start, today])

    def test_milestones_have_days_from_the_chosen_start(self, js: Node) -> None:
        found = self.dates(js, small_plan([600, 600, 600, 600]), ticks(), 5, "2026-12-01", "2026-11-24")
        assert (found["since"], found["weeks"]) == (0, [6, 10])
        assert found["milestones"] == [
            {"title": "Milestone 0", "done": False, "begins": "2026-12-01", "ends": "2026-12-28", "earliest": "2026-12-28", "latest": "2027-01-04"},
            {"title": "Milestone 1", "done": False, "begins": "2026-12-29", "ends": "2027-01-25", "earliest": "2027-01-11", "latest": "2027-02-08"}]
        assert [(week["number"], week["from"], week["to"]) for week in found["timetable"]][::7] == [
            (1, "2026-12-01", "2026-12-07"), (8, "2027-01-19", "2027-01-25")]

    def test_a_missed_week_moves_what_follows_and_nothing_else(self, js: Node) -> None:
        data, document = small_plan([600, 600]), ticks({"resource:r0": {"state": "doing", "minutes": 300}})
        one = self.dates(js, data, document, 5, "2026-11-24", "2026-12-01")
        later = self.dates(js, data, document, 5, "2026-11-24", "2026-12-08")
        assert (one["since"], later["since"], one["weeks"]) == (1, 2, later["weeks"])
        def moved(text: str) -> str:
            return str(date.fromisoformat(text) + timedelta(days=7))
        assert [week | {"from": moved(week["from"]), "to": moved(week["to"])} for week in one["timetable"]] == later["timetable"]
        assert moved(one["milestones"][0]["latest"]) == later["milestones"][0]["latest"]

    def test_weeks_begin_at_midnight_on_either_side_of_a_changed_clock(self) -> None:
        with node(TZ="America/New_York") as there:
            found = self.dates(there, small_plan([6000]), ticks(), 5, "2026-10-20", "2026-10-20")
        assert [week["from"] for week in found["timetable"]] == [str(date(2026, 10, 20) + timedelta(days=7 * place)) for place in range(20)]

    def test_what_is_done_has_no_days(self, js: Node) -> None:
        found = self.dates(js, small_plan([60, 60, 60]), ticks({"resource:r0": "done", "resource:r1": "skipped"}), 5, "", "2026-11-24")
        assert [(one["done"], one["begins"], one["latest"]) for one in found["milestones"]] == [(True, "", ""), (False, "2026-11-24", "2026-11-30")]
        over = self.dates(js, small_plan([60]), ticks({"resource:r0": "done"}), 5, "", "2026-11-24")
        assert (over["weeks"], over["timetable"]) == ([0, 0], [])

    def test_a_timetable_ends_after_twenty_years(self, js: Node) -> None:
        found = self.dates(js, small_plan([60_000] * 60), ticks(), 1, "", "2026-11-24")
        assert len(found["timetable"]) == 1040
        assert found["milestones"][-1]["latest"] == str(date(2026, 11, 24) + timedelta(days=7 * 1040 - 1))

    @pytest.mark.parametrize("seed", range(20))
    def test_every_minute_that_is_left_has_its_week(self, js: Node, seed: int) -> None:
        dice = random.Random(seed)
        lengths = [dice.choice((5, 20, 45, 60, 90, 240, 1000, 3000)) for _ in range(dice.randint(1, 40))]
        steps = {f"resource:r{place}": {"state": dice.choice(("todo", "done", "skipped", "doing")), "minutes": dice.randint(0, 100)}
                 for place in range(0, len(lengths), 2)}
        hours = dice.choice((1, 2, 5, 7, 12, 40))
        document = ticks(steps)
        sums = run(js, "return m.sums(m.readPlan(a), m.document(b));", small_plan(lengths), document)
        found = self.dates(js, small_plan(lengths), document, hours, "", "2026-11-24")
        tasks = [task for week in found["timetable"] for task in week["tasks"]]
        assert sum(task["minutes"] for task in tasks) == sums["left"]
        assert all(sum(task["minutes"] for task in week["tasks"]) <= hours * 60 + 15 for week in found["timetable"])
        finished = [task["step"] for task in tasks if task["whole"]]
        assert len(set(finished)) == len(finished) == len({task["step"] for task in tasks})
        assert all(one["begins"] <= one["ends"] and one["earliest"] <= one["ends"] <= one["latest"] for one in found["milestones"])
        latest = [one["latest"] for one in found["milestones"] if not one["done"]]
        assert latest == sorted(latest)


def with_swaps(swaps: Mapping[str, tuple[str, str]]) -> str:
    """A document with these swaps: what stands in whose place, and since when."""
    return json.dumps(json.loads(ticks()) | {"version": 2, "swaps": sorted([key, {"to": to, "at": at}] for key, (to, at) in swaps.items())})


class TestSwaps:
    SWAPPED = """const plan = m.readPlan(a), made = m.swapped(plan, m.document(b).swaps);
        return { steps: made.steps.map((step) => [step.key, step.minutes, step.instead_of ?? ""]),
            milestones: made.milestones.map(({ steps }) => steps), total: m.sums(made, m.document(b)).total, same: made === plan };"""
    OFFERED = """const plan = m.readPlan(a);
        return m.shown(m.swapsOf(plan, m.document(b).swaps, c)).map((swap) => ({ ...swap, builds: swap.builds.map((step) => step.key) }));"""

    def offered_everywhere(self, dice: random.Random, path: Path) -> Path:
        """A path whose steps offer the planner's alternatives and some of the guide's other items, which may or may not do."""
        taken = {step.key for step in path.plan.steps}
        others = [item for item in prerequisites.items(path.guide) if f"resource:{item.key}" not in taken]
        names = {skill for step in path.plan.steps if step.kind == "resource" for skill in path.item(step.key).teaches}
        steps = []
        for step in path.plan.steps:
            more = {(other.kind, other.id, other.part): other for other in step.alternatives}
            for item in dice.sample(others, min(len(others), 3)) if step.kind == "resource" else []:
                if names & item.teaches.keys():
                    other = Alternative("resource", item.resource, item.part, item.minutes, item.cost)
                    more.setdefault((other.kind, other.id, other.part), other)
            steps.append(replace(step, alternatives=tuple(more.values())))
        return path_of(path.guide, replace(path.plan, steps=tuple(steps)))

    def is_whole(self, path: Path, keys: list[str]) -> bool:
        """By the generator's rules: each step may start when it comes, and at the end nothing is missing that the role asks for."""
        early, state = path.walk(keys, path.plan.known, [])
        return len(set(keys)) == len(keys) and early == [] and all(state.get(skill, 0) >= level for skill, level in path.gap(path.plan.known))

    @pytest.mark.parametrize(("guide", "seed"), seeds(45))
    def test_what_is_swapped_leaves_the_plan_whole_by_the_planners_own_rules(
        self, js: Node, request: pytest.FixtureRequest, guide: str, seed: int,
    ) -> None:
        """The older swaps first; what would break the plan with these in place stays out. What may be taken then is judged likewise."""
        dice = random.Random(seed)
        path = self.offered_everywhere(dice, dice.choice(request.getfixturevalue(f"{guide}_paths")))
        offers = {step["key"]: [other["key"] for other in step.get("alternatives", [])] for step in path.data["steps"]}
        lengths = {one["key"]: one["minutes"] for step in path.data["steps"] for one in (step, *step.get("alternatives", []))}
        chosen = [(key, dice.choice(others)) for key, others in offers.items() if others and dice.random() < 0.4]
        dice.shuffle(chosen)
        swaps = {key: (to, f"2026-11-24T10:{place:02}:00.000Z") for place, (key, to) in enumerate(chosen)}
        keys = {key: key for key in offers}
        for key, to in chosen:
            if self.is_whole(path, [*(keys | {key: to}).values()]):
                keys[key] = to
        made = run(js, self.SWAPPED, path.data, with_swaps(swaps))
        assert [key for key, _, _ in made["steps"]] == [*keys.values()]
        assert [instead for _, _, instead in made["steps"]] == [key if key != now else "" for key, now in keys.items()]
        assert [minutes for _, minutes, _ in made["steps"]] == [lengths[key] for key in keys.values()]
        assert made["milestones"] == [list(leg.steps) for leg in path.plan.milestones]
        assert made["same"] == (keys == {key: key for key in keys})
        if not self.is_whole(path, [*keys.values()]):
            pytest.fail("what is in force breaks the plan")
        for key in dice.sample(sorted(offers), min(6, len(offers))):
            found = run(js, self.OFFERED, path.data, with_swaps(swaps), dice.choice((key, keys[key])))
            assert [one["step"] for one in found] == [to for to in (key, *offers[key]) if to != keys[key]]
            for one in found:
                there = [*(keys | {key: one["step"]}).values()]
                assert one["whole"] == self.is_whole(path, there)
                assert one["twice"] == (there.count(one["step"]) > 1)
                assert (one["change"], one["back"]) == (lengths[one["step"]] - lengths[keys[key]], one["step"] == key)
                early, _ = path.walk(there, path.plan.known, [])
                reasons = (one["asks"], one["builds"], one["lacks"])
                assert not one["whole"] or reasons == ([], [], [])
                assert not early or (early[0] in one["builds"] if early[0] != one["step"] else one["asks"]), "the first that could not start is named"
                assert one["whole"] or one["twice"] or any(reasons), "there is a reason"

    def case(self) -> dict[str, Any]:
        """Dough and then bread, which rests on it; a book in the place of the mill teaches both, a leaflet too little, a talk none of
        it, and what goes deep asks for rolls."""
        def other(key: str, minutes: int, teaches: list[list[int]]) -> dict[str, Any]:
            return {"key": key, "minutes": minutes, "title": key.title(), "teaches": teaches}
        deep = other("resource:deep", 30, [[0, 2]]) | {"asks": [[2, 1]]}
        mill = [deep, other("resource:book", 90, [[0, 2], [1, 1]]), other("resource:leaflet", 10, [[0, 1]]), other("resource:talk", 20, [])]
        return small_plan([]) | {
            "milestones": [["Bread", 2], ["More", 2]],
            "steps": [{"key": "resource:mill", "minutes": 60, "title": "Mill", "teaches": [[0, 2]], "alternatives": mill},
                      {"key": "resource:oven", "minutes": 60, "title": "Oven", "teaches": [[1, 1]], "alternatives": [
                          other("resource:fire", 30, [[1, 1]]), other("resource:song", 5, []), other("resource:book", 90, [[0, 2], [1, 1]])]},
                      {"key": "resource:rolls", "minutes": 60, "title": "Rolls", "asks": [[0, 2]], "teaches": [[2, 1]]},
                      {"key": "project:loaf", "minutes": 60, "title": "Loaf", "asks": [[1, 1]]}],
            "skills": [["dough", "Dough", []], ["bread", "Bread", [0]], ["rolls", "Rolls", []]], "gap": [[0, 2], [1, 1], [2, 1]]}

    def said(self, js: Node, key: str, swaps: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        found = run(js, self.OFFERED, self.case(), with_swaps(swaps), key)
        assert all(one["asks"] == ([["rolls", 1]] if one["step"] == "resource:deep" else []) for one in found)
        return {one["step"]: (one["change"], one["whole"], one["builds"], one["lacks"]) for one in found if not one["asks"]}

    def test_why_a_swap_would_not_do_are_the_later_steps_that_build_on_what_goes(self, js: Node) -> None:
        assert self.said(js, "resource:mill", {}) == {
            "resource:book": (30, True, [], []), "resource:leaflet": (-50, False, ["resource:rolls"], [["dough", 2]]),
            "resource:talk": (-40, False, ["resource:oven", "resource:rolls", "project:loaf"], [["dough", 2], ["bread", 1]])}
        assert self.said(js, "resource:oven", {})["resource:song"] == (-55, False, ["project:loaf"], [["bread", 1]])
        nobody = self.case() | {"milestones": [["Bread", 2], ["More", 1]]}
        del nobody["steps"][3]
        found = run(js, self.OFFERED, nobody, with_swaps({}), "resource:oven")
        assert [(one["builds"], one["lacks"]) for one in found if one["step"] == "resource:song"] == [([], [["bread", 1]])], "nothing rests on it"
        assert self.said(js, "resource:rolls", {}) == self.said(js, "project:loaf", {}) == self.said(js, "resource:nowhere", {}) == {}

    def test_a_swap_is_judged_with_all_others_in_place(self, js: Node) -> None:
        book = {"resource:mill": ("resource:book", NOW)}
        assert self.said(js, "resource:oven", book)["resource:song"] == (-55, True, [], []), "the book teaches bread, too"
        both = book | {"resource:oven": ("resource:song", NOW.replace("00.000Z", "01.000Z"))}
        made = run(js, self.SWAPPED, self.case(), with_swaps(both))
        assert (made["total"], [key for key, _, _ in made["steps"][:2]]) == (240 + 30 - 55, ["resource:book", "resource:song"])
        back = self.said(js, "resource:book", both)["resource:mill"]
        assert back == (-30, False, ["project:loaf"], [["bread", 1]]), "back it does not go while the song stands there"
        # The other tab took the book away, or the site no longer has it: what stood on it falls with it, and comes back with it.
        alone = {"resource:oven": both["resource:oven"]}
        assert run(js, self.SWAPPED, self.case(), with_swaps(alone))["same"]
        assert run(js, self.OFFERED, self.case(), with_swaps(book), "resource:oven")[-1] | {"change": 30} == {
            "step": "resource:book", "back": False, "change": 30, "whole": False, "twice": True, "asks": [], "builds": [], "lacks": []}

    def test_what_the_site_no_longer_offers_is_not_swapped_and_its_tick_stays(self, js: Node) -> None:
        data = self.case()
        document = json.loads(ticks({"resource:gone": "done", "resource:mill": "done", "resource:book": {"state": "doing", "minutes": 30}}))
        swaps = [["resource:mill", {"to": "resource:gone", "at": NOW}], ["resource:never", {"to": "resource:book", "at": NOW}]]
        text = json.dumps(document | {"version": 2, "swaps": swaps})
        body = """const plan = m.readPlan(a), progress = m.migrate(m.document(b), plan), made = m.swapped(plan, progress.swaps);
            return [made === plan, m.sums(made, progress).done, JSON.parse(m.stringify(progress)).swaps, [...progress.steps.keys()]];"""
        assert run(js, body, data, text) == [True, 60, swaps, ["resource:gone", "resource:mill", "resource:book"]]

    def test_ticks_of_both_steps_stay_and_the_plan_counts_the_one_that_stands_there(self, js: Node) -> None:
        body = """const plan = m.readPlan(a);
            let progress = m.setStep(m.empty(), "resource:mill", { state: "done" }, b);
            const seen = [];
            for (const to of ["", "resource:book", "", "resource:book"]) {
              progress = m.setSwap(progress, "resource:mill", to, b);
              const made = m.swapped(plan, progress.swaps);
              if (made !== m.swapped(plan, progress.swaps)) throw new Error("made anew");
              if (seen.length === 1) progress = m.setStep(progress, "resource:book", { state: "doing", minutes: 20 }, b);
              const { total, done, milestones } = m.sums(made, progress);
              seen.push([total, done, milestones[0].done, progress.steps.get("resource:mill").state, m.roadPosition(made, progress)]);
            }
            return seen;"""
        mill, book = [240, 60, 60, "done", {"at": 60, "length": 240}], [270, 20, 20, "done", {"at": 20, "length": 270}]
        assert run(js, body, self.case(), NOW) == [mill, book, mill, book]

    def test_dates_files_and_the_calendar_have_what_stands_there(self, js: Node) -> None:
        data = self.case()
        data["steps"][0]["alternatives"][1] |= {"act": "Read all of it", "url": "https://example.org/b_(1)", "done_when": "It is read."}
        markdown, week, first = run(js, """const plan = m.readPlan(a), progress = m.document(b), made = m.swapped(plan, progress.swaps);
            const say = (name, ...words) => words.join("|"), { rows } = m.remaining(made, progress);
            const [task] = m.schedule(made, progress, 1.5, "", "2026-11-24").timetable[0].tasks;
            return [m.markdown(made, rows, "https://site.example/", true, say).split("\\n").slice(4, 8),
                m.taskText(task, "https://site.example/", "Read"), [task.step.key, task.minutes, task.whole]];""",
            data, with_swaps({"resource:mill": ("resource:book", NOW)}))
        assert markdown == ["## Bread", "", "- [ ] [Read all of it](https://example.org/b_%281%29), Resource:Book", "  - [ ] It is read."]
        assert week == "Read\nhttps://example.org/b_(1)\nIt is read." and first == ["resource:book", 90, True]


class TestRoad:
    def test_what_is_done_known_or_skipped_lies_behind_and_what_is_left_ahead(self, js: Node, real_paths: list[Path], made_paths: list[Path]) -> None:
        dice = random.Random(3)
        body = """const plan = m.readPlan(a);
            return b.map((text) => [m.roadPosition(plan, m.document(text)), m.sums(plan, m.document(text))]);"""
        fell = 0
        for path in real_paths + made_paths:
            keys = [step.key for step in path.plan.steps]
            some = [ticks({key: dice.choice(("todo", "done", "skipped")) for key in keys}, some_known(dice, path)) for _ in range(3)]
            found = run(js, body, path.data, [ticks(), *some, ticks(dict.fromkeys(keys, "done"))])
            length = path.plan.total_minutes
            assert {road["length"] for road, _ in found} == {length}
            assert [road["at"] for road, _ in found] == [length - sums["left"] for _, sums in found]
            assert (found[0][0]["at"], found[-1][0]["at"], found[-1][1]["done"]) == (0, length, length)
            fell += sum(road["at"] > sums["done"] for road, sums in found)
        assert fell > 0


class TestBudgetOfAFollower:
    def found(self, js: Node, data: Any, document: str, *minutes: int) -> Any:
        return run(js, "return c.map((minutes) => m.budget(m.readPlan(a), minutes, m.document(b)));", data, document, minutes)

    def data(self) -> dict[str, Any]:
        data = small_plan([60, 60, 60, 60, 60])
        data["steps"][1]["ships"], data["steps"][2]["ships"], data["steps"][4]["ships"] = "A bun", "A loaf", "A feast"
        return data

    def test_it_begins_where_one_stands_and_goes_on_with_what_is_begun(self, js: Node) -> None:
        document = ticks({"resource:r0": "done", "resource:r2": {"state": "doing", "minutes": 30}})
        none, loaf, bun, feast = self.found(js, self.data(), document, 0, 30, 90, 1000)
        assert none == {"milestones": 0, "percent": 50, "shipped": [], "next": {"ships": "A loaf", "key": "resource:r2", "minutes": 30}, "skills": []}
        assert (loaf["shipped"], loaf["next"]) == (["A loaf"], {"ships": "A bun", "key": "resource:r1", "minutes": 60})
        assert (bun["milestones"], bun["percent"], bun["shipped"]) == (1, 50, ["A bun", "A loaf"])
        assert feast == {"milestones": 3, "percent": 0, "shipped": ["A bun", "A loaf", "A feast"], "next": None, "skills": []}

    def test_what_is_skipped_or_fell_away_is_not_shipped_and_takes_no_time(self, js: Node) -> None:
        data = self.data()
        data["steps"][2] |= {"teaches": [[0, 1]]}
        data |= {"skills": [["rolls", "Rolls", []]], "gap": [[0, 1]]}
        document = ticks({"resource:r1": "skipped"}, {"rolls": 1})
        (found,) = self.found(js, data, document, 60)
        assert (found["milestones"], found["percent"], found["shipped"], found["skills"]) == (1, 0, [], ["rolls"])
        assert found["next"] == {"ships": "A feast", "key": "resource:r4", "minutes": 120}


class TestBuilt:
    def test_parts_that_are_done_read_as_one_when_all_are(self, js: Node) -> None:
        def part(name: str, **said: Any) -> dict[str, Any]:
            return {"key": f"project:shop#{name}", "minutes": 60, "title": name.title(), "of": "Shop"} | said
        data = small_plan([]) | {"milestones": [["All", 4]], "steps": [
            part("stall", cv="Ran a stall"), {"key": "project:loaf", "minutes": 60, "title": "Loaf"}, part("till"), part("sign", cv_of="Ran a shop")]}
        body = "const plan = m.readPlan(a); return b.map((text) => m.built(m.remaining(plan, m.document(text)).rows).split(String.fromCharCode(10)));"
        keys = [step["key"] for step in data["steps"]]
        some, rest, every = (ticks(dict.fromkeys(done, "done")) for done in (keys[:3], keys[2:], keys))
        assert run(js, body, data, [some, rest, every]) == [["- Ran a stall", "- Loaf", "- Till"], ["- Till", "- Sign"], ["- Loaf", "- Ran a shop"]]


class TestChanged:
    def change(self, js: Node, kept: Any, now: Any) -> Any:
        body = "return m.shown(m.changed(m.readPlan(a), m.readPlan(b)));"
        found = run(js, body, kept, now)
        return found | {name: [step["key"] for step in found[name]] for name in ("added", "removed")}

    def test_a_plan_is_like_itself(self, js: Node, real_paths: list[Path]) -> None:
        for path in real_paths[:8]:
            found = self.change(js, path.data, path.data)
            assert (found["same"], found["count"]) == (True, 0)

    def test_steps_in_and_out_and_of_another_length_are_told(self, js: Node) -> None:
        kept, now = small_plan([60, 60, 60]), small_plan([60, 90, 60, 30])
        now["steps"][0]["key"] = "resource:new"
        found = self.change(js, kept, now)
        assert (found["added"], found["removed"]) == (["resource:new", "resource:r3"], ["resource:r0"])
        assert found["lengths"] == [{"step": "resource:r1", "before": 60, "after": 90}]
        assert (found["count"], found["same"]) == (4, False)

    def test_a_renamed_step_is_the_same(self, js: Node) -> None:
        now = small_plan([60, 60])
        now["steps"][1] |= {"key": "resource:renamed", "former": ["resource:older", "resource:r1"]}
        found = self.change(js, small_plan([60, 60]), now)
        assert (found["same"], found["count"]) == (True, 0)

    def test_another_order_is_told(self, js: Node) -> None:
        now = small_plan([60, 60, 60])
        now["steps"].reverse()
        found = self.change(js, small_plan([60, 60, 60]), now)
        assert (found["same"], found["count"]) == (False, 0)
