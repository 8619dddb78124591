"""Lists that are looked through: by words, by choices, in another order. One form for all of them, which `site/catalogue.mjs` works.

Without the script the whole list stands there, in its groups. An item says by `data-` attributes what it is chosen and put in order by.
The groups of a long list are folds where the page is narrow, each with its count: what is looked for opens those that have it, and so do
the browser's own search and a link into one. Where there is room, and on paper, they lie open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# More items than that are a long list: some ten screens of a phone.
_LONG = 40
# Up to so many are read through without a form.
SHORT = 12

Option = tuple[str, str]
"""A value as the address has it, and its name."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something by which items are chosen: the attribute that holds an item's values, what it is called, and what there is to choose."""

    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order that a reader may ask for: the attribute that it goes by, what it is called, and whether the highest comes first.

    By `title` items stand as they begin, letter by letter; no attribute is needed for that.
    """

    name: str
    label: str
    falling: bool = False


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What the form of a list holds, beside the field for words; `count` is how many items the list has."""

    count: int
    choices: Sequence[Choice] = ()
    orders: Sequence[Order] = ()
    picks: bool = False


def catalogue(count: int, choices: Iterable[Choice] = (), orders: Iterable[Order] = (), picks: bool = False) -> Catalogue:
    """The form for a list of so many items. A choice among fewer than two things is none and is left out."""
    return Catalogue(count=count, choices=[choice for choice in choices if len(choice.options) > 1], orders=tuple(orders), picks=picks)


def folded(items: int, group: int) -> int:
    """How many items the fold of a group holds, by how many the whole list and the group have; 0 where the list needs no folds."""
    return group if items > _LONG else 0
