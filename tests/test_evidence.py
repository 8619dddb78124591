"""What a guide says of its claims and gives away of them: how they are weighed, what is shown beside them, files, feed and linked data."""
from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from conftest import generate, tiny_tree
from html_reader import front_matter, page_html, read_html

from generator.content.load import load
from generator.model import Guide, Source
from generator.model.evidence import WEIGHT_TABLE, WEIGHTS
from generator.pipeline import Output
from generator.rules.validate import validate
from generator.site.cite import as_bibtex
from generator.site.exports import schema

HERE = Path(__file__).parent
SITE = "https://example.org/flour/"
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "=1+1</script><b>&amp;%{}\\ \"it's\""
READ = "read: {on: 2026-10-02, by: automated, as: archived, copy: The copy of 2026-07-02}"


def claim_file(statement: str, more: str, verdict: str = "confirmed") -> bytes:
    return (f"statement: {statement}\ntopic: craft\nsources: [{{source: bakers-almanac, locator: Chapter 3, quote: It rises., {READ}}}]\n"
            f"verdict: {verdict}\n{more}").encode()


def full_tree() -> dict[str, bytes]:
    """The tiny guide with a claim for each thing that a claim can say."""
    tree = tiny_tree()
    same = "unit: percent\nmeasures: rise\nplace: Bremen\nperiod: 2025\ncaveat: Measured at the crust.\n"
    tree |= {
        "claims/craft/rise.yml": claim_file("Rye rises.", f"value: 30\nsample: 40\ninterval: {{low: 20, high: 41}}\ncounted: rise/rye\n{same}"
                                            "series: [{on: 2024, value: 28}, {on: 2025, value: 30, redefined: Rye is counted too.}]\n"
                                            "corrected: [{on: 2026-10-05, was: It said oats., why: It is rye.}]\n"),
        "claims/craft/fall.yml": claim_file("It rises less.", f"value: 20\n{same}"),
        "claims/craft/gap.yml": claim_file("The gap.", "value: 10\nunit: percent\nderived_from: {how: difference, claims: [rise, fall]}\n"),
        "claims/craft/secret.yml": claim_file("Nobody knows it.", "caveat: A count would settle it.\n", "not-found"),
        "claims/craft/hostile.yml": claim_file(json.dumps(HOSTILE), "conflicts_with: [secret]\n"),
        "sources/bakers-almanac.yml": tree["sources/bakers-almanac.yml"] + b"countable: true\nsells: Flour\nsample: 40\nurl: https://example.org/almanac\n",
        "debates/machine-or-hand.yml": tree["debates/machine-or-hand.yml"].rstrip(b"\n")
        + b"\nwould_change: [A count of loaves.]\ncorrected: [{on: 2026-11-01, was: A guess & more., why: There is a count.}]\n",
    }
    return tree


def guide_of(tree: dict[str, bytes]) -> Guide:
    guide, problems = validate(*load(tree))
    assert guide is not None, [problem.text() for problem in problems]
    return guide


@pytest.fixture(scope="module")
def guide() -> Guide:
    return guide_of(full_tree())


@pytest.fixture(scope="module")
def made(guide: Guide) -> Output:
    return generate(guide)


def html(output: Output, url: str) -> str:
    return page_html(output.documents[f"{url}index.md"])


def box(output: Output, claim: str) -> str:
    """A claim as its topic's page has it, in words."""
    return " ".join(read_html(re.split("<article", html(output, "evidence/craft/").partition(f'id="{claim}"')[2])[0]).text.split())


