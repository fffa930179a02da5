"""A run as a log of calls: in our own form, or under the headings of a 110 desk.

The log of a run is a truth against which everything that reads logs can be tested. A run knows no date, so it
is given one to begin with. Calls that nobody reported are in no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.logs import columns as c
from jiaosuo.experiments.logs.call_log import ZONE, CallLog, LogSource, completed, write_log
from jiaosuo.experiments.logs.files import check_writable
from jiaosuo.experiments.provenance.csvw import csv_bytes
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put
from jiaosuo.model.core.terms import CallState, Corps, Duty, word
from jiaosuo.model.core.words import CHINESE, N_, translate
from jiaosuo.model.incidents import KINDS

if TYPE_CHECKING:
    import polars as pl

    from jiaosuo.model import County

PARQUET, CSV = ".parquet", ".csv"
BEGIN = "2025-01-01"
"""The first day of a run, where nobody says another."""
EARLIEST_DAY, LATEST_DAY = 1990, 2090

NOT_REPORTED = N_("incidents that nobody reported by the end of the run")

OUTCOME_OF = {
    word(CallState.CLEARED): c.CLEARED,
    word(CallState.CLEARED_AFTER_ESCALATION): c.ESCALATED,
    word(CallState.GAVE_UP): c.GAVE_UP,
}
MOMENTS = {
    "occurred": "arose",
    "received": "known",
    "dispatched": "dispatched",
    "arrived": "first_there",
    "cleared": "closed",
}
"""Times of a log and what they are called in a run."""

HEADINGS_110: Mapping[str, str] = {
    "id": "接警编号",
    "occurred": "发生时间",
    "received": "报警时间",
    "dispatched": "派警时间",
    "arrived": "到达时间",
    "cleared": "处警结束时间",
    "type": "警情类别",
    "priority": "警情等级",
    "complex": "是否复杂警情",
    "township": "乡镇",
    "x_km": "x公里",
    "y_km": "y公里",
    "units": "出动警力",
    "corps": "警种",
    "outcome": "处理结果",
    "officer_initiated": "报警方式",
    "passed_on": "是否转警",
}
"""The headings of an export of a 110 desk, in its order, and our columns."""

LEVELS_110 = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
OUTCOMES_110 = {
    c.CLEARED: "办结",
    c.ESCALATED: "移交后办结",
    c.GAVE_UP: "放弃等待",
    c.CANCELLED: "取消",
    c.OPEN: "未结",
}
CORPS_110 = {
    word(Corps.TRAFFIC): "交警",
    word(Corps.STATION): "派出所",
    word(Corps.PATROL): "巡警",
    word(Corps.AUXILIARY): "辅警",
    word(Corps.TRAFFIC_SPECIALIST): "交通专业民警",
    word(Corps.CASE_SPECIALIST): "办案专业民警",
}
SOURCES_110 = {True: "巡逻发现", False: "电话"}
YES_110 = {True: "是", False: "否"}


def check_export(file: Path) -> Path:
    """The file that a run may be written to as a log; InputError for another ending or no room to write."""
    if file.suffix.lower() not in (PARQUET, CSV):
        allowed = f"must end with {PARQUET} (our own form) or {CSV} (under the headings of a 110 desk)"
        raise InputError("--log", str(file), allowed)
    return check_writable(file, "--log")


def first_day(text: str, option: str = "--log-from") -> date:
    """The day on which a run begins, as in 2025-01-01; InputError for what is no such day."""
    try:
        day = date.fromisoformat(text)
        if EARLIEST_DAY <= day.year < LATEST_DAY:
            return day
    except ValueError:
        pass
    allowed = f"must be a day from {EARLIEST_DAY}-01-01 to {LATEST_DAY - 1}-12-31, written 2025-01-01"
    raise InputError(option, text, allowed)


def run_log(county: County, begin: date, zone: str = ZONE) -> CallLog:
    """The calls of a run that came in by its end, and what officers found, as a log.

    The county has kept a log of its officers (`County(..., log=True)`): it says who was sent.
    """
    # heavy: only who writes a log pays
    import polars as pl

    calls = county.calls()
    in_log = calls["known"].is_not_null()
    units, corps = crews(county, len(calls))
    land = county.land
    labels = {kind.name: translate(kind.label, CHINESE) for kind in KINDS.values()}
    x, y = (land.cells[name][calls["cell"].to_numpy()] for name in ("x_km", "y_km"))
    state = pl.col("state").replace_strict(OUTCOME_OF, default=c.OPEN, return_dtype=pl.String)
    handed = pl.col("handover_minutes") > 0
    frame = calls.with_columns(pl.Series("units", units), pl.Series("corps", corps, dtype=pl.String)).select(
        pl.lit("").alias("file"),
        (pl.col("call") + 1).alias("row"),
        pl.col("call").cast(pl.String).alias("id"),
        *(_moment(pl.col(ours), begin, zone).alias(name) for name, ours in MOMENTS.items()),
        "kind",
        pl.col("kind").replace(labels).alias("type"),
        "priority",
        "complex",
        "township",
        pl.Series("x_km", x),
        pl.Series("y_km", y),
        pl.when(pl.col("units") > 0).then(pl.col("units")).alias("units"),
        "corps",
        state.alias("outcome"),
        pl.col("found_on_patrol").alias("officer_initiated"),
        pl.when(~handed | (pl.col("escalations") == 0)).then(handed).alias("passed_on"),
    )
    name = f"{county.scenario.place}, {county.scenario.rule_name}, seed {county.scenario.seed}"
    source = LogSource(name, len(calls), {NOT_REPORTED: int((~in_log).sum())} if not in_log.all() else {})
    kept = completed(frame.with_columns(pl.lit(name).alias("file")).filter(in_log), zone)
    return CallLog(kept.sort("received", "row"), zone, county.scenario.place, (source,))


def _moment(minutes: pl.Expr, begin: date, zone: str) -> pl.Expr:
    """Minutes of a run as an instant, to the millisecond; midnight of the first day is minute 0."""
    # heavy: only who writes a log pays
    import polars as pl

    start = pl.lit(datetime(begin.year, begin.month, begin.day)).cast(pl.Datetime("ms"))
    passed = pl.duration(milliseconds=(minutes * 60_000).round().cast(pl.Int64), time_unit="ms")
    return start.dt.replace_time_zone(zone) + passed


def crews(county: County, calls: int) -> tuple[npt.NDArray[np.int16], list[str | None]]:
    """For each call how many officers were on the way or there, and the corps of the first one there."""
    log = county.dispatch.log
    busy = log[np.isin(log["duty"], (Duty.TO_CALL, Duty.ON_SCENE)) & (log["call"] >= 0)]
    pairs = np.unique(np.stack([busy["call"], busy["officer"]], axis=1), axis=0)
    units = np.bincount(pairs[:, 0], minlength=calls).astype(np.int16)
    there = busy[busy["duty"] == Duty.ON_SCENE]
    first = there[np.lexsort((there["time"], there["call"]))]
    rows, at = np.unique(first["call"], return_index=True)
    corps: list[str | None] = [None] * calls
    words = {int(each): word(each) for each in Corps}
    of_officer = county.force.columns["corps"]
    for call, officer in zip(rows.tolist(), first["officer"][at].tolist(), strict=True):
        corps[call] = words[int(of_officer[officer])]
    return units, corps


def write_run(log: CallLog, file: Path) -> Path:
    """Write the log of a run as its file's ending says; OSError if it cannot be written."""
    if file.suffix.lower() == PARQUET:
        return write_log(log, file)
    return put(file, csv_bytes(export_110(log)))


def export_110(log: CallLog) -> pl.DataFrame:
    """A log as a 110 desk would export it: Chinese headings and words, times of the clock to the second."""
    # heavy: only who writes a log pays
    import polars as pl

    def said(column: str, words: Mapping[int, str] | Mapping[str, str] | Mapping[bool, str]) -> pl.Expr:
        return pl.col(column).replace_strict(words, default=None, return_dtype=pl.String)

    stamps = [pl.col(name).dt.round("1s").dt.strftime("%Y-%m-%d %H:%M:%S") for name in c.TIMES]
    return log.frame.with_columns(
        *stamps,
        said("priority", LEVELS_110),
        said("outcome", OUTCOMES_110),
        said("corps", CORPS_110),
        said("officer_initiated", SOURCES_110),
        *(said(name, YES_110) for name in ("complex", "passed_on")),
    ).select(pl.col(name).alias(heading) for name, heading in HEADINGS_110.items())
