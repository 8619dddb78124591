"""What a search result or a shared link says of a page: every description of every page is plain sentences of the right length."""
from __future__ import annotations

import re
from dataclasses import replace

import pytest
from conftest import generate, tiny_tree

from generator.content.load import load
from generator.pipeline import Output
from generator.rules.validate import validate

FAULTS = {
    "no or too many words": r"\A.{0,9}\Z|.{161}",
    "Markdown": r"\]\(|\*\*|`|[<>{}]|\A[#*-] |(?<!\w)_\w|\bclaim:|\bskill:",
    "a hole": r"\A\s|\s\Z|\s\s|\s[,.;:!?]|[,;:](?=[,.;:!?])|\.\.|\(\s|\(\)|\bNone\b",
    "a doubled word or unit": r"\b(\w+) \1\b|\b(?:h|min) (?:hours?|minutes?)\b|\b(?:hours?|minutes?) (?:h|min)\b",
    "no sentence": r"\A[a-z]|[^.?!…]\Z",
}
# Texts as contributors may write them, where descriptions come from.
WRITTEN = [
    ("guide.yml", "summary: What the work is.", "summary: 'How *long* the [work](skill:kneading) takes, and [](skill:sourdough) with it.'",
     "evidence/craft/", "How long the work takes, and Sourdough with it."),
    ("skills/dough/kneading.yml", "summary: Work dough until it holds together.", "summary: Work dough for [](claim:loaf-hours).", "skills/kneading/",
     "Work dough for 18 hours."),
    ("projects/first-loaf.yml", "brief: Bake a loaf and give half of it away.",
     "brief: |\n  Bake:\n\n  - a loaf of [](skill:sourdough),\n  - **another** one.", "projects/first-loaf/",
     "Bake: a loaf of Sourdough, another one."),
    ("resources/video/kneading-video.yml", "provider: Flour Channel", "provider: Flour Inc.\noutput: A loaf in [](claim:loaf-hours)",
     "resources/kneading-video/", "Video, Flour Inc. A loaf in 18 hours."),
    ("resources/tutorial/croissants.yml", "provider: Butter Blog", "provider: Butter Blog\noutput: Are they *yours*?", "resources/croissants/",
     "Tutorial, Butter Blog. Are they yours?"),
    ("debates/machine-or-hand.yml", "summary: Whether a mixer spoils the dough.", "summary: Whether `mixers` spoil [](skill:kneading).",
     "debates/machine-or-hand/", "Whether mixers spoil Kneading."),
    ("pages/about.md", None, "# About\n\n## What it is\n\nA guide to [](role:baker) and more.\n", "about/", "A guide to Baker and more."),
]


def faults(output: Output) -> list[str]:
    """Every description that is not plain sentences, with what is wrong with it. Pages that only lead on are read by nobody."""
    return [f"{page.url}: {fault}: {page.description}" for page in output.pages for fault, pattern in FAULTS.items()
            if page.template != "redirect.md.jinja" and re.search(pattern, page.description, re.DOTALL)]


@pytest.mark.parametrize("guide", ["tiny", "real"])
def test_every_description_is_plain_sentences(guide: str, request: pytest.FixtureRequest) -> None:
    assert faults(request.getfixturevalue(guide)) == []


def test_descriptions_are_plain_whatever_the_texts_hold() -> None:
    tree = tiny_tree()
    for path, before, after, _, _ in WRITTEN:
        text = tree[path].decode()
        assert before is None or before in text, path
        tree[path] = (after if before is None else text.replace(before, after)).encode()
    guide, problems = validate(*load(tree))
    assert guide is not None, [problem.text() for problem in problems]
    output = generate(guide)
    assert faults(output) == []
    said = {page.url: page.description for page in output.pages}
    assert [said[url] for *_, url, _ in WRITTEN] == [wanted for *_, wanted in WRITTEN]


@pytest.mark.parametrize("description", [
    "A path of 21 steps, 170 to 270 h hours: Software engineer to AI engineer.", "How **long** it takes.", "See [the loaf](skill:loaf) first.",
    "Clay that goes through  before it is a pot.", "Clay that goes through .", "It is is so.", "what it is.", "It has no end", "", "Word " * 40 + ".",
    "Book, Flour Inc.. A loaf.", "About <em>it</em>.",
])
def test_a_faulty_one_is_found(description: str, tiny: Output) -> None:
    """The patterns above can fail."""
    page = replace(tiny.pages[0], description=description)
    assert faults(replace(tiny, pages=(page,)))
