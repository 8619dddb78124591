"""The list of projects by role, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide, Project, ProjectPart
from .rows import InPaths, levels_of, path_links
from .step_facts import needs_lines
from .writer import PROSE, Page, PageWriter, live


@dataclass(frozen=True, kw_only=True)
class ProjectsRecord:
    """What `projects.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]


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
    groups = []
    for role in guide.settings.roles:
        mine = sorted(
            (project for project in live(guide.projects.values()) if role in project.roles),
            key=lambda project: (project.minutes, project.id),
        )
        rows = [
            {
                "href": writer.href("project", project.id),
                "name": project.name,
                "deliverable": writer.line(project.deliverable),
                "hours": writer.hours(project.minutes),
                "proves": writer.links("skill", project.proves),
            }
            for project in mine
        ]
        if rows:
            groups.append({"name": guide.roles[role].name, "anchor": role, "rows": rows})

    def record() -> ProjectsRecord:
        return ProjectsRecord(
            groups=groups,
        )

    return Page(
        url,
        "projects.md.jinja",
        writer.words.projects.title,
        writer.words.projects.description,
        "projects",
        record,
        source="guide.yml",
        contents=True,
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
