"""P7: two routes to the urban failure, each measurable alone: crowd-out and dilution."""

from itertools import product

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import above
from jiaosuo.experiments.patterns.busy import busy
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval
from jiaosuo.experiments.study_tools.changes import RESERVE
from jiaosuo.model.core.words import N_

CLEAR, DELAY = "clear_mean_traffic_urban", "delay_caused"
NO_DILUTION = {"delta": 0, "setup_share": 0}
NO_CROWD_OUT = {"posts_per_urban_km2": 0}


def once(setting: Setting) -> list[Claim]:
    """What each route alone adds to what integrated loses in town, over utilisation and traffic share."""
    cells = list(product(setting.effort.utilisations, setting.effort.route_shares))
    places = [_cell(setting.in_worlds(setting.effort.routes), *cell) for cell in cells]
    crowd_out = [_added(each, _crowd_out(each), CLEAR) for each in places]
    dilution = [_added(each, each.at(**NO_CROWD_OUT), CLEAR) for each in places]
    delay = [_added(each, _crowd_out(each), DELAY) for each in places]
    return [
        Claim("crowd-out alone: added time to clear town traffic calls", _over(crowd_out), above(0.0)),
        Claim("dilution alone: added time to clear town traffic calls", _over(dilution), above(0.0)),
        Claim("crowd-out alone: added vehicle delay", _over(delay), above(0.0), "veh-h"),
        *(
            Claim(
                f"utilisation {busy:g}, traffic share {share:g}: {route} alone adds",
                mean_interval(column[place]),
                note=_realised(places[place]),
            )
            for place, (busy, share) in enumerate(cells)
            for route, column in (("crowd-out", crowd_out), ("dilution", dilution))
        ),
    ]


def _crowd_out(setting: Setting) -> Setting:
    return setting.under(RESERVE).at(**NO_DILUTION)


def _added(setting: Setting, route: Setting, outcome: str) -> Values:
    """What a route adds to the gap between integrated and separate, world by world."""
    off = setting.at(**NO_DILUTION, **NO_CROWD_OUT)
    return route.gaps(outcome, "integrated") - off.gaps(outcome, "integrated")


def _over(columns: list[Values]) -> Estimate:
    return mean_interval(np.mean(columns, axis=0))


def _realised(setting: Setting) -> str:
    """Utilisation as it came out, with both routes off."""
    off = setting.at(**NO_DILUTION, **NO_CROWD_OUT)
    shares = {
        corps: mean_interval(off.values(f"utilisation_{corps}")).mean for corps in ("traffic", "station")
    }
    return (
        "" if None in shares.values() else ", ".join(f"{corps} corps {x:.2f}" for corps, x in shares.items())
    )


def _cell(setting: Setting, utilisation: float, share: float) -> Setting:
    """The place with the traffic corps' share of the force, its size from the middle share."""
    middle = float(np.median(setting.effort.route_shares))
    size = busy(setting.at(staffing="best-separate", traffic_share=middle), utilisation)
    return size.at(traffic_share=share)


TWO_ROUTES = Pattern(
    name="P7",
    title=N_("Two routes lead to the urban failure: crowd-out and dilution"),
    words=(
        "Each route to the urban failure is measurable alone: crowd-out (posts and a reserve of 30 % for "
        "110, delta 0) and dilution (delta as it is, no posts, no reserve), against both off. Utilisation "
        "is reached by scaling the headcount; what came out stands beside each cell. The claims are over "
        "all cells."
    ),
    claims=lambda setting: [],
    once=once,
    urbanization=(0.65, 1.0),
    changes=(),
)
