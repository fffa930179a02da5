"""What may wait: a split is found before what needs it, and only what is asked for is run."""

import json

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.jobs.background_queue import Errands
from jiaosuo.dashboard.jobs.playback_queue import Wishes
from jiaosuo.dashboard.playback.run_plan import stage
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.runs.staffing import SHARES, WORLDS

BEST = from_json(
    {
        "place": "county-town",
        "days": 1,
        "left": {"rule": "separate", "staffing": "best-separate"},
        "right": {"rule": "integrated", "staffing": "best-separate"},
    }
)


def errands(tmp_path):
    return Errands(Store(tmp_path))


def answer(errands, job, said):
    errands.store.write("said", job["address"], json.dumps(said).encode())
    errands.done(job["address"])
    errands.landed(job)


def wishes():
    found = Wishes()
    return [found.wish("ann", BEST.text(), {side: stage(BEST, side) for side in ("left", "right")}, 0, 9.0)]


def test_every_split_is_tried_once_for_both_sides_and_the_soonest_is_taken(tmp_path):
    chores, waiting = errands(tmp_path), wishes()
    tried = []
    while (job := chores.next(waiting, 0.0, "hand 1")) is not None:
        tried.append((job["split"], job["world"]))
        answer(chores, job, {"mean": abs(job["split"] - 0.31) + job["world"] / 100})
    assert sorted(tried) == sorted((share, world) for share in SHARES for world in range(WORLDS))
    assert {chores.share(stage(BEST, side)) for side in ("left", "right")} == {0.3}
    assert Errands(chores.store).share(stage(BEST, "left")) == 0.3


def test_a_verdict_waits_for_the_split_of_the_world_that_is_played(tmp_path):
    chores = errands(tmp_path)
    assert chores.verdict(BEST, 2, 0.0)["waits_for"] == "split"
    while (job := chores.next([], 0.0, "hand 1"))["what"] == "attempt":
        answer(chores, job, {"mean": job["split"]})
    assert job["what"] == "replication"
    assert job["shares"] == {"left": SHARES[0], "right": SHARES[0]}
    assert chores.verdict(BEST, 2, 0.0)["waits_for"] is None


PLAIN = from_json({"place": "county-town", "days": 1, "left": {"rule": "separate"}})


def test_what_nobody_asks_for_any_more_is_not_run(tmp_path):
    chores = errands(tmp_path)
    chores.verdict(PLAIN, 2, 0.0)
    assert chores.next([], 1.0, "hand 1") is not None
    assert chores.next([], 100.0, "hand 1") is None


def test_what_was_put_aside_goes_on_where_it_was_begun(tmp_path):
    chores = errands(tmp_path)
    chores.verdict(PLAIN, 2, 0.0)
    first = chores.next([], 0.0, "hand 1")
    chores.landed(first, aside=True)
    other = chores.next([], 0.0, "hand 2")
    assert other["address"] != first["address"]
    assert chores.next([], 0.0, "hand 2") is None
    assert chores.next([], 0.0, "hand 1")["address"] == first["address"]
    chores.landed(first, aside=True)
    chores.lost("hand 1")
    assert chores.next([], 0.0, "hand 2")["address"] == first["address"]


def test_a_replication_that_failed_is_told_and_the_others_go_on(tmp_path):
    chores = errands(tmp_path)
    chores.verdict(PLAIN, 2, 0.0)
    chores.failed(chores.next([], 0.0, "hand 1"), "this run failed")
    answer(
        chores, chores.next([], 0.0, "hand 1"), {"seed": 1, "values": [{"a": 1.0}, {"a": 2.0}], "common": 1.0}
    )
    found = chores.verdict(PLAIN, 2, 0.0)
    assert (found["done"], found["failed"]) == (1, ["this run failed"])
    assert found["rows"] == {"a": [[1.0], [2.0]]}
    assert chores.next([], 0.0, "hand 1") is None


def test_a_point_is_run_under_each_rule_and_is_not_the_verdict_of_the_same_demand(tmp_path):
    chores, rules = errands(tmp_path), ("separate", "stationed", "integrated")
    chores.verdict(PLAIN, 1, 0.0)
    plain = chores.next([], 0.0, "hand 1")
    chores.verdict(PLAIN, 1, 0.0, rules)
    job = chores.next([], 0.0, "hand 2")
    assert job["rules"] == list(rules)
    assert "rules" not in plain
    answer(chores, job, {"seed": 0, "values": [{"a": 1.0}, {"a": 2.0}, {"a": 3.0}], "common": 1.0})
    assert chores.verdict(PLAIN, 1, 0.0, rules)["rows"] == {"a": [[1.0], [2.0], [3.0]]}
    assert chores.verdict(PLAIN, 1, 0.0)["done"] == 0
