"""Figures in text: reading them, printing a claim's own, and finding those that nothing stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from ..model import Claim, Language
from ..model.types import CURRENCIES

# Words by which English enlarges a number; Babel knows those of other languages.
_ENGLISH_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
# Every sign of a currency, Unicode's category Sc, and codes but for those that are words in capitals.
_SIGNS = "$\xa2-\xa5\u058f\u060b\u09f2\u09f3\u09fb\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20c0\ufdfc"
_CODES = "|".join(sorted(CURRENCIES - {"ALL", "TOP"}))
_DIGITS = 26
# From here on a number that two texts share is hardly shared by chance.
_TELLING = 1_000
# Letters that may stand right after a number: of scripts that put no spaces between words.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_IN_WORDS = rf"[^\W{_UNSPACED}]"
# What a number is written with before Python reads it as one.
_GROUPED_BY = "\u00a0\u202f' "
# Of these only numbers in claim links are read: elsewhere they are rather what ends a word.
_QUOTED = " '"


@dataclass(frozen=True, slots=True)
class _Notation:
    """How a language writes figures, as patterns: numbers, words that round them, money and percentages, and any other number."""

    number: re.Pattern[str]
    roughly: re.Pattern[str]
    strict: re.Pattern[str]
    bare: re.Pattern[str]
    percent: re.Pattern[str]
    money: re.Pattern[str]
    points: str
    scales: Mapping[str, int]


@lru_cache(maxsize=16)
def _notation(language: Language) -> _Notation:
    """The notation of a language with the words of its guide."""
    words = language.words.figures
    points, groups, scales, own_sign, in_pairs = ".", ",", _ENGLISH_SCALES, "", False
    if not language.is_english:
        systems = language.locale.number_symbols.values()  # Arabic may be written with either of two kinds of digits
        points, groups = ("".join(dict.fromkeys(system.get(name, "") for system in systems)) for name in ("decimal", "group"))
        scales, own_sign = _scales(language), language.own_sign
        in_pairs = language.locale.decimal_formats[None].pattern.count(",") > 1
    point = f"[{re.escape(points)}]"
    between = f"[{re.escape(''.join(sorted({*groups, *_GROUPED_BY})))}]"
    group = r"(?:\d{3}(?!\d)|\d\d(?=\D\d))" if in_pairs else r"\d{3}"  # as in 12,34,567
    scale = _any_of(scales)
    # Possessive, and begun only where a number begins: a text of digits alone is read once, not once for each digit.
    mark = f"[{re.escape(''.join(sorted({',', '.', *points, *groups, *_GROUPED_BY} - {*_QUOTED})))}]"
    grouped = "" if (points, groups) == (".", ",") else r"\d{1,3}+(?: \d{3}(?!\d))++|"
    amount = rf"(?<!\d)(?<!\d{mark})(?:{grouped}\d++)(?:{mark}\d++)*+(?:\s?(?:{scale}))?"
    # Their own case: "try" and "all" are codes of currencies, too.
    sign = f"(?:US)?[{_SIGNS}]"
    own = f"|{_any_of([own_sign])}" if own_sign else ""
    worded = _any_of((*words.percent, *words.money))
    return _Notation(
        # A minus sign counts where nothing stands before it: not in `10-20`, not in `B-52`.
        re.compile(
            rf"(?P<minus>(?<![\w.,%)])[-\u2212]\s?[{_SIGNS}]?)?(?P<digits>\d{{1,3}}(?:{between}{group})+(?:{point}\d+)?|\d+(?:{point}\d+)?)"
            rf"(?:\s?(?P<scale>{_any_of(scales, r'(?![a-z])')}))?",
            re.IGNORECASE),
        re.compile(_any_of(words.roughly, before=r"\b"), re.IGNORECASE),
        re.compile(
            rf"(?:{sign}|(?-i:\b(?:{_CODES})){own})\s?{amount}|[%\u066a\uff05]\s?{amount}|"
            rf"{amount}\s?(?:[%\u066a\uff05]|{sign}|(?-i:(?:{_CODES})\b){own}|{worded})", re.IGNORECASE),
        # A number by itself: not a year, not a lone digit, not part of a name such as B-52 or p95.
        re.compile(
            rf"(?<!{_IN_WORDS})(?<![.,/:–-])(?!(?:19|20)\d\d(?!\d|[,.]\d))(\d{{2,}}(?:{mark}\d+)*|\d(?:{mark}\d+)+)(?!{_IN_WORDS}|[/:]|-\w|[.,]\d)"),
        re.compile(rf"[%\u066a\uff05]|{_any_of(words.percent)}", re.IGNORECASE),
        re.compile(rf"[{_SIGNS}]|(?-i:{_CODES}){own}|{_any_of(words.money)}", re.IGNORECASE),
        points,
        {name.lower(): power for name, power in scales.items()},
    )


def _any_of(words: Iterable[str], after: str = r"\b", before: str = "") -> str:
    """A pattern for any of some words, the longest first; where a script puts spaces between words, none goes on after it."""
    ordered = sorted({*words} - {""}, key=lambda word: (-len(word), word))
    ended = [
        (before if re.match(_IN_WORDS, word) else "") + re.escape(word).replace(r"\ ", r"\s") + (after if re.match(_IN_WORDS, word[-1]) else "")
        for word in ordered]
    return f"(?:{'|'.join(ended)})" if ended else "(?!)"


def _scales(language: Language) -> dict[str, int]:
    """The words by which a language enlarges a number, from Babel: `Millionen`, `Mio.`"""
    found: dict[str, int] = {}
    for forms in language.locale.compact_decimal_formats.values():
        for plural in forms.values():
            for size, pattern in plural.items():
                name = str(getattr(pattern, "pattern", pattern)).replace("0", "").strip("\u200f\u200e\xa0 '¤")
                if name:
                    zeros = str(getattr(pattern, "pattern", pattern)).count("0")
                    found.setdefault(name.replace("'", ""), int(size) // 10 ** (zeros - 1))
    return found


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A figure in a text that no claim stands behind. `strict` for money and percentages; `sort` is `%` or `$` for these, else empty."""

    text: str
    strict: bool
    sort: str
    size: Decimal


