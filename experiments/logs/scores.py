"""How good predictions were that are samples: coverage of intervals, and the ranked probability score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.results.record import Record

type Floats = npt.NDArray[np.float64]

LEVELS = (0.80, 0.95)
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True, kw_only=True)
class Quantiles(Record):
    """A quantile of what was and of what was told.

    Attributes
    ----------
    share : float
        Share of the values below it, 0 to 1.
    observed : float
        That of what was, in the measure's unit.
    told : float
        That of what was told.
    """

    share: float
    observed: float
    told: float


@dataclass(frozen=True, kw_only=True)
class Score(Record):
    """How well a measure was told.

    Attributes
    ----------
    measure : str
        Name of the measure.
    n : int
        How many values were told.
    inside_80 : float
        Share of them inside their intervals of 80 %.
    inside_95 : float
        Share of them inside their intervals of 95 %.
    crps : float
        Mean continuous ranked probability score, in the measure's unit; smaller is better.
    reference : float or None
        That of the log's own earlier days; None: there are none.
    quantiles : tuple of Quantiles
        What was beside what was told.
    """

    measure: str
    n: int
    inside_80: float
    inside_95: float
    crps: float
    reference: float | None
    quantiles: tuple[Quantiles, ...]


def crps(sample: Floats, observed: Floats) -> Floats:
    """The score of each observation under a sample of a prediction (Gneiting & Raftery 2007), same unit.

    E|X - y| - E|X - X'| / 2, the second over pairs of different draws, which is fair to small samples.
    """
    ordered = np.sort(sample)
    n = len(ordered)
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    below = np.searchsorted(ordered, observed, side="right")
    apart = (observed * below - total[below] + (total[-1] - total[below]) - observed * (n - below)) / n
    if n < 2:
        return np.asarray(apart, np.float64)
    ranks = 2 * np.arange(1, n + 1) - n - 1
    between = 2 * float((ranks * ordered).sum()) / (n * (n - 1))
    return np.asarray(apart - between / 2, np.float64)


def positions(sample: Floats, observed: Floats, draw: np.random.Generator) -> Floats:
    """Where observations lie in a sample, from 0 to 1; even where the prediction is right.

    Among equal values, as counts have them, the place is drawn (Czado, Gneiting & Held 2009).
    """
    ordered = np.sort(sample)
    low = np.searchsorted(ordered, observed, side="left")
    high = np.searchsorted(ordered, observed, side="right")
    n = len(ordered)
    # of n draws and the observation every rank is as likely, so n + 1 places share the line
    found: Floats = (low + draw.random(len(observed)) * (high - low + 1)) / (n + 1)
    return found


def score(
    measure: str,
    told: Mapping[str, Floats],
    observed: Mapping[str, Floats],
    earlier: Mapping[str, Floats] | None = None,
) -> Score | None:
    """The score of a measure over groups of which something was told and seen; None without one."""
    groups = [name for name, seen in observed.items() if len(seen) and len(told.get(name, ())) > 1]
    if not groups:
        return None
    draw = np.random.default_rng(1)
    places = np.concatenate([positions(told[name], observed[name], draw) for name in groups])
    scores = np.concatenate([crps(told[name], observed[name]) for name in groups])
    reference = None
    if earlier is not None and all(len(earlier.get(name, ())) > 1 for name in groups):
        reference = float(np.concatenate([crps(earlier[name], observed[name]) for name in groups]).mean())
    seen, said = (np.concatenate([each[name] for name in groups]) for each in (observed, told))
    inside = [float(((places >= (1 - level) / 2) & (places <= (1 + level) / 2)).mean()) for level in LEVELS]
    return Score(
        measure=measure,
        n=len(places),
        inside_80=round(inside[0], 4),
        inside_95=round(inside[1], 4),
        crps=round(float(scores.mean()), 5),
        reference=None if reference is None else round(reference, 5),
        quantiles=tuple(
            Quantiles(
                share=share,
                observed=round(float(np.quantile(seen, share)), 4),
                told=round(float(np.quantile(said, share)), 4),
            )
            for share in QUANTILES
        ),
    )
