"""What writes on one page: texts with their links resolved from where the page stands, and the small parts that pages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup

from ..content import figures
from ..content.text import Heading, Link, after_opening_link, article, escape, paragraphs, render
from ..model import Claim, Entity, Guide, Markdown, Resource, Source, lengths
from ..planner import Plan
from .address import address, relative
from .marks import is_expired, known_words, mark_of, mark_words

LINE = Markdown()
PROSE = Markdown(blocks=True)
ARTICLE = Markdown(blocks=True, headings=True)
E = TypeVar("E", bound=Entity)
# The end of a sentence: a sign with a space or nothing behind it, or one of those that need none. What goes on in a small letter was an abbreviation.
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？]")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What has a place of its own on a page and is found by itself: its anchor, its kind (a word of `search.kinds`), its name, what is said
    of it, other names."""

    anchor: str
    kind: str
    title: str
    line: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page: where it stands, which template prints it, what makes the record that is printed, and what its front matter says.

    The record is made when the page is rendered, so that all addresses can be listed and one page alone be made in a moment.

    `searchable` off keeps a page out of this site's search and out of search engines; a `listing` is found by its own name
    alone, not by those that it lists. `names` are other names by which the search finds a page, `parts` names of what it
    holds, which count like its headings, `places` makes what is found on it by itself. `source` is the file in the content
    folder that a page is made from, `edit` where it can be edited. `updated`, the newest day that its content bears, `trail`,
    titles and addresses of the pages above it, `card`, what its own card says where it has one (`cards.py`), and `data`, which makes
    what programs read of it (`linked_data.py`), are filled in when all pages are known.
    """

    url: str
    template: str
    title: str
    description: str
    section: str
    record: Callable[[], object]
    source: str = ""
    wide: bool = False
    contents: bool = False
    searchable: bool = True
    listing: bool = False
    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    places: Callable[[], tuple[Place, ...]] = tuple
    redirect: str = ""
    edit: str = ""
    updated: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    card: str = ""
    data: Callable[[], str] = str


@dataclass(frozen=True)
class Fact:
    """A label and what belongs to it."""

    label: str
    value: Markup | str


def live(entities: Iterable[E]) -> list[E]:
    """Those that are in use; what is retired keeps its place, with a notice, and is in no other list or count."""
    return [entity for entity in entities if entity.retired is None]


def name_of(entity: Entity) -> str:
    """What an entity is called."""
    return str(getattr(entity, "name", None) or getattr(entity, "title", None) or getattr(entity, "question", None) or entity.id)


class PageWriter:
    """Writes for the page at `url`. Everything it returns as Markup is safe HTML."""

    def __init__(self, guide: Guide, url: str) -> None:
        self.guide, self.url = guide, url
        self.language, self.words = guide.language, guide.language.words
        self._links: dict[tuple[str, str, str], Markup] = {}

    def to(self, target: str) -> str:
        """A link target below the site's root, relative to this page."""
        return relative(self.url, target)

    def href(self, kind: str, identifier: str) -> str:
        """The relative address of an entity. With one role there is no comparison, and its page holds the criteria."""
        if kind == "criterion" and self.guide.only_role:
            return self.to(f"{address('role', self.guide.only_role)}#{identifier}")
        return self.to(address(kind, self.guide.of(kind)[identifier]))

    def link(self, kind: str, identifier: str, label: str = "") -> Markup:
        """A link to an entity by its name, or by another text."""
        written = self._links.get((kind, identifier, label))
        if written is None:
            written = self._links[kind, identifier, label] = self._entity(Link("", "", kind, identifier), escape(label))
        return written

    def links(self, kind: str, identifiers: Iterable[str]) -> tuple[Markup, ...]:
        """Links to those of several entities of a kind that are in use, in the order given."""
        entities = self.guide.of(kind)
        return tuple(self.link(kind, identifier) for identifier in identifiers if entities[identifier].retired is None)

    def line(self, text: str | None) -> Markup:
        """A one-line text field."""
        return render(text, LINE, self._resolve) if text else Markup("")

    def outside(self, source: Source) -> Markup:
        """A link to a source itself, or to its entry where it has no address."""
        return anchor(source.url, escape(source.title)) if source.url else self.link("source", source.id)

    def after_link(self, text: str) -> Markup:
        """What stands in a one-line text field after the link that it begins with."""
        return after_opening_link(text, LINE, self._resolve)

    def lines(self, texts: Iterable[str]) -> tuple[Markup, ...]:
        """Several one-line text fields."""
        return tuple(self.line(text) for text in texts)

    def prose(self, text: str | None) -> Markup:
        """A text field of paragraphs and lists."""
        return render(text, PROSE, self._resolve) if text else Markup("")

    def plain(self, text: str, mark: Markdown = LINE) -> str:
        """A text without markup, on one line."""
        return words_of(self.guide, text, mark)

    def summary(self, text: str, mark: Markdown = LINE) -> str:
        """A text's words, cut to fit a search result."""
        return cut(self.plain(text, mark))

    def article(self, text: str) -> tuple[Heading | Markup, ...]:
        """A hand-written page."""
        return article(text, ARTICLE, self._resolve)

    def figure(self, claim: Claim) -> str:
        """The figure of a claim; empty when it has none."""
        return figures.figure(claim, self.language)

    def date(self, text: str | None) -> str:
        """A day, a month or a year; nothing for none."""
        return self.language.date(text) if text else ""

    def hours(self, minutes: int) -> str:
        """A length of time: `45 min`, `6 h`, `7.5 h`."""
        words = self.words.time
        return lengths.hours(minutes, words.minutes, words.hours, self.language.decimal_point)

    def dots(self, level: int | None, beside_word: bool = False) -> Markup:
        """A level of one to three as filled dots, with the word for those who do not see them, unless it stands beside them."""
        word = escape(self.level_word(level or 0))
        if beside_word:
            return Markup(f'<span class="fp-dots fp-dots--{level or 0}" aria-hidden="true"></span>')
        return Markup(f'<span class="fp-dots fp-dots--{level or 0}" title="{word}">{word}</span>')

    def level_word(self, level: int) -> str:
        """`aware`, `working` or `deep`; for 0 that it is not needed."""
        words = self.words.level
        return str((words.none, words.aware, words.working, words.deep)[level])

    def mark_words(self, mark: str) -> Any:
        """The words of a mark: its `name` and what it `means`."""
        return getattr(self.words.verdict, mark.replace("-", "_"))

    def claim(self, identifier: str) -> Markup:
        """A claim as a linked figure with its mark, or its statement when it holds none."""
        claim = self.guide.claims[identifier]
        return self.link("claim", identifier, self.figure(claim) or self.plain(claim.statement))

    def states(self, claims: Iterable[str]) -> tuple[Markup, ...]:
        """Claims by their statements, each linked."""
        return tuple(self.link("claim", claim, self.plain(self.guide.claims[claim].statement)) for claim in claims)

    def main_source(self, claim: str) -> Source:
        """The weightiest source of a claim: the first that is not an opinion."""
        sources = [self.guide.sources[citation.source] for citation in self.guide.claims[claim].sources]
        return next((source for source in sources if source.kind != "opinion"), sources[0])

    def cites(self, claims: Iterable[str]) -> tuple[Markup, ...]:
        """Links to claims by who published them, each publisher named once, with the number of claims when there are several."""
        by_publisher: dict[str, list[str]] = {}
        for claim in claims:
            by_publisher.setdefault(self.main_source(claim).publisher, []).append(claim)
        return tuple(
            self.link("claim", mine[0], publisher if len(mine) == 1 else f"{publisher} ({len(mine)})")
            for publisher, mine in by_publisher.items()
        )

    def retired(self, kind: str, entity: Entity) -> Markup:
        """A notice for an entity that is no longer used, with what replaces it; nothing for one that is."""
        if entity.retired is None:
            return Markup("")
        notice = Markup(self.words.retired).format(self.date(entity.retired.on), self.line(entity.retired.reason))
        if entity.retired.replaced_by is None:
            return notice
        return notice + " " + Markup(self.words.replaced_by).format(self.link(kind, entity.retired.replaced_by))

    def opened(self, entity: Claim | Resource | Source) -> str:
        """How a source, a claim or a resource is known, as a sentence: who opened it and when, which copy was read, or that nobody looked."""
        said = known_words(entity, self.guide)
        return f"{said[:1].upper()}{said[1:]}."

    def edit(self, source: str) -> str:
        """Where the file behind a page can be edited; empty when nobody knows."""
        settings = self.guide.settings
        return f"{settings.repository}/edit/{settings.branch}/content/{source}" if settings.repository else ""

    def edit_link(self, source: str) -> Markup:
        """A short link to where an entry of a shared page can be edited; nothing when nobody knows."""
        address = self.edit(source)
        return anchor(address, self.words.edit_short) if address else Markup("")

    def _resolve(self, link: Link, inner: Markup) -> Markup:
        if link.kind:
            return self._entity(link, inner)
        return anchor(link.target, inner)

    def _entity(self, link: Link, inner: Markup) -> Markup:
        entity = self.guide.of(link.kind)[link.id]
        href = escape(self.href(link.kind, link.id))
        if isinstance(entity, Claim):
            label = inner or escape(self.figure(entity))
            return Markup(f'<a href="{href}">{label}{self._mark(entity)}</a>')
        return Markup(f'<a href="{href}">{inner or escape(name_of(entity))}</a>')

    def _mark(self, claim: Claim) -> str:
        """The mark behind a claim's figure in a text. What is past its date says so there, too, where no reader looks it up."""
        mark, said = str(mark_of(claim)), mark_words(claim, self.guide)
        if is_expired(claim, self.guide):
            mark, said = ("expired" if claim.is_borne_out else mark), f"{said}; {self.words.claim.expired_mark}"
        return f'<span class="fp-mark fp-mark--{mark}" title="{escape(said)}">&#160;({escape(said)})</span>'


