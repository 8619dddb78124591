"""Which pages there are, where they stand, and that every link between them leads to something."""
from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

import pytest
from conftest import generate, guide_of, tiny_tree
from html_reader import Reading, broken, front_matter, page_html, read_html, read_page
from hypothesis import given
from hypothesis import strategies as st

from generator.content.load import load
from generator.model import KINDS, Language
from generator.pipeline import Output
from generator.planner.paths import PathKey
from generator.rules.validate import validate
from generator.site.address import address, relative
from generator.site.registry import file_of, navigation
from generator.site.writer import PageWriter, cut

# Of each kind, a file of the tiny guide.
FILES = {
    "role": "roles/baker.yml", "criterion": "criteria/morning.yml", "persona": "personas/home-cook.yml", "skill": "skills/dough/kneading.yml",
    "resource": "resources/video/kneading-video.yml", "project": "projects/first-loaf.yml", "tool": "tools/oven.yml",
    "claim": "claims/craft/loaf-hours.yml", "source": "sources/bakers-almanac.yml", "debate": "debates/machine-or-hand.yml",
    "use-case": "use-cases/sunday-brunch.yml", "event": "events/first-almanac.yml", "page": "pages/about.md",
    "decision": "decisions/which-trade.yml", "faq": "faq/do-i-need-an-oven.yml",
}

# What would still name a thing of a kind that is retired: a file, and how it is changed.
REFERENCES = {
    "tool": [("roles/baker.yml", b"workbench: [oven]", b"workbench: [oven, old-one]")],
    "resource": [("projects/first-loaf.yml", b"cv:", b"resources: [old-one]\ncv:")],
    "role": [("use-cases/sunday-brunch.yml", b"roles: [baker]", b"roles: [baker, old-one]")],
    "skill": [("tools/oven.yml", b"skills: [sourdough]", b"skills: [sourdough, old-one]"),
              ("skills/dough/old-one.yml", b"area: dough", b"area: dough\nrequires: [sourdough]")],
}
LOAF = FILES["claim"]
READ = b", read: {on: 2026-10-02, by: automated, as: archived, copy: The archived copy of 2026-07-02}"
OPENED = b"\nverified: {on: 2026-11-01, by: A baker, how: Read the page.}\n"


def readings(output: Output) -> dict[str, Reading]:
    """Every page as the engine's Markdown makes it, by its address."""
    return {page.url: read_page(output.documents[file_of(page.url)]) for page in output.pages}


@pytest.fixture(scope="module")
def tiny_pages(tiny: Output) -> Mapping[str, Reading]:
    return readings(tiny)


class TestAddresses:
    @given(*[st.lists(st.sampled_from(["a", "b", "skills", "rag"]), max_size=4)] * 2, st.sampled_from(["", "#x", "feed.xml"]))
    def test_a_relative_link_leads_where_it_says(self, here: list[str], there: list[str], fragment: str) -> None:
        """To a page, a place on one, a file: held against how browsers join addresses, for a site at the root of a host and below it."""
        source, target = ("".join(f"{part}/" for part in parts) for parts in (here, there))
        way = relative(source, target + fragment)
        for root in ("https://example.org/", "https://example.org/some/guide/"):
            assert urljoin(root + source, way) == root + target + fragment

    def test_every_kind_has_an_address(self) -> None:
        guide = guide_of(tiny_tree())
        found = {kind: address(kind, guide.of(kind)[path.rpartition("/")[2].partition(".")[0]]) for kind, path in FILES.items()}
        assert found == {
            "role": "roles/baker/", "criterion": "roles/#morning", "persona": "paths/home-cook/", "skill": "skills/kneading/",
            "resource": "resources/kneading-video/", "project": "projects/first-loaf/", "tool": "tools/#oven", "claim": "evidence/craft/#loaf-hours",
            "source": "evidence/sources/#bakers-almanac", "debate": "debates/machine-or-hand/", "use-case": "use-cases/sunday-brunch/",
            "event": "evidence/timeline/#first-almanac", "page": "about/",
            "decision": "decide/which-trade/", "faq": "questions/#do-i-need-an-oven",
        }
        assert set(FILES) == set(KINDS)

    @pytest.mark.parametrize(("arguments", "wanted"), [
        (("home-cook", "baker"), "paths/home-cook/baker/"), (("home-cook", "baker", "full-free"), "paths/home-cook/baker/full-free/"),
        (("home-cook", "baker", "", "pastry-chef"), "paths/home-cook/baker/then/pastry-chef/"),
        (("home-cook", "baker", "free", "pastry-chef"), "paths/home-cook/baker/then/pastry-chef/free/"),
    ])
    def test_a_path_stands_below_its_persona(self, arguments: tuple[str, ...], wanted: str) -> None:
        assert PathKey(*arguments).url == wanted

    def test_a_page_is_a_file_in_its_folder(self) -> None:
        assert (file_of(""), file_of("skills/rag/")) == ("index.md", "skills/rag/index.md")


