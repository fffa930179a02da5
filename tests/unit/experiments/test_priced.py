"""The priced sum, worked by hand: parts, sum, what hides it, and how it is told."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.comparison.priced import DECLARED, checked_prices, in_yuan, priced_sum, prices_in
from jiaosuo.experiments.comparison.priced_result import PricedSum
from jiaosuo.experiments.comparison.priced_words import (
    NAMES,
    THINGS,
    UNITS,
    nearest_turn,
    priced_rows,
    priced_sentences,
    yuan,
)
from jiaosuo.experiments.statistics.intervals import family_interval, mean_interval
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.parameters.prices import PRICES
from jiaosuo.model.priced import PARTS, YUAN
from tests.laws.bench import SMALL

WORLDS = 10
NOTHING = {each.name: 0.0 for each in PRICES}
FLAT = np.full((WORLDS, 2), 7.0)
EVEN = np.array([1.0, -1.0] * (WORLDS // 2))


def change(of: float, noise: float = 0.0) -> Any:
    """A column in which the later rule has so much more, give or take the noise, world by world."""
    return np.stack([FLAT[:, 0], FLAT[:, 0] + of + noise * EVEN], axis=1)


def columns(**given: Any) -> dict[str, Any]:
    return {each.outcome: FLAT for each in PARTS} | {YUAN: FLAT} | given


def told(prices: dict[str, float], days: float = 2.0, **given: Any) -> PricedSum:
    return priced_sum(columns(**given), ["a", "b"], NOTHING | prices, days)


def said(found: PricedSum, language: str = "en") -> str:
    return " ".join(priced_sentences(found, "b", ("a", "b"), language))


def test_a_part_is_quantity_a_day_times_price_and_the_parts_add_up_to_the_sum():
    """4 h less in two days at 50 yuan: 100 a day less. A case more in two days at 300: 150 a day less."""
    found = told(
        {"price_waiting_hour": 50.0, "price_case": 300.0},
        hours_waiting=change(-4.0, 0.5), cases_cleared_up=change(1.0, 0.1),
    )  # fmt: skip
    parts = found.rules["b"].parts
    assert parts["hours_waiting"].quantity.mean == pytest.approx(-2)
    assert parts["hours_waiting"].yuan.mean == pytest.approx(-100)
    assert parts["cases_cleared_up"].yuan.mean == pytest.approx(-150)
    assert found.total("b").mean == pytest.approx(-250)
    assert set(parts) == {"hours_waiting", "cases_cleared_up"}


def test_the_interval_of_the_sum_is_that_of_the_sum_in_each_world():
    """Two parts whose noise is each other's mirror: neither is sure, and their sum is, to the last yuan."""
    found = told(
        {"price_waiting_hour": 2.0, "price_officer_hour": 2.0},
        hours_waiting=change(-1.0, 9.0), officer_hours=change(0.0, -9.0),
    )  # fmt: skip
    total = found.rules["b"]
    assert total.total.interval == pytest.approx((-1.0, -1.0))
    assert not any(part.told for part in total.parts.values())


def test_noise_is_shared_out_by_covariance_and_adds_up_to_one():
    """Noise of 3 and of 1 in the same worlds: the sum has 4 in each, three quarters of it the first's."""
    found = told(
        {"price_waiting_hour": 1.0, "price_officer_hour": 1.0},
        hours_waiting=change(0.0, 3.0), officer_hours=change(-2.0, 1.0),
    )  # fmt: skip
    noise = {name: part.noise for name, part in found.rules["b"].parts.items()}
    assert noise == {"hours_waiting": pytest.approx(0.75), "officer_hours": pytest.approx(0.25)}


SWAMPED = {
    "delay_caused": change(20.0, 900.0),
    "hours_waiting": change(-100.0, 4.0),
    "officer_hours": change(-50.0, 3.0),
}
AT = {"price_vehicle_hour": 10.0, "price_waiting_hour": 20.0, "price_officer_hour": 20.0}


def test_a_part_that_is_noise_is_named_and_hides_nothing():
    found = told(AT, **SWAMPED)
    total = found.rules["b"]
    assert total.total.span[0] < 0 < total.total.span[1]
    assert total.noisiest == "delay_caused"
    sentence = said(found)
    assert sentence.startswith("All in yuan, a and b are not distinguishable")
    assert "because the delay of vehicles cannot be told from 0" in sentence
    assert "Without it b costs 1,500 yuan a day less" in sentence


def test_what_is_left_holds_for_every_choice_of_parts():
    """Left out is the noisiest of three: three choices. Told are two of three: seven choices of parts."""
    total = told(AT, **SWAMPED).rules["b"]
    rest = (-100.0 + 4.0 * EVEN) * 20 / 2 + (-50.0 + 3.0 * EVEN) * 20 / 2
    assert total.without is not None
    assert total.told is not None
    assert total.without == family_interval(mean_interval(rest), 3)
    assert total.told.interval == pytest.approx(family_interval(mean_interval(rest), 7).interval)
    assert total.told.half_width > total.without.half_width > mean_interval(rest).half_width


