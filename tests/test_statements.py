"""What the generator's own words say about content is true of every content: of the first guide, of a small one, of one that has little."""
from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from conftest import ROOT, generate, guide_of, tiny_tree
from html_reader import page_html, read_html

from generator.content.load import load
from generator.model import Guide
from generator.pipeline import Output
from generator.rules.validate import validate
from generator.site.marks import is_expired, mark_of

LOAF = "claims/craft/loaf-hours.yml"
READ = ", read: {on: 2026-10-02, by: automated, as: archived, copy: The archived copy of 2026-07-02}"
OPENED = b"\nverified: {on: 2026-11-01, by: A baker, how: Read the page.}\n"


def tree_with(changes: Mapping[str, tuple[str, str] | str | None]) -> dict[str, bytes]:
    """The tiny guide with changes by path: an old and a new piece of text, a text to add, or None for a file to take away."""
    tree = tiny_tree()
    for path, change in changes.items():
        if change is None:
            del tree[path]
        elif isinstance(change, str):
            tree[path] = tree[path].rstrip(b"\n") + b"\n" + change.encode()
        else:
            assert change[0] in tree[path].decode(), path
            tree[path] = tree[path].decode().replace(*change).encode()
    return tree


def page(output: Output, url: str) -> str:
    """The words of a page, without its front matter."""
    return " ".join(read_html(html(output, url)).text.split())


def html(output: Output, url: str) -> str:
    """A page as it stands on the site."""
    return page_html(output.documents[f"{url}index.md"])


def facts(output: Output, url: str) -> dict[str, str]:
    """The labels of a path's facts, at its head and where it says how it was made, with what stands beside them."""
    rows = [row for block in re.findall(r'<dl class="fp-facts.*?</dl>', html(output, url), re.DOTALL)
            for row in re.findall(r"<dt>(.*?)</dt>(<dd.*?)</div>", block)]
    return {label: ", ".join(" ".join(read_html(value).text.split()) for value in re.findall("<dd[^>]*>(.*?)</dd>", values))
            for label, values in rows}


@pytest.fixture(scope="module")
def bare() -> Output:
    """A guide that says no more than it must: no claim, and empty lists wherever a list may be empty."""
    return generate(guide_of(tree_with({
        LOAF: None, "guide.yml": (re.findall(r"figures:\n.*?(?=areas:)", tiny_tree()["guide.yml"].decode(), re.DOTALL)[0], ""),
        "events/first-almanac.yml": ("claims: [loaf-hours]", "claims: []"),
        "roles/baker.yml": (
            tiny_tree()["roles/baker.yml"].decode(),
            "name: Baker\nsummary: Makes bread.\napproach: Dough first\ndescription: A baker.\na_day: []\nresponsibilities: []\nbackground: None.\n"
            "workbench: []\nneeds:\n  kneading: {core: 2, full: 2}\n  sourdough: {core: 2, full: 3}\nhiring: []\nnot_for_you_if: []\n"
            "ad_signals: {phrases: [], questions: []}\ncriteria:\n  morning: {value: Begins at two., opinion: true}\n"),
        "decisions/which-trade.yml": ("[the claim](claim:loaf-hours)", "a book"),
        "pages/about.md": ("[the claim](claim:loaf-hours)", "a book"),
    })))


