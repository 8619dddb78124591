"""What can be mended for certain: one reading alone is possible, so the file says what its author meant and nothing else is touched.

Slips of the hand in YAML first, then values whose field leaves no doubt, then ids of before under those of today; and the first line
names the schema that editors read. So a text that cannot be anything else is quoted, and `2026-5-1` becomes the date that it is; the nearest
id, a missing colon, the depth of a line are a person's to weigh and left to `check`, and so are the order of fields and the width of lines,
which say nothing. The slip itself knows its line (`content/slips.py`), so message and mend cannot disagree. A file that cannot be read in
the end is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ..content.load import Document, Loc, data_of, dotted, load, slip_of
from ..content.renaming import NewNames, spans
from ..model import FOLDERS, KINDS, Shape, kind_of, tree_of
from .new_file import first_line

_MOST_SLIPS = 100
_EDITOR = "# yaml-language-server:"
_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_HOURS = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:h|hours?)")
_ADDRESS = re.compile(r"(https?)://([^/?#]+)(.*)", re.IGNORECASE | re.DOTALL)
_TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing that was mended: the line on which it stood, or 0 for the file as a whole, and what became what."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with its mends, in order."""

    path: str
    text: str
    mends: tuple[Mend, ...]


def mended(tree: Mapping[str, bytes], paths: Iterable[str]) -> Iterator[Mended]:
    """The files among these paths that change, by what all files of the content say."""
    readable: dict[str, tuple[str, list[Mend]]] = {}
    for path, raw in tree.items():
        if path.endswith(".yml") and not any(part.startswith("_") for part in path.split("/")):
            text, mends = _without_slips(path, raw)
            if text is not None:
                readable[path] = text, mends
    documents = {document.path: document for document in load({path: text.encode() for path, (text, _) in readable.items()})[0]}
    known = _Known(documents.values())
    for path in paths:
        if path in readable and path in documents:
            text, mends = readable[path]
            text, certain = _values(documents[path], text, known)
            mends = [*mends, *certain]
            text, named = _named(path, text)
            mends += named
            if mends:
                yield Mended(path, _with_ends_of(tree[path], text), tuple(mends))


def _with_ends_of(raw: bytes, text: str) -> str:
    """The text with the line ends that the file had: those of Windows where it had any."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\n", "\r\n") if b"\r\n" in raw else plain


def _without_slips(path: str, raw: bytes) -> tuple[str | None, list[Mend]]:
    """The text without slips that have one mend; None when it cannot be read all the same."""
    mends: list[Mend] = []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, []
    if text.startswith("\ufeff"):
        text = text[1:]
        mends.append(Mend(1, "a byte-order mark taken away"))
    for _ in range(_MOST_SLIPS):
        slip = slip_of(path, text.encode())
        if slip is None or slip.instead is None:
            break
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        was = lines[slip.line - 1]
        lines[slip.line - 1] = slip.instead
        text = "\n".join(lines)
        mends.append(Mend(slip.line, f"'{was.strip()}' became '{slip.instead.strip()}'"))
    return (text, mends) if data_of(path, text.encode()) is not None else (None, [])


def _named(path: str, text: str) -> tuple[str, list[Mend]]:
    """The text with the schema of the file's kind in its first line."""
    line = first_line(path)
    first, _, rest = text.partition("\n")
    if not line or first.rstrip("\r") == line:
        return text, []
    return f"{line}\n{rest if first.startswith(_EDITOR) else text}", [Mend(0, "the schema of its kind named for editors")]


class _Known:
    """The ids of a content folder, by kind, and those of before with those of today."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.ids: dict[str, set[str]] = {kind: set() for kind in KINDS}
        heirs: dict[tuple[str, str], set[str]] = {}
        for document in documents:
            kind = FOLDERS.get(document.folder)
            if kind:
                self.ids[kind].add(document.name)
                formerly = document.data.get("formerly")
                for former in formerly if isinstance(formerly, tuple) else ():
                    if isinstance(former, str):
                        heirs.setdefault((kind, former), set()).add(document.name)
        self.today = NewNames({key: min(names) for key, names in heirs.items() if len(names) == 1 and key[1] not in self.ids[key[0]]})


def _values(document: Document, text: str, known: _Known) -> tuple[str, list[Mend]]:
    """The text with each value that has one meaning written as its field wants it, comments and all else as they were."""
    kind = kind_of(document.path)
    if not kind:
        return text, []
    places = dict(spans(yaml.compose(text, yaml.CSafeLoader)))
    edits: list[tuple[int, int, str]] = []
    mends: list[Mend] = []
    for loc, is_key, value, new in _mends_of(tree_of(kind), document.data, known):
        start, end = places[loc, is_key]
        written = text[start:end]
        quote = written[0] if written[:1] in ("'", '"') else ""
        if written not in (value, f"{quote}{value}{quote}") and "](" not in value:
            continue
        edits.append((start, end, known.today.in_text(written) if "](" in value else f"{quote}{new}{quote}"))
        mends.append(Mend(document.mark(loc, at_key=is_key).line, f"{dotted(loc)}: '{_short(value)}' became '{_short(new)}'"))
    changed = text
    for start, end, new in sorted(edits, reverse=True):
        changed = changed[:start] + new + changed[end:]
    return (changed, mends) if edits and data_of(document.path, changed.encode()) is not None else (text, [])


def _mends_of(shape: Shape, value: Any, known: _Known, loc: Loc = ()) -> Iterator[tuple[Loc, bool, str, str]]:
    """Each value, or name of a field (True), that has one meaning and is not written so: its place, what it is, what it should be."""
    if shape.name == "part":
        for field in shape.fields if isinstance(value, Mapping) else ():
            if field.name in value:
                yield from _mends_of(field.shape, value[field.name], known, (*loc, field.name))
    elif shape.name == "list" and shape.of is not None and isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _mends_of(shape.of, item, known, (*loc, index))
    elif shape.name == "map" and shape.of is not None and shape.key is not None and isinstance(value, Mapping):
        for key, item in value.items():
            new = _certain(shape.key, key, known)
            if new != key and new not in value:
                yield (*loc, key), True, key, new
            yield from _mends_of(shape.of, item, known, (*loc, key))
    elif isinstance(value, str) and (new := _certain(shape, value, known)) != value:
        yield loc, False, value, new


def _certain(shape: Shape, value: str, known: _Known) -> str:
    """A value as its field wants it, when that is certain; else the value."""
    kind = shape.name
    if kind == "reference":
        ids = known.ids.get(shape.kind, set())
        if value in ids or shape.kind not in KINDS:
            return value
        plain = "-".join(value.lower().split())
        return known.today.entities.get((shape.kind, value), plain if plain in ids else value)
    if kind == "choice":
        return value.lower() if value not in shape.choices and value.lower() in shape.choices else value
    if kind == "date" and (date := _DATE.fullmatch(value)):
        return "-".join(part if len(part) == 4 else part.zfill(2) for part in date.groups() if part)
    if kind == "url" and (address := _ADDRESS.fullmatch(value)):
        return f"{address[1].lower()}://{address[2].lower()}{address[3]}"
    if kind == "bool":
        return _TRUTHS.get(value.lower(), value.lower() if value.lower() in ("true", "false") else value)
    if kind == "minutes" and (hours := _HOURS.fullmatch(value)):
        return hours[1]
    if kind in ("level", "points", "count") and re.fullmatch(r"0[0-9]+", value):
        return value.lstrip("0") or "0"
    if kind in ("line", "freeline", "prose", "freeprose"):
        return known.today.in_text(value)
    return value


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."
