"""The only writer: what it keeps, what it refuses, and what an interruption leaves."""
from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from generator import write
from generator.write import MARKER, NotOurs, Written, append, edit, put, repair, stage, swap, sync


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder but the marker, with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARKER
    }


def site(folder: Path, version: str) -> Path:
    """A finished site of three files, all of one version."""
    for name in ("index.html", "roles/index.html", "assets/style.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(version)
    return folder


class TestSync:
    def test_writes_what_changed_and_leaves_the_rest_alone(self, tmp_path: Path) -> None:
        docs = tmp_path / "build/docs"
        assert sync(docs, {"index.md": "one", "roles/a.md": "a", "mark.svg": b"\x00\xff"}) == Written(
            ("index.md", "mark.svg", "roles/a.md"), (), ())
        before = {name: (docs / name).stat().st_mtime_ns for name in ("roles/a.md", "mark.svg")}
        inode = (docs / "roles/a.md").stat().st_ino
        assert sync(docs, {"index.md": "two", "roles/a.md": "a", "mark.svg": b"\x00\xff"}) == Written(
            ("index.md",), ("mark.svg", "roles/a.md"), ())
        assert {name: (docs / name).stat().st_mtime_ns for name in before} == before
        assert (docs / "roles/a.md").stat().st_ino == inode
        assert (docs / "index.md").read_text() == "two"
        assert (docs / "mark.svg").read_bytes() == b"\x00\xff"

    def test_deletes_what_is_no_longer_planned_and_the_folders_that_it_leaves_empty(self, tmp_path: Path) -> None:
        sync(tmp_path, {"a.md": "a", "x/y/z.md": "z", "x/w.md": "w", "v/u/t.md": "t"})
        assert sync(tmp_path, {"a.md": "a", "x/w.md": "w"}).removed == ("v/u/t.md", "x/y/z.md")
        assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [MARKER, "a.md", "x", "x/w.md"]

    def test_a_file_becomes_a_folder_and_a_folder_a_file(self, tmp_path: Path) -> None:
        sync(tmp_path, {"a": "file", "b/c": "below"})
        sync(tmp_path, {"a/b": "below", "b": "file"})
        assert tree(tmp_path) == {"a/b": "below", "b": "file"}

    def test_line_ends_and_letters_are_written_as_they_are(self, tmp_path: Path) -> None:
        sync(tmp_path, {"a.md": "é\r\n\n"})
        assert (tmp_path / "a.md").read_bytes() == "é\r\n\n".encode()

    def test_nothing_planned_empties_the_folder_but_keeps_it_ours(self, tmp_path: Path) -> None:
        sync(tmp_path, {"a/b.md": "b"})
        sync(tmp_path, {})
        assert [path.name for path in tmp_path.iterdir()] == [MARKER]
        sync(tmp_path, {"a.md": "again"})

    def test_refuses_a_folder_of_somebody_else(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.md").write_text("mine")
        with pytest.raises(NotOurs, match="not written by Fingerpost") as refusal:
            sync(tmp_path, {"a.md": "a"})
        assert refusal.value.path == tmp_path
        assert tree(tmp_path) == {"thesis.md": "mine"}

    def test_refuses_a_file_in_the_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "docs").write_text("mine")
        with pytest.raises(NotOurs):
            sync(tmp_path / "docs", {"a.md": "a"})
        assert (tmp_path / "docs").read_text() == "mine"

    @pytest.mark.parametrize("path", [
        "", ".", "..", "/etc/x", "//x", "../x", "a/../../x", "a/../b", "./a", "a//b", "a/", "a\\b", "..\\x", "C:/x", "c:x", "a\0b",
        MARKER, f"a/{MARKER}.part",
    ])
    def test_refuses_a_path_that_is_not_plainly_below_the_folder(self, tmp_path: Path, path: str) -> None:
        sync(tmp_path / "docs", {"kept.md": "kept"})
        with pytest.raises(ValueError, match="not a path that can be written"):
            sync(tmp_path / "docs", {path: "x"})
        assert tree(tmp_path) == {"docs/kept.md": "kept"}

    def test_refuses_two_names_that_are_one_file_on_some_machines(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="upper and lower case"):
            sync(tmp_path, {"Readme.md": "a", "README.md": "b"})

    def test_refuses_a_name_that_is_a_file_and_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="'a/b' is planned as a file and as a folder"):
            sync(tmp_path, {"a/b": "file", "a/b/c/d": "below"})

    @pytest.mark.parametrize("link", ["a.md", "a", "unplanned.md", MARKER])
    def test_refuses_symbolic_links_and_writes_nothing(self, tmp_path: Path, link: str) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "a.md").write_text("mine")
        docs = tmp_path / "docs"
        sync(docs, {"kept.md": "kept"})
        (docs / link).unlink(missing_ok=True)
        (docs / link).symlink_to(outside if link == "a" else outside / "a.md")
        with pytest.raises(ValueError, match="symbolic link"):
            sync(docs, {"a.md": "x", "kept.md": "changed"} if link != "a" else {"a/a.md": "x", "kept.md": "changed"})
        assert tree(outside) == {"a.md": "mine"}
        assert (docs / "kept.md").read_text() == "kept"

    def test_refuses_a_folder_that_is_itself_a_symbolic_link(self, tmp_path: Path) -> None:
        (tmp_path / "outside").mkdir()
        (tmp_path / "docs").symlink_to(tmp_path / "outside", target_is_directory=True)
        with pytest.raises(ValueError, match="symbolic link"):
            sync(tmp_path / "docs", {"a.md": "x"})
        assert list((tmp_path / "outside").iterdir()) == []

    def test_the_marker_says_what_the_folder_is(self, tmp_path: Path) -> None:
        sync(tmp_path, {})
        assert (tmp_path / MARKER).read_text() == "This folder is written by Fingerpost, which deletes whatever else is put here.\n"


