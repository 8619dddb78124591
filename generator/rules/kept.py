"""What was published stays: ids of an earlier revision that are gone, compared file by file, whatever else is wrong with either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..content.load import Document
from ..model import FOLDERS
from ..problems import Problem
from . import ANSWERS_KEPT, KEPT

# How much of a file that is gone stands in a new one that is taken for its heir.
_ALIKE = 0.5


@dataclass(frozen=True)
class Files:
    """The files of one side: every path, and the documents of those that could be read."""

    paths: Sequence[str]
    documents: Sequence[Document]

    def by_kind(self) -> Mapping[str, Mapping[str, str]]:
        """The path of each id, by kind."""
        kinds: dict[str, dict[str, str]] = {kind: {} for kind in FOLDERS.values()}
        for path in self.paths:
            folder, _, rest = path.partition("/")
            if folder in FOLDERS and rest and not any(part.startswith("_") for part in path.split("/")):
                kinds[FOLDERS[folder]][PurePosixPath(path).stem] = path
        return kinds


def lost_ids(before: Files, now: Files, revision: str) -> Iterator[Problem]:
    """A problem for each id of before, or former id, that leads nowhere now: of a file, of a part, and of an answer to a decision."""
    data = {document.path: document.data for document in now.documents}
    here = now.by_kind()
    for kind, ids in before.by_kind().items():
        heirs: dict[str, list[str]] = {}
        for path in here[kind].values():
            for former in _texts(data.get(path, {}).get("formerly")):
                heirs.setdefault(former, []).append(path)
        old = {document.path: document for document in before.documents if FOLDERS.get(document.folder) == kind}
        for identifier, path in ids.items():
            paths = [here[kind][identifier]] if identifier in here[kind] else heirs.get(identifier, [])
            if not paths:
                added = [new for name, new in here[kind].items() if name not in ids]
                yield _gone(kind, identifier, path, revision, _heir(old.get(path), added, data))
            elif path in old and all(each in data for each in paths):
                yield from _lost_within(kind, old[path], [(each, data[each]) for each in paths], revision)
                for former in _texts(old[path].data.get("formerly")):
                    if former not in heirs and former not in here[kind]:
                        yield _lost(paths[0], f"the former id '{former}' was here at {revision}, and is gone.", f"Add it again: formerly: [{former}]")


def _gone(kind: str, identifier: str, path: str, revision: str, heir: str) -> Problem:
    if kind == "page":
        return _lost(path, f"the page '{identifier}' was here at {revision}, and is gone.",
                     "Bring it back: a page is not retired, its text may change.")
    goes_on = f"If it goes on in content/{heir}, add there: formerly: [{identifier}]." if heir else (
        f"If another {kind} goes on from it, add there: formerly: [{identifier}].")
    return _lost(path, f"the {kind} '{identifier}' was here at {revision}, and is gone.",
                 f"{goes_on} Else bring the file back with: retired: {{on: ..., reason: ...}}")


def _lost_within(kind: str, old: Document, now: Sequence[tuple[str, Mapping[str, Any]]], revision: str) -> Iterator[Problem]:
    """Parts of a resource or project and answers of a decision that are gone, while the file itself is there."""
    path = now[0][0]
    if kind in ("resource", "project"):
        here = {name for _, data in now for part in _parts(data, "parts") for name in _names(part)}
        hint = "Let the part that took its place, or the one beside it, say: formerly: [{}]" if here else (
            f"Its progress could follow no more: keep the parts, or retire the {kind} and let a new file take its place.")
        for part in _parts(old.data, "parts"):
            for name in _names(part):
                if name not in here:
                    yield _lost(path, f"the part '{name}' was here at {revision}, and is gone.", hint.format(name))
    if kind == "decision":
        answers = {(asked, name) for _, data in now for question in _parts(data, "questions") for asked in _names(question)
                   for option in _parts(question, "options") for name in _names(option)}
        for question in _parts(old.data, "questions"):
            for name in (name for option in _parts(question, "options") for name in _names(option)):
                if (question.get("id"), name) not in answers:
                    yield Problem(
                        path, 0, 0, "", f"the answer {question.get('id')}={name} was here at {revision}, and is gone.",
                        f"Links that readers have shared lose it. Let the answer that took its place say: formerly: [{name}]",
                        "warning", ANSWERS_KEPT)


def _heir(old: Document | None, added: Iterable[str], data: Mapping[str, Any]) -> str:
    """The new file that holds most of what the old one held; empty when none holds half of it."""
    if old is None or not old.data:
        return ""
    alike = {path: sum(data[path].get(name) == value for name, value in old.data.items()) / len(old.data) for path in added if path in data}
    best = max(alike, key=lambda path: alike[path], default="")
    return best if best and alike[best] >= _ALIKE else ""


def _lost(path: str, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, "", message, hint, rule=KEPT)


def _texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, of whatever shape it is."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()


def _names(part: Mapping[str, Any]) -> tuple[str, ...]:
    """The id of a part, and its former ids."""
    return (*_texts((part.get("id"),)), *_texts(part.get("formerly")))


def _parts(value: Any, name: str) -> Iterator[Mapping[str, Any]]:
    """The parts of a list of parts, of whatever shape it is."""
    parts = value.get(name)
    yield from (part for part in parts if isinstance(part, Mapping)) if isinstance(parts, tuple) else ()
