"""What the pages on learning share: a resource in a list, levels, the paths that a thing is a step of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Resource
from .writer import PageWriter

# For each `resource:id` and `project:id`, the core paths it is a step of, as (persona, role, address).
InPaths = Mapping[str, list[tuple[str, str, str]]]


@dataclass(frozen=True, kw_only=True)
class ResourceRow:
    """A resource in a list: what it is, what it costs in hours and money, and how far it leads."""

    id: str
    link: Markup
    provider: str
    kind: str
    kind_name: str
    cost: str
    cost_name: str
    minutes: int
    hours: str
    estimated: bool
    day: str
    picked: bool
    level: str
    level_name: str
    facts: tuple[Markup | str, ...]
    reaches: Markup
    pick: Markup
    teaches: tuple[Markup, ...]
    skills: str
    roles: str


def resource_row(resource: Resource, writer: PageWriter, skill: str = "") -> ResourceRow:
    """A resource as a row; with a skill, how far it leads in that one and why it is picked for it."""
    words = writer.words
    roles = [role for role in writer.guide.settings.roles if set(resource.teaches) & set(writer.guide.roles[role].needs)]
    return ResourceRow(
        id=resource.id,
        link=writer.link("resource", resource.id),
        provider=resource.provider,
        kind=resource.kind,
        kind_name=getattr(words.resource_kind, resource.kind),
        cost=resource.cost,
        cost_name=getattr(words.cost, resource.cost),
        minutes=resource.minutes,
        hours=writer.hours(resource.minutes),
        day=day_of(resource),
        picked=bool(resource.pick),
        estimated=resource.hours_basis == "estimate",
        level=resource.level or "",
        level_name=getattr(words.difficulty, resource.level) if resource.level else "",
        facts=resource_facts(resource, writer),
        reaches=writer.dots(resource.teaches.get(skill)) if skill else Markup(""),
        pick=writer.line(resource.pick.get(skill)) if skill else Markup(""),
        teaches=levels_of(resource.teaches, writer),
        skills=" ".join(resource.teaches),
        roles=" ".join(roles),
    )


def resource_facts(resource: Resource, writer: PageWriter) -> tuple[Markup | str, ...]:
    """What a resource is, who offers it, how long it takes, what it costs and for whom it is, on one line."""
    words = writer.words
    about = "~ " if resource.hours_basis == "estimate" else ""
    cost = Markup('<strong class="fp-cost--{}">{}</strong>').format(resource.cost, getattr(words.cost, resource.cost))
    level = getattr(words.difficulty, resource.level) if resource.level else ""
    return (getattr(words.resource_kind, resource.kind), resource.provider, about + writer.hours(resource.minutes), cost, level)


def day_of(resource: Resource) -> str:
    """The last day on which somebody opened a resource, read it or tried it; empty for one that nobody looked at."""
    seen = (resource.verified, resource.read, resource.tried, *(look for part in resource.parts for look in (part.read, part.tried)))
    return max((look.on for look in seen if look), default="")


def levels_of(levels: Mapping[str, int], writer: PageWriter) -> tuple[Markup, ...]:
    """Skills with their levels, each a link and dots."""
    return tuple(Markup("{} {}").format(writer.link("skill", skill), writer.dots(level)) for skill, level in levels.items())


def path_links(steps: list[tuple[str, str, str]], writer: PageWriter) -> tuple[tuple[str, str, str], ...]:
    """The paths that take a resource or project: persona, role and where the path stands, as seen from here."""
    return tuple(
        (writer.guide.personas[persona].name, writer.guide.roles[role].name, writer.to(url)) for persona, role, url in steps
    )
