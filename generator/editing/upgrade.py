"""From one format of the content to the next, a step for each; a step changes only what it is certain of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..content.load import guide_fields
from ..model import FORMAT, format_of
from .new_guide import Naming, guide_files

MAKEFILE, IGNORED = "Makefile", ".gitignore"
_CONTENT, _GUIDE = "content/", "content/guide.yml"
# What the Makefile of a guide said while guides fetched a clone of the generator, without the place and the version of that clone.
_FETCHED = "1cb6e59dd4468416"


@dataclass(frozen=True)
class Upgrade:
    """Files of a guide's repository as they should be, by path, with `content/` for its content folder, and what is left to a person."""

    files: Mapping[str, str]
    by_hand: tuple[str, ...] = ()

    @property
    def content(self) -> Mapping[str, bytes]:
        """Those of the content folder, by their paths in it."""
        return {path.removeprefix(_CONTENT): text.encode() for path, text in self.files.items() if path.startswith(_CONTENT)}


def format_in(tree: Mapping[str, bytes]) -> int | None:
    """The format of a content folder; None where guide.yml cannot be read, or names no number."""
    fields = guide_fields(tree)
    return None if fields is None else format_of(fields)


def upgrade(tree: Mapping[str, bytes], beside: Mapping[str, str] = MappingProxyType({})) -> Upgrade:
    """All that an earlier format has otherwise: `tree` are the files of the content folder, `beside` the texts of MAKEFILE and IGNORED.

    Each step is given the files as the one before it left them. Nothing is done where guide.yml cannot be read, or its format is newer.
    """
    number = format_in(tree)
    if number is None or number >= FORMAT:
        return Upgrade({})
    files = {**beside, **{f"{_CONTENT}{path}": raw.decode("utf-8", "replace") for path, raw in tree.items()}}
    now = dict(files)
    by_hand: list[str] = []
    for step_from in range(number, FORMAT):
        step = _STEPS[step_from](now)
        now.update(step.files)
        by_hand += step.by_hand
    if format_in({"guide.yml": now[_GUIDE].encode()}) != FORMAT:
        return Upgrade({}, (f"{_GUIDE} is written in a way that cannot be changed by place alone. Write its fields as plain lines first.",))
    return Upgrade({path: text for path, text in now.items() if files.get(path) != text}, tuple(by_hand))


def _to_2(files: Mapping[str, str]) -> Upgrade:
    """guide.yml says its format; the guide names a version to install, and no clone to fetch."""
    guide = re.sub("^format:.*\n?", "", files[_GUIDE], flags=re.MULTILINE).rstrip("\n")
    changed = {_GUIDE: f"{guide}\nformat: 2\n"}
    new = guide_files(Naming())
    makefile = files.get(MAKEFILE, "")
    if _fingerprint(makefile) == _FETCHED:
        changed[MAKEFILE] = new[MAKEFILE]
        if IGNORED in files and "/.fingerpost/" in files[IGNORED]:
            changed[IGNORED] = files[IGNORED].replace("/.fingerpost/", "/.venv/")
        return Upgrade(changed, ("The folder .fingerpost is of no use any more; delete it.",))
    if "FINGERPOST_REF" in makefile:
        return Upgrade(changed, (f"{MAKEFILE} was changed by hand and fetches a clone still. "
                                 "Take over what you need from the one that `new guide` writes, which installs a version.",))
    return Upgrade(changed)


def _fingerprint(makefile: str) -> str:
    text = re.sub(r"^(FINGERPOST_(URL|REF) \?=).*$", r"\1", makefile, flags=re.MULTILINE)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# From which format each leads to the next.
_STEPS: Mapping[int, Callable[[Mapping[str, str]], Upgrade]] = {1: _to_2}


__all__ = ["IGNORED", "MAKEFILE", "Upgrade", "format_in", "upgrade"]
