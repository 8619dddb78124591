"""Which pages exist, their addresses, titles and navigation. Nothing here writes or renders.

Resources have pages of their own. The design gave them places on the catalogue; but a resource with parts, reasons and paths
wants a page, and the search finds pages best. Ids of skills, personas and the rest that would collide with an address are
refused. Pages of roles, paths and skills weigh more in it than others (`site/search.py`): unweighed, the name of a role led to a
debate that says the words twice.

A page's day is that of its content. The sitemap gives the newest day an entity bears (`verified`), or that up to which the
guide was checked (`as_of`): no clock and no history of commits, so a shallow clone gives the same bytes.

Tabs and what is behind them. The few sections that a reader asks for first are tabs; all others stand in groups, in one fold beside the
tabs. The menu of a phone and the foot of every page hold both. Only sections are listed: the engine's work stays linear in the number of
pages. A hand-written page is a section of its own, for nobody looks for it inside another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ..model import Guide
from ..planner.paths import PathKey, Plans, keys_of, path_keys
from .address import RESULTS, address, file_of, former_address
from .cards import card_of
from .changed import changed_page
from .commands import Command
from .contribute import contribute_pages
from .debates import debate_pages
from .decide import decide_pages
from .evidence import evidence_pages
from .home import home_page
from .linked_data import linked_data
from .paths import path_pages
from .projects import project_pages
from .questions import question_pages
from .reference import RuleText
from .resources import resource_pages
from .roles import role_pages
from .rows import InPaths
from .skills import skill_pages
from .tools import tools_pages
from .writer import Page, PageWriter, live, name_of

# The tabs, and every other section in its group. Hand-written pages that are not named here come at the end of `_WRITTEN`.
TABS = ("decide", "roles", "paths", "evidence")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "learn": ("skills", "projects", "resources", "tools"),
    "read": ("answer", "questions", "debates", "use-cases"),
    "take_part": ("changes", "contribute", "about"),
}
_WRITTEN = "read"

__all__ = ["GROUPS", "TABS", "Page", "Section", "file_of", "groups", "make_pages", "navigation", "section_name", "tabs"]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the site as menus show it: its id, its name and where it begins."""

    section: str
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class RedirectRecord:
    """What `redirect.md.jinja` prints."""

    target: str
    title: str


def make_pages(
    guide: Guide, plans: Plans, commands: tuple[Command, ...] = (), rules: Sequence[RuleText] = ()
) -> tuple[Page, ...]:
    """Every page of the site, in the order of the navigation; `commands` and `rules` are those that the reference tells of."""
    in_paths = _in_paths(plans)
    pages = [
        home_page(guide, plans),
        *decide_pages(guide, plans),
        *role_pages(guide, plans),
        *path_pages(guide, plans),
        *skill_pages(guide),
        *resource_pages(guide, in_paths),
        *project_pages(guide, in_paths),
        *tools_pages(guide),
        *evidence_pages(guide),
        *debate_pages(guide),
        *question_pages(guide, plans),
        changed_page(guide),
        *contribute_pages(guide, commands, rules),
    ]
    pages = _placed(guide, pages)
    taken = {page.url for page in pages}
    pages += _redirects(guide, plans, taken)
    if guide.only_role:  # Where the comparison stood while there were others.
        pages += _stub(guide, "roles/", address("role", guide.only_role), guide.only_role.name, taken)
    return tuple(
        replace(page, card=card.says if (card := card_of(guide, page)) else "", data=partial(linked_data, guide, page))
        for page in _dated(guide, pages)
    )


def _placed(guide: Guide, pages: list[Page]) -> list[Page]:
    """Pages with the trail of those above them, and with where the file behind each can be edited."""
    titles = {page.url: page.title for page in pages}
    edit = PageWriter(guide, "").edit
    return [
        replace(
            page,
            trail=tuple((titles[url], url) for url in _above(page.url) if url in titles),
            edit=edit(page.source) if page.source else "",
        )
        for page in pages
    ]


def _above(url: str) -> Iterator[str]:
    """The addresses above one, the section first: `a/`, `a/b/` for `a/b/c/`."""
    parts = url.split("/")[:-2]
    for depth in range(1, len(parts) + 1):
        yield "/".join(parts[:depth]) + "/"


def _dated(guide: Guide, pages: list[Page]) -> tuple[Page, ...]:
    """Pages with the newest day that their content bears: that of one entity, or for what gathers many files that of all."""
    checked = guide.settings.as_of
    days = {
        entity.path: max(checked, verified.on if (verified := getattr(entity, "verified", None)) else "") for _, entity in guide
    }
    newest = days[guide.settings.path] = max(days.values())
    return tuple(replace(page, updated=days.get(page.source, newest)) for page in pages)


