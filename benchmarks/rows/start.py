"""How soon the command line answers."""

from __future__ import annotations

import statistics

from benchmarks.clocks import child
from benchmarks.row import Measured, Row

CODE = """
import sys
sys.argv = ["jiaosuo", "--help"]
from jiaosuo.experiments.cli import main
try:
    main()
except SystemExit:
    pass
"""


def measure() -> Measured:
    """Median of fresh processes, Python's own start included."""
    child(CODE)
    took = [child(CODE)[1] for _ in range(9)]
    return Measured(statistics.median(took), {"runs": took})


ROWS = [Row("help", "jiaosuo --help", "s", 0.3, "CPU of a fresh process, median of 9", measure)]
