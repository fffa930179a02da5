"""Measures of the whole day: on what time on duty goes, what of other work is left undone, and case files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from jiaosuo.model.core.terms import Corps, Duty, word
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence, Mask
from jiaosuo.model.measures import Outcome, Value, labelled, mean_of
from jiaosuo.model.work import in_order

CALLS, FREE = (Duty.TO_CALL, Duty.ON_SCENE), (Duty.STANDBY, Duty.BEAT)
COMMITTED = tuple(duty for duty in Duty if duty not in (*CALLS, *FREE, Duty.OFF))
"""The thirds of a day: calls; reports, files, posts, visits and other work; what is left."""

LABELS = (
    N_("Watch at the duty desk"), N_("Escort"), N_("Court and detention"), N_("School crossing"),
    N_("Registration window"), N_("Meal"), N_("Briefing"), N_("Roadside check"),
    N_("Inspection of premises"), N_("Meetings and study"),
)  # fmt: skip
"""Labels that the kinds of other work declare, marked here for the catalogue."""


def of_work() -> Iterator[Outcome]:
    """The thirds by corps, each kind of other work, the watch, visits not made, and case files."""
    yield from _thirds()
    for duty in Duty:
        if duty != Duty.OFF:
            yield Outcome(
                f"time_{word(duty)}",
                f"{N_('Time on duty')} ({_DUTIES[duty]})",
                "share",
                "neither",
                "minutes of this duty over minutes on duty, of all officers and auxiliaries",
                "log",
                partial(_time, duties=(duty,), corps=None),
            )
    for row, work in enumerate(in_order()):
        yield Outcome(
            f"work_hours_{work.name}",
            f"{N_('Hours of other work done')} ({work.label})",
            "h/day",
            "neither",
            "officer-hours a day at its place, the way there left out",
            "log",
            partial(_done, row=row),
        )
        yield Outcome(
            f"work_undone_{work.name}",
            f"{N_('Other work left undone')} ({work.label})",
            "share",
            "less",
            "minutes dropped over minutes wanted",
            "log",
            partial(_undone, row=row),
        )
    yield from _left_undone()
    yield from _of_files()


def _thirds() -> Iterator[Outcome]:
    for name, title, formula, duties in (
        ("calls", N_("Time on duty: calls"), "to call and on scene, over minutes on duty", CALLS),
        (
            "committed",
            N_("Time on duty: committed otherwise"),
            "papers, files, other work, watch, posts, visits and training, over minutes on duty",
            COMMITTED,
        ),
        ("free", N_("Time on duty: free"), "standby and beat, over minutes on duty", FREE),
    ):
        for corps in (None, *Corps):
            yield Outcome(
                f"thirds_{name}" + ("" if corps is None else f"_{word(corps)}"),
                labelled(title, corps),
                "share",
                "neither",
                formula,
                "F: facts-2, California POST; NCJ 135913; Famega 2003",
                partial(_time, duties=duties, corps=corps),
            )


def _left_undone() -> Iterator[Outcome]:
    yield Outcome(
        "watch_empty",
        N_("Hours with the duty desk empty"),
        "h/day",
        "less",
        "hours a day, mean over stations, in which nobody keeps the watch",
        "log",
        _watch_empty,
    )
    yield Outcome(
        "visits_undone",
        N_("Community visits not made"),
        "share",
        "less",
        "minutes of visits wanted and not made, over those wanted",
        "log",
        _visits_undone,
    )


def _of_files() -> Iterator[Outcome]:
    for name, title, unit, better, formula, value in (
        (
            "files_opened",
            N_("Case files opened"),
            "case files",
            "neither",
            "calls that left a file behind",
            _opened,
        ),
        ("files_closed", N_("Case files closed"), "case files", "more", "files worked off", _closed),
        (
            "files_open",
            N_("Case files open at the end"),
            "case files",
            "less",
            "not closed at the end",
            _open,
        ),
        (
            "files_late",
            N_("Case files late"),
            "share",
            "less",
            "files not closed by their deadline, over those that were closed in time or fell late",
            _late,
        ),
        (
            "file_hours_owed",
            N_("Work owed in open case files"),
            "h",
            "less",
            "officer-hours of work left in files that are open at the end",
            _owed,
        ),
        (
            "file_days",
            N_("Days until a case file is closed"),
            "days",
            "less",
            "mean of opened to closed, of files in hand in the run; open files to the end",
            _days,
        ),
    ):
        yield Outcome(name, title, unit, better, formula, "log", value)
    for corps in Corps:
        yield Outcome(
            f"file_hours_{word(corps)}",
            labelled(N_("Hours on case files"), corps),
            "h/day",
            "neither",
            "officer-hours a day at case files, the way to the own site among them",
            "log",
            partial(_file_hours, corps=corps),
        )


def _rows(e: Evidence, corps: Corps | None) -> Mask:
    rows: Mask = np.ones(len(e.officers), np.bool_) if corps is None else e.officers["corps"] == corps
    return rows


def _time(e: Evidence, duties: tuple[Duty, ...], corps: Corps | None) -> Value:
    rows = _rows(e, corps)
    minutes = e.duty_minutes[rows].sum(axis=0)
    on_duty = minutes.sum() - minutes[Duty.OFF]
    return (float(minutes[list(duties)].sum() / on_duty), int(rows.sum())) if on_duty > 0 else (None, 0)


def _done(e: Evidence, row: int) -> Value:
    days = e.end / MINUTES_A_DAY
    return float(e.work["done"][row] / MINUTES_AN_HOUR / days), len(e.officers)


def _undone(e: Evidence, row: int) -> Value:
    wanted = float(e.work["wanted"][row])
    return (float(e.work["dropped"][row]) / wanted, len(e.officers)) if wanted > 0 else (None, 0)


def _watch_empty(e: Evidence) -> Value:
    watch = e.work[[work.name for work in in_order()].index("watch")]
    if not e.watches or not watch["wanted"]:
        return None, 0
    return float(watch["dropped"] / e.watches / e.end * HOURS_A_DAY), e.watches


def _visits_undone(e: Evidence) -> Value:
    wanted, made = e.visit_minutes.tolist()
    return (float(max(0.0, 1 - made / wanted)), len(e.officers)) if wanted > 0 else (None, 0)


def _opened(e: Evidence) -> Value:
    opened = int((e.files["opened"] >= 0).sum())
    return float(opened), opened


def _closed(e: Evidence) -> Value:
    return float((~np.isnan(e.files["closed"])).sum()), len(e.files)


def _open(e: Evidence) -> Value:
    return float(np.isnan(e.files["closed"]).sum()), len(e.files)


def _late(e: Evidence) -> Value:
    settled = np.fmin(e.files["closed"], e.files["due"])
    judged = (settled >= 0) & (settled <= e.end)
    return mean_of(e.files["late"][judged].astype(float))


def _owed(e: Evidence) -> Value:
    return float(e.files["minutes_left"].sum() / MINUTES_AN_HOUR), len(e.files)


def _days(e: Evidence) -> Value:
    ended = np.where(np.isnan(e.files["closed"]), e.end, e.files["closed"])
    return mean_of((ended - e.files["opened"]) / MINUTES_A_DAY)


def _file_hours(e: Evidence, corps: Corps) -> Value:
    rows = _rows(e, corps)
    minutes = e.duty_minutes[rows, Duty.CASE_FILE].sum()
    return float(minutes / MINUTES_AN_HOUR / e.end * MINUTES_A_DAY), int(rows.sum())


_DUTIES = {
    Duty.STANDBY: N_("standing by"),
    Duty.BEAT: N_("on the beat"),
    Duty.POST: N_("at a junction post"),
    Duty.COMMUNITY: N_("community visits"),
    Duty.TO_CALL: N_("driving to a call"),
    Duty.ON_SCENE: N_("at a call"),
    Duty.PAPERWORK: N_("paperwork"),
    Duty.TRAINING: N_("training"),
    Duty.OTHER_WORK: N_("other work"),
    Duty.CASE_FILE: N_("at a case file"),
    Duty.WATCH: N_("keeping the watch"),
}
