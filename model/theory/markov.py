"""The long run of a Markov chain in continuous time, solved exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from jiaosuo.model.theory.checks import Floats


def stationary(rates: Any, busy: int) -> Floats:
    """Share of time in each state, shape (states,); all states must be reachable from one another.

    `rates` is a sparse matrix (from, to) of rates off the diagonal; `busy` is a state that is not rare. Its
    balance is left out, for it follows from the others, and the solution is scaled to 1: what is left is
    dominated by its diagonal, so that elimination needs no pivots (Grassmann, Taksar & Heyman 1985).
    """
    leaving = np.asarray(rates.sum(axis=1)).ravel()
    balance = (rates.T - sparse.diags(leaving)).tocsc()
    others = np.delete(np.arange(len(leaving)), busy)
    inflow = balance[:, [busy]].toarray().ravel()[others]
    solver = splu(
        balance[others][:, others].tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0.0,
        options={"SymmetricMode": True},
    )
    shares: Floats = np.insert(solver.solve(-inflow), busy, 1.0)
    return shares / shares.sum()
