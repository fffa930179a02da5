"""Chongqing before 2010: two forces, and a patrol corps that stands in each district, not in one seat."""

from dataclasses import replace

from jiaosuo.model.core.terms import Corps, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.maps.chongqing_2010 import PARTS
from jiaosuo.model.rules.rule import Home
from jiaosuo.model.rules.separate import SEPARATE

BY_DISTRICT = replace(SEPARATE, home={**SEPARATE.home, Corps.PATROL: Home(SiteLevel.SQUADRON)})

CHONGQING_2009 = RuleMap(
    name=N_("chongqing-2009"),
    chinese="重庆2009",
    words=N_("Two forces; the patrol corps stands in the district it belongs to, as the traffic corps does."),
    source="A: the corps of a city of districts has no one seat; where it stood is not published",
    rest=SEPARATE,
    exceptions=dict.fromkeys(PARTS, BY_DISTRICT),
)
