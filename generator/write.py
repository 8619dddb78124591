"""The only writer: planned files to a folder, and a finished site to its place.

A folder that is written here carries the marker file `.fingerpost`; one that has no marker and is not empty belongs to somebody
else and is refused. No promise rests on the process living to the end: a file is replaced in one step, and so is a site. After
`kill -9` at any moment each file and each site is whole, old or new, and the next run clears up what was left.

`sync` keeps a folder of generated files; each is written beside its place and renamed into it, and a symbolic link is refused. A site goes
through `stage` (an empty folder beside it), the engine, and `swap`, in which the old and the new folder change places. `alone` lets one
process at a time do so: another waits for its lock, which a dead process does not keep. No site takes its place before every planned page
is in it. `tests/test_write.py` ends a process at each of its file operations, and kills others at random.
"""
from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType

MARKER = ".fingerpost"
_SAYS = b"This folder is written by Fingerpost, which deletes whatever else is put here.\n"
_PART = MARKER + ".part"


class NotOurs(Exception):
    """A folder or file is in the way that Fingerpost did not write, so it is left alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was not written by Fingerpost, so it is left alone. Move it away or choose another place.")
        self.path = path


@dataclass(frozen=True, slots=True)
class Written:
    """What `sync` did: paths relative to its folder, sorted."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


@contextmanager
def alone(out: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Holds the folder for this process: another that asks for it waits until this one is done or dead.

    `waiting` is called once when another has it. Where the system or the file system has no such lock (`flock`) there is none.
    """
    with suppress(FileExistsError):
        out.mkdir(parents=True)
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def sync(folder: Path, files: Mapping[str, str | bytes]) -> Written:
    """Makes a folder hold exactly these files: writes what changed, deletes what is no longer planned.

    Nothing is touched when anything is refused: `NotOurs` for a folder of somebody else's, `ValueError` for a path that is not
    plainly below the folder and for a symbolic link in the way.
    """
    planned = {path: content.encode() if isinstance(content, str) else content for path, content in files.items()}
    parents = _check_paths(planned)
    present, folders = _look(folder)
    _own(folder, is_empty=not present and not folders)
    gone = sorted(present - planned.keys() - {MARKER})
    for path in gone:
        (folder / path).unlink()
    for path in sorted(folders - parents, reverse=True):
        (folder / path).rmdir()
    changed = sorted(path for path, content in planned.items() if path not in present or (folder / path).read_bytes() != content)
    for path in changed:
        _replace(folder / path, planned[path])
    return Written(tuple(changed), tuple(sorted(planned.keys() - set(changed))), tuple(path for path in gone if not _is_part(path)))


def put(path: Path, content: str) -> bool:
    """Writes one file outside a synced folder, such as `build/mkdocs.yml`; tells whether that changed it.

    Its first line is its marker: a file that begins with another line is somebody else's.
    """
    if path.is_symlink():
        raise ValueError(f"{path} is a symbolic link.")
    new = content.encode()
    if path.exists():
        if not path.is_file() or (old := path.read_bytes()).split(b"\n", 1)[0] != new.split(b"\n", 1)[0]:
            raise NotOurs(path)
        if old == new:
            return False
    _replace(path, new)
    return True


def kept(path: Path) -> str | None:
    """The text of a file that people keep; None where there is none that is text."""
    try:
        return path.read_text("utf-8") if path.is_file() and not path.is_symlink() else None
    except (OSError, UnicodeDecodeError):
        return None


def edit(created: Mapping[Path, str], changed: Mapping[Path, str] = MappingProxyType({}), removed: Iterable[Path] = ()) -> None:
    """Writes files that people keep: new ones, which must not be there yet (`FileExistsError`), and others anew; takes some away. All or none."""
    folders: list[Path] = []
    written: list[Path] = []
    removed = tuple(removed)
    old = {path: path.read_bytes() for path in (*changed, *removed)}
    try:
        for path, content in created.items():
            folders += [folder for folder in (path.parent, *path.parents) if not folder.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content.encode())
        for path, content in changed.items():
            _replace(path, content.encode())
        for path in removed:
            path.unlink()
    except BaseException:
        for path, before in old.items():
            if not path.exists() or path.read_bytes() != before:
                _replace(path, before)
        for path in written:
            path.unlink()
        for path in changed:
            (path.parent / _PART).unlink(missing_ok=True)
        for folder in sorted(set(folders), reverse=True):
            if folder.exists():
                folder.rmdir()
        raise


def add(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Adds files to a folder that a tool of somebody else has just made and nobody uses yet. `ValueError` for a path that is not below it."""
    _check_paths(files)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)


def append(path: Path, text: str) -> None:
    """Adds to the end of a file that somebody else keeps, such as the summary of a workflow's job."""
    with path.open("ab") as file:
        file.write(text.encode())


