"""What somebody meant who wrote what YAML cannot read: the parser's words give way to the slip behind them, where it stands, and what to write.

The parser stumbles where it can go no further, which is often a line after the slip, and speaks of tokens. Each function here
knows one kind of slip by the line that it stands on; what none of them knows keeps the parser's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..model import KINDS, tree_of

# Spaces that are none to YAML.
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})( |$)")
_NAME = r"[A-Za-z_][\w-]*"
_FIELD = re.compile(rf"(?P<lead> *(- +)*)(?P<name>{_NAME}|\"[^\"]*\"|'[^']*'):(?: +(?P<value>.*))?$")
_LIKE_FIELD = re.compile(rf"(?P<lead> *(- +)*)(?P<name>{_NAME}) *(?P<sign>:|=|\uff1a|\ufe55|\ua789)?[ {_WIDE}]*(?P<value>\S.*)$")
_CURLY = tuple("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb")
_LONGEST = 60
_TEXTS = frozenset({"name", "line", "freeline", "prose", "freeprose"})
_OTHER = frozenset({"other"})


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, on which line and column (from 1), and what to write instead: in words and, where that is certain, as the line."""

    line: int
    column: int
    message: str
    hint: str
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where the parser gave up: the lines of the text, the place (from 1), its words, and the line on which it began what it could not end."""

    lines: Sequence[str]
    line: int
    column: int
    words: str
    began: int

    @property
    def text(self) -> str:
        """The line on which it gave up."""
        return self._at(self.line)

    @property
    def first(self) -> str:
        """The line on which it began what it could not end."""
        return self._at(self.began)

    def above(self, line: int) -> tuple[int, str]:
        """The nearest line above one that holds something, by its number and as it is; 0 and nothing when there is none."""
        number = next((number for number in range(line - 1, 0, -1) if self._at(number).strip() and self._at(number).lstrip()[0] != "#"), 0)
        return number, self._at(number)

    def _at(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def slip(stumble: Stumble) -> Slip | None:
    """The slip behind the parser's words, if it is one that is known."""
    return next((known for look in _KINDS if (known := look(stumble)) is not None), None)


def merge_marker(lines: Sequence[str]) -> Slip | None:
    """The first line that git leaves where two changes meet."""
    for number, line in enumerate(lines, 1):
        if _MERGE.match(line):
            return Slip(number, 1, "is a mark that git left where two changes met.",
                        "Keep one of the two versions, and delete the lines that begin with '<<<<<<<', '=======' and '>>>>>>>'.")
    return None


def wide_space(lines: Sequence[str], last: int) -> Slip | None:
    """A space of another width where YAML counts or wants ordinary ones: before a name, behind its colon, behind a dash."""
    for number, line in enumerate(lines[:last], 1):
        if space := re.search(rf"^[ ]*[{_WIDE}]|^ *(?:- *)?{_NAME}:[{_WIDE}]|^ *-[{_WIDE}]", line):
            return Slip(number, space.end(), "has a space that is not an ordinary one, which YAML takes for a letter.",
                        "Delete it, and type a space.",
                        line[: space.start()] + re.sub(rf"[{_WIDE}]", " ", space.group()) + line[space.end() :])
    return None


def _start(at: Stumble) -> Slip | None:
    """A tab, or a text that begins with a sign that YAML keeps for itself."""
    sign = at.text[at.column - 1 : at.column]
    if "cannot start any token" not in at.words and "tab character" not in at.words:
        return None
    if sign == "\t" or "tab character" in at.words:
        return Slip(at.line, at.column, "is indented with a tab.", "Indent with spaces: two for each step.", _without_tabs(at))
    return Slip(at.line, at.column, f"'{sign}' cannot begin a text.", _quote(at.text), _quoted_line(at.text, at.column))


def _without_tabs(at: Stumble) -> str | None:
    """The line indented by two spaces for each tab, where the line above says that this is its place."""
    tabs = re.match(r"\t+(?=[^\s])", at.text)
    _, over = at.above(at.line)
    wanted = 2 * len(tabs.group()) if tabs else 0
    if not tabs or not (_indent(over) == wanted or (over.endswith(":") and _indent(over) == wanted - 2)):
        return None
    return " " * wanted + at.text[len(tabs.group()) :]


