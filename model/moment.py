"""When after a change of rule a run begins: a merger looks different in its first weeks than after years."""

from __future__ import annotations

from enum import StrEnum


class Moment(StrEnum):
    """The three times at which rules are compared.

    Attributes
    ----------
    CHANGE
        The first day, with the skill and the presence that the rule before has left.
    QUARTER
        Three months later.
    LONG_RUN
        Each rule at its own balance.
    """

    CHANGE = "change"
    QUARTER = "quarter"
    LONG_RUN = "long-run"


QUARTER_DAYS = 90.0
