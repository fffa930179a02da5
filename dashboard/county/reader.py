"""The process that reads counties, as the server knows it: started when it is wanted, ended when it is idle.

Files of strangers are opened there, with a time limit: what takes too long is ended with the process, and
the server, which imports nothing of the model, goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import IO, Any

from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_

SECONDS = 40.0
"""For one answer; the first of a process pays some five seconds for the model, a later one far less."""

SECONDS_FOR_MAPS = 150.0
"""For maps of a large county, with all its roads."""

IDLE = 300.0
"""Seconds without a question after which the process is ended."""

MOST_WAITING = 6
TOO_LONG = N_("This takes longer than a county does: {seconds:.0f} seconds. Is it a table of townships?")
BUSY = N_("Others have their counties read just now. Try again in a moment.")
FAULT = N_("This file could not be read, and the fault is ours ({kind}). Another form may do: CSV in UTF-8.")


class CannotRead(Exception):
    """Nothing came of it: `message` says why, with `values` for its placeholders."""

    def __init__(self, message: str, **values: str | float) -> None:
        self.message, self.values = message, values
        super().__init__(message)


class Reader:
    """One process; questions are put one after the other."""

    def __init__(self, seconds: float = SECONDS, module: str = "jiaosuo.dashboard.county") -> None:
        self.seconds, self.module = seconds, module
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._turn, self._waiting, self._asked = threading.Lock(), 0, 0.0

    def start(self) -> None:
        """Have the process load the model before anything is asked, without waiting for it."""
        with self._turn:
            self._alive()

    def ask(self, message: JsonObject, seconds: float | None = None) -> JsonObject:
        """The answer to a message, within `seconds` (default: its own); CannotRead where there is none."""
        if self._waiting >= MOST_WAITING:
            raise CannotRead(BUSY)
        self._waiting += 1
        try:
            with self._turn:
                found: JsonObject = json.loads(self._answer(json.dumps(message), seconds or self.seconds))
        finally:
            self._waiting -= 1
        if kind := found.get("fault"):
            raise CannotRead(FAULT, kind=str(kind))
        if found.get("error") == "memory":
            raise CannotRead(FAULT, kind="memory")
        return found

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(5)
            self._process = None

    def _answer(self, line: str, seconds: float) -> str:
        process = self._alive()
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.write(line + "\n")
            process.stdin.flush()
        try:
            answer = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.close()
            raise CannotRead(TOO_LONG, seconds=seconds) from None
        if not answer:
            self.close()
            raise CannotRead(FAULT, kind="ended")
        return answer

    def _alive(self) -> subprocess.Popen[str]:
        self._asked = time.monotonic()
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._answers = queue.SimpleQueue()
        self._process = subprocess.Popen(
            # -P: nothing is imported from the current folder, which may hold anybody's files
            [sys.executable, "-P", "-m", self.module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"},
        )
        listening = (self._process.stdout, self._answers)
        threading.Thread(target=_listen, args=listening, daemon=True, name="hears a reader").start()
        threading.Thread(target=self._end_when_idle, args=(self._process,), daemon=True).start()
        return self._process

    def _end_when_idle(self, process: subprocess.Popen[str]) -> None:
        while process.poll() is None:
            time.sleep(min(5.0, IDLE))
            with self._turn:
                if time.monotonic() - self._asked > IDLE and self._process is process:
                    self.close()


def _listen(stream: IO[str] | None, answers: queue.SimpleQueue[str]) -> None:
    for line in stream or ():
        answers.put(line)
    answers.put("")


_reader = Reader()


def the_reader() -> Reader:
    """The reader of this process."""
    return _reader


def set_reader(reader: Any) -> None:
    """Put another reader in its place: for tests."""
    global _reader
    _reader = reader
