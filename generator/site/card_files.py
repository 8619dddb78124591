"""The cards of pages as pictures (Open Graph asks for 1200 by 630), drawn with the typefaces that the theme ships. The only user of Pillow.

A card is few flat colours, so it is drawn in numbers of a palette: a letter's edge is one of `_STEPS` between its ground and its ink. That
makes it a PNG of some ten KiB in some hundredths of a second. The same card gives the same bytes: letters are placed by the typefaces'
own widths, without the libraries of a system.

The typefaces are the files of the pages. One that has basic letters stands beside one with the rest of Latin, so a line is drawn in runs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from .. import HOME
from ..model import Guide
from ..model.colours import BOARD_TEXT, BOARDS, INK, LIGHT, POST, RULE, SOFT_INK, mixed
from .cards import Card
from .picture import in_lines

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
_EDGE, _INNER = 72, WIDTH - 2 * 72
# Typeface and weight, and sizes from the largest that is tried, each with the lines that it may take.
_TITLE = ("serif", 600, ((88, 2), (80, 2), (72, 2), (64, 2), (60, 3), (52, 3), (44, 3)))
_LINE = ("sans", 400, 34, 3)
_FOOT_TOP, _ABREAST = HEIGHT - 112, 3  # where the foot begins; arms beside each other
_KIND, _FOOT, _ARM = ("sans", 600, 32), ("sans", 600, 30), ("serif", 600, 34)
_LEADING = 1.16
_STEPS = 5  # between a ground and an ink; the first number of a ramp is its ground
_BASIC = frozenset(map(chr, (*range(0x20, 0x7F), *map(ord, "\xa0£¶·×–—‘’“”•…€"))))  # what the file without `-latin` holds
_STEP_OF = [round(value * _STEPS / 255) for value in range(256)]
_IS_STEP = [255 * bool(step) for step in _STEP_OF]
# Slanted edges are drawn this much larger and made smaller.
_FINE = 4


def card_files(cards: Mapping[str, Card], guide: Guide) -> dict[str, bytes]:
    """Each card as a PNG, by its path in the site."""
    boards = tuple({**BOARDS, **guide.settings.colours}[name] for name in BOARDS)
    return {path: _png(card, boards, not guide.logo) for path, card in cards.items()}


@lru_cache(maxsize=1_000)  # `mkdocs serve` makes the site anew at each save, in one process
def _png(card: Card, boards: tuple[str, ...], has_sign: bool) -> bytes:
    sheet = _Sheet()
    if card.arms:
        _front(sheet, card, boards)
    elif card.tone is None:
        _plain(sheet, card)
    else:
        _board(sheet, card, (INK, *boards)[card.tone])
    if card.guide:
        _foot(sheet, card.guide, boards, has_sign)
    return sheet.png()


def _plain(sheet: _Sheet, card: Card) -> None:
    """A card of what is no role: its title in ink."""
    top = _EDGE + (_below_kind(sheet, card.kind) if card.kind else 0)
    top = _lines(sheet, _fitted(card.title, _TITLE, _INNER), _EDGE, top, INK)
    _says(sheet, card, top + 24)


def _board(sheet: _Sheet, card: Card, colour: str) -> None:
    """A card of a role, or of the way to one: its title on the role's arm."""
    title = _fitted(card.title, _TITLE, _INNER - 60)
    top, height = _EDGE + _below_kind(sheet, card.kind), _height(title) + 52
    sheet.arm(0, top, WIDTH - _EDGE, height, colour)
    _lines(sheet, title, _EDGE, top + 22, BOARD_TEXT, colour)
    _says(sheet, card, top + height + 26)


def _below_kind(sheet: _Sheet, kind: str) -> int:
    sheet.write(_EDGE, _EDGE + 34, _cut(kind, _KIND, _INNER), _KIND, SOFT_INK)
    return 72


def _says(sheet: _Sheet, card: Card, top: int) -> None:
    """The line of a card, in as many lines as there is room for."""
    family, weight, size, most = _LINE
    room = _FOOT_TOP - 12 - (84 if len(card.arms) > _ABREAST else 0) - top
    if most := min(most, int(room / (size * _LEADING))):
        _lines(sheet, _fitted(card.line, (family, weight, ((size, most),)), _INNER), _EDGE, top, SOFT_INK)


