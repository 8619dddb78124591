"""Counts again what a guide says it counted: `make recount DATA=FOLDER`, or `python bench/recount.py FOLDER [--list] [--content CONTENT]`.

FOLDER holds checkouts of the public data: `ai-engineering-field-guide` at 1961e786814ab362b38532bfd5faeef4231c9db7 and `ai-tracker` (of
hiring-lab) at 41392c3f5a65acc3d47d35d4e8ef81265a020017. Each claim with `counted:` is held against the count of that name: its value and the
ends of its interval, rounded as it rounds them, its sample, and each value of its series. It ends with 1 when one differs, or names no
count, with 2 when data are missing. `--list` prints every count that can be named.

    ads/WHAT/CLASS[/COUNTRY]    job ads of early 2026 with AI in the title, on one board (`count_ads.py`): CLASS is that of the title or `all`
        share                   of the ads of all classes; only by class
        skill/FLAG              ads that ask for it: listed and named; `named/FLAG` by the ad's own text alone
        any/GROUP               ads that ask for one or more of a group: cloud, agent-frameworks, data-pipelines, deep-learning, mlops
        named-any/llms          ads whose own text names one or more of the words for language models and what is built on them
        backend/two-or-more     ads that name so many backend skills; and one-or-more
        entry-share             of the ads with a level those for entry and junior; and senior-share, for senior and expert
        years/five-or-more      of all ads those that ask for so many years; and two-or-fewer; years/median, of those that state them
        degree/none             ads that name no degree; degree/phd, that name a PhD at all
        remote                  of the ads that say where those in which remote is possible
        pay[/LEVEL]             the median of the middle of the posted ranges, in dollars a year: ads of the United States, LEVEL for COUNTRY
        pay-gap/ONE-over-OTHER  by how many percent that median of one class is above the other's, with a bootstrapped interval
    indeed/ai-share/COUNTRY     the share of all postings with an AI keyword: the mean of the days of a year, or of a month, by its date
"""
from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.count_ads import CLASSES, COUNTRIES, LEVEL, SKILLS, deduplicate, read, wilson
from generator.content.load import load, read_tree
from generator.model import Claim
from generator.rules.validate import validate

ADS, INDEED = "ai-engineering-field-guide", "ai-tracker"
BACKEND = frozenset(
    "rest-apis microservices fastapi flask-django node postgres nosql sql java go c# docker kubernetes ci-cd graphql".split())
# Skills that are asked for by several names, of which an ad is counted once.
GROUPS = {
    "cloud": frozenset("aws azure gcp".split()),
    "agent-frameworks": frozenset("langchain langgraph llamaindex agents-sdk".split()),
    "data-pipelines": frozenset("data-pipelines airflow spark".split()),
    "deep-learning": frozenset("deep-learning pytorch tensorflow jax".split()),
    "mlops": frozenset("mlops mlflow kubeflow airflow".split()),
}
LANGUAGE_MODELS = frozenset(
    "llms rag agents prompt-engineering langchain langgraph llamaindex llm-apis mcp agents-sdk context-engineering open-models guardrails".split())
# Fewer figures of pay than this say nothing of their middle.
LEAST_PAID = 15
# Whose pay is held against whose.
COMPARED = (("ml-engineer", "ai-engineer"), ("ai-ml-engineer", "ai-engineer"), ("ai-engineer", "software-engineer-ai"))
# Of a bootstrap: draws enough that its ends hardly move, from one beginning, so that they are the same each time.
DRAWS, SEED = 20_000, 20261128
# An amount of money that ends in zeros may be rounded to these.
_MONEY_ROUNDED_TO = 100


@dataclass(frozen=True)
class Count:
    """What a count gives: a value, of how many, between what it lies, and values by date for a series."""

    value: float
    sample: int | None = None
    interval: tuple[float, float] | None = None
    series: Mapping[str, float] = field(default_factory=dict)


def share(part: int, whole: int) -> Count:
    """A part in percent, with its 95 percent Wilson interval."""
    low, high = wilson(part, whole)
    return Count(100 * part / whole, whole, (100 * low, 100 * high))


def ad_counts(ads: list[dict[str, Any]]) -> dict[str, Count]:
    """Every count of the job ads, by its name."""
    found: dict[str, Count] = {}
    for of in (*CLASSES, "all"):
        mine = [ad for ad in ads if of in (ad["title_class"], "all")]
        found[f"ads/share/{of}"] = share(len(mine), len(ads))
        for place in ("", *COUNTRIES):
            here = [ad for ad in mine if place in ("", ad["country"])]
            if here:
                found |= {f"ads/{what}/{of}/{place.lower()}".rstrip("/"): count for what, count in _counts_of(here)}
        for level in ("", *LEVEL.values()):
            middles = _pay(ad for ad in mine if level in ("", ad["level"]))
            if len(middles) >= LEAST_PAID:
                found[f"ads/pay/{of}/{level}".rstrip("/")] = Count(median(middles), len(middles))
    for one, other in COMPARED:
        higher, lower = (_pay(ad for ad in ads if ad["title_class"] == of) for of in (one, other))
        if min(len(higher), len(lower)) >= LEAST_PAID:
            found[f"ads/pay-gap/{one}-over-{other}"] = _gap(higher, lower)
    return found


