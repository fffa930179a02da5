"""Are numbers found again? `python -m benchmarks.log_recovery [--counties 8] [--days 14]`.

Counties with numbers drawn around those of a shipped place are run, written as logs, and fitted from a place
that has the shipped numbers. Printed is how often intervals of 90 % hold the truth, by kind of number.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

import numpy as np
import typer

from benchmarks.clocks import machine
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.fitting import fit_log
from jiaosuo.experiments.places.folder import read_place
from jiaosuo.model import County
from jiaosuo.model.scenario import Scenario, parameters

DRAWN = {
    "rate_rural": (0.6, 1.6),
    "rate_urban": (0.6, 1.6),
    "handling_minutes": (0.6, 1.6),
    "handling_cv": (0.7, 1.2),
    "patience_minutes": (0.5, 1.2),
    "report_delay": (0.5, 2.0),
    "complex_share": (0.5, 2.0),
    "wrong_desk_share": (0.5, 2.0),
}
"""What is drawn, between which multiples of the shipped number."""


def drawn(scenario: Scenario, draw: np.random.Generator) -> Scenario:
    """The scenario with other numbers, each in its range."""
    values = {}
    for name, declared in parameters(scenario.kinds).items():
        ends = next((ends for part, ends in DRAWN.items() if name.endswith(part)), None)
        if ends is not None and scenario[name] > 0:
            values[name] = float(np.clip(scenario[name] * draw.uniform(*ends), declared.low, declared.high))
    return scenario.changed(**values, seed=int(draw.integers(1_000_000)))


def main(
    counties: Annotated[int, typer.Option(help="Counties that are run and fitted.")] = 8,
    days: Annotated[float, typer.Option(help="Days of each log.")] = 14,
    place: Annotated[str, typer.Option(help="The place that numbers are drawn around.")] = "zigui-2004",
) -> None:
    """Draw counties, run them, fit the place to their logs, and count how often intervals hold the truth."""
    shipped = read_place(place, people_per_agent=25)
    draw, held, told = np.random.default_rng(20), Counter[str](), Counter[str]()
    for _ in range(counties):
        truth = drawn(shipped, draw)
        log = run_log(County(truth, log=True).run_days(days), date(2025, 3, 3))
        for each in fit_log(log, shipped.changed(seed=truth.seed)).fitted:
            part = next((part for part in DRAWN if each.name.endswith(part)), "")
            if part and truth[each.name] > 0:
                told[part] += 1
                held[part] += each.low <= truth[each.name] <= each.high
    for part in DRAWN:
        share = f"{100 * held[part] / told[part]:.0f} %" if told[part] else "not told"
        print(f"{part}: {held[part]} of {told[part]} intervals of 90 % hold the truth ({share})")
    print(f"all: {100 * held.total() / max(1, told.total()):.0f} % of {told.total()}, {counties} counties")
    print(machine())


if __name__ == "__main__":
    typer.run(main)
