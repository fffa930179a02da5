"""`jiaosuo study`: a page, its numbers and its pictures, the same for any number of workers."""

import json

import pytest

LITTLE = """
title = "A little place"
[set]
people_per_agent = 25
population = 20_000
area_km2 = 64
townships = 2
squadrons = 1
trunk_km = 5
county_km = 10
village_km = 30
urbanization = 0.2
surveyed_urbanization = 0.2
officers_traffic = 8
officers_station = 16
auxiliaries = 4
"""


@pytest.fixture
def place(tmp_path):
    file = tmp_path / "little.toml"
    file.write_text(LITTLE)
    return file


@pytest.mark.ci
def test_a_quick_look_writes_page_and_numbers_the_same_for_any_number_of_workers(jiaosuo, place, tmp_path):
    texts = []
    for jobs in (1, 2):
        page = tmp_path / str(jobs) / "patterns.md"
        words = ("study", "patterns", place, "--quick", "--jobs", jobs, "--out", page, "--json")
        code, out, err = jiaosuo(*words)
        assert (code, err) == (0, f"jiaosuo: page in {page}\n")
        assert json.loads(out) == json.loads(page.with_suffix(".json").read_text())
        texts.append((page.read_text(), out))
    assert texts[0] == texts[1]
    assert f"jiaosuo study patterns {place} --quick" in texts[0][0]


def test_the_calibration_holds_places_beside_bands_and_a_path_in_its_first_year(jiaosuo, place, tmp_path):
    page = tmp_path / "calibration.md"
    words = (
        "study",
        "calibration",
        place,
        "fujian-2002-2015",
        "--quick",
        "--jobs",
        1,
        "--out",
        page,
        "--json",
    )
    code, out, err = jiaosuo(*words)
    assert (code, err) == (0, f"jiaosuo: page in {page}\n")
    document = json.loads(out)
    assert [each["name"] for each in document["places"]] == ["little", "fujian-2002-2015 in 2002"]
    assert document["failures"] == []
    for each in document["places"]:
        load = each["figures"]["load_urban"]
        low, high = load["band"]
        assert load["fits"] == (low <= load["mean"] <= high)
    assert "fujian-2002-2015 in 2002" in page.read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("study", "pattern"), "did you mean patterns"),
        (("study", "patterns", "nowhere"), "preset: 'nowhere'"),
        (("study", "patterns", "zigui-2004", "zigui-2004", "--quick"), "each place once"),
        (("study", "patterns", "zigui-2004", "--out", "page.html"), "ending in .md"),
        (("study", "patterns", "zigui-2004", "--jobs", "-1"), "jobs"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(jiaosuo, words, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = jiaosuo(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.ci
def test_a_study_takes_options_of_its_own_and_takes_up_where_it_was(jiaosuo, place, tmp_path):
    texts = []
    for turn in (1, 2):
        page = tmp_path / str(turn) / "why.md"
        words = ("study", "why", place, "--quick", "--to", "stationed", "--outcomes", "response_mean")
        code, out, err = jiaosuo(
            *words, "--days", "0.5", "--keep", tmp_path / "kept", "--jobs", 1, "--out", page
        )
        assert (code, err) == (0, f"jiaosuo: page in {page}\n")
        assert "far too few worlds" in out
        texts.append(page.read_text())
        kept = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "kept").iterdir()}
        if turn == 1:
            before = kept
        picture = page.parent / "pictures" / "why-little-separate-stationed.svg"
        assert picture.exists()
        assert picture.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert kept == before
    assert texts[0] == texts[1]
    assert "--to stationed --outcomes response_mean --days 0.5" in texts[0]
