"""The same calls under two rules: how many village calls have somebody there, minute by minute.

    python examples/one_world_two_rules.py response.svg

runs a coarse Zigui for three days under each. It is one world, so an illustration: what may be said takes
many worlds, which `jiaosuo compare` runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import polars as pl

from jiaosuo import County, Scenario

RULES = ("separate", "integrated")
SMALL = {"people_per_agent": 25, "seed": 1}


def answered(rule: str) -> pl.DataFrame:
    """Minutes from being known to the first arrival, of every call in a village that was answered."""
    calls = County(Scenario.preset("zigui-2004", rule=rule, **SMALL)).run_days(3).calls()
    villages = calls.filter((pl.col("area") == "rural") & pl.col("response_minutes").is_not_null())
    return villages.select(minutes="response_minutes", rule=pl.lit(rule))


def draw(picture: Path) -> None:
    """Write the chart; the end of the name says as what (.svg, .png)."""
    chart = alt.Chart(pl.concat(map(answered, RULES)), width=520, height=280)
    chart.transform_window(share="cume_dist()", groupby=["rule"], sort=[alt.SortField("minutes")]).mark_line(
        interpolate="step-after", strokeWidth=2.5
    ).encode(
        x=alt.X("minutes:Q", title="minutes from the call").scale(domain=[0, 120], clamp=True),
        y=alt.Y("share:Q", title="share of calls with somebody there").axis(format="%"),
        color=alt.Color("rule:N", title=None, sort=RULES).legend(orient="top"),
    ).save(picture)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
