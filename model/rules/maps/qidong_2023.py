"""Qidong 2023: four squadrons kept, three merged into stations, 18 other stations in the lead."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.maps.zigui_2004 import FOLDED
from jiaosuo.model.rules.separate import SEPARATE
from jiaosuo.model.rules.station_led import STATION_LED

KEPT = ("Hongqiao", "Yongchang", "Yuhe", "Baidishi")
MERGED = ("Guiyang", "Buyunqiao", "Taihetang")

QIDONG_2023 = RuleMap(
    name=N_("qidong-2023"),
    chinese="祁东2023",
    words=N_(
        "Three urban squadrons and that of Baidishi stay; three rural squadrons merge with the stations of "
        "their towns; the stations of the other 18 townships lead in traffic."
    ),
    source="facts 0.2, 1.2; F: the same report, m.yanjiu.ozhou.com.cn 2023-08-15, which names the squadrons",
    rest=STATION_LED,
    exceptions={**dict.fromkeys(KEPT, SEPARATE), **dict.fromkeys(MERGED, FOLDED)},
)
