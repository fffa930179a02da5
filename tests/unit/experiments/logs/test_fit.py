"""What is read off a log holds the truth as often as its interval says, and goes into the place's file."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jiaosuo.experiments.logs.estimators import dispersion, lognormal, mean, rates, share, skewed_mean
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.exposure import exposures
from jiaosuo.experiments.logs.fit_file import BEFORE, set_line, with_set, write_fit
from jiaosuo.experiments.logs.fit_result import FittedNumber, LogFit
from jiaosuo.experiments.logs.fitting import fit_log, patience_times
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import County
from jiaosuo.model.core.reading import parse_toml
from jiaosuo.model.incidents import KINDS
from tests.unit.experiments.logs.test_checking import log_of

TRUE = np.array([6.0, 19.0])


def test_rates_of_one_township_are_counts_over_exposure():
    found = rates(np.array([12.0]), np.array([[3.0, 0.0]]), 1.0)
    assert found[0].value == pytest.approx(4)
    assert found[0].high - found[0].value == pytest.approx(1.6449 * np.sqrt(12) / 3, rel=1e-3)
    assert found[0].n == 12
    assert found[1] is None


def test_rates_of_two_areas_are_told_apart_by_townships():
    exposure = np.array([[10.0, 0.0], [4.0, 6.0], [0.0, 8.0]])
    found = rates(exposure @ TRUE, exposure, 1.0)
    assert [each.value for each in found] == pytest.approx(TRUE, rel=1e-4)


def held(estimate, truth, rounds=300):
    draw = np.random.default_rng(11)
    inside = 0
    for _ in range(rounds):
        found = estimate(draw)
        inside += found.low <= truth <= found.high
    return inside / rounds


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Nine in ten, within what 300 rounds tell (99.9 %: .84 to .95)."""
    draw = np.random.default_rng(1)
    exposure = draw.uniform(0, 3, (12, 2))
    for area in (0, 1):
        found = held(lambda d, a=area: rates(d.poisson(exposure @ TRUE), exposure, 1.0)[a], TRUE[area])
        assert 0.84 <= found <= 0.955
    assert 0.84 <= held(lambda d: share(int(d.binomial(200, 0.1)), 200), 0.1) <= 0.955
    assert 0.84 <= held(lambda d: mean(d.exponential(5, 100)), 5.0) <= 0.955


def test_overdispersed_counts_have_wider_intervals_that_hold():
    """Days of calls that vary more than Poisson's: negative binomial with twice the variance."""
    exposure = np.full((30, 1), 1.0)

    def estimate(draw):
        counts = draw.negative_binomial(20, 0.5, (30,)).astype(float)
        return rates(counts, exposure, dispersion(counts))[0]

    assert 0.82 <= held(estimate, 20.0) <= 0.96
    assert dispersion(np.array([5.0])) == 1
    assert dispersion(np.array([3.0, 3.0, 3.0])) == 1


def of_law(draw, size, value=60.0, cv=1.2):
    sigma = np.sqrt(np.log(1 + cv * cv))
    return draw.lognormal(np.log(value) - sigma**2 / 2, sigma, size)


def test_means_of_durations_hold_in_spite_of_their_tail():
    assert 0.84 <= held(lambda d: skewed_mean(of_law(d, 60)), 60.0) <= 0.97


@pytest.mark.parametrize(("at", "truth"), [(0, 60.0), (1, 0.6)])
def test_patience_is_found_though_most_callers_are_reached(at, truth):
    """Arrivals after 30 min on average hide nine callers of ten."""

    def estimate(draw):
        patience, arrival = of_law(draw, 400, 60.0, 0.6), draw.exponential(25, 400)
        lost = patience < arrival
        return lognormal(patience[lost], arrival[~lost])[at]

    assert 0.82 <= held(estimate, truth, 150) <= 0.975


def test_too_little_is_not_told():
    assert share(0, 0) is None
    assert mean(np.array([3.0])) is None
    assert lognormal(np.array([3.0]), np.array([1.0])) is None


def test_patience_is_until_the_caller_gave_up_and_censored_by_arrival():
    log = log_of(received=[0, 0, 0], arrived=[None, 12, None], cleared=[30, 40, 50],
                 outcome=["gave_up", "cleared", "cancelled"])  # fmt: skip
    lost, reached = patience_times(log.frame)
    assert (lost.tolist(), reached.tolist()) == ([30], [12])


NUMBER = FittedNumber(name="help_rate_rural", value=9.5, low=9.1, high=9.9, n=1203, before=10)
LINE = "help_rate_rural = 9.5  # fitted from log, n = 1,203; 90 %: 9.1 to 9.9"


@pytest.mark.parametrize(
    "text",
    [
        'title = "x"\n[set]\nhelp_rate_rural = 10 # mine\ndelta = 0.3\n',
        'title = "x"\n[set]\nhelp_rate_rural = 10',
        'title = "x"\n',
        'title = "x"\n[set]\ndelta = 0.3\n\n[[timeline]]\nday = 1\nset = {help_rate_rural = 3}\n',
        'title = "x"\n[set]\n\n[[timeline]]\nday = 1\n',
    ],
)
def test_a_value_goes_into_the_table_set_and_nowhere_else(text):
    before, after = parse_toml(text, "x"), parse_toml(with_set(text, {NUMBER.name: set_line(NUMBER)}), "x")
    assert LINE in with_set(text, {NUMBER.name: set_line(NUMBER)})
    assert after.pop("set") == {**before.pop("set", {}), "help_rate_rural": 9.5}
    assert after == before


