"""What a surge declares: a short time in which more happens than the rates say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.incidents.kind import Given

FIELDS: Mapping[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("calls", 0, 0, 200, "calls", "Calls that it brings beside the expected", whole=True),
        Parameter("minutes", 10, 0, MINUTES_A_DAY, "min", "Time within which these calls come"),
        Parameter("hours", 0, 0, 2_400, "h", "Time for which a road is closed"),
        Parameter("trips", 1, 1, 2, "-", "Trips over those of an average day, at most a round trip more"),
        Parameter("days", 0, 0, 60, "days", "Days for which trips are so many"),
    )
}
"""What the numbers of a surge mean and may be; the surges give the values and their sources."""


@dataclass(frozen=True)
class Surge:
    """One kind of surge. It is part of the world: the same under every rule.

    `kind` names the kind of call that comes in numbers, all in one place; `closes` the class of road that it
    closes. A surge with either happens in one township.
    """

    name: str
    chinese: str
    words: str
    source: str
    numbers: Mapping[str, Given]
    kind: str | None = None
    closes: RoadClass | None = None
    parameters: tuple[Parameter, ...] = field(init=False)

    def __post_init__(self) -> None:
        unknown = set(self.numbers) - set(FIELDS)
        if unknown:
            raise ValueError(f"surge {self.name}: no field {', '.join(sorted(unknown))}")
        object.__setattr__(self, "parameters", tuple(self._parameter(name) for name in self.numbers))

    @property
    def needs_township(self) -> bool:
        """Whether it happens in one township and not in the whole county."""
        return self.kind is not None or self.closes is not None

    def _parameter(self, name: str) -> Parameter:
        shared, given = FIELDS[name], self.numbers[name]
        return Parameter(
            name=f"{self.name}_{name}",
            default=given.value,
            low=shared.low,
            high=shared.high,
            unit=shared.unit,
            meaning=f"{self.words} {shared.meaning}",
            source=given.source,
            whole=shared.whole,
            group=f"surge {self.name}",
        )
