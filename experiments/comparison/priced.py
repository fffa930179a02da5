"""The priced sum of a comparison: what a later rule costs a day more or less than the first, part by part.

Linear in the prices, so that other prices need no other run. The sum of all parts always comes first. A part
that cannot be told from 0 may swamp it; then it is named, and what is left without it is told beside, never
in its place. Parts that are chosen by how they came out would be judged too kindly by an interval of their
own; theirs is widened to hold for every choice at once (decision 73).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jiaosuo.experiments.comparison.priced_result import PricedChange, PricedSum, PricedTotal
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import (
    ROUNDING,
    Values,
    distinguishable,
    family_interval,
    mean_interval,
)
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.parameters.prices import PRICES
from jiaosuo.model.priced import PARTS, YUAN, PricedPart

DECLARED = {each.name: each for each in PRICES}
HIDES = 0.5
"""From this share of the sum's variance on a part is what hides it."""

Columns = Mapping[str, Values]
"""Values of each outcome, shape (replications, rules), the first rule first; nan where not observed."""


def checked_prices(given: Mapping[str, float]) -> dict[str, float]:
    """Prices by name as they will be used; InputError for an unknown one, or one out of range."""
    for name in given:
        if name not in DECLARED:
            raise unknown("prices", name, DECLARED)
    return {name: DECLARED[name].check(value, f"prices: {name}") for name, value in given.items()}


def prices_in(values: Mapping[str, float]) -> dict[str, float]:
    """Every price as these values of parameters give it, or as it is declared."""
    return {name: float(values.get(name, each.default)) for name, each in DECLARED.items()}


def priced_sum(columns: Columns, rules: Sequence[str], prices: Mapping[str, float], days: float) -> PricedSum:
    """The sum and its parts for each later rule. `days` is the length of each run."""
    parts = [each for each in PARTS if prices[each.price] and each.outcome in columns]
    if not parts or len(parts) < sum(prices[each.price] > 0 for each in PARTS):
        return PricedSum(prices=dict(prices))
    daily = np.stack([columns[each.outcome] / days for each in parts], axis=1)
    daily = daily[np.isfinite(daily).all(axis=(1, 2))]
    changes = daily - daily[:, :, :1]
    changes[np.abs(changes) <= ROUNDING * np.abs(daily)] = 0.0
    return PricedSum(
        prices=dict(prices),
        worlds=len(changes),
        rules={
            rule: _total(changes[:, :, place], parts, prices) for place, rule in enumerate(rules) if place
        },
    )


def in_yuan(columns: Columns, prices: Mapping[str, float], days: float) -> Values | None:
    """The cost of each run in yuan a day, (replications, rules); None where a part is not among the columns.

    The same number as the outcome gives under these prices.
    """
    parts = [each for each in PARTS if prices[each.price]]
    if any(each.outcome not in columns for each in parts) or YUAN not in columns:
        return None
    total = np.zeros_like(columns[YUAN])
    for each in parts:
        total += each.sign * prices[each.price] * columns[each.outcome] / days
    return total


def _total(changes: Values, parts: Sequence[PricedPart], prices: Mapping[str, float]) -> PricedTotal:
    """One later rule: changes a day, shape (worlds, parts)."""
    worth = np.array([each.sign * prices[each.price] for each in parts])
    yuan = changes * worth
    total = mean_interval(yuan.sum(axis=1))
    names = [each.outcome for each in parts]
    told = distinguishable({name: mean_interval(yuan[:, place]) for place, name in enumerate(names)})
    noise = _noise(yuan)
    found = {
        part.outcome: PricedChange(
            price=prices[part.price],
            quantity=mean_interval(changes[:, place]),
            yuan=mean_interval(yuan[:, place]),
            told=told[part.outcome],
            noise=noise[place],
            turns_at=_turns_at(part, prices[part.price], changes[:, place], total),
        )
        for place, part in enumerate(parts)
    }
    noisiest = _noisiest(found, total)
    others = np.array([name != noisiest for name in names])
    sure = np.array([told[name] for name in names])
    left_out = ~sure & (yuan != 0.0).any(axis=0)  # a part that is 0 in every world is in neither sum
    return PricedTotal(
        parts=found,
        total=total,
        told=_of_choice(yuan[:, sure], 2 ** len(parts) - 1) if sure.any() and left_out.any() else None,
        noisiest=noisiest,
        without=None if noisiest is None else _of_choice(yuan[:, others], len(parts)),
    )


def _of_choice(yuan: Values, choices: int) -> Estimate:
    """The sum of parts that were chosen by how they came out, out of so many possible choices."""
    return family_interval(mean_interval(yuan.sum(axis=1)), choices)


def _noise(yuan: Values) -> list[float | None]:
    """Each part's share of the variance of the sum: its covariance with it over that variance."""
    whole = yuan.sum(axis=1)
    if len(yuan) < 2 or whole.std() <= ROUNDING * np.abs(yuan).max(initial=0.0):
        return [None] * yuan.shape[1]
    centred = whole - whole.mean()
    return [float(column @ centred / (centred @ centred)) for column in yuan.T]


def _noisiest(parts: Mapping[str, PricedChange], total: Estimate) -> str | None:
    """The part that cannot be told from 0 and whose noise hides the sum; None where none does."""
    if total.interval is None or distinguishable({"": total})[""]:
        return None
    unsure = {name: each.noise or 0.0 for name, each in parts.items() if not each.told}
    name = max(unsure, key=lambda name: unsure[name], default=None)
    return name if name is not None and unsure[name] >= HIDES and len(parts) > 1 else None


def _turns_at(part: PricedPart, price: float, change: Values, total: Estimate) -> float | None:
    """The price at which the sum would be 0, if it is one that may be given."""
    quantity = float(change.mean()) if len(change) else 0.0
    if not quantity or not total.mean:
        return None
    turn = price - total.mean / (part.sign * quantity)
    declared = DECLARED[part.price]
    return turn if declared.low <= turn <= declared.high else None
