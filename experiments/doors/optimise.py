"""`jiaosuo.optimise`: the best mix of two rules over a county's townships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from jiaosuo.experiments.analyses.best_mix.mix_result import MixResult
from jiaosuo.experiments.doors.places import Place
from jiaosuo.experiments.doors.progress import Watching
from jiaosuo.experiments.doors.study import study


def optimise(
    *places: Place,
    outcome: str = "clear_mean",
    rules: Sequence[str] = ("separate", "integrated"),
    against: Sequence[str] | None = None,
    days: float | None = None,
    replications: int | None = None,
    quick: bool = False,
    seed: int = 0,
    jobs: int = 1,
    out: str | Path | None = None,
    keep: str | Path | None = None,
    progress: Watching = None,
) -> MixResult:
    """Search which townships should take the second rule, as `jiaosuo study best-mix` does.

    `places`: names, scenario files, folders or scenarios; none: the study's own. `outcome`: what the map is
    to be best by, a single name. `rules`: the baseline and the alternative. `against`: rules or maps that the
    found map is held against in fresh worlds (none: the study's own). `days` of a run and `replications`,
    the fresh worlds: None for the study's own numbers, which `quick` makes far too few. `seed`, `jobs`,
    `out`, `keep` and `progress` as in `jiaosuo.study`.

    The result's tables are "places.townships" (a row a township), "places.search" and "places.against" (the
    map less each comparator, paired, in the unit of the outcome). InputError before anything is run for an
    unknown place, rule or outcome, or a number out of range.
    """
    given: dict[str, str | float | Sequence[str | float]] = {"outcome": outcome, "rules": list(rules)}
    given |= {} if against is None else {"against": list(against)}
    given |= {} if days is None else {"days": days}
    given |= {} if replications is None else {"replications": replications}
    found = study(
        "best-mix",
        *places,
        quick=quick,
        seed=seed,
        jobs=jobs,
        out=out,
        keep=keep,
        progress=progress,
        **given,
    )
    return cast(MixResult, found)
