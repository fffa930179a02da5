"""A county that was stopped goes on as one that never was, or says in a sentence that it cannot."""

import signal
from contextlib import suppress

import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.undivided import undivided

DAYS = 3


@pytest.fixture(autouse=True)
def usual_ctrl_c():
    """A library that another test imports may have put its own answer to Ctrl-C in place of Python's."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def case():
    return Scenario.preset("zigui-2004", people_per_agent=25, seed=3)


@pytest.fixture(scope="module")
def whole(case):
    return County(case).run_days(DAYS)


class Stopping(County):
    """A county whose step is stopped before or behind its own work, once."""

    def __init__(self, scenario, at, behind):
        self.at, self.behind, self.stopped = at, behind, False
        super().__init__(scenario)

    def step(self):
        if not self.behind:
            self._stop()
        super().step()
        if self.behind:
            self._stop()

    def _stop(self):
        if self.minute >= self.at and not self.stopped:
            self.stopped = True
            raise RuntimeError("a step of one's own")


def assert_goes_on(county, whole):
    assert county.time == county.minute == len(county.ticks()) < whole.minute
    county.run_days((whole.minute - county.minute) / 1440)
    assert county.time == county.minute == whole.minute == len(county.ticks())
    assert county.calls().equals(whole.calls(), null_equal=True)
    assert county.ticks().equals(whole.ticks())
    assert county.world_digest == whole.world_digest
    assert county.outcomes() == whole.outcomes()


@pytest.mark.parametrize("behind", [False, True], ids=["before its work", "behind its work"])
def test_an_error_in_a_step_of_ones_own_costs_nothing(case, whole, behind):
    county = Stopping(case, 1_440, behind)
    with pytest.raises(RuntimeError):
        county.run_days(DAYS)
    assert_goes_on(county, whole)


@pytest.mark.parametrize("part", ["_begin_day", "_advance"])
def test_a_first_ctrl_c_is_heard_when_the_step_is_whole(case, whole, monkeypatch, part):
    county = County(case)
    known, asked = getattr(County, part), []

    def interrupted(self, *given):
        if self.minute >= 1_440 and not asked:
            asked.append(signal.raise_signal(signal.SIGINT))
        known(self, *given)

    monkeypatch.setattr(County, part, interrupted)
    with pytest.raises(KeyboardInterrupt):
        county.run_days(DAYS)
    assert county.minute == 2_880
    assert_goes_on(county, whole)


def test_after_a_stop_a_step_is_one_minute(case):
    county = Stopping(case, 1_440, behind=True)
    with pytest.raises(RuntimeError):
        county.run_days(DAYS)
    county.step()
    assert county.minute == county.time == 1_441


def test_what_is_on_mesas_schedule_goes_on_too(case):
    county, seen = Stopping(case, 600, behind=True), []

    def note():
        seen.append(county.minute)

    for minute in (400, 700, 900):
        county.schedule_event(note, at=minute)
    with suppress(RuntimeError):
        county.run_for(800)
    county.run_for(1_000 - county.minute)
    assert seen == [400, 700, 900]


def test_an_error_of_something_else_on_the_schedule_costs_the_county_nothing(case, whole):
    county = County(case)

    def fails():
        raise RuntimeError("something else")

    county.schedule_event(fails, at=1_500)
    with pytest.raises(RuntimeError):
        county.run_days(DAYS)
    assert_goes_on(county, whole)


def test_what_was_broken_off_in_the_middle_says_so_on_every_door(case, monkeypatch, tmp_path):
    county = County(case).run_days(0.5)

    def fails(*_):
        raise MemoryError

    monkeypatch.setattr(County, "_minutes", staticmethod(fails))
    with pytest.raises(MemoryError):
        county.run_days(1)
    monkeypatch.undo()
    doors = (
        lambda: county.run_days(1), county.step, county.outcomes, county.calls, county.ticks,
        county.officers, county.townships, county.copied, lambda: county.save(tmp_path / "county"),
    )  # fmt: skip
    for door in doors:
        with pytest.raises(InputError, match="broken off in the middle of its work"):
            door()


def test_a_second_ctrl_c_is_heard_at_once():
    done = []

    def asked_twice():
        with undivided():
            for time in (1, 2):
                signal.raise_signal(signal.SIGINT)
                done.append(time)

    with pytest.raises(KeyboardInterrupt):
        asked_twice()
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