class TestTheTinyGuide:
    def test_every_link_leads_to_a_page_and_a_place_on_it(self, tiny: Output, tiny_pages: Mapping[str, Reading]) -> None:
        assert broken(tiny_pages, tiny.assets) == []

    def test_every_entity_stands_where_its_address_says(self, tiny_pages: Mapping[str, Reading]) -> None:
        for kind, entity in guide_of(tiny_tree()):
            if kind != "guide":
                page, _, anchor = address(kind, entity).partition("#")
                ids = {element.attributes.get("id") for element in tiny_pages[page].elements}
                assert not anchor or anchor in ids, f"{kind} {entity.id}"

    def test_these_are_its_pages(self, tiny: Output) -> None:
        assert [page.url or "/" for page in tiny.pages] == """
            / decide/ decide/which-trade/ decide/which-trade/results/ roles/ roles/baker/ roles/pastry-chef/ paths/ paths/home-cook/
            paths/home-cook/baker/ paths/home-cook/baker/free/ paths/home-cook/baker/then/pastry-chef/ paths/home-cook/pastry-chef/
            skills/ skills/kneading/ skills/lamination/ skills/sourdough/
            resources/ resources/bread-book/ resources/croissants/ resources/kneading-video/ resources/sourdough-course/
            projects/ projects/first-loaf/ tools/
            evidence/ evidence/craft/ evidence/sources/ evidence/timeline/ evidence/corrections/
            evidence/log/ evidence/open/ evidence/article/
            debates/ debates/machine-or-hand/ use-cases/ use-cases/sunday-brunch/ about/ questions/ changes/
            contribute/ contribute/fix-a-typo/ contribute/add-a-resource/ contribute/correct-a-figure/ contribute/replace-a-resource/
            contribute/add-a-skill/ contribute/add-a-persona/ contribute/add-a-role/ contribute/change-a-decision/ contribute/grant-a-pick/
            contribute/check-links/ contribute/review-a-change/ contribute/start-a-guide/
            contribute/fields/ contribute/fields/guide/ contribute/fields/role/
            contribute/fields/criterion/ contribute/fields/decision/ contribute/fields/persona/ contribute/fields/skill/
            contribute/fields/resource/ contribute/fields/project/ contribute/fields/tool/ contribute/fields/claim/ contribute/fields/source/
            contribute/fields/debate/ contribute/fields/faq/ contribute/fields/use-case/ contribute/fields/event/
            contribute/rules/ contribute/commands/
            resources/croissant-course/ paths/home-cook/baker/full/ paths/home-cook/baker/full-free/ paths/home-cook/baker/then/pastry-chef/free/
            paths/home-cook/pastry-chef/full/ paths/home-cook/pastry-chef/full-free/ paths/home-cook/pastry-chef/free/
        """.split()

    def test_no_two_pages_share_an_address(self, tiny: Output) -> None:
        assert len({page.url for page in tiny.pages}) == len(tiny.pages)

    def test_every_page_but_a_stub_comes_from_a_file_and_says_which(self, tiny: Output) -> None:
        """But those of the generator itself, which tell how to take part."""
        for page in tiny.pages:
            fields = front_matter(tiny.documents[file_of(page.url)])
            if page.template == "redirect.md.jinja" or page.section == "contribute":
                assert page.source == "" and not {"source", "edit"} & set(fields), page.url
            else:
                assert page.source in tiny_tree()
                assert fields["source"] == f"content/{page.source}"
                assert fields["edit"] == f"https://example.org/flour/source/edit/main/content/{page.source}", page.url

    def test_every_page_knows_the_pages_above_it(self, tiny: Output) -> None:
        titles = {page.url: page.title for page in tiny.pages}
        trails = {page.url: front_matter(tiny.documents[file_of(page.url)]).get("trail", []) for page in tiny.pages}
        for url, trail in trails.items():
            above = [urljoin(f"/{url}", step["href"]).removeprefix("/") for step in trail]
            stub = any(page.url == url and page.template == "redirect.md.jinja" for page in tiny.pages)
            assert above == [other for other in sorted(titles) if url.startswith(other) and other not in ("", url) and not stub], url
            assert [step["title"] for step in trail] == [titles[other] for other in above]
        assert trails["paths/home-cook/baker/"] == [{"title": "Paths", "href": "../../"}, {"title": "Home cook", "href": "../"}]
        assert sum(map(bool, trails.values())) > 30

    def test_every_entity_has_a_link_to_its_file(self, tiny: Output, tiny_pages: Mapping[str, Reading]) -> None:
        links = [link for reading in tiny_pages.values() for link in reading.all("a", "href")]
        links += [front_matter(text).get("edit", "") for text in tiny.documents.values()]
        edited = {link.partition("/content/")[2] for link in links if "/edit/main/content/" in link}
        assert {path for path in tiny_tree() if not path.startswith("_")} - edited == {"criteria/morning.yml"}

    def test_what_a_search_result_says_is_plain_words(self, tiny: Output) -> None:
        for page in tiny.pages:
            assert page.description and len(page.description) <= 160, page.url
            assert not re.search(r"\]\(|\*\*|<", page.description), f"{page.url}: {page.description}"

    def test_nothing_of_the_first_guide_is_in_it(self, tiny: Output) -> None:
        """But in the contributors' reference, whose examples are the first guide's."""
        words = re.compile(r"\bAI\b|\bML\b|\bLLM|machine learning|engineer|\bRAG\b|Python|fine-tun", re.IGNORECASE)
        for name, text in tiny.documents.items():
            if not name.startswith("contribute/"):
                assert words.findall(text) == [], name

    def test_variants_are_kept_out_of_the_search(self, tiny: Output) -> None:
        hidden = {page.url for page in tiny.pages if not page.searchable}
        variants = {page.url for page in tiny.pages if re.search(r"/(free|full|full-free)/$|/then/", page.url)}
        assert hidden == variants | {"resources/croissant-course/"}


