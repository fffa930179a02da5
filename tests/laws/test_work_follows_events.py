"""What a run costs, in counted operations: work follows what happens, not how many there are."""

import pytest

from benchmarks.counties import grown_county
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Duty

SLOTS_A_DAY = 48


def work(county):
    """Operations of a run: links asked, events handled, calls offered, officers asked, candidates seen."""
    clock, roads = county.dispatch.tables.clock, county.vehicles.roads
    return {
        "tries": int(roads.clock["tries"][0]),
        "crossings": int(roads.links["crossings"].sum()),
        "happened": int(clock["happened"][0]),
        "offers": int(clock["offers"][0]),
        "asked": int(clock["asked"][0]),
        "candidates": int(clock["next_candidate"][0]),
    }


@pytest.fixture(scope="module")
def quiet():
    return County(Scenario.preset("zigui-2004", people_per_agent=10)).run_days(1)


@pytest.fixture(scope="module")
def jammed():
    """City streets at less than half of their capacity."""
    return County(Scenario.preset("city-district", people_per_agent=25, capacity_street=900)).run_days(0.5)


def test_on_free_roads_a_link_is_asked_once_for_each_crossing(quiet):
    done = work(quiet)
    assert done["crossings"] <= done["tries"] <= 1.02 * done["crossings"]


def test_in_a_jam_links_that_wait_are_woken_and_not_asked_again_and_again(jammed):
    """A link is asked when its first is ready, and again when room is made or its patience ends."""
    done, roads = work(jammed), jammed.vehicles.roads
    assert roads.clock["refused"][0] > 0
    assert done["crossings"] < done["tries"] <= 2 * done["crossings"] + roads.clock["refused"][0]


def test_every_candidate_is_seen_once(quiet):
    assert work(quiet)["candidates"] == len(quiet.candidates.today)


def test_events_follow_calls_and_slots(quiet):
    """A call has some nine events of its own; paperwork and what is met on the beat add to them.

    Of those on duty, three in ten, each begins and ends a meal, a briefing and a meeting: two an officer.
    """
    calls, officers = len(quiet.dispatch.calls), len(quiet.force.columns)
    assert work(quiet)["happened"] <= 10 * calls + SLOTS_A_DAY + (1 + 2) * officers


def test_desks_offer_when_something_has_changed_and_look_at_each_officer_at_most_twice(quiet):
    done, officers = work(quiet), len(quiet.force.columns)
    longest = int(quiet.recorder.rows()["waiting"].max())
    assert 0 < done["offers"] <= done["happened"] * (longest + 1)
    assert done["asked"] <= 2 * officers * done["offers"]


def test_a_county_ten_times_as_large_is_at_most_eleven_times_the_work():
    """Ways are longer in a larger county, so crossings are held to what each costs."""
    small, large = (
        work(County(grown_county(people, people_per_agent=25)).run_days(0.5)) for people in (45_000, 450_000)
    )
    assert large["tries"] * small["crossings"] <= 1.1 * small["tries"] * large["crossings"]
    assert large["candidates"] <= 11 * small["candidates"]
    assert large["happened"] <= 11 * small["happened"]


def test_the_kernels_do_a_small_share_of_the_steps_that_objects_would_take(quiet):
    """Objects that step themselves each take a step a minute; what the kernels do instead is counted."""
    agents = len(quiet.citizens.columns) + len(quiet.vehicles.columns) + len(quiet.force.columns)
    done = work(quiet)
    ours = done["tries"] + done["happened"] + done["asked"] + done["candidates"] + 1_440 * len(Duty)
    assert 200 * ours < 1_440 * agents


def test_where_roads_jam_ways_are_found_for_who_asks_and_no_farther():
    """A quarter of an hour after a plan of the evening peak: most zones are asked for, by who is near."""
    county = County(
        Scenario.preset("county-town", urbanization=0.9, vehicles_per_1000=300, people_per_agent=25)
    ).run_days(18.75 / 24)
    roads = county.vehicles.roads
    found, cells = roads.travel_times.zones["found"], roads.travel_times.ways.shape[1]
    assert roads.clock["plans"][0] > 5
    assert 0 < found.sum() < cells * len(found) / 4


def test_mesa_is_asked_for_a_step_where_something_turns_and_not_for_every_minute(quiet):
    assert quiet.steps <= 2
    whole = County(Scenario.preset("zigui-2004", people_per_agent=25))
    whole.run_for(10)
    assert whole.steps == 10
    assert whole.minute == 10
