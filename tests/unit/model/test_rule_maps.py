"""Where maps of rules draw their line: a lever, on the densities of the land as it is settled now."""

import numpy as np
import pytest

from jiaosuo.experiments.replication.same_rules import same_rules
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Corps
from jiaosuo.model.landscape import landscape, rules_of_townships
from jiaosuo.model.rules import MAPS, RULES, RuleMap
from jiaosuo.model.rules.map import line_that_halves, rule_of_each
from jiaosuo.model.staffing import establishment, posted

SEPARATE, INTEGRATED = RULES["separate"], RULES["integrated"]
LINE_OF_ITS_OWN = RuleMap("own", "自定", "Own line.", "test", rest=INTEGRATED, dense=SEPARATE, boundary=50)


def divided(scenario, chosen):
    """Names of the townships that the map counts among the dense."""
    land = landscape(scenario)
    rules = rules_of_townships(chosen, scenario, land)
    return {place.name for place, rule in zip(land.townships, rules, strict=True) if rule is chosen.dense}


def test_a_township_at_the_boundary_is_dense_and_one_below_is_not():
    rules = rule_of_each(MAPS["hybrid"], ["A", "B"], [400.0, 399.9], 400.0)
    assert [rule.name for rule in rules] == ["separate", "integrated"]


def test_a_map_with_a_line_of_its_own_does_not_ask_the_lever():
    assert rule_of_each(LINE_OF_ITS_OWN, ["A", "B"], [49.0, 51.0], 1_000.0) == (INTEGRATED, SEPARATE)


def test_a_plain_rule_is_the_same_everywhere():
    assert rule_of_each(SEPARATE, ["A", "B"], [1.0, 1e6], 400.0) == (SEPARATE, SEPARATE)


def test_a_township_that_is_named_is_asked_for_no_density():
    named = RuleMap("named", "点名", "Named.", "test", rest=INTEGRATED, exceptions={"A": SEPARATE})
    assert rule_of_each(named, ["A", "B"], [1.0, 1e6], 0.0) == (SEPARATE, INTEGRATED)


def test_a_map_that_names_a_township_of_elsewhere_is_refused():
    with pytest.raises(InputError, match=r"qidong-2023.*township Hongqiao"):
        rule_of_each(MAPS["qidong-2023"], ["Maoping"], [350.0], 400.0)


@pytest.mark.parametrize("name", ["hybrid", "fujian-2003", "fujian-2015"])
def test_the_lever_moves_the_line_of_every_map_that_draws_none(name):
    scenario, chosen = Scenario.preset("county-town", density_boundary=400), MAPS[name]
    seat = divided(scenario, chosen)
    more = divided(scenario.changed(density_boundary=250), chosen)
    assert seat == {"County seat"}
    assert seat < more
    assert divided(scenario.changed(density_boundary=1), chosen) == {
        t.name for t in landscape(scenario).townships
    }
    assert divided(scenario.changed(density_boundary=100_000), chosen) == set()


def test_a_seat_that_grows_is_divided_as_its_people_come():
    scenario = Scenario.preset("zigui-2004", density_boundary=400)
    assert divided(scenario, MAPS["hybrid"]) == set()
    assert divided(scenario.changed(population=450_000), MAPS["hybrid"]) == {"Maoping"}
    assert divided(scenario.changed(urbanization=0.4), MAPS["hybrid"]) == set()


PLACES = ("zigui-2004", "county-town", "city-district", "fuzhou-2003", "qidong-2023", "fujian-2002-2015")


@pytest.mark.parametrize("place", PLACES)
def test_hybrid_draws_its_line_inside_every_shipped_place(place):
    """Nothing is named: whatever the towns of a place are like, about half of its people are on each side."""
    scenario = Scenario.preset(place).start
    land = landscape(scenario)
    dense = divided(scenario, MAPS["hybrid"])
    people = np.bincount(land.cells["township"], weights=land.cells["people"])
    held = sum(people[row] for row, each in enumerate(land.townships) if each.name in dense)
    assert 0 < len(dense) < len(land.townships)
    assert abs(held / people.sum() - 0.5) <= people.max() / people.sum() / 2
    assert same_rules(scenario, ["separate", "integrated", "hybrid"]) == {}


def test_the_line_that_halves_by_hand():
    """Of 100 people 60 live densest: nearer to half than the 90 of the two densest, and than nobody."""
    assert line_that_halves([10.0, 40.0, 20.0], [10, 60, 30]) == 30.0
    assert line_that_halves([10.0, 40.0, 20.0], [60, 10, 30]) == 15.0
    assert line_that_halves([7.0], [5]) == 7.0
    assert line_that_halves([7.0, 7.0], [5, 5]) == 7.0


def test_a_map_whose_line_lies_outside_is_told_to_be_another_rule():
    low, high = (Scenario.preset("county-town", density_boundary=line) for line in (1, 100_000))
    assert same_rules(low, ["separate", "integrated", "hybrid"]) == {"hybrid": "separate"}
    assert same_rules(high, ["separate", "integrated", "hybrid"]) == {"hybrid": "integrated"}


def test_the_boundary_reaches_the_desks_of_the_county():
    small = {"people_per_agent": 25, "rule": "hybrid"}
    low, high = (
        County(Scenario.preset("county-town", density_boundary=line, **small)).force.book.rule_table["desks"]
        for line in (100, 2_000)
    )
    assert set(low.tolist()) == {2}
    assert set(high.tolist()) == {1}


def test_density_is_people_over_area(land, zigui):
    cells = land.cells
    for row in range(len(land.townships)):
        own = cells[cells["township"] == row]
        assert land.density[row] == pytest.approx(own["people"].sum() / (len(own) * zigui["cell_km"] ** 2))
    assert np.average(land.density, weights=np.bincount(cells["township"])) == pytest.approx(
        zigui["population"] / (len(cells) * zigui["cell_km"] ** 2)
    )


def test_qidong_keeps_four_squadrons_merges_three_and_gives_eighteen_stations_the_plate():
    scenario = Scenario.preset("qidong-2023", rule="qidong-2023")
    land = landscape(scenario)
    rules = rules_of_townships(scenario.rule, scenario, land)
    kinds = [rule.name for rule in rules]
    assert len(kinds) == 25
    assert [kinds.count(name) for name in ("separate", "integrated", "station_led")] == [4, 3, 18]


def homes(rule):
    """Level of site from which the traffic and the patrol corps of Chongqing work, and how many there are."""
    scenario = Scenario.preset("chongqing-2010", rule=rule)
    land = landscape(scenario)
    corps, origin = establishment(scenario, land)
    where = posted(corps, origin, scenario.rule, scenario, land)
    street = np.isin(where.corps, [Corps.TRAFFIC, Corps.PATROL])
    return set(where.home_cell[street].tolist()), int(street.sum()), land


def test_chongqing_leaves_three_squadrons_for_platforms_in_the_streets():
    before, officers, land = homes("chongqing-2009")
    after, as_many, _ = homes("chongqing-2010")
    assert before == {int(land.seats[row]) for row in set(land.district.tolist())}
    assert len(before) == 3
    assert after == {int(cell) for cells in land.station_cells for cell in cells}
    assert officers == as_many == 630 + 710
