"""`plans`: keeps the published paths in files, and renews those that no longer follow from the content."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .. import write
from ..content.load import load_folder
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of, whole_guide

if TYPE_CHECKING:
    from ..planner import Plan
    from ..planner.locks import Renewed
    from ..planner.paths import PathKey


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    plans = command(commands, "plans", _plans, "keep the published paths in files, and renew those that the content has changed")
    plans.add_argument(
        "paths", nargs="*", metavar="PATH", help="paths, each as PERSONA/ROLE, to plan anew, though their steps can still be followed (default: none)"
    )
    plans.add_argument("--anew", action="store_true", help="plan every path anew")


def _plans(options: argparse.Namespace) -> int:
    from ..planner.locks import FOLDER, lock_files, read_locks, renew, under_todays_ids
    from ..planner.paths import path_keys

    guide, _ = whole_guide(options.content)
    named = {key for key in path_keys(guide) if options.anew or f"{key.persona}/{key.role}" in options.paths}
    unknown = [name for name in options.paths if name not in {f"{key.persona}/{key.role}" for key in named}]
    if unknown:
        raise Usage(f"no path '{unknown[0]}'. Write PERSONA/ROLE; there are {', '.join(sorted({_way(key) for key in path_keys(guide)}))}.")
    tree, _ = files_of(options.content)
    locks = under_todays_ids(read_locks(load_folder(tree, FOLDER)), guide)
    renewed, failures = renew(guide, locks, named)
    if failures:
        for key, error in failures.items():
            print(f"{key.url}: no plan: {error}.")
        return PROBLEMS
    files = {f"{FOLDER}/{path}": text for path, text in lock_files({key: each.lock for key, each in renewed.items()}).items()}
    before = {path: text for path, text in tree.items() if path.startswith(f"{FOLDER}/") and path.endswith(".yml")}
    changed = {path: text for path, text in files.items() if before.get(path) != text.encode()}
    gone = [options.content / path for path in before if path not in files]
    try:
        write.edit(
            {options.content / path: text for path, text in changed.items() if path not in tree},
            {options.content / path: text for path, text in changed.items() if path in tree},
            gone,
        )
    except OSError as error:
        raise Usage(f"cannot write below {options.content / FOLDER}: {error.strerror or error}. Nothing was changed.") from None
    for key, each in renewed.items():
        for line in _story(key, each, key in locks):
            print(line)
    written = f"{len(changed)} written" + (f", {len(gone)} removed" if gone else "") if changed or gone else "nothing changed"
    print(f"{(options.content / FOLDER).as_posix()}: {len(renewed)} paths; {written}.")
    return CLEAN


def _story(key: PathKey, renewed: Renewed, was_locked: bool) -> Iterator[str]:
    """What became of a path, where anything did: its steps out and in, or that it stays and what a plan made anew would have."""
    name = key.name
    if not was_locked:
        yield f"{name}: new, {len(renewed.after.steps)} steps"
        return
    old, new = list(renewed.before), [step.key for step in renewed.after.steps]
    if old == new:
        if new != [step.key for step in renewed.anew.steps] and (better := _better(renewed.after, renewed.anew)):
            yield f"{name}: stays as it is; made anew it would have {better}: plans {_way(key)}"
        return
    yield f"{name}: planned anew"
    yield from (f"  - {step}" for step in old if step not in new)
    yield from (f"  + {step}" for step in new if step not in old)


def _better(kept: Plan, anew: Plan) -> str:
    """By what another plan of the same path is better, in words; empty when by nothing that counts."""
    gains = []
    if (picks := anew.picks - kept.picks) > 0:
        gains.append(f"{picks} more of the editors' picks")
    if (hours := kept.minutes - anew.minutes) >= 60:
        gains.append(f"{hours // 60} fewer hours")
    return " and ".join(gains)


def _way(key: PathKey) -> str:
    return f"{key.persona}/{key.role}"
