"""The line from end to end: content in, a whole site out, the same on every machine, and never half of one."""
from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import CONTENT, ROOT, TINY, files_below, fingerpost, generate, guide_of, tiny_tree, write_tree
from hostile_guide import DESCRIPTION, TITLE, full_tree, hostile_site_tree
from html_reader import Reading, broken, front_matter, links_of, read_site
from mutants import changes, checked

from generator.cli import commands
from generator.content.load import load
from generator.engine.config import engine_config
from generator.engine.run import EngineFailed, run_engine
from generator.model import Guide, Language
from generator.pipeline import Output, write_documents
from generator.planner import Step
from generator.rules.validate import validate
from generator.site.cards import GUIDE_CARD, card_path
from generator.site.plan_data import PLAN_FILE, plan_data
from generator.site.search import INDEX

FOLDERS = {"tiny": TINY, "real": CONTENT}


def site_url(content: Path) -> str:
    """Where a guide says that it is published."""
    documents, _ = load({"guide.yml": (content / "guide.yml").read_bytes()})
    return documents[0].data.get("site_url", "")


@pytest.fixture(scope="module")
def tiny_pages(tiny_site: Path) -> Mapping[str, Reading]:
    return read_site(tiny_site / "site")


@pytest.fixture(scope="module")
def real_pages(real_site: Path) -> Mapping[str, Reading]:
    return read_site(real_site / "site")


@pytest.fixture(scope="module")
def full_pages(full_site: Path) -> Mapping[str, Reading]:
    return read_site(full_site / "site")


@pytest.fixture(scope="module")
def hostile_pages(hostile_site: Path) -> Mapping[str, Reading]:
    return read_site(hostile_site / "site")


@pytest.fixture(params=["tiny", "real"])
def site(request: pytest.FixtureRequest) -> tuple[str, Path, Mapping[str, Reading]]:
    """Either guide: its name, the folder that it was built into, its pages."""
    name = request.param
    return name, request.getfixturevalue(f"{name}_site"), request.getfixturevalue(f"{name}_pages")


