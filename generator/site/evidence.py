"""Claims by topic with their verdicts and charts, sources, the timeline and the corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..content import figures
from ..content.text import escape
from ..model import VERDICTS, Claim, Guide, Source
from ..model.evidence import BORNE_OUT
from .charts import Chart, charts
from .writer import Fact, Page, PageWriter, anchor, cut, live, mark_of

MARKS = ("unread", *VERDICTS)


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim as a reader sees it: figure, mark, facts, sources, what was found."""

    former: tuple[str, ...]
    anchor: str
    href: str
    figure: str
    statement: Markup
    plain: str
    verdict: str
    mark: str
    mark_name: str
    expired: bool
    facts: tuple[Fact, ...]
    sources: tuple[Markup, ...]
    found: tuple[Markup, ...]
    caveat: Markup
    newer: Markup
    retired: Markup
    conflicts: tuple[Markup, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceRecord:
    """What `evidence.md.jinja` prints."""

    topics: Sequence[Mapping[str, object]]
    totals: Sequence[tuple[object, ...]]
    claims: int
    sources: int
    sources_href: str
    timeline_href: str
    corrections_href: str
    as_of: str
    opened: int


@dataclass(frozen=True, kw_only=True)
class TopicRecord:
    """What `topic.md.jinja` prints."""

    summary: Markup
    charts: Sequence[Chart]
    claims: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class SourcesRecord:
    """What `sources.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class TimelineRecord:
    """What `timeline.md.jinja` prints."""

    years: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class CorrectionsRecord:
    """What `corrections.md.jinja` prints."""

    groups: Sequence[tuple[object, ...]]
    expired: Sequence[ClaimRow]


def claim_row(claim: Claim, writer: PageWriter) -> ClaimRow:
    """Everything about a claim, ready to print."""
    words = writer.words
    labels = words.claim
    facts = [
        (labels.measures, claim.measures),
        (labels.population, claim.population),
        (labels.seniority, claim.seniority),
        (labels.place, claim.place),
        (labels.period, claim.period),
        (labels.observed, writer.date(claim.observed)),
        (labels.expires, writer.date(claim.expires)),
        (words.resource.checked, writer.opened(claim) if claim.verified else ""),
    ]
    method = [Fact(labels.method, writer.line(claim.method))] if claim.method else []
    return ClaimRow(
        former=claim.formerly,
        anchor=claim.id,
        href=writer.href("claim", claim.id),
        figure=writer.figure(claim),
        statement=writer.line(claim.statement),
        plain=writer.plain(claim.statement),
        verdict=claim.verdict,
        mark=mark_of(claim),
        mark_name=writer.mark_words(mark_of(claim)).name,
        expired=is_expired(claim, writer.guide),
        facts=(*(Fact(label, value) for label, value in facts if value), *method),
        sources=tuple(_citation(citation.source, citation.locator, writer) for citation in claim.sources),
        found=tuple(_finding(finding.says, finding.source, finding.url, writer) for finding in claim.found),
        caveat=writer.line(claim.caveat),
        newer=Markup("").join(writer.states([claim.superseded_by] if claim.superseded_by else [])),
        retired=writer.retired("claim", claim),
        conflicts=writer.states(claim.conflicts_with),
    )


def is_expired(claim: Claim, guide: Guide) -> bool:
    """Whether a claim should no longer be used without a look, judged by the guide's own date."""
    as_of = guide.settings.as_of
    return claim.expires is not None and claim.expires < as_of[: len(claim.expires)]


def evidence_pages(guide: Guide) -> Iterator[Page]:
    """/evidence/, a page for each topic, sources, timeline and corrections."""
    if guide.claims or (guide.sources and guide.events):
        yield _index(guide)
    for topic in guide.settings.topics:
        if _of_topic(guide, topic.id):
            yield _topic(guide, topic.id)
    if guide.sources:
        yield _sources(guide)
    if guide.events:
        yield _timeline(guide)
    if guide.claims:
        yield _corrections(guide)


def _of_topic(guide: Guide, topic: str) -> list[Claim]:
    """Claims of a topic: those in use first, those with a figure before those without, newest first, then by id."""
    chosen = [claim for claim in guide.claims.values() if claim.topic == topic]
    chosen.sort(key=lambda claim: claim.id)
    chosen.sort(key=lambda claim: claim.observed or "", reverse=True)
    chosen.sort(key=lambda claim: (claim.retired is not None, claim.superseded_by is not None, not figures.has_figure(claim)))
    return chosen


def _index(guide: Guide) -> Page:
    url = "evidence/"
    writer = PageWriter(guide, url)
    topics = []
    for topic in guide.settings.topics:
        claims = _of_topic(guide, topic.id)
        if not claims:
            continue
        used = live(claims)
        topics.append(
            {
                "name": topic.name,
                "href": writer.to(f"evidence/{topic.id}/"),
                "summary": writer.line(topic.summary),
                "count": len(used),
                "marks": _tally(used, writer),
            }
        )

    def record() -> EvidenceRecord:
        used = live(guide.claims.values())
        return EvidenceRecord(
            topics=topics,
            totals=_tally(used, writer),
            claims=len(used),
            sources=len(live(guide.sources.values())),
            sources_href=writer.to("evidence/sources/") if guide.sources else "",
            timeline_href=writer.to("evidence/timeline/") if guide.events else "",
            corrections_href=writer.to("evidence/corrections/") if guide.claims else "",
            as_of=writer.date(guide.settings.as_of),
            opened=sum(claim.verified is not None for claim in used),
        )

    return Page(
        url,
        "evidence.md.jinja",
        writer.words.evidence.title,
        writer.words.evidence.description if guide.claims else writer.words.evidence.plain_sources_description,
        "evidence",
        record,
        source="guide.yml",
    )


def _tally(claims: list[Claim], writer: PageWriter) -> list[tuple[str, str, str, int]]:
    """The marks that some of these claims bear: each with its name, what it means, and how many bear it."""
    counts = Counter(map(mark_of, claims))
    return [(mark, writer.mark_words(mark).name, writer.mark_words(mark).means, counts[mark]) for mark in MARKS if counts[mark]]


def _topic(guide: Guide, identifier: str) -> Page:
    url = f"evidence/{identifier}/"
    writer = PageWriter(guide, url)
    topic = next(topic for topic in guide.settings.topics if topic.id == identifier)

    def record() -> TopicRecord:
        claims = _of_topic(guide, identifier)
        return TopicRecord(
            summary=writer.line(topic.summary),
            charts=charts(claims, writer),
            claims=[(claim_row(claim, writer), writer.edit(claim.path)) for claim in claims],
        )

    return Page(
        url, "topic.md.jinja", topic.name, writer.summary(topic.summary), "evidence", record, source="guide.yml", contents=True
    )


def _sources(guide: Guide) -> Page:
    url = "evidence/sources/"
    writer = PageWriter(guide, url)

    def record() -> SourcesRecord:
        used: dict[str, list[str]] = {identifier: [] for identifier in guide.sources}
        for claim in guide.claims.values():
            cited = [citation.source for citation in claim.sources] + [
                finding.source for finding in claim.found if finding.source
            ]
            for source in dict.fromkeys(cited):
                used[source].append(claim.id)
        groups = []
        for kind, name in vars(writer.words.source_kind).items():
            rows = [_source_row(source, used[source.id], writer) for source in guide.sources.values() if source.kind == kind]
            if rows:
                groups.append({"kind": kind, "name": name, "rows": sorted(rows, key=lambda row: str(row["title"]).casefold())})
        return SourcesRecord(
            groups=groups,
        )

    return Page(
        url,
        "sources.md.jinja",
        writer.words.evidence.sources,
        writer.words.evidence.sources_description if guide.claims else writer.words.evidence.plain_sources_description,
        "evidence",
        record,
        source="guide.yml",
        contents=True,
    )


def _source_row(source: Source, used: list[str], writer: PageWriter) -> dict[str, object]:
    return {
        "places": (source.id, *source.formerly),
        "retired": writer.retired("source", source),
        "title": source.title,
        "url": source.url or "",
        "facts": (
            source.publisher,
            ", ".join(source.authors),
            writer.date(source.published),
            anchor(source.archived_url, writer.words.resource.archived) if source.archived_url else "",
        ),
        "note": writer.line(source.note),
        "used": [
            writer.link(
                "claim",
                claim,
                writer.figure(writer.guide.claims[claim]) or cut(writer.plain(writer.guide.claims[claim].statement), 60),
            )
            for claim in used
        ],
        "looked": (writer.opened(source), writer.edit_link(source.path)),
    }


def _timeline(guide: Guide) -> Page:
    url = "evidence/timeline/"
    writer = PageWriter(guide, url)
    events = sorted(guide.events.values(), key=lambda event: (event.on, event.id))
    years: dict[str, list[dict[str, object]]] = {}
    for event in events:
        row: dict[str, object] = {
            "places": (event.id, *event.formerly),
            "retired": writer.retired("event", event),
            "on": writer.date(event.on),
            "name": event.name,
            "what": writer.line(event.what),
            "facts": (
                *writer.cites(claim for claim in event.claims if f"(claim:{claim})" not in event.what),
                writer.edit_link(event.path),
            ),
        }
        years.setdefault(event.on[:4], []).append(row)

    def record() -> TimelineRecord:
        return TimelineRecord(
            years=list(years.items()),
        )

    return Page(
        url,
        "timeline.md.jinja",
        writer.words.evidence.timeline,
        writer.words.evidence.timeline_description,
        "evidence",
        record,
        source="guide.yml",
        contents=True,
    )


def _corrections(guide: Guide) -> Page:
    url = "evidence/corrections/"
    writer = PageWriter(guide, url)

    def record() -> CorrectionsRecord:
        rows = [claim_row(claim, writer) for claim in live(guide.claims.values())]
        return CorrectionsRecord(
            groups=[
                (verdict, getattr(writer.words.corrections, verdict.replace("-", "_")), of_it)
                for verdict in VERDICTS
                if verdict not in BORNE_OUT and (of_it := [row for row in rows if row.verdict == verdict])
            ],
            expired=[row for row in rows if row.expired or row.newer],
        )

    return Page(
        url,
        "corrections.md.jinja",
        writer.words.evidence.corrections,
        writer.words.evidence.corrections_description,
        "evidence",
        record,
        source="guide.yml",
        contents=True,
    )


def _citation(source: str, locator: str | None, writer: PageWriter) -> Markup:
    link = writer.link("source", source)
    return Markup(f"{link}, {writer.line(locator)}") if locator else link


def _finding(says: str, source: str | None, url: str | None, writer: PageWriter) -> Markup:
    text = writer.line(says)
    if source:
        return Markup(f'{text} <span class="fp-by">{writer.link("source", source)}</span>')
    if url:
        host = url.split("/")[2]
        return Markup(
            f'{text} <span class="fp-by"><a class="fp-out" href="{escape(url)}" rel="noopener">{escape(host)}</a></span>'
        )
    return text
