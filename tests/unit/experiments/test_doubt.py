"""Both kinds of doubt: variances by law, numbers that act are named, and what knowing them would be worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.cli.doubt import numbers_for
from jiaosuo.experiments.comparison import doubt as room
from jiaosuo.experiments.comparison.doubt import doubt
from jiaosuo.experiments.comparison.doubt_result import DoubtResult
from jiaosuo.experiments.comparison.doubt_sums import Numbers, numbers_at, numbers_of, plausible_numbers, told
from jiaosuo.experiments.comparison.doubt_words import doubt_sentences
from jiaosuo.experiments.comparison.plausible import RANGES, prior_of, whole_prior
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.inference.posterior import About, Posterior, write_posterior
from jiaosuo.experiments.inference.prior import Range
from jiaosuo.experiments.places import folder
from jiaosuo.experiments.places.folder import OpenPlace
from jiaosuo.experiments.replication.common_events import Measured
from jiaosuo.experiments.replication.replicate import Replication
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario

NAMES = ("delta", "other_work", "travel_share")
SPREAD = 3.0


def sets(draw, count=64, worlds=3, slope=SPREAD, mean=0.0):
    """Differences that the first number alone moves, over a unit box, with noise of worlds of variance 1."""
    unit = draw.random((count, len(NAMES)))
    level = mean + slope * (unit[:, :1] - 0.5)
    return level + draw.standard_normal((count, worlds)), unit


def test_variances_are_parted_as_they_were_made():
    """Of 60 studies: what the number makes is 9 / 12, within 3.3 standard errors."""
    draw = np.random.default_rng(1)
    found = np.array([told(*sets(draw), NAMES, 0.1, -1.0).ignorance for _ in range(60)])
    assert abs(found.mean() - SPREAD**2 / 12) < 3.3 * found.std() / 60**0.5


def test_the_number_that_acts_is_first_and_others_are_not_told():
    found = told(*sets(np.random.default_rng(2)), NAMES, 0.05, -1.0)
    first, *others = found.parameters
    assert first.name == "delta"
    assert first.p_holm < 1e-6
    assert first.share > 0.8
    assert all(each.p_holm > 0.05 for each in others)
    assert found.share == pytest.approx(found.ignorance / (found.ignorance + 0.05))
    assert found.p < 1e-6


def test_numbers_that_do_nothing_are_told_from_chance_as_seldom_as_said():
    """Of 200 studies without any effect about ten reject at 5 % (99.9 % of a binomial: at most 21)."""
    draw = np.random.default_rng(3)
    found = [told(*sets(draw, 16, 2, slope=0.0), NAMES, 0.1, -1.0) for _ in range(200)]
    assert sum(each.p <= 0.05 for each in found) <= 21
    assert sum(each.parameters[0].p_holm <= 0.05 for each in found) <= 21


def test_the_wider_interval_holds_what_a_set_would_give_in_many_worlds():
    """At least as often as it says: 95 of 100, less what 200 sets leave open (99.9 %)."""
    draw = np.random.default_rng(4)
    inside = 0
    for _ in range(200):
        found = told(*sets(draw, 32, 2, mean=5.0), NAMES, 0.1, -1.0)
        truth = 5.0 + SPREAD * (draw.random() - 0.5)
        inside += found.interval[0] <= truth <= found.interval[1]
    assert inside >= 179


def test_knowing_is_worth_what_a_turned_choice_gains():
    """Gains even from -1.5 to 1.5: who knows wins 3/8 on average, who does not wins nothing.

    From 2 to 5 the choice never turns, and knowing is worth nothing.
    """
    unit = np.linspace(0, 1, 401)[:, None]
    for mean, worth in ((0.0, 0.375), (3.5, 0.0)):
        differences = np.repeat(mean + SPREAD * (unit - 0.5), 2, axis=1)
        found = told(differences, unit, ("delta",), 0.1, 1.0)
        assert found.p == 0
        assert found.parameters[0].worth == pytest.approx(worth, abs=0.01)
    neither = told(np.repeat(SPREAD * (unit - 0.5), 2, axis=1), unit, ("delta",), 0.1, 0.0)
    assert neither.parameters[0].worth == 0


def test_every_plausible_range_serves_where_no_log_was_asked():
    prior = whole_prior(Scenario.preset("zigui-2004"))
    assert {"delta", "other_work"} <= set(prior.names) <= set(RANGES)
    assert "recall_priority" not in prior.names
    numbers = plausible_numbers(prior, 16)
    assert numbers.values.shape == (16, len(prior.names))
    assert not numbers.of_log
    with pytest.raises(InputError, match=r"draws.*from 8 to 1,000"):
        plausible_numbers(prior, 4)


def test_sets_of_a_posterior_are_its_draws():
    prior = prior_of(Scenario.preset("zigui-2004"), ["delta"])
    about = About(place="x", rule="separate", ranges=prior.ranges)
    draws = np.linspace(0.5, 0.9, 40)
    numbers = numbers_of(Posterior(about, draws[:, None]), 10)
    assert numbers.of_log
    assert len(set(numbers.values[:, 0].tolist()) & set(draws.tolist())) == 10


OUTCOME = "response_mean_traffic_rural"


def a_result(half):
    own = Estimate(-2.0, (-2.0 - half, -2.0 + half), 20)
    rules = {rule: Estimate(20.0, (19.0, 21.0), 20) for rule in ("separate", "integrated")}
    differences = {"integrated": own}
    outcome = OutcomeResult(label="x", unit="min", better="less", rules=rules, differences=differences)
    return ComparisonResult(preset="zigui-2004", days=1, seed=5, rules=tuple(rules), replications=20,
                            staffing="historic", outcomes={OUTCOME: outcome})  # fmt: skip


@pytest.fixture
def seeds(monkeypatch):
    """A comparison in which each world follows delta; nothing is run, and its seeds are noted."""
    seen = []

    def run_all(work, plan, jobs, on_done):
        found = []
        for world in plan:
            seen.append(world.seed)
            off = 3 * (world.scenarios[0]["delta"] - 0.8) + 0.01 * np.sin(world.seed)
            pair = (Measured("w", {OUTCOME: (10.0, 9)}), Measured("w", {OUTCOME: (8.0 + off, 9)}))
            found.append(Replication(world.seed, pair))
            on_done(world, found[-1])
        return found

    monkeypatch.setattr(room, "run_all", run_all)
    return seen


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "More worlds will not help: 100 % of this doubt"), ("zh", "增加世界数没有用")],
)
def test_a_comparison_says_that_more_worlds_will_not_help(seeds, language, said):
    scenario = Scenario.preset("zigui-2004")
    numbers = plausible_numbers(prior_of(scenario, ["delta", "other_work"]), 16)
    steps = []
    found = doubt(scenario, a_result(0.02), numbers, 1, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (32, 32)
    assert len(set(seeds)) == 32
    assert found.draws == 16
    assert found.differences[OUTCOME]["integrated"].parameters[0].name == "delta"
    told_so = " ".join(doubt_sentences(replace(a_result(0.02), doubt=found), language))
    assert said in told_so
    assert "delta" in told_so
    assert DoubtResult.from_json(found.to_json()) == found


def test_where_chance_is_larger_more_worlds_would_help(seeds):
    scenario = Scenario.preset("zigui-2004")
    found = doubt(scenario, a_result(9.0), plausible_numbers(prior_of(scenario, ["delta"]), 16))
    assert "More worlds would help" in " ".join(doubt_sentences(replace(a_result(9.0), doubt=found), "en"))
    assert doubt_sentences(a_result(9.0), "en") == []


def test_sets_that_the_place_refuses_are_counted(seeds):
    scenario = Scenario.preset("zigui-2004")
    values = np.append(np.linspace(0.4, 1.2, 12), 99.0)[:, None]
    found = doubt(scenario, a_result(0.2), Numbers(prior_of(scenario, ["delta"]), values, of_log=False))
    assert (found.draws, found.refused) == (12, 1)


def a_posterior_of_figures(scenario):
    """Forty draws of delta and of crashes, which has no range of its own, as figures leave them."""
    crashes = Range(name="crash_calibration", low=0.65, high=2.6, value=1.3)
    ranges = (*prior_of(scenario, ["delta"]).ranges, crashes)
    draws = np.column_stack([np.linspace(0.7, 0.8, 40), np.linspace(1.0, 1.2, 40)])
    return Posterior(About(place="zigui-2004", rule="separate", ranges=ranges, figures=True), draws)


def test_beside_what_figures_leave_all_else_that_is_plausible_is_drawn_too(tmp_path):
    """Else a band would narrow because numbers are left out of it."""
    scenario = Scenario.preset("zigui-2004")
    file = write_posterior(a_posterior_of_figures(scenario), tmp_path / "zigui-2004.parquet")
    numbers = numbers_at(scenario, file, 16)
    names, plausible = numbers.prior.names, whole_prior(scenario).names
    assert (numbers.of_log, numbers.of_figures) == (False, ("delta", "crash_calibration"))
    assert sorted(names) == sorted({*plausible, "crash_calibration"})
    assert numbers.values.shape == (16, len(names))
    delta, other = (numbers.values[:, names.index(name)] for name in ("delta", "other_work"))
    assert delta.min() >= 0.7
    assert delta.max() <= 0.8
    assert np.ptp(other) > 1
    assert numbers_at(scenario, None, 16).prior.names == plausible


@pytest.mark.parametrize(
    ("language", "said"), [("en", "2 numbers are drawn as the published"), ("zh", "2 个参数按本地已公布数字")]
)
def test_it_is_said_how_many_numbers_figures_leave(seeds, tmp_path, language, said):
    scenario = Scenario.preset("zigui-2004")
    file = write_posterior(a_posterior_of_figures(scenario), tmp_path / "zigui-2004.parquet")
    found = doubt(scenario, a_result(0.2), numbers_at(scenario, file, 16))
    assert DoubtResult.from_json(found.to_json()) == found
    *_, last = doubt_sentences(replace(a_result(0.2), doubt=found), language)
    assert said in last
    assert str(len(found.names) - 2) in last


def test_a_shipped_place_pays_for_other_numbers_only_where_it_is_asked(monkeypatch, tmp_path):
    scenario = Scenario.preset("zigui-2004")
    file = write_posterior(a_posterior_of_figures(scenario), tmp_path / "posterior.parquet")
    monkeypatch.setattr(folder, "shipped_posterior", lambda name: file if name == "zigui-2004" else None)
    shipped, own = OpenPlace(scenario), OpenPlace(scenario, tmp_path)
    assert shipped.posterior == own.posterior == file
    assert numbers_for(shipped, None, 16) is None
    assert numbers_for(shipped, True, 16).of_figures == ("delta", "crash_calibration")
    assert numbers_for(own, None, 16).of_figures == ("delta", "crash_calibration")
    assert numbers_for(own, False, 16) is None