class TestAnotherGuide:
    def test_a_guide_of_another_subject_builds_elsewhere_without_a_change_here(
        self, tiny: Output, tiny_site: Path, tiny_pages: Mapping[str, Reading],
    ) -> None:
        assert set(tiny_pages) == {page.url for page in tiny.pages} | {"404.html"}
        assert tiny_pages[""].text.count("Baker or pastry chef?") >= 1
        assert (tiny_site / "mkdocs.yml").is_relative_to(ROOT) is False
        assert {path.name for path in tiny_site.iterdir()} == {"docs", "mkdocs.yml", "site", "stamp"}

    def test_its_configuration_says_what_is_of_this_guide_and_inherits_the_rest(self, tiny: Output, tmp_path: Path) -> None:
        text = engine_config(guide_of(tiny_tree()), tiny.pages, tmp_path / "a/b")
        assert text.startswith("# Written by `python -m generator`; edits are lost.")
        config = yaml.safe_load(text)
        assert (tmp_path / "a/b" / config["INHERIT"]).resolve() == ROOT / "mkdocs.yml"
        assert (tmp_path / "a/b" / config["theme"]["custom_dir"]).resolve() == ROOT / "theme_overrides"
        assert (config["site_url"], config["docs_dir"], config["site_dir"]) == ("https://example.org/flour/", "docs", "site")
        assert config["nav"][:2] == [{"Home": "index.md"}, {"Decide": "decide/index.md"}]
        assert config["extra"]["repository"] == "https://example.org/flour/source"

    def test_a_fork_names_its_own_address(self, tiny: Output, tmp_path: Path) -> None:
        text = engine_config(guide_of(tiny_tree()).at("https://fork.example.org/g/"), tiny.pages, tmp_path)
        assert yaml.safe_load(text)["site_url"] == "https://fork.example.org/g/"

    def test_a_site_that_knows_no_address_of_its_own_is_built_and_names_none(self, tmp_path: Path) -> None:
        text = re.sub(rb"^(site_url|repository): .*\n", b"", tiny_tree()["guide.yml"], flags=re.MULTILINE)
        guide = guide_of(tiny_tree() | {"guide.yml": text})
        output = generate(guide, commands())
        write_documents(output, guide, tmp_path / "out")
        run_engine(tmp_path / "out", output.pages, lambda: output.copies)
        said = {path: path.read_text() for path in (tmp_path / "out/site").rglob("*.html")}
        assert len(said) > 50
        assert [path for path, html in said.items() if 'href=""' in html or "/edit/" in html or 'rel="canonical"' in html] == []
        assert Language().words.theme.repository not in re.findall(r"<a [^>]*>([^<]*)</a>", said[tmp_path / "out/site/index.html"])

    def test_the_root_of_the_repository_knows_no_guide(self) -> None:
        text = (ROOT / "mkdocs.yml").read_text()
        config = yaml.safe_load(text)
        assert not {"nav", "site_url", "site_description", "repo_url"} & set(config)
        assert config["plugins"] == []

    def test_a_second_build_changes_nothing(self, tiny_site: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        shutil.copytree(tiny_site, out)
        (out / "stamp").unlink()
        done = fingerpost("build", "--content", TINY, "--out", out, SOURCE_DATE_EPOCH="1800000000")
        assert done.stdout.splitlines()[0] == f"{len(list((out / 'docs').rglob('index.md')))} pages in {out / 'docs'}: 0 changed, 0 removed."
        assert {path: content for path, content in files_below(out).items() if path != "stamp"} == {
            path: content for path, content in files_below(tiny_site).items() if path != "stamp"}

    def test_a_changed_file_changes_its_pages_and_a_deleted_one_takes_its_page_along(self, tiny: Output, tmp_path: Path) -> None:
        first = write_documents(tiny, guide_of(tiny_tree()), tmp_path / "out")
        tree = tiny_tree()
        del tree["debates/machine-or-hand.yml"]
        guide = guide_of(tree)
        written = write_documents(generate(guide, commands()), guide, tmp_path / "out")
        assert set(first.changed) == {*tiny.documents, *tiny.assets}
        assert written.removed == ("debates/index.md", "debates/machine-or-hand/index.md")
        assert written.changed == ("index.md", "llms.txt", INDEX)


class TestSameBytes:
    def test_another_process_folder_zone_language_and_hash_seed_give_the_same_site(self, tiny_site: Path, tmp_path: Path) -> None:
        environment = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1800000000"}
        done = fingerpost("build", "--content", os.path.relpath(TINY, tmp_path), "--out", "x/y/out", cwd=tmp_path, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        for part in ("docs", "site"):
            here, there = files_below(tiny_site / part), files_below(tmp_path / "x/y/out" / part)
            assert here.keys() == there.keys()
            assert [name for name in here if here[name] != there[name]] == []

    def test_the_real_documents_are_the_same_here_as_in_the_process_that_built_the_site(self, real: Output, real_site: Path) -> None:
        """That one had a hash seed, a folder and a time zone of its own. Both follow what `_plans` keeps."""
        there = files_below(real_site / "docs")
        assert {*real.documents, *real.assets, ".fingerpost"} == there.keys()
        assert [name for name, text in real.documents.items() if text.encode() != there[name]] == []

    def test_builds_upon_each_other_end_where_a_cold_one_does(self, tmp_path: Path) -> None:
        """After edits by dice, a page that came and one that went."""
        content = write_tree(tmp_path / "content", tiny_tree())
        documents, _ = load(tiny_tree())
        dice = Random("edits")
        edits = (changed for _, changed in dice.sample(list(changes(documents)), 40) if checked(documents, changed) is not None)
        for turn, changed in enumerate([{}, next(edits), next(edits)]):
            for path, data in changed.items():
                (content / path).write_text(json.dumps(data))
            new = content / "debates/a-new-one.yml"
            if turn == 1:
                new.write_bytes((content / "debates/machine-or-hand.yml").read_bytes())
            elif turn == 2:
                new.unlink()
            done = fingerpost("build", "--content", content, "--out", tmp_path / "warm")
            assert done.returncode == 0, done.stdout + done.stderr
        assert fingerpost("build", "--content", content, "--out", tmp_path / "cold").returncode == 0
        for part in ("docs", "site"):
            warm, cold = files_below(tmp_path / "warm" / part), files_below(tmp_path / "cold" / part)
            assert warm.keys() == cold.keys() and [name for name in cold if warm[name] != cold[name]] == []

    def test_the_order_of_files_in_the_folder_does_not_matter(self, tiny: Output) -> None:
        tree = tiny_tree()
        assert generate(guide_of(dict(reversed(tree.items()))), commands()).documents == tiny.documents


class TestNeverHalf:
    MOMENTS: Mapping[str, Callable[[Path], bool]] = {
        "the engine has begun": lambda out: any(out.glob("site.new-*")),
        "pages are being written": lambda out: any(out.glob("site.new-*/index.html")),
        "the engine is nearly done": lambda out: any(out.glob("site.new-*/sitemap.xml.gz")),
    }

    def test_kill_9_leaves_a_whole_site(self, tiny_site: Path, tmp_path: Path) -> None:
        """The old one, at whichever moment; and the next build goes on as if nothing had been."""
        content, out = write_tree(tmp_path / "content", tiny_tree()), tmp_path / "out"
        shutil.copytree(tiny_site, out)
        old = files_below(out / "site")
        (content / "guide.yml").write_bytes(tiny_tree()["guide.yml"].replace(b"Baker or pastry chef?", b"Bread or cake?"))
        for comes in self.MOMENTS.values():
            for left in out.glob("site.new-*"):
                shutil.rmtree(left)
            process = _build(content, out, start_new_session=True)
            try:
                while not comes(out):
                    assert process.poll() is None, "the build was over before its moment came"
                    _let_it_run(process)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                said = process.communicate()
            assert process.returncode == -signal.SIGKILL, said
            assert files_below(out / "site") == old
        assert fingerpost("build", "--content", content, "--out", out, SOURCE_DATE_EPOCH="1800000000").returncode == 0
        new = files_below(out / "site")
        assert new.keys() == old.keys() and b"Bread or cake?" in new["index.html"]
        assert {path.name for path in out.iterdir()} == {"docs", "mkdocs.yml", "site", "stamp"}

    def test_two_builds_at_once_are_one_after_the_other(self, tiny_site: Path, tmp_path: Path) -> None:
        """Whichever comes last, the site is whole and of one content, and nobody is told that all is well when it is not."""
        out, contents = tmp_path / "out", []
        for title in (b"Bread or cake?", b"Rye or wheat?"):
            contents.append(write_tree(tmp_path / f"content{len(contents)}", tiny_tree()))
            (contents[-1] / "guide.yml").write_bytes(tiny_tree()["guide.yml"].replace(b"Baker or pastry chef?", title))
        shutil.copytree(tiny_site, out)
        builds = [_build(content, out) for content in contents]
        said = [build.communicate() for build in builds]
        assert [build.returncode for build in builds] == [0, 0], said
        waited = [error for _, error in said if error]
        assert waited == [f"Another build is writing to {out}; this one goes on when it is done.\n"]
        last = contents[[error for _, error in said].index(waited[0])]
        assert fingerpost("build", "--content", last, "--out", tmp_path / "alone", SOURCE_DATE_EPOCH="1800000000").returncode == 0
        for part in ("docs", "site"):
            assert files_below(out / part) == files_below(tmp_path / "alone" / part)
        assert {path.name for path in out.iterdir()} == {"docs", "mkdocs.yml", "site", "stamp"}

    def test_a_site_that_lacks_a_planned_page_is_no_site(self, tiny: Output, tiny_site: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        shutil.copytree(tiny_site, out)
        old = files_below(out / "site")
        (out / "docs/resources/croissant-course/index.md").unlink()  # No page leads there; a link to a lost page fails in the engine itself.
        with pytest.raises(EngineFailed, match=r"made no page for 1 of those planned, such as /resources/croissant-course/\."):
            run_engine(out, tiny.pages, lambda: tiny.copies)
        assert files_below(out / "site") == old
        assert {path.name for path in out.iterdir()} == {"docs", "mkdocs.yml", "site", "stamp"}

    def test_a_lost_page_that_others_lead_to_is_an_error_of_the_engine(self, tiny: Output, tiny_site: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        shutil.copytree(tiny_site, out)
        (out / "docs/roles/baker/index.md").unlink()
        with pytest.raises(EngineFailed, match=r"contains a link '\S*roles/baker/index\.md', but the target"):
            run_engine(out, tiny.pages, lambda: tiny.copies)

    def test_an_engine_that_fails_leaves_the_old_site(self, tiny: Output, tiny_site: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        shutil.copytree(tiny_site, out)
        old = files_below(out / "site")
        (out / "docs/index.md").write_text("# Broken\n\n[x](nowhere.md)\n")
        with pytest.raises(EngineFailed, match=r"'index\.md' contains a link 'nowhere\.md', but the target is not found"):
            run_engine(out, tiny.pages, lambda: tiny.copies)
        assert files_below(out / "site") == old
        assert {path.name for path in out.iterdir()} == {"docs", "mkdocs.yml", "site", "stamp"}

    def test_bad_content_writes_nothing(self, tmp_path: Path) -> None:
        content = write_tree(tmp_path / "content", {**tiny_tree(), "skills/dough/kneading.yml": b"name: x\n"})
        done = fingerpost("build", "--content", content, "--out", tmp_path / "out")
        assert (done.returncode, done.stderr) == (1, "")
        assert not (tmp_path / "out").exists()


def _build(content: Path, out: Path, **settings: Any) -> subprocess.Popen[str]:
    """A build that has begun."""
    command = [sys.executable, "-m", "generator", "build", "--content", str(content), "--out", str(out)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1800000000"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **settings)


def _let_it_run(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(0.002)
    except subprocess.TimeoutExpired:
        pass


class TestBuiltSite:
    def test_every_link_leads_to_a_page_a_file_or_a_place(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        name, out, pages = site
        assert broken({url: page for url, page in pages.items() if url != "404.html"}, files_below(out / "site").keys()) == []
        base = urlsplit(site_url(FOLDERS[name])).path or "/"
        targets = [target for _, target in links_of(pages["404.html"]) if target.startswith("/")]
        known = {*pages, *files_below(out / "site")}
        assert targets and [target for target in targets if target.removeprefix(base).removesuffix(".") not in known] == []

    def test_nothing_is_fetched_from_another_host(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        """Links that a reader follows may lead away; nothing that a browser loads by itself does."""
        name, out, pages = site
        own = urlsplit(site_url(FOLDERS[name])).netloc
        for url, page in pages.items():
            for tag, target in links_of(page):
                host = urlsplit(target).netloc
                assert tag == "a" or host in ("", own), f"{url}: <{tag}> {target}"
            assert [element.tag for element in page.elements if element.tag in ("iframe", "object", "embed", "base")] == []
            assert [element for element in page.elements if "srcset" in element.attributes or "url(" in element.attributes.get("style", "")] == []
        for path, raw in files_below(out / "site").items():
            if path.endswith(".css"):
                fetched = re.findall(rb"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')]*)", raw)
                assert fetched == [], path

    def test_every_page_says_which_file_it_comes_from(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        name, _, pages = site
        content = FOLDERS[name]
        known = "\nrepository: " in (content / "guide.yml").read_text()
        for url, page in pages.items():
            stub = any(element.attributes.get("http-equiv") == "refresh" for element in page.elements)
            edited = [link.partition("/content/")[2] for link in page.all("a", "href") if re.search("/edit/[^/]+/content/", link)]
            if url.startswith("contribute/"):  # made from the generator itself
                assert not edited
            elif url != "404.html" and not stub:
                assert bool(edited) is known and all((content / path).is_file() for path in edited), url

    @pytest.mark.parametrize("name", ["tiny", "hostile"])
    def test_every_page_shows_what_is_above_it_and_which_file_is_behind_it(self, name: str, request: pytest.FixtureRequest) -> None:
        """As its front matter says; and the search finds no page by it."""
        out = request.getfixturevalue(f"{name}_site")
        shown = 0
        for path in sorted((out / "docs").rglob("index.md")):
            fields = front_matter(path.read_text("utf-8"))
            html = (out / "site" / path.relative_to(out / "docs")).with_suffix(".html").read_text("utf-8")
            crumbs = re.findall('<nav class="fp-crumbs".*?</nav>', html, re.DOTALL)
            links = [link for nav in crumbs for link in re.findall('<a href="(.*?)">(.*?)</a>', nav)]
            assert links == [(above["href"], above["title"]) for above in fields.get("trail", [])], path
            foot = re.findall('<p class="fp-source">(?:<a href="(.*?)" rel="noopener">.*?</a> )?<span>.*?<code>(.*?)</code></span>(.*?)</p>', html)
            copy = "" if "robots" in fields else f' <a href="index.md" type="text/markdown">{Language().words.theme.markdown}</a>'
            assert foot == ([(fields.get("edit", ""), fields["source"], copy)] if "source" in fields else []), path
            shown += bool(links) + bool(foot)
        assert shown > 60
        index = (out / "site" / INDEX).read_text()
        assert f"{Language().words.theme.source} content" not in index and "fp-crumbs" not in index

    def test_every_page_is_well_formed(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        _, _, pages = site
        for url, page in pages.items():
            assert page.faults == ["declaration 'doctype html'"], f"{url}: {page.faults[:5]}"

    def test_every_page_has_its_title_language_and_one_heading_of_the_first_order(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        _, out, pages = site
        titles = {}
        for url, page in pages.items():
            assert page.all("html", "lang") == ["en"], url
            assert sum(element.tag == "h1" for element in page.elements) == 1, url
            path = out / "site" / (url if url.endswith(".html") else f"{url}index.html")
            titles[url] = _titles(path)
        assert [url for url, found in titles.items() if len(found) != 1] == []
        # Two things of different kinds may have one name; within a section each page has a title of its own.
        shown = [(url.partition("/")[0], found[0]) for url, found in titles.items() if "This page has moved" not in found[0]]
        assert sorted(title for title in set(shown) if shown.count(title) > 1) == []

    def test_every_id_of_a_page_is_there_once(self, site: tuple[str, Path, Mapping[str, Reading]]) -> None:
        _, _, pages = site
        for url, page in pages.items():
            ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
            assert sorted(name for name in set(ids) if ids.count(name) > 1) == [], url

    def test_a_stub_sends_the_browser_on(self, tiny_pages: Mapping[str, Reading]) -> None:
        page = tiny_pages["resources/croissant-course/"]
        meta = {element.attributes.get("http-equiv") or element.attributes.get("name"): element.attributes.get("content")
                for element in page.elements if element.tag == "meta"}
        assert (meta["refresh"], meta["robots"]) == ("0; url=../croissants/", "noindex")

    def test_a_shared_link_shows_which_page_of_which_guide_it_is(self, tiny: Output, tiny_pages: Mapping[str, Reading]) -> None:
        for page in tiny.pages:
            card, says = (card_path(page), page.card) if page.card else (GUIDE_CARD, tiny.cards[GUIDE_CARD].says)
            shown = {"og:type": "website", "og:site_name": "Baker or pastry chef?", "og:title": page.title, "og:description": page.description,
                     "og:url": f"https://example.org/flour/{page.url}", "og:image": f"https://example.org/flour/{card}",
                     "og:image:type": "image/png", "og:image:width": "1200", "og:image:height": "630", "og:image:alt": says}
            assert _previewed(tiny_pages[page.url]) == (shown if page.searchable else {}), page.url

    def test_the_sitemap_lists_what_search_engines_may_show_with_the_day_of_its_content(self, tmp_path: Path) -> None:
        tree = tiny_tree()
        path = "resources/tutorial/croissants.yml"
        assert b"as_of: 2026-11\n" in tree["guide.yml"]
        tree[path] += b"verified: {on: 2026-11-20, by: '@ada', how: Opened the page.}\n"
        content = write_tree(tmp_path / "content", tree)
        done = fingerpost("build", "--content", content, "--out", tmp_path / "out")
        assert done.returncode == 0, done.stdout + done.stderr
        sitemap = (tmp_path / "out/site/sitemap.xml").read_text()
        found = dict(re.findall(r"<loc>https://example.org/flour/(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", sitemap))
        shown = {page.url for page in generate(guide_of(tree)).pages if page.searchable}
        assert found.keys() == shown
        assert found["resources/croissants/"] == found[""] == found["resources/"] == "2026-11-20"
        assert found["roles/baker/"] == found["skills/kneading/"] == "2026-11"

    def test_variants_and_stubs_are_not_in_the_search(self, tiny_site: Path) -> None:
        index = json.loads((tiny_site / "site" / INDEX).read_text())
        places = {entry[1].partition("#")[0] for entry in index["entries"]}
        assert "paths/home-cook/baker/" in places and "skills/kneading/" in places
        assert [place for place in places if re.search("/free/|/full|/then/|croissant-course", place)] == []


class TestHostileGuide:
    """The full guide with a hostile text in every field, through the whole line, beside the same guide with plain words."""

    def test_the_same_pages_are_there(self, hostile_pages: Mapping[str, Reading], full_pages: Mapping[str, Reading]) -> None:
        assert set(hostile_pages) == set(full_pages)

    def test_no_text_adds_an_element_or_an_attribute(self, hostile_pages: Mapping[str, Reading], full_pages: Mapping[str, Reading]) -> None:
        """Beyond what a text may have: bold, emphasis, code, lists, links, and in an article code blocks, quotations and tables."""
        ours = _signature(full_pages) | {(tag, "") for tag in ("em", "strong", "code", "pre", "blockquote", "br", "ul", "ol", "li")}
        ours |= {("pre", "tabindex"), ("ol", "start"), *(("a", name) for name in ("class", "href", "rel"))}
        ours |= {(tag, name) for tag in ("table", "thead", "tbody", "tr", "th", "td") for name in ("", "class")}
        assert _signature(hostile_pages) - ours == set()

    def test_every_page_is_as_whole_as_before(self, hostile_pages: Mapping[str, Reading]) -> None:
        for url, page in hostile_pages.items():
            assert page.faults == ["declaration 'doctype html'"], f"{url}: {page.faults[:5]}"

    def test_no_script_is_another(self, hostile_site: Path, full_site: Path) -> None:
        assert _scripts(hostile_site) == _scripts(full_site)

    def test_data_for_scripts_arrives_as_typed(self, hostile_site: Path) -> None:
        guide, _ = validate(*load(hostile_site_tree()))
        assert guide is not None
        found = generate(guide)
        for key, plan in found.plans.items():
            data = json.loads((hostile_site / "site" / key.url / PLAN_FILE).read_text("utf-8"))
            (page,) = [page for page in found.pages if page.url == key.url]
            words = Language().words.path
            finish = words.finish if plan.project_minutes else words.whole
            assert data == plan_data(guide, plan, page.title, key.url, key.variant, finish)
            said = [(step.get("of") or step["title"]) for step in data["steps"]]
            assert said == [_name_of_step(guide, step) for step in plan.steps]

    def test_links_lead_where_links_may(self, hostile_site: Path, hostile_pages: Mapping[str, Reading]) -> None:
        assert broken({url: page for url, page in hostile_pages.items() if url != "404.html"}, files_below(hostile_site / "site").keys()) == []
        for url, page in hostile_pages.items():
            for tag, target in links_of(page):
                assert urlsplit(target).scheme in ("", "https"), f"{url}: <{tag}> {target}"

    def test_no_page_is_sent_elsewhere(self, hostile_pages: Mapping[str, Reading], full_pages: Mapping[str, Reading]) -> None:
        sent, ours = ({url: page.all("meta", "content") for url, page in pages.items() if "refresh" in map(str.lower, page.all("meta", "http-equiv"))}
                      for pages in (hostile_pages, full_pages))
        gone = {url.replace("home-cook", "gone-persona") for url in full_pages if re.fullmatch("paths/home-cook/.+", url)}
        guide, _ = validate(*load(full_tree()))
        assert guide is not None
        former = {page.url for page in generate(guide).pages
                  if page.template == "redirect.md.jinja" and page.url.startswith("paths/home-cook/")}
        assert sent.keys() == ours.keys() == {"resources/croissant-course/", *gone, *former}
        assert [content for contents in sent.values() for content in contents if content.startswith("0; url=") and content != DESCRIPTION] == [
            content for contents in ours.values() for content in contents if content.startswith("0; url=")]

    def test_titles_and_descriptions_show_as_typed(self, hostile_site: Path, hostile_pages: Mapping[str, Reading]) -> None:
        assert TITLE in hostile_pages[""].text
        assert DESCRIPTION in hostile_pages[""].all("meta", "content")
        guide, _ = validate(*load(hostile_site_tree()))
        assert guide is not None
        for page in generate(guide).pages:
            found = _titles(hostile_site / "site" / page.url / "index.html")
            assert [unescape(title) for title in found] == [f"{page.title} - {TITLE}" if page.url else TITLE]
            assert page.description in hostile_pages[page.url].all("meta", "content"), page.url
            if page.searchable:
                shown = _previewed(hostile_pages[page.url])
                assert (shown["og:title"], shown["og:description"], shown["og:site_name"]) == (page.title, page.description, TITLE), page.url


def _previewed(page: Reading) -> dict[str, str]:
    """What a page says for the preview of a link to it."""
    return {element.attributes["property"]: element.attributes["content"] for element in page.elements if "property" in element.attributes}


def _signature(pages: Mapping[str, Reading]) -> set[tuple[str, str]]:
    return {(element.tag, name) for page in pages.values() for element in page.elements for name in ("", *element.attributes)}


def _titles(path: Path) -> list[str]:
    """What the head of a page calls it; drawings have titles, too."""
    return re.findall("<title>(.*?)</title>", path.read_text("utf-8").partition("</head>")[0])


def _scripts(out: Path) -> dict[str, list[str]]:
    """What browsers run, by page: all but blocks of data."""
    run = re.compile(r"<script(?! type=\"application/)[^>]*>.*?</script>", re.DOTALL | re.IGNORECASE)
    return {path.relative_to(out).as_posix(): run.findall(path.read_text("utf-8"))
            for path in sorted((out / "site").rglob("*.html"))}


def _name_of_step(guide: Guide, step: Step) -> str:
    return guide.projects[step.id].name if step.kind == "project" else guide.resources[step.id].title
