"""The browser's half of the tape, tested under Node on a made-up tape."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.dashboard import pretend

HERE = Path(__file__).parent


def test_the_tape_reads_queues_and_plays_what_the_server_sends(tmp_path: Path) -> None:
    node = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if node is None and not os.environ.get("CI"):
        pytest.skip("no node: the JavaScript of the tape is not tested here")
    assert node is not None, "CI needs node for the JavaScript of the tape"
    pretend.write(tmp_path)
    files = sorted(str(file) for file in (HERE / "node").glob("*.test.mjs"))
    ran = subprocess.run(
        [node, "--test", *files],
        env=os.environ | {"PRETEND": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert "# fail 0" in ran.stdout
