"""Answers that several rules share, so that rules differ only where they mean to."""

from __future__ import annotations

from jiaosuo.model.core.terms import Authority, Complexity, Corps, Domain, Reach, SiteLevel
from jiaosuo.model.rules.rule import Duty, Grant, Home

ORDER_AND_SERVICE = (Domain.ORDER, Domain.SERVICE)

BRIGADE_HOMES = {
    Corps.TRAFFIC_SPECIALIST: Home(SiteLevel.COUNTY),
    Corps.CASE_SPECIALIST: Home(SiteLevel.COUNTY),
}
"""The county brigade stays at the county seat under every rule."""

BRIGADE_GRANTS = (
    Grant(Corps.TRAFFIC_SPECIALIST, Authority.ATTEND, (Domain.TRAFFIC,), complexity=(Complexity.COMPLEX,)),
    Grant(Corps.CASE_SPECIALIST, Authority.ATTEND, (Domain.ORDER,), complexity=(Complexity.COMPLEX,)),
)
"""Brigade specialists are kept for what is known to be complex."""

AUXILIARY_GRANTS = (Grant(Corps.AUXILIARY, Authority.ASSIST),)
"""Auxiliaries assist anywhere and lead nowhere."""

REACH = {
    Corps.TRAFFIC: Reach.COUNTY,
    Corps.STATION: Reach.NEIGHBOURS,
    Corps.PATROL: Reach.NEIGHBOURS,
    Corps.AUXILIARY: Reach.NEIGHBOURS,
    Corps.TRAFFIC_SPECIALIST: Reach.COUNTY,
    Corps.CASE_SPECIALIST: Reach.COUNTY,
}
"""How far each corps may be sent: kept equal, so that rules differ by home and authority."""

STREET_CORPS = frozenset({Corps.TRAFFIC, Corps.STATION, Corps.PATROL})
"""The corps that go out: the brigade waits for what is complex, auxiliaries assist."""

VISITORS = frozenset({Corps.STATION, Corps.AUXILIARY})
"""Who knows the people of a township: its station and that station's auxiliaries."""

DIVIDED = Duty(posts=frozenset({Corps.TRAFFIC}), visits=VISITORS, beats=STREET_CORPS)
"""Posts are for the traffic corps, visits for the stations; every street corps walks a beat."""
