"""Rules about what one file says of another: ids, links, and the figures that need a claim."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from pydantic_core import PydanticCustomError

from ..content import figures
from ..content.load import Loc
from ..content.text import LINK_KINDS, addresses, named, plain
from ..model import FOLDER_OF, LISTED_IN, Guide, Language, Markdown, Outside, Refers
from ..model.types import check_url
from ..problems import did_you_mean
from .rule import Finding, linked, rule

_DIGIT = re.compile(r"\d")
# What a reader takes for an address when it stands in a text.
_ADDRESS = re.compile(r"(?:https?:/*|(?=www\.))(?P<host>[^/?#\s]+)", re.IGNORECASE)
# What campaigns and referrals put into addresses, and how the largest shop names its partners.
_SENDER = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|aff(iliate)?(_?id)?|partner_?id|referr?al(_?id)?", re.IGNORECASE)
_PARTNER = re.compile(r"[\w-]+-2[0-9]", re.ASCII)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_TAGS = "a abbr b blockquote br center code div em font h[1-6] hr i iframe img kbd li mark ol p pre s script small span strong style sub sup "\
    "table td th tr u ul video"
_HTML = re.compile(rf"</?(?:{'|'.join(_TAGS.split())})(?:\s[^<>]*)?/?>|&(?:[a-z]{{2,8}}|#[0-9]{{1,7}}|#x[0-9a-f]{{1,6}});", re.IGNORECASE)


def _known(guide: Guide, kind: str) -> Collection[str]:
    return [each.id for each in getattr(guide.settings, LISTED_IN[kind])] if kind in LISTED_IN else guide.of(kind)


def _missing(guide: Guide, kind: str, identifier: str) -> tuple[str, str]:
    """The message and hint for an id that nothing has."""
    listed = LISTED_IN.get(kind)
    where = f"under {listed} in guide.yml" if listed else f"in content/{FOLDER_OF[kind]}/"
    return f"no {kind} '{identifier[:60]}' {where}.", _called_now(guide, kind, identifier) or did_you_mean(identifier, _known(guide, kind))


def _called_now(guide: Guide, kind: str, identifier: str) -> str:
    """A hint for an id that somebody had before, or for one that is another name of somebody."""
    if (kind, identifier) in guide.former_ids:
        return f"It is '{guide.former_ids[kind, identifier]}' now."
    other = guide.alternate_ids.get((kind, identifier))
    return f"Did you mean '{other}'?" if other else ""


@rule("error", stage=1)
def ids_name_something(guide: Guide) -> Iterator[Finding]:
    """Every id that a file mentions is the name of a file of that kind (or of an area, topic, supply or group of questions in guide.yml)."""
    for entity, place in guide.places:
        if isinstance(place.mark, Refers) and place.text not in _known(guide, place.mark.kind):
            yield Finding(entity, place.loc, *_missing(guide, place.mark.kind, place.text), at_key=place.is_key)


@rule("error", stage=1)
def replacements_exist(guide: Guide) -> Iterator[Finding]:
    """What replaces a retired entity is a live one of the same kind."""
    for kind, entity in guide:
        if entity.retired is None or entity.retired.replaced_by is None:
            continue
        replacement = guide.of(kind).get(entity.retired.replaced_by)
        loc = ("retired", "replaced_by")
        if replacement is None:
            yield Finding(entity, loc, *_missing(guide, kind, entity.retired.replaced_by))
        elif replacement.retired is not None:
            yield Finding(entity, loc, f"'{replacement.id}' is retired itself.", "Name what is used today.")


@rule("error", stage=1)
def links_lead_somewhere(guide: Guide) -> Iterator[Finding]:
    """A link in a text goes to an entity by kind and id, as in `[Weaving](skill:weaving)`, or to an https address."""
    for entity, place, link in linked(guide):
        needle = f"]({link.target}"
        if link.kind:
            if link.id not in _known(guide, link.kind):
                yield Finding(entity, place.loc, *_missing(guide, link.kind, link.id), needle=needle)
            continue
        scheme = link.target.split(":", 1)[0]
        if scheme not in ("http", "https"):
            hint = did_you_mean(scheme, LINK_KINDS) or "Link to an entity, as in [Weaving](skill:weaving), or to an https address."
            yield Finding(entity, place.loc, f"the link target '{link.target[:60]}' leads nowhere.", hint, needle)
            continue
        try:
            check_url(link.target)
        except PydanticCustomError as error:
            yield Finding(entity, place.loc, f"link: {error.message()}", needle=needle)
        if not link.label.strip():
            yield Finding(entity, place.loc, f"the link to '{link.target[:60]}' has no text.", "Say what is there.", needle)


@rule("error", stage=1)
def addresses_are_encrypted(guide: Guide) -> Iterator[Finding]:
    """An address uses https. Plain http is only for the hosts that guide.yml lists under `plain_http`, because they serve nothing else."""
    for entity, place in guide.places:
        if isinstance(place.mark, Outside) and place.text.startswith("http://") and urlsplit(place.text).hostname not in guide.settings.plain_http:
            yield Finding(entity, place.loc, f"'{place.text[:60]}' uses plain http.",
                          "Use https://, or list the host under plain_http in guide.yml where it serves nothing else.")


@rule("error", stage=1)
def lists_name_things_once(guide: Guide) -> Iterator[Finding]:
    """A list of ids names each id once."""
    seen: set[tuple[str, Loc, str]] = set()
    for entity, place in guide.places:
        if isinstance(place.mark, Refers) and place.loc and isinstance(place.loc[-1], int) and entity is not guide.settings:
            if (key := (entity.path, place.loc[:-1], place.text)) in seen:
                yield Finding(entity, place.loc, f"'{place.text}' is listed twice.", "Remove one.")
            seen.add(key)


@rule("warning", stage=3)
def what_is_in_use_names_what_is_in_use(guide: Guide) -> Iterator[Finding]:
    """A file in use names, and links to, nothing that is retired; it names what replaced it."""
    for entity, place in guide.places:
        if entity.retired is not None:
            continue
        for kind, identifier in named(place):
            gone = guide.of(kind)[identifier].retired if kind in FOLDER_OF else None
            if gone is not None:
                instead = gone.replaced_by
                hint = f"Name what is used today, perhaps '{instead}'." if instead else "Take it out, or name what is used today."
                needle = f"]({kind}:{identifier}" if isinstance(place.mark, Markdown) else ""
                yield Finding(entity, place.loc, f"the {kind} '{identifier}' is retired.", hint, needle, at_key=place.is_key)


@rule("error", harmless=True)
def link_texts_say_where_they_lead(guide: Guide) -> Iterator[Finding]:
    """A link whose text is a web address leads to that host."""
    for entity, place, link in linked(guide):
        address = _ADDRESS.match(" ".join(link.label.split()))
        host = link.target.partition("://")[2].split("/")[0].split("?")[0].split("#")[0]
        if address and address["host"].lower().removeprefix("www.") != host.removeprefix("www."):
            what = f"the link text says '{address['host'][:60]}', and the link leads to {repr(host[:60]) if host else 'another place'}."
            yield Finding(entity, place.loc, what, "Let the two agree, or say in words what is there.", f"]({link.target}")


@rule("warning")
def addresses_do_not_say_who_sends(guide: Guide) -> Iterator[Finding]:
    """An address does not say who sends the reader: it has no campaign mark (`utm_source` and the like) and no referral."""
    for entity, place in guide.places:
        for address in addresses(place):
            needle = f"]({address}" if isinstance(place.mark, Markdown) else ""
            for name, value in parse_qsl(address.partition("?")[2].partition("#")[0]):
                if _SENDER.fullmatch(name) or (name == "tag" and _PARTNER.fullmatch(value)):
                    yield Finding(entity, place.loc, f"'{name[:40]}=' says who sends the reader.", "Leave it out of the address.", needle)


@rule("warning")
def texts_are_markdown(guide: Guide) -> Iterator[Finding]:
    """A text has no HTML tags or character references, because pages show them letter by letter. Where one is meant, it is in `code`."""
    for entity, place in guide.places:
        if isinstance(place.mark, Markdown) and ("<" in place.text or "&" in place.text):
            markup = _HTML.search(_CODE.sub(lambda code: "x" * len(code.group()), place.text))
            if markup is not None:
                markdown = "Write Markdown: **strong**, *stressed*, a blank line between paragraphs."
                hint = "Type the character itself." if markup[0][0] == "&" else markdown
                yield Finding(entity, place.loc, f"'{markup[0][:40]}' is shown as it stands.", hint, markup[0])


@rule("error", stage=3, harmless=True)
def claim_links_agree(guide: Guide) -> Iterator[Finding]:
    """A number in the text of a claim link is the claim's own value or one end of its range; "about" allows rounding."""
    for entity, place, link in linked(guide):
        if link.kind == "claim":
            claim = guide.claims[link.id]
            wrong = figures.disagreement(link.label, claim, guide.language)
            if not wrong and not link.label.strip() and not claim.has_figure:
                wrong = f"is empty, but the claim '{link.id}' has no figure to print."
            if wrong:
                yield Finding(entity, place.loc, f"the link text {wrong}", "Change the text or the claim.", f"](claim:{link.id}")


