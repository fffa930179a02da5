"""A life, told line by line: of one call, or of one officer's day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from jiaosuo.model import County
from jiaosuo.model.core.terms import CallState, Duty, word
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR


def trace(county: County, whose: str) -> list[str]:
    """The life of the most eventful call, or the day of the busiest officer; the county has kept a log."""
    return list(_call(county) if whose == "call" else _officer(county))


def clock(minute: float) -> str:
    """A moment as day and time: `day 2 07:45`."""
    day, left = divmod(minute, MINUTES_A_DAY)
    return f"day {int(day) + 1} {int(left) // MINUTES_AN_HOUR:02d}:{int(left) % MINUTES_AN_HOUR:02d}"


def _call(county: County) -> Iterator[str]:
    calls = county.dispatch.calls
    ended = (calls["state"] >= CallState.CLEARED) & calls["reported"] & ~calls["on_patrol"]
    if not ended.any():
        yield "No call ended in this run."
        return
    eventful = (
        2 * calls["escalations"]
        + calls["officers_needed"]
        + (calls["handover_minutes"] > 0)
        + ~np.isnan(calls["first_there"])
    )
    row = int(np.where(ended, eventful, -1).argmax())
    call = calls[row]
    table = county.calls().row(row, named=True)
    yield (
        f"Call {row}: {table['kind'].replace('_', ' ')}, priority {table['priority']}, "
        f"in {table['township']} ({table['area']}, {table['road_class']} road), cell {table['cell']}"
    )
    happenings = [(float(call["arose"]), "it happens"), (float(call["known"]), _known(call))]
    happenings += _movements(county, row)
    happenings.append((float(call["closed"]), f"ends: {table['state'].replace('_', ' ')}"))
    for minute, words in sorted(happenings, key=lambda each: each[0]):
        yield f"  {clock(minute)}  {words}"
    yield (
        f"  response {_minutes(table['response_minutes'])}, expert time {call['expert_minutes']:.0f} min, "
        f"handling {call['handling_minutes']:.0f} min, complex: {'yes' if call['is_complex'] else 'no'}, "
        f"escalations {call['escalations']}, satisfied: {_share(table['satisfaction'])}"
    )


def _known(call: Any) -> str:
    minutes = call["handover_minutes"]
    passed_on = f", passed on by another desk in {minutes:.1f} min" if minutes > 0 else ""
    return f"the police are called{passed_on}"


def _movements(county: County, row: int) -> Iterator[tuple[float, str]]:
    officers = county.officers()
    for entry in county.dispatch.log[county.dispatch.log["call"] == row]:
        corps = officers["corps"][int(entry["officer"])].replace("_", " ")
        who = f"officer {entry['officer']} ({corps})"
        if entry["duty"] == Duty.TO_CALL:
            yield float(entry["time"]), f"{who} sets off"
        elif entry["duty"] == Duty.ON_SCENE:
            yield float(entry["time"]), f"{who} arrives"


def _officer(county: County) -> Iterator[str]:
    officers, log = county.officers(), county.dispatch.log
    if len(officers) == 0:
        yield "There are no officers."
        return
    cases = sum(officers[name].to_numpy() for name in officers.columns if name.startswith("cases_"))
    row = int(np.argmax(cases))
    about = officers.row(row, named=True)
    skills = ", ".join(
        f"{name.removeprefix('skill_')} {about[name]:.2f}" for name in about if name.startswith("skill_")
    )
    yield f"Officer {row}: {about['corps'].replace('_', ' ')} corps, {about['township']}, skill: {skills}"
    mine = log[log["officer"] == row]
    day = _busiest_day(mine)
    for entry in mine[(mine["time"] // MINUTES_A_DAY).astype(int) == day]:
        call = f" {entry['call']}" if entry["call"] >= 0 else ""
        duty = word(Duty(int(entry["duty"]))).replace("_", " ")
        yield f"  {clock(float(entry['time']))}  {duty}{call}, cell {entry['cell']}"


def _busiest_day(mine: Any) -> int:
    on_scene = mine[mine["duty"] == Duty.ON_SCENE]
    days = ((on_scene if len(on_scene) else mine)["time"] // MINUTES_A_DAY).astype(int)
    return int(np.bincount(days).argmax()) if len(days) else 0


def _minutes(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f} min"


def _share(value: float | None) -> str:
    return "not asked" if value is None else f"{100 * value:.0f} %"
