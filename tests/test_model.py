"""What a field accepts, in which words it refuses, and that every field of every kind is documented, marked and frozen."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import babel
import babel.core
import babel.numbers
import pytest
from conftest import guide_of, tiny_tree
from pydantic import BaseModel, ValidationError, create_model

from generator.content.load import load
from generator.model import FOLDERS, KINDS, Entity, Markdown, Outside, Part, Refers, Settings, github_pages, places, tree
from generator.model import types as kinds_of_value
from generator.model.types import (
    CURRENCIES,
    LANGUAGES,
    RESERVED_IDS,
    WINDOWS_NAMES,
    Act,
    Article,
    Bool,
    Brief,
    Cell,
    Colour,
    Count,
    Currency,
    Date,
    FreeLine,
    FreeProse,
    Host,
    HttpsUrl,
    Id,
    Label,
    LanguageCode,
    Level,
    Line,
    Minutes,
    Name,
    Number,
    Points,
    Prose,
    Quote,
    Reason,
    RepositoryUrl,
    ShortAnswer,
    SiteUrl,
    Tagline,
    Url,
)

ID = "is not an id. Use lower-case letters, digits and single hyphens, like 'plain-weave'."
DATE = "is not a date. Write 2026, 2026-05 or 2026-05-31."
DAY = "is not a day of the calendar."
NUMBER = "is not a number. Write digits and a point, without separators or units."
PERCENT = "has a character that an address may not have. Percent-encode it."
SCHEME = "is not a web address. It starts with https://."
HOST = "is not a plain host name: lower case, no user, no port, no address in digits."


def _model(hint: Any) -> type[Part]:
    return create_model("One", __base__=Part, value=(hint, ...))


def accepted(hint: Any, value: Any) -> Any:
    """What a field of this type makes of a value that was read from a file."""
    return _model(hint).model_validate({"value": value}).value  # type: ignore[attr-defined]


def refused(hint: Any, value: Any) -> str:
    """Why a field of this type does not take a value."""
    with pytest.raises(ValidationError) as caught:
        _model(hint).model_validate({"value": value})
    assert caught.value.error_count() == 1
    return caught.value.errors()[0]["msg"]


class TestIds:
    @pytest.mark.parametrize("text", ["rag", "a", "1", "a-b-c", "gpt-4", "x" * 60, "constructor", "indexes", "con-1"])
    def test_kebab_case_is_an_id(self, text: str) -> None:
        assert accepted(Id, text) == text

    @pytest.mark.parametrize("text", [
        "", "-a", "a-", "a--b", "A", "Rag", "a b", "a_b", "a.b", "..", "../x", "/etc/passwd", "a/b", "a\\b", "é", "ａ", "١", "a\n", "\na", "a\0",
        "__proto__", "it's", "a:b", "a#b", "%61", "~",
    ])
    def test_nothing_else_is(self, text: str) -> None:
        assert refused(Id, text) == f"{text!r} {ID}"

    def test_an_id_has_at_most_sixty_characters(self) -> None:
        assert refused(Id, "x" * 61) == f"'{'x' * 20}…' is longer than the 60 characters an id may have."

    @pytest.mark.parametrize("text", sorted(RESERVED_IDS))
    def test_names_that_the_site_or_a_file_system_keeps_are_reserved(self, text: str) -> None:
        who = "Windows" if text in WINDOWS_NAMES else "the site"
        assert refused(Id, text) == f"'{text}' is a name that {who} keeps for itself. Choose another id."

    def test_the_reserved_names_are_known(self) -> None:
        assert {"index", "assets", "search", "404", "con", "nul", "com1", "lpt9", "free", "full", "then"} <= RESERVED_IDS


class TestDates:
    @pytest.mark.parametrize("text", ["2026", "2026-05", "2026-05-31", "2024-02-29", "9999-12-31", "0001"])
    def test_a_year_a_month_or_a_day_stays_what_it_is(self, text: str) -> None:
        assert accepted(Date, text) == text

    @pytest.mark.parametrize("text", ["", "26", "2026-1", "2026-05-", "2026/05", "31.5.2026", "20260531", "2026-05-31T10:00", "２０２６",
                                      "2026\n", " 2026", "now"])
    def test_other_words_are_no_date(self, text: str) -> None:
        assert refused(Date, text) == f"'{text}' {DATE}"

    @pytest.mark.parametrize("text", ["2026-02-29", "2026-02-30", "2026-13", "2026-00", "2026-05-32", "2026-05-00", "0000"])
    def test_a_day_has_to_exist(self, text: str) -> None:
        assert refused(Date, text) == f"'{text}' {DAY}"


class TestColours:
    def test_six_digits_are_a_colour(self) -> None:
        assert [accepted(Colour, text) for text in ("#14584A", "14584a", "000000")] == ["#14584a", "#14584a", "#000000"]

    @pytest.mark.parametrize("text", ["", "#", "#fff", "green", "#14584g", "##14584a", "#14584a80", "rgb(1, 2, 3)"])
    def test_nothing_else_is_one(self, text: str) -> None:
        said = f"'{text}' is not a colour. Write six digits of 0 to 9 and a to f, as in '#14584a', with the quotes."
        assert refused(Colour, text) == said


class TestLanguages:
    def test_the_languages_are_those_of_the_theme_that_babel_knows(self) -> None:
        """The theme looks its words up by the code; for one that it lacks the engine would fail on every page. Babel writes numbers and dates."""
        spec = find_spec("material")
        assert spec is not None and spec.origin is not None
        folder = Path(spec.origin).parent / "templates/partials/languages"
        assert {path.stem for path in folder.glob("*.html") if _is_known_to_babel(path.stem)} == LANGUAGES
        assert [accepted(LanguageCode, code) for code in ("en", "pt-BR")] == ["en", "pt-BR"]

    @pytest.mark.parametrize("text", ["xx", "EN", "english", "../en", "en.html", "en ", ""])
    def test_no_other_word_is_one(self, text: str) -> None:
        assert refused(LanguageCode, text) == (
            f"'{text}' is not the code of a language that the site can be in. Write a code such as en, de or pt-BR.")


def _is_known_to_babel(code: str) -> bool:
    try:
        return bool(babel.Locale.parse(code, sep="-"))
    except babel.UnknownLocaleError:
        return False


class TestCurrencies:
    def test_they_are_those_that_are_in_use(self) -> None:
        territories = babel.core.get_global("territory_currencies")
        assert {code for territory in territories for code in babel.numbers.get_territory_currencies(territory)} == CURRENCIES

    @pytest.mark.parametrize("text", ["DM", "usd", "US", "DEM", "$", ""])
    def test_no_other_word_is_one(self, text: str) -> None:
        assert refused(Currency, text) == f"'{text}' is not the code of a currency. Write that of ISO 4217, such as USD, EUR or INR."


class TestAddresses:
    @pytest.mark.parametrize("text", [
        "https://example.org", "https://example.org/", "https://a.b-c.example.org/x?y=1&z=%20#f", "https://example.org?x", "https://example.org#x",
        "https://example.org/()*!~_-+,;=@:[x]", "http://example.org/book.html", "https://3blue1brown.com/", "https://example.org/&quot;",
    ])
    def test_https_with_a_plain_host(self, text: str) -> None:
        assert accepted(Url, text) == text

    @pytest.mark.parametrize("text", [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "ftp://example.org", "file:///etc/passwd",
        "mailto:a@example.org", "//example.org", "/x", "example.org", "HTTPS://example.org", "https:/example.org", "https:example.org", "https://",
        "blob:https://example.org/x", "",
    ])
    def test_no_other_scheme(self, text: str) -> None:
        assert refused(Url, text) == f"'{text}' {SCHEME}"

    @pytest.mark.parametrize("host", [
        "user@example.org", "user:pass@example.org", "example.org:8443", "example.org@evil.example", "127.0.0.1", "2130706433", "0x7f.1", "[::1]",
        "localhost", "example", "Example.org", "-a.org", "a-.org", "a..org", "example.org.", ".example.org", "example.123", "e.o", "",
        "exa mple.org", "example.org ", "example.org\\@evil.org", "example\u3002org", "example.org\u2215evil", "example%2eorg", "*.example.org",
    ])
    def test_no_user_no_port_no_number_no_bare_name(self, host: str) -> None:
        assert refused(Url, f"https://{host}/x") == f"'{host}' {HOST}"

    @pytest.mark.parametrize("text", [
        "https://example.org/a b", "https://example.org/\t", "https://example.org/\n", "https://example.org/\"x",
        "https://example.org/'x", "https://example.org/<x>", "https://example.org/`x`", "https://example.org/{x}", "https://example.org/x|y", "https://example.org/^",
        "https://example.org/é", "https://example.org/\u202e", "https://example.org/\0",
        "java\nscript:alert(1)", " https://example.org", "https://example.org/ ",
    ])
    def test_no_character_that_could_end_an_attribute_or_hide(self, text: str) -> None:
        assert refused(Url, text) == f"'{text}' {PERCENT}"

    @pytest.mark.parametrize("host", [
        "www.xn--80ak6aa92e.com", "example.xn--p1ai", "XN--mnchen-3ya.de", "m\u00fcnchen.de", "m%C3%BCnchen.de", "m%c3%bcnchen.de", "\u0430pple.com",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "\u4f8b\u3048.jp", "user@m\u00fcnchen.de",
    ])
    def test_a_host_that_imitates_another_is_refused_in_each_of_its_forms(self, host: str) -> None:
        """With one message: none of its forms is the way out of another."""
        told = (f"'{host}' is an internationalised host name, which can imitate another. Use another address of the site, in plain letters; "
                "a page that has none cannot be linked.")
        assert refused(Url, f"https://{host}/") == refused(Url, f"https://{host}?x") == told

    def test_plain_http_is_for_no_site_and_no_repository(self) -> None:
        for hint in (HttpsUrl, SiteUrl, RepositoryUrl):
            assert refused(hint, "http://example.org/") == "'http://example.org/' uses plain http. Use https://."

    @pytest.mark.parametrize("name", ["https://example.org", "example.org/", "EXAMPLE.org", "example", "user@example.org", "127.0.0.1", ""])
    def test_a_host_is_a_plain_name(self, name: str) -> None:
        assert accepted(Host, "example.org") == "example.org"
        assert refused(Host, name) == f"'{name}' is not a plain host name, such as example.org."

    def test_an_address_has_an_end(self) -> None:
        assert accepted(Url, "https://example.org/".ljust(400, "x"))
        assert refused(Url, "https://example.org/".ljust(401, "x")) == "is longer than 400 characters."

    def test_a_long_wrong_address_is_quoted_in_part(self) -> None:
        assert refused(Url, "x" * 300) == f"'{'x' * 60}' {SCHEME}"


class TestPlaces:
    """Where a guide is published and edited: written as people write it, kept in one form."""

    @pytest.mark.parametrize(("text", "kept"), [
        ("https://example.org", "https://example.org/"), ("https://example.org/guide", "https://example.org/guide/"),
        ("https://example.org/guide/", "https://example.org/guide/"), ("https://Hugo-Mueller.GitHub.io/Ops-Guide", "https://hugo-mueller.github.io/Ops-Guide/"),
    ])
    def test_a_site_ends_with_a_stroke_and_its_host_has_no_upper_case(self, text: str, kept: str) -> None:
        assert accepted(SiteUrl, text) == kept

    @pytest.mark.parametrize("text", ["https://example.org/?page=1", "https://example.org/guide#top", "https://example.org/guide/?"])
    def test_a_site_is_no_page(self, text: str) -> None:
        assert refused(SiteUrl, text) == f"'{text}' is not the address of a whole site. Leave out what begins with '?' or '#'."

    @pytest.mark.parametrize("hint", [SiteUrl, RepositoryUrl])
    def test_it_is_an_address_in_all_else(self, hint: Any) -> None:
        assert refused(hint, "git@github.com:ada/guide") == f"'git@github.com:ada/guide' {SCHEME}"
        assert refused(hint, "https://Example.org:80/x") == f"'example.org:80' {HOST}"
        assert refused(hint, ("a",)) == "Input should be a valid string"

    @pytest.mark.parametrize("end", ["", "/", ".git", ".git/", "//"])
    def test_a_repository_is_named_without_what_git_or_a_browser_adds(self, end: str) -> None:
        assert accepted(RepositoryUrl, f"https://GitHub.com/Ada/Guide{end}") == "https://github.com/Ada/Guide"

    @pytest.mark.parametrize(("repository", "site"), [
        ("https://github.com/Ada/Guide", "https://ada.github.io/Guide/"), ("https://github.com/Ada/Ada.github.io", "https://ada.github.io/"),
        ("https://git.example.org/ada/guide", ""), ("https://github.com/ada", ""), ("https://github.com/ada/guide/tree", ""), ("", ""),
    ])
    def test_github_shows_a_repository_where_it_always_does(self, repository: str, site: str) -> None:
        assert github_pages(repository) == site

    @pytest.mark.parametrize(("written", "given", "site", "repository"), [
        ({}, {}, "", None),
        ({"site_url": "https://a.org"}, {}, "https://a.org/", None),
        ({"repository": "https://github.com/ada/g"}, {}, "https://ada.github.io/g/", "https://github.com/ada/g"),
        ({"site_url": "https://a.org", "repository": "https://github.com/ada/g"}, {}, "https://a.org/", "https://github.com/ada/g"),
        ({"site_url": "https://a.org", "repository": "https://github.com/ada/g"}, {"repository": "https://github.com/bo/g"},
         "https://bo.github.io/g/", "https://github.com/bo/g"),
        ({"site_url": "https://a.org", "repository": "https://github.com/ada/g"}, {"repository": "https://github.com/Ada/G"},
         "https://a.org/", "https://github.com/Ada/G"),
        ({"site_url": "https://a.org"}, {"repository": "https://github.com/ada/g"}, "https://a.org/", "https://github.com/ada/g"),
        ({}, {"repository": "https://github.com/Ada/G"}, "https://ada.github.io/G/", "https://github.com/Ada/G"),
        ({"site_url": "https://a.org", "repository": "https://github.com/ada/g"}, {"repository": "https://git.example.org/bo/g"},
         "https://a.org/", "https://git.example.org/bo/g"),
        ({"site_url": "https://a.org"}, {"repository": "https://git.example.org/bo/g"}, "https://a.org/", "https://git.example.org/bo/g"),
        ({"repository": "https://github.com/ada/g"}, {"site_url": "https://b.org/"}, "https://b.org/", "https://github.com/ada/g"),
        ({}, {"site_url": "https://b.org/", "repository": "https://github.com/bo/g"}, "https://b.org/", "https://github.com/bo/g"),
    ])
    def test_a_copy_stands_where_it_says_and_else_where_the_guide_does(
        self, written: dict[str, str], given: dict[str, str], site: str, repository: str | None,
    ) -> None:
        lines = [line for line in tiny_tree()["guide.yml"].decode().splitlines() if not line.startswith(("site_url:", "repository:"))]
        guide = guide_of(tiny_tree() | {"guide.yml": "\n".join([*lines, *(f"{name}: {value}" for name, value in written.items())]).encode()})
        there = guide.at(**given)
        assert (there.settings.site, there.settings.repository) == (site, repository)
        assert there.entities is guide.entities


class TestNumbers:
    @pytest.mark.parametrize(("hint", "text", "value"), [
        (Level, "1", 1), (Level, "3", 3), (Points, "0", 0), (Points, "9", 9), (Count, "0", 0), (Count, "1000000", 1_000_000),
        (Number, "1", Decimal(1)), (Number, "-5", Decimal(-5)), (Number, "143.2", Decimal("143.2")), (Number, "1.10", Decimal("1.10")),
        (Number, "9" * 18, Decimal("9" * 18)), (Bool, "true", True), (Bool, "false", False),
        (Minutes, "1", 60), (Minutes, "0.5", 30), (Minutes, "7.5", 450), (Minutes, "0.1", 6), (Minutes, "16.25", 975), (Minutes, "1000", 60_000),
    ])
    def test_digits_become_the_number_that_the_field_asks_for(self, hint: Any, text: str, value: Any) -> None:
        found = accepted(hint, text)
        assert (found, type(found)) == (value, type(value))

    @pytest.mark.parametrize("text", ["+1", "1.0", "two", "", "１", "1e0", " 1", "1 ", "0x1", "1_0", "9" * 19, "½", "٣"])
    def test_a_whole_number_is_digits(self, text: str) -> None:
        assert refused(Points, text) == f"'{text}' is not a whole number."

    @pytest.mark.parametrize("text", ["intermediate", "two", "½", "", "deep"])
    def test_a_level_in_words_is_told_which_there_are(self, text: str) -> None:
        assert refused(Level, text) == f"'{text}' is not a level. Write 1, 2 or 3: aware, working, deep."
        assert refused(Level, "1.5") == "'1.5' is not a whole number."

    @pytest.mark.parametrize(("text", "meant"), [("01", "1"), ("007", "7"), ("000", "0")])
    def test_zeros_in_front_are_not_octal(self, text: str, meant: str) -> None:
        assert refused(Count, text) == f"'{text}' is not a whole number. Write {meant}."

    @pytest.mark.parametrize(("hint", "text", "words"), [
        (Level, "0", "greater than or equal to 1"), (Level, "-1", "greater than or equal to 1"), (Level, "4", "less than or equal to 3"),
        (Points, "10", "less than or equal to 9"), (Count, "1000001", "less than or equal to 1000000"),
    ])
    def test_a_number_has_its_bounds(self, hint: Any, text: str, words: str) -> None:
        assert refused(hint, text) == f"Input should be {words}"

    @pytest.mark.parametrize("text", ["1,000", "5%", "$5", "1e3", ".5", "5.", "--1", "00", "NaN", "Infinity", "-inf", "9" * 19, "1_0", "½",
                                      "1.1234567", ""])
    def test_a_number_is_digits_and_a_point(self, text: str) -> None:
        assert refused(Number, text) == f"'{text}' {NUMBER}"

    @pytest.mark.parametrize("text", ["0.333", "0.01", "1.001"])
    def test_hours_are_whole_minutes(self, text: str) -> None:
        assert refused(Minutes, text) == f"'{text}' hours is not a whole number of minutes."

    @pytest.mark.parametrize("text", ["0", "-1", "0.05", "1000.1", "999999"])
    def test_hours_have_their_bounds(self, text: str) -> None:
        assert refused(Minutes, text) == f"'{text}' hours is outside 0.1 to 1000."

    @pytest.mark.parametrize("text", ["True", "yes", "no", "on", "off", "1", "0", "y", ""])
    def test_truth_has_two_words(self, text: str) -> None:
        assert refused(Bool, text) == f"'{text}' is neither 'true' nor 'false'."


class TestTexts:
    @pytest.mark.parametrize("hint", [Name, Act, Label, Tagline, Quote, ShortAnswer, Reason, Brief, Cell, Line, FreeLine])
    def test_a_line_is_one_line(self, hint: Any) -> None:
        assert accepted(hint, "  a \n\n b\tc ") == "a b c"

    @pytest.mark.parametrize("hint", [Prose, FreeProse, Article], ids=["prose", "free prose", "article"])
    def test_paragraphs_stay_paragraphs(self, hint: Any) -> None:
        assert accepted(hint, "\n\na\n\n  b\n") == "a\n\n  b"

    @pytest.mark.parametrize(
        ("hint", "limit"),
        [(Name, 110), (Act, 70), (Label, 32), (Tagline, 60), (Quote, 200), (ShortAnswer, 60), (Reason, 90), (Cell, 100), (Brief, 240),
         (Line, 400), (FreeLine, 400), (Prose, 4000), (FreeProse, 4000), (Article, 40_000)])
    def test_a_text_has_its_limit(self, hint: Any, limit: int) -> None:
        assert accepted(hint, "x" * limit) == "x" * limit
        assert refused(hint, "x" * (limit + 1)) == f"is {limit + 1} characters long; at most {limit} are allowed."

    @pytest.mark.parametrize("hint", [Name, Line, Prose, Article], ids=["name", "line", "prose", "article"])
    @pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
    def test_a_text_says_something(self, hint: Any, text: str) -> None:
        assert refused(hint, text) == "is empty. Write something or remove the line."

    @pytest.mark.parametrize("text", ["a < b", "a > b", "</title><script>", "<!--"])
    def test_a_name_has_no_angle_brackets(self, text: str) -> None:
        """Titles go where a theme may take escapes back: the window's title, the menu, the search."""
        for hint in (Name, Act, Label, Tagline, Quote, ShortAnswer, Reason):
            assert refused(hint, text) == "may not contain '<' or '>'. Write it in words."
        assert accepted(Line, text) == text

    @pytest.mark.parametrize("hint", [Id, Date, Url, Name, Line, Prose], ids=["id", "date", "url", "name", "line", "prose"])
    @pytest.mark.parametrize("value", [None, (), {}, ("a",), {"a": "b"}], ids=["nothing", "empty list", "no fields", "list", "fields"])
    def test_a_text_is_no_list_and_no_field(self, hint: Any, value: Any) -> None:
        assert refused(hint, value) == "Input should be a valid string"


