"""The crew: worker processes, started once from one permanent thread, started again when they die.

The kernel's promise to end a child with its parent follows the parent *thread*, so the thread that starts a
worker must live as long as the server. What a free worker does next, and what a message means, is the desk's.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

from jiaosuo.dashboard.jobs.pipes import End, handed

MOST_WORKERS, MOST_BY_ITSELF = 16, 4
LONGEST_PAUSE = 30.0
"""Seconds between two starts, at most: a worker that cannot even start is not tried without end."""

SECONDS_TO_GO = 1.0


class Desk(Protocol):
    """Who gives the crew its work, always from the crew's one thread."""

    def choose(self, kept: dict[str, set[str]], hand: str, urgent: bool) -> dict[str, Any] | None:
        """The next job for a free hand; `kept`: states at hand by hand; `urgent`: only what cannot wait."""

    def said(self, message: dict[str, Any], job: dict[str, Any]) -> None:
        """A hand has written something, is done, has failed, or has put a job aside."""

    def died(self, hand: str, jobs: list[dict[str, Any]]) -> None:
        """A hand died with these jobs to do."""


@dataclass
class Hand:
    """One worker process: what it was given, and which counties it has at hand."""

    name: str
    process: subprocess.Popen[bytes]
    talk: End
    ready: bool = False
    jobs: dict[int, dict[str, Any]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    @property
    def takes_urgent(self) -> bool:
        """Whether it has nothing urgent in hand; what may wait is put aside."""
        return self.ready and not any(job["urgent"] for job in self.jobs.values())

    @property
    def idle(self) -> bool:
        """Whether it has nothing in hand."""
        return self.ready and not self.jobs


class Crew:
    """`size` workers on one store, until `close`."""

    def __init__(self, desk: Desk, folder: Path, size: int) -> None:
        self.desk, self.folder, self.size = desk, folder, size
        self.hands: list[Hand] = []
        self._number = self._stillborn = 0
        self._next_start = 0.0
        self._awake, self._alarm = Pipe(duplex=False)
        self._rung, self._ringing = False, threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="crew", daemon=True)

    def start(self) -> None:
        """Start the thread, which starts the workers."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        with self._ringing, contextlib.suppress(OSError):
            if not self._rung:  # one ring at a time, so that the pipe is never full
                self._rung = True
                self._alarm.send_bytes(b"!")

    def close(self) -> None:
        """End every worker, and wait until it is gone."""
        self._closing.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(SECONDS_TO_GO + 1)
        for hand in self.hands:
            hand.process.kill()
        for hand in self.hands:
            with contextlib.suppress(subprocess.TimeoutExpired):
                hand.process.wait(SECONDS_TO_GO)
            hand.talk.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            if len(self.hands) < self.size and time.monotonic() >= self._next_start:
                self.hands.append(self._started())
            self._listen()
            self._give()

    def _started(self) -> Hand:
        ours, theirs = Pipe()
        self._number += 1
        given = [str(theirs.fileno()), str(os.getpid()), str(self.folder)]
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [sys.executable, "-m", "jiaosuo.dashboard.jobs.worker", *given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **handed(theirs),
        )
        theirs.close()
        return Hand(f"hand {self._number}", process, ours)

    def _listen(self) -> None:
        """Wait for messages, or for the alarm; a hand whose pipe is closed has died."""
        by_pipe: dict[Any, Hand] = {hand.talk: hand for hand in self.hands}
        for ready in wait([*by_pipe, self._awake], timeout=0.5):
            if ready == self._awake:
                with self._ringing:
                    self._awake.recv_bytes()
                    self._rung = False
                continue
            hand = by_pipe[ready]
            try:
                message = hand.talk.recv()
            except (EOFError, OSError):
                self._bury(hand)
            else:
                self._heard(hand, message)

    def _heard(self, hand: Hand, message: dict[str, Any]) -> None:
        if message["said"] == "ready":
            hand.ready, self._stillborn = True, 0
            return
        hand.kept = set(message["kept"])
        job = hand.jobs.get(message["job"])
        if job is None:
            return
        if message["said"] != "wrote":
            del hand.jobs[message["job"]]
        self.desk.said(message, job)

    def _bury(self, hand: Hand) -> None:
        self.hands.remove(hand)
        hand.talk.close()
        hand.process.kill()
        hand.process.wait()
        if not self._closing.is_set():
            self._stillborn += not hand.ready
            self._next_start = time.monotonic() + min(LONGEST_PAUSE, 0.05 * 4**self._stillborn)
            self.desk.died(hand.name, list(hand.jobs.values()))

    def _give(self) -> None:
        """Give every hand what it can take."""
        kept = {hand.name: hand.kept for hand in self.hands if hand.ready}
        for hand in self.hands:
            if hand.takes_urgent:
                job = self.desk.choose(kept, hand.name, urgent=not hand.idle)
                if job is not None:
                    self._send(hand, job)

    def _send(self, hand: Hand, job: dict[str, Any]) -> None:
        hand.jobs[job["id"]] = job
        with contextlib.suppress(OSError):  # a dead hand is found by its closed pipe
            hand.talk.send(job)


def crew_size(wanted: int) -> int:
    """How many workers: as asked for, or one a processor, at most four."""
    return wanted if wanted > 0 else max(1, min(MOST_BY_ITSELF, os.cpu_count() or 1))
