"""One rule under two staffings: the split of the force can matter more than the rule."""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

STAFFING = Story(
    name="staffing",
    title=N_("The same rule, the same officers, another split"),
    words=N_(
        "Left: the force split as it was. Right: split by workload. Only the corps they belong to differ."
    ),
    place="county-town",
    left="separate",
    right="separate",
    focus="clear_mean_traffic_urban",
    lever="officers_traffic",
    staffings=("historic", "workload"),
)
