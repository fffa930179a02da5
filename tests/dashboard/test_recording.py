"""A recording says what the county did: officers, calls, posts, minutes, outcomes, against its own tables."""

from itertools import pairwise

import numpy as np
import pytest

from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.playback.recording import Reference, flow_levels, ids, record, result, scene
from jiaosuo.dashboard.playback.recording_header import recording_header
from jiaosuo.dashboard.playback.trajectories import legs, still_needed
from jiaosuo.model import OUTCOMES, RULES, County, Scenario
from jiaosuo.model.core.terms import NOBODY, Duty
from jiaosuo.model.recorder import WHO_CAME
from tests.functional.test_study import LITTLE

CHUNK, DAY = 120, 1_440
LAKE = """
[[water]]
name = "Mirror"
name_zh = "镜湖"
rings = [[[1, 2], [6, 2], [6, 7], [1, 7]], [[3, 4], [4, 4], [4, 5]]]
"""
BUSY = {"people_per_agent": 25, "dispute_rate_rural": 60, "vehicles_per_1000": 250}


def county(rule="integrated", **more):
    return County(Scenario.preset("zigui-2004", rule=rule, seed=3, **(BUSY | more)), log=True)


@pytest.fixture(scope="module")
def recorded():
    """A day recorded: (county at its end, scenes, results), each read back."""
    one, reference, scenes, results = county(), Reference(), [], []
    for end in range(CHUNK, DAY + 1, CHUNK):
        recording = record(one, end)
        scenes.append(unpack(scene(recording)))
        results.append(unpack(result(recording, reference)))
    return one, scenes, results


def test_being_recorded_changes_nothing(recorded):
    plain = county().run_days(1)
    # who came is read off the log, of which a recording keeps what it still needs
    assert plain.calls().drop(WHO_CAME).equals(recorded[0].calls().drop(WHO_CAME), null_equal=True)
    assert plain.ticks().equals(recorded[0].ticks())
    assert plain.world_digest == recorded[0].world_digest


def where(found, officer, t):
    """(cell0, cell1, share of the way, duty) of an officer by the legs; None: off duty at home."""
    rows = found[(found["officer"] == officer) & (found["t0"] <= t + 1e-9) & (found["t1"] > t + 1e-9)]
    assert len(rows) <= 1
    if not len(rows):
        return None
    leg = rows[0]
    share = leg["start"] + (leg["upto"] - leg["start"]) * (t - leg["t0"]) / (leg["t1"] - leg["t0"])
    return int(leg["cell0"]), int(leg["cell1"]), float(share), Duty(int(leg["duty"]))


def test_legs_say_where_every_officer_is_at_every_look():
    """Against the officers' own rows, at looks that are no ends of chunks."""
    watched, moving = county(), 0
    looks = []
    for end in range(CHUNK, DAY + 1, CHUNK):
        for _ in range(8):
            watched.run_days(15 / DAY)
            looks.append((watched.minute, watched.force.columns.copy()))
        found = legs(watched.dispatch.log, end - CHUNK, end)
        for minute, officers in looks[:-1]:
            for row in np.flatnonzero(officers["duty"] != Duty.OFF):
                me, seen = (
                    officers[row],
                    where(found, row, minute - 1e-6),
                )  # what falls due now is still to come
                assert seen is not None
                assert seen[3] == me["duty"]
                if minute > me["arrives"]:
                    assert seen[0] == seen[1] == me["cell"]
                elif minute > me["leaves"] and me["from_cell"] != me["cell"]:
                    share = (minute - me["leaves"]) / (me["arrives"] - me["leaves"])
                    assert seen[:2] == (me["from_cell"], me["cell"])
                    assert seen[2] == pytest.approx(share, abs=1e-4)
                    moving += 1
        looks = []
    assert moving > 200


def test_nobody_jumps_between_legs_on_the_way():
    """Where one leg of a drive ends the next begins, whoever is sent elsewhere half-way included."""
    run = county(on_duty_share=0.12).run_days(2)
    found, turned = legs(run.dispatch.log, 0, 2 * DAY), 0
    x, y = run.land.cells["x_km"], run.land.cells["y_km"]

    def spot(leg, share):
        a, b = leg["cell0"], leg["cell1"]
        return x[a] + share * (x[b] - x[a]), y[a] + share * (y[b] - y[a])

    for before, after in pairwise(found):
        follows = before["officer"] == after["officer"] and abs(before["t1"] - after["t0"]) < 0.01
        if follows and before["duty"] != Duty.OFF:
            apart = np.hypot(*np.subtract(spot(before, before["upto"]), spot(after, after["start"])))
            assert apart < 0.2
            turned += before["upto"] < 0.99 and before["cell0"] != before["cell1"]
    assert turned > 0


