"""What the rules of the shelf answer is what happens: who leads where, seen at work every ten minutes."""

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Area, Corps, Domain, Needs, RoadClass
from jiaosuo.model.start import starting_skill
from tests.laws.bench import SMALL

BUSY = SMALL | {"vehicles_per_1000": 600, "damage_crash_rate_rural": 0.3, "damage_crash_rate_urban": 0.3}


def led(rule, place="zigui-2004", days=3, **values):
    """Leads seen on the way or at work: (call row, corps of the lead), as the call's needs are known then."""
    county = County(Scenario.preset(place, rule=rule, seed=3, **(BUSY | values)))
    rows, corps = [], []
    for _ in range(days * 144):
        county.run_days(10 / 1440)
        calls = county.dispatch.calls
        now = calls[calls["lead"] >= 0]
        rows.append(now.copy())
        corps.append(county.force.columns["corps"][now["lead"]])
    return np.concatenate(rows), np.concatenate(corps)


@pytest.fixture(scope="module")
def station_led():
    """Traffic calls that nobody has found to be complex, and the corps in the lead."""
    calls, corps = led("station_led")
    plain = (calls["domain"] == Domain.TRAFFIC) & (calls["needs"] == Needs.SIMPLE) & ~calls["is_complex"]
    return calls[plain], corps[plain]


@pytest.mark.parametrize("road", [RoadClass.VILLAGE, RoadClass.COUNTY])
def test_stations_lead_at_simple_crashes_on_country_roads(station_led, road):
    calls, corps = station_led
    assert set(corps[calls["road_class"] == road].tolist()) == {Corps.STATION}


def test_squadrons_keep_trunk_roads(station_led):
    calls, corps = station_led
    assert set(corps[calls["road_class"] == RoadClass.TRUNK].tolist()) == {Corps.TRAFFIC}


def test_what_is_known_to_be_complex_on_a_village_road_is_not_led_by_a_station():
    calls, corps = led("station_led", damage_crash_complex_share=1, damage_crash_caller_knows=1)
    known = (calls["domain"] == Domain.TRAFFIC) & (calls["needs"] != Needs.SIMPLE)
    assert known.any()
    assert set(corps[known].tolist()) <= {Corps.TRAFFIC, Corps.TRAFFIC_SPECIALIST}


def test_the_merged_corps_leads_at_traffic_calls_in_town_and_stations_do_not():
    calls, corps = led("patrol_merged", "city-district", days=1)
    town = (calls["domain"] == Domain.TRAFFIC) & (calls["area"] == Area.URBAN)
    assert {Corps.TRAFFIC, Corps.PATROL} <= set(corps[town].tolist())
    assert Corps.STATION not in corps[town]


def test_the_merged_corps_leads_at_calls_of_the_street_and_stations_keep_the_cases():
    calls, corps = led("patrol_merged", "city-district", days=3)
    order = calls["domain"] == Domain.ORDER
    simple, known = calls["needs"] == Needs.SIMPLE, calls["needs"] == Needs.COMPLEX
    assert {Corps.TRAFFIC, Corps.PATROL, Corps.STATION} <= set(corps[order & simple].tolist())
    assert Corps.TRAFFIC not in corps[order & known]


def test_officers_who_keep_trunk_roads_keep_their_skill_there():
    """Under a rule that leaves a corps some roads only, its long-run skill lies above the untaught floor."""
    scenario = Scenario.preset("zigui-2004", rule="station_led").in_steady_state()
    county = County(scenario)
    corps = county.force.columns["corps"]
    origin = county.force.columns["township"]
    skill = starting_skill(corps, origin, scenario, county.land)
    assert skill[corps == Corps.TRAFFIC, Domain.TRAFFIC].min() > scenario["skill_floor"]
    assert skill[corps == Corps.STATION, Domain.TRAFFIC].min() > scenario["skill_floor"]
