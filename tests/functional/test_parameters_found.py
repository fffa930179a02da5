"""`jiaosuo parameters` in a terminal of 80 columns, and what `--find` finds."""

import json

import pytest
from rich.cells import cell_len

from jiaosuo.experiments.catalogue.listing import ParameterRow, parameters
from jiaosuo.experiments.catalogue.parameters_shown import found
from jiaosuo.model.core.errors import InputError


@pytest.fixture
def rows():
    return parameters()


def names(rows):
    return [row.name for row in rows]


@pytest.mark.parametrize(("lang", "source"), [("en", "source: "), ("zh", "来源: ")])
@pytest.mark.parametrize("columns", [80, 50])
def test_every_number_is_read_whole_in_a_narrow_terminal(jiaosuo, monkeypatch, rows, lang, source, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = jiaosuo("parameters", "--lang", lang)
    lines = out.splitlines()
    assert code == 0
    assert max(map(cell_len, lines)) <= columns
    assert all(line == line.rstrip() for line in lines)
    assert [
        line.split()[0] for line in lines if " = " in line and line.startswith("  ") and line[2] != " "
    ] == (sorted(names(rows), key=lambda name: [row.group for row in rows].index(group_of(name, rows))))
    assert sum(line.strip().startswith(source) for line in lines) == len(rows)


def group_of(name, rows):
    return next(row.group for row in rows if row.name == name)


def test_a_number_is_shown_with_all_that_is_declared(jiaosuo, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = jiaosuo("parameters", "--find", "surveyed_urbanization", "--lang", "en")
    assert out.splitlines() == [
        "Land, settlements, roads and sites",
        "  surveyed_urbanization = 0.35 share (0.05 to 0.95)",
        "      Urbanization at the survey: jobs and errands in town lie as towns lay",
        "        then",
        "      source: preset",
        "",
        "Numbers: 1; weak: 0",
    ]


def test_words_are_found_in_name_meaning_and_group_in_either_language(rows):
    assert "fringe_density" in names(found("BUILT-UP", rows))
    assert names(found("fringe density", rows)) == ["fringe_density"]
    assert "officers_traffic" in names(found("交警", rows))
    assert {row.group for row in found("警力、勤务", rows)} == {"force"}
    assert len(found("urban", rows)) > len(found("urban share", rows)) > 0


def test_words_of_which_one_is_nowhere_find_nothing(rows):
    for asked in ("urban xyzzy", "dleta", "", "  "):
        with pytest.raises(InputError) as refused:
            found(asked, rows)
        assert refused.value.field == "--find"
    with pytest.raises(InputError, match="did you mean delta"):
        found("dleta", rows)


def test_the_columns_of_a_made_row_that_are_not_searched_find_nothing():
    row = ParameterRow(
        name="pace", default=2, low=1, high=3, unit="stones", meaning="How fast", source="Smith",
        group="force", whole=False, weak=False,
    )  # fmt: skip
    assert found("fast", [row]) == [row]
    for asked in ("stones", "smith"):
        with pytest.raises(InputError):
            found(asked, [row])


def test_the_command_finds_for_programs_too_and_writes_no_part_of_a_page(jiaosuo, tmp_path):
    code, out, _ = jiaosuo("parameters", "--find", "skill_floor", "--json")
    assert (code, [row["name"] for row in json.loads(out)]) == (0, ["skill_floor"])
    page = tmp_path / "numbers.md"
    code, _, said = jiaosuo("parameters", "--find", "skill_floor", "--out", page)
    assert code == 2
    assert "leave one of the two out" in said
    assert not page.exists()
    code, _, said = jiaosuo("parameters", "--find", "xyzzy", "--lang", "zh")
    assert code == 2
    assert "不可用；" in said
