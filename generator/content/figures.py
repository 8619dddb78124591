"""Figures in text: reading them, printing a claim's own, and finding those that nothing stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..model import Claim

_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_DIGITS = 26
# From here on a number that two texts share is hardly shared by chance.
_TELLING = 1_000
# A minus sign counts where nothing stands before it: not in `10-20`, not in `GPT-4`.
_NUMBER = re.compile(
    r"(?P<minus>(?<![\w.,%)])[-\u2212]\s?[$€£]?)?(?P<digits>\d{1,3}(?:[,\u00a0\u202f' ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>k|m|bn|thousand|million|billion)(?![a-z]))?",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(r"\b(about|around|roughly|nearly|almost|some|over|under|just)\b", re.IGNORECASE)
# Possessive, and begun only where a number begins: a text of digits alone is read once, not once for each digit.
_AMOUNT = r"(?<!\d)(?<!\d[,.\u00a0\u202f])\d++(?:[,.\u00a0\u202f]\d++)*+(?:\s?(?:k|m|bn|thousand|million|billion)\b)?"
_MONEY_OR_PERCENT = re.compile(
    rf"(?:US)?[$€£¥₹]\s?{_AMOUNT}|{_AMOUNT}\s?(?:[%$€£¥₹]|percent\b|per cent\b|percentage points?\b|USD\b|EUR\b|GBP\b|dollars?\b|euros?\b)",
    re.IGNORECASE,
)
# A number by itself: not a year, not a lone digit, not part of a name such as GPT-4 or p95.
_BARE = re.compile(r"(?<![\w.,/:–-])(?!(?:19|20)\d\d(?!\d|[,.]\d))(\d{2,}(?:[,.]\d+)*|\d(?:[.,]\d+)+)(?![\w/:]|-\w|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A figure in a text that no claim stands behind. `strict` for money and percentages."""

    text: str
    strict: bool


def figure(claim: Claim) -> str:
    """The claim's quantity as it is printed, for instance `143.2%` or `$134,000 to $145,000`; empty when it has none."""
    unit = f" {claim.unit}" if claim.unit and claim.unit != "percent" and not claim.currency else ""
    if claim.value is not None:
        return _amount(claim.value, claim) + unit
    if claim.range is None:
        return ""
    low, high = claim.range.low, claim.range.high
    if low is not None and high is not None:
        return f"{_amount(low, claim)} to {_amount(high, claim)}{unit}"
    if low is not None:
        return f"{_amount(low, claim)}{unit} or more"
    return f"up to {_amount(high or Decimal(0), claim)}{unit}"


def disagreement(label: str, claim: Claim) -> str:
    """What is wrong with the numbers of a claim link's text, as a sentence; empty when they all are the claim's.

    A fall may be said in words ("fell by 5%"), so a number without a sign is compared by its size.
    """
    allowed = _ends(claim)
    rough = _ROUGHLY.search(label) is not None
    if claim.unit:  # What the number counts may hold digits itself: "per 1000 people".
        label = re.sub(rf"(?<!\w){re.escape(claim.unit)}(?!\w)", "", label)
    for number, text in _numbers(label):
        sizes = allowed if number < 0 else [abs(end) for end in allowed]
        if not any(number == size or (rough and _rounds_to(size, number)) for size in sizes):
            own = figure(claim) or "no figure"
            return f"says {text}, but the claim '{claim.id}' has {own}."
    return ""


def unsaid(text: str, claim: Claim) -> str:
    """What is wrong with a statement that gives a figure of a claim's sort and not the claim's own, as a sentence; empty when it gives
    its own, or none of that sort: a half may be said in words.

    Of the sort of a claim in percent are percentages, of one in money is money; of any other, every number but years and single digits.
    """
    given = [part for part in unsourced(text) if sort_of(part.text) == _sort(claim)]
    if not given:
        return ""
    numbers = [number for number, _ in _numbers(text)]
    rough = _ROUGHLY.search(text) is not None
    for end in _ends(claim):
        if not any(abs(number) == abs(end) or (rough and _rounds_to(abs(end), abs(number))) for number in numbers):
            return f"says {given[0].text}, but the claim has {figure(claim)}."
    return ""


# What a figure is of (`%`, `$`, or empty for anything else), and its size.
Quantity = tuple[str, Decimal]


def quantity(part: Unsourced) -> Quantity | None:
    """What a figure in a text says; None for a short number of no sort, which two texts may share by chance."""
    size = next((abs(number) for number, _ in _numbers(part.text)), Decimal(0))
    return (sort_of(part.text), size) if part.strict or size >= _TELLING else None


def quantities(claim: Claim) -> Iterator[Quantity]:
    """Under which quantities the figures of a claim may stand in a text: with a sign of their sort, and without one."""
    for size in map(abs, _ends(claim)):
        yield from {(_sort(claim), size), ("", size)}


def sort_of(text: str) -> str:
    """`%` for a percentage, `$` for money, empty for a number of anything else."""
    if re.search(r"%|per ?cent\b", text, re.IGNORECASE):
        return "%"
    return "$" if re.search(r"[$€£¥₹]|USD|EUR|GBP|dollar|euro", text, re.IGNORECASE) else ""


def _sort(claim: Claim) -> str:
    return "%" if claim.unit == "percent" else "$" if claim.currency else ""


def _ends(claim: Claim) -> list[Decimal]:
    ends = [claim.value] if claim.value is not None else [claim.range.low, claim.range.high] if claim.range else []
    return [end for end in ends if end is not None]


def unsourced(text: str) -> Iterator[Unsourced]:
    """Every figure in a text whose claim links have been taken out."""
    taken: list[tuple[int, int]] = []
    for match in _MONEY_OR_PERCENT.finditer(text):
        taken.append(match.span())
        yield Unsourced(match.group().strip(), True)
    for match in _BARE.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            yield Unsourced(match.group(), False)


def sign(currency: str) -> str:
    """A currency's sign."""
    return _SIGNS[currency]


def _numbers(label: str) -> Iterator[tuple[Decimal, str]]:
    for match in _NUMBER.finditer(label):
        digits = re.sub(r"[,\u00a0\u202f' ]", "", match["digits"])
        if len(digits) > _DIGITS:  # more than a claim can hold, and than is counted with exactly
            yield Decimal("Infinity"), match.group()[:40]
            continue
        yield Decimal(f"-{digits}" if match["minus"] else digits) * _SCALES.get((match["scale"] or "").lower(), 1), match.group().strip()


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact` rounded to the digits that `shown` has (trailing zeros of whole numbers do not count)."""
    sign_digits_exponent = shown.normalize().as_tuple()
    exponent = sign_digits_exponent.exponent
    if not isinstance(exponent, int):
        return False
    step = Decimal(1).scaleb(exponent)
    return (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step == shown


def _amount(value: Decimal, claim: Claim) -> str:
    """A number with the sign of its currency, or of a percentage."""
    percent = "%" if claim.unit == "percent" else ""
    symbol = _SIGNS.get(claim.currency or "", "")
    minus = "-" if value < 0 else ""
    size = abs(value)
    for scale, name in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if not symbol and size >= scale and size % (scale // 10) == 0:
            return f"{minus}{(size / scale).normalize():f} {name}{percent}"
    return f"{minus}{symbol}{size.normalize():,f}{percent}"
