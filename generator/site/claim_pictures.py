"""The pictures of claims, as the guide lists them: dots and spans in panels, or lines over time.

Which claims stand together is the editor's choice; everything else follows from the claims. A role has its look, how a claim is known
decides how its mark is filled, and rows come in the order of what they show: those of several roles first, by how far the first is above
the last, then the rest by amount. What is retired or replaced is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from ..content import figures
from ..model import Claim, Guide
from ..model.evidence import BORNE_OUT
from ..model.pictures import Picture as Chosen
from ..model.pictures import PicturePanel, PictureRow
from ..model.types import first_day
from .marks import mark_of
from .picture import (
    LOOKS,
    OTHER,
    Field,
    Group,
    Line,
    Mark,
    Panel,
    Picture,
    Row,
    Sure,
    Table,
    Tick,
    interval_sign,
    part_of,
    scale,
    shape,
)
from .writer import PageWriter, listed, live, name_of

_Drawn = tuple[PictureRow, tuple[tuple[str, Claim], ...]]
"""A row, and its claims by the role that they are of; `OTHER` for those of none alone."""
_MOST_YEARS = 4  # between the first year and the last that are named: more would meet on a phone
_PLACE = 1  # among the facts of a row
_ORDER: tuple[Sure, ...] = ("sound", "reported", "unsound")


def pictures_of(guide: Guide, topic: str, writer: PageWriter) -> tuple[Picture, ...]:
    """The pictures on a topic's page, in the guide's order, without those of which nothing is left to draw."""
    made = (_picture(guide, chosen, writer) for chosen in guide.settings.pictures if chosen.topic == topic)
    return tuple(picture for picture in made if picture is not None)


def pictures_of_roles(guide: Guide, writer: PageWriter) -> tuple[Picture, ...]:
    """The pictures that stand below the comparison of the roles."""
    made = (_picture(guide, chosen, writer) for chosen in guide.settings.pictures if chosen.beside_roles)
    return tuple(picture for picture in made if picture)


def picture_links(guide: Guide, claims: Sequence[str], writer: PageWriter) -> tuple[Markup, ...]:
    """Links to the pictures that draw some of these claims, by their findings."""
    return tuple(
        Markup('<a href="{}#{}">{}</a>').format(writer.to(f"evidence/{chosen.topic}/"), place_of(chosen), chosen.finding)
        for chosen in guide.settings.pictures if set(claims_of(chosen)) & {*claims})


def claims_of(chosen: Chosen) -> tuple[str, ...]:
    """Every claim that a picture names, in its order."""
    return (*(claim for panel in chosen.panels for row in panel.rows for claim in row.claims), *chosen.lines)


def place_of(chosen: Chosen) -> str:
    """Where on its page a picture stands. An id of a claim cannot be the same, for its place has no such beginning."""
    return f"picture-{chosen.id}"


def file_of_picture(chosen: Chosen, ending: str) -> str:
    """The path of a picture as a file, below the site's root."""
    return f"evidence/{chosen.topic}/{chosen.id}.{ending}"


def look_of(guide: Guide, role: str) -> str:
    """The look of a role: by its place among all of them; one more than there are looks has that of the others."""
    place = guide.settings.roles.index(role) if role in guide.settings.roles else len(LOOKS)
    return LOOKS[place] if place < len(LOOKS) else OTHER


def sure_of(claim: Claim) -> Sure:
    """How well a claim is known, as its mark is filled."""
    mark = mark_of(claim)
    return "sound" if mark in BORNE_OUT else "reported" if claim.is_borne_out else "unsound"


def used_claims(guide: Guide, chosen: Chosen) -> list[Claim]:
    """The claims that a picture draws, each once."""
    return [claim for claim in live(guide.claims[identifier] for identifier in dict.fromkeys(claims_of(chosen))) if not claim.superseded_by]


