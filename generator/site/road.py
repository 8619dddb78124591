"""The road of a path, to scale: one bar as wide as the hours are many, with its stages, a tick for each week and a flag for each thing to show.

Two drawings, a wide one with the names of what is shown and a narrow one without; the style sheet shows one of them by the room there is.
Places along the road are percentages of it and everything else is in pixels: letters keep their size whatever the width, and labels
that do not meet at the least width of a drawing meet at none. Colours come from the style sheet. Nothing here needs a script: one that
follows the path sets the width of the strip that is done and the place of the marker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

# The least width of each drawing, in pixels, and one from which the names of stages have more room in the wide one.
WIDE, NARROW = 880, 280
ROOMY = 1080
# Letters in pixels: labels of flags and stages, labels of weeks.
LABEL, TICK = 14, 12.5
# The bar, a flag's cloth, a line of labels, and what lies below the bar.
_BAR, _CLOTH, _CLOTH_HEIGHT, _LINE, _BELOW = 30, 14, 11, 19, 40
_GAP, _MOST_LINES = 8, 5
# How high the strip of what is done is.
STRIP = 7
# How wide letters are at most, in parts of their size, in the bold of the site's typeface; all others are as the last.
_WIDTHS = {
    letter: width for letters, width in (
        (" ", .21), ("ijlI.,:;'|!", .28), ("rtf-()[]", .38), ("csz", .48), ("abdeghknopquvxy0123456789JLVXYZ", .56), ("wM", .76), ("mW", .85))
    for letter in letters}
_OTHER = .68


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Something to show: the step that ends with it, its name, and after how many minutes."""

    key: str
    label: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A flag as it is drawn: `x` along the road, `y` of its top, how long its pole is; `label` is empty where there is no room, else it
    stands at `dx` from the pole."""

    key: str
    name: str
    x: str
    y: int
    pole: int
    cloth: str
    label: str
    dx: int
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stage as it is drawn: where it begins, how long it is, where its words stand; they are empty where there is no room. `roomy` are
    those that take their place where there is more of it, if they are others."""

    x: str
    width: str
    middle: str
    label: str
    roomy: str
    even: bool


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A week: `foot` is where its tick ends, `label` is empty for most."""

    x: str
    foot: int
    label: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One drawing, `height` high: the bar from `top` to `foot`, and where words in it, words below it and the strip of what is done stand."""

    name: str
    height: int
    top: int
    bar: int
    foot: int
    strip: int
    words: int
    weeks: int
    stretches: tuple[Stretch, ...]
    ticks: tuple[Tick, ...]
    flags: tuple[Flag, ...]


def road(stages: Sequence[tuple[str, int]], stops: Sequence[Stop], per_week: int, week: Callable[[int], str]) -> tuple[Drawing, Drawing]:
    """The wide and the narrow drawing of stages (name, minutes) and what is shown along them, at so many minutes a week. `week` is how
    the number of a week is said where there is room."""
    return (_drawing("wide", WIDE, stages, stops, per_week, week), _drawing("narrow", NARROW, stages, stops, per_week, week))


def text_width(text: str, size: float) -> float:
    """How wide a text is at most, in pixels, in the typeface of the site or in one that stands in for it."""
    return sum(1.0 if east_asian_width(letter) in "WF" else _WIDTHS.get(letter, _OTHER) for letter in text) * size


def _drawing(name: str, width: int, stages: Sequence[tuple[str, int]], stops: Sequence[Stop], per_week: int, week: Callable[[int], str]) -> Drawing:
    total = max(1, sum(minutes for _, minutes in stages))
    lines = _lines([(stop.label if width == WIDE else "", stop.minutes / total * width) for stop in stops], width)
    flags = zip(stops, lines, strict=True)
    highest = max((line for line, _ in lines), default=0)
    top = _LINE * (highest + 1) + 5
    return Drawing(
        name=name, height=top + _BAR + _BELOW, top=top, bar=_BAR, foot=top + _BAR, strip=top + _BAR - STRIP, words=top + 20,
        weeks=top + _BAR + 23,
        stretches=tuple(_stretches(stages, total, width)),
        ticks=tuple(_ticks(total, per_week, width, top + _BAR, week)),
        flags=tuple(_flag(stop, stop.minutes / total, top, line, side) for stop, (line, side) in flags),
    )


