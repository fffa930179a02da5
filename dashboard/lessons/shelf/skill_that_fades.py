"""Dilution: the same crashes shared by more officers, what practice keeps, what cross-training gives back."""

from __future__ import annotations

from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.experiments.statistics.intervals import distinguishable
from jiaosuo.model.core.words import N_, speaker

HOURS = {"training_hours": 80.0}

PLAIN = LessonScene(
    name="plain",
    title=N_("No cross-training"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="training_hours",
)
TRAINED = LessonScene(
    name="trained",
    title=N_("Eighty hours of cross-training a year"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="training_hours",
    left_values=HOURS,
    right_values=HOURS,
)

AS_GOOD, AS_BEFORE = 0.9, 0.1
"""Shares of the way from basic training to a specialist beyond which skill is called the one or the other."""

CASES = N_(
    "A traffic officer of the separate force leads {apart} traffic calls a month on average. Shared by all "
    "{leaders} officers of the unit it is {one} a month."
)
SKILLS = N_(
    "Skill in traffic work, from 0 to 1: basic training leaves {floor}; specialists of the separate force "
    "{apart}; officers of the unit {first} on its first day and {settled} after years."
)
GAP = {
    -1: N_(
        "Training narrows the gap in handling between the unit and the specialists by {size} of expert time."
    ),
    1: N_(
        "Training widens the gap in handling between the unit and the specialists by {size} of expert time."
    ),
    0: N_("Whether training changes the gap in handling cannot be told from chance."),
}
HANDLING = Contrast("handling", "plain", "handling_ratio_traffic")
HANDLING_TRAINED = Contrast("handling-trained", "trained", "handling_ratio_traffic")


def settled(findings: Findings) -> str | None:
    """Where the skill of the unit's officers ends, between basic training and a specialist."""
    skills = findings.skills.get("plain")
    if skills is None:
        return None
    floor, top = skills.floor, skills.left.settled
    way = (skills.right.settled - floor) / (top - floor)
    return "same" if way > AS_GOOD else "floor" if way < AS_BEFORE else "between"


def gap(findings: Findings) -> str | None:
    """What training does to the gap between the two sides."""
    change = findings.against(HANDLING, HANDLING_TRAINED)
    if change.mean is None or change.interval is None:
        return None
    significant = distinguishable({"gap": change})["gap"]
    return "same" if not significant else "wider" if change.mean > 0 else "narrower"


def practice(findings: Findings, language: str) -> list[str]:
    """Cases and skill, worked out from rates and headcounts."""
    # the page opens without this
    from jiaosuo.experiments.comparison.result import number

    skills = findings.skills.get("plain")
    if skills is None:
        return []
    _, left, right = speaker(language), skills.left, skills.right
    cases = _(CASES, apart=number(left.cases, 1), one=number(right.cases, 1), leaders=right.leaders)
    told = {"apart": left.settled, "first": right.first, "settled": right.settled}
    shown = {name: number(value, 2) for name, value in (told | {"floor": skills.floor}).items()}
    return [cases, _(SKILLS, **shown)]


def difference_of_gaps(findings: Findings, language: str) -> list[str]:
    """What training does to the gap, in a sentence."""
    # the page opens without this
    from jiaosuo.experiments.comparison.result import number

    answer, change = gap(findings), findings.against(HANDLING, HANDLING_TRAINED)
    if answer is None or change.mean is None:
        return []
    sign = {"narrower": -1, "wider": 1, "same": 0}[answer]
    return [speaker(language)(GAP[sign], size=number(abs(change.mean), 3))]


SKILL_THAT_FADES = Lesson(
    name="skill-that-fades",
    number=5,
    title=N_("Skill that fades"),
    scenes=(PLAIN, TRAINED),
    asks=("skills",),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Skill is kept by use. A review of many experiments found that performance drops far "
                    "when a skill is not practised for a year, and furthest in what crash work needs: "
                    "procedures and judgement. Practice brings it back, minute by minute: an injury crash "
                    "teaches more than a quick stop."
                ),
                N_(
                    "A growing county. Apart, the crashes go to the traffic police. In one unit the same "
                    "crashes are shared by everybody, so everybody sees fewer. Thefts and quarrels are "
                    "shared out as well."
                ),
            ),
            scene="plain",
            sources=(
                N_("Fading: Arthur, Bennett, Stanush & McNelly 1998. Learning: Heathcote et al. 2000."),
                N_("How fast skill fades and how slow the unskilled are: assumptions of this laboratory."),
            ),
        ),
        Step(
            kind="predict",
            scene="plain",
            question=N_(
                "Years after the merger: how skilled is an average officer of the unit in traffic work?"
            ),
            choices=(
                Option("same", N_("About as skilled as the specialists of the separate force")),
                Option("between", N_("Between a specialist and basic training")),
                Option("floor", N_("Hardly above basic training")),
            ),
            answer=settled,
            expected="between",
        ),
        Step(
            kind="reveal",
            scene="plain",
            words=(
                N_(
                    "The worlds that play show the long run: each side works with the skill that its own "
                    "practice keeps. The first days of a merger are worse, as the skill below tells."
                ),
            ),
            further=practice,
            contrasts=(
                HANDLING,
                Contrast("right-first", "plain", "first_time_right"),
            ),
        ),
        Step(
            kind="predict",
            scene="trained",
            question=N_(
                "Whoever may lead both at traffic and at order calls now trains for eighty hours a year, in "
                "the work where an hour saves most. The hours are offered on both sides. What happens to "
                "the gap in handling time?"
            ),
            choices=(
                Option("narrower", N_("It narrows")),
                Option("same", N_("No change that could be told from chance")),
                Option("wider", N_("It widens")),
            ),
            answer=gap,
            expected="narrower",
        ),
        Step(
            kind="reveal",
            scene="trained",
            words=(N_("The hours are offered on both sides now; put Cross-training back to compare."),),
            further=difference_of_gaps,
            contrasts=(HANDLING_TRAINED,),
        ),
        Step(
            kind="reason",
            words=(
                N_(
                    "Cross-training is for generalists. As long as the forces are apart nobody is one, so "
                    "the hours on offer find no taker: specialists live by practice alone. In one unit "
                    "everybody is one, and the hours give back what dilution takes."
                ),
                N_(
                    "Dilution is arithmetic: the same cases over more officers. A merger without training "
                    "pays on the scene, most of all in its first weeks. And the hours are not free: for "
                    "eighty of them a year each officer is missing on the street."
                ),
            ),
            further=practice,
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "How many injury crashes did each of your officers lead last year? Which skills would "
                    "you not let be shared by everybody, however practical it is?"
                ),
                N_("To try: Slowness of the unskilled. At which value would you no longer merge?"),
            ),
        ),
    ),
)
