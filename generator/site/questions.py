"""The questions: one page with all of them by group, each in a fold with a place of its own; and those that the home page names.

One page, for people come with one question and leave with three: the list shows what else is asked, the filter narrows it, and it can be
printed or read from top to bottom. Each question is an entry of the search by itself, found by its other wordings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..model import Faq, Guide, Onward, limits
from ..planner.paths import PathKey, Plans
from .writer import PROSE, Page, PageWriter, Place, anchor, first_sentences, live, range_of

URL = "questions/"
# Fields of a place to go on that are not called like the kind that they refer to.
_KINDS = {"question": "faq", "use_case": "use-case"}


@dataclass(frozen=True, kw_only=True)
class QuestionsRecord:
    """What `questions.md.jinja` prints."""

    groups: Sequence[Mapping[str, object]]
    count: int


def question_pages(guide: Guide, plans: Plans) -> Iterator[Page]:
    """/questions/, where every question has its place."""
    if guide.faq:
        yield _questions(guide, plans)


def asked(guide: Guide, writer: PageWriter) -> list[Markup]:
    """Links to the questions that the home page names."""
    return list(writer.links("faq", guide.settings.asked))


def _questions(guide: Guide, plans: Plans) -> Page:
    writer = PageWriter(guide, URL)

    def record() -> QuestionsRecord:
        by_group: dict[str, list[Faq]] = {}
        for faq in sorted(guide.faq.values(), key=lambda faq: faq.question.casefold()):
            by_group.setdefault(faq.group, []).append(faq)
        return QuestionsRecord(
            groups=[
                {
                    "anchor": f"group-{group.id}",
                    "name": group.name,
                    "summary": writer.line(group.summary),
                    "rows": [_row(faq, plans, writer) for faq in by_group[group.id]],
                }
                for group in guide.settings.question_groups
                if group.id in by_group
            ],
            count=len(guide.faq),
        )

    words = writer.words.questions
    return Page(
        URL,
        "questions.md.jinja",
        words.title,
        words.description,
        "questions",
        record,
        source="guide.yml",
        contents=True,
        places=lambda: tuple(_place(faq, writer) for faq in live(guide.faq.values())),
    )


def _place(faq: Faq, writer: PageWriter) -> Place:
    """A question for the search, with the beginning of its answer: often that is all."""
    answer = first_sentences(writer.plain(faq.answer, PROSE), limits.FOUND_LENGTH)
    return Place(anchor=faq.id, kind="question", title=faq.question, line=answer, names=faq.other_wordings)


def _row(faq: Faq, plans: Plans, writer: PageWriter) -> dict[str, object]:
    return {
        "id": faq.id,
        "places": faq.formerly,
        "question": faq.question,
        "retired": writer.retired("faq", faq),
        "answer": writer.prose(faq.answer),
        "next": [_onward(onward, plans, writer) for onward in faq.next],
        "claims": writer.states(faq.claims),
        "others": faq.other_wordings,
        "edit": writer.edit_link(faq.path),
    }


def _onward(onward: Onward, plans: Plans, writer: PageWriter) -> dict[str, object]:
    """A place to go on, and what it is or how far."""
    guide, words = writer.guide, writer.words
    if onward.persona and onward.role:
        key = PathKey(onward.persona, onward.role)
        title = words.path.title.format(guide.personas[onward.persona].name, guide.roles[onward.role].name)
        return {"link": anchor(writer.to(key.url), title), "what": range_of(plans[key], writer)}
    (name, identifier), = onward.named.items()
    if name == "topic":
        topic = next(topic for topic in guide.settings.topics if topic.id == identifier)
        return {"link": anchor(writer.to(f"evidence/{topic.id}/"), topic.name), "what": words.questions.kinds.topic}
    link = writer.link(_KINDS.get(name, name), identifier)
    if name == "decision":
        return {"link": link, "what": words.decide.questions.format(len(guide.decisions[identifier].questions))}
    return {"link": link, "what": getattr(words.questions.kinds, name)}
