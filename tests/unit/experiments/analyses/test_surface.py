"""The emulator on functions that are known: levels, differences, a crossing, coverage; and what is kept."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import qmc

from jiaosuo.experiments.analyses.surface.coverage import binomial_interval
from jiaosuo.experiments.analyses.surface.design import (
    LEVERS,
    Axis,
    axis_of,
    levers_of,
    points_over,
    rounded,
    rules_of,
    unit,
)
from jiaosuo.experiments.analyses.surface.emulator import Band, Trend, emulate
from jiaosuo.experiments.analyses.surface.fitting import fitted, surface_of
from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.slices import (
    Crossing,
    Names,
    Slice,
    crossing_of,
    sentence,
    slice_along,
    stretches_of,
    sure,
)
from jiaosuo.experiments.analyses.surface.surface_result import Lever, Place
from jiaosuo.experiments.analyses.surface.surface_study import MENU, chosen, held_against
from jiaosuo.experiments.inference.lengths import kernel_of
from jiaosuo.experiments.inference.process import Process
from jiaosuo.experiments.stored_studies.__main__ import shortened
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS
from jiaosuo.model.scenario import Scenario

RULES = ("separate", "integrated", "stationed")
SLOPES = (0.0, 2.0, 0.5)
CROSSES = 0.4
"""Where integrated stops being quicker than separate, on the first lever."""
AT = np.linspace(0, 1, 101)
AXES = (Axis("urbanization", 0.0, 1.0), Axis("delta", 0.0, 1.5), Axis("officers_station", 20, 40, whole=True))


def truth(points, rule):
    """Minutes at points of the unit box under a rule."""
    return 10 * np.exp(0.8 * points[:, 0] + 0.4 * points[:, 1]) + SLOPES[rule] * (points[:, 0] - CROSSES) * 3


def worlds(points, seed):
    """One world at each point: noise that the rules share, and a little of their own; (worlds, rules)."""
    rng = np.random.default_rng(seed)
    shared = np.exp(0.1 * rng.standard_normal(len(points)))
    own = 1 + 0.01 * rng.standard_normal((len(points), len(RULES)))
    return np.column_stack([truth(points, rule) for rule in range(len(RULES))]) * shared[:, None] * own


def place_of(values, design, even=None):
    """A made-up place, fitted."""
    return Place(
        name="nowhere",
        title="Nowhere",
        staffing="workload",
        seed=0,
        people_per_agent=25,
        rules=RULES,
        levers=tuple(
            Lever(
                name=a.name, meaning=a.name, unit="share", low=a.low, high=a.high, here=a.low, whole=a.whole
            )
            for a in AXES
        ),
        design=tuple(tuple(map(float, row)) for row in design),
        even=len(design) if even is None else even,
        surfaces={"response_mean": surface_of(values, fitted(unit(AXES, design), values))},
    )


@pytest.fixture(scope="module")
def surface():
    design = points_over(AXES, 64, 0)
    return Surface(place_of(worlds(unit(AXES, design), 2), design))


def fresh(n, seed):
    return qmc.Sobol(len(AXES), rng=np.random.default_rng(seed)).random(n)


def share_inside(band, values):
    return float(((band.low <= values) & (values <= band.high)).mean())


def test_levels_and_differences_of_a_known_function_are_found_again(surface):
    points = fresh(256, 9)
    mean = np.exp(0.1**2 / 2)  # of the noise that the rules share
    level = surface.level("response_mean", "separate").mean(points)
    assert np.abs(level.mean / (mean * truth(points, 0)) - 1).max() < 0.1
    gap = surface.difference("response_mean", "separate", "integrated").mean(points)
    true = mean * (truth(points, 1) - truth(points, 0))
    seen = worlds(points, 5)
    assert np.sqrt(((gap.mean - true) ** 2).mean()) < 0.6 * (seen[:, 1] - seen[:, 0] - true).std()
    assert share_inside(level, mean * truth(points, 0)) > 0.85
    assert share_inside(gap, true) > 0.85


def test_a_difference_in_common_worlds_is_far_surer_than_that_of_two_curves(surface):
    points = fresh(64, 4)
    gap = surface.difference("response_mean", "separate", "integrated").mean(points)
    level = surface.level("response_mean", "separate").mean(points)
    assert (gap.high - gap.low).mean() < (level.high - level.low).mean() / 2


def test_the_crossing_is_found_with_an_interval_that_holds_it(surface):
    found = slice_along(surface, "response_mean", "separate", "integrated", 0, np.array([0.5, 0.7, 30.0]))
    assert found.crossing.at == pytest.approx(CROSSES, abs=0.06)
    assert found.crossing.low < CROSSES < found.crossing.high < 0.6
    assert [each.sign for each in found.stretches] == [-1, 1]


def test_the_interval_of_a_crossing_holds_it_as_often_as_it_says():
    line = np.column_stack([AT, np.full((101, 2), 0.5)])
    held = 0
    for seed in range(60):
        points = fresh(64, seed)
        seen = worlds(points, seed)
        trend = Trend(np.array([2.9, 0.8, 0.4, 0.0]), 1.0)
        emulator = emulate(points, seen[:, 1] - seen[:, 0], np.array([2.0, 2.0, 10.0]), trend, 64)
        found = crossing_of(emulator, line, AT)
        held += found.low <= CROSSES <= found.high
    assert binomial_interval(held, 60)[1] > 0.95
    assert held < 60 or binomial_interval(held, 60)[0] < 0.95


@pytest.mark.parametrize("pair", [None, (0, 1)])
def test_bands_of_fresh_worlds_cover_as_they_say(pair):
    """Over many designs: of 60 surfaces 100 fresh worlds each, within the exact interval of designs."""
    shares = []
    for seed in range(60):
        points, there = fresh(64, seed), np.random.default_rng(1_000 + seed).random((100, 3))
        seen, new = worlds(points, seed), worlds(there, 2_000 + seed)
        column, true = (each[:, 0] if pair is None else each[:, 1] - each[:, 0] for each in (seen, new))
        trend = Trend(np.array([2.9, 0.8, 0.4, 0.0]), 1.0)
        emulator = emulate(points, column, np.array([2.0, 2.0, 10.0]), trend, len(points))
        shares.append(share_inside(emulator.world(there), true))
    low, high = binomial_interval(round(0.95 * 60 * 64), 60 * 64)  # a design knows 95 % as well as its worlds
    assert low - 0.012 <= np.mean(shares) <= high + 0.012


def test_the_numbers_are_those_of_scikit_learn():
    from sklearn.gaussian_process import GaussianProcessRegressor

    points, there = fresh(64, 1), fresh(32, 2)
    process = Process(points, worlds(points, 3)[:, 0], np.array([0.7, 2.0, 9.0]))
    kernel = kernel_of(process.lengths, process.variance, process.noise)
    library = GaussianProcessRegressor(kernel, optimizer=None, alpha=0.0)
    library.fit(points - 0.5, process.values - process.centre)
    expected, spread = library.predict(there - 0.5, return_std=True)
    mean, variance = process.at(there)
    assert np.abs(mean - process.centre - expected).max() < 1e-8
    assert np.abs(variance + process.noise - spread**2).max() < 1e-8
    assert np.abs(np.diag(process.joint(there)[1]) - variance).max() < 1e-8
    for at in (0, 17):
        rest = np.delete(np.arange(64), at)
        library.fit(points[rest] - 0.5, process.values[rest] - process.centre)
        told, error = library.predict(points[at : at + 1] - 0.5, return_std=True)
        mean, spread = process.left_out()
        assert mean[at] - process.centre == pytest.approx(told[0], abs=1e-8)
        assert spread[at] == pytest.approx(error[0], abs=1e-8)


def test_the_variance_of_noise_is_found():
    points = fresh(512, 6)
    rng = np.random.default_rng(0)
    process = Process(points, 3 * points[:, 0] + 0.5 * rng.standard_normal(512), np.full(3, 5.0))
    assert process.noise == pytest.approx(0.25, rel=0.25)


def test_what_is_kept_is_read_again_and_predicts_the_same_to_four_figures(surface):
    document = json.loads(json.dumps(shortened(surface.place.to_json()), allow_nan=False))
    again = Surface(Place.from_json(document))
    assert again.place.to_json() == document
    points = fresh(64, 8)
    for emulators in (
        [each.level("response_mean", "stationed") for each in (surface, again)],
        [each.difference("response_mean", "separate", "integrated") for each in (surface, again)],
    ):
        before, after = (each.world(points) for each in emulators)
        assert np.abs(before.low - after.low).max() < 2e-4 * np.abs(before.low).max()
        assert np.abs(before.mean - after.mean).max() < 2e-4 * np.abs(before.mean).max()
    assert len(json.dumps(document)) < 64 * 3 * 10 + 64 * 3 * 10 + 3_000


def test_prediction_needs_no_library_that_fits():
    code = (
        "import sys\n"
        "from jiaosuo.experiments.analyses.surface import prediction, slices, fitting\n"
        "from jiaosuo.dashboard.results import curve, curve_making\n"
        "assert 'sklearn' not in sys.modules and 'mesa' not in sys.modules, 'too heavy'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_was_not_seen_often_enough_or_never_moved_cannot_be_told(surface):
    design = points_over(AXES, 16, 0)
    values = worlds(unit(AXES, design), 1)
    values[:10, 0] = np.nan
    values[:, 2] = values[:, 1]
    found = Surface(place_of(values, design))
    assert found.level("response_mean", "separate") is None
    assert found.difference("response_mean", "separate", "integrated") is None
    assert found.difference("response_mean", "integrated", "stationed") is None
    assert found.are_same("response_mean", "integrated", "stationed")
    assert not found.are_same("response_mean", "separate", "integrated")
    here = np.array([0.5, 0.7, 30.0])
    same = slice_along(found, "response_mean", "integrated", "stationed", 0, here)
    untold = slice_along(found, "response_mean", "separate", "integrated", 0, here)
    assert "exactly the same" in sentence(same, "less", NAMES)
    assert "too little was observed" in sentence(untold, "less", NAMES)


def test_fresh_worlds_are_counted_and_take_no_part(surface):
    points = points_over(AXES, 128, 1)
    seen = worlds(unit(AXES, points), 77)[:, :2]
    held = held_against(surface.place, points, RULES[:2], {"response_mean": seen})
    counted = held.surfaces["response_mean"].coverage
    assert counted.n == 128
    assert (len(counted.levels), len(counted.differences)) == (2, 1)
    low, high = binomial_interval(round(128 * 0.95), 128)
    assert low - 0.03 <= counted.share <= high
    assert replace(held.surfaces["response_mean"], coverage=None) == surface.place.surfaces["response_mean"]


def test_a_coverage_has_the_exact_interval_of_a_share():
    assert binomial_interval(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))
    assert binomial_interval(10, 10) == (pytest.approx(0.025**0.1), 1.0)
    assert binomial_interval(190, 200) == pytest.approx((0.909972, 0.975766), abs=1e-6)


def test_further_worlds_stand_where_the_winner_is_unsure_and_not_side_by_side(surface):
    points = unit(AXES, points_over(AXES, 256, 2))
    emulator = surface.difference("response_mean", "separate", "integrated")
    picked = points[chosen(emulator, points, 12)]
    assert np.abs(picked[:, 0] - CROSSES).mean() < np.abs(points[:, 0] - CROSSES).mean() / 2
    apart = np.linalg.norm(picked[:, None] - picked[None, :], axis=-1)[~np.eye(12, dtype=bool)]
    assert apart.min() > 0.05


# What a slice says

NAMES = Names("Towns", "two corps", "one unit", lambda value: f"{100 * value:.0f} %")


def told(gap, better="less", crossing=None):
    """The sentence about a difference (right less left) over a lever from 0 to 1, known to a tenth."""
    mean = np.array([gap(x) for x in AT])
    band = Band(mean, mean - 0.1, mean + 0.1)
    return sentence(Slice(AT, band, crossing, stretches_of(AT, band)), better, NAMES)


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (lambda x: -1 - x, "Towns from 0 % to 100 %: one unit is better everywhere."),
        (
            lambda x: 0.05,
            "Towns from 0 % to 100 %: two corps and one unit cannot be told apart anywhere here.",
        ),
        (
            lambda x: max(0.499 - x, 0),
            "Towns up to 39 %: two corps is better; beyond, the two cannot be told apart.",
        ),
        (
            lambda x: min(0.501 - x, 0),
            "Towns from 61 % on: one unit is better; below, the two cannot be told apart.",
        ),
        (
            lambda x: max(0.3001 - abs(x - 0.5), 0),
            "Towns from 30 % to 70 %: two corps is better; elsewhere the two cannot be told apart.",
        ),
        (
            lambda x: abs(x - 0.5) - 0.1999,
            "Towns: two corps is better from 0 % to 20 %; one unit is better from 41 % to 59 %; two corps is "
            "better from 80 % to 100 %; elsewhere the two cannot be told apart.",
        ),
    ],
)
def test_a_slice_is_told_in_one_sentence(gap, said):
    assert told(gap) == said


def test_a_slice_that_crosses_is_told_with_its_interval_and_the_better_way():
    crossing = Crossing(0.33, 0.29, 0.38)
    assert told(lambda x: 3 * (x - 0.33), crossing=crossing) == (
        "Towns up to 33 % [29 %, 38 %]: one unit is better; beyond, two corps."
    )
    assert told(lambda x: 3 * (x - 0.33), "more", crossing) == (
        "Towns up to 33 % [29 %, 38 %]: two corps is better; beyond, one unit."
    )


def test_of_two_rules_that_are_alike_little_is_told_to_differ():
    """Pointwise bands of 95 %: over a whole lever somewhere in a few of a hundred more than five."""
    different = 0
    for seed in range(40):
        points = fresh(64, seed)[:, :1]
        noise = np.random.default_rng(seed).standard_normal(64)
        emulator = emulate(points, noise, np.array([1.0]), Trend(np.zeros(2), 0.0), 64)
        different += bool(sure(emulator.mean(AT[:, None])).any())
    assert binomial_interval(different, 40)[0] < 0.15


# The design


def test_a_point_that_was_kept_is_the_very_point_that_was_run():
    """The text of five figures may differ from it in the last bit, and a world that does is another world."""
    points = points_over([Axis("urbanization", 0.76, 0.95), Axis("vehicles_per_1000", 50, 300)], 64, 0)
    kept = np.array([[float(f"{x:.5g}") for x in row] for row in points])
    assert (kept != points).any()
    assert np.array_equal(rounded(kept), points)


def test_points_fill_the_box_and_whole_levers_take_whole_numbers():
    points = points_over(AXES, 64, 0)
    assert np.array_equal(points, points_over(AXES, 128, 0)[:64])
    assert not np.array_equal(points, points_over(AXES, 64, 1))
    assert (points[:, 2] == np.round(points[:, 2])).all()
    quarters = np.floor(4 * unit(AXES, points)[:, :2]).astype(int)
    assert {tuple(row) for row in quarters} == {(a, b) for a in range(4) for b in range(4)}


def test_a_lever_is_moved_around_what_the_place_says():
    assert axis_of("urbanization", 0.5, (0.15, 0.9)) == Axis("urbanization", 0.15, 0.9)
    assert axis_of("vehicles_per_1000", 80) == Axis("vehicles_per_1000", 40.0, 300.0)
    assert axis_of("officers_traffic", 9) == Axis("officers_traffic", 4.0, 18.0, whole=True)
    assert axis_of("delta", 0.8) == Axis("delta", 0.4, 1.5)
    assert axis_of("ring_fence", 0).high > 0


def test_the_levers_and_rules_of_a_place():
    assert levers_of(Scenario.preset("county-town")) == LEVERS
    path = Scenario.preset("fujian-2002-2015")
    assert not set(levers_of(path)) & set(path.path.values)
    assert len(levers_of(path.start)) >= 4
    zigui = rules_of(Scenario.preset("zigui-2004"))
    assert {"separate", "integrated", "hybrid", "zigui-2004"} <= set(zigui)
    assert "qidong-2023" not in zigui
    assert set(rules_of(Scenario.preset("county-town"))) & set(MAPS)


@pytest.mark.parametrize(
    ("names", "allowed"),
    [
        (("urbanisation",), "did you mean urbanization"),
        (("urbanization", "urbanization"), "each lever once"),
        (("people_per_agent",), "may be moved in county-town"),
    ],
)
def test_a_lever_that_cannot_be_is_refused_by_name(names, allowed):
    with pytest.raises(InputError, match=allowed) as refused:
        levers_of(Scenario.preset("county-town"), names)
    assert refused.value.field == "--levers"


def test_the_default_outcomes_are_those_of_the_page():
    from jiaosuo.dashboard.choice import outcomes

    assert set(outcomes.MENU) & set(OUTCOMES) <= set(MENU.split(","))
