"""Whether the tests see small faults: `python bench/faults.py [--hand] [--new] [--only WORDS] [--jobs 2]`, by hand; it takes an hour.

Sown one at a time, each in a copy of the tree, are the faults of faults.yml, and as many new ones: small changes of Python, scripts and
templates, chosen by a seed and spread over the rooms by their lines. Told is which of the test files that should catch a fault does. A
test that fails without the fault, too, does not count; a run that takes too long does.
"""
from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).with_name("faults.yml")
SEED, HOW_MANY, LONGEST_SECONDS = 1, 40, 600
# pytest, which tells each test or file that fails by its whole name; a fault may well fill the memory.
PYTEST = """import json, resource, sys, pytest
resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, resource.RLIM_INFINITY))
class Teller:
    def pytest_runtest_logreport(self, report): report.failed and print("\\nFAILS", json.dumps(report.nodeid))
    pytest_collectreport = pytest_runtest_logreport
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]], [Teller()]))"""
BOUNDARIES = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
              ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
OPPOSITES = {"any": "all", "all": "any", "min": "max", "max": "min"}
HOW = {"strict", "repr", "compare", "hash"}  # arguments that say how something is made and not what it is
# Of a script and of a template's tags, by sort: what is sought in a line, and what stands there instead.
SCRIPT = {
    "boundary": {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " === ": " !== ", " !== ": " === "},
    "and/or": {" && ": " || ", " || ": " && ", " ?? ": " && "}, "not": {"(!": "(", " !": " "}, "guard": {" continue;": " ;"},
    "arithmetic": {" + ": " - ", " - ": " + ", " * ": " / ", " / ": " * "}, "constant": {"true": "false", "false": "true", ", 1)": ", 2)"},
    "opposite": {".some(": ".every(", ".every(": ".some(", "Math.min(": "Math.max(", "Math.max(": "Math.min("}}
TEMPLATE = {"not": {"{% if not ": "{% if ", "{% if ": "{% if not "}, "opposite": {"loop.first": "loop.last", "loop.last": "loop.first"}}
Edit = tuple[str, int, int, str]  # its sort, a piece of a text from byte to byte, and what stands there instead


@dataclass(frozen=True)
class Fault:
    """One change of one file: `what` says it, `changed` is the whole text of the file with it, `tests` should catch it."""

    name: str
    file: str
    what: str
    changed: str
    tests: tuple[str, ...]


