"""P2: in town the gain is a minute or two, and falls with the traffic corps' share of the force."""

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Band, above
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval
from jiaosuo.model.core.words import N_

RESPONSE = "response_mean_traffic_urban"
HALF = 0.5


def claims(setting: Setting) -> list[Claim]:
    """The gain in minutes."""
    return [
        Claim(
            "response to town traffic calls, integrated against separate",
            setting.difference(RESPONSE, "integrated"),
            Band(-2.0, -1.0),
        )
    ]


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
            above(0.0),
        ),
        Claim(
            "share a half and data shared: relative change (gain under 35 %)",
            generous.relative(RESPONSE, "integrated"),
            above(-0.35),
            "%",
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
        "that share is a half and data are shared."
    ),
    claims=claims,
    once=once,
    urbanization=(0.4, 1.0),
)
