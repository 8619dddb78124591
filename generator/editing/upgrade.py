"""From one format of the content to the next, a step for each; a step changes only what it is certain of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from ..content.load import guide_fields
from ..model import FORMAT, format_of
from .new_guide import Naming, guide_files

# All paths here are as seen from the content folder.
_GUIDE, MAKEFILE, IGNORED = "guide.yml", "../Makefile", "../.gitignore"
# What the Makefile of a guide said while guides fetched a clone of the generator, without the place and the version of that clone.
_FETCHED = "1cb6e59dd4468416"


# The files of a guide as they should be, by path, and what is left to a person.
Step = tuple[Mapping[str, str], Sequence[str]]


def format_in(tree: Mapping[str, bytes]) -> int | None:
    """The format of a content folder; None where guide.yml cannot be read, or names no number."""
    fields = guide_fields(tree)
    return None if fields is None else format_of(fields)


def upgrade(tree: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], Sequence[str]]:
    """All files that an earlier format has otherwise, as they are in that of this version, and what is left to a person; MAKEFILE and IGNORED
    may stand among the files of the content folder. Nothing is done where guide.yml cannot be read, or its format is newer."""
    number = format_in(tree)
    if number is None or number >= FORMAT:
        return {}, ()
    files = {path: raw.decode("utf-8", "replace") for path, raw in tree.items()}
    changed: dict[str, str] = {}
    by_hand: list[str] = []
    for step_from in range(number, FORMAT):  # each is given the files as the one before it left them
        texts, left = _STEPS[step_from]({**files, **changed})
        changed |= texts
        by_hand += left
    done = {path: text.encode() for path, text in changed.items()}
    if format_in({**tree, **done}) != FORMAT:
        return {}, (f"{_GUIDE} is written in a way that cannot be changed by place alone. Write its fields as plain lines first.",)
    return done, by_hand


def _to_2(files: Mapping[str, str]) -> Step:
    """guide.yml says its format; the guide names a version to install, and no clone to fetch."""
    guide = re.sub("^format:.*\n?", "", files[_GUIDE], flags=re.MULTILINE).rstrip("\n")
    changed = {_GUIDE: f"{guide}\nformat: 2\n"}
    makefile_of_today = guide_files(Naming())["Makefile"]
    makefile = files.get(MAKEFILE, "")
    if _fingerprint(makefile) == _FETCHED:
        changed[MAKEFILE] = makefile_of_today
        if IGNORED in files and "/.fingerpost/" in files[IGNORED]:
            changed[IGNORED] = files[IGNORED].replace("/.fingerpost/", "/.venv/")
        return changed, ("The folder .fingerpost is of no use any more; delete it.",)
    if "FINGERPOST_REF" in makefile:
        return changed, ("Makefile was changed by hand and fetches a clone still. "
                                 "Take over what you need from the one that `new guide` writes, which installs a version.",)
    return changed, ()


def _fingerprint(makefile: str) -> str:
    text = re.sub(r"^(FINGERPOST_(URL|REF) \?=).*$", r"\1", makefile, flags=re.MULTILINE)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# From which format each leads to the next.
_STEPS: Mapping[int, Callable[[Mapping[str, str]], Step]] = {1: _to_2}


__all__ = ["IGNORED", "MAKEFILE", "format_in", "upgrade"]
