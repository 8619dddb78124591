"""What a page is about, in the words of schema.org, for programs that read them: an occupation, claims with their reviews, something to
learn from, and the trail of pages above.

It stands in the head of the page as a script of the type `application/ld+json`, for nobody looks for it in a file beside the page. To a
browser that is a block of data: it is never run, and no policy on scripts looks at it. Every sign that could end it is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Claim, Guide, Resource, Role
from .address import address
from .cite import permalink
from .marks import known_words, mark_words
from .writer import Page, live, words_of

# Signs that HTML, or a script, might take for more than a letter of a text.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def linked_data(guide: Guide, page: Page) -> str:
    """The data of a page as JSON that can stand in a script of a page; empty where nobody knows the site's address, or nothing is said."""
    if not guide.settings.site or not page.searchable:
        return ""
    things = [*_trail(guide, page), *_things(guide, page)]
    if not things:
        return ""
    data = {"@context": "https://schema.org", "@graph": things}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _trail(guide: Guide, page: Page) -> Iterable[dict[str, Any]]:
    """The pages above, and the page itself."""
    if page.trail:
        steps = (*page.trail, (page.title, page.url))
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "name": title, "item": guide.settings.site + url}
                for number, (title, url) in enumerate(steps, start=1)
            ],
        }


def _things(guide: Guide, page: Page) -> Iterable[dict[str, Any]]:
    if page.template == "topic.md.jinja":
        claims = sorted(live(guide.claims.values()), key=lambda claim: claim.id)
        return [_review(claim, guide) for claim in claims if page.url == f"evidence/{claim.topic}/"]
    identifier = page.url.rstrip("/").rpartition("/")[2]
    if page.template == "role.md.jinja":
        return [_occupation(guide.roles[identifier], guide)]
    return [_resource(guide.resources[identifier], guide)] if page.template == "resource.md.jinja" else []


def _occupation(role: Role, guide: Guide) -> dict[str, Any]:
    return _said({
        "@type": "Occupation",
        "@id": guide.settings.site + address("role", role),
        "name": role.name,
        "alternateName": [*role.alternate_names],
        "description": words_of(guide, role.summary),
        "responsibilities": [words_of(guide, line) for line in role.responsibilities],
        "skills": [guide.skills[skill].name for skill in role.needs],
        "mainEntityOfPage": guide.settings.site + address("role", role),
    })


def _review(claim: Claim, guide: Guide) -> dict[str, Any]:
    """A claim with what this guide found of it; the mark is said in words, for a number would say more than is known."""
    words, publisher = guide.language.words.verdict, {"@type": "Organization", "name": guide.settings.title, "url": guide.settings.site}
    return {
        "@type": "ClaimReview",
        "@id": permalink(claim, guide),
        "url": permalink(claim, guide),
        "claimReviewed": words_of(guide, claim.statement),
        "author": publisher,
        "itemReviewed": _said({
            "@type": "Claim",
            "text": words_of(guide, claim.statement),
            "datePublished": claim.observed,
            "citation": [
                _said({
                    "@type": "CreativeWork", "name": source.title, "url": source.url, "datePublished": source.published,
                    "publisher": {"@type": "Organization", "name": source.publisher},
                })
                for source in (guide.sources[citation.source] for citation in claim.sources)
            ],
        }),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": getattr(words, claim.verdict.replace("-", "_")).name,
            "ratingExplanation": f"{mark_words(claim, guide)}; {known_words(claim, guide)}",
        },
    }


def _resource(resource: Resource, guide: Guide) -> dict[str, Any]:
    return _said({
        "@type": "LearningResource",
        "@id": guide.settings.site + address("resource", resource),
        "name": resource.title,
        "url": resource.url,
        "creditText": ", ".join(resource.authors),
        "publisher": {"@type": "Organization", "name": resource.provider},
        "learningResourceType": getattr(guide.language.words.resource_kind, resource.kind),
        "educationalLevel": getattr(guide.language.words.difficulty, resource.level) if resource.level else None,
        "teaches": [guide.skills[skill].name for skill in resource.teaches],
        "inLanguage": resource.language or guide.settings.language,
        "isAccessibleForFree": resource.cost == "free",
        "timeRequired": f"PT{resource.minutes}M",
        "mainEntityOfPage": guide.settings.site + address("resource", resource),
    })


def _said(thing: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a thing: nothing stands for what is not."""
    return {name: value for name, value in thing.items() if value not in (None, [], "")}
