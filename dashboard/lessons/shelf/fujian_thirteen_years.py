"""Fujian 2002-2015: merged when cars were few, split in the towns when they were many."""

from __future__ import annotations

from jiaosuo.dashboard.lessons.answers import by_sign
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate, distinguishable
from jiaosuo.model.core.words import N_, speaker

PATH = LessonScene(
    name="path",
    title=N_("As it was, against never merged"),
    place="fujian-2002-2015",
    left="separate",
    right="timeline",
    focus="response_mean_traffic_urban",
    lever="on_duty_share",
    days=2.0,
    speed=672.0,
)
MERGED, BEFORE_SPLIT, SPLIT = (2005, 2014), (2011, 2014), (2015, 2015)
LATE = Contrast("town-late", "path", "response_mean_traffic_urban", BEFORE_SPLIT)
AFTER = Contrast("town-split", "path", "response_mean_traffic_urban", SPLIT)

LEAD = {
    -1: N_("With the split the lead in town grew by {size} min (95 % interval {low} to {high})."),
    1: N_("With the split the lead in town shrank by {size} min (95 % interval {low} to {high})."),
    0: N_("Whether the split changed the lead in town cannot be told from chance (95 % interval of the "
          "change {low} to {high} min)."),
}  # fmt: skip


def _lead(findings: Findings) -> tuple[int | None, Estimate]:
    """Which way the lead of the right side in town went with the split, and by how much."""
    change = findings.against(LATE, AFTER)
    if change.mean is None or change.interval is None:
        return None, change
    significant = distinguishable({"lead": change})["lead"]
    return (0 if not significant else -1 if change.mean < 0 else 1), change


def split(findings: Findings) -> str | None:
    """What the split did to the towns' lead in response."""
    sign, _change = _lead(findings)
    return None if sign is None else {-1: "larger", 1: "smaller", 0: "same"}[sign]


def lead_words(findings: Findings, language: str) -> list[str]:
    """The same in a sentence."""
    sign, change = _lead(findings)
    if sign is None or change.mean is None or change.interval is None:
        return []
    low, high = (number(end, 1, signed=True) for end in change.interval)
    return [speaker(language)(LEAD[sign], size=number(abs(change.mean), 1), low=low, high=high)]


FUJIAN_THIRTEEN_YEARS = Lesson(
    name="fujian-thirteen-years",
    number=6,
    title=N_("Fujian's thirteen years"),
    scenes=(PATH,),
    years=6,
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "At the end of 2002 Fujian decides to merge its traffic and patrol police. Fuzhou begins "
                    "in autumn 2003, the counties in spring 2004; in the villages the police stations take "
                    "traffic over. In 2015 towns and county seats are split again and the traffic brigade "
                    "grows. The villages stay with their stations: the split was a partial one."
                ),
                N_(
                    "Right: a county that does as Fujian did, year by year, while its vehicles multiply. "
                    "Left: the same county, had it never merged. Each year is played for two days."
                ),
            ),
            scene="path",
            sources=(
                N_("2003: Fuzhou News and Sina. 2015: Fuzhou News, 6 March 2015; Strait Metropolis Daily."),
                N_(
                    "The county, its force and the growth of its vehicles are assumptions within published "
                    "bands."
                ),
            ),
        ),
        Step(
            kind="predict",
            scene="path",
            question=N_("2005 to 2014, merged. Traffic calls from villages, compared with never merged:"),
            choices=(
                Option("sooner", N_("Answered sooner")),
                Option("same", N_("No difference that could be told from chance")),
                Option("later", N_("Answered later")),
            ),
            answer=by_sign("village", less="sooner", more="later", same="same"),
            expected="sooner",
        ),
        Step(
            kind="reveal",
            scene="path",
            words=(
                N_(
                    "Play the years. When a rule changes, officers are away for training and work more "
                    "slowly."
                ),
            ),
            contrasts=(
                Contrast("village", "path", "response_mean_traffic_rural", MERGED),
                Contrast("village-clear", "path", "clear_mean_traffic_rural", MERGED),
                Contrast("skill", "path", "skill_traffic", MERGED),
            ),
        ),
        Step(
            kind="predict",
            scene="path",
            question=N_(
                "From 2011 to 2014 we measure in town how much sooner the merged county answers traffic "
                "calls than its twin that never merged. In 2015 the towns are split again and the brigade "
                "grows. With the split this lead:"
            ),
            choices=(
                Option("larger", N_("Grows: professionals are back")),
                Option("same", N_("No change that could be told from chance")),
                Option("smaller", N_("Shrinks: fewer may answer")),
            ),
            answer=split,
            expected="same",
        ),
        Step(
            kind="reveal",
            scene="path",
            words=(N_("Go to 2015 and watch the town: who may answer a crash now?"),),
            further=lead_words,
            contrasts=(LATE, AFTER, Contrast("town-clear", "path", "clear_mean_traffic_urban", SPLIT)),
        ),
        Step(
            kind="reason",
            words=(
                N_(
                    "In this county the split cannot be told from chance by the time to the first officer: "
                    "so few worlds and one year are too little. Those who judged the real split had one "
                    "county, one year and no twin. What it was meant to give back, skill and a force that "
                    "nobody pulls off the road, is not in this measure at all."
                ),
                N_(
                    "Beware of one more thing: in 2004 the law raised the threshold from which a crash is "
                    "filed. Fujian's crash figures fell by 18 % that year, and its deaths rose by 10 %. "
                    "Neither is an effect of the merger."
                ),
            ),
            sources=(
                N_(
                    "Crash figures: report of the provincial traffic police for 2004; Road Traffic Safety "
                    "Law."
                ),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "The province gave smooth roads as its reason. Which figure would have had to be on the "
                    "table in 2014 to show that this was so, and was anybody counting it?"
                ),
                N_("To try: On duty at once. Does a larger force make the split harmless?"),
            ),
        ),
    ),
)
