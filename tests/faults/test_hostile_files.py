"""Files made to hurt: keys, numbers and distances without end, and a saved county that is none."""

import io
import json
import zipfile

import numpy as np
import pytest

from jiaosuo.experiments.sweeps.study_file import read_study
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import UNFINISHED
from jiaosuo.model.rules import named
from jiaosuo.model.timeline import as_staffing
from tests.sweeping import TINY

WITHOUT_END = "0x" + "F" * 50_000
"""A whole number of 60,000 digits: Python reads it, and refuses to write it down."""

PLACES = {
    "title": "title = {}",
    "days": "days = {}",
    "rule": "rule = {}",
    "rule before": "rule_before = {}",
    "staffing": "staffing = {}",
    "kinds": "kinds = [{}]",
    "value": "[set]\ndelta = {}",
    "day of an entry": "[[timeline]]\nday = {}\nrule = 'integrated'",
    "rule of an entry": "[[timeline]]\nday = 1\nrule = {}",
    "staffing of an entry": "[[timeline]]\nday = 1\nstaffing = {}",
    "year of a path": "[path]\nfirst_year = {}\nlast_year = 2010",
    "numbers of a path": "[path]\nfirst_year = 2000\nlast_year = 2002\n[path.set]\ndelta = [{}, 1]",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", [WITHOUT_END, "{a = [[1]]}", "2020-01-01", "'" + "x" * 100_000 + "'"])
def test_no_key_of_a_place_takes_what_it_is_not_for(tmp_path, place, value):
    file = tmp_path / "place.toml"
    file.write_text(PLACES[place].format(value))
    if place == "title" and value.startswith("'"):
        assert Scenario.read(file).about.title
        return
    with pytest.raises(InputError) as refused:
        Scenario.read(file)
    assert len(str(refused.value)) < 1_000


@pytest.mark.parametrize("key", ["preset", "rules", "replications", "seed", "days", "staffing", "outcomes"])
def test_a_study_refuses_a_number_without_end(tmp_path, key):
    said = {"preset": '"county-town"', "rules": '["separate"]'} | {key: WITHOUT_END}
    file = tmp_path / "study.toml"
    file.write_text("\n".join(f"{name} = {value}" for name, value in said.items()))
    with pytest.raises(InputError, match=rf"line .*{key}"):
        read_study(file)


@pytest.mark.parametrize("read", [Scenario.read, read_study])
@pytest.mark.parametrize("key", ["{}", "[{}]", "[[{}]]", '"a".{}', "set.{}"])
def test_a_dotted_key_without_end_is_refused_at_once(tmp_path, read, key):
    """TOML takes time that grows with the square of its parts: hours for a file of allowed size."""
    file = tmp_path / "study.toml"
    parts = key.format(" . ".join(["a"] * 100_000))
    file.write_text("title = 'x'\n" + (parts if key.startswith("[") else parts + " = 1"))
    with pytest.raises(InputError, match=r"line 2: .*at most 40 parts"):
        read(file)


def test_a_text_of_many_words_and_full_stops_is_no_dotted_key(tmp_path):
    file = tmp_path / "place.toml"
    file.write_text(f"title = '{'One. Two words. ' * 200}'\n[set]\ndelta = 0.5\n")
    assert Scenario.read(file)["delta"] == 0.5


def test_a_file_may_be_named_as_a_text(tmp_path):
    (tmp_path / "place.toml").write_text("")
    assert Scenario.read(str(tmp_path / "place.toml")).place == "place"


HEADER = "name,population,area_km2,x_km,y_km,name_zh"


def table(folder, *rows):
    (folder / "townships.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    force = "officers_traffic = 4\nofficers_station = 9\n"
    (folder / "scenario.toml").write_text(f"townships_csv = true\n[set]\npeople_per_agent = 25\n{force}")
    return Scenario.read(folder / "scenario.toml")


def test_seats_that_lie_a_thousand_kilometres_apart_are_refused_before_the_land_is_made(tmp_path):
    scenario = table(tmp_path, "A,20000,100,0,0,", "B,20000,100,1000,1000,")
    with pytest.raises(InputError, match=r"1000 km x 1000 km.*nearer to each other"):
        County(scenario)


@pytest.mark.parametrize("name", ["a\u202eb", "\x07", "x" * 81])
def test_a_name_in_chinese_is_a_name_too(tmp_path, name):
    with pytest.raises(InputError, match="line 2 name_zh"):
        table(tmp_path, f"A,20000,100,0,0,{name}")


@pytest.mark.parametrize(("name", "one", "other"), [("delta", 0, -0.0), ("officers_station", 30, 30.0)])
def test_numbers_that_are_equal_are_the_same_run(name, one, other):
    """Runs are named by the text of what they depend on: equal numbers must be the same text."""
    texts = [
        json.dumps(Scenario.preset("county-town", **{name: value}).described().to_json())
        for value in (one, other)
    ]
    assert texts[0] == texts[1]


NO_NAMES = [10**5000, True, [], ["separate"], {"a": 1}, b"separate", 3.5, float("nan")]


@pytest.mark.parametrize("value", NO_NAMES, ids=lambda value: type(value).__name__)
def test_what_is_no_name_is_refused_by_the_python_interface(value):
    for refuse in (named, as_staffing, Scenario.preset):
        with pytest.raises(InputError):
            refuse(value)


# A saved county


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    County(Scenario.read(folder / "tiny.toml", rule="integrated")).run_days(0.1).save(folder / "county")
    return folder / "county"


def members(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(folder, content, checksum=True):
    """A file of these members; with a checksum that fits, as somebody who means it would write it."""
    from jiaosuo.model import saved as format_

    if checksum:
        content = {name: value for name, value in content.items() if name != format_.CHECKSUM}
        content[format_.CHECKSUM] = format_._checksum(content)
    with zipfile.ZipFile(folder / "other", "w") as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    return folder / "other"


def array(rows):
    buffer = io.BytesIO()
    np.save(buffer, rows, allow_pickle=False)
    return buffer.getvalue()


def claims_eight_terabytes():
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)})
    return buffer.getvalue()


