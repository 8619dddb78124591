"""Which pages exist, their addresses, titles, navigation and contexts. Nothing here writes or renders."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide
from .address import address, file_of, former_address
from .contribute import contribute_pages
from .evidence import evidence_pages
from .home import home_page
from .learning import learning_pages
from .paths import VARIANTS, PathKey, Plans, path_pages
from .pen import Page, Pen
from .roles import role_pages
from .views import view_pages

__all__ = ["Page", "PathKey", "Plans", "VARIANTS", "file_of", "navigation", "pages", "wanted_plans"]


def wanted_plans(guide: Guide) -> Iterator[PathKey]:
    """Every plan that the site shows: each persona's paths in all variants, and the second roles that follow them."""
    for identifier in guide.settings.personas:
        for path in guide.personas[identifier].paths:
            for variant in VARIANTS:
                yield PathKey(identifier, path.to, variant)
            if path.then:
                yield PathKey(identifier, path.to, "", path.then)
                yield PathKey(identifier, path.to, "free", path.then)


def pages(guide: Guide, plans: Plans) -> tuple[Page, ...]:
    """Every page of the site, in the order of the navigation."""
    found = [
        home_page(guide, plans),
        *role_pages(guide),
        *path_pages(guide, plans),
        *learning_pages(guide, _in_paths(plans)),
        *evidence_pages(guide),
        *view_pages(guide),
        *contribute_pages(guide),
    ]
    return (*found, *_redirects(guide, {page.url for page in found}))


def navigation(guide: Guide, found: tuple[Page, ...]) -> list[dict[str, str]]:
    """The menu: sections and their index pages alone, so that it stays short and the engine's work linear."""
    words = Pen(guide, "").words.navigation
    known = {page.url for page in found}
    return [
        {name: file_of(url)}
        for url, name in ((f"{section}/" if section else "", name) for section, name in words)
        if url in known
    ]


def _in_paths(plans: Plans) -> dict[str, list[tuple[str, str, str]]]:
    """For each resource and project, the core paths it is a step of."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for key, plan in plans.items():
        if key.variant or key.then:
            continue
        for step in plan.steps:
            entry = (key.persona, key.role, key.url)
            mine = found.setdefault(f"{step.kind}:{step.id}", [])
            if entry not in mine:
                mine.append(entry)
    return found


def _redirects(guide: Guide, taken: set[str]) -> Iterator[Page]:
    """A stub at every address that an entity had under a former id, where the id had a page of its own."""
    for kind, entity in guide:
        for former in entity.formerly:
            old = former_address(kind, former)
            if kind in ("guide", "claim") or "#" in old or old in taken:
                continue
            taken.add(old)
            pen = Pen(guide, old)
            context = {"pen": pen, "target": pen.to(address(kind, entity)), "link": pen.link(kind, entity.id)}
            yield Page(old, "redirect.md.jinja", pen.words.moved, pen.words.moved, "", context, searchable=False)
