"""The comparison of roles and the page of each role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..model import Guide, Need, Role
from ..planner.paths import PathKey
from .charts import Chart, charts
from .decide import decision_links
from .evidence import ClaimRow, claim_row
from .writer import Page, PageWriter, live, name_of


@dataclass(frozen=True)
class Cell:
    """A cell of the comparison: what holds, and what it rests on."""

    value: Markup
    claims: tuple[Markup, ...]
    opinion: bool


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """A row of the comparison."""

    former: tuple[str, ...]
    anchor: str
    name: str
    question: Markup
    why: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NeedRow:
    """A skill that a role needs: its level at the hiring bar and in full, and the ground on which it is asked for."""

    skill: Markup
    core: Markup
    full: Markup
    ground: tuple[Markup, ...]


@dataclass(frozen=True, kw_only=True)
class RolesRecord:
    """What `roles.md.jinja` prints."""

    decisions: Sequence[Mapping[str, object]]
    roles: Sequence[Mapping[str, object]]
    rows: Sequence[ComparisonRow]
    retired: Sequence[tuple[object, ...]]
    signals: Sequence[Mapping[str, object]]
    reading: str | Markup


@dataclass(frozen=True, kw_only=True)
class RoleRecord:
    """What `role.md.jinja` prints."""

    role: Role
    summary: Markup
    decisions: Sequence[Mapping[str, object]]
    retired: Markup
    description: Markup
    background: Markup
    day: Sequence[tuple[object, ...]]
    responsibilities: Sequence[Markup]
    hiring: Sequence[Markup]
    not_for_you_if: Sequence[Markup]
    workbench: Sequence[Mapping[str, object]]
    needs: Sequence[Mapping[str, object]]
    pay: Sequence[ClaimRow]
    pay_charts: Sequence[Chart]
    demand: Sequence[ClaimRow]
    phrases: Sequence[tuple[object, ...]]
    questions: Sequence[tuple[object, ...]]
    neighbours: Sequence[tuple[object, ...]]
    criteria: Sequence[ComparisonRow]
    retired_criteria: Sequence[tuple[object, ...]]
    paths: Sequence[Mapping[str, object]]
    projects: Sequence[Markup]
    use_cases: Sequence[Markup]


def role_pages(guide: Guide) -> Iterator[Page]:
    """/roles/, where there are several to compare, and /roles/<id>/."""
    if not guide.only_role:
        yield _index(guide)
    for role in guide.roles.values():
        yield _role(guide, role)


def comparison(guide: Guide, writer: PageWriter) -> tuple[ComparisonRow, ...]:
    """The comparison table: a row per criterion, a cell per role, both in the guide's order."""
    return tuple(
        ComparisonRow(
            former=criterion.formerly,
            anchor=criterion.id,
            name=name_of(criterion),
            question=writer.line(criterion.question),
            why=writer.line(criterion.why),
            cells=tuple(_cell(guide.roles[role], criterion.id, writer) for role in guide.settings.roles),
        )
        for criterion in (guide.criteria[identifier] for identifier in guide.settings.criteria)
    )


def _cell(role: Role, criterion: str, writer: PageWriter) -> Cell:
    judgement = role.criteria[criterion]
    # A claim that the text itself links to needs no second mention below it.
    rest = tuple(claim for claim in judgement.claims if f"(claim:{claim})" not in judgement.value)
    return Cell(writer.line(judgement.value), writer.cites(rest), judgement.opinion)


def _index(guide: Guide) -> Page:
    url = "roles/"
    writer = PageWriter(guide, url)

    def record() -> RolesRecord:
        roles = [guide.roles[identifier] for identifier in guide.settings.roles]
        return RolesRecord(
            decisions=decision_links(guide, writer),
            roles=[
                {
                    "link": writer.link("role", role.id),
                    "approach": role.approach,
                    "summary": writer.line(role.summary),
                    "href": writer.href("role", role.id),
                    "name": role.name,
                }
                for role in roles
            ],
            rows=comparison(guide, writer),
            retired=_retired_criteria(guide, writer),
            signals=[
                {"name": role.name, "phrases": _phrases(role, writer), "questions": _questions(role, writer)}
                for role in roles
                if _phrases(role, writer) or _questions(role, writer)
            ],
            reading=writer.link("page", "reading-job-ads") if "reading-job-ads" in guide.pages else "",
        )

    words = writer.words.roles
    compared = bool(guide.settings.criteria)
    described = words.description if guide.claims else words.unsourced_description
    return Page(
        url,
        "roles.md.jinja",
        words.title if compared else words.plain_title,
        described if compared else words.plain_description,
        "roles",
        record,
        source="guide.yml",
        contents=True,
    )


