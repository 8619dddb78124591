"""The named rules over a whole guide, in the order in which the contributors' reference lists them."""

from . import decisions, evidence, identity, learning, plans, references
from .plans import no_plans
from .rule import PLANS, Finding, Rule

RULES: tuple[Rule, ...] = tuple(
    value for module in (references, identity, learning, plans, decisions, evidence) for value in vars(module).values() if isinstance(value, Rule)
)

__all__ = ["PLANS", "RULES", "Finding", "Rule", "no_plans"]
