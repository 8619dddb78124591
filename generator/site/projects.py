"""The list of projects by role, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide, Project
from .rows import InPaths, level_rows, path_links
from .writer import PROSE, Page, Pen, hours, live


def project_pages(guide: Guide, in_paths: InPaths) -> Iterator[Page]:
    """/projects/ and a page for each project."""
    yield _projects(guide)
    for project in guide.projects.values():
        yield _project(guide, project, in_paths)


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


def _project(guide: Guide, project: Project, in_paths: InPaths) -> Page:
    url = f"projects/{project.id}/"
    pen = Pen(guide, url)
    context = {
        "pen": pen,
        "project": project,
        "brief": pen.prose(project.brief),
        "deliverable": pen.line(project.deliverable),
        "acceptance": pen.lines(project.acceptance),
        "hours": hours(project.minutes),
        "requires": level_rows(project.requires, pen),
        "proves": level_rows(project.proves, pen),
        "roles": pen.links("role", project.roles),
        "resources": pen.links("resource", project.resources),
        "cv": pen.line(project.cv),
        "paths": path_links(in_paths.get(f"project:{project.id}", []), pen),
        "retired": pen.retired("project", project),
    }
    return Page(url, "project.md.jinja", project.name, pen.summary(project.brief, PROSE), "projects", context, source=project.path)
