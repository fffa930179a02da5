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
    TOO_FEW = "too few events to say"
    NO_POWER = "not enough power"


DECIDED = (Verdict.CAME_OUT, Verdict.IN_PART, Verdict.DID_NOT)
SILENT = (Verdict.NO_POWER, Verdict.TOO_FEW, Verdict.UNSEEN)
"""The data could not have said no: nothing to see, too little of it, or chance too wide. The nearest to a
verdict first."""
BLURRED = (Verdict.UNCLEAR, Verdict.NO_POWER, Verdict.TOO_FEW)
"""Looked at, and not decided."""


def combined(verdicts: Iterable[Verdict | None]) -> Verdict:
    """A pattern's verdict from those of its claims; those that say nothing can only keep it from coming out.

    All came out: came out. Some came out, or any in part: in part. None did, and some did not: did not.
    """
    given = {each for each in verdicts if each is not None}
    heard = given - set(SILENT)
    if not heard:
        return next((each for each in SILENT if each in given), Verdict.UNSEEN)
    if len(given) == 1 or (len(heard) == 1 and Verdict.CAME_OUT not in heard):
        return Verdict(heard.pop())
    if heard & {Verdict.CAME_OUT, Verdict.IN_PART}:
        return Verdict.IN_PART
    return Verdict.DID_NOT
