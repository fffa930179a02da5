"""The engine of one machine: the same results whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from jiaosuo.experiments.engines.local import Failure, Local, run_all

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of work, under a name that spawned processes can import too."""
    monkeypatch.syspath_prepend(HERE)
    import chores

    return chores


@pytest.mark.parametrize(("jobs", "batch"), [(1, 1), (2, 1), (3, 1), (2, 4), (2, 100)])
def test_results_come_in_the_order_of_the_items_for_any_number_of_jobs(
    chores: ModuleType, jobs: int, batch: int
) -> None:
    assert run_all(chores.square, range(11), jobs, batch=batch) == [n * n for n in range(11)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_raises_is_a_failure_and_the_others_complete(chores: ModuleType, jobs: int) -> None:
    results = run_all(chores.square_or_raise, range(1, 5), jobs, batch=2)
    assert results == [1, 4, Failure(3, "ValueError: 3 is a multiple of three"), 16]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_that_cannot_be_pickled_is_told_all_the_same(chores: ModuleType, jobs: int) -> None:
    assert run_all(chores.raise_unpicklable, [7], jobs) == [Failure(7, "NeedsTwoArguments: 7 and 7")]


def test_nothing_to_do_starts_no_worker() -> None:
    assert run_all(str, [], jobs=4) == []


def test_workers_stay_warm(chores: ModuleType) -> None:
    pids = {pid for _, pid in run_all(chores.whose_pid, range(12), jobs=2)}
    assert len(pids) <= 2
    assert os.getpid() not in pids


def test_a_worker_killed_from_outside_costs_no_result(chores: ModuleType) -> None:
    killed: list[int] = []

    def kill_the_first(number: int, result: object) -> None:
        if not killed:
            assert isinstance(result, tuple)
            killed.append(result[1])
            os.kill(result[1], signal.SIGKILL)

    results = run_all(chores.whose_pid, range(12), 2, kill_the_first)
    assert [number for number, _ in results] == list(range(12))
    assert len(killed) == 1


@pytest.mark.parametrize("batch", [1, 3])
def test_an_item_whose_worker_is_killed_once_runs_again(
    chores: ModuleType, tmp_path: Path, batch: int
) -> None:
    items = [(n, str(tmp_path / f"{n}") if n == 4 else "") for n in range(9)]
    assert run_all(chores.die_at, items, 2, batch=batch) == [n * n for n in range(9)]


def test_an_item_that_always_kills_is_isolated_and_the_others_complete(chores: ModuleType) -> None:
    items = [(n, "always" if n == 2 else "") for n in range(6)]
    results = run_all(chores.die_at, items, 2, batch=2)
    assert isinstance(results[2], Failure)
    assert results[2].item == (2, "always")
    assert "died" in results[2].error
    assert [result for n, result in enumerate(results) if n != 2] == [0, 1, 9, 16, 25]


def test_each_item_is_reported_once_even_when_workers_die(chores: ModuleType, tmp_path: Path) -> None:
    items = [(n, str(tmp_path / f"{n}") if n in (1, 5) else "") for n in range(8)]
    reported: list[int] = []
    run_all(chores.die_at, items, 2, lambda item, result: reported.append(item[0]))
    assert sorted(reported) == list(range(8))


def test_workers_that_cannot_start_are_told_from_items_that_kill(chores: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="workers cannot start"):
        run_all(chores.OnlyHere(), range(50), jobs=2)


def test_an_error_in_the_callback_ends_the_workers(chores: ModuleType, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    pids: list[int] = []

    def stop(item: int, result: object) -> None:
        assert isinstance(result, tuple)
        pids.append(result[1])
        raise Stop

    with pytest.raises(Stop):
        run_all(chores.whose_pid, range(100), 2, stop)
    assert not any(alive(pid) for pid in pids)


def test_a_crew_takes_chunks_as_it_needs_them_and_never_far_ahead(chores: ModuleType) -> None:
    taken: list[int] = []

    def chunks() -> Iterator[tuple[tuple[int, str], ...]]:
        for number in range(1_000):
            taken.append(number)
            yield ((number, ""),)

    with Local(1).pool(chores.die_at_each) as run:
        completed = run(chunks())
        assert next(completed) == (((0, ""),), [0])
        assert len(taken) <= 2


def test_a_chunk_that_kills_its_worker_comes_back_item_by_item(chores: ModuleType) -> None:
    words = [(n, "always" if n == 2 else "") for n in range(4)]
    with Local(1).pool(chores.die_at_each) as run:
        completed = dict(run([tuple(words)]))
    assert [completed[(word,)] for word in words if word[0] != 2] == [[0], [1], [9]]
    failure = completed[((2, "always"),)]
    assert isinstance(failure, Failure)
    assert "died 4 times" in failure.error


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True, "2"])
def test_a_number_of_jobs_that_is_no_count_is_refused(jobs: object) -> None:
    with pytest.raises(ValueError, match="jobs"):
        run_all(str, [1], jobs)  # type: ignore[arg-type]


def test_work_that_cannot_travel_is_refused_before_anything_starts() -> None:
    with pytest.raises(ValueError, match="work"):
        run_all(lambda item: item, [1], jobs=2)


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A driver in a session of its own whose two workers sleep; each has left its pid in `tmp_path`."""
    path = os.pathsep.join([str(ROOT), str(HERE)])
    started = subprocess.Popen(
        [sys.executable, "-m", "chores", str(tmp_path)],
        env=os.environ | {"PYTHONPATH": path},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert until(lambda: len(list(tmp_path.iterdir())) == 2, seconds=60)
    yield started
    started.kill()
    started.communicate()


@pytest.mark.parametrize("whole_group", [True, False])
def test_ctrl_c_stops_within_five_seconds_and_leaves_no_process(
    driver: subprocess.Popen[bytes], tmp_path: Path, whole_group: bool
) -> None:
    pressed = time.monotonic()
    (os.killpg if whole_group else os.kill)(driver.pid, signal.SIGINT)
    _, errors = driver.communicate(timeout=5)
    assert time.monotonic() - pressed < 5
    assert b"KeyboardInterrupt" in errors
    assert driver.returncode in (-signal.SIGINT, 130)
    assert not any(alive(pid) for pid in pids_in(tmp_path))


def test_workers_go_when_their_driver_is_killed(driver: subprocess.Popen[bytes], tmp_path: Path) -> None:
    driver.kill()
    driver.wait()
    assert until(lambda: not any(alive(pid) for pid in pids_in(tmp_path)), seconds=5)


def pids_in(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir()]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def until(fact: object, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if fact():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False