class TestNavigation:
    def test_the_menu_is_sections_and_not_pages(self, tiny: Output) -> None:
        menu = navigation(guide_of(tiny_tree()), tiny.pages)
        assert [name for entry in menu for name in entry] == [
            "Home", "Decide", "Roles", "Paths", "Evidence", "Skills", "Projects", "Resources", "Tools", "Questions", "Debates", "Use cases",
            "What changed", "Contribute", "About"]
        assert all(name.count("/") <= 1 for entry in menu for name in entry.values())

    def test_it_lists_only_what_is_there(self, tiny: Output) -> None:
        kept = tuple(page for page in tiny.pages if not page.url.startswith(("debates/", "tools/")))
        assert [{"Home": "index.md"}, {"Decide": "decide/index.md"}] == navigation(guide_of(tiny_tree()), kept)[:2]
        assert {"Debates", "Tools"} & {name for entry in navigation(guide_of(tiny_tree()), kept) for name in entry} == set()


class TestMovedAndRetired:
    def test_a_former_id_leads_to_the_new_page(self, tiny: Output, tiny_pages: Mapping[str, Reading]) -> None:
        stub = next(page for page in tiny.pages if page.url == "resources/croissant-course/")
        assert (stub.template, stub.redirect, stub.searchable) == ("redirect.md.jinja", "../croissants/", False)
        assert tiny_pages[stub.url].all("a", "href") == ["../croissants/"]
        assert tiny_pages[stub.url].text.split("Croissants")[0].strip() == "This page has moved"

    @pytest.mark.parametrize(
        "kind", [kind for kind in FILES if kind not in ("criterion", "tool", "claim", "source", "event", "page", "faq")])
    def test_no_address_is_lost_when_a_thing_is_renamed(self, kind: str, tiny: Output) -> None:
        tree = tiny_tree()
        path = FILES[kind]
        old = path.rpartition("/")[2].removesuffix(".yml")
        word = re.compile(rf"(?<![\w-]){old}(?![\w-])")
        new = {name.replace(f"/{old}.", "/another-name."): word.sub("another-name", text.decode()).encode() for name, text in tree.items()}
        new[path.replace(old, "another-name")] += f"\nformerly: [{old}]\n".encode()
        renamed = generate(guide_of(new))
        before, after = ({page.url: page for page in output.pages} for output in (tiny, renamed))
        assert before.keys() - after.keys() == set()
        assert broken(readings(renamed), renamed.assets) == []
        moved = [url for url in before if word.search(url) and before[url].template != "redirect.md.jinja"]
        for url in moved:
            assert urljoin(f"/{url}", after[url].redirect) == f"/{word.sub('another-name', url)}"
        assert moved

    def test_halves_of_a_split_thing_share_a_stub(self) -> None:
        tree = tiny_tree()
        for name in ("skills/dough/kneading.yml", "skills/dough/sourdough.yml"):
            tree[name] += b"\nformerly: [dough-work]\n"
        stubs = [page for page in generate(guide_of(tree)).pages if page.url == "skills/dough-work/"]
        assert [stub.redirect for stub in stubs] == ["../kneading/"]

    @pytest.mark.parametrize("kind", [kind for kind in FILES if kind != "page"])
    def test_a_retired_thing_keeps_its_place_with_a_notice(self, kind: str, tiny_pages: Mapping[str, Reading]) -> None:
        """Old links go on leading somewhere, and whoever follows one is told why the thing is no longer used, and what is.

        No other page names it, though others still refer to it, and nothing counts it any more.
        """
        tree = tiny_tree()
        folder, _, name = FILES[kind].rpartition("/")
        notice = f"\nretired: {{on: 2026-10, reason: Nobody needs it *any* more., replaced_by: {name.removesuffix('.yml')}}}\n"
        old = re.sub(b"(?m)^(name|title|statement|question): .*$", rb"\1: Obsolete thing", tree[FILES[kind]])
        tree[f"{folder}/old-one.yml"] = old.rstrip(b"\n") + notice.encode()
        for path, before, after in REFERENCES.get(kind, []):
            assert before in tree[path]
            tree[path] = tree[path].replace(before, after)
        tree["projects/first-loaf.yml"] = tree["projects/first-loaf.yml"].replace(b"[baker,", b"[old-one, baker," if kind == "role" else b"[baker,")
        tree["pages/about.md"] += f"\nThe [old one]({kind}:old-one).\n".encode()
        guide, problems = validate(*load(tree))
        assert guide is not None, [problem.text() for problem in problems]
        found = readings(made := generate(guide))
        assert broken(found, made.assets) == []
        page = address(kind, guide.of(kind)["old-one"]).partition("#")[0]
        has_notice = "Retired on 2026-10. Nobody needs it any more." in " ".join(found[page].text.split())
        assert has_notice, f"no notice on {page}"
        naming = {url for url, reading in found.items() if "Obsolete thing" in reading.text and "This page has moved" not in reading.text}
        within = {f"{page}results/"} if kind == "decision" else set()
        assert naming == {page, "changes/", *within}, "its own place, and the log of what changed"
        counts = [[number for url in ("", "evidence/") for number in re.findall(r"\d+", pages[url].text.replace("2026-11", ""))]
                  for pages in (found, tiny_pages)]
        assert counts[0] == counts[1] and len(counts[0]) > 10

    def test_no_address_is_lost_when_a_persona_retires(self, tiny: Output) -> None:
        """Neither its own ones nor those of its former names: readers follow paths there."""
        tree = tiny_tree()
        tree["personas/old-one.yml"] = tree[FILES["persona"]].rstrip(b"\n") + b"\nformerly: [older-one]\nretired: {on: 2026-10, reason: Gone.}\n"
        guide, problems = validate(*load(tree))
        assert guide is not None, [problem.text() for problem in problems]
        pages = {page.url: page for page in generate(guide).pages}
        paths = [page.url for page in tiny.pages if page.url.startswith("paths/home-cook/")]
        assert len(paths) == 11
        for url in paths:
            for name in ("old-one", "older-one"):
                page = pages[url.replace("home-cook", name)]
                assert page.url == "paths/old-one/" or urljoin(f"/{page.url}", page.redirect) == "/paths/old-one/"


