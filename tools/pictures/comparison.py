"""The README's picture and the numbers in it: `python -m tools.pictures.comparison` remakes both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.comparison.result import HEADLINES, ComparisonResult
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.scenario import Scenario

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
RULES = ("separate", "stationed", "integrated")
DAYS, WORLDS = 7, 10


def result(jobs: int = 1) -> ComparisonResult:
    """The comparison that the picture shows."""
    return compare(Scenario.preset("zigui-2004"), RULES, DAYS, WORLDS, jobs).result


def numbers(found: ComparisonResult) -> dict[str, Any]:
    """The headline numbers of a comparison, rounded as a reader reads them."""
    outcomes = {each.outcome: found.outcomes[each.outcome] for each in HEADLINES}
    return {
        name: {
            side: {rule: _rounded(estimate) for rule, estimate in estimates.items()}
            for side, estimates in (("rules", outcome.rules), ("differences", outcome.differences))
        }
        for name, outcome in outcomes.items()
    }


def _rounded(estimate: Estimate) -> list[float | None]:
    values = [estimate.mean, *(estimate.interval or ())]
    return [None if value is None else float(f"{value:.4g}") for value in values]


def make(jobs: int = 2) -> None:
    """Write the picture and its numbers."""
    from tempfile import TemporaryDirectory

    from jiaosuo.experiments.comparison.report import write_report

    found = result(jobs)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        write_report(found, None, Path(folder), "en")
        (FOLDER / "zigui-2004.svg").write_bytes((Path(folder) / "headlines.svg").read_bytes())
    (FOLDER / "zigui-2004.json").write_text(json.dumps(numbers(found), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
