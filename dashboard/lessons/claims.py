"""What a lesson says that the worlds must show: each claim is a contrast, and how it must go."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from jiaosuo.dashboard.lessons.findings import Findings

GOES = {"less": -1, "same": 0, "more": 1}
SIDES = {"left": 0, "right": 1}
ALIKE = 1e-3
"""By how much the means of one side may differ to be called the same: a few calls are in one scene alone."""


@dataclass(frozen=True)
class Claim:
    """A contrast that goes `less`, `more` or `same`; with `than`, against another contrast.

    Without `than` the difference of right less left must be told from none in the family of its step, or for
    `same` not be told. With `than` the difference must be more or less than that contrast's, and its interval
    says so; with `side` too, the mean of that side. `at_most`: the difference is no larger than this share of
    the other's.
    """

    contrast: str
    goes: str = ""
    than: str = ""
    side: str = ""
    at_most: float | None = None

    def __str__(self) -> str:
        said = [self.contrast, self.goes, self.than and f"than {self.than}", self.side]
        said += [] if self.at_most is None else [f"at most {self.at_most:g}"]
        return " ".join(filter(None, said))


def holds(claim: Claim, findings: Findings) -> bool | None:
    """Whether the worlds show what is claimed; None where too little was observed to say."""
    if not claim.than:
        sign = findings.sign(claim.contrast)
        return None if sign is None else sign == GOES[claim.goes]
    return _against(claim, findings)


def _against(claim: Claim, findings: Findings) -> bool | None:
    this, other = findings.contrast(claim.contrast), findings.contrast(claim.than)
    if claim.side:
        now, then = (findings.means(each)[SIDES[claim.side]] for each in (this, other))
        return None if now is None or then is None else _mean_goes(claim.goes, now, then)
    if claim.at_most is not None:
        size, whole = (findings.change(each).mean for each in (this, other))
        return None if size is None or whole is None else abs(size) <= claim.at_most * abs(whole)
    interval = findings.against(other, this).interval
    if interval is None:
        return None
    low, high = interval
    return {"less": high < 0, "same": low <= 0 <= high, "more": low > 0}[claim.goes]


def _mean_goes(goes: str, now: float, then: float) -> bool:
    if goes == "same":
        return isclose(now, then, rel_tol=ALIKE)
    return now < then if goes == "less" else now > then
