"""Scores by hand and by law, and a place that tells of days it has not seen."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jiaosuo.experiments.inference.trust import Trust, trust_sentence
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.hindcast import Hindcast, hindcast, hindsight
from jiaosuo.experiments.logs.scores import crps, positions, score
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import County
from jiaosuo.model.core.errors import InputError


def test_the_score_by_hand():
    """Of {1, 3} and 2: |X - y| is 1 on average, the two draws are 2 apart, so 1 - 2 / 2 = 0; of 5 it is 2."""
    assert crps(np.array([3.0, 1.0]), np.array([2.0, 5.0])) == pytest.approx([0, 2])


def test_the_score_is_that_of_all_pairs():
    draw = np.random.default_rng(2)
    sample, seen = draw.gamma(2, 3, 40), draw.gamma(2, 3, 5)
    apart = np.abs(sample[:, None] - sample[None, :]).sum() / (40 * 39)
    expected = [np.abs(sample - y).mean() - apart / 2 for y in seen]
    assert crps(sample, seen) == pytest.approx(expected)


def test_the_right_law_scores_best():
    draw = np.random.default_rng(3)
    seen = draw.normal(0, 1, 4_000)
    right, shifted, wide = (draw.normal(at, sd, 500) for at, sd in ((0, 1), (0.7, 1), (0, 2.5)))
    scores = [crps(sample, seen).mean() for sample in (right, shifted, wide)]
    assert scores[0] == min(scores)
    assert scores[0] == pytest.approx(1 / np.sqrt(np.pi), rel=0.05)


@pytest.mark.parametrize(
    "law", [lambda d, n: d.poisson(1.5, n).astype(float), lambda d, n: d.exponential(5, n)]
)
def test_places_of_what_is_rightly_told_are_even_also_among_counts(law):
    """Each observation against a sample of its own: shares inside the intervals are those that are said."""
    draw = np.random.default_rng(4)
    places = np.concatenate([positions(law(draw, 60), law(draw, 1), draw) for _ in range(3_000)])
    for level in (0.8, 0.95):
        inside = ((places >= (1 - level) / 2) & (places <= (1 + level) / 2)).mean()
        assert inside == pytest.approx(level, abs=0.025)


def test_a_measure_is_scored_by_group_beside_the_log_itself():
    draw = np.random.default_rng(5)
    told = {"a": draw.poisson(2, 400).astype(float), "b": draw.poisson(9, 400).astype(float)}
    seen = {"a": draw.poisson(2, 90).astype(float), "b": draw.poisson(9, 90).astype(float), "c": np.zeros(0)}
    found = score("calls", told, seen, {"a": seen["b"], "b": seen["a"]})
    assert found.n == 180
    assert found.inside_80 == pytest.approx(0.8, abs=0.1)
    assert found.reference > 2 * found.crps
    assert [each.share for each in found.quantiles] == [0.1, 0.25, 0.5, 0.75, 0.9]
    assert score("calls", told, {"c": np.ones(3)}) is None


def test_too_narrow_and_too_wide_are_both_no_trust():
    draw = np.random.default_rng(6)
    seen = {"a": draw.normal(0, 1, 500)}
    narrow, wide = (score("response", {"a": draw.normal(0, sd, 500)}, seen) for sd in (0.3, 4))
    made = [Hindcast(place="x", first="2025-03-03", days=1, worlds=1, scores=(each,), trusted=False)
            for each in (narrow, wide)]  # fmt: skip
    assert narrow.inside_80 < 0.5
    assert wide.inside_80 > 0.95
    said = [trust_sentence(Trust(hindcast=hindsight(each)), "en") for each in made]
    assert all("has not earned trust (response by township" in each for each in said)
    assert "不值得信任" in trust_sentence(Trust(hindcast=hindsight(made[0])), "zh")


@pytest.mark.ci
def test_a_place_tells_of_days_that_another_seed_of_it_has_seen():
    scenario = open_place("zigui-2004", people_per_agent=25).scenario
    log = run_log(County(scenario.changed(seed=99), log=True).run_days(4), date(2025, 3, 3))
    found = hindcast(log, scenario, date(2025, 3, 5), 2, 3)
    assert {each.measure for each in found.scores} == {"township", "hour", "response"}
    for each in found.scores[:2]:
        assert each.inside_80 >= 0.6
        assert each.inside_95 >= 0.8
    assert Hindcast.from_json(found.to_json()) == found
    with pytest.raises(InputError, match="none of its calls are in these days"):
        hindcast(log, scenario, date(2026, 3, 5), 2, 1)
