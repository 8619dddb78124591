"""What the pictures of a guide draw: which claims stand together, and the finding that a reader sees in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from . import limits
from .learning import ClaimId, RoleId
from .parts import FrozenMap, Part, text_field
from .types import Bool, Id, Line, Name, Refers


class PictureRow(Part):
    """A row of dots and spans: a figure of each role that has one, or one of others."""

    label: Name | None = text_field("What the row's figures are; if left out, who its first claim is about.", "The guild's list", None)
    roles: FrozenMap[RoleId, ClaimId] = text_field("Roles, each with the claim that holds its figure.", {"potter": "median-day-rate"}, {})
    other: ClaimId | None = text_field("A figure for several roles together, or for others.", "clay-shrinks", None)

    @property
    def claims(self) -> tuple[ClaimId, ...]:
        """Its claims, those of the roles first."""
        return (*self.roles.values(), *([self.other] if self.other else []))


class PicturePanel(Part):
    """Rows on one scale: what may be compared."""

    name: Name = text_field("What is drawn, and its unit.", "Day rate, in dollars")
    rows: tuple[PictureRow, ...] = Field(description="Its rows; the picture orders them.", min_length=1, max_length=limits.MOST_PICTURE_ROWS)


class Picture(Part):
    """A picture of claims on the page of a topic: panels of dots and spans, or lines over time."""

    id: Id = text_field("The name of its files and its anchor.", "day-rates")
    topic: Annotated[str, Refers("topic")] = text_field("The topic whose page shows it.", "craft")
    beside_roles: Bool = text_field("True for one shown below the comparison of the roles, too.", "true", False)
    finding: Name = text_field("Its title: what it shows, as a sentence the figures bear out.", "Potters are paid by the day, and few say how much")
    lead: Line | None = text_field("What is drawn: of whom, where and when.", "Day rates that ads name, by guild.", None)
    note: Line | None = text_field("What is left out, and any caution.", "Rates without a town are not drawn.", None)
    panels: tuple[PicturePanel, ...] = Field((), description="Its panels, each on a scale of its own.", max_length=limits.MOST_PICTURE_PANELS)
    lines: tuple[ClaimId, ...] = text_field(
        "Claims with a series, one line each over one span of time; the first two stand out.", ["clay-shrinks"], (),
        max_length=limits.MOST_PICTURE_LINES)
