"""The generator's own output for the tiny guide, one page of each kind, as files that a reviewer reads in the diff.

`make test ARGS="-k golden --bless"` rewrites them.
"""
from __future__ import annotations

from conftest import HERE

from generator.pipeline import Output
from generator.site.registry import Page, file_of

GOLDEN = HERE / "golden"


def one_of_each_kind(output: Output) -> dict[str, Page]:
    """The first page of each template, by the template's name."""
    found: dict[str, Page] = {}
    for page in output.pages:
        found.setdefault(page.template.removesuffix(".jinja"), page)
    return found


def test_one_page_of_each_kind_is_as_it_was_reviewed(tiny: Output, bless: bool) -> None:
    made = {name: tiny.documents[file_of(page.url)] for name, page in one_of_each_kind(tiny).items()}
    if bless:
        GOLDEN.mkdir(exist_ok=True)
        for path in GOLDEN.iterdir():
            path.unlink()
        for name, text in made.items():
            (GOLDEN / name).write_text(text, "utf-8")
    reviewed = {path.name: path.read_text("utf-8") for path in GOLDEN.iterdir()}
    assert reviewed.keys() == made.keys()
    changed = [name for name, text in made.items() if text != reviewed[name]]
    for name in changed[:1]:
        assert made[name] == reviewed[name]
