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

    Parameters
    ----------
    *places : str, Path or Scenario
        Names, scenario files, folders or scenarios; none: the study's own.
    outcome : str, default "clear_mean"
        Name of the outcome that the map is to be best by.
    rules : sequence of str, default ("separate", "integrated")
        The baseline and the alternative.
    against : sequence of str, optional
        Rules or maps that the found map is held against in fresh worlds; None: the study's own.
    days : float, optional
        Length of each run in days; None: the study's own.
    replications : int, optional
        Fresh worlds; None: the study's own number, which `quick` makes far too few.
    quick : bool, default False
        Far too few worlds: a look at the form.
    seed : int, default 0
        The seed of the worlds of places that are given by name, from 0 to 2**256 - 1.
    jobs : int, default 1
        Worker processes; 1 runs in this process, and for more a script calls this under
        `if __name__ == "__main__":`.
    out : str or Path, optional
        The page to write, ending in .md, with a JSON and pictures beside it.
    keep : str or Path, optional
        A folder for finished worlds, from which the same call goes on.
    progress : callable or bool, optional
        None: a bar where somebody watches; False: none; or a function of the runs done and the runs in all.

    Returns
    -------
    MixResult
        With the tables "places.townships" (a row a township), "places.search" and "places.against" (the map
        less each comparator, paired, in the unit of the outcome).

    Raises
    ------
    InputError
        When a place, rule or outcome is unknown, or a number is out of range; nothing has run then.

    See Also
    --------
    study : Any study on the shelf.

    Examples
    --------
    >>> from jiaosuo import optimise
    >>> optimise("zigui-2004", outcome="clear_maen")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: --outcome: 'clear_maen' is not allowed; did you mean clear_mean ...
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