def test_a_choice_of_parts_among_noise_alone_says_something_about_one_time_in_twenty_at_most():
    """Nothing differs; the parts that look best are picked. Their widened interval seldom leaves 0."""
    rng = np.random.default_rng(5)
    prices = NOTHING | {each.price: 1.0 for each in PARTS}
    wrong = 0
    for _ in range(400):
        noise = {each.outcome: np.stack([FLAT[:, 0], 7 + rng.normal(size=WORLDS)], 1) for each in PARTS}
        found = priced_sum(columns(**noise), ["a", "b"], prices, 1.0).rules["b"]
        for chosen in (found.told, found.without):
            wrong += chosen is not None and (chosen.span[0] > 0 or chosen.span[1] < 0)
    assert wrong / 400 <= 0.05


def test_a_sum_that_is_sure_names_no_noise():
    found = told({"price_waiting_hour": 20.0}, hours_waiting=change(-100.0, 4.0))
    total = found.rules["b"]
    assert (total.noisiest, total.without, total.told) == (None, None, None)
    assert said(found).startswith("All in yuan, b costs 1,000 a day less than a (")


def test_a_rule_that_costs_more_is_said_to():
    assert "b costs 1,000 a day more than a" in said(
        told({"price_waiting_hour": 20.0}, hours_waiting=change(100.0, 4.0))
    )


def test_it_turns_at_the_price_at_which_the_sum_is_nothing():
    """50 h of waiting less a day at 20, 10 of officers more at 40, 5 of overtime more at 20: -500 a day."""
    found = told(
        {"price_waiting_hour": 20.0, "price_officer_hour": 40.0, "price_overtime_hour": 20.0},
        hours_waiting=change(-100.0, 1.0), officer_hours=change(20.0, 1.0), overtime_hours=change(10.0, 1.0),
    )  # fmt: skip
    turns = {name: part.turns_at for name, part in found.rules["b"].parts.items()}
    assert turns == pytest.approx({"hours_waiting": 10, "officer_hours": 90, "overtime_hours": 120})
    near = nearest_turn(found.rules["b"])
    assert near is not None
    assert near[0] == "hours_waiting"
    assert "It would turn where an hour of waiting is worth 10 yuan instead of 20" in said(found)


def test_no_price_no_part():
    found = told({}, hours_waiting=change(-100.0, 1.0))
    assert found.rules == {}
    assert said(found) == ""


def test_a_part_without_a_price_asks_for_no_observation():
    nothing = np.full((WORLDS, 2), math.nan)
    given = {"delay_caused": nothing, "hours_waiting": change(-4.0, 0.5)}
    assert told({"price_waiting_hour": 1.0}, **given).worlds == WORLDS
    seen = told({"price_waiting_hour": 1.0, "price_vehicle_hour": 1.0}, **given)
    assert seen.worlds == 0
    assert seen.total("b").mean is None
    assert said(seen) == ""


def test_equal_rules_cost_the_same():
    found = told(AT)
    assert found.total("b").interval == (0.0, 0.0)
    rows = {row.name: row.sign for row in priced_rows(found, "b")}
    assert set(rows.values()) == {"="}


def test_it_is_read_back_as_it_was_written():
    found = told(AT, **SWAMPED)
    again = PricedSum.from_json(found.to_json())
    assert again.prices == found.prices
    assert again.rules["b"].noisiest == "delay_caused"
    assert again.rules["b"].total.interval == pytest.approx(found.rules["b"].total.interval)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_part_has_its_words_in_both_languages(language):
    assert set(NAMES) == set(THINGS) == set(UNITS) == {each.outcome for each in PARTS}
    text = said(told(AT, **SWAMPED), language)
    assert ("distinguishable" in text) == (language == "en")
    if language == "zh":
        assert not any(word in text for word in ("yuan", "Without", "told", "delay"))


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(0.0, "0"), (0.3, "0"), (7.4, "7"), (-1_234.0, "−1,230"), (98_765.0, "98,800"), (3.7e6, "3,700,000")],
)
def test_money_is_printed_to_three_figures(amount, printed):
    assert yuan(amount) == printed


@pytest.mark.parametrize("given", [{"price_life": 1}, {"price_death": -1}, {"price_death": math.nan}])
def test_prices_that_make_no_sense_are_refused(given):
    with pytest.raises(InputError, match="price"):
        checked_prices(given)


def test_prices_change_no_event_and_only_the_cost():
    """The same calls, officers and worlds at other prices: every outcome is the same but the cost in yuan."""
    place = Scenario.preset("zigui-2004", **SMALL)
    dear = place.changed(**{name: each.high for name, each in DECLARED.items()})
    runs = [
        compare(each, ["separate", "integrated"], days=1, replications=2).result for each in (place, dear)
    ]
    assert runs[0].world_digest == runs[1].world_digest
    moved = [name for name in runs[0].outcomes if runs[0].outcomes[name] != runs[1].outcomes[name]]
    assert moved == [YUAN]


def test_the_outcome_and_the_sum_of_parts_are_one_number():
    place = Scenario.preset("zigui-2004", **SMALL)
    found = compare(place, ["separate", "integrated"], days=1, replications=2).result
    assert found.priced is not None
    total = found.priced.total("integrated")
    assert total.mean == pytest.approx(found.outcomes[YUAN].differences["integrated"].mean)
    parts = found.priced.rules["integrated"].parts.values()
    assert sum(part.yuan.mean for part in parts) == pytest.approx(total.mean)
    means = {name: np.array([[each.rules["separate"].mean]]) for name, each in found.outcomes.items()}
    assert in_yuan(means, prices_in(place.values), 1.0) == pytest.approx(
        found.outcomes[YUAN].rules["separate"].mean
    )
