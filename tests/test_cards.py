"""The cards of shared links: which pages have one of their own, what is drawn on it, and what stands there where our typefaces lack the letters."""
from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, generate, guide_of, tiny_tree
from PIL import Image
from test_language import guide_in

from generator.engine.config import engine_settings
from generator.model import Guide
from generator.model.colours import BOARDS, INK, LIGHT
from generator.model.limits import NAME_LENGTH
from generator.pipeline import Output
from generator.site.card_files import HEIGHT, WIDTH, card_files, typeface
from generator.site.cards import GUIDE_CARD, LETTERS, Card
from generator.site.look import SIGN

PAPER = LIGHT[0]
# What begins above the foot of a card and within its margins; a board begins at its left edge.
EDGE, FOOT = 72, 500
OWN = {"roles/baker/", "paths/home-cook/", "paths/home-cook/baker/", "decide/which-trade/", "debates/machine-or-hand/", "use-cases/sunday-brunch/",
       "projects/first-loaf/", "skills/kneading/", "evidence/craft/"}


def drawn(card: Card, guide: Guide | None = None) -> Image.Image:
    """A card as the file that is published, read back."""
    (raw,) = card_files({"x": card}, guide or guide_of(tiny_tree())).values()
    image = Image.open(io.BytesIO(raw))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT)) and len(raw) < 32_000
    return image.convert("RGB")


def colours(image: Image.Image) -> dict[str, int]:
    return {"#{:02x}{:02x}{:02x}".format(*colour): count for count, colour in image.getcolors(1_000) or []}  # type: ignore[misc]


def inked(image: Image.Image, ground: str = PAPER) -> tuple[int, int, int, int] | None:
    """The box of all that is not ground."""
    plain = tuple(int(ground[place:place + 2], 16) for place in (1, 3, 5))
    return image.point([255 * (value != plain[band]) for band in range(3) for value in range(256)]).convert("L").getbbox()


def titled(title: str, **more: object) -> Card:
    return replace(Card(title=title, line=""), **more)  # type: ignore[arg-type]


def test_pages_of_what_has_a_name_have_cards_of_their_own(tiny: Output, tiny_site: Path) -> None:
    own = {page.url for page in tiny.pages if page.card}
    assert OWN <= own and not own & {"", "about/", "resources/bread-book/", "skills/", "resources/croissant-course/", "contribute/"}
    assert set(tiny.cards) == {f"{url}card.png" for url in own} | {GUIDE_CARD}
    for path in tiny.cards:
        assert Image.open(tiny_site / "site" / path).size == (WIDTH, HEIGHT), path


def test_a_card_says_what_the_page_comes_to(tiny: Output) -> None:
    said = {path.removesuffix("card.png"): card.says for path, card in tiny.cards.items()}
    assert said["projects/first-loaf/"].startswith("Project · 6 h: ") and said["decide/which-trade/"].startswith("Decide · 6 questions: ")
    assert re.fullmatch(r"Path: Home cook to Baker\. An estimated .* h, step by step, with reasons\.", said["paths/home-cook/baker/"])
    assert tiny.cards[GUIDE_CARD].arms == ("Baker", "Pastry chef")


def test_the_view_of_a_debate_stands_on_its_card() -> None:
    tree = tiny_tree()
    tree["debates/machine-or-hand.yml"] += b"in_short: By hand, to begin with. It forgives more.\n"
    card = generate(guide_of(tree)).cards["debates/machine-or-hand/card.png"]
    assert card.line == "By hand, to begin with. It forgives more."


@pytest.mark.parametrize(("family", "weight"), [("serif", 600), ("sans", 400), ("sans", 600)])
def test_every_letter_is_one_of_our_typefaces(family: str, weight: int) -> None:
    """A letter that a typeface lacks is drawn as a box: no card may show one."""
    def mask(letter: str) -> tuple[object, bytes]:
        made = typeface(letter, (family, weight, 40)).getmask(letter)
        return made.size, bytes(made)

    boxes = {mask(letter) for letter in "Ж字ع"}
    assert len(boxes) == 1, "what stands for a letter that is missing"
    masks = {letter: mask(letter) for letter in sorted(LETTERS)}
    assert [letter for letter, drawn_as in masks.items() if drawn_as in boxes] == []
    assert {letter for letter, (_, drawn_as) in masks.items() if not any(drawn_as)} == set(" \u200b\xa0\u2009")


@pytest.mark.parametrize("letter", "AÄ½…”↑")
def test_a_letter_is_on_the_card_as_the_typeface_has_it(letter: str) -> None:
    image = drawn(Card(title=letter, line=letter))
    box = drawn(Card(title="Ж", line="Ж"))
    for top, bottom in ((0, 184), (184, 300)):
        there = image.crop((0, top, 300, bottom))
        assert inked(there) and there.tobytes() != box.crop((0, top, 300, bottom)).tobytes()


def test_the_letters_are_among_those_that_the_typefaces_were_cut_to() -> None:
    told = re.findall(r"^(?:BASIC=|LATIN=(?:\$LATIN,)?)(.*)$", (ROOT / "docs/fonts.md").read_text("utf-8"), re.MULTILINE)
    ends = [[int(end, 16) for end in part.removeprefix("U+").split("-")] for part in ",".join(told).split(",")]
    assert LETTERS <= {chr(code) for first, *last in ends for code in range(first, (last or [first])[0] + 1)}