class TestMarks:
    def test_no_page_marks_a_claim_as_more_than_it_is(self, real: Output, real_guide: Guide) -> None:
        """A confirmation needs somebody who looked: in links, in boxes, in tallies."""
        pages = [page_html(text) for text in real.documents.values()]
        links = [link for text in pages for link in re.findall(r'<a href="[^"]*#([a-z0-9-]+)">(?:(?!</a>).)*?fp-mark--([a-z-]+)', text)]
        assert len(links) > 500 and len(links) == sum(text.count("fp-mark--") for text in pages)
        for claim, mark in links:
            expired = is_expired(real_guide.claims[claim], real_guide) and real_guide.claims[claim].is_borne_out
            assert mark == ("expired" if expired else mark_of(real_guide.claims[claim])), claim
        shown = {mark for text in pages for mark in re.findall(r"fp-verdict--([a-z-]+)", text)}
        assert shown <= {mark_of(claim) for claim in real_guide.claims.values()} | {"expired"}

    def test_only_a_confirmation_is_green(self) -> None:
        """Every other mark has a colour of its own."""
        styles = (ROOT / "theme_overrides/assets/stylesheets/parts.css").read_text()
        rules = re.findall(r"^  (\.fp-(?:mark|verdict)[^{]*)\{([^}]*--fp-one\b[^}]*|[^}]*--fp-yes\b[^}]*)\}", styles, re.MULTILINE)
        assert rules and all("--confirmed" in part for selectors, _ in rules for part in selectors.split(","))

    @pytest.mark.parametrize(("read", "more", "mark", "said", "known"), [
        ("", b"", "unread", "not read", "not read"),
        (READ, b"", "confirmed", "read in a copy from 2026-07", "read at the source or in a dated copy"),
        (READ.replace("2026-07-02", "the day it came out"), b"", "confirmed", "read in an undated copy", "read at the source or in a dated copy"),
        (READ.replace("archived", "repository"), b"", "confirmed", "read in the repository, 2026-07", "read at the source or in a dated copy"),
        (READ.replace("archived", "live"), b"", "confirmed", "read at the source, 2026-10", "read at the source or in a dated copy"),
        (", read: {on: 2026-10-02, by: person, as: report, via: the-gazette}", b"", "reported", "as reported by The guild",
         "taken from a named report"),
        ("", b"counted: loaves/rye\nsample: 40\n", "confirmed", "counted by us", "counted by us"),
        (READ, OPENED, "confirmed", "opened by A baker on 2026-11-01", "opened at the source by a person")])
    def test_a_mark_says_what_stands_behind_a_claim(self, read: str, more: bytes, mark: str, said: str, known: str) -> None:
        """On the home page, in its box, in the count of all and at its source; green only where somebody looked."""
        tree = tiny_tree()
        assert READ.encode() in tree[LOAF]
        tree[LOAF] = tree[LOAF].replace(READ.encode(), read.encode()) + more
        tree["sources/the-gazette.yml"] = b"title: The gazette\npublisher: The guild\nkind: secondary\n"
        tree["sources/bakers-almanac.yml"] += b"countable: true\n"
        guide, problems = validate(*load(tree), lenient=True)  # for a confirmation that nobody looked up is an error
        assert guide is not None, problems
        output = generate(guide)
        legend = said if mark == "unread" else "as reported" if mark == "reported" else "confirmed"
        assert f"{legend} 1" in page(output, "evidence/") and f"1 {known}" in page(output, "evidence/")
        shown = "".join(html(output, url) for url in ("", "evidence/craft/", "evidence/", "evidence/article/"))
        assert set(re.findall("fp-(?:verdict|mark)--([a-z-]+)", shown)) == {mark}
        assert said in page(output, "") and said in page(output, "evidence/craft/")
        assert known != "counted by us" and said[1:] in page(output, "evidence/sources/") or more

    def test_what_is_past_its_date_says_so_wherever_it_is_named(self) -> None:
        output = generate(guide_of(tree_with({LOAF: "expires: 2026-10\n"})))
        for url in ("", "evidence/craft/"):
            assert "past its re-check date" in page(output, url)
        marks = re.findall('fp-mark--([a-z-]+)" title="([^"]*)"', html(output, "roles/") + html(output, "about/"))
        assert len(marks) > 1 and set(marks) == {("expired", "confirmed; past its re-check date")}
        warned = generate(guide_of(tree_with({LOAF: ("confirmed", "contradicted\ncaveat: It depends.\nexpires: 2026-10")})))
        assert 'fp-mark--contradicted" title="contradicted; past its re-check date"' in html(warned, "about/")

    def test_a_resource_says_how_it_was_read(self) -> None:
        read = "read: {on: 2026-10-02, by: automated, as: repository, copy: Its files at 1961e78 of 2026-03-14}\n"
        for added, said in (("", "Not read."), (read, "Read in the repository, 2026-03.")):
            assert said in page(generate(guide_of(tree_with({"resources/book/bread-book.yml": added}))), "resources/bread-book/")

    def test_a_resource_whose_parts_were_read_does_not_deny_it(self) -> None:
        course, part = "resources/course/sourdough-course.yml", "teaches: {kneading: 1, sourdough: 1}}"
        read = "read: {on: 2026-10-02, by: automated, as: archived, copy: A copy of 2026-03}"
        assert "Not read." in page(generate(guide_of(tiny_tree())), "resources/sourdough-course/")
        text = page(generate(guide_of(tree_with({course: (part, f"{part[:-1]}, {read}}}")}))), "resources/sourdough-course/")
        assert "1 of 2 parts read." in text and "Not read." not in text

    def test_a_guide_without_claims_counts_none(self, bare: Output) -> None:
        text = page(bare, "evidence/")
        assert "0 of 0" not in text and "marks" not in text.split("Evidence", 1)[1].replace("a mark that says", "")
        assert "fp-figures" not in html(bare, "")
        assert "evidence/corrections/index.md" not in bare.documents, "nothing is said of claims that are not there"

    @pytest.mark.parametrize("number", [1, 4])
    def test_the_figures_of_the_home_page_are_not_counted_in_words(self, number: int) -> None:
        more = "".join(f"  - {{claim: loaf-hours, says: once more {turn}}}\n" for turn in range(number - 1))
        tree = tree_with({"guide.yml": ("says: from flour to loaf}\n", f"says: from flour to loaf}}\n{more}")})
        text = html(generate(guide_of(tree)), "")
        assert text.count("fp-figures__value") == number
        assert '<h2 id="figures">Key figures</h2>' in text

    def test_a_reason_to_name_a_resource_is_no_praise(self, tiny: Output) -> None:
        assert "Why it is here: Sourdough. It begins with the starter." in page(tiny, "resources/bread-book/")
        assert "Why it is here: It begins with the starter." in page(tiny, "skills/sourdough/")
        assert "Here for Sourdough: It begins with the starter." in page(tiny, "paths/home-cook/baker/")


