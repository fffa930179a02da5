"""P2: in town the gain is a minute or two, and falls with the traffic corps' share of the force."""

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Band, above
from jiaosuo.experiments.patterns.pattern import NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval
from jiaosuo.model.core.terms import SettlementSize, word
from jiaosuo.model.core.words import N_

RESPONSE = "response_mean_traffic_urban"
OF_SIZE = "response_mean_traffic"
TOWNS = {
    SettlementSize.COUNTY_SEAT: "the county seat",
    SettlementSize.SQUADRON_TOWN: "towns with a squadron",
    SettlementSize.MARKET_TOWN: "market towns without one",
}
SIZES = tuple(TOWNS)
HALF = 0.5


def claims(setting: Setting) -> list[Claim]:
    """The gain in minutes, over all towns and by their size."""
    return [
        Claim(
            "response to town traffic calls, integrated against separate",
            setting.difference(RESPONSE, "integrated"),
            Band(-2.0, -1.0),
            events=setting.events(RESPONSE),
        ),
        *(_of_size(setting, size) for size in SIZES),
    ]


def _of_size(setting: Setting, size: SettlementSize) -> Claim:
    """The gain in towns of one size, and their share of that of all towns; shown, for no band is stated."""
    outcome = f"{OF_SIZE}_{word(size)}"
    shares = _gain_shares(setting)
    note = "" if shares is None else f"{shares[size]:.0%} of the minutes gained in town"
    text = f"the same calls in {TOWNS[size]}"
    return Claim(text, setting.difference(outcome, "integrated"), note=note, events=setting.events(outcome))


def _gain_shares(setting: Setting) -> dict[SettlementSize, float] | None:
    """Each size's share of all minutes gained over the calls of towns; None where nothing was gained."""
    gained = {}
    for size in SIZES:
        outcome = f"{OF_SIZE}_{word(size)}"
        calls = setting.observed(outcome, "integrated")
        gained[size] = float(np.nansum(calls * setting.gaps(outcome, "integrated")))
    total = sum(gained.values())
    return {size: each / total for size, each in gained.items()} if total < 0 else None


def once(setting: Setting) -> list[Claim]:
    """How the gain goes with the traffic corps' share, and what is left of it at a half with shared data."""
    shares = setting.effort.shares
    at_share = {share: _with_share(setting, share) for share in shares}
    gaps = np.column_stack([each.gaps(RESPONSE, "integrated") for each in at_share.values()])
    generous = _with_share(setting, HALF).at(data_sharing=1)
    return [
        Claim(
            "rise of that difference for each 10 points of the traffic corps' share (gain falls)",
            _slope(np.array(shares), gaps, 0.1),
            above(0.0, effect=NOTICED),
        ),
        Claim(
            "share a half and data shared: relative change (gain under 35 %)",
            generous.relative(RESPONSE, "integrated"),
            above(-0.35, effect=0.35),
            "%",
            events=generous.events(RESPONSE),
        ),
        *(
            Claim(
                f"traffic corps' share {share:.0%}: integrated against separate",
                each.difference(RESPONSE, "integrated"),
            )
            for share, each in at_share.items()
        ),
    ]


def _with_share(setting: Setting, share: float) -> Setting:
    return setting.in_worlds(setting.effort.along).at(staffing="best-separate", traffic_share=share)


def _slope(axis: Values, values: Values, step: float) -> Estimate:
    """The least-squares slope of each world over the axis, times a step."""
    centred = axis - axis.mean()
    return mean_interval(values @ centred / (centred @ centred) * step)


TOWN_GAIN = Pattern(
    name="P2",
    title=N_("In town the gain is a minute or two, less where traffic police are many"),
    words=(
        "The gain is 1-2 min and falls with the traffic corps' share of the force; it is under 35 % once "
        "that share is a half and data are shared. By size of settlement, because a town without a "
        "squadron gains another thing than the county seat."
    ),
    claims=claims,
    once=once,
    urbanization=(0.4, 1.0),
)
