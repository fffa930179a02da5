"""The sample that stands for the people: draws are spread evenly, so that few agents tell what many would.

Where one agent stands for many people, independent draws put too many on some roads and too few on others,
and a full road delays the lumps. The draws that lay out homes, jobs and trips are one point each of a Sobol'
sequence (Joe & Kuo 2008), shifted at random by the seed (a digital shift: L'Ecuyer & Lemieux 2002): each
draw is uniform, and all of them together are spread as evenly as so many points can be.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from jiaosuo.model.kernels.base import draws

SPREAD = (
    "citizen rank", "citizen drives", "vehicle out 0", "citizen job", "citizen commutes", "citizen village",
    "vehicle stay 0", "citizen town job", "vehicle errand place", "vehicle errand", "vehicle out 1",
    "vehicle stay 1",
)  # fmt: skip
"""The draws that decide where traffic flows, the weightiest first: first coordinates are most even."""

_BITS = 30


def sample(seed: int, name: str, count: int) -> npt.NDArray[np.float64]:
    """Uniform draws in [0, 1) of so many entities, (count,); more entities keep the draws of the first."""
    process = draws.process(name)
    if name not in SPREAD:
        return draws.uniforms(seed, process, count, 0)
    shift = np.uint32(draws.uniform(seed, process, 0, 0) * 2**_BITS)
    even: npt.NDArray[np.float64] = (_points(_at_least(count))[SPREAD.index(name), :count] ^ shift) / 2**_BITS
    return even


def _at_least(count: int) -> int:
    """The power of two that so many points need."""
    return max(0, int(count - 1).bit_length())


@lru_cache(maxsize=1)
def _points(power: int) -> npt.NDArray[np.uint32]:
    """The first 2**power points of the sequence, (names, points), as whole numbers of 30 bits."""
    points = qmc.Sobol(len(SPREAD), scramble=False, bits=_BITS).random_base2(power)
    return np.ascontiguousarray((points.T * 2**_BITS).astype(np.uint32))
