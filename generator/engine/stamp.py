"""What the last build was made of and what it left: a build that would change nothing is seen to in half a second."""
from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .. import HOME, PACKAGE, PROGRAM

_NAME = "stamp"
_MARK = f"# Written by `{PROGRAM}`: what the last build was made of, and what it left."


def inputs(tree: Mapping[str, bytes], told: Iterable[str | None]) -> str:
    """A hash of all that a build is made of: content, what was `told` on the command line, this program, its packages, its Python."""
    found = hashlib.sha256(repr((sys.version, sorted(_installed()), list(told))).encode())
    for path, content in sorted(tree.items()):
        found.update(f"{path}\0{len(content)}\0".encode() + content)
    for folder in (PACKAGE, HOME / "theme_overrides"):
        for line in _listing(folder, "__pycache__"):
            found.update(line)
    found.update((HOME / "mkdocs.yml").read_bytes())
    return found.hexdigest()


def _installed() -> Iterator[str]:
    """What is installed where this Python looks: the names of these folders say a package and its version."""
    for folder in filter(os.path.isdir, sys.path):
        yield from (entry.name for entry in os.scandir(folder) if entry.name.endswith(".dist-info"))


def written(out: Path, made_of: str) -> tuple[Path, str]:
    """The stamp's file and its text, for what stands below `out` now."""
    return out / _NAME, f"{_MARK}\n{made_of}\n{_standing(out)}\n"


def is_fresh(out: Path, made_of: str) -> bool:
    """Whether the last build below `out` was made of the same, and all that it left is still as it left it."""
    try:
        return (out / _NAME).read_text("ascii") == written(out, made_of)[1]
    except (OSError, UnicodeDecodeError):
        return False


def _standing(out: Path) -> str:
    found = hashlib.sha256()
    for name in ("docs", "site"):
        for line in _listing(out / name):
            found.update(line)
    return found.hexdigest()


def _listing(folder: Path, but: str = "") -> Iterator[bytes]:
    """Each file below a folder with its size and when it was last written."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != but)
        for name in sorted(names):
            told = os.stat(os.path.join(where, name), follow_symlinks=False)
            yield f"{os.path.relpath(os.path.join(where, name), folder)}\0{told.st_size}\0{told.st_mtime_ns}\n".encode()
