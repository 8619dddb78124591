"""A guide several times over: every entity once more under ids of its own, for tools that measure how costs grow."""
from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from generator.content.load import load, read_tree
from generator.content.renaming import NewNames, mentions, renamed_data
from generator.model import FOLDERS
from generator.planner.locks import kept_locks, lock_files, renew
from generator.rules.validate import validate

# Every role says something on every criterion: copies of both would be a table sixteen times as large.
_ONCE = {"criterion"}


def multiply(content: Path, out: Path, times: int) -> None:
    """Copies a guide to the folder `out`, with `times` of each entity, and keeps the plans of the copies. The solver is asked for those."""
    shutil.copytree(content, out)
    documents, _ = load(read_tree(content)[0])
    guide, _ = validate(documents)
    assert guide is not None, "run `make check` first"
    ours = [(FOLDERS[each.folder], each) for each in documents if each.folder in FOLDERS and each.path.endswith(".yml")]
    ours = [(kind, each) for kind, each in ours if kind not in _ONCE and not each.data.get("retired")]
    settings = dict(next(each.data for each in documents if each.path == "guide.yml"))
    lists = {name: settings[name] for name, kind in FOLDERS.items() if name in settings and kind not in _ONCE}
    for _, each in ours:
        if times > 1 and "shows_in" in each.data:  # a copy's acceptance says the same words and requires the copy's skill
            _write(out / each.path, {name: value for name, value in each.data.items() if name != "shows_in"})
    for number in range(1, times):
        names = NewNames({(kind, each.name): f"{each.name}-x{number}" for kind, each in ours})
        for kind, each in ours:
            data = renamed_data(each.data, list(mentions(kind, guide.of(kind)[each.name], names)), names)
            _write(out / Path(each.path).with_stem(f"{each.name}-x{number}"), _distinct(data, number))
        for name, ids in lists.items():
            settings[name] = (*settings[name], *(f"{identifier}-x{number}" for identifier in ids))
    _write(out / "guide.yml", settings)
    _keep_plans(out)


def _distinct(data: Any, number: int) -> Any:
    """A copy's data with what has to be its own: names, addresses, and no name that others had."""
    data = {name: value for name, value in data.items() if name not in ("formerly", "alternate_names", "other_wordings", "counted", "shows_in")}
    for name in ("name", "title", "question"):
        if name in data:
            data[name] = f"{data[name]} {number}"
    if "url" in data:
        data["url"] = f"{data['url'].rstrip('/')}/x{number}"
    return data


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True, sort_keys=False, width=1000), "utf-8")


def _keep_plans(content: Path) -> None:
    tree, _ = read_tree(content)
    documents, _ = load(tree)
    guide, problems = validate(documents)
    assert guide is not None, problems[:3]
    renewed, failures = renew(guide, kept_locks(tree, guide))
    assert not failures, failures
    for path, text in lock_files({key: each.lock for key, each in renewed.items()}).items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, "utf-8")


if __name__ == "__main__":
    multiply(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