class TestPen:
    @pytest.fixture
    def writer(self) -> PageWriter:
        return PageWriter(guide_of(tiny_tree()), "skills/kneading/")

    def test_a_link_is_relative_to_its_page_and_takes_the_name(self, writer: PageWriter) -> None:
        assert writer.line("[](skill:sourdough), [levain](skill:sourdough)") == (
            '<a href="../sourdough/">Sourdough</a>, <a href="../sourdough/">levain</a>')

    def test_a_claim_link_carries_its_mark(self, writer: PageWriter) -> None:
        mark = '<span class="fp-mark fp-mark--confirmed" title="confirmed">&#160;(confirmed)</span>'
        for label, shown in (("18 hours", "18 hours"), ("", "18 hours"), ("a day", "a day")):
            assert writer.line(f"[{label}](claim:loaf-hours)") == f'<a href="../../evidence/craft/&#35;loaf-hours">{shown}{mark}</a>'

    @pytest.mark.parametrize(("verdict", "unread"), [
        ("confirmed", "unread"), ("partly", "unread"), ("contradicted", "contradicted"), ("not-found", "not-found")])
    def test_only_what_was_looked_up_is_marked_as_confirmed(self, verdict: str, unread: str) -> None:
        for read, opened, mark in ((b"", b"", unread), (READ, b"", verdict), (b"", OPENED, verdict)):
            tree = tiny_tree()
            tree[LOAF] = tree[LOAF].replace(b"confirmed", f"{verdict}\ncaveat: Mind the heat.".encode()).replace(READ, read) + opened
            said = getattr(Language().words.verdict, mark.replace("-", "_"))
            guide, _ = validate(*load(tree), lenient=True)  # for a confirmation that nobody looked up is an error
            assert guide is not None
            link = read_html(PageWriter(guide, "").claim("loaf-hours"))
            assert [element.attributes for element in link.elements if element.tag == "span"] == [
                {"class": f"fp-mark fp-mark--{mark}", "title": said.name}]
            assert link.text == f"18 hours\xa0({said.name})"

    def test_a_text_without_markup_names_what_its_links_do_not(self, writer: PageWriter) -> None:
        text = "A **loaf** takes [](claim:loaf-hours) of [](skill:kneading) and `time`."
        assert writer.plain(text) == "A loaf takes 18 hours of Kneading and time."

    def test_a_link_to_the_web_is_its_address(self, writer: PageWriter) -> None:
        """Styles mark it by that; it opens no window that could keep a hold on the page."""
        assert writer.line("[x](https://example.org/?a&b)") == '<a href="https://example.org/?a&#38;b">x</a>'

    def test_an_edit_link_leads_to_the_file(self, writer: PageWriter) -> None:
        assert writer.edit("skills/dough/kneading.yml") == "https://example.org/flour/source/edit/main/content/skills/dough/kneading.yml"

    def test_nothing_is_written_for_nothing(self, writer: PageWriter) -> None:
        assert (writer.line(None), writer.prose(None), writer.line("")) == ("", "", "")

    @pytest.mark.parametrize(("minutes", "said"), [
        (6, "6 min"), (59, "59 min"), (60, "1 h"), (90, "1.5 h"), (95, "1.6 h"), (600, "10 h"), (60_000, "1000 h"),
    ])
    def test_a_length_of_time_is_said_as_people_say_it(self, minutes: int, said: str) -> None:
        assert PageWriter(guide_of(tiny_tree()), "").hours(minutes) == said

    def test_dots_are_said_in_words_too(self) -> None:
        for level, word, filled in ((None, "not needed", 0), (1, "aware", 1), (2, "working", 2), (3, "deep", 3)):
            reading = read_html(PageWriter(guide_of(tiny_tree()), "").dots(level))
            assert (reading.text, [element.attributes for element in reading.elements]) == (
                word, [{"class": f"fp-dots fp-dots--{filled}", "title": word}])

    def test_a_summary_ends_at_a_word(self) -> None:
        assert cut("A short one.") == "A short one."
        for words in ("word " * 100, "word, " * 100):
            assert len(cut(words)) <= 155 and cut(words).endswith("word…")


def words_of(html: str) -> str:
    """The words of a piece of a page, on one line."""
    return " ".join(read_html(html).text.split())


# A second way to show something: a project in two parts, the second of which rests on the first.
BOX = b"""name: A pastry box
brief: Fill a box that a shop would sell.
hours: 10
requires: {kneading: 1, lamination: 1}
proves: {kneading: 2, lamination: 2}
deliverable: A box
parts:
  - {id: plain, name: Bake six plain croissants, brief: Six of one size., hours: 4, requires: {kneading: 1}, proves: {kneading: 2},
     deliverable: Six croissants, acceptance: [They weigh the same.], ships: Six croissants}
  - {id: filled, name: Fill a box of four kinds, brief: Four kinds., hours: 6, requires: {lamination: 1}, proves: {lamination: 2},
     deliverable: A box of four kinds, acceptance: [Nothing leaks., A stranger buys it.], cv: Sold a box}
roles: [pastry-chef]
"""

# What a part of a resource may say of itself as a step.
WEEK_2 = (b"teaches: {sourdough: 3}, requires: {sourdough: 1}}", b"""teaches: {sourdough: 3}, requires: {sourdough: 1},
     url: "https://example.org/sourdough/week-2", act: Bake a loaf with your own starter, ships: A sour loaf,
     do: [Read the page., Bake each weekend.], done_when: It doubles in eight hours., needs: [account, flour, oven],
     tried: {on: 2026-05, by: automated, how: Fed as the page says., result: runs-with-a-change, note: Take rye flour.}}""")


