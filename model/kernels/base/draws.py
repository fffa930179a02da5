"""Counter-based random numbers, keyed by (seed, process, entity, index) and nothing else.

There is no generator whose state a draw moves on. Rules are compared on common random numbers, and under a
stateful generator the first officer who takes another turn would shift every draw that comes after it. Here a
draw is a pure function of its key: the same under every rule, in any order, on any machine, and a new process
cannot disturb an old one. For the same reason draws have a fixed shape: a key names one number whether or not
the branch that wants it is taken. The mixing step is splitmix64 (Steele, Lea & Flood 2014).
"""

from __future__ import annotations

import math
from hashlib import blake2b

import numpy as np

from jiaosuo.model.kernels.base.jit import kernel

# All are unsigned: uint64 and int64 together become float64, which has no bits to mix.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**53: as many values as a float64 in [0, 1) has evenly spaced


def process(name: str) -> int:
    """The key of a named stream of chance; the name is the whole key, so adding a stream moves no other."""
    # Half of 64 bits: kernels hand keys on as int64, in which the upper half would be negative.
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") >> 1


def seed_key(seed: int) -> int:
    """A user's seed of any size as a 63-bit key."""
    return process(f"seed {seed}")


@kernel
def mixed(state: np.uint64) -> np.uint64:
    """One splitmix64 output step."""
    z = state + _GOLDEN
    z = (z ^ (z >> _S30)) * _FIRST
    z = (z ^ (z >> _S27)) * _SECOND
    return z ^ (z >> _S31)


@kernel
def bits(seed: int, process: int, entity: int, index: int) -> np.uint64:
    """64 random bits for the key; all four are int64."""
    z = mixed(np.uint64(seed))
    z = mixed(z ^ np.uint64(process))
    z = mixed(z ^ np.uint64(entity))
    return mixed(z ^ np.uint64(index))


@kernel
def uniform(seed: int, process: int, entity: int, index: int) -> float:
    """A number in [0, 1) for the key."""
    return float(bits(seed, process, entity, index) >> _S11) * _TO_UNIT


@kernel
def key(seed: int, process: int, entity: int, index: int) -> int:
    """A 63-bit name for a thing, itself fit to be a seed or a process."""
    named: int = np.int64(bits(seed, process, entity, index) >> np.uint64(1))  # type: ignore[assignment]
    return named


@kernel
def normal(seed: int, process: int, entity: int, index: int) -> float:
    """A standard normal number for the key (Box & Muller 1958); uses indices 2*index and 2*index + 1."""
    # 1 - u lies in (0, 1]: u itself may be 0, which has no logarithm. Box and Muller's second number is left
    # unused, because keeping it for the next draw would be a state.
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(seed, process, entity, 2 * index)))
    return radius * math.cos(2.0 * math.pi * uniform(seed, process, entity, 2 * index + 1))


@kernel
def lognormal(mean: float, cv: float, standard: float) -> float:
    """The lognormal value of given mean and coefficient of variation at a standard normal draw."""
    spread = math.log(1.0 + cv * cv)
    return mean * math.exp(math.sqrt(spread) * standard - 0.5 * spread)


@kernel
def poisson(mean: float, u: float) -> int:
    """The Poisson count of `mean` (below about 500) at the uniform draw `u`, by inversion."""
    if u < 1.0 - mean:
        # exp(-mean) is never less than 1 - mean: most draws of rare things end here, without an exponential.
        return 0
    term = math.exp(-mean)
    total = term
    count = 0
    while u >= total and count < 1000:
        count += 1
        term *= mean / count
        total += term
    return count


@kernel
def uniforms(seed: int, process: int, entities: int, index: int) -> np.ndarray:
    """Uniform draws of shape (entities,) for entity 0, 1, 2, ... of one process and index."""
    drawn = np.empty(entities)
    for entity in range(entities):
        drawn[entity] = uniform(seed, process, entity, index)
    return drawn