def _picture(guide: Guide, chosen: Chosen, writer: PageWriter) -> Picture | None:
    claims, words = used_claims(guide, chosen), writer.words.picture
    if not claims:
        return None
    drawn = {claim.id for claim in claims}
    rows = [(panel, of_panel) for panel in chosen.panels if (of_panel := _in_order(guide, panel, drawn))]
    grouped = [(panel, list(_groups(of_panel, writer))) for panel, of_panel in rows]
    panels = tuple(_panel(panel, groups, writer) for panel, groups in grouped)
    sources = {source.publisher: source.id for source in (writer.main_source(claim.id) for claim in reversed(claims))}
    roles = {role for _, of_panel in rows for _, of_row in of_panel for role, _ in of_row}
    links = (writer.link("source", source, publisher) for publisher, source in sorted(sources.items()))
    signs = [(shape(look_of(guide, role)), name_of(guide.roles[role])) for role in guide.settings.roles if role in roles]
    return Picture(
        id=place_of(chosen),
        title=chosen.finding,
        lead=writer.line(chosen.lead),
        note=writer.line(chosen.note),
        source=Markup("{} {}").format(
            listed(words.source if len(sources) == 1 else words.sources, links) + ".",
            words.as_of.format(writer.date(guide.settings.as_of))),
        alt=words.alt.format(chosen.finding),
        signs=(*signs, *([(shape(OTHER), words.other)] if OTHER in roles else []),
               *([(interval_sign(), writer.words.claim.interval)] if panels and any(claim.interval for claim in claims) else [])),
        panels=panels,
        field=_field([claim for claim in claims if claim.id in chosen.lines], writer) if chosen.lines else None,
        table=_series_table(claims, writer) if chosen.lines else _table(
            [row for _, groups in grouped for _, of_group in groups for row in of_group], writer),
        table_name=words.table,
        files=tuple((writer.to(f"evidence/{chosen.topic}/") + f"{chosen.id}.{ending}", ending.upper()) for ending in ("csv", "svg")),
    )


# ---- dots and spans


def _in_order(guide: Guide, panel: PicturePanel, drawn: set[str]) -> list[_Drawn]:
    rows: list[_Drawn] = []
    for row in panel.rows:
        claims = [(role, guide.claims[row.roles[role]]) for role in guide.settings.roles if role in row.roles and row.roles[role] in drawn]
        claims += [(OTHER, guide.claims[row.other])] if row.other and row.other in drawn else []
        if claims:
            rows.append((row, tuple(claims)))
    rows.sort(key=lambda row: row[1][0][1].id)
    rows.sort(key=lambda row: (-len(row[1]), -(_middle(row[1][0][1]) - _middle(row[1][-1][1])), -_middle(row[1][0][1])))
    return rows


def _middle(claim: Claim) -> Decimal:
    ends = ends_of(claim)
    return sum(ends, Decimal(0)) / len(ends)


def ends_of(claim: Claim) -> list[Decimal]:
    """The figures that a claim holds: its value, or the ends of its span that it gives."""
    found = [claim.value] if claim.value is not None else [claim.range.low, claim.range.high] if claim.range else []
    return [end for end in found if end is not None]


def _panel(panel: PicturePanel, groups: Sequence[tuple[str, list[_Drawn]]], writer: PageWriter) -> Panel:
    rows = [row for _, of_group in groups for row in of_group]
    claims = [claim for _, of_row in rows for _, claim in of_row]
    intervals = [end for claim in claims if claim.interval for end in (claim.interval.low, claim.interval.high) if end is not None]
    currency, percent = claims[0].currency or "", claims[0].unit == "percent"
    steps = scale([end for claim in claims for end in ends_of(claim)] + intervals, from_zero=percent)
    facts = {id(row): _facts(of_row, writer) for row, of_row in rows}
    # What is the same of all rows, and the place of most, stands above them.
    shared = [fact for index, fact in enumerate(_most(column) for column in zip(*facts.values(), strict=True))
              if fact and sum(fact == other[index] for other in facts.values()) > (len(rows) / 2 if index == _PLACE else len(rows) - 1)]

    def made(drawn: _Drawn) -> Row:
        row, of_row = drawn
        note = writer.words.picture.between.join(fact for fact in facts[id(row)] if fact and fact not in shared)
        return Row(label=row.label or about(of_row[0][1], writer), note=note,
                   marks=tuple(_mark(claim, role, steps, writer) for role, claim in of_row))

    return Panel(
        name=panel.name,
        note=writer.words.picture.between.join(shared) if len(rows) > 1 else "",
        ticks=tuple(Tick(part_of(step, steps), writer.language.short(step, currency, percent), step == 0) for step in steps),
        groups=tuple(Group(name=name, rows=tuple(map(made, of_group))) for name, of_group in groups),
    )


