"""Work that is spread over processes gives what it gives in one."""
from __future__ import annotations

import os
import threading

import pytest

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
