"""Estimates from calls, each with an interval: rates, shares, means, and patience that is mostly not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]

Z = 1.6448536269514722
"""Normal quantile of intervals of 90 %."""
ROUNDS = 2_000
CONVERGED = 1e-10


@dataclass(frozen=True)
class Fitted:
    """A value with its 90 % interval, and of how many observations."""

    value: float
    low: float
    high: float
    n: int


def rates(counts: Floats, exposure: Floats, dispersion: float) -> list[Fitted | None]:
    """Rates of areas from counts by township, (townships,), and exposure, (townships, areas).

    Poisson regression with an identity link and rates of 0 and more, by expectation and maximization;
    intervals from Fisher's information, wider by the root of the dispersion. None: no exposure in that area.
    """
    there = exposure.sum(axis=0) > 0
    use = exposure[:, there]
    start = counts.sum() / max(use.sum(), 1e-12)
    found = np.full(use.shape[1], max(start, 1e-12))
    for _ in range(ROUNDS):
        expected = np.maximum(use @ found, 1e-300)
        moved = found * (use * (counts / expected)[:, None]).sum(axis=0) / use.sum(axis=0)
        done = np.abs(moved - found).max() <= CONVERGED * max(found.max(), 1e-12)
        found = moved
        if done:
            break
    expected = np.maximum(use @ found, 1e-12)
    information = (use[:, :, None] * use[:, None, :] / expected[:, None, None]).sum(axis=0)
    errors = np.sqrt(np.maximum(np.diag(np.linalg.pinv(information)), 0.0) * dispersion)
    seen = (use * found / expected[:, None] * counts[:, None]).sum(axis=0)
    fitted = [
        Fitted(value, max(0.0, value - Z * error), value + Z * error, round(count))
        for value, error, count in zip(found.tolist(), errors.tolist(), seen.tolist(), strict=True)
    ]
    parts = iter(fitted)
    return [next(parts) if has else None for has in there]


def dispersion(daily: Floats) -> float:
    """Variance over mean of counts a day, at least 1: how much more they vary than Poisson's."""
    mean = daily.mean() if len(daily) else 0.0
    return float(max(1.0, daily.var(ddof=1) / mean)) if len(daily) > 1 and mean > 0 else 1.0


def share(yes: int, n: int) -> Fitted | None:
    """A share with Wilson's interval."""
    if not n:
        return None
    p, zz = yes / n, Z * Z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = Z * np.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return Fitted(p, max(0.0, float(middle - half)), min(1.0, float(middle + half)), n)


def mean(values: Floats) -> Fitted | None:
    """A mean with its interval by the central limit."""
    if len(values) < 2:
        return None
    error = float(values.std(ddof=1) / np.sqrt(len(values)))
    value = float(values.mean())
    return Fitted(value, max(0.0, value - Z * error), value + Z * error, len(values))


def skewed_mean(values: Floats) -> Fitted | None:
    """A mean of values that are skewed as durations are: the interval is even in the logarithm.

    Its width is the larger of what the central limit and what a lognormal law give.
    """
    plain, law = mean(values), lognormal(values, np.zeros(0))
    if plain is None or law is None or plain.value <= 0:
        return plain
    wide = max((plain.high - plain.value) / plain.value, float(np.log(law[0].high / law[0].value)))
    return _around(plain.value, wide / Z, plain.n)


def lognormal(seen: Floats, censored: Floats) -> tuple[Fitted, Fitted] | None:
    """Mean and coefficient of variation of a lognormal law of which some values are known to be larger.

    Maximum likelihood; intervals from the curvature, on the scale of logarithms. None for fewer than two
    values that are seen.
    """
    # scipy's optimizers are slow to import: only who fits pays
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    seen, censored = seen[seen > 0], censored[censored > 0]
    if len(seen) < 2:
        return None
    logs, later = np.log(seen), np.log(censored)

    def minus(at: Floats) -> float:
        mu, sigma = at[0], np.exp(at[1])
        exact = -0.5 * ((logs - mu) / sigma) ** 2 - at[1]
        return -float(exact.sum() + log_ndtr(-(later - mu) / sigma).sum())

    begin = np.array([np.concatenate([logs, later]).mean(), np.log(max(logs.std(), 0.1))])
    best = minimize(minus, begin, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6}).x
    covariance = np.linalg.pinv(_curvature(minus, best))
    mu, sigma = float(best[0]), float(np.exp(best[1]))
    square = np.exp(sigma**2)
    value, cv = float(np.exp(mu + sigma**2 / 2)), float(np.sqrt(square - 1))
    of_mean = np.array([1.0, sigma**2])
    of_cv = np.array([0.0, sigma**2 * square / cv]) if cv > 0 else np.zeros(2)
    errors = [float(np.sqrt(max(0.0, float(slope @ covariance @ slope)))) for slope in (of_mean, of_cv)]
    return _around(value, errors[0], len(seen)), _around(cv, errors[1] / max(cv, 1e-9), len(seen))


def _around(value: float, error: float, n: int) -> Fitted:
    """A positive value with an interval that is even in its logarithm."""
    wide = float(np.exp(min(Z * error, 50.0)))
    return Fitted(value, value / wide, value * wide, n)


def _curvature(function: object, at: Floats) -> Floats:
    """Second derivatives by differences."""
    assert callable(function)
    step, size = 1e-3, len(at)
    found = np.zeros((size, size))
    for row in range(size):
        for column in range(size):
            total = 0.0
            for one in (1, -1):
                for other in (1, -1):
                    moved = at.copy()
                    moved[row] += one * step
                    moved[column] += other * step
                    total += one * other * function(moved)
            found[row, column] = total / (4 * step * step)
    return found
