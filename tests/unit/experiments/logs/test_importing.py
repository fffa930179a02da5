"""Exports as people have them, read into one log: every row is in it or counted, every guess is said."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from jiaosuo.experiments.logs import call_log, sources
from jiaosuo.experiments.logs.call_log import read_log, write_log
from jiaosuo.experiments.logs.columns import COLUMNS, HEADINGS
from jiaosuo.experiments.logs.importing import import_log, map_of
from jiaosuo.experiments.logs.type_map import MAPPED, read_map
from jiaosuo.experiments.logs.words import log_words, names_people
from jiaosuo.model.core.errors import InputError
from tests.shared import shared
from tests.unit.experiments.logs.making import HEADS, ROWS, export, imported, told
from tests.unit.experiments.places.test_tables import workbook


def clock(moment):
    return None if moment is None else moment.replace(tzinfo=None)


def test_an_export_is_read_with_what_ships(tmp_path):
    log = imported(tmp_path, export())
    frame = log.frame
    assert frame.columns == list(COLUMNS)
    assert frame["kind"].to_list() == ["dispute", "damage_crash", "help"]
    assert frame["type"].to_list() == ["纠纷", "交通事故", "求助"]
    assert frame["priority"].to_list() == [3, 2, 4]
    assert frame["township"].to_list() == ["南门镇", "东桥镇", "南门镇"]
    assert frame["row"].to_list() == [2, 3, 4]
    assert clock(frame["arrived"][1]) == datetime(2025, 3, 4, 0, 20)
    assert frame["arrived"].to_list()[2] is None
    assert frame["faults"].null_count() == 3
    assert log.sources[0].rows == 3
    assert log.left_out == {}
    assert "Times are taken as Asia/Shanghai" in told(log)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_make_the_same_log(tmp_path, encoding, separator):
    plain = imported(tmp_path, export()).frame
    found = imported(tmp_path, export().replace(",", separator).encode(encoding))
    assert found.frame.equals(plain)
    assert ("no UTF-8" in told(found)) is (encoding == "gb18030")


def test_chinese_that_comes_late_in_a_large_file_tells_the_encoding(tmp_path, monkeypatch):
    monkeypatch.setattr("jiaosuo.experiments.logs.encodings.HEAD", 64)
    late = export(*(f"{at},2025-03-03 08:00:00,,,,theft,3,Town" for at in range(50)), *ROWS,
                  heads="id,received,dispatched,arrived,cleared,type,priority,township")  # fmt: skip
    assert imported(tmp_path, late.encode("gb18030")).frame.equals(imported(tmp_path, late).frame)


def test_batches_make_no_difference(tmp_path, monkeypatch):
    rows = [f"{at},2025-03-{1 + at % 28:02d} 08:00:00,,,,纠纷,三级,南门镇" for at in range(500)]
    whole = imported(tmp_path, export(*rows)).frame
    monkeypatch.setattr(sources, "BATCH", 7)
    assert imported(tmp_path, export(*rows)).frame.equals(whole)
    assert whole["row"].to_list() == list(range(2, 502))


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    content = "某县警情表,,,,,,,\n\n" + export(
        ROWS[0], '2,2025-03-03 09:00:00,,,,"纠纷\n两行",三级,南门镇', "", ",,,,,,,", HEADS, ROWS[2]
    )
    log = imported(tmp_path, content)
    assert log.frame["row"].to_list() == [4, 5, 9]
    assert log.left_out == {"blank rows": 2, "the headings once more": 1}
    assert log.sources[0].rows == log.frame.height + sum(log.left_out.values())
    assert "1 rows above the headings are left out" in told(log)


def test_every_row_is_in_the_log_or_counted(tmp_path):
    map_ = '[only]\n"警情等级" = ["三级", "四级"]\n[kind]\n"求助" = ""\n'
    log = imported(tmp_path, export(*ROWS, "4,soon,,,,诈骗,三级,西沟乡"), map_)
    assert log.frame["id"].to_list() == ["1", "4"]
    assert log.left_out == {"not chosen by the map (only)": 1, "of a type that the map leaves out": 1}
    assert log.frame["received"].to_list()[1] is None
    assert log.frame["faults"].to_list()[1].split(",") == [
        "type_unmapped", "received_unreadable", "received_missing"
    ]  # fmt: skip
    assert "1 types of call are no kind of ours, with 1 rows: 诈骗 (1)" in told(log)


def test_a_map_goes_before_what_ships_and_the_longest_pattern_first(tmp_path):
    map_ = """
