"""Pictures as files to take along: a drawing that stands for itself, and its figures with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Guide
from ..model.colours import GIVEN, Shades, shades
from ..model.pictures import Picture as Chosen
from ..planner.paths import Plans
from .claim_pictures import file_of_picture, pictures_of, place_of
from .exports import as_csv, claim_cells, claim_heads
from .path_sizes import FILES, PAGE, path_sizes, size_rows
from .picture import Picture, svg_file
from .skill_pictures import MAP_FILE, map_file, map_of_role, map_rows
from .trees import FILE_NAME as TREE
from .trees import tree_of
from .writer import PageWriter


def picture_files(guide: Guide, plans: Plans) -> dict[str, str]:
    """Every picture of the site as files, by their paths in it."""
    return {**dict(_of_claims(guide)), **dict(_of_roles(guide)), **dict(_of_paths(guide, plans)), **dict(_of_decisions(guide))}


def light_shades(guide: Guide) -> tuple[Shades, ...]:
    """The colours of the first two roles on white paper."""
    own = guide.settings.colours
    return tuple(shades(own[name])[0] if name in own else given[0] for name, given in GIVEN.items())


def _of_claims(guide: Guide) -> Iterator[tuple[str, str]]:
    for topic in guide.settings.topics:
        writer = PageWriter(guide, f"evidence/{topic.id}/")
        drawn = {picture.id: picture for picture in pictures_of(guide, topic.id, writer)}
        for chosen in guide.settings.pictures:
            if chosen.topic == topic.id and (picture := drawn.get(place_of(chosen))):
                yield file_of_picture(chosen, "svg"), _svg(guide, picture)
                yield file_of_picture(chosen, "csv"), as_csv(_claim_rows(guide, chosen))


def _of_roles(guide: Guide) -> Iterator[tuple[str, str]]:
    for role in guide.roles.values():
        url = f"roles/{role.id}/"
        if (picture := map_of_role(guide, role, PageWriter(guide, url))) and picture.table:
            yield f"{url}skills.svg", _svg(guide, picture)
            yield f"{url}skills.csv", as_csv(map_rows(picture.table))
            yield f"{url}{MAP_FILE}", map_file(guide, role)


def _of_paths(guide: Guide, plans: Plans) -> Iterator[tuple[str, str]]:
    if picture := path_sizes(guide, plans, PageWriter(guide, PAGE)):
        yield f"{PAGE}{FILES}.svg", _svg(guide, picture)
        yield f"{PAGE}{FILES}.csv", as_csv(size_rows(guide, plans))


def _of_decisions(guide: Guide) -> Iterator[tuple[str, str]]:
    for decision in guide.decisions.values():
        url = f"decide/{decision.id}/"
        if tree := tree_of(guide, decision, PageWriter(guide, url)):
            yield f"{url}{TREE}", _svg(guide, tree.picture)


def _svg(guide: Guide, picture: Picture) -> str:
    plain = {name: text.striptags() for name, text in (("lead", picture.lead), ("note", picture.note), ("source", picture.source))}
    return svg_file(picture, plain, light_shades(guide), guide.settings.language)


def _claim_rows(guide: Guide, chosen: Chosen) -> Iterator[Sequence[str]]:
    """A row for each figure: in which panel and row it stands, of which role it is, and its claim; for lines one for each value of a series."""
    if chosen.lines:
        yield "on", "value", *claim_heads()
        for claim in (guide.claims[identifier] for identifier in chosen.lines):
            for dated in claim.series:
                yield dated.on, f"{dated.value:f}", *claim_cells(claim, guide)
        return
    yield "panel", "row", "role", *claim_heads()
    for panel in chosen.panels:
        for row in panel.rows:
            for role, identifier in (*row.roles.items(), *([("", row.other)] if row.other else [])):
                yield panel.name, row.label or "", role, *claim_cells(guide.claims[identifier], guide)


__all__ = ["light_shades", "picture_files"]
