"""How far it is from each starting point to each role, in hours: the picture on the page of all paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from ..model import Guide, Persona
from ..model.lengths import about_hours, hour_count
from ..planner import Plan
from ..planner.paths import PathKey, Plans
from .claim_pictures import look_of
from .picture import Group, Mark, Panel, Picture, Row, Table, Tick, part_of, scale, shape
from .writer import PageWriter

# Where the picture's files stand, beside its page.
PAGE, FILES = "paths/", "sizes"
# One way is shorter than another where it takes so many percent of its hours at most: what is nearer is within what estimates are wrong by.
_CLEARLY = 95


@dataclass(frozen=True)
class _Way:
    """A path of a persona: its role, its plan, and after how many minutes there is the first thing to show (0: nothing)."""

    persona: Persona
    role: str
    plan: Plan
    shown: int


def path_sizes(guide: Guide, plans: Plans, writer: PageWriter) -> Picture | None:
    """The picture of all core paths; none where there are fewer than two."""
    ways = _ways(guide, plans)
    if sum(map(len, ways)) < 2:
        return None
    words, roles = writer.words.sizes, [role for role in guide.settings.roles if any(way.role == role for of in ways for way in of)]
    steps = scale([Decimal(end) for of in ways for way in of for end in way.plan.hours_range], from_zero=True)
    spread = any(low < high for of in ways for way in of for low, high in [way.plan.hours_range])
    return Picture(
        id="sizes",
        title=_title(guide, ways, roles, writer),
        lead=Markup("{}").format(words.lead if spread else words.plain_lead),
        note=Markup(""),
        source=Markup("{}").format(words.source.format(writer.date(guide.settings.as_of))),
        alt=writer.words.picture.alt.format(_title(guide, ways, roles, writer)),
        signs=tuple((shape(look_of(guide, role)), words.to.format(guide.roles[role].name)) for role in roles),
        panels=(Panel(
            name=words.panel, note="",
            ticks=tuple(Tick(part_of(step, steps), writer.language.number(step), step == 0) for step in steps),
            groups=(Group(name="", rows=tuple(_row(of, steps, writer) for of in ways)),)),),
        table=Table(
            heads=(words.start, words.role, words.hours, words.range, words.weeks, words.pace, words.first),
            rows=tuple((way.persona.name, _link(way, writer), *_cells(way, writer)) for of in ways for way in of)),
        table_name=writer.words.picture.table,
        files=tuple((writer.to(PAGE) + f"{FILES}.{ending}", ending.upper()) for ending in ("csv", "svg")),
    )


def size_rows(guide: Guide, plans: Plans) -> Iterator[Sequence[str]]:
    """The same as rows for a file: hours as they are, and as they are shown."""
    yield "start", "to", "hours", "least_hours", "most_hours", "hours_a_week", "first_to_show_after_hours"
    for way in (way for of in _ways(guide, plans) for way in of):
        low, high = way.plan.hours_range
        numbers = (hour_count(way.plan.total_minutes), low, high, way.persona.hours_per_week, hour_count(way.shown) if way.shown else "")
        yield way.persona.id, way.role, *map(str, numbers)


def _link(way: _Way, writer: PageWriter) -> Markup:
    return Markup('<a href="{}">{}</a>').format(writer.to(PathKey(way.persona.id, way.role).url), writer.guide.roles[way.role].name)


def _ways(guide: Guide, plans: Plans) -> list[list[_Way]]:
    """For each persona its paths in the order of the roles; personas by the hours of their first one."""
    found = []
    for persona in (guide.personas[identifier] for identifier in guide.settings.personas):
        to = {path.to for path in persona.paths}
        keys = [PathKey(persona.id, role) for role in guide.settings.roles if role in to]
        if of := [_Way(persona, key.role, plans[key], next(iter(plans[key].shown_after.values()), 0)) for key in keys if key in plans]:
            found.append(of)
    first = [role for role in guide.settings.roles if any(way.role == role for of in found for way in of)][:1]
    return sorted(found, key=lambda of: ([of[0].role] != first, of[0].plan.total_minutes, of[0].persona.id))


def _row(of: Sequence[_Way], steps: Sequence[Decimal], writer: PageWriter) -> Row:
    def mark(way: _Way) -> Mark:
        low, high = way.plan.hours_range
        return Mark(
            look=look_of(writer.guide, way.role), label=writer.words.time.hours.format(about_hours(way.plan.total_minutes)), road=True,
            at=_at(way.plan.total_minutes, steps), span=(part_of(Decimal(low), steps), part_of(Decimal(high), steps)) if low < high else None,
            flag=_at(way.shown, steps) if way.shown else None)

    return Row(label=of[0].persona.name, note=writer.words.path.pace.format(of[0].persona.hours_per_week), marks=tuple(map(mark, of)))


def _at(minutes: int, steps: Sequence[Decimal]) -> float:
    return part_of(Decimal(minutes) / 60, steps)


def _cells(way: _Way, writer: PageWriter) -> tuple[str, ...]:
    low, high = way.plan.hours_range
    least, most = way.plan.weeks(way.persona.hours_per_week)
    words = writer.words.path
    return (writer.words.time.hours.format(about_hours(way.plan.total_minutes)),
            words.range.format(low, high) if low < high else writer.words.time.hours.format(low),
            words.weeks_range.format(least, most) if least < most else str(least), str(way.persona.hours_per_week),
            writer.hours(way.shown) if way.shown else "")


def _title(guide: Guide, ways: Sequence[Sequence[_Way]], roles: Sequence[str], writer: PageWriter) -> str:
    """What the hours say: which role is the nearest from most starting points that lead to several, or from where to where they go."""
    words, several = writer.words.sizes, [of for of in ways if len(of) > 1]
    nearest = Counter(role for of in several if (role := _nearest(of)))
    if nearest:
        role = max(roles, key=lambda role: nearest[role])
        return str((words.nearest_of_all if nearest[role] == len(several) else words.nearest).format(
            nearest[role], len(several), guide.roles[role].name))
    hours = [about_hours(way.plan.total_minutes) for of in ways for way in of]
    return str(words.between.format(min(hours), max(hours)))


def _nearest(of: Sequence[_Way]) -> str:
    """The role to which the way is clearly shorter than to any other; empty for none."""
    best, second = sorted(of, key=lambda way: (way.plan.total_minutes, way.role))[:2]
    return best.role if best.plan.total_minutes * 100 <= second.plan.total_minutes * _CLEARLY else ""
