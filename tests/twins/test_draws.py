"""The dice against their definitions: splitmix64, inversion, Box-Muller, the lognormal law."""

import math

import numpy as np
import pytest
from scipy import stats

from jiaosuo.model.kernels.base import draws

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
PUBLISHED = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)
"""First outputs of splitmix64 from seed 1234567."""

KEYS = [(0, 0, 0, 0), (1, 2, 3, 4), (2**63 - 1, 17, 4_199, 10**12), (99, draws.process("x"), 0, 2**40)]


def splitmix64(state):
    """Output for a state, as Steele, Lea & Flood 2014 write it."""
    z = (state + GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def bits_by_hand(*key):
    state = 0
    for part in key:
        state = splitmix64(state ^ part)
    return state


def poisson_by_hand(mean, u):
    """The smallest count whose cumulated chance exceeds u."""
    count, total = 0, math.exp(-mean)
    while u >= total:
        count += 1
        total = stats.poisson.cdf(count, mean)
    return count


def test_the_twin_gives_the_published_vectors():
    assert tuple(splitmix64(1234567 + k * GOLDEN & MASK) for k in range(5)) == PUBLISHED


def test_the_kernel_gives_the_published_vectors():
    assert tuple(int(draws.mixed(np.uint64(1234567 + k * GOLDEN & MASK))) for k in range(5)) == PUBLISHED


@pytest.mark.parametrize("key", KEYS)
def test_bits_are_splitmix64_of_each_part_of_the_key_in_turn(key):
    assert int(draws.bits(*key)) == bits_by_hand(*key)


@pytest.mark.parametrize("key", KEYS)
def test_a_uniform_draw_is_the_upper_53_bits(key):
    assert draws.uniform(*key) == (bits_by_hand(*key) >> 11) / 2**53


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_63_bits_and_fit_to_be_a_seed(key):
    named = int(draws.key(*key))
    assert named == bits_by_hand(*key) >> 1
    assert 0 <= draws.uniform(named, 0, 0, 0) < 1


def test_uniforms_are_the_draws_of_each_entity():
    assert draws.uniforms(5, 6, 4, 7).tolist() == [draws.uniform(5, 6, entity, 7) for entity in range(4)]


def test_uniform_draws_are_uniform_along_every_part_of_the_key():
    for part in range(4):
        keys = [tuple(n if place == part else 12345 for place in range(4)) for n in range(4000)]
        assert stats.kstest([draws.uniform(*key) for key in keys], "uniform").pvalue > 1e-4


def test_a_normal_draw_is_box_and_muller_of_two_neighbours():
    for index in range(5):
        first, second = (draws.uniform(8, 9, 10, 2 * index + k) for k in (0, 1))
        by_hand = math.sqrt(-2 * math.log(1 - first)) * math.cos(2 * math.pi * second)
        assert draws.normal(8, 9, 10, index) == pytest.approx(by_hand, rel=1e-14)


def test_normal_draws_are_standard_normal():
    drawn = [draws.normal(1, 2, 3, index) for index in range(20_000)]
    assert stats.kstest(drawn, "norm").pvalue > 1e-4


@pytest.mark.parametrize(("mean", "cv"), [(30.0, 1.2), (90.0, 0.6), (5.0, 0.1)])
def test_the_lognormal_has_the_mean_and_the_variation_asked_for(mean, cv):
    """Integrated over the standard normal law (Gauss-Hermite), so exact but for rounding."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    values = np.array([draws.lognormal(mean, cv, float(node)) for node in nodes])
    weights = weights / weights.sum()
    first, second = weights @ values, weights @ values**2
    assert first == pytest.approx(mean, rel=1e-9)
    assert math.sqrt(second - first**2) / first == pytest.approx(cv, rel=1e-6)


def test_a_lognormal_without_variation_is_its_mean():
    assert draws.lognormal(25.0, 0.0, 2.5) == 25.0


@pytest.mark.parametrize("mean", [0.0, 1 / 64, 0.5, 3.0, 40.0, 400.0])
def test_poisson_counts_invert_the_distribution(mean):
    chances = (np.arange(200) + 0.5) / 200
    counts = [draws.poisson(mean, float(u)) for u in chances]
    assert counts == stats.poisson.ppf(chances, mean).astype(int).tolist()
    if mean <= 3:
        assert counts == [poisson_by_hand(mean, float(u)) for u in chances]


def test_the_name_is_the_whole_key_of_a_stream():
    names = [f"stream {n}" for n in range(1000)]
    keys = {draws.process(name) for name in names}
    assert len(keys) == 1000
    assert all(0 <= key < 2**63 for key in keys)
    assert draws.process("stream 3") == draws.process("stream 3")


@pytest.mark.parametrize("seed", [0, 1, 2**64, 2**255])
def test_seeds_of_any_size_are_63_bit_keys_of_their_own(seed):
    assert 0 <= draws.seed_key(seed) < 2**63
    assert draws.seed_key(seed) != draws.seed_key(seed + 1)
