"""Where the site explains a field: its place in the contributors' reference."""

from __future__ import annotations

from ..content.load import Loc
from ..model import kind_of, tree_of
from ..problems import FIELDS_PAGE


def field_page(path: str, loc: Loc) -> str:
    """The reference's place, relative to the site, of a field of the file at a path; of the nearest one around it that is known."""
    kind = kind_of(path)
    if not kind or kind == "page":
        return FIELDS_PAGE
    anchor = field_anchor([field.name for field in tree_of(kind).way(loc)])
    return f"{FIELDS_PAGE}{kind}/" + (f"#{anchor}" if anchor else "")


def field_anchor(names: list[str]) -> str:
    """The anchor of a field on the page of its kind, by the names that lead to it: `parts-hours`."""
    return "-".join(names).replace("_", "-")
