"""What the site engine is told: of every guide by the root's mkdocs.yml, of this one by what is made here."""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import Any

import yaml

from .. import HOME, PACKAGE, PROGRAM
from ..model import Guide
from ..site.cards import GUIDE_CARD, guide_card
from ..site.changed import FEED
from ..site.look import LOGO, LOOK, SIGN
from ..site.registry import Page, groups, navigation, tabs

_CONFIG_MARK = f"# Written by `{PROGRAM}`; edits are lost. The theme is set in the mkdocs.yml that this one inherits from.\n"


def engine_config(guide: Guide, pages: tuple[Page, ...], out: Path, copies: bool = False) -> str:
    """The engine's configuration: what is of this guide and this folder. Theme and extensions are inherited from the root's mkdocs.yml.

    `copies`: each page's copy to read and its card will stand beside it, and the page may lead to them.
    """
    settings = engine_settings(guide, pages)
    here = out.resolve()
    config = {
        "INHERIT": _from(here, HOME / "mkdocs.yml"),
        **settings,
        "extra": settings["extra"] | {"copies": copies},
        "docs_dir": "docs",
        "site_dir": "site",
        "hooks": [_from(here, PACKAGE / "engine" / "blocks.py")],
        "theme": settings["theme"] | {"custom_dir": _from(here, HOME / "theme_overrides")},
    }
    return _CONFIG_MARK + yaml.safe_dump(config, allow_unicode=True, sort_keys=False, width=1000)


def engine_settings(guide: Guide, pages: tuple[Page, ...]) -> dict[str, Any]:
    """What the engine is told of this guide, by the names of its configuration."""
    settings = guide.settings
    words, card = guide.language.words, guide_card(guide)
    return {
        "site_name": settings.title,
        # The theme prints it as it is where a page has no description of its own.
        "site_description": html.escape(settings.description),
        "site_url": settings.site,
        "theme": {"language": settings.language} | ({"favicon": LOGO} if guide.logo else {}),
        "nav": navigation(guide, pages),
        "extra": {
            "short_title": settings.short_title or settings.title,
            "tabs": [vars(tab) for tab in tabs(guide, pages)],
            "groups": [{"name": name, "entries": [vars(entry) for entry in entries]} for name, entries in groups(guide, pages)],
            "repository": settings.repository or "",
            "licence": settings.licences.content,
            "as_of": guide.language.date(settings.as_of),
            "guide": settings.short,
            "feed": FEED if settings.site else "",
            "sign": SIGN if settings.site and not guide.logo and not settings.colours else "",
            "card": {"path": GUIDE_CARD, "says": html.escape(card.says)} if card else {},
            "look": LOOK if settings.colours else "",
            "logo": LOGO if guide.logo else "",
            "words": vars(words.theme),
            "search": vars(words.search.dialog),
        },
    }


def _from(folder: Path, path: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()
