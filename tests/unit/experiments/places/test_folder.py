"""A place is a folder: it is begun, filled from tables, read by every command, checked and drawn."""

import json
import tomllib

import pytest

from jiaosuo.experiments.catalogue.template import scenario_text
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.check import check_place, in_short
from jiaosuo.experiments.places.folder import bring_tables, open_place, open_to_look, read_place, with_line
from jiaosuo.experiments.places.record import Given, ImportRecord, Source, read_record, write_record
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import read_townships

TABLE = """\
乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警
南门镇,"62,300",150.5,20.5,18.0,9,21
东桥镇,"31,450",201.4,36.2,20.1,5,11
北坡乡,"12,080",288.9,22.4,37.3,0,6
西沟乡,"8,905",310.2,4.0,12.9,0,5
"""
SCENARIO = 'title = "Mine"\n# townships_csv = true\n[set]\npeople_per_agent = 25\ncell_km = 1\n'


@pytest.fixture
def table(tmp_path):
    """A table as it comes from a spreadsheet."""
    file = tmp_path / "export.csv"
    file.write_bytes(TABLE.encode("gb18030"))
    return file


@pytest.fixture
def place(tmp_path, table):
    """A folder that was filled from it."""
    bring_tables(tmp_path / "mine", [table], SCENARIO)
    return tmp_path / "mine"


def test_an_import_writes_a_folder_that_the_model_reads(place):
    assert sorted(each.name for each in place.iterdir()) == [
        "columns.toml",
        "import.toml",
        "scenario.toml",
        "townships.csv",
    ]
    scenario = Scenario.read(place / "scenario.toml")
    assert scenario.place == "mine"
    assert [each.population for each in scenario.townships] == [62300, 31450, 12080, 8905]
    assert read_place(place).townships == scenario.townships


def test_a_place_imported_from_its_own_export_is_the_same(place, tmp_path):
    again = bring_tables(tmp_path / "again", [place / "townships.csv"], SCENARIO)
    assert again.notes == ()
    assert read_townships(tmp_path / "again" / "townships.csv") == read_townships(place / "townships.csv")
    assert (tmp_path / "again" / "townships.csv").read_bytes() == (place / "townships.csv").read_bytes()


def test_the_record_says_what_was_read_and_what_was_given(place):
    record = read_record(place)
    (source,) = record.sources
    assert (source.file, source.kind, source.how["encoding"]) == ("export.csv", "table", "GB18030")
    assert source.columns["常住人口"] == "population"
    assert record.given["南门镇"]["population"] == Given("62,300", "62300")
    assert any("GB18030" in note.told("en") for note in record.notes)


def test_a_record_is_read_as_it_was_written(tmp_path):
    odd = 'a "quoted" \\ name = [x]'
    note = Note("{file}: {count}", {"file": odd, "count": 3})
    source = Source(odd, "table", {"encoding": "UTF-8"}, {odd: "name", "甲": ""}, (note,))
    record = ImportRecord((source, Source("r.gpkg", "roads")), {odd: {"population": Given("1,000", "1000")}})
    write_record(tmp_path, record)
    assert read_record(tmp_path) == record
    replaced = record.with_sources([Source("s.gpkg", "roads")])
    assert [each.file for each in replaced.sources] == [odd, "s.gpkg"]


