"""How long a county takes to settle: what stands at each midnight, and where MSER-5 cuts each series.

For whoever changes the model or a place so far that its balances may no longer hold: 0 days everywhere says
that a run begins where it goes on.
"""

from __future__ import annotations

import numpy as np

from jiaosuo.experiments.statistics.warmup import mser5
from jiaosuo.model.core.terms import NOBODY, Domain, word
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.county import County
from jiaosuo.model.kernels.officers.certification import is_enough
from jiaosuo.model.scenario import Scenario

type Series = dict[str, list[float]]


def levels(county: County) -> dict[str, float]:
    """What stands at this minute of all that outlasts a day: files, work, papers, skill, trust, stops."""
    books, tables = county.books(), county.dispatch.tables
    serving = books.officers[books.officers["establishment_post"] != NOBODY]
    presence, now = tables.presence, float(county.minute)
    faded = 0.5 ** ((now - presence["stops_at"]) / (county.in_force["stops_half_life"] * MINUTES_A_DAY))
    found = {
        "files_open": float(np.isnan(books.files["closed"]).sum()),
        "file_hours_owed": float(books.files["minutes_left"].sum() / MINUTES_AN_HOUR),
        "work_hours_owed": float(books.work["owed"].sum() / MINUTES_AN_HOUR),
        "paper_hours_owed": float(books.officers["paperwork_due"].sum() / MINUTES_AN_HOUR),
        "trust": float(books.trust.mean()),
        "stops": float((presence["stops"] * faded).sum()),
        "certificates": float(is_enough(serving["skill"], county.in_force["certified_skill"]).sum()),
    }
    return found | {f"skill_{word(each)}": float(serving["skill"][:, each].mean()) for each in Domain}


def daily_levels(case: Scenario, days: int) -> Series:
    """The levels at the end of each of so many days, a run long."""
    county = County(case)
    found = [levels(county.run_days(1)) for _ in range(days)]
    return {name: [each[name] for each in found] for name in found[0]}


def warm_up(series: Series) -> dict[str, int]:
    """Days to leave out of each series of daily levels, by MSER-5; InputError for fewer than 20 days."""
    return {name: mser5(values) for name, values in series.items()}
