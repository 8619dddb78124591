"""A guide's own colours as a small style sheet, which pages load after the others; a guide that gives none has none."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide, Role
from ..model.colours import GIVEN, shades

LOOK, LOGO = "assets/stylesheets/look.css", "assets/images/logo.svg"
# The sign of a guide without a logo and colours of its own, as networks and messengers show it beside a link that somebody shares: they draw no SVG.
SIGN = "assets/images/sign.png"


def look_files(guide: Guide) -> dict[str, str]:
    """What a guide looks like, by path: a style sheet with its colours, and its logo; those that it gives."""
    colours = "".join(f"  {line}\n" for line in _lines(guide))
    return {**({LOOK: f":root {{\n{colours}}}\n"} if colours else {}), **({LOGO: guide.logo} if guide.logo else {})}


def _lines(guide: Guide) -> Iterator[str]:
    for name, colour in guide.settings.colours.items():
        light, dark = shades(colour)
        yield f"--fp-board-{name}: {colour};"
        yield f"--fp-{name}: light-dark({light.text}, {dark.text});"
        if name in GIVEN:  # Only the first two have a ground of their own.
            yield f"--fp-{name}-soft: light-dark({light.soft}, {dark.soft});"


def roles_named(guide: Guide, claim: str) -> list[str]:
    """The roles whose pay, demand, column of the comparison or place in a picture rests on a claim."""
    drawn = {
        role
        for picture in guide.settings.pictures
        for panel in picture.panels
        for row in panel.rows
        for role, drawn in row.roles.items()
        if drawn == claim
    }

    def rests(role: Role) -> bool:
        return claim in role.pay or claim in role.demand or any(claim in cell.claims for cell in role.criteria.values())

    return [role for role in guide.settings.roles if role in drawn or rests(guide.roles[role])]


def tone_of(guide: Guide, role: str) -> int:
    """By which colour a role is known: the place of its arm, the first being 1; 0 for a role without one, which is in ink."""
    return next((number for number, arm in enumerate(guide.settings.arms, 1) if arm.role == role), 0)
