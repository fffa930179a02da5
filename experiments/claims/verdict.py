"""What can be said of a claim, and of several together."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What can be said of a claim, or of a pattern."""

    CAME_OUT = "came out"
    IN_PART = "in part"
    DID_NOT = "did not"
    UNCLEAR = "not distinguishable"
    UNSEEN = "not observed"
    FAILED = "failed"


DECIDED = (Verdict.CAME_OUT, Verdict.IN_PART, Verdict.DID_NOT)


def combined(verdicts: Iterable[Verdict | None]) -> Verdict:
    """A pattern's verdict from those of its claims; what was not observed can only keep it from coming out.

    All came out: came out. Some came out, or any in part: in part. None did, and some did not: did not.
    """
    given = {each for each in verdicts if each is not None}
    heard = given - {Verdict.UNSEEN}
    if not heard:
        return Verdict.UNSEEN
    if len(given) == 1 or (len(heard) == 1 and Verdict.CAME_OUT not in heard):
        return Verdict(heard.pop())
    if heard & {Verdict.CAME_OUT, Verdict.IN_PART}:
        return Verdict.IN_PART
    return Verdict.DID_NOT
