"""P4: in town time to clear turns against integration as handling slows; delay where lanes stay shut."""

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import AtMost, Criterion, Inside, above, below
from jiaosuo.experiments.patterns.pattern import NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.crossing import crossing
from jiaosuo.experiments.statistics.intervals import Estimate, paired_difference
from jiaosuo.experiments.study_tools.changes import POSTS_PULLED, RESERVE, Change
from jiaosuo.model.core.words import N_

CLEAR = "clear_mean_traffic_urban"
RATIO = "handling_ratio_traffic_urban"
BREAK_EVEN = Inside(1.03, 1.10)
HARM = (
    ("delay_caused", "vehicle delay caused", "veh-h"),
    ("crashes_secondary", "secondary crashes", "crashes"),
)
TOLERATED = 0.05
"""As a share of the mean under separate: a rise of delay or crashes below this is none, and one as large as
this must be seen."""


def claims(setting: Setting) -> list[Claim]:
    """Time to clear as its ratio says it should, and no more delay or secondary crashes."""
    ratio = setting.ratio(RATIO, "integrated")
    return [
        Claim(
            "time to clear town traffic calls, integrated against separate, as the ratio says",
            setting.difference(CLEAR, "integrated"),
            _as_the_ratio_says(ratio),
            events=setting.events(CLEAR),
            note="above the break-even longer, below it shorter, inside it either",
        ),
        Claim("realised handling ratio, integrated over separate", ratio, unit="times"),
        *(
            Claim(
                f"{words}, integrated against separate",
                setting.difference(outcome, "integrated"),
                AtMost(_tolerated(setting, outcome), f"{TOLERATED:.0%} of the mean"),
                unit,
                events=setting.events(outcome),
                scale=setting.scale(outcome),
            )
            for outcome, words, unit in HARM
        ),
    ]


def once(setting: Setting) -> list[Claim]:
    """The break-even along delta, and what a held reserve or emptied posts add under integration."""
    here = setting.in_worlds(setting.effort.changed)
    by_delta = [here.at(delta=delta) for delta in setting.effort.deltas]
    ratios = np.column_stack([each.values(RATIO, "integrated") / each.values(RATIO) for each in by_delta])
    turn = crossing(ratios, np.column_stack([each.gaps(CLEAR, "integrated") for each in by_delta]))
    text = "handling ratio at which time to clear turns against integration (delta varied)"
    return [
        Claim(text, turn.estimate, BREAK_EVEN, "times", turn.beyond),
        *(
            Claim(
                f"{words} under integrated: {change.words}, against as it is",
                _added(here, outcome, change),
                above(0.0, effect=_tolerated(here, outcome)),
                unit,
                events=max(here.events(outcome), here.under(change).events(outcome, "integrated")),
                scale=here.scale(outcome),
            )
            for change in (RESERVE, POSTS_PULLED)
            for outcome, words, unit in HARM
        ),
    ]


def _as_the_ratio_says(ratio: Estimate) -> Criterion | None:
    """Above the break-even band longer, below it shorter; inside it either is what was expected."""
    if ratio.mean is None or BREAK_EVEN.low <= ratio.mean <= BREAK_EVEN.high:
        return None
    return above(0.0, NOTICED) if ratio.mean > BREAK_EVEN.high else below(0.0, NOTICED)


def _tolerated(setting: Setting, outcome: str) -> float:
    """A rise up to this is none."""
    return TOLERATED * abs(setting.scale(outcome).mean or 0.0)


def _added(setting: Setting, outcome: str, change: Change) -> Estimate:
    """What a change of the answers adds under the integrated rule, on the same worlds."""
    return paired_difference(
        setting.values(outcome, "integrated"), setting.under(change).values(outcome, "integrated")
    )


TOWN_CLEARING = Pattern(
    name="P4",
    title=N_("In town slower handling turns time to clear against integration"),
    words=(
        "Time to clear turns against integration when the realised handling ratio passes about 1.03-1.10. "
        "Delay and secondary crashes rise only where lanes stay blocked, posts are not pooled, or a "
        "reserve is kept for 110. The ratio is that of integrated over that of separate, on the same "
        "calls; a rise of delay or secondary crashes within 5 % of the mean counts as none."
    ),
    claims=claims,
    once=once,
    urbanization=(0.4, 1.0),
)