class TestWeights:
    @pytest.mark.parametrize("facts", [*product((True, False), repeat=3)])
    def test_each_set_of_facts_has_one_row(self, facts: tuple[bool, ...]) -> None:
        assert len([row for row in WEIGHT_TABLE if all(is_so in (None, fact) for is_so, fact in zip(row[:3], facts, strict=True))]) == 1

    @pytest.mark.parametrize(("facts", "weight"), [
        ({}, "unweighed"), ({"could_know": "true"}, "unweighed"), ({"could_know": "false"}, "weak"),
        ({"could_know": "true", "shows_method": "true"}, "strong"), ({"could_know": "true", "shows_method": "false"}, "fair"),
        ({"could_know": "true", "shows_method": "true", "sells": "x"}, "fair"),
        ({"could_know": "true", "shows_method": "false", "sells": "x"}, "weak"),
        ({"could_know": "true", "shows_method": "true", "sells": "x", "countable": "true"}, "strong"),
        ({"could_know": "true", "shows_method": "true", "sample": "99"}, "fair"),
        ({"could_know": "true", "shows_method": "true", "sample": "100"}, "strong"),
        ({"could_know": "true", "shows_method": "true", "sells": "x", "sample": "77"}, "weak"), ({"could_know": "false", "sample": "3"}, "weak"),
        ({"sample": "3"}, "unweighed"),
    ])
    def test_a_weight_follows_from_the_facts(self, facts: dict[str, str], weight: str) -> None:
        source = Source.model_validate({"id": "s", "path": "sources/s.yml", "title": "T", "publisher": "P", "kind": "primary", **facts})
        assert source.weight == weight and weight in WEIGHTS

    def test_nobody_types_a_weight(self) -> None:
        assert "weight" not in Source.model_fields

    def test_the_page_of_sources_shows_the_table_and_why(self, made: Output) -> None:
        text = " ".join(read_html(html(made, "evidence/sources/")).text.split())
        assert "Sells what its numbers favour, and cannot be recounted" in text and "A sample below 100 weighs one step less." in text
        facts = "could know at first hand, shows its method, sells what its numbers favour: Flour, sample of 40, can be recounted from public data"
        assert re.search(rf"Fair source; claims it supports: [1-9]\d* .{{0,120}}{re.escape(facts)}", text)


class TestClaims:
    def test_a_box_shows_all_that_a_claim_can_say(self, made: Output) -> None:
        text = box(made, "rise")
        for said in ("30%", "counted by us", "Chapter 3", "“It rises.”", "read in a copy from 2026-07, by a program on 2026-10-02",
                     "fair source", "Corrected: 2026-10-05: It said oats. It is rye.",
                     "2024: 28%", "2025: 30% counted differently from here on: Rye is counted too.",
                     "20% to 41%", "Others say It rises less.", "Permalink", "Report a mistake", "@misc{rise,"):
            assert said in text, said
        assert "Others say Rye rises." in box(made, "fall"), "though only the group ties them"
        assert "Others say =1+1" in box(made, "secret"), "though only the other one names it"
        assert "the difference: 30%" in box(made, "gap")

    def test_the_source_itself_is_two_clicks_from_a_figure(self, made: Output) -> None:
        """From the figure to its claim, and from there, without opening a fold, to the page."""
        home = read_html(html(made, ""))
        assert "evidence/craft/#loaf-hours" in home.all("a", "href")
        before_folds = html(made, "evidence/craft/").partition('id="loaf-hours"')[2].partition("<details")[0]
        assert '<a href="https://example.org/almanac">The baker\'s almanac</a>, Chapter 2' in before_folds

    def test_a_mistake_is_told_with_the_id_of_the_claim(self, made: Output) -> None:
        links = [element.attributes.get("href") or "" for element in read_html(html(made, "evidence/craft/")).elements if element.tag == "a"]
        told = [parse_qs(urlsplit(link).query) for link in links if "/issues/new" in link]
        assert {query["title"][0] for query in told} == {f"Mistake: {name}" for name in ("loaf-hours", "rise", "fall", "gap", "secret", "hostile")}
        assert any(f"{HOSTILE}\n{SITE}evidence/craft/#hostile" in query["body"][0] for query in told)
        tree = full_tree()
        tree["guide.yml"] = re.sub(b"(?m)^repository: .*\n", b"", tree["guide.yml"])
        assert "Report a mistake" not in html(generate(guide_of(tree)), "evidence/craft/")

    def test_bibtex_is_escaped(self, guide: Guide) -> None:
        entry = as_bibtex(guide.claims["hostile"], guide)
        assert r"\&amp;\%\{\}\textbackslash{}" in entry
        bare = re.sub(r"\\.", "", entry)
        assert bare.count("{") == bare.count("}")
        day = guide.language.date(guide.settings.as_of)
        assert f"Content as of {day}." in entry.splitlines()[-2], "a day without a word could be the source's"


