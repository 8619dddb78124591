"""Guides in other languages: their words, how figures are read and written, and that nothing of another guide or language is in them.

The German, Arabic and Chinese guides below `languages/` are the tiny guide with some files in their places. No native speaker has read them.
"""
from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import CONTENT, HERE, ROOT, TINY, SiteOf, all_plans, fingerpost, generate, tiny_tree, write_tree
from html_reader import read_html, read_page

from generator.cli import commands
from generator.content import figures
from generator.content.load import load
from generator.content.words import WORDS_FILE, missing_words, own_words, words_file
from generator.editing.schemas import schemas
from generator.engine.config import engine_settings
from generator.model import Claim, Guide, Language
from generator.model.language import english_words, leaves
from generator.model.types import LANGUAGES
from generator.pipeline import Output
from generator.rules.check import check
from generator.site.registry import file_of
from generator.site.render import html_of

ABOUT = "pages/about.md"
_A_LIST = "must be a list: one '- ' line for each entry. In English: [about, around, roughly, nearly, almost, some, over, under, just]"
_MARKS = re.compile("[\u200e\u200f\u061c]")


def tree_of(code: str) -> dict[str, bytes]:
    """The files of the guide in a language."""
    folder = HERE / "languages" / code
    return tiny_tree() | {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def told(tree: Mapping[str, bytes]) -> list[str]:
    return [problem.text() for problem in check(tree, with_plans=False).problems]


def guide_in(code: str) -> Guide:
    guide = check(tree_of(code), with_plans=False).guide
    assert guide is not None, told(tree_of(code))
    return guide


@pytest.fixture(scope="module")
def german() -> Output:
    return generate(guide_in("de"), commands())


def claim(**fields: Any) -> Claim:
    fixed = {"id": "c", "path": "claims/c.yml", "statement": "x", "topic": "t", "sources": ({"source": "s"},), "verdict": "confirmed"}
    return Claim.model_validate({**fixed, **fields})


class TestCheck:
    def test_a_guide_with_all_words_has_no_problem(self) -> None:
        assert told(tree_of("de")) == []

    @pytest.mark.parametrize(("code", "lacks", "first"), [
        ("ar", 668, "navigation.projects, navigation.resources, navigation.evidence, ..."),
        ("zh", 685, "navigation.home, navigation.answer, navigation.decide, ..."),
    ])
    def test_words_that_are_missing_are_told_once(self, code: str, lacks: int, first: str) -> None:
        everything = len(list(leaves(english_words())))
        assert told(tree_of(code)) == [
            f"content/guide.yml:9:11: warning: language: {lacks + everything - 685} of {everything} words of the site are not in '{code}', and stay "
            f"English: {first}. List them in words.yml, to be translated, with: python -m generator new words. The pages on how to take part are "
            "left out of the site: they are English alone. [words-are-translated]"]

    @pytest.mark.parametrize(("words", "said"), [
        ("navigaton: {home: Heim}", "1:1: navigaton: is not the name of a word. Did you mean 'navigation'?"),
        ("navigation: {hom: Heim}", "1:14: navigation.hom: is not the name of a word. Did you mean 'home'?"),
        ("level: {qqq: x}", "1:9: level.qqq: is not the name of a word. Known here: none, aware, working, deep."),
        ("navigation: Heim", "1:13: navigation: must be words by their names: 'name: text' lines. Known here: home, answer, decide, roles, paths, "
         "skills, projects, resources, evidence, use_cases, tools, debates and 4 more."),
        ("retired: [x]", '1:10: retired: must be text. In English: "Retired on {}. {}"'),
        ("retired: Am {}.", '1:10: retired: has the gaps {}, and the English text has {}, {}. Keep {}, {}. In English: "Retired on {}. {}"'),
        ("retired: Weg.", '1:10: retired: has no gap, and the English text has {}, {}. Keep {}, {}. In English: "Retired on {}. {}"'),
        ("edit: '{} bearbeiten'", "1:7: edit: has the gaps {}, and the English text has none. Leave '{' and '}' out. In English: \"Edit this page\""),
        ("edit: '{ bearbeiten'",
         "1:7: edit: has a bracket that is no gap, and the English text has none. Leave '{' and '}' out. In English: \"Edit this page\""),
        ("retired: '{0.__class__} {}'", '1:10: retired: has the gaps {}, {0.__class__}, and the English text has {}, {}. Keep {}, {}. '
         'In English: "Retired on {}. {}"'),
        ("edit: <b>Weg</b>", "1:7: edit: has the sign '<'. Write it in words: no word of the site holds markup."),
        ("edit: ''", '1:7: edit: must be text. In English: "Edit this page"'),
        ("figures: {roughly: etwa}", f"1:20: figures.roughly: {_A_LIST}"), ("figures: {roughly: []}", f"1:20: figures.roughly: {_A_LIST}"),
        ("path: {weeks_few: x}", "1:8: path.weeks_few: is not the name of a word. Did you mean 'weeks'?"),
        ("follow: {says: {weeks_even_few: x}}",
         '1:33: follow.says.weeks_even_few: has no gap, and the English text has {}. Keep {}. In English: "about {} weeks left"'),
    ])
    def test_what_is_wrong_with_words_is_told_with_its_line(self, words: str, said: str) -> None:
        assert told(tree_of("de") | {WORDS_FILE: words.encode()}) == [f"content/words.yml:{said} [words-fit-their-places]"]

    def test_an_english_guide_may_have_words_of_its_own(self) -> None:
        checked = check(tiny_tree() | {WORDS_FILE: b"skill: {learn: Bake it with}\nfigures:\nlevel: {none: }\n"}, with_plans=False)
        assert checked.problems == () and checked.guide is not None
        words = checked.guide.language.words
        assert (words.skill.learn, words.skill.show, words.level.none) == ("Bake it with", "Prove it with", "not needed")

    def test_a_form_of_number_that_english_has_not_is_handed_to_scripts(self) -> None:
        assert guide_in("ar").language.words.follow.says.weeks_even_few == "نحو {} أسابيع"

    @pytest.mark.parametrize("code", ["ku-IQ", "sh", "xx", "deutsch"])
    def test_a_language_that_nobody_can_write_in_is_an_error(self, code: str) -> None:
        tree = tree_of("de")
        tree["guide.yml"] = tree["guide.yml"].replace(b"language: de", f"language: {code}".encode())
        assert told(tree) == [f"content/guide.yml:11:11: language: '{code}' is not the code of a language that the site can be in. "
                              "Write a code such as en, de or pt-BR. [fields/guide/#language]"]


class TestNewWords:
    def test_the_list_says_what_english_says(self) -> None:
        documents, problems = load({WORDS_FILE: words_file({}).encode()})
        assert problems == [] and own_words(documents[0].data) == {}
        uncommented = re.sub(r"^( *)# (?=[a-z_]+: )", r"\1", words_file({}), flags=re.MULTILINE)
        documents, problems = load({WORDS_FILE: uncommented.encode()})
        assert problems == [] and missing_words(documents[0].data) == ([], len(list(leaves(english_words()))))
        assert dict(leaves(documents[0].data)) == {place: tuple(word) if isinstance(word, list) else word for place, word in leaves(english_words())}

    def test_words_that_are_there_stay(self) -> None:
        own = load({WORDS_FILE: tree_of("ar")[WORDS_FILE]})[0][0].data
        assert own_words(load({WORDS_FILE: words_file(own).encode()})[0][0].data) == own_words(own)

    def test_the_command_writes_it_beside_the_guide(self, tmp_path: Path) -> None:
        content = write_tree(tmp_path, {path: raw for path, raw in tree_of("de").items() if path != WORDS_FILE})
        count = len(list(leaves(english_words())))
        done = fingerpost("new", "words", "--content", content)
        assert (done.returncode, done.stdout) == (
            0, f"{content.as_posix()}/words.yml: {count} of {count} words are still English, each a comment to translate.\n")
        assert (content / WORDS_FILE).read_text("utf-8") == words_file({})
        assert f"{count} of {count} words" in fingerpost("check", "--content", content).stdout
        (content / WORDS_FILE).write_text("edit: [x]\n")
        done = fingerpost("new", "words", "--content", content)
        assert (done.returncode, done.stderr) == (
            2, f"fingerpost: {content.as_posix()}/words.yml: edit: must be text. Mend it first: `check` says all that is wrong with it.\n")

    @pytest.mark.parametrize(("arguments", "said"), [
        (["words", "x"], "words have no ID."), (["skill"], "ID is missing."), (["words", "--title", "x"], "--title: a words is written without it.")])
    def test_what_makes_no_sense_is_said(self, arguments: list[str], said: str) -> None:
        done = fingerpost("new", *arguments)
        assert done.returncode == 2 and said in done.stderr


class TestFigures:
    @pytest.mark.parametrize("code", sorted(LANGUAGES))
    def test_every_language_reads_what_it_writes(self, code: str) -> None:
        language = Language(code)
        for fields in (
            {"value": "45000.5", "currency": "EUR"}, {"value": "12.5", "unit": "percent"}, {"value": "1500000", "unit": "x"},
            {"value": "1234567", "unit": "x"}, {"value": "2000000000", "unit": "x"}, {"range": {"low": "-10", "high": "1200"}, "currency": "CHF"},
            {"value": "-1234.5", "unit": "x"}, {"value": "123456100000", "unit": "x"}, {"range": {"low": "3"}, "currency": "AZN"},
        ):
            made = claim(**fields)
            printed = _MARKS.sub("", figures.figure(made, language))
            assert figures.disagreement(printed, made, language) == ""
            if not made.unit or made.unit == "percent":
                assert [found for found in figures.unsourced(printed, language) if not found.strict] == [], printed

    @pytest.mark.parametrize(("code", "fields", "printed"), [
        ("de", {"value": "45000", "currency": "EUR"}, "45.000\xa0€"), ("de", {"value": "12.5", "unit": "percent"}, "12,5\xa0%"),
        ("de", {"value": "1500000", "unit": "Laibe"}, "1,5 Millionen Laibe"), ("fr", {"value": "45000", "currency": "EUR"}, "45\u202f000\xa0€"),
        ("az", {"value": "1200", "currency": "AZN"}, "1.200\xa0₼"), ("zh", {"value": "1500000", "unit": "个"}, "150万 个"),
        ("en", {"value": "900", "currency": "PLN"}, "PLN900"), ("en", {"value": "300000", "currency": "INR"}, "₹300,000"),
    ])
    def test_a_figure_is_printed_as_its_language_has_it(self, code: str, fields: dict[str, Any], printed: str) -> None:
        assert figures.figure(claim(**fields), Language(code)).replace("PLN\xa0", "PLN") == printed

    @pytest.mark.parametrize(("code", "text", "found"), [
        ("de", "kostet 45.000 € im Jahr", ["45.000 €"]), ("de", "um 12,5 % mehr", ["12,5 %"]), ("de", "1,5 Mio. €", ["1,5 Mio. €"]),
        ("de", "1,5 Millionen Franken", ["1,5 Millionen Franken"]), ("de", "12 Prozent", ["12 Prozent"]),
        ("fr", "1 200 € par mois", ["1 200 €"]), ("fr", "45\u202f000 €", ["45\u202f000 €"]), ("fr", "45.000 €", ["45.000 €"]),
        ("az", "ayda 1 200 AZN", ["1 200 AZN"]), ("az", "250 ₼", ["250 ₼"]), ("pl", "900 zł", ["900 zł"]), ("tr", "%12", ["%12"]),
        ("ar", "١٢٫٥٪", ["١٢٫٥٪"]),
        ("zh", "涨了12%，约3万元", ["12%"]), ("ja", "¥500", ["¥500"]), ("en", "CHF 300 or 300 CHF", ["CHF 300", "300 CHF"]),
        ("en", "CHF300", ["CHF300"]), ("en", "We try 300 of all 100, top 10.", []),
    ])
    def test_money_and_percentages_are_seen_in_the_language_of_the_guide(self, code: str, text: str, found: list[str]) -> None:
        language = guide_in(code).language if code == "de" else Language(code)
        assert [each.text for each in figures.unsourced(text, language) if each.strict] == found

    @pytest.mark.parametrize(("code", "label", "fields", "said"), [
        ("de", "45.000 €", {"value": "45000", "currency": "EUR"}, ""), ("de", "45,000 €", {"value": "45000", "currency": "EUR"}, "45,000"),
        ("de", "12,5 %", {"value": "12.5", "unit": "percent"}, ""), ("de", "12.5 %", {"value": "12.5", "unit": "percent"}, "12"),
        ("de", "rund 50.000 €", {"value": "45000", "currency": "EUR"}, ""), ("de", "50.000 €", {"value": "45000", "currency": "EUR"}, "50.000"),
        ("en", "45.000 €", {"value": "45000", "currency": "EUR"}, "45.000"), ("fr", "1 200 AZN", {"value": "1200", "currency": "AZN"}, ""),
        ("az", "1 200 AZN", {"value": "1200", "currency": "AZN"}, ""), ("az", "1.200 AZN", {"value": "1200", "currency": "AZN"}, ""),
        ("zh", "150万", {"value": "1500000", "unit": "个"}, ""), ("zh", "15万", {"value": "1500000", "unit": "个"}, "15万"),
        ("ar", "١٨ ساعة", {"value": "18", "unit": "ساعة"}, ""), ("ar", "١٩ ساعة", {"value": "18", "unit": "ساعة"}, "١٩"),
        ("hi", "12,34,567", {"value": "1234567", "unit": "x"}, ""), ("ru", "2 млрд", {"value": "2000000000", "unit": "x"}, ""),
    ])
    def test_a_number_says_what_it_says_in_the_language_of_the_guide(self, code: str, label: str, fields: dict[str, Any], said: str) -> None:
        language = guide_in(code).language if code == "de" else Language(code)
        wrong = figures.disagreement(label, claim(**fields), language)
        assert wrong.startswith(f"says {said}, but") if said else wrong == ""

    @pytest.mark.parametrize(("text", "said"), [
        ("[45,000 €](claim:oven-price)", "the link text says 45,000, but the claim 'oven-price' has 45.000\xa0€."),
        ("45.000 €", "the figure '45.000 €' has no claim."), ("12,5 %", "the figure '12,5 %' has no claim."),
    ])
    def test_a_text_is_held_against_its_claims_in_its_language(self, text: str, said: str) -> None:
        assert [said.replace("\xa0", " ") in line for line in told(tree_of("de") | {ABOUT: f"# Titel\n\n{text}\n".encode()})] == [True]

    @pytest.mark.parametrize("piece", ["9", "1.", "1 ", "111 ", "111.", "€", "€1", "1 Million ", "1%", "1,1 ", "1\u202f", "EUR ", "EUR", "etwa ",
                                       "12,34,"])
    @pytest.mark.parametrize("code", ["de", "fr", "zh", "hi"])
    def test_the_longest_article_is_read_in_one_pass(self, code: str, piece: str) -> None:
        text = (piece * 40_000)[:40_000]
        language = Language(code)
        assert sum(len(each.text) for each in figures.unsourced(text, language)) <= len(text)
        assert bool(figures.disagreement(text, claim(), language)) == any(character.isdigit() for character in text)

    @pytest.mark.parametrize(("code", "day", "month"), [
        ("en", "2026-11-03", "2026-11"), ("de", "3. November 2026", "November 2026"), ("zh", "2026年11月3日", "2026年11月"),
        ("ar", "3 نوفمبر 2026", "نوفمبر 2026"),
    ])
    def test_dates(self, code: str, day: str, month: str) -> None:
        language = Language(code)
        assert [language.date(text) for text in ("2026-11-03", "2026-11", "2026")] == [day, month, "2026"]

    def test_the_scale_of_a_chart(self) -> None:
        said = {code: [Language(code).short(Decimal(value), "EUR") for value in (50_000, 2_500_000)] for code in ("en", "de", "zh")}
        assert said == {"en": ["€50k", "€2.5M"], "de": ["50.000\xa0€", "2,5\xa0Mio.\xa0€"], "zh": ["€5万", "€250万"]}


def _texts(written: str) -> Iterator[str]:
    """What of a page's HTML is read or read out."""
    for text in [*re.split(r"<[^>]*>", written), *re.findall(r'(?:title|aria-label)="([^"]*)"', written)]:
        yield " ".join(html.unescape(text).split())


def _turned(words: Mapping[str, Any], before: str) -> dict[str, Any]:
    """The same words, each with something in front."""
    def one(word: Any) -> Any:
        return _turned(word, before) if isinstance(word, Mapping) else [before + text for text in word] if isinstance(word, list) else before + word

    return {name: one(word) for name, word in words.items()}


def _patterns(words: Mapping[str, Any], others: Mapping[str, Any]) -> re.Pattern[str]:
    """A pattern for a text that is one of these words, filled in; without those that another language has, too, and those that are all gap."""
    theirs = {text for _, word in leaves(others) for text in ([word] if isinstance(word, str) else word)}
    ours = {text for place, word in leaves(words) if place[0] != "figures" for text in ([word] if isinstance(word, str) else word)}
    telling = [text for text in ours - theirs if len(re.findall("[a-z]", re.sub(r"\{\w*\}", "", text))) >= (9 if "{" in text else 3)]
    return re.compile("|".join(re.sub(r"\\\{\w*\\\}", ".+", re.escape(" ".join(text.split()))) for text in sorted(telling)))


class TestPages:
    def test_no_english_word_of_the_site_is_on_a_german_page(self, german: Output) -> None:
        """The tiny guide's own texts are English: what is told are texts that are one of the site's words from end to end."""
        guide = guide_in("de")
        english = _patterns(english_words(), guide.language.own)
        own = {"and"}  # stressed, in a text of the tiny guide
        reference = ("contribute/fields/", "contribute/rules/", "contribute/commands/")
        left = {(page.url, text) for page in german.pages if not page.url.startswith(reference)
                for text in _texts(html_of(page, guide.language.words)) if english.fullmatch(text) and text not in own}
        assert left == set()
        assert [text for text in _strings(engine_settings(guide, german.pages)) if english.fullmatch(text)] == []

    def test_a_word_that_is_not_looked_up_would_be_seen(self) -> None:
        """The same of an English guide finds most words of the site."""
        english = _patterns(english_words(), guide_in("de").language.own)
        made = generate(check(tiny_tree(), with_plans=False).guide, commands())  # type: ignore[arg-type]
        found = {text for page in made.pages for text in _texts(html_of(page, Language().words)) if english.fullmatch(text)}
        assert len(found) > 250

    def test_no_anchor_is_made_of_words_of_the_site(self, tiny: Output) -> None:
        """Links that others have set lead to a heading when its words have changed, too. The name of a section and a title with a name in it
        may make the anchor of their page's title: what leads there leads to the top in any case."""
        named = r"paths/.+/.+|contribute/fields/.+|.+/results/|evidence/(sources|timeline)/|[a-z-]+/"
        own = _turned(english_words(), "Qq ") | {"figures": english_words()["figures"]}
        turned = check(tiny_tree() | {WORDS_FILE: json.dumps(own).encode()}, with_plans=False).guide
        assert turned is not None
        lost = set()
        pages = [{page.url: read_page(made.documents[file_of(page.url)]).elements for page in made.pages}
                 for made in (tiny, generate(turned, commands()))]
        for url, before in pages[0].items():
            ids = {element.attributes.get("id") for element in pages[1][url]}
            lost |= {(url, element.attributes.get("id")) for element in before if element.attributes.get("id") not in ids
                     and not (element.tag == "h1" and re.fullmatch(named, url) and url not in ("roles/", "changes/"))}
        assert lost == set()

    @pytest.mark.parametrize(("code", "anchors"), [
        ("de", ["wie-er-entsteht", "wie-er-geprüft-wird"]), ("ar", ["كيف-صُنع", "من-صنعه"]), ("zh", ["如何制作", "谁做的"])])
    def test_headings_have_readable_anchors(self, code: str, anchors: list[str]) -> None:
        guide = guide_in(code)
        pages = {page.url: page for page in generate(guide).pages}
        reading = read_html(html_of(pages["about/"], guide.language.words))
        assert [element.attributes["id"] for element in reading.elements if element.tag == "h2"] == anchors

    def test_tasks_are_left_out_and_the_rest_is_written_in_the_language(self, german: Output) -> None:
        urls = {page.url for page in german.pages}
        assert "contribute/" in urls and "contribute/rules/" in urls and "contribute/add-a-resource/" not in urls
        words = guide_in("de").language.words
        topic, evidence = (
            " ".join(_texts(html_of(page, words))) for url in ("evidence/craft/", "evidence/") for page in german.pages if page.url == url)
        assert all(text in topic for text in ("45.000 €", "12,5 %", "1,5 Millionen Laibe", "30. Juni 2025", words.verdict.confirmed.name))
        assert "Stand der Inhalte 3. November 2026" in evidence

    def test_arrows_point_where_the_writing_goes(self) -> None:
        guide = guide_in("ar")
        made = generate(guide)
        texts = [text for document in made.documents.values() for text in document.splitlines() if "→" in text]
        assert guide.language.is_right_to_left and texts == []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name != "section":  # the id of one
                yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value


def test_nothing_of_the_first_guide_is_in_another(tiny: Output, german: Output) -> None:
    """No word of its subject in pages, schemas, rules, words or tasks."""
    subject = re.compile(r"\bAI\b|\bML\b|\b[Ee]ngineer|[Mm]achine learning|\bLLMs?\b|language model|\bRAG\b|[Pp]rompt|[Ll]ang[Cc]hain|PyTorch"
                         r"|fast\.ai|[Ff]eature store|(?<!-)\bmodels?\b|training data")
    written = {**tiny.documents, **{f"de/{path}": text for path, text in german.documents.items()}, **schemas()}
    assert [(path, found[0]) for path, text in written.items() if (found := subject.search(text))] == []
    assert sum(bool(subject.search(path.read_text("utf-8"))) for path in CONTENT.rglob("*.yml")) > 300  # the pattern finds something


def test_an_english_guide_is_checked_without_babel() -> None:
    """Its data take their time to read, and a check of an English guide that has no figure to print needs none."""
    code = "import sys; from generator.cli import main; main(['check', '--content', sys.argv[1]]); print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(TINY)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "no problems\nFalse\n"


@pytest.mark.parametrize(("lang", "hours", "day"), [("en", "7.5", "3 Nov"), ("de", "7,5", "3. Nov."), ("ar", "7.5", "3 نوفمبر")])
def test_scripts_write_numbers_and_dates_in_the_language_of_the_page(lang: str, hours: str, day: str) -> None:
    module = ROOT / "theme_overrides/assets/javascripts/site/words.mjs"
    script = f"""
        globalThis.document = {{ documentElement: {{ lang: {json.dumps(lang)} }} }};
        Object.defineProperty(globalThis, "navigator", {{ value: {{ languages: ["en-GB", "de-AT", "ar-EG"] }}, configurable: true }});
        const m = await import({json.dumps(module.as_uri())});
        console.log(JSON.stringify([m.hours((name, value) => value, 450), m.date("2026-11-03", "2026-01-01")]));"""
    done = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said[0] == hours and _MARKS.sub("", said[1]) == day


class TestProcess:
    """Sites that the engine made."""

    @pytest.mark.parametrize(("code", "direction"), [("de", "ltr"), ("ar", "rtl"), ("zh", "ltr")])
    def test_pages_say_their_language_and_its_direction(self, code: str, direction: str, tmp_path: Path, site_of: SiteOf) -> None:
        out = site_of(write_tree(tmp_path, tree_of(code)))
        for page in ("index.html", "about/index.html", "paths/index.html", "404.html"):
            written = (out / "site" / page).read_text("utf-8")
            assert f'<html lang="{code}"' in written and f'<body dir="{direction}"' in written, page

    def test_a_word_is_nothing_but_a_word(self, tmp_path: Path) -> None:
        """Whatever signs it has: neither in an attribute nor in Markdown does it become anything else."""
        hostile = '" onfocus="x\' *a* [b](c) `d` # '
        own = _turned(english_words(), hostile) | {"figures": own_words(load({WORDS_FILE: tree_of("de")[WORDS_FILE]})[0][0].data)["figures"]}
        content = write_tree(tmp_path / "content", tree_of("de") | {WORDS_FILE: json.dumps(own).encode()})
        done = fingerpost("build", "--content", content, "--out", tmp_path / "out")
        assert done.returncode == 0, done.stdout + done.stderr
        for path in (tmp_path / "out/site").rglob("*.html"):
            reading = read_html(path.read_text("utf-8"))
            ours = [element for element in reading.elements if "onfocus" in element.attributes or element.attributes.get("href") == "c"]
            assert ours == [], path
        index = read_html((tmp_path / "out/site/index.html").read_text("utf-8")).text
        assert hostile.strip(" #") in index


def test_every_plan_of_a_guide_is_the_same_in_any_language() -> None:
    english = check(tiny_tree(), with_plans=False).guide
    assert english is not None
    assert all_plans(guide_in("ar")) == all_plans(english)
