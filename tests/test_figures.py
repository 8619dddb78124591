"""Figures: how a claim prints its own, which other ways of writing it agree, and which numbers in a text stand for nothing."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from conftest import CONTENT
from hypothesis import given
from hypothesis import strategies as st

from generator.content import figures
from generator.content.figures import quantities, quantity
from generator.content.load import load, read_tree
from generator.model import Claim, Language

ENGLISH = Language()
disagreement, figure, unsaid, unsourced = (
    partial(function, language=ENGLISH) for function in (figures.disagreement, figures.figure, figures.unsaid, figures.unsourced))


def claim(**fields: Any) -> Claim:
    """A claim with this quantity."""
    fixed = {"id": "c", "path": "claims/c.yml", "statement": "x", "topic": "t", "sources": ({"source": "s"},), "verdict": "confirmed"}
    return Claim.model_validate({**fixed, **fields})


PERCENT = claim(value="143.2", unit="percent")
PAY = claim(value="145000", currency="USD")
SPAN = claim(range={"low": "134000", "high": "145000"}, currency="USD")
ADS = claim(value="1500000", unit="ads")
HOURS = claim(value="18", unit="hours")
FALL = claim(value="-5", unit="percent")
WORDS = claim()


class TestOwnFigure:
    @pytest.mark.parametrize(("fields", "printed"), [
        ({"value": "143.2", "unit": "percent"}, "143.2%"),
        ({"value": "0", "unit": "percent"}, "0%"),
        ({"value": "-5", "unit": "percent"}, "-5%"),
        ({"value": "100.0", "unit": "percent"}, "100%"),
        ({"value": "145000", "currency": "USD"}, "$145,000"),
        ({"value": "50000.5", "currency": "GBP"}, "£50,000.5"),
        ({"value": "-1500", "currency": "EUR"}, "-€1,500"),
        ({"value": "5000000", "currency": "EUR"}, "€5,000,000"),
        ({"value": "18", "unit": "hours"}, "18 hours"),
        ({"value": "1200", "unit": "ads"}, "1,200 ads"),
        ({"value": "1500000", "unit": "ads"}, "1.5 million ads"),
        ({"value": "1234567", "unit": "ads"}, "1,234,567 ads"),
        ({"value": "2000000000", "unit": "people"}, "2 billion people"),
        ({"value": "5", "unit": "per 1000 people"}, "5 per 1000 people"),
        ({"value": "1.10", "unit": "times"}, "1.1 times"),
        ({"range": {"low": "134000", "high": "145000"}, "currency": "USD"}, "$134,000 to $145,000"),
        ({"range": {"low": "10", "high": "20"}, "unit": "percent"}, "10% to 20%"),
        ({"range": {"low": "-10", "high": "-5"}, "unit": "percent"}, "-10% to -5%"),
        ({"range": {"low": "1000000", "high": "2000000"}, "unit": "ads"}, "1 million to 2 million ads"),
        ({"range": {"low": "10"}, "unit": "percent"}, "10% or more"),
        ({"range": {"high": "10"}, "unit": "years"}, "up to 10 years"),
        ({"range": {"high": "0"}, "unit": "percent"}, "up to 0%"),
        ({"value": "7"}, "7"),
        ({}, ""),
    ])
    def test_a_quantity_is_printed_as_people_write_it(self, fields: dict[str, Any], printed: str) -> None:
        assert figure(claim(**fields)) == printed

    @pytest.mark.parametrize(("currency", "printed"), [("USD", "$"), ("EUR", "€"), ("GBP", "£")])
    def test_a_currency_has_its_sign(self, currency: str, printed: str) -> None:
        assert ENGLISH.sign(currency) == printed

    @given(
        st.decimals(-10**12, 10**12, places=3, allow_nan=False), st.one_of(st.none(), st.decimals(0, 10**9, places=2)),
        st.sampled_from([{"unit": "percent"}, {"unit": "ads"}, {"unit": "per 1000 people"}, {"unit": "m"}, {"currency": "USD"}, {"currency": "GBP"}]),
        st.booleans(),
    )
    def test_what_a_claim_prints_agrees_with_it(self, low: Decimal, width: Decimal | None, unit: dict[str, str], is_open: bool) -> None:
        """Whatever its quantity, an author may copy the printed figure into a link."""
        if width is None:
            quantity: dict[str, Any] = {"range": {"low": f"{low:f}"}} if is_open else {"value": f"{low:f}"}
        else:
            quantity = {"range": {"high": f"{low:f}"}} if is_open else {"range": {"low": f"{low:f}", "high": f"{low + width:f}"}}
        made = claim(**quantity, **unit)
        assert disagreement(figure(made), made) == ""


class TestAgreement:
    @pytest.mark.parametrize(("label", "made"), [
        ("143.2%", PERCENT), ("143.20 percent", PERCENT), ("$145,000", PAY), ("145,000 dollars", PAY), ("USD 145000", PAY), ("$145 000", PAY),
        ("$145\u00a0000", PAY), ("$145\u202f000", PAY), ("$145'000", PAY), ("$145k", PAY), ("145 K", PAY), ("$0.145 million", PAY),
        ("145 thousand", PAY),
        ("1.5 million ads", ADS), ("1.5m", ADS), ("1,500,000", ADS), ("1500 thousand", ADS), ("$134,000 to $145,000", SPAN), ("$134k–145k", SPAN),
        ("$134k-$145k", SPAN), ("from $134,000", SPAN), ("18 hours", HOURS), ("18-hour", HOURS), ("-5%", FALL), ("\u22125 %", FALL),
        ("a fall of 5%", FALL),
        ("most of them", PERCENT), ("", PERCENT), ("median pay", PAY), ("no number here", WORDS),
    ])
    def test_signs_separators_and_scales_do_not_matter(self, label: str, made: Claim) -> None:
        assert disagreement(label, made) == ""

    @pytest.mark.parametrize(("label", "made", "said"), [
        ("143%", PERCENT, "says 143, but the claim 'c' has 143.2%."),
        ("14.32%", PERCENT, "says 14.32, but the claim 'c' has 143.2%."),
        ("$150k", PAY, "says 150k, but the claim 'c' has $145,000."),
        ("$145", PAY, "says 145, but the claim 'c' has $145,000."),
        ("$145m", PAY, "says 145m, but the claim 'c' has $145,000."),
        ("145,00", PAY, "says 145, but the claim 'c' has $145,000."),
        ("$134k to $146k", SPAN, "says 146k, but the claim 'c' has $134,000 to $145,000."),
        ("$140,000", SPAN, "says 140,000, but the claim 'c' has $134,000 to $145,000."),
        ("18 hours in 2026", HOURS, "says 2026, but the claim 'c' has 18 hours."),
        ("18 hours for GPT-4", HOURS, "says 4, but the claim 'c' has 18 hours."),
        ("18 months", HOURS, ""),
        ("18k", HOURS, "says 18k, but the claim 'c' has 18 hours."),
        ("-18 hours", HOURS, "says -18, but the claim 'c' has 18 hours."),
        ("-6%", FALL, "says -6, but the claim 'c' has -5%."),
        ("5", WORDS, "says 5, but the claim 'c' has no figure."),
        ("1.500.000", ADS, "says 1.500, but the claim 'c' has 1.5 million ads."),
    ])
    def test_another_number_is_told_beside_the_claims_own(self, label: str, made: Claim, said: str) -> None:
        assert disagreement(label, made) == said

    @pytest.mark.parametrize(("label", "made"), [
        ("about 143%", PERCENT), ("around 140%", PERCENT), ("roughly 100%", PERCENT), ("nearly $150k", PAY), ("some $150,000", PAY),
        ("over $100,000", PAY),
        ("about $145k", PAY), ("almost 2 million", ADS), ("About 20 hours", HOURS), ("about $130k to $150k", SPAN), ("about 18.0 hours", HOURS),
    ])
    def test_about_allows_rounding_to_the_digits_shown(self, label: str, made: Claim) -> None:
        assert disagreement(label, made) == ""
        exact = label.split(" ", 1)[1]
        if "145" not in exact and "18" not in exact:
            assert disagreement(exact, made) != ""

    @pytest.mark.parametrize(("label", "made"), [
        ("about 144%", PERCENT), ("about 150%", PERCENT), ("about $144k", PAY), ("about $140k", PAY), ("about 1 million", ADS),
        ("about 10 hours", HOURS),
        ("about 0 hours", HOURS), ("about 143.3%", PERCENT), ("about $200,000", PAY),
    ])
    def test_about_allows_no_other_number(self, label: str, made: Claim) -> None:
        assert disagreement(label, made).startswith("says ")

    @given(st.integers(1, 10**9), st.integers(0, 8))
    def test_any_number_may_be_rounded_to_any_of_its_digits(self, value: int, digits: int) -> None:
        """Held against Python's own decimal rounding."""
        step = Decimal(10) ** digits
        rounded = int((Decimal(value) / step).quantize(Decimal(1), "ROUND_HALF_UP") * step)
        made = claim(value=str(value), unit="ads")
        if rounded:
            assert disagreement(f"about {rounded:,}", made) == ""
        assert (disagreement(f"{rounded:,}", made) == "") == (rounded == value)


