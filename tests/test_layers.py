"""The architecture as a list: what may import what, and which module alone may touch the world outside."""
from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"

# Bottom to top: a room imports only what stands above it in this list. A folder is one room.
LAYERS = (
    "problems",   # what is wrong, as a value
    "parallel",   # one piece of work for many tasks, on all cores
    "write",      # the only writer
    "model",      # everything that content can say
    "content",    # the content folder: documents, text, figures, earlier states; the only reader of content
    "decisions",  # scoring of decisions
    "planner",    # prerequisites and learning paths; the only user of the solver
    "rules",      # the named rules, and documents to a guide, or problems
    "site",       # which pages exist, what is on them, and how they become Markdown; the only user of Jinja
    "changes",    # what a change does
    "links",      # addresses that lead outside; the only user of the network
    "engine",     # the site engine: its configuration, its run, a rebuild for each save
    "pipeline",   # the straight line
    "editing",    # new files, mends that are certain, schemas, the review queue, new guides
    "cli",        # the commands; the only printer
    "mkdocs_hook",  # what `mkdocs` itself calls in the root
)

# What the package says of itself.
THE_PACKAGE = ("HOME", "PACKAGE", "PROGRAM", "__version__")

# Who reads files, and which.
READERS = {
    "content.load": "the content",
    "links": "what it remembered of earlier runs",
    "model.language": "words/",
    "site.contribute": "tasks/",
    "site.card_files": "the typefaces of the theme, by way of Pillow",
    "editing.new_guide": "sample/",
    "engine": "the time of what it watches, and the style sheets and scripts that it joins",
    "write": "what it wrote before, to leave it alone where nothing changed",
}

# Where the tests of a room stand.
TESTS = {
    "problems": ("problems",), "parallel": ("parallel",), "write": ("write",), "model": ("model", "contract", "words", "language"),
    "content": ("load", "text", "figures", "revision", "hostile"),
    "decisions": ("score", "judge"), "planner": ("planner", "prerequisites", "locks"),
    "rules": ("validate", "kept"),  # every rule has a case that breaks it, and the message is exact
    "site": ("pages", "render", "pictures", "golden", "descriptions", "statements", "home", "share", "cards", "search"),
    "changes": ("changes",), "links": ("links",),
    "engine": ("serve", "assets", "pipeline"), "pipeline": ("pipeline", "accept"),
    "editing": ("new_file", "rename", "mend", "schemas", "review_queue", "new_guide", "upgrade"),
    "cli": ("cli", "commands"), "mkdocs_hook": ("mkdocs_hook",),
}

READS = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob", "scandir", "listdir"}
WRITES = {
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "unlink", "rmdir", "removedirs", "rename", "renames", "rmtree",
    "symlink_to", "hardlink_to", "chmod", "copyfile", "copytree", "copy2", "mkdtemp", "mkstemp", "NamedTemporaryFile",
}
OS_WRITES = {"replace", "remove", "link", "symlink", "truncate"}


def _modules() -> dict[str, list[Path]]:
    """The source files of each module of the generator."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        top = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if top not in ("__init__", "__main__"):
            found.setdefault(top, []).append(path)
    return found


MODULES = _modules()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of a source file: the line, and the full name of what is imported, `generator.` in front of our own."""
    package = ("generator", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[:len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module) if part)
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)


def _used_by(name: str) -> set[str]:
    """The modules that import a package from outside."""
    return {module for module, paths in MODULES.items() for path in paths for _, found in _imports(path) if found.split(".")[0] == name}


def _calls(path: Path) -> Iterator[tuple[int, str, str]]:
    """Every call: the line, what stands before the last dot when that is a plain name, and the name that is called."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, "", node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.value.id if isinstance(node.func.value, ast.Name) else "", node.func.attr


def _places(found: Iterator[tuple[Path, int, str]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line}: {what}" for path, line, what in found]


def test_every_module_has_its_layer() -> None:
    assert set(MODULES) <= set(LAYERS), "a new module has its place in LAYERS here, and in ARCHITECTURE.md"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_those_above_it_in_the_list(module: str) -> None:
    allowed = {f"generator.{name}" for name in (*LAYERS[:LAYERS.index(module) + 1], *THE_PACKAGE)}
    assert _places(
        (path, line, name) for path in MODULES[module] for line, name in _imports(path)
        if name.startswith("generator.") and ".".join(name.split(".")[:2]) not in allowed
    ) == []


@pytest.mark.parametrize(("package", "modules"), [
    ("jinja2", {"site"}), ("highspy", {"planner"}), ("watchdog", {"engine"}), ("aiohttp", {"links"}), ("protego", {"links"}),
    ("mkdocs", {"engine", "mkdocs_hook"}), ("logging", {"mkdocs_hook"}), ("PIL", {"site"}),
])
def test_a_package_has_one_user(package: str, modules: set[str]) -> None:
    assert _used_by(package) <= modules


def test_the_solver_is_imported_only_where_it_is_used() -> None:
    for path in MODULES["planner"]:
        inside = {
            node for function in ast.walk(_tree(path)) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        lines = {node.lineno for node in inside}
        assert [line for line, name in _imports(path) if name.startswith("highspy") and line not in lines] == [], path.name


def test_the_commands_start_without_what_only_some_of_them_need() -> None:
    """A command is quick to begin because it loads neither solver nor templates, engine or watcher before it needs them, and `check` of
    a guide whose paths are kept needs none of them."""
    source = "import sys; from generator.cli import main; main(['check']); print([name for name in sys.argv[1:] if name in sys.modules])"
    heavy = ["highspy", "numpy", "PIL", "aiohttp", "protego", "asyncio", "jinja2", "markdown", "mkdocs", "watchdog", "http.server"]
    done = subprocess.run([sys.executable, "-c", source, *heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_only_the_readers_read() -> None:
    def may_read(path: Path) -> bool:
        room, *rest = path.relative_to(PACKAGE).with_suffix("").parts
        return room in READERS or f"{room}.{'.'.join(rest)}" in READERS

    assert _places(
        (path, line, name) for paths in MODULES.values() for path in paths if not may_read(path)
        for line, _, name in _calls(path) if name in READS
    ) == []


def test_only_the_writer_writes() -> None:
    assert _places(
        (path, line, name) for module, paths in MODULES.items() if module != "write" for path in paths
        for line, owner, name in _calls(path) if name in WRITES or (owner in ("os", "shutil", "tempfile") and name in OS_WRITES)
    ) == []


def test_only_the_commands_print() -> None:
    printed = (
        (path, line, name) for module, paths in MODULES.items() if module != "cli" for path in paths
        for line, owner, name in _calls(path) if name == "print" and not owner
    )
    streams = (
        (path, node.lineno, f"sys.{node.attr}") for module, paths in MODULES.items() if module != "cli" for path in paths
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys"
        and node.attr in ("stdout", "stderr", "stdin", "exit")
    )
    assert _places(printed) + _places(streams) == []


def test_every_room_has_its_tests() -> None:
    assert set(TESTS) == set(MODULES) == set(LAYERS)
    assert [name for names in TESTS.values() for name in names if not (ROOT / "tests" / f"test_{name}.py").is_file()] == []
