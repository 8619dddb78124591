"""What is remembered between runs: on which days a link failed. A link that answers, or that is gone from the content, is forgotten.

The file's first line names it, so that nothing else is ever taken for it or overwritten.
"""
from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .answer import Verdict

FIRST_LINE = '{"what": "links that failed, and when; written by Fingerpost", "version": 1, "links": {'
# On how many different days a link must have failed before a person is told.
DAYS = 3
_LARGEST = 5_000_000
_DAYS_KEPT = 30


class NotMemory(Exception):
    """A file is no memory of links, or a damaged one; says why. It is left as it is."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The days on which a link failed since it last answered, oldest first, and what it said last."""

    days: tuple[str, ...]
    says: str


Memory = Mapping[str, Failure]


def is_due(failure: Failure) -> bool:
    """Whether a link has failed on enough different days to say so."""
    return len(failure.days) >= DAYS


def read_memory(path: Path) -> Memory:
    """What a file remembers; nothing when there is no file."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise NotMemory(f"{path} cannot be read: {error.strerror}.") from None
    if not raw.startswith(FIRST_LINE.encode() + b"\n"):
        raise NotMemory(f"{path} is no memory of links, so it is left alone. Name another file with --memory.")
    try:
        data: Any = json.loads(raw) if len(raw) <= _LARGEST else None
        return {url: _failure(entry) for url, entry in data["links"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotMemory(f"{path} is damaged, so it is left alone. Move it away; the next run begins a new one.") from None


def _failure(entry: object) -> Failure:
    if not isinstance(entry, dict) or set(entry) != {"days", "says"} or not isinstance(entry["says"], str) or not entry["days"]:
        raise ValueError("not a failure")
    days = tuple(datetime.date.fromisoformat(day).isoformat() for day in entry["days"])
    if list(days) != sorted(set(days)):
        raise ValueError("days in disorder")
    return Failure(days, entry["says"])


def as_text(memory: Memory) -> str:
    """The file that `read_memory` reads."""
    lines = [
        f"{json.dumps(url)}: {json.dumps({'days': list(failure.days), 'says': failure.says}, ensure_ascii=False)}"
        for url, failure in sorted(memory.items())]
    return FIRST_LINE + "\n" + ",\n".join(lines) + "\n}}\n"


def remember(memory: Memory, verdicts: Mapping[str, Verdict], today: str) -> Memory:
    """The memory after a run: what failed gains the day, what answered is forgotten, and so is what is asked no more."""
    kept = {url: failure for url, failure in memory.items() if url in verdicts and verdicts[url].state in ("failed", "refused")}
    for url, verdict in verdicts.items():
        if verdict.state == "failed":
            days = (*kept[url].days, today) if url in kept else (today,)
            kept[url] = Failure(tuple(sorted(set(days)))[-_DAYS_KEPT:], verdict.says)
    return kept
