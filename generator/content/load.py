"""The only reader of content: a tree of files to documents that know the line of every value.

`read_tree` takes a folder to `{path: bytes}`; `load` takes any such tree (an older revision, a test's dictionary) to
documents. YAML is read as events by libyaml and built here, so that what is outside the subset is a problem with a line:
no anchors, aliases, tags, directives, duplicate keys, second documents, deep nesting or hidden characters. Scalars stay
text: the model decides what is a number. Plain `null`, `~` and nothing at all are `None`.
"""
from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from math import inf
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import yaml

from ..model.fields import Loc
from ..problems import Problem
from .logo import LOGO, wrong_with_logo
from .slips import Slip, Stumble, merge_marker, slip, wide_space

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_NODES = 5_000
MAX_ENTRIES = 300
MAX_FILES = 20_000
MAX_TOTAL = 16 * 2**20
_PARSER = yaml.CSafeLoader  # and no other: the one that is written in Python accepts other texts
MAX_FOLDERS = 8
# Control, format, private, unassigned characters and line separators: a text that holds one says something else than it shows.
# (Scripts that are written from right to left need none of them.) These few are seen, although they are format characters:
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd")
# These are letters and marks by their category, and show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
# What stands beside content and is none: copies that editors, merges and patches leave, what systems keep in each folder, and what
# explains a folder to whoever looks at it on GitHub.
_ASIDE = re.compile(
    r"\..*|.*~|#.*#|.*\.(bak|old|orig|rej|sw[op]|tmp)|.*_(BACKUP|BASE|LOCAL|REMOTE)_[0-9]+\.(yml|md)|Thumbs\.db|[Dd]esktop\.ini|README\.md")
# A comment that does not look like one: of YAML's own making when a text holds " #2".
_UNSPACED = re.compile(r"#+[^\s#]")
# What may be refused before any rule over the guide looks: each name with its text on the site's page of rules.
FILES, PLACES, TEXT, YAML, SUBSET, COMMENTS = (
    "files-can-be-read", "files-are-in-their-place", "texts-hide-nothing", "files-are-yaml", "yaml-stays-simple", "comments-are-meant")
REFUSALS: Mapping[str, str] = {
    FILES: f"Content is plain files: no symbolic links, no folders more than {MAX_FOLDERS} deep, no file over {MAX_BYTES // 1024} KB, and at most "
    f"{MAX_FILES} files of {MAX_TOTAL // 2**20} MB together. A `{LOGO}` beside `guide.yml` is the guide's logo: a drawing of shapes in plain "
    "colours, without scripts, styles, links or pictures.",
    PLACES: "A content file ends in `.yml` and is in the folder of its kind; a page ends in `.md`, is in `pages/` and begins with `# Title`. "
    "The guide has a `guide.yml`. Ignored are names that begin with `_` or a full stop, `README.md`, and what editors, merges and systems "
    "leave beside a file (`x.yml~`, `x.yml.orig`, `Thumbs.db` and the like).",
    TEXT: "A file is text in UTF-8, without a byte-order mark and without characters that are invisible or reverse the order of others.",
    YAML: "A file is valid YAML: fields as `name: value`, what belongs to a field indented with spaces below it, and in quotes whatever "
    "YAML would take for something else.",
    SUBSET: f"A file uses only YAML's fields, lists and texts: no anchors, aliases, tags, merge keys, directives or second documents; each "
    f"field once; at most {MAX_NODES} values, {MAX_ENTRIES} in one list, {MAX_DEPTH} levels deep.",
    COMMENTS: "A comment is a `#` with a space after it. Without the space, ` #` would cut off text that was meant.",
}
_DELETE_IT = "Delete it: it can make text look like something else."
_UNNAMED = {"Cc": "control character", "Co": "private-use character", "Cn": "unassigned character", "Cs": "surrogate"}


