"""The largest county that the parameters allow, built and run for a day: `python -m benchmarks.largest`."""

from __future__ import annotations

import json

from benchmarks.clocks import child, machine

CODE = """
import json, time
from benchmarks.counties import grown_county
from benchmarks.clocks import warm
from jiaosuo.model import County, Scenario
warm()
start = time.process_time()
side = 2.2  # the grid has at most some thousand cells; a link stands for all roads between two, so wider ones
roads = ("trunk", "county", "village", "street")
wider = {f"capacity_{road}": side * Scenario.preset("county-town")[f"capacity_{road}"] for road in roads}
county = County(grown_county(5_000_000, cell_km=side, **wider))
built = time.process_time()
county.run_days(1)
print(json.dumps({
    "citizens": len(county.citizens.columns),
    "vehicles": len(county.vehicles.columns),
    "officers": len(county.force.columns),
    "cells": len(county.land.cells),
    "crossings": int(county.vehicles.roads.links["crossings"].sum()),
    "calls": len(county.dispatch.calls),
    "build, s": built - start,
    "day, s": time.process_time() - built,
}))
"""


def main() -> None:
    """Print what it took, in a process of its own."""
    output, _, peak = child(CODE)
    print(json.dumps(json.loads(output) | {"peak, MiB": peak, "machine": machine()}, indent=1))


if __name__ == "__main__":
    main()
