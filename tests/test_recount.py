"""`make recount`: what the guide says it counted is held against the public data, and a changed number fails."""
from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, tiny_tree, write_tree

from bench.count_ads import SKILLS, wilson
from bench.recount import Count, ad_counts, differences
from generator.model import Claim, Guide

FACTS = {"country": "US", "level": "senior", "years_min": 5, "degree": "none", "phd_named": "no", "remote": "remote", "currency": "USD",
         "period": "year", "pay_low": 100_000, "pay_high": 200_000, "named": {"rag", "sql"}}


def ad(number: int, **facts: Any) -> dict[str, Any]:
    return {**FACTS, "title_class": "ai-engineer", "flags": {"rag"} if number % 2 else {"sql", "java"}, **facts}


def claim(**fields: Any) -> Claim:
    given = {"value": "50", "sample": "20", "counted": "x"} | fields
    fixed = {"id": "c", "path": "c.yml", "statement": "x", "topic": "t", "sources": ({"source": "s"},), "verdict": "confirmed"}
    return Claim.model_validate({**fixed, **given})


def test_ads_are_counted_by_class_and_country() -> None:
    ads = [*(ad(number) for number in range(20)), ad(0, title_class="ml-engineer", country="NL", level="junior", years_min="", remote="office")]
    counts = ad_counts(ads)
    assert (counts["ads/skill/rag/ai-engineer"].value, counts["ads/skill/rag/ai-engineer"].sample) == (50, 20)
    assert (counts["ads/named/sql/ai-engineer"].value, counts["ads/backend/two-or-more/all"].value) == (100, 100 * 11 / 21)
    shares = [counts[f"ads/entry-share/{name}"] for name in ("ai-engineer/us", "all/nl", "all")]
    assert [(count.value, count.sample) for count in shares] == [(0, 20), (100, 1), (100 / 21, 21)]
    assert (counts["ads/years/five-or-more/all"].value, counts["ads/years/median/all"].sample) == (100 * 20 / 21, 20)
    assert "ads/years/median/all/nl" not in counts and counts["ads/share/ml-engineer"].value == 100 / 21
    assert (counts["ads/pay/ai-engineer"].value, counts["ads/pay/ai-engineer/senior"].sample, "ads/pay/ml-engineer" in counts) == (150_000, 20, False)
    assert {name.split("/")[2] for name in counts if name.startswith("ads/skill/")} == set(SKILLS)


def test_an_ad_is_counted_once_for_a_group_of_skills() -> None:
    ads = [ad(0, flags={"aws", "gcp"}, named={"mcp"}), ad(1, flags={"azure"}, named={"sql"}), ad(2, flags={"airflow"}), ad(3, flags={"sql"})]
    counts = ad_counts(ads)
    groups = ("any/cloud", "any/mlops", "any/data-pipelines", "any/deep-learning", "named-any/llms")
    assert [counts[f"ads/{name}/ai-engineer"].value for name in groups] == [50, 25, 25, 0, 75]


def test_what_the_first_guide_says_that_it_counted_can_be_counted_again(real_guide: Guide) -> None:
    said = [claim for claim in real_guide.claims.values() if claim.statement.endswith("by our count.") and claim.retired is None]
    assert len(said) > 20 and [claim.id for claim in said if claim.counted is None] == []


def test_a_gap_in_pay_has_an_interval_that_repeats() -> None:
    ads = [ad(number, pay_high=200_000 + 1_000 * number) for number in range(20)]
    ads += [ad(number, title_class="ml-engineer", pay_high=300_000 + 1_000 * number) for number in range(20)]
    gap = ad_counts(ads)["ads/pay-gap/ml-engineer-over-ai-engineer"]
    assert gap == ad_counts(ads)["ads/pay-gap/ml-engineer-over-ai-engineer"] and gap.sample == 40
    assert gap.interval is not None and gap.interval[0] < gap.value < gap.interval[1] and round(gap.value, 1) == 32.3


def test_the_interval_is_wilsons() -> None:
    """369 of 597, by another's calculator."""
    low, high = wilson(369, 597)
    assert (round(100 * low, 1), round(100 * high, 1)) == (57.8, 65.6)


@pytest.mark.parametrize(("fields", "wrong"), [
    ({}, []), ({"value": "50.0"}, []), ({"value": "51"}, ["value: says 51, counted 50.0"]), ({"sample": "21"}, ["sample: says 21, counted 20"]),
    ({"interval": {"low": "29.9", "high": "70"}}, []), ({"interval": {"low": "29", "high": "70.1"}}, ["interval low: says 29, counted 29.92"]),
    ({"series": ({"on": "2025", "value": "3.4"}, {"on": "2026", "value": "50"})}, []), ({"value": "0"}, ["value: says 0, counted 50.0"]),
    ({"series": ({"on": "2024", "value": "1"}, {"on": "2025", "value": "3.5"})}, ["2024: says 1, counted None", "2025: says 3.5, counted 3.44"]),
])
def test_a_claim_is_held_against_its_count_as_it_rounds(fields: dict[str, Any], wrong: list[str]) -> None:
    count = Count(50.0, 20, (29.92, 70.08), {"2025": 3.44, "2026": 50.04})
    assert differences(claim(**fields), count) == wrong
    assert claim().value == Decimal(50)


@pytest.mark.parametrize(("said", "counted", "agrees"), [
    ("233800", 233_750, True), ("190200", 190_250, True), ("190300", 190_250, True), ("190100", 190_250, False), ("200000", 200_050, True),
    ("200000", 200_051, False), ("195432", 195_433, False), ("20", 21, False), ("5.50", 5.504, True), ("5.50", 5.506, False)])
def test_large_numbers_may_be_rounded_to_hundreds(said: str, counted: float, agrees: bool) -> None:
    assert (differences(claim(value=said, sample=None), Count(counted)) == []) == agrees


class TestCommand:
    def recount(self, folder: Path, value: str, name: str = "indeed/ai-share/us") -> subprocess.CompletedProcess[str]:
        tree = tiny_tree()
        tree["sources/bakers-almanac.yml"] += b"countable: true\n"
        read = "read: {on: 2026-10, by: automated, as: live}"
        tree["claims/craft/ai.yml"] = (
            f"statement: More and more ads.\ntopic: craft\nsources: [{{source: bakers-almanac, locator: One file, {read}}}]\nverdict: confirmed\n"
            f"value: {value}\nunit: percent\nseries: [{{on: 2025, value: 2}}, {{on: 2026-01, value: {value}}}]\ncounted: {name}\n").encode()
        data = write_tree(folder / "data", {"ai-tracker/AI_posting.csv": b"date,jobcountry,AI_share_postings\n2025-01-01,US,1\n2025-01-02,US,3\n"
                                                                         b"2026-01-01,US,4.25\n"})
        content = write_tree(folder / "content", tree)
        command = [sys.executable, str(ROOT / "bench/recount.py"), str(data), "--content", str(content)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    @pytest.mark.parametrize(("value", "name", "code", "said"), [
        ("4.3", "indeed/ai-share/us", 2, "ai: equal"),
        ("4.4", "indeed/ai-share/us", 1, "ai: value: says 4.4, counted 4.25; 2026-01: says 4.4, counted 4.25"),
        ("4.3", "ads/share/all", 2, "1 claims are counted by this guide.")])
    def test_a_changed_number_fails(self, tmp_path: Path, value: str, name: str, code: int, said: str) -> None:
        done = self.recount(tmp_path, value, name)
        assert (done.returncode, said in done.stdout) == (code, True), done.stdout + done.stderr
        assert "ai-engineering-field-guide is not in" in done.stdout, "what could not be counted is said"
