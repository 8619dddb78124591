"""Debates, use-cases and the hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Debate, Guide, UseCase
from ..model import Page as WrittenPage
from .decide import decision_links, outcome_link
from .writer import ARTICLE, Page, Pen, live

_HEADING = re.compile(r"^ {0,3}#{1,6}(?: .*)?$", re.MULTILINE)


def view_pages(guide: Guide) -> Iterator[Page]:
    """/debates/, /use-cases/ and every page of content/pages/."""
    debates = list(guide.debates.values())
    cases = list(guide.use_cases.values())
    if debates:
        yield _debates(guide, debates)
        yield from (_debate(guide, debate) for debate in debates)
    if cases:
        yield _use_cases(guide, cases)
        yield from (_use_case(guide, case) for case in cases)
    for page in guide.pages.values():
        yield _written(guide, page)


def _debates(guide: Guide, debates: list[Debate]) -> Page:
    pen = Pen(guide, "debates/")
    rows = [
        {
            "name": debate.name,
            "href": pen.href("debate", debate.id),
            "summary": pen.line(debate.summary),
            "sides": [position.name for position in debate.positions],
        }
        for debate in live(debates)
    ]
    return Page(
        "debates/",
        "debates.md.jinja",
        pen.words.debates.title,
        pen.words.debates.description,
        "debates",
        {"pen": pen, "rows": rows},
        source="guide.yml",
    )


def _debate(guide: Guide, debate: Debate) -> Page:
    url = f"debates/{debate.id}/"
    pen = Pen(guide, url)
    context = {
        "pen": pen,
        "summary": pen.line(debate.summary),
        "retired": pen.retired("debate", debate),
        "view": pen.prose(debate.view),
        "would_change": pen.lines(debate.would_change),
        "positions": [
            {
                "name": position.name,
                "argument": pen.prose(position.argument),
                "claims": pen.states(position.claims),
            }
            for position in debate.positions
        ],
    }
    return Page(
        url, "debate.md.jinja", debate.name, pen.summary(debate.summary), "debates", context, source=debate.path, contents=True
    )


def _use_cases(guide: Guide, cases: list[UseCase]) -> Page:
    pen = Pen(guide, "use-cases/")
    cases = live(cases)
    asked = {decision for case in cases for decision in case.outcomes}
    rows = [
        {
            "name": case.name,
            "href": pen.href("use-case", case.id),
            "approach": pen.line(case.approach),
            "roles": pen.links("role", case.roles),
        }
        for case in sorted(cases, key=lambda case: case.name.casefold())
    ]
    return Page(
        "use-cases/",
        "use-cases.md.jinja",
        pen.words.use_cases.title,
        pen.words.use_cases.description,
        "use-cases",
        {"pen": pen, "rows": rows, "decisions": [link for link in decision_links(guide, pen) if link["id"] in asked]},
        source="guide.yml",
    )


def _use_case(guide: Guide, case: UseCase) -> Page:
    url = f"use-cases/{case.id}/"
    pen = Pen(guide, url)
    words = pen.words.use_cases
    context = {
        "pen": pen,
        "what": pen.prose(case.what),
        "retired": pen.retired("use-case", case),
        "approach": pen.line(case.approach),
        "why": pen.prose(case.why),
        "roles": pen.links("role", case.roles),
        "facts": [
            (words.latency, pen.line(case.latency)),
            (words.volume, pen.line(case.volume)),
            (words.data, pen.line(case.data)),
            (words.cost_of_error, pen.line(case.cost_of_error)),
        ],
        "outcomes": [outcome_link(guide, decision, outcome, pen) for decision, outcome in case.outcomes.items()],
        "skills": pen.links("skill", case.skills),
        "claims": pen.states(case.claims),
    }
    return Page(url, "use-case.md.jinja", case.name, pen.summary(case.approach), "use-cases", context, source=case.path)


def _written(guide: Guide, page: WrittenPage) -> Page:
    url = f"{page.id}/"
    pen = Pen(guide, url)
    section = page.id if page.id in ("answer", "about") else "about"
    return Page(
        url,
        "page.md.jinja",
        page.title,
        pen.summary(_HEADING.sub("", page.body), ARTICLE),
        section,
        {"pen": pen, "pieces": pen.article(page.body)},
        source=page.path,
        contents=True,
    )
