"""The named rules over a whole guide, in the order in which the contributors' reference lists them."""

from . import decisions, evidence, identity, learning, references
from .rule import Finding, Rule

RULES: tuple[Rule, ...] = tuple(
    value for module in (references, identity, learning, decisions, evidence) for value in vars(module).values() if isinstance(value, Rule)
)

__all__ = ["RULES", "Finding", "Rule"]
