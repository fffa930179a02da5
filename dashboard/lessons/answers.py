"""Ways in which what came out picks one of the answers of a prediction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.experiments.statistics.intervals import distinguishable

CLEARLY = 1.5
"""How many times as much one gain must be as another to be called the larger."""

type Answer = Callable[[Findings], str | None]


def by_sign(contrast: str, *, less: str, more: str, same: str) -> Answer:
    """By which way a contrast went."""

    def answer(findings: Findings) -> str | None:
        sign = findings.sign(contrast)
        return None if sign is None else {-1: less, 1: more, 0: same}[sign]

    return answer


def by_two_signs(first: str, second: str, chosen: dict[tuple[bool, bool], str], *, sign: int = -1) -> Answer:
    """By whether each of two contrasts is significantly less, or with `sign` 1 significantly more."""

    def answer(findings: Findings) -> str | None:
        signs = findings.sign(first), findings.sign(second)
        return None if None in signs else chosen[signs[0] == sign, signs[1] == sign]

    return answer


def lead_goes(findings: Findings, before: Contrast, after: Contrast, less_leads: bool) -> int | None:
    """Whether the right side's lead is larger (1) or smaller (-1) in the second contrast, or not told (0)."""
    change = findings.against(before, after)
    if change.mean is None or change.interval is None:
        return None
    if not distinguishable({"lead": change})["lead"]:
        return 0
    return 1 if (change.mean < 0) == less_leads else -1


def by_lead(
    before: Contrast, after: Contrast, *, larger: str, smaller: str, same: str, less_leads: bool = False
) -> Answer:
    """By whether the right side's lead, more of an outcome, is larger or smaller in the second scene.

    `less_leads`: the lead is less of it.
    """

    def answer(findings: Findings) -> str | None:
        goes = lead_goes(findings, before, after, less_leads)
        return None if goes is None else {1: larger, -1: smaller, 0: same}[goes]

    return answer


def by_size(contrast: str, cuts: Sequence[tuple[float, str]], last: str, same: str) -> Answer:
    """By the change as a share of the left side: the first cut it lies below; `same` where it is open."""

    def answer(findings: Findings) -> str | None:
        sign, size = findings.sign(contrast), findings.relative(contrast)
        if sign is None or size is None:
            return None
        return same if sign == 0 else next((name for cut, name in cuts if size < cut), last)

    return answer


def by_larger(one: str, other: str, first: str, second: str, alike: str) -> Answer:
    """By which of two contrasts, in one unit, went down further; `alike` where neither clearly is."""

    def answer(findings: Findings) -> str | None:
        sizes = [findings.change(findings.contrast(each)).mean for each in (one, other)]
        if None in sizes:
            return None
        gains = [max(0.0, -(each or 0.0)) for each in sizes]
        if gains[0] > CLEARLY * gains[1]:
            return first
        return second if gains[1] > CLEARLY * gains[0] else alike

    return answer
