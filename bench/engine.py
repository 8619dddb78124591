"""What it saves that engines do not read our HTML blocks: `python bench/engine.py [CONTENT]`, by hand, on an idle machine.

The documents of a guide are built in each engine with the extension and without it, in turn and in one run. Told are the CPU
seconds of the engine's process (user time, the median of some runs) and their ratio, which can be compared between machines.
"""
from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import yaml

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import generate
from test_engines import ENGINES

from generator.content.load import load, read_tree
from generator.pipeline import write_documents
from generator.rules.validate import validate

REPEATS = 3
BLOCKS = "generator.engine.blocks"


def seconds(engine: str, folder: Path) -> float:
    """User time of one build from nothing: Zensical would keep what it has read."""
    for name in (".cache", "site"):
        shutil.rmtree(folder / name, ignore_errors=True)
    begin = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run(ENGINES[engine], cwd=folder, env=environment, capture_output=True, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begin


def main() -> None:
    content = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "content")
    guide, _ = validate(*load(read_tree(content)[0]))
    assert guide is not None
    with tempfile.TemporaryDirectory() as scratch:
        folders = {}
        for extensions in ((), (BLOCKS,)):
            folder = folders[extensions] = Path(scratch) / str(len(extensions))
            write_documents(generate(guide), guide, folder)
            config, root = (yaml.safe_load(path.read_text()) for path in (folder / "mkdocs.yml", ROOT / "mkdocs.yml"))
            config |= {"hooks": [], "markdown_extensions": [*root["markdown_extensions"], *extensions]}
            (folder / "mkdocs.yml").write_text(yaml.safe_dump(config))
        print(f"{'engine':<12}{'read, s':>10}{'unread, s':>11}{'ratio':>8}")
        for engine in ENGINES:
            runs = [(seconds(engine, folders[()]), seconds(engine, folders[(BLOCKS,)])) for _ in range(REPEATS)]
            read, unread = (median(times) for times in zip(*runs, strict=True))
            print(f"{engine:<12}{read:>10.2f}{unread:>11.2f}{unread / read:>8.2f}")


if __name__ == "__main__":
    main()
