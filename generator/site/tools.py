"""The tools, by category."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..content.text import escape
from ..model import Guide, Tool
from .catalogue import Catalogue, Choice, Order, catalogue, folded
from .writer import Page, PageWriter, Place, listed, live


@dataclass(frozen=True, kw_only=True)
class ToolsRecord:
    """What `tools.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]
    catalogue: Catalogue


def _facts(tool: Tool, writer: PageWriter) -> tuple[Markup, ...]:
    """Who works with a tool, what it belongs to, what is known of it."""
    roles = writer.guide.settings.roles
    words = writer.words.tools
    return (
        listed(writer.words.skill.also, map(escape, tool.alternate_names)),
        listed(words.used_by, (writer.link("role", role) for role in roles if tool.id in writer.guide.roles[role].workbench)),
        listed(words.skills, writer.links("skill", tool.skills)),
        *writer.cites(tool.claims),
        writer.edit_link(tool.path),
    )


def tools_pages(guide: Guide) -> Iterator[Page]:
    """/tools/, where every tool has its place."""
    if guide.tools:
        yield _tools(guide)


def _tools(guide: Guide) -> Page:
    url = "tools/"
    writer = PageWriter(guide, url)
    words = writer.words.catalogue
    tools = sorted(guide.tools.values(), key=lambda tool: (tool.category.casefold(), tool.name.casefold()))
    used = {(skill.id, skill.name) for tool in tools for skill in live(guide.skills[name] for name in tool.skills)}
    groups = []
    for category, group in groupby(tools, key=lambda tool: tool.category):
        rows = [
            {
                "places": (tool.id, *tool.formerly),
                "name": tool.name,
                "retired": writer.retired("tool", tool),
                "url": tool.url or "",
                "short": writer.plain(tool.summary),
                "summary": writer.line(tool.summary),
                "note": writer.line(tool.note),
                "facts": _facts(tool, writer),
                "roles": " ".join(role for role in guide.settings.roles if tool.id in guide.roles[role].workbench),
                "skills": " ".join(tool.skills),
            }
            for tool in group
        ]
        groups.append({"name": category, "fold": folded(len(tools), len(rows)), "rows": rows})

    def record() -> ToolsRecord:
        return ToolsRecord(
            groups=groups,
            catalogue=catalogue(
                len(tools),
                [
                    Choice(name="role", label=writer.words.tools.used_by, options=[(role, guide.roles[role].name) for role in guide.settings.roles]),
                    Choice(name="skill", label=words.skill, options=sorted(used, key=lambda pair: pair[1].casefold())),
                ],
                [Order(name="title", label=words.by_title)],
            ),
        )

    return Page(
        url,
        "tools.md.jinja",
        writer.words.tools.title,
        writer.words.tools.description,
        "tools",
        record,
        source="guide.yml",
        contents=True,
        places=lambda: tuple(
            Place(anchor=tool.id, kind="tool", title=tool.name, line=writer.summary(tool.summary), names=tool.alternate_names)
            for tool in live(tools)
        ),
    )