class TestUnsourced:
    @pytest.mark.parametrize(("text", "figures"), [
        ("It pays $145,000.", ["$145,000"]), ("US$145k a year", ["US$145k"]), ("€ 50", ["€ 50"]), ("50 €", ["50 €"]),
        ("£1.5 million", ["£1.5 million"]),
        ("¥500", ["¥500"]), ("10%", ["10%"]), ("10 percent", ["10 percent"]), ("10 Percent", ["10 Percent"]), ("10 per cent", ["10 per cent"]),
        ("5\u00a0%", ["5\u00a0%"]), ("5 percentage points", ["5 percentage points"]), ("1 percentage point", ["1 percentage point"]),
        ("100 USD", ["100 USD"]),
        ("10K dollars", ["10K dollars"]), ("50 euros", ["50 euros"]), ("$1 or 2%", ["$1", "2%"]), ("between $5 and $9", ["$5", "$9"]),
        ("(25–30 %)", ["30 %"]),
    ])
    def test_money_and_percentages_always_need_a_claim(self, text: str, figures: list[str]) -> None:
        assert [found.text for found in unsourced(text) if found.strict] == figures

    @pytest.mark.parametrize(("text", "figures"), [
        ("12 weeks", ["12"]), ("1,000 ads", ["1,000"]), ("0.5 seconds", ["0.5"]), ("2,5", ["2,5"]), ("12.", ["12"]), ("(12)", ["12"]),
        ("2100 people", ["2100"]), ("1,500,000 ads", ["1,500,000"]), ("1.500.000", ["1.500.000"]),
        ("20245 people", ["20245"]), ("top 10, then 20", ["10", "20"]), ("1999.5", ["1999.5"]),
    ])
    def test_other_numbers_are_noticed(self, text: str, figures: list[str]) -> None:
        assert [(found.text, found.strict) for found in unsourced(text)] == [(figure, False) for figure in figures]

    @pytest.mark.parametrize("text", [
        "in 2024", "2024-05-31", "from 1999 to 2026", "the 1990s", "3 weeks", "a 5", "GPT-4", "GPT-4.1", "p95", "10x", "24/7", "v2.0", "1/2", "12:30",
        "70B", "https://example.org/100", "no number", "", "$", "%",
    ])
    def test_years_names_and_single_digits_are_free(self, text: str) -> None:
        assert list(unsourced(text)) == []

    def test_a_figure_is_told_once(self) -> None:
        assert [(found.text, found.strict) for found in unsourced("$145,000 and 25 % of 300 ads")] == [("$145,000", True), ("25 %", True),
        ("300", False)]

    @pytest.mark.parametrize("number", [
        "0." + "0" * 60 + "1", "9" * 80, "18" + "0" * 60, "18." + "0" * 30, "17." + "9" * 30, "18,000" + ",000" * 20, "0" * 40 + "18",
    ])
    def test_a_number_that_no_claim_could_hold_is_no_claims(self, number: str) -> None:
        """Nor is it counted with: the arithmetic is exact up to some digits, and beyond it would round, or fail."""
        assert disagreement(f"about {number} hours", HOURS) == f"says {number[:40]}, but the claim 'c' has {figure(HOURS)}."

    @pytest.mark.parametrize("piece", ["9", "1,", "1.", "1 ", "$", "$1", "1 million ", "1%", "1,1 ", "11,", "-1", "1\u00a0", "about ", "1 m"])
    def test_the_longest_article_is_read_in_one_pass(self, piece: str) -> None:
        """Patterns that look again from every digit would take minutes here, and so would counting matches that overlap."""
        text = (piece * 40_000)[:40_000]
        found = list(unsourced(text))
        assert sum(len(each.text) for each in found) <= len(text)
        assert bool(disagreement(text, WORDS)) == any(character.isdigit() for character in text)