def _models() -> Iterator[type[Part]]:
    """Every model that content can fill, each once."""
    seen: set[type[BaseModel]] = set()
    waiting: list[Any] = [*KINDS.values(), Settings]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, Part):
            if hint not in seen:
                seen.add(hint)
                yield hint
                waiting.extend(info.annotation for info in hint.model_fields.values())
        else:
            waiting.extend(get_args(hint))


MODELS = sorted(_models(), key=lambda model: model.__name__)


def _written(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model that stand in a file."""
    return {name: info for name, info in model.model_fields.items() if not (issubclass(model, Entity) and name in ("id", "path"))}


def _as_read(value: Any) -> Any:
    """An example as the loader would read it: scalars are text."""
    if isinstance(value, dict):
        return {str(key): _as_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(map(_as_read, value))
    return str(value)


def _has_parts(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Part) or any(_has_parts(part) for part in get_args(hint))


class TestEveryField:
    def test_all_models_are_found(self) -> None:
        assert {"Settings", "Claim", "Citation", "ResourcePart", "BothRule", "Retired", "Verified"} < {model.__name__ for model in MODELS}

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_has_a_description_that_is_a_sentence(self, model: type[Part]) -> None:
        assert [name for name, info in _written(model).items() if not (info.description or "").endswith((".", "?"))] == []
        assert (model.__doc__ or "").endswith(".")

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_has_an_example_that_its_own_type_accepts(self, model: type[Part]) -> None:
        """But for fields that hold parts: their examples are their parts' own."""
        hints = get_type_hints(model, include_extras=True)
        for name, info in _written(model).items():
            if not info.examples:
                assert _has_parts(info.annotation), f"{model.__name__}.{name} has no example"
            for example in info.examples or ():
                accepted(hints[name], _as_read(example))

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_an_unknown_field_is_refused(self, model: type[Part]) -> None:
        with pytest.raises(ValidationError) as caught:
            model.model_validate({"invented": "x"})
        assert ("extra_forbidden", ("invented",)) in [(error["type"], error["loc"]) for error in caught.value.errors()]

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
    def test_is_in_the_tree_as_its_type_declares_it(self, model: type[Part]) -> None:
        shape, written = tree(model), _written(model)
        assert {field.attribute for field in shape.fields} == set(written)
        for field in shape.fields:
            info = written[field.attribute]
            assert (field.name, field.says, field.required) == (info.alias or field.attribute, info.description, info.is_required())

    def test_every_kind_has_its_entities_under_its_own_type(self) -> None:
        guide = guide_of(tiny_tree())
        for folder, kind in FOLDERS.items():
            assert getattr(guide, folder.replace("-", "_")) is guide.of(kind)

    def test_every_folder_has_its_kind(self) -> None:
        assert sorted(FOLDERS.values()) == sorted(KINDS)


class TestWalk:
    """The walk over an entity finds every text by the marks on the types: held against another way of finding them."""

    @pytest.mark.parametrize("kind", ["guide", *KINDS])
    def test_every_marked_text_of_a_kind_is_found_with_its_place_and_its_mark(self, kind: str) -> None:
        model = Settings if kind == "guide" else KINDS[kind]
        expected: dict[tuple[tuple[str | int, ...], bool], tuple[str, object]] = {}
        data = _filled(model, (), expected)
        entity = model.model_validate({**data, "id": "x", "path": "x.yml"})
        found = {(place.loc, place.is_key): (place.text, place.mark) for place in places(entity)}
        assert found == expected != {}

    def test_a_text_that_is_left_out_is_not_there(self) -> None:
        skill = guide_of(tiny_tree()).skills["kneading"]
        assert [place.loc for place in places(skill)] == [("summary",), ("area",), ("levels", "1"), ("levels", "2"), ("levels", "3")]

    def test_reference_fields_name_their_kind(self) -> None:
        role = guide_of(tiny_tree()).roles["baker"]
        kinds = {place.mark.kind for place in places(role) if isinstance(place.mark, Refers)}
        assert kinds == {"tool", "skill", "criterion", "claim"}


def _filled(model: type[BaseModel], loc: tuple[str | int, ...], expected: dict[Any, Any]) -> dict[str, Any]:
    """Data for every field of a model, each text another; notes the marked ones."""
    hints = get_type_hints(model, include_extras=True)
    return {info.alias or name: _value(hints[name], (*loc, info.alias or name), expected) for name, info in _written(model).items()}


def _value(hint: Any, loc: tuple[str | int, ...], expected: dict[Any, Any], is_key: bool = False) -> Any:
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Refers | Markdown | Outside)]
    plain = hint
    while hasattr(plain, "__metadata__"):
        plain = plain.__origin__
    if marks:
        text = accepted(hint, "https://example.org/") if isinstance(marks[0], Outside) else f"text-{len(expected)}"
        expected[(*loc, text) if is_key else loc, is_key] = (text, marks[0])
        return text
    if isinstance(plain, type) and issubclass(plain, BaseModel):
        return _filled(plain, loc, expected)
    origin, inner = getattr(plain, "__origin__", None), get_args(plain)
    if origin is tuple:
        return (_value(inner[0], (*loc, 0), expected), _value(inner[0], (*loc, 1), expected))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key = _value(inner[0], loc, expected, is_key=True)
        return {key: _value(inner[1], (*loc, key), expected)}
    if type(None) in inner:
        return _value(next(part for part in inner if part is not type(None)), loc, expected)
    return _unmarked(hint, plain, inner)


