"""A run in words: one list, for a terminal as for the issue of a workflow."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..content.text import code
from ..problems import counted
from .answer import Verdict
from .find import OutsideLink
from .memory import DAYS, Memory, is_due

NOTHING_DUE = "No link is due."
_WATCHED, _MOVED, _REFUSED = "Failed on fewer days", "Moved for good: change the address", "Not for machines: look now and then"
# GitHub takes 65,536 characters for an issue.
_LONGEST = 60_000


def report(links: Sequence[OutsideLink], verdicts: Mapping[str, Verdict], memory: Memory, copies: Mapping[str, str], root: str) -> str:
    """What a run found, by the memory after it. The first line is `NOTHING_DUE` when no link has failed long enough."""
    due: list[str] = []
    others: dict[str, list[str]] = {_WATCHED: [], _MOVED: [], _REFUSED: []}
    for link in links:
        verdict, failure = verdicts[link.url], memory.get(link.url)
        if failure:
            on = f"on {len(failure.days)} days since" if len(failure.days) > 1 else "on"
            section, says = due if is_due(failure) else others[_WATCHED], f"{code(failure.says)}; failed {on} {failure.days[0]}"
        elif verdict.state == "moved":
            section, says = others[_MOVED], f"is now {code(verdict.to)}"
        elif verdict.state == "refused":
            section, says = others[_REFUSED], code(verdict.says)
        else:
            continue
        lines = [f"- [ ] {code(link.url)}: {says}", *(f"  - {code(f'{root}/{place.path}:{place.line}')}" for place in link.places)]
        lines += [f"  - archived copy: {code(copies[link.url])}"] if link.url in copies else []
        section.append("\n".join(lines))
    parts = [f"{counted(len(due), 'link')} failed on {DAYS} different days or more.", "",
             "For each: find where the page went, or `retire` what it belongs to and name what replaces it.", "", *due] if due else [NOTHING_DUE]
    for title, entries in others.items():
        parts += ["", f"### {title}", "", *entries] if entries else []
    counts = [(len(links) - len(due) - len(others[_WATCHED]) - len(others[_REFUSED]), "answer"), (len(others[_MOVED]), "of them moved for good"),
              (len(due), "due"), (len(others[_WATCHED]), "watched"), (len(others[_REFUSED]), "not for machines")]
    tally = f"{counted(len(links), 'link')}: {', '.join(f'{number} {what}' for number, what in counts if number)}."
    return "\n".join([*_cut("\n".join(parts).split("\n")), "", tally])


def _cut(lines: list[str]) -> list[str]:
    """As many whole lines as an issue can hold."""
    length = 0
    for number, line in enumerate(lines):
        length += len(line) + 1
        if length > _LONGEST:
            return [*lines[:number], "", f"... and {counted(len(lines) - number, 'more line')}, for which an issue has no room."]
    return lines
