"""派出所管交通: the stations take the traffic of the countryside, and no officer moves.

A station with the traffic plate leads at simple calls on village and county roads and, in its market town, on
streets: facts 1.1 withhold trunk roads from it and nothing else. Squadrons keep trunk roads and whatever is
complex, since the plate is for the simple procedure, until an officer of the station is certified; they lose
no authority on streets, where whoever is nearer leads. At the calls of the other, each assists. Both desks
send both corps.
"""

from dataclasses import replace

from jiaosuo.model.core.terms import Authority, Complexity, Corps, Domain, RoadClass
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import (
    AUXILIARY_GRANTS,
    BRIGADE_GRANTS,
    DIVIDED,
    ORDER_AND_SERVICE,
)
from jiaosuo.model.rules.rule import Change, Desk, Grant
from jiaosuo.model.rules.separate import SEPARATE

TRAFFIC = (Domain.TRAFFIC,)
COUNTRY_ROADS = (RoadClass.VILLAGE, RoadClass.COUNTY)
EVERY_CORPS = tuple(Corps)

STATION_LED = replace(
    SEPARATE,
    name=N_("station_led"),
    chinese="派出所管交通",
    words=N_(
        "Stations attend simple traffic calls on village and county roads and in their market town; "
        "squadrons keep trunk roads and the complex."
    ),
    source="facts 1.1: Yangcheng 2018, Xinning, Yingde 2015; facts 0.1: rural Fujian after 2015",
    authority=(
        Grant(Corps.TRAFFIC, Authority.ATTEND, TRAFFIC, (RoadClass.TRUNK, RoadClass.STREET)),
        Grant(Corps.TRAFFIC, Authority.ATTEND, TRAFFIC, COUNTRY_ROADS, (Complexity.COMPLEX,)),
        Grant(Corps.TRAFFIC, Authority.ASSIST, TRAFFIC),
        Grant(Corps.STATION, Authority.CERTIFIED, TRAFFIC, (*COUNTRY_ROADS, RoadClass.STREET)),
        Grant(Corps.STATION, Authority.ASSIST, TRAFFIC),
        Grant(Corps.STATION, Authority.ATTEND, ORDER_AND_SERVICE),
        Grant(Corps.PATROL, Authority.ATTEND, ORDER_AND_SERVICE),
        *AUXILIARY_GRANTS,
        *BRIGADE_GRANTS,
    ),
    desks=(
        Desk("110", ORDER_AND_SERVICE, EVERY_CORPS),
        Desk("122", TRAFFIC, EVERY_CORPS),
    ),
    duty=replace(DIVIDED, posts=frozenset({Corps.TRAFFIC, Corps.STATION})),
    change=Change(training_days=5, disruption_months=2),
)