@pytest.fixture(scope="module")
def told() -> Output:
    """The tiny guide, with a part of a course that says all that a step may say."""
    tree = tiny_tree()
    path = "resources/course/sourdough-course.yml"
    assert WEEK_2[0] in tree[path]
    return generate(guide_of(tree | {path: tree[path].replace(*WEEK_2)}))


class TestPathPage:
    def steps(self, output: Output, url: str) -> dict[str, str]:
        """The steps of a path by their keys, as they stand on the page."""
        items = re.findall(r'<li class="fp-step fp-step--.*?</details>\s*</li>', page_html(output.documents[file_of(url)]), re.DOTALL)
        return {re.search('data-key="(.*?)"', item)[1]: item for item in items}  # type: ignore[index]

    def facts(self, step: str) -> dict[str, list[str]]:
        """What is known of a step: labels with their lines."""
        rows = re.findall(r"<div[^>]*><dt>(.*?)</dt>(.*?)</div>", step.split("fp-step__facts")[1])
        return {label: [words_of(line) for line in re.findall("<dd>(.*?)</dd>", lines)] for label, lines in rows}

    def test_steps_stand_in_the_order_of_the_plan(self, tiny: Output) -> None:
        for url in ("paths/home-cook/baker/", "paths/home-cook/baker/free/"):
            plan = next(plan for key, plan in tiny.plans.items() if key.url == url)
            steps = self.steps(tiny, url)
            assert list(steps) == [step.key for step in plan.steps]
            for number, (step, html) in enumerate(zip(plan.steps, steps.values(), strict=True), 1):
                assert f'id="step-{number}"' in html and f'data-minutes="{step.minutes}"' in html
                assert html.count("<summary") == html.count("</summary>") == 1
                assert ("<details class=\"fp-step__fold\" open>" in html) == (number == 1), "the first alone is open"

    def test_a_step_says_what_to_open_what_to_do_and_when_it_is_done(self, told: Output) -> None:
        step = self.steps(told, "paths/home-cook/baker/free/")["resource:sourdough-course#week-2"]
        line = words_of(step.split("<summary")[1].split(">", 1)[1].split("</summary>")[0])
        assert line == "4Work to show, 2 of 2 Bake a loaf with your own starter 14 h week 7"
        text = words_of(step)
        assert "Open: Week 2: the loaf Sourdough in four weeks, Flour School, Course" in text
        assert '<a class="fp-out" href="https://example.org/sourdough/week-2">' in step
        assert "Read the page.Bake each weekend. Done when It doubles in eight hours. Then you can" in text
        assert "Then you canSourdough working You bake a sourdough loaf." in text

    def test_things_to_show_are_numbered_from_the_first_step_on(self) -> None:
        tree = tiny_tree()
        path = "resources/video/kneading-video.yml"
        tree[path] += b"ships: A film of your dough\n"
        output = generate(guide_of(tree))
        for key, plan in output.plans.items():
            steps = self.steps(output, key.url)
            labels = [label for step in steps.values() for label in re.findall('class="fp-step__shown">(.*?)<', step)]
            shown = sum(step.ships != "" for step in plan.steps)
            assert labels == [f"Work to show, {number} of {shown}" for number in range(1, shown + 1)]
            assert page_html(output.documents[file_of(key.url)]).count('class="fp-flag"') == shown
        assert any(plan.steps[0].ships for plan in output.plans.values()), "one begins with something to show"
        for file, text in output.documents.items():
            for first, href in re.findall(r'data-first="(.*?)" href="(.*?)"', text) if file.startswith("decide/") else ():
                path = page_html(output.documents[file_of(urljoin(f"/{file.removesuffix('index.md')}", href).lstrip("/"))])
                assert f"first finished after {first}<" in path, "a result says the same of it as the path"

    def test_what_is_known_of_a_step_stands_beside_it_and_nothing_else(self, told: Output, tiny: Output) -> None:
        found = self.facts(self.steps(told, "paths/home-cook/baker/free/")["resource:sourdough-course#week-2"])
        assert found == {
            "Time": ["14 h", "our estimate"], "Needs": ["An oven; an account at the school; Flour, about a kilo"],
            "Last tried": ["ran on 2026-05, with a change, by a program", "Take rye flour.", "Long ago; it may have changed."]}
        video = self.facts(self.steps(tiny, "paths/home-cook/pastry-chef/")["resource:kneading-video"])
        assert video["Time"] == ["1.5 h", "publisher: 42 min of film", "stated by the publisher"]
        assert video["Last tried"] == ["ran on 2026-11-20, by a person"]
        assert video["Last read"] == ["read in a copy from 2026-10, by a program on 2026-11-21", "The archived copy of 2026-10"]
        assert video["Needs"] == ["Flour, about a kilo", "Flour for less than a coin"]
        assert video["Why this one"] == ["It shows both hands, and longer films show the loaf alone."]
        croissants = self.facts(self.steps(tiny, "paths/home-cook/pastry-chef/")["resource:croissants"])
        assert list(croissants) == ["Time"], "what its file does not say has no line"

    @pytest.mark.parametrize(("on", "needs", "lapsed"), [
        ("2026-08-04", "[flour]", False), ("2026-08-01", "[flour]", True), ("2026-08-01", "[oven]", False), ("2025-10", "[oven]", True)])
    def test_a_trial_holds_as_long_as_what_it_needs_says(self, on: str, needs: str, lapsed: bool) -> None:
        """The guide stands at November 2026; flour holds ninety days, everything else a year."""
        tree = tiny_tree()
        path = "resources/video/kneading-video.yml"
        text = tree[path].decode().replace("on: 2026-11-20", f"on: {on}").replace("needs: [flour]", f"needs: {needs}")
        tree[path] = text.encode()
        step = self.steps(generate(guide_of(tree)), "paths/home-cook/pastry-chef/")["resource:kneading-video"]
        assert ("Long ago" in step) == lapsed

    def test_a_project_in_parts_is_shown_part_by_part(self) -> None:
        output = generate(guide_of(tiny_tree() | {"projects/pastry-box.yml": BOX}))
        steps = self.steps(output, "paths/home-cook/pastry-chef/")
        keys = [key for key in steps if key.startswith("project:pastry-box")]
        assert keys == ["project:pastry-box#plain", "project:pastry-box#filled"]
        plain, filled = (steps[key] for key in keys)
        assert "They weigh the same." in plain and "Nothing leaks." not in plain
        assert "Nothing leaks." in filled and "They weigh the same." not in filled
        pills = [words_of(pill) for pill in re.findall(r"<li[^>]*>(.*?)</li>", filled.split("fp-pills")[1].split("</ul>")[0])]
        assert pills == ["Part 1: Six croissants 4 h", "Part 2: Fill a box of four kinds 6 h"]
        assert filled.count('aria-current="step"') == 1 and 'aria-current="step">Part 2' in filled
        assert "part 2 in stage" in words_of(plain) and "its part" not in words_of(filled)
        assert self.facts(filled)["On a CV"] == ["“Sold a box”"]
        assert self.facts(plain)["Swap"] == self.facts(filled)["Swap"] == ["No swap: parts of this project build on one another"]
        flags = [re.search(r"Work to show, (\d of \d)", step) for step in steps.values()]
        assert [flag[1] for flag in flags if flag] == ["1 of 3", "2 of 3", "3 of 3"]
        page = page_html(output.documents["projects/pastry-box/index.md"])
        assert 'id="plain"' in page and 'id="filled"' in page and words_of(page).count("Nothing leaks.") == 1

    def test_a_project_in_parts_says_to_which_others_the_path_leads(self) -> None:
        """On its first part; the shortest few that are not on the path."""
        tree = tiny_tree() | {"projects/pastry-box.yml": BOX}
        loaf = tree["projects/first-loaf.yml"]
        for name, hours in (("a-tart", b"9"), ("a-cake", b"8"), ("a-roll", b"7")):
            tree[f"projects/{name}.yml"] = loaf.replace(b"A first loaf", name.title().encode()).replace(b"hours: 6", b"hours: " + hours)
        steps = self.steps(generate(guide_of(tree)), "paths/home-cook/pastry-chef/")
        plain, filled = (self.facts(steps[f"project:pastry-box#{part}"])["Swap"] for part in ("plain", "filled"))
        assert (plain[1:], filled[1:]) == (["This path also leads to: A-Roll, A-Cake"], [])

    def test_before_all_steps_a_path_says_how_long_how_much_and_what_fits(self, tiny: Output) -> None:
        html = page_html(tiny.documents["paths/home-cook/baker/index.md"])
        marks = ["You have the hands.", 'data-fp="follow"', "fp-facts--path", "fp-road__drawing--wide", 'id="budget"', 'id="milestone-1"',
                 ">Later, on the job<", 'id="how"', 'id="left-out"', "fp-fold--link"]
        places = [html.index(mark) for mark in marks]
        assert places == sorted(places)
        assert html.split("fp-fold--link")[1].split('href="')[1].startswith("../../../roles/baker/#needs")
        html = page_html(tiny.documents["paths/home-cook/pastry-chef/index.md"])
        lines = [words_of(line) for line in re.findall(r"<li>(.*?)</li>", html.split("fp-budget__lines")[1].split("</ul>")[0])]
        assert lines == ["In 6 weeks at 4 h a week: the whole path. Work to show: A first loaf."]

    def test_what_a_path_takes_for_granted_stands_before_its_steps(self, tiny: Output) -> None:
        """Of what somebody knows only what the role asks for or a step starts from, up to that level, each with a link to close the gap."""
        tree = tiny_tree()
        cook = "personas/home-cook.yml"
        tree[cook] = tree[cook].replace(b"hours_per_week: 4\n", b"hours_per_week: 4\nhas: {kneading: 3, lamination: 1}\n")
        html = page_html(generate(guide_of(tree)).documents["paths/home-cook/baker/index.md"])
        granted = html.split('id="granted"')[1].split("</div>")[0]
        assert re.findall(r'<li><a href="[./]*/skills/([a-z]+)/', granted) == ["kneading"] and "working" in words_of(granted)
        assert html.index('id="granted"') < html.index("fp-road__drawing--wide") < html.index('id="milestone-1"')
        assert 'id="granted"' not in page_html(tiny.documents["paths/home-cook/baker/index.md"])

    def test_hours_are_reported_where_the_guide_has_a_repository(self, tiny: Output) -> None:
        step = self.steps(tiny, "paths/home-cook/pastry-chef/")["resource:kneading-video"]
        (link,) = re.findall(r'fp-report[^>]*><a href="(.*?)"', step)
        assert link == ("https://example.org/flour/source/issues/new?title=Hours%20for%20resource%3Akneading-video"
                        "&amp;body=The%20guide%20says%201.5%20h.%20It%20took%20me%20%28hours%29%3A").replace("&amp;", link[link.index("&"):][:5])
        tree = tiny_tree()
        tree["guide.yml"] = re.sub(rb"repository: .*\n", b"", tree["guide.yml"])
        assert "fp-report" not in self.steps(generate(guide_of(tree)), "paths/home-cook/pastry-chef/")["resource:kneading-video"]

    def test_a_step_says_why_it_is_there(self, tiny: Output) -> None:
        page = page_html(tiny.documents["paths/home-cook/baker/index.md"])
        assert "Here for Sourdough: It begins with the starter." in words_of(page)

    def test_what_belongs_to_a_stage_is_one_block_after_its_heading(self, tiny: Output) -> None:
        """Scripts look for it there, to tick it and to put another plan in its place."""
        for key, plan in tiny.plans.items():
            pieces = tiny.documents[file_of(key.url)].split("\n\n")
            for number in range(1, len(plan.milestones) + 1):
                (place,) = [place for place, piece in enumerate(pieces) if piece.endswith(f" {{#milestone-{number}}}")]
                block = pieces[place + 1]
                assert block.startswith('<div class="fp">') and block.count('<p class="fp-milestone">') == 1, key.url
                assert block.count('<ol class="fp-steps"') == 1 and len(read_html(block).text) > 20

    def test_the_second_road_knows_the_first(self, tiny_pages: Mapping[str, Reading]) -> None:
        assert "then/pastry-chef/" in tiny_pages["paths/home-cook/baker/"].all("a", "href")
        assert "../../" in tiny_pages["paths/home-cook/baker/then/pastry-chef/"].all("a", "href")

    def test_the_free_plan_and_the_one_at_any_cost_lead_to_each_other(self, tiny_pages: Mapping[str, Reading]) -> None:
        for variant, way in (("", "free/"), ("free/", "../")):
            assert way in tiny_pages[f"paths/home-cook/baker/{variant}"].all("a", "href")

    def test_a_free_plan_has_a_page_only_where_it_is_another(self) -> None:
        tree = {name: text.replace(b"cost: paid", b"cost: free").replace(b"cost: freemium", b"cost: free") for name, text in tiny_tree().items()}
        output = generate(guide_of(tree))
        assert [key for key in output.plans if key.variant] == []
        assert "fp-variants" not in output.documents["paths/home-cook/baker/index.md"]
        stub = next(page for page in output.pages if page.url == "paths/home-cook/baker/free/")
        assert stub.redirect == "../"

    def test_plans_in_full_have_given_way_to_what_comes_after(self, tiny: Output) -> None:
        """Their addresses lead to the path; what the role asks for beyond it stands at its end."""
        stubs = {page.url: page.redirect for page in tiny.pages if page.template == "redirect.md.jinja"}
        assert (stubs["paths/home-cook/baker/full/"], stubs["paths/home-cook/baker/full-free/"]) == ("../", "../")
        assert stubs["paths/home-cook/baker/then/pastry-chef/free/"] == "../"
        further = page_html(tiny.documents["paths/home-cook/baker/index.md"]).split(">Later, on the job</h2>")[1].split("<h2")[0]
        assert re.findall(r'<li><a href="[^"]*">(.*?)</a>', further) == ["Sourdough"]

    def test_what_comes_after_says_how_often_it_is_asked_for_as_far_as_that_was_counted(self) -> None:
        tree = tiny_tree()
        tree["roles/baker.yml"] = tree["roles/baker.yml"].replace(
            b"kneading: {core: 2, full: 2}\n  sourdough: {core: 2, full: 3}",
            b"kneading: {core: 2, full: 2, why: Hands.}\n  sourdough: {core: 2, full: 3, claims: [loaf-hours], why: Guests ask for it.}")
        tree["claims/craft/loaf-hours.yml"] += b"measures: Loaves that wait\n"
        further = page_html(generate(guide_of(tree)).documents["paths/home-cook/baker/index.md"]).split(">Later, on the job</h2>")[1].split("<h2")[0]
        assert words_of(further).endswith("18 hours (confirmed): Loaves that wait Guests ask for it.")

    def test_a_pin_that_is_passed_over_says_why_it_is_pinned(self) -> None:
        tree = tiny_tree()
        tree["personas/home-cook.yml"] = tree["personas/home-cook.yml"].replace(
            b"first_project: first-loaf, first_project_within: 20, then: pastry-chef",
            b"first_project: first-loaf, pin: [{resource: bread-book, why: 'It has *all* the [dough](skill:sourdough).'}]", 1)
        page = readings(generate(guide_of(tree)))["paths/home-cook/baker/free/"]
        has_reason = "The bread book: It has all the dough." in " ".join(page.text.split())
        assert has_reason, "the reason shows with its markup, or not at all"


