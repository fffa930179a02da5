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


# The sequence is worked out here, and a test holds it against `scipy.stats.qmc.Sobol` to the bit: loading
# `scipy.stats` takes as long as all else that a short run loads (docs/decisions/0067-points-of-our-own.md).
_POLYNOMIALS = (
    (1, 0, (1,)), (2, 1, (1, 3)), (3, 1, (1, 3, 1)), (3, 2, (1, 1, 1)), (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)), (5, 2, (1, 1, 5, 5, 17)), (5, 4, (1, 1, 5, 5, 5)), (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)), (5, 13, (1, 1, 1, 3, 11)),
)  # fmt: skip
"""Of the second coordinate and on: degree, inner coefficients, first direction numbers (Joe & Kuo 2008)."""


def _directions(degree: int, inner: int, first: tuple[int, ...]) -> list[int]:
    """What each bit of a point's number turns over in one coordinate, as whole numbers of 30 bits."""
    numbers = list(first)
    for bit in range(degree, _BITS):
        number = numbers[bit - degree] ^ (numbers[bit - degree] << degree)
        for back in range(1, degree):
            number ^= (inner >> (degree - 1 - back) & 1) * (numbers[bit - back] << back)
        numbers.append(number)
    return [number << (_BITS - 1 - bit) for bit, number in enumerate(numbers)]


@lru_cache(maxsize=1)
def _points(power: int) -> npt.NDArray[np.uint32]:
    """The first 2**power points of the sequence, (names, points), as whole numbers of 30 bits."""
    halves = [1 << (_BITS - 1 - bit) for bit in range(_BITS)]
    turned = np.array([halves, *(_directions(*each) for each in _POLYNOMIALS)], np.uint32)
    points = np.zeros((len(SPREAD), 1), np.uint32)
    for bit in range(power):
        # The order of Gray's code: the second half is the first one backwards, with one more bit turned over.
        points = np.concatenate([points, points[:, ::-1] ^ turned[:, bit : bit + 1]], axis=1)
    return points
