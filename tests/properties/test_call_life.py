"""The life of a call, whatever happens to its county: no end is undone, no time rewritten, nothing lost."""

import itertools

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.terms import NOBODY, CallState, Duty
from jiaosuo.model.timeline import Entry
from tests.laws.bench import SCARCE

ENDS = (CallState.CLEARED, CallState.CLEARED_AFTER_ESCALATION, CallState.GAVE_UP, CallState.UNREPORTED)
TIMES = ("arose", "known", "first_there", "crew_there", "closed")
SCENARIO = Scenario.preset("county-town", "separate", seed=5, **(SCARCE | {"officers_station": 60}))
CHANGES = st.sampled_from(
    [
        {"rule": "integrated"},
        {"rule": "station_led"},
        {"rule": "separate"},
        {"staffing": "historic"},
        {"set": {"officers_station": 30}},
        {"set": {"officers_station": 120, "officers_traffic": 4}},
        {"set": {"on_duty_share": 0.05}},
        {"set": {"delta": 1.2}},
    ]
)


class CallLife(RuleBasedStateMachine):
    """A county that runs, changes its rule and its force, and is saved to a file and loaded again."""

    @initialize()
    def begin(self):
        self.county = County(SCENARIO)
        self.before = self.county.dispatch.calls.copy()

    @rule(minutes=st.integers(1, 300))
    def advance(self, minutes):
        self.county.run_days(minutes / 1_440)

    @rule(change=CHANGES, ahead=st.integers(0, 90))
    def change(self, change, ahead):
        case = self.county.scenario
        last = case.timeline[-1].minute if case.timeline else 0
        minute = max(last, self.county.minute + ahead)
        said = [*case.timeline, {"day": minute / 1_440, **change}]
        self.county.turn_to(case.changed(timeline=said))
        assert all(isinstance(each, Entry) for each in self.county.scenario.timeline)

    @rule()
    def save_and_load(self):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            self.county.save(Path(folder) / "county")
            other = County.load(Path(folder) / "county")
        assert other.world_digest == self.county.world_digest
        assert digest(other.dispatch.calls) == digest(self.county.dispatch.calls)
        self.county = other

    @invariant()
    def no_call_is_lost_and_no_end_is_undone(self):
        calls, before = self.county.dispatch.calls, self.before
        assert len(calls) >= len(before)
        known = calls[: len(before)]
        assert (known["key"] == before["key"]).all()
        assert len(set(calls["key"].tolist())) == len(calls)
        ended = np.isin(before["state"], ENDS)
        assert same(known[ended], before[ended])
        for time in ("arose", "known", "first_there", "finisher_there", "closed"):
            there = ~np.isnan(before[time])
            assert (known[time][there] == before[time][there]).all(), time
        self.before = calls.copy()

    @invariant()
    def times_are_in_order_and_a_call_is_closed_if_and_only_if_it_has_an_end(self):
        calls = self.county.dispatch.calls
        for earlier, later in itertools.pairwise(TIMES):
            both = ~np.isnan(calls[earlier]) & ~np.isnan(calls[later])
            if later != "closed" or earlier != "crew_there":
                assert (calls[earlier][both] <= calls[later][both] + 1e-9).all(), f"{earlier} after {later}"
        finisher = ~np.isnan(calls["finisher_there"])
        assert (calls["finisher_there"][finisher] >= calls["first_there"][finisher]).all()
        assert (finisher | calls["is_complex"] | np.isnan(calls["first_there"])).all()
        closed = np.isin(calls["state"], ENDS)
        assert (~np.isnan(calls["closed"]) == closed).all()
        assert (calls["arose"] <= self.county.minute).all()

    @invariant()
    def who_is_on_the_way_or_there_is_so_for_a_call_that_is_open(self):
        calls, officers = self.county.dispatch.calls, self.county.dispatch.tables.officers
        out = officers[np.isin(officers["duty"], [Duty.TO_CALL, Duty.ON_SCENE])]
        out = out[out["call"] != NOBODY]
        open_ = ~np.isin(calls["state"][out["call"]], [CallState.GAVE_UP, CallState.UNREPORTED])
        assert open_.all()


def same(one, other):
    """Whether rows are equal, a missing time being equal to a missing time."""
    return all(
        np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in SETTLED
    )


SETTLED = ("state", "closed", "arose", "known", "dispatched", "first_there", "lead")
"""What of a call is settled once it has ended; its lanes and its caller's judgement may come later."""


TestCallLife = CallLife.TestCase
TestCallLife.settings = settings(max_examples=4, stateful_step_count=8, deadline=None)
