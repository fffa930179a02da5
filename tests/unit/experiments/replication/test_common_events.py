"""Rules are measured on the same events of the same world, and never across two worlds unawares."""

import pytest

from jiaosuo.experiments.replication.common_events import DifferentWorlds, on_common_events, on_own_calls
from jiaosuo.experiments.replication.county_run import CountyRun, needs_undisturbed, run_county
from jiaosuo.experiments.replication.replicate import replicate, replication_of
from jiaosuo.experiments.replication.world import World, worlds_of
from jiaosuo.model.outcomes import OUTCOMES
from tests.unit.experiments.patterns.tiny import little

PLACE = little("village", 0.2)


def run(seed, rule, undisturbed):
    return run_county(PLACE.changed(seed=seed, rule=rule), 0.5, undisturbed=undisturbed)


@pytest.fixture(scope="module")
def runs():
    """Two rules in one world, of which the first brings the undisturbed traffic, and one in another world."""
    return [run(0, "separate", True), run(0, "integrated", False), run(1, "separate", True)]


def delay(run, hours):
    return run.evidence.vehicle_hours - hours


def test_rules_that_met_different_worlds_are_not_compared(runs):
    (_, one), _, (_, other) = runs
    with pytest.raises(DifferentWorlds, match="the rules did not meet the same world"):
        on_common_events([one, other], ["response_mean"])


def test_a_world_that_is_not_the_same_under_every_rule_is_a_failure():
    one, other = (PLACE.changed(seed=seed) for seed in (0, 1))
    with pytest.raises(DifferentWorlds):
        replicate(World((one, other), 0.05), ["response_mean"])


def test_in_one_world_delay_is_counted_from_the_undisturbed_traffic_of_its_first_run(runs):
    (_, first), (_, second), _ = runs
    assert first.digest == second.digest
    hours = first.evidence.undisturbed_hours
    found = on_common_events([first, second], ["delay_caused"])
    assert [each.outcomes["delay_caused"][0] for each in found] == [delay(first, hours), delay(second, hours)]


def test_where_worlds_may_differ_each_is_held_against_its_own_undisturbed_traffic(runs):
    (county, here), _, (other_county, there) = runs
    own = [here.evidence.undisturbed_hours, there.evidence.undisturbed_hours]
    assert own[0] != own[1]
    found = replication_of([county, other_county], worlds_may_differ=True)
    assert [each.digest for each in found.measured] == [here.digest, there.digest]
    delays = [each.outcomes["delay_caused"][0] for each in found.measured]
    assert delays == [delay(here, own[0]), delay(there, own[1])]


def test_no_other_outcome_needs_the_undisturbed_traffic(runs):
    (_, with_it), *_ = runs
    without = CountyRun(run(0, "separate", False)[1].evidence, with_it.digest)
    measured, bare = on_own_calls(with_it).outcomes, on_own_calls(without).outcomes
    assert {name for name in OUTCOMES if measured[name] != bare[name]} == {
        "delay_caused",
        "yuan_a_day",
    }
    assert needs_undisturbed(None)
    assert needs_undisturbed(["delay_caused"])
    assert needs_undisturbed(["yuan_a_day"])
    assert not needs_undisturbed(["response_mean"])


def test_worlds_are_numbered_by_seed_and_differ_in_their_rule_alone():
    worlds = worlds_of(PLACE.changed(seed=7), ["separate", "integrated"], 1, 2, first=3)
    assert [world.seed for world in worlds] == [10, 11]
    for world in worlds:
        one, other = world.scenarios
        assert (one.rule_name, other.rule_name) == ("separate", "integrated")
        assert one.changed(rule=other.rule).in_steady_state() == other
