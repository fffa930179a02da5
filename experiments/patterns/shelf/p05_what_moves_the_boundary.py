"""P5: what moves the boundary at which integrated stops winning by time to clear."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Moves
from jiaosuo.experiments.patterns.along import boundary, by_urbanization, gaps_along
from jiaosuo.experiments.patterns.pattern import MIDDLE, NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.study_tools.changes import (
    GENERALISTS_TRAINED,
    LOW_DELTA,
    SHARED_DATA,
    TRAINING,
    Change,
)
from jiaosuo.model.core.words import N_

CLEAR = "clear_mean"


def claims(setting: Setting) -> list[Claim]:
    """The boundary as it is, then each change's shift of the curve and of the boundary."""
    gaps = gaps_along(by_urbanization(setting), CLEAR, "integrated")
    base = boundary(setting, gaps)
    few, many = setting.effort.middle_vehicles, max(setting.effort.vehicles)
    busier = Change("vehicles", f"{many:g} vehicles per 1,000 people instead of {few:g}")

    def shift(change: Change, sign: int, vehicles: float | None = None) -> Claim:
        """How a change shifts the curve; sign 0: shown, as either way was expected, or it was not asked."""
        later = gaps_along(by_urbanization(setting.under(change), vehicles), CLEAR, "integrated")
        moved = boundary(setting, later)
        change_of_curve = mean_interval((later - gaps).mean(axis=1))
        before, after = base.estimate.mean, moved.estimate.mean
        by = 0.0 if before is None or after is None else after - before
        text = f"{change.words}: change of what integrated loses in time to clear, mean over urbanization"
        criterion = Moves(sign, by, effect=NOTICED) if sign else None
        note = "" if before is None or after is None else f"boundary {before:.2f} to {after:.2f}"
        return Claim(text, change_of_curve, criterion, note=note)

    return [
        Claim(
            "urbanization at which integrated stops winning by time to clear",
            base.estimate,
            unit="share",
            beyond=base.beyond,
        ),
        shift(GENERALISTS_TRAINED, +1),
        shift(TRAINING, 0),
        shift(LOW_DELTA, +1),
        shift(SHARED_DATA, -1),
        shift(busier, 0, many),
    ]


MOVES_THE_BOUNDARY = Pattern(
    name="P5",
    title=N_("Training and a lower delta move the boundary up, shared data down"),
    words=(
        "The urbanization at which integrated stops winning by time to clear moves up with training of "
        "generalists and with a lower delta; data sharing probably moves it down; vehicles may move it "
        "either way. Training of generalists is that of the officers who serve under integrated: separate, "
        "beside it, trains nobody. Training of everybody, before the merger too, stands beside it."
    ),
    claims=claims,
    urbanization=MIDDLE,
    changes=(),
)
