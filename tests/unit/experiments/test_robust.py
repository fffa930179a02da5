"""What would flip a comparison, on made-up worlds in which the truth is known."""

import json
from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.comparison import robust as module
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.comparison.robust import asked, robust
from jiaosuo.experiments.comparison.robust_words import robust_sentences
from jiaosuo.experiments.replication.common_events import Measured
from jiaosuo.experiments.replication.replicate import Replication
from jiaosuo.experiments.statistics.intervals import mean_interval, paired_difference
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import Scenario

PLACE = Scenario.preset("county-town")
OUTCOME = "response_mean_traffic_rural"
NAMES = ["delta", "travel_share", "setup_share", "skill_floor"]


def gap(scenario, noise):
    """-5 min; delta turns it at .8 + 5/20, travel a quarter longer takes it away, set-up takes half."""
    turned = (
        20 * (scenario["delta"] - 0.8)
        + 20 * (scenario["travel_share"] - 1)
        + 60 * max(0.0, scenario["setup_share"] - 0.05)
    )
    return 0.0 if scenario.rule_name == "stationed" else -5 + turned + noise


@pytest.fixture
def made_up(monkeypatch):
    """Worlds in which the rules differ by `gap`; those with seeds in the set given fail."""
    failing: set[int] = set()

    def replicate(world):
        seed = world.scenarios[0].seed
        if seed in failing:
            raise RuntimeError("no such world")
        draws = np.random.default_rng(seed)
        base, noise = 30 + draws.normal(), draws.normal(0, 0.5)
        later = world.scenarios[1:]
        values = [base, *(base + gap(each, noise) for each in later)]
        measured = (Measured("", dict.fromkeys(OUTCOMES, (value, 1))) for value in values)
        return Replication(seed, tuple(measured))

    monkeypatch.setattr(module, "replicate", replicate)
    return failing


def compared(*differences):
    """The parts of a result that are read, of three worlds: how later rules differ from the first."""
    base = np.array([30.0, 31.0, 29.0])
    rules = ["separate", "integrated", "stationed"][: len(differences) + 1]
    runs = {rule: base + np.array(each) for rule, each in zip(rules[1:], differences, strict=True)}
    each = OutcomeResult(
        label="Response",
        unit="min",
        better="less",
        rules={"separate": mean_interval(base)},
        differences={rule: paired_difference(base, values) for rule, values in runs.items()},
    )
    return ComparisonResult(
        preset="P", days=7, seed=0, rules=tuple(rules), replications=3, staffing="workload",
        outcomes={OUTCOME: each},
    )  # fmt: skip


CLEAR = (-5.0, -5.1, -4.9)


def tried(result, names=NAMES):
    """The result with what would flip it, and that of its rule `integrated`."""
    result = replace(result, robust=robust(PLACE, result, asked(PLACE, 7, names=names)))
    return result, result.robust.headlines[OUTCOME]["integrated"]


def test_what_turns_the_difference_flips_it_and_what_takes_it_away_blurs_it(made_up):
    result, row = tried(compared(CLEAR))
    verdicts = {(each.name, each.value): each.verdict for each in row.judged}
    assert row.status == "judged"
    assert verdicts == {
        ("delta", 1.2): "flips",
        ("travel_share", 1.25): "blurs",
        ("setup_share", 0.1): "holds",
    }
    told = robust_sentences(result, "en")
    assert "would flip it" in told[0]
    assert "delta at 1.2 instead of 0.8 (difference +3" in told[0]
    assert "travel_share" not in told[0]
    assert "not distinguishable" in told[1]
    assert "travel_share at 1.25" in told[1]
    assert "会使结论反转的假设" in robust_sentences(result, "zh")[0]
    document = json.loads(json.dumps(result.to_json(), allow_nan=False))
    assert ComparisonResult.from_json(document) == result


def test_where_nothing_comes_near_nothing_is_judged_and_it_is_said(made_up):
    result, row = tried(compared(CLEAR), ["skill_floor"])
    assert row.judged == ()
    assert robust_sentences(result, "en")[0].startswith(
        "None of the 1 assumptions tried flips it or blurs it"
    )


def test_what_came_near_and_was_not_judged_is_named(made_up, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    result, row = tried(compared(CLEAR))
    assert [each.name for each in row.judged] == ["delta", "travel_share"]
    assert row.not_judged == ("setup_share=0.1",)
    assert any("not judged" in told and "setup_share=0.1" in told for told in robust_sentences(result, "en"))


def test_judging_worlds_are_fresh(made_up, monkeypatch):
    """Three worlds were compared, two are looked at, and eight others judge."""
    seen = []
    plain = module.replicate
    monkeypatch.setattr(
        module, "replicate", lambda world: seen.append(world.scenarios[0].seed) or plain(world)
    )
    tried(compared(CLEAR))
    assert set(seen) == set(range(3, 13))
    assert seen.count(3) == 9
    assert seen.count(12) == 4


def test_a_rule_that_is_not_told_from_the_first_has_nothing_to_flip_and_runs_nothing(made_up):
    result, row = tried(compared((-5.0, 6.0, 1.0)))
    assert row.status == "open"
    assert result.robust.runs == 0
    [only] = robust_sentences(result, "en")
    assert "nothing to flip" in only


def test_a_difference_that_is_lost_in_the_judging_worlds_is_not_judged(made_up):
    """The comparison found `stationed` to differ; the worlds of the test know better."""
    result, _ = tried(compared(CLEAR, CLEAR))
    assert result.robust.headlines[OUTCOME]["stationed"].status == "lost"
    assert any("nothing is said" in sentence for sentence in robust_sentences(result, "en"))


def test_worlds_that_fail_are_told_and_left_out(made_up):
    made_up.add(12)
    result, row = tried(compared(CLEAR))
    assert {each.difference.n for each in row.judged} == {7}
    assert len(result.robust.failures) == 4
    assert robust_sentences(result, "en")[-1] == "Worlds that failed in this trial: 4."


def test_days_are_two_or_those_of_a_shorter_comparison():
    assert asked(PLACE, 7).days == 2
    assert asked(PLACE, 0.5).days == 0.5
    assert asked(PLACE, 7, robust_days=5).days == 5


def test_a_path_says_its_own_days():
    path = Scenario.preset("fujian-2002-2015")
    assert asked(path, path.path.days).days == path.path.days
    with pytest.raises(InputError, match="path"):
        asked(path, path.path.days, robust_days=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"headlines": ["respons_mean"]}, "did you mean"),
        ({"worlds": 2}, "robust-worlds"),
        ({"robust_days": 0}, "days"),
        ({"names": ["nonsense"]}, "assumptions"),
    ],
)
def test_wrong_requests_are_named(wrong, field):
    with pytest.raises(InputError, match=field):
        asked(PLACE, 7, **wrong)


def test_an_end_whose_worlds_scatter_wider_than_the_difference_is_without_power(made_up, monkeypatch):
    """Where travel takes a quarter longer, worlds differ by tens of minutes: eight show neither."""

    def scattered(scenario, noise):
        same = scenario["travel_share"] == PLACE["travel_share"]
        return as_it_is(scenario, noise if same else -60 * noise)

    as_it_is = gap
    monkeypatch.setitem(globals(), "gap", scattered)
    result, row = tried(compared(CLEAR))
    found = {each.name: each for each in row.judged}["travel_share"]
    assert found.verdict == "no power"
    assert (found.interval[1] - found.interval[0]) / 2 > abs(row.as_it_is.mean)
    assert any("Not enough power" in told for told in robust_sentences(result, "en"))
    assert any("检验效能不足" in told for told in robust_sentences(result, "zh"))
