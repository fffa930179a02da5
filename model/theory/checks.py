"""What the formulas take: each check gives the numbers back as floats, or says what is allowed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError

type Floats = npt.NDArray[np.float64]


def whole(field: str, value: npt.ArrayLike, least: int = 0) -> Floats:
    """Whole numbers from `least`; InputError for others."""
    numbers = _floats(field, value)
    good = np.isfinite(numbers) & (numbers >= least) & (numbers == np.floor(numbers))
    return _all(field, value, numbers, good, f"must be whole numbers from {least}")


def from_zero(field: str, value: npt.ArrayLike) -> Floats:
    """Finite numbers from 0; InputError for others."""
    numbers = _floats(field, value)
    return _all(field, value, numbers, np.isfinite(numbers) & (numbers >= 0), "must be numbers from 0")


def above_zero(field: str, value: npt.ArrayLike) -> Floats:
    """Finite numbers above 0; InputError for others."""
    numbers = _floats(field, value)
    return _all(field, value, numbers, np.isfinite(numbers) & (numbers > 0), "must be numbers above 0")


def below_one(field: str, value: npt.ArrayLike) -> Floats:
    """Numbers from 0 to below 1; InputError for others."""
    numbers = _floats(field, value)
    return _all(field, value, numbers, (numbers >= 0) & (numbers < 1), "must be numbers from 0 to below 1")


def inside_one(field: str, value: npt.ArrayLike) -> Floats:
    """Numbers between 0 and 1, neither included; InputError for others."""
    numbers = _floats(field, value)
    return _all(field, value, numbers, (numbers > 0) & (numbers < 1), "must be numbers between 0 and 1")


def _floats(field: str, value: npt.ArrayLike) -> Floats:
    try:
        return np.asarray(value, np.float64)
    except (TypeError, ValueError):
        raise InputError(field, value, "must be numbers") from None


def _all(
    field: str, value: npt.ArrayLike, numbers: Floats, good: npt.NDArray[np.bool_], allowed: str
) -> Floats:
    if not np.all(good):
        raise InputError(field, value, allowed)
    return numbers
