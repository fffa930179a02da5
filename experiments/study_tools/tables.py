"""Small helpers of tables that several studies show."""

from __future__ import annotations


def p_shown(p: float | None) -> str:
    """A p-value as it is printed."""
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"
