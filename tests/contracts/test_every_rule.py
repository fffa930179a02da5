"""One set of checks on every rule and every map: a new file is tested by being there."""

import dataclasses

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import (
    Apportion,
    Authority,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Duty,
    Reach,
    RoadClass,
    SiteLevel,
)
from jiaosuo.model.core.words import translate
from jiaosuo.model.kernels.officers.authority import may_finish, may_lead
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS, RULES, named
from jiaosuo.model.rules.rule import Rule
from jiaosuo.model.rules.rulebook import rulebook

ALL = [*RULES, *MAPS]


@pytest.mark.parametrize("name", ALL)
def test_it_says_what_it_is(name):
    rule = named(name)
    assert rule.name == name
    assert rule.words.endswith(".")
    assert rule.source
    assert any("一" <= letter <= "鿿" for letter in rule.chinese)
    assert translate(name, "zh") == rule.chinese


@pytest.mark.parametrize("name", RULES)
def test_it_is_a_value_that_nobody_can_change(name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        RULES[name].name = "other"


@pytest.mark.parametrize("name", RULES)
def test_every_kind_of_call_has_somebody_who_may_lead(name):
    """At complex ones somebody who need not be certified: certificates lapse."""
    authority = rulebook([RULES[name]]).authority[0]
    for domain in (Domain.TRAFFIC, Domain.ORDER):
        for road in RoadClass:
            granted = authority[:, domain, road]
            assert may_lead(granted[:, Complexity.SIMPLE]).any()
            assert may_finish(granted[:, Complexity.COMPLEX], False).any()


@pytest.mark.parametrize("name", RULES)
def test_the_desk_of_a_domain_sends_a_corps_that_may_lead_there(name):
    rule = RULES[name]
    authority = rulebook([rule]).authority[0]
    for domain in Domain:
        sends = rule.desks[rule.desk_of(domain)].sends
        assert any(
            may_lead(authority[corps, domain, RoadClass.VILLAGE, Complexity.SIMPLE]) for corps in sends
        )


@pytest.mark.parametrize("name", RULES)
def test_auxiliaries_lead_nowhere_and_specialists_stay_with_the_brigade(name):
    rule = RULES[name]
    assert (rulebook([rule]).authority[0, Corps.AUXILIARY] <= Authority.ASSIST).all()
    for corps in (Corps.TRAFFIC_SPECIALIST, Corps.CASE_SPECIALIST):
        assert rule.home[corps].level == SiteLevel.COUNTY
        assert rule.reach[corps] == Reach.COUNTY


@pytest.mark.parametrize("name", RULES)
def test_its_answers_are_words_of_the_glossary_and_no_number_scales_an_outcome(name):
    words = (Corps, Domain, RoadClass, Complexity, SiteLevel, Apportion, Authority, DeskLevel, Reach, Duty)
    allowed = {
        "reserve",
        "pulled_by",
        "ageing_minutes",
        "behind",
        "training_days",
        "disruption_months",
    }

    def numbers(value, path):
        if isinstance(value, (bool, str, words)):
            return
        if dataclasses.is_dataclass(value):
            for each in dataclasses.fields(value):
                numbers(getattr(value, each.name), [*path, each.name])
        elif isinstance(value, dict):
            for key, each in value.items():
                assert isinstance(key, words)
                numbers(each, path)
        elif isinstance(value, (tuple, frozenset)):
            for each in value:
                numbers(each, path)
        else:
            assert isinstance(value, (int, float))
            assert path[-1] in allowed, path

    numbers(RULES[name], [])


TIED = [name for name in MAPS if MAPS[name].exceptions]
"""Maps that name townships: each is of the place of the same name."""
EVERYWHERE = [name for name in ALL if name not in TIED]
TRIALS = [(name, place) for name in EVERYWHERE for place in ("county-town", "zigui-2004")]
TRIALS += [(name, name) for name in TIED]


def test_a_map_of_another_place_is_refused():
    with pytest.raises(InputError, match="township Maoping"):
        County(Scenario.preset("county-town", rule="zigui-2004", people_per_agent=25))
    with pytest.raises(InputError, match="township Hongqiao"):
        County(Scenario.preset("zigui-2004", rule="qidong-2023", people_per_agent=25))


@pytest.mark.parametrize(("name", "place"), TRIALS)
def test_it_runs_everywhere_and_every_outcome_is_a_number_or_not_observed(name, place):
    outcomes = County(Scenario.preset(place, rule=name, people_per_agent=25)).run_days(1).outcomes()
    assert set(outcomes) == set(OUTCOMES)
    for value, n in outcomes.values():
        assert value is None or value == value
        assert n >= 0


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
