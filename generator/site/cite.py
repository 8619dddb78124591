"""A claim to cite: its permanent address, the line and the BibTeX entry that others copy, and where to say that it is wrong."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from ..model import Claim, Guide
from .address import address
from .writer import words_of

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}}


def permalink(claim: Claim, guide: Guide) -> str:
    """The address of a claim on the published site, or below its root where nobody knows that."""
    return guide.settings.site + address("claim", claim)


def as_text(claim: Claim, guide: Guide) -> str:
    """A claim as a reference on one line, with its sources."""
    words, settings = guide.language.words.claim, guide.settings
    line = words.cited.format(
        words_of(guide, claim.statement), settings.title, permalink(claim, guide), guide.language.date(settings.as_of), settings.licences.content)
    return f"{line} {words.cited_source.format(_sources(claim, guide))}"


def as_bibtex(claim: Claim, guide: Guide) -> str:
    """The same as an entry for BibTeX; everything but the address is escaped for it."""
    settings, words = guide.settings, guide.language.words.claim
    fields = {
        "title": f"{{{_escaped(words_of(guide, claim.statement))}}}",
        "author": f"{{{_escaped(settings.title)}}}",
        "year": settings.as_of[:4],
        "howpublished": f"\\url{{{permalink(claim, guide)}}}",
        "note": _escaped(f"{words.cited_source.format(_sources(claim, guide))} {words.cited_as_of.format(guide.language.date(settings.as_of))}"),
    }
    return "\n".join((f"@misc{{{claim.id},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"))


def mistake_link(guide: Guide, what: str, address_of_it: str, says: str = "") -> str:
    """Where to say that something is wrong: a new issue that names it."""
    words = guide.language.words.claim
    return new_issue(guide, words.mistake_title.format(what), words.mistake_body.format(says, address_of_it))


def new_issue(guide: Guide, title: str, body: str) -> str:
    """The address of a new issue with its title and first words filled in; empty when nobody knows the repository."""
    repository = guide.settings.repository
    return f"{repository}/issues/new?{urlencode({'title': title, 'body': body}, quote_via=quote)}" if repository else ""


def _sources(claim: Claim, guide: Guide) -> str:
    return "; ".join(
        f"{source.title}, {source.publisher}" + (f", {source.published}" if source.published else "")
        for source in (guide.sources[citation.source] for citation in claim.sources)
    )


def _escaped(text: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: _SPECIAL[found[0]], text)
