"""One rule, two sets of levers: what shared records do without any merger."""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

DATA = Story(
    name="data",
    title=N_("What if they only shared their data?"),
    words=N_("Two forces on both sides. On the right the desks share calls and records: nobody has merged."),
    place="county-town",
    left="separate",
    right="separate",
    focus="response_mean_order_urban",
    lever="data_sharing",
    right_values={"data_sharing": 1.0},
)