def figure(claim: Claim, language: Language) -> str:
    """The claim's quantity as it is printed, for instance `143.2%` or `$134,000 to $145,000`; empty when it has none."""
    unit = f" {claim.unit}" if claim.unit and claim.unit != "percent" and not claim.currency else ""
    if claim.value is not None:
        return _amount(claim.value, claim, language) + unit
    if claim.range is None:
        return ""
    low, high = claim.range.low, claim.range.high
    words = language.words.figures
    if low is not None and high is not None:
        return str(words.range.format(_amount(low, claim, language), _amount(high, claim, language))) + unit
    if low is not None:
        return str(words.or_more.format(_amount(low, claim, language) + unit))
    return str(words.up_to.format(_amount(high or Decimal(0), claim, language) + unit))


def disagreement(label: str, claim: Claim, language: Language) -> str:
    """What is wrong with the numbers of a claim link's text, as a sentence; empty when they all are the claim's.

    A fall may be said in words ("fell by 5%"), so a number without a sign is compared by its size.
    """
    allowed = _ends(claim)
    notation = _notation(language)
    rough = notation.roughly.search(label) is not None
    if claim.unit:  # What the number counts may hold digits itself: "per 1000 people".
        label = re.sub(rf"(?<!\w){re.escape(claim.unit)}(?!\w)", "", label)
    for number, text in _numbers(label, notation):
        sizes = allowed if number < 0 else [abs(end) for end in allowed]
        if not any(number == size or (rough and _rounds_to(size, number)) for size in sizes):
            own = figure(claim, language) or "no figure"
            return f"says {text}, but the claim '{claim.id}' has {own}."
    return ""


