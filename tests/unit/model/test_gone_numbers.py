"""A number of an earlier version is refused with what has taken its place, by whatever door it comes."""

import pytest

from jiaosuo.dashboard.choice.comparison import Comparison, from_json
from jiaosuo.dashboard.choice.levers import check_move
from jiaosuo.experiments.places.check import check_place, in_short
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.gone import GONE
from jiaosuo.model.core.refusals import known
from jiaosuo.model.scenario import Scenario, all_parameters

GROWS = (
    "[path]\nfirst_year = 2020\nlast_year = 2021\ndays_per_year = 1\n[path.set]\navailability = [0.5, 0.6]\n"
)


def by_name():
    Scenario.preset("county-town", availability=0.5)


def on_a_timeline():
    Scenario.preset("county-town", timeline=[{"day": 1, "set": {"availability": 0.5}}])


def in_an_address():
    from_json({"place": "county-town", "left": {"values": {"availability": 0.5}}})


def in_an_event():
    event = {"minute": 5, "values": {"availability": 0.5}}
    from_json({"place": "county-town", "right": {"events": [event]}})


def by_a_slider():
    check_move(Comparison("county-town"), "availability", 0.5, 0)


@pytest.mark.parametrize("door", [by_name, on_a_timeline, in_an_address, in_an_event, by_a_slider])
def test_a_number_of_before_is_refused_with_what_to_use(door):
    with pytest.raises(InputError, match=r"availability.*use other_work"):
        door()


@pytest.mark.parametrize("said", ["[set]\navailability = 0.6\n", "[set]\navailability = true\n", GROWS])
def test_so_is_one_that_somebody_chose_in_a_file(tmp_path, said):
    (tmp_path / "mine.toml").write_text('title = "Mine"\n' + said, encoding="utf-8")
    with pytest.raises(InputError, match=r"availability.*use other_work"):
        Scenario.read(tmp_path / "mine.toml")


@pytest.mark.parametrize("name", GONE)
def test_what_takes_its_place_is_there_and_said_in_both_languages(name):
    gone = GONE[name]
    assert gone.instead in all_parameters()
    assert name not in all_parameters()
    assert gone.instead in gone.advice
    assert known(gone.advice)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "other_work has taken its place"), ("zh", "other_work 取代")]
)
def test_a_file_that_an_earlier_version_wrote_is_read_and_says_what_means_nothing_now(
    tmp_path, language, words
):
    file = tmp_path / "mine.toml"
    file.write_text("[set]\navailability = 0.5\nbusiness_yields_to = 2\ndelta = 0.6\n", encoding="utf-8")
    found = Scenario.read(file)
    (tmp_path / "plain.toml").write_text("[set]\ndelta = 0.6\n", encoding="utf-8")
    assert found.values == Scenario.read(tmp_path / "plain.toml").values
    assert found.about.unchosen == ("availability", "business_yields_to")
    told = in_short(check_place(open_place(str(file)), language), language)
    assert sum("availability = 0.5" in each and words in each for each in told) == 1
    assert sum("business_yields_to = 2" in each for each in told) == 1


def test_where_nothing_of_it_is_known_the_names_are_given():
    assert "known: delta" in str(unknown("lever", "availability", ["delta"]))
