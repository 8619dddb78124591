"""Content as it was at a git revision, read into memory. Nothing is checked out, fetched or written.

`tree_at` gives what `load.read_tree` gives for a folder: `{path: bytes}`, and what could not be read.
"""
from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath

from ..problems import Problem
from .load import MAX_FOLDERS, is_aside, no_room, unreadable

_FILES = {"100644", "100755"}
_LINK = "120000"


class NoRevision(Exception):
    """The content of a revision cannot be had; says why, and what to do."""


def tree_at(revision: str, folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """All files that a content folder held at a revision, by their path below it, and what could not be read.

    The folder's present place says which repository is meant, and where in it to look. What `read_tree` refuses or passes over
    is refused or passed over here too, and is not read.
    """
    place, commit = _find(revision, folder)
    try:
        listed = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", f"{commit}:{place}")
    except _GitFailed:
        raise NoRevision(f"there was no folder {folder} at '{revision}'.") from None
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    total = 0
    for entry in listed.split(b"\0"):
        if not entry:
            continue
        description, _, raw = entry.partition(b"\t")
        mode, _, blob, told = description.decode("ascii").split()
        size = int(told) if told.isdigit() else 0  # what git has lost has no size; `_contents` tells
        path = raw.decode("utf-8", "replace")
        parts = PurePosixPath(path).parts
        if any(map(is_aside, parts)):
            continue
        if mode == _LINK:
            problems.append(unreadable(path, "is a symbolic link. Put the file itself here."))
        elif mode not in _FILES:
            problems.append(unreadable(path, "is not a regular file."))
        elif len(parts) > MAX_FOLDERS + 1:
            problems.append(unreadable(path, f"is more than {MAX_FOLDERS} folders deep. Move it up."))
        elif wrong := no_room(size, len(wanted), total):
            problems.append(unreadable(path, wrong))
        else:
            total += size
            wanted[path] = blob
    return dict(zip(wanted, _contents(folder, list(wanted.values())), strict=True)), problems


def _find(revision: str, folder: Path) -> tuple[str, str]:
    """Where the folder stands in its repository (empty for the top), and the id of the commit that is meant."""
    try:
        place = _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n").rstrip("/")
    except _GitFailed as failed:
        if "not a git repository" in str(failed):
            raise NoRevision(f"{folder} is in no git repository, so there is nothing to compare it with.") from None
        raise NoRevision(f"git cannot read the repository of {folder}: {failed}") from None
    try:
        return place, _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    except _GitFailed:
        pass
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoRevision(f"this clone is shallow and does not hold '{revision}'. Get the history with: git fetch --unshallow")
    raise NoRevision(f"git knows no revision '{revision}'. Name a branch, a tag or a commit; git branch --all lists the branches.")


def _contents(folder: Path, blobs: list[str]) -> list[bytes]:
    """The contents of blobs, in order, from one process."""
    try:
        output = _git(folder, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    except _GitFailed as failed:
        raise NoRevision(f"git cannot read the repository of {folder}: {failed}") from None
    contents, place = [], 0
    for blob in blobs:
        end = output.index(b"\n", place)
        header = output[place:end].split()
        if len(header) != 3:
            raise NoRevision(f"git does not hold the file {blob}. In a partial clone, get it with: git fetch --refetch --no-filter")
        place = end + 1 + int(header[2])
        contents.append(output[end + 1:place])
        place += 1
    return contents


class _GitFailed(Exception):
    """git ended with an error; carries what it said."""


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """What git prints, asked in a folder. It answers in English, takes no lock and waits for nobody's password."""
    environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], input=given, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRevision("git is not installed, and only git knows what the content was before.") from None
    if done.returncode != 0:
        complaint = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _GitFailed(complaint[0].removeprefix("fatal: ") if complaint else f"it ended with {done.returncode}")
    return done.stdout
