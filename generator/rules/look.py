"""Rules about a guide's own colours."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Guide
from ..model.colours import BOARD_TEXT, DARK, GIVEN, LIGHT, NEEDED, contrast, shades, worst
from .rule import Finding, rule


@rule("error", harmless=True)
def colours_can_be_read(guide: Guide) -> Iterator[Finding]:
    """Each colour under `look` has a contrast of at least 4.5 to 1, as WCAG asks of text at level AA. This holds against the light letters on its
    board and, for the first two, which colour links and headings, against every background of a page, in light mode and dark mode. The colours
    of dark mode are made from these."""
    given = guide.settings.colours
    schemes = {name: shades(given[name]) if name in given else GIVEN[name] for name in GIVEN}
    for name, colour in given.items():
        ratio = contrast(BOARD_TEXT, colour)
        if ratio < NEEDED:
            yield _finding(guide, name, f"{colour}: its board has a contrast of {ratio:.2f} to 1 with the letters on it ({BOARD_TEXT})")
            continue
        for number, (scheme, grounds) in enumerate((("light", LIGHT), ("dark", DARK)) if name in schemes else ()):
            text = schemes[name][number].text
            ratio, ground = worst(text, (*grounds, *(both[number].soft for both in schemes.values())))
            if ratio < NEEDED:
                yield _finding(guide, name, f"{colour}: as text of the {scheme} scheme, {text}, it has a contrast of {ratio:.2f} to 1 with {ground}")
                break


def _finding(guide: Guide, name: str, measured: str) -> Finding:
    return Finding(guide.settings, ("look", name), f"{measured}; {NEEDED} are needed.", "Take a darker one.")