def by_hand(data: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of the file; one whose place is not there once says so, and changes nothing."""
    for entry in data["by_hand"]:
        text = (ROOT / entry["file"]).read_text("utf-8") if (ROOT / entry["file"]).is_file() else ""
        old, new, count = entry["old"], entry["new"], text.count(entry["old"])
        what = _change(old, new) if count == 1 else f"CANNOT BE SOWN: its `old` stands there {count} times. Mend it in {DATA.name}."
        yield Fault(entry["name"], entry["file"], what, text.replace(old, new) if count == 1 else "", tuple(entry["tests"]))


def sown(data: Mapping[str, Any], seed: int) -> Iterator[Fault]:
    """New faults, so many of each room as its lines give it."""
    rooms: dict[str, list[Path]] = {}
    for path in sorted([*ROOT.glob("generator/**/*.py"), *ROOT.glob("generator/templates/*.jinja"), *ROOT.glob("theme_overrides/**/*.mjs")]):
        if "sample" not in path.parts and path.name not in ("__init__.py", "__main__.py", "contract.mjs"):
            rooms.setdefault(path.relative_to(ROOT).parts[1] if path.suffix == ".py" else path.suffix, []).append(path)
    lines = {room: sum(path.read_bytes().count(b"\n") for path in paths) for room, paths in rooms.items()}
    exact = {room: number * HOW_MANY / sum(lines.values()) for room, number in lines.items()}
    fullest = sorted(exact, key=lambda room: int(exact[room]) - exact[room])[:HOW_MANY - sum(map(int, exact.values()))]
    for room, paths in rooms.items():
        yield from _of_room(data, paths, seed, int(exact[room]) + (room in fullest))


def _of_room(data: Mapping[str, Any], paths: Iterable[Path], seed: int, number: int) -> list[Fault]:
    """So many faults of one room, rare sorts first. Each is ranked by a number made of itself: a change elsewhere changes no choice."""
    alike = {(entry["file"], entry["change"]) for entry in data["equivalent"]}
    faults: dict[tuple[str, str], tuple[str, Fault]] = {}
    for path in paths:
        raw, file = path.read_bytes(), path.relative_to(ROOT).as_posix()
        tests = tuple(data["tests"][max((name for name in data["tests"] if file.startswith(name)), key=len)])
        edits = python_edits(raw) if path.suffix == ".py" else text_edits(raw, SCRIPT if path.suffix == ".mjs" else TEMPLATE)
        for sort, start, end, new in edits:
            line, change = raw[:start].count(b"\n") + 1, _change(raw[start:end].decode(), new)
            if (file, change) not in alike:
                fault = Fault(f"{sort} in line {line}", file, change, (raw[:start] + new.encode() + raw[end:]).decode(), tests)
                faults.setdefault((file, change), (sort, fault))
    sorts = Counter(sort for sort, _ in faults.values())
    digests = {key: int(hashlib.sha256(f"{seed} {key}".encode()).hexdigest()[:12], 16) for key in faults}
    return [faults[key][1] for key in sorted(faults, key=lambda key: digests[key] * sorts[faults[key][0]] ** 0.5)[:number]]


def python_edits(raw: bytes) -> Iterator[Edit]:
    """Every small change of a Python file; none of its texts, types, decorators, or what it raises."""
    starts = [0]
    for row in raw.split(b"\n"):
        starts.append(starts[-1] + len(row) + 1)
    for node in _code(ast.parse(raw)):
        for sort, place, new in _changes(node):
            new = new if isinstance(new, str) else ast.unparse(new)
            yield sort, starts[place.lineno - 1] + place.col_offset, starts[place.end_lineno - 1] + place.end_col_offset, new


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree, without those that no change belongs in."""
    yield node
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            hint = name in ("annotation", "returns", "decorator_list") or (name == "slice" and isinstance(child, ast.Tuple))
            listed = isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__"
            how = isinstance(child, ast.keyword) and child.arg in HOW
            if isinstance(child, ast.AST) and not (hint or listed or how or isinstance(child, ast.JoinedStr | ast.Raise)):
                yield from _code(child)


def _changes(node: Any) -> Iterator[tuple[str, Any, ast.AST | str]]:
    """The changes at one node: the sort, the node that goes, and what comes instead."""
    match node:
        case ast.Compare(ops=[operator]):
            yield "boundary", node, ast.Compare(node.left, [BOUNDARIES[type(operator)]()], node.comparators)
        case ast.BinOp() if type(node.op) in ARITHMETIC:
            yield "arithmetic", node, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        case ast.BoolOp():
            yield "and/or", node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield "not", node, node.operand
        case ast.Constant(value=bool() | int()):
            yield "constant", node, str(node.value + 1 if type(node.value) is int else not node.value)
        case ast.IfExp():
            yield "branches", node, ast.IfExp(node.test, node.orelse, node.body)
        case ast.If(body=[ast.Return() | ast.Continue() | ast.Break()], orelse=[]):
            yield "guard", node.test, "False"
        case ast.If() if node.orelse:
            yield "branches", node.test, f"not ({ast.unparse(node.test)})"
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) > 1 and all(isinstance(element, ast.Constant) for element in node.elts):
            yield "element", node.elts[-1], node.elts[0]
        case ast.Expr(value=ast.Call()):
            yield "call", node, "pass"
        case ast.Call(func=ast.Name(id=name)) if name in OPPOSITES:
            yield "opposite", node.func, OPPOSITES[name]
        case ast.Call(func=ast.Name(id="sorted") | ast.Attribute(attr="sort")):
            others = [keyword for keyword in node.keywords if keyword.arg != "reverse"]
            yield "order", node, ast.Call(node.func, node.args, others + [ast.keyword("reverse", ast.Constant(True))] * (others == node.keywords))


