"""Skills, resources, projects and tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..model import Guide, Project, Resource, Skill
from ..planner import prerequisites
from . import following
from .writer import PROSE, Page, Pen, cut, dots, hours, level_word, live


@dataclass(frozen=True)
class ResourceRow:
    """A resource in a list: what it is, what it costs in hours and money, and how far it leads."""

    id: str
    link: Markup
    provider: str
    kind: str
    kind_name: str
    cost: str
    cost_name: str
    hours: str
    estimated: bool
    level: str
    level_name: str
    reaches: Markup
    pick: Markup
    teaches: tuple[Markup, ...]
    skills: str
    roles: str


def learning_pages(guide: Guide, in_paths: Mapping[str, list[tuple[str, str, str]]]) -> Iterator[Page]:
    """/skills/, /resources/, /projects/ and /tools/ with all below them.

    `in_paths` names, for each `resource:id` and `project:id`, the core paths it is a step of, as (persona, role, address).
    """
    uses = _Uses(guide)
    yield _skills(guide)
    for skill in guide.skills.values():
        yield _skill(guide, skill, uses)
    yield _catalogue(guide, uses)
    for resource in guide.resources.values():
        yield _resource(guide, resource, uses, in_paths)
    yield _projects(guide)
    for project in guide.projects.values():
        yield _project(guide, project, in_paths)
    yield _tools(guide)


class _Uses:
    """The other ends of the references: who teaches, needs, follows, proves or uses a skill."""

    def __init__(self, guide: Guide) -> None:
        self.teachers: dict[str, list[Resource]] = {}
        self.needers: dict[str, list[str]] = {}
        self.followers: dict[str, list[str]] = {}
        self.provers: dict[str, list[str]] = {}
        self.tools: dict[str, list[str]] = {}
        self.cases: dict[str, list[str]] = {}
        for resource in live(guide.resources.values()):
            for skill in resource.teaches:
                self.teachers.setdefault(skill, []).append(resource)
        for identifier in guide.settings.roles:
            for skill in guide.roles[identifier].needs:
                self.needers.setdefault(skill, []).append(identifier)
        for follower in guide.skills.values():
            for skill in follower.requires:
                self.followers.setdefault(skill, []).append(follower.id)
        for project in live(guide.projects.values()):
            for skill in project.proves:
                self.provers.setdefault(skill, []).append(project.id)
        for tool in guide.tools.values():
            for skill in tool.skills:
                self.tools.setdefault(skill, []).append(tool.id)
        for case in guide.use_cases.values():
            for skill in case.skills:
                self.cases.setdefault(skill, []).append(case.id)


def _skills(guide: Guide) -> Page:
    url = "skills/"
    pen = Pen(guide, url)
    roles = [guide.roles[identifier] for identifier in guide.settings.roles]
    order = prerequisites.in_order(prerequisites.requirements(guide.skills))
    areas = []
    for area in guide.settings.areas:
        rows = []
        for identifier in order:
            skill = guide.skills[identifier]
            if skill.area == area.id and skill.retired is None:
                needs = [role.needs.get(identifier) for role in roles]
                rows.append(
                    {
                        "link": pen.link("skill", identifier),
                        "summary": pen.line(skill.summary),
                        "first": [pen.link("skill", before) for before in skill.requires],
                        "levels": [(dots(need.full if need else None), bool(need and need.core)) for need in needs],
                    }
                )
        if rows:
            areas.append({"anchor": area.id, "name": area.name, "summary": pen.line(area.summary), "rows": rows})
    context = {"pen": pen, "areas": areas, "roles": [role.name for role in roles]}
    return Page(
        url,
        "skills.md.jinja",
        pen.words.skills.title,
        pen.words.skills.description,
        "skills",
        context,
        source="guide.yml",
        contents=True,
        listing=True,
    )


def _skill(guide: Guide, skill: Skill, uses: _Uses) -> Page:
    url = f"skills/{skill.id}/"
    pen = Pen(guide, url)
    area = next(area for area in guide.settings.areas if area.id == skill.area)
    levels = [
        (level, level_word(level), dots(level), pen.line(text), _roles_at(guide, skill.id, level, pen))
        for level, text in ((1, skill.levels.aware), (2, skill.levels.working), (3, skill.levels.deep))
    ]
    teachers = sorted(
        uses.teachers.get(skill.id, []),
        key=lambda resource: (skill.id not in resource.pick, -resource.teaches[skill.id], resource.minutes, resource.id),
    )
    context = {
        "pen": pen,
        "skill": skill,
        "summary": pen.line(skill.summary),
        "area": area.name,
        "area_href": pen.to(f"skills/#{area.id}"),
        "levels": levels,
        "first": [pen.link("skill", before) for before in skill.requires],
        "then": pen.links("skill", uses.followers.get(skill.id, [])),
        "resources": [resource_row(resource, pen, skill.id) for resource in teachers],
        "projects": [
            (pen.link("project", project), dots(guide.projects[project].proves[skill.id]), hours(guide.projects[project].minutes))
            for project in uses.provers.get(skill.id, [])
        ],
        "tools": pen.links("tool", uses.tools.get(skill.id, [])),
        "cases": pen.links("use-case", uses.cases.get(skill.id, [])),
        "retired": pen.retired("skill", skill),
        "know_levels": following.levels(pen),
        "says": following.says(pen),
    }
    return Page(
        url,
        "skill.md.jinja",
        skill.name,
        pen.summary(skill.summary),
        "skills",
        context,
        source=skill.path,
        tags=(skill.name, *skill.alternate_names),
    )


def _roles_at(guide: Guide, skill: str, level: int, pen: Pen) -> tuple[tuple[Markup, str], ...]:
    """Roles whose hiring bar or full need of a skill lies at this level, with the word for which."""
    found = []
    for identifier in guide.settings.roles:
        need = guide.roles[identifier].needs.get(skill)
        if need is not None and need.core == level:
            found.append((pen.link("role", identifier), pen.words.need.both if need.full == level else pen.words.need.core))
        elif need is not None and need.full == level:
            found.append((pen.link("role", identifier), pen.words.need.full))
    return tuple(found)


def resource_row(resource: Resource, pen: Pen, skill: str = "") -> ResourceRow:
    """A resource as a row; with a skill, how far it leads in that one and why it is picked for it."""
    words = pen.words
    roles = [role for role in pen.guide.settings.roles if set(resource.teaches) & set(pen.guide.roles[role].needs)]
    return ResourceRow(
        resource.id,
        pen.link("resource", resource.id),
        resource.provider,
        resource.kind,
        getattr(words.resource_kind, resource.kind),
        resource.cost,
        getattr(words.cost, resource.cost),
        hours(resource.minutes),
        resource.hours_basis == "estimate",
        resource.level or "",
        getattr(words.difficulty, resource.level) if resource.level else "",
        dots(resource.teaches.get(skill)) if skill else Markup(""),
        pen.line(resource.pick.get(skill)) if skill else Markup(""),
        tuple(Markup(f"{pen.link('skill', taught)} {dots(level)}") for taught, level in resource.teaches.items()),
        " ".join(resource.teaches),
        " ".join(roles),
    )


def _catalogue(guide: Guide, uses: _Uses) -> Page:
    url = "resources/"
    pen = Pen(guide, url)
    words = pen.words
    groups = []
    resources = live(guide.resources.values())
    for area in guide.settings.areas:
        mine = sorted(
            (resource for resource in resources if _area(guide, resource) == area.id), key=lambda resource: resource.title.casefold()
        )
        if mine:
            groups.append({"anchor": area.id, "name": area.name, "rows": [resource_row(resource, pen) for resource in mine]})
    filters = [
        {"name": "cost", "label": words.catalogue.cost, "options": list(vars(words.cost).items())},
        {
            "name": "kind",
            "label": words.catalogue.kind,
            "options": [
                (kind, name)
                for kind, name in vars(words.resource_kind).items()
                if any(resource.kind == kind for resource in resources)
            ],
        },
        {"name": "level", "label": words.catalogue.level, "options": list(vars(words.difficulty).items())},
        {
            "name": "role",
            "label": words.catalogue.role,
            "options": [(role, guide.roles[role].name) for role in guide.settings.roles],
        },
        {
            "name": "skill",
            "label": words.catalogue.skill,
            "options": sorted(
                ((skill.id, skill.name) for skill in live(guide.skills.values()) if uses.teachers.get(skill.id)),
                key=lambda pair: pair[1].casefold(),
            ),
        },
    ]
    context = {
        "pen": pen,
        "groups": groups,
        "filters": filters,
        "count": len(resources),
    }
    return Page(
        url,
        "resources.md.jinja",
        words.catalogue.title,
        words.catalogue.description,
        "resources",
        context,
        source="guide.yml",
        contents=True,
        listing=True,
    )


def _area(guide: Guide, resource: Resource) -> str:
    """The area of what a resource teaches best; the first named wins a tie."""
    best = max(resource.teaches.values())
    skill = next(skill for skill, level in resource.teaches.items() if level == best)
    return guide.skills[skill].area


def _resource(guide: Guide, resource: Resource, uses: _Uses, in_paths: Mapping[str, list[tuple[str, str, str]]]) -> Page:
    url = f"resources/{resource.id}/"
    pen = Pen(guide, url)
    words = pen.words
    parts = [
        {
            "anchor": part.id,
            "former": part.formerly,
            "title": part.title,
            "hours": hours(part.minutes),
            "teaches": _levels(part.teaches, pen),
            "requires": _levels(part.requires, pen),
        }
        for part in resource.parts
    ]
    context = {
        "pen": pen,
        "resource": resource,
        "kind": getattr(words.resource_kind, resource.kind),
        "cost": getattr(words.cost, resource.cost),
        "level": getattr(words.difficulty, resource.level) if resource.level else "",
        "hours": hours(resource.minutes),
        "output": pen.line(resource.output),
        "note": pen.line(resource.note),
        "host": resource.url.split("/")[2],
        "archived": resource.archived_url or "",
        "facts": [
            (words.resource.authors, ", ".join(resource.authors)),
            (words.resource.year, resource.year),
            (words.resource.language, resource.language if resource.language != guide.settings.language else None),
            (words.resource.licence, resource.licence),
            (words.resource.cost, pen.line(resource.price)),
            (words.resource.account, _yes_or_no(resource.sign_up, words.resource.needed)),
            (words.resource.exercises, _yes_or_no(resource.assessed, words.resource.graded)),
            (words.resource.basis, getattr(words.basis, resource.hours_basis)),
            (words.resource.checked, pen.opened(resource)),
        ],
        "teaches": _levels(resource.teaches, pen),
        "requires": _levels(resource.requires, pen),
        "picks": [(pen.link("skill", skill), pen.line(why)) for skill, why in resource.pick.items()],
        "parts": parts,
        "paths": _path_links(in_paths.get(f"resource:{resource.id}", []), pen),
        "retired": pen.retired("resource", resource),
    }
    said = pen.plain(resource.output or resource.note or "")
    end = "." if said and said[-1] not in ".!?…" else ""
    what = f"{context['kind']}, {resource.provider.removesuffix('.')}. {said}{end}"
    return Page(url, "resource.md.jinja", resource.title, cut(what.strip()), "resources", context, source=resource.path)


def _yes_or_no(said: bool | None, words: Sequence[str]) -> str:
    """The first word for yes, the second for no, nothing when it is not known."""
    return "" if said is None else words[0 if said else 1]


def _levels(levels: Mapping[str, int], pen: Pen) -> tuple[tuple[Markup, Markup], ...]:
    return tuple((pen.link("skill", skill), dots(level)) for skill, level in levels.items())


def _path_links(found: list[tuple[str, str, str]], pen: Pen) -> tuple[tuple[str, str, str], ...]:
    return tuple((pen.guide.personas[persona].name, pen.guide.roles[role].name, pen.to(url)) for persona, role, url in found)


def _projects(guide: Guide) -> Page:
    url = "projects/"
    pen = Pen(guide, url)
    groups = []
    for role in guide.settings.roles:
        mine = sorted(
            (project for project in live(guide.projects.values()) if role in project.roles),
            key=lambda project: (project.minutes, project.id),
        )
        rows = [
            {
                "href": pen.href("project", project.id),
                "name": project.name,
                "deliverable": pen.line(project.deliverable),
                "hours": hours(project.minutes),
                "proves": pen.links("skill", project.proves),
            }
            for project in mine
        ]
        groups.append({"name": guide.roles[role].name, "anchor": role, "rows": rows})
    return Page(
        url,
        "projects.md.jinja",
        pen.words.projects.title,
        pen.words.projects.description,
        "projects",
        {"pen": pen, "groups": groups},
        source="guide.yml",
        contents=True,
        listing=True,
    )


def _project(guide: Guide, project: Project, in_paths: Mapping[str, list[tuple[str, str, str]]]) -> Page:
    url = f"projects/{project.id}/"
    pen = Pen(guide, url)
    context = {
        "pen": pen,
        "project": project,
        "brief": pen.prose(project.brief),
        "deliverable": pen.line(project.deliverable),
        "acceptance": pen.lines(project.acceptance),
        "hours": hours(project.minutes),
        "requires": _levels(project.requires, pen),
        "proves": _levels(project.proves, pen),
        "roles": pen.links("role", project.roles),
        "resources": pen.links("resource", project.resources),
        "cv": pen.line(project.cv),
        "paths": _path_links(in_paths.get(f"project:{project.id}", []), pen),
        "retired": pen.retired("project", project),
    }
    return Page(url, "project.md.jinja", project.name, pen.summary(project.brief, PROSE), "projects", context, source=project.path)


def _tools(guide: Guide) -> Page:
    url = "tools/"
    pen = Pen(guide, url)
    tools = sorted(guide.tools.values(), key=lambda tool: (tool.category.casefold(), tool.name.casefold()))
    groups = []
    for category, group in groupby(tools, key=lambda tool: tool.category):
        rows = [
            {
                "anchor": tool.id,
                "former": tool.formerly,
                "name": tool.name,
                "retired": pen.retired("tool", tool),
                "url": tool.url or "",
                "summary": pen.line(tool.summary),
                "note": pen.line(tool.note),
                "roles": [pen.link("role", role) for role in guide.settings.roles if tool.id in guide.roles[role].workbench],
                "skills": pen.links("skill", tool.skills),
                "claims": pen.cites(tool.claims),
                "edit": pen.edit(tool.path),
            }
            for tool in group
        ]
        groups.append({"name": category, "rows": rows})
    return Page(
        url,
        "tools.md.jinja",
        pen.words.tools.title,
        pen.words.tools.description,
        "tools",
        {"pen": pen, "groups": groups},
        source="guide.yml",
        contents=True,
        listing=True,
    )
