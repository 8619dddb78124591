"""A path week by week at the persona's pace: in which week a step is begun and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model.limits import SCRAP_MINUTES


@dataclass(frozen=True)
class Share:
    """What of a step falls into a week: `minutes` of its `total`; `last` when it is finished then."""

    step: int
    minutes: int
    total: int
    last: bool


def weeks_of(minutes: Iterable[int], per_week: int) -> Iterator[tuple[Share, ...]]:
    """Steps of these lengths, in order, shared out over weeks of `per_week` minutes. Scraps stay with their neighbours."""
    week: list[Share] = []
    room = per_week
    for step, total in enumerate(minutes):
        left = total
        while left:
            if week and room < min(left, SCRAP_MINUTES):
                yield tuple(week)
                week, room = [], per_week
            take = left if left <= room + SCRAP_MINUTES else room
            left -= take
            room -= take
            week.append(Share(step, take, total, left == 0))
            if left:
                yield tuple(week)
                week, room = [], per_week
    if week:
        yield tuple(week)
