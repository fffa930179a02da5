"""townships.csv: what a user wrote is taken exactly, or refused by line and column."""

import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import MOST_TOWNSHIPS, read_townships, write_townships
from tests.eight_townships import EIGHT

HEADER = "name,population,area_km2,x_km,y_km"
GOOD = f"{HEADER}\nUpper,1200,30.5,10,20\nLower,800,20,4,5\n"


@pytest.fixture
def read(tmp_path):
    """Reads a text or bytes as townships.csv."""

    def reader(content):
        file = tmp_path / "townships.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_townships(file)

    return reader


def test_rows_are_townships_and_what_is_not_said_is_not_taken_as_nothing(read):
    upper, lower = read(GOOD)
    assert (upper.name, upper.population, upper.area_km2, upper.x_km) == ("Upper", 1200, 30.5, 10)
    assert (lower.trunk_km, lower.county_km, lower.village_km, lower.stations) == (None,) * 4
    assert (lower.town_weight, lower.squadron, lower.central_station) == (None,) * 3
    assert (lower.officers_traffic, lower.name_zh) == (0, "")


def test_a_byte_order_mark_and_windows_line_ends_are_taken(read):
    assert read(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read(GOOD)


def test_columns_may_stand_in_any_order(read):
    assert read("y_km,x_km,area_km2,population,name\n20,10,30.5,1200,Upper\n") == read(GOOD)[:1]


def test_chinese_names_are_taken(read):
    assert read(f"{HEADER}\n茅坪,1,1,0,0\n")[0].name == "茅坪"


def test_an_empty_optional_field_is_not_given_and_a_nought_is(read):
    header = f"{HEADER},stations,trunk_km,squadron"
    assert read(f"{header}\nUpper,1,1,0,0,,,\n") == read(f"{HEADER}\nUpper,1,1,0,0\n")
    assert read(f"{header}\nUpper,1,1,0,0,2,0,\n")[0].trunk_km == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Upper,many,30,1,1", r"line 3 population: 'many' .* whole number from 1"),
        ("Upper,12.5,30,1,1", r"line 3 population: 12\.5"),
        ("Upper,0,30,1,1", r"line 3 population: 0\.0"),
        ("Upper,5,nan,1,1", r"line 3 area_km2: nan .* from 0\.25 to 40,000 \(km2\)"),
        ("Upper,5,1e999,1,1", r"line 3 area_km2: inf"),
        ("Upper,5,30,-1,1", r"line 3 x_km: -1\.0"),
        ("Upper,5,30,1,0x10", r"line 3 y_km: '0x10'"),
        (",5,30,1,1", r"line 3 name: '' .* printable name of 1 to 80"),
        ("a\x07b,5,30,1,1", r"line 3 name"),
        ("x" * 81 + ",5,30,1,1", r"line 3 name"),
        ("Upper,5,30,1", r"line 3: .* as many fields as the header"),
        ("Upper,5,30,1,1,9", r"line 3: .* as many fields as the header"),
    ],
)
def test_a_bad_field_is_named_by_line_and_column(read, row, says):
    with pytest.raises(InputError, match=says):
        read(f"{HEADER}\nFirst,5,30,1,1\n{row}\n")


@pytest.mark.parametrize("missing", HEADER.split(","))
def test_a_missing_column_is_named(read, missing):
    header = ",".join(name for name in HEADER.split(",") if name != missing)
    with pytest.raises(InputError, match=f"the column {missing} is missing"):
        read(f"{header}\n1,1,1,1\n")


def test_an_unknown_column_is_named_with_a_suggestion(read):
    with pytest.raises(InputError, match=r"column: 'populaton' .* did you mean population"):
        read(f"{HEADER},populaton\nUpper,1,1,0,0,3\n")


def test_a_name_given_twice_is_refused(read):
    with pytest.raises(InputError, match="'Upper' is not allowed; each name only once"):
        read(f"{HEADER}\nUpper,1,1,0,0\nUpper,1,1,5,5\n")


@pytest.mark.parametrize("column", ["squadron", "central_station"])
def test_a_site_in_no_township_is_refused_with_a_suggestion(read, column):
    with pytest.raises(InputError, match=r"site of Upper: 'Uper' .* did you mean Upper"):
        read(f"{HEADER},{column}\nUpper,1,1,0,0,Uper\n")


@pytest.mark.parametrize("count", [0, MOST_TOWNSHIPS + 1])
def test_no_township_and_too_many_are_refused(read, count):
    rows = "".join(f"T{n},1,1,{n},0\n" for n in range(count))
    with pytest.raises(InputError, match=f"{count} is not allowed; must be 1 to {MOST_TOWNSHIPS}"):
        read(f"{HEADER}\n{rows}")


def test_text_that_is_not_utf_8_is_refused_with_the_byte(read):
    with pytest.raises(InputError, match="'byte 3' is not allowed; the file is not UTF-8"):
        read(b"nam\xff,")


def test_a_folder_and_a_huge_file_are_refused(tmp_path, read):
    with pytest.raises(InputError, match="at most 1,000,000 bytes"):
        read_townships(tmp_path)
    with pytest.raises(InputError, match="at most 1,000,000 bytes"):
        read(GOOD + "\n" * 1_000_000)


REMEDY = r"`jiaosuo place import FILE` reads tables as people have them"


