"""Where everything stands on the site. Every kind has an address: a page of its own, or a place on a shared one."""

from __future__ import annotations

from functools import cache

from ..model import Claim, Entity

_PAGES = {
    "role": "roles",
    "persona": "paths",
    "skill": "skills",
    "project": "projects",
    "resource": "resources",
    "debate": "debates",
    "use-case": "use-cases",
    "decision": "decide",
}
_PLACES = {"source": "evidence/sources/", "event": "evidence/timeline/", "faq": "questions/", "tool": "tools/", "criterion": "roles/"}
# Where it stands what the results of a decision mean, below its page.
RESULTS = "results/"


def address(kind: str, entity: Entity) -> str:
    """The address of an entity below the site's root, for instance `skills/weaving/` or `evidence/pay/#median`."""
    if isinstance(entity, Claim):
        return f"evidence/{entity.topic}/#{entity.id}"
    return former_address(kind, entity.id)


def former_address(kind: str, identifier: str) -> str:
    """The address that an id has by itself (all kinds but claims, whose address depends on their topic)."""
    if kind in _PAGES:
        return f"{_PAGES[kind]}/{identifier}/"
    if kind in _PLACES:
        return f"{_PLACES[kind]}#{identifier}"
    return f"{identifier}/"


def meaning(decision: str, outcome: str) -> str:
    """Where it stands what an outcome of a decision means."""
    return f"{former_address('decision', decision)}{RESULTS}#outcome-{outcome}"


def file_of(url: str) -> str:
    """The Markdown file that the engine turns into the page at this address."""
    return f"{url}index.md"


@cache
def relative(source: str, target: str) -> str:
    """How the page at `source` links to `target`, a page or a file, both below the site's root."""
    page, _, anchor = target.partition("#")
    fragment = f"#{anchor}" if anchor else ""
    if page == source:
        return fragment or "./"
    here, there = source.split("/")[:-1], page.split("/")[:-1]
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    steps = "../" * (len(here) - shared) + "".join(f"{part}/" for part in there[shared:]) + page.rpartition("/")[2]
    return (steps or "./") + fragment
