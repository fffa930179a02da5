"""The browser's half of the tape, tested under Node on a made-up tape."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.dashboard import pretend
from tests.dashboard.node_path import NODE

HERE = Path(__file__).parent


def test_the_tape_reads_queues_and_plays_what_the_server_sends(tmp_path: Path) -> None:
    pretend.write(tmp_path)
    ran = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", str(HERE / "node" / "recording.test.mjs")],
        env=os.environ | {"PRETEND": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert "# fail 0" in ran.stdout