def _sign(at: Stumble) -> Slip | None:
    """A text that begins with a sign that means something to YAML."""
    field = _FIELD.match(at.text)
    value = (field["value"] or "") if field else ""
    if value[:1] not in ("*", "&", ">", "|", "?", "[", "{") or (value[:1] in ("[", "{") and "expected key" not in at.words):
        return None
    means = {"*": "stands for another value", "&": "names a value", ">": "opens a block", "|": "opens a block", "?": "marks a name",
             "[": "opens a list", "{": "opens fields"}
    return Slip(at.line, len(at.text) - len(value) + 1, f"begins with '{value[0]}', which {means[value[0]]} in YAML.", _quote(at.text),
                _quoted_line(at.text) if value[0] not in "[{" or re.match(r"\[[^]]*\]\(", value) else None)


def _dash_in_value(at: Stumble) -> Slip | None:
    if "block sequence entries are not allowed" not in at.words:
        return None
    field = _FIELD.match(at.text)
    entry = (field["value"] or "").removeprefix("-").strip() if field else ""
    name = field["name"] if field else "name"
    return Slip(at.line, at.column, "a list begins on the line below its name.",
                f"Write '- {_short(entry)}' there, or in brackets: {name}: [{_short(entry)}]" if entry else "Move the '-' there.")


def _colon(at: Stumble) -> Slip | None:
    """A field that is indented too far, one whose colon is missing, or a text with a colon in it."""
    if "mapping values are not allowed" not in at.words:
        return None
    (above, over), here = at.above(at.line), at.text
    field = _FIELD.match(here)
    if field and above and _indent(here) == _indent(over) and not _FIELD.match(over) and (like := _LIKE_FIELD.match(over)):
        return _no_colon(above, like)
    if field and len(field["lead"]) + len(field["name"]) + 1 == at.column and _indent(here) > _indent(over):
        return Slip(at.line, _indent(here) + 1, "is indented further than the line above, and so belongs to its text.",
                    f"If '{_short(field['name'])}' is a field of its own, indent it by {_spaces(_indent(over))}; else put the text in quotes.")
    return Slip(at.line, at.column, "a text with ': ' in it needs quotes.", _quote(here), _quoted_line(here))


def _no_field(at: Stumble) -> Slip | None:
    """A line that should be a field and has no colon, or none that is one; or that should go on with a text and is not indented."""
    if "could not find expected ':'" not in at.words:
        return None
    like = _LIKE_FIELD.match(at.first)
    above, over = at.above(at.began)
    field = _FIELD.match(over)
    if field and re.fullmatch(r"[|>][-+0-9]*", field["value"] or ""):
        return Slip(at.began, 1, "belongs to the text above and is not indented.", f"Indent each line of the text by {_spaces(_indent(over) + 2)}.")
    if like and (like["sign"] or (above and not field and not over.endswith((",", "[", "{")))):
        return _no_colon(at.began, like)
    if like and not (field and field["value"]):
        return _no_colon(at.began, like)
    if like and like["name"] in _shapes():  # "on", "to" and "what" begin lines of a text, too
        known = _no_colon(at.began, like)
        return replace(known, hint=f"{known.hint} If it goes on with the text above, indent it.")
    return Slip(at.began, _indent(at.first) + 1, "is neither a field nor indented as part of the text above.",
                "Indent it if it goes on with that text; a field is 'name: value'.")


def _no_colon(line: int, like: re.Match[str]) -> Slip:
    write = f"Write '{like['name']}: {_short(like['value'])}'."
    instead = f"{like['lead']}{like['name']}: {like['value']}" if like["name"] in _shapes() else None
    column = len(like["lead"]) + len(like["name"]) + 1
    if like["sign"] == ":":
        return Slip(line, column, f"no space follows the colon of '{like['name']}'.", write, instead)
    if like["sign"]:
        return Slip(line, column, f"'{like['sign']}' stands where the colon of '{like['name']}' should.", write, instead)
    return Slip(line, column, f"no colon follows the name '{like['name']}'.", write)


def _after_quotes(at: Stumble) -> Slip | None:
    """Something behind a text in quotes."""
    field = _FIELD.match(at.text)
    value = (field["value"] or "") if field else at.text.strip().removeprefix("- ")
    if value[:1] not in ("'", '"') or not at.text[: at.column - 1].rstrip().endswith(value[0]) or "expected" not in at.words:
        return None
    rest = at.text[at.column - 1 :].strip()
    if rest == ",":
        return Slip(at.line, at.column, "a comma follows the text in quotes.", "Take it away: fields have a line each, without commas.",
                    at.text[: at.column - 1].rstrip())
    return Slip(at.line, at.column, f"'{_short(rest)}' stands behind the end of a text in quotes.",
                _quote(at.text) + (" (An apostrophe within single quotes is written twice.)" if value[0] == "'" else ""),
                _quoted_line(at.text) if value[0] == value[-1] == "'" else None)