class Mark(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """One file of content as plain data: text, tuples, mappings and None, with the place of every key and value."""

    path: str
    data: Any
    keys: Mapping[Loc, Mark] = field(default_factory=dict)
    values: Mapping[Loc, Mark] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The top folder below the content folder, or empty for a file at its top."""
        return self.path.split("/", 1)[0] if "/" in self.path else ""

    @property
    def name(self) -> str:
        """The file's name without its ending: the id of the entity."""
        return PurePosixPath(self.path).stem

    def mark(self, loc: Loc, needle: str = "", at_key: bool = False) -> Mark:
        """The place of a value (or its key), or of the nearest thing around it that is in the file.

        With a needle, the place of that text at or after the value's start, so that an error deep in a long text is
        shown on its own line.
        """
        mark = self._nearest(loc, at_key)
        if needle:
            for number in range(mark.line - 1, len(self.lines)):
                start = mark.column - 1 if number == mark.line - 1 else 0
                column = self.lines[number].find(needle, start)
                if column >= 0:
                    return Mark(number + 1, column + 1)
        return mark

    def _nearest(self, loc: Loc, at_key: bool) -> Mark:
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        for length in range(len(loc), -1, -1):
            for marks in (first, second):
                if loc[:length] in marks:
                    return marks[loc[:length]]
        return Mark(1, 1)


class _Refused(Exception):
    """A document that is outside the subset; carries its only problem."""

    def __init__(self, mark: Mark, message: str, hint: str = "", field: str = "", rule: str = SUBSET, slip: Slip | None = None) -> None:
        super().__init__(message)
        self.mark, self.message, self.hint, self.field, self.rule, self.slip = mark, message, hint, field, rule, slip


def unreadable(path: str, message: str) -> Problem:
    """What is said of a file that is not read at all, or a folder."""
    return Problem(path, 0, 0, "", message, rule=FILES)


def is_aside(name: str) -> bool:
    """Whether a file or folder of this name is no part of the content, wherever it stands, and is not even read."""
    return _ASIDE.fullmatch(name) is not None


def read_tree(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """All files below a folder by their relative path, and what could not be read.

    Symbolic links and files over the size limit are problems and are not opened. What is hidden or left behind is passed over.
    """
    tree: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0

    def visit(path: Path, relative: str, depth: int) -> None:
        nonlocal total
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(unreadable(relative or ".", f"cannot be read: {error.strerror}."))
            return
        for entry in entries:
            name = f"{relative}/{entry.name}" if relative else entry.name
            if is_aside(entry.name):
                continue
            shown = name.encode("utf-8", "replace").decode()
            if entry.is_symlink():
                problems.append(unreadable(shown, "is a symbolic link. Put the file itself here."))
            elif entry.is_dir() and depth == MAX_FOLDERS:
                problems.append(unreadable(shown, f"is a folder more than {MAX_FOLDERS} folders deep. Move it up."))
            elif entry.is_dir():
                visit(Path(entry.path), name, depth + 1)
            elif not entry.is_file():
                problems.append(unreadable(shown, "is not a regular file."))
            else:
                try:
                    size = entry.stat().st_size
                    if wrong := no_room(size, len(tree), total):
                        problems.append(unreadable(shown, wrong))
                    else:
                        total += size
                        tree[shown] = Path(entry.path).read_bytes()
                except OSError as error:
                    problems.append(unreadable(shown, f"cannot be read: {error.strerror}."))

    visit(folder, "", 0)
    return tree, problems


def guide_file(folder: Path) -> Mapping[str, bytes]:
    """A content folder's guide.yml alone, as a tree of files; nothing where it cannot be read."""
    path = folder / "guide.yml"
    try:
        return {path.name: path.read_bytes()} if path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES else {}
    except OSError:
        return {}


def guide_fields(tree: Mapping[str, bytes]) -> Mapping[str, Any] | None:
    """The fields of guide.yml as they stand there, whatever else is wrong with the content; None where they cannot be read."""
    return data_of("guide.yml", tree.get("guide.yml", b""))


def load(tree: Mapping[str, bytes]) -> tuple[list[Document], list[Problem]]:
    """Documents in path order, and a problem for every file that is none.

    Names that begin with `_` are templates and schemas and are passed over.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in sorted(tree):
        if any(part.startswith("_") for part in path.split("/")):
            continue
        try:
            if path != LOGO:
                documents.append(_document(path, tree[path]))
                continue
            line, wrong = wrong_with_logo(_text(tree[path]))
            if wrong:
                problems.append(Problem(path, line, 1, "", wrong, "Draw it with shapes, or convert text and effects to paths.", rule=FILES))
        except _Refused as refused:
            problems.append(Problem(path, refused.mark.line, refused.mark.column, refused.field, refused.message, refused.hint, rule=refused.rule))
    return documents, problems


def logo_of(tree: Mapping[str, bytes]) -> str:
    """The guide's logo, as it stands in its file; empty without one. `load` says what is wrong with it."""
    return tree[LOGO].decode("utf-8", "replace") if LOGO in tree else ""


def load_folder(tree: Mapping[str, bytes], folder: str) -> dict[str, Any]:
    """The YAML files of a folder that is the generator's own, as plain data, by their paths in it. What cannot be read is left out."""
    files = {path: data_of(path, tree[path]) for path in sorted(tree) if path.startswith(f"{folder}/") and path.endswith(".yml")}
    return {path.removeprefix(f"{folder}/"): data for path, data in files.items() if data is not None}


def data_of(path: str, raw: bytes) -> Any:
    """One file as plain data; None where it cannot be read."""
    try:
        return _document(path, raw).data
    except _Refused:
        return None


def slip_of(path: str, raw: bytes) -> Slip | None:
    """The slip of the hand for which a file is refused; None when it is read, or refused for something else."""
    try:
        _document(path, raw)
    except _Refused as refused:
        return refused.slip
    return None


def _document(path: str, raw: bytes) -> Document:
    suffix = PurePosixPath(path).suffix
    if suffix not in (".yml", ".md"):
        meant = suffix in (".yaml", ".YML", ".YAML") or PurePosixPath(path).stem.endswith(".yml")
        hint = "Rename it to end in .yml." if meant else "Content is .yml, or .md in pages/."
        raise _Refused(Mark(0, 0), f"has the ending '{suffix}'." if suffix else "has no ending.", hint, rule=PLACES)
    is_page = path.startswith("pages/")
    if is_page != (suffix == ".md"):
        raise _Refused(Mark(0, 0), "is in the wrong place.", "Pages are .md files in pages/; everything else is .yml.", rule=PLACES)
    text = _text(raw)
    if is_page:
        return _page(path, text)
    reader = _Reader(text)
    data = reader.read()
    return Document(path, data, reader.keys, reader.values, tuple(text.split("\n")))


def _page(path: str, text: str) -> Document:
    first, _, body = text.partition("\n")
    if not first.startswith("# "):
        raise _Refused(Mark(1, 1), "a page begins with its title.", "Write '# Title' on the first line.", rule=PLACES)
    lines = tuple(text.split("\n"))
    if text.count("\n<<<<<<< ") and (known := merge_marker(lines)):
        raise _of_slip(known)
    places: dict[Loc, Mark] = {(): Mark(1, 1), ("title",): Mark(1, 3), ("body",): Mark(2, 1)}
    return Document(path, {"title": first[2:].strip(), "body": body}, {}, places, lines)


def _text(raw: bytes) -> str:
    """UTF-8 text with plain newlines, or the place of the first byte that is none."""
    if len(raw) > MAX_BYTES:
        raise _Refused(Mark(0, 0), no_room(len(raw), 0, 0), rule=FILES)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        row = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        raise _Refused(Mark(row, column), f"is not UTF-8: byte 0x{raw[error.start]:02x}.", "Save the file as UTF-8.", rule=TEXT) from None
    if text.startswith("\ufeff"):
        raise _Refused(Mark(1, 1), "begins with a byte-order mark.", "Save the file as UTF-8 without one.", rule=TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [] if text.isascii() and text.replace("\n", "").isprintable() else text.split("\n")
    for number, line in enumerate(lines, 1):
        position = _forbidden(line)
        if position is not None:
            raise _Refused(Mark(number, position + 1), f"has {_describe(line[position])}.", _DELETE_IT, rule=TEXT)
    if not text.strip():
        raise _Refused(Mark(1, 1), "is empty.", "Write the entity's fields, or delete the file.", rule=YAML)
    return text


class _Scalar(NamedTuple):
    """A text as it stands in a file: its place (from 0, as libyaml counts), its style, and the column beyond which a plain one would go on."""

    loc: Loc
    start: tuple[int, int]
    end: tuple[int, int]
    style: str
    indent: float

    def would_go_on(self, number: int, column: int, lines: Sequence[str]) -> bool:
        """Whether words at this place, with no other text since, would belong to it."""
        line, end = self.end
        between = [lines[line][end:], *lines[line + 1 : number]]
        return not self.style and column > self.indent and all(part.strip()[:1] in ("", "#") for part in between)


class _Reader:
    """Builds plain data from libyaml's events, within the subset."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._nodes = 0
        # Kept only where a comment has to be judged by the texts around it, which few files need.
        self._scalars: list[_Scalar] | None = [] if _UNSPACED.search(text) else None
        self.keys: dict[Loc, Mark] = {}
        self.values: dict[Loc, Mark] = {}

    def read(self) -> Any:
        try:
            data = self._stream(yaml.parse(self._text, Loader=_PARSER))
            self._refuse_lost_words(self._text.split("\n"))
            return data
        except yaml.MarkedYAMLError as error:
            place = self._place(error)
            # What a '#' cut off goes on below it, and that is what the parser stumbles over.
            self._refuse_lost_words(self._text.split("\n")[: place.line - 1])
            if "nesting depth" in str(error.problem):  # libyaml's own fuse, which blows while it reads ahead: ours tells where
                lines = self._text.split("\n")[: place.line]
                self._stream(yaml.parse("\n".join([*lines[:-1], lines[-1][: place.column - 1]]), Loader=_PARSER))
            raise _slipped(self._text.split("\n"), place, error) from None
        except yaml.YAMLError as error:
            raise _Refused(Mark(1, 1), f"is not YAML: {str(error).splitlines()[0]}.", rule=YAML) from None

    def _refuse_lost_words(self, lines: Sequence[str]) -> None:
        """Refuses a comment that was hardly meant as one: a '#' without a space, behind something or where a text would go on."""
        if self._scalars is None:
            return
        bare = _without_texts(lines, self._scalars)
        for number, line in enumerate(bare):
            column = line.find("#")
            if column < 0 or not _UNSPACED.match(line, column):
                continue
            before = next((scalar for scalar in reversed(self._scalars) if scalar.start <= (number, column)), None)
            if line[:column].strip() or (before and before.would_go_on(number, column, bare)):
                raise _Refused(
                    Mark(number + 1, column + 1), f"'{line[column:][:40]}' is taken for a comment, and lost.",
                    "Put the whole text in quotes; or write a space after the '#' of a comment.", dotted(before.loc) if before else "", COMMENTS)

    def _place(self, error: yaml.MarkedYAMLError) -> Mark:
        """Where to look: what is never closed is found at the file's end, and told where it begins."""
        lines = self._text.rstrip("\n").split("\n")
        for mark in (error.problem_mark, error.context_mark):
            if mark is not None and mark.line < len(lines):
                return Mark(mark.line + 1, mark.column + 1)
        return Mark(len(lines), len(lines[-1]) + 1)

    def _stream(self, events: Iterator[yaml.Event]) -> Any:
        data: Any = None
        seen = False
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise _Refused(_mark(event), "holds a second document.", "One file holds one entity: remove the '---'.")
                if event.version or event.tags:
                    raise _Refused(_mark(event), "has a YAML directive.", "Remove the line that begins with '%'.")
                seen = True
                data = self._node(next(events), events, (), 0)
        if not seen:
            raise _Refused(Mark(1, 1), "is empty.", "Write the entity's fields, or delete the file.", rule=YAML)
        if not isinstance(data, Mapping):
            raise _Refused(Mark(1, 1), "is not a list of fields.", "Write 'name: value' lines.", rule=YAML)
        return data

    def _node(self, event: Any, events: Iterator[yaml.Event], loc: Loc, depth: int, indent: int = 0) -> Any:
        place = _mark(event)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _Refused(place, f"has more than {MAX_NODES} values.")
        if depth > MAX_DEPTH:
            raise _Refused(place, f"is nested deeper than {MAX_DEPTH} levels.")
        if isinstance(event, yaml.AliasEvent):
            hint = "Write the value out, or quote it if the '*' is meant."
            raise _Refused(place, f"uses the alias '*{str(event.anchor)[:40]}'.", hint, dotted(loc))
        if event.anchor is not None:
            raise _Refused(place, f"uses the anchor '&{event.anchor[:40]}'.", "Write the value out, or quote it if the '&' is meant.", dotted(loc))
        if event.tag is not None:
            raise _Refused(place, f"uses the tag '{event.tag[:40]}'.", "Remove it, or quote the value if the '!' is meant.", dotted(loc))
        self.values[loc] = place
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, loc, indent)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc, depth, place.column - 1)
        return self._mapping(events, loc, depth)

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc, depth: int, indent: int) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            _count(items, event, loc)
            items.append(self._node(event, events, (*loc, len(items)), depth + 1, indent))
        return tuple(items)

    def _mapping(self, events: Iterator[yaml.Event], loc: Loc, depth: int) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = _mark(event)
            _count(fields, event, loc)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise _Refused(place, "has a field name that is not plain text.", "Quote it if it begins with a special character.")
            key = self._scalar(event, loc, inf, is_key=True)
            if key == "<<" and event.implicit[0]:
                raise _Refused(place, "uses the merge key '<<'.", "Write the fields out.")
            if key != key.strip() and (known := wide_space(self._text.split("\n"), place.line)):
                raise _of_slip(known)
            if key in fields:
                first = self.keys[(*loc, key)]
                raise _Refused(place, "is written twice.", f"The first is on line {first.line}. Keep one of them.", dotted((*loc, key)))
            self.keys[(*loc, key)] = place
            fields[key] = self._node(next(events), events, (*loc, key), depth + 1, place.column - 1)
        return fields

    def _scalar(self, event: Any, loc: Loc, indent: float, is_key: bool = False) -> Any:
        if self._scalars is not None:
            start, end = event.start_mark, event.end_mark
            self._scalars.append(_Scalar(loc, (start.line, start.column), (end.line, end.column), event.style or "", indent))
        # The file's own characters were looked at before; between double quotes others are written as escapes.
        position = _forbidden(event.value.replace("\n", " ")) if event.style == '"' else None
        if position is not None:
            raise _Refused(_mark(event), f"has {_describe(event.value[position])}.", _DELETE_IT, dotted(loc), TEXT)
        if event.implicit[0] and not is_key and not event.style and event.value in ("", "~", "null"):
            return None
        return event.value


