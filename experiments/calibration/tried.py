"""Shipped posteriors under later sources: `python -m jiaosuo.experiments.calibration.tried WORK [PLACE ...]`.

A change of the code that changes no number leaves a posterior true, and a posterior takes minutes to an
hour. So there lies beside it, PLACE.json, since it was made (`keep`, by the sources that it says): what
was believed and published then, by which code it was drawn, and the rows that came out at a few of its
draws. Later (`again`) all that is held against what is here: if it is the same, the posterior says the
present sources; if not, what differs is told, nothing is written, and `make posteriors` makes it anew.
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

from jiaosuo.experiments.calibration.published import NAMES, FigureReading, by_hand, observed_of
from jiaosuo.experiments.inference.posterior import Posterior, read_posterior, write_posterior
from jiaosuo.experiments.places.posteriors import FOLDER, shipped_names, sources
from jiaosuo.experiments.provenance.makers import Makers
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.sweeps.wave_runs import Runs
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

TRIED = 3
"""Draws whose runs are kept."""

KEEP, AGAIN = "keep", "again"

type Rows = list[list[float | None]]


def rows_of(posterior: Posterior, jobs: int = 1) -> Rows:
    """The published figures, (draws, figures), at a few draws spread over the sample; None: not observed."""
    days, n = posterior.about.run_days, len(posterior.draws)
    draws = posterior.draws[[at * n // TRIED for at in range(TRIED)]]
    with tempfile.TemporaryDirectory(prefix="jiaosuo-tried-") as scratch:
        runs = Runs(
            scenario=_place(posterior),
            prior=posterior.prior,
            reading=FigureReading(days),
            days=days,
            warm_up=0.0,
            folder=Path(scratch),
            jobs=jobs,
            engine="local",
            progress=None,
            parts=(TRIED,),
            command="",
        )
        found = runs(1, posterior.prior.unit(draws))
    return [_plain(row) for row in found]


def _drawn_by() -> str:
    """A hash of what makes a sample of runs; what runs are made of is told by runs."""
    of_recoveries_and_hindcasts = (
        "jiaosuo.experiments.inference.ranks",
        "jiaosuo.experiments.inference.trust",
    )
    drawing = ("jiaosuo.experiments.calibration.posteriors_study", "jiaosuo.experiments.inference")
    return Makers(drawing, aside=of_recoveries_and_hindcasts).version[:16]


def _place(posterior: Posterior) -> Scenario:
    return Scenario.preset(posterior.about.place).start.under(STATUS_QUO)


def _plain(values: Values) -> list[float | None]:
    return [None if np.isnan(each) else each for each in values.tolist()]


def about(posterior: Posterior, jobs: int = 1) -> JsonObject:
    """All that a posterior comes from, as far as it can be looked at in moments."""
    place = _place(posterior)
    prior, observed = by_hand(place), observed_of(place)
    said = {
        "drawn_by": _drawn_by(),
        "believed": [[each.name, each.low, each.high] for each in prior.ranges],
        "published": [_plain(observed.middle), _plain(observed.error)],
        "figures": list(NAMES),
        "rows": rows_of(posterior, jobs),
    }
    found: JsonObject = json.loads(written(said))
    return found


def keep(place: str, folder: Path = FOLDER, jobs: int = 1) -> Path:
    """Run what is kept beside a posterior; InputError where other sources than these made it."""
    found = read_posterior(folder / f"{place}.parquet")
    if found.about.code != sources():
        allowed = f"its runs were made by code {found.about.code}, and this is {sources()}"
        raise InputError("place", place, allowed)
    return put_text(folder / f"{place}.json", written(about(found, jobs)))


def again(place: str, folder: Path = FOLDER, jobs: int = 1) -> tuple[str, ...]:
    """What differs in the rows that are kept; if nothing does, the posterior says the present sources."""
    file = folder / f"{place}.json"
    if not file.is_file():
        return (f"no runs are kept beside the posterior of {place}",)
    found = read_posterior(folder / f"{place}.parquet")
    kept, code = (
        json.loads(file.read_text("utf-8")),
        sources(),
    )  # of what runs now, whatever is edited meanwhile
    differs = tuple(_differing(kept, about(found, jobs)))
    if not differs:
        now_true = replace(found, about=replace(found.about, code=code))
        write_posterior(now_true, folder / f"{place}.parquet")
    return differs


def _differing(kept: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    other = [name for name in now if name != "rows" and kept.get(name) != now[name]]
    if other:
        return [f"{name} is no longer what it was" for name in other]
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
        print(f"{place}: {'; '.join(differs) or 'the same'}")
        old = old or bool(differs)
    sys.exit(int(old))


if __name__ == "__main__":
    main(*sys.argv[1:])
