"""Links that lead outside: where they stand, whether they answer, what is remembered of those that do not.

    guide --find--> links --check--> verdicts --memory--> failures by day --report--> what is due, with archived copies

Only `web` knows the network, so everything else starts fast and can be tested without one.
"""
from .find import LinkPlace, OutsideLink, find
from .memory import DAYS, Failure, Memory, NotMemory, is_due, read_memory, remember

__all__ = ["DAYS", "Failure", "OutsideLink", "Memory", "NotMemory", "LinkPlace", "find", "is_due", "read_memory", "remember"]
