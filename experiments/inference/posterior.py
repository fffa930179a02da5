"""A posterior sample of a place's parameters, and its file: `posterior.parquet` in the place's folder.

One row a draw, one column a parameter, all draws alike likely. What it comes from stands in the file itself,
as JSON under the key `jiaosuo`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jiaosuo.experiments.inference.prior import Prior, Range
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put

if TYPE_CHECKING:
    import polars as pl

FILE = "posterior.parquet"
KEY, VERSION = "jiaosuo", 1
MOST_BYTES = 50_000_000

NOTHING, LITTLE, MUCH = "nothing", "little", "much"
AS_BEFORE = 0.1
"""Distance of two distribution functions up to which a posterior is the prior: a sample's own noise."""
MUCH_NARROWER = 0.5
"""Width of the 90 % interval over that of the prior up to which much is told."""


@dataclass(frozen=True, kw_only=True)
class About(Record):
    """What a posterior comes from.

    Attributes
    ----------
    place : str
        Name of the place.
    rule : str
        The rule that the log is of.
    ranges : tuple of Range
        What was believed before.
    log : str
        Name of the log's content; empty: of no log.
    log_days : float
        Days of the log; 0: of no log.
    run_days : float
        Length of each run, days.
    runs : int
        Counties that were run.
    failed : int
        Runs that failed.
    waves : int
        Waves of runs.
    seed : str
        Seed of the first world.
    wider : float
        By how much the sample was widened for what the model leaves unexplained; 1: not at all.
    away : mapping of str to float
        By statistic how far it stays from what was seen (see `Told`).
    unused : tuple of str
        Statistics that were not used.
    code : str
        A hash of the sources that decide the numbers.
    figures : bool
        Whether published figures were asked, and no log.
    """

    place: str
    rule: str
    ranges: tuple[Range, ...]
    log: str = ""
    log_days: float = 0.0
    run_days: float = 0.0
    runs: int = 0
    failed: int = 0
    waves: int = 0
    seed: str = "0"
    wider: float = 1.0
    away: Mapping[str, float] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    code: str = ""
    figures: bool = False


@dataclass(frozen=True)
class Posterior:
    """Draws of parameters, (draws, parameters) in their own units, and what they come from."""

    about: About
    draws: Values

    @property
    def prior(self) -> Prior:
        """What was believed before."""
        return Prior(self.about.ranges)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in their order."""
        return self.prior.names

    def each(self, draw: int) -> dict[str, float]:
        """The values of one draw, by parameter."""
        return {name: float(value) for name, value in zip(self.names, self.draws[draw], strict=True)}

    def told(self) -> tuple[Learned, ...]:
        """What was learned of each parameter."""
        unit = self.prior.unit(self.draws)
        pairs = enumerate(self.about.ranges)
        return tuple(_learned(each, self.draws[:, at], unit[:, at]) for at, each in pairs)


@dataclass(frozen=True, kw_only=True)
class Learned(Record):
    """A parameter after a log: median, 90 % interval, its width over that of the prior, how much is told.

    `changed`: largest distance between the distribution functions of posterior and prior.
    """

    name: str
    median: float
    low: float
    high: float
    width: float
    changed: float
    tells: str


def _learned(each: Range, values: Values, unit: Values) -> Learned:
    low, median, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    width = float(np.ptp(np.quantile(unit, (0.05, 0.95)))) / 0.9
    changed = distance(unit)
    tells = NOTHING if changed <= AS_BEFORE else MUCH if width <= MUCH_NARROWER else LITTLE
    return Learned(
        name=each.name, median=median, low=low, high=high, width=width, changed=changed, tells=tells
    )


def distance(unit: Values) -> float:
    """The largest distance between the distribution of a sample and the even one (Kolmogorov)."""
    ranked, n = np.sort(unit), len(unit)
    above, below = np.arange(1, n + 1) / n - ranked, ranked - np.arange(n) / n
    return float(max(above.max(), below.max()))


def write_posterior(found: Posterior, file: Path) -> Path:
    """Write a posterior; the file. OSError if it cannot be written."""
    # heavy: only who has a posterior pays
    import polars as pl
    import pyarrow.parquet as pq

    frame = pl.DataFrame({name: found.draws[:, at] for at, name in enumerate(found.names)})
    said = json.dumps({"version": VERSION, **found.about.to_json()}, ensure_ascii=False)
    arrow = frame.to_arrow()
    buffer = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata({KEY: said.encode()}), buffer)
    return put(file, buffer.getvalue())


def read_posterior(file: Path) -> Posterior:
    """A posterior from its file, or from the folder of a place; InputError for what is none."""
    # heavy: only who has a posterior pays
    import polars as pl
    import pyarrow.parquet as pq

    file = file / FILE if file.is_dir() else file
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InputError("posterior", str(file), f"must be a file of at most {MOST_BYTES:,} bytes")
        said = json.loads((pq.read_schema(file).metadata or {})[KEY.encode()])
        version = said.pop("version")
        if version != VERSION:
            raise InputError("posterior", str(file), f"must be of version {VERSION}, and this is {version}")
        about = About.from_json(said)
        frame = pl.read_parquet(file)
        return _checked(Posterior(about, _draws(frame, about)), file)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("posterior", str(file), "must be a file that `log calibrate` wrote") from None


def _draws(frame: pl.DataFrame, about: About) -> Values:
    found: Values = frame.select([each.name for each in about.ranges]).to_numpy().astype(np.float64)
    return found


def _checked(found: Posterior, file: Path) -> Posterior:
    if not len(found.draws) or not np.isfinite(found.draws).all():
        raise InputError("posterior", str(file), "must be a file that `log calibrate` wrote")
    return found
