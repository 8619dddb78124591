"""What a reader is told of a claim, a source or a resource at a glance: the verdict, and who read what of it.

The two are apart. A verdict is about the statement; a reading is about who looked, at what, and when. A verdict on which a claim can be
relied is shown where somebody looked: a person who opened the source, this guide's own count, or a reading of the page or of a dated copy
of it, which says whether a program read it. A report is no reading, and is shown under the name of who reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

from ..model import Claim, Guide, Reading, Resource, ResourcePart, Source
from ..model.evidence import BORNE_OUT, VERDICTS, CitationReading, Verdict
from ..model.learning import Seen

# The verdicts, those to rely on first; then that nobody looked; then those that warn.
Mark = Verdict | Literal["reported", "unread"]
MARKS: tuple[Mark, ...] = (
    *(verdict for verdict in VERDICTS if verdict in BORNE_OUT), "reported", "unread", *(verdict for verdict in VERDICTS if verdict not in BORNE_OUT))
# How something is known, the surest first.
Known = Literal["opened", "counted", "read", "reported", "unread"]
KNOWN: tuple[Known, ...] = get_args(Known)
# The surest manner of reading first: the page itself, its files at a revision, a copy.
_MANNERS = ("live", "repository", "archived", "report")
_DATE = re.compile(r"(?<![\w.-])(?:19|20)\d\d(?:-\d\d){0,2}(?![\w-]|\.\d)")


def known_by(claim: Claim) -> Known:
    """How a claim is known, by the best that stands behind it."""
    if claim.verified:
        return "opened"
    if claim.counted:
        return "counted"
    if claim.is_read:
        return "read"
    return "reported" if any(citation.read for citation in claim.sources) else "unread"


def mark_of(claim: Claim) -> Mark:
    """What a reader is told of a claim at a glance: its verdict, or, for one that would let a reader rely on it, that nobody looked.

    A verdict that warns is shown in any case: it promises nothing.
    """
    known = known_by(claim)
    return known if claim.is_borne_out and known in ("reported", "unread") else claim.verdict  # type: ignore[return-value]


def is_expired(claim: Claim, guide: Guide) -> bool:
    """Whether a claim should no longer be used without a look, judged by the guide's own date."""
    as_of = guide.settings.as_of
    return claim.expires is not None and claim.expires < as_of[: len(claim.expires)]


def mark_words(claim: Claim, guide: Guide) -> str:
    """The mark of a claim in words, of a report with the name of who reports."""
    mark = mark_of(claim)
    if mark == "reported":
        return known_words(claim, guide)
    return str(getattr(guide.language.words.verdict, mark.replace("-", "_")).name)


def known_words(entity: Claim | Source | Resource | ResourcePart, guide: Guide) -> str:
    """How something is known, in a few words: `read in a copy of 2026-07`, `as reported by NAME`, `counted by this guide`, `not read`."""
    words = guide.language.words
    if isinstance(entity, Claim) and entity.counted and not entity.verified:
        return str(words.reading.counted)
    verified = None if isinstance(entity, ResourcePart) else entity.verified
    if verified is not None:
        return str(words.reading.opened.format(verified.by, guide.language.date(verified.on)))
    best = best_of(_readings(entity, guide))
    if best is None and isinstance(entity, Resource) and (read := sum(part.read is not None for part in entity.parts)):
        return str(words.reading.parts.format(read, len(entity.parts)))
    return reading_words(best, guide) if best else str(words.reading.unread)


def best_of(readings: Iterable[Seen]) -> Seen | None:
    """The reading that says most: by its manner, then the newest; None for none."""
    ordered = sorted(readings, key=lambda reading: reading.on, reverse=True)
    return min(ordered, key=lambda reading: _MANNERS.index(_manner(reading)), default=None)


def reading_words(reading: Seen, guide: Guide, in_full: bool = False) -> str:
    """A reading in a few words; `in_full` with who read, a person or a program, and when."""
    words, language = guide.language.words, guide.language
    manner = _manner(reading)
    if isinstance(reading, CitationReading) and reading.via is not None:
        said = words.read.report.format(guide.sources[reading.via].publisher)
    elif manner == "live":
        said = words.read.live.format(language.date(reading.on[:7]))
    else:
        dates = _DATE.findall(reading.copy_of or "")
        month = language.date(dates[-1][:7]) if dates else ""
        with_month = (words.read.archived if manner == "archived" else words.read.repository).format(month)
        said = with_month if dates else getattr(words.read_undated, manner)
    return str(words.reading.looked.format(said, getattr(words.read_by, reading.by), language.date(reading.on))) if in_full else str(said)


def _manner(reading: Seen) -> str:
    return reading.manner if isinstance(reading, (Reading, CitationReading)) else "report"


def _readings(entity: Claim | Source | Resource | ResourcePart, guide: Guide) -> list[Seen]:
    """What was read of a claim's sources, of a source wherever it is cited, of a resource or a part of one."""
    if isinstance(entity, Claim):
        return [citation.read for citation in entity.sources if citation.read]
    if isinstance(entity, Source):
        return [citation.read for citation in guide.citations[entity.id] if citation.read]
    return [entity.read] if entity.read else []
