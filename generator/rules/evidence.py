"""Rules about claims, sources, dates and the comparison."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ..content import figures
from ..content.text import plain
from ..model import Claim, Guide, Markdown
from ..model.evidence import SPEAKS_FOR_ITSELF
from ..planner import prerequisites
from .rule import Finding, around, rule

_FREE = Markdown(figures=False)


@rule("error")
def claims_hold_one_quantity(guide: Guide) -> Iterator[Finding]:
    """A claim has a value, or a range with at least one end and the lower first, or neither; and a figure has a unit or a currency."""
    for claim in guide.claims.values():
        if claim.value is not None and claim.range is not None:
            yield Finding(
                claim, ("range",), "stands beside a value.", "A claim holds one quantity: keep one, or make two claims."
            )
        if claim.range is not None:
            low, high = claim.range.low, claim.range.high
            if low is None and high is None:
                yield Finding(claim, ("range",), "has neither end.", "Give low, high or both.")
            if low is not None and high is not None and low >= high:
                yield Finding(claim, ("range", "low"), f"{low} is not below the upper end {high}.", "Swap them, or use value.")
        if (claim.value is not None or claim.range is not None) and not (claim.unit or claim.currency):
            yield Finding(
                claim,
                ("value",) if claim.value is not None else ("range",),
                "has no unit.",
                "Add unit: (percent, years, ads ...) or currency:.",
            )


@rule("error", stage=3, harmless=True)
def claims_say_their_own_figure(guide: Guide) -> Iterator[Finding]:
    """A statement that gives a figure gives the claim's own; and a figure in a claim's statement, method or caveat that another claim
    from the same source holds is a link to that claim, so that it cannot fall behind."""
    holders: dict[tuple[str, figures.Quantity], list[Claim]] = {}
    for claim in guide.claims.values():
        for quantity in figures.quantities(claim):
            for citation in claim.sources:
                holders.setdefault((citation.source, quantity), []).append(claim)
    for claim in guide.claims.values():
        if wrong := figures.unsaid(plain(claim.statement, _FREE, keep_claims=False), claim, guide.language):
            yield Finding(claim, ("statement",), wrong, "Correct one of the two.")
        for name, text in (("statement", claim.statement), ("method", claim.method), ("caveat", claim.caveat)):
            for figure in figures.unsourced(plain(text or "", _FREE, keep_claims=False), guide.language):
                stated = figures.quantity(figure)
                if stated is None or stated in figures.quantities(claim):
                    continue
                holder = next((other[0] for citation in claim.sources if (other := holders.get((citation.source, stated)))), None)
                if holder is not None:
                    yield Finding(
                        claim,
                        (name,),
                        f"the figure '{figure.text}' is that of the claim '{holder.id}', from the same source.",
                        f"Link it, as in [{figure.text}](claim:{holder.id}), so that it changes with that claim.",
                        figure.text,
                    )


@rule("error", harmless=True)
def contradicted_claims_say_what_was_found(guide: Guide) -> Iterator[Finding]:
    """A claim that was contradicted, or only partly confirmed, says what was found or carries a caveat."""
    for claim in guide.claims.values():
        if claim.verdict not in SPEAKS_FOR_ITSELF and not claim.found and claim.caveat is None:
            yield Finding(
                claim, ("verdict",), f"is '{claim.verdict}' without a word on what was found.", "Add found: or caveat:."
            )


@rule("error", harmless=True)
def dates_make_sense(guide: Guide) -> Iterator[Finding]:
    """The guide's `as_of` is no day to come. Nothing was observed, published or happened after it; nothing was verified or retired
    later than the year that follows it; and what expires does so after it was observed."""
    as_of = guide.settings.as_of
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()  # which it is somewhere on earth
    if as_of > tomorrow[: len(as_of)]:
        yield Finding(guide.settings, ("as_of",), f"{as_of} has not come yet.", "Write the day up to which the content was checked.")
    for _, entity in guide:
        dated = {(name,): getattr(entity, name, None) for name in ("observed", "published", "on")}
        for loc, date in dated.items():
            if date is not None and date[: len(as_of)] > as_of[: len(date)]:
                yield Finding(
                    entity, loc, f"{date} is after the guide's as_of, {as_of}.", "Correct it, or move as_of in guide.yml."
                )
        # What contributors do goes on day by day, and does not wait for the next as_of.
        done = {("verified", "on"): getattr(entity, "verified", None), ("retired", "on"): entity.retired}
        for place, act in done.items():
            if act is not None and int(act.on[:4]) > int(as_of[:4]) + 1:
                yield Finding(
                    entity, place, f"{act.on} is long after the guide's as_of, {as_of}.", "Correct it, or move as_of in guide.yml."
                )
    for claim in guide.claims.values():
        if claim.observed and claim.expires and claim.expires <= claim.observed[: len(claim.expires)]:
            yield Finding(
                claim, ("expires",), f"{claim.expires} is not after it was observed, {claim.observed}.", "Correct one of the two."
            )


@rule("error", harmless=True)
def newer_claims_follow_a_line(guide: Guide) -> Iterator[Finding]:
    """Following `superseded_by` from claim to claim never comes back to the start."""
    followers = {claim.id: (claim.superseded_by,) if claim.superseded_by else () for claim in guide.claims.values()}
    cycle = prerequisites.find_cycle(followers)
    if cycle and cycle[0] in guide.claims:
        yield Finding(
            guide.claims[cycle[0]],
            ("superseded_by",),
            f"claims supersede each other in a circle: {around(cycle)}.",
            "Remove one step.",
        )


@rule("error", harmless=True)
def comparison_is_complete(guide: Guide) -> Iterator[Finding]:
    """Every role says something on every criterion, and each cell has a claim behind it or is marked as opinion."""
    for role in guide.roles.values():
        for criterion in guide.criteria.values():
            if criterion.retired is None and role.retired is None and criterion.id not in role.criteria:
                yield Finding(
                    role, ("criteria",), f"says nothing on '{criterion.id}' ({criterion.name}).", "Add it.", at_key=True
                )
        for identifier, cell in role.criteria.items():
            if not cell.claims and not cell.opinion:
                yield Finding(
                    role,
                    ("criteria", identifier),
                    "has neither claims nor opinion: true.",
                    "Add the claims, or mark it as opinion.",
                    at_key=True,
                )
            if cell.claims and cell.opinion:
                yield Finding(role, ("criteria", identifier, "opinion"), "stands beside claims.", "Remove one of the two.")


@rule("warning")
def addresses_are_listed_once(guide: Guide) -> Iterator[Finding]:
    """Two resources, or two sources, do not have the same address."""
    for kind in ("resource", "source"):
        first: dict[str, str] = {}
        for entity in guide.of(kind).values():
            url = getattr(entity, "url", None)
            if url is None or entity.retired is not None:
                continue
            other = first.setdefault(url.rstrip("/"), entity.id)
            if other != entity.id:
                yield Finding(entity, ("url",), f"is the address of '{other}' too.", "Keep one of them.")