def test_what_the_place_was_before_is_kept_once(tmp_path):
    (tmp_path / "scenario.toml").write_text('title = "x"\n', encoding="utf-8")
    fit = LogFit(place="x", calls=1, days=1, dispersion=1, fitted=(NUMBER,), not_fitted=(), profiles=())
    first = [file.name for file in write_fit(fit, tmp_path)]
    assert first == [BEFORE, "scenario.toml", "fit.json"]
    assert [file.name for file in write_fit(fit, tmp_path)] == ["scenario.toml", "fit.json"]
    assert (tmp_path / BEFORE).read_text("utf-8") == 'title = "x"\n'
    assert LogFit.from_json(fit.to_json()) == fit


@pytest.fixture(scope="module")
def place():
    return open_place("zigui-2004", people_per_agent=25)


@pytest.fixture(scope="module")
def county(place):
    return County(place.scenario, log=True).run_days(7)


def test_the_volume_of_calls_is_part_of_the_exposure_and_not_of_the_rates():
    """Twice the calls at the same rates: people's and the road's alike."""
    scenario = open_place("zigui-2004", people_per_agent=25, deterrence_strength=0).scenario
    once, twice = (exposures(County(scenario.changed(call_volume=volume))) for volume in (1, 2))
    assert {"help", "damage_crash"} <= set(once)
    for kind, each in once.items():
        assert twice[kind].daily == pytest.approx(2 * each.daily), kind


@pytest.mark.ci
def test_as_many_calls_are_expected_as_a_run_brings(place, county):
    """Kinds that follow people or the flow, within 3.3 standard deviations."""
    expected = {
        kind: sum(7 * each.daily[:, area].sum() * place.scenario[f"{kind}_rate_{name}"]
                  for area, name in enumerate(("rural", "urban")))
        for kind, each in exposures(County(place.scenario)).items()
    }  # fmt: skip
    calls = county.calls()
    came = calls.filter(
        calls["known"].is_not_null() & ~calls["found_on_patrol"] & (calls["returned_from"] < 0)
    )
    for kind, number in expected.items():
        counted = int((came["kind"] == kind).sum())
        assert abs(counted - number) <= 3.3 * np.sqrt(number) + 1, kind


@pytest.mark.ci
def test_a_fit_to_a_run_finds_the_numbers_of_the_run(place, county):
    """Of what is told, most intervals of 90 % hold the truth; what is not told is named with the reason."""
    fit = fit_log(run_log(county, date(2025, 3, 3)), place.scenario)
    told = [each for each in fit.fitted if not each.name.endswith(("priority", "officers_needed"))]
    inside = [each for each in told if each.low <= each.before <= each.high]
    assert len(told) >= 12
    assert len(inside) >= 0.75 * len(told)
    exact = [each for each in fit.fitted if each.name.endswith(("priority", "officers_needed"))]
    assert all(each.value == each.before for each in exact)
    assert {"jam_rate_rural", "violation_rate_rural"} <= {each.name for each in fit.not_fitted}
    assert fit.days == 7


def test_hours_of_the_peoples_calls_are_found_and_played(tmp_path):
    """A run of a place whose thefts come at night alone is read as a log; the fitted place has them there."""
    night = [0.0] * 20 + [6.0] * 4
    numbers = "population = 60_000\npeople_per_agent = 25\ntheft_rate_rural = 40\ntheft_rate_urban = 40\n"
    text = f"[set]\n{numbers}\n[hours]\ntheft = {night}\n"
    (tmp_path / "scenario.toml").write_text(text, encoding="utf-8")
    scenario = open_place(str(tmp_path)).scenario
    county = County(scenario, log=True).run_days(15)
    plain = scenario.changed(kinds=tuple(KINDS.values()))
    fit = fit_log(run_log(county, date(2024, 1, 1)), plain)
    found = {each.kind: each for each in fit.hours}
    theft = found["theft"]
    assert theft.n > 50
    # what the place had before weighs as 30 calls
    assert sum(theft.weights[20:]) > 24 * theft.n / (theft.n + 30) - 0.01
    assert sum(theft.weights) == pytest.approx(24, abs=0.01)
    assert "damage_crash" not in found, "on the roads calls follow the flow"
    write_fit(fit, tmp_path)
    again = open_place(str(tmp_path)).scenario
    (hours,) = (kind.hours for kind in again.kinds if kind.name == "theft")
    assert hours == pytest.approx(theft.weights, rel=1e-3)
    write_fit(fit, tmp_path)
    assert open_place(str(tmp_path)).scenario == again, "a second fit takes the place of the first"


def test_too_few_calls_tell_no_hours():
    assert (
        fit_log(
            log_of(received=[0.0, 60.0], kind=["theft", "theft"]),
            open_place("zigui-2004", people_per_agent=25).scenario,
        ).hours
        == ()
    )