def _without_texts(lines: Sequence[str], scalars: Iterable[_Scalar]) -> list[str]:
    """The lines with every text blotted out, so that a '#' that is left begins a comment."""
    bare = list(lines)
    for scalar in scalars:
        (first, left), (last, right) = scalar.start, scalar.end
        if scalar.style in ("|", ">"):  # what follows the sign on its line is no text
            first, left = first + 1, 0
        for number in range(first, min(last + 1, len(bare))):
            line = bare[number]
            start, end = left if number == first else 0, right if number == last else len(line)
            bare[number] = line[:start] + "x" * (end - start) + line[end:]
    return bare


def dotted(loc: Loc) -> str:
    """`paths[0].pin[1].why`: names with points between them, indexes in brackets, counted from 0; cut where nobody would read on."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part[:80]}" for part in loc).removeprefix(".")[:200]


def _count(entries: Sized, event: yaml.Event, loc: Loc) -> None:
    """Refuses the entry that is one too many for its list or mapping."""
    if len(entries) == MAX_ENTRIES:
        raise _Refused(_mark(event), f"has more than {MAX_ENTRIES} entries.", field=dotted(loc))


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1)


def _forbidden(text: str) -> int | None:
    """The position of the first character that hides or breaks text, or None."""
    if text.isascii() and text.isprintable():
        return None
    return next((position for position, character in enumerate(text) if not character.isascii() or not character.isprintable()
                 if _hides(character)), None)


def _hides(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"):
        return character != "\t" and character not in _SEEN
    return character in _BLANK or 0xE0100 <= ord(character) <= 0xE01EF


def _describe(character: str) -> str:
    name = unicodedata.name(character, "") or _UNNAMED.get(unicodedata.category(character), "")
    return f"the invisible character U+{ord(character):04X} ({name.lower()})"


def no_room(size: int, files: int, total: int) -> str:
    """What is said of a file of this size, beside so many others that are so large together; empty where it may be read."""
    if files >= MAX_FILES:
        return f"is beyond the {MAX_FILES} files that a guide may have."
    if size > MAX_BYTES:
        return f"is {size // 1024} KB large; a content file may have {MAX_BYTES // 1024} KB."
    return f"is beyond the {MAX_TOTAL // 2**20} MB that all files of a guide may have together." if total + size > MAX_TOTAL else ""


def _of_slip(known: Slip) -> _Refused:
    return _Refused(Mark(known.line, known.column), known.message, known.hint, rule=YAML, slip=known)


def _slipped(lines: list[str], place: Mark, error: yaml.MarkedYAMLError) -> _Refused:
    """What cannot be read, in words for the slip behind it, or in the parser's own."""
    words = str(error.problem or error.context)
    began = error.context_mark.line + 1 if error.context_mark is not None else place.line
    known = slip(Stumble(lines, place.line, place.column, words, began))
    if known is not None:
        return _of_slip(known)
    return _Refused(place, f"is not YAML: {words}.", "Look at the indentation and the quotes on this line and the one above.", rule=YAML)
