"""What is wrong with the content, said once and precisely.

A problem is a value. It is found by `load` and `validate`, sorted here, and printed by `cli` alone.
"""
from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]
# A line that is longer is cut: a value that somebody typed may be a hundred pages long.
_LONGEST = 1_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: where it is, which field it concerns, what is wrong and what to do.

    `path` is relative to the content folder, with forward slashes. `line` and `column` count from 1;
    0 means the file as a whole. `field` is the place inside the document (`needs.rag.core`), or empty.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    rule: str = ""

    def text(self, root: str = "content") -> str:
        """The line a person reads: `content/roles/a.yml:14:5: needs.rags: no skill 'rags'. Did you mean 'rag'?`"""
        place = f"{root}/{self.path}" if root else self.path
        if self.line:
            place += f":{self.line}:{self.column}"
        parts = [place]
        if self.severity == "warning":
            parts.append("warning")
        if self.field:
            parts.append(self.field)
        return one_line(": ".join([*parts, self._sentence()]))

    def github(self, root: str = "content") -> str:
        """A workflow command that GitHub shows as an annotation on the line (its own escapes, see its docs)."""
        properties = {"file": f"{root}/{self.path}" if root else self.path}
        if self.line:
            properties |= {"line": str(self.line), "col": str(self.column)}
        joined = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
        body = f"{self.field}: {self._sentence()}" if self.field else self._sentence()
        return f"::{self.severity} {joined}::{_escape_data(body[:_LONGEST])}"

    def _sentence(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


def as_json(problems: Iterable[Problem]) -> str:
    """All problems as one JSON array of objects, for tools."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, each said once."""
    return tuple(sorted(set(problems)))


def count(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    tally = {"error": 0, "warning": 0}
    for problem in problems:
        tally[problem.severity] += 1
    said = [f"{number} {name}{'' if number == 1 else 's'}" for name, number in tally.items() if number]
    return ", ".join(said) or "no problems"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity == "error" for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or an empty string when none is near."""
    near = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def one_line(text: str) -> str:
    """One line that can be read, and nothing in it that a terminal would obey: file names and values may hold anything."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
    return "".join(character if character.isprintable() else " " for character in cut)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
