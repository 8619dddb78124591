"""What others show of a link to a page, and what readers get who come back: the head of a page, the picture of the sign, the log of changes
and its feed."""
from __future__ import annotations

import base64
import json
import re
import struct
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from conftest import ROOT, SiteOf, generate, guide_of, tiny_tree, write_tree
from html_reader import page_html, read_html
from playwright.sync_api import Browser
from test_language import guide_in, tree_of

from generator.engine.config import engine_settings
from generator.engine.run import run_engine
from generator.model import Guide
from generator.pipeline import Output, write_documents
from generator.site.cards import GUIDE_CARD
from generator.site.look import SIGN

IMAGES = ROOT / "theme_overrides" / "assets" / "images"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/flour/"
ADDED = b"""changes:
  - {on: 2026-10-03, what: "[Kneading](skill:kneading) has a film, **at last** & more."}
  - {on: 2026-11-02, what: "A loaf takes [18 hours](claim:loaf-hours) here."}
  - {on: 2026-10-03, what: There is more than one oven.}
"""


def made(**files: bytes) -> Output:
    tree = tiny_tree() | {name.replace("__", "/") + ".yml": text for name, text in files.items()}
    return generate(guide_of(tree))


@pytest.fixture(scope="module")
def changed() -> Output:
    """A tiny guide with entries of its own, one thing put right and one that went."""
    tree = tiny_tree()
    right = b"corrected:\n  - {on: 2026-10-20, was: It said that rye keeps a week., why: It keeps longer.}\n"
    went = b"retired: {on: 2026-10-30, reason: Nobody asks for it.}\n"
    return made(guide=tree["guide.yml"] + ADDED, **{
        "debates__machine-or-hand": tree["debates/machine-or-hand.yml"] + right,
        "use-cases__sunday-brunch": tree["use-cases/sunday-brunch.yml"] + went})


class TestChanges:
    def test_every_change_stands_by_its_day_the_newest_first(self, changed: Output) -> None:
        html = page_html(changed.documents["changes/index.md"])
        days = re.findall(r'<h2 id="day-\d+">([\d-]+)', html)
        assert days == sorted(days, reverse=True) and {"2026-11-02", "2026-10-20", "2026-10-03"} <= set(days)
        text = " ".join(read_html(html).text.split())
        assert text.index("A loaf takes 18 hours") < text.index("Before: It said that rye keeps a week.") < text.index("Kneading has a film")
        assert '<a href="../skills/kneading/">Kneading</a>' in html and '<a href="../debates/machine-or-hand/">Machine or hand?</a>' in html

    def test_the_feed_says_the_same_and_its_ids_last(self, changed: Output) -> None:
        feed = ElementTree.fromstring(changed.assets["changes.xml"])
        entries = feed.findall(f"{ATOM}entry")
        titles = [entry.findtext(f"{ATOM}title") for entry in entries]
        assert titles[:3] == ["A loaf takes 18 hours here.", "Sunday brunch", "Machine or hand?"]
        assert titles[3:] == ["Kneading has a film, at last & more.", "There is more than one oven."]
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids) and ids == [
            f"{SITE}changes/#{name}" for name in (
                "2026-11-02-1", "use-case-sunday-brunch-retired", "debate-machine-or-hand-2026-10-20-1", "2026-10-03-1", "2026-10-03-2")]
        assert feed.findtext(f"{ATOM}updated") == "2026-11-02T00:00:00Z"
        for part in (feed, *entries):
            assert datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "")
            assert all(link.attrib["href"].startswith(SITE) for link in part.findall(f"{ATOM}link"))
        assert "<" not in "".join(entry.findtext(f"{ATOM}content") or "" for entry in entries)

    def test_the_page_leads_to_its_feed(self, changed: Output) -> None:
        for page, feed in (("changes", "changes.xml"), ("evidence/log", "evidence/log.xml")):
            ways = re.findall(r'href="([^"]*\.xml)"', page_html(changed.documents[f"{page}/index.md"]))
            assert [urljoin(f"{SITE}{page}/", way) for way in ways] == [SITE + feed] and feed in changed.assets

    def test_followers_are_told_what_a_change_is_about(self, changed: Output) -> None:
        """A claim is about the roles that rest on it; what is about nothing of a path is on the page of changes alone."""
        news = json.loads(changed.assets["changes/news.json"])
        assert [(entry["id"], entry["about"]) for entry in news] == [("2026-10-03-1", ["skill:kneading"])]
        assert (news[0]["title"], news[0]["says"], news[0]["url"]) == ("Kneading has a film, at last & more.", "", "skills/kneading/")
        resting = tiny_tree()["roles/baker.yml"] + b"pay: [loaf-hours]\n"
        told = json.loads(made(guide=tiny_tree()["guide.yml"] + ADDED, roles__baker=resting).assets["changes/news.json"])
        assert [entry["about"] for entry in told] == [["role:baker"], ["skill:kneading"]]
        assert "changes/news.json" not in generate(guide_of(tiny_tree())).assets

    def test_the_first_guide_has_news_for_every_role_that_is_followed(self, real: Output, real_guide: Guide) -> None:
        news = json.loads(real.assets["changes/news.json"])
        told = {part for entry in news for part in entry["about"]}
        assert told >= {f"role:{path.to}" for persona in real_guide.personas.values() for path in persona.paths}
        assert all(entry["url"] != "changes/" for entry in news)

    def test_what_went_is_told_with_its_reason(self, changed: Output) -> None:
        text = " ".join(read_html(page_html(changed.documents["changes/index.md"])).text.split())
        assert "Sunday brunch Retired: Nobody asks for it." in text

    def test_it_is_there_before_anything_changed(self) -> None:
        guide = guide_of(tiny_tree())
        output = generate(guide)
        assert "No changes yet." in output.documents["changes/index.md"]
        assert ElementTree.fromstring(output.assets["changes.xml"]).findall(f"{ATOM}entry") == []
        nowhere = guide_of(tiny_tree() | {"guide.yml": re.sub(rb"(?m)^(site_url|repository): .*\n", b"", tiny_tree()["guide.yml"])})
        assert "changes.xml" not in generate(nowhere).assets and "changes.xml" not in generate(nowhere).documents["changes/index.md"]
        assert (engine_settings(guide, ())["extra"]["feed"], engine_settings(nowhere, ())["extra"]["feed"]) == ("changes.xml", "")