def _bracket(at: Stumble) -> Slip | None:
    if not re.search(r"expected (',' or '[]}]'|node content)", at.words):
        return None
    began = at.line if "node content" in at.words else at.began
    opened = at.text if "node content" in at.words else at.first
    for start, end in ("[]", "{}"):
        if opened.count(start) > opened.count(end):
            return Slip(began, opened.rindex(start) + 1, f"'{start}' opens here and nothing closes it.",
                        f"Write '{end}' behind the last entry.")
    return Slip(at.line, at.column, "is not the next entry within the brackets.",
                "Put a comma between entries, and in quotes what has a comma, a colon or quotes in it.")


def _indentation(at: Stumble) -> Slip | None:
    if "expected key" not in at.words and "expected <block end>" not in at.words or at.column != _indent(at.text) + 1:
        return None
    known = sorted({_indent(line) for line in at.lines[: at.line - 1] if _FIELD.match(line)} | {0})
    near = [width for width in known if width != _indent(at.text)]
    below, above = [width for width in near if width < _indent(at.text)][-1:], [width for width in near if width > _indent(at.text)][:1]
    wanted = " or ".join(map(_spaces, [*below, *above]))
    return Slip(at.line, at.column, f"is indented by {_spaces(_indent(at.text))}, as nothing above is.",
                f"Indent it by {wanted}, like its neighbours.")


def _by_words(at: Stumble) -> Slip | None:
    """What the parser's words alone tell."""
    return next((Slip(at.line, at.column, message, hint) for words, message, hint in _TOLD if re.search(words, at.words)), None)


# What the parser says, what is wrong and what to do.
_TOLD = (
    ("expected '-' indicator", "is not an entry of the list above.",
     "Begin it with '- ' if it is one; else indent it as far as the name of the list."),
    ("escape|hexdecimal", "a '\\' in double quotes begins a sign, and this is none.", "Write '\\\\' for a '\\', or use single quotes."),
    ("unexpected end of stream", "a quotation mark opens here and nothing closes it.", "Write the same mark at the end of the text."),
)
_KINDS: tuple[Callable[[Stumble], Slip | None], ...] = (
    lambda at: merge_marker(at.lines), lambda at: wide_space(at.lines, at.line),
    _start, _indentation, _dash_in_value, _sign, _colon, _no_field, _after_quotes, _bracket, _by_words)


@cache
def _shapes() -> Mapping[str, frozenset[str]]:
    """What fields of a name may hold, of all kinds and their parts."""
    shapes: dict[str, set[str]] = {}
    for kind in map(tree_of, ("guide", *KINDS)):
        for part in (kind, *kind.within()):
            for field in part.fields:
                shapes.setdefault(field.name, set()).add(field.shape.name)
    return {name: frozenset(holding) for name, holding in shapes.items()}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number or 'no'} spaces"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _quoted_line(line: str, column: int = 0) -> str | None:
    """The line with the whole of its text in quotes; None where it is no text, does not begin at the column that is given, or may be partly
    a comment or in quotes that are meant."""
    field = _FIELD.match(line)
    value = (field["value"] or "").strip() if field else ""
    if field is None or not value or not _shapes().get(field["name"], _OTHER) <= _TEXTS or (column and field.start("value") + 1 != column):
        return None
    if " #" in value or value[0] in _CURLY or value[0] == '"' or (value[0] == "'" and value[-1] != "'"):
        return None
    text = value[1:-1] if value[0] == "'" else value
    return f"{field['lead']}{field['name']}: {json.dumps(text, ensure_ascii=False)}"


def _quote(line: str) -> str:
    """The line with its text in quotes, as what to write."""
    field = _FIELD.match(line)
    value = ((field["value"] or "") if field else line.strip().removeprefix("- ")).strip()
    if value[:1] in _CURLY or value[:1] in ("'", '"'):
        value = value[1:-1] if value[-1:] in (*_CURLY, value[0]) and len(value) > 1 else value
    if not 0 < len(value) <= _LONGEST:
        return "Put the whole text in double quotes."
    quoted = f"'{value}'" if '"' in value and "'" not in value else json.dumps(value, ensure_ascii=False)
    return f"Put it in quotes: {field['name']}: {quoted}" if field else f"Put it in quotes: {quoted}"
