"""Is it the merger, or is it more sites?"""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

SITES = Story(
    name="sites",
    title=N_("Is it the merger, or only more sites?"),
    words=N_("On the left traffic officers merely move into the stations; on the right all become one unit."),
    place="zigui-2004",
    left="stationed",
    right="integrated",
    focus="response_mean_traffic_rural",
    lever="training_hours",
)
