"""What a guide owes its readers beside its claims: what it had wrong, what it does not know, and how an article that it checks came off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Claim, Entity, Guide
from ..model.limits import NAME_LENGTH
from ..model.parts import Correction
from .address import address
from .marks import MARKS, mark_of, mark_words
from .writer import Page, PageWriter, cut, live, name_of

FEED = "evidence/log.xml"


@dataclass(frozen=True, kw_only=True)
class LogRecord:
    """What `evidence-log.md.jinja` prints."""

    days: Sequence[tuple[str, Sequence[Mapping[str, object]]]]
    feed: str


@dataclass(frozen=True, kw_only=True)
class OpenRecord:
    """What `evidence-open.md.jinja` prints."""

    claims: Sequence[Mapping[str, object]]
    debates: Sequence[tuple[Markup, Sequence[Markup]]]


@dataclass(frozen=True, kw_only=True)
class ArticleRecord:
    """What `evidence-article.md.jinja` prints."""

    lead: Markup
    note: Markup
    story: Markup
    totals: Sequence[tuple[str, str, int]]
    rows: Sequence[Mapping[str, object]]


def log_pages(guide: Guide) -> Iterator[Page]:
    """/evidence/log/, /evidence/open/, and /evidence/article/ of a guide that checks one."""
    if guide.claims:
        yield _log(guide)
        yield _open(guide)
    if guide.settings.article is not None:
        yield _article(guide, guide.settings.article)


def corrections(guide: Guide) -> list[tuple[str, Entity, Correction]]:
    """Everything that the guide had wrong, with the kind and the entity, the newest first; nothing of what is retired."""
    found = [(kind, entity, correction) for kind, entity in guide if entity.retired is None for correction in entity.corrected]
    found.sort(key=lambda entry: (entry[0], entry[1].id))
    return sorted(found, key=lambda entry: entry[2].on, reverse=True)


def id_of(kind: str, entity: Entity, correction: Correction) -> str:
    """Under what a feed knows a correction, for good: of those of an entity the last in its file was the first that was written."""
    return f"{kind}-{entity.id}-{correction.on}-{len(entity.corrected) - entity.corrected.index(correction)}"


def where_of(kind: str, entity: Entity) -> str:
    """The address of an entity, or of the home page for the guide itself."""
    return "" if kind == "guide" else address(kind, entity)


def called(entity: Entity, writer: PageWriter) -> str:
    """What an entity is called in a list of many kinds: a claim by its statement."""
    return cut(writer.plain(entity.statement), NAME_LENGTH) if isinstance(entity, Claim) else name_of(entity)


def _log(guide: Guide) -> Page:
    url = "evidence/log/"
    writer = PageWriter(guide, url)

    def record() -> LogRecord:
        days: dict[str, list[Mapping[str, object]]] = {}
        for kind, entity, correction in corrections(guide):
            days.setdefault(correction.on, []).append({
                "name": called(entity, writer),
                "href": writer.to(where_of(kind, entity)),
                "was": writer.line(correction.was),
                "why": writer.line(correction.why),
            })
        feed = writer.to("evidence/") + FEED.removeprefix("evidence/") if guide.settings.site else ""
        return LogRecord(days=[(writer.date(day), rows) for day, rows in days.items()], feed=feed)

    words = writer.words.evidence
    return Page(url, "evidence-log.md.jinja", words.log, words.log_description, "evidence", record, source="guide.yml", contents=True)


def _open(guide: Guide) -> Page:
    url = "evidence/open/"
    writer = PageWriter(guide, url)

    def record() -> OpenRecord:
        unknown = [claim for claim in live(guide.claims.values()) if claim.verdict == "not-found"]
        return OpenRecord(
            claims=[
                {"link": writer.link("claim", claim.id, writer.plain(claim.statement)), "caveat": writer.line(claim.caveat)} for claim in unknown
            ],
            debates=[
                (writer.link("debate", debate.id), writer.lines(debate.would_change))
                for debate in live(guide.debates.values()) if debate.would_change
            ],
        )

    words = writer.words.evidence
    return Page(url, "evidence-open.md.jinja", words.open, words.open_description, "evidence", record, source="guide.yml", contents=True)


def _article(guide: Guide, identifier: str) -> Page:
    url = "evidence/article/"
    writer = PageWriter(guide, url)
    article = guide.sources[identifier]

    def record() -> ArticleRecord:
        checked = sorted((claim for claim in live(guide.claims.values()) if claim.article), key=lambda claim: (claim.article, claim.id))
        return ArticleRecord(
            lead=Markup(writer.words.evidence.article_lead).format(writer.outside(article)),
            note=writer.line(article.note),
            story=writer.prose(guide.settings.article_story),
            totals=[
                (mark, writer.mark_words(mark).name, count) for mark in MARKS if (count := sum(mark_of(claim) == mark for claim in checked))
            ],
            rows=[
                {
                    "statements": ", ".join(claim.article),
                    "href": writer.href("claim", claim.id),
                    "says": writer.plain(claim.statement),
                    "mark": mark_of(claim),
                    "mark_name": mark_words(claim, guide),
                    "newer": writer.states([claim.superseded_by] if claim.superseded_by else []),
                    "caveat": writer.line(claim.caveat),
                }
                for claim in checked
            ],
        )

    words = writer.words.evidence
    return Page(url, "evidence-article.md.jinja", words.article, words.article_description, "evidence", record, source="guide.yml")
