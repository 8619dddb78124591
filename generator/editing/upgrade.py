"""From one format of the content to the next, a step for each; a step changes only what it is certain of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..content.load import load
from ..model import FORMAT, FORMAT_WITHOUT_NUMBER
from .new_file import SCHEMAS
from .new_guide import Naming, guide_files
from .schemas import schemas

GUIDE, MAKEFILE, IGNORED = "content/guide.yml", "Makefile", ".gitignore"
# What the Makefile of a guide said while guides fetched a clone of the generator, without the place and the version of that clone.
_FETCHED = "1cb6e59dd4468416"


@dataclass(frozen=True)
class Upgrade:
    """Files of a guide's repository as they should be, by path, and what is left to a person."""

    files: Mapping[str, str]
    by_hand: tuple[str, ...] = ()


def format_of(files: Mapping[str, str]) -> int | None:
    """The format that guide.yml names: that of guides without a number where it names none, None where it cannot be read."""
    documents, _ = load({"guide.yml": files.get(GUIDE, "").encode()})
    number = (documents[0].data.get("format") or str(FORMAT_WITHOUT_NUMBER)) if documents and isinstance(documents[0].data, Mapping) else ""
    return int(number) if isinstance(number, str) and re.fullmatch("[0-9]{1,6}", number) else None


def upgrade(files: Mapping[str, str]) -> Upgrade:
    """All that is not yet as this version has it: `files` are those of the repository, by path, with `content/` for its content folder.

    Each step is given the files as the one before it left them. The schemas that editors read are written anew in any case.
    """
    now = dict(files)
    by_hand: list[str] = []
    for number in range(format_of(files) or FORMAT, FORMAT):
        step = _STEPS[number](now)
        now.update(step.files)
        by_hand += step.by_hand
    now |= {f"content/{SCHEMAS}/{name}": text for name, text in schemas().items()}
    return Upgrade({path: text for path, text in now.items() if files.get(path) != text}, tuple(by_hand))


def upgraded(tree: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a content folder, by their paths in it, in the format of this version: an earlier state, to be compared with that of today."""
    files = {f"content/{path}": raw.decode("utf-8", "replace") for path, raw in tree.items()}
    if (format_of(files) or FORMAT) >= FORMAT:
        return tree
    return {**tree, **{path.removeprefix("content/"): text.encode() for path, text in upgrade(files).files.items()}}


def _to_2(files: Mapping[str, str]) -> Upgrade:
    """guide.yml says its format; the guide names a version to install, and no clone to fetch."""
    changed = {GUIDE: files[GUIDE].rstrip("\n") + "\nformat: 2\n"}
    new = guide_files(Naming())
    makefile = files.get(MAKEFILE, "")
    if _fingerprint(makefile) == _FETCHED:
        changed[MAKEFILE] = new[MAKEFILE]
        if IGNORED in files and "/.fingerpost/" in files[IGNORED]:
            changed[IGNORED] = files[IGNORED].replace("/.fingerpost/", "/.venv/")
        return Upgrade(changed, ("The folder .fingerpost is of no use any more; delete it.",))
    if "FINGERPOST_REF" in makefile:
        return Upgrade(changed, (f"{MAKEFILE} was changed by hand and fetches a clone still. "
                                 "Take over what you need from the one that new-guide writes, which installs a version.",))
    return Upgrade(changed)


def _fingerprint(makefile: str) -> str:
    text = re.sub(r"^(FINGERPOST_(URL|REF) \?=).*$", r"\1", makefile, flags=re.MULTILINE)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# From which format each leads to the next.
_STEPS: Mapping[int, Callable[[Mapping[str, str]], Upgrade]] = {1: _to_2}


__all__ = ["GUIDE", "IGNORED", "MAKEFILE", "Upgrade", "format_of", "upgrade", "upgraded"]
