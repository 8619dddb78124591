"""All claims and sources as files to take along: one table, one document with its schema, and a feed of what the guide had wrong.

Each field is named, typed and said once, in the tables below: the columns of the CSV, the members of the JSON and the properties of its
JSON Schema are made of them. The same guide gives the same bytes. Texts are plain, as on the page, without links.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar
from xml.sax.saxutils import escape

from ..content import figures
from ..model import VERDICTS, Claim, Guide, Source
from ..model.evidence import WEIGHTS, Citation
from ..model.types import first_day
from .changed import FEED as NEWS
from .changed import URL as CHANGES
from .changed import changes
from .cite import permalink
from .evidence import CSV, JSON, SCHEMA
from .evidence_log import FEED, called, corrections, id_of, where_of
from .marks import KNOWN, is_expired, known_by
from .writer import PageWriter, words_of

T = TypeVar("T")
_TEXT, _NUMBER, _COUNT, _TRUTH = ({"type": name} for name in ("string", "number", "integer", "boolean"))
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_FORMAT = 1  # raised when a member changes its meaning or goes
# A cell that begins so is taken for a formula by programs that draw tables; a number is none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Member(Generic[T]):
    """A member of the JSON: its name, its JSON Schema, what it means, and how it is made. What gives None is left out."""

    name: str
    schema: Mapping[str, Any]
    says: str
    of: Callable[[T, Guide], Any]


CITATION: tuple[Member[Citation], ...] = (
    Member("source", _TEXT, "The id of the source.", lambda citation, guide: citation.source),
    Member("locator", _TEXT, "Where in it.", lambda citation, guide: _plain(citation.locator, guide)),
    Member("quote", _TEXT, "The source's own words there.", lambda citation, guide: citation.quote),
    Member("read_as", {"enum": ["live", "archived", "repository", "report"]}, "How it was read; report: it was not, somebody's report stands for it.",
           lambda citation, guide: citation.read and citation.read.manner),
    Member("read_on", _TEXT, "When.", lambda citation, guide: citation.read and citation.read.on),
    Member("read_by", {"enum": ["person", "automated"]}, "By a person or by a program.", lambda citation, guide: citation.read and citation.read.by),
    Member("read_copy", _TEXT, "Which copy.", lambda citation, guide: citation.read and _plain(citation.read.copy_of, guide)),
    Member("read_via", _TEXT, "The id of the report.", lambda citation, guide: citation.read and citation.read.via),
)
CLAIM: tuple[Member[Claim], ...] = (
    Member("id", _TEXT, "The claim's id, which never changes.", lambda claim, guide: claim.id),
    Member("url", _TEXT, "Its permanent address.", lambda claim, guide: permalink(claim, guide)),
    Member("topic", _TEXT, "Its topic.", lambda claim, guide: claim.topic),
    Member("statement", _TEXT, "The claim in one sentence.", lambda claim, guide: _plain(claim.statement, guide)),
    Member("verdict", {"enum": [*VERDICTS]}, "What the check found.", lambda claim, guide: claim.verdict),
    Member("known", {"enum": [*KNOWN]}, "How it is known, by the best that stands behind it.", lambda claim, guide: known_by(claim)),
    Member("figure", _TEXT, "The quantity as it is printed.", lambda claim, guide: figures.figure(claim, guide.language) or None),
    Member("value", _NUMBER, "The quantity.", lambda claim, guide: _number(claim.value)),
    Member("low", _NUMBER, "The lower end of a span.", lambda claim, guide: _number(claim.range.low) if claim.range else None),
    Member("high", _NUMBER, "The upper end of a span.", lambda claim, guide: _number(claim.range.high) if claim.range else None),
    Member("unit", _TEXT, "What the number counts.", lambda claim, guide: claim.unit),
    Member("currency", _TEXT, "For money: the code of ISO 4217.", lambda claim, guide: claim.currency),
    Member("sample", _COUNT, "How many the figure rests on.", lambda claim, guide: claim.sample),
    Member("interval_low", _NUMBER, "The lower end of the 95 percent interval.",
           lambda claim, guide: _number(claim.interval.low) if claim.interval else None),
    Member("interval_high", _NUMBER, "The upper end of it.", lambda claim, guide: _number(claim.interval.high) if claim.interval else None),
    Member("measures", _TEXT, "What was measured.", lambda claim, guide: claim.measures),
    Member("population", _TEXT, "About whom or what.", lambda claim, guide: claim.population),
    Member("seniority", _TEXT, "At which level.", lambda claim, guide: claim.seniority),
    Member("place", _TEXT, "Where it holds.", lambda claim, guide: claim.place),
    Member("period", _TEXT, "When it holds.", lambda claim, guide: claim.period),
    Member("method", _TEXT, "How it was measured.", lambda claim, guide: _plain(claim.method, guide)),
    Member("observed", _TEXT, "When it was observed or published.", lambda claim, guide: claim.observed),
    Member("expires", _TEXT, "When it should be looked at again.", lambda claim, guide: claim.expires),
    Member("expired", _TRUTH, "Whether that day had passed when the content was checked.", lambda claim, guide: is_expired(claim, guide)),
    Member("caveat", _TEXT, "What to know to use it rightly.", lambda claim, guide: _plain(claim.caveat, guide)),
    Member("superseded_by", _TEXT, "The id of a newer claim.", lambda claim, guide: claim.superseded_by),
    Member("conflicts_with", _TEXTS, "Claims that say otherwise.", lambda claim, guide: [*claim.conflicts_with] or None),
    Member("derived_by", _TEXT, "The operation it is computed by.", lambda claim, guide: claim.derived_from and claim.derived_from.how),
    Member("derived_from", _TEXTS, "The claims it is computed from.",
           lambda claim, guide: [*claim.derived_from.claims] if claim.derived_from else None),
    Member("counted", _TEXT, "The count by which this guide made it, repeated by `make recount`.", lambda claim, guide: claim.counted),
    Member("article", _TEXTS, "The statements of the guide's article that it checks.", lambda claim, guide: [*claim.article] or None),
    Member("retired", _TEXT, "When it was taken out of use.", lambda claim, guide: claim.retired and claim.retired.on),
)
SOURCE: tuple[Member[Source], ...] = (
    Member("id", _TEXT, "The source's id, which never changes.", lambda source, guide: source.id),
    Member("title", _TEXT, "The work's own title.", lambda source, guide: source.title),
    Member("publisher", _TEXT, "Who published it.", lambda source, guide: source.publisher),
    Member("authors", _TEXTS, "Who wrote it.", lambda source, guide: [*source.authors] or None),
    Member("kind", _TEXT, "What sort of source it is.", lambda source, guide: source.kind),
    Member("published", _TEXT, "When.", lambda source, guide: source.published),
    Member("url", _TEXT, "Its address.", lambda source, guide: source.url),
    Member("archived_url", _TEXT, "An archived copy.", lambda source, guide: source.archived_url),
    Member("weight", {"enum": [*WEIGHTS]}, "What it weighs, by the table on the page of sources.", lambda source, guide: source.weight),
    Member("could_know", _TRUTH, "Whether its publisher could know it at first hand.", lambda source, guide: source.could_know),
    Member("shows_method", _TRUTH, "Whether it says how it came by its figures.", lambda source, guide: source.shows_method),
    Member("sells", _TEXT, "What its publisher sells that the figure helps.", lambda source, guide: _plain(source.sells, guide)),
    Member("sample", _COUNT, "How many it asked or counted.", lambda source, guide: source.sample),
    Member("countable", _TRUTH, "Whether anybody could count it again.", lambda source, guide: source.countable),
    Member("note", _TEXT, "What a reader should know about it.", lambda source, guide: _plain(source.note, guide)),
    Member("retired", _TEXT, "When it was taken out of use.", lambda source, guide: source.retired and source.retired.on),
)
# Lists of a claim that are no single members.
_DATED = {"on": _TEXT, "value": _NUMBER, "redefined": _TEXT}
_CORRECTED = {"on": _TEXT, "was": _TEXT, "why": _TEXT}


def export_files(guide: Guide) -> dict[str, str]:
    """The files by their paths in the site: claims and sources of a guide that has claims; feeds of one whose address is known."""
    files = {CSV: _csv(guide), JSON: _json(guide), SCHEMA: _written(schema())} if guide.claims else {}
    if guide.settings.site:
        files |= {FEED: _feed(guide)} if guide.claims else {}
        files[NEWS] = _news(guide)
    return files


def schema() -> dict[str, Any]:
    """The JSON Schema of the JSON document."""
    claim = _object(CLAIM, ("id", "url", "topic", "statement", "verdict", "known", "expired"))
    claim["properties"] |= {
        "sources": {"type": "array", "description": "Who says so.", "items": _object(CITATION, ("source",)), "minItems": 1},
        "series": {"type": "array", "description": "Values over time, the oldest first.", "items": _plain_object(_DATED, ("on", "value"))},
        "corrected": {"type": "array", "description": "What this guide had wrong.", "items": _plain_object(_CORRECTED, (*_CORRECTED,))},
    }
    claim["required"].append("sources")
    members: dict[str, Any] = {
        "$schema": _TEXT,
        "format": {"const": _FORMAT, "description": "Raised when a member changes its meaning or goes."},
        "title": _TEXT | {"description": "The guide's title."},
        "url": _TEXT | {"description": "The guide's address."},
        "as_of": _TEXT | {"description": "The day up to which the content was checked."},
        "licence": _TEXT | {"description": "The licence of the content."},
        "sources": {"type": "array", "items": _object(SOURCE, ("id", "title", "publisher", "kind", "weight"))},
        "claims": {"type": "array", "items": claim},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Claims and sources of a guide",
        "type": "object",
        "properties": members,
        "required": [*members],
        "additionalProperties": False,
    }


def _object(members: Iterable[Member[Any]], required: Sequence[str]) -> dict[str, Any]:
    properties = {member.name: {"description": member.says, **member.schema} for member in members}
    return {"type": "object", "properties": properties, "required": [*required], "additionalProperties": False}


def _plain_object(properties: Mapping[str, Any], required: Sequence[str]) -> dict[str, Any]:
    return {"type": "object", "properties": {**properties}, "required": [*required], "additionalProperties": False}


def _json(guide: Guide) -> str:
    settings = guide.settings
    claims = []
    for claim in guide.claims.values():
        made = _members(CLAIM, claim, guide) | {"sources": [_members(CITATION, citation, guide) for citation in claim.sources]}
        if claim.series:
            made["series"] = [
                {"on": dated.on, "value": _number(dated.value)} | ({"redefined": _plain(dated.redefined, guide)} if dated.redefined else {})
                for dated in claim.series
            ]
        if claim.corrected:
            made["corrected"] = [
                {"on": correction.on, "was": _plain(correction.was, guide), "why": _plain(correction.why, guide)} for correction in claim.corrected
            ]
        claims.append(made)
    return _written({
        "$schema": SCHEMA.rpartition("/")[2],
        "format": _FORMAT,
        "title": settings.title,
        "url": settings.site,
        "as_of": settings.as_of,
        "licence": settings.licences.content,
        "sources": [_members(SOURCE, source, guide) for source in guide.sources.values()],
        "claims": claims,
    })


def _csv(guide: Guide) -> str:
    """A row for each source of each claim: what the claim says, where in the source it stands, what the source is."""
    columns: dict[str, tuple[Member[Any], ...]] = {"claim": CLAIM, "citation": CITATION, "source": SOURCE}
    rows = [[f"{of}_{member.name}" for of, members in columns.items() for member in members]]
    for claim in guide.claims.values():
        of_claim = _cells(CLAIM, claim, guide)
        for citation in claim.sources:
            rows.append([*of_claim, *_cells(CITATION, citation, guide), *_cells(SOURCE, guide.sources[citation.source], guide)])
    return as_csv(rows)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a table, with the ends of lines that RFC 4180 asks for."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _feed(guide: Guide) -> str:
    """What the guide had wrong, as an Atom feed, the newest first."""
    writer, words = PageWriter(guide, ""), guide.language.words.evidence
    page = guide.settings.site + "evidence/log/"
    entries = [
        AtomEntry(
            id=f"{page}#{id_of(kind, entity, correction)}",
            on=correction.on,
            title=called(entity, writer),
            href=guide.settings.site + where_of(kind, entity),
            text=f"{words.log_was}: {_plain(correction.was, guide)} {words.log_why}: {_plain(correction.why, guide)}",
        )
        for kind, entity, correction in corrections(guide)
    ]
    return _atom(guide, FEED, page, words.log, entries)


def _news(guide: Guide) -> str:
    """What changed in the guide, as an Atom feed, the newest first."""
    page = guide.settings.site + CHANGES
    entries = [
        AtomEntry(id=f"{page}#{entry.id}", on=entry.on, title=entry.title, href=guide.settings.site + entry.url, text=entry.says.striptags())
        for entry in changes(guide, PageWriter(guide, ""))
    ]
    return _atom(guide, NEWS, page, guide.language.words.changes.title, entries)


@dataclass(frozen=True, kw_only=True)
class AtomEntry:
    """An entry of a feed: its id, which never changes, its day, its title, where it leads and what it says, as plain text."""

    id: str
    on: str
    title: str
    href: str
    text: str


def _atom(guide: Guide, path: str, page: str, title: str, entries: Sequence[AtomEntry]) -> str:
    """A feed at a path of the site, of what stands on a page, the newest first (RFC 4287)."""
    settings = guide.settings
    own = settings.site + path
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(settings.language)}">',
        f"<title>{escape(settings.title)}: {escape(title)}</title>",
        f"<id>{escape(own)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>',
        f"<updated>{_moment(entries[0].on if entries else settings.as_of)}</updated>",
        f"<author><name>{escape(settings.title)}</name></author>",
    ]
    for entry in entries:
        lines += [
            "<entry>",
            f"<title>{escape(entry.title)}</title>",
            f"<id>{escape(entry.id)}</id>",
            f'<link rel="alternate" type="text/html" href="{escape(entry.href)}"/>',
            f"<updated>{_moment(entry.on)}</updated>",
            f'<content type="text">{escape(entry.text)}</content>',
            "</entry>",
        ]
    return "\n".join((*lines, "</feed>", ""))


def claim_heads() -> list[str]:
    """The columns of a claim in a table."""
    return [member.name for member in CLAIM]


def claim_cells(claim: Claim, guide: Guide) -> list[str]:
    """A claim as a row of a table."""
    return _cells(CLAIM, claim, guide)


def _moment(date: str) -> str:
    """A day as the moment at which it begins; of a month or a year the first day."""
    return f"{first_day(date)}T00:00:00Z"


def _members(members: Iterable[Member[T]], thing: T, guide: Guide) -> dict[str, Any]:
    made = ((member.name, member.of(thing, guide)) for member in members)
    return {name: value for name, value in made if value is not None}


def _cells(members: Iterable[Member[T]], thing: T, guide: Guide) -> list[str]:
    return [_cell(member.of(thing, guide)) for member in members]


def _cell(value: Any) -> str:
    """A value as it stands in a table; a text that would be taken for a formula has an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(_cell, value))
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(text: str | None, guide: Guide) -> str | None:
    return words_of(guide, text) if text else None


def _written(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
