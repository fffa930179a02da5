"""Fourteen years: merged when cars were few, split in the towns when they were many."""

from jiaosuo.dashboard.choice.stories.story import Story
from jiaosuo.model.core.words import N_

FUJIAN = Story(
    name="fujian",
    title=N_("Merged in 2004, split in its towns in 2015: right each time?"),
    words=N_(
        "Left: never merged. Right: merged in 2004; in 2015 the towns split again, the villages do not."
    ),
    place="fujian-2002-2015",
    left="separate",
    right="timeline",
    focus="response_mean_traffic_rural",
    lever="on_duty_share",
    days=2.0,
    speed=672.0,
)
