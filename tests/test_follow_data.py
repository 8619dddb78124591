"""The data that stands beside a path page for its follower (site/plan_data.py): what it says, how it follows ids, how large it is; the check list."""
from __future__ import annotations

import gzip
import json

import hostile
import pytest
from conftest import HERE, generate, guide_of, tiny_tree
from html_reader import page_html

from generator.model import Guide
from generator.model.limits import MOST_ALTERNATIVES
from generator.pipeline import Output
from generator.planner import prerequisites
from generator.planner.paths import PathKey
from generator.site.address import address
from generator.site.checklist import weeks_of
from generator.site.plan_data import PLAN_FILE, plan_data, written


def block_of(output: Output, key: PathKey) -> dict[str, object]:
    """The data beside a path's page."""
    return json.loads(output.assets[f"{key.url}{PLAN_FILE}"])


def changed(**replaced: tuple[str, str] | list[tuple[str, str]] | str) -> Output:
    """The tiny guide with pieces of files replaced, or with files added; `__` in a name is `/`, `_` a hyphen."""
    tree = tiny_tree()
    for name, change in replaced.items():
        path = name.replace("__", "/").replace("_", "-") + ".yml"
        if isinstance(change, str):
            tree[path] = change.encode()
        else:
            for old, new in change if isinstance(change, list) else [change]:
                assert old.encode() in tree[path], path
                tree[path] = tree[path].replace(old.encode(), new.encode(), 1)
    return generate(guide_of(tree))


class TestBlock:
    def test_every_path_has_its_own(self, real: Output) -> None:
        for key, plan in real.plans.items():
            data = block_of(real, key)
            assert data["path"] == "/".join([key.persona, key.role, *(["then", key.then] if key.then else [])])
            assert (data["variant"], data["url"]) == (key.variant, key.url)
            assert [step["key"] for step in data["steps"]] == [step.key for step in plan.steps]  # type: ignore[index, attr-defined]
            assert sum(step["minutes"] for step in data["steps"]) == plan.total_minutes  # type: ignore[index, attr-defined]

    def test_no_other_page_has_one(self, real: Output) -> None:
        assert {path for path in real.assets if path.endswith(PLAN_FILE)} == {f"{key.url}{PLAN_FILE}" for key in real.plans}

    def test_what_the_tiny_path_says(self, tiny: Output) -> None:
        data = block_of(tiny, PathKey("home-cook", "baker"))
        assert data == {
            "path": "home-cook/baker", "variant": "", "variants": ["", "free"],
            "title": "Home cook to Baker", "url": "paths/home-cook/baker/", "hours_per_week": 4,
            "milestones": [["A first loaf", 2]],
            "steps": [
                {"key": "resource:bread-book", "minutes": 600, "title": "The bread book", "cost": "paid",
                 "url": "https://example.org/bread", "teaches": [[0, 2], [1, 2]]},
                {"key": "project:first-loaf", "minutes": 360, "title": "A first loaf", "asks": [[0, 1]],
                 "points": ["The crumb springs back.", "Somebody asks for more."], "cv": "Baked for friends"},
            ],
            "skills": [["kneading", "Kneading", []], ["sourdough", "Sourdough", [0]]],
            "known": [], "gap": [[0, 2], [1, 2]], "granted": [], "above": [["lamination", [0]]],
        }

    def test_addresses_follow_from_keys(self, real: Output, real_guide: Guide) -> None:
        """As plan.mjs makes them: the block leaves them out."""
        for plan in real.plans.values():
            for step in plan.steps:
                made = f"{step.kind}s/{step.id}/"
                assert address(step.kind, real_guide.of(step.kind)[step.id]) == made

    def test_skills_are_whole_and_levels_are_the_plans(self, real: Output, real_guide: Guide) -> None:
        for key, plan in real.plans.items():
            data = plan_data(real_guide, plan, "x", key.url, key.variant, "Finish")
            names = [skill for skill, _, _ in data["skills"]]
            requires = prerequisites.requirements(real_guide.skills)
            below = {skill: tuple(names[place] for place in places) for skill, _, places in data["skills"]}
            assert below == {skill: requires[skill] for skill in names}
            assert {names[place]: level for place, level in data["known"]} == dict(plan.known)
            highest = {names[place]: level for place, level in data["gap"]}
            assert highest == dict(sorted(plan.gap))
            goal = dict(sorted(prerequisites.gap(prerequisites.wanted(real_guide.roles[plan.request.goal], plan.request.full), {}, requires)))
            told = {names[place]: level for place, level in [*data["granted"], *data["gap"]]}
            assert told == goal, "granted and gap are all that the role asks for"
            for skill, places in data["above"]:
                assert {names[place] for place in places} <= prerequisites.prerequisites(skill, requires) and skill not in names

    def test_pages_grow_by_little(self, real: Output) -> None:
        """Two fifths of it are what may stand in the place of steps. Whether a page as a whole is light, tests/test_weight.py says."""
        for key in real.plans:
            found = real.assets[f"{key.url}{PLAN_FILE}"]
            assert len(found) < 64_000 and len(gzip.compress(found.encode())) < 17_500, key.url


