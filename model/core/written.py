"""Numbers as people write them in a sentence."""

from __future__ import annotations

from decimal import Decimal


def written(value: float, digits: int = 10) -> str:
    """A number with its thousands set apart and no power of ten: 5,000,000 and not 5e+06; 0.00001."""
    return f"{Decimal(f'{value:.{digits}g}'):,f}"
