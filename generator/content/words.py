"""A guide's own words: `words.yml` beside its `guide.yml`, held against the English ones.

What is in the file has the tree of `words/en.yml`, any part of it. A gap is `{}`, or `{low}` where a page fills it by name. A name of that
tree may end in a form of number that the language has and English has not, as in `weeks_even_few`: scripts choose it by the number.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

from ..model.language import english_words, leaves
from ..problems import did_you_mean
from .load import Loc, dotted

WORDS_FILE = "words.yml"
_FORMS = ("zero", "one", "two", "few", "many", "other")
# Where scripts choose a form by a number.
_COUNTED = (("follow", "shared"), ("follow", "says"))
_SHOWN_NAMES = 12
# What a page's HTML is made of: some words are printed where only finished HTML is expected.
_MARKUP = re.compile("[<>&]")
_HEAD = """\
# The words of the site in the language of this guide. Of a line that is still English, take away the "# " before its name and translate what
# stands behind the colon; {} stays: it is filled in. What stays a comment stays English. `new words` writes this file anew, with the words
# that you have and those that a later version of the generator adds; comments of your own are not kept.
"""
# Where a word was wrong: the names that lead to it, what is wrong, what to do, and whether its name is meant.
Wrong = tuple[Loc, str, str, bool]


def wrong_words(own: Any) -> Iterator[Wrong]:
    """All that is wrong with a guide's own words, as plain data."""
    yield from _wrong(own, english_words(), ())


def own_words(own: Mapping[str, Any]) -> dict[str, Any]:
    """Words that have nothing wrong, without names that nothing is said of."""
    kept = {name: own_words(value) if isinstance(value, Mapping) else value for name, value in own.items() if value is not None}
    return {name: value for name, value in kept.items() if value != {}}


def missing_words(own: Mapping[str, Any]) -> tuple[list[str], int]:
    """The names of the words that a guide has not translated, as `path.hours`, and how many words there are."""
    known = {place for place, _ in leaves(own)}
    wanted = [place for place, _ in leaves(english_words())]
    return [dotted(place) for place in wanted if place not in known], len(wanted)


def words_file(own: Mapping[str, Any]) -> str:
    """The text of a words.yml with a guide's own words, and each that is missing as a comment with its English text."""
    return _HEAD + "".join(f"{line}\n" for line in _lines(english_words(), own, ""))


def _lines(english: Mapping[str, Any], own: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in english.items():
        said = own.get(name)
        if isinstance(value, Mapping):
            yield f"{indent}{_text(name)}:"
            yield from _lines(value, said or {}, f"{indent}  ")
        else:
            yield f"{indent}{'# ' if said is None else ''}{_text(name)}: {_text(value if said is None else said)}"
    for name, value in own.items():
        if name not in english and value is not None:
            yield f"{indent}{_text(name)}: {_text(value)}"


def _text(value: Any) -> str:
    """A word as YAML that no reader takes for anything else: a name of letters as it is, anything else in quotes."""
    if not isinstance(value, str):
        return f"[{', '.join(map(_text, value))}]"
    return value if re.fullmatch("[a-z_]+", value) else json.dumps(value, ensure_ascii=False)


def _wrong(own: Any, english: Any, loc: Loc) -> Iterator[Wrong]:
    if own is None:
        return  # A group of which nothing is translated yet.
    if isinstance(english, Mapping):
        if not isinstance(own, Mapping):
            yield loc, "must be words by their names: 'name: text' lines.", _known(english), False
            return
        for name, value in own.items():
            like = english.get(name, _counted(name, english) if loc in _COUNTED else None)
            if like is None:
                yield (*loc, name), "is not the name of a word.", did_you_mean(name, english) or _known(english), True
            else:
                yield from _wrong(value, like, (*loc, name))
    elif isinstance(english, list):
        if not isinstance(own, tuple) or not own:
            yield loc, "must be a list: one '- ' line for each entry.", f"In English: {_text(english)}", False
            return
        for index, entry in enumerate(own):
            yield from _wrong_text(entry, "", (*loc, index))
    else:
        yield from _wrong_text(own, english, loc)


def _wrong_text(own: Any, english: str, loc: Loc) -> Iterator[Wrong]:
    hint = f"In English: {_text(english)}" if english else ""
    if not isinstance(own, str) or not own.strip():
        yield loc, "must be text.", hint, False
        return
    if found := _MARKUP.search(own):
        yield loc, f"has the sign '{found[0]}'.", "Write it in words: no word of the site holds markup.", False
    gaps, wanted = _gaps(own), _gaps(english)
    if gaps != wanted:
        what = "has a bracket that is no gap" if gaps is None else f"has the gaps {_row(gaps)}" if gaps else "has no gap"
        allowed = f"Keep {_row(wanted)}." if wanted else "Leave '{' and '}' out."
        yield loc, f"{what}, and the English text has {_row(wanted or []) or 'none'}.", f"{allowed} {hint}".rstrip(), False


def _gaps(text: str) -> list[str] | None:
    """What is filled into a text, in order of names; None where its brackets are no gaps."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        return None
    plain = all(not spec and not conversion for _, _, spec, conversion in pieces) and "{{" not in text and "}}" not in text
    return sorted(name for _, name, _, _ in pieces if name is not None) if plain else None


def _row(gaps: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in gaps)


def _counted(name: str, english: Mapping[str, Any]) -> Any:
    """The English text of a form of number: that of the name without the form."""
    base, _, form = name.rpartition("_")
    return english.get(base) if form in _FORMS else None


def _known(english: Mapping[str, Any]) -> str:
    names = list(english)
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    return f"Known here: {', '.join(names[:_SHOWN_NAMES])}{more}."
