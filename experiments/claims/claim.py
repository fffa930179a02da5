"""What a claim is: something said of the model, with the estimate it stands on and how it is judged."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.experiments.claims.criterion import Criterion
from jiaosuo.experiments.statistics.intervals import Estimate


@dataclass(frozen=True)
class Claim:
    """Something that is said. Without a criterion it is shown and not judged.

    `unit` "%" is for shares, printed times 100. `beyond` and `worlds`: see `Observed`. `events`: crashes,
    calls or the like behind it, in all worlds, under the rule that has most of them (None: not counted).
    `scale`: the mean that the criterion's limit or effect is a share of, where it is one.
    """

    text: str
    estimate: Estimate
    criterion: Criterion | None = None
    unit: str = "min"
    beyond: int = 0
    note: str = ""
    worlds: tuple[float, ...] = ()
    events: float | None = None
    scale: Estimate | None = None
