"""The skill map of a role, as its page and a path to it show it: what it asks for to be hired, and all that this rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..model import Guide, Role
from ..planner import prerequisites
from ..planner.prerequisites import Levels
from .picture import Map, Picture, Table
from .skill_map import SkillMap, Spot, drawn_map, hub_of, resting, skill_map, small_map
from .writer import PageWriter

# What the file of a role's small map is called, in the folder of its page.
MAP_FILE = "map.svg"


@dataclass(frozen=True, kw_only=True)
class SmallMap:
    """A role's map as a path shows it: what its follower has already and what the path adds, with a link to the whole. Where there is room
    beside it, it is a pictogram; on a phone it has its own size, and names."""

    says: str
    drawn: Map
    signs: tuple[tuple[str, Markup, str, bool], ...]  # a look, its sign, what it means, whether it is there
    href: str


@dataclass(frozen=True)
class _Drawn:
    """A map with what it is made of: levels asked for, direct prerequisites among its skills, and the hub with how many rest on it."""

    made: SkillMap
    asked: Levels
    requires: dict[str, tuple[str, ...]]
    hub: str
    on_hub: int


def map_of_role(guide: Guide, role: Role, writer: PageWriter) -> Picture | None:
    """The map of a role with its table; none where nothing rests on anything."""
    drawn = _drawn(guide, role, {}, writer)
    if drawn is None:
        return None
    words, made, opens = writer.words.skill_map, drawn.made, resting(drawn.requires)
    title = words.hub.format(drawn.on_hub, len(drawn.asked), guide.skills[drawn.hub].name) if drawn.hub else words.plain.format(len(drawn.asked))
    steps, lines = made.boxes[-1].layer + 1, sum(map(len, drawn.requires.values()))
    levels = [level for level in (1, 2, 3, 0) if any(box.spot.level == level for box in made.boxes)]
    source = words.source.format(len(drawn.asked), len(made.boxes) - len(drawn.asked), lines, writer.date(guide.settings.as_of))
    return Picture(
        id="map",
        title=title,
        lead=Markup("{}").format(words.lead),
        note=Markup(""),
        source=Markup("{}").format(source),
        alt=words.alt.format(len(made.boxes), steps, len(made.strips), title),
        signs=tuple((_sign(f"{level}"), writer.level_word(level) if level else words.others) for level in levels),
        map=Map(drawn=drawn_map(made), width=made.width, height=made.height),
        table=Table(
            heads=(words.step, words.skill, words.area, words.level, words.first, words.opens),
            rows=tuple(
                (str(box.layer + 1), writer.link("skill", box.spot.id), _area(guide, box.spot.area),
                 writer.level_word(box.spot.level) if box.spot.level else words.others,
                 Markup(", ").join(writer.links("skill", drawn.requires[box.spot.id])), str(len(opens[box.spot.id])))
                for box in made.boxes)),
        table_name=words.list,
        files=tuple((writer.to(f"roles/{role.id}/") + name, name.rpartition(".")[2].upper()) for name in ("skills.csv", "skills.svg")),
    )


def map_of_path(guide: Guide, role: Role, has: Levels, writer: PageWriter) -> SmallMap | None:
    """The small map on a path: filled is what its follower knows when it begins, outlined what it adds."""
    known = prerequisites.knowledge(has, prerequisites.requirements(guide.skills))
    drawn = _drawn(guide, role, known, writer)
    if drawn is None:
        return None
    words, made = writer.words.skill_map, drawn.made
    missing = [skill for skill, level in drawn.asked.items() if known.get(skill, 0) < level]
    says = words.path.format(len(drawn.asked) - len(missing), len(drawn.asked), len(missing))
    if drawn.hub and not known.get(drawn.hub):
        waiting = len(resting(drawn.requires)[drawn.hub] & {*missing})
        says += " " + words.waits.format(waiting, guide.skills[drawn.hub].name)
    there = str(small_map(made))
    return SmallMap(
        says=says, drawn=Map(drawn=small_map(made), width=made.width, height=made.height),
        signs=tuple((look, sign, name, f"fp-map__box--{look}" in there) for look, sign, name in map_signs(writer.words)),
        href=writer.to(f"roles/{role.id}/#map"))


def map_file(guide: Guide, role: Role) -> str:
    """The small map of a role as a file, to be drawn by who knows what somebody has; empty where nothing rests on anything."""
    drawn = _drawn(guide, role, {}, PageWriter(guide, ""))
    if drawn is None:
        return ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.made.width} {drawn.made.height}">{small_map(drawn.made)}</svg>\n'


def map_signs(words: Any) -> tuple[tuple[str, Markup, str], ...]:
    """The looks of skills on a small map, each with its sign and what it means."""
    looks = {"mine": words.skill_map.mine, "part": words.skill_map.part, "gap": words.skill_map.gap}
    return tuple((look, _sign(look), means) for look, means in looks.items())


def map_rows(table: Table) -> Sequence[Sequence[str]]:
    """The table of a map without links."""
    return [table.heads, *([str(Markup(cell).striptags()) for cell in row] for row in table.rows)]


def _drawn(guide: Guide, role: Role, known: Levels, writer: PageWriter) -> _Drawn | None:
    every = prerequisites.requirements(guide.skills)
    asked = prerequisites.wanted(role, full=False)
    ids = {*asked, *(before for skill in asked for before in prerequisites.prerequisites(skill, every))}
    requires = {skill: tuple(before for before in every[skill] if before in ids) for skill in sorted(ids)}
    if not any(requires.values()):
        return None
    hub, on_hub = hub_of(requires, asked)
    words = writer.words.skill_map
    spots = []
    for identifier in sorted(ids):
        skill, level = guide.skills[identifier], asked.get(identifier, 0)
        said = [writer.level_word(level) if level else words.others]
        said += [words.after.format(", ".join(guide.skills[before].name for before in requires[identifier]))] if requires[identifier] else []
        spots.append(Spot(id=identifier, name=skill.name, href=writer.href("skill", identifier), area=skill.area, level=level,
                          has=known.get(identifier, 0), says=f"{skill.name}: {'; '.join(said)}"))
    made = skill_map(spots, requires, [(area.id, area.name) for area in guide.settings.areas], hub)
    return _Drawn(made, asked, requires, hub, on_hub)


def _sign(look: str) -> Markup:
    return Markup('<rect class="fp-map__box fp-map__box--{}" x="-7" y="-5" width="14" height="10" rx="2"></rect>').format(look)


def _area(guide: Guide, area: str) -> str:
    return next(group.name for group in guide.settings.areas if group.id == area)


__all__ = ["MAP_FILE", "SmallMap", "map_file", "map_of_path", "map_of_role", "map_rows", "map_signs"]
