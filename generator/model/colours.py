"""Colours as numbers: how far two are apart in brightness, and what follows from a guide's own.

A guide gives one colour for each arm. For the light scheme it is taken as it is. For the dark one the colour of letters is the
given one with as little white in it, in steps of a twentieth, as brings it to `AT_EASE` on the dark grounds; a board stays as
given, for its letters are the same in both. A soft ground is the scheme's paper with a tenth of the colour in it, a sixth in the dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor

# What letters need on their ground: WCAG 2.2, 1.4.3, level AA. What a derived colour is brought to.
NEEDED, AT_EASE = 4.5, 7
# The grounds of a page and the letters of a board, as `tokens.css` has them; a test holds both together.
LIGHT, DARK = ("#fbf9f4", "#ffffff", "#f4f0e7"), ("#151a1a", "#1c2323", "#101414")
BOARD_TEXT = "#fbf9f4"
_SOFT = {LIGHT: 10, DARK: 16}  # in percent


@dataclass(frozen=True, slots=True)
class Shades:
    """What a guide's colour is in one scheme: that of letters, and of a soft ground."""

    text: str
    soft: str


# The first two of a guide that gives none, in the light scheme and in the dark.
GIVEN: Mapping[str, tuple[Shades, Shades]] = {
    "one": (Shades("#14584a", "#e4efea"), Shades("#86d3bd", "#1a302c")),
    "two": (Shades("#96400f", "#f8eade"), Shades("#f2b184", "#33261d")),
}

# The boards of arms of a guide that gives none: painted areas, with `BOARD_TEXT` on them. A guide's own colour is its board as it is.
BOARDS: Mapping[str, str] = {
    "one": "#14584a", "two": "#96400f", "three": "#274b7a", "four": "#6b2d5c", "five": "#55561a", "six": "#414a52",
}
# Letters on paper, those of what stands beside, rules, and the post.
INK, SOFT_INK, RULE, POST = "#1d2322", "#535e5b", "#ddd6c8", "#7a4a21"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, from 1 to 21, cut to two places."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return floor((lighter + 0.05) / (darker + 0.05) * 100) / 100


def mixed(colour: str, other: str, percent: int) -> str:
    """A colour with so much of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round((own * (100 - percent) + more * percent) / 100):02x}" for own, more in pairs)


def shades(colour: str) -> tuple[Shades, Shades]:
    """A guide's colour in the light scheme and in the dark."""
    light, dark = (mixed(grounds[0], colour, _SOFT[grounds]) for grounds in (LIGHT, DARK))
    brighter = (mixed(colour, "#ffffff", percent) for percent in range(0, 101, 5))
    return Shades(colour, light), Shades(next(text for text in brighter if worst(text, (*DARK, dark))[0] >= AT_EASE or text == "#ffffff"), dark)


def worst(text: str, grounds: Iterable[str]) -> tuple[float, str]:
    """The ground on which a colour of letters stands out least, with the contrast there."""
    return min((contrast(text, ground), ground) for ground in grounds)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (channel / 255 for channel in _channels(colour)))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
