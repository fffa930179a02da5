"""One set of checks on every rule and every map: a new file is tested by being there."""

import dataclasses

import pytest

from jiaosuo import testing
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import MAPS, RULES, named
from jiaosuo.model.rules.rule import Rule

ALL = [*RULES, *MAPS]


@pytest.mark.parametrize("check", [each for name in ALL for each in testing.checks_of(named(name))], ids=str)
def test_every_rule_and_map_keeps_the_contract(check):
    check()


@pytest.mark.parametrize("name", RULES)
def test_it_is_a_value_that_nobody_can_change(name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        RULES[name].name = "other"


def test_a_map_of_another_place_is_refused():
    with pytest.raises(InputError, match="township Maoping"):
        County(Scenario.preset("county-town", rule="zigui-2004", people_per_agent=25))
    with pytest.raises(InputError, match="township Hongqiao"):
        County(Scenario.preset("zigui-2004", rule="qidong-2023", people_per_agent=25))


def test_a_rule_needs_a_desk_for_each_domain():
    with pytest.raises(ValueError, match="each domain needs exactly one desk"):
        dataclasses.replace(RULES["separate"], desks=RULES["separate"].desks[:1], handover=frozenset())


def test_a_rule_cannot_hand_over_to_a_desk_it_does_not_have():
    with pytest.raises(ValueError, match="unknown desk"):
        dataclasses.replace(RULES["separate"], handover=frozenset({("110", "999")}))


def test_a_map_gives_towns_and_villages_their_own_rule():
    names = [place.name for place in Scenario.preset("zigui-2004").townships]
    given = {name: MAPS["zigui-2004"].rule_for(name, density=100, boundary=400) for name in names}
    assert given["Maoping"] is RULES["separate"]
    assert all(
        isinstance(rule, Rule) and rule is not RULES["separate"]
        for name, rule in given.items()
        if name != "Maoping"
    )
