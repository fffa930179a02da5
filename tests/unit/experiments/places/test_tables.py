"""Tables as people keep them are read as the townships they mean, or refused by line and cell."""

import io
import zipfile
from pathlib import Path

import pytest

from jiaosuo.experiments.places.tables.table import read_tables, townships_csv
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import Township, read_townships

OURS = "name,population,area_km2,x_km,y_km,officers_traffic,officers_station,auxiliaries"
THEIRS = "乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警,辅警"
ROWS = (
    ("南门镇", "62,300", "150.5", "20.5", "18.0", "9", "21", "4"),
    ("东桥镇", "31,450", "201.4", "36.2", "20.1", "3", "11", "0"),
    ("北坡乡", "12,080", "288.9", "22.4", "37.3", "0", "6", "0"),
    ("西沟乡", "8,905", "310.2", "4.0", "12.9", "0", "5", "0"),
)
COUNTY = (
    Township("南门镇", 62300, 150.5, 20.5, 18.0, officers_traffic=9, officers_station=21, auxiliaries=4),
    Township("东桥镇", 31450, 201.4, 36.2, 20.1, officers_traffic=3, officers_station=11),
    Township("北坡乡", 12080, 288.9, 22.4, 37.3, officers_station=6),
    Township("西沟乡", 8905, 310.2, 4.0, 12.9, officers_station=5),
)


def table(heading=THEIRS, rows=ROWS, separator=",", end="\r\n"):
    """The table as text; cells with a separator in them are quoted."""
    lines = [heading.split(","), *rows]
    quoted = ([f'"{cell}"' if separator in cell else cell for cell in line] for line in lines)
    return "".join(separator.join(line) + end for line in quoted)


def plain(rows=ROWS):
    return tuple(tuple(cell.replace(",", "") for cell in row) for row in rows)


@pytest.fixture
def read(tmp_path):
    """Reads a text or bytes as a table of a name; gives what was found."""

    def reader(content, name="mine.csv", encoding="utf-8", **options):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_tables([file], **options)

    return reader


def notes(found):
    return " ".join(note.told("en") for note in found.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("heading", [OURS, THEIRS], ids=["english", "chinese"])
def test_encodings_separators_and_headings_are_found(read, encoding, separator, heading):
    assert read(table(heading, separator=separator), encoding=encoding).townships == COUNTY


def test_a_guess_of_the_encoding_is_said(read):
    assert "GB18030" in notes(read(table(), encoding="gb18030"))
    assert "GB18030" not in notes(read(table()))


def test_our_own_form_is_read_without_a_word(read):
    assert read(table(OURS, plain(), end="\n")).notes == ()


@pytest.mark.parametrize(
    ("heading", "cells", "people"),
    [
        ("人口(万人)", ("6.23", "3.145", "1.208", "0.8905"), 62300),
        ("人口（万人）", ("6.23", "3.145", "1.208", "0.8905"), 62300),
        ("人口", ("6.23万", "3.145万", "1.208 万人", "8905人"), 62300),
        ("population (thousand)", ("62.3", "31.45", "12.08", "8.905"), 62300),
        ("总人口", ("62 300", "31 450", "12 080", "8 905"), 62300),
        ("总人口", ("62\u00a0300", "31\u00a0450", "12\u00a0080", "8\u00a0905"), 62300),
        ("总人口", ("62'300", "31'450", "12'080", "8'905"), 62300),
        ("常住人口", ("６２３００", "３１４５０", "１２０８０", "８９０５"), 62300),
        ("常住人口", ("６２，３００", "３１，４５０", "１２，０８０", "８，９０５"), 62300),
        ("人口(2023年)", ("62300", "31450", "12080", "8905"), 62300),
    ],
)
def test_people_are_read_in_the_forms_people_write(read, heading, cells, people):
    rows = tuple((row[0], cell, *row[2:]) for row, cell in zip(ROWS, cells, strict=True))
    found = read(table(THEIRS.replace("常住人口", heading), rows))
    assert found.townships == COUNTY
    assert found.townships[0].population == people


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Area (ha)", ("15050", "20140", "28890", "31020")),
        ("面积（公顷）", ("15050", "20140", "28890", "31020")),
        ("Area km²", ("150.5", "201.4", "288.9", "310.2")),
        ("area", ("150.5 km²", "201.4 km2", "288.9平方公里", "310.2")),
        ("土地面积(亩)", ("225750", "302100", "433350", "465300")),
    ],
)
def test_areas_come_to_square_kilometres(read, heading, cells):
    rows = tuple((*row[:2], cell, *row[3:]) for row, cell in zip(ROWS, cells, strict=True))
    assert read(table(THEIRS.replace("面积(平方公里)", heading), rows)).townships == COUNTY


