"""The kinds of value a content file may hold.

Everything arrives from `load` as text, list, mapping or nothing: the field, not YAML, decides what a word means, so
`no`, `012`, `1:30` or `1.10` stay what the contributor typed until a field asks for a number.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from . import limits

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
DATE_PATTERN = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
# No file or folder of these names can be checked out on Windows.
WINDOWS_NAMES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))])
RESERVED_IDS = WINDOWS_NAMES | frozenset("index assets search sitemap 404 then free full full-free".split())
# Languages that the site's theme has words for and Babel knows how to write in; a test holds this against both.
LANGUAGES = frozenset(
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko lb lt lv mk mn ms my nb nl nn pl pt "
    "pt-BR ro ru sa si sk sl sq sr sv ta te th tl tr uk ur uz vi zh zh-Hant zh-TW".split())
# What ISO 4217 has for the money that is in use; a test holds this against Babel.
CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
    "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG".split())
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
# A host in another script: as it is read, percent-encoded, or in the ASCII form that stands for it.
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]|%[89A-Fa-f][0-9A-Fa-f]|(^|\.)[xX][nN]--")
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")
_DATE = re.compile(DATE_PATTERN)


@dataclass(frozen=True, slots=True)
class Scalar:
    """Marks a single value with the name of what it is, by which the reference says it in words and schemas say it to editors;
    `low` and `high` are the ends of a number, or the most characters of a text."""

    name: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks text that must be the id of an entity (or of a guide's area or topic) of this kind: whom the field refers to."""

    kind: str


@dataclass(frozen=True, slots=True)
class Markdown:
    """Marks text that is Markdown: one paragraph, or several blocks, or a whole article with headings.

    `figures` says whether money and percentages in it need a claim behind them.
    """

    blocks: bool = False
    headings: bool = False
    figures: bool = True


@dataclass(frozen=True, slots=True)
class Outside:
    """Marks text that is an address on the web."""


def wrong(message: str) -> PydanticCustomError:
    """An error in our own words; `validate` passes it on as it is."""
    return PydanticCustomError("fingerpost", "{message}", {"message": message})


def check_id(value: str) -> str:
    """The shape of an id: kebab-case, no longer than an id may be, no name that a file system or the site keeps for itself."""
    if len(value) > limits.ID_LENGTH:
        raise wrong(f"'{value[:20]}…' is longer than the {limits.ID_LENGTH} characters an id may have.")
    if not re.fullmatch(ID_PATTERN, value):
        raise wrong(f"{value!r} is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'.")
    if value in RESERVED_IDS:
        raise wrong(f"'{value}' is a name that {'Windows' if value in WINDOWS_NAMES else 'the site'} keeps for itself. Choose another id.")
    return value


def check_folder(value: str) -> str:
    """The shape of a folder's name: that of an id, so that folders are the same on every file system."""
    if not re.fullmatch(ID_PATTERN, value) or len(value) > limits.ID_LENGTH or value in WINDOWS_NAMES:
        raise wrong(f"the folder {value[:60]!r} is not on every file system the same. Use lower-case letters, digits and single hyphens, "
                    "and no name that Windows keeps for itself.")
    return value


def _text(limit: int, blocks: bool = False, plain: bool = False) -> AfterValidator:
    """A text of so many characters at the most: one line, or `blocks`; `plain` if it is no Markdown, where a bracket might be taken for a tag."""

    def check(value: str) -> str:
        if plain and ("<" in value or ">" in value):
            raise wrong("may not contain '<' or '>'. Write it in words.")
        if not value.strip():
            raise wrong("is empty. Write something or remove the line.")
        text = value if blocks else " ".join(value.split())
        if len(text) > limit:
            raise wrong(f"is {len(text)} characters long; at most {limit} are allowed.")
        return text.strip("\n")

    return AfterValidator(check)


def _known(is_known: Callable[[str], object], otherwise: str, shown: int = 40) -> AfterValidator:
    """A value that is known; else it is said what it is not."""

    def check(value: str) -> str:
        if not is_known(value):
            raise wrong(f"'{value[:shown]}' {otherwise}")
        return value

    return AfterValidator(check)