def test_a_county_that_was_changed_by_one_bit_is_refused(saved, tmp_path):
    content = members(saved)
    rows = bytearray(content["officers.npy"])
    rows[-9] ^= 1
    with pytest.raises(InputError, match="the file is damaged"):
        County.load(written(tmp_path, content | {"officers.npy": bytes(rows)}, False))
    with pytest.raises(InputError, match="KeyError"):
        County.load(written(tmp_path, {"county.json": content["county.json"]}, checksum=False))


def test_a_county_cut_short_at_any_place_is_refused(saved, tmp_path):
    whole = saved.read_bytes()
    for share in (0, 0.001, 0.3, 0.9, 0.9999):
        (tmp_path / "cut").write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(InputError, match="saved county"):
            County.load(tmp_path / "cut")


def about(content, **changes):
    said = json.loads(content["county.json"])
    said["scenario"] |= changes
    return {"county.json": json.dumps(said).encode()}


OTHERS = {
    "no description": lambda content: {"county.json": b"[]"},
    "a description without end": lambda content: {"county.json": b"[" * 100_000},
    "another text": lambda content: {"county.json": b"\xff\xfe"},
    "values that are none": lambda content: about(content, values=5),
    "a value out of range": lambda content: about(content, values={"delta": 9}),
    "townships that are none": lambda content: about(content, townships=["x"]),
    "a path that is none": lambda content: about(content, path=[1]),
    "a rule that is none": lambda content: about(content, rule=["separate"]),
    "another seed": lambda content: about(content, seed=-1),
    "a table of another version": lambda content: {"officers.npy": array(np.zeros(3))},
    "a table that claims eight terabytes": lambda content: {"calls.npy": claims_eight_terabytes()},
    "a table that is none": lambda content: {"calls.npy": b"rubbish"},
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_file_that_fits_its_checksum_and_is_no_county_is_refused(saved, tmp_path, other):
    content = members(saved)
    with pytest.raises(InputError):
        County.load(written(tmp_path, content | OTHERS[other](content)))


def test_a_county_that_cannot_be_written_leaves_the_old_file_whole_and_nothing_beside_it(saved, monkeypatch):
    before = saved.read_bytes()
    county = County.load(saved)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match=r"saved county: .*that can be written \(No space left on device\)"):
        county.save(saved)
    assert saved.read_bytes() == before
    assert [each.name for each in saved.parent.iterdir() if each.name.startswith(UNFINISHED)] == []


@pytest.mark.parametrize("what", ["/dev/null", ".", "nowhere/at all", "a\0", "x" * 300, "link"])
def test_a_county_is_saved_to_a_regular_file_or_not_at_all(saved, tmp_path, monkeypatch, what):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other").write_text("of somebody else")
    (tmp_path / "link").symlink_to("other")
    with pytest.raises(InputError, match=r"saved county: .*must be a file that can be written"):
        County.load(saved).save(what)
    assert (tmp_path / "other").read_text() == "of somebody else"
    assert (tmp_path / "link").is_symlink()
    assert {each.name for each in tmp_path.iterdir()} == {"other", "link"}


@pytest.mark.parametrize("what", ["/dev/zero", "nowhere", ".", "a\0", "x" * 300])
def test_what_is_no_file_is_no_saved_county(what):
    with pytest.raises(InputError, match="saved county"):
        County.load(what)
