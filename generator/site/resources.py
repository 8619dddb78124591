"""The catalogue of resources, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..model import Guide, Resource, ResourcePart
from .catalogue import Catalogue, Choice, Order, catalogue, folded
from .rows import InPaths, day_of, levels_of, path_links, resource_facts, resource_row
from .step_facts import (
    StepFact,
    cohort_line,
    facts_given,
    needs_lines,
    on_paper,
    publishers_time,
    read_lines,
    tried_lines,
)
from .writer import Page, PageWriter, cut, live


@dataclass(frozen=True, kw_only=True)
class ResourcesRecord:
    """What `resources.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]
    catalogue: Catalogue


@dataclass(frozen=True, kw_only=True)
class ResourceRecord:
    """What `resource.md.jinja` prints."""

    resource: Resource
    line: Sequence[Markup | str]
    output: Markup
    note: Markup
    act: str
    do: Sequence[Markup]
    done_when: Markup
    why: Markup
    host: str
    archived: str
    facts: Sequence[tuple[object, ...]]
    teaches: Sequence[Markup]
    requires: Sequence[Markup]
    picks: Sequence[tuple[object, ...]]
    parts: Sequence[Mapping[str, object]]
    paths: Sequence[tuple[object, ...]]
    retired: Markup


def resource_pages(guide: Guide, in_paths: InPaths) -> Iterator[Page]:
    """/resources/ and a page for each resource."""
    if live(guide.resources.values()):
        yield _catalogue(guide)
    for resource in guide.resources.values():
        yield _resource(guide, resource, in_paths)


def _catalogue(guide: Guide) -> Page:
    url = "resources/"
    writer = PageWriter(guide, url)
    words = writer.words

    def record() -> ResourcesRecord:
        groups = []
        resources = live(guide.resources.values())
        taught = {skill for resource in resources for skill in resource.teaches}
        for area in guide.settings.areas:
            mine = sorted(
                (resource for resource in resources if _area(guide, resource) == area.id),
                key=lambda resource: resource.title.casefold(),
            )
            if mine:
                groups.append(
                    {"anchor": area.id, "name": area.name, "fold": folded(len(resources), len(mine)),
                     "rows": [resource_row(resource, writer) for resource in mine]}
                )
        labels = words.catalogue
        choices = [
            Choice(name="cost", label=labels.cost, options=list(vars(words.cost).items())),
            Choice(name="kind", label=labels.kind, options=[
                (kind, name) for kind, name in vars(words.resource_kind).items() if any(resource.kind == kind for resource in resources)]),
            Choice(name="level", label=labels.level, options=list(vars(words.difficulty).items())),
            Choice(name="role", label=labels.role, options=[(role, guide.roles[role].name) for role in guide.settings.roles]),
            Choice(name="skill", label=labels.skill, options=sorted(
                ((skill.id, skill.name) for skill in live(guide.skills.values()) if skill.id in taught), key=lambda pair: pair[1].casefold())),
        ]
        orders = [
            Order(name="title", label=labels.by_title), Order(name="hours", label=labels.by_hours),
            *([Order(name="day", label=labels.by_day, falling=True)] if any(map(day_of, resources)) else []),
        ]
        picks = any(resource.pick for resource in resources)
        return ResourcesRecord(groups=groups, catalogue=catalogue(len(resources), choices, orders, picks))

    return Page(
        url,
        "resources.md.jinja",
        words.catalogue.title,
        words.catalogue.description,
        "resources",
        record,
        source="guide.yml",
        contents=True,
        listing=True,
    )


def _area(guide: Guide, resource: Resource) -> str:
    """The area of what a resource teaches best; the first named wins a tie."""
    best = max(resource.teaches.values())
    skill = next(skill for skill, level in resource.teaches.items() if level == best)
    return guide.skills[skill].area


def _resource(guide: Guide, resource: Resource, in_paths: InPaths) -> Page:
    url = f"resources/{resource.id}/"
    writer = PageWriter(guide, url)
    words = writer.words

    def record() -> ResourceRecord:
        parts = [
            {
                "places": (part.id, *part.formerly),
                "title": part.title,
                "hours": writer.hours(part.minutes),
                "teaches": levels_of(part.teaches, writer),
                "requires": levels_of(part.requires, writer),
                "url": part.url or "",
                "address": on_paper(part.url) if part.url else "",
                "act": part.act or "",
                "do": writer.lines(part.do),
                "done_when": writer.line(part.done_when),
                "why": writer.line(part.why),
                "note": writer.line(part.note),
                "facts": _doing(part, resource, writer),
            }
            for part in resource.parts
        ]
        return ResourceRecord(
            resource=resource,
            line=resource_facts(resource, writer),
            output=writer.line(resource.output),
            note=writer.line(resource.note),
            act=resource.act or "",
            do=writer.lines(resource.do),
            done_when=writer.line(resource.done_when),
            why=writer.line(resource.why),
            host=resource.url.split("/")[2],
            archived=resource.archived_url or "",
            facts=[
                (words.resource.authors, ", ".join(resource.authors)),
                (words.resource.year, resource.year),
                (words.resource.language, resource.language if resource.language != guide.settings.language else None),
                (words.resource.licence, resource.licence),
                (words.resource.cost, writer.line(resource.price)),
                (words.resource.account, _yes_or_no(resource.sign_up, words.resource.needed)),
                (words.resource.exercises, _yes_or_no(resource.assessed, words.resource.graded)),
                (words.resource.basis, getattr(words.basis, resource.hours_basis)),
                *((fact.label, Markup("<br>").join(fact.lines)) for fact in _doing(resource, resource, writer)),
                (words.step.cohort, cohort_line(resource.cohort, writer)),
                (words.resource.checked, writer.opened(resource)),
            ],
            teaches=levels_of(resource.teaches, writer),
            requires=levels_of(resource.requires, writer),
            picks=[(writer.link("skill", skill), writer.line(why)) for skill, why in resource.pick.items()],
            parts=parts,
            paths=path_links(in_paths.get(f"resource:{resource.id}", []), writer),
            retired=writer.retired("resource", resource),
        )

    sentence = writer.plain(resource.output or resource.note or "")
    end = "." if sentence and sentence[-1] not in ".!?…" else ""
    what = f"{getattr(words.resource_kind, resource.kind)}, {resource.provider.removesuffix('.')}. {sentence}{end}"
    return Page(
        url, "resource.md.jinja", resource.title, cut(what.strip()), "resources", record, source=resource.path, names=resource.authors,
        parts=tuple(part.title for part in resource.parts),
    )


def _yes_or_no(fact: bool | None, words: Any) -> str:
    """The first word for yes, the second for no, nothing when it is not known."""
    return "" if fact is None else str(words.given if fact else words.lacking)


def _doing(piece: Resource | ResourcePart, resource: Resource, writer: PageWriter) -> tuple[StepFact, ...]:
    """What a resource or a part of one says of doing it; of a part, what it says itself."""
    words = writer.words.step
    return facts_given(
        (words.media_label, (publishers_time(piece.media, writer) if piece.media else "",), ""),
        (words.needs, needs_lines(piece.needs, piece.running_cost, None, writer), ""),
        (words.last_tried, (*tried_lines(piece.tried, resource.needs_of(piece), writer), writer.line(piece.tried.how) if piece.tried else ""), ""),
        (words.last_read, read_lines(piece.read if isinstance(piece, ResourcePart) else None, writer), ""),
    )
