"""The list of skills by area, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide, Resource, Skill
from ..planner import prerequisites
from .catalogue import Catalogue, Choice, Order, catalogue, folded
from .paths import level_choices, script_words
from .rows import ResourceRow, resource_row
from .writer import Fact, Page, PageWriter, anchor, live

# Of what teaches a skill, so many are shown; the rest are folded.
_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class SkillsRecord:
    """What `skills.md.jinja` prints."""

    areas: Sequence[Mapping[str, object]]
    roles: Sequence[str]
    catalogue: Catalogue


@dataclass(frozen=True, kw_only=True)
class SkillRecord:
    """What `skill.md.jinja` prints."""

    skill: Skill
    summary: Markup
    facts: Sequence[Markup | str]
    box: Sequence[Fact]
    levels: Sequence[tuple[object, ...]]
    then: Sequence[Markup]
    resources: Sequence[ResourceRow]
    more_resources: Sequence[ResourceRow]
    tools: Sequence[Markup]
    cases: Sequence[Markup]
    retired: Markup
    know_levels: Sequence[tuple[object, ...]]
    says: Sequence[tuple[object, ...]]


def skill_pages(guide: Guide) -> Iterator[Page]:
    """/skills/ and a page for each skill."""
    uses = _Uses(guide)
    if live(guide.skills.values()):
        yield _skills(guide)
    for skill in guide.skills.values():
        yield _skill(guide, skill, uses)


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
    writer = PageWriter(guide, url)
    words = writer.words.catalogue
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
                        "link": writer.link("skill", identifier),
                        "summary": writer.line(skill.summary),
                        "first": [writer.link("skill", before) for before in skill.requires],
                        "roles": " ".join(role.id for role, need in zip(roles, needs, strict=True) if need),
                        "levels": [(writer.dots(need.full if need else None), bool(need and need.core)) for need in needs],
                    }
                )
        if rows:
            fold = folded(len(live(guide.skills.values())), len(rows))
            areas.append({"anchor": area.id, "name": area.name, "summary": writer.line(area.summary), "fold": fold, "rows": rows})

    def record() -> SkillsRecord:
        return SkillsRecord(
            areas=areas,
            roles=[role.name for role in roles],
            catalogue=catalogue(
                len(live(guide.skills.values())),
                [
                    Choice(name="area", label=words.area, options=[(str(area["anchor"]), str(area["name"])) for area in areas]),
                    Choice(name="role", label=words.role, options=[(role.id, role.name) for role in roles]),
                ],
                [Order(name="title", label=words.by_title)],
            ),
        )

    return Page(
        url,
        "skills.md.jinja",
        writer.words.skills.title,
        writer.words.skills.description,
        "skills",
        record,
        source="guide.yml",
        contents=True,
        listing=True,
    )


def _skill(guide: Guide, skill: Skill, uses: _Uses) -> Page:
    url = f"skills/{skill.id}/"
    writer = PageWriter(guide, url)

    def record() -> SkillRecord:
        area = next(area for area in guide.settings.areas if area.id == skill.area)
        levels = [
            (writer.dots(level, beside_word=True), writer.level_word(level), writer.line(text))
            for level, text in ((1, skill.levels.aware), (2, skill.levels.working), (3, skill.levels.deep))
        ]
        teachers = sorted(
            uses.teachers.get(skill.id, []),
            key=lambda resource: (skill.id not in resource.pick, -resource.teaches[skill.id], resource.minutes, resource.id),
        )
        return SkillRecord(
            skill=skill,
            summary=writer.line(skill.summary),
            facts=(
                anchor(writer.to(f"skills/#{area.id}"), area.name),
                f"{writer.words.skill.also} {', '.join(skill.alternate_names)}" if skill.alternate_names else "",
            ),
            box=_box(guide, skill, teachers, uses, writer),
            levels=levels,
            then=writer.links("skill", uses.followers.get(skill.id, [])),
            resources=[resource_row(resource, writer, skill.id) for resource in teachers[:_SHOWN]],
            more_resources=[resource_row(resource, writer, skill.id) for resource in teachers[_SHOWN:]],
            tools=writer.links("tool", uses.tools.get(skill.id, [])),
            cases=writer.links("use-case", uses.cases.get(skill.id, [])),
            retired=writer.retired("skill", skill),
            know_levels=level_choices(writer),
            says=script_words(writer) if guide.settings.personas else (),
        )

    return Page(
        url,
        "skill.md.jinja",
        skill.name,
        writer.summary(skill.summary),
        "skills",
        record,
        source=skill.path,
        names=skill.alternate_names,
    )


def _box(guide: Guide, skill: Skill, teachers: list[Resource], uses: _Uses, writer: PageWriter) -> list[Fact]:
    """Who needs it how well, what comes before it, what to begin with and what shows it; what the guide does not say has no row."""
    words = writer.words.skill
    first = writer.links("skill", skill.requires)
    projects = (
        _with_hours(writer.link("project", project), guide.projects[project].minutes, writer)
        for project in uses.provers.get(skill.id, [])
    )
    rows = (
        Fact(words.needed, Markup("<br>").join(_needed(guide, role, skill.id, writer) for role in uses.needers.get(skill.id, []))),
        Fact(words.first, Markup(", ").join(first) if first else words.nothing_first),
        Fact(words.begin, _with_hours(writer.link("resource", teachers[0].id), teachers[0].minutes, writer) if teachers else ""),
        Fact(words.show, Markup(", ").join(projects)),
    )
    return [row for row in rows if row.value]


def _with_hours(link: Markup, minutes: int, writer: PageWriter) -> Markup:
    return Markup("{} {}").format(link, _aside(writer.hours(minutes)))


def _aside(text: str) -> Markup:
    return Markup('<span class="fp-by">{}</span>').format(text)


def _needed(guide: Guide, role: str, skill: str, writer: PageWriter) -> Markup:
    """A role, with the level at which it asks for a skill to be hired, and once settled."""
    need, words = guide.roles[role].needs[skill], writer.words
    levels = [(need.core, words.need.core), (need.full, words.need.full)] if need.core != need.full else [(need.full, words.need.both)]
    said = (words.skill.needed_at.format(writer.level_word(level), word) for level, word in levels if level)
    return Markup("{} {}").format(writer.link("role", role), _aside(", ".join(said)))