class TestHead:
    def _meta(self, site: Path, url: str) -> dict[str, str]:
        text = (site / "site" / url / "index.html").read_text("utf-8")
        return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[a-z_:]+)" content="([^"]*)">', text))

    def test_each_page_says_what_a_shared_link_shows(self, tiny_site: Path) -> None:
        assert self._meta(tiny_site, "roles/baker/") == {
            "og:type": "website", "og:site_name": "Baker or pastry chef?", "og:title": "Baker",
            "og:description": self._meta(tiny_site, "roles/baker/")["og:description"], "og:url": f"{SITE}roles/baker/",
            "og:image": f"{SITE}roles/baker/card.png", "og:image:type": "image/png", "og:image:width": "1200", "og:image:height": "630",
            "og:image:alt": "Role: Baker. Makes bread for the morning.", "twitter:card": "summary_large_image"}
        assert self._meta(tiny_site, "about/")["og:image"] == SITE + GUIDE_CARD
        shown = {self._meta(tiny_site, path.parent.relative_to(tiny_site / "site").as_posix()).get("og:image", SITE + GUIDE_CARD)
                 for path in (tiny_site / "site").rglob("index.html")}
        assert len(shown) > 10 and all((tiny_site / "site" / address.removeprefix(SITE)).is_file() for address in shown)
        assert self._meta(tiny_site, "resources/croissant-course/") == {}, "what only leads on shows nothing"

    def test_where_no_card_can_be_drawn_the_sign_is_shown(self, tmp_path: Path, site_of: SiteOf) -> None:
        out = site_of(write_tree(tmp_path, tree_of("ar")))
        meta = self._meta(out, "")
        assert (meta["og:image"], meta["og:image:width"], meta["twitter:card"]) == (guide_in("ar").settings.site + SIGN, "600", "summary")
        assert (out / "site" / SIGN).read_bytes() == (IMAGES / "sign.png").read_bytes()

    def test_an_engine_that_is_run_by_hand_shows_the_sign(self, tmp_path: Path) -> None:
        """It has pages alone: nobody adds the cards to what it makes."""
        guide = guide_of(tiny_tree())
        output = generate(guide)
        write_documents(output, guide, tmp_path)
        run_engine(tmp_path, output.pages, dict)
        assert self._meta(tmp_path, "roles/baker/")["og:image"] == SITE + SIGN

    def test_a_sign_of_other_colours_is_no_sign_of_a_guide(self) -> None:
        tree = tiny_tree()
        tree["guide.yml"] += b"look: {one: '#004b8d'}\n"
        guide = guide_of(tree)
        assert engine_settings(guide, ())["extra"]["sign"] == ""
        assert engine_settings(guide_of(tiny_tree()), ())["extra"]["sign"] == SIGN


def test_the_picture_of_the_sign_is_the_sign(browser: Browser, bless: bool) -> None:
    """`--bless` draws it anew: the sign of `fingerpost.svg` on paper."""
    paper = re.search(r"--fp-paper: light-dark\((#\w+)", (IMAGES.parent / "stylesheets" / "tokens.css").read_text("utf-8"))
    assert paper
    source = base64.b64encode((IMAGES / "fingerpost.svg").read_bytes()).decode()
    page = browser.new_page(viewport={"width": 600, "height": 600})
    image = f'<img style="display:block;width:440px;margin:80px" src="data:image/svg+xml;base64,{source}">'
    page.set_content(f'<body style="margin:0;background:{paper[1]}">{image}')
    drawn = page.screenshot()
    path = IMAGES / "sign.png"
    if bless:
        path.write_bytes(drawn)
    kept = path.read_bytes()
    assert struct.unpack(">II", kept[16:24]) == (600, 600) and len(kept) < 20_000
    differ = page.evaluate("""async (files) => {
      const [one, other] = await Promise.all(files.map(async (file) => {
        const image = new Image();
        image.src = `data:image/png;base64,${file}`;
        await image.decode();
        const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 600 }).getContext("2d");
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, 600, 600).data;
      }));
      return one.filter((value, place) => Math.abs(value - other[place]) > 24).length / one.length;
    }""", [base64.b64encode(file).decode() for file in (drawn, kept)])
    page.close()
    assert differ < 0.005
