"""The search on values that are known: it finds the map it should, and mends what rankings miss."""

import numpy as np

from jiaosuo.experiments.analyses.best_mix.search import FINALISTS, Search, halved, mended, nested

WORTH = np.array([-3.0, 2.0, -1.0, 4.0])
"""What a township's loss changes by when it takes the rule: townships 0 and 2 should."""
BEST = frozenset({0, 2})


def known(maps, worlds):
    losses = [10 + sum(WORTH[each] for each in chosen) for chosen in maps]
    return np.tile(losses, (worlds, 1)) + np.arange(worlds)[:, None]


def noisy(maps, worlds):
    dice = np.random.default_rng(5)
    return known(maps, worlds) + dice.normal(0, 0.3, (worlds, len(maps)))


def test_a_ranking_gives_nested_maps():
    assert nested([2, 0]) == [frozenset(), frozenset({2}), frozenset({0, 2})]


def test_halving_finds_the_best_of_the_candidates():
    search = Search()
    finalists = halved([*nested([2, 0, 1, 3]), *nested([3, 1, 2, 0])], known, 4, search)
    assert finalists[0] == BEST
    assert len(finalists) == FINALISTS
    worlds = [each.worlds for each in search.rounds]
    assert worlds == [4 * 2**n for n in range(len(worlds))]


def test_flips_mend_a_map_that_no_ranking_gave():
    assert mended(frozenset({1, 3}), 4, known, 4, 10, Search()) == BEST
    assert mended(frozenset({1, 3}), 4, noisy, 8, 10, Search()) == BEST


def test_steps_are_kept_to():
    search = Search()
    mended(frozenset({1, 3}), 4, known, 4, 1, search)
    assert len(search.rounds) == 1


def test_the_best_map_is_left_alone():
    assert mended(BEST, 4, known, 4, 10, Search()) == BEST


def test_a_world_that_failed_is_left_out_of_the_means():
    def with_failure(maps, worlds):
        losses = known(maps, worlds)
        losses[0] = np.nan
        return losses

    assert halved(nested([2, 0, 1, 3]), with_failure, 4, Search())[0] == BEST