class TestCosts:
    def test_a_path_counts_what_costs_money_and_says_what_it_does_not_know(self, tiny: Output) -> None:
        text = page(tiny, "paths/home-cook/baker/")
        assert facts(tiny, "paths/home-cook/baker/")["Paid resources"] == "1 of 1"
        assert facts(tiny, "paths/home-cook/baker/")["Resources that need an account"] == "none of 1, unknown for 1"
        assert facts(tiny, "paths/home-cook/baker/")["Cost"] == "1 of 1 cost money, other costs not counted"
        assert "Not counted: other costs" in text and "CostpaidAbout $20." in text

    def test_a_free_path_claims_no_more_than_that_its_resources_are(self, tiny: Output) -> None:
        url = "paths/home-cook/baker/free/"
        found = facts(tiny, url)
        assert (found["Paid resources"], found["Resources that need an account"]) == ("none of 2", "1 of 2, unknown for 1")
        assert found["Cost"] == "materials are free, 1 step names its running costs"
        assert facts(tiny, "paths/home-cook/pastry-chef/")["Cost"] == "materials are free, 1 step names its running costs"
        text = page(tiny, url)
        assert "Needsan account" in text and "all of it" not in text

    def test_a_path_names_the_accounts_that_its_steps_ask_for(self) -> None:
        """One that serves every step once, one at each publisher once for each; a supply that is no account not at all."""
        url = "paths/home-cook/pastry-chef/"
        for kind, named in (("one", "Accounts: Flour, about a kilo"), ("each", "Accounts: Flour, about a kilo: Flour Channel")):
            output = generate(guide_of(tree_with({"guide.yml": ("about a kilo\", tried", f"about a kilo\", account: {kind}, tried")})))
            assert facts(output, url)["Cost"] == "materials are free, 1 account to open" and named in page(output, url)
        assert "Accounts:" not in page(generate(guide_of(tiny_tree())), url)

    def test_what_holds_of_a_whole_resource_is_said_at_its_first_part(self) -> None:
        tree = tree_with({"resources/course/sourdough-course.yml": "note: The flour is extra.\n"})
        output = generate(guide_of(tree))
        steps = html(output, "paths/home-cook/baker/free/").split('<li class="fp-step ')[1:]
        parts = [step for step in steps if "#week-" in step.split('data-key="')[1].split('"')[0]]
        assert [read_html(step).text.count("The flour is extra.") for step in parts] == [1, 0]


class TestHours:
    ROAD = "paths/home-cook/baker/then/pastry-chef/"

    @pytest.mark.parametrize(("change", "length", "stated"), [
        ("hours: 8\n", "about 8 h, likely 6 to 10 h", "none; all are our estimates"),
        ("hours: 2\n", "about 2 h, likely 1 to 3 h", "none; all are our estimates"),
        ("hours: 12.5\n", "about 15 h, likely 10 to 20 h", "none; all are our estimates"),
        ("hours: 0.3\n", "about 1 h, likely 0 to 1 h", "none; all are our estimates"),
        ("hours: 8\nhours_basis: stated\n", "8 h", "8 h"),
    ])
    def test_a_length_says_what_it_rests_on(self, change: str, length: str, stated: str) -> None:
        tree = tree_with({"resources/tutorial/croissants.yml": ("hours: 8\n", change)})
        found = facts(generate(guide_of(tree)), self.ROAD)
        assert (found["Total"], found["Hours stated by publishers"]) == (length, stated)

    def test_what_is_not_stated_is_estimated(self, tiny: Output) -> None:
        assert facts(tiny, "paths/home-cook/pastry-chef/")["Hours stated by publishers"] == "1.5 h; the rest are our estimates"

    @pytest.mark.parametrize("url", ["", "paths/"])
    def test_where_ranges_stand_they_are_called_estimates(self, url: str, tiny: Output) -> None:
        assert "Hours are estimates" in page(tiny, url)


