"""The story the page opens with: a village calls, who comes, and how long does it take?"""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

ZIGUI = Story(
    name="zigui",
    title=N_("Who comes when a village calls?"),
    words=N_("Left: traffic police apart, in four townships of twelve. Right: one unit in every station."),
    place="zigui-2004",
    left="separate",
    right="integrated",
    focus="response_mean_traffic_rural",
    lever="officers_traffic",
)
