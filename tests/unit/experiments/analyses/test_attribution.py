"""Mixed rules: none taken is the first rule, all taken is the later one, and each can stand."""

import pytest

from jiaosuo.experiments.analyses.attribution.answers import differing, idle, mixed, of_townships, subsets
from jiaosuo.experiments.analyses.attribution.mechanisms import MECHANISMS
from jiaosuo.model.rules import RULES, named
from jiaosuo.model.scenario import Scenario

ZIGUI = Scenario.preset("zigui-2004")


@pytest.mark.parametrize("later", [name for name in RULES if name != "separate"])
def test_the_mixed_rules_go_from_the_first_to_the_later(later):
    first, last = RULES["separate"], RULES[later]
    answers = differing([first], [last])
    rules = [mixed(first, last, [answers[i] for i in each], ZIGUI) for each in subsets(len(answers))]
    assert rules[0].answers() == first.answers()
    ends = {**last.answers(), **{name: first.answers()[name] for name in idle([first], [last])}}
    assert rules[-1].answers() == ends
    assert len({repr(rule.answers()) for rule in rules}) == 2 ** len(answers)


def test_desks_and_handover_move_together_because_one_names_the_other():
    found = differing([RULES["separate"]], [RULES["integrated"]])
    assert [each.name for each in found] == ["home", "authority", "desks + handover", "duty", "order"]
    assert found[2].questions == ("desks", "handover")


def test_the_cost_of_a_change_is_not_in_play():
    assert idle([RULES["separate"]], [RULES["integrated"]]) == ["change"]


def test_a_map_is_mixed_township_by_township():
    first, last = named("separate"), named("zigui-2004")
    here = of_townships(first, ZIGUI), of_townships(last, ZIGUI)
    answers = differing(*here)
    whole = of_townships(mixed(first, last, answers, ZIGUI), ZIGUI)
    for mine, old, new in zip(whole, *here, strict=True):
        assert mine.answers() == {**new.answers(), "change": old.change}


def test_subsets_are_numbered_by_their_bits():
    assert subsets(2) == [(), (0,), (1,), (0, 1)]


def test_each_mechanism_changes_the_scenario_or_the_rule():
    for mechanism in MECHANISMS:
        scenario, rule = mechanism.of(ZIGUI), mechanism.rule(RULES["separate"])
        assert dict(scenario.values) != dict(ZIGUI.values) or rule.answers() != RULES["separate"].answers()
        assert mechanism.edit is None or rule.answers() != RULES["separate"].answers()
