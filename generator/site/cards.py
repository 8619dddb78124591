"""What stands on the card of a page: the picture that networks and messengers show of a link that somebody shares.

Pages of what has a name of its own have a card each, at `card.png` beside the page; all others share that of the guide. A card is made of
letters that our typefaces have (`LETTERS`): a page whose title has others takes the guide's card, and a guide whose title has them shows
its sign, for boxes in the place of letters would say nothing. `card_files.py` draws.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Guide
from .look import tone_of
from .search import kind_of
from .writer import Page, PageWriter, first_sentences

GUIDE_CARD = "assets/images/card.png"
# What both typefaces have (docs/fonts.md), but for marks that join the letter before them.
LETTERS = frozenset(map(chr, (
    *range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100), 0x131, 0x152, 0x153, 0x2BB, 0x2BC, 0x2C6, 0x2DA, 0x2DC, 0x2009, 0x200B,
    0x2013, 0x2014, *range(0x2018, 0x201B), *range(0x201C, 0x201F), 0x2022, 0x2026, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC,
    0x2122, 0x2191, 0x2193, 0x2212, 0x2215,
)))
_LONGEST_LINE = 170


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card: what it is about, its title, a line below it, and by its number the colour of the role that it is about, 0 for ink.

    `arms` are names of roles that a guide's own card points to; `guide` is what the guide is called, at the foot of all others.
    """

    kind: str = ""
    title: str
    line: str
    tone: int | None = None
    arms: tuple[str, ...] = ()
    guide: str = ""

    @property
    def says(self) -> str:
        """The card in words, for who does not see it."""
        title = f"{self.kind}: {self.title}" if self.kind else self.title
        return f"{title}. {self.line}" if self.line and title[-1] not in ".?!" else f"{title} {self.line}".strip()


def card_of(guide: Guide, page: Page) -> Card | None:
    """The card of a page; nothing for one that shows the guide's, or none."""
    template = page.template.removesuffix(".md.jinja")
    if template not in _OWN or not page.searchable or not guide.settings.site:
        return None
    writer, words = PageWriter(guide, page.url), guide.language.words
    identifier = page.url.rstrip("/").rpartition("/")[2]
    kind = getattr(words.search.kinds, kind_of(page))
    line = first_sentences(page.description.removeprefix(f"{page.title}. "), _LONGEST_LINE)
    tone = tone_of(guide, identifier) if template in ("role", "path") else None
    if template == "project":
        kind = f"{kind} · {writer.hours(guide.projects[identifier].minutes)}"
    elif template == "decide":
        kind = f"{kind} · {words.decide.questions.format(len(guide.decisions[identifier].questions))}"
    elif template == "debate" and (view := guide.debates[identifier].in_short):
        line = first_sentences(writer.plain(view), _LONGEST_LINE)
    return _drawable(Card(kind=kind, title=page.title, line=line, tone=tone, guide=_called(guide)))


def card_path(page: Page) -> str:
    """Where the card of a page stands in the site."""
    return f"{page.url}card.png"


def cards_of(guide: Guide, pages: Iterable[Page]) -> dict[str, Card]:
    """All cards of a site by their paths in it: those of its pages, and the guide's own."""
    own = {card_path(page): card_of(guide, page) for page in pages} | {GUIDE_CARD: guide_card(guide)}
    return {path: card for path, card in own.items() if card}


def guide_card(guide: Guide) -> Card | None:
    """The card of the guide itself; nothing where its title cannot be drawn, or nobody knows where its pictures will stand."""
    if not guide.settings.site:
        return None
    arms = tuple(guide.roles[arm.role].name for arm in guide.settings.arms)
    return _drawable(Card(title=guide.settings.title, line=guide.settings.description, arms=arms if all(map(_has_letters, arms)) else ()))


def _called(guide: Guide) -> str:
    return guide.settings.short_title or guide.settings.title


def _drawable(card: Card) -> Card | None:
    """A card without what our typefaces lack: its line may be missing, its title may not."""
    texts = {name: unicodedata.normalize("NFC", getattr(card, name)) for name in ("kind", "title", "line", "guide")}
    if not all(_has_letters(texts[name]) for name in ("kind", "title", "guide")):
        return None
    line = texts["line"] if _has_letters(texts["line"]) else ""
    return Card(**{**texts, "line": line}, tone=card.tone, arms=card.arms)


def _has_letters(text: str) -> bool:
    return LETTERS.issuperset(text)


# Templates of pages that are shared for what is on them alone. A resource is somebody else's, with a picture of its own where it leads to.
_OWN = frozenset(("role", "persona", "path", "decide", "debate", "use-case", "project", "skill", "topic"))

__all__ = ["GUIDE_CARD", "LETTERS", "Card", "card_of", "card_path", "cards_of", "guide_card"]
