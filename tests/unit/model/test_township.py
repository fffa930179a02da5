"""townships.csv: what a user wrote is taken exactly, or refused by line and column."""

import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import MOST_TOWNSHIPS, read_townships

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
        ("Upper,5,nan,1,1", r"line 3 area_km2: nan .* from 0\.25 to 40000 \(km2\)"),
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