def _lines(labels: Sequence[tuple[str, float]], width: int) -> list[tuple[int, int]]:
    """For each label at its pole, in order, on a road of this width, the line above the bar and the side: -1 left of the pole, 1 right of
    it, 0 not there.

    Greedy, from left to right: on the lowest line where it meets neither another label nor a pole, left of its pole if it can, right of
    it where no later pole is in its way. Where there is no room for a label its flag stands alone.
    """
    placed: list[tuple[int, float, float]] = []
    poles: list[tuple[int, float]] = []
    found = []
    for index, (label, x) in enumerate(labels):
        length = text_width(label, LABEL) + _CLOTH + _GAP
        sides = [(-1, x - length, x)] if x >= length else []
        if x + length <= width and all(not x <= other <= x + length for _, other in labels[index + 1:]):
            sides.append((1, x, x + length))
        places = [(line, *side) for line in range(_MOST_LINES) for side in (sides if label else ())]
        places += [(line, 0, x - _CLOTH, x) for line in range(2)]
        line, side, begin, end = next(
            (place for place in places if _is_free(place[0], place[2], place[3], x, placed, poles)), (0, 0, x - _CLOTH, x))
        placed.append((line, begin, end))
        poles.append((line, x))
        found.append((line, side))
    return found


def _is_free(
    line: int, begin: float, end: float, pole: float, placed: Iterable[tuple[int, float, float]], poles: Iterable[tuple[int, float]]
) -> bool:
    """Whether a label meets no other one on its line and no pole that reaches so high, and its own pole no label below it."""
    return (all(other != line or last + 2 <= begin or end + 2 <= first for other, first, last in placed)
            and all(height < line or not begin - 2 < x < end for height, x in poles)
            and all(other > line or not first < pole < last for other, first, last in placed))


def _flag(stop: Stop, share: float, top: int, line: int, side: int) -> Flag:
    way = side or -1
    pole = _LINE * (line + 1) + 1
    cloth = f"M0 0L{way * _CLOTH} {_CLOTH_HEIGHT / 2:g}L0 {_CLOTH_HEIGHT}z"
    return Flag(
        key=stop.key, name=stop.label, x=_percent(share), y=top - pole, pole=pole, cloth=cloth,
        label=stop.label if side else "", dx=way * (_CLOTH + 4), anchor="end" if side < 0 else "start")


def _stretches(stages: Sequence[tuple[str, int]], total: int, width: int) -> Iterable[Stretch]:
    before = 0
    for number, (name, minutes) in enumerate(stages, 1):
        labels = ([f"{number}. {name}"] if width == WIDE else []) + [str(number)]
        tight, roomy = (
            next((label for label in labels if text_width(label, LABEL) <= minutes / total * least - _GAP), "")
            for least in (width, ROOMY if width == WIDE else width))
        yield Stretch(
            x=_percent(before / total), width=_percent(minutes / total), middle=_percent((before + minutes / 2) / total),
            label=tight, roomy=roomy if roomy != tight else "", even=number % 2 == 0)
        before += minutes


def _ticks(total: int, per_week: int, width: int, foot: int, week: Callable[[int], str]) -> Iterable[Tick]:
    """A tick for each week and one at the beginning; a number at each fifth, or at each tenth and so on where fifths would meet."""
    last, apart = total // per_week, per_week / total * width
    number_of: Callable[[int], str] = week if width == WIDE else str
    room = text_width(number_of(last), TICK) + _GAP
    each = next((each for each in (5, 10, 20, 50, 100, 200, 500) if each * apart >= room), 1000)
    taken = 0.0
    for number in range(last + 1):
        labelled = number % each == 0
        if not labelled and apart < 4:
            continue
        label = week(number) if number == 0 else number_of(number) if labelled else ""
        x, length = number * apart, text_width(label, TICK)
        anchor = "start" if number == 0 else "end" if width - x < length / 2 else "middle"
        begin = x if anchor == "start" else x - length if anchor == "end" else x - length / 2
        if number and begin < taken:
            label = ""
        elif label:
            taken = begin + length
        yield Tick(x=_percent(number * per_week / total), foot=foot + (9 if labelled else 5), label=label, anchor=anchor)


def _percent(share: float) -> str:
    """A share of the road, to the hundredth of a percent."""
    return f"{round(share * 100, 2):g}%"