def _mark(claim: Claim, role: str, steps: Sequence[Decimal], writer: PageWriter) -> Mark:
    def at(value: Decimal | None) -> float | None:
        return None if value is None else part_of(value, steps)

    interval = claim.interval and (at(claim.interval.low), at(claim.interval.high))
    return Mark(
        look=OTHER if role == OTHER else look_of(writer.guide, role),
        label=_label(claim, writer),
        sure=sure_of(claim),
        at=at(claim.value),
        span=(at(claim.range.low), at(claim.range.high)) if claim.range else None,
        interval=(interval[0], interval[1]) if interval and interval[0] is not None and interval[1] is not None else None,
    )


def _label(claim: Claim, writer: PageWriter) -> str:
    """A figure beside its mark: of money in thousands where that is exact and shorter."""
    if not claim.currency:
        return writer.figure(claim)
    currency, language, words = claim.currency, writer.language, writer.words.figures
    said = [min(language.money(end, currency), language.short(end, currency), key=len) for end in ends_of(claim)]
    if claim.range is None:
        return said[0]
    return str((words.range if len(said) == 2 else words.or_more if claim.range.high is None else words.up_to).format(*said))


def _most(facts: Sequence[str]) -> str:
    return max(dict.fromkeys(facts), key=facts.count)


def _facts(of_row: Sequence[tuple[str, Claim]], writer: PageWriter) -> tuple[str, ...]:
    """What a row's figures are of: when, where, and how many they rest on."""
    claims = [claim for _, claim in of_row]
    said = [[claim.period or writer.date(claim.observed) for claim in claims], [claim.place or "" for claim in claims]]
    samples = [writer.language.number(Decimal(claim.sample)) for claim in claims if claim.sample is not None]
    count = writer.words.picture.sample.format(writer.words.picture.among.join(samples)) if len(samples) == len(claims) else ""
    return (*(writer.words.picture.among.join(dict.fromkeys(filter(None, facts))) for facts in said), count)


def about(claim: Claim, writer: PageWriter) -> str:
    """About whom a figure is: a row must not be read as saying more than its claim."""
    return ", ".join(part for part in (claim.population or writer.plain(claim.statement), claim.seniority) if part)


def _groups(rows: list[_Drawn], writer: PageWriter) -> Iterator[tuple[str, list[_Drawn]]]:
    """Rows under headings: where all are of the same two roles and have intervals, by whose figures are higher beyond these; else by how
    well they are known, by the least that is known of a row. One group alone needs no heading."""
    words = writer.words.picture
    if all(len(of_row) == 2 and OTHER not in dict(of_row) and all(claim.interval for _, claim in of_row) for _, of_row in rows):
        first, last = (name_of(writer.guide.roles[role]) for role, _ in rows[0][1])
        found = {way: [row for row in rows if _apart(row[1][0][1], row[1][1][1]) == way] for way in (1, -1, 0)}
        found[-1].reverse()  # The largest difference comes first on each side.
        sides = {1: words.more.format(first), -1: words.more.format(last), 0: words.alike}
        parts = [(sides[way], of_group) for way, of_group in found.items() if of_group]
    else:
        worst = {id(row): max(_ORDER.index(sure_of(claim)) for _, claim in of_row) for row, of_row in rows}
        groups = [(sure, [row for row in rows if worst[id(row[0])] == index]) for index, sure in enumerate(_ORDER)]
        names = {"sound": words.sound, "reported": words.reported, "unsound": words.unsound}
        parts = [(names[sure], of_group) for sure, of_group in groups if of_group]
    yield from [("", rows)] if parts == [(words.sound, rows)] else parts


def _apart(one: Claim, other: Claim) -> int:
    """1 where a figure is above another beyond the intervals of both, -1 where it is below, 0 where these touch."""
    ends = [(claim.interval.low or Decimal(0), claim.interval.high or Decimal(0)) for claim in (one, other) if claim.interval]
    return (ends[0][0] > ends[1][1]) - (ends[0][1] < ends[1][0])