def test_blank_rows_are_passed_over(read):
    lines = EIGHT.splitlines()
    blank = "," * 7
    assert read("\n".join([lines[0], blank, *lines[1:], blank, " , ,,,,,,", ""])) == read(EIGHT)


def test_full_width_digits_are_digits(read):
    assert read(EIGHT.replace("86500", "８６５００")) == read(EIGHT)


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("gb18030", r"byte 81.* not UTF-8: it looks like GB18030 \(GBK\)"),
        ("utf-16", r"byte 0.* not UTF-8: it looks like UTF-16"),
        ("utf-16-le", r"not UTF-8.*: it looks like UTF-16"),
    ],
)
def test_another_encoding_is_named_with_what_to_do(read, encoding, says):
    with pytest.raises(InputError, match=f"{says}.*; save it as CSV in UTF-8, or: {REMEDY}"):
        read(EIGHT.encode(encoding))


def test_plain_latin_text_in_utf_16_is_not_taken_for_utf_8(read):
    with pytest.raises(InputError, match=r"byte 1.* not UTF-8 text: it looks like UTF-16"):
        read(GOOD.encode("utf-16-le"))


def test_a_workbook_is_called_a_workbook(read):
    with pytest.raises(InputError, match=r"it looks like an Excel workbook \(XLSX\)"):
        read(b"PK\x03\x04\x14\x00\x06\x00\xff")


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("，", "full-width commas")])
def test_other_separators_are_named(read, mark, name):
    with pytest.raises(InputError, match=f"between commas, not {name}; {REMEDY}"):
        read(EIGHT.replace(",", mark))


def test_other_headings_are_refused_with_ours(read):
    table = EIGHT.replace("name,population", "乡镇,常住人口")
    with pytest.raises(InputError, match=f"column name is missing; headings must be name, .*; {REMEDY}"):
        read(table)


@pytest.mark.parametrize("number", ['"86,500"', "86'500", "86 500", '"1,086,500.0"'])
def test_thousands_separators_are_named(read, number):
    with pytest.raises(InputError, match=f"line 2 population: .* without thousands separators; {REMEDY}"):
        read(EIGHT.replace("86500", number))


def test_a_bare_thousands_separator_is_a_field_too_many(read):
    with pytest.raises(InputError, match=r"line 2: .* a thousands separator makes two fields of one"):
        read(EIGHT.replace("86500", "86,500"))


@pytest.mark.parametrize("name", ["合计", "合 计", "总计：", "Total", "全县"])
def test_a_row_of_totals_is_told_by_its_name(read, name):
    with pytest.raises(
        InputError, match=rf"line 10: '{name}' .* adds up the others: leave it out, or: {REMEDY}"
    ):
        read(f"{EIGHT}{name},999,10,30,30,0,0,0\n")


@pytest.mark.parametrize("row", ["X,247230,2250.3,30,30,17,82,6", "X,247400,2250,30,30,17,82,6"])
def test_a_row_of_totals_is_told_by_its_numbers(read, row):
    with pytest.raises(InputError, match=r"line 10: 'X' .* adds up the others"):
        read(f"{EIGHT}{row}\n")


@pytest.mark.parametrize("row", ["X,247230,2250.3,30,30,17,81,6", "X,252230,2250.3,30,30,17,82,6"])
def test_a_large_township_is_no_row_of_totals(read, row):
    assert len(read(f"{EIGHT}{row}\n")) == 9


def test_two_seats_in_one_place_name_both_townships(read):
    with pytest.raises(
        InputError, match=r"line 3 .*'28.5, 22'.* 城关镇 and 白沙镇 have their seats in one place"
    ):
        read(EIGHT.replace("12.0,30.5", "28.5,22.0"))


def test_more_people_than_land_can_hold_are_named_with_the_density(read):
    says = (
        "line 2 area_km2 of 城关镇: 0.5 .* 86,500 people on it are 173,000 people/km2; must be at most 60,000"
    )
    with pytest.raises(InputError, match=says):
        read(EIGHT.replace("182.4", "0.5"))


def test_a_row_in_degrees_among_kilometres_is_named(read):
    with pytest.raises(
        InputError, match=r"line 2 x_km, y_km of 城关镇: '110.97, 30.82' .* look like degrees"
    ):
        read(EIGHT.replace("28.5,22.0", "110.97,30.82"))


def test_a_table_in_degrees_is_refused_as_degrees(read):
    table = f"{HEADER}\nA,42000,180,110.600,30.800\nB,18000,150,110.904,30.803\nC,9500,210,110.608,31.106\n"
    with pytest.raises(InputError, match=f"'0.304 x 0.306' .* look like degrees; {REMEDY}"):
        read(table)


@pytest.mark.parametrize(
    ("x", "says"), [("-83.05", "degrees west of Greenwich"), ("512345.6", "metres of a projection")]
)
def test_coordinates_out_of_range_are_told_for_what_they_look_like(read, x, says):
    with pytest.raises(InputError, match=f"x_km: .* {says} look like this: {REMEDY}"):
        read(EIGHT.replace("28.5,22.0", f"{x},22.0"))


def test_close_seats_on_little_land_are_kilometres(read):
    assert len(read(f"{HEADER}\nA,420,2,1.5,1.5\nB,180,2,2.5,1.5\n")) == 2


def test_what_is_written_is_read_again_bit_for_bit(tmp_path, read):
    townships = read(EIGHT)
    write_townships(tmp_path / "again.csv", townships)
    assert read_townships(tmp_path / "again.csv") == townships
