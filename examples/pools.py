"""One pool of officers or two: how long a caller waits until somebody is free, by Erlang's formula.

    python examples/pools.py pools.svg

draws both over the load of each officer, and one pool whose generalists take a fifth longer. Nothing is
simulated.
"""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import numpy as np
import polars as pl

from jiaosuo.model.theory import mean_wait

HANDLING = 30
"""Minutes that a specialist needs for a call."""

OFFICERS = 4
"""Of each of the two pools."""

SLOWER = 0.2
"""By this share, in the third line, whoever does everything does each call slower."""


def waits() -> pl.DataFrame:
    """Minutes of waiting by load, a row a load and way to organise."""
    load = np.linspace(0.1, 0.8, 60)
    ways = {
        "two pools of four": (OFFICERS, 1.0),
        "one pool of eight": (2 * OFFICERS, 1.0),
        "one pool, each call a fifth slower": (2 * OFFICERS, 1 + SLOWER),
    }
    return pl.concat(
        pl.DataFrame({"load": load, "wait": minutes(load, *way)}).with_columns(pools=pl.lit(name))
        for name, way in ways.items()
    )


def minutes(load: np.ndarray, officers: int, slower: float) -> np.ndarray:
    """Mean wait of callers, minutes, shape (loads,); `load` is how busy specialists would be."""
    return mean_wait(officers, officers * load, 1 / slower) * HANDLING


def draw(picture: Path) -> None:
    """Write the chart; the end of the name says as what (.svg, .png)."""
    chart = alt.Chart(waits(), width=520, height=280).mark_line(strokeWidth=2.5, clip=True)
    chart.encode(
        x=alt.X("load", title="load of each officer").axis(format="%"),
        y=alt.Y("wait", title="mean wait for a free officer (min)").scale(domainMax=40),
        color=alt.Color("pools", title=None, sort=None).legend(orient="top", labelLimit=300),
        strokeDash=alt.StrokeDash("pools", sort=None, legend=None),
    ).save(picture)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
