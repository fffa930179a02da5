"""What is wrong in a log is found with its count and its rows, and nothing else is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from jiaosuo.experiments.logs.call_log import CallLog, completed
from jiaosuo.experiments.logs.checking import FAULTS, check_log, gaps
from jiaosuo.experiments.logs.importing import import_log
from jiaosuo.experiments.logs.type_map import read_map
from tests.shared import shared
from tests.unit.experiments.logs.making import export, imported

START = datetime(2025, 3, 3)


def log_of(zone="Asia/Shanghai", **columns) -> CallLog:
    """A log with these columns; times are minutes from `START`."""
    times = ("occurred", "received", "dispatched", "arrived", "cleared")
    count = len(next(iter(columns.values())))
    frame = pl.DataFrame(
        {
            name: [None if each is None else START + timedelta(minutes=each) for each in values]
            if name in times
            else values
            for name, values in ({"file": ["110.csv"] * count, "row": range(2, count + 2)} | columns).items()
        }
    )
    local = frame.with_columns(pl.col(each).cast(pl.Datetime("ms")).dt.replace_time_zone(zone)
                               for each in times if each in frame.columns)  # fmt: skip
    return CallLog(completed(local, zone), zone)


def found(log, language="en"):
    return {each.what: each for each in check_log(log, language).findings}


def ordinary(count=400):
    """Calls at random times over forty days, whose durations are all different."""
    draw = np.random.default_rng(1)
    received = np.sort(draw.uniform(0, 40 * 1_440, count))
    arrived = received + 1 + draw.exponential(20, count)
    columns = {
        "received": received,
        "dispatched": received + 0.1 + np.arange(count) / 1e3,
        "arrived": arrived,
    }
    return {name: values.tolist() for name, values in columns.items()} | {
        "cleared": (arrived + draw.exponential(30, count)).tolist(),
        "kind": ["dispute"] * count,
        "township": ["南门镇"] * count,
        "id": [str(at) for at in range(count)],
    }


def test_in_an_ordinary_log_nothing_is_wrong():
    assert not check_log(log_of(**ordinary())).wrong


@pytest.mark.parametrize(
    ("times", "what"),
    [
        ({"received": [600], "dispatched": [590]}, "dispatched_before_received"),
        ({"received": [600], "dispatched": [601], "arrived": [600]}, "arrived_before_dispatched"),
        ({"received": [600], "arrived": [620], "cleared": [610]}, "cleared_before_arrived"),
        ({"received": [600], "arrived": [590]}, "arrived_before_received"),
        ({"received": [600], "cleared": [590]}, "cleared_before_received"),
        ({"occurred": [610], "received": [600]}, "received_before_occurred"),
        ({"received": [1430], "arrived": [5]}, "arrived_next_day"),
        ({"received": [1430], "cleared": [5]}, "cleared_next_day"),
        ({"received": [0.5], "cleared": [0.5 + 8 * 1_440]}, "very_long"),
    ],
)
def test_times_that_cannot_be_are_told_by_row(times, what):
    each = found(log_of(**times))[what]
    assert (each.count, each.rows, each.wrong) == (1, ("2",), True)


def test_a_date_not_put_on_at_midnight_is_not_told_twice():
    names = set(found(log_of(received=[1430], arrived=[5])))
    assert "arrived_next_day" in names
    assert "arrived_before_received" not in names


def test_dates_without_a_time_are_told_and_rounded_times_are_something_else():
    columns = ordinary()
    columns["received"][::20] = [each // 1_440 * 1_440 for each in columns["received"][::20]]
    each = found(log_of(**columns))["received_midnight"]
    assert each.count == 20
    rounded = {"received": [each // 5 * 5 for each in ordinary()["received"]]}
    names = found(log_of(**rounded))
    assert "received_rounded" in names
    assert not names["received_rounded"].wrong
    assert "received_midnight" not in names


def test_the_same_call_twice_is_told_by_row_or_by_number():
    log = log_of(received=[1, 1, 5, 9], id=["1", "1", "2", "2"], kind=["theft", "theft", "help", "jam"])
    names = found(log)
    assert (names["same_row"].count, names["same_row"].rows) == (2, ("2", "3"))
    assert (names["same_id"].count, names["same_id"].rows) == (2, ("4", "5"))


def test_what_officers_found_is_to_be_known_and_wrong_where_they_had_a_way():
    log = log_of(received=[1, 2, 3], arrived=[1, 9, 30], officer_initiated=[True, True, False])
    names = found(log)
    assert (names["officer_initiated"].count, names["officer_initiated"].wrong) == (2, False)
    assert (names["officer_initiated_travel"].count, names["officer_initiated_travel"].rows) == (1, ("3",))


def test_a_run_of_days_without_calls_is_a_gap_only_where_chance_would_not_make_it():
    """Ten calls a day: one empty day is a gap. One call in three days: a week is none."""
    busy = [day * 1_440 + at * 100 for day in range(30) if day not in (7, 20, 21) for at in range(10)]
    log = log_of(received=busy)
    assert gaps(log) == [(date(2025, 3, 10), date(2025, 3, 10)), (date(2025, 3, 23), date(2025, 3, 24))]
    assert sorted(each.count for each in check_log(log).findings if each.what == "gap_days") == [1, 2]
    quiet = [day * 1_440 for day in range(0, 90, 3)]
    assert gaps(log_of(received=quiet)) == []


def test_chance_alone_seldom_makes_a_gap():
    draw = np.random.default_rng(2)
    with_gaps = 0
    for _ in range(200):
        received = draw.uniform(0, 100 * 1_440, draw.poisson(150))
        with_gaps += bool(gaps(log_of(received=received.tolist())))
    assert with_gaps <= 8


def test_one_and_the_same_duration_is_a_limit_of_the_system():
    columns = ordinary()
    for at in range(0, 400, 3):
        columns["arrived"][at] = columns["dispatched"][at] + 5
    each = found(log_of(**columns))["arrived_heap"]
    assert each.count >= 134
    assert "exactly 300 s" in each.said


def test_missing_places_kinds_and_times_are_counted():
    log = log_of(received=[1, 2], arrived=[5, None], township=["甲镇", None], kind=["theft", None])
    names = found(log)
    assert names["no_place"].rows == ("3",)
    assert names["no_kind"].rows == ("3",)
    assert names["arrived_missing"].rows == ("3",)
    assert not names["arrived_missing"].wrong
    assert names["cleared_missing"].count == 2


def test_faults_of_reading_are_told_by_word(tmp_path):
    rows = ["1,2025-03-03 08:00:00,soon,,,诈骗,五级,南门镇", "2,,,,,纠纷,三级,南门镇"]
    names = found(imported(tmp_path, export(*rows)))
    assert names["dispatched_unreadable"].said == "dispatch: what stands there is no time"
    assert names["type_unmapped"].rows == names["priority_unmapped"].rows == ("2",)
    assert names["received_missing"].rows == ("3",)
    assert names["received_missing"].said == FAULTS["received_missing"]


def test_clocks_put_forward_and_back_are_told(tmp_path):
    rows = ["1,2025-03-30 02:30:00,,,,纠纷,三级,甲", "2,2025-10-26 02:30:00,,,,纠纷,三级,甲"]
    names = found(imported(tmp_path, export(*rows), 'time_zone = "Europe/Berlin"\n'))
    assert (names["received_gap"].rows, names["received_gap"].wrong) == (("2",), True)
    assert (names["received_twice"].rows, names["received_twice"].wrong) == (("3",), False)


def test_what_was_left_out_stays_told(tmp_path):
    log = imported(tmp_path, export(), '[kind]\n"求助" = ""\n')
    each = found(log)["left_out"]
    assert (each.count, each.wrong) == (1, False)
    assert "of a type that the map leaves out" in each.said


def test_rows_of_several_files_are_told_with_the_file(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(export("1,2025-03-03 08:00:00,,,,纠纷,三级,"), encoding="utf-8")
    log = import_log([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert found(log)["no_place"].rows == ("a.csv:2", "b.csv:2")


def test_a_check_is_told_in_chinese(tmp_path):
    said = [each.said for each in check_log(imported(tmp_path, export("1,,,,,纠纷,三级,")), "zh").findings]
    assert not any(character.isascii() and character.isalpha() for text in said for character in text), said


def test_a_later_look_at_the_same_log_is_the_same():
    log = log_of(**ordinary())
    assert check_log(log).to_json() == check_log(log).to_json()


def test_the_export_of_another_maker_shows_its_limits(tmp_path):
    """Queues and ways of one length far too often, officers with a way to what they found, and no place."""
    map_ = tmp_path / "types.toml"
    map_.write_text(
        'time_zone = "America/New_York"\n[columns]\nevent_time = "received"\ntime_unit_enroute = "arrived"\n',
        encoding="utf-8",
    )
    names = found(import_log([shared("data/cad") / "synthetic_cad.csv"], read_map(map_)))
    assert {"dispatched_heap", "arrived_heap", "officer_initiated_travel", "no_place"} <= set(names)
    assert not any(name.endswith(("_next_day", "_midnight")) or "_before_" in name for name in names)
    assert "gap_days" not in names
