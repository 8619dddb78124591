"""The site's JavaScript modules that need no page, run by node: one process, values across as JSON.

Maps of a document cross as the JSON that the document is stored as, plans as their data blocks. `python tests/node.py` says whether
node is there, and gets it where it can without asking anybody; `make test` and `make quick` begin with it.
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MISSING = ("The tests of scripts that need no page run in Node.js 18 or newer, and there is no `node` here: install it "
           "(Debian and Ubuntu: apt-get install nodejs)")
_RUNNER = Path(__file__).with_name("node.mjs")


class Node:
    """A running node that has loaded the modules."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, body: str, *values: object) -> Any:
        """What a piece of JavaScript returns that sees the modules' exports as `m` and the values as `a`, `b`, `c` ..."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"body": body, "values": values}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "node ended; what it said stands above"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer.get("result")


@contextmanager
def node(**environment: str) -> Iterator[Node]:
    """A node of its own, with these variables in its environment. The test fails with what to install where there is none."""
    import pytest

    command = shutil.which("node")
    if command is None:
        pytest.fail(MISSING)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen([command, str(_RUNNER)], env=os.environ | environment, **pipes) as process:
        yield Node(process)
        assert process.stdin
        process.stdin.close()


def run(running: Node, body: str, *values: object) -> Any:
    """As `Node.run`; the twin of `modules.run`, which asks a browser."""
    return running.run(body, *values)


def main() -> str | None:
    """Nothing where node is; else the sentence that says what to do. The system's packages are for its administrator alone."""
    if shutil.which("node") is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "nodejs"]):
            subprocess.run(command, check=False, env=environment)
    return None if shutil.which("node") else MISSING


if __name__ == "__main__":
    sys.exit(main())
