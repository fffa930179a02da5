"""Whatever form a table of townships comes in, what comes out is what went in, or a refusal that names it."""

import contextlib
import csv
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaosuo.experiments.places.tables.table import read_tables, townships_csv
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import Township, read_townships

NAMES = ("城关镇", "白沙镇", "石桥镇", "双河镇", "大坪乡", "清水乡", "Upper Town", "Grünau", "云台乡")
HEADINGS = (
    ("name", "population", "area_km2", "x_km", "y_km", "officers_traffic", "trunk_km"),
    ("乡镇", "常住人口", "面积(平方公里)", "X坐标", "Y坐标", "交警", "国道"),
    ("Township", "Total population", "Area (ha)", "Easting", "Northing", "Traffic police", "Trunk roads (m)"),
    ("乡镇名称", "人口（万人）", "面积", "横坐标", "纵坐标（公里）", "交警人数", "国省道里程(公里)"),
)
FACTORS = ((1, 1, 1), (1, 1, 1), (1, 0.01, 0.001), (10_000, 1, 1))
"""Of people, area and roads under each row of headings: one of its units in ours."""


@dataclass(frozen=True)
class Form:
    """How a table is written."""

    encoding: str
    separator: str
    headings: int
    thousands: str
    comma: bool
    full_width: bool
    total: bool
    title: bool
    blank: bool
    end: str


FORMS = st.builds(
    Form,
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from([",", ";", "\t"]),
    st.integers(0, len(HEADINGS) - 1),
    st.sampled_from(["", ",", " ", ".", "\u00a0", "'"]),
    *[st.booleans()] * 5,
    st.sampled_from(["\n", "\r\n", "\r"]),
).filter(lambda form: form.thousands != ("," if form.comma else "."))
"""No form has one sign for both thousands and decimals: nobody can read that."""


@st.composite
def counties(draw):
    """Townships far enough from each other to be kilometres, with what a table of seven columns holds."""
    count = draw(st.integers(1, len(NAMES)))
    rows = []
    for at in range(count):
        people = draw(st.integers(1, 20_000)) * 10
        rows.append(
            Township(
                NAMES[at],
                people,
                draw(st.integers(max(25, people // 500), 45_000)) / 100,
                (2_000 * (at % 3) + draw(st.integers(0, 999))) / 100,
                (2_000 * (at // 3) + draw(st.integers(0, 999))) / 100,
                trunk_km=draw(st.integers(0, 9_999)) / 100,
                officers_traffic=draw(st.integers(0, 60)),
            )
        )
    return tuple(rows)


def written(county, form):
    """The table as bytes."""
    people, area, roads = FACTORS[form.headings]
    lines = [("某县基本情况", "", "", "", "", "", "")] if form.title else []
    lines.append(HEADINGS[form.headings])
    for each in county:
        numbers = (each.population / people, each.area_km2 / area, each.x_km, each.y_km)
        numbers = (*numbers, each.officers_traffic, each.trunk_km / roads)
        lines.append((each.name, *(number(value, form) for value in numbers)))
    if form.blank:
        lines.insert(len(lines) // 2 + 1, ("",) * 7)
    if form.total:
        sums = [
            sum(each.population for each in county) / people,
            sum(each.area_km2 for each in county) / area,
        ]
        lines.append(("合计", number(sums[0], form), number(sums[1], form), "", "", "", ""))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=form.separator, lineterminator=form.end).writerows(lines)
    return text.getvalue().encode(form.encoding)


def number(value, form):
    """A number as the form has it."""
    whole, _, rest = f"{round(value, 6):.6f}".rstrip("0").partition(".")
    if form.thousands and len(whole) > 3:
        whole = f"{int(whole):,}".replace(",", form.thousands)
    text = whole + (("," if form.comma else ".") + rest if rest else "")
    return (
        "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)
        if form.full_width
        else text
    )


def read(content):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_bytes(content)
        return read_tables([file])


def read_or_refused(content):
    try:
        return read(content)
    except InputError as refused:
        return refused


@given(counties(), FORMS)
@settings(max_examples=300, deadline=None)
def test_what_comes_out_is_what_went_in_or_is_refused_by_name(county, form):
    found = read_or_refused(written(county, form))
    if isinstance(found, InputError):
        assert str(found).startswith("table.csv")
        assert form.thousands in (",", ".") or form.comma, "only its own signs make a table unclear"
        return
    said = " ".join(note.told("en") for note in found.notes)
    if "points are taken to part decimals" in said:
        assert form.thousands == "." or not form.comma, "it is said where nothing tells"
        return
    assert found.townships == county
    assert ("合计" in said) == form.total
    assert ("blank rows" in said) == form.blank
    assert ("above the headings" in said) == form.title


@given(counties())
@settings(max_examples=60, deadline=None)
def test_a_county_read_from_its_own_export_is_the_same(county):
    first = read(written(county, Form("utf-8", ",", 0, "", False, False, False, False, False, "\n")))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "townships.csv"
        file.write_text(townships_csv(first.rows), encoding="utf-8")
        again = read_tables([file])
        assert again.townships == county == read_townships(file)
        assert again.notes == tuple(note for note in again.notes if "officers" in note.told("en"))
        assert townships_csv(again.rows) == townships_csv(first.rows)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_table_or_bad_input(content):
    for head in (b"", "乡镇,人口,面积,x,y\n".encode(), b"name;population;area;x;y\n"):
        with contextlib.suppress(InputError):
            assert read(head + content).townships
