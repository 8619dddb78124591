"""Charts as static SVG beside the same numbers as a table. Colours come from the style sheet; nothing here needs a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from markupsafe import Markup

from ..content import figures
from ..model import Claim
from ..model.evidence import Dated
from ..model.types import first_day
from .marks import mark_of
from .writer import PageWriter, live

# SVG units: the width of the drawing, the height of one over time, what the scale leaves free at each side of it, and the least that can be
# seen of a bar.
WIDTH = 640
HEIGHT = 60
MARGIN = 8
LEAST = Decimal(3)
# From the lowest figure to the highest there are at most so many steps of the scale.
_STEPS = 4


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A row of a chart: its label, the figure as text and link, its mark, and where its bar begins and how long it is, in SVG units."""

    label: str
    figure: Markup
    when: str
    start: str
    width: str
    mark: str


@dataclass(frozen=True)
class Chart:
    """Claims that measure the same thing, on a scale of their own that holds zero.

    `ticks` are evenly spaced: the place of each, its label, whether it is zero.
    """

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str, bool], ...]
    width: int


def charts(claims: Iterable[Claim], writer: PageWriter) -> tuple[Chart, ...]:
    """A chart for each measure that at least three claims share, in the order of their first claim.

    Claims compare only when unit, currency and what is measured are the same: base pay is never drawn beside total pay. What is
    retired, replaced, contradicted or without a source is not drawn.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in live(claims):
        if claim.measures and claim.has_figure and not claim.superseded_by and claim.is_borne_out:
            groups.setdefault((claim.measures, claim.unit or "", claim.currency or ""), []).append(claim)
    return tuple(_chart(key[0], group, writer) for key, group in groups.items() if len(group) >= 3)


def _chart(measures: str, claims: list[Claim], writer: PageWriter) -> Chart:
    ends = [end for claim in claims for end in _ends(claim) if end is not None]
    scale = _scale(min(*ends, Decimal(0)), max(*ends, Decimal(0)))
    bottom, top = scale[0], scale[-1]

    def place(value: Decimal) -> Decimal:
        return (value - bottom) / (top - bottom) * (WIDTH - 2 * MARGIN) + MARGIN

    def bar(claim: Claim) -> Bar:
        low, high = _ends(claim)
        if claim.value is not None:  # One value is a bar from zero to it, two are a bar from one to the other.
            low, high = min(claim.value, Decimal(0)), max(claim.value, Decimal(0))
        # An end that is left open leads out of the picture.
        start = place(low) if low is not None else Decimal(0)
        end = place(high) if high is not None else Decimal(WIDTH)
        label = labels[claim.id] if same[labels[claim.id], _when(claim, writer)] == 1 else writer.plain(claim.statement)
        return Bar(
            label=label,
            figure=writer.claim(claim.id),
            when=_when(claim, writer),
            start=_unit(start),
            width=_unit(max(end - start, LEAST)),
            mark=mark_of(claim),
        )

    labels = {claim.id: _label(claim, writer) for claim in claims}
    same = Counter((labels[claim.id], _when(claim, writer)) for claim in claims)
    ordered = sorted(claims, key=lambda claim: (-max(end for end in _ends(claim) if end is not None), claim.id))
    currency, percent = claims[0].currency or "", claims[0].unit == "percent"
    ticks = tuple((_unit(place(value)), writer.language.short(value, currency, percent), value == 0) for value in scale)
    return Chart(measures, tuple(map(bar, ordered)), ticks, WIDTH)


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A claim over time: its label, its first and last figure with their days, and its lines as points in SVG units.

    A line ends where what is counted changes, and another begins: what is not the same is not joined.
    """

    label: Markup
    first: str
    last: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TrendChart:
    """Claims that measure the same over time, all on one scale that begins at zero and on one length of time."""

    title: str
    rows: tuple[Trend, ...]
    ticks: tuple[tuple[str, str], ...]
    width: int
    height: int


