"""Hostile files made when they are needed: a case says what stands in them a hundred thousand times.

    files, replace, remove, bytes    as in every case: changes to the tiny guide
    repeat: {path: [before, piece, times, after]}     one file; `{n}` in the piece is its number, `{next}` the one after it
    many: {path: [text, times]}                       many files; `{n}` and `{next}`, which comes back to 0, in path and text
    links: {path: target}                             symbolic links
"""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conftest import changed_tree, write_tree


def write_case(folder: Path, case: Mapping[str, Any]) -> Path:
    """The content folder of a case."""
    write_tree(folder, {**changed_tree(case), **_repeated(case.get("repeat", {})), **_many(case.get("many", {}))})
    for path, target in case.get("links", {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).symlink_to(target)
    return folder


def _repeated(said: Mapping[str, list[Any]]) -> dict[str, bytes]:
    return {path: (before + _all(piece, times) + after).encode() for path, (before, piece, times, after) in said.items()}


def _all(piece: str, times: int) -> str:
    return "".join(_numbered(piece, number, number + 1) for number in range(times)) if "{n}" in piece else piece * times


def _many(said: Mapping[str, list[Any]]) -> dict[str, bytes]:
    return {
        _numbered(path, number, 0): _numbered(text, number, (number + 1) % times).encode()
        for path, (text, times) in said.items() for number in range(times)
    }


def _numbered(text: str, number: int, following: int) -> str:
    return text.replace("{n}", str(number)).replace("{next}", str(following))
