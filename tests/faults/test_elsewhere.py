"""The same run elsewhere: another language, clock, hash seed, number of threads, folder; no home at all."""

import json
import os
import subprocess
import sys

import pytest

from tests.sweeping import ROOT, TINY

TELL = """
import hashlib, json, sys
from jiaosuo import County, Scenario
county = County(Scenario.read(sys.argv[1], rule="integrated", seed=3)).run_days(0.4)
table = county.calls().write_csv() + county.officers().write_csv() + county.ticks().write_csv()
print(json.dumps([county.world_digest, county.outcomes(), hashlib.sha256(table.encode()).hexdigest()]))
"""

HERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
ELSEWHERE = {
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "zh_CN.UTF-8",
    "JIAOSUO_LANG": "zh",
    "TZ": "Asia/Kathmandu",
    "PYTHONHASHSEED": "4294967295",
    "NUMBA_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
    "PYTHONUTF8": "0",
    "PYTHONOPTIMIZE": "1",
}
if not str(ROOT).isascii():  # NumPy cannot be imported from a folder whose name the locale cannot say
    del ELSEWHERE["PYTHONUTF8"]
THREADS = {"NUMBA_NUM_THREADS": "4", "OMP_NUM_THREADS": "4", "POLARS_MAX_THREADS": "4"}


def told(folder, **environment):
    """What a run in a process of its own says, started in a folder that holds the place."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TELL, "tiny.toml"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in {*HERE, *ELSEWHERE, *THREADS}}
        | {"PYTHONPATH": str(ROOT)}
        | environment,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return told(tmp_path_factory.mktemp("here"), **HERE, **THREADS)


def test_a_run_elsewhere_is_the_same_run(here, tmp_path):
    there = told(tmp_path / "在 别处, and a ’quote’", **ELSEWHERE)
    assert there == here


@pytest.mark.slow
def test_without_a_home_it_is_the_same_run(here, tmp_path):
    """Kernels find another place for their machine code, and are compiled there once."""
    (tmp_path / "temporary").mkdir()
    nowhere = {
        "HOME": "/proc/nobody",
        "XDG_CACHE_HOME": "/proc/nobody/cache",
        "TMPDIR": str(tmp_path / "temporary"),
    }
    assert told(tmp_path / "away", **HERE, **nowhere) == here
    assert any((tmp_path / "temporary").rglob("*.nbc"))
