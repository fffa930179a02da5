"""Junctions at peak hour: a post is held by whoever is free among those who may hold it."""

from jiaosuo.dashboard.lessons.answers import by_lead, by_sign
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene, Option, Step
from jiaosuo.model.core.words import N_

HALF = {"officers_traffic": 0.5, "officers_station": 0.5, "officers_patrol": 0.5}

CITY = LessonScene(
    name="city",
    title=N_("All the officers of the district"),
    place="city-district",
    left="separate",
    right="integrated",
    focus="post_coverage",
    lever="aux_share_posts",
    days=2.0,
)
SHORT = LessonScene(
    name="short",
    title=N_("Half of the officers"),
    place="city-district",
    left="separate",
    right="integrated",
    focus="post_coverage",
    lever="officers_station",
    days=2.0,
    shares=HALF,
)
AUXILIARIES = LessonScene(
    name="auxiliaries",
    title=N_("Two forces of half the size: three in ten auxiliaries may hold a post"),
    place="city-district",
    left="separate",
    right="separate",
    focus="post_coverage",
    lever="aux_share_posts",
    days=2.0,
    shares=HALF,
    right_values={"aux_share_posts": 0.3},
)

POSTS = Contrast("posts", "city", "post_coverage")
POSTS_SHORT = Contrast("short-posts", "short", "post_coverage")

THE_EMPTY_JUNCTION = Lesson(
    name="the-empty-junction",
    number=4,
    title=N_("The empty junction"),
    scenes=(CITY, SHORT, AUXILIARIES),
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
                    "A district of a large city. At peak hours junctions are to be staffed, as many under "
                    "either rule. Left, only traffic police may stand there. Right, every officer of the "
                    "unit may, who is also the nearest one to a fight around the corner: an urgent call "
                    "takes an officer off a post on either side. A hollow circle on the map is a post that "
                    "stands empty."
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
            expected="more",
        ),
        Step(
            kind="reveal",
            scene="city",
            words=(N_("Watch the circles between seven and nine: which ones turn hollow, and when?"),),
            contrasts=(
                POSTS,
                Contrast("response", "city", "response_mean_traffic_urban"),
            ),
        ),
        Step(
            kind="predict",
            scene="short",
            question=N_(
                "Now half of the officers are gone, on both sides; calls and junctions are as many as "
                "before. At the junctions the lead of one unit:"
            ),
            choices=(
                Option("larger", N_("Grows: two forces leave more posts empty than one unit does")),
                Option("same", N_("No change that could be told from chance")),
                Option("smaller", N_("Shrinks: calls now take the unit's officers from their posts")),
            ),
            answer=by_lead(POSTS, POSTS_SHORT, larger="larger", smaller="smaller", same="same"),
            expected="larger",
        ),
        Step(
            kind="reveal",
            scene="short",
            words=(
                N_("Delay differs much from world to world. Read the interval before you read the mean."),
            ),
            contrasts=(
                POSTS_SHORT,
                Contrast("short-delay", "short", "delay_caused"),
            ),
        ),
        Step(
            kind="reason",
            scene="auxiliaries",
            words=(
                N_(
                    "A post is held by whoever is free among those who may hold it. Two forces have few who "
                    "may, and when one of them is at a crash, nobody of the others takes the post. In one "
                    "unit many may, and a post that a call has emptied soon finds another of them."
                ),
                N_(
                    "So it is not the merger that fills junctions, but how many may stand there. Without any "
                    "merger auxiliaries may, as on the right now. Whether crashes in town gain by the "
                    "traffic officers that this frees, the second line below tells."
                ),
                N_(
                    "And Fuzhou? Here a unit turns to posts before visits and beats, as its order of duties "
                    "says. That a station thinks traffic somebody else's work is not in the model. Where "
                    "junctions empty after a merger, look for that first, and for officers too few second."
                ),
            ),
            contrasts=(
                Contrast("aux-posts", "auxiliaries", "post_coverage"),
                Contrast("aux-response", "auxiliaries", "response_mean_traffic_urban"),
            ),
        ),
        Step(
            kind="home",
            words=(
                N_(
                    "Who in your bureau would notice that a junction was empty yesterday at eight? And who, "
                    "by your own rules, might have stood there?"
                ),
                N_("To try: move Auxiliaries on posts from 0 upwards. How many does it take?"),
            ),
        ),
    ),
)
