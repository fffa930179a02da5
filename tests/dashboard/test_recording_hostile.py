"""The browser's reader of recordings, under Node: what Python packed comes back, broken bytes are refused."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from jiaosuo.dashboard.playback.packing import Packing, pack, unpack
from tests.dashboard.node_path import NODE

HERE = Path(__file__).parent
TRIES = 3_000
FORMS = (
    Packing(),
    Packing(delta=True),
    Packing(scale=0.01),
    Packing(scale=0.25, delta=True),
    Packing(levels=(0.0, 0.5, 1.0, 10.0)),
)


def columns(rng: np.random.Generator) -> dict[str, tuple[np.ndarray, Packing]]:
    """Columns of every form: small and wide, with gaps and without, of one row and of many."""
    made: dict[str, tuple[np.ndarray, Packing]] = {}
    for number in range(30):
        how = FORMS[number % len(FORMS)]
        high = (3, 250, 60_000, 4e9)[number % 4] * (1 if how.levels else how.scale)
        values = rng.uniform(0, min(high, 12) if how.levels else high, int(rng.integers(1, 60)))
        if number % 3 == 0:
            values[rng.random(len(values)) < 0.2] = np.nan
        if number % 7 == 0 and not how.levels:
            values += 4e9 * how.scale if high < 1e9 * how.scale else 0
        made[f"c{number}"] = (values, how)
    return made


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    rng = np.random.default_rng(11)
    tables = {f"t{number}": columns(rng) for number in range(1)}
    resource = pack("scene", tables)
    (folder / "packed").write_bytes(resource)
    ran = subprocess.run(
        [NODE, "--max-old-space-size=256", str(HERE / "node" / "hostile.mjs"), str(folder), str(TRIES)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3_000:]
    return json.loads(ran.stdout), unpack(resource)[1]


def test_the_browser_reads_the_numbers_that_python_packed(read):
    told, tables = read
    for name, table in tables.items():
        for column, values in table.items():
            got = np.array(told["plain"][name][column], np.float64)
            assert np.allclose(got, values.ravel(), rtol=1e-6, equal_nan=True), (name, column)


def test_the_browser_refuses_what_is_no_recording_and_reads_what_is_one(read):
    """Memory is bounded by the bytes that came: no header can claim columns that are not there."""
    told, _ = read
    assert TRIES / 3 < told["refused"] < TRIES
    assert told["largest"] <= 64 * told["bytes"]
