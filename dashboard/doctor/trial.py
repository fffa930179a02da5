"""The self-test: a county is run for a day, theory agrees, and a page is answered on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from urllib.parse import urljoin, urlsplit

from jiaosuo.dashboard.doctor.finding import Finding, ok, problem, warning
from jiaosuo.model.core.words import N_

COUNTY, THEORY, PAGE = N_("a county's day"), N_("theory"), N_("the page")

LAWS = ("erlang", "queue-delay")
"""Claims of `jiaosuo validate` that a few seconds are enough for: one of queues, one of roads."""

SECONDS_TO_START = 120
SECONDS_TO_END = 10
REPORT = N_("Run `jiaosuo run zigui-2004 --days 1` and read what it says; if need be, install again.")


def county() -> Finding:
    """A day of a small county, twice: calls are answered, and the second day is the first."""
    # the page opens without this
    from jiaosuo.model import County, Scenario

    began, seen = time.perf_counter(), []
    try:
        for _ in range(2):
            lived = County(Scenario.preset("zigui-2004", rule="integrated", people_per_agent=25)).run_days(1)
            outcomes = lived.outcomes()
            seen.append((lived.world_digest, outcomes["calls_total"], outcomes["response_mean"]))
    except Exception as error:
        return problem(COUNTY, N_("failed: {error}"), REPORT, error=f"{type(error).__name__}: {error}")
    calls, minutes = seen[0][1][0], seen[0][2][0]
    values = {"calls": f"{calls:g}", "minutes": f"{minutes:.1f}", "seconds": _since(began)}
    if seen[0] != seen[1]:
        return problem(COUNTY, N_("the same seed gave two different days"), REPORT, **values)
    return ok(COUNTY, N_("{calls} calls, {minutes} min to respond; again the same ({seconds} s)"), **values)


def theory() -> Finding:
    """The county's queues beside Erlang's, and a blocked lane beside the answer worked by hand."""
    # the page opens without this
    from jiaosuo.experiments.validation import LAWS as ALL
    from jiaosuo.experiments.validation.validate import validate

    began = time.perf_counter()
    try:
        result = validate(True, 1, laws={name: ALL[name] for name in LAWS})
    except Exception as error:
        return problem(THEORY, N_("failed: {error}"), REPORT, error=f"{type(error).__name__}: {error}")
    values = {"n": len(result.figures), "seconds": _since(began)}
    if not result.holds:
        return problem(
            THEORY,
            N_("the county does not agree with theory"),
            N_("Run `jiaosuo validate --quick`."),
            **values,
        )
    return ok(THEORY, N_("the county agrees with theory in {n} figures ({seconds} s)"), **values)


def page() -> Finding:
    """A server of its own is asked for the page, all that the page names, and its end."""
    began = time.perf_counter()
    try:
        with served() as (link, held):
            lacking, asked, outside = visit(link)
            mib = held()
        ended = held() == 0
    except (OSError, TimeoutError) as error:
        do = N_("Run `jiaosuo dashboard --no-browser` and read what it says.")
        return problem(PAGE, N_("was not answered: {error}"), do, error=error)
    values = {"n": asked, "mib": f"{mib:,.0f}", "seconds": _since(began)}
    if lacking or outside:
        do = N_("On a closed network the page may stay blank. Install again.")
        names = ", ".join([*lacking, *outside][:3])
        return problem(PAGE, N_("lacks {names}"), do, names=names, **values)
    if not ended:
        return warning(PAGE, N_("was answered, but its server did not end"), N_("End it by hand."), **values)
    said = N_("answered with its {n} files, none from outside; it holds {mib} MiB ({seconds} s)")
    return ok(PAGE, said, **values)


@contextmanager
def served() -> Iterator[tuple[str, Callable[[], float]]]:
    """A server on any free port of loopback: its link, and what it and its workers hold in MiB (0: gone)."""
    # only who asks pays
    import psutil

    words = ["dashboard", "--port", "0", "--no-browser", "--workers", "1"]
    process = subprocess.Popen(  # -P: nothing is imported from the current folder
        [sys.executable, "-P", "-m", "jiaosuo.dashboard.cli", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", env=os.environ | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    family: list[psutil.Process] = []

    def held() -> float:
        if process.poll() is None:
            with contextlib.suppress(psutil.Error):
                first = psutil.Process(process.pid)
                family[:] = [first, *first.children(recursive=True)]
        return sum(map(_resident, family)) / 2**20

    try:
        yield _link_of(process), held
    finally:
        held()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        psutil.wait_procs(family, timeout=SECONDS_TO_END)  # Windows' workers see a closed pipe once they read


def _resident(process: object) -> int:
    # only who asks pays
    import psutil

    assert isinstance(process, psutil.Process)
    try:
        return 0 if process.status() == psutil.STATUS_ZOMBIE else int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _link_of(process: subprocess.Popen[str]) -> str:
    """The address that the server prints once it answers; TimeoutError, or OSError with what it said."""
    lines: Queue[str] = Queue()

    def listen() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put("")

    threading.Thread(target=listen, daemon=True).start()
    ends, heard = time.monotonic() + SECONDS_TO_START, ""
    while time.monotonic() < ends:
        try:
            line = lines.get(timeout=1)
        except Empty:
            continue
        if found := re.search(r"http://\S+", line):
            return found[0]
        if not line:
            raise OSError(heard.strip()[-300:] or "the server ended")
        heard += line
    raise TimeoutError(f"no answer in {SECONDS_TO_START} s")


def visit(link: str) -> tuple[list[str], int, list[str]]:
    """Fetch the page and what it names: what is lacking, how many were asked for, what is from elsewhere."""
    text = _fetched(link)
    named = set(re.findall(r"""(?:src|href)=["']([^"'#]+)["']""", text.decode("utf-8", "replace")))
    named |= {"/healthz", "/assets/vega.js"}
    links = {urljoin(link, name) for name in named if not name.startswith(("data:", "{", "javascript:"))}
    ours = sorted(each for each in links if urlsplit(each).netloc == urlsplit(link).netloc)
    lacking = [urlsplit(each).path for each in ours if not _is_answered(each)]
    return lacking, len(ours) + 1, sorted(links - set(ours))


def _fetched(link: str) -> bytes:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(link, timeout=30) as answer:
        return bytes(answer.read())


def _is_answered(link: str) -> bool:
    """Whether there is something; an empty file is as good as none."""
    try:
        return bool(_fetched(link))
    except OSError:
        return False


def _since(began: float) -> str:
    return f"{time.perf_counter() - began:.1f}"
