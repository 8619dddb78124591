"""The skill map of a role: what it asks for and all that this rests on, in the order in which it can be learned, with every prerequisite drawn.

A grid of areas and layers, with lines as buses. A skill stands in the layer after its last prerequisite, in the band of its area. Within
a band the skills of a layer are ordered by where their neighbours are, in a fixed number of sweeps. Each skill on which others rest has
one trunk in the gap right of its layer, from which short branches lead to the next layer; skills further on are reached along the edge
below a row, then by a trunk in the gap before them. So no line crosses a box. Lines leave a box below its middle and enter one above it,
and trunks that would meet take lanes side by side. Skills are gone through by id: the same skills give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from markupsafe import Markup

from ..content.text import escape
from ..model.limits import LEVELS
from .road import text_width

# In units of the drawing, of which 20 are a rem of the page: the height of a box, from one row to the next, the heading of a band
# and what is above its boxes where it needs none.
HIGH, ROW, BAND, _NO_HEAD = 48, 62, 24, 8
# How wide a box and the gap right of it are, by the number of layers up to which: six fill a page, more are wider than it.
SIZES: Mapping[int, tuple[int, int]] = {5: (147, 35), 6: (122, 28)}
LETTERS, _LEADING, _MOST_LINES = 13.8, 14.5, 3
# From one lane of a gap to the next; how often rows are sorted; what of a box is no room for its name; where the name of a band begins.
_LANE, _SWEEPS, _BESIDE, _EDGE = 5, 24, 24, 3
# How far from the middle of a box lines leave it and enter it, and how far below it they pass.
_OUT, _IN, _PASS = 7, -7, 7


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A skill that is to be drawn: its name and address, its area, the level that is asked (0: only others need it) and that is there."""

    id: str
    name: str
    href: str
    area: str
    level: int
    has: int = 0
    says: str = ""


@dataclass(frozen=True)
class Box:
    """A skill as it is drawn: its layer, and the upper left corner."""

    spot: Spot
    layer: int
    x: int
    y: int


@dataclass(frozen=True)
class Bus:
    """All lines from a skill: each a way through corners, from its box to others. `hub` is the one that the title speaks of."""

    id: str
    ways: tuple[tuple[tuple[float, float], ...], ...]
    hub: bool


@dataclass(frozen=True)
class Strip:
    """The band of an area; `named` is where its name stands: above its boxes, or in their first layer where that is empty."""

    name: str
    y: int
    height: int
    named: int


@dataclass(frozen=True, kw_only=True)
class SkillMap:
    """A map as it is drawn; `box` is how wide its boxes are."""

    width: int
    height: int
    box: int
    boxes: tuple[Box, ...]
    buses: tuple[Bus, ...]
    strips: tuple[Strip, ...]


