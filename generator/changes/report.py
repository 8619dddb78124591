"""A comparison in words: one report, printed as text or as Markdown; and as JSON."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from ..content.text import code
from ..model.lengths import hours
from ..model.limits import SLACK_PERCENT
from ..planner.reasons import listed
from . import Comparison
from .coverage import Coverage
from .decisions import OutcomeChange
from .entities import ClaimChange, EntityChange
from .paths import PathChange, Summary
from .resources import Effect
from .snapshot import variant_name

# What of a text would be markup in GitHub's Markdown.
_MARKUP = {ord(character): f"\\{character}" for character in "\\`*_[]<>#|~&$"} | {ord("@"): "&#64;"}
_FEW = 8
_FEW_PATHS = 3
# What is told of one cause: a small change fits a screen.
_FEW_LINES = 12


@dataclass(frozen=True)
class Line:
    """A line of a report, how far in it stands, and the place in the content that it speaks of, if any."""

    text: str
    depth: int = 0
    place: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a report: its heading, a table with one row for each thing (or none), and lines. `folded` lines are details."""

    title: str
    lines: tuple[Line, ...]
    table: tuple[tuple[str, ...], ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class ChangeReport:
    """A comparison in words."""

    lead: str
    sections: tuple[Section, ...]


def report(comparison: Comparison, revision: str, root: str = "content") -> ChangeReport:
    """The report of a comparison with a revision; `root` is the content folder as files are named."""
    if comparison.is_empty:
        return ChangeReport(f"Nothing differs from {revision}: no path, no decision, no claim.", ())
    sections = (
        Section("Please look", tuple(Line(f"{note.field}: {note.says}", place=f"{root}/{note.path}:{note.line}") for note in comparison.notes)),
        Section("Paths", tuple(_path_lines(comparison.paths)), tuple(_path_table(comparison.paths)), folded=True),
        Section("Resources", tuple(line for effect in comparison.resources for line in _effect(effect))),
        Section("Decisions", tuple(Line(_outcome(change)) for change in comparison.outcomes)),
        Section("Claims", tuple(Line(_claim(change)) for change in comparison.claims)),
        Section("Coverage", tuple(Line(_coverage(lack)) for lack in comparison.coverage if lack.come or lack.gone)),
        Section("Other content", tuple(Line(text) for text in _others(comparison.others))),
    )
    return ChangeReport(f"Compared with {revision}: {_lead(comparison)}.", tuple(section for section in sections if section.lines or section.table))


class Writer(Protocol):
    """How the parts of a report are written: a heading, a table, lines."""

    def lead(self, text: str) -> list[str]: ...

    def heading(self, title: str) -> list[str]: ...

    def table(self, rows: Sequence[Sequence[str]]) -> list[str]: ...

    def lines(self, lines: Iterable[Line], folded: bool) -> list[str]: ...


def printed(report: ChangeReport, writer: Writer) -> str:
    """A report as a writer has it."""
    out = writer.lead(report.lead)
    for section in report.sections:
        out += writer.heading(section.title)
        out += writer.table(section.table) if section.table else []
        out += [""] if section.table and section.lines else []
        out += writer.lines(section.lines, section.folded) if section.lines else []
    return "\n".join(out)


class Text:
    """For a terminal."""

    def lead(self, text: str) -> list[str]:
        return [text]

    def heading(self, title: str) -> list[str]:
        return ["", title]

    def table(self, rows: Sequence[Sequence[str]]) -> list[str]:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]

    def lines(self, lines: Iterable[Line], folded: bool) -> list[str]:
        return ["  " * (line.depth + 1) + (f"{line.place}: " if line.place else "") + line.text for line in lines]


class MarkdownText:
    """For GitHub: a pull request's job summary or a comment. Nothing of the content is markup in it."""

    def lead(self, text: str) -> list[str]:
        return ["## What this change does", "", _escaped(text)]

    def heading(self, title: str) -> list[str]:
        return ["", f"### {title}", ""]

    def table(self, rows: Sequence[Sequence[str]]) -> list[str]:
        head, *rest = [f"| {' | '.join(map(_escaped, row))} |" for row in rows]
        return [head, f"|{' --- |' * len(rows[0])}", *rest]

    def lines(self, lines: Iterable[Line], folded: bool) -> list[str]:
        items = ["  " * line.depth + f"- {code(line.place) + ' ' if line.place else ''}{_escaped(line.text)}" for line in lines]
        return ["<details><summary>Step by step</summary>", "", *items, "", "</details>"] if folded else items


