"""P7: two routes to the urban failure, each measurable alone: crowd-out and dilution."""

from itertools import product

import numpy as np

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import above
from jiaosuo.experiments.patterns.busy import ANSWERING, called, headcount
from jiaosuo.experiments.patterns.pattern import NOTICED, Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval
from jiaosuo.experiments.study_tools.changes import RESERVE
from jiaosuo.model.core.terms import word
from jiaosuo.model.core.words import N_

CLEAR, DELAY = "clear_mean_traffic_urban", "delay_caused"
RULE = "integrated"
NO_DILUTION = {"delta": 0, "setup_share": 0}
NO_POSTS = {"posts_per_urban_km2": 0}
TOLERATED = 0.05
"""As a share of the mean: the least rise of delay that must be seen."""


def once(setting: Setting) -> list[Claim]:
    """What each route alone adds, over utilisation and traffic share."""
    cells = list(product(setting.effort.utilisations, setting.effort.route_shares))
    middles = [_middle(setting.in_worlds(setting.effort.routes)) for _ in cells]
    places = [
        middle.at(traffic_share=share, **headcount(_off(middle), utilisation))
        for middle, (utilisation, share) in zip(middles, cells, strict=True)
    ]
    routes = {
        "the reserve": [_reserve(each, CLEAR) for each in places],
        "posts": [_posts(each, CLEAR) for each in places],
        "dilution": [_dilution(each) for each in places],
    }
    delay = [_reserve(each, DELAY) for each in places]
    events = sum(_off(each).events(CLEAR) for each in places)
    scale = _over([_off(each).values(DELAY, RULE) for each in places])
    return [
        *(
            Claim(
                f"{route} alone: added time to clear town traffic calls",
                _over(columns),
                above(0.0, NOTICED),
                events=events,
            )
            for route, columns in routes.items()
        ),
        Claim(
            "the reserve alone: added vehicle delay",
            _over(delay),
            above(0.0, TOLERATED * abs(scale.mean or 0.0)),
            "veh-h",
            scale=scale,
        ),
        *(
            Claim(
                f"{called(_off(middles[place]), utilisation)}, traffic share {share:g}: {route} alone adds",
                mean_interval(columns[place]),
                note=_realised(places[place]),
            )
            for place, (utilisation, share) in enumerate(cells)
            for route, columns in routes.items()
        ),
    ]


def _off(setting: Setting) -> Setting:
    """Every route shut: no posts, no reserve, a novice as fast as an expert."""
    return setting.at(**NO_DILUTION, **NO_POSTS)


def _reserve(setting: Setting, outcome: str) -> Values:
    """What holding officers back for 110 adds under one and the same rule, world by world."""
    off = _off(setting)
    return off.under(RESERVE).values(outcome, RULE) - off.values(outcome, RULE)


def _posts(setting: Setting, outcome: str) -> Values:
    """What posts that must be staffed add under one and the same rule, world by world."""
    return setting.at(**NO_DILUTION).values(outcome, RULE) - _off(setting).values(outcome, RULE)


def _dilution(setting: Setting) -> Values:
    """What slower novices add to the gap between the rules: both have them, one has more."""
    return setting.at(**NO_POSTS).gaps(CLEAR, RULE) - _off(setting).gaps(CLEAR, RULE)


def _over(columns: list[Values]) -> Estimate:
    return mean_interval(np.mean(columns, axis=0))


def _realised(setting: Setting) -> str:
    """Utilisation of each corps as it came out, with every route shut."""
    off = _off(setting)
    corps = (word(each) for each in ANSWERING)
    shares = {each: mean_interval(off.values(f"utilisation_{each}")).mean for each in corps}
    return ", ".join(f"{each} corps {share:.2f}" for each, share in shares.items() if share is not None)


def _middle(setting: Setting) -> Setting:
    """The place at the middle share of the traffic corps: there, every route shut, the force is sized."""
    middle = float(np.median(setting.effort.route_shares))
    return setting.at(staffing="best-separate", traffic_share=middle)


TWO_ROUTES = Pattern(
    name="P7",
    title=N_("Two routes lead to the urban failure: crowd-out and dilution"),
    words=(
        "Each route to the urban failure is measurable alone: crowd-out (a reserve of 30 % for 110, and "
        "posts, each by itself and under integrated alone: with it against without it, delta 0) and "
        "dilution (delta as it is, no posts, no reserve: what it adds to the gap between the rules). "
        "Utilisation is reached by scaling the headcount with every route shut; a cell is called by what was "
        "measured where that lies more than .05 off. The claims are over all cells."
    ),
    claims=lambda setting: [],
    once=once,
    urbanization=(0.65, 1.0),
    changes=(),
)
