"""The comparison of roles and the page of each role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ..model import Guide, Role
from ..planner.paths import PathKey
from .charts import charts
from .decide import decision_links
from .evidence import ClaimRow, claim_row
from .writer import Page, Pen, dots, live, name_of


@dataclass(frozen=True)
class Cell:
    """A cell of the comparison: what holds, and what it rests on."""

    value: Markup
    claims: tuple[Markup, ...]
    opinion: bool


@dataclass(frozen=True)
class Row:
    """A row of the comparison."""

    former: tuple[str, ...]
    anchor: str
    name: str
    question: Markup
    why: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NeedRow:
    """A skill that a role needs: its level at the hiring bar and in full."""

    skill: Markup
    core: Markup
    full: Markup


def role_pages(guide: Guide) -> Iterator[Page]:
    """/roles/ and /roles/<id>/."""
    yield _index(guide)
    for role in guide.roles.values():
        yield _role(guide, role)


def comparison(guide: Guide, pen: Pen) -> tuple[Row, ...]:
    """The comparison table: a row per criterion, a cell per role, both in the guide's order."""
    return tuple(
        Row(
            criterion.formerly,
            criterion.id,
            name_of(criterion),
            pen.line(criterion.question),
            pen.line(criterion.why),
            tuple(_cell(guide.roles[role], criterion.id, pen) for role in guide.settings.roles),
        )
        for criterion in (guide.criteria[identifier] for identifier in guide.settings.criteria)
    )


def _cell(role: Role, criterion: str, pen: Pen) -> Cell:
    said = role.criteria[criterion]
    # A claim that the text itself links to needs no second mention below it.
    rest = tuple(claim for claim in said.claims if f"(claim:{claim})" not in said.value)
    return Cell(pen.line(said.value), pen.cites(rest), said.opinion)


def _index(guide: Guide) -> Page:
    url = "roles/"
    pen = Pen(guide, url)
    roles = [guide.roles[identifier] for identifier in guide.settings.roles]
    return Page(
        url,
        "roles.md.jinja",
        pen.words.roles.title,
        pen.words.roles.description,
        "roles",
        {
            "pen": pen,
            "decisions": decision_links(guide, pen),
            "roles": [
                {
                    "link": pen.link("role", role.id),
                    "approach": role.approach,
                    "summary": pen.line(role.summary),
                    "href": pen.href("role", role.id),
                    "name": role.name,
                }
                for role in roles
            ],
            "rows": comparison(guide, pen),
            "retired": [
                (criterion.id, name_of(criterion), pen.retired("criterion", criterion))
                for criterion in guide.criteria.values()
                if criterion.retired is not None and criterion.id not in guide.settings.criteria
            ],
            "signals": [
                {"name": role.name, "phrases": _phrases(role, pen), "questions": _questions(role, pen)}
                for role in roles
                if role.ad_signals.phrases or role.ad_signals.questions
            ],
            "reading": pen.link("page", "reading-job-ads") if "reading-job-ads" in guide.pages else "",
        },
        source="guide.yml",
        contents=True,
    )


def _phrases(role: Role, pen: Pen) -> tuple[tuple[str, Markup], ...]:
    return tuple((phrase.phrase, pen.line(phrase.means)) for phrase in role.ad_signals.phrases)


def _questions(role: Role, pen: Pen) -> tuple[tuple[Markup, Markup], ...]:
    return tuple((pen.line(question.ask), pen.line(question.listen_for)) for question in role.ad_signals.questions)


def _role(guide: Guide, role: Role) -> Page:
    url = f"roles/{role.id}/"
    pen = Pen(guide, url)
    context = {
        "pen": pen,
        "role": role,
        "summary": pen.line(role.summary),
        "decisions": [
            link
            for link in decision_links(guide, pen)
            if any(role.id in outcome.roles for outcome in guide.decisions[link["id"]].outcomes)
        ],
        "retired": pen.retired("role", role),
        "description": pen.prose(role.description),
        "background": pen.prose(role.background),
        "day": [(part.when, pen.line(part.what)) for part in role.a_day],
        "responsibilities": pen.lines(role.responsibilities),
        "hiring": pen.lines(role.hiring),
        "not_for_you_if": pen.lines(role.not_for_you_if),
        "workbench": _workbench(guide, role, pen),
        "needs": _needs(guide, role, pen),
        "pay": _claims(guide, role.pay, pen),
        "pay_charts": charts([guide.claims[claim] for claim in role.pay], pen),
        "demand": _claims(guide, role.demand, pen),
        "phrases": _phrases(role, pen),
        "questions": _questions(role, pen),
        "neighbours": [(neighbour.title, pen.line(neighbour.note)) for neighbour in role.neighbours],
        "paths": _paths_to(guide, role, pen),
        "projects": pen.links(
            "project", [project.id for project in guide.projects.values() if role.id in project.roles]
        ),
        "use_cases": pen.links(
            "use-case", [case.id for case in guide.use_cases.values() if role.id in case.roles]
        ),
    }
    return Page(
        url,
        "role.md.jinja",
        role.name,
        pen.summary(role.summary),
        "roles",
        context,
        source=role.path,
        contents=True,
        tags=(role.name, *role.alternate_names),
    )


def _claims(guide: Guide, claims: tuple[str, ...], pen: Pen) -> tuple[ClaimRow, ...]:
    return tuple(claim_row(guide.claims[claim], pen) for claim in claims)


def _workbench(guide: Guide, role: Role, pen: Pen) -> list[dict[str, object]]:
    tools = live(guide.tools[identifier] for identifier in role.workbench)
    order = {category: number for number, category in reversed(list(enumerate(tool.category for tool in tools)))}
    tools.sort(key=lambda tool: order[tool.category])
    return [
        {"category": category, "tools": [(pen.link("tool", tool.id), pen.line(tool.summary)) for tool in group]}
        for category, group in groupby(tools, key=lambda tool: tool.category)
    ]


def _needs(guide: Guide, role: Role, pen: Pen) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for area in guide.settings.areas:
        rows = [
            NeedRow(pen.link("skill", skill), dots(need.core), dots(need.full))
            for skill, need in role.needs.items()
            if guide.skills[skill].area == area.id
        ]
        if rows:
            groups.append({"area": area.name, "rows": rows})
    return groups


def _paths_to(guide: Guide, role: Role, pen: Pen) -> list[dict[str, object]]:
    found = []
    for identifier in guide.settings.personas:
        persona = guide.personas[identifier]
        for path in persona.paths:
            if path.to == role.id:
                found.append(
                    {
                        "persona": persona.name,
                        "href": pen.to(PathKey(persona.id, role.id).url),
                        "stance": getattr(pen.words.stance, path.stance),
                        "stance_id": path.stance,
                    }
                )
    return found
