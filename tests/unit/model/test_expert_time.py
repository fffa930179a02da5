"""Expert time follows from published time and the status quo's skill: by hand, by law, and in a run."""

import numpy as np
import pytest

from jiaosuo.model import KINDS, RULES, County, Scenario
from jiaosuo.model.core.terms import Corps, Domain
from jiaosuo.model.expert_time import as_published, status_quo_factors
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from tests.laws.bench import SMALL

ROW = {name: row for row, name in enumerate(KINDS)}


def factors(scenario):
    return status_quo_factors(scenario, landscape(scenario))


@pytest.fixture(scope="module")
def zigui():
    return Scenario.preset("zigui-2004", **SMALL)


def test_by_hand_where_all_have_the_same_skill(zigui):
    """Nobody learns, so all are at the floor of .2, and only those of one domain never change domain."""
    plain = zigui.changed(skill_gain_case=0, setup_share=0, case_specialists=0, traffic_specialists=0)
    found = factors(plain)
    for name in KINDS:
        assert found[ROW[name]] == pytest.approx(1 + 0.8 * plain[f"{name}_delta_share"] * 0.8), name
    with_setup = factors(plain.changed(setup_share=0.1)) / found
    assert with_setup[ROW["damage_crash"]] == pytest.approx(1)
    assert 1.02 < with_setup[ROW["theft"]] < 1.1
    order, service = (with_setup[ROW[name]] - 1 for name in ("theft", "help"))
    assert order + service == pytest.approx(0.1, rel=0.01)


def test_it_lies_between_the_fastest_and_the_slowest_who_may_lead(zigui):
    planned = force(zigui, landscape(zigui), 0).columns
    leads = np.isin(planned["corps"], [Corps.TRAFFIC, Corps.TRAFFIC_SPECIALIST])
    skill = planned["skill"][leads, Domain.TRAFFIC]
    slow, fast = 1 + 0.8 * (1 - skill.min()), 1 + 0.8 * (1 - skill.max())
    assert fast - 1e-9 <= factors(zigui)[ROW["damage_crash"]] <= slow + 1e-9


@pytest.mark.parametrize(("lever", "most"), [("delta", 1.5), ("setup_share", 0.15)])
def test_an_expert_is_the_quicker_the_more_skill_counts(zigui, lever, most):
    none, some, all_ = (factors(zigui.changed(**{lever: value})) for value in (0, zigui[lever], most))
    assert (none <= some).all()
    assert (some <= all_).all()
    assert none.sum() < all_.sum()


def test_where_skill_counts_for_nothing_the_expert_takes_as_long(zigui):
    assert factors(zigui.changed(delta=0, setup_share=0)).tolist() == [1.0] * len(KINDS)
    assert factors(Scenario.preset("theory-bench")).tolist() == [1.0, 1.0]


def test_where_nobody_leads_it_is_1(zigui):
    found = factors(zigui.changed(officers_traffic=0, traffic_specialists=0, staffing="historic"))
    assert found[ROW["damage_crash"]] == 1
    assert found[ROW["theft"]] > 1


def test_it_is_the_same_under_every_rule_and_settled(zigui):
    found = {factors(zigui.under(rule)).tobytes() for rule in RULES}
    found |= {factors(zigui.under(rule).in_steady_state()).tobytes() for rule in RULES}
    assert len(found) == 1


def test_who_trains_more_is_faster_than_the_published_time(zigui):
    """Else the hours would be lost on the status quo: its own time would be taken for the published one."""
    trained = zigui.changed(training_hours=100)
    assert as_published(trained) == as_published(zigui)
    np.testing.assert_array_equal(factors(trained), factors(zigui))


def test_a_change_in_mid_run_changes_no_case(zigui):
    later = [{"day": 1, "set": {"delta": 0.2, "vehicles_per_1000": 200}}]
    moved = County(zigui.changed(timeline=later))
    before = moved.candidates.kinds["status_quo_factor"].copy()
    moved.run_days(1.1)
    assert moved.in_force["delta"] == 0.2
    np.testing.assert_array_equal(moved.candidates.kinds["status_quo_factor"], before)


def test_a_loaded_county_has_the_factors_of_its_start(zigui, tmp_path):
    moved = County(
        zigui.changed(timeline=[{"day": 1, "set": {"delta": 0.2, "vehicles_per_1000": 200}}])
    ).run_days(1.1)
    moved.save(tmp_path / "county")
    loaded = County.load(tmp_path / "county")
    np.testing.assert_array_equal(
        loaded.candidates.kinds["status_quo_factor"], moved.candidates.kinds["status_quo_factor"]
    )


@pytest.mark.parametrize("place", ["county-town", "city-district"])
def test_where_a_patrol_serves_the_whole_place_the_nearest_still_lead(place):
    """Credited with cases by head, a city's patrol made disputes 12 % longer than what is published."""
    county = County(Scenario.preset(place, rule="separate", seed=2)).run_days(4)
    evidence, calls = county.evidence(), county.evidence().calls
    done = calls[evidence.cleared & (calls["escalations"] == 0) & (calls["kind"] == ROW["dispute"])]
    factor = county.candidates.kinds["status_quo_factor"][ROW["dispute"]]
    ratio = done["handling_minutes"] / (done["expert_minutes"] * factor)
    assert abs(ratio.mean() - 1) < 4 * ratio.std() / np.sqrt(len(ratio)) + 0.02


@pytest.fixture(scope="module")
def status_quo():
    """A fortnight of the status quo, busier than it is, so that each kind is met often."""
    rates = {f"{name}_rate_rural": 60 for name in ("dispute", "theft", "violence", "help")}
    rates |= {"injury_crash_rate_rural": 0.05, "injury_crash_rate_urban": 0.05}
    return County(Scenario.preset("zigui-2004", rule="separate", seed=3, **SMALL, **rates)).run_days(14)


@pytest.mark.parametrize("name", KINDS)
def test_published_times_are_what_the_status_quo_takes(status_quo, name):
    """Realised time of one crew over the published time of the same calls: 1 within 4 sigma and 4 %."""
    calls = status_quo.evidence().calls
    done = calls[status_quo.evidence().cleared & (calls["escalations"] == 0) & (calls["kind"] == ROW[name])]
    if len(done) < 20:
        pytest.skip(f"{len(done)} calls")
    factor = status_quo.candidates.kinds["status_quo_factor"][ROW[name]]
    ratio = done["handling_minutes"] / (done["expert_minutes"] * factor)
    assert factor > 1.05
    assert abs(ratio.mean() - 1) < 4 * ratio.std() / np.sqrt(len(ratio)) + 0.04
