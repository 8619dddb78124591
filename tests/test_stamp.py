"""The stamp of a build: nothing is done again when nothing has changed, and everything when anything has."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TINY, fingerpost, tiny_tree

from generator.engine import stamp

TREE = tiny_tree()


def test_what_a_build_is_made_of_is_told_apart() -> None:
    """A letter of one file, its name, an option."""
    first, *rest = TREE.items()
    made = [
        stamp.inputs(TREE, (None, None)), stamp.inputs(TREE, ("https://example.org/", None)), stamp.inputs(TREE, (None, "https://example.org/")),
        stamp.inputs({**TREE, first[0]: first[1] + b"#"}, (None, None)), stamp.inputs(dict(rest), (None, None)),
        stamp.inputs({**dict(rest), "other": first[1]}, (None, None)),
    ]
    assert len(set(made)) == len(made) and made[0] == stamp.inputs(dict(reversed(TREE.items())), (None, None))


def test_another_version_of_any_package_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.syspath_prepend(tmp_path)
    for version in ("1.0", "1.1"):
        (tmp_path / f"some_package-{version}.dist-info").mkdir()
        made.append(stamp.inputs(TREE, ()))
        (tmp_path / f"some_package-{version}.dist-info").rmdir()
    assert len(set(made)) == 2


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name in ("docs/a/index.md", "site/a/index.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one")
    path, text = stamp.written(tmp_path, "this")
    path.write_text(text)
    return tmp_path


@pytest.mark.parametrize("change", [
    lambda out: (out / "site/a/index.html").unlink(), lambda out: (out / "docs/a/index.md").write_text("other"),
    lambda out: (out / "site/new.css").write_text(""), lambda out: (out / "stamp").unlink(), lambda out: (out / "stamp").write_bytes(b"\xff"),
], ids=["a page is gone", "a document was edited", "a file came", "no stamp", "no text"])
def test_what_stands_otherwise_is_not_fresh(out: Path, change: Callable[[Path], object]) -> None:
    assert stamp.is_fresh(out, "this") and not stamp.is_fresh(out, "that")
    change(out)
    assert not stamp.is_fresh(out, "this")


def test_a_build_of_the_same_says_so_and_any_other_builds(tmp_path: Path) -> None:
    def build(*more: str) -> str:
        done = fingerpost("build", "--content", TINY, "--out", "out", *more, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "The site is in out/site." in build()
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert build() == "Nothing has changed. The site is in out/site.\n"
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    (tmp_path / "out/site/index.html").unlink()
    assert "Nothing has changed" not in build()
    assert "Nothing has changed" not in build("--site-url", "https://other.example/")
