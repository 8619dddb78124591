"""The list of projects by length, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide, Project, ProjectPart
from .catalogue import Catalogue, Choice, Order, catalogue
from .look import tone_of
from .rows import InPaths, levels_of, path_links
from .step_facts import needs_lines
from .writer import PROSE, Page, PageWriter, live


@dataclass(frozen=True, kw_only=True)
class ProjectsRecord:
    """What `projects.md.jinja` prints."""

    rows: Sequence[Mapping[str, object]]
    catalogue: Catalogue


@dataclass(frozen=True, kw_only=True)
class ProjectRecord:
    """What `project.md.jinja` prints."""

    project: Project
    brief: Markup
    deliverable: Markup
    acceptance: Sequence[Markup]
    parts: Sequence[Mapping[str, object]]
    facts: Sequence[tuple[object, ...]]
    hours: str
    requires: Sequence[Markup]
    proves: Sequence[Markup]
    roles: Sequence[Markup]
    resources: Sequence[Markup]
    cv: Markup
    paths: Sequence[tuple[object, ...]]
    retired: Markup


def project_pages(guide: Guide, in_paths: InPaths) -> Iterator[Page]:
    """/projects/ and a page for each project."""
    if live(guide.projects.values()):
        yield _projects(guide)
    for project in guide.projects.values():
        yield _project(guide, project, in_paths)


def _projects(guide: Guide) -> Page:
    url = "projects/"
    writer = PageWriter(guide, url)
    words, roles = writer.words.catalogue, guide.settings.roles
    projects = sorted(live(guide.projects.values()), key=lambda project: (project.minutes, project.id))
    shown = {skill for project in projects for skill in project.proves}

    def record() -> ProjectsRecord:
        return ProjectsRecord(
            rows=[
                {
                    "href": writer.href("project", project.id),
                    "name": project.name,
                    "deliverable": writer.line(project.deliverable),
                    "hours": writer.hours(project.minutes),
                    "minutes": project.minutes,
                    "roles": " ".join(project.roles),
                    "for_roles": [(tone_of(guide, role), guide.roles[role].name) for role in roles if role in project.roles],
                    "skills": " ".join(project.proves),
                    "proves": writer.links("skill", project.proves),
                }
                for project in projects
            ],
            catalogue=catalogue(
                len(projects),
                [
                    Choice(name="role", label=writer.words.projects.for_role, options=[(role, guide.roles[role].name) for role in roles]),
                    Choice(name="skill", label=words.skill, options=sorted(
                        ((skill.id, skill.name) for skill in live(guide.skills[proven] for proven in shown)), key=lambda pair: pair[1].casefold())),
                ],
                [Order(name="title", label=words.by_title)],
            ),
        )

    return Page(
        url,
        "projects.md.jinja",
        writer.words.projects.title,
        writer.words.projects.description,
        "projects",
        record,
        source="guide.yml",
        listing=True,
    )


def _project(guide: Guide, project: Project, in_paths: InPaths) -> Page:
    url = f"projects/{project.id}/"
    writer = PageWriter(guide, url)

    def record() -> ProjectRecord:
        return ProjectRecord(
            project=project,
            brief=writer.prose(project.brief),
            deliverable=writer.line(project.deliverable),
            acceptance=writer.lines(project.acceptance),
            parts=[_part(part, writer) for part in project.parts],
            facts=[(writer.words.step.needs, line) for line in needs_lines(project.needs, project.running_cost, None, writer) if line],
            hours=writer.hours(project.minutes),
            requires=levels_of(project.requires, writer),
            proves=levels_of(project.proves, writer),
            roles=writer.links("role", project.roles),
            resources=writer.links("resource", project.resources),
            cv=writer.line(project.cv),
            paths=path_links(in_paths.get(f"project:{project.id}", []), writer),
            retired=writer.retired("project", project),
        )

    return Page(
        url, "project.md.jinja", project.name, writer.summary(project.brief, PROSE), "projects", record, source=project.path
    )


def _part(part: ProjectPart, writer: PageWriter) -> dict[str, object]:
    """A part of a project: what is done, what there is to show, and by what anybody can tell."""
    return {
        "anchor": part.id,
        "former": part.formerly,
        "name": part.name,
        "hours": writer.hours(part.minutes),
        "brief": writer.prose(part.brief),
        "deliverable": writer.line(part.deliverable),
        "acceptance": writer.lines(part.acceptance),
        "requires": levels_of(part.requires, writer),
        "proves": levels_of(part.proves, writer),
        "cv": writer.line(part.cv),
    }
