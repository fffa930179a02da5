"""`jiaosuo.sweep`: a study of many points, stored as it goes, with a bar where somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.doors.progress import RUNS, Watching, watched
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.driver import Sweep
from jiaosuo.experiments.sweeps.driver import sweep as driven

if TYPE_CHECKING:
    from jiaosuo.experiments.engines.engine import Engine


def sweep(
    study: str | Path | Mapping[str, Any] | Design,
    out: str | Path,
    jobs: int = 1,
    engine: str | Engine = "local",
    *,
    retry_failed: bool = False,
    progress: Watching = None,
    say: Callable[[str], None] | None = None,
    command: str = "",
) -> Sweep:
    """Run what is missing of a study into a folder, as `jiaosuo sweep` does.

    Parameters
    ----------
    study : str, Path, mapping or Design
        A TOML file, a mapping like one, or a design that is read already.
    out : str or Path
        The folder that the runs are stored in.
    jobs : int, default 1
        Worker processes of the engine "local"; 1 runs in this process.
    engine : str or Engine, default "local"
        Where it runs: "local", "dask://HOST:PORT" or an engine of one's own.
    retry_failed : bool, default False
        Whether runs that are stored as failures run again.
    progress : callable or bool, optional
        None: a bar where somebody watches; False: none; or a function of the runs done and the runs in all.
    say : callable, optional
        Called with sentences on what was repaired.
    command : str, default ""
        What the report repeats as the command.

    Returns
    -------
    Sweep
        What is stored; `runs()` is a row a run.

    Raises
    ------
    InputError
        When the study or the folder is wrong.
    Stopped
        When nothing more can be stored (a full disk, say); what is stored is in order, and the same call goes
        on, as after KeyboardInterrupt.

    Notes
    -----
    Worker processes import the script that starts them, so that there the call stands under
    `if __name__ == "__main__":`; with `jobs` = 1, and in a notebook, nothing of the kind is needed.

    Examples
    --------
    >>> from jiaosuo import sweep
    >>> sweep({}, "runs")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: study: 'empty' is not allowed; there are no runs in study
    """
    with watched(progress, RUNS) as told:
        return driven(
            study, out, jobs, engine, retry_failed=retry_failed, progress=told, say=say, command=command
        )
