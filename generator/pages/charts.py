"""Charts as static SVG beside the same numbers as a table. Colours come from the style sheet; nothing here needs a script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from .. import figures
from ..model import Claim
from .pen import Pen

_WIDTH = 640
_LEFT = 4
_RIGHT = 12


@dataclass(frozen=True)
class Bar:
    """A row of a chart: its label, the figure as text and link, and where its bar begins and ends, in SVG units."""

    label: str
    figure: Markup
    when: str
    start: str
    width: str
    point: bool
    verdict: str


@dataclass(frozen=True)
class Chart:
    """Claims that measure the same thing, drawn to one scale that begins at zero."""

    title: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str], ...]
    width: int


def charts(claims: Iterable[Claim], pen: Pen) -> tuple[Chart, ...]:
    """A chart for each measure that at least three claims share, in the order of their first claim.

    Claims compare only when unit, currency and what is measured are the same: base pay is never drawn beside total pay.
    """
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.measures and (claim.value is not None or claim.range is not None) and claim.verdict != "contradicted":
            groups.setdefault((claim.measures, claim.unit or "", claim.currency or ""), []).append(claim)
    return tuple(_chart(key[0], group, pen) for key, group in groups.items() if len(group) >= 3)


def _chart(measures: str, claims: list[Claim], pen: Pen) -> Chart:
    top = _nice(max(_ends(claim)[1] for claim in claims))
    span = _WIDTH - _LEFT - _RIGHT
    ordered = sorted(claims, key=lambda claim: (-_ends(claim)[1], claim.id))
    bars = []
    for claim in ordered:
        low, high = _ends(claim)
        is_point = claim.value is not None
        start = Decimal(0) if is_point else low
        label = ", ".join(part for part in (claim.population or claim.statement, claim.seniority) if part)
        bars.append(
            Bar(
                label,
                pen.claim(claim.id),
                claim.period or claim.observed or "",
                _position(start, top, span),
                _length(high - start, top, span),
                is_point,
                claim.verdict,
            )
        )
    ticks = tuple((_position(top * step / 4, top, span), _short(top * step / 4, claims[0])) for step in range(5))
    return Chart(measures, tuple(bars), ticks, _WIDTH)


def _ends(claim: Claim) -> tuple[Decimal, Decimal]:
    if claim.value is not None:
        return claim.value, claim.value
    low = claim.range.low if claim.range else None
    high = claim.range.high if claim.range else None
    return (low if low is not None else Decimal(0)), (high if high is not None else low if low is not None else Decimal(0))


def _nice(value: Decimal) -> Decimal:
    """The next of 1, 2, 2.5, 4, 5, 8 times a power of ten that is not below the value."""
    if value <= 0:
        return Decimal(1)
    scale = Decimal(10) ** value.adjusted()
    return next(step * scale for step in map(Decimal, ("1", "2", "2.5", "4", "5", "8", "10")) if step * scale >= value)


def _position(value: Decimal, top: Decimal, span: int) -> str:
    return f"{(value / top * span + _LEFT).quantize(Decimal('0.1'))}"


def _length(value: Decimal, top: Decimal, span: int) -> str:
    return f"{max(value / top * span, Decimal(2)).quantize(Decimal('0.1'))}"


def _short(value: Decimal, like: Claim) -> str:
    if like.currency and value >= 1000:
        scale, letter = (1_000_000, "M") if value >= 1_000_000 else (1000, "k")
        return f"{figures.sign(like.currency)}{(value / scale).normalize():,f}{letter}"
    return f"{value.normalize():,f}{'%' if like.unit == 'percent' else ''}"