def anchor(target: str, label: str) -> Markup:
    """A link, by its address as it stands on the page."""
    return Markup('<a href="{}">{}</a>').format(escape(target), label)


def range_of(plan: Plan, writer: PageWriter) -> str:
    """A plan's hours from the least to the most, as they are shown; one number where both are the same."""
    low, high = plan.hours_range
    return writer.words.path.range.format(low, high) if low != high else writer.words.time.hours.format(low)


def listed(label: str, items: Iterable[Markup]) -> Markup:
    """A label and what it names, with commas between; nothing when it names nothing."""
    items = tuple(items)
    return Markup("{} {}").format(label, Markup(", ").join(items)) if items else Markup("")


def words_of(guide: Guide, text: str, mark: Markdown = LINE) -> str:
    """A text without markup, on one line. A link without words gives its entity's name, or its claim's figure, as on a page."""

    def name(link: Link) -> str:
        entity = guide.of(link.kind)[link.id]
        return figures.figure(entity, guide.language) if isinstance(entity, Claim) else name_of(entity)

    return " ".join(line.removeprefix("- ") for line in paragraphs(text, mark, name))


def cut(words: str, limit: int = 155) -> str:
    """Plain words, cut at a word to fit a search result: at most `limit` characters."""
    if len(words) <= limit:
        return words
    return words[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def first_sentences(words: str, limit: int) -> str:
    """The sentences at the beginning of plain words that fit into `limit` characters; cut at a word where not even the first does."""
    ends = [found.end() for found in _SENTENCE.finditer(words) if found.end() <= limit and not words[found.end() :].lstrip()[:1].islower()]
    return words[: ends[-1]] if ends else cut(words, limit)
