"""Which law durations follow: four are fitted by maximum likelihood and compared by Akaike's criterion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.words import N_

type Floats = npt.NDArray[np.float64]

LEAST = 20
"""Durations from which a law is told."""
MOST = 20_000
"""Durations that are looked at: more tell a law no better, and take long."""

LAWS = {
    "lognormal": N_("lognormal"),
    "exponential": N_("exponential"),
    "gamma": N_("gamma"),
    "weibull": N_("Weibull"),
}


@dataclass(frozen=True, kw_only=True)
class FittedLaw(Record):
    """Durations of a group: their moments, and the law that fits best; `law` is empty where they are few.

    `behind` tells by how much Akaike's criterion prefers the best law to each of the others.
    """

    group: str
    n: int
    mean: float
    median: float
    cv: float
    law: str
    behind: dict[str, float]


def fitted_law(group: str, minutes: Floats) -> FittedLaw:
    """The moments and the law of durations above 0."""
    values = minutes[minutes > 0]
    if not len(values):
        return FittedLaw(group=group, n=0, mean=0.0, median=0.0, cv=0.0, law="", behind={})
    mean = float(values.mean())
    scores = _scores(values) if len(values) >= LEAST and values.std() > 0 else {}
    best = min(scores, key=scores.__getitem__) if scores else ""
    return FittedLaw(
        group=group,
        n=len(values),
        mean=round(mean, 3),
        median=round(float(np.median(values)), 3),
        cv=round(float(values.std() / mean), 4),
        law=best,
        behind={law: round(score - scores[best], 1) for law, score in scores.items() if law != best},
    )


def _scores(values: Floats) -> dict[str, float]:
    """Akaike's criterion of each law, the smaller the better."""
    # scipy.stats is slow to import: only who describes a log pays
    from scipy import stats

    if len(values) > MOST:
        values = np.sort(values)[np.linspace(0, len(values) - 1, MOST).astype(int)]
    logs = np.log(values)
    mean = values.mean()
    likelihood = {
        "lognormal": (2, stats.norm.logpdf(logs, logs.mean(), logs.std()).sum() - logs.sum()),
        "exponential": (1, stats.expon.logpdf(values, scale=mean).sum()),
    }
    for name, law in (("gamma", stats.gamma), ("weibull", stats.weibull_min)):
        shape, _, scale = law.fit(values, floc=0)
        likelihood[name] = (2, law.logpdf(values, shape, 0, scale).sum())
    return {name: float(2 * free - 2 * log) for name, (free, log) in likelihood.items()}
