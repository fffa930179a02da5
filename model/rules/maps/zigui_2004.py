"""Zigui 2004: three rural squadrons folded into central stations, the town untouched."""

from dataclasses import replace

from jiaosuo.model.core.terms import Apportion, Corps, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.integrated import INTEGRATED
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.rule import Home
from jiaosuo.model.rules.separate import SEPARATE

FOLDED = replace(
    INTEGRATED,
    home={**INTEGRATED.home, Corps.TRAFFIC: Home(SiteLevel.CENTRAL_STATION, Apportion.TABLE)},
)

ZIGUI_2004 = RuleMap(
    name=N_("zigui-2004"),
    chinese="秭归2004",
    words=N_(
        "Three rural squadrons folded into central stations whose officers become dual policemen; "
        "the town untouched."
    ),
    source="seed; facts 1.2",
    rest=FOLDED,
    exceptions={"Maoping": SEPARATE},
)