def as_json(comparison: Comparison, revision: str) -> dict[str, Any]:
    """The object that `diff --format json` prints. Lengths are in minutes."""
    return {
        "revision": revision,
        "notes": [asdict(note) for note in comparison.notes],
        "paths": [{"what": change.what, **asdict(change)} for change in comparison.paths],
        "resources": [asdict(effect) for effect in comparison.resources],
        "outcomes": [asdict(change) for change in comparison.outcomes],
        "claims": [asdict(change) for change in comparison.claims],
        "coverage": [asdict(lack) for lack in comparison.coverage],
        "others": [asdict(change) for change in comparison.others],
    }


def _lead(comparison: Comparison) -> str:
    counts = (
        (len(comparison.paths), f"of {comparison.all_paths} paths"),
        (len(comparison.outcomes), "decision outcome" + "s" * (len(comparison.outcomes) != 1)),
        (len(comparison.claims), "claim" + "s" * (len(comparison.claims) != 1)),
        (len(comparison.others), "other " + ("entity" if len(comparison.others) == 1 else "entities")),
    )
    parts = [f"{number} {what}" for number, what in counts if number] or ["nothing but resources"]
    return f"{listed(parts, 4)} changed" if any(number for number, _ in counts) else "no path, no decision, no claim changed"


def _path_table(paths: Iterable[PathChange]) -> Iterator[tuple[str, ...]]:
    """A row for each path; variants that read alike share one."""
    rows: dict[tuple[str, ...], list[PathChange]] = {}
    for change in paths:
        steps = _whole(change) or _counts(change)
        way = f"{change.path.persona} {change.path.role} {change.path.then}"
        rows.setdefault((way, _hours(change.before, change.after), steps, _first(change.before, change.after)), []).append(change)
    if rows:
        yield "Path", "Hours", "Steps", "First project"
    for (_, *cells), members in rows.items():
        also = [variant_name(member.path.variant) for member in members[1:]]
        yield members[0].name + (f"; {'; '.join(also)}" if also else ""), *cells


def _whole(change: PathChange) -> str:
    """What is said of a path that came or went; a free one comes and goes with what is not free in the other."""
    if change.path.variant:
        became = {"added": "has a page: the path at any cost is not free now", "removed": "no page: the path at any cost is free now"}
        return became.get(change.what, "")
    return {"added": "new path", "removed": "path removed"}.get(change.what, "")


def _counts(change: PathChange) -> str:
    parts = [f"+{len(change.steps_in)}"] * bool(change.steps_in) + [f"-{len(change.steps_out)}"] * bool(change.steps_out)
    parts += [f"{len(change.resized)} of another length"] * bool(change.resized) + ["another order"] * change.reordered
    return ", ".join(parts) or "other milestones"


def _hours(before: Summary | None, after: Summary | None) -> str:
    ends = [hours(summary.minutes) for summary in (before, after) if summary]
    if before and after and before.minutes != after.minutes:
        return f"{ends[0]} → {ends[1]} ({'+' if after.minutes > before.minutes else '-'}{hours(abs(after.minutes - before.minutes))})"
    return ends[0]


def _first(before: Summary | None, after: Summary | None) -> str:
    projects = [
        f"{summary.first_project} after {hours(summary.first_project_minutes)}" if summary.first_project else "none"
        for summary in (before, after) if summary]
    return " → ".join(dict.fromkeys(projects))


def _path_lines(paths: Iterable[PathChange]) -> Iterator[Line]:
    """What became of paths, by cause; what is to be said of several of them is said once, of how many."""
    by_cause: dict[tuple[str, ...], list[PathChange]] = {}
    for change in paths:
        if change.what == "changed":
            by_cause.setdefault(change.causes, []).append(change)
    for causes, members in by_cause.items():
        cause = f"because {listed(causes)}" if causes else "because of changes elsewhere"
        number = f"{len(members)} paths: " if len(members) > 1 else ""
        yield Line(f"{cause}: {number}{listed([member.name for member in members], _FEW_PATHS)}")
        paths_of: dict[Line, list[str]] = {}
        for member in members:
            for line in _steps(member):
                paths_of.setdefault(line, []).append(member.name)
        for line, names in sorted(paths_of.items(), key=lambda entry: -len(entry[1]))[:_FEW_LINES]:
            whose = f" [{names[0] if len(names) == 1 else f'{len(names)} of them'}]" if len(names) < len(members) else ""
            yield replace(line, text=line.text + whose)
        if len(paths_of) > _FEW_LINES:
            yield Line(f"and {len(paths_of) - _FEW_LINES} more such lines, which --format json tells", 1)


