"""The home page: the question, the answer in two sentences, the two arms, and where to go from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Guide
from ..planner.paths import PathKey, Plans
from .decide import decision_links
from .marks import is_expired, known_words, mark_of, mark_words
from .paths import range_of, script_words
from .questions import URL as QUESTIONS
from .questions import asked
from .writer import Page, PageWriter, live


@dataclass(frozen=True, kw_only=True)
class HomeRecord:
    """What `home.md.jinja` prints."""

    decision: Mapping[str, object] | None
    more_decisions: Sequence[Mapping[str, object]]
    question: str
    ask: Markup
    answer: Markup
    arms: Sequence[Mapping[str, object]]
    arms_in_list: bool
    answer_href: str
    compare: Mapping[str, object]
    others: Sequence[Mapping[str, object]]
    personas: Sequence[Mapping[str, object]]
    who_lead: str
    figures: Sequence[Mapping[str, object]]
    debates: Sequence[Mapping[str, object]]
    asked: Sequence[Markup]
    all_asked: str
    counts: Sequence[tuple[object, ...]]
    as_of: str
    says: Sequence[tuple[object, ...]]


def home_page(guide: Guide, plans: Plans) -> Page:
    """/."""
    settings = guide.settings

    def record() -> HomeRecord:
        writer = PageWriter(guide, "")
        arms = [
            {
                "role": guide.roles[arm.role].name,
                "href": writer.href("role", arm.role),
                "says": writer.line(arm.says),
                "approach": guide.roles[arm.role].approach,
            }
            for arm in settings.arms
        ]
        decisions = decision_links(guide, writer)
        words = writer.words.home
        return HomeRecord(
            decision=decisions[0] if decisions else None,
            more_decisions=decisions[1:],
            question=settings.title,
            ask=writer.line(settings.question),
            answer=writer.prose(settings.answer),
            arms=arms,
            arms_in_list=len(arms) > 2,  # two turn from each other; more than two have no sides
            answer_href=writer.to("answer/") if "answer" in guide.pages else "",
            compare=_compare(guide, writer),
            others=[
                {"name": guide.roles[role].name, "href": writer.href("role", role)}
                for role in settings.roles
                if role not in {arm.role for arm in settings.arms} and not guide.only_role
            ],
            personas=[_persona(guide, identifier, plans, writer) for identifier in settings.personas],
            who_lead=words.who_lead if any(guide.personas[persona].stay for persona in settings.personas) else words.who_lead_plain,
            figures=[_figure(guide, figure.claim, writer.line(figure.says), writer) for figure in settings.figures],
            debates=[
                {"name": debate.name, "href": writer.href("debate", debate.id), "summary": writer.line(debate.summary)}
                for debate in live(guide.debates.values())
            ],
            asked=asked(guide, writer),
            all_asked=writer.to(QUESTIONS) if guide.faq else "",
            counts=[
                (count, name, writer.to(url))
                for kind, name, url in (
                    ("claim", words.claims, "evidence/"),
                    ("source", words.sources, "evidence/sources/"),
                    ("skill", words.skills, "skills/"),
                    ("resource", words.resources, "resources/"),
                    ("project", words.projects, "projects/"),
                )
                if (count := len(live(guide.of(kind).values())))
            ],
            as_of=writer.date(settings.as_of),
            says=script_words(writer) if settings.personas else (),
        )

    return Page("", "home.md.jinja", settings.title, settings.description, "home", record, source="guide.yml", wide=True)


def _compare(guide: Guide, writer: PageWriter) -> dict[str, str]:
    """Where the roles stand: beside each other, or the page of the only one."""
    role = guide.only_role
    if role:
        return {"name": role.name, "href": writer.href("role", role.id)}
    words = writer.words
    return {"name": words.home.compare if guide.settings.criteria else words.roles.plain_title, "href": writer.to("roles/")}


def _persona(guide: Guide, identifier: str, plans: Plans, writer: PageWriter) -> dict[str, object]:
    persona = guide.personas[identifier]
    ways = [
        {
            "role": guide.roles[path.to].name,
            "href": writer.to(PathKey(identifier, path.to).url),
            "hours": range_of(plans[PathKey(identifier, path.to)], writer),
        }
        for path in persona.paths
    ]
    return {
        "name": persona.name,
        "href": writer.href("persona", identifier),
        "summary": writer.line(persona.summary),
        "ways": ways,
    }


def _figure(guide: Guide, identifier: str, says: str, writer: PageWriter) -> dict[str, object]:
    claim = guide.claims[identifier]
    where = ", ".join(part for part in (claim.place, claim.period or writer.date(claim.observed)) if part)
    return {
        "figure": writer.figure(claim),
        "says": says,
        "where": where,
        "href": writer.href("claim", identifier),
        "mark": mark_of(claim),
        "mark_name": mark_words(claim, guide),
        "known": known_words(claim, guide) if mark_of(claim) not in ("reported", "unread") else "",
        "expired": is_expired(claim, guide),
    }
