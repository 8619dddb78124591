"""Debates, use-cases and the hand-written pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..content.text import Heading
from ..model import Debate, Guide, UseCase, WrittenPage
from .decide import decision_links, outcome_link
from .writer import ARTICLE, Page, PageWriter, live

_HEADING = re.compile(r"^ {0,3}#{1,6}(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class DebatesRecord:
    """What `debates.md.jinja` prints."""

    rows: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class DebateRecord:
    """What `debate.md.jinja` prints."""

    summary: Markup
    retired: Markup
    view: Markup
    would_change: Sequence[Markup]
    positions: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class UseCasesRecord:
    """What `use-cases.md.jinja` prints."""

    rows: Sequence[Mapping[str, object]]
    decisions: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class UseCaseRecord:
    """What `use-case.md.jinja` prints."""

    what: Markup
    retired: Markup
    approach: Markup
    why: Markup
    roles: Sequence[Markup]
    facts: Sequence[tuple[object, ...]]
    outcomes: Sequence[tuple[object, ...]]
    skills: Sequence[Markup]
    claims: Sequence[Markup]


@dataclass(frozen=True, kw_only=True)
class PageRecord:
    """What `page.md.jinja` prints."""

    pieces: Sequence[Heading | Markup]


def debate_pages(guide: Guide) -> Iterator[Page]:
    """/debates/, /use-cases/ and every page of content/pages/."""
    debates = list(guide.debates.values())
    cases = list(guide.use_cases.values())
    if live(debates):
        yield _debates(guide, debates)
    yield from (_debate(guide, debate) for debate in debates)
    if live(cases):
        yield _use_cases(guide, cases)
    yield from (_use_case(guide, case) for case in cases)
    for page in guide.pages.values():
        yield _written(guide, page)


def _debates(guide: Guide, debates: list[Debate]) -> Page:
    writer = PageWriter(guide, "debates/")

    def record() -> DebatesRecord:
        rows = [
            {
                "name": debate.name,
                "href": writer.href("debate", debate.id),
                "summary": writer.line(debate.summary),
                "sides": [position.name for position in debate.positions],
            }
            for debate in live(debates)
        ]
        return DebatesRecord(
            rows=rows,
        )

    return Page(
        "debates/",
        "debates.md.jinja",
        writer.words.debates.title,
        writer.words.debates.description,
        "debates",
        record,
        source="guide.yml",
    )


def _debate(guide: Guide, debate: Debate) -> Page:
    url = f"debates/{debate.id}/"
    writer = PageWriter(guide, url)

    def record() -> DebateRecord:
        return DebateRecord(
            summary=writer.line(debate.summary),
            retired=writer.retired("debate", debate),
            view=writer.prose(debate.view),
            would_change=writer.lines(debate.would_change),
            positions=[
                {
                    "name": position.name,
                    "argument": writer.prose(position.argument),
                    "claims": writer.states(position.claims),
                }
                for position in debate.positions
            ],
        )

    return Page(
        url, "debate.md.jinja", debate.name, writer.summary(debate.summary), "debates", record, source=debate.path, contents=True
    )


def _use_cases(guide: Guide, cases: list[UseCase]) -> Page:
    writer = PageWriter(guide, "use-cases/")

    def record() -> UseCasesRecord:
        used = live(cases)
        asked = {decision for case in used for decision in case.outcomes}
        rows = [
            {
                "name": case.name,
                "href": writer.href("use-case", case.id),
                "approach": writer.line(case.approach),
                "roles": writer.links("role", case.roles),
            }
            for case in sorted(used, key=lambda case: case.name.casefold())
        ]
        return UseCasesRecord(
            rows=rows,
            decisions=[link for link in decision_links(guide, writer) if link["id"] in asked],
        )

    return Page(
        "use-cases/",
        "use-cases.md.jinja",
        writer.words.use_cases.title,
        writer.words.use_cases.description,
        "use-cases",
        record,
        source="guide.yml",
    )


def _use_case(guide: Guide, case: UseCase) -> Page:
    url = f"use-cases/{case.id}/"
    writer = PageWriter(guide, url)

    def record() -> UseCaseRecord:
        return UseCaseRecord(
            what=writer.prose(case.what),
            retired=writer.retired("use-case", case),
            approach=writer.line(case.approach),
            why=writer.prose(case.why),
            roles=writer.links("role", case.roles),
            facts=[(fact.name, writer.line(fact.value)) for fact in case.facts],
            outcomes=[outcome_link(guide, decision, outcome, writer) for decision, outcome in case.outcomes.items()],
            skills=writer.links("skill", case.skills),
            claims=writer.states(case.claims),
        )

    return Page(url, "use-case.md.jinja", case.name, writer.summary(case.approach), "use-cases", record, source=case.path)


def _written(guide: Guide, page: WrittenPage) -> Page:
    url = f"{page.id}/"
    writer = PageWriter(guide, url)
    section = page.id if page.id in ("answer", "about") else "about"

    def record() -> PageRecord:
        return PageRecord(
            pieces=writer.article(page.body),
        )

    return Page(
        url,
        "page.md.jinja",
        page.title,
        writer.summary(_HEADING.sub("", page.body), ARTICLE),
        section,
        record,
        source=page.path,
        contents=True,
    )
