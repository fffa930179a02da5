"""The broker with real workers: pictures come, levers leave the past alone, a killed worker is replaced."""

import gzip
import os
import signal
import time

import pytest

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.jobs.broker import EVERY, LONGEST_WAIT, SOON, Broker
from jiaosuo.dashboard.jobs.messages import ChunkJob, ReplicationJob
from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.results.export_calls import calls_file, calls_frame
from jiaosuo.experiments.catalogue.written_tables import TABLES
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
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture(scope="module")
def broker(folder):
    broker = Broker(Store(folder), workers=1).start()
    yield broker
    broker.close()


def until(found, seconds=LONG):
    """What `found` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come")


def content(broker, url, person="ann", at=None):
    """The bytes of a resource, once they are there."""

    def found():
        answer = broker.fetch(url.rsplit("/", 1)[-1], person, at)
        assert answer.status in (200, 202), answer.body
        return answer.content

    return until(found)


def whole(broker, plan, person="ann"):
    """Every resource of a plan by world, kind and chunk."""
    return {
        (side, kind, number): content(broker, chunk[kind], person)
        for side in ("left", "right")
        for number, chunk in enumerate(plan[side]["chunks"])
        for kind in ("scene", "result")
    }


@pytest.fixture(scope="module")
def first(broker):
    """A plan and all that it gave."""
    plan = broker.plan(demand(), "ann").to_json()
    return plan, whole(broker, plan)


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


def test_a_lever_in_mid_play_leaves_earlier_pictures_as_they_are(broker, first):
    plan, found = first
    moved = broker.plan(
        demand(events=[{"minute": 400, "values": {"other_work": 0.4}}]), "ann", playhead=3
    ).to_json()
    for side in ("left", "right"):
        before, after = plan[side]["chunks"], moved[side]["chunks"]
        assert [each["scene"] for each in before[:3]] == [each["scene"] for each in after[:3]]
        assert not {each["scene"] for each in before[3:]} & {each["scene"] for each in after[3:]}
    changed = content(broker, moved["left"]["chunks"][3]["scene"], at=3)
    assert changed != found["left", "scene", 3]
    header, _ = unpack(gzip.decompress(changed))
    assert [(each["minute"], each["set"]) for each in header["events"]] == [(400, {"other_work": 0.4})]
    undone = broker.plan(demand(), "ann").to_json()
    assert undone["left"] == plan["left"]
    assert undone["right"] == plan["right"]


def test_a_lever_moved_gives_what_a_run_with_that_lever_gives(broker, first):
    """From a saved state or a county at hand, the future is that of one run from the beginning."""

    from jiaosuo.model import County

    moved = demand(events=[{"minute": 400, "values": {"other_work": 0.4}}])
    plan = broker.plan(moved, "ann", playhead=5).to_json()
    told, _ = unpack(gzip.decompress(content(broker, plan["left"]["chunks"][5]["result"], at=5)))
    own = County(plan_run(moved, "left").until(720)).run_days(0.5).outcomes()
    assert {name: tuple(value) for name, value in told["running"].items()} == own


@pytest.mark.ci
def test_a_killed_worker_is_replaced_and_its_work_is_done(broker):
    plan = broker.plan(demand(seed=5), "ann").to_json()
    content(broker, plan["left"]["chunks"][0]["scene"])
    worker = until(lambda: next((each for each in broker.pool.workers if each.ready), None))
    os.kill(worker.process.pid, signal.SIGKILL)
    found = whole(broker, plan)
    assert len(found) == 24
    assert broker.pool.workers[0].process.pid != worker.process.pid


@pytest.mark.ci
def test_after_a_restart_the_same_demand_gives_the_same_bytes(broker, first, tmp_path):
    plan, found = first
    again = Broker(Store(tmp_path), workers=1).start()
    try:
        new = again.plan(demand(), "ben").to_json()
        assert new["left"]["head"] != plan["left"]["head"]  # the secret is another
        assert whole(again, new, "ben") == found
    finally:
        again.close()


def test_what_was_computed_before_a_restart_is_not_computed_again(broker, first, folder):
    still = Broker(Store(folder), workers=1)  # its workers are never started
    plan = still.plan(demand(), "cid").to_json()
    answer = still.fetch(plan["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1], "cid", 0)
    assert answer.content == first[1]["left", "scene", 0]
    assert still.playback.in_order(time.monotonic()) == []


def test_a_link_deep_into_a_run_says_that_what_comes_before_is_computed_first(folder):
    still = Broker(Store(folder), workers=1)
    plan = still.plan(demand(seed=77), "cid", playhead=5).to_json()
    answer = still.fetch(plan["left"]["chunks"][5]["scene"].rsplit("/", 1)[-1], "cid", 5)
    assert answer.status == 202
    assert (answer.body["state"], answer.body["reason"]) == ("before", "earlier")
    assert answer.body["of"] == 2


def test_who_stands_farther_back_in_the_line_is_told_to_ask_later(folder):
    still = Broker(Store(folder), workers=1)
    waits = []
    for number in range(4):
        plan = still.plan(demand(seed=500 + number), f"p{number}").to_json()
        for chunk in (0, 3):
            token = plan["left"]["chunks"][chunk]["scene"].rsplit("/", 1)[-1]
            still.playback.recent_order(-1.0)  # not the line of a moment ago
            waits.append(still.fetch(token, f"p{number}", 0).body["wait"])
    first, later = waits[::2], waits[1::2]
    assert first == sorted(set(first))
    assert all(late > soon for soon, late in zip(first, later, strict=True))
    assert max(waits) <= LONGEST_WAIT


def test_worlds_of_a_verdict_come_before_what_nobody_comes_to_soon(folder):
    still = Broker(Store(folder), workers=1)
    comparison = demand(seed=600, days=7.0)
    still.plan(comparison, "fay")
    still.replications(comparison, 2)
    left, right = (each.addresses for each in still.playback.live["fay"].plans.values())
    still.playback.done |= {*left[:SOON], *right[: SOON + 1]}

    def chosen(urgent):
        job = still.choose({}, "one", urgent)
        return None if job is None else type(job)

    assert chosen(urgent=True) is ChunkJob  # the chunk at SOON itself is near enough
    still.playback.done.add(left[SOON])
    assert chosen(urgent=True) is None
    still.worlds([demand(seed=700, days=7.0)], comparison)  # behind all that anybody looks at
    found = [chosen(urgent=False) for _ in range(4)]
    assert found == [ReplicationJob, ReplicationJob, ChunkJob, ReplicationJob]


def test_a_recording_goes_on_however_much_else_is_asked_for(folder):
    still = Broker(Store(folder), workers=1)
    comparison = demand(seed=800, days=7.0)
    still.plan(comparison, "gus")
    still.replications(comparison, 20)
    still.playback.done |= {
        where for plan in still.playback.live["gus"].plans.values() for where in plan.addresses[: SOON + 1]
    }
    found = [type(still.choose({}, "one", urgent=False)) for _ in range(EVERY)]
    assert found == [ReplicationJob] * (EVERY - 1) + [ChunkJob]


def test_an_address_that_was_never_given_is_refused(broker):
    assert broker.fetch("x" * 22, "ann", 0).status == 410


def test_a_person_has_one_request_and_what_is_of_an_older_one_says_so(folder):
    still = Broker(Store(folder), workers=1)
    oldest, older = (still.plan(demand(seed=seed), "dan").to_json() for seed in (60, 61))
    still.plan(demand(seed=62), "dan")
    status = [
        still.fetch(plan["left"]["chunks"][4]["scene"].rsplit("/", 1)[-1], "dan", 4).status
        for plan in (oldest, older)
    ]
    assert status == [410, 202]  # what was under way as the plan changed is not turned away at once
    still.playback.live["dan"].former_until = 0.0
    assert still.fetch(older["left"]["chunks"][4]["scene"].rsplit("/", 1)[-1], "dan", 4).status == 410
    assert [each.request.person for each in still.playback.in_order(time.monotonic())] == ["dan", "dan"]


def test_a_page_that_slept_goes_on_where_it_was(folder):
    still = Broker(Store(folder), workers=1)
    plan = still.plan(demand(seed=63), "eve").to_json()
    still.playback.live["eve"].lease_until = 0.0
    assert still.playback.in_order(time.monotonic()) == []
    answer = still.fetch(plan["left"]["chunks"][0]["scene"].rsplit("/", 1)[-1], "eve", 0)
    assert answer.status == 202
    assert len(still.playback.in_order(time.monotonic())) == 2


def test_what_a_place_does_not_allow_is_refused_before_anything_is_planned(broker):
    with pytest.raises(InputError, match="township"):
        broker.plan(demand(townships={"Atlantis": "separate"}), "ann")


def test_replications_are_paired_kept_and_those_of_compare(broker):
    from jiaosuo.experiments.replication.replicate import replicate
    from jiaosuo.experiments.replication.world import World

    short = demand(days=0.25)
    found = until(lambda: v if (v := broker.replications(short, 3)).done == 3 else None)
    assert found.wanted == 3
    assert found.failed == ()
    assert set(found.rows) == set(OUTCOMES)
    assert found.seeds == (4, 5, 6)
    for number, seed in enumerate(found.seeds):
        case = demand(days=0.25, seed=seed)
        expected = replicate(
            World(tuple(plan_run(case, side).until(360) for side in ("left", "right")), 0.25)
        )
        for side in (0, 1):
            own = expected.measured[side].outcomes["response_mean"][0]
            assert found.rows["response_mean"][side][number] == own
        assert found.common[number] == expected.common_calls[0]
    assert broker.replications(short, 3) == found


def test_a_side_against_itself_differs_in_nothing(broker):
    same = demand(days=0.25, rule="separate")
    found = until(lambda: v if (v := broker.replications(same, 2)).done == 2 else None)
    assert all(left == right for left, right in found.rows.values())
    assert found.common == (1.0, 1.0)


def test_calls_are_taken_away_in_words_and_no_text_is_a_formula(broker, first):
    frame = calls_frame(broker.store, demand())
    assert set(frame["side"].unique()) == {"left", "right"}
    assert {"kind", "township", "arose", "first_there", "state"} <= set(frame.columns)
    assert frame.height > 100
    text = calls_file(broker.store, demand(), "csv").decode("utf-8-sig")
    assert not [
        cell for line in text.splitlines()[1:] for cell in line.split(",") if cell[:1] in ("=", "@", "+")
    ]
    assert calls_file(broker.store, demand(), "parquet")[:4] == b"PAR1"
    assert frame.columns == list(TABLES["played"].columns), "docs/data-dictionary.md has other columns"
    empty = {name for name in frame.columns if frame[name].null_count()}
    assert empty <= set(TABLES["played"].empty)


def test_of_two_who_open_a_page_each_worker_takes_one_with_both_worlds(folder):
    still = Broker(Store(folder), workers=2)
    for number, person in enumerate(("gil", "hana")):
        still.plan(demand(seed=800 + number), person)
    states = {"one": set(), "two": set()}

    def chosen(worker):
        job = still.choose(states, worker, urgent=True)
        return from_json(job.comparison).seed, job.side, job

    *first, job = chosen("one")
    *other, _ = chosen("two")
    assert first == [800, "left"]
    assert other == [801, "left"], "who computes one world of a page has drawn half of the other"
    still._ended(job)
    still.playback.done.add(job.address)
    assert chosen("one")[:2] == (800, "right")


def test_who_is_alone_has_both_workers(folder):
    still = Broker(Store(folder), workers=2)
    still.plan(demand(seed=802), "ines")
    sides = [still.choose({"one": set(), "two": set()}, worker, True).side for worker in ("one", "two")]
    assert sides == ["left", "right"]
