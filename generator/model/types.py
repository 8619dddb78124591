"""The kinds of value a content file may hold.

Everything arrives from `load` as text, list, mapping or nothing: the field, not YAML, decides what a word means, so
`no`, `012`, `1:30` or `1.10` stay what the contributor typed until a field asks for a number.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
# No file or folder of these names can be checked out on Windows.
WINDOWS_NAMES = frozenset(["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))])
RESERVED_IDS = WINDOWS_NAMES | frozenset("index assets search sitemap 404 then free full full-free".split())
# Plain http is accepted for these hosts alone: their owners serve nothing else.
HTTP_HOSTS = frozenset({"incompleteideas.net", "joschu.net"})
# Languages that the site's theme has words for; a test holds this against the theme.
LANGUAGES = frozenset(
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko ku-IQ lb lt lv mk mn ms my nb nl nn pl pt "
    "pt-BR ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh zh-Hant zh-TW".split()
)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks text that must be the id of an entity (or of a guide's area or topic) of this kind."""

    kind: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The mark stays in JSON Schemas, where `schema` makes a pattern or a list of it."""
        return {**handler(schema), "refers": self.kind}


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
    """The shape of an id: kebab-case, at most 60 characters, no name that a file system or the site keeps for itself."""
    if len(value) > 60:
        raise wrong(f"'{value[:20]}…' is longer than the 60 characters an id may have.")
    if not re.fullmatch(ID_PATTERN, value):
        raise wrong(f"{value!r} is not an id. Use lower-case letters, digits and single hyphens, like 'prompt-engineering'.")
    if value in RESERVED_IDS:
        raise wrong(f"'{value}' is a reserved name. Choose another id.")
    return value


def check_folder(value: str) -> str:
    """The shape of a folder's name: that of an id, so that folders are the same on every file system."""
    if not re.fullmatch(ID_PATTERN, value) or len(value) > 60 or value in WINDOWS_NAMES:
        raise wrong(f"the folder {value[:60]!r} is not on every file system the same. Use lower-case letters, digits and single hyphens, "
                    "and no name that Windows keeps for itself.")
    return value


def _one_line(limit: int):
    def check(value: str) -> str:
        if not value.strip():
            raise wrong("is empty. Write something or remove the line.")
        collapsed = " ".join(value.split())
        if len(collapsed) > limit:
            raise wrong(f"is {len(collapsed)} characters long; at most {limit} are allowed.")
        return collapsed

    return check


def _blocks(limit: int):
    def check(value: str) -> str:
        if not value.strip():
            raise wrong("is empty. Write something or remove the line.")
        if len(value) > limit:
            raise wrong(f"is {len(value)} characters long; at most {limit} are allowed.")
        return value.strip("\n")

    return check


def _no_angle_brackets(value: str) -> str:
    if "<" in value or ">" in value:
        raise wrong("may not contain '<' or '>'. Write it in words.")
    return value


def _to_int(value: Any) -> Any:
    if isinstance(value, str):
        if _INT.fullmatch(value):
            return int(value)
        hint = f" Write {value.lstrip('0') or '0'}." if re.fullmatch(r"0[0-9]+", value) else ""
        raise wrong(f"'{value[:40]}' is not a whole number.{hint}")
    return value


def _to_decimal(value: Any) -> Any:
    if isinstance(value, str):
        if _DECIMAL.fullmatch(value):
            return Decimal(value)
        raise wrong(f"'{value[:40]}' is not a number. Write digits and a point, without separators or units.")
    return value


def _to_minutes(value: Any) -> Any:
    number = _to_decimal(value)
    if isinstance(number, Decimal):
        minutes = number * 60
        if minutes != int(minutes):
            raise wrong(f"'{value}' hours is not a whole number of minutes.")
        if not 6 <= minutes <= 60_000:
            raise wrong(f"'{value}' hours is outside 0.1 to 1000.")
        return int(minutes)
    return value


def _to_bool(value: Any) -> Any:
    if isinstance(value, str):
        if value in ("true", "false"):
            return value == "true"
        raise wrong(f"'{value[:40]}' is neither 'true' nor 'false'.")
    return value


def _check_date(value: str) -> str:
    if not _DATE.fullmatch(value):
        raise wrong(f"'{value[:40]}' is not a date. Write 2026, 2026-05 or 2026-05-31.")
    year, *rest = (int(part) for part in value.split("-"))
    try:
        datetime.date(year, *(rest + [1, 1])[:2])
    except ValueError:
        raise wrong(f"'{value}' is not a day of the calendar.") from None
    return value


def _check_language(value: str) -> str:
    if value not in LANGUAGES:
        raise wrong(f"'{value[:40]}' is not the code of a language that the site's theme speaks. Write a code such as en, de or pt-BR.")
    return value


