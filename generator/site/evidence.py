"""Claims by topic with their verdicts, readings and pictures, sources with what they weigh, the timeline, and what did not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from ..content.text import escape
from ..model import VERDICTS, Claim, Guide, Source
from ..model.evidence import BORNE_OUT, SMALL_SAMPLE, WEIGHT_TABLE, WEIGHTS, Citation
from .catalogue import SHORT, Catalogue, Choice, Order, catalogue, folded
from .cite import as_bibtex, as_text, mistake_link, permalink
from .claim_pictures import figure_of, interval_of, picture_links, pictures_of
from .evidence_log import log_pages
from .look import roles_named
from .marks import KNOWN, MARKS, Known, is_expired, known_by, known_words, mark_of, mark_words, reading_words
from .picture import Picture
from .writer import Fact, Page, PageWriter, anchor, cut, live

# Files of all claims and sources, below the site's root (`exports.py`).
CSV, JSON, SCHEMA = "evidence/evidence.csv", "evidence/evidence.json", "evidence/evidence.schema.json"


@dataclass(frozen=True, kw_only=True)
class CitationRow:
    """A source of a claim: a link to the source itself, the place in it, its own words, how it was read, and what it weighs."""

    link: Markup
    locator: Markup
    quote: str
    known: str
    weight: Markup


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim as a reader sees it: figure, mark, how it is known, facts, sources, what was found, how to cite it."""

    former: tuple[str, ...]
    anchor: str
    href: str
    role_ids: str
    day: str
    figure: str
    statement: Markup
    plain: str
    verdict: str
    mark: str
    mark_name: str
    known: str
    expired: bool
    facts: tuple[Fact, ...]
    sources: tuple[CitationRow, ...]
    found: tuple[Markup, ...]
    caveat: Markup
    newer: Markup
    retired: Markup
    conflicts: tuple[Markup, ...]
    series: tuple[tuple[str, str, Markup], ...]
    corrected: tuple[Markup, ...]
    permalink: str
    cited: tuple[str, str]
    mistake: str


@dataclass(frozen=True, kw_only=True)
class EvidenceRecord:
    """What `evidence.md.jinja` prints."""

    pictures: Sequence[Markup]
    topics: Sequence[Mapping[str, object]]
    totals: Sequence[tuple[object, ...]]
    known: Sequence[tuple[str, int]]
    pages: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]]
    as_of: str


