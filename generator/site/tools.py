"""The tools, by category."""

from __future__ import annotations

from itertools import groupby

from ..model import Guide
from .writer import Page, PageWriter


def tools_page(guide: Guide) -> Page:
    """/tools/, where every tool has its place."""
    url = "tools/"
    writer = PageWriter(guide, url)
    tools = sorted(guide.tools.values(), key=lambda tool: (tool.category.casefold(), tool.name.casefold()))
    groups = []
    for category, group in groupby(tools, key=lambda tool: tool.category):
        rows = [
            {
                "anchor": tool.id,
                "former": tool.formerly,
                "name": tool.name,
                "retired": writer.retired("tool", tool),
                "url": tool.url or "",
                "summary": writer.line(tool.summary),
                "note": writer.line(tool.note),
                "roles": [writer.link("role", role) for role in guide.settings.roles if tool.id in guide.roles[role].workbench],
                "skills": writer.links("skill", tool.skills),
                "claims": writer.cites(tool.claims),
                "edit": writer.edit(tool.path),
            }
            for tool in group
        ]
        groups.append({"name": category, "rows": rows})
    return Page(
        url,
        "tools.md.jinja",
        writer.words.tools.title,
        writer.words.tools.description,
        "tools",
        {"writer": writer, "groups": groups},
        source="guide.yml",
        contents=True,
        listing=True,
    )