class TestPutAndCreate:
    def test_put_writes_once(self, tmp_path: Path) -> None:
        path = tmp_path / "build/mkdocs.yml"
        assert put(path, "# ours\na: 1\n")
        assert not put(path, "# ours\na: 1\n")
        assert put(path, "# ours\na: 2\n")
        assert tree(tmp_path) == {"build/mkdocs.yml": "# ours\na: 2\n"}

    def test_put_refuses_a_file_that_begins_otherwise(self, tmp_path: Path) -> None:
        (tmp_path / "mkdocs.yml").write_text("theme: mine\n")
        with pytest.raises(NotOurs):
            put(tmp_path / "mkdocs.yml", "# ours\na: 1\n")
        assert (tmp_path / "mkdocs.yml").read_text() == "theme: mine\n"

    def test_put_refuses_folders_and_symbolic_links(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "folder")
        with pytest.raises(NotOurs):
            put(tmp_path / "folder", "# ours\n")
        with pytest.raises(ValueError, match="symbolic link"):
            put(tmp_path / "link", "# ours\n")


class TestEditing:
    def test_new_files_and_changed_ones(self, tmp_path: Path) -> None:
        (tmp_path / "b.yml").write_text("name: B\n")
        edit({tmp_path / "roles/deep/a.yml": "name: A\n"}, {tmp_path / "b.yml": "name: C\n"})
        assert (tmp_path / "roles/deep/a.yml").read_text() == "name: A\n"
        assert (tmp_path / "b.yml").read_text() == "name: C\n"
        assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.yml", "b.yml", "deep", "roles"]

    def test_a_new_file_never_takes_the_place_of_another(self, tmp_path: Path) -> None:
        for name in ("a.yml", "b.yml"):
            (tmp_path / name).write_text("name: A\n")
        with pytest.raises(FileExistsError):
            edit({tmp_path / "new/c.yml": "name: C\n", tmp_path / "a.yml": "name: B\n"}, {tmp_path / "b.yml": "name: B\n"})
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.yml": "name: A\n", "b.yml": "name: A\n"}

    @pytest.mark.parametrize("failing", range(3))
    def test_when_one_cannot_be_written_none_is(self, failing: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A full disk at the first, second or third change: what was changed before goes back, what was new goes away."""
        old = {tmp_path / name: f"name: {name}\n" for name in ("a.yml", "b.yml", "sub/c.yml")}
        for path, text in old.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        replace, asked = write._replace, []

        def full(path: Path, content: bytes) -> None:
            asked.append(path)
            if len(asked) == failing + 1:
                (path.parent / write._PART).write_bytes(content[:3])
                raise OSError(28, "No space left on device")
            replace(path, content)

        monkeypatch.setattr(write, "_replace", full)
        with pytest.raises(OSError, match="No space left"):
            edit({tmp_path / "new/folder/d.yml": "name: D\n"}, dict.fromkeys(old, "name: X\n"))
        assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == old
        assert not (tmp_path / "new").exists()


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to swap: the kernel's exchange (Linux), and the two renames that other systems have to make do with."""
    if request.param == "two renames":
        monkeypatch.setattr(write, "_exchange", lambda one, other: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
class TestSwap:
    def test_the_first_site(self, tmp_path: Path) -> None:
        live = tmp_path / "build/site"
        swap(site(stage(live), "one"), live)
        assert set(tree(live).values()) == {"one"}
        assert sorted(path.name for path in live.parent.iterdir()) == ["site"]

    def test_the_next_site_takes_the_place_of_the_old_one(self, tmp_path: Path) -> None:
        live = tmp_path / "site"
        swap(site(stage(live), "one"), live)
        (live / "gone.html").write_text("one")
        swap(site(stage(live), "two"), live)
        assert sorted(tree(live).items()) == [("assets/style.css", "two"), ("index.html", "two"), ("roles/index.html", "two")]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]

    def test_an_empty_folder_is_nobodys(self, tmp_path: Path) -> None:
        live = tmp_path / "site"
        live.mkdir()
        swap(site(stage(live), "one"), live)
        assert set(tree(live).values()) == {"one"}

    def test_a_site_whose_engine_removed_the_marker_is_marked_again(self, tmp_path: Path) -> None:
        live = tmp_path / "site"
        for version in ("one", "two"):
            new = site(stage(live), version)
            (new / MARKER).unlink()
            swap(new, live)
        assert (live / MARKER).is_file()

    @pytest.mark.parametrize("name", ["site", "site.new", "site.old"])
    def test_refuses_what_somebody_else_keeps_there(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.md").write_text("mine")
        with pytest.raises(NotOurs):
            stage(tmp_path / "site")
        assert tree(tmp_path) == {f"{name}/thesis.md": "mine"}

    def test_swap_refuses_a_site_of_somebody_else(self, tmp_path: Path) -> None:
        new = site(stage(tmp_path / "site"), "one")
        (tmp_path / "site").mkdir()
        (tmp_path / "site/thesis.md").write_text("mine")
        with pytest.raises(NotOurs):
            swap(new, tmp_path / "site")
        assert tree(tmp_path / "site") == {"thesis.md": "mine"}

    @pytest.mark.parametrize("name", ["site", "site.new", "site.old"])
    def test_refuses_symbolic_links(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "outside").mkdir()
        (tmp_path / name).symlink_to(tmp_path / "outside", target_is_directory=True)
        with pytest.raises(ValueError, match="symbolic link"):
            stage(tmp_path / "site")

    def test_a_link_inside_an_old_site_is_deleted_and_not_followed(self, tmp_path: Path) -> None:
        live, outside = tmp_path / "site", tmp_path / "outside"
        outside.mkdir()
        (outside / "a.md").write_text("mine")
        swap(site(stage(live), "one"), live)
        (live / "link").symlink_to(outside, target_is_directory=True)
        (live / "roles/link").symlink_to(outside, target_is_directory=True)
        swap(site(stage(live), "two"), live)
        assert tree(outside) == {"a.md": "mine"}

    def test_repair_brings_the_old_site_back_when_there_is_no_other(self, tmp_path: Path) -> None:
        live = tmp_path / "site"
        swap(site(stage(live), "one"), live)
        site(stage(live), "half")
        live.rename(tmp_path / "site.old")
        repair(live)
        assert set(tree(live).values()) == {"one"}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]

    def test_repair_with_nothing_to_do(self, tmp_path: Path) -> None:
        repair(tmp_path / "site")
        assert list(tmp_path.iterdir()) == []


# What a process does over and over until it is killed: it keeps a folder in step and replaces a site, version after version. Or it has one
# process after the other do so, each of which ends without a word before one more of its own file operations, so that each moment comes once.
WORK = """
import itertools, os, sys
from pathlib import Path
from generator import write

folder, way, end = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
if way == "two renames":
    write._exchange = lambda one, other: False

def build(folder, version):
    text = f"{version}\\n" * 2000
    write.sync(folder / "docs", {"index.md": text, f"{version % 3}/a.md": text, "same.md": "same"})
    new = write.stage(folder / "site")
    for name in ("a.html", "b.html", "c/d.html"):
        (new / name).parent.mkdir(exist_ok=True)
        (new / name).write_text(text)
    write.swap(new, folder / "site")

def build_until(folder, moment):
    count = itertools.count()
    def hook(event, arguments):
        if event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.scandir", "os.truncate") and next(count) == moment:
            os._exit(9)
    folder.mkdir()
    build(folder, 0)
    sys.addaudithook(hook)
    build(folder, 1)
    build(folder, 2)
    os._exit(0)

if end == "from outside":
    build(folder, 0)
    print("ready", flush=True)
    for version in itertools.count(1):
        build(folder, version)
for moment in range(500):
    process = os.fork() or build_until(folder / str(moment), moment)
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0:
        break
print(moment)
"""


def _work(folder: Path, way: str, end: str) -> subprocess.Popen[str]:
    root = Path(__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), way, end], cwd=root, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


