"""In a folder with somebody else's model.py, dashboard.py, experiments.py, ours takes its own modules."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.sweeping import parts, tiny

pytestmark = pytest.mark.ci

JIAOSUO = Path(sys.executable).with_name("jiaosuo")
OURS = ("model", "dashboard", "experiments", "numpy_typing")
"""Names that a folder of somebody else's may hold: every example of Mesa has a model.py."""

PYTHONS = ("pickle", "queue")
"""Names of Python's own that no process of ours takes from the current folder either."""

LONG = 300.0


def rivals(folder: Path, names: tuple[str, ...]) -> Path:
    """A folder of files that nobody may import."""
    for name in names:
        (folder / f"{name}.py").write_text(f"raise RuntimeError('{name}.py of somebody else')\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return rivals(tmp_path, (*OURS, *PYTHONS))


def surroundings() -> dict[str, str]:
    """The environment without any help for Python to find modules."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(folder: Path, *words: object) -> str:
    """What `jiaosuo WORDS` prints, started in a folder."""
    done = subprocess.run(
        [str(JIAOSUO), *map(str, words)],
        cwd=folder, env=surroundings(), capture_output=True, encoding="utf-8", timeout=LONG, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_a_run(folder: Path) -> None:
    tiny(folder)
    assert json.loads(run(folder, "run", "tiny.toml", "--days", "0.1", "--json"))


def test_a_comparison_in_two_processes(folder: Path) -> None:
    tiny(folder)
    words = ("--rules", "separate,integrated", "--days", "0.1", "--replications", "2", "--jobs", "2")
    assert json.loads(run(folder, "compare", "tiny.toml", *words, "--json"))["replications"] == 2


def test_a_sweep_in_two_processes(folder: Path) -> None:
    run(folder, "sweep", tiny(folder), "--out", folder / "out", "--jobs", "2")
    assert parts(folder / "out")


@pytest.mark.ci
def test_a_sweep_on_dask(tmp_path: Path) -> None:
    """Dask itself puts the current folder on the path of its processes: Python's own names are its affair."""
    pytest.importorskip("distributed")
    from distributed import Client

    rivals(tmp_path, OURS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    processes = [dask(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2])]
    try:
        processes.append(dask(tmp_path, "worker", f"tcp://{address}", "--nthreads", "1"))
        with Client(f"tcp://{address}", timeout=60, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=120)
        run(tmp_path, "sweep", tiny(tmp_path), "--out", tmp_path / "out", "--engine", f"dask://{address}")
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert parts(tmp_path / "out")


def dask(folder: Path, kind: str, *words: str) -> subprocess.Popen[bytes]:
    """`dask scheduler` or `dask worker`, started in a folder, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", f"distributed.cli.dask_{kind}", *words, "--no-dashboard"],
        cwd=folder, env=surroundings(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


CELL = """\
from jiaosuo import County, Scenario, compare

case = Scenario.read("tiny.toml")
print(County(case).run_days(0.1).minute)
print(compare(case, ["separate", "integrated"], 0.1, 2, jobs=2).failures)
"""


@pytest.mark.ci
def test_a_notebook(tmp_path: Path) -> None:
    """Jupyter puts the notebook's folder on the path, and a Mesa user's model.py lies there."""
    tiny(rivals(tmp_path, OURS))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=LONG, kernel_name="python3", resources=where).execute()
    assert "".join(output.get("text", "") for output in notebook.cells[0].outputs).split() == ["144", "()"]


def test_the_page_and_a_chunk_that_its_worker_computes(folder: Path) -> None:
    words = ("dashboard", "--no-browser", "--port", "0", "--workers", "1")
    process = subprocess.Popen(
        [str(JIAOSUO), *words],
        cwd=folder, env=surroundings() | {"JIAOSUO_TAPES": str(folder / "stored")},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://[^/]+", first)
        assert found, first + process.stdout.read()
        header, scene = opened(found[0])
    finally:
        process.terminate()
        process.wait(LONG)
        if process.stdout is not None:
            process.stdout.close()
    assert header["kind"] == "scene"
    assert scene > 1_000


def opened(server: str) -> tuple[dict[str, object], int]:
    """Header and bytes of the first scene that the page plays: asked for until a worker has computed it."""
    with urllib.request.urlopen(f"{server}/", timeout=60) as answer:
        cookie, text = answer.headers["set-cookie"].split(";")[0], answer.read().decode()
    embedded = re.search(r'id="preview-data">(.*?)</script>', text)
    assert embedded
    plan = json.loads(embedded[1])["plan"]
    link = f"{server}/{plan['left']['chunks'][0]['scene']}?person={plan['person']}&at=0"
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with urllib.request.urlopen(urllib.request.Request(link, headers={"Cookie": cookie})) as answer:
            content = answer.read()
            if answer.status == 200:
                plain = gzip.decompress(content)
                size = int.from_bytes(plain[:4], "little")
                return json.loads(plain[4 : 4 + size]), len(plain)
        time.sleep(0.2)
    raise AssertionError("no worker computed the chunk")
