"""What the browser keeps until the server has acknowledged it, tested under Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.dashboard.node_path import NODE

SCRIPT = Path(__file__).parent / "node" / "unsent.test.mjs"


def test_what_the_server_has_not_acknowledged_is_kept_and_told_again() -> None:
    done = subprocess.run([NODE, "--test", str(SCRIPT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
