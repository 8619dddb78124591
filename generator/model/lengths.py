"""Lengths of time as they are said. They are counted in whole minutes everywhere; this module alone turns them into hours.

The browser's twin is `hours` and `hoursRange`; both are held to `tests/cases/follow/hours.json`.
"""

from __future__ import annotations

from .limits import ESTIMATE_PERCENT, FINE_BELOW_MINUTES, ROUND_TO_HOURS


def hours(minutes: int, in_minutes: str = "{} min", in_hours: str = "{} h", point: str = ".") -> str:
    """A length as people say it: `45 min`, `6 h`, `7.5 h`; hours to the tenth, a half of one upwards (75 minutes are `1.3 h`), and
    nothing is `0 h`. The words of another language have a place for the number, and a `point` of its own before tenths."""
    if 0 < minutes < 60:
        return in_minutes.format(minutes)
    whole, tenth = divmod((minutes + 3) // 6, 10)
    return in_hours.format(f"{whole}{point}{tenth}" if tenth else whole)


def hour_count(minutes: int) -> int | float:
    """Hours as a number, to the hundredth: as a file gives them (which never gives finer ones), and as JSON does."""
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)


def hours_range(minutes: int, stated: int) -> tuple[int, int]:
    """The least and the most hours that something of this length takes, `stated` minutes of which its publishers name.

    What is stated counts as it is, the rest is spread; the ends are rounded outwards.
    """
    low, high = (stated * 100 + (minutes - stated) * percent for percent in ESTIMATE_PERCENT)
    step = _step(minutes)
    round_to = step * 60 * 100
    return low // round_to * step, -(-high // round_to) * step


def about_hours(minutes: int) -> int:
    """Hours to the nearest step of a range; one at least of what is anything at all."""
    step = _step(minutes)
    return max((minutes + 30 * step) // (60 * step) * step, min(minutes, 1))


def _step(minutes: int) -> int:
    """To how many hours a length is rounded."""
    return ROUND_TO_HOURS if minutes >= FINE_BELOW_MINUTES else 1