def _retired_criteria(guide: Guide, writer: PageWriter) -> list[tuple[object, ...]]:
    return [
        (criterion.id, name_of(criterion), writer.retired("criterion", criterion))
        for criterion in guide.criteria.values()
        if criterion.retired is not None and criterion.id not in guide.settings.criteria
    ]


def _phrases(role: Role, writer: PageWriter) -> tuple[tuple[str, Markup], ...]:
    return tuple((phrase.phrase, writer.line(phrase.means)) for phrase in role.ad_signals.phrases) if role.ad_signals else ()


def _questions(role: Role, writer: PageWriter) -> tuple[tuple[Markup, Markup], ...]:
    return tuple((writer.line(question.ask), writer.line(question.listen_for)) for question in role.ad_signals.questions) if role.ad_signals else ()


def _role(guide: Guide, role: Role) -> Page:
    url = f"roles/{role.id}/"
    writer = PageWriter(guide, url)

    def record() -> RoleRecord:
        return RoleRecord(
            role=role,
            summary=writer.line(role.summary),
            decisions=[
                link
                for link in decision_links(guide, writer)
                if any(role.id in outcome.roles for outcome in guide.decisions[link["id"]].outcomes)
            ],
            retired=writer.retired("role", role),
            description=writer.prose(role.description),
            background=writer.prose(role.background),
            day=[(part.when, writer.line(part.what)) for part in role.a_day],
            responsibilities=writer.lines(role.responsibilities),
            hiring=writer.lines(role.hiring),
            not_for_you_if=writer.lines(role.not_for_you_if),
            workbench=_workbench(guide, role, writer),
            needs=_needs(guide, role, writer),
            pay=_claims(guide, role.pay, writer),
            pay_charts=charts([guide.claims[claim] for claim in role.pay], writer),
            demand=_claims(guide, role.demand, writer),
            phrases=_phrases(role, writer),
            questions=_questions(role, writer),
            criteria=comparison(guide, writer) if guide.only_role == role else (),
            retired_criteria=_retired_criteria(guide, writer) if guide.only_role == role else (),
            neighbours=[(neighbour.title, writer.line(neighbour.note)) for neighbour in role.neighbours],
            paths=_paths_to(guide, role, writer),
            projects=writer.links("project", [project.id for project in guide.projects.values() if role.id in project.roles]),
            use_cases=writer.links("use-case", [case.id for case in guide.use_cases.values() if role.id in case.roles]),
        )

    return Page(
        url,
        "role.md.jinja",
        role.name,
        writer.summary(role.summary),
        "roles",
        record,
        source=role.path,
        contents=True,
        tags=(role.name, *role.alternate_names),
    )


def _claims(guide: Guide, claims: tuple[str, ...], writer: PageWriter) -> tuple[ClaimRow, ...]:
    return tuple(claim_row(guide.claims[claim], writer) for claim in claims)


def _workbench(guide: Guide, role: Role, writer: PageWriter) -> list[dict[str, object]]:
    tools = live(guide.tools[identifier] for identifier in role.workbench)
    order = {category: number for number, category in reversed(list(enumerate(tool.category for tool in tools)))}
    tools.sort(key=lambda tool: order[tool.category])
    return [
        {"category": category, "tools": [(writer.link("tool", tool.id), writer.line(tool.summary)) for tool in group]}
        for category, group in groupby(tools, key=lambda tool: tool.category)
    ]


def _needs(guide: Guide, role: Role, writer: PageWriter) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for area in guide.settings.areas:
        rows = [
            NeedRow(writer.link("skill", skill), writer.dots(need.core), writer.dots(need.full), _ground(need, writer))
            for skill, need in role.needs.items()
            if guide.skills[skill].area == area.id
        ]
        if rows:
            groups.append({"area": area.name, "rows": rows})
    return groups


def _ground(need: Need, writer: PageWriter) -> tuple[Markup, ...]:
    """What says that a skill is asked for: claims by their statements, and the editor's reason."""
    why = (Markup("{} {}").format(writer.words.role.reason, writer.line(need.why)),) if need.why else ()
    return (*writer.states(need.claims), *why)


def _paths_to(guide: Guide, role: Role, writer: PageWriter) -> list[dict[str, object]]:
    rows = []
    for identifier in guide.settings.personas:
        persona = guide.personas[identifier]
        for path in persona.paths:
            if path.to == role.id:
                rows.append(
                    {
                        "persona": persona.name,
                        "href": writer.to(PathKey(persona.id, role.id).url),
                        "stance": getattr(writer.words.stance, path.stance),
                        "stance_id": path.stance,
                    }
                )
    return rows
