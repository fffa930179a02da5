"""Two hypotheses that seem to contradict each other: does a growing place need one force or two?"""

from jiaosuo.dashboard.lessons.answers import by_two_signs
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Reading, Step
from jiaosuo.model.core.words import N_

VILLAGE = LessonScene(
    name="village",
    title=N_("One in ten lives in town"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_rural",
    lever="urbanization",
    left_values={"urbanization": 0.1},
    right_values={"urbanization": 0.1},
)
TOWN = LessonScene(
    name="town",
    title=N_("Seven in ten live in town"),
    place="county-town",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="urbanization",
    left_values={"urbanization": 0.7},
    right_values={"urbanization": 0.7},
)
CITY = LessonScene(
    name="city",
    title=N_("A district of a large city"),
    place="city-district",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="delta",
)

TWO_HYPOTHESES = Lesson(
    name="two-hypotheses",
    number=1,
    title=N_("Does a growing place need one force or two?"),
    scenes=(VILLAGE, TOWN, CITY),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Two sentences from one article. First: with urbanisation and many more vehicles, the "
                    "division of labour between traffic police and police stations became inefficient. So "
                    "merge. Second: in large cities with more traffic accidents a professional traffic force "
                    "is more necessary. So divide."
                ),
                N_(
                    "Both speak of growth, and they pull in opposite directions. Zigui, a mountain county, "
                    "merged in 2004. Fujian merged in 2003 and split its towns again in 2015. Here you let a "
                    "made-up county grow: first one person in ten lives in town, then seven in ten."
                ),
            ),
            scene="village",
            sources=(
                N_("The article: Mondo Finance, 29 January 2024."),
                N_("Fujian: Fuzhou News, 6 March 2015; Strait Metropolis Daily."),
            ),
        ),
        Step(
            kind="predict",
            scene="village",
            question=N_(
                "Time to clear: from the call until the matter is closed, over all calls. Where is one unit "
                "quicker than two forces?"
            ),
            choices=(
                Option("both", N_("In both: while villages prevail and when the town prevails")),
                Option("village", N_("Only while villages prevail")),
                Option("town", N_("Only when the town prevails")),
                Option("neither", N_("In neither")),
            ),
            answer=by_two_signs(
                "clear-village",
                "clear-town",
                {
                    (True, True): "both",
                    (True, False): "village",
                    (False, True): "town",
                    (False, False): "neither",
                },
            ),
            expected="village",
        ),
        Step(
            kind="reveal",
            scene="town",
            words=(
                N_(
                    "The lever is now at seven in ten; put Urbanisation back to compare. Look at two clocks: "
                    "how soon somebody comes, and how soon all is done."
                ),
            ),
            contrasts=(
                Contrast("response-village", "village", "response_mean"),
                Contrast("response-town", "town", "response_mean"),
                Contrast("clear-village", "village", "clear_mean"),
                Contrast("clear-town", "town", "clear_mean"),
            ),
        ),
        Step(
            kind="predict",
            question=N_(
                "The second sentence fears for the crash. Seven in ten live in town: for which calls does "
                "one unit take longer until all is done?"
            ),
            choices=(
                Option("traffic", N_("Only for traffic calls")),
                Option("order", N_("Only for order calls, such as thefts and quarrels")),
                Option("both", N_("For both")),
                Option("neither", N_("For neither")),
            ),
            answer=by_two_signs(
                "traffic-town",
                "order-town",
                {
                    (True, True): "both",
                    (True, False): "traffic",
                    (False, True): "order",
                    (False, False): "neither",
                },
                sign=1,
            ),
            expected="order",
        ),
        Step(
            kind="reveal",
            scene="town",
            words=(N_("Pick a quarrel on both sides: who comes, and what is that officer's own trade?"),),
            contrasts=(
                Contrast("traffic-town", "town", "clear_mean_traffic"),
                Contrast("order-town", "town", "clear_mean_order"),
            ),
        ),
        Step(
            kind="reason",
            scene="city",
            words=(
                N_(
                    "A call costs a drive and a job. One unit shortens the drive, for there are more doors "
                    "to start from. It lengthens the job, for the hand is less practised. A crash had few "
                    "officers far away: it gains more on the road than it loses on the scene. A quarrel had "
                    "its station next door: it gains little, and may now get a hand from the other trade."
                ),
                N_(
                    "So growth into towns can use the gain up: with seven in ten in town most calls are "
                    "near to somebody under either rule, and what one unit saves on the road no longer "
                    "shows in the time until all is done. In the district of a large city that you see "
                    "now, drives are short already. The two sentences speak of different places."
                ),
            ),
            contrasts=(
                Contrast("travel-town", "town", "travel_mean"),
                Contrast("travel-city", "city", "travel_mean"),
                Contrast("clear-city", "city", "clear_mean"),
                Contrast("order-city", "city", "clear_mean_order"),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "Which clock does your bureau report, and which one do people feel? If you reported the "
                    "other one, would you organise the county otherwise?"
                ),
                N_("To try: Slowness of the unskilled. Does any value make two forces quicker here?"),
            ),
            readings=(
                Reading(N_("For and against the first hypothesis"), "evidence/h1"),
                Reading(N_("For and against the second hypothesis"), "evidence/h2"),
            ),
        ),
    ),
)
