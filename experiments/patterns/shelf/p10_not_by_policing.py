"""P10: the national fall of deaths per vehicle is not credited to policing."""

import math

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import below
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import Estimate, Values, ratio_of_means
from jiaosuo.experiments.study_tools.changes import CHANGES
from jiaosuo.model.core.words import N_

DEATHS_FALL = 13.7 / 1.93
"""Deaths per 10,000 vehicles, 2002 over 2018 (facts 2.1)."""
CRASHES_FALL = (773_137 / 80) / (244_937 / 327)
"""Injury crashes per vehicle, 2002 over 2018 (facts 2.1)."""
RULES = ("separate", "integrated")


def claims(setting: Setting) -> list[Claim]:
    """The worst policing of the study over the best, for deaths and for injury crashes."""
    return [
        _claim(setting, "expected_deaths", "expected deaths per vehicle", DEATHS_FALL),
        _claim(setting, "crashes_injury_crash", "injury crashes per vehicle", CRASHES_FALL),
    ]


def _claim(setting: Setting, outcome: str, words: str, fall: float) -> Claim:
    text = f"{words}: worst over best policing in this study (historic fall: a factor of {fall:.1f})"
    return Claim(
        text,
        _widest(setting, outcome),
        below(math.sqrt(fall)),
        "times",
        events=setting.in_worlds(setting.effort.changed).events(outcome),
    )


def _widest(setting: Setting, outcome: str) -> Estimate:
    """The largest mean over the smallest, over rules and changes, on the same worlds and vehicles."""
    tried = CHANGES[: setting.effort.changes]
    settings = [setting.in_worlds(setting.effort.changed).under(each) for each in tried if not each.missing()]
    columns: list[Values] = [each.values(outcome, rule) for each in settings for rule in RULES]
    seen = [column for column in columns if np.isfinite(column).any()]
    if not seen:
        return Estimate(None, None, 0)
    ordered = sorted(seen, key=lambda column: float(np.nanmean(column)))
    return ratio_of_means(ordered[-1], ordered[0])


NOT_BY_POLICING = Pattern(
    name="P10",
    title=N_("The national fall in deaths per vehicle is not credited to policing"),
    words=(
        "Between 2002 and 2018 deaths per vehicle fell by a factor of 7. All policing changed, from the "
        "worst to the best combination of rule and change in this study, moves them by less than half of "
        "that on a log scale (a factor below its square root). The pair is picked as the widest, which "
        "speaks against the pattern."
    ),
    claims=claims,
    changes=(),
)
