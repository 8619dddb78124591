"""The home page: the question, the answer in two sentences, the two arms, and where to go from here."""

from __future__ import annotations

from ..content import figures
from ..model import Guide
from ..planner.paths import PathKey, Plans
from .decide import decision_links
from .paths import range_of, script_words
from .writer import Page, Pen, live, mark_of, mark_words


def home_page(guide: Guide, plans: Plans) -> Page:
    """/."""
    pen = Pen(guide, "")
    settings = guide.settings
    arms = [
        {
            "role": guide.roles[arm.role].name,
            "href": pen.href("role", arm.role),
            "says": pen.line(arm.says),
            "approach": guide.roles[arm.role].approach,
        }
        for arm in settings.arms
    ]
    decisions = decision_links(guide, pen)
    context = {
        "pen": pen,
        "decision": decisions[0] if decisions else None,
        "more_decisions": decisions[1:],
        "question": settings.title,
        "ask": pen.line(settings.question),
        "answer": pen.prose(settings.answer),
        "arms": arms,
        "answer_href": pen.to("answer/") if "answer" in guide.pages else "",
        "roles_href": pen.to("roles/"),
        "paths_href": pen.to("paths/"),
        "evidence_href": pen.to("evidence/"),
        "others": [
            {"name": guide.roles[role].name, "href": pen.href("role", role)}
            for role in settings.roles
            if role not in {arm.role for arm in settings.arms}
        ],
        "personas": [_persona(guide, identifier, plans, pen) for identifier in settings.personas],
        "figures": [_figure(guide, figure.claim, pen.line(figure.says), pen) for figure in settings.figures],
        "debates": [
            {"name": debate.name, "href": pen.href("debate", debate.id), "summary": pen.line(debate.summary)}
            for debate in live(guide.debates.values())
        ],
        "counts": [
            (len(live(guide.of(kind).values())), name, pen.to(url))
            for kind, name, url in (
                ("claim", pen.words.home.claims, "evidence/"),
                ("source", pen.words.home.sources, "evidence/sources/"),
                ("skill", pen.words.home.skills, "skills/"),
                ("resource", pen.words.home.resources, "resources/"),
                ("project", pen.words.home.projects, "projects/"),
            )
        ],
        "as_of": settings.as_of,
        "says": script_words(pen),
    }
    return Page("", "home.md.jinja", settings.title, settings.description, "home", context, source="guide.yml", wide=True)


def _persona(guide: Guide, identifier: str, plans: Plans, pen: Pen) -> dict[str, object]:
    persona = guide.personas[identifier]
    ways = [
        {
            "role": guide.roles[path.to].name,
            "href": pen.to(PathKey(identifier, path.to).url),
            "hours": range_of(plans[PathKey(identifier, path.to)], pen),
        }
        for path in persona.paths
    ]
    return {"name": persona.name, "href": pen.href("persona", identifier), "summary": pen.line(persona.summary), "ways": ways}


def _figure(guide: Guide, identifier: str, says: str, pen: Pen) -> dict[str, object]:
    claim = guide.claims[identifier]
    where = ", ".join(part for part in (claim.place, claim.period or claim.observed) if part)
    return {
        "figure": figures.figure(claim),
        "says": says,
        "where": where,
        "href": pen.href("claim", identifier),
        "mark": mark_of(claim),
        "mark_name": mark_words(mark_of(claim)).name,
    }