def test_a_shortened_log_gives_the_same_legs(recorded):
    whole = county()
    whole.run_days(1)
    expected = legs(whole.dispatch.log, DAY - CHUNK, DAY)
    short = whole.dispatch.log[whole.dispatch.log["time"] < DAY - CHUNK]
    late = whole.dispatch.log[whole.dispatch.log["time"] >= DAY - CHUNK]
    assert len(short[still_needed(short)]) < 0.5 * len(short)
    assert (legs(np.concatenate([short[still_needed(short)], late]), DAY - CHUNK, DAY) == expected).all()
    told = recorded[1][-1][1]["legs"]
    np.testing.assert_array_equal(told["officer"], expected["officer"])
    np.testing.assert_allclose(told["t0"], expected["t0"], atol=0.006)


def test_every_call_that_was_made_is_recorded_with_its_end(recorded):
    run, scenes, results = recorded
    calls = run.dispatch.calls
    made = calls[(calls["reported"] | calls["on_patrol"]) & (calls["arose"] < DAY)]
    seen, ends = {}, {}
    for (_, tables), (_, told) in zip(scenes, results, strict=True):
        assert (tables["calls"]["id"] == told["ends"]["id"]).all()
        for row, call in enumerate(tables["calls"]["id"]):
            seen[call] = {name: column[row] for name, column in tables["calls"].items()}
            ends[call] = {name: column[row] for name, column in told["ends"].items()}
    assert len(made) > 80
    assert set(seen) == set(ids(made))
    assert len(set(ids(calls))) == len(calls)
    for call, key in zip(made, ids(made), strict=True):
        told, end = seen[key], ends[key]
        assert (told["kind"], told["cell"], told["priority"]) == (
            call["kind"],
            call["cell"],
            call["priority"],
        )
        assert told["arose"] == pytest.approx(call["arose"], abs=0.006)
        for name in ("dispatched", "first_there", "closed"):
            when = np.nan if call[name] > DAY else call[name]
            assert end[name] == pytest.approx(when, abs=0.006, nan_ok=True)
        assert end["state"] == call["state"]


def test_every_officers_own_skill_is_told_as_it_is_when_the_stretch_begins(recorded):
    """Against the officers' table of a county that nobody records."""
    plain, scenes, learned = county(), recorded[1], 0
    for header, tables in scenes:
        plain.run_days((header["from"] + 1 - plain.minute) / DAY)
        own = plain.officers()
        for domain in ("traffic", "order", "service"):
            told = tables["officers"][f"skill_{domain}"]
            np.testing.assert_allclose(told, own[f"skill_{domain}"], atol=0.0051)
            learned += (np.abs(told - scenes[0][1]["officers"][f"skill_{domain}"]) > 0.006).sum()
    assert learned > 50
    first = scenes[0][1]["officers"]
    kinds = set(zip(first["corps"].tolist(), first["skill_traffic"].tolist(), strict=True))
    assert len(kinds) > len(set(first["corps"].tolist())), "officers differ within a corps"


def test_minutes_are_those_of_the_recorder(recorded):
    run, scenes, _ = recorded
    ticks = run.recorder.rows()
    for name in ("waiting", "open"):
        told = np.concatenate([tables["ticks"][name] for _, tables in scenes])
        np.testing.assert_array_equal(told, ticks[name])
    beat = np.concatenate([tables["ticks"]["officers_beat"] for _, tables in scenes])
    np.testing.assert_array_equal(beat, ticks["officers"][:, Duty.BEAT])


def test_posts_are_staffed_as_long_as_the_county_says(recorded):
    run, scenes, _ = recorded
    told = sum((tables["posts"]["t1"] - tables["posts"]["t0"]).sum() for _, tables in scenes)
    booked = run.evidence().posts["staffed_minutes"].sum()
    assert booked > 60
    assert told == pytest.approx(booked, rel=0.01)


def test_outcomes_so_far_are_the_countys_own(recorded):
    run, _, results = recorded
    last = results[-1][0]
    own = run.outcomes()
    assert set(last["running"]) == set(OUTCOMES)
    assert {name: tuple(value) for name, value in last["running"].items()} == own
    assert last["delay"] == pytest.approx(own["delay_caused"][0], abs=1e-9)


def test_before_the_warm_up_is_over_a_recording_says_that_nothing_is_observed():
    case = Scenario.preset("county-town", seed=3, people_per_agent=25, population=40_000, warmup_days=1)
    county, reference = County(case, log=True), Reference()
    early, _ = unpack(result(record(county, 120), reference))
    assert set(early["running"]) == set(OUTCOMES)
    assert all(each == [None, 0] for each in early["running"].values())
    late, _ = unpack(result(record(county, 2_000), reference))
    assert late["running"]["response_mean"][1] > 0


