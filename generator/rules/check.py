"""From a tree of files to a checked guide with its plans: all that every command begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ..content.load import Document, load, logo_of
from ..model import Guide
from ..planner.locks import Planned, kept_locks, plan_all
from ..problems import Problem, has_errors, in_order
from .validate import validate, validate_plans


@dataclass(frozen=True)
class Checked:
    """Content as it was read: its guide where nothing is wrong with it, its plans where they were asked for, its documents, all problems."""

    guide: Guide | None
    planned: Planned
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def check(tree: Mapping[str, bytes], unreadable: Iterable[Problem] = (), with_plans: bool = True, lenient: bool = False) -> Checked:
    """Reads and checks a tree of files by their paths in the content folder; `unreadable` is what was wrong before that.

    Plans are made of their locks, and by the solver where those are missing or can no longer be followed. `lenient`: see `validate`.
    """
    documents, unloaded = load(tree)
    return check_documents(tree, documents, [*unreadable, *unloaded], with_plans, lenient)


def check_documents(
    tree: Mapping[str, bytes], documents: Iterable[Document], wrong: Iterable[Problem], with_plans: bool = True, lenient: bool = False,
    known: Callable[[Guide], Planned | None] = lambda guide: None,
) -> Checked:
    """The same of what was read already: the documents of a tree, and what was wrong in reading. `known` gives plans that need not be made."""
    documents = tuple(documents)
    guide, problems = validate(documents, wrong, lenient)
    guide = replace(guide, logo=logo_of(tree)) if guide else None
    if guide is None or not with_plans:
        return Checked(guide, Planned({}, {}, {}), documents, problems)
    planned = known(guide) or plan_all(guide, kept_locks(tree, guide))
    of_plans = validate_plans(guide, planned, documents)
    return Checked(None if has_errors(of_plans) else guide, planned, documents, in_order([*problems, *of_plans]))
