"""The command line, called in this process, and a cluster of Dask on loopback."""

import socket
import sys

import pytest

from tests.sweeping import ended, launched


@pytest.fixture
def jiaosuo(capsys, monkeypatch):
    """`jiaosuo("run", ...)` gives exit code, standard output and standard error."""
    from jiaosuo.experiments.cli import main

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["jiaosuo", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture(scope="module")
def scheduler():
    """HOST:PORT of a scheduler."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = launched("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    yield f"127.0.0.1:{port}"
    ended(process)


@pytest.fixture(scope="module")
def workers(scheduler, tmp_path_factory):
    """Two workers that have said hello to it."""
    from distributed import Client

    words = (f"tcp://{scheduler}", "--nthreads", "1", "--no-dashboard", "--local-directory")
    crew = [
        launched("dask_worker", *words, str(tmp_path_factory.mktemp("worker")), "--host", "127.0.0.1")
        for _ in range(2)
    ]
    with Client(f"tcp://{scheduler}", timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
    yield crew
    for process in crew:
        ended(process)