@rule("error", harmless=True)
def money_and_percentages_have_claims(guide: Guide) -> Iterator[Finding]:
    """No figure without a source: money and percentages in a text that states facts are inside a claim link."""
    yield from _without_claim(guide, strict=True)


@rule("warning")
def other_numbers_have_claims(guide: Guide) -> Iterator[Finding]:
    """Other numbers in a text that states facts should be inside a claim link too; years and single digits are free."""
    yield from _without_claim(guide, strict=False)


def _without_claim(guide: Guide, strict: bool) -> Iterator[Finding]:
    for entity, place in guide.places:
        if isinstance(place.mark, Markdown) and place.mark.figures and _DIGIT.search(place.text):
            for figure in _figures(place.text, place.mark, guide.language):
                if figure.strict == strict:
                    shown = figure.text[:40]
                    hint = f"Link it, as in [{shown}](claim:...), or leave it out."
                    yield Finding(entity, place.loc, f"the figure '{shown}' has no claim.", hint, shown)


@lru_cache(maxsize=50_000)
def _figures(text: str, mark: Markdown, language: Language) -> tuple[figures.Unsourced, ...]:
    """The figures of a text outside its claim links; two rules ask."""
    return tuple(figures.unsourced(plain(text, mark, keep_claims=False), language))
