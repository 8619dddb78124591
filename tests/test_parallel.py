"""Work that is spread over processes gives what it gives in one."""
from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import ROOT

from generator import parallel
from generator.parallel import spread


@pytest.fixture(autouse=True)
def in_many_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are begun even where there is one core, and where the other tests begin none."""
    monkeypatch.setattr(parallel, "_MOST", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert spread(lambda task: task * task, list(range(23))) == [task * task for task in range(23)]


def test_nothing_to_do_is_done() -> None:
    assert spread(lambda task: task, []) == []


def test_what_the_work_holds_need_not_be_picklable() -> None:
    lock = threading.Lock()
    assert spread(lambda task: (lock is not None, task), [1, 2, 3]) == [(True, 1), (True, 2), (True, 3)]


def test_the_first_exception_in_the_order_of_the_tasks_is_raised() -> None:
    def work(task: int) -> int:
        if task > 4:
            raise ValueError(f"task {task}")
        return task

    with pytest.raises(ValueError, match="task 5"):
        spread(work, list(range(10)))


def test_a_process_that_dies_is_told() -> None:
    here = os.getpid()

    def work(task: int) -> int:
        if os.getpid() != here:
            os._exit(1)
        raise RuntimeError("a process ended before its work was done")

    with pytest.raises(RuntimeError, match="a process ended before its work was done"):
        spread(work, [1, 2, 3])


def test_beside_other_threads_the_work_is_done_here() -> None:
    """A fork would copy a lock that another thread holds."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert set(spread(lambda task: os.getpid(), [1, 2, 3])) == {os.getpid()}
    finally:
        done.set()
        other.join()


@pytest.mark.skipif(sys.platform != "linux", reason="work is spread on Linux alone")
def test_processes_end_with_the_one_that_waits_for_them(tmp_path: Path) -> None:
    """However it ends: nothing is left behind that waits for ever, and keeps what it was given open."""
    script = (
        "import os, pathlib, sys, time\nfrom generator.parallel import spread\nfolder = pathlib.Path(sys.argv[1])\n"
        "def work(task):\n    (folder / f'{os.getpid()}.pid').touch()\n"
        "    while not (folder / 'go').exists(): time.sleep(.01)\n    return 'x' * 10_000_000\n"
        "os.cpu_count = lambda: 2\nspread(work, [1, 2])\n")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=environment) as process:
        while len(found := [int(path.stem) for path in tmp_path.glob("*.pid")]) < 2:
            assert process.poll() is None
        process.kill()
    (tmp_path / "go").touch()
    end = time.monotonic() + 20
    while any(map(_is_there, found)):
        assert time.monotonic() < end, "they are still there"


def _is_there(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
