"""Case files that a run begins with: drawn from the place's demand, worked off as in a run, none lost."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from jiaosuo.model import KINDS, County, Scenario
from jiaosuo.model.core.columns import table
from jiaosuo.model.core.terms import NOBODY, Domain, EventKind
from jiaosuo.model.evidence import _files_since
from jiaosuo.model.files_before import files_before, rostered, worked_off
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.kernels.base.tables import FILE_FIELDS
from jiaosuo.model.kernels.officers.roster import people_on_shift
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from jiaosuo.model.timeline import FIXED_IN_A_RUN

NOT_WORKED_AT = {"files_from": 23, "files_until": 23}
"""Hours of files that never come: nothing of a file is ever done."""


def begun(rule="separate", place="county-town", seed=3, **values):
    """Files, force and scenario on the first midnight."""
    scenario = Scenario.preset(place, rule=rule, seed=seed, people_per_agent=25, **values)
    land, key = landscape(scenario), int(seed_key(seed))
    made = force(scenario, land, key)
    return files_before(made, scenario, land, key), made, scenario


def files_of(*rows):
    """Files of one owner: (opened, due, minutes)."""
    files = table(FILE_FIELDS, len(rows))
    files["opened"], files["due"], files["minutes"] = np.array(rows, float).T
    return files


@pytest.mark.parametrize(
    ("pace", "left"),
    [
        # A for 10 minutes, B for 30, as it is due before, A for 20; then C for the whole second window.
        (1.0, [100 - 10 - 20, 0, 50 - 40]),
        (0.5, [100 - 5, 30 - 25, 50 - 20]),
        (10.0, [0, 0, 0]),
    ],
)
def test_the_nearest_deadline_is_worked_at_first_and_in_the_windows_alone(pace, left):
    files = files_of((-1_000, 500, 100), (-990, 400, 30), (-500, 300, 50))
    windows = iter([(-1_000.0, -940.0), (-500.0, -460.0)])
    np.testing.assert_allclose(worked_off(files, windows, pace), left, atol=1e-6)


def test_nothing_is_done_at_a_file_before_it_is_opened():
    files = files_of((-50, 500, 100))
    assert worked_off(files, iter([(-100.0, -20.0)]), 1.0).tolist() == [70]


def test_the_rota_of_the_days_before_is_the_rota_of_the_run():
    """For shifts of the run the same people as the kernel has; before it as many."""
    _, made, scenario = begun(place="zigui-2004", files_before=0)
    on_duty, me = rostered(made, scenario, range(-90, 90)), made.columns
    weights = np.array([scenario[f"{name}_weight"] for name in ("night", "day", "evening")])
    weights = tuple((weights / weights.mean()).tolist())
    for row in range(0, len(me), 7):
        it = me[row]
        for shift in range(90):
            due, first = people_on_shift(
                int(it["group_size"]), scenario["on_duty_share"], weights, float(it["phase"]), shift
            )
            expected = (it["group_rank"] - first) % it["group_size"] < due
            assert on_duty[row, 90 + shift] == expected, (row, shift)
    assert on_duty[:, :90].mean() == pytest.approx(on_duty[:, 90:].mean(), rel=0.02)


def test_without_work_all_files_of_the_days_before_are_open_and_as_many_as_expected():
    days = 90
    files, made, scenario = begun(files_before=days, **NOT_WORKED_AT)
    expected = made.start.now.files.sum(axis=1) * days
    counts = np.bincount(files["kind"], minlength=len(KINDS))
    assert (np.abs(counts - expected) <= 4 * np.sqrt(expected)).all()
    assert counts[expected == 0].sum() == 0
    assert (files["minutes_left"] == files["minutes"]).all()
    assert (files["opened"] < 0).all()
    assert (files["opened"] >= -days * 1_440).all()
    np.testing.assert_array_equal(files["late"], files["due"] <= 0)
    for row, name in enumerate(KINDS):
        mean, own = 60 * scenario[f"{name}_file_hours"], files["minutes"][files["kind"] == row]
        if len(own) > 20:
            assert abs(own.mean() - mean) < 4 * scenario["file_cv"] * mean / math.sqrt(len(own))


def test_the_demand_is_the_same_under_every_rule_and_more_days_move_no_file():
    one, other = (begun(rule, files_before=40, **NOT_WORKED_AT)[0] for rule in ("separate", "integrated"))
    more = begun(files_before=80, **NOT_WORKED_AT)[0]
    assert len(one) == len(other) > 200
    for name in ("kind", "minutes"):
        np.testing.assert_array_equal(one[name], other[name])
    for name in ("opened", "due"):
        np.testing.assert_allclose(one[name], other[name], rtol=1e-6)
    late = more["opened"] >= -40 * 1_440
    for name in ("kind", "minutes", "opened", "township"):
        np.testing.assert_array_equal(more[name][late], one[name])


def test_files_are_in_the_hands_of_who_may_close_such_calls_and_was_on_duty_then():
    files, made, scenario = begun(files_before=30, **NOT_WORKED_AT)
    on_duty = rostered(made, scenario, range(-90, 0))
    shift = np.floor(files["opened"] / 480).astype(int)
    expected = made.start.now.files[files["kind"], files["owner"]]
    assert (expected > 0).all()
    assert on_duty[files["owner"], shift].mean() > 0.97, "nobody who may is on duty in some nights"
    assert made.serves[files["owner"], files["township"]].mean() > 0.97


@pytest.mark.parametrize("off", [{"files_before": 0}, {f"{kind}_file_share": 0 for kind in KINDS}])
def test_a_run_can_begin_without_any(off):
    assert len(begun(**off)[0]) == 0
    county = County(Scenario.preset("county-town", people_per_agent=25, **off))
    assert not len(county.dispatch.used("files"))
    assert (county.force.columns["first_file"] == NOBODY).all()


def test_days_enough_have_passed_when_more_change_little():
    """The level is found: what 30 days leave is what 120 leave, but for some file out of hundreds."""
    for rule in ("separate", "integrated"):
        short, long = (begun(rule, files_before=days, call_volume=2)[0] for days in (30, 120))
        assert len(short) > 15
        assert short["minutes_left"].sum() == pytest.approx(long["minutes_left"].sum(), rel=0.05)


def test_a_county_begins_with_them_in_the_lists_of_their_owners_and_with_their_deadlines():
    county = County(Scenario.preset("county-town", rule="integrated", people_per_agent=25, seed=3))
    tables, files = county.dispatch.tables, county.dispatch.used("files")
    assert len(files) > 5
    listed = []
    for officer, me in enumerate(tables.officers):
        row, before = int(me["first_file"]), -np.inf
        while row != NOBODY:
            assert files["owner"][row] == officer
            assert files["due"][row] >= before
            listed.append(row)
            before, row = files["due"][row], int(files["next"][row])
    assert sorted(listed) == list(range(len(files)))
    owed = np.bincount(files["owner"], files["minutes_left"], len(tables.officers))
    np.testing.assert_allclose(tables.officers["files_due"], owed)
    events = tables.events[: tables.clock["events"][0]]
    due = events[events["kind"] == EventKind.FILE_LATE]
    assert sorted(due["subject"].tolist()) == np.flatnonzero(files["due"] > 0).tolist()
    assert (files["domain"] != Domain.SERVICE).any()
    assert (files["call"] == NOBODY).all()


def test_after_a_warm_up_what_is_in_hand_then_is_what_the_days_before_have_left():
    files = table(FILE_FIELDS, 4)
    files["call"], files["opened"] = [NOBODY, 1, 3, 7], [-200, 100, 900, 1_500]
    files["closed"], files["due"] = [500, np.nan, 1_200, np.nan], 2_000
    earlier = SimpleNamespace(end=1_000.0, calls=range(5))
    left = _files_since(earlier, SimpleNamespace(files=files))
    assert left["call"].tolist() == [NOBODY, NOBODY, 2]
    assert left["opened"].tolist() == [-900, -100, 500]
    assert left["due"].tolist() == [1_000] * 3
    np.testing.assert_array_equal(left["closed"], [np.nan, 200, np.nan])


def test_they_are_named_among_what_no_timeline_may_change():
    assert "files_before" in FIXED_IN_A_RUN