class TestPages:
    def test_the_log_has_the_newest_first_and_leads_to_what_was_wrong(self, made: Output) -> None:
        text = " ".join(read_html(html(made, "evidence/log/")).text.split())
        assert text.index("2026-11-01") < text.index("A guess & more.") < text.index("2026-10-05") < text.index("It said oats.")
        assert 'href="../../debates/machine-or-hand/' in html(made, "evidence/log/")

    def test_what_is_open_is_what_was_not_found_and_what_would_settle_it(self, made: Output) -> None:
        text = " ".join(read_html(html(made, "evidence/open/")).text.split())
        assert "Nobody knows it." in text and "A count would settle it." in text and "A count of loaves." in text and "Rye rises" not in text

    def test_an_article_is_checked_in_its_order_after_its_story(self, made: Output) -> None:
        text = " ".join(read_html(html(made, "evidence/article/")).text.split())
        assert text.index("The baker's almanac") < text.index("It begins with a loaf that would not rise.") < text.index("S12")
        tree = tiny_tree()
        tree["guide.yml"] = re.sub(rb"article(_story)?: .*\n", b"", tree["guide.yml"])
        tree["claims/craft/loaf-hours.yml"] = tree["claims/craft/loaf-hours.yml"].replace(b"article: [S12]\n", b"")
        assert "evidence/article/index.md" not in generate(guide_of(tree)).documents


class TestFiles:
    def test_the_same_guide_gives_the_same_bytes(self, made: Output) -> None:
        again = generate(guide_of(full_tree()))
        assert again.assets == made.assets and again.documents == made.documents

    def test_the_document_follows_its_schema(self, made: Output, guide: Guide) -> None:
        jsonschema.Draft202012Validator.check_schema(schema())
        document = json.loads(made.assets["evidence/evidence.json"])
        assert json.loads(made.assets["evidence/evidence.schema.json"]) == schema() and document["$schema"] == "evidence.schema.json"
        jsonschema.Draft202012Validator(schema()).validate(document)
        assert [claim["id"] for claim in document["claims"]] == [*guide.claims] and len(document["sources"]) == len(guide.sources)
        rise = next(claim for claim in document["claims"] if claim["id"] == "rise")
        assert (rise["value"], rise["interval_high"], rise["known"], rise["series"][1]["redefined"]) == (30, 41, "counted", "Rye is counted too.")
        assert rise["sources"][0]["read_copy"] == "The copy of 2026-07-02" and rise["url"] == f"{SITE}evidence/craft/#rise"
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema()).validate(document | {"claims": [rise | {"value": "30"}]})
        for part in ({"on": "2026"}, {"value": 30}):
            with pytest.raises(jsonschema.ValidationError, match="is a required property"):
                jsonschema.Draft202012Validator(schema()).validate(document | {"claims": [rise | {"series": [part]}]})

    def test_every_member_of_the_schema_is_said(self) -> None:
        said = schema()["properties"]
        for part in (said["claims"], said["sources"], said["claims"]["items"]["properties"]["sources"]):
            assert all(member.get("description") for member in part["items"]["properties"].values())

    def test_the_table_is_read_by_whoever_reads_tables(self, made: Output, guide: Guide) -> None:
        assert made.assets["evidence/evidence.csv"].count("\r\n") == 7
        rows = list(csv.DictReader(io.StringIO(made.assets["evidence/evidence.csv"], newline="")))
        assert [row["claim_id"] for row in rows] == [claim.id for claim in guide.claims.values() for _ in claim.sources]
        by_id = {row["claim_id"]: row for row in rows}
        assert by_id["hostile"]["claim_statement"] == f"'{HOSTILE}", "no program takes it for a formula"
        assert (by_id["gap"]["claim_value"], by_id["gap"]["claim_derived_from"], by_id["gap"]["source_weight"]) == ("10", "rise fall", "fair")
        assert all(None not in row and None not in row.values() for row in rows)

    def test_the_feed_is_one(self, made: Output) -> None:
        feed = ElementTree.fromstring(made.assets["evidence/log.xml"])
        assert feed.tag == f"{ATOM}feed"
        entries = feed.findall(f"{ATOM}entry")
        assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Machine or hand?", "Rye rises."]
        assert entries[0].findtext(f"{ATOM}content") == "Before: A guess & more. Why: There is a count."
        for part in (feed, *entries):
            assert all(part.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
            assert datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "")
            assert all(link.attrib["href"].startswith(SITE) for link in part.findall(f"{ATOM}link"))
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
        assert feed.findtext(f"{ATOM}updated") == "2026-11-01T00:00:00Z" == entries[0].findtext(f"{ATOM}updated")

    def test_a_guide_without_an_address_has_no_feed(self) -> None:
        tree = full_tree()
        tree["guide.yml"] = re.sub(b"(?m)^(site_url|repository): .*\n", b"", tree["guide.yml"])
        output = generate(guide_of(tree))
        assert "evidence/log.xml" not in output.assets and "evidence/evidence.json" in output.assets
        assert "log.xml" not in html(output, "evidence/log/") and 'href="#rise"' in html(output, "evidence/craft/")
        assert [name for name, text in output.documents.items() if "data" in front_matter(text)] == []