def test_an_unknown_unit_is_refused_with_those_that_are_known(read):
    with pytest.raises(InputError, match=r"面积\(平方丈\): '平方丈' .* must be one of: km2"):
        read(table(THEIRS.replace("平方公里", "平方丈")))


def test_decimal_commas_are_told_from_thousands(read):
    rows = tuple(
        (row[0], row[1].replace(",", "."), *(cell.replace(".", ",") for cell in row[2:])) for row in ROWS
    )
    found = read(table(rows=rows, separator=";"))
    assert found.townships == COUNTY
    assert "commas part decimals" in notes(found)


def test_both_signs_for_decimals_are_refused(read):
    rows = (ROWS[0], (*ROWS[1][:2], "201,4", *ROWS[1][3:]), *ROWS[2:])
    with pytest.raises(InputError, match="one sign for decimals"):
        read(table(rows=rows))


def test_thousands_that_may_be_decimals_are_refused(read):
    rows = tuple((row[0], row[1].replace(",", "."), "150.500", "20", str(3 * at), *row[5:]) for at, row in
                 enumerate(ROWS))  # fmt: skip
    with pytest.raises(InputError, match=r"may be 150500 or 150\.500"):
        read(table(rows=rows))


TOTAL = ("合计", "114,735", "951.0", "", "", "12", "43", "4")


@pytest.mark.parametrize("name", ["合计", "总 计", "全县", "Total:", "county total", "某某县"])
def test_a_row_of_totals_is_left_out_and_said(read, name):
    found = read(table(rows=(*ROWS, (name, *TOTAL[1:]))))
    assert found.townships == COUNTY
    assert f"line 6: {name} is" in notes(found)


def test_a_row_of_sums_without_a_name_is_left_out_and_a_township_without_one_refused(read):
    found = read(table(rows=(*ROWS, ("", *TOTAL[1:]))))
    assert found.townships == COUNTY
    assert "line 6: a row without a name is the sum" in notes(found)
    with pytest.raises(InputError, match=r"line 2 name: ''.*printable name"):
        read(table(rows=(("", *ROWS[0][1:]), *ROWS[1:])))


def test_a_total_above_the_townships_is_left_out_too(read):
    assert read(table(rows=(("全县", *TOTAL[1:]), *ROWS))).townships == COUNTY


def test_a_large_town_is_no_total(read):
    rows = (("大镇", "52,435", "150.5", "20.5", "18.0", "9", "21", "4"), *ROWS[1:])
    assert len(read(table(rows=rows)).townships) == 4


def test_titles_blank_rows_and_remarks_are_left_out_and_said(read):
    blank = ",,,,,,,\n"
    text = (
        "某县乡镇基本情况表,,,,,,,\n" + blank + table(end="\n") + blank * 2 + "注：数据截至2023年底,,,,,,,\n"
    )
    found = read(text)
    assert found.townships == COUNTY
    said = notes(found)
    assert "lines above the headings are left out (1)" in said
    assert "blank rows" in said
    assert "注：数据截至2023年底" in said


def test_a_column_that_is_not_ours_is_said(read):
    rows = tuple((*row, "-") for row in ROWS)
    assert "column 备注 is not used" in notes(read(table(THEIRS + ",备注", rows)))


def test_a_slip_in_a_heading_is_refused_with_what_was_meant(read):
    with pytest.raises(InputError, match="did you mean officers_traffic"):
        read(table(OURS.replace("officers_traffic", "officers_trafic")))


def test_the_user_says_what_a_heading_is(read):
    heading = THEIRS.replace("常住人口", "甲").replace("辅警", "乙")
    found = read(table(heading), corrections={"甲": "population", "乙": ""})
    assert [each.population for each in found.townships] == [each.population for each in COUNTY]
    assert not any(each.auxiliaries for each in found.townships)


def test_of_two_headings_for_people_residents_are_taken_and_roads_are_added(read):
    heading = THEIRS + ",户籍人口,国道,省道"
    found = read(table(heading, tuple((*row, "1", "2.5", "4") for row in ROWS)))
    assert found.townships[0].population == 62300
    assert {each.trunk_km for each in found.townships} == {6.5}
    assert "户籍人口" in notes(found)
    assert "国道, 省道 are added up" in notes(found)


def test_what_is_not_given_is_left_open(read):
    assert read(table()).townships[0].trunk_km is None
    found = read(table(THEIRS + ",县道", tuple((*row, "—") for row in ROWS)))
    assert found.townships[0].county_km is None
    assert "is read as not given" in notes(found)


