"""What changed in a guide, day by day: what its editors tell, what it had wrong, and what is no longer used; a page and a feed.

All of it is content, with the day that it bears: no clock and no history of commits, so that a shallow clone gives the same bytes. What no
editor wrote down, such as a new file, is not here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..content.text import links
from ..model import Guide
from ..model.limits import MOST_NEWS
from .evidence_log import called, corrections, id_of, where_of
from .writer import LINE, Page, PageWriter

URL, FEED, NEWS = "changes/", "changes.xml", "changes/news.json"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change: its id, which lasts; the day; its title and where that stands; what to say of it; kinds and ids of what it is about."""

    id: str
    on: str
    title: str
    url: str
    says: Markup
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ChangesRecord:
    """What `changes.md.jinja` prints."""

    days: Sequence[tuple[str, Sequence[Mapping[str, object]]]]
    feed: str


def changes(guide: Guide, writer: PageWriter) -> list[Entry]:
    """Every change, the newest first; of one day what editors tell, then corrections, then what went."""
    words = writer.words.changes
    told: list[Entry] = []
    since: dict[str, int] = {}
    # The newest may stand first or last in the file: an id is made of the day and of which it is among those of that day.
    for change in guide.settings.changes:
        since[change.on] = since.get(change.on, 0) + 1
        number, what = f"{change.on}-{since[change.on]}", change.what
        told.append(Entry(id=number, on=change.on, title=writer.plain(what), url=URL, says=writer.line(what),
                          about=tuple((link.kind, link.id) for link in links(what, LINE) if link.kind)))
    put_right = [
        Entry(
            id=id_of(kind, entity, correction),
            on=correction.on,
            title=called(entity, writer),
            url=where_of(kind, entity),
            says=Markup(words.corrected).format(writer.line(correction.was), writer.line(correction.why)),
            about=((kind, entity.id),),
        )
        for kind, entity, correction in corrections(guide)
    ]
    went = [
        Entry(
            id=f"{kind}-{entity.id}-retired",
            on=entity.retired.on,
            title=called(entity, writer),
            url=where_of(kind, entity),
            says=Markup(words.retired).format(writer.line(entity.retired.reason)),
            about=((kind, entity.id), *([(kind, entity.retired.replaced_by)] if entity.retired.replaced_by else [])),
        )
        for kind, entity in guide
        if entity.retired is not None
    ]
    return sorted((*told, *put_right, *went), key=lambda entry: entry.on, reverse=True)


def news_file(guide: Guide) -> dict[str, str]:
    """The newest changes for the devices of those who follow a path, which know what is on it; no file where there is none of interest.

    Each says what it is about: a step, a skill, a role or a starting point. A claim is about the roles that rest on it.
    """
    rows = []
    for entry in changes(guide, PageWriter(guide, "")):
        about = sorted({f"{kind}:{identifier}" for pair in entry.about for kind, identifier in _followed(guide, *pair)})
        if about:
            said = entry.says.striptags().removeprefix(entry.title)  # what an editor tells is a title alone
            # What an editor tells leads to the first thing that it is about.
            url = where_of(entry.about[0][0], guide.of(entry.about[0][0])[entry.about[0][1]]) if entry.url == URL else entry.url
            rows.append({"id": entry.id, "on": entry.on, "title": entry.title, "url": url, "says": said, "about": about})
    news = rows[:MOST_NEWS] if guide.settings.personas else []
    return {NEWS: json.dumps(news, ensure_ascii=False, separators=(",", ":")) + "\n"} if news else {}


def _followed(guide: Guide, kind: str, identifier: str) -> list[tuple[str, str]]:
    """What of a path a change of this is about."""
    if kind == "claim":
        return [("role", role.id) for role in guide.roles.values()
                if identifier in (*role.pay, *role.demand, *(claim for need in role.needs.values() for claim in need.claims))]
    return [(kind, identifier)] if kind in ("resource", "project", "skill", "role", "persona") else []


def changed_page(guide: Guide) -> Page:
    """/changes/, which is there from the first day: who follows it waits for what comes."""
    writer = PageWriter(guide, URL)
    words = writer.words.changes

    def record() -> ChangesRecord:
        days: dict[str, list[Mapping[str, object]]] = {}
        for entry in changes(guide, writer):
            link = {"title": entry.title, "href": writer.to(entry.url)} if entry.url != URL else None
            days.setdefault(entry.on, []).append({"link": link, "says": entry.says})
        return ChangesRecord(
            days=[(writer.date(day), rows) for day, rows in days.items()], feed=writer.to(FEED) if guide.settings.site else "")

    return Page(URL, "changes.md.jinja", words.title, words.description, "changes", record, source="guide.yml", contents=True)
