"""Whether all that `check` accepts can be built: `python bench/mutants.py`, by hand; it takes some ten minutes for each guide.

Every change of tests/mutants.py is made to the tiny guide and to the sample, checked, and built into pages when it is accepted. What breaks
is told; tests/test_accept.py makes those of them that leave out or empty something at each run.
"""
from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import tiny_tree
from mutants import mutants

from generator import parallel
from generator.build import generate
from generator.cli import commands
from generator.load import load, read_tree
from generator.validate import validate


def broken(tree: Mapping[str, bytes]) -> str:
    """The last line of the traceback in which a guide ends that `check` accepts; `refused` or empty for others."""
    try:
        guide, _ = validate(*load(tree), with_plans=True)
        if guide is None:
            return "refused"
        generate(guide, commands())
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
    return ""


def main() -> None:
    parallel.os.cpu_count = lambda: 1  # a small guide is built sooner than a process begins
    for name, tree in (("tiny", tiny_tree()), ("sample", read_tree(ROOT / "generator" / "sample" / "content")[0])):
        refused = accepted = failed = 0
        for what, changed in mutants(tree):
            end = broken(changed)
            refused += end == "refused"
            accepted += end == ""
            if end not in ("", "refused"):
                failed += 1
                print(f"{name}: {what}: {end}", flush=True)
        print(f"{name}: {refused} refused, {accepted} accepted and built, {failed} accepted and broken", flush=True)


if __name__ == "__main__":
    main()
