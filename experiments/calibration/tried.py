"""Shipped posteriors under later sources: `python -m jiaosuo.experiments.calibration.tried WORK [PLACE ...]`.

A change of the code that changes no number leaves a posterior true, and a posterior takes minutes to an hour.
So the rows that came out at a few of its draws lie beside it, PLACE.json, since it was made (`keep`, by the
sources that it says). Later they are run again (`again`): if all come out the same, the posterior says the
present sources; if one does not, what differs is told, nothing is written, and `make posteriors` makes it
anew. How a posterior is drawn from its runs is not tried: whoever changes that makes all of them anew.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from jiaosuo.experiments.calibration.published import NAMES, FigureReading
from jiaosuo.experiments.inference.posterior import Posterior, read_posterior, write_posterior
from jiaosuo.experiments.places.posteriors import FOLDER, shipped_names, sources
from jiaosuo.experiments.sweeps.wave_runs import Runs
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.files import put_text
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

TRIED = 3
"""Draws whose runs are kept."""
KEEP, AGAIN = "keep", "again"

type Rows = list[list[float | None]]


def rows_of(posterior: Posterior, jobs: int = 1) -> Rows:
    """The published figures, (draws, figures), at a few draws spread over the sample; None: not observed."""
    about, n = posterior.about, len(posterior.draws)
    draws = posterior.draws[[at * n // TRIED for at in range(TRIED)]]
    place = Scenario.preset(about.place).start.under(STATUS_QUO)
    with tempfile.TemporaryDirectory(prefix="jiaosuo-tried-") as scratch:
        runs = Runs(
            scenario=place,
            prior=posterior.prior,
            reading=FigureReading(about.run_days),
            days=about.run_days,
            warm_up=0.0,
            folder=Path(scratch),
            jobs=jobs,
            engine="local",
            progress=None,
            parts=(TRIED,),
            command="",
        )
        found = runs(1, posterior.prior.unit(draws))
    return [[None if np.isnan(each) else each for each in row] for row in found.tolist()]


def keep(place: str, folder: Path = FOLDER, jobs: int = 1) -> Path:
    """Run what is kept beside a posterior; InputError where other sources than these made it."""
    found = read_posterior(folder / f"{place}.parquet")
    if found.about.code != sources():
        allowed = f"its runs were made by code {found.about.code}, and this is {sources()}"
        raise InputError("place", place, allowed)
    return put_text(folder / f"{place}.json", written({"figures": list(NAMES), "rows": rows_of(found, jobs)}))


def again(place: str, folder: Path = FOLDER, jobs: int = 1) -> tuple[str, ...]:
    """What differs in the rows that are kept; if nothing does, the posterior says the present sources."""
    file = folder / f"{place}.json"
    if not file.is_file():
        return (f"no runs are kept beside the posterior of {place}",)
    found = read_posterior(folder / f"{place}.parquet")
    kept = json.loads(file.read_text("utf-8"))
    now = json.loads(written({"figures": list(NAMES), "rows": rows_of(found, jobs)}))
    differs = tuple(_differing(kept, now))
    if not differs:
        now_true = replace(found, about=replace(found.about, code=sources()))
        write_posterior(now_true, folder / f"{place}.parquet")
    return differs


def _differing(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    if kept["figures"] != now["figures"]:
        return ["other figures were asked"]
    return [
        f"{name} at draw {draw}: {after}, kept is {before}"
        for draw, pair in enumerate(zip(kept["rows"], now["rows"], strict=True))
        for name, before, after in zip(now["figures"], *pair, strict=True)
        if before != after
    ]


def main(work: str, *places: str) -> None:
    """Keep runs beside posteriors, or try them again, of all places by default; exit code 1: one differs."""
    if work not in (KEEP, AGAIN):
        raise unknown("work", work, (KEEP, AGAIN))
    old = False
    for place in places or shipped_names():
        if work == KEEP:
            print(keep(place, jobs=2))
            continue
        differs = again(place, jobs=2)
        print(f"{place}: {differs[0]}, and {len(differs) - 1} more" if differs else f"{place}: the same")
        old = old or bool(differs)
    sys.exit(int(old))


if __name__ == "__main__":
    main(*sys.argv[1:])
