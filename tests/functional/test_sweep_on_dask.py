"""The same table from Dask as from this machine: a real scheduler and two workers on loopback."""

from __future__ import annotations

import os
import signal
import socket

import pytest

from jiaosuo.experiments import sweep
from jiaosuo.experiments.engines.engine import Lost
from jiaosuo.model.core.errors import InputError
from tests.sweeping import Here, alive, children, ended, launched, parts, started, tiny, until

pytestmark = pytest.mark.ci

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("study"), replications=10)


@pytest.fixture(scope="module")
def here(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("here")
    sweep(study, folder, engine=Here())
    return folder


def compact(folder):
    return (folder / "compact" / "runs-0000.parquet").read_bytes()


def test_dask_and_this_machine_give_the_same_bytes_resumed_or_not(scheduler, workers, study, here, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        sweep(study, tmp_path, engine=Here(stop_after=1))
    kept = parts(tmp_path)
    found = sweep(study, tmp_path, engine=f"dask://{scheduler}")
    assert found.complete
    assert set(kept) < set(parts(tmp_path))
    assert compact(tmp_path) == compact(here)


def test_workers_of_another_version_are_refused_before_the_first_run(scheduler, workers, study, tmp_path):
    import jiaosuo.experiments.sweeps.driver as drive
    from jiaosuo.experiments.engines.dask import Dask

    assert sorted(drive.same_numbers()) == ["code", "mesa", "numba", "numpy", "scipy"]
    engine = Dask(scheduler, pid_of_whoever_is_asked)
    with pytest.raises(InputError, match="and the driver has"):
        sweep(study, tmp_path, engine=engine)
    assert not parts(tmp_path)


pid_of_whoever_is_asked = os.getpid
"""What no worker has in common with its driver."""


def test_no_scheduler_there_is_said_at_once(jiaosuo, study, tmp_path, monkeypatch):
    import jiaosuo.experiments.engines.dask as dask

    monkeypatch.setattr(dask, "SECONDS_TO_CONNECT", 1)
    code, _, said = jiaosuo("sweep", study, "--out", tmp_path, "--engine", "dask://127.0.0.1:9")
    assert code == 2
    assert "no Dask scheduler answers there" in said


@pytest.mark.slow
def test_a_killed_dask_worker_costs_nothing(scheduler, workers, study, here, tmp_path):
    process = started("sweep", study, "--out", tmp_path / "out", "--engine", f"dask://{scheduler}")
    assert until(lambda: len(parts(tmp_path / "out")) >= 2), process.communicate()
    victim = children(workers[0].pid)[0]
    os.kill(victim, signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert not alive(victim)
    assert compact(tmp_path / "out") == compact(here)


@pytest.mark.slow
def test_a_scheduler_that_goes_away_leaves_what_is_stored(study, here, tmp_path, request):
    """Its own scheduler, as it is killed."""
    from distributed import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    boss = launched("dask_scheduler", "--host", "127.0.0.1", "--port", address[10:], "--no-dashboard")
    crew = launched("dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard")
    request.addfinalizer(lambda: ended(crew))
    with Client(f"tcp://{address}", timeout=60, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=120)
    process = started("sweep", study, "--out", tmp_path / "out", "--engine", f"dask://{address}")
    assert until(lambda: len(parts(tmp_path / "out")) >= 1), process.communicate()
    ended(boss)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said
    assert "the scheduler at" in said
    assert "go on with: jiaosuo sweep" in said
    assert sweep(study, tmp_path / "out", engine=Here()).complete
    assert compact(tmp_path / "out") == compact(here)


@pytest.mark.slow
def test_a_sweep_whose_workers_are_all_gone_ends_with_a_sentence_and_goes_on(
    study, here, tmp_path, request, monkeypatch
):
    """Its own scheduler with one worker, and no nanny to start another."""
    from distributed import Client

    from jiaosuo.experiments.engines import dask

    monkeypatch.setattr(dask, "SECONDS_WITHOUT_WORKERS", 5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    boss = launched("dask_scheduler", "--host", "127.0.0.1", "--port", address[10:], "--no-dashboard")
    request.addfinalizer(lambda: ended(boss))
    crew = launched("dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-dashboard", "--no-nanny")
    with Client(f"tcp://{address}", timeout=60, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=120)

    def gone(done, total):
        if done and crew.poll() is None:
            ended(crew)

    with pytest.raises(Lost, match="has had no worker for 5 s; start some"):
        sweep(study, tmp_path / "out", engine=f"dask://{address}", progress=gone)
    assert sweep(study, tmp_path / "out", engine=Here()).complete
    assert compact(tmp_path / "out") == compact(here)
