"""Are parameters found again? `python -m benchmarks.calibration_recovery FOLDER [--counties 20]`.

Counties whose parameters are drawn from what is plausible are run and read as logs. One wave of runs over all
that is plausible serves them all, as it knows of no log; with `--own` each county has a second wave of its
own. Printed is how often intervals of 90 % hold the truth, by parameter, with the exact interval of that
share, and the ranks of truths among their samples. Runs are kept in the folder: stopped, it goes on.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.clocks import machine
from jiaosuo.experiments.inference.prior import spread_points
from jiaosuo.experiments.inference.ranks import BINS, exact_interval, held, rank_of, uneven
from jiaosuo.experiments.inference.sampling import Likelihood
from jiaosuo.experiments.inference.waves import MOST_TELL, likelihood, next_points, told_of, whole_runs
from jiaosuo.experiments.logs.calibrating import DRAWS, WARM_UP, asked
from jiaosuo.experiments.logs.summaries import LogReading
from jiaosuo.experiments.places.folder import read_place
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.sweeps.wave_runs import Runs

FIRST, TRUTHS, OWN = 1, 1_000, 2_000
"""Numbers of waves: of the shared one, of the counties that are looked for, and of the first one's own."""
TOLD = 0.9
"""Width of an interval over that of the prior up to which the log tells anything of a parameter."""


def recovered(
    place: str,
    folder: Path,
    counties: int,
    runs: int,
    days: float,
    own: int,
    jobs: int,
    names: list[str] | None,
) -> tuple[tuple[str, ...], Values, Values, Values]:
    """Names; for each county and parameter whether the interval holds, its width, and the truth's rank."""
    wanted = asked(read_place(place, people_per_agent=25), names, max(runs, 40), 1, days)
    axes = len(wanted.prior.names)
    folder.mkdir(parents=True, exist_ok=True)
    reading = LogReading(days, WARM_UP, True)
    simulate = Runs(
        wanted.scenario, wanted.prior, reading, days, WARM_UP, folder, jobs, "local", None, [runs], ""
    )
    truths = np.random.default_rng(20).random((counties, axes))
    observed = simulate(TRUTHS, truths)
    points = spread_points(axes, runs, 0)
    seen = simulate(FIRST, points)
    kept = whole_runs(seen, np.where(np.isfinite(seen).mean(axis=0) >= MOST_TELL, 0.0, np.nan))
    points, seen = points[kept], seen[kept]
    inside, width, ranks = (np.zeros((counties, axes)) for _ in range(3))
    shared: dict[bytes, tuple[Likelihood, np.ndarray]] = {}
    for at, row in enumerate(observed):
        # counties with the same figures have the same emulators: only what was seen differs
        key = np.isfinite(row).tobytes()
        if key not in shared:
            shared[key] = likelihood(points, seen, row, 1.0)
        first, used = shared[key]
        of = Likelihood(first.emulators, row[used])
        if own:
            more = next_points(of, own, 2, 2, at)
            found = simulate(OWN + at, more)
            good = whole_runs(found, row)
            together = np.vstack([points, more[good]]), np.vstack([seen, found[good]])
            of, used = likelihood(*together, row, 1.0)
        sample = told_of(of, used, at, DRAWS).sample
        inside[at] = held(truths[at], sample)
        width[at] = np.ptp(np.quantile(sample, (0.05, 0.95), axis=0), axis=0) / 0.9
        ranks[at] = rank_of(truths[at], sample)
        print(f"county {at + 1} of {counties}: {inside[at].astype(int).tolist()}", flush=True)
    return wanted.prior.names, inside, width, ranks


def main(
    folder: Annotated[Path, typer.Argument(help="Folder that keeps the runs.")],
    counties: Annotated[int, typer.Option(help="Counties that are looked for.")] = 20,
    runs: Annotated[int, typer.Option(help="Runs of the wave that serves all.")] = 160,
    days: Annotated[float, typer.Option(help="Days of each log and of each run.")] = 7,
    own: Annotated[int, typer.Option(help="Runs of each county's own second wave.")] = 0,
    jobs: Annotated[int, typer.Option(help="Worker processes.")] = 2,
    place: Annotated[str, typer.Option(help="The place whose parameters are drawn.")] = "zigui-2004",
    parameters: Annotated[str | None, typer.Option(help="Parameters, comma between.")] = None,
) -> None:
    """Draw counties, look for their parameters, and count how often intervals hold them."""
    began, names = time.monotonic(), None if parameters is None else parameters.split(",")
    found, inside, width, ranks = recovered(place, folder, counties, runs, days, own, jobs, names)
    for at, name in enumerate(found):
        yes = int(inside[:, at].sum())
        low, high = exact_interval(yes, counties)
        counts = np.histogram(ranks[:, at], np.linspace(0, 1, BINS + 1))[0].tolist()
        middle = float(np.median(width[:, at]))
        tells = "told" if middle <= TOLD else "not told"
        print(
            f"{name}: {yes} of {counties} hold ({100 * low:.0f}-{100 * high:.0f} %), width {middle:.2f} of "
            f"the prior ({tells}), ranks {counts} (p = {uneven(ranks[:, at]):.2f})"
        )
    those = np.median(width, axis=0) <= TOLD
    if those.any():
        yes, n = int(inside[:, those].sum()), int(inside[:, those].size)
        print(f"all that is told: {yes} of {n} intervals of 90 % hold the truth ({100 * yes / n:.0f} %)")
    print(f"{time.monotonic() - began:.0f} s; {machine()}")


if __name__ == "__main__":
    typer.run(main)
