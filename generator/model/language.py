"""The language of a guide: its words, and how numbers, money and dates are written in it.

Words are data: `words/en.yml` holds all of them, and a guide's own `words.yml`, the same tree or any part of it, is laid over that.
How the rest is written is known to Babel, with the data of Unicode's CLDR. Digits are those of Europe in every language, as pages and
scripts count with them. English dates stay as they are typed, `2026-11-23`: nobody on either side of the Atlantic takes them for another day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import yaml

from .. import PACKAGE

if TYPE_CHECKING:  # It is not imported before something is written: a check of an English guide needs none of it.
    from babel import Locale

ENGLISH = "en"
_MILLION, _BILLION, _TOO_LARGE_FOR_WORDS = 1_000_000, 1_000_000_000, 1_000_000_000_000
# More digits than a number of content may have after its sign.
_ALL_DIGITS = "######"
# Marks of direction, which Babel puts around signs.
_MARKS = "\u200e\u200f\u061c"
# Letters of a scale where it has no room for more.
_SHORT = ((1_000_000_000, "bn"), (1_000_000, "M"), (1000, "k"))


def english_words() -> dict[str, Any]:
    """The words of the generator: texts and lists of texts in a tree of names."""
    words: dict[str, Any] = yaml.load((PACKAGE / "words" / f"{ENGLISH}.yml").read_text("utf-8"), yaml.CSafeLoader)
    return words


def leaves(tree: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every text or list of a tree of words, with the names that lead to it."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*place, name))
        elif value is not None:
            yield (*place, name), value


@dataclass(frozen=True)
class Language:
    """A language by its code, such as `en`, `de` or `pt-BR`, with a guide's own words, which are laid over the English ones."""

    code: str = ENGLISH
    own: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def is_english(self) -> bool:
        """Whether the generator's own words are of this language."""
        return self.code == ENGLISH

    @cached_property
    def words(self) -> Any:
        """All words as attributes: `words.path.hours`. A word that is not there is an AttributeError."""
        return _namespace(_laid_over(english_words(), self.own))

    @cached_property
    def locale(self) -> Locale:
        """What Babel knows of the language."""
        from babel import Locale

        return Locale.parse(self.code, sep="-")

    def number(self, value: Decimal) -> str:
        """A number with all of its digits, or in millions and billions where they say it all: `1,234.5`, `1.5 million`."""
        from babel.numbers import format_compact_decimal, format_decimal

        scale = _BILLION if abs(value) >= _BILLION else _MILLION
        if _MILLION <= abs(value) < _TOO_LARGE_FOR_WORDS and value % (scale // 10) == 0:
            kind: Any = "long" if "long" in self.locale.compact_decimal_formats else "short"
            compact = str(format_compact_decimal(value, format_type=kind, locale=self.locale, fraction_digits=len(_ALL_DIGITS)))
            if compact.lstrip(f"{_MARKS}-\u2212")[0].isdigit():  # some languages put the million first, and nobody reads it there
                return compact
        return str(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def percent(self, value: Decimal) -> str:
        """A percentage, given as `143.2`."""
        from babel.numbers import format_percent

        return str(format_percent(value.scaleb(-2), locale=self.locale, decimal_quantization=False))

    def money(self, value: Decimal, currency: str) -> str:
        """An amount of a currency (a code of ISO 4217), with its sign where the language has one."""
        from babel.numbers import format_currency

        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", f".{_ALL_DIGITS}")
        return str(format_currency(value, currency, pattern, locale=self.locale, currency_digits=False))

    def short(self, value: Decimal, currency: str = "", percent: bool = False) -> str:
        """A number on the scale of a chart, in as few letters as will do: `$50k`."""
        if self.is_english:
            size, letter = next(((abs(value) / power, letter) for power, letter in _SHORT if abs(value) >= power), (abs(value), ""))
            return f"{'-' if value < 0 else ''}{self.sign(currency)}{size.normalize():,f}{letter}{'%' if percent else ''}"
        if percent:
            return self.percent(value)
        from babel.numbers import format_compact_currency, format_compact_decimal

        if currency:
            whole, compact = self.money(value, currency), str(format_compact_currency(value, currency, locale=self.locale, fraction_digits=2))
        else:
            whole, compact = self.number(value), str(format_compact_decimal(value, locale=self.locale, fraction_digits=2))
        # Where it has no word for thousands a language would leave their mark out, too.
        return compact if sum(map(str.isdigit, compact)) < sum(map(str.isdigit, whole)) else whole

    def sign(self, currency: str) -> str:
        """The sign of a currency, or its code where the language has none; nothing for no currency."""
        from babel.numbers import get_currency_symbol

        return str(get_currency_symbol(currency, self.locale)) if currency else ""

    @cached_property
    def own_sign(self) -> str:
        """The sign of the money of the country where most who speak the language live: `zł`."""
        from babel.core import get_global
        from babel.numbers import get_territory_currencies

        likely = get_global("likely_subtags").get(str(self.locale), str(self.locale)).split("_")[-1]
        territory = self.locale.territory or likely
        return next((self.sign(code).strip(_MARKS) for code in get_territory_currencies(territory)), "")

    def date(self, text: str) -> str:
        """A day, a month or a year, given as `2026-11-23`, `2026-11` or `2026`."""
        if self.is_english or len(text) <= len("2026"):
            return text
        from babel.dates import format_date, format_skeleton

        year, month, *day = map(int, text.split("-"))
        when = datetime.date(year, month, *(day or [1]))
        return str(format_date(when, "long", self.locale) if day else format_skeleton("yMMMM", when, locale=self.locale))

    @cached_property
    def decimal_point(self) -> str:
        """What stands before tenths."""
        return "." if self.is_english else str(self.locale.number_symbols["latn"]["decimal"])

    @cached_property
    def is_right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return not self.is_english and self.locale.text_direction == "rtl"


def _laid_over(words: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A tree of words with those of another in their places; what is only there is added, for forms of number that English has not."""
    both = {**words, **{name: value for name, value in own.items() if value is not None}}
    return {
        name: _laid_over(words[name], own.get(name) or {}) if isinstance(words.get(name), Mapping) else value for name, value in both.items()
    }


def _namespace(value: Any) -> Any:
    if isinstance(value, Mapping):
        return SimpleNamespace(**{str(key): _namespace(item) for key, item in value.items()})
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