def layers(requires: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The layer of each skill: one after the last of its prerequisites. There is no cycle, and each prerequisite is there."""
    found: dict[str, int] = {}

    def layer(skill: str) -> int:
        if skill not in found:
            found[skill] = 1 + max((layer(before) for before in requires[skill]), default=-1)
        return found[skill]

    for skill in sorted(requires):
        layer(skill)
    return found


def resting(requires: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """For each skill all that rest on it, near and far."""
    found: dict[str, set[str]] = {skill: set() for skill in requires}
    order = layers(requires)
    for skill in sorted(requires, key=lambda skill: (-order[skill], skill)):
        for before in requires[skill]:
            found[before] |= {skill} | found[skill]
    return {skill: frozenset(others) for skill, others in found.items()}


def hub_of(requires: Mapping[str, Sequence[str]], asked: Iterable[str]) -> tuple[str, int]:
    """The skill that is reached last of those on which at least a third of the asked skills rest, and on how many; none for no such skill."""
    asked, order = frozenset(asked), layers(requires)
    counts = {skill: len(others & asked) for skill, others in resting(requires).items()}
    found = [skill for skill, count in counts.items() if count and count * 3 >= len(asked)]
    best = min(found, key=lambda skill: (-order[skill], -counts[skill], skill), default="")
    return best, counts.get(best, 0)


def skill_map(spots: Sequence[Spot], requires: Mapping[str, Sequence[str]], areas: Sequence[tuple[str, str]], hub: str = "") -> SkillMap:
    """A map of skills with their direct prerequisites, all of which are among them; `areas` are ids and names, in the order of the bands."""
    layer = layers(requires)
    after: dict[str, list[str]] = {spot.id: [] for spot in spots}
    for skill in sorted(requires):
        for before in requires[skill]:
            after[before].append(skill)
    rows, strips = _rows(spots, requires, after, layer, areas)
    tops: dict[int, int] = {}
    bands, y, last = [], 0, max(layer.values()) + 1
    box, gap = next((size for most, size in SIZES.items() if last <= most), SIZES[max(SIZES)])
    starting = {spot.area for spot in spots if layer[spot.id] == 0}
    for area, first, count in strips:
        head = BAND if area in starting else _NO_HEAD
        tops |= {first + row: y + head + row * ROW for row in range(count)}
        height = head + count * ROW
        bands.append(Strip(dict(areas)[area], y, height, y + (17 if area in starting else head + HIGH // 2 + 5)))
        y += height
    boxes = {spot.id: Box(spot, layer[spot.id], layer[spot.id] * (box + gap), tops[rows[spot.id]]) for spot in spots}
    return SkillMap(width=last * (box + gap) - gap, height=y, box=box, boxes=tuple(sorted(boxes.values(), key=lambda box: (box.layer, box.y))),
                    buses=_buses(boxes, after, hub, box, gap), strips=tuple(bands))


def _rows(
    spots: Sequence[Spot], requires: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]], layer: Mapping[str, int],
    areas: Sequence[tuple[str, str]],
) -> tuple[dict[str, int], list[tuple[str, int, int]]]:
    """The row of each skill, and each band: its area, its first row, how many rows it has."""
    cells: dict[tuple[str, int], list[str]] = {}
    for spot in sorted(spots, key=lambda spot: spot.id):
        cells.setdefault((spot.area, layer[spot.id]), []).append(spot.id)
    strips, first = [], 0
    for area, _ in areas:
        count = max((len(skills) for (of, _), skills in cells.items() if of == area), default=0)
        if count:
            strips.append((area, first, count))
            first += count
    start = {area: first for area, first, _ in strips}
    rows = {skill: start[area] + row for (area, _), skills in cells.items() for row, skill in enumerate(skills)}
    for sweep in range(_SWEEPS):
        near = requires if sweep % 2 == 0 else after
        for (area, _), skills in cells.items():
            skills.sort(key=lambda skill: (mean(rows[other] for other in near[skill]) if near[skill] else rows[skill], skill))
            rows |= {skill: start[area] + row for row, skill in enumerate(skills)}
    return rows, strips


def _buses(boxes: Mapping[str, Box], after: Mapping[str, Sequence[str]], hub: str, wide: int, gap: int) -> tuple[Bus, ...]:
    """The lines: first which trunks each gap has, from where to where; then their lanes; then the ways along them."""
    trunks: dict[int, list[tuple[float, float, str]]] = {}
    passes: dict[tuple[str, int], float] = {}
    taken: list[tuple[float, float, float]] = []
    for skill, box in sorted(boxes.items()):
        by_layer: dict[int, list[Box]] = {}
        for other in after[skill]:
            by_layer.setdefault(boxes[other].layer, []).append(boxes[other])
        ends = [_leaves(box), *(_enters(other) for other in by_layer.get(box.layer + 1, []))]
        for far in sorted(set(by_layer) - {box.layer + 1}):
            nearest = min(by_layer[far], key=lambda other: (abs(other.y - box.y), other.y))
            y = _free_pass(nearest.y + HIGH + _PASS, box.x + wide, nearest.x, taken)
            passes[skill, far] = y
            ends.append(y)
            mine = [y, *(_enters(other) for other in by_layer[far])]
            trunks.setdefault(far - 1, []).append((min(mine), max(mine), f"{skill} {far}"))
        if len(ends) > 1:
            trunks.setdefault(box.layer, []).append((min(ends), max(ends), skill))
    lanes = {name: x for layer, of_gap in trunks.items() for name, x in _lanes(layer * (wide + gap) + wide, gap, of_gap).items()}
    made = []
    for skill, box in sorted(boxes.items(), key=lambda pair: (pair[0] == hub, pair[0])):
        ways: list[tuple[tuple[float, float], ...]] = []
        for other in after[skill]:
            there, begin, end = boxes[other], (box.x + wide, _leaves(box)), (boxes[other].x, _enters(boxes[other]))
            if there.layer == box.layer + 1:
                ways.append((begin, (lanes[skill], begin[1]), (lanes[skill], end[1]), end))
            else:
                y, last = passes[skill, there.layer], lanes[f"{skill} {there.layer}"]
                ways.append((begin, (lanes[skill], begin[1]), (lanes[skill], y), (last, y), (last, end[1]), end))
        if ways:
            made.append(Bus(skill, tuple(ways), skill == hub))
    return tuple(made)


def _leaves(box: Box) -> float:
    return box.y + HIGH / 2 + _OUT


def _enters(box: Box) -> float:
    return box.y + HIGH / 2 + _IN


def _free_pass(y: float, begin: float, end: float, taken: list[tuple[float, float, float]]) -> float:
    """The height at which a line passes below a row: shifted where another one passes there already."""
    places = [y + shift for shift in (0, 3, -3)]
    found = next((place for place in places if all(place != other or end <= first or last <= begin for other, first, last in taken)), places[0])
    taken.append((found, begin, end))
    return found


def _lanes(begin: int, gap: int, trunks: list[tuple[float, float, str]]) -> dict[str, float]:
    """Where in the gap that begins there each trunk runs: long ones nearer to the layer, none on the lane of one that it would meet."""
    lanes: list[list[tuple[float, float]]] = []
    place: dict[str, int] = {}
    for low, high, name in sorted(trunks, key=lambda trunk: (trunk[0] - trunk[1], trunk[2])):
        free = (index for index, lane in enumerate(lanes) if all(high + 3 < begin or end + 3 < low for begin, end in lane))
        index = next(free, len(lanes))
        if index == len(lanes):
            lanes.append([])
        lanes[index].append((low, high))
        place[name] = index
    step = min(_LANE, (gap - 12) / len(lanes))
    return {name: round(begin + 5 + index * step, 1) for name, index in place.items()}


# ---- as SVG


def drawn_map(made: SkillMap, marks: bool = False) -> Markup:
    """The whole map, its boxes links; `marks`: with what is there already filled, and the gap outlined."""
    parts = [*_ground(made), *_lines(made)]
    parts += [Markup('<text class="fp-map__area" x="{}" y="{}">{}</text>').format(_EDGE, strip.named, escape(strip.name)) for strip in made.strips]
    return Markup("").join([*parts, *(_box(box, made.box, marks) for box in made.boxes)])


def small_map(made: SkillMap) -> Markup:
    """The map without links: what is there already is filled, and a script may draw that anew. Its names are shown where it has its own size."""
    parts = [*_ground(made), *_lines(made)]
    for box in made.boxes:
        parts += [_frame(box, made.box, _look(box.spot, True), 4, _told(box.spot)), _name(box, made.box - 14)]
    return Markup("").join(parts)


def _told(spot: Spot) -> Markup:
    return Markup(' data-skill="{}" data-level="{}"').format(spot.id, spot.level)


def _ground(made: SkillMap) -> list[Markup]:
    return [Markup('<rect class="fp-map__band{}" x="0" y="{}" width="{}" height="{}"></rect>').format(
        " fp-map__band--even" if number % 2 else "", strip.y, made.width, strip.height) for number, strip in enumerate(made.strips)]


def _lines(made: SkillMap) -> list[Markup]:
    """Lines with a halo in the colour of the paper below each, so that it is seen which one goes on where two cross."""
    drawn = []
    for bus in made.buses:
        path = "".join(_corners(way) for way in bus.ways)
        look = " fp-map__line--hub" if bus.hub else ""
        drawn.append(Markup('<path class="fp-map__halo" d="{0}"></path><path class="fp-map__line{1}" d="{0}"></path>').format(path, look))
    return drawn


def _corners(way: Sequence[tuple[float, float]]) -> str:
    """A way as a path of steps across and down; what ends with an arrow's head."""
    path = f"M{way[0][0]:g} {way[0][1]:g}"
    for (_, y), (right, down) in pairwise(way):
        path += f"H{right:g}" if down == y else f"V{down:g}"
    return f"{path}m-5-3l5 3l-5 3"


def _look(spot: Spot, marks: bool) -> str:
    if not marks:
        return f"fp-map__box--{spot.level}"
    return "fp-map__box--mine" if spot.has >= max(spot.level, 1) else "fp-map__box--part" if spot.has else "fp-map__box--gap"


def _box(box: Box, wide: int, marks: bool) -> Markup:
    spot = box.spot
    text = _name(box, wide - _BESIDE)
    squares = Markup("").join(
        Markup('<rect class="fp-map__level{}" x="{}" y="{}" width="6" height="6"></rect>').format(
            " fp-map__level--on" if level <= spot.level else "", box.x + wide - 12, box.y + HIGH - 1 - 11 * level) for level in LEVELS)
    return Markup('<a class="fp-map__skill fp-map__skill--{}" href="{}" aria-label="{}">{}{}{}</a>').format(
        spot.level, spot.href, spot.says, _frame(box, wide, _look(spot, marks), 0), text, squares)


def _name(box: Box, room: int) -> Markup:
    lines = _name_lines(box.spot.name, room)
    first = box.y + HIGH / 2 + 5 - (len(lines) - 1) * _LEADING / 2
    return Markup(" ").join(  # the lines are one name to who says it aloud
        Markup('<text class="fp-map__name" x="{}" y="{:g}">{}</text>').format(box.x + 7, first + _LEADING * index, escape(line))
        for index, line in enumerate(lines))


def _frame(box: Box, wide: int, look: str, less: int, told: str = "") -> Markup:
    return Markup('<rect class="fp-map__box {}" x="{}" y="{}" width="{}" height="{}" rx="4"{}></rect>').format(
        look, box.x, box.y + less, wide, HIGH - 2 * less, told)


def _name_lines(name: str, room: int) -> list[str]:
    """A name on so many lines at most: broken at spaces and after hyphens, and cut where it is longer; the whole name is the link's."""
    lines = [""]
    for piece in re.findall(r"[^\s-]+-?\s*|\s+|-", name):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), LETTERS) > room:
            lines.append("")
        lines[-1] += piece
    lines = [line.rstrip() for line in lines]
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
