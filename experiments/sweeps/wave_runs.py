"""The simulator of a calibration's waves: runs of a place as sweeps in stores of their own below one folder.

Stopped at any moment, the same call goes on. What a wave's points are is kept too, so that they are the same
again on another machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jiaosuo.experiments.inference.prior import Prior
from jiaosuo.experiments.sweeps.design import Design, Reading
from jiaosuo.experiments.sweeps.driver import Stopped, sweep
from jiaosuo.experiments.sweeps.sample import GIVEN, GivenPoints
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.experiments.engines.engine import Engine
    from jiaosuo.experiments.statistics.intervals import Values

PLAN = "calibration.json"
SEEDS_A_WAVE = 1_000_003


def settle(folder: Path, plan: Mapping[str, object], field: str = "--out") -> None:
    """Keep what is asked in a new folder; InputError, naming the `field`, for a folder of something else."""
    file = folder / PLAN
    folder.mkdir(parents=True, exist_ok=True)
    text = written(plan)
    if not file.exists():
        if any(folder.iterdir()):
            raise InputError(field, str(folder), "must be an empty folder, or one of the same calibration")
        put_text(file, text)
        return
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(field, str(folder), f"its {PLAN} cannot be read; take another folder") from None
    differ = [key for key, value in json.loads(text).items() if before.get(key) != value]
    if differ:
        others = ", ".join(differ)
        allowed = f"it holds another calibration (other: {others}); take another folder, or delete it"
        raise InputError(field, str(folder), allowed)


def kept_points(folder: Path, wave: int, make: Callable[[], Values]) -> Values:
    """The points of a wave, (points, axes): those that are kept, else made and kept."""
    file = folder / f"points-{wave}.json"
    if not file.exists():
        put_text(file, json.dumps(make().tolist()))
    found: Values = np.array(json.loads(file.read_text(encoding="utf-8")), np.float64)
    return found


@dataclass
class Runs:
    """The simulator of the waves: sweeps in stores, one a wave; their runs all add to one progress.

    `scenario`: the place under the rule that was in force. `days` are counted and follow `warm_up`; what of
    a run is kept is said by its `reading`. `parts`: runs of each wave.
    """

    scenario: Scenario
    prior: Prior
    reading: Reading
    days: float
    warm_up: float
    folder: Path
    jobs: int
    engine: str | Engine
    progress: Callable[[int, int], None] | None
    parts: Sequence[int]
    command: str

    def __call__(self, wave: int, points: Values) -> Values:
        """Statistics of a wave's points, (points, statistics); nan where a run failed or told too little.

        `Stopped` where every run failed, or where none can be stored.
        """
        design = self.design(wave, points)
        out = self.folder / f"wave-{wave}"
        out.mkdir(exist_ok=True)
        before, total = sum(self.parts[: wave - 1]), sum(self.parts)

        def tell(done: int, _: int) -> None:
            if self.progress is not None:
                self.progress(before + done, total)

        found = sweep(design, out, self.jobs, self.engine, progress=tell, command=self.command)
        frame = found.runs().sort("point")
        values: Values = frame.select(self.reading.names).to_numpy().astype(np.float64)
        if found.failed == len(points):
            raise Stopped(found.first_error())
        return values

    def design(self, wave: int, points: Values) -> Design:
        """A wave as a design: one world a point, each with a seed of its own."""
        prior, scenario = self.prior, self.scenario
        # what is varied is the same in the plan whatever a calibration has written into the place
        centre = prior.values(np.full((1, len(prior.names)), 0.5))[0].tolist()
        middle = dict(zip(prior.names, centre, strict=True))
        rows = tuple(tuple(row) for row in prior.values(points).tolist())
        ranges = {each.name: (each.low, each.high) for each in prior.ranges}
        return Design(
            scenario=scenario.changed(seed=scenario.seed + wave * SEEDS_A_WAVE, **middle),
            rules=(scenario.rule,),
            days=self.days,
            warm_up=self.warm_up,
            replications=1,
            sample=GivenPoints(GIVEN, len(rows), ranges, rows=rows),
            outcomes=tuple(self.reading.names),
            title=f"calibration of {scenario.place}, wave {wave}",
            reading=self.reading,
            own_seeds=True,
        )
