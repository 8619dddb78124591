"""A comparison in words: one list, which a terminal shows and GitHub renders."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..content.figures import figure
from ..content.text import code
from ..model import Claim, Language
from ..planner.reasons import listed
from . import Comparison
from .coverage import Coverage
from .entities import EntityChange
from .paths import PathChange
from .resources import Effect

# What of a text would be markup in GitHub's Markdown.
_MARKUP = {ord(character): f"\\{character}" for character in "\\`*_[]<>#|~&$"} | {ord("@"): "&#64;"}
# What GitHub makes a link of, and what at the beginning of a line makes a list of it.
_LINKED_OR_LISTED = re.compile(r"(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|^\d+(?=[.)] )|^(?=[-+] )", re.IGNORECASE)
_FEW = 8
# What is told of a change is told in English, whatever the language of the guide.
_ENGLISH = Language()
# What is told of the steps of one cause: a small change fits a screen.
_FEW_LINES = 12


def report(comparison: Comparison, revision: str, root: str = "content", markdown: bool = False) -> str:
    """What differs from a revision; `root` is the content folder as files are named. As Markdown nothing of the content is markup."""
    def said(text: str) -> str:
        return _LINKED_OR_LISTED.sub(r"\g<0>\\", " ".join(text.translate(_MARKUP).split())) if markdown else text

    if not comparison.entities and not comparison.paths and not comparison.outcomes:
        return said(f"Nothing differs from {revision}: no path, no decision, no claim.")
    claims = [change for change in comparison.entities if change.kind == "claim"]
    others = [change for change in comparison.entities if change.kind != "claim"]
    sections: dict[str, Iterable[tuple[int, str]]] = {
        "Paths": _paths(comparison.paths),
        "Resources": (line for effect in comparison.resources for line in _effect(effect)),
        "Decisions": ((0, f"{change.decision}, {change.block}: {change.who}: {change.before or 'nothing'} → {change.after or 'nothing'}")
                      for change in comparison.outcomes),
        "Claims": ((0, _claim(change)) for change in claims),
        "Coverage": ((0, _coverage(lack)) for lack in comparison.coverage),
        "Other content": ((0, text) for text in _others(others)),
    }
    out = [said(f"Compared with {revision}: {_lead(comparison, len(claims), len(others))} changed.")]
    if comparison.notes:
        out += ["", "### Please look", "", *(f"- {code(f'{root}/{note.path}:{note.line}')} {said(note.says)}" for note in comparison.notes)]
    for title, lines in sections.items():
        if items := [f"{'  ' * depth}- {said(text)}" for depth, text in lines]:
            out += ["", f"### {title}", "", *items]
    return "\n".join(out)


def _lead(comparison: Comparison, claims: int, others: int) -> str:
    counts = [_of(claims, "claim"), _of(others, "other entity", "other entities")]
    paths = f"{len(comparison.paths)} of {comparison.all_paths} paths" if comparison.paths else ""
    return listed(filter(None, [paths, _of(len(comparison.outcomes), "decision outcome"), *counts]))


def _of(number: int, what: str, many: str = "") -> str:
    return f"{number} {what if number == 1 else many or what + 's'}" if number else ""


def _paths(paths: Iterable[PathChange]) -> Iterator[tuple[int, str]]:
    """What became of paths, by cause; what is to be said of the steps of several of them is said once, of how many."""
    by_cause: dict[tuple[str, ...], list[PathChange]] = {}
    for change in paths:
        if change.is_changed:
            by_cause.setdefault(change.causes, []).append(change)
        else:
            yield 0, f"{change.name}: {change.says}"
    for causes, members in by_cause.items():
        yield 0, f"because {listed(causes)}:" if causes else "because of changes elsewhere:"
        paths_of: dict[str, list[str]] = {}
        for member in members:
            yield 1, f"{member.name}: {member.says}"
            for step in member.steps:
                paths_of.setdefault(step, []).append(member.name)
        for step, names in sorted(paths_of.items(), key=lambda entry: -len(entry[1]))[:_FEW_LINES]:
            yield 1, step + (f" [{names[0] if len(names) == 1 else f'{len(names)} of them'}]" if len(names) < len(members) else "")
        if len(paths_of) > _FEW_LINES:
            yield 1, f"and {len(paths_of) - _FEW_LINES} more such lines"


def _effect(effect: Effect) -> Iterator[tuple[int, str]]:
    taken = _of(effect.taken, "path") or "no path"
    stands_in = f"; an alternative on {_of(effect.alternatives, 'step')}" if effect.alternatives else ""
    yield 0, f"{effect.title} ({'new' if effect.is_new else 'changed'}): on {taken}{stands_in}"
    for why, paths in effect.not_chosen.items():
        yield 1, f"not chosen in {listed(paths)}: {why}"


def _claim(change: EntityChange) -> str:
    """A claim that came or went with its statement, one that changed with its figure and its verdict before and after."""
    sides = [side for side in (change.before, change.after) if isinstance(side, Claim)]
    figures, verdicts = dict.fromkeys(figure(side, _ENGLISH) or "no figure" for side in sides), dict.fromkeys(side.verdict for side in sides)
    parts = [" → ".join(figures), " → ".join(verdicts)]
    if len(sides) == 1:
        parts.append(sides[0].statement)
    elif rest := [name for name in change.fields if name not in ("value", "range", "unit", "currency", "verdict")]:
        parts.append(f"changed: {', '.join(rest)}")
    return f"{change.id} ({change.what}): {'; '.join(parts)}"


def _coverage(lack: Coverage) -> str:
    moves = [f"{sign}{listed(ids, _FEW)}" for sign, ids in (("now also ", lack.come), ("no longer ", lack.gone)) if ids]
    return f"{lack.name}: {lack.before} → {lack.after} ({'; '.join(moves)})"


def _others(changes: Iterable[EntityChange]) -> Iterator[str]:
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for change in changes:
        alike.setdefault((change.kind, change.what, change.fields), []).append(change.id)
    for (kind, what, fields), members in alike.items():
        yield f"{kind} {listed(members, _FEW)} ({what}){': ' * bool(fields)}{', '.join(fields)}"
