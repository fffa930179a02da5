"""Who is served next: the nearest to a playhead, everybody in turn, nobody who has gone."""

from dataclasses import dataclass, field

from jiaosuo.dashboard.jobs.playback_queue import BEHIND, MOST_RESTING, Wishes


@dataclass
class Made:
    """Stands for a stage: only its addresses count here."""

    name: str
    chunks: int = 10
    addresses: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        self.addresses = tuple(f"{self.name}{chunk}" for chunk in range(self.chunks))


def wish(wishes, person, at=0, until=100.0, same=""):
    stages = {side: Made(same or f"{person}-{side}-") for side in ("left", "right")}
    return wishes.wish(person, "{}", stages, at, until)


def test_each_person_and_world_wants_the_first_chunk_missing_at_the_playhead():
    wishes = Wishes()
    wish(wishes, "ann", at=4)
    wishes.done |= {"ann-left-4", "ann-left-5"}
    assert [(each.side, each.chunk, each.distance) for each in wishes.in_line(0)] == [
        ("right", 4, 0),
        ("left", 6, 2),
    ]


def test_what_lies_behind_comes_after_all_that_lies_ahead():
    wishes = Wishes()
    wish(wishes, "ann", at=9)
    wishes.done.add("ann-left-9")
    wish(wishes, "ben", at=0)
    assert [(each.wish.person, each.chunk) for each in wishes.in_line(0)][-1] == ("ann", 8)
    assert wishes.in_line(0)[-1].distance > BEHIND


def served(wishes, turns):
    """Who is served in so many turns, each done at once."""
    order = []
    for _ in range(turns):
        found = wishes.in_line(0)[0]
        wishes.serve(found)
        wishes.done.add(found.address)
        order.append(found.wish.person)
    return order


def test_thirty_people_see_a_picture_one_after_another_and_are_then_served_in_turn():
    wishes = Wishes()
    people = [f"p{number:02}" for number in range(30)]
    for person in people:
        wish(wishes, person)
    assert served(wishes, 60) == [person for person in people for _ in ("left", "right")]
    order = served(wishes, 120)
    for start in range(0, 120, 30):
        counts = {person: order[start : start + 30].count(person) for person in people}
        assert set(counts.values()) == {1}


def test_one_who_looks_far_ahead_does_not_hold_up_one_who_waits_for_a_picture():
    wishes = Wishes()
    wish(wishes, "ann")
    served(wishes, 6)
    wish(wishes, "ben")
    assert served(wishes, 2) == ["ben", "ben"]


def test_a_lever_moved_comes_before_all_who_play_on_and_waits_behind_levers_moved_before():
    wishes = Wishes()
    for person in ("ann", "ben", "cat"):
        wish(wishes, person)
    served(wishes, 6)
    for person in ("cat", "ben"):
        stages = {side: Made(f"{person}-moved-{side}-") for side in ("left", "right")}
        wishes.wish(person, "moved", stages, 0, 100.0)
    wishes.renew("ann", 100.0, at=5)
    assert served(wishes, 5) == ["cat", "cat", "ben", "ben", "ann"]


def test_who_moves_a_lever_in_mid_play_looks_where_they_looked_and_is_served_there_first():
    wishes = Wishes()
    for person in ("ann", "ben"):
        wish(wishes, person)
    served(wishes, 4)
    wishes.renew("ben", 100.0, at=4)
    stages = {side: Made(f"ben-moved-{side}-") for side in ("left", "right")}
    wishes.wish("ben", "moved", stages, None, 100.0)
    first = wishes.in_line(0)
    assert [(each.wish.person, each.chunk) for each in first[:2]] == [("ben", 4), ("ben", 4)]
    assert wishes.of("ben").unseen


def test_a_page_that_is_planned_again_as_it_was_is_no_new_picture():
    wishes = Wishes()
    wish(wishes, "ann")
    wish(wishes, "ben")
    served(wishes, 4)
    wishes.renew("ann", 100.0, at=3)
    wish(wishes, "ben", at=3)
    assert served(wishes, 4) == ["ann", "ben", "ann", "ben"]


def test_what_two_people_want_is_computed_once():
    wishes = Wishes()
    wish(wishes, "ann", same="shared-")
    wish(wishes, "ben", same="shared-")
    served(wishes, 10)
    assert wishes.in_line(0) == []


def test_one_wish_a_person():
    wishes = Wishes()
    wish(wishes, "ann", same="old-")
    wish(wishes, "ann", same="new-")
    assert {each.address for each in wishes.in_line(0)} == {"new-0"}


def test_a_closed_tab_costs_nothing_once_its_lease_is_out_and_a_poll_renews_it():
    wishes = Wishes()
    wish(wishes, "ann", until=10)
    wish(wishes, "ben", until=10)
    wishes.renew("ben", until=20, at=3)
    assert {each.wish.person for each in wishes.in_line(15)} == {"ben"}
    assert wishes.by_person["ben"].at == 3
    assert "ann" not in wishes.by_person


def test_who_comes_back_after_a_while_finds_the_wish_as_it_was():
    wishes = Wishes()
    wish(wishes, "ann", until=10)
    assert wishes.in_line(3_600) == []
    wishes.renew("ann", until=3_610, at=2)
    assert [each.chunk for each in wishes.in_line(3_601)] == [2, 2]


def test_the_resting_are_remembered_up_to_a_number():
    wishes = Wishes()
    for number in range(MOST_RESTING + 20):
        wish(wishes, f"p{number}", until=1)
    assert wishes.in_line(5) == []
    assert len(wishes.resting) == MOST_RESTING
    assert wishes.of("p0") is None
    assert wishes.of(f"p{MOST_RESTING + 19}") is not None


def test_after_a_failure_nothing_behind_it_is_tried_until_it_is_asked_for_again():
    wishes = Wishes()
    wish(wishes, "ann", same="run-")
    wishes.failed["run-0"] = "this run failed"
    assert wishes.in_line(0) == []
    wish(wishes, "ann", same="run-")
    assert wishes.in_line(0)[0].chunk == 0


def test_who_has_begun_to_fetch_has_the_lease_of_a_request_and_no_longer_that_of_a_new_page():
    wishes = Wishes()
    wish(wishes, "ann", until=60.0)
    wishes.renew("ann", 10.0)
    assert wishes.in_line(9.0)
    assert not wishes.in_line(11.0)
