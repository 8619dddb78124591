"""What is wrong with the content, said once and precisely.

A problem is a value. It is found by `load` and `validate`, sorted here, and printed by `cli` alone.
"""
from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]
# Where the site explains rules, each under its name, and fields, each on the page of its kind.
CONTRIBUTE = "contribute/"
RULES_PAGE = "contribute/rules/"
FIELDS_PAGE = "contribute/fields/"
# A line that is longer is cut: a value that somebody typed may be a hundred pages long.
_LONGEST = 1_000
# What GitHub shows for each step and severity, and what the summary of a step may hold is 1 MiB.
_SHOWN_BY_GITHUB = 10
_MOST_MARKDOWN = 900_000


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: where it is, which field it concerns, what is wrong and what to do.

    `path` is relative to the content folder, with forward slashes. `line` and `column` count from 1;
    0 means the file as a whole. `field` is the place inside the document (`needs.weaving.core`), or empty. `rule` is the name of what
    was broken; what only a field's own description explains has that field's place in the reference as its `page`.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    rule: str = ""
    page: str = ""

    @property
    def explained(self) -> str:
        """Where the site explains the problem, relative to its address: a rule, or a field."""
        return self.page or (f"{RULES_PAGE}#{self.rule}" if self.rule else "")

    def text(self, root: str = "content") -> str:
        """The line a person reads: `content/roles/a.yml:14:5: needs.weavng: no skill 'weavng'. Did you mean 'weaving'? [ids-name-something]`"""
        place = self._place(root)
        if self.line:
            place += f":{self.line}:{self.column}"
        parts = [place]
        if self.severity == "warning":
            parts.append("warning")
        return one_line(": ".join([*parts, self._says()])) + self._named()

    def github(self, root: str = "content") -> str:
        """A workflow command that GitHub shows as an annotation on the line (its own escapes, see its docs)."""
        properties = {"file": self._place(root)}
        if self.line:
            properties |= {"line": str(self.line), "col": str(self.column)}
        escaped = {key: _escape_data(one_line(value)).replace(":", "%3A").replace(",", "%2C") for key, value in properties.items()}
        joined = ",".join(f"{key}={value}" for key, value in escaped.items())
        return f"::{self.severity} {joined}::{_escape_data(one_line(self._says()) + self._named())}"

    def _place(self, root: str) -> str:
        return f"{root}/{self.path}" if root else self.path

    def _says(self) -> str:
        sentence = f"{self.message} {self.hint}" if self.hint else self.message
        return f"{self.field}: {sentence}" if self.field else sentence

    def _named(self) -> str:
        name = self.page.removeprefix(CONTRIBUTE) or self.rule
        return f" [{name}]" if name else ""


def explanation(problems: Iterable[Problem], site: str = "") -> str:
    """The line that says where rules and fields that were named are explained: below the site's address, if that is known."""
    places = [problem.explained for problem in problems]
    pages = [(what, page) for what, page in (("Rules", RULES_PAGE), ("Fields", FIELDS_PAGE)) if any(place.startswith(page) for place in places)]
    return " ".join(f"{what} are explained {'' if site else 'on the site '}at {site}{page}." for what, page in pages)


def as_annotations(problems: Sequence[Problem], root: str = "content") -> list[str]:
    """Workflow commands for GitHub, which shows ten for each step: all problems, or the first nine, errors first, and how many more."""
    if len(problems) <= _SHOWN_BY_GITHUB:
        return [problem.github(root) for problem in problems]
    ordered = sorted(problems, key=lambda problem: problem.severity)
    shown, rest = ordered[: _SHOWN_BY_GITHUB - 1], ordered[_SHOWN_BY_GITHUB - 1 :]
    severity = rest[0].severity
    return [*(problem.github(root) for problem in shown), f"::{severity}::{count(rest)} more; the summary of the job has all of them."]


def as_markdown(problems: Sequence[Problem], root: str = "content", site: str = "") -> str:
    """All problems for the summary of a job on GitHub; as many as it takes. Nothing of the content is markup in it."""
    lines = [f"## {count(problems)}", ""]
    size = 0
    for number, problem in enumerate(problems):
        line = f"- {_inert(problem.text(root))}"
        size += len(line.encode()) + 1
        if size > _MOST_MARKDOWN:
            lines += ["", f"{number} of {len(problems)} are listed; `make check` lists all of them."]
            break
        lines.append(line)
    where = explanation(problems, site)
    return "\n".join([*lines, *(["", _inert(where)] if where else [])]) + "\n"


def as_json(problems: Iterable[Problem], site: str = "") -> str:
    """All problems as one JSON array of objects, for tools; `url` is where the site explains it, in full if its address is known."""
    listed = []
    for problem in problems:
        fields = asdict(problem)
        del fields["page"]
        listed.append({**fields, "url": site + problem.explained if problem.explained else ""})
    return json.dumps(listed, ensure_ascii=False, indent=2)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, each said once."""
    return tuple(sorted(set(problems)))


def count(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    tally = {"error": 0, "warning": 0}
    for problem in problems:
        tally[problem.severity] += 1
    return ", ".join(counted(number, name) for name, number in tally.items() if number) or "no problems"


def counted(number: int, what: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them is an error."""
    return any(problem.severity == "error" for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or an empty string when none is near."""
    near = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def one_line(text: str) -> str:
    """One line that can be read, and nothing in it that a terminal, or the log of a workflow (`##[`), would obey: names and values may
    hold anything."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
    return "".join(character if character.isprintable() else " " for character in cut).replace("##[", "# #[")


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _inert(text: str) -> str:
    """A text as code in GitHub's Markdown: no letter of it can be markup, a link, a mention or the end of the code."""
    return "<code>" + "".join(
        character if character.isalnum() or character == " " else f"&#{ord(character)};" for character in text) + "</code>"
