"""What a length, a seed and a number may be for reasons of their own, beside the range that is declared."""

from __future__ import annotations

from collections.abc import Mapping

from jiaosuo.model.about import MOST_DAYS
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_number, as_whole
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_A_SHIFT

MOST_SEED = 2**256 - 1
OF_THEORY = "only a place of theory takes it; elsewhere delta and skill say how much slower one works"


def check_days(days: object) -> float:
    """A length of run; InputError for what is no number, below a minute, or above the longest."""
    number = as_number(days)
    if number is None or not 1 / MINUTES_A_DAY <= number <= MOST_DAYS:
        one = f"{1 / MINUTES_A_DAY:.4f} (one minute)"
        allowed = f"must be a number above 0 and up to {MOST_DAYS:,}, at least {one}"
        raise InputError("days", days, allowed)
    return number


def checked_seed(seed: object, worlds: int = 1) -> int:
    """A seed; InputError for one from which so many worlds, one a seed, do not follow."""
    number = as_whole(seed)
    if number is None or not 0 <= number <= MOST_SEED:
        raise InputError("seed", seed, "must be a whole number from 0 to 2**256 - 1")
    if number + worlds - 1 > MOST_SEED:
        raise InputError("seed", seed, f"must be at most 2**256 - {worlds}, as {worlds:,} worlds follow it")
    return number


def check_slot(minutes: float) -> None:
    """Refuse slots that do not fill a shift."""
    if MINUTES_A_SHIFT % minutes:
        raise InputError("duty_slot_minutes", minutes, "shifts of 480 minutes must hold whole slots: 30, say")


def refuse_bench(*said: Mapping[str, float]) -> None:
    """Refuse what only a place of theory takes, wherever a scenario says it."""
    for values in said:
        if values.get("generalist_penalty"):
            raise InputError("generalist_penalty", values["generalist_penalty"], OF_THEORY)