def _whole(text: str) -> bool:
    version = text.split("\n", 1)[0]
    return text in (f"{version}\n" * 2000, "same")


def _check_what_is_left(folder: Path, way: str) -> None:
    """Every file is whole, the site is whole and of one version, and the next run works and leaves nothing behind."""
    docs, live, old = folder / "docs", folder / "site", folder / "site.old"
    assert live.exists() or (way == "two renames" or sys.platform != "linux"), "where two folders can change places, there is no gap"
    assert all(_whole(text) for path, text in tree(docs).items() if not path.endswith(".part"))
    standing = live if live.exists() else old
    assert sorted(tree(standing)) == ["a.html", "b.html", "c/d.html"]
    versions = set(tree(standing).values())
    assert len(versions) == 1
    assert _whole(versions.pop())
    sync(docs, {"index.md": "next"})
    assert tree(docs) == {"index.md": "next"}
    repair(live)
    assert live.exists()
    swap(site(stage(live), "next"), live)
    assert set(tree(live).values()) == {"next"}
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "site"]


def test_whatever_the_moment_of_the_end_all_that_is_left_is_whole(tmp_path: Path, way: str) -> None:
    """Each file operation of two builds is once the one before which the process ends."""
    last = int(_work(tmp_path, way, "at each moment").communicate()[0])
    for moment in range(last):
        _check_what_is_left(tmp_path / str(moment), way)
    assert 50 < last < 499, "the end was simulated at each moment, and there is a last one"


