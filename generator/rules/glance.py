"""Rules about what is taken in at a glance: short forms stand beside each other, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.text import links, opening_link, plain
from ..model import Guide, Markdown
from .rule import Finding, rule

_LINE = Markdown()


@rule("warning", stage=3)
def short_values_stand_together(guide: Guide) -> Iterator[Finding]:
    """A criterion with a short value for one of the guide's roles has one for each. At a glance, a paragraph cannot be compared with six words."""
    roles = [guide.roles[role] for role in guide.settings.roles]
    for criterion in guide.settings.criteria:
        short = [role for role in roles if role.criteria[criterion].short]
        for role in roles if short else ():
            if role not in short:
                yield Finding(role, ("criteria", criterion), f"has no short value, though '{short[0].id}' has one.",
                              "Add `short`, some six words, or remove it there.")


@rule("warning", stage=3)
def worries_get_their_own_answer(guide: Guide) -> Iterator[Finding]:
    """A worry that links a question or a debate is asked in words of that question (its own or another wording) or the debate's name, or it has
    an answer of its own after the link. The answer to another question may begin with a yes where a no is meant."""
    for persona in guide.personas.values():
        for index, worry in enumerate(persona.worries if persona.retired is None else ()):
            opening = opening_link(worry, _LINE)
            link = next((link for link in links(worry, _LINE) if link.kind in ("faq", "debate")), None)
            if link is None or (opening and opening[1]):
                continue
            faq = guide.faq.get(link.id) if link.kind == "faq" else None
            wordings = (faq.question, *faq.other_wordings) if faq else (guide.debates[link.id].name,)
            if _typed(plain(worry, _LINE)) not in {_typed(wording) for wording in wordings}:
                yield Finding(persona, ("worries", index), f"is asked in other words than '{link.id}', whose answer is printed beneath it.",
                              "Answer it after the link, in a sentence or two, or ask it in the words that stand there.", f"]({link.target}")


def _typed(words: str) -> str:
    return words.casefold().rstrip("?.! ")


@rule("warning")
def arguments_are_judged_alike(guide: Guide) -> Iterator[Finding]:
    """A debate that says of one side what the check of its argument found says it of every side, so that the count at the top of its page is
    right."""
    for debate in guide.debates.values():
        if any(position.finding for position in debate.positions):
            for index, position in enumerate(debate.positions):
                if position.finding is None:
                    yield Finding(debate, ("positions", index), "does not say what the check of its argument found, as others here do.",
                                  "Add `finding`.")