def test_each_word_of_a_title_is_on_the_card() -> None:
    """Each word widens what is drawn, whatever its letters; and the same in other letters is another picture."""
    widths = [(inked(drawn(titled(text))) or (0, 0, 0, 0))[2] for text in ("Über", "Über Öfen", "Über Öfen à la")]
    assert widths == sorted(set(widths)) and widths[0] > EDGE + 150
    assert drawn(titled("Bread")).tobytes() != drawn(titled("Braed")).tobytes()


@pytest.mark.parametrize("title", [
    "W" * NAME_LENGTH, "i" * NAME_LENGTH, "Mehl " * 22, "A word " + "unbreakable" * 9, "Weltmeisterschaftsqualifikation und Brot",
], ids=["wide", "narrow", "words", "long word", "two lines"])
@pytest.mark.parametrize("tone", [None, 1])
def test_a_long_title_wraps_and_shrinks_and_stays_on_the_card(title: str, tone: int | None) -> None:
    card = Card(kind="Project · 45 h", title=title, line="What it is good for, in a few words. " * 4, tone=tone, guide="Baker or pastry chef?")
    image = drawn(card)
    left, top, right, _ = inked(image) or (0, 0, 0, 0)
    assert left >= (0 if tone else EDGE - 8) and top >= EDGE and right <= WIDTH - EDGE
    strip = image.crop((0, FOOT + 6, WIDTH, FOOT + 16))
    assert inked(strip) is None, "nothing runs into the foot"
    if tone:
        assert colours(image)[BOARDS["one"]] > 50_000


def test_a_card_is_in_the_colour_of_its_role_and_of_no_other() -> None:
    guide = guide_of(tiny_tree() | {"guide.yml": tiny_tree()["guide.yml"] + b"look: {two: '#004b8d'}\n"})
    cards = generate(guide).cards
    board = {path: colours(drawn(cards[path], guide)) for path in ("roles/baker/card.png", "roles/pastry-chef/card.png", "skills/kneading/card.png")}
    assert board["roles/baker/card.png"][BOARDS["one"]] > 50_000 < board["roles/pastry-chef/card.png"]["#004b8d"]
    assert BOARDS["two"] not in board["roles/pastry-chef/card.png"]
    # Elsewhere no more of them than the small sign has.
    assert max(board["skills/kneading/card.png"][BOARDS["one"]], board["skills/kneading/card.png"]["#004b8d"]) < 1_000
    assert colours(drawn(titled("x", tone=0)))[INK] > 50_000


def test_a_guide_with_a_logo_shows_no_sign_of_ours() -> None:
    guide = guide_of(tiny_tree())
    logo = replace(guide, logo="<svg/>")
    card = titled("x", guide="Flour")
    assert BOARDS["one"] in colours(drawn(card, guide)) and BOARDS["one"] not in colours(drawn(card, logo))


def test_the_same_card_is_the_same_file() -> None:
    card = Card(kind="Skill", title="Kneading: from ¼ to ½", line="Fold, press and turn.", guide="Flour")
    made = []
    for _ in range(2):
        card_files.__globals__["_png"].cache_clear()
        made.append(card_files({"x": card}, guide_of(tiny_tree()))["x"])
    assert made[0] == made[1]


@pytest.mark.parametrize("code", ["ar", "zh"])
def test_a_guide_in_other_letters_shows_its_sign(code: str) -> None:
    guide = guide_in(code)
    output = generate(guide)
    extra = engine_settings(guide, output.pages)["extra"]
    assert (output.cards, extra["card"], extra["sign"]) == ({}, {}, SIGN)
    assert [page.url for page in output.pages if page.card] == []


def test_a_page_in_other_letters_shows_the_card_of_its_guide() -> None:
    """And a line that cannot be drawn is left out, while its title stays."""
    tree = tiny_tree()
    tree["skills/dough/kneading.yml"] = re.sub(rb"(?m)^name: .*$", "name: Замес".encode(), tree["skills/dough/kneading.yml"])
    tree["skills/sweet/lamination.yml"] = re.sub(rb"(?m)^summary: .*$", "summary: 折叠黄油。".encode(), tree["skills/sweet/lamination.yml"])
    output = generate(guide_of(tree))
    assert "skills/kneading/card.png" not in output.cards and GUIDE_CARD in output.cards
    assert output.cards["skills/lamination/card.png"].line == ""


def test_a_german_guide_has_cards_in_its_letters() -> None:
    output = generate(guide_in("de"))
    assert len(output.cards) > 10 and all_letters(card.title for card in output.cards.values()) & set("äöüßÄÖÜ")


def all_letters(texts: Iterable[str]) -> set[str]:
    return set("".join(texts))


def test_a_site_without_an_address_draws_nothing() -> None:
    tree = tiny_tree()
    guide = guide_of(tree | {"guide.yml": re.sub(rb"(?m)^(site_url|repository): .*\n", b"", tree["guide.yml"])})
    output = generate(guide)
    assert output.cards == {} and engine_settings(guide, output.pages)["extra"]["card"] == {}
