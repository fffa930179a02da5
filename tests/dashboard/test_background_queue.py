"""What may wait: a split is found before what needs it, and only what is asked for is run."""

import json

from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.jobs.background_jobs import run
from jiaosuo.dashboard.jobs.background_queue import BackgroundQueue
from jiaosuo.dashboard.jobs.function import Function, JobError
from jiaosuo.dashboard.jobs.messages import ReplicationJob, SplitTrialJob
from jiaosuo.dashboard.jobs.playback_queue import PlaybackQueue
from jiaosuo.dashboard.lessons.skills import Skills, skills
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.runs.splits import SHARES, WORLDS

BEST = from_json(
    {
        "place": "county-town",
        "days": 1,
        "left": {"rule": "separate", "staffing": "best-separate"},
        "right": {"rule": "integrated", "staffing": "best-separate"},
    }
)


def background(tmp_path):
    return BackgroundQueue(Store(tmp_path))


def answer(queue, job, found):
    queue.store.write("answer", job.address, json.dumps(found).encode())
    queue.answered(job.address)
    queue.ended(job)


def requests():
    found = PlaybackQueue()
    return [
        found.request("ann", BEST.text(), {side: plan_run(BEST, side) for side in ("left", "right")}, 0, 9.0)
    ]


def test_every_split_is_tried_once_for_both_sides_and_the_soonest_is_taken(tmp_path):
    queue, waiting = background(tmp_path), requests()
    tried = []
    while (job := queue.next(waiting, 0.0, "worker 1")) is not None:
        tried.append((job.split, job.world))
        answer(queue, job, {"mean": abs(job.split - 0.31) + job.world / 100})
    assert sorted(tried) == sorted((share, world) for share in SHARES for world in range(WORLDS))
    assert {queue.share(plan_run(BEST, side)) for side in ("left", "right")} == {0.3}
    assert BackgroundQueue(queue.store).share(plan_run(BEST, "left")) == 0.3


def test_a_verdict_waits_for_the_split_of_the_world_that_is_played(tmp_path):
    queue = background(tmp_path)
    assert queue.replications(BEST, 2, 0.0).waits_for == "split"
    while isinstance(job := queue.next([], 0.0, "worker 1"), SplitTrialJob):
        answer(queue, job, {"mean": job.split})
    assert isinstance(job, ReplicationJob)
    assert job.shares == {"left": SHARES[0], "right": SHARES[0]}
    assert queue.replications(BEST, 2, 0.0).waits_for is None


PLAIN = from_json({"place": "county-town", "days": 1, "left": {"rule": "separate"}})


def test_what_nobody_asks_for_any_more_is_not_run(tmp_path):
    queue = background(tmp_path)
    queue.replications(PLAIN, 2, 0.0)
    assert queue.next([], 1.0, "worker 1") is not None
    assert queue.next([], 100.0, "worker 1") is None


def test_what_was_paused_goes_on_where_it_was_begun(tmp_path):
    queue = background(tmp_path)
    queue.replications(PLAIN, 2, 0.0)
    first = queue.next([], 0.0, "worker 1")
    queue.pause(first)
    other = queue.next([], 0.0, "worker 2")
    assert other.address != first.address
    assert queue.next([], 0.0, "worker 2") is None
    assert queue.next([], 0.0, "worker 1").address == first.address
    queue.pause(first)
    queue.worker_died("worker 1")
    assert queue.next([], 0.0, "worker 2").address == first.address


def test_a_replication_that_failed_is_told_and_the_others_go_on(tmp_path):
    queue = background(tmp_path)
    queue.replications(PLAIN, 2, 0.0)
    queue.failed(queue.next([], 0.0, "worker 1"), "this run failed")
    answer(
        queue, queue.next([], 0.0, "worker 1"), {"seed": 1, "values": [{"a": 1.0}, {"a": 2.0}], "common": 1.0}
    )
    found = queue.replications(PLAIN, 2, 0.0)
    assert (found.done, found.failed) == (1, ("this run failed",))
    assert found.rows == {"a": [[1.0], [2.0]]}
    assert queue.next([], 0.0, "worker 1") is None


def test_a_point_is_run_under_each_rule_and_is_not_the_verdict_of_the_same_demand(tmp_path):
    queue, rules = background(tmp_path), ("separate", "stationed", "integrated")
    queue.replications(PLAIN, 1, 0.0)
    plain = queue.next([], 0.0, "worker 1")
    queue.replications(PLAIN, 1, 0.0, rules)
    job = queue.next([], 0.0, "worker 2")
    assert job.rules == rules
    assert plain.rules == ()
    answer(queue, job, {"seed": 0, "values": [{"a": 1.0}, {"a": 2.0}, {"a": 3.0}], "common": 1.0})
    assert queue.replications(PLAIN, 1, 0.0, rules).rows == {"a": [[1.0], [2.0], [3.0]]}
    assert queue.replications(PLAIN, 1, 0.0).done == 0


LEADERS = from_json(
    {"place": "zigui-2004", "days": 1, "left": {"rule": "separate"}, "right": {"rule": "stationed"}}
)


def test_who_leads_traffic_is_said_by_authority_and_not_by_the_name_of_a_rule():
    """Traffic police who only move to the stations lead alone, as they did before."""
    found = skills(LEADERS)
    assert found.left.leaders == found.right.leaders > 0
    assert found.floor < found.left.settled <= 1


def test_what_a_function_says_comes_back_as_the_record_that_it_gave(tmp_path):
    queue = background(tmp_path)
    asked = Function(skills, Skills.from_json)
    assert queue.function(asked, LEADERS, 0.0) is None
    job = queue.next((), 0.0, "worker 1")
    (said,) = [each for each in run(job) if each is not None]
    answer(queue, job, said.content)
    assert queue.function(asked, LEADERS, 0.0) == skills(LEADERS)


def test_a_function_that_failed_is_an_error_and_no_answer(tmp_path):
    queue = background(tmp_path)
    asked = Function(skills, Skills.from_json)
    queue.function(asked, LEADERS, 0.0)
    queue.failed(queue.next((), 0.0, "worker 1"), "no such place")
    assert queue.function(asked, LEADERS, 0.0) == JobError("no such place")