def _counts_of(ads: list[dict[str, Any]]) -> Iterator[tuple[str, Count]]:
    for flag in SKILLS:
        yield f"skill/{flag}", share(sum(flag in ad["flags"] for ad in ads), len(ads))
        yield f"named/{flag}", share(sum(flag in ad["named"] for ad in ads), len(ads))
    for name, group in GROUPS.items():
        yield f"any/{name}", share(sum(bool(group & ad["flags"]) for ad in ads), len(ads))
    yield "named-any/llms", share(sum(bool(LANGUAGE_MODELS & ad["named"]) for ad in ads), len(ads))
    for least, name in ((1, "one-or-more"), (2, "two-or-more")):
        yield f"backend/{name}", share(sum(len(BACKEND & ad["flags"]) >= least for ad in ads), len(ads))
    yield "degree/none", share(sum(ad["degree"] == "none" for ad in ads), len(ads))
    yield "degree/phd", share(sum(ad["phd_named"] == "yes" for ad in ads), len(ads))
    if levelled := [ad for ad in ads if ad["level"]]:
        yield "entry-share", share(sum(ad["level"] in ("entry", "junior") for ad in levelled), len(levelled))
        yield "senior-share", share(sum(ad["level"] in ("senior", "expert") for ad in levelled), len(levelled))
    years = [ad["years_min"] for ad in ads if ad["years_min"] != ""]
    yield "years/five-or-more", share(sum(number >= 5 for number in years), len(ads))
    yield "years/two-or-fewer", share(sum(number <= 2 for number in years), len(ads))
    if years:
        yield "years/median", Count(median(years), len(years))
    if placed := [ad["remote"] for ad in ads if ad["remote"]]:
        yield "remote", share(sum("remote" in place for place in placed), len(placed))


def _pay(ads: Iterable[dict[str, Any]]) -> list[float]:
    """The middle of each posted range, of the ads of the United States that state one for a year."""
    return [
        (ad["pay_low"] + ad["pay_high"]) / 2 for ad in ads if ad["country"] == "US" and ad["currency"] == "USD" and ad["period"] == "year"
    ]


def _gap(higher: list[float], lower: list[float]) -> Count:
    """By how many percent one median is above another; between what, by so many draws of both with one seed, so that they repeat."""
    draw = Random(SEED).choices
    drawn = sorted(100 * (median(draw(higher, k=len(higher))) / median(draw(lower, k=len(lower))) - 1) for _ in range(DRAWS))
    ends = drawn[round(0.025 * DRAWS)], drawn[round(0.975 * DRAWS) - 1]
    return Count(100 * (median(higher) / median(lower) - 1), len(higher) + len(lower), ends)


def indeed_counts(path: Path) -> dict[str, Count]:
    """The means of the years and months of each country, by its name."""
    days: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for length in (len("2026"), len("2026-06")):
                days[row["jobcountry"]][row["date"][:length]].append(float(row["AI_share_postings"]))
    found = {}
    for country, by_date in days.items():
        series = {date: mean(values) for date, values in by_date.items()}
        found[f"indeed/ai-share/{country.lower()}"] = Count(series[max(series)], series=series)
    return found


def counts(data: Path) -> tuple[dict[str, Count], list[str]]:
    """Every count that the folder's data give, and what of the data is not there."""
    found: dict[str, Count] = {}
    missing = []
    if (data / ADS / "job-market").is_dir():
        found |= ad_counts(deduplicate(read(str(data / ADS)))[0])
    else:
        missing.append(ADS)
    if (data / INDEED / "AI_posting.csv").is_file():
        found |= indeed_counts(data / INDEED / "AI_posting.csv")
    else:
        missing.append(INDEED)
    return found, missing


def differences(claim: Claim, count: Count) -> list[str]:
    """In what a claim differs from its count; nothing where it says what was counted, rounded as it rounds."""
    said: list[tuple[str, Decimal | None, float | None]] = [("value", claim.value, count.value)]
    said += [(dated.on, dated.value, count.series.get(dated.on)) for dated in claim.series]
    if claim.interval is not None:
        low, high = count.interval or (None, None)
        said += [("interval low", claim.interval.low, low), ("interval high", claim.interval.high, high)]
    wrong = [f"{name}: says {own}, counted {other}" for name, own, other in said if not _agrees(own, other)]
    if claim.sample is not None and claim.sample != count.sample:
        wrong.append(f"sample: says {claim.sample}, counted {count.sample}")
    return wrong


def _agrees(own: Decimal | None, counted: float | None) -> bool:
    """Whether what a claim says is the count, rounded to its own places; a large number may be rounded to its own zeros."""
    if own is None or counted is None:
        return False
    step = Decimal(1).scaleb(int(own.as_tuple().exponent))
    while own and abs(own) >= 1_000 and step < _MONEY_ROUNDED_TO and own % (step * 10) == 0:
        step *= 10
    return abs(own - Decimal(str(counted))) <= step / 2


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    found, missing = counts(options.data)
    if options.list:
        for name, count in found.items():
            between = f" ({count.interval[0]:.1f} to {count.interval[1]:.1f})" if count.interval else ""
            print(f"{name}: {count.value:.1f}{between}" + (f" of {count.sample}" if count.sample else ""))
        return 0
    guide, problems = validate(*load(read_tree(options.content)[0]))
    if guide is None:
        print("\n".join(problem.text() for problem in problems))
        return 1
    counted = [claim for claim in guide.claims.values() if claim.counted is not None]
    failed = False
    for claim in counted:
        count = found.get(claim.counted or "")
        if count is None and missing:
            continue
        wrong = differences(claim, count) if count else [f"no count is called '{claim.counted}'"]
        failed = failed or bool(wrong)
        print(f"{claim.id}: {'; '.join(wrong) if wrong else 'equal'}")
    for name in missing:
        print(f"{name} is not in {options.data}: claims that are counted from it were left out.")
    print(f"{len(counted)} claims are counted by this guide.")
    return 1 if failed else 2 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
