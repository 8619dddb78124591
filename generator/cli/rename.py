"""`rename`: another id for an entity, a part or an answer, everywhere; the old one leads to it for ever."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ..content.load import load
from ..editing.rename import CannotRename, plan_rename, rename_target
from ..model import Guide
from ..planner.locks import FOLDER, kept_locks, lock_files, renew
from ..problems import counted
from ..rules.validate import validate
from .common import CLEAN, PROBLEMS, Commands, Usage, command, files_of, put, report


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = command(commands, "rename", _rename, "give something a new id, in its file and wherever it is mentioned")
    parser.add_argument(
        "old", metavar="OLD", help="its id, as in weaving, skill/weaving, the-loom/week-3 for a part of a resource, "
        "or which-craft/waiting/can for an answer")
    parser.add_argument("new", metavar="NEW", help="the new id; the old one is listed under formerly, so links and saved progress follow")


def _rename(options: argparse.Namespace) -> int:
    tree, unreadable = files_of(options.content)
    documents, unloaded = load(tree)
    guide, problems = validate(documents, [*unreadable, *unloaded])
    if guide is None:
        report(problems, options.content)
        return PROBLEMS
    try:
        renaming = plan_rename(guide, documents, tree, rename_target(guide, options.old), options.new)
    except CannotRename as error:
        raise Usage(str(error)) from None
    moved = renaming.moved
    after = {path: raw for path, raw in tree.items() if moved is None or path != moved[0]} | {
        path: text.encode() for path, text in renaming.texts.items()}
    renamed, problems = validate(*load(after))
    if renamed is None:
        report([problem for problem in problems if problem.severity == "error"], options.content)
        print("Nothing was changed.")
        return PROBLEMS
    plans = _plans(renamed, tree)
    texts = {**renaming.texts, **plans}
    gone = [path for path in tree if path.startswith(f"{FOLDER}/") and path.endswith(".yml") and path not in plans] if plans else []
    put(options.content, tree, texts, [*gone, *([moved[0]] if moved else [])])
    for path in sorted(renaming.texts):
        count = renaming.places.get(path, 0)
        says = [f"was {moved[0].rpartition('/')[2]}"] if moved and path == moved[1] else []
        says += [f"{counted(count, 'place')} changed"] if count else []
        print(f"{(options.content / path).as_posix()}: {', '.join(says) or 'formerly added'}.")
    return CLEAN


def _plans(guide: Guide, tree: Mapping[str, bytes]) -> dict[str, str]:
    """The files of the published paths under the new id, by their path in the content folder; none where none are kept."""
    locks = kept_locks(tree, guide)
    if not locks:
        return {}
    renewed, _ = renew(guide, locks)
    return lock_files({key: each.lock for key, each in renewed.items() if key in locks})
