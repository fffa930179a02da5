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
    """Run what is missing of a `study` (a TOML file, or a mapping like one) into the folder `out`.

    `engine`: "local", in this process for `jobs` = 1 and else with so many worker processes, or
    "dask://HOST:PORT". Worker processes import the script that starts them, so that there the call stands
    under `if __name__ == "__main__":`; with `jobs` = 1, and in a notebook, nothing of the kind is needed.
    `progress`: None for a bar where somebody watches, False for none, or a function of the runs done and the
    runs in all. `say` is called with sentences on what was repaired. `command`: what the report repeats.

    Raises InputError for a wrong study or folder, `Stopped` where nothing more can be stored (a full disk,
    say), KeyboardInterrupt as it comes; the store is in order then, and the same call goes on.
    """
    with watched(progress, RUNS) as told:
        return driven(
            study, out, jobs, engine, retry_failed=retry_failed, progress=told, say=say, command=command
        )
