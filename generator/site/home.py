"""The home page: the question, two arms and one main act, the answer, and where to go from here.

What a reader came for stands in the first screen of a phone: the arms, and the one button. All else is in the tabs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide
from ..planner.paths import PathKey, Plans
from .changed import NEWS, news_file
from .changed import URL as CHANGES
from .decide import decision_links
from .home_figures import home_figure
from .look import tone_of
from .paths import script_words
from .questions import URL as QUESTIONS
from .questions import asked
from .writer import Page, PageWriter, anchor, live, range_of


@dataclass(frozen=True, kw_only=True)
class HomeRecord:
    """What `home.md.jinja` prints."""

    act: Mapping[str, str]
    question: str
    ask: Markup
    answer: Markup
    arms: Sequence[Mapping[str, object]]
    arms_in_list: bool
    answer_href: str
    others: Sequence[Markup]
    more_decisions: Sequence[Mapping[str, object]]
    roles: Sequence[Mapping[str, object]]
    personas: Sequence[Mapping[str, object]]
    figures: Sequence[Mapping[str, object]]
    asked: Sequence[Markup]
    asked_title: str
    all_asked: Sequence[Markup]
    says: Sequence[tuple[object, ...]]
    news: str
    changes: str


def home_page(guide: Guide, plans: Plans) -> Page:
    """/."""
    settings = guide.settings

    def record() -> HomeRecord:
        writer = PageWriter(guide, "")
        arms = [
            {"role": guide.roles[arm.role].name, "href": writer.href("role", arm.role), "says": writer.line(arm.says)} for arm in settings.arms
        ]
        words = writer.words.home
        reached = {path.to for identifier in settings.personas for path in guide.personas[identifier].paths}
        roles = [role for role in settings.roles if role in reached]
        questions = asked(guide, writer)
        return HomeRecord(
            act=_act(guide, writer),
            question=settings.title,
            ask=writer.line(settings.question),
            answer=writer.prose(settings.answer),
            arms=arms,
            arms_in_list=len(arms) > 2,  # two turn from each other; more than two have no sides
            answer_href=writer.to("answer/") if "answer" in guide.pages else "",
            others=writer.links("role", (role for role in settings.roles if role not in reached | {arm.role for arm in settings.arms})),
            more_decisions=decision_links(guide, writer)[1:],
            roles=[{"name": guide.roles[role].name, "href": writer.href("role", role), "tone": tone_of(guide, role)} for role in roles],
            personas=[_persona(guide, identifier, roles, plans, writer) for identifier in settings.personas],
            figures=[home_figure(guide, figure, writer) for figure in settings.figures],
            asked=questions or writer.links("debate", guide.debates),
            asked_title=words.asked if questions else words.debates,
            all_asked=[
                anchor(writer.to(url), name)
                for url, name, is_there in (
                    (QUESTIONS, words.all_asked, guide.faq), ("debates/", words.all_debates, questions and live(guide.debates.values()))
                )
                if is_there
            ],
            says=script_words(writer) if settings.personas else (),
            news=writer.to(NEWS) if news_file(guide) else "",
            changes=writer.to(CHANGES),
        )

    return Page("", "home.md.jinja", settings.title, settings.description, "home", record, source="guide.yml", wide=True)


def _act(guide: Guide, writer: PageWriter) -> dict[str, str]:
    """What the page is for: the first decision, or where there is none the roles."""
    words = writer.words
    decisions = decision_links(guide, writer)
    if decisions:
        questions = len(guide.decisions[decisions[0]["id"]].questions)
        return decisions[0] | {"note": words.home.act_note.format(words.decide.questions.format(questions))}
    role = guide.only_role
    if role:
        return {"name": role.name, "href": writer.href("role", role.id), "note": ""}
    return {"name": words.home.compare if guide.settings.criteria else words.roles.plain_title, "href": writer.to("roles/"), "note": ""}


def _persona(guide: Guide, identifier: str, roles: Sequence[str], plans: Plans, writer: PageWriter) -> dict[str, object]:
    """A starting point as a row: a cell for each role, empty where no path of this reader leads there."""
    persona = guide.personas[identifier]
    stances = {path.to: path.stance for path in persona.paths}
    cells = [
        {
            "role": guide.roles[role].name,
            "tone": tone_of(guide, role),
            "href": writer.to(PathKey(identifier, role).url),
            "hours": range_of(plans[PathKey(identifier, role)], writer),
            "is_advised": stances[role] == "recommended",
        }
        if role in stances
        else None
        for role in roles
    ]
    return {"name": persona.name, "href": writer.href("persona", identifier), "short": persona.short or "", "cells": cells}