def unsaid(text: str, claim: Claim, language: Language) -> str:
    """What is wrong with a statement that gives a figure of a claim's sort and not the claim's own, as a sentence; empty when it gives
    its own, or none of that sort: a half may be said in words.

    Of the sort of a claim in percent are percentages, of one in money is money; of any other, every number but years and single digits.
    """
    given = [part for part in unsourced(text, language) if part.sort == _sort(claim)]
    if not given:
        return ""
    notation = _notation(language)
    numbers = [number for number, _ in _numbers(text, notation)]
    rough = notation.roughly.search(text) is not None
    for end in _ends(claim):
        if not any(abs(number) == abs(end) or (rough and _rounds_to(abs(end), abs(number))) for number in numbers):
            return f"says {given[0].text}, but the claim has {figure(claim, language)}."
    return ""


def has_sort(claim: Claim) -> bool:
    """Whether its figure is of a sort that a text shows: a percentage or money. Any other number in a text may count something else."""
    return claim.has_figure and _sort(claim) != ""


def gives(text: str, claim: Claim, language: Language) -> bool:
    """Whether a text gives the claim's own figure, or one end of it."""
    ends = [abs(end) for end in _ends(claim)]
    return any(abs(number) in ends for number, _ in _numbers(text, _notation(language)))


# What a figure is of (`%`, `$`, or empty for anything else), and its size.
Quantity = tuple[str, Decimal]


def quantity(part: Unsourced) -> Quantity | None:
    """What a figure in a text says; None for a short number of no sort, which two texts may share by chance."""
    return (part.sort, part.size) if part.strict or part.size >= _TELLING else None


def quantities(claim: Claim) -> Iterator[Quantity]:
    """Under which quantities the figures of a claim may stand in a text: with a sign of their sort, and without one."""
    for size in map(abs, _ends(claim)):
        yield from {(_sort(claim), size), ("", size)}


def _sort(claim: Claim) -> str:
    return "%" if claim.unit == "percent" else "$" if claim.currency else ""


def _ends(claim: Claim) -> list[Decimal]:
    ends = [claim.value] if claim.value is not None else [claim.range.low, claim.range.high] if claim.range else []
    return [end for end in ends if end is not None]


def unsourced(text: str, language: Language) -> Iterator[Unsourced]:
    """Every figure in a text whose claim links have been taken out."""
    notation = _notation(language)
    taken: list[tuple[int, int]] = []
    for match in notation.strict.finditer(text):
        taken.append(match.span())
        yield _unsourced(match.group().strip(), True, notation)
    for match in notation.bare.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield _unsourced(match.group(), False, notation)


def _unsourced(text: str, strict: bool, notation: _Notation) -> Unsourced:
    sort = "%" if notation.percent.search(text) else "$" if notation.money.search(text) else ""
    return Unsourced(text, strict, sort, next((abs(number) for number, _ in _numbers(text, notation)), Decimal(0)))


def _numbers(label: str, notation: _Notation) -> Iterator[tuple[Decimal, str]]:
    for match in notation.number.finditer(label):
        # What stands before tenths comes once, at the end; every other mark groups digits.
        whole, tenths = _split(match["digits"], notation.points)
        digits = f"{whole}.{tenths}" if tenths else whole
        if len(digits) > _DIGITS:  # more than a claim can hold, and than is counted with exactly
            yield Decimal("Infinity"), match.group()[:40]
            continue
        scale = notation.scales.get((match["scale"] or "").lower(), 1)
        yield Decimal(f"-{digits}" if match["minus"] else digits) * scale, match.group().strip()


def _split(digits: str, points: str) -> tuple[str, str]:
    for point in points:
        if point in digits:
            whole, _, tenths = digits.rpartition(point)
            return re.sub(r"\D", "", whole), tenths
    return re.sub(r"\D", "", digits), ""


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact` rounded to the digits that `shown` has (trailing zeros of whole numbers do not count)."""
    sign_digits_exponent = shown.normalize().as_tuple()
    exponent = sign_digits_exponent.exponent
    if not isinstance(exponent, int):
        return False
    step = Decimal(1).scaleb(exponent)
    return (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step == shown


def _amount(value: Decimal, claim: Claim, language: Language) -> str:
    """A number with the sign of its currency, or of a percentage."""
    if claim.unit == "percent":
        return language.percent(value)
    return language.money(value, claim.currency) if claim.currency else language.number(value)
