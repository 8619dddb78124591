"""The tools, by category."""

from __future__ import annotations

from itertools import groupby

from ..model import Guide
from .writer import Page, Pen


def tools_page(guide: Guide) -> Page:
    """/tools/, where every tool has its place."""
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
