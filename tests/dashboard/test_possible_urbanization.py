"""The slider of urbanization ends where the land of the place does."""

import pytest

from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.levers import check_move, sliders
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.places import POSSIBLE_URBANIZATION
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import preset_names


@pytest.mark.parametrize("place", preset_names())
def test_what_the_page_has_written_down_is_what_the_land_says(place):
    assert POSSIBLE_URBANIZATION.get(place, (0.05, 0.95)) == urbanization_of(Scenario.preset(place).start)


def test_the_slider_goes_as_far_as_the_land():
    (slider,) = sliders("city-district", ({}, {}), "en", {}, ["urbanization"])
    assert (slider.low, slider.high) == (0.79, 0.95)
    assert "From 79 to 95 %" in slider.help


def test_a_move_beyond_the_land_is_refused():
    with pytest.raises(InputError, match=r"urbanization: 0\.5 .* from 0\.79 to 0\.95"):
        check_move(Comparison("city-district"), "urbanization", 0.5, 0)


def test_a_place_opens_with_its_own_staffing():
    zigui, county = (opening(place).comparison for place in ("zigui-2004", "county-town"))
    assert (zigui.left.staffing, zigui.right.staffing) == ("historic", "historic")
    assert (county.left.staffing, county.right.staffing) == ("workload", "workload")