def _steps(change: PathChange) -> Iterator[Line]:
    if change.shortest:
        was, now = map(hours, change.shortest)
        yield Line(f"why: the shortest plan takes {now} of resources now, not {was}, and the path at most {SLACK_PERCENT} % more", 1)
    for step in change.steps_in:
        yield Line(f"in: {step.name} ({hours(step.minutes)}): {step.why}", 1)
    for step in change.steps_out:
        yield Line(f"out: {step.name} ({hours(step.minutes)}): {step.why}", 1)
    for resized in change.resized:
        yield Line(f"{resized.name}: {hours(resized.before)} → {hours(resized.after)}", 1)
    assert change.before and change.after
    if change.before.milestones != change.after.milestones:
        yield Line(_milestones(change.before.milestones, change.after.milestones), 1)
    elif change.reordered and not change.steps_in and not change.steps_out:
        yield Line("the same steps in another order", 1)


def _milestones(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """The stretch of milestones that differs, without what is the same before and after it."""
    start = next((place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), min(len(before), len(after)))
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = (", ".join(side[start:len(side) - end]) or "nothing" for side in (before, after))
    return f"milestones from number {start + 1} on: {old} → {new}"


def _effect(effect: Effect) -> Iterator[Line]:
    yield Line(f"{effect.title} ({'new' if effect.is_new else 'changed'}): {'; '.join(_places(effect))}")
    reasons: dict[str, list[str]] = {}
    for omission in effect.not_chosen:
        reasons.setdefault(omission.why, []).append(omission.path)
    for why, members in reasons.items():
        yield Line(f"not chosen in {listed(members)}: {why}", 1)


def _places(effect: Effect) -> Iterator[str]:
    (was, now), (other, others), (stood, stands) = effect.steps, effect.variants, effect.alternatives
    before = "" if effect.is_new or (was, other) == (now, others) else f" (before: {was} and {other})"
    yield f"a step of {_of(now, 'core path') if now else 'no core path'} and of {_of(others, 'other plan') if others else 'no other plan'}{before}"
    if stands or stood:
        before = "" if effect.is_new or stood == stands else f" (before: {stood})"
        yield f"{'now ' if stands and not stood else ''}an alternative on {_of(stands, 'step') if stands else 'no step'} of core paths{before}"


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _outcome(change: OutcomeChange) -> str:
    who = change.name if change.kind == "persona" else f"case '{change.name}'"
    wanted = f"; the content expects {change.expected}" if change.expected and change.expected != change.after else ""
    return f"{change.decision}, {change.block}: {who}: {change.before or 'nothing'} → {change.after or 'nothing'}{wanted}"


def _claim(change: ClaimChange) -> str:
    (figure, figure_now), (verdict, verdict_now) = change.figure, change.verdict
    if change.what == "added":
        return f"{change.id} (added): {figure_now or 'no figure'}, {verdict_now}. {change.name}"
    if change.what == "removed":
        return f"{change.id} (removed): {figure or 'no figure'}, {verdict}. {change.name}"
    parts = [f"{figure or 'no figure'} → {figure_now or 'no figure'}"] if figure != figure_now else [f"{figure_now} as before"] if figure else []
    parts += [f"{verdict} → {verdict_now}"] if verdict != verdict_now else []
    rest = [name for name in change.fields if name not in ("value", "range", "unit", "currency", "verdict")]
    parts += [f"changed: {', '.join(rest)}"] if rest else []
    return f"{change.id} ({change.what}): {'; '.join(parts)}"


def _coverage(lack: Coverage) -> str:
    moves = [f"{sign}{listed(ids, _FEW)}" for sign, ids in (("now also ", lack.come), ("no longer ", lack.gone)) if ids]
    return f"{lack.name}: {lack.before} → {lack.after} ({'; '.join(moves)})"


def _others(changes: Sequence[EntityChange]) -> Iterator[str]:
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for change in changes:
        fields = change.fields if change.what not in ("added", "removed") else ()
        alike.setdefault((change.kind, change.what, fields), []).append(change.id)
    for (kind, what, fields), members in alike.items():
        yield f"{kind} {listed(members, _FEW)} ({what}){': ' * bool(fields)}{', '.join(fields)}"


def _escaped(text: str) -> str:
    return " ".join(text.translate(_MARKUP).split())


__all__ = ["MarkdownText", "ChangeReport", "Text", "as_json", "printed", "report"]