class TestOwnStatement:
    @pytest.mark.parametrize(("text", "made"), [
        ("The median is 145,000 USD.", PAY), ("$145k, against $165,000 elsewhere", PAY), ("about $150,000", PAY), ("No figure.", PAY),
        ("Of 4,155 ads half pay more.", PAY), ("In 2026 it was 20 percent more.", PAY), ("134,000 to 145,000 USD", SPAN),
        ("It rose by 143.2 per cent.", PERCENT), ("Some 143 percent", PERCENT), ("1.43 times in 300 ads", PERCENT), ("a fall of 5%", FALL),
        ("18 hours from 5 to 23", HOURS), ("eighteen hours", HOURS), ("in 2026, at 9", HOURS), ("41 percent of 300", WORDS),
        ("1,500,000 ads", ADS), ("1.5 million ads, 12% more", ADS), ("12% more", ADS),
    ])
    def test_a_statement_gives_the_claims_own_figure_or_none_of_its_sort(self, text: str, made: Claim) -> None:
        assert unsaid(text, made) == ""

    @pytest.mark.parametrize(("text", "made", "said"), [
        ("The median is 152,000 USD.", PAY, "says 152,000 USD, but the claim has $145,000."),
        ("$145,001 or so, of 145 ads", PAY, "says $145,001, but the claim has $145,000."),
        ("134,000 to 152,000 USD", SPAN, "says 152,000 USD, but the claim has $134,000 to $145,000."),
        ("up to $145,000", SPAN, "says $145,000, but the claim has $134,000 to $145,000."),
        ("143 percent", PERCENT, "says 143 percent, but the claim has 143.2%."),
        ("about 144%", PERCENT, "says 144%, but the claim has 143.2%."),
        ("It takes 19 hours.", HOURS, "says 19, but the claim has 18 hours."),
    ])
    def test_another_is_told(self, text: str, made: Claim, said: str) -> None:
        assert unsaid(text, made) == said

    def test_a_claim_says_what_it_prints(self) -> None:
        for made in (PERCENT, PAY, SPAN, ADS, HOURS, FALL, WORDS):
            assert unsaid(figure(made), made) == ""