def _check_url(value: str) -> str:
    if len(value) > 400:
        raise wrong("is longer than 400 characters.")
    if re.search(r"[\s\"'<>\\^`{|}]", value) or not value.isascii() or not value.isprintable():
        raise wrong(f"'{value[:60]}' has a character that an address may not have. Percent-encode it.")
    scheme, _, rest = value.partition("://")
    if not rest or scheme not in ("https", "http"):
        raise wrong(f"'{value[:60]}' is not a web address. It starts with https://.")
    host = rest.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    if "@" in host or ":" in host or not _HOST.fullmatch(host):
        raise wrong(f"'{host[:60]}' is not a plain host name: lower case, no user, no port, no address in digits.")
    if any(label.startswith("xn--") for label in host.split(".")):
        raise wrong(f"'{host[:60]}' is an internationalised host name, which can imitate another. Use the site's ASCII address.")
    if scheme == "http" and host not in HTTP_HOSTS:
        raise wrong(f"'{value[:60]}' uses plain http. Use https://.")
    try:
        urlsplit(value)
    except ValueError:
        raise wrong(f"'{value[:60]}' is not a web address.") from None
    return value


def _host_in_lower_case(value: Any) -> Any:
    """An address as it is after a browser has read it: a host has no upper case, though GitHub's owners may."""
    if not isinstance(value, str):
        return value
    scheme, separator, rest = value.partition("://")
    host, stroke, path = rest.partition("/")
    return f"{scheme}{separator}{host.lower()}{stroke}{path}"


def _to_site(value: str) -> str:
    if "?" in value or "#" in value:
        raise wrong(f"'{value[:60]}' is not the address of a whole site. Leave out what begins with '?' or '#'.")
    return value if value.endswith("/") else f"{value}/"


def _to_repository(value: str) -> str:
    return value.rstrip("/").removesuffix(".git")


K = TypeVar("K")
V = TypeVar("V")

Id = Annotated[str, AfterValidator(check_id), WithJsonSchema({"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": 60})]
Name = Annotated[str, AfterValidator(_no_angle_brackets), AfterValidator(_one_line(110))]
Line = Annotated[str, Markdown(), AfterValidator(_one_line(400))]
FreeLine = Annotated[str, Markdown(figures=False), AfterValidator(_one_line(400))]
Prose = Annotated[str, Markdown(blocks=True), AfterValidator(_blocks(4000))]
FreeProse = Annotated[str, Markdown(blocks=True, figures=False), AfterValidator(_blocks(4000))]
Article = Annotated[str, Markdown(blocks=True, headings=True), AfterValidator(_blocks(40_000))]
Url = Annotated[str, Outside(), AfterValidator(_check_url), WithJsonSchema({"type": "string", "format": "uri", "maxLength": 400})]
SiteUrl = Annotated[Url, BeforeValidator(_host_in_lower_case), AfterValidator(_to_site)]
RepositoryUrl = Annotated[Url, BeforeValidator(_host_in_lower_case), AfterValidator(_to_repository)]
Language = Annotated[str, AfterValidator(_check_language), WithJsonSchema({"type": "string", "enum": sorted(LANGUAGES)})]
Date = Annotated[str, AfterValidator(_check_date), WithJsonSchema({"type": "string", "pattern": f"^{_DATE.pattern}$"})]
Bool = Annotated[bool, BeforeValidator(_to_bool)]
Level = Annotated[int, BeforeValidator(_to_int), Field(ge=1, le=3)]
Points = Annotated[int, BeforeValidator(_to_int), Field(ge=0, le=9)]
Count = Annotated[int, BeforeValidator(_to_int), Field(ge=0, le=1_000_000)]
Number = Annotated[Decimal, BeforeValidator(_to_decimal), WithJsonSchema({"type": "number"})]
Minutes = Annotated[int, BeforeValidator(_to_minutes), WithJsonSchema({"type": "number", "minimum": 0.1, "maximum": 1000})]
FROZEN = AfterValidator(lambda value: MappingProxyType(dict(value)))
FrozenMap = Annotated[Mapping[K, V], FROZEN]


class Part(BaseModel):
    """A piece of an entity: frozen, and an unknown field in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True)


class Retired(Part):
    """Why an entity is no longer used. Its page stays, with a notice."""

    on: Date = Field(description="When it was retired.", examples=["2026-11"], json_schema_extra={"today": True})
    reason: Line = Field(description="Why, in one sentence.", examples=["The publisher took the course down."])
    replaced_by: Id | None = Field(None, description="The id of what to use instead, of the same kind.", examples=["llm-course"])


class Entity(Part):
    """One content file. `id` is its file name and `path` its place in the content folder; neither is written inside it."""

    id: str = Field(json_schema_extra={"from_path": True})
    path: str = Field(json_schema_extra={"from_path": True})
    formerly: tuple[Id, ...] = Field(
        (), description="Ids this entity had before. Old links and saved progress follow them.", examples=[["prompting"]], max_length=20
    )
    retired: Retired | None = Field(None, description="Set when the entity is no longer used; nothing is ever deleted.")


def text_field(description: str, example: Any, default: Any = ..., **extra: Any) -> Any:
    """A documented field: what it means and one example, from which the contributors' reference is made."""
    return Field(default, description=description, examples=[example], **extra)
