"""P8: by response integrate everywhere; by time to clear divide in towns."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Inside, above, below
from jiaosuo.experiments.patterns.along import boundary, by_urbanization, gaps_along
from jiaosuo.experiments.patterns.pattern import MIDDLE, NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.study_tools.changes import LOW_DELTA, SHARED_DATA, TRAINING
from jiaosuo.model.core.words import N_

CLEAR, RESPONSE = "clear_mean", "response_mean"


def claims(setting: Setting) -> list[Claim]:
    """Response at each urbanization, time to clear at the most urban, and the boundary between."""
    settings = by_urbanization(setting)
    most_urban = setting.effort.urbanizations[-1]
    edge = boundary(setting, gaps_along(settings, CLEAR, "integrated"))
    return [
        Claim(
            "urbanization at which integrated stops winning by time to clear",
            edge.estimate,
            Inside(0.2, 0.5),
            "share",
            edge.beyond,
        ),
        Claim(
            f"time to clear at urbanization {most_urban:g}, integrated against separate",
            settings[-1].difference(CLEAR, "integrated"),
            above(0.0, NOTICED),
        ),
        *(
            Claim(
                f"response at urbanization {u:g}, integrated against separate",
                each.relative(RESPONSE, "integrated"),
                below(0.0),
                "%",
            )
            for u, each in zip(setting.effort.urbanizations, settings, strict=True)
        ),
    ]


MEASURE_DECIDES = Pattern(
    name="P8",
    title=N_("The measure decides: by response integrate, by time to clear divide in towns"),
    words=(
        "By response integrate everywhere; by time to clear divide in towns, with a boundary near "
        "urbanization .2-.5."
    ),
    claims=claims,
    urbanization=MIDDLE,
    changes=(TRAINING, LOW_DELTA, SHARED_DATA),
)