def test_a_squadron_is_that_of_the_township_it_is_named_for(read):
    found = read(table(THEIRS + ",所属中队", tuple((*row, "南门中队") for row in ROWS)))
    assert {each.squadron for each in found.townships} == {"南门镇"}
    assert "南门中队 is taken for the one in 南门镇" in notes(found)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("东桥镇", "many", *ROWS[1][2:]), r"mine\.csv line 3 常住人口: 'many' .* whole number from 1 to"),
        (("东桥镇", "31450.5", *ROWS[1][2:]), r"line 3 常住人口: '31450\.5'"),
        (("东桥镇", "31,45", *ROWS[1][2:]), r"one sign for decimals"),
        (("东桥镇", "", *ROWS[1][2:]), r"line 3 population: '' .* whole number"),
        (("", *ROWS[1][1:]), r"line 3 name: '' .* printable name"),
        (("南门镇", *ROWS[1][1:]), r"line 3 name: '南门镇' .* each name only once; line 2"),
        ((*ROWS[1][:2], "0.3", *ROWS[1][3:]), r"line 3 population and area_km2: '31,450 / 0\.3'"),
        ((*ROWS[1][:3], "20.5", "18.0", *ROWS[1][5:]), r"line 3 x_km y_km: .* 南门镇 \(line 2\)"),
        ((*ROWS[1][:3], "110.97", "30.82", *ROWS[1][5:]), r"line 3 x_km y_km: '110\.97, 30\.82' .* degrees"),
        ((*ROWS[1], "9"), r"line 3: '9 cells' .* quote a comma"),
    ],
)
def test_what_cannot_be_read_is_named(read, row, says):
    with pytest.raises(InputError, match=says):
        read(table(rows=(ROWS[0], row, *ROWS[2:])))


def test_bytes_of_no_encoding_are_refused_with_what_to_do(read):
    half = b"\xff\xfe" + table().encode("utf-16-le") + b"\x00\xd8\x41\x00"
    with pytest.raises(InputError, match="save as UTF-8, or say encoding = 'gb18030'"):
        read(half)


DEGREES = (("110.60", "30.80"), ("110.77", "30.82"), ("110.62", "30.97"), ("110.43", "30.75"))


@pytest.mark.parametrize("headings", [("X坐标", "Y坐标"), ("经度", "纬度"), ("lon", "lat")])
def test_a_table_in_degrees_is_projected_and_said(read, headings):
    rows = tuple((*row[:3], *at, *row[5:]) for row, at in zip(ROWS, DEGREES, strict=True))
    heading = THEIRS.replace("X坐标", headings[0]).replace("Y坐标", headings[1])
    found = read(table(heading, rows))
    assert "positions are degrees" in notes(found)
    first, second = found.townships[0], found.townships[1]
    assert second.x_km - first.x_km == pytest.approx(0.17 * 111.195 * 0.8589, abs=0.03)
    assert second.y_km - first.y_km == pytest.approx(0.02 * 111.195, abs=0.03)
    assert min(each.x_km for each in found.townships) == 0
    assert min(each.y_km for each in found.townships) == 0


def test_degrees_on_one_heap_are_named(read):
    rows = tuple((*row[:3], f"110.60{at}", f"30.80{at}", *row[5:]) for at, row in enumerate(ROWS))
    with pytest.raises(InputError, match=r"all seats lie within .* the areas make 951 km2"):
        read(table(rows=rows))


def test_metres_of_a_survey_come_to_kilometres_with_the_north_first(read):
    rows = tuple(
        (
            *row[:3],
            f"{3_400_000 + 1000 * float(row[4]):.0f}",
            f"{500_000 + 1000 * float(row[3]):.0f}",
            *row[5:],
        )
        for row in ROWS
    )
    found = read(table(rows=rows))
    assert found.townships[0].x_km == pytest.approx(20.5 - 4.0)
    assert found.townships[0].y_km == pytest.approx(18.0 - 12.9)
    assert "surveyors" in notes(found)


def test_two_tables_are_put_together_by_name(tmp_path):
    lines = [line.split(",") for line in table(rows=plain(), end="\n").splitlines()]
    first, second = tmp_path / "people.csv", tmp_path / "officers.csv"
    first.write_text("\n".join(",".join(line[:5]) for line in lines), encoding="utf-8")
    second.write_text(
        "\n".join(",".join([line[0], *line[5:]]) for line in [lines[0], *reversed(lines[1:])]), "utf-8"
    )
    assert read_tables([first, second]).townships == COUNTY
    second.write_text(second.read_text("utf-8").replace("北坡乡", "北波乡"), "utf-8")
    with pytest.raises(InputError, match=r"officers\.csv line 3 name: '北波乡' .* did you mean 北坡乡"):
        read_tables([first, second])