@pytest.mark.parametrize("guide", ["tiny", "bare", "real"])
def test_no_heading_stands_above_nothing(guide: str, request: pytest.FixtureRequest) -> None:
    """Neither above another one of its rank or the end of the page, nor above a list or a table without entries."""
    found = []
    headings = 0
    for name, text in request.getfixturevalue(guide).documents.items():
        body = re.sub("<template.*?</template>", "", page_html(text), flags=re.DOTALL)
        pieces = re.split(r"(<h[23] id=.*?</h[23]>)", body, flags=re.DOTALL)
        for heading, below, after in zip(pieces[1::2], pieces[2::2], [*pieces[3::2], ""], strict=False):
            headings += 1
            deeper = after.startswith("<h3") and heading.startswith("<h2")
            if not deeper and not re.sub("<[^>]*>", "", below).strip():
                found.append(f"{name}: {heading}")
        # What has a name for scripts is filled by them.
        found += [f"{name}: {empty}" for empty in re.findall(r"<(?:ul|ol|dl|tbody)(?: class=\S+)?>\s*</(?:ul|ol|dl|tbody)>", body)]
    assert found == [] and headings > 100


class TestOrderAndPlace:
    @pytest.mark.parametrize(("expires", "expired"), [
        ("2026-11", False), ("2026", False), ("2026-12", False), ("2026-10", True), ("2026-09-30", True)])
    def test_a_claim_is_past_its_date_when_the_date_is_over(self, expires: str, expired: bool) -> None:
        """By the guide's own date, November 2026."""
        guide = guide_of(tree_with({LOAF: f"expires: {expires}\n"}))
        assert is_expired(guide.claims["loaf-hours"], guide) == expired

    def test_what_is_learned_from_comes_with_the_named_and_the_best_first(self, tiny: Output) -> None:
        """For Sourdough the book is named, and the course leads further; for Kneading the video is the shortest of two that lead as far."""
        def titles(url: str) -> list[str]:
            return re.findall(r'<p><a href="../../resources/([a-z-]+)/">', html(tiny, url).split('<h2 id="learn">')[1])

        assert titles("skills/sourdough/") == ["bread-book", "sourdough-course"]
        assert titles("skills/kneading/") == ["kneading-video", "bread-book", "sourdough-course"]

    def test_the_first_level_of_a_role_is_that_of_the_hiring_bar(self, tiny: Output) -> None:
        row = html(tiny, "roles/baker/").split(">Sourdough</a></th>")[1].split("</tr>")[0]
        assert re.findall(r'<td><span class="fp-dots fp-dots--(\d)"', row) == ["2", "3"]

    def test_the_timeline_goes_on_in_time(self) -> None:
        later = "name: The second almanac\non: 2025-03\nwhat: It is printed again.\n"
        tree = tiny_tree() | {"events/a-second-almanac.yml": later.encode()}
        text = page(generate(guide_of(tree)), "evidence/timeline/")
        assert text.index("The almanac appears") < text.index("The second almanac")

    def test_the_plan_that_is_open_is_marked_among_the_others(self, tiny: Output) -> None:
        for variant, name in (("", "Enough to get hired"), ("free/", "Enough to get hired, free resources only")):
            text = html(tiny, f"paths/home-cook/baker/{variant}")
            assert re.findall(r'<strong aria-current="page">(.*?) <', text) == [name]

    def test_the_home_page_names_the_other_roles_beside_the_arms(self) -> None:
        arms = "arms:\n  - {role: baker, says: Start from the dough.}\n  - {role: pastry-chef, says: Start from the plate.}\n"
        tree = tree_with({"guide.yml": ("roles: [baker, pastry-chef]", "roles: [baker, pastry-chef, miller]")})
        tree["roles/miller.yml"] = tree["roles/baker.yml"].replace(b"name: Baker", b"name: Miller")
        tree["projects/first-loaf.yml"] = tree["projects/first-loaf.yml"].replace(b"pastry-chef]", b"pastry-chef, miller]")
        path = "decisions/which-trade.yml"
        tree[path] = tree[path].replace(b"apron says.\", roles: [baker]", b"apron says.\", roles: [baker, miller]")
        assert arms in tree["guide.yml"].decode()
        home = html(generate(guide_of(tree)), "")
        assert re.findall(r'<p class="fp-also">Also in this guide: (.*?)</p>', home) == ['<a href="roles/miller/">Miller</a>']
