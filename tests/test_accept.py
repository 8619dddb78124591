"""What `check` accepts can be planned, rendered, built and followed: no small change to a guide leads to content that breaks later."""
from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, files_below, generate, guide_of, read_tree, tiny_tree
from hostile_guide import full_tree
from html_reader import broken, read_site
from mutants import changes, checked
from node import Node, run

from generator import pipeline
from generator.cli import commands
from generator.content.load import load
from generator.model import Guide
from generator.model.limits import MOST_SKILLS
from generator.pipeline import build_site, write_documents
from generator.site import render
from generator.site.plan_data import PLAN_FILE, plan_data
from generator.site.registry import Page
from generator.site.render import Rendered, render_page

GUIDES = {"full": load(full_tree())[0], "sample": load(read_tree(ROOT / "generator" / "sample" / "content")[0])[0]}
# Of some twenty thousand. `python bench/mutants.py` makes them all.
TEXTS = 100
# One in so many of all changes is tried in each run, all with --all.
ONE_IN = 3
# How many of them the engine makes a site of, of each seed.
SITES = 2


def some_changes() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each field of each kind left out, emptied, doubled and so on, and each kind retired, once; and some of the other texts."""
    met: set[str] = set()
    texts = []
    for name, documents in GUIDES.items():
        for what, changed in changes(documents):
            folder, change = what.split("/")[0], re.sub(r"\[\d+\]", "[]", what.split(" ", 1)[1])
            if re.search(r"of \d+$", what):
                texts.append((name, what, changed))
            elif f"{folder} {change}" not in met:
                met.add(f"{folder} {change}")
                yield name, what, changed
    yield from random.Random(20261128).sample(texts, TEXTS)


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of which all is the same as of the unchanged guide is not rendered again, and what no guide changes is not joined again."""
    seen: dict[str, list[tuple[object, Rendered]]] = {}

    def render_once(page: Page, words: object) -> Rendered:
        made = words, {name: value() if callable(value) else value for name, value in vars(page).items()}
        before = seen.setdefault(page.url, [])
        for known, rendered in before:
            if known == made:
                return rendered
        rendered = render_page(page, words)
        if len(before) < len(GUIDES):
            before.append((made, rendered))
        return rendered

    monkeypatch.setattr(render, "render_page", render_once)
    monkeypatch.setattr(pipeline, "joined_assets", cache(pipeline.joined_assets))
    for documents in GUIDES.values():
        generate(checked(documents, {}), commands())


def test_what_check_accepts_is_built(request: pytest.FixtureRequest, made_once: None) -> None:
    tally = Counter({"accepted": 0, "refused": 0})
    changes_made = list(some_changes())
    if not request.config.getoption("--all"):
        changes_made = random.Random(20261129).sample(changes_made, len(changes_made) // ONE_IN)
    for name, what, changed in changes_made:
        guide = checked(GUIDES[name], changed)
        tally["refused" if guide is None else "accepted"] += 1
        try:
            if guide is not None:
                generate(guide, commands())
        except Exception as error:
            raise AssertionError(f"check accepts it, and it cannot be built: {name}: {what}") from error
    assert min(tally.values()) > len(changes_made) / 4, tally


def test_every_file_is_changed() -> None:
    for documents in GUIDES.values():
        made = [what for what, _ in changes(documents)]
        assert {what.split()[0] for what in made} == {document.path for document in documents if document.path.endswith(".yml")}
        assert len(made) == len(set(made)) > 5_000


def accepted(seed: int) -> Iterator[tuple[str, Guide]]:
    """Changes of the full guide that `check` accepts, in an order that the seed gives, each with the guide that it makes."""
    made = list(changes(GUIDES["full"]))
    random.Random(seed).shuffle(made)
    return ((what, guide) for what, changed in made if (guide := checked(GUIDES["full"], changed)) is not None)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 50))])
def test_of_what_check_accepts_the_engine_makes_a_site_that_is_followed(seed: int, js: Node, tmp_path: Path) -> None:
    """Every page is there, every link leads somewhere, and a device reads the plan of each path."""
    for number, (what, guide) in enumerate(islice(accepted(seed), SITES)):
        output = generate(guide, commands())
        out = tmp_path / str(number)
        write_documents(output, guide, out, for_site=True)
        pages = read_site(site := build_site(output, guide, out))
        assert {page.url for page in output.pages} <= pages.keys(), what
        assert broken({url: page for url, page in pages.items() if url != "404.html"}, files_below(site).keys()) == [], what
        blocks = [(site / key.url / PLAN_FILE).read_text("utf-8") for key in output.plans]
        read = run(js, "return a.map((block) => m.readPlan(block).steps.length)", blocks)
        assert read == [len(plan.steps) for plan in output.plans.values()], what


def at_every_limit() -> dict[str, bytes]:
    """The tiny guide with as much of all that a device reads as a guide may have."""
    tree = tiny_tree()
    names = [f"skill-{number}" for number in range(MOST_SKILLS - 1)]
    for name in names:
        tree[f"skills/dough/{name}.yml"] = tree["skills/dough/kneading.yml"]
    levels = ", ".join(f"{name}: 1" for name in names)
    points = ", ".join(f"{'ab ' * 131}{number:04}" for number in range(40))
    former = ", ".join(f"baker-{number}" for number in range(19))
    tree["resources/book/all.yml"] = (
        f"title: {'All ' * 27}\nurl: https://example.org/all\nprovider: Flour Press\nkind: book\ncost: free\nhours: 15\n"
        f"teaches: {{kneading: 1, {levels}}}\nformerly: [{', '.join(f'all-{number}' for number in range(20))}]\n").encode()
    for path, old, new in (
        ("skills/sweet/lamination.yml", "[kneading]", f"[kneading, {', '.join(names)}]"),
        ("resources/tutorial/croissants.yml", "{kneading: 1}", f"{{kneading: 1, {levels}}}"),
        ("projects/first-loaf.yml", "[The crumb springs back., Somebody asks for more.]", f"[{points}]"),
        ("projects/first-loaf.yml", "requires: {kneading: 1}", f"requires: {{kneading: 1, {levels}}}"),
        ("roles/baker.yml", "needs:", f"formerly: [{former}]\nneeds:\n  lamination: {{core: 2, full: 2}}"),
        ("personas/home-cook.yml", "name: Home cook", "name: Home cook\nformerly: [amateur, beginner]"),
        ("personas/home-cook.yml", "first_project_within: 20, ", ""),
    ):
        assert old in tree[path].decode(), path
        tree[path] = tree[path].decode().replace(old, new, 1).encode()
    return tree


def test_what_check_accepts_is_followed(js: Node) -> None:
    """A device reads the plan of a guide that goes to every limit."""
    guide = guide_of(at_every_limit())
    plans = generate(guide, commands()).plans
    data = [plan_data(guide, plan, "A path", key.url, key.variant, "Finish") for key, plan in plans.items()]
    longest = max(data, key=lambda plan: len(plan.get("former", [])))
    assert len(longest["former"]) == 59
    assert max(len(step.get("points", [])) for plan in data for step in plan["steps"]) == 40
    assert max(len(step.get("teaches", [])) for plan in data for step in plan["steps"]) == MOST_SKILLS
    assert run(js, "return a.map((plan) => m.readPlan(plan).steps.length)", data) == [len(plan["steps"]) for plan in data]
