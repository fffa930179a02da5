"""Exact answers of queueing theory, usable on their own: arrays in, arrays out.

Names are looked up when they are first used: `from jiaosuo.model.theory import erlang_c` brings in what it
needs, `import jiaosuo.model.theory` nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaosuo.model.theory.erlang import erlang_b, erlang_c, mean_wait, wait_quantile
    from jiaosuo.model.theory.hypercube import Hypercube
    from jiaosuo.model.theory.larson import (
        HypercubeApproximation,
        correction_factors,
        hypercube_approximation,
    )
    from jiaosuo.model.theory.pooling import PartialPooling, partial_pooling, pooled_break_even
    from jiaosuo.model.theory.priority import priority_waits
    from jiaosuo.model.theory.square_root import GEOMETRIES, mean_free_units, nearest_unit, square_root_law
    from jiaosuo.model.theory.staffing import delay_margin, square_root_staffing

__all__ = [
    "GEOMETRIES",
    "Hypercube",
    "HypercubeApproximation",
    "PartialPooling",
    "correction_factors",
    "delay_margin",
    "erlang_b",
    "erlang_c",
    "hypercube_approximation",
    "mean_free_units",
    "mean_wait",
    "nearest_unit",
    "partial_pooling",
    "pooled_break_even",
    "priority_waits",
    "square_root_law",
    "square_root_staffing",
    "wait_quantile",
]

_ROOMS = {
    "erlang": ("erlang_b", "erlang_c", "mean_wait", "wait_quantile"),
    "hypercube": ("Hypercube",),
    "larson": ("HypercubeApproximation", "correction_factors", "hypercube_approximation"),
    "pooling": ("PartialPooling", "partial_pooling", "pooled_break_even"),
    "priority": ("priority_waits",),
    "square_root": ("GEOMETRIES", "mean_free_units", "nearest_unit", "square_root_law"),
    "staffing": ("delay_margin", "square_root_staffing"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOM_OF:
        return getattr(importlib.import_module(f"jiaosuo.model.theory.{_ROOM_OF[name]}"), name)
    raise AttributeError(f"module 'jiaosuo.model.theory' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
