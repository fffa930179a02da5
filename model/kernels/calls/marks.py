"""Marks of a candidate: what kind of case it is, drawn by its key alone.

The marks of a point belong to it before anybody polices it, so they are the same under every rule, and a rule
that sees fewer or other candidates shifts none of the others' marks.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jiaosuo.model.core.terms import NOBODY, HandlingLaw
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables

(
    COMPLEX,
    TELLS,
    HANDLING,
    PATIENCE,
    DELAY,
    REPORT,
    CALLER,
    WRONG_DESK,
    RIGHT,
    REVIEW,
    RETURN,
    BLOCK,
    JUDGED,
    SENT_BACK,
    BACK_AFTER,
    COMPLAINS,
    FLED,
) = range(17)
"""Numbers of a candidate's marks. Add at the end: under another number a mark is another draw."""


@lean_kernel
def mark(key: int, number: int) -> float:
    """A uniform mark of the candidate with this key; marks stay its own, whatever becomes of it."""
    return draws.uniform(key, 0, 0, number)


@lean_kernel
def nature(type_: Any, key: int) -> tuple[bool, bool, float, float]:
    """(complex, complex and the caller can tell, published minutes, patience) of the candidate's key."""
    is_complex = mark(key, COMPLEX) < type_.complex_share
    tells = is_complex and mark(key, TELLS) < type_.caller_knows
    minutes = published_minutes(type_.law, type_.handling_minutes, type_.handling_cv, key)
    # Process 1, as a normal draw takes two numbers, which among the marks would be those of others.
    patience = draws.lognormal(type_.patience_minutes, type_.patience_cv, draws.normal(key, 1, 0, PATIENCE))
    return is_complex, tells, minutes, patience


@lean_kernel
def published_minutes(law: int, mean: float, cv: float, key: int) -> float:
    """The time that the status quo takes for the candidate with this key, on the scale of what is published.

    A mark, so it depends on nobody's skill; what an expert needs for it follows from the kind's factor.
    """
    if law == HandlingLaw.EXPONENTIAL:
        return -mean * math.log(1.0 - mark(key, HANDLING))
    return draws.lognormal(mean, cv, draws.normal(key, 1, 0, HANDLING))


@lean_kernel
def mark_candidates(kinds: np.ndarray, candidates: np.ndarray) -> None:
    """Write the nature of each candidate beside it, for the world's digest; calls find it by their key."""
    for row in range(candidates.shape[0]):
        it = candidates[row]
        it.is_complex, it.tells, it.published_minutes, it.patience = nature(kinds[it.kind], it.key)


@lean_kernel
def caller_of(e: EventLoopTables, cell: int, chance: float) -> int:
    """The row of a citizen who lives in a cell, NOBODY where nobody does."""
    first, last = e.first_resident[cell], e.first_resident[cell + 1]
    return int(e.residents[first + int(chance * (last - first))]) if last > first else NOBODY
