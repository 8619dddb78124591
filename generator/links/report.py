"""A run in words: what is due, what is watched, what moved, what no machine may look at; as text, as Markdown and as JSON."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..content.text import code
from .find import OutsideLink
from .memory import Failure, Memory, is_due

if TYPE_CHECKING:
    from .check import Verdict

NOTHING_DUE = "No link is due."
# GitHub takes 65,536 characters for an issue.
_LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Due:
    """A link that has failed long enough for a person to look, and a copy of it, or nothing."""

    link: OutsideLink
    failure: Failure
    archived: str = ""


@dataclass(frozen=True)
class LinkReport:
    """What a run found. `watched` failed on too few days so far; `refused` could not be looked at."""

    due: tuple[Due, ...]
    watched: tuple[tuple[OutsideLink, Failure], ...]
    moved: tuple[tuple[OutsideLink, str], ...]
    refused: tuple[tuple[OutsideLink, str], ...]
    total: int
    days: int


def make_report(links: Iterable[OutsideLink], verdicts: Mapping[str, Verdict], memory: Memory, copies: Mapping[str, str], days: int) -> LinkReport:
    """The report of a run; `memory` is that after the run."""
    links = [link for link in links if link.url in verdicts]
    failing = [(link, memory[link.url]) for link in links if link.url in memory]
    return LinkReport(
        tuple(Due(link, failure, copies.get(link.url, "")) for link, failure in failing if is_due(failure, days)),
        tuple((link, failure) for link, failure in failing if not is_due(failure, days)),
        tuple((link, verdicts[link.url].to) for link in links if verdicts[link.url].state == "moved"),
        tuple((link, verdicts[link.url].says) for link in links if verdicts[link.url].state == "refused"),
        len(links), days)


def as_text(report: LinkReport, root: str) -> str:
    """For a terminal: one line for each place."""
    out: list[str] = []
    if report.due:
        out += [f"Due: failed on {_days(report.days)} or more"]
        for due in report.due:
            out += [f"  {place}: {due.link.url}: {due.failure.says}; failed on {_listed(due.failure.days)}" for place in _places(due.link, root)]
            out += [f"    archived copy: {due.archived}"] if due.archived else []
    if report.watched:
        out += ["Watched: failed on fewer days"]
        for link, failure in report.watched:
            out += [f"  {place}: {link.url}: {failure.says}; failed on {_listed(failure.days)}" for place in _places(link, root)]
    if report.moved:
        out += ["Moved for good: change the address"]
        out += [f"  {place}: {link.url} -> {to}" for link, to in report.moved for place in _places(link, root)]
    if report.refused:
        out += ["Not for machines: look now and then"]
        out += [f"  {place}: {link.url}: {says}" for link, says in report.refused for place in _places(link, root)]
    return "\n".join([*out, _tally(report)])


def as_markdown(report: LinkReport, root: str) -> str:
    """For an issue. Its first line is `NOTHING_DUE` when nothing is."""
    lines = [f"{_count(len(report.due), 'link')} failed on {_days(report.days)} or more." if report.due else NOTHING_DUE, ""]
    if report.due:
        lines += ["For each: find where the page went, or `retire` what it belongs to and name what replaces it.", ""]
    for due in report.due:
        lines += [f"- [ ] {code(due.link.url)}: {code(due.failure.says)}; failed on {_listed(due.failure.days)}"]
        lines += [f"  - {code(place)}" for place in _places(due.link, root)]
        lines += [f"  - archived copy: {code(due.archived)}"] if due.archived else []
    if report.moved:
        lines += ["", "### Moved for good", ""]
        lines += [f"- [ ] {code(place)}: {code(link.url)} is now {code(to)}" for link, to in report.moved for place in _places(link, root)]
    return "\n".join([*_cut(lines), "", _tally(report)])


def as_json(report: LinkReport) -> dict[str, Any]:
    """The object that `links --format json` prints."""
    return {
        "total": report.total,
        "due": [{**asdict(due.link), "archived": due.archived, **asdict(due.failure)} for due in report.due],
        "watched": [{**asdict(link), **asdict(failure)} for link, failure in report.watched],
        "moved": [{**asdict(link), "to": to} for link, to in report.moved],
        "refused": [{**asdict(link), "says": says} for link, says in report.refused],
    }


def _places(link: OutsideLink, root: str) -> Iterator[str]:
    return (f"{root}/{place.path}:{place.line}" for place in link.places)


def _tally(report: LinkReport) -> str:
    failed = len(report.due) + len(report.watched)
    counts = [(report.total - failed - len(report.refused), "answer"), (len(report.moved), "of them moved for good"), (len(report.due), "due")]
    counts += [(len(report.watched), "watched"), (len(report.refused), "not for machines")]
    return f"{_count(report.total, 'link')}: {', '.join(f'{number} {what}' for number, what in counts if number)}."


def _cut(lines: list[str]) -> list[str]:
    """As many whole lines as an issue can hold."""
    length = 0
    for number, line in enumerate(lines):
        length += len(line) + 1
        if length > _LONGEST:
            return [*lines[:number], "", f"... and {_count(len(lines) - number, 'more line')}: run `links` to see all."]
    return lines


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} different days"


def _listed(days: tuple[str, ...]) -> str:
    shown = days if len(days) < 5 else (days[0], f"{len(days) - 3} more days", *days[-2:])
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
