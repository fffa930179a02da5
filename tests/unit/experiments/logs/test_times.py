"""Times in every form that exports have, each read as the moment that is meant, or as none."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaosuo.experiments.logs.times import (
    DateOrder,
    clocks_change,
    format_of,
    forms_of,
    is_gap,
    is_twice,
    local_times,
    shape_of,
    utc_times,
    zoned,
)
from jiaosuo.experiments.logs.type_map import DAY_FIRST, MONTH_FIRST
from jiaosuo.model.core.errors import InputError

SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


def read(texts, order="", zone=SHANGHAI):
    """The moments of texts as a clock of the zone shows them."""
    frame = pl.DataFrame({"t": texts}, schema={"t": pl.String})
    shapes = frame.select(shape_of(pl.col("t")).unique())["t"].to_list()
    forms = forms_of(shapes, order)
    text = pl.col("t")
    utc = utc_times(text, forms).dt.convert_time_zone(zone)
    found = frame.select(pl.coalesce(zoned(local_times(text, forms), zone, zone != SHANGHAI), utc).alias("t"))
    return [None if each is None else each.replace(tzinfo=None) for each in found["t"].to_list()]


MARCH = datetime(2025, 3, 4, 8, 5, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04 08:05:09", "2025/3/4 8:05:09", "2025.3.4  8:05:09", "2025-03-04T08:05:09",
        "2025年3月4日 8时05分09秒", "2025年03月04日08:05:09", "20250304080509", "20250304 080509",
        "2025-03-04T00:05:09Z", "2025-03-04T01:05:09+01:00", '="2025-03-04 08:05:09"',
        "2025/3/4 上午 8:05:09",
        "2025/3/4 上午8:05:09", "04-Mar-2025 08:05:09", "2025-03-04 08:05:09.000", "45720.3369097222",
    ],
)  # fmt: skip
def test_a_form_is_read(text):
    assert read([text]) == [MARCH]


@pytest.mark.parametrize("text", ["3/4/2025 8:05:09", "03/04/2025 8:05:09 AM", "3-4-25 08:05:09"])
def test_the_order_of_day_and_month_is_as_said(text):
    assert read([text], MONTH_FIRST) == [MARCH]
    assert read([text], DAY_FIRST) == [datetime(2025, 4, 3, 8, 5, 9)]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2025-13-01 08:00:00", "2025-02-30 08:00:00", "12", "2025", "8:05:09", "=NOW()", "99999999"],
)
def test_what_is_no_time_is_none(text):
    assert read([text]) == [None]


def test_two_forms_in_one_column_are_each_read_in_their_own():
    texts = ["2025-03-04 08:05:09", "45720.3369097222", "2025/3/4 下午 8:05", "nothing", "2025-03-04"]
    evening, midnight = MARCH.replace(hour=20, second=0), datetime(2025, 3, 4)
    assert read(texts) == [MARCH, MARCH, evening, None, midnight]


def test_noon_and_midnight_of_half_days():
    assert read(["3/4/2025 12:00:00 AM", "3/4/2025 12:00:00 PM"], MONTH_FIRST) == [
        datetime(2025, 3, 4),
        datetime(2025, 3, 4, 12),
    ]


FORMATS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y%m%d%H%M%S",
    "%d-%b-%Y %H:%M:%S",
]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.sampled_from(FORMATS))
def test_any_moment_in_any_form_is_read_to_the_second(moment, form):
    moment = moment.replace(microsecond=0)
    assert read([moment.strftime(form)]) == [moment]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_a_number_of_days_is_read_to_the_second(moment):
    moment = moment.replace(microsecond=0)
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert read([f"{days:.10f}"]) == [moment]


def order_of(*texts, said=""):
    order = DateOrder(said)
    order.see(pl.DataFrame({"text": texts}))
    return order.found("110.csv")


def test_the_order_is_told_by_the_whole_file():
    assert order_of("3/4/2025 1:00", "13/4/2025 1:00") == DAY_FIRST
    assert order_of("3/4/2025 1:00", "3/14/2025 1:00") == MONTH_FIRST
    assert order_of("2025-03-04 1:00") == ""


@pytest.mark.parametrize("texts", [["3/4/2025 1:00"], ["13/4/2025 1:00", "4/13/2025 1:00"]])
def test_an_order_that_nothing_tells_is_refused(texts):
    with pytest.raises(InputError, match=r"110.csv dates.*day or month first"):
        order_of(*texts)
    assert order_of(*texts, said=DAY_FIRST) == DAY_FIRST


def test_what_clocks_pass_over_is_read_by_a_clock_that_was_not_put_forward():
    passed_over = pl.DataFrame({"t": [datetime(2025, 3, 30, 2, 30), datetime(2025, 3, 30, 3, 30)]})
    at = passed_over.select(zoned(pl.col("t").cast(pl.Datetime("ms")), BERLIN, True))["t"]
    assert at[0] == at[1] == datetime(2025, 3, 30, 3, 30, tzinfo=ZoneInfo(BERLIN))
    assert passed_over.select(is_gap(pl.col("t"), BERLIN))["t"].to_list() == [True, False]


def test_of_what_clocks_show_twice_the_earlier_is_taken():
    twice = pl.DataFrame({"t": [datetime(2025, 10, 26, 2, 30), datetime(2025, 10, 26, 3, 30), None]})
    twice = twice.with_columns(pl.col("t").cast(pl.Datetime("ms")))
    at = twice.select(zoned(pl.col("t"), BERLIN, True).dt.convert_time_zone("UTC"))["t"]
    assert at.to_list()[0] == datetime(2025, 10, 26, 0, 30, tzinfo=ZoneInfo("UTC"))
    assert twice.select(is_twice(pl.col("t"), BERLIN))["t"].to_list() == [True, False, False]


def test_whether_clocks_change_is_a_matter_of_zone_and_days():
    assert clocks_change(BERLIN, datetime(2025, 3, 1), datetime(2025, 4, 1))
    assert not clocks_change(BERLIN, datetime(2025, 6, 1), datetime(2025, 7, 1))
    assert not clocks_change(SHANGHAI, datetime(2025, 1, 1), datetime(2025, 12, 31))
    assert clocks_change(SHANGHAI, datetime(1988, 1, 1), datetime(1988, 12, 31))


def test_a_shape_of_words_has_no_format():
    assert format_of("报警人说", "") is None