def _unmarked(hint: Any, plain: Any, inner: tuple[Any, ...]) -> Any:
    if hint == Url:
        return "https://example.org/"
    if hint == Date:
        return "2026"
    if hint == Host:
        return "example.org"
    if hint == Colour:
        return "#14584a"
    if hint == Currency:
        return "USD"
    if hint == LanguageCode:
        return "en"
    if inner and all(isinstance(word, str) for word in inner):
        return inner[0]
    if plain is bool:
        return "true"
    if plain in (int, Decimal):
        return "2000" if "1950" in str(hint) else "1"
    assert plain is str, f"no way to fill {hint}"
    return "a-word"


class TestFrozen:
    def test_nothing_that_can_be_reached_from_a_guide_can_be_changed(self) -> None:
        guide = guide_of(tiny_tree())
        with pytest.raises(AttributeError):
            guide.settings = guide.settings  # type: ignore[misc]
        waiting: list[Any] = [guide.settings, guide.entities]
        looked_at = 0
        while waiting:
            value = waiting.pop()
            looked_at += 1
            if isinstance(value, Mapping):
                assert isinstance(value, MappingProxyType)
                waiting.extend(value.values())
            elif isinstance(value, BaseModel):
                name = next(iter(type(value).model_fields))
                with pytest.raises(ValidationError, match="frozen"):
                    setattr(value, name, None)
                waiting.extend(getattr(value, field) for field in type(value).model_fields)
            elif isinstance(value, tuple):
                waiting.extend(value)
            else:
                assert value is None or isinstance(value, str | int | Decimal), value
        assert looked_at > 300

    def test_a_guide_does_not_hold_on_to_what_it_was_made_of(self) -> None:
        (document, *_), _ = load({"skills/kneading.yml": tiny_tree()["skills/dough/kneading.yml"]})
        skill = KINDS["skill"].model_validate({**document.data, "id": "kneading", "path": document.path})
        document.data["name"] = "Changed"
        assert skill.name == "Kneading"  # type: ignore[attr-defined]


def test_every_kind_of_value_is_tested_here() -> None:
    """A new type of field is added to this file with what it accepts and what it refuses."""
    public = {name for name, value in vars(kinds_of_value).items() if name[0].isupper() and hasattr(value, "__metadata__")}
    assert public - {"FrozenMap"} == {
        "Act", "Article", "Bool", "Brief", "Cell", "Colour", "Count", "Currency", "Date", "FreeLine", "FreeProse", "Host", "HttpsUrl", "Id", "Label",
        "LanguageCode", "Level", "Line", "Minutes", "Name", "Number", "Points", "Prose", "Quote", "Reason", "RepositoryUrl", "ShortAnswer",
        "SiteUrl", "Tagline", "Url",
    }
