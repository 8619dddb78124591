"""Whether all that `check` accepts can be built: `python bench/mutants.py`, by hand; it takes some minutes for each guide.

Every change of tests/mutants.py is made to the tiny guide, with every optional text, and to the sample; it is checked, and built into
pages when it is accepted. What breaks is told. tests/test_accept.py makes a third of those that leave out or empty something at each run,
and all of them with --all.
"""
from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import generate
from hostile_guide import full_tree
from mutants import changes, checked

from generator import parallel
from generator.cli import commands
from generator.content.load import Document, load, read_tree


def broken(documents: Sequence[Document], changed: Mapping[str, Any]) -> str:
    """The last line of the traceback in which a guide ends that `check` accepts; `refused` or empty for others."""
    try:
        guide = checked(documents, changed)
        if guide is None:
            return "refused"
        generate(guide, commands())
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"
    return ""


def main() -> None:
    parallel.os.cpu_count = lambda: 1  # a small guide is built sooner than a process begins
    for name, tree in (("full", full_tree()), ("sample", read_tree(ROOT / "generator" / "sample" / "content")[0])):
        documents, _ = load(tree)
        refused = accepted = failed = 0
        for what, changed in changes(documents):
            end = broken(documents, changed)
            refused += end == "refused"
            accepted += end == ""
            if end not in ("", "refused"):
                failed += 1
                print(f"{name}: {what}: {end}", flush=True)
        print(f"{name}: {refused} refused, {accepted} accepted and built, {failed} accepted and broken", flush=True)


if __name__ == "__main__":
    main()
