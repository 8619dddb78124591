"""What tests share: the tiny guide of another subject, folders made of dictionaries, and `--bless`."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.load import load, read_tree
from generator.model import Guide
from generator.validate import validate

HERE = Path(__file__).parent
TINY = HERE / "site" / "content"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the expected output of data-file cases; review the diff")


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--bless"))


def tiny_tree() -> dict[str, bytes]:
    """The files of the tiny guide, by path."""
    return {path.relative_to(TINY).as_posix(): path.read_bytes() for path in sorted(TINY.rglob("*")) if path.is_file()}


def write_tree(folder: Path, tree: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for path, content in tree.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def guide_of(tree: Mapping[str, bytes]) -> Guide:
    """The guide that a tree of files makes; the test fails with its problems when it makes none."""
    documents, problems = load(tree)
    guide, found = validate(documents, problems)
    assert guide is not None and not found, [problem.text() for problem in found]
    return guide


def case_files(folder: str) -> list[Path]:
    """The data-file cases of a folder below tests/cases/."""
    return sorted((HERE / "cases" / folder).glob("*.yml"))


def read_case(path: Path) -> dict[str, Any]:
    """A case as a dictionary."""
    return yaml.safe_load(path.read_text("utf-8"))


def changed_tree(case: Mapping[str, Any]) -> dict[str, bytes]:
    """The tiny guide with a case's changes: whole `files`, `replace` (path: [old, new]), `bytes` (path: hex), `remove`."""
    tree = tiny_tree()
    for path in case.get("remove", []):
        del tree[path]
    for path, (old, new) in case.get("replace", {}).items():
        text = tree[path].decode()
        assert old in text, f"{path} does not hold {old!r}"
        tree[path] = text.replace(old, new, 1).encode()
    for path, text in case.get("files", {}).items():
        tree[path] = text.encode()
    for path, digits in case.get("bytes", {}).items():
        tree[path] = bytes.fromhex(digits)
    return tree


__all__ = ["case_files", "changed_tree", "guide_of", "read_case", "read_tree", "tiny_tree", "write_tree"]