class TestFormerPlaces:
    @pytest.mark.parametrize(("path", "url"), [
        ("claims/craft/loaf-hours.yml", "evidence/craft/"), ("sources/bakers-almanac.yml", "evidence/sources/"),
        ("events/first-almanac.yml", "evidence/timeline/"), ("tools/oven.yml", "tools/"), ("criteria/morning.yml", "roles/"),
    ])
    def test_a_link_to_a_place_under_a_former_id_still_leads_there(self, path: str, url: str) -> None:
        tree = tiny_tree()
        tree[path] += b"\nformerly: [old-name, older-name]\n"
        page = readings(generate(guide_of(tree)))[url]
        places = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert {"old-name", "older-name"} <= set(places) and len(places) == len(set(places))


class TestOrder:
    """Names of files say nothing of where a thing stands on its page."""

    # By page: what is added to the tiny guide, as a copy of a file under a new id with its lines changed, and the order of what is shown.
    CASES = {
        "evidence/timeline/": ("events/first-almanac.yml", {
            "a-fair": {"name": "A fair", "on": "2026-03"}, "b-fair": {"name": "B fair", "on": "2026-02"}, "z-oven": {"name": "Z oven", "on": "1999"},
        }, ["Z oven", "The almanac appears", "B fair", "A fair"]),
        "tools/": ("tools/oven.yml", {
            "a-mixer": {"name": "A mixer", "category": "Kneading"}, "z-oven": {"name": "brick oven"},
        }, ["brick oven", "Deck oven", "A mixer"]),
        "projects/": ("projects/first-loaf.yml", {
            "a-feast": {"name": "A feast", "hours": "9"}, "z-bun": {"name": "Z bun", "hours": "2"},
        }, ["Z bun", "A first loaf", "A feast"]),
        "evidence/sources/": ("sources/bakers-almanac.yml", {
            "a-weekly": {"title": "Zwieback weekly"}, "z-book": {"title": "a book"},
        }, ["a book", "The baker's almanac", "Zwieback weekly"]),
        "evidence/craft/": ("claims/craft/loaf-hours.yml", {
            "a-old": {"statement": "It took 18 hours long ago.", "observed": "2020"},
            "a-without": {"statement": "It takes long.", "value": None, "unit": None, "observed": "2026"},
            "a-replaced": {"statement": "It took 18 hours, then less.", "observed": "2026\nsuperseded_by: loaf-hours"},
            "a-retired": {"statement": "It took 18 hours, they say.", "observed": "2026\nretired: {on: 2026-10, reason: Hearsay.}"},
            "z-new": {"statement": "It took 18 hours this year.", "observed": "2026"},
        }, ["this year", "from feeding the starter", "long ago", "It takes long", "then less", "they say"]),
        "resources/": ("resources/video/kneading-video.yml", {
            "a-film": {"title": "Zwieback, the film"}, "z-film": {"title": "a film"},
        }, ["a film", "Kneading by hand", "Zwieback, the film"]),
    }

    @pytest.mark.parametrize("url", CASES)
    def test_things_stand_where_their_page_says_they_do(self, url: str) -> None:
        tree = tiny_tree()
        path, added, expected = self.CASES[url]
        for name, lines in added.items():
            text = tree[path].decode()
            for key, value in lines.items():
                text, count = re.subn(rf"(?m)^{key}: .*\n", "" if value is None else f"{key}: {value}\n", text)
                assert count == 1
            tree[f"{path.rpartition('/')[0]}/{name}.yml"] = text.encode()
        guide, problems = validate(*load(tree))
        assert guide is not None, [problem.text() for problem in problems]
        text = " ".join(readings(generate(guide))[url].text.split())
        text = text[max(0, text.rfind(" Claims ")):]  # a picture above them names some, too
        assert sorted(expected, key=text.index) == expected


