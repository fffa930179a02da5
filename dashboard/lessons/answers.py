"""Ways in which what came out picks one of the answers of a prediction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jiaosuo.dashboard.lessons.evidence import Evidence, claim_of

CLEARLY = 1.5
"""How many times as much one gain must be as another to be called the larger."""

type Answer = Callable[[Evidence], str | None]


def by_sign(claim: str, *, less: str, more: str, same: str) -> Answer:
    """By which way a claim went."""

    def answer(evidence: Evidence) -> str | None:
        sign = evidence.sign(claim)
        return None if sign is None else {-1: less, 1: more, 0: same}[sign]

    return answer


def by_two_signs(first: str, second: str, chosen: dict[tuple[bool, bool], str]) -> Answer:
    """By whether each of two claims is less beyond chance."""

    def answer(evidence: Evidence) -> str | None:
        signs = evidence.sign(first), evidence.sign(second)
        return None if None in signs else chosen[signs[0] == -1, signs[1] == -1]

    return answer


def by_size(claim: str, cuts: Sequence[tuple[float, str]], last: str, same: str) -> Answer:
    """By the change as a share of the left side: the first cut that it lies below; `same` where it is "
    "open."""

    def answer(evidence: Evidence) -> str | None:
        sign, size = evidence.sign(claim), evidence.relative(claim)
        if sign is None or size is None:
            return None
        return same if sign == 0 else next((name for cut, name in cuts if size < cut), last)

    return answer


def by_larger(one: str, other: str, first: str, second: str, alike: str) -> Answer:
    """By which of two claims, in one unit, went down further; `alike` where neither clearly is."""

    def answer(evidence: Evidence) -> str | None:
        sizes = [evidence.change(claim_of(evidence.lesson, each)).mean for each in (one, other)]
        if None in sizes:
            return None
        gains = [max(0.0, -(each or 0.0)) for each in sizes]
        if gains[0] > CLEARLY * gains[1]:
            return first
        return second if gains[1] > CLEARLY * gains[0] else alike

    return answer