class TestQuantities:
    @pytest.mark.parametrize(("text", "made"), [
        ("$145,000", PAY), ("145,000 USD", PAY), ("145k dollars", PAY), ("145,000", PAY), ("134,000", SPAN), ("143.2%", PERCENT),
        ("5 percent", FALL), ("1,500,000", ADS),
    ])
    def test_a_figure_that_is_a_claims_is_known_as_such(self, text: str, made: Claim) -> None:
        assert [quantity(found) in list(quantities(made)) for found in unsourced(text)] == [True]

    @pytest.mark.parametrize(("text", "made"), [
        ("145,000 percent", PAY), ("$143.20", PERCENT), ("143.2", PERCENT), ("18", HOURS), ("$18", HOURS), ("145,001", PAY), ("145,000", WORDS),
    ])
    def test_another_or_a_short_one_is_not(self, text: str, made: Claim) -> None:
        assert [quantity(found) in list(quantities(made)) for found in unsourced(text)] == [False]


def test_money_and_percentages_of_the_first_guide_stand_in_claims_wherever_they_are_printed() -> None:
    """Also in names, and in texts that the rule about figures leaves free: what is there is no fact about the world, but what a thing
    costs, the mark that a project sets, and what a source is called or says of itself."""
    found = set()
    for document in load(read_tree(CONTENT)[0])[0]:
        kind = document.path.split("/")[0]
        for place, text in _texts(document.data):
            if kind != "claims" and any(figure.strict for figure in unsourced(re.sub(r"\[[^]]*\]\(claim:[^)]*\)", "", text))):
                found.add((kind, *(step for step in place if isinstance(step, str))))
    assert found == {
        ("sources", "title"), ("sources", "note"), ("resources", "price"), ("resources", "parts", "running_cost"),
        ("projects", "parts", "acceptance")}


def _texts(data: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a document, with where it stands."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, Mapping):
        for name, inner in data.items():
            yield from _texts(inner, (*place, name))
    elif isinstance(data, tuple):
        for number, inner in enumerate(data):
            yield from _texts(inner, (*place, number))
