"""P6: in the middle a map by density beats both extremes on time to clear; on response integrated wins."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import below
from jiaosuo.experiments.patterns.pattern import MIDDLE, NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.model.core.words import N_

CLEAR, RESPONSE = "clear_mean", "response_mean"


def claims(setting: Setting) -> list[Claim]:
    """The map against both extremes, the merged unit against all others."""
    return [
        *(
            Claim(
                f"time to clear, hybrid against {rule}",
                setting.difference(CLEAR, "hybrid", rule),
                below(0.0, NOTICED),
            )
            for rule in ("separate", "integrated")
        ),
        *(
            Claim(
                f"response, integrated against {rule}",
                setting.difference(RESPONSE, "integrated", rule),
                below(0.0, NOTICED),
            )
            for rule in ("separate", "stationed", "hybrid")
        ),
        Claim("time to clear, stationed against hybrid", setting.difference(CLEAR, "stationed", "hybrid")),
    ]


MAP_IN_THE_MIDDLE = Pattern(
    name="P6",
    title=N_("In the middle a map by density beats both extremes on time to clear"),
    words=(
        "A map by density (`hybrid`) beats both extremes on time to clear in the middle; on response "
        "`integrated` wins; `stationed` may be the best middle and stands in the set."
    ),
    claims=claims,
    urbanization=MIDDLE,
)
