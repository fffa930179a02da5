"""What every rule and every map of rules keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from jiaosuo.experiments.contracts.check import has_chinese
from jiaosuo.model import County, Scenario
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
from jiaosuo.model.rules import Rule, RuleMap, parts_of
from jiaosuo.model.rules.rulebook import rulebook
from jiaosuo.model.scenario import counties

WORDS = (Corps, Domain, RoadClass, Complexity, SiteLevel, Apportion, Authority, DeskLevel, Reach, Duty)
NUMBERS = ("reserve", "pulled_by", "ageing_minutes", "behind", "training_days", "disruption_months")
"""The only answers that are numbers; none scales an outcome."""

PLACES = ("county-town", "zigui-2004")
AGENTS = 25
"""People an agent stands for where a check runs a county: coarse, so that it takes a second."""


def it_says_what_it_is(rule: Rule | RuleMap) -> None:
    """It has a name, a Chinese name, a sentence and a source."""
    assert rule.words.endswith("."), "words: must be a sentence that ends in a full stop"
    assert rule.source, "source: must say where the rule is from"
    assert has_chinese(rule.chinese), "chinese: must be what the rule is called in Chinese"
    assert translate(rule.name, "zh") == rule.chinese, "chinese: another rule has this name in Chinese"


def somebody_may_lead_at_every_kind_of_call(rule: Rule | RuleMap) -> None:
    """At complex calls somebody who need not be certified: certificates lapse."""
    for each in _rules(rule):
        authority = rulebook([each]).authority[0]
        for domain in (Domain.TRAFFIC, Domain.ORDER):
            for road in RoadClass:
                granted = authority[:, domain, road]
                where = f"authority of {each.name}: {domain.name.lower()} calls on a {road.name.lower()} road"
                assert may_lead(granted[:, Complexity.SIMPLE]).any(), (
                    f"{where}: nobody may lead at simple ones"
                )
                finishes = may_finish(granted[:, Complexity.COMPLEX], False).any()
                assert finishes, f"{where}: nobody may finish complex ones without a certificate"


def the_desk_of_a_domain_sends_a_corps_that_may_lead_there(rule: Rule | RuleMap) -> None:
    """A desk that can send nobody who may lead would hold its calls for ever."""
    for each in _rules(rule):
        authority = rulebook([each]).authority[0]
        for domain in Domain:
            desk = each.desks[each.desk_of(domain)]
            leads = (authority[corps, domain, RoadClass.VILLAGE, Complexity.SIMPLE] for corps in desk.sends)
            assert any(map(may_lead, leads)), f"desk {desk.name}: sends nobody who may lead at its calls"


def auxiliaries_lead_nowhere_and_specialists_stay_with_the_brigade(rule: Rule | RuleMap) -> None:
    """What no rule may change: auxiliaries have no authority, specialists are the county's."""
    for each in _rules(rule):
        granted = rulebook([each]).authority[0, Corps.AUXILIARY]
        assert (granted <= Authority.ASSIST).all(), "authority: auxiliaries may assist and no more"
        for corps in (Corps.TRAFFIC_SPECIALIST, Corps.CASE_SPECIALIST):
            assert each.home[corps].level == SiteLevel.COUNTY, "home: specialists are at the county seat"
            assert each.reach[corps] == Reach.COUNTY, "reach: specialists go anywhere in the county"


def its_answers_are_words_and_no_number_scales_an_outcome(rule: Rule | RuleMap) -> None:
    """Efficiency must emerge: a rule says who, from where, through which desk, in which order."""
    for each in _rules(rule):
        for field, value in _numbers(each, ""):
            assert field in NUMBERS, f"{field}: {value!r} is no answer; only {', '.join(NUMBERS)} are numbers"


def it_runs_and_every_outcome_is_a_number_or_not_observed(rule: Rule | RuleMap) -> None:
    """A day of every place that it is made for."""
    places = _places(rule)
    assert places, "exceptions: no shipped place has townships of these names"
    for place in places:
        county = County(Scenario.preset(place, rule=rule, people_per_agent=AGENTS)).run_days(1)
        outcomes = county.outcomes()
        assert set(outcomes) == set(OUTCOMES), f"{place}: an outcome is missing"
        for name, (value, n) in outcomes.items():
            assert value is None or value == value, f"{place}: {name} is not a number"
            assert n >= 0, f"{place}: {name} rests on {n} observations"


CONTRACT = (
    it_says_what_it_is,
    somebody_may_lead_at_every_kind_of_call,
    the_desk_of_a_domain_sends_a_corps_that_may_lead_there,
    auxiliaries_lead_nowhere_and_specialists_stay_with_the_brigade,
    its_answers_are_words_and_no_number_scales_an_outcome,
    it_runs_and_every_outcome_is_a_number_or_not_observed,
)


def _rules(rule: Rule | RuleMap) -> tuple[Rule, ...]:
    return (rule,) if isinstance(rule, Rule) else tuple({each.name: each for each in parts_of(rule)}.values())


def _places(rule: Rule | RuleMap) -> list[str]:
    """Where it can be tried: two places, or those that have the townships that a map names."""
    if isinstance(rule, Rule) or not rule.exceptions:
        return list(PLACES)
    wanted = set(rule.exceptions)
    return [name for name in counties() if wanted <= {each.name for each in Scenario.preset(name).townships}]


def _numbers(value: object, field: str) -> Iterator[tuple[str, object]]:
    """Every value inside a rule that is neither a text nor a word of the glossary, with its field."""
    if isinstance(value, (bool, str, *WORDS)):
        return
    if dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from _numbers(getattr(value, each.name), each.name)
    elif isinstance(value, Mapping):
        for each in (*value, *value.values()):
            yield from _numbers(each, field)
    elif isinstance(value, tuple | frozenset):
        for each in value:
            yield from _numbers(each, field)
    else:
        yield field, value
