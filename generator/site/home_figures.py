"""The figures of the home page, each drawn as small as its finding allows: two amounts as bars from zero, a count over time as a line,
any other as its number alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from ..model import Claim, Guide
from ..model.evidence import Dated
from ..model.settings import HomeFigure
from .claim_pictures import figure_of, line_of
from .look import roles_named, tone_of
from .marks import is_expired, known_words, mark_of, mark_words
from .picture import drawn_bar, drawn_line
from .writer import PageWriter


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Whom a figure is about, by which colour its role is known, the figure as a link to its claim, and its drawing."""

    label: str
    tone: int
    figure: Markup
    drawn: Markup


@dataclass(frozen=True, kw_only=True)
class Course:
    """A figure over time: its line, and its two ends in words. It breaks where something else is counted from then on."""

    drawn: Markup
    first: str
    last: str


def home_figure(guide: Guide, figure: HomeFigure, writer: PageWriter) -> Mapping[str, object]:
    """A figure, ready to print: its title, `bars`, a `course` or its `value` alone, where it holds, and how it is known."""
    claims = [guide.claims[identifier] for identifier in (figure.claim, figure.beside) if identifier]
    first, marks = claims[0], {mark_of(claim) for claim in claims}
    return {
        "says": writer.line(figure.says),
        "bars": _bars(guide, claims, writer) if figure.beside else (),
        "course": _course(first, writer) if first.series and not figure.beside else None,
        "value": writer.claim(first.id),
        "where": ", ".join(part for part in (first.place, first.period or writer.date(first.observed)) if part),
        "mark": mark_of(first) if len(marks) == 1 else "",
        "mark_name": mark_words(first, guide) if len(marks) == 1 else "",
        "known": known_words(first, guide) if marks == {mark_of(first)} - {"reported", "unread"} else "",
        "expired": any(is_expired(claim, guide) for claim in claims),
    }


def _bars(guide: Guide, claims: Sequence[Claim], writer: PageWriter) -> list[Bar]:
    """Bars on one scale from zero. They bear the names of roles where each claim is about one alone, and otherwise what they are about."""
    amounts = [abs(_amount(claim)) for claim in claims]
    longest = max(amounts) or Decimal(1)
    roles = [named[0] if len(named := roles_named(guide, claim.id)) == 1 else "" for claim in claims]
    are_of_roles = all(roles) and len(set(roles)) == len(roles)
    tones = [tone_of(guide, role) if are_of_roles else 0 for role in roles]
    return [
        Bar(
            label=guide.roles[role].name if are_of_roles else claim.population or writer.plain(claim.statement),
            tone=tone,
            figure=writer.claim(claim.id),
            drawn=drawn_bar(0, float(amount / longest), tone),
        )
        for claim, role, tone, amount in zip(claims, roles, tones, amounts, strict=True)
    ]


def _amount(claim: Claim) -> Decimal:
    """A figure as one number: of a range its upper end."""
    if claim.range is None:
        return claim.value or Decimal(0)
    return claim.range.high if claim.range.high is not None else claim.range.low or Decimal(0)


def _course(claim: Claim, writer: PageWriter) -> Course:
    def end(dated: Dated) -> str:
        return f"{figure_of(dated.value, claim, writer)} ({writer.date(dated.on)})"

    return Course(drawn=drawn_line(line_of(claim, writer)), first=end(claim.series[0]), last=end(claim.series[-1]))