def tabs(guide: Guide, pages: Sequence[Page]) -> list[Section]:
    """The sections that a reader asks for first, those that the site has."""
    return list(_sections(TABS, guide, pages))


def groups(guide: Guide, pages: Sequence[Page]) -> list[tuple[str, list[Section]]]:
    """All other sections that the site has, by the names of their groups; a group without any is left out."""
    known = {*TABS, *(section for members in GROUPS.values() for section in members)}
    written = [page.id for page in live(guide.pages.values()) if page.id not in known]
    found = (
        (getattr(guide.language.words.groups, group), list(_sections((*members, *(written if group == _WRITTEN else ())), guide, pages)))
        for group, members in GROUPS.items()
    )
    return [(name, entries) for name, entries in found if entries]


def _sections(wanted: Iterable[str], guide: Guide, pages: Sequence[Page]) -> Iterator[Section]:
    """Those of some sections that the site has. One without a page of its own is the first page in it, under that page's name; so is a
    hand-written page."""
    for section in wanted:
        start = f"{section}/"
        mine = [page for page in pages if page.url.startswith(start) and not page.redirect]
        if any(page.url == start for page in mine):
            name = section_name(section, guide.language.words) or mine[0].title
            yield Section(section=section, name=name, url=start)
        elif mine:
            yield Section(section=section, name=mine[0].title, url=mine[0].url)


def navigation(guide: Guide, pages: Sequence[Page]) -> list[dict[str, str]]:
    """What the engine takes for the menu: the home page and the sections alone, so that it stays short and the engine's work linear."""
    entries = (*tabs(guide, pages), *(section for _, members in groups(guide, pages) for section in members))
    return [{section_name("", guide.language.words): file_of("")}, *({entry.name: file_of(entry.url)} for entry in entries)]


def section_name(section: str, words: Any) -> str:
    """What a section is called, by its address; the home page has none. Nothing for a page that has a title of its own."""
    return str(getattr(words.navigation, section.replace("-", "_") or "home", ""))


def _in_paths(plans: Plans) -> InPaths:
    """For each resource and project, the core paths it is a step of."""
    in_paths: dict[str, list[tuple[str, str, str]]] = {}
    for key, plan in plans.items():
        if not key.is_core:
            continue
        for step in plan.steps:
            entry = (key.persona, key.role, key.url)
            mine = in_paths.setdefault(f"{step.kind}:{step.id}", [])
            if entry not in mine:
                mine.append(entry)
    return in_paths


def _redirects(guide: Guide, plans: Plans, taken: set[str]) -> Iterator[Page]:
    """A stub at every address that was a page's under a former id, and at the paths of a persona that is retired."""
    for kind, entity in guide:
        for former in entity.formerly:
            old = former_address(kind, former)
            if kind not in ("guide", "claim") and "#" not in old:
                yield from _stub(guide, old, address(kind, entity), name_of(entity), taken)
                if kind == "decision":
                    yield from _stub(guide, f"{old}{RESULTS}", f"{address(kind, entity)}{RESULTS}", name_of(entity), taken)
    for key in path_keys(guide):
        there = key if key in plans else replace(key, variant="")
        title = f"{guide.personas[key.persona].name}, {guide.roles[key.then or key.role].name}"
        for was in _former_keys(guide, key):
            for url in (was.url, *(f"{was.url}{gone}/" for gone in _gone(was))):
                yield from _stub(guide, url, there.url, title, taken)
    for persona in guide.personas.values():  # Those in use have theirs already.
        for key in keys_of(persona):
            for was in _former_keys(guide, key):
                for url in (was.url, *(f"{was.url}{gone}/" for gone in _gone(was))):
                    yield from _stub(guide, url, address("persona", persona), persona.name, taken)


def _gone(key: PathKey) -> tuple[str, ...]:
    """The variants that had a page below this one once."""
    return () if key.variant else ("free",) if key.then else ("full", "full-free")


def _former_keys(guide: Guide, key: PathKey) -> Iterator[PathKey]:
    """The same path under the former ids of its persona and roles."""
    for persona in (key.persona, *guide.personas[key.persona].formerly):
        for role in (key.role, *guide.roles[key.role].formerly):
            for then in (key.then, *guide.roles[key.then].formerly) if key.then else ("",):
                yield PathKey(persona, role, key.variant, then)


def _stub(guide: Guide, old: str, new: str, title: str, taken: set[str]) -> Iterator[Page]:
    """A page that leads from an old address to a new one, unless something stands there already."""
    if old not in taken:
        taken.add(old)
        writer = PageWriter(guide, old)
        target = writer.to(new)
        yield Page(
            old,
            "redirect.md.jinja",
            writer.words.moved,
            writer.words.moved,
            "",
            lambda: RedirectRecord(target=target, title=title),
            redirect=target,
            searchable=False,
        )