def text_edits(raw: bytes, sorts: Mapping[str, Mapping[str, str]]) -> Iterator[Edit]:
    """Every small change of a script or template, comments and imports aside. The whole line goes, so that the change can be read."""
    start = 0
    for row in raw.decode().splitlines(keepends=True):
        end = start + len(row.encode())
        code = "" if re.match(r"\s*(/?\*|import )", row) else re.split(r"// ", row)[0]
        for sort, pairs in sorts.items():
            for old, new in pairs.items():
                for place in re.finditer(re.escape(old), code):
                    yield sort, start, end, code[:place.start()] + new + code[place.end():] + row[len(code):]
        start = end


def _change(old: str, new: str) -> str:
    return f"{' '.join(old.split())} -> {' '.join(new.split())}"


class Field:
    """A copy of the tree, in which one fault at a time is sown."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._broken = folder, list[str]()
        files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, files.decode().split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def catchers(self, fault: Fault, every: bool) -> list[str]:
        """The test files that catch a fault: the first of those that should, or all that do."""
        if not fault.changed:
            return []
        path, tests = self._folder / fault.file, ["tests"] if every else [*(f"tests/test_{name}.py" for name in fault.tests), "-x"]
        sound = path.read_text("utf-8")
        while True:
            path.write_text(fault.changed, "utf-8")
            failed = self._failed([*tests, *(f"--deselect={test}" for test in self._broken)])
            path.write_text(sound, "utf-8")
            broken = [test for test in failed if self._failed([test])]
            if every or failed != broken or not failed:
                return list(dict.fromkeys(re.split("tests/test_|[.]py", test)[1] for test in failed if test not in broken))
            print(f"Fails without any fault, too, and is left out: {broken}", flush=True)
            self._broken += broken

    def _failed(self, tests: list[str]) -> list[str]:
        """The tests that fail. What cannot be read, or does not end, fails as the first file."""
        with subprocess.Popen([sys.executable, "-c", PYTEST, *tests], cwd=self._folder, text=True, start_new_session=True,
                              env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                output, _ = process.communicate(timeout=None if "tests" in tests else LONGEST_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return tests[:1]
        failed = list(map(json.loads, re.findall(r"^FAILS (.*)$", output, re.MULTILINE)))
        return failed or (tests[:1] if process.returncode else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, text in (("hand", "those of faults.yml alone"), ("new", "the new ones alone"), ("list", "sow none"),
                       ("all-tests", "run every test, and tell all that catch a fault")):
        parser.add_argument(f"--{name}", action="store_true", help=text)
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the new ones; {SEED} when it is not given")
    parser.add_argument("--only", action="append", default=[], help="those with these words in their name or file; may be given again")
    parser.add_argument("--jobs", type=int, default=1, help="how many at once")
    options = parser.parse_args()
    data = yaml.safe_load(DATA.read_text("utf-8"))
    groups = {"by hand": by_hand(data) if options.hand or not options.new else (),
              "new": sown(data, options.seed) if options.new or not options.hand else ()}
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(options.jobs) as pool:
        fields: SimpleQueue[Field] = SimpleQueue()
        for job in range(0 if options.list else options.jobs):
            fields.put(Field(Path(scratch) / str(job)))

        def sow(fault: Fault) -> bool:
            catchers = ["?"]
            if not options.list:
                field = fields.get()
                catchers = field.catchers(fault, options.all_tests)
                fields.put(field)
            print(f"{', '.join(catchers) or 'SURVIVES':<18} {fault.name} ({fault.file}): {fault.what}", flush=True)
            return not set(fault.tests).isdisjoint(catchers)

        for name, group in groups.items():
            chosen = [fault for fault in group if not options.only or any(words in f"{fault.name} {fault.file}" for words in options.only)]
            if chosen:
                print(f"== {name}: {sum(pool.map(sow, chosen))} of {len(chosen)} caught by a test file that should", flush=True)


if __name__ == "__main__":
    main()
