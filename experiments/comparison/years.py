"""A long path: run it, show it by year, and compare timelines on the same worlds, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.model.core.canonical import printed, written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.evidence import latent_in_common
from jiaosuo.model.outcomes import OUTCOMES, measure
from jiaosuo.model.path import Journey, path_of, walk
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

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


def document(journey: Journey) -> dict[str, Any]:
    """A path as plain data."""
    scenario = journey.county.scenario
    described, path = scenario.described(), path_of(scenario)
    return {
        "preset": scenario.place,
        "seed": scenario.seed,
        "staffing": described["staffing"],
        "path": described["path"],
        "timeline": described["timeline"],
        "world_digest": journey.county.world_digest,
        "years": [
            {
                "year": year,
                "rule": evidence.scenario.rule.name,
                "levers": path.at(year),
                "outcomes": {
                    name: {"value": value, "n": n} for name, (value, n) in measure(evidence).items()
                },
            }
            for year, evidence in journey.years.items()
        ],
    }


def show(journey: Journey, as_json: bool, trace: str | None) -> None:
    """Print the path: JSON, or one line a year, and a life if one is asked for."""
    if as_json:
        print(printed(document(journey)))
        return
    from rich.console import Console

    console = Console()
    shown = document(journey)
    console.print(_table(shown))
    for number, name in enumerate(SHOWN, start=1):
        about = OUTCOMES[name]
        line = f"  ({number}) {about.label}, {about.unit} [{name}]"
        console.print(line, style="dim", highlight=False, markup=False)
    if trace is not None:
        from jiaosuo.experiments.runs.trace import trace as lives

        for line in lives(journey.county, trace):
            console.print(line, highlight=False, markup=False, soft_wrap=True)


def _table(shown: dict[str, Any]) -> Any:
    """Years down, outcomes across by number, told below; narrow enough for a terminal."""
    from rich.table import Table

    days = shown["path"]["days_per_year"]
    title = f"{shown['preset']}, {days} days a year, seed {shown['seed']}, {shown['staffing']} staffing"
    table = Table(title=title, title_justify="left")
    table.add_column("year")
    table.add_column("rule", no_wrap=True)
    for number in range(1, len(SHOWN) + 1):
        table.add_column(f"({number})", justify="right")
    for row in shown["years"]:
        values = [row["outcomes"][name]["value"] for name in SHOWN]
        cells = ["-" if value is None else f"{value:.3g}" for value in values]
        table.add_row(str(row["year"]), row["rule"], *cells)
    return table


def write(journey: Journey, folder: Path) -> None:
    """Write `run.json` and the tables of years, calls, officers and townships, each whole or not at all."""
    from jiaosuo.experiments.provenance.files import put_frame

    folder.mkdir(parents=True, exist_ok=True)
    put_text(folder / "run.json", written(document(journey)))
    frames = {
        "years": journey.outcomes(),
        "calls": journey.calls(),
        "officers": journey.county.officers(),
        "townships": journey.county.townships(),
    }
    for name, frame in frames.items():
        put_frame(folder / f"{name}.parquet", frame)
        put_text(folder / f"{name}.csv", frame.write_csv())


@dataclass(frozen=True)
class _Worlds:
    """One seed under each rule."""

    scenarios: tuple[Scenario, ...]
    rules: tuple[str, ...]


def compare_years(
    scenario: Scenario,
    rules: Sequence[str],
    replications: int,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pl.DataFrame:
    """One row a seed, year, rule and outcome: the value, and its difference from the first rule's.

    Each name is a rule for all years, or `timeline` for the place's own changes of rule. Paired by seed and
    year, on the events that happened that year under every rule. InputError for bad rules or numbers; a
    world that fails raises RuntimeError.
    """
    import polars as pl

    from jiaosuo.experiments.comparison.compare import check_request
    from jiaosuo.experiments.engines.local import Failure, run_all

    check_request(rules, path_of(scenario).days, replications)
    seeds = [scenario.changed(seed=scenario.seed + number) for number in range(replications)]
    worlds = [_Worlds(tuple(each.under(rule) for rule in rules), tuple(rules)) for each in seeds]
    done = 0

    def on_done(_: object, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, replications)

    rows: list[dict[str, Any]] = []
    for found in run_all(_rows, worlds, jobs, on_done):
        if isinstance(found, Failure):
            raise RuntimeError(found.error)
        rows += found
    return pl.DataFrame(rows, infer_schema_length=None)


def _rows(worlds: _Worlds) -> list[dict[str, Any]]:
    """All years of one seed; the journeys share nothing but the world."""
    journeys = [walk(each) for each in worlds.scenarios]
    rows = []
    for year in journeys[0].years:
        evidence = [journey.years[year] for journey in journeys]
        latent = latent_in_common(evidence)
        values = [measure(replace(each, latent=latent)) for each in evidence]
        for rule, of_rule in zip(worlds.rules, values, strict=True):
            for name, (value, n) in of_rule.items():
                first = values[0][name][0]
                rows.append(
                    {
                        "seed": str(worlds.scenarios[0].seed),
                        "year": year,
                        "rule": rule,
                        "outcome": name,
                        "value": value,
                        "n": n,
                        "difference": None if value is None or first is None else value - first,
                    }
                )
    return rows
