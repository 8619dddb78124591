"""Learning paths: the shortest good plan from what a persona knows to what a role needs, with its proof."""
from .result import Alternative, Milestone, Omission, Plan, Request, Stage, Step, Unreachable

__all__ = ["Alternative", "Milestone", "Omission", "Plan", "Request", "Stage", "Step", "Unreachable"]
