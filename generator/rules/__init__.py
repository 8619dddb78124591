"""The named rules over a whole guide, in the order in which the contributors' reference lists them, and what is refused before them."""

from ..content.load import REFUSALS
from . import decisions, evidence, faq, glance, identity, learning, look, plans, references
from .plans import no_plans
from .rule import PLANS, Finding, Named, Rule

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (references, identity, learning, plans, decisions, evidence, faq, glance, look)
    for value in vars(module).values()
    if isinstance(value, Rule)
)
# What is found where the files are read, one by one, and in their history.
NAMES, SHAPE, KEPT, ANSWERS_KEPT, SCHEMAS = (
    "file-names-are-ids", "shape", "ids-are-kept", "answers-are-kept", "schemas-follow-the-model")
WORDS, TRANSLATED = "words-fit-their-places", "words-are-translated"
_BEFORE: dict[str, str] = {
    **REFUSALS,
    NAMES: "The name of a file is the id of what it holds, unique within its kind, and sub-folders have names like ids: lower-case letters, "
    "digits and single hyphens.",
    SHAPE: "A file has the fields of its kind and no others, and each holds what the reference of fields says. A message names the field's own "
    "place there.",
    WORDS: "`words.yml` has words of the site by their names, and no other names: a text for a text, a list for a list, with the gaps `{}` of the "
    "English text, which pages and scripts fill in. No word holds a tag.",
}
_AFTER: tuple[Named, ...] = (
    Named(TRANSLATED, "A guide in another language than English has all words of the site in its `words.yml`; those that are missing stay English.",
          "warning"),
    Named(KEPT, "With `check --against REV`: an id that was there at that revision, of a file or a part of a resource, is there still, retired "
          "perhaps, or stands under somebody's `formerly`. Readers' progress and others' links lead to it.", "error"),
    Named(ANSWERS_KEPT, "With `check --against REV`: an answer to a question of a decision is there still under its ids, or stands under "
          "`formerly` of another: links that readers have shared lead to it.", "warning"),
    Named(SCHEMAS, "The schemas that editors read, in `_schemas/` of a guide that keeps them, say what fields may hold today.", "warning"),
)
# All that a problem may be named after, for the site's page of rules.
NAMED: tuple[Named, ...] = (
    *(Named(name, text, "error") for name, text in _BEFORE.items()), *RULES, *_AFTER)

__all__ = ["ANSWERS_KEPT", "KEPT", "NAMED", "NAMES", "PLANS", "RULES", "SCHEMAS", "SHAPE", "TRANSLATED", "WORDS", "Finding", "Named", "Rule",
           "no_plans"]
