"""Which pages the page for what is not there names: those of nearly the address that was asked for."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from node import Node, node

PAGES = [{"title": title, "url": url} for title, url in (
    ("Home", ""), ("Skills", "skills/"), ("PyTorch", "skills/pytorch/"), ("RAG", "skills/rag/"), ("Baker", "roles/baker/"),
    ("From cook to baker", "paths/home-cook/baker/"), ("Roles", "roles/"))]


@pytest.fixture(scope="module")
def running() -> Iterator[Node]:
    with node() as one:
        yield one


@pytest.mark.parametrize(("asked", "expected"), [
    ("skills/pytroch/", ["PyTorch"]), ("pytorch", ["PyTorch"]), ("skills/rag/index.html", ["RAG"]), ("Roles/Baker", ["Baker", "From cook to baker"]),
    ("paths/home-cook/bakers/", ["From cook to baker"]), ("", []), ("index.html", []), ("xyzzy/", []), ("a", []), ("%E0%A4%A/", []),
])
def test_the_likest_come_first_and_what_is_like_none_has_none(running: Node, asked: str, expected: list[str]) -> None:
    found = running.run("return m.near(a, b).map(({ title }) => title)", asked, PAGES)
    assert found[:len(expected)] == expected and bool(found) == bool(expected)


def test_no_more_are_named_than_can_be_chosen_from(running: Node) -> None:
    assert len(running.run("return m.near(a, b)", "skills/x", [{"title": str(number), "url": f"skills/x{number}/"} for number in range(9)])) == 3