time_zone = "Europe/Berlin"
[columns]
"报警时间" = "dispatched"
"派警时间" = "received"
[kind]
"*" = "help"
"交通*" = "jam"
"交通事故" = "injury_crash"
[priority]
"三级" = 1
[township]
"南门镇" = "Southgate"
"""
    log = imported(tmp_path, export(*ROWS, "4,,2025-03-03 09:00:00,,,交通拥挤,三级,南门镇"), map_)
    assert log.zone == "Europe/Berlin"
    assert log.frame["kind"].to_list() == ["help", "injury_crash", "help", "jam"]
    assert log.frame["priority"].to_list() == [1, 2, 4, 1]
    assert clock(log.frame["received"][0]) == datetime(2025, 3, 3, 8, 2)
    assert log.frame["township"][0] == "Southgate"
    assert "Times are taken" not in told(log)


def test_types_in_parts_are_put_together_and_the_last_known_counts(tmp_path):
    heads = "报警时间,警情类别,警情类型,警情细类"
    log = imported(
        tmp_path,
        export(
            "2025-03-03 08:00:00,交通类,交通事故,伤人事故",
            "2025-03-03 09:00:00,交通类,交通事故,",
            "2025-03-03 10:00:00,治安,扰民,噪音",
            heads=heads + ",x",
        ),
        '[columns]\n"警情细类" = "type"\n',
    )
    assert log.frame["type"].to_list() == ["交通类/交通事故/伤人事故", "交通类/交通事故", "治安/扰民/噪音"]
    assert log.frame["kind"].to_list() == ["injury_crash", "damage_crash", "dispute"]


def test_merged_headings_of_two_rows_are_read(tmp_path):
    """时间 stands over three columns; the others have one cell for both rows."""
    book = workbook(
        {
            "警情": [
                ["某县2025年3月警情"],
                ["接警编号", "时间", "", "", "警情类别", "乡镇"],
                ["", "报警时间", "到达时间", "处警结束时间", "", ""],
                ["1", "2025-03-03 08:00:00", "2025-03-03 08:15:00", "2025-03-03 08:40:00", "纠纷", "南门镇"],
            ]
        }
    )
    frame = imported(tmp_path, book, name="110.xlsx").frame
    assert frame.select("id", "kind", "township", "row").row(0) == ("1", "dispute", "南门镇", 4)
    assert clock(frame["arrived"][0]) == datetime(2025, 3, 3, 8, 15)


def test_a_merged_cell_above_completes_the_one_below(tmp_path):
    """到达 over 时间 and 人数 is 到达时间; 时间 alone would be nothing that is known."""
    content = "接警编号,报警,到达,,警情类别\n,时间,时间,人数,\n1,2025-03-03 08:00,2025-03-03 08:15,2,纠纷\n"
    frame = imported(tmp_path, content).frame
    assert clock(frame["arrived"][0]) == datetime(2025, 3, 3, 8, 15)


def test_numbers_of_days_and_two_forms_in_one_column_are_said(tmp_path):
    rows = ["1,45719.3333333333,,,,纠纷,三级,南门镇", "2,2025/3/4 9:05,,,,纠纷,三级,南门镇"]
    log = imported(tmp_path, export(*rows))
    assert [clock(each) for each in log.frame["received"]] == [
        datetime(2025, 3, 3, 8),
        datetime(2025, 3, 4, 9, 5),
    ]
    assert "received has numbers of days of a spreadsheet" in told(log)
    assert "times of received are written in 2 ways" in told(log)


def test_text_formulas_are_their_text_and_others_are_nothing_and_said(tmp_path):
    rows = [
        '="0017",="2025-03-03 08:00:00",=B2+0.01,,,="纠纷",三级,南门镇',
        "2,2025-03-03 09:00:00,=B3+0.01,,,=VLOOKUP(A3;x),三级,南门镇",
    ]
    log = imported(tmp_path, export(*rows))
    frame = log.frame
    assert frame["id"].to_list() == ["0017", "2"]
    assert frame["kind"].to_list() == ["dispute", None]
    assert frame["dispatched"].null_count() == 2
    assert "2 cells of dispatched hold a formula and not its value" in told(log)
    assert "the first is in row 2" in told(log)
    assert "1 cells of type hold a formula" in told(log)


def test_a_date_and_a_clock_in_two_columns_are_one_time(tmp_path):
    heads = "接警编号,报警日期,time of day,警情类别"
    rows = (
        "1,2025-03-03,08:05:09,纠纷",
        "2,2025/3/3,8:05,纠纷",
        "3,45719,0.336909722222,纠纷",
        "4,2025-03-03,1899-12-31 08:05:09,纠纷",
        "5,2025-03-03,后半夜,纠纷",
        "6,2025-03-03,,纠纷",
    )
    log = imported(tmp_path, export(*rows, heads=heads))
    found = [clock(each) for each in log.frame["received"]]
    assert found[:4] == [datetime(2025, 3, 3, 8, 5, second) for second in (9, 0, 9, 9)]
    assert found[4] is None
    assert log.frame["faults"].to_list()[4] == "received_unreadable,received_missing"


def test_words_for_nothing_are_nothing_and_no_fault(tmp_path):
    log = imported(tmp_path, export("1,2025-03-03 08:00:00,-,无,0000-00-00 00:00:00,不详,N/A,--"))
    row = log.frame.row(0, named=True)
    assert [row[name] for name in ("dispatched", "arrived", "cleared", "kind", "priority", "township")] == [
        None
    ] * 6
    assert row["faults"] is None


def test_years_that_no_call_has_are_no_times(tmp_path):
    frame = imported(
        tmp_path, export("1,2025-03-03 08:00:00,1900-01-01 00:00:00,2925-03-03 08:10:00,,纠纷,三级,甲")
    ).frame
    assert frame["faults"].to_list() == ["dispatched_unreadable,arrived_unreadable"]


def test_officers_own_findings_and_passed_calls_are_told_by_words(tmp_path):
    heads = "报警时间,警情类别,报警方式,是否转警,出动警力,警种,处理结果"
    rows = (
        "2025-03-03 08:00:00,酒驾,巡逻发现,否,2人,交警,办结",
        "2025-03-03 09:00:00,纠纷,电话,是,x,飞警,没了",
        "2025-03-03 10:00:00,纠纷,,,,,",
    )
    frame = imported(tmp_path, export(*rows, heads=heads)).frame
    assert frame["officer_initiated"].to_list() == [True, False, None]
    assert frame["passed_on"].to_list() == [False, True, None]
    assert frame["units"].to_list() == [2, None, None]
    assert frame["corps"].to_list() == ["traffic", None, None]
    assert frame["outcome"].to_list() == ["cleared", None, None]
    assert frame["faults"].to_list() == [None, "corps_unmapped,outcome_unmapped,units_unreadable", None]


# People


@pytest.mark.parametrize(
    "heading", ["报警人", "报警人姓名", "联系电话", "身份证号", "Caller Name", "phone number", "手机号码"]
)
def test_a_file_that_names_people_is_refused_unless_the_map_has_seen_it(tmp_path, heading):
    content = export(*(f"{row},x" for row in ROWS), heads=f"{HEADS},{heading}")
    with pytest.raises(InputError, match=f"{re.escape(heading)}.*names or numbers of people are not read"):
        imported(tmp_path, content)
    log = imported(tmp_path, content, f'[columns]\n"{heading}" = ""\n')
    assert log.frame.height == 3


@pytest.mark.parametrize("heading", ["phone_time", "problem", "event_time", "辖区派出所"])
def test_a_heading_that_only_looks_like_it_names_nobody(heading):
    assert not names_people(heading)


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [("type", "纠纷13812345678", "telephone"), ("township", "南门镇11010519491231002X", "identity"),
     ("text", "致电13812345678", "telephone"), ("id", "11010519491231002X", "identity")],
)  # fmt: skip
def test_numbers_of_people_in_what_is_kept_are_refused_and_not_repeated(tmp_path, column, text, what):
    heads = "received,type,township,text,id"
    cells = {"type": "纠纷", "township": "南门镇", "text": "", "id": "1"} | {column: text}
    content = export(f"2025-03-03 08:00:00,{','.join(cells.values())}", heads=heads)
    with pytest.raises(InputError) as refused:
        imported(tmp_path, content, '[columns]\ntext = "text"\n')
    assert what in str(refused.value)
    assert text not in str(refused.value)


def test_numbers_of_calls_are_no_numbers_of_people(tmp_path):
    rows = [f"420527202403{at:06d},2025-03-03 08:00:00,,,,纠纷,三级,南门镇" for at in range(200)]
    assert imported(tmp_path, export(*rows)).frame.height == 200


def test_what_somebody_wrote_is_kept_only_if_the_map_asks(tmp_path):
    content = export("2025-03-03 08:00:00,纠纷,两人争吵", heads="报警时间,警情类别,报警内容")
    assert imported(tmp_path, content).frame["text"].to_list() == [None]
    kept = imported(tmp_path, content, '[columns]\n"报警内容" = "text"\n')
    assert kept.frame["text"].to_list() == ["两人争吵"]


# Refusals


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "no row of headings is known"),
        ("警情类别,乡镇\n纠纷,南门镇\n".encode(), "the column received is missing"),
        (export("1,2025-03-03 08:00:00,,,,纠纷,三级,南门镇,more").encode(), "row 2.*9 cells.*quote a comma"),
        (export("1,2025-03-03 08:00:00,,,,纠纷,三级,南门镇", *['2,"x'] * 1).encode(), "row 3"),
        (export("1,3/4/2025 8:00,,,,纠纷,三级,南门镇").encode(), "day or month first"),
        (export(",,,,,,,").encode(), "no row of the file is a call"),
        (b"PK\x03\x04nonsense", "spreadsheet that opens"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_cause(tmp_path, content, what):
    with pytest.raises(InputError, match=f"(?s)110.csv.*{what}"):
        imported(tmp_path, content)


def test_a_column_of_prose_is_no_type(tmp_path, monkeypatch):
    monkeypatch.setattr("jiaosuo.experiments.logs.first_pass.MOST_WORDS", 10)
    rows = [f"{at},2025-03-03 08:00:00,,,,说明{at},三级,南门镇" for at in range(20)]
    with pytest.raises(InputError, match="at most 10 different texts"):
        imported(tmp_path, export(*rows))


@pytest.mark.parametrize(
    ("map_", "what"),
    [
        ("nothing = 1", "types.toml: 'nothing'"),
        ('time_zone = "Mars/Base"', "time_zone: 'Mars/Base'.*name of a time zone"),
        ("time_zone = 8", "time_zone: 8"),
        ('dates = "d/m/y"', "dates: 'd/m/y'"),
        ('[columns]\n"报警时间" = "recieved"', "did you mean received"),
        ('[kind]\n"纠纷" = "disputes"', "types.toml kind 纠纷: 'disputes'.*did you mean dispute"),
        ("[kind]\n纠纷 = 1", "Invalid|not valid TOML"),
        ('[priority]\n"三级" = 5', "priority 三级"),
        ("kind = 3", "types.toml kind: 3"),
        ('[only]\nagency = "LAW"', "must be a list of texts"),
        ('[only]\nagency = ["LAW"]', "110.csv headings: 'agency'.*the map chooses rows by it"),
        ("[position]\norigin = [400, 3]", "must be \\[longitude, latitude\\]"),
        ("[position]\nplace = 1", "position: 'place'"),
        ('[position]\ndatum = "mars"', "datum: 'mars'"),
        ('[township]\n"南门镇" = 3', "must be a text"),
    ],
)
def test_a_map_that_is_wrong_is_refused_by_its_key(tmp_path, map_, what):
    with pytest.raises(InputError, match=f"(?s){what}"):
        imported(tmp_path, export(), map_)


def test_longitudes_without_a_corner_of_the_place_are_refused(tmp_path):
    content = export("2025-03-03 08:00:00,110.5,30.5", heads="报警时间,经度,纬度")
    with pytest.raises(InputError, match=r"\[position\] origin"):
        imported(tmp_path, content)


def test_longitudes_become_kilometres_from_the_corner(tmp_path):
    points = ("110.0,30.0", "110.1,30.0", "110.0,30.1", "0,0", "east,30", ",")
    content = export(*(f"2025-03-03 08:00:00,{each}" for each in points), heads="报警时间,经度,纬度")
    frame = imported(tmp_path, content, "[position]\norigin = [110.0, 30.0]\n").frame
    assert frame["x_km"].to_list()[:3] == pytest.approx([0, 9.63, 0], abs=0.01)
    assert frame["y_km"].to_list()[:3] == pytest.approx([0, 0, 11.12], abs=0.01)
    assert frame["x_km"].null_count() == 3
    assert frame["faults"].to_list() == [None] * 3 + ["position_unreadable"] * 2 + [None]


# The store


def test_a_log_is_stored_and_read_as_it_was(tmp_path):
    log = imported(tmp_path, export())
    assert log == log
    back = read_log(write_log(log, tmp_path / "calls.parquet"))
    assert back.frame.equals(log.frame)
    assert (back.zone, back.sources, back.notes) == (log.zone, log.sources, log.notes)
    assert read_log(tmp_path).frame.equals(log.frame)


def test_a_file_that_is_no_log_and_one_of_a_later_form_are_refused(tmp_path, monkeypatch):
    log = imported(tmp_path, export())
    for wrong in (tmp_path / "110.csv", tmp_path):
        with pytest.raises(InputError, match="must be a log that `jiaosuo log import` wrote"):
            read_log(wrong)
    with pytest.raises(InputError, match=r"there is no such file in .*; did you mean 110\.csv"):
        read_log(tmp_path / "11o.csv")
    plain = tmp_path / "plain.parquet"
    log.frame.write_parquet(plain)
    with pytest.raises(InputError, match="must be a log"):
        read_log(plain)
    monkeypatch.setattr(call_log, "VERSION", 2)
    write_log(log, plain)
    monkeypatch.setattr(call_log, "VERSION", 1)
    with pytest.raises(InputError, match="the form of this log is 2, and 1 is the latest"):
        read_log(plain)


def test_several_files_are_one_log(tmp_path):
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text(export(ROWS[0]), encoding="utf-8")
    two.write_text(export(ROWS[1], ROWS[2]), encoding="utf-8")
    log = import_log([one, two])
    assert log.frame.select("file", "row").rows() == [("a.csv", 2), ("b.csv", 2), ("b.csv", 3)]


# The map that is begun, and what ships


def test_a_map_is_begun_with_types_and_counts_and_is_read_again(tmp_path):
    file = tmp_path / "110.csv"
    file.write_text(export(*ROWS, *["4,2025-03-03 08:00:00,,,,诈骗,三级,南门镇"] * 5), encoding="utf-8")
    text = map_of([file])
    assert '# "诈骗" = ""  # 5' in text
    assert '"纠纷" = "dispute"  # 1' in text
    (tmp_path / "types.toml").write_text(text, encoding="utf-8")
    assert import_log([file], read_map(tmp_path / "types.toml")).frame.equals(import_log([file]).frame)


def test_the_words_that_ship_are_words_of_ours():
    words = log_words()
    assert {column for column, _ in words.columns.values()} <= set(HEADINGS)
    for column, texts in words.cells.items():
        assert set(texts.values()) <= set(MAPPED[column]), column


def test_an_export_of_another_maker_is_read_by_a_map(tmp_path):
    """Law, fire and medical in one file; the columns of times have other names than ours."""
    file = shared("data/cad") / "synthetic_cad.csv"
    map_ = tmp_path / "types.toml"
    map_.write_text(
        'time_zone = "America/New_York"\n[columns]\nevent_time = "received"\ntime_unit_enroute = "arrived"\n'
        '[only]\nagency = ["LAW"]\n[priority]\n"5" = 4\n[kind]\n"911 HANG UP" = ""\n',
        encoding="utf-8",
    )
    log = import_log([file], read_map(map_))
    assert log.sources[0].rows == 1_000
    assert log.frame.height == 744 - 14
    assert log.left_out == {"not chosen by the map (only)": 256, "of a type that the map leaves out": 14}
    assert log.frame.select("received", "dispatched", "arrived", "cleared").null_count().row(0) == (0,) * 4
    assert log.frame["officer_initiated"].sum() == 64


def test_signs_behind_the_last_column_are_no_cells_but_words_there_are(tmp_path):
    assert imported(tmp_path, export(*(f"{row},," for row in ROWS))).frame.height == 3
    with pytest.raises(InputError, match=r"110.csv row 3: '10 cells'.*the headings, 8"):
        imported(tmp_path, export(f"{ROWS[0]},,", f"{ROWS[1]},,more"))


def test_a_title_of_one_cell_and_short_rows_lose_nothing(tmp_path):
    frame = imported(tmp_path, "某县警情表\n" + export("1,2025-03-03 08:00:00,,,,纠纷", ROWS[1])).frame
    assert frame["kind"].to_list() == ["dispute", "damage_crash"]
    assert frame["row"].to_list() == [3, 4]
