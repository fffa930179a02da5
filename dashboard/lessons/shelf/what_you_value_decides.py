"""The weights: what a leader values decides, and before that, what is measured at all, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.experiments.comparison.index import COMPONENTS, efficiency_index
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.comparison.values import VALUES, ValueOf, value_of
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.words import N_, speaker

COUNTY = LessonScene(
    name="county",
    title=N_("One unit instead of two forces"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="delta",
)
COUNTED = (
    "response_mean",
    "clear_mean",
    "within_standard",
    "delay_caused",
    "expected_deaths",
    "satisfaction_mean",
    "cleared_up_order",
    "community_visits",
)
"""Measures that are at hand, each counted by itself: four of them are the response in other words."""
SIDES = ("left", "right")
FEW, MANY = 0.5, 0.9

SHARE = N_(
    "Of all sets of weights over {n} measures, one unit is best under {share} % (95 % interval {low} to "
    "{high} %)."
)
SHARE_OF_VALUES = N_(
    "Of all sets of weights over {n} values, one unit is best under {share} % (95 % interval {low} to "
    "{high} %)."
)


def share(findings: Findings, measures: Sequence[str], value: ValueOf = value_of) -> Estimate:
    """The share of all weights over what these measures stand for under which the right side is best."""
    if COUNTY.name not in findings.rows:
        return Estimate(None, None, 0)
    rows = findings.rows[COUNTY.name]
    values = tuple(
        (name, tuple(tuple(float("nan") if x is None else x for x in side) for side in rows[name]))
        for name in measures
        if name in rows
    )
    return _share(values, value)


@lru_cache(maxsize=32)
def _share(values: tuple[tuple[str, tuple[tuple[float, ...], ...]], ...], value: ValueOf) -> Estimate:
    # heavy: only who asks pays
    import numpy as np

    from jiaosuo.model.outcomes import directions

    columns = {name: np.array(sides, np.float64).T for name, sides in values}
    index = efficiency_index(columns, directions(), SIDES, dict.fromkeys(columns, 1.0), value=value)
    return index.share("right")


def _band(found: Estimate) -> str | None:
    if found.mean is None:
        return None
    return "few" if found.mean < FEW else "many" if found.mean > MANY else "half"


def usual(findings: Findings) -> str | None:
    """Which band the share lies in by the eight measures, each counted by itself."""
    return _band(share(findings, COUNTED, str))


def by_values(findings: Findings) -> str | None:
    """The same by the values of the page's index, each counted once."""
    return _band(share(findings, COMPONENTS))


def usual_words(findings: Findings, language: str) -> list[str]:
    """The share by the eight measures."""
    return _words(SHARE, share(findings, COUNTED, str), len(COUNTED), language)


def all_words(findings: Findings, language: str) -> list[str]:
    """The share by eight measures, and by the values."""
    once = _words(SHARE_OF_VALUES, share(findings, COMPONENTS), len(VALUES), language)
    return usual_words(findings, language) + once


def _words(sentence: str, found: Estimate, n: int, language: str) -> list[str]:
    if found.mean is None or found.interval is None:
        return []
    low, high = (number(100 * end, 0) for end in found.interval)
    return [speaker(language)(sentence, n=n, share=number(100 * found.mean, 0), low=low, high=high)]


WHAT_YOU_VALUE_DECIDES = Lesson(
    name="what-you-value-decides",
    number=7,
    title=N_("What you value decides"),
    scenes=(COUNTY,),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Zigui merged in 2004 because nine officers could not cover its roads. Fuzhou split in "
                    "2015 because stations neglected traffic work. Each looked at one measure. Suppose a "
                    "bureau counts eight that are at hand: response, time to clear, calls within the "
                    "standard, vehicle delay, deaths, satisfaction, cases cleared up, community visits."
                ),
                N_(
                    "No set of weights is the right one. So the page tries them all, and counts under which "
                    "share of them each side is best."
                ),
            ),
            scene="county",
            sources=(
                N_("Zigui: Mondo Finance, 29 January 2024. Fuzhou: Fuzhou News, 6 March 2015."),
                N_("The county is made up within published bands."),
            ),
        ),
        Step(
            kind="predict",
            scene="county",
            question=N_("Under how many of all sets of weights over these eight measures is one unit best?"),
            choices=(
                Option("few", N_("Under less than half")),
                Option("half", N_("Under half to nine tenths")),
                Option("many", N_("Under more than nine tenths")),
            ),
            answer=usual,
            expected="many",
        ),
        Step(
            kind="reveal",
            scene="county",
            words=(
                N_(
                    "Below, under Verdict, move the weights yourself: is there a set by which two forces "
                    "win? Would you defend it before the county?"
                ),
            ),
            further=usual_words,
            contrasts=(
                Contrast("response", "county", "response_mean"),
                Contrast("clear", "county", "clear_mean"),
                Contrast("visits", "county", "community_visits"),
            ),
        ),
        Step(
            kind="predict",
            scene="county",
            question=N_(
                "Four of the eight say the response in other words. And three things had no voice: complex "
                "cases right first time, junction posts staffed, overtime. Count seven values, each once. "
                "Under how many of all sets of weights over them is one unit best?"
            ),
            choices=(
                Option("few", N_("Under less than half")),
                Option("half", N_("Under half to nine tenths")),
                Option("many", N_("Under more than nine tenths")),
            ),
            answer=by_values,
            expected="few",
        ),
        Step(
            kind="reveal",
            scene="county",
            words=(
                N_(
                    "The worlds are the same. Only the list of what counts has changed. The verdict below "
                    "weighs these seven values."
                ),
            ),
            further=all_words,
            contrasts=(
                Contrast("right-first", "county", "first_time_right"),
                Contrast("posts", "county", "post_coverage"),
                Contrast("overtime", "county", "overtime_hours"),
            ),
        ),
        Step(
            kind="reason",
            words=(
                N_(
                    "Before anybody weighs, somebody has chosen what is on the list. What one unit does well "
                    "is easy to count: minutes. What it does less well is counted rarely: the complex case "
                    "that the first officer does not get right, and that comes back."
                ),
                N_("And what is counted four times weighs four times, whatever weights one gives."),
                N_(
                    "A verdict that turns with its list is no verdict on the two worlds. It is one on the "
                    "list."
                ),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "Write down the measures by which your bureau would judge a merger. Which of them were "
                    "chosen because they are at hand? Which one would a police officer add, and which one a "
                    "villager?"
                ),
            ),
        ),
    ),
)
