"""One piece of work for each of many tasks, on all cores where that can be had simply, and the same results everywhere."""
from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar, cast

Input = TypeVar("Input")
Output = TypeVar("Output")
# What a task came to: its result, or the exception that ended it.
Outcome = tuple[object, Exception | None]
_MOST = 4


def spread(work: Callable[[Input], Output], tasks: Sequence[Input]) -> list[Output]:
    """`work(task)` for each task, in order. Results must be picklable; the first exception, in task order, is raised.

    On Linux the tasks are dealt out to forked processes, which inherit everything that `work` holds. Elsewhere, on one
    core, or when other threads are running (a fork would copy their locks), they are done here, one after the other.
    """
    workers = min(_MOST, len(tasks), os.cpu_count() or 1)
    if workers < 2 or sys.platform != "linux" or threading.active_count() > 1:
        return [work(task) for task in tasks]
    context = multiprocessing.get_context("fork")
    hands: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []
    for number in range(workers):
        receiver, sender = context.Pipe(duplex=False)
        inherited = [receiver, *(other for _, other in hands)]
        process = context.Process(target=_do, args=(work, tasks[number::workers], sender, inherited), daemon=True)
        process.start()
        sender.close()
        hands.append((process, receiver))
    shares = [_take(receiver) for _, receiver in hands]
    for hand, _ in hands:
        hand.join()
    outcomes = [shares[index % workers][index // workers] for index in range(len(tasks))]
    for _, error in outcomes:
        if error is not None:
            raise error
    return [cast(Output, result) for result, _ in outcomes]


def _do(work: Callable[[Input], Output], tasks: Sequence[Input], sender: Connection, inherited: Sequence[Connection]) -> None:
    # Whoever waits for the results may be killed: then nobody must keep the other end open, or sending them would wait for ever.
    for receiver in inherited:
        receiver.close()
    outcomes: list[Outcome] = []
    for task in tasks:
        try:
            outcomes.append((work(task), None))
        except Exception as error:
            outcomes.append((None, error))
    with suppress(BrokenPipeError):
        sender.send(outcomes)
    sender.close()


def _take(receiver: Connection) -> list[Outcome]:
    try:
        return list(receiver.recv())
    except EOFError:
        raise RuntimeError("a process ended before its work was done") from None
