"""What changed in a guide, day by day: what its editors tell, what it had wrong, and what is no longer used; a page and a feed.

All of it is content, with the day that it bears: no clock and no history of commits, so that a shallow clone gives the same bytes. What no
editor wrote down, such as a new file, is not here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide
from .evidence_log import called, corrections, id_of, where_of
from .writer import Page, PageWriter

URL, FEED = "changes/", "changes.xml"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change: its id, which lasts; the day; what it is about and where that stands; what to say of it."""

    id: str
    on: str
    title: str
    url: str
    says: Markup


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
        told.append(Entry(id=number, on=change.on, title=writer.plain(what), url=URL, says=writer.line(what)))
    put_right = [
        Entry(
            id=id_of(kind, entity, correction),
            on=correction.on,
            title=called(entity, writer),
            url=where_of(kind, entity),
            says=Markup(words.corrected).format(writer.line(correction.was), writer.line(correction.why)),
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
        )
        for kind, entity in guide
        if entity.retired is not None
    ]
    return sorted((*told, *put_right, *went), key=lambda entry: entry.on, reverse=True)


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