def _front(sheet: _Sheet, card: Card, boards: tuple[str, ...]) -> None:
    """The guide's own: its title, what it says, and its roles on their arms."""
    _plain(sheet, card)
    abreast = min(len(card.arms), _ABREAST)
    width, rows = _INNER // abreast, -(-len(card.arms) // _ABREAST)
    for number, (name, colour) in enumerate(zip(card.arms, boards, strict=False)):
        left, top = _EDGE + number % abreast * width, HEIGHT - _EDGE + 8 - 84 * (rows - number // abreast)
        sheet.arm(left, top, width - 24, 68, colour)
        sheet.write(left + 24, top + 45, _cut(name, _ARM, width - 90), _ARM, BOARD_TEXT, colour)


def _foot(sheet: _Sheet, name: str, boards: tuple[str, ...], has_sign: bool) -> None:
    """Whose card it is: the sign, where the guide has no logo of its own, and what the guide is called."""
    sheet.box(_EDGE, _FOOT_TOP, _INNER, 2, RULE)
    if has_sign:
        sheet.sign(_EDGE - 8, _FOOT_TOP + 18, 60, boards)
    sheet.write(_EDGE + 64 * has_sign, _FOOT_TOP + 58, _cut(name, _FOOT, _INNER - 72), _FOOT, INK)


@dataclass(frozen=True)
class _Text:
    """A text in lines of one size."""

    face: tuple[str, int, int]
    lines: tuple[str, ...]


def _height(text: _Text) -> int:
    return round(len(text.lines) * text.face[2] * _LEADING)


def _lines(sheet: _Sheet, text: _Text, left: int, top: int, ink: str, ground: str = LIGHT[0]) -> int:
    """Writes a text below a height; returns where it ends."""
    size = text.face[2]
    for number, line in enumerate(text.lines):
        sheet.write(left, top + round((number + 0.5) * size * _LEADING + size * 0.33), line, text.face, ink, ground)
    return top + _height(text)


def _fitted(text: str, how: tuple[str, int, tuple[tuple[int, int], ...]], width: int) -> _Text:
    """A text in the largest size in which it takes few enough lines; cut in the smallest, if it must be."""
    family, weight, sizes = how
    for size, most in sizes:
        face = (family, weight, size)
        lines = _wrapped(text, face, width)
        if len(lines) <= most and all(_width(line, face) <= width for line in lines):
            return _Text(face, tuple(_balanced(text, lines, face, width)))
    kept = [_cut(line, face, width) for line in lines[: most - 1]]
    return _Text(face, (*kept, _cut(" ".join(lines[most - 1 :]), face, width)))


def _wrapped(text: str, face: tuple[str, int, int], width: int) -> list[str]:
    return in_lines(text, lambda line: _width(line, face) <= width)


def _balanced(text: str, lines: list[str], face: tuple[str, int, int], width: int) -> list[str]:
    """The same number of lines, each about as long as the others: no word stands alone in the last."""
    for narrower in range(width - width // 12, width // 2, -(width // 12)) if len(lines) > 1 else ():
        tried = _wrapped(text, face, narrower)
        if len(tried) > len(lines) or any(_width(line, face) > width for line in tried):
            break
        lines = tried
    return lines


def _cut(text: str, face: tuple[str, int, int], width: int) -> str:
    """As much of a line as there is room for."""
    if _width(text, face) <= width:
        return text
    while " " in text and _width(f"{text}…", face) > width:
        text = text.rpartition(" ")[0]
    while text and _width(f"{text}…", face) > width:  # one word alone
        text = text[:-1]
    return f"{text.rstrip(',;:. …')}…"


def _width(text: str, face: tuple[str, int, int]) -> float:
    return sum(_advance(letter, face) for letter in text)


def typeface(letter: str, face: tuple[str, int, int]) -> FreeTypeFont:
    """The file that has a letter, in a weight and size."""
    return _font(*face, "" if letter in _BASIC else "-latin")


@cache
def _advance(letter: str, face: tuple[str, int, int]) -> float:
    """The width of one letter: our typefaces are set without pairs, so that of a text is their sum."""
    return typeface(letter, face).getlength(letter)


def _runs(text: str, face: tuple[str, int, int]) -> Iterator[tuple[FreeTypeFont, str]]:
    """A text in pieces, each with the file of the typeface that has its letters."""
    for _, run in groupby(text, _BASIC.__contains__):
        letters = "".join(run)
        yield typeface(letters[0], face), letters


@cache
def _font(family: str, weight: int, size: int, part: str) -> FreeTypeFont:
    from PIL import ImageFont

    path = HOME / "theme_overrides" / "assets" / "fonts" / f"{family}{part}.woff2"
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


@dataclass
class _Sheet:
    """A card while it is drawn: numbers of colours, and the colours that they stand for."""

    colours: list[str] = field(default_factory=lambda: [LIGHT[0]])
    _ramps: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from PIL import Image

        self._image = Image.new("L", (WIDTH, HEIGHT), 0)

    def write(self, left: int, base: int, text: str, face: tuple[str, int, int], ink: str, ground: str = LIGHT[0]) -> None:
        """A line of letters that begins here, on its base line."""
        from PIL import Image, ImageDraw

        size = face[2]
        mask = Image.new("L", (round(_width(text, face)) + size, 2 * size), 0)
        draw, place = ImageDraw.Draw(mask), 0.0
        for font, run in _runs(text, face):
            draw.text((place, round(1.4 * size)), run, 255, font, "ls")
            place += _width(run, face)
        self._lay(mask, left, base - round(1.4 * size), ink, ground)

    def box(self, left: int, top: int, width: int, height: int, colour: str) -> None:
        """A plain area."""
        self._image.paste(self._ramp(LIGHT[0], colour) + _STEPS, (left, top, left + width, top + height))

    def arm(self, left: int, top: int, width: int, height: int, colour: str) -> None:
        """An arm of the sign that points to the right."""
        tip = min(60, height // 2)
        self.box(left, top, width - tip, height, colour)
        self._shape(left + width - tip, top, tip, height, ((0, 0), (1, 0.5), (0, 1)), colour)

    def sign(self, left: int, top: int, size: int, boards: tuple[str, ...]) -> None:
        """The fingerpost, as `fingerpost.svg` has it."""
        self._shape(left, top, size, size, ((11 / 24, 0.1), (0.5, 1 / 24), (13 / 24, 0.1), (13 / 24, 23 / 24), (11 / 24, 23 / 24)), POST)
        self._shape(left, top, size, size, ((3 / 24, 4 / 24), (16.5 / 24, 4 / 24), (19.2 / 24, 6.5 / 24), (16.5 / 24, 9 / 24), (3 / 24, 9 / 24)),
                    boards[0])
        self._shape(left, top, size, size, ((21 / 24, 11 / 24), (8.5 / 24, 11 / 24), (5.8 / 24, 13.5 / 24), (8.5 / 24, 16 / 24), (21 / 24, 16 / 24)),
                    boards[1])

    def png(self) -> bytes:
        """The card as a file."""
        self._image.putpalette([int(colour[place : place + 2], 16) for colour in self.colours for place in (1, 3, 5)])
        out = io.BytesIO()
        self._image.save(out, "PNG", compress_level=6)
        return out.getvalue()

    def _shape(self, left: int, top: int, width: int, height: int, corners: Iterable[tuple[float, float]], colour: str) -> None:
        from PIL import Image, ImageDraw

        mask = Image.new("L", (width * _FINE, height * _FINE), 0)
        ImageDraw.Draw(mask).polygon([(x * width * _FINE, y * height * _FINE) for x, y in corners], 255)
        self._lay(mask.reduce(_FINE), left, top, colour, LIGHT[0])

    def _lay(self, mask: Image, left: int, top: int, ink: str, ground: str) -> None:
        """Puts a mask of 0 to 255 on the card, as steps from a ground to an ink."""
        start = self._ramp(ground, ink)
        self._image.paste(mask.point([start + step for step in _STEP_OF]), (left, top), mask.point(_IS_STEP))

    def _ramp(self, ground: str, ink: str) -> int:
        """The number of a ground's colour before those that lead to an ink."""
        if (ground, ink) not in self._ramps:
            self._ramps[ground, ink] = len(self.colours)
            self.colours += [mixed(ground, ink, round(100 * step / _STEPS)) for step in range(_STEPS + 1)]
        return self._ramps[ground, ink]


__all__ = ["HEIGHT", "WIDTH", "card_files", "typeface"]