def _read(read: Callable[[str], object]) -> BeforeValidator:
    """Text as what it says. What is no text stays, and is refused by the field's type."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _to_int(value: str) -> int:
    if _INT.fullmatch(value):
        return int(value)
    hint = f" Write {value.lstrip('0') or '0'}." if re.fullmatch(r"0[0-9]+", value) else ""
    raise wrong(f"'{value[:40]}' is not a whole number.{hint}")


def _to_level(value: str) -> int:
    if not re.search("[0-9]", value):
        raise wrong(f"'{value[:40]}' is not a level. Write 1, 2 or 3: aware, working, deep.")
    return _to_int(value)


def _to_decimal(value: str) -> Decimal:
    if not _DECIMAL.fullmatch(value):
        raise wrong(f"'{value[:40]}' is not a number. Write digits and a point, without separators or units.")
    return Decimal(value)


def _to_minutes(value: str) -> int:
    minutes = _to_decimal(value) * 60
    if minutes != int(minutes):
        raise wrong(f"'{value}' hours is not a whole number of minutes.")
    least, most = limits.MINUTES
    if not least <= minutes <= most:
        raise wrong(f"'{value}' hours is outside {least / 60:g} to {most / 60:g}.")
    return int(minutes)


def _to_bool(value: str) -> bool:
    if value not in ("true", "false"):
        raise wrong(f"'{value[:40]}' is neither 'true' nor 'false'.")
    return value == "true"


def first_day(text: str) -> datetime.date:
    """A day, or the first one of a month or a year, as a file gives it."""
    return datetime.date.fromisoformat(f"{text}-01-01"[:10])


def _check_date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise wrong(f"'{value[:40]}' is not a date. Write 2026, 2026-05 or 2026-05-31.")
    year, *rest = (int(part) for part in value.split("-"))
    try:
        datetime.date(year, *(rest + [1, 1])[:2])
    except ValueError:
        raise wrong(f"'{value}' is not a day of the calendar.") from None
    return value


def _check_colour(value: str) -> str:
    digits = value.removeprefix("#").lower()
    if not re.fullmatch("[0-9a-f]{6}", digits):
        raise wrong(f"'{value[:40]}' is not a colour. Write six digits of 0 to 9 and a to f, as in '#14584a', with the quotes.")
    return f"#{digits}"


def check_url(value: str) -> str:
    """An address as it may stand in a text: https, a plain host name, no character that could end it."""
    if check_address(value).startswith("http://"):
        raise wrong(f"'{value[:60]}' uses plain http. Use https://.")
    return value


def check_address(value: str) -> str:
    """An address as it may stand in a field: the same, or plain http, of which the rules judge."""
    if len(value) > limits.URL_LENGTH:
        raise wrong(f"is longer than {limits.URL_LENGTH} characters.")
    scheme, _, rest = value.partition("://")
    host = rest.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    if rest and scheme in ("https", "http"):
        if _FOREIGN.search(host):
            raise wrong(f"'{host[:60]}' is an internationalised host name, which can imitate another. Use another address of the site, in plain "
                        "letters; a page that has none cannot be linked.")
        if not _HOST.fullmatch(host):
            raise wrong(f"'{host[:60]}' is not a plain host name: lower case, no user, no port, no address in digits.")
    if re.search(r"[\s\"'<>\\^`{|}]", value) or not value.isascii() or not value.isprintable():
        raise wrong(f"'{value[:60]}' has a character that an address may not have. Percent-encode it.")
    if not rest or scheme not in ("https", "http"):
        raise wrong(f"'{value[:60]}' is not a web address. It starts with https://.")
    try:
        urlsplit(value)
    except ValueError:
        raise wrong(f"'{value[:60]}' is not a web address.") from None
    return value


def _host_in_lower_case(value: str) -> str:
    """An address as it is after a browser has read it: a host has no upper case, though GitHub's owners may."""
    scheme, separator, rest = value.partition("://")
    host, stroke, path = rest.partition("/")
    return f"{scheme}{separator}{host.lower()}{stroke}{path}"


def _to_site(value: str) -> str:
    if "?" in value or "#" in value:
        raise wrong(f"'{value[:60]}' is not the address of a whole site. Leave out what begins with '?' or '#'.")
    return value if value.endswith("/") else f"{value}/"