class TestResourcePage:
    def test_what_its_file_says_of_it_is_there_and_nothing_that_it_does_not_say(self, tiny: Output) -> None:
        def facts(name: str) -> list[tuple[str, str]]:
            return re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page_html(tiny.documents[f"resources/{name}/index.md"]))

        checked = ("Checked", "Not read.")
        assert facts("sourdough-course") == [
            ("Language", "de"), ("Account", "needed"), ("Exercises", "not graded"), ("Basis of hours", "our estimate"), checked]
        assert facts("kneading-video") == [
            ("Basis of hours", "stated by the publisher"), ("Publisher's time", "42 min of film"),
            ("Needs", "Flour, about a kilo<br>Flour for less than a coin"), ("Last tried", "ran on 2026-11-20, by a person<br>Kneaded along twice."),
            ("Checked", "Read in a copy from 2026-10.")]
        assert facts("croissants") == [("Basis of hours", "our estimate"), checked]

    def test_what_to_do_and_where_stands_at_each_part(self, told: Output, tiny_pages: Mapping[str, Reading]) -> None:
        page = readings(told)["resources/sourdough-course/"]
        text = " ".join(page.text.split())
        assert ("Bake a loaf with your own starter Read the page. Bake each weekend. Done when It doubles in eight hours. "
                "Needs: An oven; an account at the school; Flour, about a kilo") in text
        assert "Last tried: ran on 2026-05, with a change, by a program, Take rye flour., Long ago" in text
        assert "https://example.org/sourdough/week-2" in page.all("a", "href")
        assert "What to do Watch it once without dough. Knead along" in " ".join(tiny_pages["resources/kneading-video/"].text.split())

    def test_a_course_says_when_it_last_ran_in_company(self) -> None:
        tree = tiny_tree()
        tree["resources/course/sourdough-course.yml"] += b"cohort: {starts: 2027-01-12, ends: 2027-03-16, url: 'https://example.org/sourdough/2027'}\n"
        page = readings(generate(guide_of(tree)))["resources/sourdough-course/"]
        assert "Latest announced run 2027-01-12 to 2027-03-16" in " ".join(page.text.split())
        assert "https://example.org/sourdough/2027" in page.all("a", "href")

    def test_each_part_says_what_it_teaches_and_what_it_asks_for_if_anything(self) -> None:
        tree = tiny_tree()
        path = "resources/tutorial/croissants.yml"
        tree[path] += (b"parts:\n  - {id: fold, title: Folding, hours: 5, teaches: {lamination: 1}}\n"
                       b"  - {id: bake, title: Baking, hours: 3, teaches: {lamination: 2}, requires: {lamination: 1}}\n")
        page = readings(generate(guide_of(tree)))["resources/croissants/"]
        assert " ".join(page.text.split()).partition("Parts ")[2].startswith(
            "Folding 5 h Lamination aware Baking 3 h Lamination working Prerequisites: Lamination aware Details ")

    def test_an_archived_copy_is_offered(self, tiny_pages: Mapping[str, Reading]) -> None:
        assert "https://example.org/archive/sourdough" in tiny_pages["resources/sourdough-course/"].all("a", "href")
