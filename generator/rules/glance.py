"""Rules about what is taken in at a glance: short forms stand beside each other, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide
from .rule import Finding, rule


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
