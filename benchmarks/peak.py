"""What a process has held; imports nothing heavy, because the process is being measured."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak() -> float:
    """Most memory this process has held, MiB. `ru_maxrss` would count the process it was forked from, too."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024**2 if sys.platform == "darwin" else 1024)
