"""What others install: the wheel alone, from an empty folder to a site; and the page that leads there."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, guide_of, tiny_tree
from shell import matches, run, shown

from generator import __version__
from generator.editing.new_guide import Naming, guide_files
from generator.site.contribute import filled, names_of, tasks


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `make dist` makes it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    assert {path.name for path in folder.iterdir()} == {f"fingerpost-{__version__}-py3-none-any.whl", f"fingerpost-{__version__}.tar.gz"}
    return folder / f"fingerpost-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the wheel is installed, and nothing of this repository is at hand: its packages are those that run the tests."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "lib")
    command = folder / "bin/fingerpost"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nimport sys\nfrom fingerpost.cli import main\nsys.exit(main())\n")
    command.chmod(0o755)
    return {"PYTHONPATH": str(folder / "lib"), "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def test_the_wheel_holds_all_that_a_guide_needs_and_nothing_of_ours(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"fingerpost", f"fingerpost-{__version__}.dist-info"}
    ours = {path.relative_to(ROOT / "generator").as_posix() for path in (ROOT / "generator").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}
    theme = {path.relative_to(ROOT).as_posix() for path in (ROOT / "theme_overrides").rglob("*") if path.is_file()}
    wanted = ours | theme | {"mkdocs.yml", "requirements/site.txt", "requirements/links.txt"}
    assert {name.removeprefix("fingerpost/") for name in names if name.startswith("fingerpost/")} == wanted


def test_the_package_asks_for_what_the_lock_files_are_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def wishes(name: str) -> list[str]:
        lines = (ROOT / f"requirements/{name}.in").read_text().splitlines()
        return [line for line in lines if line and not line.startswith(("#", "-"))]

    assert (project["dependencies"], project["optional-dependencies"]["links"]) == (wishes("site"), wishes("links"))


# What the page shows and is not run here, and why.
NOT_RUN = {"make serve": "it serves until it is stopped", "git push --set-upstream origin main": "it needs a network"}


def test_the_page_on_another_guide_leads_from_an_empty_folder_to_a_site(installed: dict[str, str], tmp_path: Path) -> None:
    """Its commands, one after the other; a guide's make finds the same wheel set up."""
    identity = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))}
    shell = installed | identity | {"NO_COLOR": "1", "TERM": "dumb"}
    where, skipped = tmp_path, set()
    for command in shown(filled(tasks()["start-a-guide"], names_of(guide_of(tiny_tree())))):
        if command.line.startswith("cd "):
            where = where / command.line.removeprefix("cd ")
            _set_up(where)
        elif command.line in NOT_RUN:
            skipped.add(command.line)
        else:
            ended = run(command.line, where, **shell)
            assert ended.returncode == 0, f"{command.line}\n{ended.stdout}"
            assert matches(command.output, ended.stdout) or not command.output, f"{command.line}\n{ended.stdout}"
    assert skipped == set(NOT_RUN)
    assert (where / "build/site/roles/potter/index.html").is_file()
    assert "https://someone.github.io/my-guide/" in (where / "build/site/sitemap.xml").read_text()
    listed = subprocess.run(["git", "ls-files"], cwd=where, capture_output=True, text=True, check=True).stdout.splitlines()
    assert set(listed) == set(guide_files(Naming())), "what is made or installed is not committed"


def test_an_installed_command_calls_itself_by_its_name(installed: dict[str, str], tmp_path: Path) -> None:
    done = run("fingerpost new guide g && cd g && sed -i '/^format/d' content/guide.yml && fingerpost check", tmp_path, **installed)
    assert done.returncode == 1 and "Bring it up to date with: fingerpost check --fix [" in done.stdout
    assert re.match("usage: fingerpost ", run("fingerpost --help", tmp_path, **installed).stdout)


def _set_up(guide: Path) -> None:
    """What `make` would set up with packages from the network: a Python that has them, and what says for which version."""
    python = guide / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (guide / ".venv/ready").write_text(f"{Naming().requirement}\n")
