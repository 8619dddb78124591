"""`plan --renew`: keeps the published paths in files, and renews those that no longer follow from the content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..planner import Plan
from ..planner.locks import FOLDER, Renewed, kept_locks, lock_files, renew
from ..planner.paths import PathKey, path_keys
from .common import CLEAN, PROBLEMS, Usage, files_of, put, whole_guide


def renew_plans(content: Path, paths: Sequence[str]) -> int:
    """Brings the files of the published paths up to date; `paths`, each as PERSONA/ROLE, are planned anew in any case."""
    guide, _ = whole_guide(content)
    ways = {_way(key) for key in path_keys(guide)}
    for name in paths:
        if name not in ways:
            raise Usage(f"--renew: no path '{name}'. Write PERSONA/ROLE; there are {', '.join(sorted(ways))}.")
    named = [key for key in path_keys(guide) if _way(key) in paths]
    tree, _ = files_of(content)
    locks = kept_locks(tree, guide)
    renewed, failures = renew(guide, locks, named)
    if failures:
        for key, error in failures.items():
            print(f"{key.url}: no plan: {error}.")
        return PROBLEMS
    files = lock_files({key: each.lock for key, each in renewed.items()})
    before = {path: text for path, text in tree.items() if path.startswith(f"{FOLDER}/") and path.endswith(".yml")}
    changed = {path: text for path, text in files.items() if before.get(path) != text.encode()}
    gone = [path for path in before if path not in files]
    put(content, tree, changed, gone)
    for key, each in renewed.items():
        for line in _story(key, each, key in locks):
            print(line)
    written = f"{len(changed)} written" + (f", {len(gone)} removed" if gone else "") if changed or gone else "nothing changed"
    print(f"{(content / FOLDER).as_posix()}: {len(renewed)} paths; {written}.")
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
            yield f"{name}: stays as it is; made anew it would have {better}: plan --renew {_way(key)}"
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
