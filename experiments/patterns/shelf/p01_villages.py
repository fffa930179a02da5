"""P1: in villages traffic calls are answered much sooner, and most of that is geometry."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Band, above
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import ratio_of_means
from jiaosuo.model.core.words import N_

RESPONSE = "response_mean_traffic_rural"


def claims(setting: Setting) -> list[Claim]:
    """The fall of the response, and the part of it that comes with the sites alone."""
    near = ratio_of_means(setting.gaps(RESPONSE, "stationed"), setting.gaps(RESPONSE, "integrated"))
    return [
        Claim(
            "response to village traffic calls, integrated against separate",
            setting.relative(RESPONSE, "integrated"),
            Band(-0.70, -0.40),
            "%",
            events=setting.events(RESPONSE),
        ),
        Claim(
            "share of that gain already there under stationed",
            near,
            above(0.5, effect=0.5),
            "share",
            events=setting.events(RESPONSE),
        ),
    ]


VILLAGES = Pattern(
    name="P1",
    title=N_("In villages traffic calls are answered much sooner, mostly by geometry"),
    words="Traffic response falls by 40-70 %, most of it already under `stationed`: nearer sites.",
    claims=claims,
    urbanization=(0.0, 0.65),
)
