"""Work for workers: functions a spawned process can import, some of which end it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from jiaosuo.experiments.engines.local import run_all


def square(number: int) -> int:
    return number * number


def square_or_raise(number: int) -> int:
    if number % 3 == 0:
        raise ValueError(f"{number} is a multiple of three")
    return number * number


def whose_pid(number: int) -> tuple[int, int]:
    time.sleep(0.05)
    return number, os.getpid()


class NeedsTwoArguments(Exception):
    """Cannot be unpickled, as many exceptions cannot."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def raise_unpicklable(number: int) -> int:
    raise NeedsTwoArguments(number, number)


def die_at(item: tuple[int, str]) -> int:
    """Square the number; killed first if the word is `always`, or a file's path and the file is not there."""
    number, word = item
    if word == "always":
        os.kill(os.getpid(), signal.SIGKILL)
    if word and not Path(word).exists():
        Path(word).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die_at_each(chunk: tuple[tuple[int, str], ...]) -> list[int]:
    return [die_at(item) for item in chunk]


def sleep_long(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(120)


class OnlyHere:
    """Work that arrives in no other process: unpickling it there ends the process."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return end_elsewhere, (os.getpid(),)

    def __call__(self, number: int) -> int:
        return number


def end_elsewhere(home: int) -> OnlyHere:
    if os.getpid() != home:
        os._exit(1)
    return OnlyHere()


if __name__ == "__main__":
    run_all(sleep_long, [sys.argv[1]] * 6, jobs=2)
