"""Disruptions: calls that a surge brings join the candidates of the day; a road that it closes is cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jiaosuo.model.calls import CANDIDATE_FIELDS, Candidates
from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.marks import mark_candidates
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.surges import SURGES
from jiaosuo.model.surges.surge import Surge
from jiaosuo.model.timeline import Entry
from jiaosuo.model.township import Township
from jiaosuo.model.vehicles import Vehicles, close_link

NEVER_DETERRED = -1.0
"""Height of a candidate that happens whatever the roads and the police are like."""


def check_surges(entries: Sequence[Entry], scenario: Scenario, townships: Sequence[Township]) -> None:
    """Refuse, with an InputError, a surge in a township or of a kind of call that this county has not."""
    names, kinds = [each.name for each in townships], [kind.name for kind in scenario.kinds]
    for entry in entries:
        if entry.surge is None:
            continue
        if entry.township and entry.township not in names:
            raise unknown("timeline township", entry.township, names)
        kind = SURGES[entry.surge].kind
        if kind is not None and kind not in kinds:
            raise unknown(f"surge {entry.surge} kind", kind, kinds)


def with_surges(source: Candidates, day: int, entries: Sequence[Entry]) -> Table:
    """The candidates of `day`, already drawn, with those of every surge, in order of time."""
    found = [_calls(source, each, SURGES[each.surge]) for each in entries if each.surge is not None]
    begin, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
    more = [rows[(rows["time"] >= begin) & (rows["time"] < end)] for rows in found]
    if not sum(len(rows) for rows in more):
        return source.today
    joined = np.concatenate([source.today, *more])
    return joined[np.lexsort((joined["key"], joined["time"]))]


def _calls(source: Candidates, entry: Entry, surge: Surge) -> Table:
    """The candidates of one surge: drawn by its name, minute and township, so the same in every world."""
    if surge.kind is None:
        return table(CANDIDATE_FIELDS, 0)
    scenario = source.scenario
    rows = table(CANDIDATE_FIELDS, int(scenario[f"{surge.name}_calls"]))
    stream = draws.process(f"surge {surge.name} {entry.township}")
    for number, row in enumerate(rows):
        row["time"] = entry.minute + scenario[f"{surge.name}_minutes"] * draws.uniform(
            source.seed, stream, entry.minute, 2 * number
        )
        row["key"] = draws.key(source.seed, stream, entry.minute, 2 * number + 1)
    rows["kind"] = [kind.name for kind in scenario.kinds].index(surge.kind)
    link = scene(source.land, entry.township, draws.uniform(source.seed, stream, entry.minute, -1))
    rows["entity"] = rows["link"] = link
    rows["cell"] = source.land.links["tail"][link]
    rows["height"] = NEVER_DETERRED
    mark_candidates(source.kinds, rows)
    return rows


def cut_roads(fleet: Vehicles, land: Landscape, seed: int, scenario: Scenario, entry: Entry) -> None:
    """Close the road that the surge of an entry closes, from now on."""
    surge = None if entry.surge is None else SURGES[entry.surge]
    if surge is None or surge.closes is None:
        return
    stream = draws.process(f"surge {surge.name} {entry.township}")
    link = scene(land, entry.township, draws.uniform(seed, stream, entry.minute, -1), surge.closes)
    close_link(fleet, link, entry.minute + MINUTES_AN_HOUR * scenario[f"{surge.name}_hours"])


def scene(land: Landscape, township: str, chance: float, wanted: RoadClass = RoadClass.TRUNK) -> int:
    """A link of the wanted class that begins in the township, or else of the highest it has; by length."""
    row = [each.name for each in land.townships].index(township)
    inside = land.cells["township"][land.links["tail"]] == row
    for road in (wanted, RoadClass.TRUNK, RoadClass.COUNTY, RoadClass.VILLAGE, RoadClass.STREET):
        links = np.flatnonzero(inside & (land.links["road_class"] == road))
        if len(links):
            length = np.cumsum(land.links["length_km"][links])
            return int(links[min(np.searchsorted(length, chance * length[-1], side="right"), len(links) - 1)])
    raise InputError("timeline township", township, "no road begins there")
