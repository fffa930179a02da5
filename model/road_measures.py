"""Measures of the roads: crashes, lanes blocked, delay, speed, load."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from jiaosuo.model.core.terms import Area, word
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence, Floats, Mask
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.measures import Outcome, Value, labelled, mean_of

BUSY_SHARE = 0.9
"""The load of an area is that of its busy roads: a tenth of all vehicle-km is driven on busier ones."""


N_("Crashes"), N_("damage crash"), N_("injury crash")


def crashes(e: Evidence, kind: str | None = None) -> Mask:
    """Crashes that happened, reported or not, of one kind (None: all); no returns of badly closed cases."""
    names = [each.name for each in e.scenario.kinds]
    of_kind = e.kinds["is_crash"] & np.array([kind in (None, name) for name in names], np.bool_)
    happened: Mask = of_kind[e.calls["kind"]] & (e.calls["parent"] < 0) & (e.calls["arose"] < e.end)
    return happened


def _number(rows: Mask) -> Value:
    return float(rows.sum()), len(rows)


def _crashes_of(e: Evidence, kind: str) -> Value:
    return _number(crashes(e, kind))


def _blocked_minutes(e: Evidence) -> Value:
    still = e.links["blocked"] > 0
    minutes = e.links["blocked_minutes"] + np.where(still, e.end - e.links["blocked_since"], 0.0)
    return float(minutes.sum()), len(e.links)


def _lane_minutes(e: Evidence) -> Value:
    return mean_of(e.calls["lane_minutes"][~np.isnan(e.calls["lane_minutes"])])


def _delay(e: Evidence) -> Value:
    if e.undisturbed_hours is None:
        return None, 0
    return e.vehicle_hours - e.undisturbed_hours, int(e.links["crossings"].sum())


def _of_area(e: Evidence, area: Area) -> Mask:
    inside: Mask = e.cells["area"][e.links["tail"]] == area
    return inside


def _speed(e: Evidence, area: Area) -> Value:
    links = e.links[_of_area(e, area)]
    minutes = links["crossing_minutes"].sum()
    km = (links["crossings"] * links["length_km"]).sum()
    return (
        (float(MINUTES_AN_HOUR * km / minutes), int(links["crossings"].sum())) if minutes > 0 else (None, 0)
    )


def _load(e: Evidence, area: Area) -> Value:
    links = e.links[_of_area(e, area)]
    km: Floats = links["crossings"] * links["length_km"]
    if km.sum() <= 0:
        return None, 0
    load = links["peak_flow"] / links["capacity"]
    order = np.argsort(load, kind="stable")
    driven = np.cumsum(km[order]) / km.sum()
    return float(load[order][np.searchsorted(driven, BUSY_SHARE)]), len(links)


def _overloaded(e: Evidence) -> Value:
    return _number(e.links["peak_flow"] > e.links["capacity"])


def _refused(e: Evidence) -> Value:
    return float(e.roads["refused"][0] * e.scenario["people_per_agent"]), int(e.roads["refused"][0])


def of_roads() -> Iterator[Outcome]:
    """Every measure of the roads."""
    for kind in KINDS.values():
        if kind.is_crash:
            words = f"events of kind {kind.name}, reported or not, secondary ones too"
            yield Outcome(
                f"crashes_{kind.name}",
                f"Crashes ({kind.name.replace('_', ' ')})",
                "crashes",
                "less",
                words,
                "log",
                partial(_crashes_of, kind=kind.name),
            )
    yield Outcome(
        "crashes_secondary",
        N_("Secondary crashes"),
        "crashes",
        "less",
        "crashes on a link while a lane was blocked, by the blockage",
        "F: Goodall 2017",
        lambda e: _number(crashes(e) & e.calls["secondary"]),
    )
    yield Outcome(
        "blocked_minutes",
        N_("Link-minutes with a blocked lane"),
        "min",
        "less",
        "sum over links of the time at least one lane was blocked",
        "log",
        _blocked_minutes,
    )
    yield Outcome(
        "lane_minutes_mean",
        N_("Time until a blocked lane is clear"),
        "min",
        "less",
        "mean from the event to the lane clear, of events that blocked one and are over",
        "log",
        _lane_minutes,
    )
    yield Outcome(
        "delay_caused",
        N_("Vehicle delay caused"),
        "vehicle-h",
        "less",
        "vehicle-hours on the roads less those of the same trips with no incident and no post",
        "reference run",
        _delay,
    )
    for area in Area:
        yield Outcome(
            f"mean_speed_{word(area)}",
            labelled(N_("Mean speed"), area),
            "km/h",
            "more",
            "vehicle-km over vehicle-hours of completed link crossings",
            "log",
            partial(_speed, area=area),
        )
        yield Outcome(
            f"peak_load_{word(area)}",
            labelled(N_("Peak volume over capacity"), area),
            "v/c",
            "neither",
            "busiest hour of each link over its capacity, 90th percentile by vehicle-km; above 1 flagged",
            "log",
            partial(_load, area=area),
        )
    yield Outcome(
        "overloaded_links",
        N_("Links over capacity"),
        "links",
        "less",
        "links whose busiest hour is above their capacity: delay there follows the base load, not the police",
        "log",
        _overloaded,
    )
    yield Outcome(
        "refused_entries",
        N_("Entries refused"),
        "vehicles",
        "less",
        "times a vehicle could not set out because the first link was full",
        "log",
        _refused,
    )
