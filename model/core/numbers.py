"""One reading of numbers for all doors: Python's and NumPy's alike; truth values and texts are none."""

from __future__ import annotations

from numbers import Integral, Real


def as_whole(value: object) -> int | None:
    """The whole number that a value is, as Python's own; None for anything else, 3.0 included."""
    if isinstance(value, Integral) and not isinstance(value, bool):
        return int(value)
    return None


def as_number(value: object) -> int | float | None:
    """The number that a value is, as Python's own, whole ones exactly; None for anything else."""
    if isinstance(value, Real) and not isinstance(value, bool):
        return int(value) if isinstance(value, Integral) else float(value)
    return None
