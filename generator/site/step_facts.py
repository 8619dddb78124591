"""What is known of doing something, for a path's step and for the page of the resource or project: how long it takes, by whose count,
what it takes besides, whether it was tried and read, and when. What a file does not give has no line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from ..content.text import escape
from ..model import Guide
from ..model.learning import Cohort, Media, Reading, Trial
from ..model.settings import Supply
from .marks import reading_words
from .writer import PageWriter, anchor


@dataclass(frozen=True, kw_only=True)
class StepFact:
    """A label with its lines. `look` is `time` for what is hidden with hours and dates, `steps` for what names other steps by number."""

    label: str
    lines: tuple[Markup, ...]
    look: str = ""


def facts_given(*rows: tuple[str, Sequence[Markup | str], str]) -> tuple[StepFact, ...]:
    """Rows of (label, lines, look) that have a line."""
    found = ((label, tuple(line if isinstance(line, Markup) else escape(line) for line in lines if line), look) for label, lines, look in rows)
    return tuple(StepFact(label=label, lines=lines, look=look) for label, lines, look in found if lines)


def hours_lines(media: Media | None, stated: bool, writer: PageWriter) -> tuple[Markup | str, ...]:
    """Whose count the hours are: the publisher's own time, and whether the hours beside it are theirs or ours."""
    words = writer.words.step
    if media is None:
        return (words.stated if stated else words.estimated,)
    return (Markup(words.publisher).format(publishers_time(media, writer)), words.stated if stated else words.estimated_own)


def publishers_time(media: Media, writer: PageWriter) -> Markup | str:
    """How long something is by its publisher's own count, with where that is stated."""
    count = writer.words.step.media.format(writer.hours(media.minutes), media.what)
    return anchor(media.url, count) if media.url else str(count)


def needs_lines(needs: Sequence[str], running_cost: str | None, sign_up: bool | None, writer: PageWriter) -> tuple[Markup | str, ...]:
    """What it takes besides time: supplies by their names, an account, what doing it costs."""
    words = writer.words.step
    names = [supply.name for supply in _supplies(needs, writer.guide)]
    if not needs and sign_up is not None:
        names.append(words.account if sign_up else words.no_account)
    return ("; ".join(names), writer.line(running_cost))


def tried_lines(trial: Trial | None, needs: Sequence[str], writer: PageWriter) -> tuple[Markup | str, ...]:
    """How it went when it was last tried, by whom, and whether that is too long ago; the change that it takes, or what it lacks."""
    if trial is None:
        return ()
    words = writer.words.step
    result = getattr(words.tried, trial.result.replace("-", "_")).format(writer.date(trial.on))
    by = "" if trial.result == "not-tried" else getattr(writer.words.read_by, trial.by)
    lapsed = words.lapsed if writer.guide.trial_lapses(trial, needs) < writer.guide.settings.as_of else ""
    return (words.listed.format(result, by) if by else result, writer.line(trial.note), lapsed)


def read_lines(reading: Reading | None, writer: PageWriter) -> tuple[Markup | str, ...]:
    """In what it was last read, by whom and when; which copy that was."""
    return () if reading is None else (reading_words(reading, writer.guide, in_full=True), writer.line(reading.copy_of))


def cohort_line(cohort: Cohort | None, writer: PageWriter) -> Markup | str:
    """When a course was last announced to run in company."""
    if cohort is None:
        return ""
    words = writer.words.step
    when = words.cohort_until.format(writer.date(cohort.starts), writer.date(cohort.ends)) if cohort.ends else writer.date(cohort.starts)
    return anchor(cohort.url, when) if cohort.url else when


def on_paper(url: str) -> str:
    """An address as somebody types it who reads it on paper."""
    address = urlsplit(url)
    return f"{address.netloc.removeprefix('www.')}{address.path.rstrip('/')}" + (f"?{address.query}" if address.query else "")


def _supplies(needs: Sequence[str], guide: Guide) -> list[Supply]:
    """What these ids name, in the order of the guide."""
    return [supply for supply in guide.settings.supplies if supply.id in needs]
