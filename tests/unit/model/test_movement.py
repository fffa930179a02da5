"""An officer turned twice on the way is where the first turn left them."""

import pytest

from tests.twins.worlds import world


@pytest.mark.parametrize(
    ("first", "second", "minutes"), [(0, 1, 12 + 10), (5, 4, 18 + 10)], ids=["turned back", "sent on"]
)
def test_a_second_order_finds_the_officer_where_the_first_left_them(first, second, minutes):
    """Of 30 minutes from cell 0 to 3, 12 are driven when the officer is sent elsewhere, twice at once."""
    from jiaosuo.model.kernels.officers.movement import minutes_to, set_off

    w = world()
    w.clock["now"] = 708.0
    set_off(w, 0, 3)
    w.clock["now"] = 720.0
    set_off(w, 0, first)
    assert minutes_to(w, 0, second) == minutes
