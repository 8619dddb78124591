"""Rules about claims, sources, dates and the comparison."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, pairwise
from typing import Any

from ..content import figures
from ..content.load import Loc
from ..content.text import links, plain
from ..model import Claim, Entity, Guide, Markdown, Settings
from ..model.evidence import SPEAKS_FOR_ITSELF, Derivation
from ..model.limits import QUOTED_WORDS
from ..planner import prerequisites
from .rule import Finding, around, linked, repeated, rule

_FREE = Markdown(figures=False)
_FREE_PROSE = Markdown(blocks=True, headings=True, figures=False)
# The texts with which a page begins, by kind: what a reader takes away who reads no further.
_LEADS = {"guide": ("answer",), "page": ("body",), "role": ("summary",), "persona": ("summary", "advice"), "debate": ("summary", "view"),
          "use-case": ("approach",), "faq": ("answer",)}


@rule("error")
def claims_hold_one_quantity(guide: Guide) -> Iterator[Finding]:
    """A claim has a value, or a range with at least one end and the lower one first, or neither. A figure has a unit or a currency. An interval has
    both ends, with the value between them."""
    for claim in guide.claims.values():
        if claim.value is not None and claim.range is not None:
            yield Finding(claim, ("range",), "stands beside a value.", "A claim holds one quantity: keep one, or make two claims.")
        if claim.range is not None:
            low, high = claim.range.low, claim.range.high
            if low is None and high is None:
                yield Finding(claim, ("range",), "has neither end.", "Give low, high or both.")
            if low is not None and high is not None and low >= high:
                yield Finding(claim, ("range", "low"), f"{low} is not below the upper end {high}.", "Swap them, or use value.")
        if (claim.value is not None or claim.range is not None) and not (claim.unit or claim.currency):
            yield Finding(claim, ("value",) if claim.value is not None else ("range",), "has no unit.",
                          "Add unit: (percent, years, ads ...) or currency:.")
        if claim.interval is not None:
            low, high = claim.interval.low, claim.interval.high
            if claim.value is None or low is None or high is None or not low <= claim.value <= high:
                yield Finding(claim, ("interval",), "does not hold the value between its two ends.", "Give low and high of this very value.")


@rule("error", stage=3, harmless=True)
def claims_say_their_own_figure(guide: Guide) -> Iterator[Finding]:
    """Where a statement gives a figure of the claim's sort, it is the claim's own; the same goes for a method that speaks of money or percentages as
    the claim does. A figure in a claim's statement, method or caveat that belongs to another claim from the same source links to that claim,
    so that it cannot fall behind."""
    holders: dict[tuple[str, figures.Quantity], list[Claim]] = {}
    for claim in guide.claims.values():
        for quantity in figures.quantities(claim):
            for citation in claim.sources:
                holders.setdefault((citation.source, quantity), []).append(claim)
    for claim in guide.claims.values():
        for name, text in (("statement", claim.statement), ("method", claim.method if figures.has_sort(claim) else None)):
            if wrong := figures.unsaid(plain(text or "", _FREE, keep_claims=False), claim, guide.language):
                yield Finding(claim, (name,), wrong, "Correct one of the two.")
        for name, text in (("statement", claim.statement), ("method", claim.method), ("caveat", claim.caveat)):
            for figure in figures.unsourced(plain(text or "", _FREE, keep_claims=False), guide.language):
                stated = figures.quantity(figure)
                if stated is None or stated in figures.quantities(claim):
                    continue
                holder = next((other[0] for citation in claim.sources if (other := holders.get((citation.source, stated)))), None)
                if holder is not None:
                    yield Finding(claim, (name,), f"the figure '{figure.text}' is that of the claim '{holder.id}', from the same source.",
                                  f"Link it, as in [{figure.text}](claim:{holder.id}), so that it changes with that claim.", figure.text)


@rule("error", harmless=True)
def contradicted_claims_say_what_was_found(guide: Guide) -> Iterator[Finding]:
    """A claim that is contradicted, or only partly confirmed, says what was found or has a caveat."""
    for claim in guide.claims.values():
        if claim.verdict not in SPEAKS_FOR_ITSELF and not claim.found and claim.caveat is None:
            yield Finding(claim, ("verdict",), f"is '{claim.verdict}' without a word on what was found.", "Add found: or caveat:.")


@rule("error", harmless=True)
def dates_make_sense(guide: Guide) -> Iterator[Finding]:
    """The guide's `as_of` is not in the future. Nothing was observed, published or happened after it; nothing was verified, retired, read, changed or
    corrected later than the year after it; and nothing expires before it was observed."""
    as_of = guide.settings.as_of
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()  # which it is somewhere on earth
    if as_of > tomorrow[: len(as_of)]:
        yield Finding(guide.settings, ("as_of",), f"{as_of} has not come yet.", "Write the day up to which the content was checked.")
    for _, entity in guide:
        dated = {(name,): getattr(entity, name, None) for name in ("observed", "published", "on")}
        for loc, date in dated.items():
            if date is not None and date[: len(as_of)] > as_of[: len(date)]:
                yield Finding(entity, loc, f"{date} is after the guide's as_of, {as_of}.", "Correct it, or move as_of in guide.yml.")
        # What contributors do goes on day by day, and does not wait for the next as_of.
        done: dict[Loc, Any] = {("verified", "on"): getattr(entity, "verified", None), ("retired", "on"): entity.retired}
        done |= {("corrected", index, "on"): correction for index, correction in enumerate(entity.corrected)}
        if isinstance(entity, Settings):
            done |= {("changes", index, "on"): change for index, change in enumerate(entity.changes)}
        if isinstance(entity, Claim):
            done |= {("sources", index, "read", "on"): citation.read for index, citation in enumerate(entity.sources)}
        for place, act in done.items():
            if act is not None and int(act.on[:4]) > int(as_of[:4]) + 1:
                yield Finding(entity, place, f"{act.on} is long after the guide's as_of, {as_of}.", "Correct it, or move as_of in guide.yml.")
    for claim in guide.claims.values():
        if claim.observed and claim.expires and claim.expires <= claim.observed[: len(claim.expires)]:
            yield Finding(claim, ("expires",), f"{claim.expires} is not after it was observed, {claim.observed}.", "Correct one of the two.")


@rule("error", harmless=True)
def newer_claims_follow_a_line(guide: Guide) -> Iterator[Finding]:
    """Following `superseded_by` from claim to claim never leads back to the start."""
    cycle = prerequisites.find_cycle({claim.id: (claim.superseded_by,) if claim.superseded_by else () for claim in guide.claims.values()})
    if cycle:
        yield Finding(guide.claims[cycle[0]], ("superseded_by",), f"claims supersede each other in a circle: {around(cycle)}.", "Remove one step.")


@rule("error", harmless=True)
def reports_are_no_readings(guide: Guide) -> Iterator[Finding]:
    """A source known only through a report has `as: report` and the report's own source as `via`; no other reading has a `via`. A copy in an archive,
    or the files of a repository, are named with their date as `copy`."""
    for claim in guide.claims.values():
        for index, citation in enumerate(claim.sources):
            read, place = citation.read, ("sources", index, "read")
            if read is None:
                continue
            if not read.is_of_the_source and read.via is None:
                yield Finding(claim, (*place, "as"), "is 'report' and does not say whose.", "Name the report, a source of its own, as via:.")
            if read.is_of_the_source and read.via is not None:
                hint = "A report is no reading: write as: report, or leave via out."
                yield Finding(claim, (*place, "via"), f"stands beside 'as: {read.manner}'.", hint)
            if read.via == citation.source:
                yield Finding(claim, (*place, "via"), "is the source itself.", "What reports itself was read: say how, or name the report.")
            if read.manner in ("archived", "repository") and read.copy_of is None:
                yield Finding(claim, (*place, "as"), f"is '{read.manner}' and does not say which copy.", "Add copy: with its date.")


@rule("error", harmless=True)
def confirmed_claims_were_read(guide: Guide) -> Iterator[Finding]:
    """A confirmed claim has a source whose very place was read, with a locator and not through a report; or this guide counted it; or a person opened
    it."""
    for claim in guide.claims.values():
        if claim.verdict != "confirmed" or claim.retired or claim.verified or claim.counted:
            continue
        if not any(citation.is_read and citation.locator for citation in claim.sources):
            yield Finding(
                claim, ("verdict",), "is 'confirmed', and no place in a source was read.",
                "Give a source read: and locator:, or the claim another verdict: what is known from a report alone is 'partly'.")


@rule("warning")
def findings_give_the_figure(guide: Guide) -> Iterator[Finding]:
    """What was found for a confirmed claim in one of its own sources, where it speaks of money or percentages as the claim does, includes the claim's
    own figure. Otherwise one of the two was changed without the other."""
    for claim in guide.claims.values():
        if claim.verdict != "confirmed" or not figures.has_sort(claim):
            continue
        cited = {citation.source for citation in claim.sources}
        own = [(index, plain(finding.says, _FREE, keep_claims=False)) for index, finding in enumerate(claim.found) if finding.source in cited]
        wrong = [(index, said) for index, text in own if (said := figures.unsaid(text, claim, guide.language))]
        given = [index for index, text in own if figures.gives(text, claim, guide.language)]
        if wrong and not given:
            yield Finding(claim, ("found", wrong[0][0], "says"), wrong[0][1], "Say the figure there too, or correct one of the two.")


@rule("error", stage=3, harmless=True)
def quotations_are_exact(guide: Guide) -> Iterator[Finding]:
    """A source's own words are at its citation as `quote`, with the reading they were taken from. Words in quotation marks that are the text of a
    link to a claim are, letter by letter, in a quote of that claim whose source was read; they are one sentence at most."""
    for claim in guide.claims.values():
        for index, citation in enumerate(claim.sources):
            if citation.quote is not None and citation.read is None:
                yield Finding(claim, ("sources", index, "quote"), "quotes what nobody read.", "Add read: with the copy that it was taken from.")
    opening, closing = guide.language.words.claim.quoted.split("{}")
    between = re.compile(f"{re.escape(opening)}(.+){re.escape(closing)}")
    for entity, place, link in linked(guide):
        for said in between.findall(link.label) if link.kind == "claim" else ():
            quotes = [_letters(citation.quote) for citation in guide.claims[link.id].sources if citation.quote and citation.is_read]
            if not any(_letters(said) in quote for quote in quotes):
                yield Finding(entity, place.loc, f"'{said[:60]}' stands in no quote of the claim '{link.id}' that was read.",
                              "Quote letter by letter, or say it in your own words without quotation marks.", f"](claim:{link.id}")
            elif (length := len(said.split())) > QUOTED_WORDS:
                yield Finding(entity, place.loc, f"a quotation of {length} words, where {QUOTED_WORDS} are the most.", "Quote less of it.", said[:20])


def _letters(text: str) -> str:
    """A text with its spaces and quotation marks of one sort, and without emphasis, which a quotation may change."""
    return " ".join(re.sub(r"[“”„«»]", '"', text).replace("’", "'").replace("*", "").split())


@rule("error", harmless=True)
def derived_claims_recompute(guide: Guide) -> Iterator[Finding]:
    """A claim derived from others has the value its operation gives, rounded to as many places as it has itself. No claim is derived from itself, in
    any number of steps."""
    for claim in guide.claims.values():
        if claim.derived_from is None:
            continue
        parts = [guide.claims[identifier] for identifier in claim.derived_from.claims]
        values = [part.value for part in parts if part.value is not None]
        place = ("derived_from", "claims")
        if claim.value is None or len(values) < len(parts):
            without = next((part for part in (claim, *parts) if part.value is None), claim)
            yield Finding(claim, place, f"cannot be computed: '{without.id}' has no single value.", "Derive from claims with a value.")
        elif claim.derived_from.how != "sum" and len(parts) != 2:
            yield Finding(claim, place, f"names {len(parts)} claims, and a {claim.derived_from.how} is of two.", "Name two, in their order.")
        elif (made := _made(claim.derived_from, values)) is None:
            yield Finding(claim, place, "cannot be computed: it divides by nothing.", "Derive from other claims.")
        elif made.quantize(claim.value, ROUND_HALF_UP) != claim.value:
            exact, how = f"{made.quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f}", claim.derived_from.how
            yield Finding(claim, ("value",), f"{claim.value} is not the {how}, {exact}.", "Correct it, or what it is derived from.")
    cycle = prerequisites.find_cycle({claim.id: claim.derived_from.claims if claim.derived_from else () for claim in guide.claims.values()})
    if cycle:
        yield Finding(guide.claims[cycle[0]], ("derived_from",), f"claims are derived from each other: {around(cycle)}.", "Remove one step.")


def _made(derivation: Derivation, values: list[Decimal]) -> Decimal | None:
    """What an operation makes of values; None where it would divide by nothing."""
    first, second = values[:2]
    if derivation.how == "sum":
        return sum(values, Decimal(0))
    if derivation.how == "difference":
        return first - second
    if second == 0:
        return None
    return {"ratio": first / second, "share": 100 * first / second, "change": 100 * (first - second) / second}[derivation.how]


@rule("error", harmless=True)
def series_end_in_the_value(guide: Guide) -> Iterator[Finding]:
    """A series has two values or more, oldest first, none after the guide's `as_of`. The last is the claim's own."""
    as_of = guide.settings.as_of
    for claim in guide.claims.values():
        if not claim.series:
            continue
        last = claim.series[-1]
        if len(claim.series) < 2 or last.value != claim.value:
            yield Finding(claim, ("series",), "does not end in the claim's value, or is no series.", "Give two or more; the last is the claim's own.")
        for index, (earlier, later) in enumerate(pairwise(claim.series)):
            if later.on <= earlier.on:
                yield Finding(claim, ("series", index + 1, "on"), f"{later.on} is not after {earlier.on}.", "Put the oldest first, each day once.")
        if last.on[: len(as_of)] > as_of[: len(last.on)]:
            yield Finding(claim, ("series", len(claim.series) - 1, "on"), f"{last.on} is after the guide's as_of, {as_of}.", "Correct it.")


@rule("error", harmless=True)
def differences_have_a_reason(guide: Guide) -> Iterator[Finding]:
    """Two claims that measure the same thing, for the same people, place and period, but have different figures, name each other under
    `conflicts_with`, or one has a caveat with the reason. They are shown together."""
    for group in guide.alike:
        for one, other in combinations(group, 2):
            tied = {one.superseded_by, *one.conflicts_with} & {other.id} or {other.superseded_by, *other.conflicts_with} & {one.id}
            if figures.figure(one, guide.language) != figures.figure(other, guide.language) and not (tied or one.caveat or other.caveat):
                yield Finding(other, ("measures",),
                              f"is what '{one.id}' measures too, in the same place and period, with another figure.",
                              "Name it under conflicts_with:, or say the reason in a caveat:.")


@rule("error", harmless=True)
def counts_can_be_repeated(guide: Guide) -> Iterator[Finding]:
    """A figure that this guide counted has a value and its sample size, or a series, and a source that anybody can recount. No two claims share a
    count."""
    first: dict[str, str] = {}
    for claim in guide.claims.values():
        if claim.counted is None or claim.retired is not None:
            continue
        if not claim.series and (claim.value is None or claim.sample is None):
            yield Finding(claim, ("counted",), "stands beside no value or no sample.", "Add value: and sample:, as the count gives them.")
        if not any(guide.sources[citation.source].countable for citation in claim.sources):
            yield Finding(claim, ("counted",), "is of no source that can be counted again.", "Cite the data: a source with countable: true.")
        if (other := first.setdefault(claim.counted, claim.id)) != claim.id:
            yield Finding(claim, ("counted",), f"is the count of '{other}' too.", "One count is one claim.")


@rule("error", harmless=True)
def checked_statements_are_of_an_article(guide: Guide) -> Iterator[Finding]:
    """A claim names statements of an article, and `guide.yml` tells of one, only if `guide.yml` names the article."""
    if guide.settings.article is None:
        if guide.settings.article_story is not None:
            yield Finding(guide.settings, ("article_story",), "tells of an article that is not named.", "Add article: with its source.")
        for claim in guide.claims.values():
            if claim.article:
                yield Finding(claim, ("article",), "names statements, and guide.yml names no article.", "Add article: with its source to guide.yml.")


@rule("error", harmless=True)
def pictures_draw_what_compares(guide: Guide) -> Iterator[Finding]:
    """A picture has its own id and draws panels or lines, not both. Each row has a claim; every claim in a panel has a figure, and every claim in the
    lines a series, in one unit or currency. Nothing retired or replaced is drawn."""
    settings = guide.settings
    for index, identifier in repeated(picture.id for picture in settings.pictures):
        yield Finding(settings, ("pictures", index, "id"), f"another picture is called '{identifier}'.", "Rename one.")
    for index, picture in enumerate(settings.pictures):
        place: Loc = ("pictures", index)
        if bool(picture.panels) == bool(picture.lines):
            has = "panels and lines" if picture.lines else "neither panels nor lines"
            yield Finding(settings, (*place, "id"), f"has {has}.", "Give one of the two.")
        yield from _on_one_scale(guide, [((*place, "lines", number), claim) for number, claim in enumerate(picture.lines)], "series")
        for number, panel in enumerate(picture.panels):
            there = (*place, "panels", number, "rows")
            yield from _on_one_scale(guide, [((*there, row), claim) for row, of_row in enumerate(panel.rows) for claim in of_row.claims], "figure")
            for row, of_row in enumerate(panel.rows):
                if not of_row.claims:
                    yield Finding(settings, (*there, row), "has no claim.", "Add roles: or other:, or take the row out.")


def _on_one_scale(guide: Guide, claims: list[tuple[Loc, str]], needs: str) -> Iterator[Finding]:
    for place, identifier in claims:
        claim, first = guide.claims[identifier], guide.claims[claims[0][1]]
        if not (claim.series if needs == "series" else claim.has_figure):
            yield Finding(guide.settings, place, f"the claim '{identifier}' has no {needs}, so it cannot be drawn.", "Give it one, or take it out.")
        elif (claim.unit, claim.currency) != (first.unit, first.currency):
            ours, theirs = (of.unit or of.currency or "no unit" for of in (claim, first))
            wrong = f"the claim '{identifier}' is in {ours} and '{first.id}' in {theirs}."
            yield Finding(guide.settings, place, wrong, "Give it a panel of its own.")


@rule("warning")
def leads_rest_on_more_than_one_vendor(guide: Guide) -> Iterator[Finding]:
    """The start of a page and the answer to a question do not rest on one vendor alone: the claims in those first lines, and in the figures of the
    home page, have more than one publisher, or one who sells nothing that the figure helps."""
    for kind, entity in guide:
        if entity.retired is not None:
            continue
        for name in _LEADS.get(kind, ()):
            text = getattr(entity, name)
            lead = text if name != "body" else text.split("\n\n", 1)[0]
            yield from _one_vendor(guide, entity, (name,), [link.id for link in links(lead, _FREE_PROSE) if link.kind == "claim"])
    yield from _one_vendor(guide, guide.settings, ("figures",), [figure.claim for figure in guide.settings.figures])


@rule("error")
def figures_beside_each_other_measure_the_same(guide: Guide) -> Iterator[Finding]:
    """Two claims drawn side by side on the home page each have a figure, in the same unit and currency, and measure the same thing."""
    for number, figure in enumerate(guide.settings.figures):
        if figure.beside is None:
            continue
        one, other = guide.claims[figure.claim], guide.claims[figure.beside]
        place = ("figures", number, "beside")
        if not (one.has_figure and other.has_figure):
            yield Finding(guide.settings, place, "has no figure, or none beside it.", "Name claims with a value or a range.")
        elif (one.unit, one.currency, one.measures) != (other.unit, other.currency, other.measures):
            yield Finding(guide.settings, place, f"measures otherwise than '{one.id}'.", "Take claims of one unit that measure the same.")


def _one_vendor(guide: Guide, entity: Entity, place: tuple[str, ...], claims: list[str]) -> Iterator[Finding]:
    sources = [guide.sources[citation.source] for claim in claims for citation in guide.claims[claim].sources]
    if sources and len({source.publisher for source in sources}) == 1 and all(source.sells for source in sources):
        yield Finding(entity, place, f"rests on {sources[0].publisher} alone, which sells what its figures help.",
                      "Lead with what another publisher bears out, or beside it.")


@rule("error", harmless=True)
def comparison_is_complete(guide: Guide) -> Iterator[Finding]:
    """Every role has a value for every criterion, and each cell has a claim behind it or is marked as opinion."""
    for role in guide.roles.values():
        for criterion in guide.criteria.values():
            if criterion.retired is None and role.retired is None and criterion.id not in role.criteria:
                yield Finding(role, ("criteria",), f"says nothing on '{criterion.id}' ({criterion.name}).", "Add it.", at_key=True)
        for identifier, cell in role.criteria.items():
            if not cell.claims and not cell.opinion:
                yield Finding(role, ("criteria", identifier), "has neither claims nor opinion: true.",
                              "Add the claims, or mark it as opinion.", at_key=True)
            if cell.claims and cell.opinion:
                yield Finding(role, ("criteria", identifier, "opinion"), "stands beside claims.", "Remove one of the two.")


@rule("warning")
def addresses_are_listed_once(guide: Guide) -> Iterator[Finding]:
    """No two resources, and no two sources, share an address."""
    for kind in ("resource", "source"):
        first: dict[str, str] = {}
        for entity in guide.of(kind).values():
            url = getattr(entity, "url", None)
            if url is None or entity.retired is not None:
                continue
            other = first.setdefault(url.rstrip("/"), entity.id)
            if other != entity.id:
                yield Finding(entity, ("url",), f"is the address of '{other}' too.", "Keep one of them.")
