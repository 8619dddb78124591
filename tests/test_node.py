"""How the tests run scripts without a page (node.py): what is said where there is no node, and of what goes wrong in one."""
from __future__ import annotations

import subprocess
from pathlib import Path

import node
import pytest


def test_without_node_a_test_fails_and_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match=r"Node.js 18 or newer.*apt-get install nodejs"), node.node():
        pass


def test_what_goes_wrong_in_a_script_is_told_with_its_place() -> None:
    with node.node() as running:
        with pytest.raises(AssertionError, match=r"TypeError: m.nothing is not a function[\s\S]*at "):
            running.run("return m.nothing();")
        assert running.run("return a + b;", 1, 2) == 3, "and the next one runs"


@pytest.mark.parametrize(("root", "brings", "ran", "said"), [
    (True, True, ["apt-get update -qq", "apt-get install -qq -y --no-install-recommends nodejs"], None),
    (True, False, ["apt-get update -qq", "apt-get install -qq -y --no-install-recommends nodejs"], node.MISSING),
    (False, True, [], node.MISSING)])
def test_root_gets_it_where_it_is_missing(root: bool, brings: bool, ran: list[str], said: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[str] = []

    def run(command: list[str], check: bool, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        commands.append(" ".join(command))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(node.subprocess, "run", run)
    monkeypatch.setattr(node.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(node.shutil, "which", lambda name: name if name != "node" or (commands and brings) else None)
    assert (node.main(), commands) == (said, ran)