@dataclass(frozen=True, kw_only=True)
class TopicRecord:
    """What `topic.md.jinja` prints."""

    summary: Markup
    pictures: Sequence[Picture]
    catalogue: Catalogue | None
    claims: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class SourcesRecord:
    """What `sources.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]
    catalogue: Catalogue
    asked: Sequence[str]
    weights: Sequence[tuple[Sequence[str], str, str]]
    small: str


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
        (labels.sample, writer.language.number(Decimal(claim.sample)) if claim.sample is not None else ""),
        (labels.interval, interval_of(claim, writer)),
        (labels.derived, _derived(claim, writer)),
        (labels.statements, ", ".join(claim.article)),
        (words.resource.checked, writer.opened(claim) if claim.verified else ""),
    ]
    method = [Fact(labels.method, writer.line(claim.method))] if claim.method else []
    return ClaimRow(
        former=claim.formerly,
        anchor=claim.id,
        href=writer.href("claim", claim.id),
        role_ids=" ".join(roles_named(writer.guide, claim.id)),
        day=claim.observed or "",
        figure=writer.figure(claim),
        statement=writer.line(claim.statement),
        plain=writer.plain(claim.statement),
        verdict=claim.verdict,
        mark=mark_of(claim),
        mark_name=mark_words(claim, writer.guide),
        known=known_words(claim, writer.guide) if mark_of(claim) not in ("reported", "unread") else "",
        expired=is_expired(claim, writer.guide),
        facts=(*(Fact(label, value) for label, value in facts if value), *method),
        sources=tuple(_citation(citation, writer) for citation in claim.sources),
        found=tuple(_finding(finding.says, finding.source, finding.url, writer) for finding in claim.found),
        caveat=writer.line(claim.caveat),
        newer=Markup("").join(writer.states([claim.superseded_by] if claim.superseded_by else [])),
        retired=writer.retired("claim", claim),
        conflicts=writer.states(writer.guide.otherwise[claim.id]),
        series=tuple((writer.date(dated.on), figure_of(dated.value, claim, writer), _redefined(dated.redefined, writer)) for dated in claim.series),
        corrected=tuple(
            Markup(labels.corrected_was).format(writer.date(correction.on), writer.line(correction.was), writer.line(correction.why))
            for correction in claim.corrected
        ),
        permalink=permalink(claim, writer.guide) if writer.guide.settings.site else f"#{claim.id}",
        cited=(as_text(claim, writer.guide), as_bibtex(claim, writer.guide)),
        mistake=mistake_link(writer.guide, claim.id, permalink(claim, writer.guide), writer.plain(claim.statement)),
    )


def _derived(claim: Claim, writer: PageWriter) -> Markup:
    """The operation a claim is computed by, with the figures it is made of; nothing for one that is not."""
    if claim.derived_from is None:
        return Markup("")
    operation = getattr(writer.words.operation, claim.derived_from.how)
    return Markup("{}: {}").format(operation, Markup(", ").join(writer.claim(identifier) for identifier in claim.derived_from.claims))


def _redefined(says: str | None, writer: PageWriter) -> Markup:
    return Markup("{}: {}").format(writer.words.claim.redefined, writer.line(says)) if says else Markup("")


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
    yield from log_pages(guide)


def _of_topic(guide: Guide, topic: str) -> list[Claim]:
    """Claims of a topic: those in use first, those with a figure before those without, newest first, then by id."""
    chosen = [claim for claim in guide.claims.values() if claim.topic == topic]
    chosen.sort(key=lambda claim: claim.id)
    chosen.sort(key=lambda claim: claim.observed or "", reverse=True)
    chosen.sort(key=lambda claim: (claim.retired is not None, claim.superseded_by is not None, not claim.has_figure))
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
        used, words = live(guide.claims.values()), writer.words
        return EvidenceRecord(
            pictures=picture_links(guide, [*guide.claims], writer),
            topics=topics,
            totals=_tally(used, writer),
            known=[(getattr(words.known, known), count) for known in KNOWN if (count := sum(known_by(claim) == known for claim in used))],
            pages=[
                (name, writer.to(there))
                for there, name, is_there in (
                    ("evidence/article/", words.evidence.article, guide.settings.article),
                    ("evidence/corrections/", words.evidence.corrections, guide.claims),
                    ("evidence/sources/", f"{words.evidence.sources} ({len(live(guide.sources.values()))})", guide.sources),
                    ("evidence/timeline/", words.evidence.timeline, guide.events),
                    ("evidence/open/", words.evidence.open, guide.claims),
                    ("evidence/log/", words.evidence.log, guide.claims),
                )
                if is_there
            ],
            files=[
                (writer.to("evidence/") + file.removeprefix("evidence/"), name)
                for file, name in ((CSV, words.evidence.take_csv), (JSON, words.evidence.take_json), (SCHEMA, words.evidence.take_schema))
            ] if guide.claims else [],
            as_of=writer.date(guide.settings.as_of),
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
            pictures=pictures_of(guide, identifier, writer),
            catalogue=_looked_through(guide, claims, writer) if len(claims) > SHORT else None,
            claims=[(claim_row(claim, writer), writer.edit(claim.path)) for claim in claims],
        )

    return Page(
        url, "topic.md.jinja", topic.name, writer.summary(topic.summary), "evidence", record, source="guide.yml", contents=True,
        parts=tuple(dict.fromkeys(writer.main_source(claim.id).publisher for claim in _of_topic(guide, identifier))),
    )


def _looked_through(guide: Guide, claims: Sequence[Claim], writer: PageWriter) -> Catalogue:
    """How the claims of a topic are looked through: by what was found of them, and by the roles that they are about."""
    words = writer.words
    marks = {mark_of(claim) for claim in claims}
    roles = {role for claim in claims for role in roles_named(guide, claim.id)}
    return catalogue(len(claims), [
        Choice(name="role", label=words.catalogue.role, options=[
            (role, guide.roles[role].name) for role in guide.settings.roles if role in roles]),
        Choice(name="verdict", label=words.catalogue.verdict, options=[
            (mark, getattr(words.verdict, mark.replace("-", "_")).name) for mark in MARKS if mark in marks]),
    ], [Order(name="day", label=words.catalogue.by_observed, falling=True)])


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
                rows.sort(key=lambda row: str(row["title"]).casefold())
                groups.append({"kind": kind, "name": name, "fold": folded(len(guide.sources), len(rows)), "rows": rows})
        words = writer.words
        weights = {source.weight for source in guide.sources.values()}
        read = {_known(source, guide) for source in guide.sources.values()}
        choices = [
            Choice(name="kind", label=words.catalogue.kind, options=[(str(group["kind"]), str(group["name"])) for group in groups]),
            Choice(name="weight", label=words.catalogue.weight, options=[
                (weight, getattr(words.weight, weight)) for weight in WEIGHTS if weight in weights]),
            Choice(name="read", label=words.catalogue.read, options=[(known, getattr(words.known, known)) for known in KNOWN if known in read]),
        ]
        orders = [
            Order(name="title", label=words.catalogue.by_title), Order(name="published", label=words.catalogue.by_published, falling=True),
            *([Order(name="day", label=words.catalogue.by_day, falling=True)] if read - {"unread"} else []),
            *([Order(name="used", label=words.catalogue.by_use, falling=True)] if guide.claims else []),
        ]
        return SourcesRecord(
            groups=groups,
            catalogue=catalogue(len(guide.sources), choices, orders),
            asked=words.evidence.weights_asked,
            weights=[
                ([_yes_or_no(fact, words.evidence) for fact in row[:3]], row.weight, getattr(words.weight, row.weight)) for row in WEIGHT_TABLE
            ],
            small=words.evidence.weights_small.format(SMALL_SAMPLE),
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
        parts=tuple(dict.fromkeys(source.publisher for source in live(guide.sources.values()))),
    )


def _source_row(source: Source, used: list[str], writer: PageWriter) -> dict[str, object]:
    words = writer.words
    said = str(getattr(words.weight, source.weight))
    weight = said[:1].upper() + said[1:]
    return {
        "places": (source.id, *source.formerly),
        "retired": writer.retired("source", source),
        "title": source.title,
        "url": source.url or "",
        "facts": (
            source.publisher,
            ", ".join(source.authors),
            writer.date(source.published),
            words.evidence.weighs_and_serves.format(weight, len(used)) if used else weight,
        ),
        "note": writer.line(source.note),
        "weight": source.weight,
        "because": _weighed(source, writer),
        "read": _known(source, writer.guide),
        "day": max((look.on for look in (source.verified, *(citation.read for citation in writer.guide.citations[source.id])) if look), default=""),
        "published": source.published or "",
        "uses": len(used),
        "used": [
            writer.link(
                "claim",
                claim,
                writer.figure(writer.guide.claims[claim]) or cut(writer.plain(writer.guide.claims[claim].statement), 60),
            )
            for claim in used
        ],
        "looked": (
            writer.opened(source),
            anchor(source.archived_url, words.resource.archived) if source.archived_url else "",
            writer.edit_link(source.path),
        ),
    }


def _known(source: Source, guide: Guide) -> Known:
    """How a source is known, by the best of what its citations say."""
    if source.verified:
        return "opened"
    if any(citation.is_read for citation in guide.citations[source.id]):
        return "read"
    return "reported" if any(citation.read for citation in guide.citations[source.id]) else "unread"


def _weighed(source: Source, writer: PageWriter) -> tuple[Markup | str, ...]:
    """The facts by which a source is weighed, those that are known, in the order of the table."""
    words = writer.words.evidence
    facts: list[Markup | str] = []
    if source.could_know is not None:
        facts.append(words.could_know if source.could_know else words.could_not_know)
    if source.shows_method is not None:
        facts.append(words.shows_method if source.shows_method else words.hides_method)
    if source.sells is not None:
        facts.append(Markup(words.sells).format(writer.line(source.sells)))
    if source.sample is not None:
        facts.append(words.sample.format(writer.language.number(Decimal(source.sample))))
    if source.countable:
        facts.append(words.countable)
    return tuple(facts)


def _yes_or_no(fact: bool | None, words: Any) -> str:
    return str(words.weights_either if fact is None else words.yes if fact else words.no)


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
        parts=tuple(event.name for event in live(events)),
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


def _citation(citation: Citation, writer: PageWriter) -> CitationRow:
    """A source of a claim, by a link that leads to it: to the page itself, or to its entry where it has no address."""
    source, words = writer.guide.sources[citation.source], writer.words
    return CitationRow(
        link=writer.outside(source),
        locator=writer.line(citation.locator),
        quote=words.claim.quoted.format(citation.quote) if citation.quote else "",
        known=reading_words(citation.read, writer.guide, in_full=True) if citation.read else words.reading.unread,
        weight=writer.link("source", source.id, getattr(words.weight, source.weight)),
    )


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
