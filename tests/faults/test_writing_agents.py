"""What is written through a view is a column in its range, or refused; who leaves, leaves the force."""

from __future__ import annotations

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.citizens import Citizen
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.officers import Officer
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.vehicles import Vehicle


@pytest.fixture(scope="module")
def county():
    return County(Scenario.preset("county-town", people_per_agent=25, population=40_000))


@pytest.mark.parametrize("kind", [Officer, Citizen, Vehicle])
@pytest.mark.parametrize("name", ["row", "model", "unique_id", "removed", "pos"])
def test_what_makes_an_agent_the_view_that_it_is_stays(county, kind, name):
    agent = next(iter(county.agents_by_type[kind]))
    before = getattr(agent, name)
    with pytest.raises(InputError, match=rf"{kind.__name__}.{name}.*only read"):
        setattr(agent, name, 3)
    assert getattr(agent, name) is before


def test_a_column_that_is_misspelt_is_refused_with_the_nearest(county):
    officer = next(iter(county.agents_by_type[Officer]))
    with pytest.raises(InputError, match=r"Officer: 'skill_trafic'.*did you mean skill_traffic"):
        officer.skill_trafic = 1
    with pytest.raises(InputError, match=r"Officer: 'nonsense'"):
        county.agents_by_type[Officer].set("nonsense", 1)


def test_a_note_of_ones_own_begins_with_an_underscore(county):
    officer = next(iter(county.agents_by_type[Officer]))
    officer._seen = 3
    assert officer._seen == 3


@pytest.mark.parametrize("kind", [Officer, Citizen, Vehicle])
def test_mesas_way_out_says_what_remove_says(county, kind):
    agents = list(county.agents_by_type[kind])
    with pytest.raises(InputError) as by_remove:
        agents[0].remove()
    with pytest.raises(InputError) as by_model:
        county.deregister_agent(agents[0])
    assert str(by_model.value) == str(by_remove.value)
    with pytest.raises(InputError):
        county.remove_all_agents()
    assert list(county.agents_by_type[kind]) == agents


def test_rows_that_a_change_takes_away_take_their_views_along():
    """Fewer vehicles from the second day on: whoever held a view of one that is gone is told so."""
    fewer = [{"day": 1, "set": {"vehicles_per_1000": 40}}]
    county = County(Scenario.preset("county-town", people_per_agent=25, population=40_000, timeline=fewer))
    vehicles = list(county.agents_by_type[Vehicle])
    county.run_days(1.1)
    gone = [each for each in vehicles if each.removed]
    assert gone
    assert len(county.agents_by_type[Vehicle]) < len(vehicles)
    with pytest.raises(LookupError, match="no longer in the county"):
        print(gone[0].owner)


def test_what_is_no_value_and_no_path_is_named(county):
    officer = next(iter(county.agents_by_type[Officer]))
    with pytest.raises(InputError, match=r"Officer.cell: None.*there is always one"):
        officer.cell = None
    for path in (5, None, b"x", []):
        with pytest.raises(InputError, match=r"saved county.*must be a path"):
            county.save(path)
        with pytest.raises(InputError, match=r"saved county.*must be a path"):
            County.load(path)


def test_what_is_shown_of_rules_kinds_land_and_agents_is_one_line(county):
    shown = [RULES["integrated"], MAPS["zigui-2004"], KINDS["theft"], county.land]
    shown += [next(iter(county.agents_by_type[kind])) for kind in (Officer, Citizen, Vehicle)]
    assert [repr(each) for each in shown][:3] == [
        "<Rule: integrated>",
        "<RuleMap: zigui-2004>",
        "<Kind: theft>",
    ]
    assert max(len(repr(each)) for each in shown) < 80