def step_of(output: Output, key: str) -> dict[str, object]:
    """The first step of any path that has this key, as the page has it."""
    for plan_key in output.plans:
        for step in block_of(output, plan_key)["steps"]:  # type: ignore[attr-defined]
            if step["key"] == key:
                return step
    pytest.fail(f"no step {key}")


class TestSteps:
    PARTS = [("hours: 6", "hours: 8"), ("acceptance: [The crumb springs back., Somebody asks for more.]",
              "parts:\n  - {id: bake, name: Bake a loaf, brief: Bake it., hours: 4, requires: {kneading: 1}, proves: {kneading: 1}, "
              "deliverable: A loaf, acceptance: [The crumb springs back.], ships: A *real* loaf, cv: Baked a loaf}\n"
              "  - {id: give, name: Give it away, brief: Give half of it., hours: 4, proves: {kneading: 2}, deliverable: Half a loaf, "
              "acceptance: [Somebody asks for more.], formerly: [share]}")]

    def test_what_is_done_what_to_open_and_when_it_is_done(self) -> None:
        said = "act: Bake from the book\nships: Six loaves\ndone_when: Six *loaves* of [kneading](skill:kneading) stand.\nprovider:"
        step = step_of(changed(resources__book__bread_book=("provider:", said)), "resource:bread-book")
        assert {name: step[name] for name in ("title", "act", "ships", "done_when", "url")} == {
            "title": "The bread book", "act": "Bake from the book", "ships": "Six loaves", "done_when": "Six loaves of kneading stand.",
            "url": "https://example.org/bread"}

    def test_a_part_says_it_for_itself(self) -> None:
        made = changed(resources__course__sourdough_course=[
            ("provider:", "act: Bake for a month\nships: A starter\ndone_when: It rises.\nprovider:"),
            ("id: week-1,", "id: week-1, act: Stir, url: 'https://example.org/sourdough/1',")])
        first, second = (step_of(made, f"resource:sourdough-course#week-{number}") for number in (1, 2))
        assert (first["of"], first["act"], first["url"]) == ("Sourdough in four weeks", "Stir", "https://example.org/sourdough/1")
        assert second["url"] == "https://example.org/sourdough" and not {"act", "ships", "done_when"} & second.keys()

    def test_a_project_in_parts_is_a_step_for_each(self) -> None:
        made = changed(projects__first_loaf=self.PARTS)
        bake, give = (step_of(made, f"project:first-loaf#{part}") for part in ("bake", "give"))
        assert bake == {"key": "project:first-loaf#bake", "minutes": 240, "title": "Bake a loaf", "of": "A first loaf", "ships": "A *real* loaf",
                        "asks": bake["asks"], "points": ["The crumb springs back."], "cv": "Baked a loaf"}
        assert give == {"key": "project:first-loaf#give", "minutes": 240, "title": "Give it away", "of": "A first loaf",
                        "points": ["Somebody asks for more."], "cv_of": "Baked for friends", "former": ["project:first-loaf#share"]}

    def test_alternatives_are_the_planners_and_say_what_the_browser_judges_by(self, real: Output, real_guide: Guide) -> None:
        """The shortest few. Of each: all that a step says, of the skills that the plan speaks of; none has alternatives of its own."""
        seen = 0
        for key, plan in real.plans.items():
            data = block_of(real, key)
            names = [skill for skill, _, _ in data["skills"]]  # type: ignore[attr-defined]
            for step, said in zip(plan.steps, data["steps"], strict=True):  # type: ignore[call-overload]
                theirs = {f"{other.kind}:{other.id}#{other.part}" if other.part else f"{other.kind}:{other.id}": other
                          for other in step.alternatives[:MOST_ALTERNATIVES]}
                mine = {other["key"]: other for other in said.get("alternatives", [])}
                assert list(mine) == list(theirs), step.key
                for other_key, other in mine.items():
                    assert other["title"] and "alternatives" not in other
                    if theirs[other_key].kind == "project":
                        continue
                    resource = real_guide.resources[theirs[other_key].id]
                    (item,) = [item for item in prerequisites.items_of(resource) if f"resource:{item.key}" == other_key]
                    assert (other["minutes"], other.get("cost", "free"), other.get("stated", False)) == (
                        item.minutes, item.cost, resource.hours_basis == "stated")
                    assert {names[place]: level for place, level in other.get("teaches", [])} == {
                        skill: level for skill, level in item.teaches.items() if skill in names}
                    assert {names[place]: level for place, level in other.get("asks", [])} == dict(item.requires)
                    assert other["url"].startswith("https://")
                    seen += 1
        assert seen > 100


