"""Command lines as pages and documents show them: what stands in them, and what becomes of them in a folder."""
from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]


@dataclass(frozen=True)
class Shown:
    """A command line, and the lines that are shown below it."""

    line: str
    output: tuple[str, ...]


def shown(markdown: str) -> Iterator[Shown]:
    """Every command of the console blocks of a text."""
    for block in re.findall(r"^```console\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *output = entry.rstrip("\n").split("\n")
            yield Shown(line.partition("  #")[0].strip(), tuple(output))


def mentioned(markdown: str) -> list[str]:
    """Every command that a sentence names."""
    prose = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return [code for code in re.findall(r"`([^`\n]+)`", prose) if re.match(r"(make|\.venv/bin/python -m generator) \S", code)]


def arguments_of(line: str, makefile: Path = ROOT / "Makefile") -> list[str]:
    """What the generator is given by a command line, as make's dry run says; empty for a target that does not run the generator."""
    words = shlex.split(line)
    if words[0] == "make":
        command = ["make", "--no-print-directory", "-n", "-f", str(makefile), "-o", ".venv/site", "-o", "ready", "RUN=python", *words[1:]]
        done = subprocess.run(command, cwd=makefile.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}: {done.stderr}"
        said = re.sub(r"\$\{[A-Z_]+:\+.*?\}", "", done.stdout)
        lines = [found for found in said.splitlines() if " -m generator " in found]
        return shlex.split(lines[0])[3:] if lines else []
    assert words[1:3] == ["-m", "generator"], line
    return words[3:]


def matches(expected: Sequence[str], printed: str) -> bool:
    """Whether what is shown is what was printed. Three dots stand for any text of a line, on a line of their own for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else ".*".join(re.escape(part) for part in re.split(r"\.\.\.(?!\.\.)", line)) + "\n" for line in expected)
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else f"{printed}\n") is not None


def run(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command line in a shell, its two streams joined."""
    python = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, env=os.environ | {"PATH": python} | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False)


def repository(folder: Path) -> Path:
    """Makes a folder a git repository, with all that is in it committed on main."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True)
    return folder