def settle(folder: Path, files: Mapping[str, str]) -> None:
    """Fills a new folder, or an empty one, with files that people will keep; `NotOurs` when something but `.git` is in it. All or none."""
    _check_paths(files)
    if folder.is_symlink():
        raise ValueError(f"{folder} is a symbolic link.")
    if folder.exists() and (not folder.is_dir() or any(entry.name != ".git" for entry in os.scandir(folder))):
        raise NotOurs(folder)
    edit({folder / path: content for path, content in files.items()})


def stage(live: Path) -> Path:
    """An empty folder beside a site, in which the next one is built; `swap` puts it into place.

    Its name is this process's own: where there is no lock, a build whose folder another clears away lacks pages and fails, and does
    not end as half of the other's site.
    """
    repair(live)
    new = _beside(live, f"new-{os.getpid()}")
    _own(new, is_empty=True)
    return new


def swap(new: Path, live: Path) -> None:
    """Puts a finished folder in the place of the old one, which is deleted.

    On Linux the two change places in one step. Elsewhere the old one is first renamed to `.old`, where `repair` finds it if
    the process dies before the new one is in place.
    """
    _refuse_others(live)
    _mark(new)
    if not live.exists():
        new.rename(live)
    elif _exchange(new, live):
        _delete(new)
    else:
        old = _beside(live, "old")
        _remove(old)
        live.rename(old)
        new.rename(live)
        _delete(old)


def repair(live: Path) -> None:
    """Clears up after a build that was interrupted: the old site comes back if there is no other, and leftovers go."""
    old = _beside(live, "old")
    _refuse_others(live)
    _refuse_others(old)
    if old.exists() and not live.exists():
        old.rename(live)
    _remove(old)
    for new in (_beside(live, "new"), *live.parent.glob(f"{live.name}.new-*")):
        _remove(new)


def _check_paths(paths: Iterable[str]) -> frozenset[str]:
    """Refuses paths that are not plainly below a folder; returns the folders that they need."""
    seen: dict[str, str] = {}
    parents: set[str] = set()
    for path in paths:
        pure = PurePosixPath(path)
        plain = path == pure.as_posix() and ".." not in pure.parts and not pure.is_absolute() and path != "."
        if not plain or "\\" in path or "\0" in path or PureWindowsPath(path).drive or _is_part(path) or path == MARKER:
            raise ValueError(f"{path!r} is not a path that can be written below a folder.")
        if (other := seen.setdefault(path.casefold(), path)) != path:
            raise ValueError(f"{path!r} and {other!r} are one file where upper and lower case are the same.")
        parents.update(parent.as_posix() for parent in pure.parents[:-1])
    if both := parents & set(seen.values()):
        raise ValueError(f"{min(both)!r} is planned as a file and as a folder.")
    return frozenset(parents)


def _is_part(path: str) -> bool:
    return PurePosixPath(path).name == _PART


def _look(folder: Path) -> tuple[set[str], set[str]]:
    """The files and the folders below a folder, relative to it. A symbolic link anywhere is refused: no write follows one."""
    if folder.is_symlink():
        raise ValueError(f"{folder} is a symbolic link.")
    if folder.exists() and not folder.is_dir():
        raise NotOurs(folder)
    files: set[str] = set()
    folders: set[str] = set()
    waiting = [folder] if folder.exists() else []
    while waiting:
        for entry in os.scandir(waiting.pop()):
            place = Path(entry.path)
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                raise ValueError(f"{place} is a symbolic link or no plain file.")
            (files if entry.is_file() else folders).add(place.relative_to(folder).as_posix())
            if entry.is_dir():
                waiting.append(place)
    return files, folders


def _own(folder: Path, *, is_empty: bool) -> None:
    """Takes an empty or missing folder as ours; refuses one that is not empty and has no marker."""
    if not is_empty and not (folder / MARKER).is_file():
        raise NotOurs(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _mark(folder)


def _mark(folder: Path) -> None:
    # Written in place, not by way of a part: whatever moment ends the process, the folder is empty or has its marker.
    if not (folder / MARKER).exists():
        (folder / MARKER).write_bytes(_SAYS)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent / _PART
    part.write_bytes(content)
    part.replace(path)


def _beside(live: Path, ending: str) -> Path:
    return live.with_name(f"{live.name}.{ending}")


def _refuse_others(folder: Path) -> None:
    if folder.is_symlink():
        raise ValueError(f"{folder} is a symbolic link.")
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARKER).is_file())):
        raise NotOurs(folder)


def _remove(folder: Path) -> None:
    _refuse_others(folder)
    if folder.exists():
        _delete(folder)


def _delete(folder: Path) -> None:
    """Deletes a folder of ours, its marker last, so that what an interruption leaves is still known as ours."""
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARKER:
            os.unlink(entry.path)
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()


def _exchange(first: Path, second: Path) -> bool:
    """Lets two folders change places in one step (Linux: `renameat2` with `RENAME_EXCHANGE`); False where that cannot be had."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: constants of the kernel's interface.
    try:
        rename = ctypes.CDLL(None).renameat2
    except AttributeError:  # A C library without it.
        return False
    return bool(rename(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)