def things(data: Any) -> Iterator[dict[str, Any]]:
    """Everything in linked data that has a type."""
    if isinstance(data, list):
        for item in data:
            yield from things(item)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        for value in data.values():
            yield from things(value)


class TestLinkedData:
    VOCABULARY = yaml.safe_load((HERE / "schema_org.yml").read_text())

    @pytest.fixture
    def data(self, made: Output) -> dict[str, Any]:
        found = {name: str(front_matter(text)["data"]) for name, text in made.documents.items() if "data" in front_matter(text)}
        assert not any(re.search("[<>&\u2028\u2029]", text) for text in found.values()), "nothing can end the script that holds it"
        return {name: json.loads(text) for name, text in found.items()}

    def test_it_says_what_the_vocabulary_has(self, data: dict[str, Any]) -> None:
        seen = set()
        for document in data.values():
            assert document["@context"] == "https://schema.org" and set(document) == {"@context", "@graph"}
            for thing in things(document["@graph"]):
                known = self.VOCABULARY[thing["@type"]]
                for name, value in thing.items():
                    if not name.startswith("@"):
                        seen.add((thing["@type"], name))
                        values = value if isinstance(value, list) else [value]
                        assert all(self.fits(item, known[name]) for item in values), (thing["@type"], name, value)
        assert {kind for kind, _ in seen} == set(self.VOCABULARY)

    def fits(self, value: Any, allowed: list[str]) -> bool:
        if isinstance(value, dict):
            return value["@type"] in allowed or "Thing" in allowed
        if isinstance(value, bool):
            return "Boolean" in allowed
        if isinstance(value, int):
            return "Integer" in allowed
        if "Text" in allowed:
            return True
        shape = r"https://\S+" if {"URL", "Thing"} & {*allowed} else r"PT[0-9]+M" if "Duration" in allowed else r"[0-9]{4}(-[0-9]{2}){0,2}"
        return re.fullmatch(shape, value) is not None

    def test_each_kind_of_page_says_what_it_is_about(self, data: dict[str, Any], made: Output) -> None:
        kinds = {page.url: [thing["@type"] for thing in data.get(f"{page.url}index.md", {"@graph": []})["@graph"]] for page in made.pages}
        assert kinds["roles/baker/"] == ["BreadcrumbList", "Occupation"]
        assert kinds["resources/bread-book/"] == ["BreadcrumbList", "LearningResource"]
        assert kinds["evidence/craft/"] == ["BreadcrumbList"] + ["ClaimReview"] * 6
        assert kinds["skills/kneading/"] == ["BreadcrumbList"] and kinds[""] == []

    def test_a_review_says_what_was_found_and_how(self, data: dict[str, Any]) -> None:
        reviews = {thing["@id"].partition("#")[2]: thing for thing in data["evidence/craft/index.md"]["@graph"] if thing["@type"] == "ClaimReview"}
        assert reviews["rise"]["reviewRating"]["ratingExplanation"] == "confirmed; counted by us"
        assert reviews["hostile"]["claimReviewed"] == HOSTILE == reviews["hostile"]["itemReviewed"]["text"]


def test_every_source_of_the_first_guide_is_weighed(real_guide: Guide) -> None:
    """By what is known of it: a reader is told of none that it has no weight yet."""
    assert [source.id for source in real_guide.sources.values() if source.weight == "unweighed"] == []