def _table(rows: Sequence[_Drawn], writer: PageWriter) -> Table:
    """A row for each figure, in the order in which they are drawn; of what none of them has there is no column."""
    words, labels = writer.words, writer.words.claim
    heads = (words.picture.row, words.picture.role, words.evidence.figure, labels.interval, labels.sample, labels.period, labels.place)
    cells = [
        (row.label or about(claim, writer), words.picture.other if role == OTHER else name_of(writer.guide.roles[role]),
         writer.link("claim", claim.id, writer.figure(claim)), interval_of(claim, writer),
         writer.language.number(Decimal(claim.sample)) if claim.sample is not None else "", claim.period or writer.date(claim.observed),
         claim.place or "")
        for row, of_row in rows for role, claim in of_row]
    kept = [index for index in range(len(heads)) if any(of_row[index] for of_row in cells)]
    return Table(heads=tuple(heads[index] for index in kept), rows=tuple(tuple(of_row[index] for index in kept) for of_row in cells))


def interval_of(claim: Claim, writer: PageWriter) -> str:
    """Between what a figure lies; nothing for one without an interval."""
    if claim.interval is None:
        return ""
    return str(writer.words.claim.interval_value.format(figure_of(claim.interval.low, claim, writer), figure_of(claim.interval.high, claim, writer)))


def figure_of(value: Decimal | None, claim: Claim, writer: PageWriter) -> str:
    """Another quantity of a claim's kind, printed as the claim's own is."""
    return figures.figure(claim.model_copy(update={"value": value, "range": None}), writer.language)


# ---- lines over time


def _field(claims: Sequence[Claim], writer: PageWriter) -> Field:
    values = [dated.value for claim in claims for dated in claim.series]
    currency, percent = claims[0].currency or "", claims[0].unit == "percent"
    steps = scale(values, from_zero=True)
    years = [_year(dated.on) for claim in claims for dated in claim.series]
    begin, end = min(years), max(max(years), min(years) + Decimal("0.1"))

    def across(year: Decimal) -> float:
        return float((year - begin) / (end - begin))

    def line(index: int, claim: Claim) -> Line:
        pieces = tuple(tuple((across(_year(dated.on)), part_of(dated.value, steps)) for dated in piece) for piece in claim.pieces)
        look = LOOKS[index] if index < 2 and len(claims) > 1 else OTHER if index else LOOKS[0]
        return Line(label=f"{claim.place or about(claim, writer)} {writer.figure(claim)}", pieces=pieces, look=look)

    first, last = int(begin.to_integral_value()), int(end)
    each = max(1, -(-(last - first) // _MOST_YEARS))
    return Field(
        years=tuple(Tick(across(Decimal(year)), str(year)) for year in range(first, last + 1, each) if begin <= year <= end),
        ticks=tuple(Tick(part_of(step, steps), writer.language.short(step, currency, percent), step == 0) for step in steps),
        lines=tuple(line(index, claim) for index, claim in enumerate(claims)),
    )


def line_of(claim: Claim, writer: PageWriter) -> Line:
    """A claim's series as a line for itself."""
    return _field([claim], writer).lines[0]


def _series_table(claims: Sequence[Claim], writer: PageWriter) -> Table:
    """A row for each claim: its first figure of each year, and its last. A year is headed by the date of that first figure, where all share it."""
    years = sorted({dated.on[:4] for claim in claims for dated in claim.series})
    dates = {year: {next(dated.on for dated in claim.series if dated.on[:4] == year) for claim in claims if any(
        dated.on[:4] == year for dated in claim.series)} for year in years}
    heads = (writer.date(min(dates[year])) if len(dates[year]) == 1 else year for year in years)
    rows = []
    for claim in claims:
        firsts = {dated.on[:4]: dated for dated in reversed(claim.series)}
        cells = (f"{figure_of(firsts[year].value, claim, writer)}" if year in firsts else "" for year in years)
        last = writer.link("claim", claim.id, f"{writer.figure(claim)} ({writer.date(claim.series[-1].on)})")
        rows.append((claim.place or about(claim, writer), *cells, last))
    return Table(heads=(writer.words.picture.row, *heads, writer.words.picture.last), rows=tuple(rows))


def _year(date: str) -> Decimal:
    """A day, a month or a year as a number of years: where it stands on an axis of time."""
    day = first_day(date)
    return Decimal(day.year) + Decimal(day.month - 1) / 12 + Decimal(day.day - 1) / 366
