"""What tests share: the tiny guide of another subject, folders made of dictionaries, and `--bless`."""
from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import yaml

from generator import parallel
from generator.content.load import load, read_tree
from generator.model import Guide
from generator.planner.locks import Locks, kept_locks, plan_all
from generator.planner.paths import Plans
from generator.rules.validate import validate

if TYPE_CHECKING:
    from node import Node

    from generator.pipeline import Output
    from generator.site.commands import Command

# The browser and its sites, for the tests that look at pages.
pytest_plugins = ["browsing"]

HERE = Path(__file__).parent
ROOT = HERE.parent
TINY = HERE / "site" / "content"
CONTENT = ROOT / "content"

SiteOf = Callable[..., Path]

# Tests start commands as a person would: no make stands above them, and nobody insists on colours.
for _name in [name for name in os.environ if name.startswith(("MAKE", "MFLAGS")) or name in ("ARGS", "SITE_URL", "FORCE_COLOR", "CLICOLOR_FORCE")]:
    del os.environ[_name]

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: more of the same as other tests try; run with --all")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out what starts a browser or an engine")
    parser.addoption("--all", action="store_true", help="try what is marked as long, too")
    parser.addoption("--bless", action="store_true", help="rewrite the expected output of data-file cases; review the diff")


# What starts a browser, an engine or a command, builds a whole site or plans the whole first guide: files, fixtures and single tests.
_SLOW_FILES = frozenset(
    f"test_{name}.py" for name in (
        "accept", "browser", "pipeline", "changes", "contribute", "decide", "engines", "follow", "follow_saved", "follow_store",
        "follow_transfer", "installed", "mkdocs_hook", "judge", "links", "new_guide", "policy", "serve", "weight", "write"))
_SLOW_FIXTURES = frozenset(("browser", "tiny_site", "real_site", "full_site", "hostile_site", "real"))
_SLOW_TESTS = re.compile(r"TestProcess|\[real")


# What takes longest, in this order: no process is left with one of them at the end.
_FIRST = tuple(f"test_{name}.py" for name in ("follow", "accept", "pipeline", "browser", "decide", "hostile", "judge", "weight", "content"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The quick lane, which is run before each push, leaves out whole files ..."""
    return True if config.getoption("--quick") and collection_path.name in _SLOW_FILES else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """... and tests of others. What is long is left out of both lanes without `--all`."""
    if not config.getoption("--all"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    if config.getoption("--quick"):
        hypothesis.settings.load_profile("quick")
        slow = {item for item in items if _SLOW_TESTS.search(item.nodeid) or _SLOW_FIXTURES & set(getattr(item, "fixturenames", ()))}
        config.hook.pytest_deselected(items=list(slow))
        items[:] = [item for item in items if item not in slow]
    items.sort(key=lambda item: _FIRST.index(item.path.name) if item.path.name in _FIRST else len(_FIRST))


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--bless"))


@pytest.fixture(scope="session", autouse=True)
def in_one_process() -> Iterator[None]:
    """What is spread over processes is done in that of the tests, which have the cores already: small guides cost less than a process
    begins for, and what it loads and keeps is kept for the next test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parallel, "_MOST", 1)
        yield


@pytest.fixture(scope="session")
def js() -> Iterator[Node]:
    """The site's scripts that need no page."""
    from node import node

    with node() as running:
        yield running


def tiny_tree() -> dict[str, bytes]:
    """The files of the tiny guide, by path."""
    return dict(_tiny_tree())


@cache
def _tiny_tree() -> Mapping[str, bytes]:
    return files_below(TINY)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


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


def fingerpost(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m generator` as a process of its own, with its output caught: a pipe, not a terminal."""
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)} | environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def tiny() -> Output:
    """What the tiny guide becomes: pages, plans and documents."""
    return _generated(guide_of(tiny_tree()))


@pytest.fixture(scope="session")
def site_of(tmp_path_factory: pytest.TempPathFactory) -> SiteOf:
    """Has the command build the site of a guide, once in a run, whichever process asks: a folder with `docs`, `mkdocs.yml` and `site`.

    Nobody writes to it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent / "sites" if "PYTEST_XDIST_WORKER" in os.environ else base
    environment = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "SOURCE_DATE_EPOCH": "1800000000"}

    def site_of(content: Path, *options: str) -> Path:
        digest = hashlib.sha256(repr((files_below(content), options)).encode()).hexdigest()[:16]
        out = shared / f"site-{digest}" / "out"  # as deep as what tests copy it to: its configuration names ours from there
        out.parent.mkdir(parents=True, exist_ok=True)
        with (out.parent / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (out / "stamp").exists():
                done = fingerpost("build", "--content", content, "--out", out, *options, cwd=out.parent, **environment)
                assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return out

    return site_of


@pytest.fixture(scope="session")
def tiny_site(site_of: SiteOf) -> Path:
    """The tiny guide as a site."""
    return site_of(TINY)


@pytest.fixture(scope="session")
def real_guide() -> Guide:
    """The guide of this repository; the test fails with its problems when it has any."""
    tree, unreadable = read_tree(CONTENT)
    documents, unloaded = load(tree)
    guide, found = validate(documents, [*unreadable, *unloaded])
    assert guide is not None and not found, [problem.text() for problem in found]
    return guide


@pytest.fixture(scope="session")
def real(real_guide: Guide) -> Output:
    """What the real guide becomes, made in this process of the plans that are kept."""
    return _generated(real_guide, kept_locks(read_tree(CONTENT)[0], real_guide))


@pytest.fixture(scope="session")
def real_site(site_of: SiteOf) -> Path:
    """The real guide as a site."""
    return site_of(CONTENT)


@pytest.fixture(scope="session")
def full_site(site_of: SiteOf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny guide with every optional text, as a site."""
    from hostile_guide import full_tree

    return site_of(write_tree(tmp_path_factory.mktemp("full"), full_tree()))


@pytest.fixture(scope="session")
def hostile_site(site_of: SiteOf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full guide with hostile words, as a site."""
    from hostile_guide import hostile_site_tree

    return site_of(write_tree(tmp_path_factory.mktemp("hostile"), hostile_site_tree()))


def all_plans(guide: Guide, locks: Locks | None = None, core_only: bool = False) -> Plans:
    """The plans of a guide, each of its lock or made now; the test fails when a path has none."""
    planned = plan_all(guide, locks, core_only=core_only)
    assert not planned.failures, planned.failures
    return planned.plans


def generate(guide: Guide, commands: tuple[Command, ...] = (), locks: Locks | None = None) -> Output:
    """What a guide becomes, its paths planned now where no lock keeps them."""
    from generator import pipeline

    return pipeline.generate(guide, all_plans(guide, locks), commands)


def _generated(guide: Guide, locks: Locks | None = None) -> Output:
    from generator.cli import commands

    return generate(guide, commands(), locks)


def case_files(folder: str) -> list[Path]:
    """The data-file cases of a folder below tests/cases/."""
    return sorted((HERE / "cases" / folder).glob("*.yml"))


def read_case(path: Path) -> dict[str, Any]:
    """A case as a dictionary."""
    return yaml.safe_load(path.read_text("utf-8"))


def changed_tree(case: Mapping[str, Any], of: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The tiny guide, or another tree, with a case's changes: whole `files`, `replace` (path: [old, new]), `bytes` (path: hex), `remove`."""
    tree = dict(tiny_tree() if of is None else of)
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


__all__ = [
    "all_plans", "case_files", "changed_tree", "files_below", "fingerpost", "generate", "guide_of", "read_case", "read_tree", "tiny_tree",
    "write_tree"]
