"""The form in which a content file is kept: fields in the order of the model, lines no wider than they need be, no loose ends.

The text itself is rearranged, by the places that libyaml gives; nothing is written anew from data. So comments, quotes and blank
lines stay, and what needs no mending keeps every byte. Each change is made only if the loader reads the same before and after.

The canonical form moves text, and writes none. `check --fix` rearranges the lines of a file by the places that libyaml gives,
and makes a change only if the loader reads the same after it. `rename` and the other mends change the very places of values;
`rename` reads the text again and refuses when it says anything else than the data with the new id in it. A round trip through
ruamel.yaml was the other way: it hangs a comment on the field above it, so that it stays behind when fields move, breaks every
long plain text anew, and reads with rules of its own (`2026-02-30` fails).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ..content.load import Loc, load
from ..model import FOLDERS, KINDS, Settings, Shape, tree
from .new_file import first_line

WIDTH = 120
_STEP = 2
_EDITOR = "# yaml-language-server:"


@dataclass(frozen=True, slots=True)
class _Place:
    """A value in a text: where it is in the data, its node, the column of the key or dash that holds it, and its shape if it has one."""

    loc: Loc
    node: Any
    owner: int
    in_flow: bool
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class _Edit:
    """New lines in the place of the lines from `start` up to `end`."""

    loc: Loc
    start: int
    end: int
    lines: tuple[str, ...]


def canonical(path: str, text: str) -> str:
    """The text of a content file in its canonical form. A page, and a file that the loader cannot read, comes back as it is."""
    wanted = _read(path, text)
    if wanted is None or path.startswith("pages/"):
        return text
    model = Settings if path == "guide.yml" else KINDS.get(FOLDERS.get(path.split("/", 1)[0], ""))
    shape = tree(model) if model else None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(_named(lines, path))
    for find in (_order, _width):
        text = _settle(path, text, wanted, shape, find)
    ended = "\n".join(_ends(text.split("\n")))
    return ended if _read(path, ended) == wanted else text


def _read(path: str, text: str) -> Any:
    documents, problems = load({path: text.encode()})
    return None if problems or not documents else documents[0].data


def _settle(
    path: str, text: str, wanted: Any, shape: Shape | None, find: Callable[[list[str], _Place], _Edit | None]
) -> str:
    """Makes one change after the other, each at a place of its own, as long as the loader reads the same."""
    tried: set[Loc] = set()
    while True:
        lines = text.split("\n")
        places = list(_places(yaml.compose(text, yaml.CSafeLoader), shape))
        edit = next((mend for place in places if place.loc not in tried and (mend := find(lines, place))), None)
        if edit is None:
            return text
        tried.add(edit.loc)
        new = "\n".join([*lines[: edit.start], *edit.lines, *lines[edit.end :]])
        text = new if _read(path, new) == wanted else text


def _places(node: Any, shape: Shape | None, loc: Loc = (), owner: int = -1, in_flow: bool = False) -> Iterator[_Place]:
    """Every value of a text, the outer ones first."""
    yield _Place(loc, node, owner, in_flow, shape)
    inside = in_flow or bool(getattr(node, "flow_style", False))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, shape.at((key.value,)) if shape else None, (*loc, key.value), key.start_mark.column, inside)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _places(value, shape.of if shape else None, (*loc, index), node.start_mark.column, inside)


def _ends(lines: list[str]) -> list[str]:
    """No white space at the end of a line, unless the line is within a text; one newline at the end of the file."""
    inside: set[int] = set()
    for place in _places(yaml.compose("\n".join(lines), yaml.CSafeLoader), None):
        if isinstance(place.node, yaml.ScalarNode):
            inside |= set(range(place.node.start_mark.line, _last(lines, place)))
    stripped = [line if number in inside else line.rstrip() for number, line in enumerate(lines)]
    while stripped and not stripped[-1]:
        stripped.pop()
    return [*stripped, ""]


def _named(lines: list[str], path: str) -> list[str]:
    """The schema of the file's kind in the first line."""
    line = first_line(path)
    rest = lines[1:] if lines[0].startswith(_EDITOR) else lines
    return [line, *rest] if line else lines


def _order(lines: list[str], place: _Place) -> _Edit | None:
    """The fields of a part or an entity in the order of its model."""
    node = place.node
    if not isinstance(node, yaml.MappingNode) or place.shape is None or place.shape.name != "part" or len(node.value) < 2:
        return None
    rank = _ranks([key.value for key, _ in node.value], [field.name for field in place.shape.fields])
    if rank == sorted(rank):
        return None
    new = sorted(range(len(rank)), key=lambda index: rank[index])
    return _order_flow(lines, place, new) if node.flow_style else _order_block(lines, place, new)


def _ranks(names: list[str], known: list[str]) -> list[int]:
    """Where each name belongs; one that is unknown stays behind its neighbour."""
    ranks: list[int] = []
    for name in names:
        ranks.append(known.index(name) if name in known else ranks[-1] if ranks else -1)
    return ranks


def _order_flow(lines: list[str], place: _Place, new: list[int]) -> _Edit | None:
    entries = _entries(lines, place.node)
    if entries is None:
        return None
    start, end = place.node.start_mark, place.node.end_mark
    inner = ", ".join(entries[index] for index in new)
    line = lines[start.line][: start.column] + "{" + inner + "}" + lines[end.line][end.column :]
    return _Edit(place.loc, start.line, end.line + 1, (line,))


