"""The named rules over a whole guide, in the order in which the contributors' reference lists them, and what is refused before them."""

from ..content.load import REFUSALS
from . import decisions, evidence, faq, glance, identity, learning, look, plans, references
from .plans import no_plans
from .rule import PLANS, Finding, Named, Rule

RULES: tuple[Rule, ...] = tuple(
    value
    for module in (references, identity, learning, plans, decisions, evidence, faq, glance, look)
    for value in vars(module).values()
    if isinstance(value, Rule))
# What is found where the files are read, one by one, and in their history.
NAMES, SHAPE, KEPT, ANSWERS_KEPT, SCHEMAS = (
    "file-names-are-ids", "shape", "ids-are-kept", "answers-are-kept", "schemas-follow-the-model")
WORDS, TRANSLATED = "words-fit-their-places", "words-are-translated"
_BEFORE: dict[str, str] = {
    **REFUSALS,
    NAMES: "A file's name is the id of its entry, unique within its kind. Subfolders have names like ids: lower-case letters, digits and single "
    "hyphens.",
    SHAPE: "A file has the fields of its kind and no others, each with what the reference of fields allows. A message names the field's place "
    "there.",
    WORDS: "`words.yml` has words of the site under their own names: a text for a text, a list for a list, with the gaps `{}` of the English "
    "text, which pages and scripts fill in. No word has a tag.",
}
_AFTER: tuple[Named, ...] = (
    Named(TRANSLATED, "A guide in a language other than English has all words of the site in its `words.yml`; missing ones stay English.",
          "warning"),
    Named(KEPT, "With `check --against REV`: every id of that revision, of a file or a part of a resource, is still there, retired perhaps, or is "
          "listed under a `formerly`. Readers' progress and links from elsewhere lead to it.", "error"),
    Named(ANSWERS_KEPT, "With `check --against REV`: every answer to a question of a decision is still there under its ids, or under "
          "`formerly` of another. Links that readers have shared lead to it.", "warning"),
    Named(SCHEMAS, "The schemas for editors, in `_schemas/` of a guide that keeps them, match what fields may hold today.", "warning"),
)
# All that a problem may be named after, for the site's page of rules.
NAMED: tuple[Named, ...] = (
    *(Named(name, text, "error") for name, text in _BEFORE.items()), *RULES, *_AFTER)

__all__ = ["ANSWERS_KEPT", "KEPT", "NAMED", "NAMES", "PLANS", "RULES", "SCHEMAS", "SHAPE", "TRANSLATED", "WORDS", "Finding", "Named", "Rule",
           "no_plans"]
