"""Debates, use-cases and the hand-written pages. What the guide thinks comes first; what it rests on is folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..content.text import Heading, links
from ..model import Debate, Guide, UseCase, WrittenPage
from ..model.evidence import ARGUMENT_FINDINGS, Position
from .decide import decision_links, outcome_link
from .writer import ARTICLE, LINE, PROSE, Fact, Page, PageWriter, anchor, live

_HEADING = re.compile(r"^ {0,3}#{1,6}(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class RowLink:
    """A row of a list: a link, what stands at its end, and below what it is about and who does it."""

    link: Markup
    says: Markup | str
    about: Markup = Markup("")
    by: Sequence[Markup] = ()


@dataclass(frozen=True, kw_only=True)
class DebatesRecord:
    """What `debates.md.jinja` prints."""

    rows: Sequence[RowLink]


@dataclass(frozen=True, kw_only=True)
class PositionRow:
    """A side of a debate: what the check of it found, its argument, and the claims behind it that the argument does not link."""

    anchor: str
    name: str
    finding: str
    open: bool
    argument: Markup
    claims: Sequence[Markup]


@dataclass(frozen=True, kw_only=True)
class DebateRecord:
    """What `debate.md.jinja` prints."""

    retired: Markup
    short: str
    in_short: Markup
    tally: Sequence[tuple[str, int]]
    view: Markup
    would_change: Sequence[Markup]
    positions: Sequence[PositionRow]
    worried: Sequence[RowLink]
    also: Sequence[RowLink]


@dataclass(frozen=True, kw_only=True)
class UseCasesRecord:
    """What `use-cases.md.jinja` prints."""

    rows: Sequence[RowLink]
    decisions: Sequence[Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class UseCaseRecord:
    """What `use-case.md.jinja` prints."""

    what: Markup
    retired: Markup
    approach: Markup
    box: Sequence[Fact]
    why: Markup
    facts: Sequence[tuple[object, ...]]
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
        return DebatesRecord(
            rows=[_debate_row(debate, writer) for debate in live(debates)],
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


def _debate_row(debate: Debate, writer: PageWriter) -> RowLink:
    return RowLink(link=writer.link("debate", debate.id), says=debate.short or "", about=writer.line(debate.summary))


def _debate(guide: Guide, debate: Debate) -> Page:
    url = f"debates/{debate.id}/"
    writer = PageWriter(guide, url)

    def record() -> DebateRecord:
        return DebateRecord(
            retired=writer.retired("debate", debate),
            short=debate.short or "",
            in_short=writer.line(debate.in_short),
            tally=_tally(debate, writer),
            view=writer.prose(debate.view),
            would_change=writer.lines(debate.would_change),
            positions=_positions(debate, writer),
            worried=[
                RowLink(link=anchor(f"{writer.href('persona', persona)}#worries", guide.personas[persona].name), says="")
                for persona in guide.settings.personas
                if any(
                    (link.kind, link.id) == ("debate", debate.id)
                    for worry in guide.personas[persona].worries
                    for link in links(worry, LINE)
                )
            ],
            also=[
                RowLink(link=writer.link("debate", other.id), says=other.short or "")
                for other in live(guide.debates.values())
                if other is not debate
            ],
        )

    return Page(url, "debate.md.jinja", debate.name, writer.summary(debate.summary), "debates", record, source=debate.path)


def _tally(debate: Debate, writer: PageWriter) -> list[tuple[str, int]]:
    """How the arguments fared: how many of each finding, the best first. Where one was not checked, nothing is counted."""
    found = Counter(position.finding for position in debate.positions)
    return [] if None in found else [(_finding(finding, writer), found[finding]) for finding in ARGUMENT_FINDINGS if finding in found]


def _finding(finding: str | None, writer: PageWriter) -> str:
    return getattr(writer.words.finding, finding.replace("-", "_")) if finding else ""


def _positions(debate: Debate, writer: PageWriter) -> list[PositionRow]:
    """The sides; one is open at first: the one that fared best, or the first."""
    best = next((finding for finding in ARGUMENT_FINDINGS if any(position.finding == finding for position in debate.positions)), None)
    first = next(position for position in debate.positions if position.finding == best)
    return [
        PositionRow(
            anchor=f"side-{number}",
            name=position.name,
            finding=_finding(position.finding, writer),
            open=position is first,
            argument=writer.prose(position.argument),
            claims=writer.cites(_unlinked(position)),
        )
        for number, position in enumerate(debate.positions, 1)
    ]


def _unlinked(position: Position) -> list[str]:
    """The claims behind an argument that its text does not link."""
    linked = {link.id for link in links(position.argument, PROSE) if link.kind == "claim"}
    return [claim for claim in position.claims if claim not in linked]


def _use_cases(guide: Guide, cases: list[UseCase]) -> Page:
    writer = PageWriter(guide, "use-cases/")

    def record() -> UseCasesRecord:
        used = live(cases)
        asked = {decision for case in used for decision in case.outcomes}
        rows = [
            RowLink(
                link=writer.link("use-case", case.id),
                says=Markup(", ").join(_outcomes(guide, case, writer)),
                about=writer.line(case.approach),
                by=writer.links("role", case.roles),
            )
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
            box=_case_box(guide, case, writer),
            why=writer.prose(case.why),
            facts=[(fact.name, writer.line(fact.value)) for fact in case.facts],
            skills=writer.links("skill", case.skills),
            claims=writer.states(case.claims),
        )

    return Page(url, "use-case.md.jinja", case.name, writer.summary(case.approach), "use-cases", record, source=case.path)


def _outcomes(guide: Guide, case: UseCase, writer: PageWriter) -> list[Markup]:
    """What the decisions call the approach that fits."""
    return [outcome_link(guide, decision, outcome, writer) for decision, outcome in case.outcomes.items()]


def _case_box(guide: Guide, case: UseCase, writer: PageWriter) -> list[Fact]:
    """What a decision calls the approach, and who builds it."""
    words = writer.words.use_cases
    rows = (
        Fact(words.approach, Markup(", ").join(_outcomes(guide, case, writer))),
        Fact(words.roles, Markup(", ").join(writer.links("role", case.roles))),
    )
    return [row for row in rows if row.value]


def _written(guide: Guide, page: WrittenPage) -> Page:
    url = f"{page.id}/"
    writer = PageWriter(guide, url)

    def record() -> PageRecord:
        return PageRecord(
            pieces=writer.article(page.body),
        )

    return Page(
        url,
        "page.md.jinja",
        page.title,
        writer.summary(_HEADING.sub("", page.body), ARTICLE),
        page.id,
        record,
        source=page.path,
        contents=True,
    )