def trends(claims: Iterable[Claim], writer: PageWriter) -> tuple[TrendChart, ...]:
    """A chart over time for each measure of which some claim has a series, in the order of their first claim."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in live(claims):
        if claim.series and claim.is_borne_out and not claim.superseded_by:
            groups.setdefault((claim.measures or writer.plain(claim.statement), claim.unit or "", claim.currency or ""), []).append(claim)
    return tuple(_trend_chart(key[0], group, writer) for key, group in groups.items())


def _trend_chart(title: str, claims: list[Claim], writer: PageWriter) -> TrendChart:
    values = [dated.value for claim in claims for dated in claim.series]
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0)) or Decimal(1)
    years = [_year(dated.on) for claim in claims for dated in claim.series]
    begin, end = min(years), max(years)

    def point(dated: Dated) -> str:
        across = (_year(dated.on) - begin) / (end - begin or 1) * (WIDTH - 2 * MARGIN) + MARGIN
        up = (high - dated.value) / (high - low) * (HEIGHT - 2 * MARGIN) + MARGIN
        return f"{_unit(across)},{_unit(up)}"

    def row(claim: Claim) -> Trend:
        pieces: list[list[str]] = [[]]
        for dated in claim.series:
            if dated.redefined and pieces[-1]:
                pieces.append([])
            pieces[-1].append(point(dated))
        ends = [f"{figure_of(dated.value, claim, writer)} ({writer.date(dated.on)})" for dated in (claim.series[0], claim.series[-1])]
        label = writer.link("claim", claim.id, ", ".join(part for part in (claim.population, claim.place) if part) or writer.plain(claim.statement))
        # A line of one point is drawn as long as can be seen.
        lines = tuple(" ".join(piece if len(piece) > 1 else piece * 2) for piece in pieces)
        return Trend(label=label, first=ends[0], last=ends[1], lines=lines)

    ordered = sorted(claims, key=lambda claim: (-claim.series[-1].value, claim.id))
    return TrendChart(title, tuple(map(row, ordered)), ((_unit(Decimal(MARGIN)), _shown(begin)), (_unit(Decimal(WIDTH - MARGIN)), _shown(end))),
                      WIDTH, HEIGHT)


def figure_of(value: Decimal | None, claim: Claim, writer: PageWriter) -> str:
    """Another quantity of a claim's kind, printed as the claim's own is."""
    return figures.figure(claim.model_copy(update={"value": value}), writer.language)


def _year(date: str) -> Decimal:
    """A day, a month or a year as a number of years: where it stands on an axis of time."""
    day = first_day(date)
    return Decimal(day.year) + Decimal(day.month - 1) / 12 + Decimal(day.day - 1) / 366


def _shown(year: Decimal) -> str:
    return str(int(year))


def _ends(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    """The two ends of a claim's figure, None for one that is open."""
    if claim.range is None:
        return claim.value, claim.value
    return claim.range.low, claim.range.high


def _label(claim: Claim, writer: PageWriter) -> str:
    """About whom a figure is, and where: a row must not be read as saying more than its claim."""
    return ", ".join(part for part in (claim.population or writer.plain(claim.statement), claim.seniority, claim.place) if part)


def _when(claim: Claim, writer: PageWriter) -> str:
    return claim.period or writer.date(claim.observed)


def _scale(low: Decimal, high: Decimal) -> list[Decimal]:
    """Evenly spaced round numbers from one that is not above `low` to one that is not below `high`; zero is one of them."""
    step = _round((high - low) / _STEPS)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * number for number in range(int(first), int(last) + 1)]


def _round(value: Decimal) -> Decimal:
    """The next of 1, 2, 2.5, 4, 5, 8 times a power of ten that is not below the value."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in map(Decimal, ("1", "2", "2.5", "4", "5", "8", "10")) if step * power >= value)


def _unit(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'))}"