def test_a_record_changed_by_hand_is_refused(tmp_path):
    (tmp_path / "import.toml").write_text("[[source]]\nfile = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match="import again"):
        read_record(tmp_path)


def test_the_user_corrects_a_heading_and_imports_again(tmp_path, table):
    lines = [f"{line},{extra}" for line, extra in zip(TABLE.splitlines(), ("辅警", 4, 3, 2, 1), strict=True)]
    table.write_text("\n".join(lines), "utf-8")
    folder = tmp_path / "mine"
    bring_tables(folder, [table], SCENARIO)
    columns = folder / "columns.toml"
    assert tomllib.loads(columns.read_text("utf-8"))["辅警"] == "auxiliaries"
    columns.write_text(columns.read_text("utf-8").replace('"auxiliaries"', '"officers_patrol"'), "utf-8")
    bring_tables(folder, [table], SCENARIO)
    townships = read_place(folder).townships
    assert [each.officers_patrol for each in townships] == [4, 3, 2, 1]
    assert not any(each.auxiliaries for each in townships)
    assert tomllib.loads(columns.read_text("utf-8"))["辅警"] == "officers_patrol"


def test_a_table_that_nobody_imported_is_not_written_over(tmp_path, table):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "townships.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="it is there already and was not imported"):
        bring_tables(folder, [table], SCENARIO)
    assert [each.name for each in folder.iterdir()] == ["townships.csv"]


def test_a_table_imported_in_its_own_folder_is_kept(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "townships.csv").write_bytes(TABLE.encode("gb18030"))
    brought = bring_tables(folder, [folder / "townships.csv"], SCENARIO)
    assert (folder / "townships.given.csv").read_bytes() == TABLE.encode("gb18030")
    assert "townships.given.csv" in brought.notes[-1].told("en")
    assert len(read_townships(folder / "townships.csv")) == 4


def test_nothing_is_written_where_something_is_refused(tmp_path, table):
    table.write_text(TABLE.replace("31,450", "many"), "utf-8")
    with pytest.raises(InputError):
        bring_tables(tmp_path / "mine", [table], SCENARIO)
    assert not (tmp_path / "mine").exists()


def test_the_seat_is_named(tmp_path, table):
    bring_tables(tmp_path / "mine", [table], SCENARIO, seat="东桥镇")
    assert read_place(tmp_path / "mine").seat == "东桥镇"
    with pytest.raises(InputError, match=r"--seat: '东乔镇' .* did you mean 东桥镇"):
        bring_tables(tmp_path / "other", [table], SCENARIO, seat="东乔镇")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = 1\n[set]\nkey = 2\n", "a = 1\nkey = 5\n\n[set]\nkey = 2\n"),
        ("key = 1\n[set]\n", "key = 5\n[set]\n"),
        ("# key = 1\n[set]\n", "key = 5\n[set]\n"),
        ("a = 1\n", "a = 1\nkey = 5\n\n"),
    ],
)
def test_a_key_of_a_scenario_is_set_before_the_first_table(before, after):
    assert with_line(before, "key", "5") == after


def test_the_template_takes_a_table(tmp_path, table):
    bring_tables(tmp_path / "mine", [table], scenario_text(True, "en"))
    assert len(read_place(tmp_path / "mine").townships) == 4


@pytest.mark.parametrize("name", ["scenario.toml", "mine.toml"])
def test_a_table_as_it_comes_is_read_beside_any_scenario(tmp_path, name):
    folder = tmp_path / "county"
    folder.mkdir()
    (folder / name).write_text(SCENARIO.replace("# ", ""), "utf-8")
    (folder / "townships.csv").write_bytes(TABLE.encode("gb18030"))
    opened = open_place(folder / name, people_per_agent=20)
    assert [each.name for each in opened.scenario.townships] == ["南门镇", "东桥镇", "北坡乡", "西沟乡"]
    assert opened.scenario["people_per_agent"] == 20
    assert opened.scenario.place == ("county" if name == "scenario.toml" else "mine")
    assert opened.rows[0].given["population"] == "62,300"
    assert any("GB18030" in note.told("en") for note in opened.notes)


def test_a_folder_without_a_scenario_and_an_unknown_name_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"has no scenario\.toml; `jiaosuo place new`"):
        read_place(tmp_path)
    with pytest.raises(InputError, match="preset: 'nowhere'"):
        read_place("nowhere")
    assert read_place("zigui-2004").place == "zigui-2004"


def test_given_read_and_used_stand_side_by_side(place):
    found = check_place(open_place(place), "en")
    people = next(each for each in found.numbers if (each.township, each.column) == ("南门镇", "population"))
    assert (people.given, people.read, people.differs) == ("62,300", 62300, False)
    assert people.used == pytest.approx(62300, rel=0.02)
    assert not found.differs
    assert found.seat == "南门镇"
    assert found.seat_given is None
    assert {each.column for each in found.estimated} >= {"trunk_km", "town_weight"}
    said = " ".join(in_short(found, "en"))
    assert "mine: 4 townships" in said
    assert "staffing historic" in said
    assert "Estimated, as no file gives it" in said


def test_a_cell_changed_after_the_import_is_what_is_given(place):
    table = place / "townships.csv"
    table.write_text(table.read_text("utf-8").replace("62300", "60000"), "utf-8")
    people = check_place(open_place(place)).numbers[0]
    assert (people.given, people.read) == ("60000", 60000)


def test_a_split_by_workload_is_a_difference(place):
    found = check_place(open_place(place, staffing="workload"))
    assert found.differs
    assert "was read, the county has" in " ".join(in_short(found, "en"))


def test_the_check_is_plain_data(place):
    found = check_place(open_place(place))
    assert json.loads(json.dumps(found.to_json()))["seat"] == "南门镇"


def test_a_place_without_officers_is_looked_at_and_does_not_run(tmp_path, table):
    table.write_text(TABLE.replace("9,21", "0,21").replace("5,11", "0,11"), "utf-8")
    bring_tables(tmp_path / "mine", [table], SCENARIO)
    with pytest.raises(InputError, match="no township has any"):
        read_place(tmp_path / "mine")
    found = check_place(open_to_look(tmp_path / "mine"))
    assert any("no township has officers_traffic" in note for note in found.notes)