def _to_repository(value: str) -> str:
    return value.rstrip("/").removesuffix(".git")


Id = Annotated[str, Scalar("id", high=limits.ID_LENGTH), AfterValidator(check_id)]
Name = Annotated[str, Scalar("name", high=limits.NAME_LENGTH), _text(limits.NAME_LENGTH, plain=True)]
Act = Annotated[str, Scalar("name", high=limits.ACT_LENGTH), _text(limits.ACT_LENGTH, plain=True)]
Label = Annotated[str, Scalar("name", high=limits.LABEL_LENGTH), _text(limits.LABEL_LENGTH, plain=True)]
Tagline = Annotated[str, Scalar("name", high=limits.TAGLINE_LENGTH), _text(limits.TAGLINE_LENGTH, plain=True)]
ShortAnswer = Annotated[str, Scalar("name", high=limits.ANSWER_LENGTH), _text(limits.ANSWER_LENGTH, plain=True)]
Reason = Annotated[str, Scalar("name", high=limits.REASON_LENGTH), _text(limits.REASON_LENGTH, plain=True)]
Quote = Annotated[str, Scalar("name", high=limits.QUOTE_LENGTH), _text(limits.QUOTE_LENGTH, plain=True)]
Line = Annotated[str, Scalar("line", high=limits.LINE_LENGTH), Markdown(), _text(limits.LINE_LENGTH)]
Brief = Annotated[str, Scalar("line", high=limits.BRIEF_LENGTH), Markdown(), _text(limits.BRIEF_LENGTH)]
Cell = Annotated[str, Scalar("line", high=limits.CELL_LENGTH), Markdown(), _text(limits.CELL_LENGTH)]
FreeLine = Annotated[str, Scalar("freeline", high=limits.LINE_LENGTH), Markdown(figures=False), _text(limits.LINE_LENGTH)]
Prose = Annotated[str, Scalar("prose", high=limits.PROSE_LENGTH), Markdown(blocks=True), _text(limits.PROSE_LENGTH, blocks=True)]
FreeProse = Annotated[str, Scalar("freeprose", high=limits.PROSE_LENGTH), Markdown(blocks=True, figures=False),
    _text(limits.PROSE_LENGTH, blocks=True)]
Article = Annotated[str, Scalar("article", high=limits.ARTICLE_LENGTH), Markdown(blocks=True, headings=True),
    _text(limits.ARTICLE_LENGTH, blocks=True)]
Url = Annotated[str, Scalar("url", high=limits.URL_LENGTH), Outside(), AfterValidator(check_address)]
Host = Annotated[str, Scalar("host"), _known(_HOST.fullmatch, "is not a plain host name, such as example.org.", 60)]
HttpsUrl = Annotated[str, Scalar("url", high=limits.URL_LENGTH), Outside(), AfterValidator(check_url)]
SiteUrl = Annotated[HttpsUrl, _read(_host_in_lower_case), AfterValidator(_to_site)]
RepositoryUrl = Annotated[HttpsUrl, _read(_host_in_lower_case), AfterValidator(_to_repository)]
LanguageCode = Annotated[str, Scalar("language"), _known(
    LANGUAGES.__contains__, "is not the code of a language that the site can be in. Write a code such as en, de or pt-BR.")]
Colour = Annotated[str, Scalar("colour"), AfterValidator(_check_colour)]
Currency = Annotated[str, Scalar("currency"), _known(
    CURRENCIES.__contains__, "is not the code of a currency. Write that of ISO 4217, such as USD, EUR or INR.")]
Date = Annotated[str, Scalar("date"), AfterValidator(_check_date)]
Bool = Annotated[bool, Scalar("bool"), _read(_to_bool)]
Level = Annotated[int, Scalar("level"), _read(_to_level), Field(ge=min(limits.LEVELS), le=max(limits.LEVELS))]
Points = Annotated[int, Scalar("points"), _read(_to_int), Field(ge=0, le=limits.MOST_POINTS)]
Count = Annotated[int, Scalar("count"), _read(_to_int), Field(ge=0, le=limits.MOST_COUNT)]
Number = Annotated[Decimal, Scalar("number"), _read(_to_decimal)]
Minutes = Annotated[int, Scalar("minutes", *limits.MINUTES), _read(_to_minutes)]
