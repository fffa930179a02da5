"""The other hypothesis: where crashes are many, are professionals more necessary?"""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

TOWN = Story(
    name="town",
    title=N_("Does one unit still pay where the streets are full?"),
    words=N_("A district of a large city. Watch how long the road stays blocked, not only who comes first."),
    place="city-district",
    left="separate",
    right="integrated",
    focus="clear_mean_traffic_urban",
    lever="delta",
    days=3.0,
    speed=84.0,
)