class TestIds:
    def test_former_ids_of_a_resource_its_parts_and_a_project(self) -> None:
        made = changed(resources__course__sourdough_course=("provider:", "formerly: [starter-course, levain]\nprovider:"),
                       projects__first_loaf=("name:", "formerly: [loaf]\nname:"))
        assert step_of(made, "resource:sourdough-course#week-1")["former"] == ["resource:starter-course#week-1", "resource:levain#week-1"]
        assert step_of(made, "project:first-loaf")["former"] == ["project:loaf"]
        assert step_of(made, "resource:croissants")["former"] == ["resource:croissant-course"]

    def test_a_part_of_a_project_is_done_where_the_project_was_before_it_had_parts(self) -> None:
        made = changed(projects__first_loaf=[
            ("acceptance: [The crumb springs back., Somebody asks for more.]",
             "parts: [{id: bake, name: Bake it, brief: Bake it., hours: 6, formerly: [it], "
             "requires: {kneading: 1}, proves: {kneading: 2}, deliverable: A loaf, acceptance: [It springs back.]}]")])
        step = step_of(made, "project:first-loaf#bake")
        assert (step["title"], step["of"], step["points"]) == ("Bake it", "A first loaf", ["It springs back."])
        assert (step["former"], step.get("replaces")) == (["project:first-loaf#it"], None), "that follows from its key (progress.mjs, migrate)"

    def test_former_ids_of_a_part_under_every_id_of_its_resource(self) -> None:
        made = changed(resources__course__sourdough_course=[
            ("provider:", "formerly: [starter-course]\nprovider:"), ("id: week-1,", "id: week-1, formerly: [first, one],")])
        assert step_of(made, "resource:sourdough-course#week-1")["former"] == [
            "resource:sourdough-course#first", "resource:sourdough-course#one",
            "resource:starter-course#week-1", "resource:starter-course#first", "resource:starter-course#one"]
        page = page_html(made.documents["resources/sourdough-course/index.md"])
        assert '<span id="week-1"></span><span id="first"></span><span id="one"></span><strong>' in page

    def test_what_a_retired_resource_was_ticked_under(self) -> None:
        old = ('title: An old course\nurl: https://example.org/old\nprovider: Flour School\nkind: course\ncost: free\nhours: 20\n'
               'teaches: {lamination: 2}\nretired: {on: 2026-10, reason: It is gone., replaced_by: %s}\n')
        parts = 'parts:\n  - {id: a, title: A, hours: 5, teaches: {lamination: 1}}\n  - {id: b, title: B, hours: 15, teaches: {lamination: 2}}\n'
        made = changed(resources__course__old_course=old % "croissants" + parts + "formerly: [oldest]\n",
                       resources__course__newer_course=old % "croissants")
        assert step_of(made, "resource:croissants")["replaces"] == [
            ["resource:newer-course"], ["resource:old-course"], ["resource:old-course#a", "resource:old-course#b"],
            ["resource:oldest"], ["resource:oldest#a", "resource:oldest#b"]]

    def test_former_ids_of_skills_personas_and_roles(self) -> None:
        made = changed(skills__dough__kneading=("area:", "formerly: [pummelling]\narea:"),
                       personas__home_cook=("name:", "formerly: [amateur]\nname:"), roles__baker=("name:", "formerly: [bread-maker]\nname:"))
        data = block_of(made, PathKey("home-cook", "baker"))
        assert data["renamed"] == [["pummelling", "kneading"]]
        assert data["former"] == ["home-cook/bread-maker", "amateur/baker", "amateur/bread-maker"]

    def test_most_plans_say_nothing_of_this(self, tiny: Output) -> None:
        data = block_of(tiny, PathKey("home-cook", "baker"))
        assert not {"former", "renamed"} & set(data)


class TestCheckList:
    @pytest.mark.parametrize("vector", json.loads((HERE / "cases/follow/weeks.json").read_text()), ids=lambda vector: vector["about"])
    def test_weeks_are_filled_as_on_the_device(self, vector: dict[str, object]) -> None:
        """The vectors of schedule.mjs."""
        weeks = weeks_of(vector["minutes"], vector["per_week"])  # type: ignore[arg-type]
        assert [[[share.step, share.minutes, share.last] for share in week] for week in weeks] == vector["weeks"]


class TestFile:
    @pytest.mark.parametrize("text", hostile.VECTORS, ids=range(len(hostile.VECTORS)))
    def test_no_text_leaves_it(self, text: str) -> None:
        assert json.loads(written({"title": text, text: [text]}).encode()) == {"title": text, text: [text]}
