"""One kit for all pictures: what is drawn, as values, and the drawing of it for a page and as a file to take along.

A picture is panels of rows on one scale each, or lines over one span of time. Places on a scale are parts of it, from 0 to 1. On a page
they become percentages of the room there is, and everything else is in pixels: letters keep their size whatever the width, and a label
that has its place at the least width has it at any. In a file they are pixels of a drawing of one width, with title, source and
style inside. Shapes tell the roles apart, and how a mark is filled says how well it is known, so no picture rests on its colours, which
come from the style sheet. The same values give the same bytes. Nothing here needs a script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from markupsafe import Markup

from ..content.text import escape
from ..model.colours import LIGHT, Shades
from .road import TICK, text_width

# How well a figure is known: somebody looked; somebody says so; nothing was found that bears it out.
Sure = Literal["sound", "reported", "unsound"]
# Looks by the order of the roles, and that of figures which are of none of them alone. Only the first two have a colour.
LOOKS = ("one", "two", "three", "four", "five", "six")
OTHER = "other"
_SHAPES: Mapping[str, str] = {
    "one": "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z", "two": "M-5-5h10v10h-10z", "three": "M0-6.5L6 4.5H-6z", "four": "M0 6.5L6-4.5H-6z",
    "five": "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z", "six": "M-6 0L-3-5.2H3L6 0L3 5.2H-3z", OTHER: "M0-6.5L6.5 0L0 6.5L-6.5 0z"}
_FLAG = "M0 9V-6L8-3L0 0"
_ARROWS = {-1: "M-3-4.5L-7 0L-3 4.5", 1: "M3-4.5L7 0L3 4.5"}
# The least width of a drawing on a page, the height of the line of a mark, of a label with a line of its own, and of lines over time.
NARROW, LINE, BELOW, FIELD = 280, 22, 16, 300
# Between a mark and its label; how far a span goes on whose end is open; how far a grid goes on below its row, where the page ends it.
_GAP, _OPEN, _DOWN = 11, 0.06, 120
# The drawing of a file: its width, where rows begin and end, its edge.
FILE, _LEFT, _RIGHT, _EDGE = 880, 320, 840, 24
# How much wider a typeface is at most that stands in for ours where a file is opened.
_STAND_IN = 1.15
# Room for the names of lines, right of them.
_NAMES = 190
# From the lowest figure to the highest there are at most so many steps of a scale.
_STEPS = 4
# The style of a file: ① and ② stand for the colours of the first two roles, ❶ and ❷ for their soft grounds,
# ⓪ for the paper.
_STYLE = """
text { font: 14px "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif }
.fp-pic__title, .fp-pic__panel { font-family: "Source Serif 4", Georgia, serif; font-weight: 600 }
.fp-pic__title { font-size: 25px } .fp-pic__panel { font-size: 17px } .fp-pic__note, .fp-pic__tick { font-size: 12.5px }
.fp-pic__lead, .fp-pic__note, .fp-pic__tick { fill-opacity: .7 }
.fp-pic__label, .fp-pic__value { font-weight: 600 }
.fp-pic__paper { fill: ⓪ } .fp-pic__band { fill-opacity: .06 }
.fp-pic__dot, .fp-pic__span { fill: #000; stroke: #000; stroke-width: 1.6 }
.fp-pic--one { fill: ①; stroke: ① } .fp-pic--two { fill: ②; stroke: ② }
.fp-pic__span, .fp-pic__dot.fp-pic--reported { fill: #fff }
.fp-pic__span.fp-pic--one, .fp-pic--one.fp-pic--reported { fill: ❶ } .fp-pic__span.fp-pic--two, .fp-pic--two.fp-pic--reported { fill: ❷ }
.fp-pic__dot.fp-pic--unsound, .fp-pic__span.fp-pic--unsound { fill: none; stroke-dasharray: 3 2 }
.fp-pic__name--other { font-weight: 400 }
text.fp-pic__value { stroke: none } .fp-pic__value.fp-pic--one { fill: ① } .fp-pic__value.fp-pic--two { fill: ② }
.fp-pic__interval, .fp-pic__arrow, .fp-pic__line { fill: none; stroke-width: 2 }
.fp-pic__grid, .fp-pic__leader, .fp-pic__road { fill: none; stroke: #000; stroke-opacity: .2 } .fp-pic__grid--zero { stroke-opacity: .6 }
.fp-pic__flag { fill: #000; stroke: #000 }
.fp-pic__line { stroke: #000; stroke-opacity: .5; stroke-width: 1.4 }
.fp-pic__line--one, .fp-pic__line--two { stroke-opacity: 1; stroke-width: 3 } .fp-pic__line--two { stroke-dasharray: 7 4 }
a { text-decoration: none } .fp-map__band { fill: none } .fp-map__band--even { fill: #000; fill-opacity: .05 }
.fp-map__box { fill: #fff; stroke: #555 } .fp-map__box--1 { fill: #eee } .fp-map__box--2 { fill: #d0d0d0 } .fp-map__box--3 { fill: #000 }
.fp-map__name { font-size: 13.8px } .fp-map__area { font-size: 13.8px; font-weight: 600; fill: #444; stroke: ⓪; stroke-width: 3; paint-order: stroke }
.fp-map__level { fill: none; stroke: #000 } .fp-map__level--on { fill: #000 }
.fp-map__skill--3 .fp-map__name, .fp-map__skill--3 .fp-map__level--on { fill: #fff } .fp-map__skill--3 .fp-map__level { stroke: #fff }
.fp-fork__box { fill: #fff; stroke: #555; stroke-width: 1.4 } .fp-fork__line { fill: none; stroke: #000; stroke-opacity: .4; stroke-width: 1.6 }
.fp-fork__ask, .fp-fork__end { font-weight: 600 } .fp-fork__arm { fill: #ddd }
.fp-tone--1 .fp-fork__arm { fill: ① } .fp-tone--2 .fp-fork__arm { fill: ② }
:is(.fp-tone--1, .fp-tone--2) .fp-fork__end { fill: ⓪ }
.fp-map__halo { fill: none; stroke: ⓪; stroke-width: 4 } .fp-map__line { fill: none; stroke: #555; stroke-width: 1.2 }
.fp-map__line--hub { stroke: #000; stroke-width: 2.6 }
"""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A figure as it is drawn: a dot at a place, a span, or both, with its interval; `starts` of a road from zero, with a flag on it."""

    look: str
    label: str
    sure: Sure = "sound"
    at: float | None = None
    span: tuple[float | None, float | None] | None = None
    interval: tuple[float, float] | None = None
    flag: float | None = None
    road: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where it is drawn."""
        low, high = self.span or (self.at, self.at)
        ends = [end for end in (low, high, self.at, *(self.interval or ())) if end is not None]
        return (min(ends) if low is not None else max(0, min(ends) - _OPEN)), (max(ends) if high is not None else min(1, max(ends) + _OPEN))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: what its marks are figures of, what is odd about them, and the marks, each on a line."""

    label: str
    note: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows that belong together, under a heading that may be empty."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tick:
    """A step of a scale: where it is, its label, whether it is zero."""

    at: float
    label: str
    zero: bool = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Groups of rows on one scale."""

    name: str
    note: str
    ticks: tuple[Tick, ...]
    groups: tuple[Group, ...]

    @property
    def scale(self) -> Markup:
        """The labels of its scale, as drawn on a page."""
        return drawn_ticks(self.ticks)

    @property
    def drawn(self) -> Iterator[tuple[str, tuple[tuple[Row, int, Markup], ...]]]:
        """For a page: the heading of each group, and its rows, each with the height of its drawing and the drawing."""
        for group in self.groups:
            yield group.name, tuple((row, row_height(row), drawn_row(row, self.ticks)) for row in group.rows)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line over time: its name with its last figure, its pieces as places in the field, whether it stands out, by which of two looks."""

    label: str
    pieces: tuple[tuple[tuple[float, float], ...], ...]
    look: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """Lines on one scale and over one span of time."""

    years: tuple[Tick, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]

    @property
    def drawn(self) -> tuple[Markup, Markup]:
        """For a page: the field, and the names of its lines."""
        return drawn_field(self), drawn_names(self)


@dataclass(frozen=True, kw_only=True)
class Map:
    """A drawing of its own size that does not stretch, and is moved about in a frame where there is less room; its boxes are links."""

    drawn: Markup
    width: int
    height: int

    @property
    def rem(self) -> tuple[str, str]:
        """Its size on a page, of whose rem twenty units are one: it grows with the reader's letters."""
        return f"{self.width / 20:g}rem", f"{self.height / 20:g}rem"


@dataclass(frozen=True, kw_only=True)
class Table:
    """The same figures as a table: its heads, and rows whose first cell is their head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Markup | str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture with all that stands around it. `signs` are its key: what is drawn, and what it stands for; `files` are links to it as files.
    What has no figures has no table; its page says the same in another way."""

    id: str
    title: str
    lead: Markup
    note: Markup
    source: Markup
    alt: str
    signs: tuple[tuple[Markup, str], ...]
    panels: tuple[Panel, ...] = ()
    field: Field | None = None
    map: Map | None = None
    table: Table | None = None
    table_name: str = ""
    files: tuple[tuple[str, str], ...]


def scale(values: Iterable[Decimal], from_zero: bool) -> list[Decimal]:
    """Evenly spaced round numbers that hold all values. They hold zero, too, where spans begin there, or where the lowest value is no more
    than a third of the highest: of dots that are closer together the place is read, and no length."""
    low, high = min(values := list(values)), max(values)
    if from_zero or low <= 0 or low * 3 <= high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    elif low == high:
        low = Decimal(0)
    step = _round((high - low) / _STEPS)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * number for number in range(int(first), int(last) + 1)]


def part_of(value: Decimal, steps: Sequence[Decimal]) -> float:
    """Where a value is on a scale."""
    return float((value - steps[0]) / (steps[-1] - steps[0]))


def _round(value: Decimal) -> Decimal:
    """The next of 1, 2, 2.5, 5 times a power of ten that is not below the value."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in map(Decimal, ("1", "2", "2.5", "5", "10")) if step * power >= value)


# ---- marks


def shape(look: str, sure: Sure = "sound") -> Markup:
    """The shape of a look, around the origin."""
    return Markup('<path class="fp-pic__dot fp-pic--{} fp-pic--{}" d="{}"></path>').format(look, sure, _SHAPES[look])


def interval_sign() -> Markup:
    """How an interval is drawn, for a key."""
    return _line("interval", "-7", "7", 0, 0)


def row_height(row: Row) -> int:
    """How high the drawing of a row is."""
    return sum(LINE + (BELOW if _side(mark) == 0 else 0) for mark in row.marks)


def drawn_row(row: Row, ticks: Sequence[Tick], width: int | None = None, height: int = 0) -> Markup:
    """The marks of a row over the grid, in percentages, or in pixels of a width and a height."""
    height, top = height or row_height(row) + _DOWN, 0
    parts = [_line("grid fp-pic__grid--zero" if tick.zero else "grid", _place(tick.at, width), _place(tick.at, width), 0, height) for tick in ticks]
    for mark in row.marks:
        parts += _drawn(mark, top + LINE // 2, width)
        top += LINE + (BELOW if _side(mark) == 0 else 0)
    return Markup("").join(parts)


def drawn_ticks(ticks: Sequence[Tick], width: int | None = None) -> Markup:
    """The labels of a scale."""
    return Markup("").join(
        _text("tick", _place(tick.at, width), 12, tick.label, "start" if tick.at < .01 else "end" if tick.at > .99 else "middle") for tick in ticks)


def _drawn(mark: Mark, y: int, width: int | None) -> Iterator[Markup]:
    classes = f"fp-pic--{mark.look} fp-pic--{mark.sure}"
    low, high = mark.reach
    if mark.road:
        yield _line("road", _place(0, width), _place(low, width), y, y)
    if mark.interval:
        yield _line(f"interval {classes}", _place(mark.interval[0], width), _place(mark.interval[1], width), y, y)
    if mark.span:
        yield Markup('<rect class="fp-pic__span {}" x="{}" y="{}" width="{}" height="10"></rect>').format(
            classes, _place(low, width), y - 5, _place(high - low, width))
        for way, end, there in ((-1, mark.span[0], low), (1, mark.span[1], high)):
            if end is None:
                yield _at(there, y, width, Markup('<path class="fp-pic__arrow {}" d="{}"></path>').format(classes, _ARROWS[way]))
    if mark.at is not None:
        yield _at(mark.at, y, width, shape(mark.look, mark.sure))
    if mark.flag is not None:
        yield _at(mark.flag, y, width, Markup('<path class="fp-pic__flag" d="{}"></path>').format(_FLAG))
    side = _side(mark)
    if side:
        there = high if side > 0 else low
        yield _text(f"value {classes}", _place(there, width), y + 5, mark.label, "start" if side > 0 else "end", side * _GAP)
    elif (1 - low) * NARROW >= _width(mark):
        yield _text(f"value {classes}", _place(low, width), y + LINE // 2 + 10, mark.label)
    else:
        yield _text(f"value {classes}", _place(max(high, _width(mark) / NARROW), width), y + LINE // 2 + 10, mark.label, "end")


def _side(mark: Mark) -> int:
    """Where the label of a mark has its place at the least width, and so at any: right of it, left of it, or on a line of its own (0)."""
    low, high = mark.reach
    room = _width(mark) + _GAP
    if (1 - high) * NARROW >= room:
        return 1
    return -1 if low * NARROW >= room and not mark.road else 0


def _width(mark: Mark) -> float:
    return text_width(mark.label, TICK + 1.3)


def _place(part: float, width: int | None) -> str:
    return f"{part * 100:.2f}%" if width is None else f"{part * width:.1f}"


def _at(part: float, y: int, width: int | None, what: Markup) -> Markup:
    return Markup('<svg x="{}" y="{}" overflow="visible">{}</svg>').format(_place(part, width), y, what)


def _line(name: str, x1: str, x2: str, y1: float, y2: float) -> Markup:
    return Markup('<line class="fp-pic__{}" x1="{}" x2="{}" y1="{:g}" y2="{:g}"></line>').format(name, x1, x2, y1, y2)


def _text(name: str, x: str, y: float, text: str, anchor: str = "start", dx: int = 0) -> Markup:
    shift = Markup(' dx="{}"').format(dx) if dx else ""
    return Markup('<text class="fp-pic__{}" x="{}" y="{}"{} text-anchor="{}">{}</text>').format(name, x, f"{y:g}", shift, anchor, escape(text))


# ---- beside a figure that is text: a bar or a line, without a scale


def drawn_bar(low: float, high: float, tone: int) -> Markup:
    """A bar between two parts of its room, in the colour of a role; what lies before it is a thin way."""
    way = Markup('<rect class="fp-pic__way" y="44%" width="{}" height="12%"></rect>').format(_place(low, None)) if low else ""
    return Markup(
        '<svg width="100%" aria-hidden="true" focusable="false">{}<rect class="fp-pic__bar fp-tone--{}" x="{}" width="{}" height="100%"></rect></svg>'
    ).format(way, tone, _place(low, None), _place(high - low, None))


def drawn_line(line: Line) -> Markup:
    """A line over time that stretches to the room there is."""
    return Markup(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="fp-pic__line fp-pic__line--{}" d="{}">'
        "</path></svg>").format(NARROW, FIELD, line.look, _path(line, NARROW))


# ---- lines over time


def drawn_field(field: Field, width: int | None = None) -> Markup:
    """Lines over their grid. On a page the field of lines stretches to the room there is, and nothing else does."""
    across = width or 1000
    parts = [_line("grid fp-pic__grid--zero" if tick.zero else "grid", "0", "100%" if width is None else str(width), _up(tick.at), _up(tick.at))
             for tick in field.ticks]
    parts += [_text("tick", "0", _up(tick.at) - 4, tick.label) for tick in field.ticks]
    parts += [_text("tick", _place(year.at, width), FIELD + 18, year.label, "start" if year.at < .01 else "end" if year.at > .97 else "middle")
              for year in field.years]
    lines = Markup("").join(
        Markup('<path class="fp-pic__line fp-pic__line--{}" d="{}"></path>').format(line.look, _path(line, across))
        for line in sorted(field.lines, key=lambda line: line.look != OTHER))
    return Markup("").join([*parts, Markup('<svg width="{}" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>').format(
        "100%" if width is None else width, FIELD, across, FIELD, lines)])


def drawn_names(field: Field) -> Markup:
    """The names of lines where they end, pushed apart so that none meets another, with a stroke from each to its line."""
    ends = sorted((_up(line.pieces[-1][-1][1]), line.label, line.look) for line in field.lines)
    places: list[float] = []
    for end, _, _ in ends:
        places.append(max(end, places[-1] + 17 if places else 8))
    over = max(0.0, places[-1] - (FIELD - 4)) if places else 0
    for index in range(len(places) - 1, -1, -1):  # What was pushed out below moves up again, and the others with it as far as they must.
        most = places[index + 1] - 17 if index + 1 < len(places) else places[index] - over
        places[index] = min(places[index], most)
    leader = Markup('<path class="fp-pic__leader" d="M1 {:g}L10 {:g}"></path>{}')
    return Markup("").join(
        leader.format(end, place, _text(f"value fp-pic__name--{look}", "14", place + 5, label))
        for (end, label, look), place in zip(ends, places, strict=True))


def _path(line: Line, across: int) -> str:
    """A path through all points; one that stands alone is gone to twice, so that it can be seen."""
    return "".join(
        f"{'L' if index else 'M'}{x * across:.1f} {_up(y):g}"
        for piece in line.pieces for index, (x, y) in enumerate(piece if len(piece) > 1 else piece * 2))


def _up(part: float) -> float:
    return round(8 + (1 - part) * (FIELD - 8), 1)


# ---- a picture as a file


def svg_file(picture: Picture, plain: Mapping[str, str], colours: Sequence[Shades], language: str) -> str:
    """A picture as a file for itself: title, what is drawn, key, panels and source. `plain` are its lead, note and source without markup."""
    parts: list[Markup] = []
    whole, top = max(FILE, picture.map.width + 2 * _EDGE if picture.map else 0), 12
    for name, text, size, step in (("title", picture.title, 25, 31), ("lead", plain["lead"], 14.5, 20)):
        for line in wrapped(text, FILE - 2 * _EDGE, size):
            top += step
            parts.append(_text(name, str(_EDGE), top, line))
    top, x = top + 30, float(_EDGE)
    for sign, name in picture.signs:
        parts.append(Markup('<g transform="translate({:g} {})">{}</g>').format(x + 7, top - 5, sign))
        parts.append(_text("label", f"{x + 20:g}", top, name))
        x += 44 + text_width(name, 14 * _STAND_IN)
    for panel in picture.panels:
        top += 34
        parts.append(_text("panel", str(_EDGE), top, panel.name))
        if panel.note:
            top += 18
            parts.append(_text("note", str(_EDGE), top, panel.note))
        top += 8
        parts.append(_moved(_LEFT, top, drawn_ticks(panel.ticks, _RIGHT - _LEFT)))
        top += 18
        for group in panel.groups:
            if group.name:
                parts.append(Markup('<rect class="fp-pic__band" x="{}" y="{}" width="{}" height="24"></rect>').format(_EDGE, top, FILE - 2 * _EDGE))
                parts.append(_text("label", str(_EDGE + 8), top + 17, group.name))
                top += 26
            for row in group.rows:
                lines = [("label", line) for line in wrapped(row.label, _LEFT - _EDGE - 24, 14)] + [
                    ("note", line) for line in wrapped(row.note, _LEFT - _EDGE - 24, 12.5)]
                parts += [_text(name, str(_EDGE + 8), top + 17 + 17 * index, line) for index, (name, line) in enumerate(lines)]
                height = max(row_height(row), 17 * len(lines) + 8) + 4
                parts.append(_moved(_LEFT, top, drawn_row(row, panel.ticks, _RIGHT - _LEFT, height)))
                top += height
    if picture.field:
        top += 10
        width = FILE - 2 * _EDGE - _NAMES
        parts.append(_moved(_EDGE, top, drawn_field(picture.field, width)))
        parts.append(_moved(_EDGE + width, top, drawn_names(picture.field)))
        top += FIELD + 24
    if picture.map:
        parts.append(_moved(_EDGE, top + 16, picture.map.drawn))
        top += picture.map.height + 16
    top += 20
    for text in (plain["note"], plain["source"]):
        for line in wrapped(text, FILE - 2 * _EDGE, 12.5):
            parts.append(_text("note", str(_EDGE), top, line))
            top += 18
    return written(Markup("").join(parts), whole, top + 6, picture.title, picture.alt, colours, language)


def written(body: Markup, width: int, height: int, title: str, alt: str, colours: Sequence[Shades], language: str) -> str:
    """A drawing as a file: its size, title, description and style around it. Its colours are those of the light scheme."""
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" {size} xml:lang="{escape(language)}">\n'
            f"<title>{escape(title)}</title>\n<desc>{escape(alt)}</desc>\n<style>{_style(colours)}</style>\n"
            f'<rect class="fp-pic__paper" width="{width}" height="{height}"></rect>\n{body}\n</svg>\n')


def _style(colours: Sequence[Shades]) -> str:
    """What the style sheet of the site says of these classes, for a file on white paper."""
    one, two = colours[:2]
    inks = (one.text, two.text, one.soft, two.soft, LIGHT[0])
    return _STYLE.translate({ord(sign): ink for sign, ink in zip("①②❶❷⓪", inks, strict=True)})


def wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines that are no wider than this, in whatever typeface stands in for ours."""
    return broken(text, width, size * _STAND_IN)


def broken(text: str, width: float, size: float) -> list[str]:
    """A text in lines that are no wider than this in our typeface."""
    return in_lines(text, lambda line: text_width(line, size) <= width)


def in_lines(text: str, fits: Callable[[str], bool]) -> list[str]:
    """A text in as few lines that fit as its words allow, in their order; a word that does not fit has a line to itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _moved(x: float, y: float, what: Markup) -> Markup:
    return Markup('<g transform="translate({:g} {:g})">{}</g>').format(x, y, what)
