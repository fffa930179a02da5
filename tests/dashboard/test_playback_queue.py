"""Who is served next: the nearest to a playhead, everybody in turn, nobody who has gone."""

from dataclasses import dataclass, field

from jiaosuo.dashboard.jobs.playback_queue import BEHIND, MOST_LAPSED, PlaybackQueue


@dataclass
class Made:
    """Stands for a run plan: only its addresses count here."""

    name: str
    chunks: int = 10
    addresses: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        self.addresses = tuple(f"{self.name}{chunk}" for chunk in range(self.chunks))


def request(queue, person, at=0, until=100.0, same=""):
    plans = {side: Made(same or f"{person}-{side}-") for side in ("left", "right")}
    return queue.request(person, "{}", plans, at, until)


def test_each_person_and_world_wants_the_first_chunk_missing_at_the_playhead():
    queue = PlaybackQueue()
    request(queue, "ann", at=4)
    queue.done |= {"ann-left-4", "ann-left-5"}
    assert [(each.side, each.chunk, each.distance) for each in queue.in_order(0)] == [
        ("right", 4, 0),
        ("left", 6, 2),
    ]


def test_what_lies_behind_comes_after_all_that_lies_ahead():
    queue = PlaybackQueue()
    request(queue, "ann", at=9)
    queue.done.add("ann-left-9")
    request(queue, "ben", at=0)
    assert [(each.request.person, each.chunk) for each in queue.in_order(0)][-1] == ("ann", 8)
    assert queue.in_order(0)[-1].distance > BEHIND


def test_what_is_lost_behind_a_stretch_that_was_there_is_wanted_again():
    queue = PlaybackQueue()
    request(queue, "ann", at=4)
    queue.done |= {f"ann-{side}-{chunk}" for side in ("left", "right") for chunk in range(10)}
    assert queue.in_order(0) == []
    for chunk, distance in ((6, 2), (1, BEHIND + 3)):
        queue.lose(f"ann-left-{chunk}")
        assert [(each.side, each.chunk, each.distance) for each in queue.in_order(0)] == [
            ("left", chunk, distance)
        ]
        queue.done.add(f"ann-left-{chunk}")
    lost = queue.lost
    queue.lose("never there")
    assert queue.lost == lost


def test_who_moves_wants_what_lies_there_wherever_all_was_there_before():
    queue = PlaybackQueue()
    request(queue, "ann", at=4)
    queue.done |= {"ann-left-4", "ann-left-5", "ann-right-4", "ann-right-2"}
    ways = {4: [("right", 5), ("left", 6)], 2: [("left", 2), ("right", 3)], 8: [("left", 8), ("right", 8)]}
    for playhead in (4, 2, 8, 4):
        queue.renew("ann", 100.0, playhead)
        assert [(each.side, each.chunk) for each in queue.in_order(0)] == ways[playhead]


def served(queue, turns):
    """Who is served in so many turns, each done at once."""
    order = []
    for _ in range(turns):
        found = queue.in_order(0)[0]
        queue.served(found)
        queue.done.add(found.address)
        order.append(found.request.person)
    return order


def test_thirty_people_see_a_picture_one_after_another_and_are_then_served_in_turn():
    queue = PlaybackQueue()
    people = [f"p{number:02}" for number in range(30)]
    for person in people:
        request(queue, person)
    assert served(queue, 60) == [person for person in people for _ in ("left", "right")]
    order = served(queue, 120)
    for start in range(0, 120, 30):
        counts = {person: order[start : start + 30].count(person) for person in people}
        assert set(counts.values()) == {1}


def test_one_who_looks_far_ahead_does_not_hold_up_one_who_waits_for_a_picture():
    queue = PlaybackQueue()
    request(queue, "ann")
    served(queue, 6)
    request(queue, "ben")
    assert served(queue, 2) == ["ben", "ben"]


def test_a_lever_moved_comes_before_all_who_play_on_and_waits_behind_levers_moved_before():
    queue = PlaybackQueue()
    for person in ("ann", "ben", "cat"):
        request(queue, person)
    served(queue, 6)
    for person in ("cat", "ben"):
        plans = {side: Made(f"{person}-moved-{side}-") for side in ("left", "right")}
        queue.request(person, "moved", plans, 0, 100.0)
    queue.renew("ann", 100.0, playhead=5)
    assert served(queue, 5) == ["cat", "cat", "ben", "ben", "ann"]


def test_who_moves_a_lever_in_mid_play_looks_where_they_looked_and_is_served_there_first():
    queue = PlaybackQueue()
    for person in ("ann", "ben"):
        request(queue, person)
    served(queue, 4)
    queue.renew("ben", 100.0, playhead=4)
    plans = {side: Made(f"ben-moved-{side}-") for side in ("left", "right")}
    queue.request("ben", "moved", plans, None, 100.0)
    first = queue.in_order(0)
    assert [(each.request.person, each.chunk) for each in first[:2]] == [("ben", 4), ("ben", 4)]
    assert queue.of("ben").awaits_picture


def test_a_page_that_is_planned_again_as_it_was_is_no_new_picture():
    queue = PlaybackQueue()
    request(queue, "ann")
    request(queue, "ben")
    served(queue, 4)
    queue.renew("ann", 100.0, playhead=3)
    request(queue, "ben", at=3)
    assert served(queue, 4) == ["ann", "ben", "ann", "ben"]


def test_what_two_people_want_is_computed_once():
    queue = PlaybackQueue()
    request(queue, "ann", same="shared-")
    request(queue, "ben", same="shared-")
    served(queue, 10)
    assert queue.in_order(0) == []


def test_one_request_a_person():
    queue = PlaybackQueue()
    request(queue, "ann", same="old-")
    request(queue, "ann", same="new-")
    assert {each.address for each in queue.in_order(0)} == {"new-0"}


def test_a_closed_tab_costs_nothing_once_its_lease_is_out_and_a_poll_renews_it():
    queue = PlaybackQueue()
    request(queue, "ann", until=10)
    request(queue, "ben", until=10)
    queue.renew("ben", lease_until=20, playhead=3)
    assert {each.request.person for each in queue.in_order(15)} == {"ben"}
    assert queue.live["ben"].playhead == 3
    assert "ann" not in queue.live


def test_who_comes_back_after_a_while_finds_the_request_as_it_was():
    queue = PlaybackQueue()
    request(queue, "ann", until=10)
    assert queue.in_order(3_600) == []
    queue.renew("ann", lease_until=3_610, playhead=2)
    assert [each.chunk for each in queue.in_order(3_601)] == [2, 2]


def test_lapsed_requests_are_remembered_up_to_a_number():
    queue = PlaybackQueue()
    for number in range(MOST_LAPSED + 20):
        request(queue, f"p{number}", until=1)
    assert queue.in_order(5) == []
    assert len(queue.lapsed) == MOST_LAPSED
    assert queue.of("p0") is None
    assert queue.of(f"p{MOST_LAPSED + 19}") is not None


def test_after_a_failure_nothing_behind_it_is_tried_until_it_is_asked_for_again():
    queue = PlaybackQueue()
    request(queue, "ann", same="run-")
    queue.failed["run-0"] = "this run failed"
    assert queue.in_order(0) == []
    request(queue, "ann", same="run-")
    assert queue.in_order(0)[0].chunk == 0


def test_who_has_begun_to_fetch_has_the_lease_of_a_request_and_no_longer_that_of_a_new_page():
    queue = PlaybackQueue()
    request(queue, "ann", until=60.0)
    queue.renew("ann", 10.0)
    assert queue.in_order(9.0)
    assert not queue.in_order(11.0)
