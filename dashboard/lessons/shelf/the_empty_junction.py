"""Crowd-out: what becomes of the junction at peak hour when the officer on it may be sent to a quarrel."""

from jiaosuo.dashboard.lessons.answers import by_sign
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.model.core.words import N_

CITY = LessonScene(
    name="city",
    title=N_("One unit instead of two forces"),
    place="city-district",
    left="separate",
    right="integrated",
    focus="post_coverage",
    lever="aux_share_posts",
    days=2.0,
)
AUXILIARIES = LessonScene(
    name="auxiliaries",
    title=N_("One unit, three in ten auxiliaries may hold a post"),
    place="city-district",
    left="integrated",
    right="integrated",
    focus="post_coverage",
    lever="aux_share_posts",
    days=2.0,
    right_values={"aux_share_posts": 0.3},
)

THE_EMPTY_JUNCTION = Lesson(
    name="the-empty-junction",
    number=4,
    title=N_("The empty junction"),
    scenes=(CITY, AUXILIARIES),
    steps=(
        Step(
            kind="situation",
            words=(
                N_(
                    "Fuzhou merged traffic and patrol police in 2003 and split its towns again in 2015. The "
                    "reason given: one officer had many skills, but stations neglected traffic work and were "
                    "not professional enough, while vehicles multiplied and people wanted smooth roads."
                ),
                N_(
                    "A district of a large city. At peak hours junctions are to be staffed. In one unit the "
                    "officer on the junction is also the nearest one to a fight around the corner. A hollow "
                    "circle on the map is a post that stands empty."
                ),
            ),
            scene="city",
            sources=(
                N_("Fuzhou News, 6 March 2015."),
                N_("The district is made up within published bands; how many posts it has is an assumption."),
            ),
        ),
        Step(
            kind="predict",
            scene="city",
            question=N_(
                "One unit instead of two forces, the same officers. The junctions staffed at peak hours:"
            ),
            choices=(
                Option("more", N_("More: more officers could stand there")),
                Option("same", N_("No difference that could be told from chance")),
                Option("fewer", N_("Fewer: calls pull officers away")),
            ),
            answer=by_sign("posts", less="fewer", more="more", same="same"),
            expected="fewer",
        ),
        Step(
            kind="reveal",
            scene="city",
            words=(N_("Watch the circles between seven and nine: which ones turn hollow, and when?"),),
            contrasts=(
                Contrast("posts", "city", "post_coverage"),
                Contrast("response", "city", "response_mean_traffic_urban"),
            ),
        ),
        Step(
            kind="predict",
            scene="city",
            question=N_("And the hours that vehicles lose to incidents and empty posts, over all roads:"),
            choices=(
                Option("more", N_("More hours are lost in one unit")),
                Option("same", N_("No difference that could be told from chance")),
                Option("fewer", N_("Fewer hours are lost in one unit")),
            ),
            answer=by_sign("delay", less="fewer", more="more", same="same"),
            expected="same",
        ),
        Step(
            kind="reveal",
            scene="city",
            words=(
                N_("Delay differs much from world to world. Read the interval before you read the mean."),
            ),
            contrasts=(Contrast("delay", "city", "delay_caused"),),
        ),
        Step(
            kind="reason",
            scene="auxiliaries",
            words=(
                N_(
                    "This is crowd-out. Nobody decides to neglect the junction; each call that may pull an "
                    "officer is more urgent than the post, and the post gives way. What is lost is spread "
                    "over thousands of drivers, so that hardly any report shows it."
                ),
                N_(
                    "Not to be told from chance is not the same as nothing: it means that this many worlds "
                    "cannot show it. One way out is to let auxiliaries hold posts, as on the right now."
                ),
            ),
            contrasts=(
                Contrast("aux-posts", "auxiliaries", "post_coverage"),
                Contrast("aux-delay", "auxiliaries", "delay_caused"),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "Who in your bureau would notice that a junction was empty yesterday at eight? What is "
                    "never counted is what a busy unit gives up first."
                ),
                N_("To try: move Auxiliaries on posts from 0 upwards. How many does it take?"),
            ),
        ),
    ),
)
