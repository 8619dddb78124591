"""The figures of the home page, each drawn as small as its finding allows: two amounts as bars from zero, a count over time as a line,
any other as its number alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from ..model import Claim, Guide, Role
from ..model.evidence import Dated
from ..model.settings import HomeFigure
from ..model.types import first_day
from .claim_pictures import figure_of
from .look import tone_of
from .marks import is_expired, known_words, mark_of, mark_words
from .writer import PageWriter

# Units of the drawings: a bar is at most so long, a line has so much room, and a margin in which its stroke can be seen.
LENGTH, HEIGHT, MARGIN = 1000, 60, 2


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Whom a figure is about, the figure as a link to its claim, how long it is drawn, and by which colour its role is known."""

    label: str
    figure: Markup
    length: int
    tone: int


@dataclass(frozen=True, kw_only=True)
class Course:
    """A figure over time: its lines as points, and its two ends in words. A line ends where something else is counted from then on."""

    lines: Sequence[str]
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
    roles = [_role_of(guide, claim.id) for claim in claims]
    are_of_roles = all(roles) and len(set(roles)) == len(roles)
    return [
        Bar(
            label=guide.roles[role].name if are_of_roles else claim.population or writer.plain(claim.statement),
            figure=writer.claim(claim.id),
            length=int(amount / longest * LENGTH),
            tone=tone_of(guide, role) if are_of_roles else 0,
        )
        for claim, role, amount in zip(claims, roles, amounts, strict=True)
    ]


def _amount(claim: Claim) -> Decimal:
    """A figure as one number: of a range its upper end."""
    if claim.range is None:
        return claim.value or Decimal(0)
    return claim.range.high if claim.range.high is not None else claim.range.low or Decimal(0)


def _role_of(guide: Guide, claim: str) -> str:
    """The role whose pay, demand or column of the comparison rests on a claim; none where several do."""
    def named(role: Role) -> set[str]:
        return {*role.pay, *role.demand, *(cited for cell in role.criteria.values() for cited in cell.claims)}

    roles = [role for role in guide.settings.roles if claim in named(guide.roles[role])]
    return roles[0] if len(roles) == 1 else ""


def _course(claim: Claim, writer: PageWriter) -> Course:
    values = [dated.value for dated in claim.series]
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0)) or Decimal(1)
    begin, last = (first_day(claim.series[index].on).toordinal() for index in (0, -1))

    def point(dated: Dated) -> str:
        across = (first_day(dated.on).toordinal() - begin) * LENGTH // (last - begin or 1)
        return f"{across},{MARGIN + int((high - dated.value) / (high - low) * (HEIGHT - 2 * MARGIN))}"

    def end(dated: Dated) -> str:
        return f"{figure_of(dated.value, claim, writer)} ({writer.date(dated.on)})"

    pieces = [list(map(point, piece)) for piece in claim.pieces]
    # A piece of one point is drawn as long as can be seen.
    return Course(
        lines=[" ".join(piece if len(piece) > 1 else piece * 2) for piece in pieces], first=end(claim.series[0]), last=end(claim.series[-1]))


__all__ = ["HEIGHT", "LENGTH", "MARGIN", "home_figure"]
