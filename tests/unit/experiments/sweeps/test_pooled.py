"""What a sample shows as a whole: a made-up effect is found again, though no point shows it by itself."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import qmc

from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.sweeps.report.findings import Findings, PointChange
from jiaosuo.experiments.sweeps.report.pooled import all_pooled, curves_table, effects_table, pooled
from jiaosuo.experiments.sweeps.report.sweep_page import pooled_sentence

OUTCOME, POINTS = "response_mean_traffic_rural", 128
SLOPES = (4.0, 1.0, 0.0)
"""The change is -13 + 4 (a - 1/2) + (b - 1/2), so a explains 16/17 of the variance, b 1/17, c nothing."""


def found(n=POINTS, constant=False):
    unit = qmc.Sobol(3, rng=np.random.default_rng(1)).random(n)
    names = ("a", "b", "c")
    sample = SimpleNamespace(n=n, ranges=dict.fromkeys(names, (0.0, 1.0)))
    plan = SimpleNamespace(rules=("separate", "integrated"), sample=sample, outcomes=(OUTCOME,), grid={})
    cells = []
    for point, row in enumerate(unit):
        change = -13.0 if constant else -13.0 + float(np.dot(SLOPES, row - 0.5))
        one_world = mean_interval([change])
        cells.append(PointChange(point, "integrated", OUTCOME, one_world, one_world, one_world, 0))
    points = {point: tuple(row) for point, row in enumerate(unit)}
    return Findings(plan, names, points, tuple(cells), {}, 2 * n, 2 * n, ())


def test_the_pooled_effect_has_the_interval_of_the_points():
    whole = pooled(found(), OUTCOME, "integrated")
    low, high = whole.effect.interval
    assert low < -13 < high
    assert high - low < 0.6
    assert (whole.same_way, whole.points) == (POINTS, POINTS)


def test_a_parameter_explains_the_share_that_its_slope_says():
    indices = pooled(found(), OUTCOME, "integrated").indices
    assert indices["a"].share == pytest.approx(16 / 17, abs=0.1)
    assert indices["b"].share == pytest.approx(1 / 17, abs=0.1)
    assert abs(indices["c"].share) < 0.1
    assert indices["a"].low <= indices["a"].share <= indices["a"].high


def test_a_curve_runs_as_the_effect_does_and_its_parts_hold_equally_many_points():
    curves = pooled(found(), OUTCOME, "integrated").curves
    assert {len(parts) for parts in curves.values()} == {8}
    assert {part.effect.n for parts in curves.values() for part in parts} == {16}
    along = [part.effect.mean for part in curves["a"]]
    assert along == sorted(along)
    for part in curves["a"]:
        assert part.effect.mean == pytest.approx(-13 + 4 * (part.middle - 0.5), abs=0.35)


def test_few_points_are_no_whole_and_what_never_varies_has_no_indices():
    assert pooled(found(4), OUTCOME, "integrated") is None
    assert pooled(found(16), OUTCOME, "integrated").indices == {}
    same = pooled(found(constant=True), OUTCOME, "integrated")
    assert same.indices == {}
    assert same.effect.interval == (-13.0, -13.0)


def test_a_grid_is_no_sample():
    without = found()
    without.plan.sample = None
    assert all_pooled(without, [OUTCOME]) == []


def test_tables_hold_each_parameter_and_each_part_of_its_range():
    whole = all_pooled(found(), [OUTCOME])
    effects, curves = effects_table(whole), curves_table(whole)
    assert effects["parameter"].to_list() == ["a", "b", "c"]
    assert effects["points"].unique().to_list() == [POINTS]
    assert curves.height == 24


@pytest.mark.parametrize(("language", "words"), [("en", "over the whole sample"), ("zh", "就整个样本而言")])
def test_the_whole_is_told_in_a_sentence(language, words):
    said = pooled_sentence(pooled(found(), OUTCOME, "integrated"), "separate", language)
    assert words in said
    assert "128" in said
    assert "-13" in said or "−13" in said
