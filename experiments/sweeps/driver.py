"""The driver of a sweep: it hands out what is missing, takes note of what is stored, and starts again.

It holds no result. Killed at any moment, the same call goes on from the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.engines.engine import Engine, Failure
from jiaosuo.experiments.engines.in_process import InProcess
from jiaosuo.experiments.results.frames import as_pandas
from jiaosuo.experiments.runs.single import check_folder
from jiaosuo.experiments.runs.staffing import best_separate
from jiaosuo.experiments.sweeps.design import Design, World
from jiaosuo.experiments.sweeps.identity import code_version, same_numbers
from jiaosuo.experiments.sweeps.plan import read_plan
from jiaosuo.experiments.sweeps.run import NO_PAIR
from jiaosuo.experiments.sweeps.store import Store, gathered, opened
from jiaosuo.experiments.sweeps.study_file import design_of, read_study
from jiaosuo.experiments.sweeps.worker import Trouble, Worker, plainly
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Staffing

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

CHUNK_SECONDS = 2.5
"""Work of a chunk: long enough that the store's files stay few, short enough that little is lost."""

MOST_IN_A_CHUNK = 2_000

type Progress = Callable[[int, int], None]


class Stopped(RuntimeError):
    """The sweep cannot go on, though no run is to blame; what is stored is kept."""