def _order_block(lines: list[str], place: _Place, new: list[int]) -> _Edit | None:
    keys = [key for key, _ in place.node.value]
    column = keys[0].start_mark.column
    lead = lines[keys[0].start_mark.line][:column]
    if lead.strip(" -") or any(key.start_mark.column != column or lines[key.start_mark.line][:column].strip() for key in keys[1:]):
        return None
    starts = [key.start_mark.line for key in keys]
    # A comment belongs to the field below it; what stands above the first field of a file belongs to the file.
    for number in range(1 if not place.loc or lead.strip() else 0, len(starts)):
        while starts[number] > 0 and re.match(rf" {{{column}}}#", lines[starts[number] - 1]):
            starts[number] -= 1
    value = place.node.value[-1][1]
    end = _last(lines, _Place((), value, column, False, None)) + 1
    end = max(end, keys[-1].end_mark.line + 1)
    blocks = [lines[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    if lead.strip():
        blocks[0] = [" " * column + blocks[0][0][column:], *blocks[0][1:]]
    ordered = [line for index in new for line in blocks[index]]
    if lead.strip():
        if ordered[0].lstrip().startswith("#"):
            return None
        ordered[0] = lead + ordered[0][column:]
    return _Edit(place.loc, starts[0], end, tuple(ordered))


def _width(lines: list[str], place: _Place) -> _Edit | None:
    """A text or a short list that is wider than it need be, over several lines."""
    node = place.node
    start, last = node.start_mark.line, _last(lines, place)
    if place.in_flow or not place.loc or max(map(len, lines[start : last + 1])) <= WIDTH:
        return None
    if isinstance(node, yaml.ScalarNode):
        new = _refolded(lines[start : last + 1], place) if node.style == ">" else _folded(lines, place) if node.style != "|" else None
    else:
        new = _broken(lines, place) if node.flow_style else None
    return _Edit(place.loc, start, last + 1, new) if new and new != tuple(lines[start : last + 1]) else None


def _folded(lines: list[str], place: _Place) -> tuple[str, ...] | None:
    """A long plain or quoted text as a folded block."""
    start, end, text = place.node.start_mark, place.node.end_mark, place.node.value
    if lines[end.line][end.column :].strip() or "\n" in text or text != text.strip() or " " not in text:
        return None
    return (lines[start.line][: start.column] + ">-", *_filled(text, place.owner + _STEP))


def _refolded(lines: list[str], place: _Place) -> tuple[str, ...] | None:
    """The paragraphs of a folded block that are too wide, filled anew."""
    head, *body = lines
    indent = min((len(line) - len(line.lstrip(" ")) for line in body if line.strip()), default=0)
    new: list[str] = []
    paragraph: list[str] = []
    for line in [*body, ""]:
        if line[indent:].startswith((" ", "\t")):
            return None
        if line.strip():
            paragraph.append(line)
            continue
        wide = any(len(line) > WIDTH for line in paragraph)
        new += _filled(" ".join(line[indent:] for line in paragraph), indent) if wide else paragraph
        paragraph = []
        new.append(line)
    return (head, *new[:-1])


def _filled(text: str, indent: int) -> list[str]:
    """Words in lines of the width, broken at single spaces alone: folding gives these back, and no others."""
    lines: list[str] = []
    for word in re.split(r"(?<! ) (?! )", text):
        if lines and indent + len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [" " * indent + line for line in lines]


def _broken(lines: list[str], place: _Place) -> tuple[str, ...] | None:
    """A long list or map in brackets over several lines."""
    start, end = place.node.start_mark, place.node.end_mark
    entries = _entries(lines, place.node)
    if entries is None or lines[end.line][end.column :].strip():
        return None
    new = [lines[start.line][: start.column] + lines[start.line][start.column]]
    for number, entry in enumerate(entries):
        piece = entry + ("," if number < len(entries) - 1 else lines[end.line][end.column - 1])
        gap = " " if number else ""
        if number and len(new[-1]) + len(gap) + len(piece) > WIDTH:
            new.append(" " * (place.owner + _STEP) + piece)
        else:
            new[-1] += gap + piece
    return tuple(new)


def _entries(lines: list[str], node: yaml.Node) -> list[str] | None:
    """The entries of a list or map in brackets as they are written; None when a comment or a line's end is among them."""
    start, end = node.start_mark, node.end_mark
    if any("#" in line for line in lines[start.line : end.line + 1]):
        return None
    entries: list[str] = []
    for entry in node.value:
        first, last = entry if isinstance(entry, tuple) else (entry, entry)
        at, to = first.start_mark, last.end_mark
        if at.line != to.line or last.start_mark.index == to.index:
            return None
        entries.append(lines[at.line][at.column : to.column])
    return entries


def end_of_fields(lines: list[str], node: Any) -> int:
    """The last line (from 0) of fields that stand below each other."""
    key, value = node.value[-1]
    return max(_last(lines, _Place((), value, key.start_mark.column, False, None)), key.end_mark.line)


def _last(lines: list[str], place: _Place) -> int:
    """The last line of a value. libyaml ends a block only where the next thing begins."""
    node = place.node
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        last = number = node.start_mark.line
        while (number := number + 1) < len(lines):
            line = lines[number]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= place.owner:
                break
            last = number if line.strip() else last
        return last
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return node.end_mark.line
    entry = node.value[-1]
    key, value = entry if isinstance(entry, tuple) else (node, entry)
    if value.start_mark.index == value.end_mark.index and isinstance(value, yaml.ScalarNode):
        return key.start_mark.line if isinstance(entry, tuple) else value.start_mark.line
    return _last(lines, _Place((), value, key.start_mark.column, False, None))