def test_a_reference_that_goes_on_is_one_that_begins_anew(recorded):
    run, _, results = recorded
    assert results[-1][0]["vehicle_hours"]["undisturbed"] == pytest.approx(run.undisturbed_hours(), abs=1e-9)


def test_roads_are_told_every_quarter_of_an_hour(recorded):
    run, scenes, _ = recorded
    flows = np.concatenate([tables["links"]["flow"] for _, tables in scenes])
    assert flows.shape == (DAY // 15, len(run.land.links))
    assert flows.max() > 50
    for _, tables in scenes:
        assert ((tables["links"]["speed"] >= 0) & (tables["links"]["speed"] <= 1)).all()


def test_a_level_of_flow_is_within_a_fifth_of_the_flow():
    levels = np.array(flow_levels(900.0))
    flows = np.arange(3, 900)
    nearest = levels[np.abs(flows[:, None] - levels).argmin(axis=1)]
    assert (np.abs(nearest / flows - 1) < 0.21).all()


def test_the_head_tells_the_land_and_the_rule_of_every_township():
    mapped = County(Scenario.preset("zigui-2004", rule="zigui-2004", people_per_agent=25), log=True).run_days(
        0.01
    )
    header, tables = unpack(recording_header(mapped))
    assert header["grid"]["width"] * header["grid"]["height"] >= len(mapped.land.cells)
    assert len(set(zip(tables["cells"]["x"], tables["cells"]["y"], strict=True))) == len(mapped.land.cells)
    rules = {each["name"]: each["rule"] for each in header["townships"]}
    assert rules["Maoping"] == "separate"
    assert set(rules.values()) == {"separate", "integrated"}
    np.testing.assert_array_equal(tables["officers"]["corps"], mapped.force.columns["corps"])
    assert (tables["links"]["tail"] == mapped.land.links["tail"]).all()
    assert {"off", "to_call", "on_scene"} <= set(header["duties"])
    yangtze = header["rivers"][0]
    seat = header["townships"][0]["seat"]
    x, y = tables["cells"]["x"][seat], tables["cells"]["y"][seat]
    assert min(np.hypot(px - x, py - y) for px, py in yangtze["points"]) < 5, "in cells, past the county seat"


def test_areas_of_water_are_in_cells_with_their_islands(tmp_path):
    (tmp_path / "lake.toml").write_text("drawing_toml = true\n" + LITTLE, encoding="utf-8")
    (tmp_path / "drawing.toml").write_text(LAKE, encoding="utf-8")
    place = County(Scenario.read(tmp_path / "lake.toml"))
    header, _ = unpack(recording_header(place))
    (lake,) = header["waters"]
    west, south = (float(place.land.cells[axis].min()) for axis in ("x_km", "y_km"))
    assert (lake["name"], lake["title_zh"], len(lake["rings"])) == ("Mirror", "镜湖", 2)
    assert lake["rings"][1][0] == pytest.approx([3 - west, 4 - south])  # cells of a kilometre


def test_scenes_and_results_know_no_rules_name(recorded):
    _, scenes, results = recorded
    for header, _ in [*scenes, *results]:
        words = set(_words(header))
        assert not words & set(RULES)


def _words(said):
    if isinstance(said, dict):
        for name, value in said.items():
            yield name
            yield from _words(value)
    elif isinstance(said, list):
        for value in said:
            yield from _words(value)
    elif isinstance(said, str):
        yield said


def test_a_week_of_two_worlds_fits_into_five_megabytes(recorded):
    """From one day of a busy county; the benchmark measures whole weeks."""
    import gzip

    one, reference, size = county(people_per_agent=10), Reference(), 0
    size += len(gzip.compress(recording_header(one.run_days(1 / DAY)), 2))
    for end in range(CHUNK, DAY + 1, CHUNK):
        recording = record(one, end)
        size += len(gzip.compress(scene(recording), 2)) + len(gzip.compress(result(recording, reference), 2))
    assert 2 * 7 * size < 5_000_000


def test_who_has_left_is_told_as_not_serving():
    run = county(people_per_agent=25)
    run.run_days(0.25)
    smaller = run.scenario.changed(timeline=[{"day": 0.25, "set": {"officers_station": 40}}])
    run.turn_to(smaller)
    _, tables = unpack(scene(record(run, 480)))
    serving = tables["officers"]["serving"]
    assert serving.sum() == (run.force.columns["establishment_post"] != NOBODY).sum() < len(serving)