def test_what_is_exported_is_read_again_by_the_model(read, tmp_path):
    found = read(table())
    file = tmp_path / "townships.csv"
    file.write_text(townships_csv(found.rows), encoding="utf-8")
    assert read_townships(file) == found.townships
    assert read_tables([file]).townships == found.townships


def sheet(rows):
    """The XML of a sheet; numbers as numbers."""

    def cell(at, line, value):
        place = f"{'ABCDEFGHIJ'[at]}{line}"
        number = value.replace(",", "").replace(".", "")
        if number.isdigit() and number.isascii():
            return f'<c r="{place}"><v>{value.replace(",", "")}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>' if value else ""

    lines = (
        f'<row r="{line}">{"".join(cell(at, line, each) for at, each in enumerate(row))}</row>'
        for line, row in enumerate(rows, 1)
    )
    return f"<worksheet xmlns='{MAIN}'><sheetData>{''.join(lines)}</sheetData></worksheet>"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets):
    """A spreadsheet as bytes, of the parts that a reader needs."""
    names = list(enumerate(sheets, 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/s{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at, _ in names
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in names)
    tied = "".join(
        f'<Relationship Id="r{at}" Type="{TIES}/worksheet" Target="worksheets/s{at}.xml"/>' for at, _ in names
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{TIES}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{TIES}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{tied}'
        "</Relationships>",
    } | {f"xl/worksheets/s{at}.xml": sheet(sheets[name]) for at, name in names}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return packed.getvalue()


def test_a_spreadsheet_is_read_from_the_sheet_with_the_table(read):
    book = workbook({"说明": [["见下表"]], "乡镇": [["某县乡镇表"], [], THEIRS.split(","), *ROWS, TOTAL]})
    found = read(book, "mine.xlsx")
    assert found.townships == COUNTY
    assert "Of the sheets of mine.xlsx (说明, 乡镇), 乡镇 was read" in notes(found)
    assert "line 8: 合计" in notes(found)


def test_a_sheet_is_named_and_another_is_refused(read):
    book = workbook({"a": [THEIRS.split(","), *ROWS], "b": [THEIRS.split(","), *ROWS[:3]]})
    assert len(read(book, "mine.xlsx", sheet="b").townships) == 3
    with pytest.raises(InputError, match="--sheet: 'c'"):
        read(book, "mine.xlsx", sheet="c")


def test_a_spreadsheet_that_does_not_open_is_refused(read):
    with pytest.raises(InputError, match="or save it as CSV in UTF-8"):
        read(b"PK\x03\x04nonsense", "mine.xlsx")


@pytest.mark.parametrize("content", [b"", b"  \n ", b"a,b\n1,2\n", b"\0" * 9, b'name,"x\n'])
def test_what_is_no_table_is_refused(read, content):
    with pytest.raises(InputError):
        read(content)


CASES = Path(__file__).parents[5] / "shared" / "cases"


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared is not beside this checkout")
@pytest.mark.parametrize("name", ["a_bom", "a_gbk", "b_bom_nosep", "b_gbk", "b_semicolon"])
def test_the_kept_exports_of_one_table_are_the_same_county(name):
    folder = CASES / "own-county"
    same = read_tables([folder / "b_bom_nosep.csv"]).townships
    assert len(same) == 8
    assert read_tables([folder / f"{name}.csv"]).townships == same


@pytest.mark.parametrize("people", ["62.300", "62,300"])
def test_a_sign_that_would_be_both_thousands_and_decimals_is_refused(read, people):
    """Taken at its word, 62,300 people beside an area of 150,5 would be 62 and a bit."""
    decimals = ("150,5", "20,5", "18,0") if "," in people else ("150.5", "20.5", "18.0")
    rows = [("南门镇", people, *decimals, "9", "21", "4")]
    with pytest.raises(InputError, match="write thousands without a sign"):
        read(table(rows=rows, separator=";"))


def test_chinese_beside_rare_signs_is_still_chinese(read):
    """A hard space is none of the signs of GB 2312, and must not make a table look like another encoding."""
    rows = tuple((row[0], row[1].replace(",", "\u00a0"), *row[2:]) for row in ROWS)
    assert read(table(rows=rows), encoding="gb18030").townships == COUNTY


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Grünau an der Mühlbächle"), ("big5", "大埔鄉")])
def test_other_encodings_are_guessed_and_said_or_refused(read, encoding, name):
    rows = tuple((f"{name} {at}", *row[1:]) for at, row in enumerate(ROWS))
    heading = "name,population,area,x,y,traffic police,station officers,auxiliaries"
    found = read(table(heading, rows), encoding=encoding)
    assert "is no UTF-8; it was read as" in notes(found)
    assert [each.population for each in found.townships] == [each.population for each in COUNTY]
