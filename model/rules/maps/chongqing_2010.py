"""Chongqing 2010: traffic and patrol police one corps on platforms in the streets, stations as they were."""

from dataclasses import replace

from jiaosuo.model.core.terms import Apportion, Corps, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.patrol_merged import PATROL_MERGED
from jiaosuo.model.rules.rule import Home

ON_PLATFORMS = replace(
    PATROL_MERGED,
    home={
        **PATROL_MERGED.home,
        Corps.TRAFFIC: Home(SiteLevel.STATION, Apportion.POPULATION),
        Corps.PATROL: Home(SiteLevel.STATION, Apportion.POPULATION),
    },
)

PARTS = (
    "Jiefangbei", "Daping", "Guanyinqiao", "Shimahe", "Yuzui", "Nanping", "Danzishi", "Chayuan",
)  # fmt: skip
"""The parts of the three districts, as the table of the place has them."""

CHONGQING_2010 = RuleMap(
    name=N_("chongqing-2010"),
    chinese="重庆2010",
    words=N_(
        "The traffic and patrol corps become one and work from platforms on the streets, many and small; "
        "stations keep cases and community."
    ),
    source="F: China News 2010-02-08, 2010-05-03; facts 1.2; A: platforms follow the people",
    rest=PATROL_MERGED,
    exceptions=dict.fromkeys(PARTS, ON_PLATFORMS),
)
