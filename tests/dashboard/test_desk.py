"""The desk with a real crew: pictures come, levers leave the past alone, a killed worker is replaced."""

import gzip
import os
import signal
import time

import pytest

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.jobs.broker import LONGEST_WAIT, TheDesk
from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.results.export_calls import calls_file, calls_frame
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES

LONG = 90.0
"""Seconds after which a test gives up: far more than it takes, for a machine that is busy."""


def demand(seed=4, events=(), days=0.5, place="county-town", **right):
    side = {"rule": "separate", "events": list(events)}
    said = {"place": place, "seed": seed, "days": days, "people_per_agent": 25}
    return from_json(said | {"left": side, "right": {"rule": "integrated", "events": list(events)} | right})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tapes")


@pytest.fixture(scope="module")
def desk(folder):
    desk = TheDesk(Store(folder), workers=1).start()
    yield desk
    desk.close()


def until(found, seconds=LONG):
    """What `found` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come")


def content(desk, url, person="ann", at=None):
    """The bytes of a resource, once they are there."""

    def found():
        answer = desk.fetch(url.rsplit("/", 1)[-1], person, at)
        assert answer.status in (200, 202), answer.said
        return answer.content

    return until(found)


def whole(desk, plan, person="ann"):
    """Every resource of a plan by world, kind and chunk."""
    return {
        (side, kind, number): content(desk, chunk[kind], person)
        for side in ("left", "right")
        for number, chunk in enumerate(plan[side]["chunks"])
        for kind in ("scene", "result")
    }


@pytest.fixture(scope="module")
def first(desk):
    """A plan and all that it gave."""
    plan = desk.plan(demand(), "ann")
    return plan, whole(desk, plan)


def test_a_plan_is_given_at_once_and_all_of_it_comes(first):
    plan, found = first
    assert (plan["minutes"], plan["chunk_minutes"]) == (720, 120)
    assert [(each["from"], each["to"]) for each in plan["left"]["chunks"]][-1] == (600, 720)
    assert len(found) == 24

    header, tables = unpack(gzip.decompress(found["left", "scene", 5]))
    assert (header["from"], header["to"]) == (600, 720)
    assert len(tables["legs"]["officer"]) > 50
    result, _ = unpack(gzip.decompress(found["right", "result", 5]))
    assert set(result["running"]) == set(OUTCOMES)


def test_a_lever_in_mid_play_leaves_earlier_pictures_as_they_are(desk, first):
    plan, found = first
    moved = desk.plan(demand(events=[{"minute": 400, "values": {"availability": 0.4}}]), "ann", at=3)
    for side in ("left", "right"):
        before, after = plan[side]["chunks"], moved[side]["chunks"]
        assert [each["scene"] for each in before[:3]] == [each["scene"] for each in after[:3]]
        assert not {each["scene"] for each in before[3:]} & {each["scene"] for each in after[3:]}
    changed = content(desk, moved["left"]["chunks"][3]["scene"], at=3)
    assert changed != found["left", "scene", 3]
    header, _ = unpack(gzip.decompress(changed))
    assert [(each["minute"], each["set"]) for each in header["events"]] == [(400, {"availability": 0.4})]
    undone = desk.plan(demand(), "ann")
    assert undone["left"] == plan["left"]
    assert undone["right"] == plan["right"]


def test_a_lever_moved_gives_what_a_run_with_that_lever_gives(desk, first):
    """From a saved state or a county at hand, the future is that of one run from the beginning."""

    from jiaosuo.dashboard.playback.run_plan import stage
    from jiaosuo.model import County

    moved = demand(events=[{"minute": 400, "values": {"availability": 0.4}}])
    plan = desk.plan(moved, "ann", at=5)
    told, _ = unpack(gzip.decompress(content(desk, plan["left"]["chunks"][5]["result"], at=5)))
    own = County(stage(moved, "left").until(720)).run_days(0.5).outcomes()
    assert {name: tuple(value) for name, value in told["running"].items()} == own


def test_a_killed_worker_is_replaced_and_its_work_is_done(desk):
    plan = desk.plan(demand(seed=5), "ann")
    content(desk, plan["left"]["chunks"][0]["scene"])
    hand = until(lambda: next((each for each in desk.crew.hands if each.ready), None))
    os.kill(hand.process.pid, signal.SIGKILL)
    found = whole(desk, plan)
    assert len(found) == 24
    assert desk.crew.hands[0].process.pid != hand.process.pid


def test_after_a_restart_the_same_demand_gives_the_same_bytes(desk, first, tmp_path):
    plan, found = first
    again = TheDesk(Store(tmp_path), workers=1).start()
    try:
        new = again.plan(demand(), "ben")
        assert new["left"]["head"] != plan["left"]["head"]  # the secret is another
        assert whole(again, new, "ben") == found
    finally:
        again.close()


def test_what_was_computed_before_a_restart_is_not_computed_again(desk, first, folder):
    still = TheDesk(Store(folder), workers=1)  # its crew is never started
    plan = still.plan(demand(), "cid")
    answer = still.fetch(plan["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1], "cid", 0)
    assert answer.content == first[1]["left", "scene", 0]
    assert still.wishes.in_line(time.monotonic()) == []


def test_a_link_deep_into_a_run_says_that_what_comes_before_is_computed_first(folder):
    still = TheDesk(Store(folder), workers=1)
    plan = still.plan(demand(seed=77), "cid", at=5)
    answer = still.fetch(plan["left"]["chunks"][5]["scene"].rsplit("/", 1)[-1], "cid", 5)
    assert answer.status == 202
    assert (answer.said["state"], answer.said["reason"]) == ("before", "earlier")
    assert answer.said["of"] == 2


def test_who_stands_farther_back_in_the_line_is_told_to_ask_later(folder):
    still = TheDesk(Store(folder), workers=1)
    waits = []
    for number in range(4):
        plan = still.plan(demand(seed=500 + number), f"p{number}")
        for chunk in (0, 3):
            token = plan["left"]["chunks"][chunk]["scene"].rsplit("/", 1)[-1]
            still.wishes.lately(-1.0)  # not the line of a moment ago
            waits.append(still.fetch(token, f"p{number}", 0).said["wait"])
    first, later = waits[::2], waits[1::2]
    assert first == sorted(set(first))
    assert all(late > soon for soon, late in zip(first, later, strict=True))
    assert max(waits) <= LONGEST_WAIT


def test_an_address_that_was_never_given_is_refused(desk):
    assert desk.fetch("x" * 22, "ann", 0).status == 410


def test_a_person_has_one_wish_and_what_is_of_an_older_one_says_so(folder):
    still = TheDesk(Store(folder), workers=1)
    oldest, older = (still.plan(demand(seed=seed), "dan") for seed in (60, 61))
    still.plan(demand(seed=62), "dan")
    status = [
        still.fetch(plan["left"]["chunks"][4]["scene"].rsplit("/", 1)[-1], "dan", 4).status
        for plan in (oldest, older)
    ]
    assert status == [410, 202]  # what was under way as the plan changed is not turned away at once
    still.wishes.by_person["dan"].former_until = 0.0
    assert still.fetch(older["left"]["chunks"][4]["scene"].rsplit("/", 1)[-1], "dan", 4).status == 410
    assert [each.wish.person for each in still.wishes.in_line(time.monotonic())] == ["dan", "dan"]


def test_a_page_that_slept_goes_on_where_it_was(folder):
    still = TheDesk(Store(folder), workers=1)
    plan = still.plan(demand(seed=63), "eve")
    still.wishes.by_person["eve"].alive_until = 0.0
    assert still.wishes.in_line(time.monotonic()) == []
    answer = still.fetch(plan["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1], "eve", 0)
    assert answer.status == 202
    assert len(still.wishes.in_line(time.monotonic())) == 2


def test_what_a_place_does_not_allow_is_refused_before_anything_is_planned(desk):
    with pytest.raises(InputError, match="township"):
        desk.plan(demand(townships={"Atlantis": "separate"}), "ann")


def test_replications_are_paired_kept_and_those_of_compare(desk):
    from jiaosuo.experiments.replication.replicate import replicate
    from jiaosuo.experiments.replication.world import World

    short = demand(days=0.25)
    found = until(lambda: v if (v := desk.verdict(short, 3))["done"] == 3 else None)
    assert found["wanted"] == 3
    assert found["failed"] == []
    assert set(found["rows"]) == set(OUTCOMES)
    assert found["seeds"] == [4, 5, 6]
    from jiaosuo.dashboard.playback.run_plan import stage

    for number, seed in enumerate(found["seeds"]):
        case = demand(days=0.25, seed=seed)
        expected = replicate(World(tuple(stage(case, side).until(360) for side in ("left", "right")), 0.25))
        for side in (0, 1):
            own = expected.measured[side].outcomes["response_mean"][0]
            assert found["rows"]["response_mean"][side][number] == own
        assert found["common"][number] == expected.common_calls[0]
    assert desk.verdict(short, 3) == found


def test_a_side_against_itself_differs_in_nothing(desk):
    same = demand(days=0.25, rule="separate")
    found = until(lambda: v if (v := desk.verdict(same, 2))["done"] == 2 else None)
    assert all(left == right for left, right in found["rows"].values())
    assert found["common"] == [1.0, 1.0]


def test_calls_are_taken_away_in_words_and_no_text_is_a_formula(desk, first):
    frame = calls_frame(desk.store, demand())
    assert set(frame["side"].unique()) == {"left", "right"}
    assert {"kind", "township", "arose", "first_there", "state"} <= set(frame.columns)
    assert frame.height > 100
    text = calls_file(desk.store, demand(), "csv").decode("utf-8-sig")
    assert not [
        cell for line in text.splitlines()[1:] for cell in line.split(",") if cell[:1] in ("=", "@", "+")
    ]
    assert calls_file(desk.store, demand(), "parquet")[:4] == b"PAR1"


def test_a_text_that_begins_like_a_formula_is_marked():
    import polars as pl

    from jiaosuo.dashboard.results.export_calls import safe

    frame = safe(pl.DataFrame({"township": ["=1+1", "@x", "-2", "+3", "\tq", "fine", None], "n": [-1] * 7}))
    assert frame["township"].to_list() == ["'=1+1", "'@x", "'-2", "'+3", "'\tq", "fine", None]
    assert frame["n"].to_list() == [-1] * 7