@dataclass(frozen=True)
class Sweep:
    """What a sweep has stored of a design in a folder.

    Attributes
    ----------
    folder : Path
        Where it is stored.
    design : Design
        What was asked for.
    planned : int
        Runs of the design: points times replications times rules.
    stored : int
        Runs that are stored with their outcomes.
    failed : int
        Runs that are stored as failures.
    quarantined : tuple of str
        Names of damaged parts that were put aside; their runs run again.
    """

    folder: Path
    design: Design
    planned: int
    stored: int
    failed: int
    quarantined: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every requested run is stored, and none as a failure."""
        return self.stored == self.planned

    def runs(self) -> pl.DataFrame:
        """One row a run, in the order of the plan.

        Returns
        -------
        polars.DataFrame
            Point, rule, seed, the values that vary, every kept outcome with its number of observations, and
            `error` for a run that failed.
        """
        return gathered(self.folder, self.design.rule_names)

    def to_polars(self) -> pl.DataFrame:
        """The table of `runs`, by the name that other results give it.

        Returns
        -------
        polars.DataFrame
            One row a run.
        """
        return self.runs()

    def to_pandas(self) -> pd.DataFrame:
        """The table of `runs` for pandas.

        Returns
        -------
        pandas.DataFrame
            One row a run.
        Raises
        ------
        ImportError
            When pandas is not installed.
        """
        return as_pandas(self.runs())

    def __repr__(self) -> str:
        return f"<Sweep: {self.stored} of {self.planned} runs stored in {self.folder}, {self.failed} failed>"

    def _repr_html_(self) -> str:
        """How far it is, and its first rows; `jiaosuo.report` says what they mean."""
        # heavy: only a notebook pays
        from jiaosuo.experiments.pages.cells import frame_html, lines_html

        return lines_html([repr(self)]) + frame_html(self.runs())

    def first_error(self) -> str:
        """What the first run that failed says.

        Returns
        -------
        str
            The error in words; that of a run itself before that of one whose pair failed.

        Raises
        ------
        IndexError
            When no run failed.
        """
        errors = self.runs()["error"].drop_nulls()
        own = errors.filter(~errors.str.starts_with(NO_PAIR))
        return str((own if len(own) else errors)[0])


def sweep(
    study: str | Path | Mapping[str, Any] | Design,
    out: str | Path,
    jobs: int = 1,
    engine: str | Engine = "local",
    *,
    retry_failed: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
    command: str = "",
) -> Sweep:
    """Run what is missing of a study into a folder.

    Parameters
    ----------
    study : str, Path, mapping or Design
        A TOML file, a mapping like one, or the design itself.
    out : str or Path
        The folder of the results; one that holds a part of the same study is gone on with.
    jobs : int, default 1
        Worker processes; 1 runs in this process.
    engine : str or Engine, default "local"
        `local`, or `dask://HOST:PORT`, or an engine of one's own.
    retry_failed : bool, default False
        Whether runs that are stored as failures are run again.
    progress : callable, optional
        Called with the runs done and the runs in all.
    say : callable, optional
        Called with a sentence where there is something to tell, such as damaged parts that were put aside.
    command : str, default ""
        What was typed, to be kept beside the results.

    Returns
    -------
    Sweep
        How many runs are planned, stored and failed, and a way to them.

    Raises
    ------
    InputError
        When the study or the folder is wrong.
    Stopped
        When nothing more can be stored, on a full disk, say; what is stored is kept.
    KeyboardInterrupt
        As it comes; the store is in order then, and the same call goes on.

    Notes
    -----
    Worker processes import the script that starts them, so that there the call stands under
    `if __name__ == "__main__":`; a notebook needs nothing of the kind.

    Examples
    --------
    >>> import tempfile
    >>> from jiaosuo import sweep
    >>> county = {"preset": "county-town", "set": {"people_per_agent": 25}}
    >>> study = county | {"rules": ["separate"], "days": 0.01, "grid": {"urbanization": [0.3, 0.4]}}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     found = sweep(study | {"replications": 1}, folder)
    ...     found.planned, found.stored, found.complete
    (2, 2, True)
    """
    design = as_design(study)
    folder = Path(out)
    chosen = InProcess() if (engine, jobs) == ("local", 1) else engine_of(engine, jobs)
    check_folder(folder)
    design = staffed(design, folder, jobs)
    try:
        with opened(folder, design, command) as store:
            if say is not None and store.quarantined:
                say(f"{len(store.quarantined)} damaged parts put aside; their runs run again")
            if retry_failed:
                store.forget_failures()
            _work(store, chosen, progress)
            store.compact()
            counts = design.runs, store.stored_runs, store.failed_runs
            return Sweep(folder, design, *counts, tuple(store.quarantined))
    except OSError as error:
        raise Stopped(plainly(error, str(folder))) from None
    except sqlite3.Error as error:
        raise Stopped(f"cannot write at {folder}: {error}") from None


def as_design(study: str | Path | Mapping[str, Any] | Design) -> Design:
    """The design of a study, however it is given."""
    if isinstance(study, Design):
        return study
    return design_of(study) if isinstance(study, Mapping) else read_study(Path(study))


def engine_of(engine: str | Engine, jobs: int) -> Engine:
    """The engine of a name: `local`, or `dask://HOST:PORT`, with `tcp://` before it as Dask prints it."""
    if not isinstance(engine, str):
        return engine
    if engine == "local":
        from jiaosuo.experiments.engines.local import Local

        return Local(jobs)
    if engine.startswith("dask://"):
        from jiaosuo.experiments.engines.dask import Dask

        return Dask(engine.removeprefix("dask://").removeprefix("tcp://"), same_numbers)
    raise InputError("--engine", engine, "must be local or dask://HOST:PORT")


def staffed(design: Design, folder: Path | None, jobs: int) -> Design:
    """The design with the split of its force found, if it asks for the best of the status quo.

    The split is found once, at the values that all points share, and kept in the plan.
    """
    scenario = design.scenario
    if scenario.staffing != Staffing.BEST_SEPARATE or scenario.traffic_share is not None:
        return design
    plan = None if folder is None else read_plan(folder)
    if plan is not None and plan.traffic_share is not None:
        return replace(design, scenario=scenario.changed(traffic_share=plan.traffic_share))
    return replace(design, scenario=best_separate(scenario, jobs))


def _work(store: Store, engine: Engine, progress: Progress | None) -> None:
    """Run all that is missing; every chunk that lands is noted in the manifest."""

    def tell() -> None:
        if progress is not None:
            progress(store.stored_runs + store.failed_runs, store.design.runs)

    tell()
    missing = store.missing()
    if not len(missing):
        return
    worker = Worker(store.design, str(store.folder.resolve()), code_version())
    pace = Pace(engine.workers, len(missing))
    with engine.pool(worker) as run:
        for chunk, found in run(pace.chunks(store.design, map(int, missing))):
            landed = worker.give_up(chunk, found.error) if isinstance(found, Failure) else found
            if isinstance(landed, Trouble):
                raise Stopped(landed.what)
            store.landed(landed.part, landed.worlds)
            pace.took(landed.seconds, len(landed.worlds))
            tell()


class Pace:
    """How many worlds make a chunk: by the time that worlds have taken, and fewer towards the end."""

    def __init__(self, workers: int, worlds: int) -> None:
        self._workers, self._left = max(1, workers), worlds
        self._seconds: float | None = None

    def took(self, seconds: float, worlds: int) -> None:
        """Learn from a chunk that landed."""
        each = seconds / worlds
        self._seconds = each if self._seconds is None else 0.7 * self._seconds + 0.3 * each

    def size(self) -> int:
        """Worlds of the next chunk."""
        if self._seconds is None:
            return 1
        by_time = int(CHUNK_SECONDS / max(self._seconds, 1e-6))
        by_end = -(-self._left // (2 * self._workers))
        return max(1, min(by_time, by_end, MOST_IN_A_CHUNK))

    def chunks(self, design: Design, numbers: Iterator[int]) -> Iterator[tuple[World, ...]]:
        """The worlds in chunks, each sized when it is taken."""
        worlds = design.each(numbers)
        while chunk := tuple(islice(worlds, self.size())):
            self._left -= len(chunk)
            yield chunk
