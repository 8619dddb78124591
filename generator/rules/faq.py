"""Rules about questions and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide, Onward
from .rule import Finding, rule


@rule("error", harmless=True)
def questions_lead_on(guide: Guide) -> Iterator[Finding]:
    """Each place that a question names under `next` is one thing other than the question itself, or a persona with a role that it has a path to. None
    is named twice."""
    for faq in guide.faq.values():
        for index, onward in enumerate(faq.next):
            loc = ("next", index)
            wrong = _not_one_place(guide, onward)
            if wrong:
                yield Finding(faq, loc, *wrong)
            elif onward.question == faq.id:
                yield Finding(faq, (*loc, "question"), "leads back to the question itself.", "Name what somebody would ask or do next.")
            elif onward in faq.next[:index]:
                yield Finding(faq, loc, "names the same place again.", "Remove one.")


def _not_one_place(guide: Guide, onward: Onward) -> tuple[str, str] | None:
    """What is wrong with a place, and what to do; None when it is one."""
    if onward.persona and onward.role and len(onward.named) == 2:
        if guide.personas[onward.persona].path_to(onward.role):
            return None
        return f"the persona '{onward.persona}' has no path to '{onward.role}'.", "Name one of its paths, or the persona or the role alone."
    if len(onward.named) == 1:
        return None
    if onward.named:
        return f"names {' and '.join(onward.named)} at once.", "Make each an entry of its own; a persona with a role is the path between them."
    return "names nothing.", "Name a role, persona, skill, decision, project, debate, topic, page or another question by its id."


@rule("warning")
def questions_are_asked_once(guide: Guide) -> Iterator[Finding]:
    """No wording belongs to two questions, in upper or lower case: the search could not tell which is meant."""
    first: dict[str, tuple[str, str]] = {}
    for faq in guide.faq.values():
        if faq.retired is not None:
            continue
        for place, wording in ((("question",), faq.question), *((("other_wordings", index), said) for index, said in enumerate(faq.other_wordings))):
            typed = wording.casefold().rstrip("?.! ")
            other, there = first.setdefault(typed, (faq.id, ".".join(str(step) for step in place)))
            if (other, there) != (faq.id, ".".join(str(step) for step in place)):
                yield Finding(faq, place, f"'{wording[:60]}' is a wording of '{other}' already.", "Keep it where the answer fits it best.")
