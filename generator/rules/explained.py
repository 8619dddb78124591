"""Where the site explains a field: its place in the contributors' reference."""

from __future__ import annotations

from ..content.load import Loc
from ..model import FOLDERS, KINDS, Settings, Shape, tree
from ..problems import FIELDS_PAGE


def field_page(path: str, loc: Loc) -> str:
    """The reference's place, relative to the site, of a field of the file at a path; of the nearest one around it that is known."""
    kind = "guide" if path == "guide.yml" else FOLDERS.get(path.split("/", 1)[0], "")
    if not kind or kind == "page":
        return FIELDS_PAGE
    anchor = field_anchor(_known(tree(Settings if kind == "guide" else KINDS[kind]), loc))
    return f"{FIELDS_PAGE}{kind}/" + (f"#{anchor}" if anchor else "")


def field_anchor(names: list[str]) -> str:
    """The anchor of a field on the page of its kind, by the names that lead to it: `parts-hours`."""
    return "-".join(names).replace("_", "-")


def _known(shape: Shape, loc: Loc) -> list[str]:
    """The names of fields that lead to a place, without the numbers of entries and the keys of maps."""
    names: list[str] = []
    inner: Shape | None = shape
    for step in loc:
        if inner is None:
            break
        field = inner.field(step)
        names += [field.name] if field is not None else []
        inner = field.shape if field is not None else inner.of
    return names
