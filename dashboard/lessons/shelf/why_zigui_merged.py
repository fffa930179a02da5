"""Zigui 2004: what a merger of three squadrons gave, what it cost, and whether more sites would have done."""

from jiaosuo.dashboard.lessons.answers import by_size
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.model.core.words import N_

MERGER = LessonScene(
    name="merger",
    title=N_("Three squadrons folded into stations"),
    place="zigui-2004",
    left="separate",
    right="zigui-2004",
    focus="response_mean_traffic_rural",
    lever="officers_traffic",
    days=7.0,
    staffings=("historic", "historic"),
    speed=168.0,
)
SITES = LessonScene(
    name="sites",
    title=N_("The same nine merely moved into stations"),
    place="zigui-2004",
    left="separate",
    right="stationed",
    focus="response_mean_traffic_rural",
    lever="officers_traffic",
    days=7.0,
    staffings=("historic", "historic"),
    speed=168.0,
)

WHY_ZIGUI_MERGED = Lesson(
    name="why-zigui-merged",
    number=2,
    title=N_("Why Zigui merged"),
    scenes=(MERGER, SITES),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Zigui, Hubei, 2004: a mountain county of 2,427 km². It has 34 traffic police. Take away "
                    "the squadron in town and the office of the brigade, and nine officers are left for more "
                    "than 2,000 km of road in eleven townships."
                ),
                N_(
                    "The county folds its three rural squadrons into police stations. Station officers now "
                    "attend crashes too. Nobody is hired, nothing is built. Left: as before. Right: as Zigui "
                    "did it."
                ),
            ),
            scene="merger",
            sources=(
                N_("Officers, roads, squadrons: Mondo Finance, 29 January 2024."),
                N_(
                    "What single stations had is an assumption, and no independent evaluation of 2004 exists."
                ),
            ),
        ),
        Step(
            kind="predict",
            scene="merger",
            question=N_("A crash in a village. How much sooner does somebody come after the merger?"),
            choices=(
                Option("same", N_("Hardly: less than a tenth of the time is saved, or none")),
                Option("some", N_("A tenth to a third of the time is saved")),
                Option("half", N_("More than a third of the time is saved")),
                Option("later", N_("Later than before")),
            ),
            answer=by_size(
                "response",
                ((-1 / 3, "half"), (-0.1, "some"), (0.0, "same")),
                last="later",
                same="same",
            ),
            expected="half",
        ),
        Step(
            kind="reveal",
            scene="merger",
            words=(N_("Watch a ring in a village: from which township does the line come, left and right?"),),
            contrasts=(
                Contrast("response", "merger", "response_mean_traffic_rural"),
                Contrast("nobody", "merger", "hours_nobody_on_duty_traffic"),
                Contrast("gave-up", "merger", "calls_gave_up"),
            ),
        ),
        Step(
            kind="predict",
            scene="merger",
            question=N_(
                "And the price? The officer who comes now is no crash specialist. How much longer does the "
                "work on the scene take?"
            ),
            choices=(
                Option("none", N_("No longer: the work is simple")),
                Option("little", N_("Up to a fifth longer")),
                Option("some", N_("A fifth to a half longer")),
                Option("much", N_("More than half as long again")),
            ),
            answer=by_size(
                "handling", ((0.0, "none"), (0.2, "little"), (0.5, "some")), last="much", same="none"
            ),
            expected="little",
        ),
        Step(
            kind="reveal",
            scene="merger",
            words=(
                N_(
                    "Handling is told as a ratio: 1 is the time an expert would need. What counts for the "
                    "people in the road is the sum of both clocks: the time to clear."
                ),
                N_(
                    "You see the county years after the merger: whoever came as a novice has learnt from the "
                    "crashes since. The first weeks cost more."
                ),
            ),
            contrasts=(
                Contrast("handling", "merger", "handling_ratio_traffic"),
                Contrast("clear", "merger", "clear_mean_traffic_rural"),
            ),
        ),
        Step(
            kind="reason",
            scene="sites",
            words=(
                N_(
                    "Geometry. Of nine officers only a few are on duty at once, and eleven townships lie far "
                    "apart. Station officers are in every township already; the merger allows them to go."
                ),
                N_(
                    "Would more sites have done, without a merger? On the right you now see the nine moved "
                    "into the stations, still specialists. Nine people have no more than nine desks: with "
                    "one or none a township, the site is near, and mostly nobody is at it."
                ),
            ),
            contrasts=(
                Contrast("sites-response", "sites", "response_mean_traffic_rural"),
                Contrast("sites-nobody", "sites", "hours_nobody_on_duty_traffic"),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "How many officers of each service are on duty at two in the morning in your smallest "
                    "township? What use is a specialist who is at home then?"
                ),
                N_("To try: give Zigui more traffic officers. At how many does the merger stop paying?"),
            ),
        ),
    ),
)
