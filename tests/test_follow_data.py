"""The data that a path page carries for its follower (site/plan_data.py): what it says, how it follows ids, how large it is; the check list."""
from __future__ import annotations

import json
import re

import hostile
import pytest
from conftest import HERE, generate, guide_of, tiny_tree
from html_reader import page_html, read_html

from generator.model import Guide
from generator.pipeline import Output
from generator.planner import prerequisites
from generator.planner.paths import PathKey
from generator.site.address import address
from generator.site.checklist import weeks_of
from generator.site.plan_data import data_block, plan_data
from generator.site.registry import file_of

BLOCK = re.compile(r'<template id="fp-plan" data-search-exclude>(.*?)</template>')


def block_of(output: Output, key: PathKey) -> dict[str, object]:
    """The data on a path's page."""
    (found,) = BLOCK.findall(output.documents[file_of(key.url)])
    return json.loads(found)


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
        paths = {file_of(key.url) for key in real.plans}
        assert [path for path, text in real.documents.items() if path not in paths and "fp-plan" in text] == []

    def test_what_the_tiny_path_says(self, tiny: Output) -> None:
        data = block_of(tiny, PathKey("home-cook", "baker"))
        assert data == {
            "path": "home-cook/baker", "variant": "", "variants": ["", "free"],
            "title": "Home cook to Baker", "url": "paths/home-cook/baker/", "hours_per_week": 4,
            "milestones": [["A first loaf", 2]],
            "steps": [
                {"key": "resource:bread-book", "minutes": 600, "title": "The bread book", "cost": "paid", "teaches": [[0, 2], [1, 2]]},
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
        for key in real.plans:
            page = real.documents[file_of(key.url)]
            (found,) = BLOCK.findall(page)
            assert len(found) < 36_000 and len(found) < 0.15 * len(page), key.url


class TestIds:
    def step(self, output: Output, key: str) -> dict[str, object]:
        for plan_key in output.plans:
            for step in block_of(output, plan_key)["steps"]:  # type: ignore[attr-defined]
                if step["key"] == key:
                    return step
        pytest.fail(f"no step {key}")

    def test_former_ids_of_a_resource_its_parts_and_a_project(self) -> None:
        made = changed(resources__course__sourdough_course=("provider:", "formerly: [starter-course, levain]\nprovider:"),
                       projects__first_loaf=("name:", "formerly: [loaf]\nname:"))
        assert self.step(made, "resource:sourdough-course#week-1")["former"] == ["resource:starter-course#week-1", "resource:levain#week-1"]
        assert self.step(made, "project:first-loaf")["former"] == ["project:loaf"]
        assert self.step(made, "resource:croissants")["former"] == ["resource:croissant-course"]

    def test_a_part_of_a_project_is_done_where_the_project_was_before_it_had_parts(self) -> None:
        made = changed(projects__first_loaf=[
            ("acceptance: [The crumb springs back., Somebody asks for more.]",
             "parts: [{id: bake, name: Bake it, brief: Bake it., hours: 6, formerly: [it], "
             "requires: {kneading: 1}, proves: {kneading: 2}, deliverable: A loaf, acceptance: [It springs back.]}]")])
        step = self.step(made, "project:first-loaf#bake")
        assert (step["title"], step["of"], step["points"]) == ("Bake it", "A first loaf", ["It springs back."])
        assert (step["former"], step["replaces"]) == (["project:first-loaf#it"], [["project:first-loaf"]])

    def test_former_ids_of_a_part_under_every_id_of_its_resource(self) -> None:
        made = changed(resources__course__sourdough_course=[
            ("provider:", "formerly: [starter-course]\nprovider:"), ("id: week-1,", "id: week-1, formerly: [first, one],")])
        assert self.step(made, "resource:sourdough-course#week-1")["former"] == [
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
        assert self.step(made, "resource:croissants")["replaces"] == [
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


class TestElement:
    @pytest.mark.parametrize("text", hostile.VECTORS, ids=range(len(hostile.VECTORS)))
    def test_no_text_leaves_it(self, text: str) -> None:
        made = str(data_block("fp-plan", {"title": text, text: [text]}))
        inside = made.removeprefix('<template id="fp-plan" data-search-exclude>').removesuffix("</template>")
        assert json.loads(inside) == {"title": text, text: [text]}
        assert not set(inside) & set("<>&\u2028\u2029\n\r")
        assert [element.tag for element in read_html(made).elements] == ["template"]
