"""Fujian 2015: the towns divided again, the villages left with their stations."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.separate import SEPARATE
from jiaosuo.model.rules.station_led import STATION_LED

FUJIAN_2015 = RuleMap(
    name=N_("fujian-2015"),
    chinese="福建2015",
    words=N_("Dense townships keep two forces again; elsewhere the stations go on leading in traffic."),
    source="facts 0.1: urban districts and county seats split, villages not; the boundary is an assumption",
    rest=STATION_LED,
    dense=SEPARATE,
)
