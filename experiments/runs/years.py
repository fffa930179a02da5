"""A long path as one run: shown by year, and its tables written."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from jiaosuo.experiments.provenance.csvw import put_csv
from jiaosuo.experiments.provenance.files import put_frame
from jiaosuo.experiments.runs.run_result import PathResult, YearOutcome, YearResult
from jiaosuo.experiments.runs.trace import trace as lives
from jiaosuo.model.core.canonical import printed, written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.future import path_of
from jiaosuo.model.outcomes import OUTCOMES, measure
from jiaosuo.model.path import Journey

SHOWN = (
    "calls_total",
    "response_mean_traffic_rural",
    "response_mean_traffic_urban",
    "clear_mean_traffic_urban",
    "clear_mean_order",
    "handling_ratio_traffic",
    "skill_traffic",
    "utilisation_traffic",
    "trust_mean",
)
"""What a terminal shows of a year; `--json` and `--out` hold all."""


def result_of(journey: Journey) -> PathResult:
    """What a path gave, by year."""
    scenario = journey.county.scenario
    described, path = scenario.described(), path_of(scenario)
    return PathResult(
        preset=scenario.place,
        seed=scenario.seed,
        staffing=described.staffing,
        path=path.described(),
        timeline=described.timeline,
        world_digest=journey.county.world_digest,
        years=tuple(
            YearResult(
                year=year,
                rule=evidence.scenario.rule.name,
                levers=path.at(year),
                outcomes={
                    name: YearOutcome(value=value, n=n) for name, (value, n) in measure(evidence).items()
                },
            )
            for year, evidence in journey.years.items()
        ),
    )


def show(journey: Journey, as_json: bool, trace: str | None) -> None:
    """Print the path: JSON, or one line a year, and a life if one is asked for."""
    if as_json:
        print(printed(result_of(journey).to_json()))
        return
    console = Console()
    console.print(_table(result_of(journey), path_of(journey.county.scenario).days_per_year))
    for number, name in enumerate(SHOWN, start=1):
        about = OUTCOMES[name]
        line = f"  ({number}) {about.label}, {about.unit} [{name}]"
        console.print(line, style="dim", highlight=False, markup=False)
    if trace is not None:
        for line in lives(journey.county, trace):
            console.print(line, highlight=False, markup=False, soft_wrap=True)


def _table(shown: PathResult, days: float) -> Table:
    """Years down, outcomes across by number, named below; narrow enough for a terminal."""
    title = f"{shown.preset}, {days} days a year, seed {shown.seed}, {shown.staffing} staffing"
    table = Table(title=title, title_justify="left")
    table.add_column("year")
    table.add_column("rule", no_wrap=True)
    for number in range(1, len(SHOWN) + 1):
        table.add_column(f"({number})", justify="right")
    for row in shown.years:
        values = [row.outcomes[name].value for name in SHOWN]
        cells = ["-" if value is None else f"{value:.3g}" for value in values]
        table.add_row(str(row.year), row.rule, *cells)
    return table


def write(journey: Journey, folder: Path) -> None:
    """Write `run.json` and the tables of years, calls, officers and townships, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    put_text(folder / "run.json", written(result_of(journey).to_json()))
    frames = {
        "years": journey.outcomes(),
        "calls": journey.calls(),
        "officers": journey.county.officers(),
        "townships": journey.county.townships(),
    }
    for name, frame in frames.items():
        put_frame(folder / f"{name}.parquet", frame)
        put_csv(folder, name, frame)
