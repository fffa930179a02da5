"""Are places of calls and speeds found again? `python -m benchmarks.where_and_how_fast [--counties 5]`.

Counties whose requests for help are weighed by township, and counties on slower and quicker roads under two
rules, are run, written as logs, and fitted from a place that has neither. Printed is what was found, and how
often intervals of 90 % hold the truth.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import numpy as np
import typer

from benchmarks.clocks import machine
from jiaosuo.experiments.logs.call_places import fit_places
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.exposure import expected_by_cell
from jiaosuo.experiments.logs.fit_result import TravelFit
from jiaosuo.experiments.logs.kernel import blended
from jiaosuo.experiments.logs.travel import SPEEDS, fit_travel
from jiaosuo.experiments.places.folder import read_place
from jiaosuo.model import County
from jiaosuo.model.call_weights import CallWeight, CallWeights
from jiaosuo.model.scenario import Scenario

BEGIN = date(2025, 3, 3)
SPREAD = 0.7
"""Standard deviation of the logarithms of weights of townships."""
FACTORS, RULES = (0.8, 1.3), ("separate", "integrated")


def weighed(place: Scenario, by_township: np.ndarray) -> Scenario:
    """The place with weights of help by township."""
    cells = County(place).land.cells
    weights = by_township[cells["township"]].tolist()
    rows = zip(cells["x_km"].tolist(), cells["y_km"].tolist(), weights, strict=True)
    table = CallWeights(place["cell_km"], tuple(CallWeight(x, y, "help", each) for x, y, each in rows))
    return place.changed(call_weights=table)


def places(place: Scenario, counties: int, days: float) -> None:
    """Weights of townships: those that were drawn beside the intervals of what is seen."""
    expected = blended(expected_by_cell(County(place), {})["help"])
    owner = County(place).land.cells["township"]
    before = np.bincount(owner, weights=expected)
    held = told = written = gained = 0.0
    for seed in range(counties):
        drawn = np.exp(np.random.default_rng(seed).normal(0, SPREAD, len(before)))
        truth = before * drawn / (before @ drawn)
        log = run_log(
            County(weighed(place, drawn).changed(seed=seed + 1), log=True).run_days(days), BEGIN
        ).frame
        (found,) = (each for each in fit_places(log, County(place), {}).places if each.kind == "help")
        pairs = zip(found.townships, (truth / before).tolist(), strict=True)
        held += sum(each.low <= weight <= each.high for each, weight in pairs)
        told, written = told + len(before), written + found.written
        gained += found.gain / float(truth @ np.log(truth / before))
    print(f"places: {held:.0f} of {told:.0f} intervals hold the weight of their township")
    print(f"places: {written:.0f} of {counties} kernels are written")
    print(f"places: {100 * gained / counties:.0f} % of the gain a call that the true weights would bring")


def speeds(place: Scenario, counties: int, days: float) -> None:
    """Factors on the speeds of roads."""
    held = told = 0
    for factor in FACTORS:
        for rule in RULES:
            under, found = place.under(rule), []
            for seed in range(counties):
                values = {name: factor * place[name] for name in SPEEDS}
                truth = under.changed(**values, seed=seed + 5)
                each = fit_travel(run_log(County(truth, log=True).run_days(days), BEGIN), under)
                if isinstance(each, TravelFit):
                    found.append(each.factor)
                    held += each.low <= factor <= each.high
            told += len(found)
            mean = float(np.mean(found)) if found else float("nan")
            print(f"speeds: {factor:g} under {rule}: {mean:.3f} on average of {len(found)} of {counties}")
    print(f"speeds: {held} of {told} intervals hold the factor")


def main(
    counties: Annotated[int, typer.Option(help="Counties that are run and fitted of each sort.")] = 5,
    days: Annotated[float, typer.Option(help="Days of each log.")] = 10,
    place: Annotated[str, typer.Option(help="The place.")] = "zigui-2004",
) -> None:
    """Run counties whose truth is known, fit them, and count how often intervals hold it."""
    known = read_place(place, people_per_agent=25, call_volume=2)
    places(known, counties, days)
    speeds(known, counties, days)
    print(machine())


if __name__ == "__main__":
    typer.run(main)
