"""Each shipped place calibrated to all published figures at once, by the waves that read a log too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from jiaosuo.experiments.calibration.figures import Figure, is_urban
from jiaosuo.experiments.calibration.posteriors_result import (
    BEYOND,
    CONSTANT,
    EDGE,
    MET,
    MISSED,
    NO_BAND,
    SELDOM,
    CalibratedPlace,
    NumberTold,
    PosteriorsResult,
    RowFound,
    Tension,
)
from jiaosuo.experiments.calibration.published import (
    NAMES,
    ROWS,
    FigureReading,
    Observed,
    by_hand,
    deviation,
    observed_of,
)
from jiaosuo.experiments.calibration.tension import Together, out_of_reach, pairs_of, together, without
from jiaosuo.experiments.inference.posterior import FILE, About, Posterior, write_posterior
from jiaosuo.experiments.inference.prior import Prior
from jiaosuo.experiments.inference.waves import Told, calibrated, sizes, told_of
from jiaosuo.experiments.places.posteriors import sources
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.experiments.sweeps.wave_runs import Runs, kept_points, settle
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.limits import check_days
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

NAME = PosteriorsResult.STUDY
DRAWS = 1_000
LEAST_RUNS, MOST_RUNS, MOST_WAVES = 40, 5_000, 10
OPTIONS = (
    Option("runs", "240", "Runs of each place, over all waves.", quick="40"),
    Option("waves", "3", "Waves: the first over all that is plausible.", quick="1"),
    Option("days", "28", "Days of a run.", quick="2"),
)

type Simulate = Callable[[int, Values], Values]


@dataclass(frozen=True)
class Asked:
    """How much is run, and of how many days each."""

    runs: int
    waves: int
    days: float


@dataclass
class Remembering:
    """A simulator that keeps what it gave, (runs, rows): rows that nothing moves are shown as they are."""

    simulate: Simulate
    seen: list[Values] = field(default_factory=list)

    def __call__(self, wave: int, points: Values) -> Values:
        self.seen.append(self.simulate(wave, points))
        return self.seen[-1]


def run(request: Request) -> PosteriorsResult:
    """Every place calibrated by itself; with a folder to keep, its sample lies there too."""
    given = Given(OPTIONS, request)
    asked = Asked(
        runs=given.whole("runs", LEAST_RUNS, MOST_RUNS),
        waves=given.whole("waves", 1, MOST_WAVES),
        days=check_days(given.numbers("days")[0]),
    )
    made = origin(NAME, request)
    total = asked.runs * len(request.places)
    places = []
    for number, place in enumerate(request.places):
        tell = partial(_tell, request, number * asked.runs, total)
        with tempfile.TemporaryDirectory(prefix="jiaosuo-posteriors-") as scratch:
            keep = Path(scratch) if request.keep is None else request.keep
            places.append(_calibrated(place, asked, keep, request, tell))
        tell(asked.runs, asked.runs)
    return PosteriorsResult(
        origin=made,
        runs=total,
        rule=STATUS_QUO,
        days=asked.days,
        waves=asked.waves,
        places=tuple(places),
    )


def _tell(request: Request, before: int, total: int, done: int, _: int) -> None:
    if request.progress is not None:
        request.progress(before + done, total)


def _calibrated(
    given: Scenario, asked: Asked, keep: Path, request: Request, tell: Callable[[int, int], None]
) -> CalibratedPlace:
    place = given.start.under(STATUS_QUO)
    prior, observed = by_hand(place), observed_of(place)
    folder = keep / f"{NAME}-{place.place}"
    folder.mkdir(parents=True, exist_ok=True)
    plan = plan_of(place, prior, observed, asked)
    runs = folder / name_of(plan)[:12]
    settle(runs, plan, "--keep")
    reading, parts = FigureReading(asked.days), sizes(asked.runs, asked.waves)
    simulate = Runs(
        place, prior, reading, asked.days, 0.0, runs, request.jobs, "local", tell, parts, request.command
    )
    found, posterior = calibrated_place(place, prior, observed, asked, simulate, runs)
    write_posterior(posterior, folder / FILE)
    return found


def plan_of(place: Scenario, prior: Prior, observed: Observed, asked: Asked) -> dict[str, object]:
    """All that the waves of a place depend on, besides the code: as their folder is named and keeps it.

    Runs are named by their code themselves, and any points serve.
    """
    return {
        "place": place.place,
        "rule": place.rule_name,
        "seed": str(place.seed),
        "ranges": [[each.name, each.low, each.high] for each in prior.ranges],
        "runs": asked.runs,
        "waves": asked.waves,
        "days": asked.days,
        "observed": {
            name: [round(middle, 6), round(error, 6)]
            for name, middle, error in zip(
                NAMES, observed.middle.tolist(), observed.error.tolist(), strict=True
            )
            if np.isfinite(middle)
        },
    }


def calibrated_place(
    place: Scenario, prior: Prior, observed: Observed, asked: Asked, simulate: Simulate, folder: Path
) -> tuple[CalibratedPlace, Posterior]:
    """What the figures leave of a place, and the sample, from a simulator of its rows, (points, rows).

    `folder` keeps the points of the waves. InputError where no row differs from run to run.
    """
    remembering, parts = Remembering(simulate), sizes(asked.runs, asked.waves)
    try:
        told = calibrated(
            len(prior.names),
            remembering,
            observed.middle,
            parts,
            place.seed,
            0.0,  # figures are of years and of many counties: a run's own chance is none of their error
            DRAWS,
            partial(kept_points, folder),
            observed.error,
        )
    except ValueError:
        allowed = "a place of theory stands for nowhere; name a county"
        raise InputError("place", place.place, allowed) from None
    told, reached = _reached(told, place.seed)
    posterior = Posterior(_about(place, prior, asked, told), prior.values(told.sample))
    return _place(place, posterior, told, reached, np.vstack(remembering.seen)), posterior


def _reached(told: Told, seed: int) -> tuple[Told, np.ndarray]:
    """What is told without rows that are out of reach, if there are any; and which of those used are not."""
    reached = ~out_of_reach(replace(told.likelihood, wider=1.0), seed)
    if reached.all() or not reached.any():
        return told, np.ones(len(reached), bool)
    again = told_of(without(told.likelihood, ~reached), reached, seed, DRAWS, told.failed)
    return replace(again, used=told.used), reached


def _about(place: Scenario, prior: Prior, asked: Asked, told: Told) -> About:
    used = [name for name, yes in zip(NAMES, told.used.tolist(), strict=True) if yes]
    return About(
        place=place.place,
        rule=place.rule_name,
        ranges=prior.ranges,
        figures=True,
        run_days=asked.days,
        runs=asked.runs,
        failed=told.failed,
        waves=asked.waves,
        seed=str(place.seed),
        wider=round(told.wider, 4),
        away={name: round(float(far), 3) for name, far in zip(used, told.away, strict=True)},
        unused=tuple(name for name in NAMES if name not in used),
        code=sources(),
    )


def _place(
    place: Scenario, posterior: Posterior, told: Told, reached: np.ndarray, seen: Values
) -> CalibratedPlace:
    """The result of a place; `reached`: which of the rows used are not out of reach."""
    used = np.flatnonzero(told.used)
    found = together(told.likelihood, told.sample, place.seed)
    bands = np.array([ROWS[at].band(place) for at in used], np.float64)
    return CalibratedPlace(
        name=place.place,
        title=place.about.title,
        bands="urban" if is_urban(place) else "rural",
        people_per_agent=int(place["people_per_agent"]),
        runs=posterior.about.runs,
        left_out=told.failed,
        wider=posterior.about.wider,
        draws=len(posterior.draws),
        numbers=_numbers(posterior),
        rows=tuple(
            _used(ROWS[at], place, found, int(np.searchsorted(used, at)), reached)
            if told.used[at]
            else _unused(ROWS[at], place, seen[:, at])
            for at in range(len(ROWS))
        ),
        tensions=tuple(
            Tension(
                row=NAMES[used[each.row]],
                partner=None if each.partner is None else NAMES[used[each.partner]],
                without=each.without,
            )
            for each in pairs_of(found, bands[:, 0], bands[:, 1], reached)
        ),
    )


def _numbers(posterior: Posterior) -> tuple[NumberTold, ...]:
    return tuple(
        NumberTold(
            low=each.low,
            high=each.high,
            why=each.why,
            shipped=float(each.value or 0.0),
            inside=told.low <= float(each.value or 0.0) <= told.high,
            told=told,
        )
        for each, told in zip(posterior.about.ranges, posterior.told(), strict=True)
    )


def _used(row: Figure, place: Scenario, found: Together, at: int, reached: np.ndarray) -> RowFound:
    band = row.band(place) or (np.nan, np.nan)
    low, median, high = found.predicted[:, at].tolist()
    outside = high < band[0] or low > band[1]
    verdict = MET if band[0] <= median <= band[1] else MISSED if outside else EDGE
    if not reached[at]:
        verdict = BEYOND
    return RowFound(
        name=row.name,
        band=band,
        error=deviation(band, row.weak),
        predicted=(low, median, high),
        alone=float(found.without[at, at]),
        verdict=verdict,
    )


def _unused(row: Figure, place: Scenario, seen: Values) -> RowFound:
    """A row that tells nothing: of one that never moves, its value; of others, what was seen of them."""
    band, known = row.band(place), seen[np.isfinite(seen)]
    moves = len(known) > 0 and float(np.ptp(known)) > 1e-12
    return RowFound(
        name=row.name,
        band=band,
        error=None if band is None else deviation(band, row.weak),
        predicted=None if not len(known) or moves else (float(known[0]),) * 3,
        alone=None,
        verdict=NO_BAND if band is None else SELDOM if moves or not len(known) else CONSTANT,
    )
