"""Fujian 2003: traffic and patrol police one corps in the towns, village traffic led by the stations."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.patrol_merged import PATROL_MERGED
from jiaosuo.model.rules.station_led import STATION_LED

FUJIAN_2003 = RuleMap(
    name=N_("fujian-2003"),
    chinese="福建2003",
    words=N_(
        "Dense townships merge the traffic and the patrol corps; elsewhere the stations lead in traffic."
    ),
    source="facts 0.1, 1.2: decided in 2002, begun in Gulou in October 2003; the boundary is an assumption",
    rest=STATION_LED,
    dense=PATROL_MERGED,
)