def test_kill_9_at_random_moments(tmp_path: Path, way: str) -> None:
    """The real thing, some times: a process that writes without a pause is killed from outside."""
    chance = random.Random(f"fingerpost {way}")
    for attempt in range(6):
        folder = tmp_path / str(attempt)
        process = _work(folder, way, "from outside")
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0, 0.06))
        process.kill()
        process.communicate(timeout=60)
        _check_what_is_left(folder, way)


def test_an_edit_that_fails_puts_back_what_it_took_away(tmp_path: Path) -> None:
    for name in ("old.yml", "other.yml"):
        (tmp_path / name).write_text(name)
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        edit({tmp_path / "new.yml": "new"}, {tmp_path / "other.yml": "changed"}, [tmp_path / "old.yml", tmp_path / "taken"])
    (tmp_path / "taken").rmdir()
    assert tree(tmp_path) == {"old.yml": "old.yml", "other.yml": "other.yml"}
    edit({tmp_path / "new.yml": "new"}, {tmp_path / "other.yml": "changed"}, [tmp_path / "old.yml"])
    assert tree(tmp_path) == {"new.yml": "new", "other.yml": "changed"}


def test_a_text_is_added_to_the_end_of_a_file(tmp_path: Path) -> None:
    append(tmp_path / "summary.md", "one\n")
    append(tmp_path / "summary.md", "zwei \u00e4\n")
    assert (tmp_path / "summary.md").read_bytes() == "one\nzwei \u00e4\n".encode()
