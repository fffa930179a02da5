"""A room of a class, without a page: codes, seats, authority, locks, waiting, what is forgotten."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from jiaosuo.dashboard.choice.choice import move_lever, with_rule, with_township
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.rooms import locks, registry, room
from jiaosuo.dashboard.rooms import names as naming
from jiaosuo.dashboard.rooms.address import Address, qr
from jiaosuo.dashboard.rooms.participant import Participant
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from jiaosuo.dashboard.rooms.room import Question, Room
from jiaosuo.model.core.errors import InputError
from tests.dashboard.conftest import Clock

TEACHER, ANN, BO = (naming.fingerprint(name) for name in ("teacher", "ann", "bo"))
ASKED = Question("", 1, ("left", "right", "same"), "response_mean")


@pytest.fixture
def opened(rooms: RoomRegistry) -> Room:
    return rooms.open(TEACHER)


def refused(said: str):
    return pytest.raises(InputError, match=said)


# Codes and nicknames


def test_a_code_has_no_letter_that_is_taken_for_another() -> None:
    code = naming.new_code(())
    assert len(code) == naming.LENGTH
    assert not set(naming.LETTERS) & set("AEIOULS0123456789")


def test_a_code_that_is_taken_is_not_given_again() -> None:
    drawn = iter("BBBBBCCCCC")
    assert naming.new_code({"BBBBB"}, lambda _: next(drawn)) == "CCCCC"


@pytest.mark.parametrize("typed", ["bcdfg", " BCD FG ", "bcd-fg"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert naming.as_code(typed) == "BCDFG"


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDFGH", "BCDF1", None, 3, ["B"], "ＢＣＤ", "x" * 10_000])
def test_what_is_no_code_is_refused(typed: object) -> None:
    with refused("five letters"):
        naming.as_code(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", None, 7, {"a": 1}, "x" * 25, "x" * 100_000, "\x00"])
def test_what_is_no_nickname_is_refused(typed: object) -> None:
    with refused("1 to 24 characters"):
        naming.as_nickname(typed)


def test_a_nickname_is_text_without_signs_that_cannot_be_seen() -> None:
    assert naming.as_nickname(" 阿\u202e明\n<b> ") == "阿 明 <b>"


def test_equal_nicknames_are_numbered(opened: Room) -> None:
    assert [opened.join(str(n), "Li").nickname for n in range(3)] == ["Li", "Li 2", "Li 3"]


# Authority


ACTIONS = {
    "push": lambda it, who: it.push(who, "place=zigui-2004"),
    "lock": lambda it, who: it.lock(who, ["delta"]),
    "wait": lambda it, who: it.wait(who, True),
    "ask": lambda it, who: it.ask(who, ASKED),
    "reveal": lambda it, who: it.reveal(who),
    "beat": lambda it, who: it.beat(who, 60, True, 168),
    "tie": lambda it, who: it.tie(who, True),
    "came_out": lambda it, who: it.came_out(who, "left"),
    "show_spread": lambda it, who: it.show_spread(who, ""),
    "remove": lambda it, who: it.remove(who, "Ann"),
    "close": lambda it, who: it.close(who),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_but_the_one_who_opened_the_room_does_what_an_instructor_does(
    opened: Room, action: str
) -> None:
    opened.join(ANN, "Ann")
    opened.ask(TEACHER, ASKED)
    before = opened.state, opened.list_trainees()
    for stranger in (ANN, BO, "", opened.code, TEACHER[:-1]):
        with refused("Only the instructor"):
            ACTIONS[action](opened, stranger)
    assert (opened.state, opened.list_trainees()) == before
    ACTIONS[action](opened, TEACHER)
    assert (opened.state, opened.list_trainees()) != before


def test_every_action_of_an_instructor_is_tested_here() -> None:
    codes = {name: getattr(found, "__code__", None) for name, found in vars(Room).items()}
    asks = {name for name, code in codes.items() if code and "_as_instructor" in code.co_names}
    assert asks == set(ACTIONS)


def test_a_room_keeps_nothing_of_a_session_but_a_hash(opened: Room) -> None:
    assert "teacher" not in repr(opened)
    assert len(TEACHER) == 32


# Coming and going


def test_who_comes_back_has_the_same_seat_and_what_they_said(opened: Room, clock: Clock) -> None:
    opened.join(ANN, "Ann")
    opened.ask(TEACHER, ASKED)
    opened.predict(ANN, "", 1, "left")
    clock.now += 60
    assert not opened.is_here(opened.trainees[ANN])
    opened.seen(ANN)
    assert opened.is_here(opened.trainees[ANN])
    assert opened.join(ANN, "Anna").expects == "left"
    assert [each.nickname for each in opened.list_trainees()] == ["Anna"]


def test_a_room_takes_so_many_and_no_more(opened: Room) -> None:
    for number in range(room.MOST_TRAINEES):
        opened.join(str(number), "x")
    with refused("full"):
        opened.join("late", "x")
    opened.join("3", "still there")


def test_a_room_that_is_over_remembers_nobody(rooms: RoomRegistry, opened: Room) -> None:
    opened.join(ANN, "Ann")
    opened.close(TEACHER)
    assert not opened.trainees
    assert "Ann" not in repr(opened)
    assert rooms.of(ANN) is None
    with refused("closed"):
        opened.join(BO, "Bo")
    with refused("No room"):
        rooms.find(opened.code, "here")


def test_a_room_in_which_nobody_was_seen_is_forgotten(
    rooms: RoomRegistry, opened: Room, clock: Clock
) -> None:
    opened.join(ANN, "Ann")
    clock.now += registry.IDLE - 1
    opened.seen(ANN)
    clock.now += registry.IDLE - 1
    assert rooms.of(ANN) is opened
    clock.now += 2
    assert rooms.of(ANN) is None
    assert not opened.trainees
    assert len(rooms) == 0


def test_an_instructor_has_one_room_and_a_server_so_many(rooms: RoomRegistry, opened: Room) -> None:
    second = rooms.open(TEACHER)
    assert opened.state.over
    assert rooms.led_by(TEACHER) is second
    for number in range(registry.MOST_ROOMS - 1):
        rooms.open(str(number))
    with refused("as many rooms"):
        rooms.open("one more")


def test_who_guesses_codes_is_made_to_wait_and_nobody_else(
    rooms: RoomRegistry, opened: Room, clock: Clock
) -> None:
    wrong = "BBBBB" if opened.code != "BBBBB" else "CCCCC"
    for _ in range(int(registry.TRIES)):
        with refused("No room"):
            rooms.find(wrong, "10.0.0.9")
    with refused("Wait"):
        rooms.find(opened.code, "10.0.0.9")
    assert rooms.find(opened.code, "10.0.0.8") is opened
    clock.now += registry.SECONDS_A_TRY
    assert rooms.find(opened.code, "10.0.0.9") is opened


def test_addresses_that_guessed_are_forgotten_before_they_fill_the_memory(rooms: RoomRegistry) -> None:
    for number in range(registry.MOST_ADDRESSES + 50):
        with refused("No room"):
            rooms.find("BBBBB", str(number))
    assert len(rooms._tries) <= registry.MOST_ADDRESSES + 1


# Waiting for predictions


def test_outcomes_wait_until_all_who_are_here_have_said(
    rooms: RoomRegistry, opened: Room, clock: Clock
) -> None:
    for who in (ANN, BO):
        opened.join(who, "x")
    opened.wait(TEACHER, True)
    opened.ask(TEACHER, ASKED)
    assert rooms.hides_from(ANN)
    assert rooms.hides_from(TEACHER)
    assert not rooms.hides_from("somebody else")
    opened.predict(ANN, "", 1, "left")
    assert opened.count_answers() == (1, 2)
    assert rooms.hides_from(ANN)
    opened.predict(BO, "", 1, "same")
    assert not rooms.hides_from(ANN)
    assert opened.counts() == {"left": 1, "right": 0, "same": 1}


def test_who_is_gone_holds_nobody_up(rooms: RoomRegistry, opened: Room, clock: Clock) -> None:
    for who in (ANN, BO):
        opened.join(who, "x")
    opened.wait(TEACHER, True)
    opened.ask(TEACHER, ASKED)
    opened.predict(ANN, "", 1, "left")
    clock.now += room.AWAY_AFTER + 1
    opened.seen(ANN)
    assert not rooms.hides_from(ANN)


def test_the_next_question_hides_again_and_forgets_what_was_said(rooms: RoomRegistry, opened: Room) -> None:
    opened.join(ANN, "Ann")
    opened.wait(TEACHER, True)
    opened.ask(TEACHER, ASKED)
    opened.predict(ANN, "", 1, "left")
    with refused("shown already"):
        opened.predict(ANN, "", 1, "right")
    opened.ask(TEACHER, replace(ASKED, step=2))
    assert rooms.hides_from(ANN)
    assert opened.trainees[ANN].expects == ""
    with refused("not asked"):
        opened.predict(ANN, "", 1, "left")
    with refused("one of those shown"):
        opened.predict(ANN, "", 2, "<b>")
    with refused("not in this room"):
        opened.predict(BO, "", 2, "left")


def test_an_instructor_may_show_before_all_have_said(rooms: RoomRegistry, opened: Room) -> None:
    opened.join(ANN, "Ann")
    opened.wait(TEACHER, True)
    assert rooms.hides_from(ANN)
    opened.reveal(TEACHER)
    assert not rooms.hides_from(ANN)


def test_the_spread_is_shown_with_one_of_the_answers(opened: Room) -> None:
    opened.ask(TEACHER, ASKED)
    with refused("one of those shown"):
        opened.show_spread(TEACHER, "up")
    opened.show_spread(TEACHER, "right")
    assert (opened.state.spread, opened.state.answer, opened.state.hides) == (True, "right", False)


def test_news_come_at_once_to_all_who_wait(opened: Room) -> None:
    known, heard = opened.state.number, []
    waiting = [
        threading.Thread(target=lambda: heard.append(opened.wait_for_change(known, 30).link))
        for _ in range(20)
    ]
    for each in waiting:
        each.start()
    opened.push(TEACHER, "seed=5")
    for each in waiting:
        each.join(10)
    assert heard == ["seed=5"] * 20


def test_many_who_come_and_go_at_once_leave_nothing(rooms: RoomRegistry, opened: Room) -> None:
    def come_and_go(number: int) -> None:
        for turn in range(50):
            who = f"{number} {turn}"
            rooms.find(opened.code, "here").join(who, "x")
            opened.seen(who)
            rooms.hides_from(who)
            opened.leave(who)

    threads = [threading.Thread(target=come_and_go, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert opened.list_trainees() == ()


# Locks


def session(**more: object) -> Session:
    return Session(opening("zigui-2004"), **more)  # type: ignore[arg-type]


def seated(rooms: RoomRegistry, who: str = ANN) -> Participant:
    seat = Participant(session(), rooms, who, "here")
    seat.resume()
    seat.join({"code": rooms.led_by(TEACHER).code, "nickname": "Ann"})  # type: ignore[union-attr]
    return seat


WAYS = {
    "a slider": lambda it: it.act("delta", lambda now: move_lever(now, "delta", 1.0, 0)),
    "a slider in mid-play": lambda it: it.act("delta", lambda now: move_lever(now, "delta", 1.0, 60)),
    "one side": lambda it: it.act("delta", lambda now: move_lever(now, "delta", 1.0, 0, "left")),
    "another story": lambda it: it.act("story", lambda now: opening("county-town")),
    "another rule": lambda it: it.act("left", lambda now: with_rule(now, "left", "stationed")),
    "a township": lambda it: it.act("x", lambda now: with_township(now, "left", "Maoping", "stationed")),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_locked_cannot_be_changed_in_any_way_and_a_sentence_says_so(
    rooms: RoomRegistry, opened: Room, way: str
) -> None:
    seat = seated(rooms)
    opened.lock(TEACHER, ["place", "rules", "delta"])
    before = seat.session.choice
    WAYS[way](seat.session)
    assert seat.session.choice == before
    assert any("The instructor has locked this" in said for said in seat.session.errors.values())
    opened.lock(TEACHER, [])
    WAYS[way](seat.session)
    assert seat.session.choice != before


def test_undo_does_not_get_around_a_lock(rooms: RoomRegistry, opened: Room) -> None:
    seat = seated(rooms)
    seat.session.act("delta", lambda now: move_lever(now, "delta", 1.0, 0))
    moved = seat.session.choice
    opened.lock(TEACHER, ["delta"])
    seat.session.undo()
    assert seat.session.choice == moved
    assert "locked" in seat.session.errors["lever"]
    opened.lock(TEACHER, [])
    seat.session.undo()
    assert seat.session.choice != moved


def test_what_is_not_locked_is_free_and_so_is_the_instructor(rooms: RoomRegistry, opened: Room) -> None:
    opened.lock(TEACHER, ["place", "rules", "delta"])
    trainee, teacher = seated(rooms), Participant(session(), rooms, TEACHER, "here")
    teacher.resume()
    for seat, name in ((trainee, "data_sharing"), (teacher, "delta")):
        seat.session.act(name, lambda now, name=name: move_lever(now, name, 0.75, 0))
        assert not seat.session.errors
        assert dict(seat.session.choice.comparison.left.values) == {name: 0.75}


@pytest.mark.parametrize("names", [None, "delta", {"delta": 1}, ["nothing"], [["delta"]], ["delta"] * 101])
def test_locks_of_a_browser_are_checked(names: object) -> None:
    with pytest.raises(InputError):
        locks.check_names(names)


# A page in a room


def test_what_is_pushed_is_on_every_trainees_page_and_nothing_of_theirs_is_in_the_way(
    rooms: RoomRegistry, opened: Room
) -> None:
    seat = seated(rooms)
    seat.session.act("delta", lambda now: move_lever(now, "delta", 1.0, 0))
    seat.session.speak("zh_CN")
    opened.push(TEACHER, "place=county-town&seed=9&left=stationed&lang=en")
    seat.apply(opened.state)
    choice = seat.session.choice
    assert (choice.comparison.place, choice.comparison.seed, choice.comparison.left.rule) == (
        "county-town",
        9,
        "stationed",
    )
    assert choice.language == "zh_CN"
    assert not seat.session.past
    seat.session.act("delta", lambda now: move_lever(now, "delta", 1.0, 0))
    seat.apply(replace(opened.state, number=99))
    assert dict(seat.session.choice.comparison.left.values) == {"delta": 1.0}


def test_outcomes_are_hidden_on_the_page_as_long_as_the_room_says(rooms: RoomRegistry, opened: Room) -> None:
    seat = seated(rooms)
    opened.wait(TEACHER, True)
    seat.apply(opened.state)
    assert seat.session.hidden
    seat.session.hide("lesson", True)
    opened.reveal(TEACHER)
    seat.apply(opened.state)
    assert seat.session.hiding == {"lesson"}
    opened.wait(TEACHER, True)
    opened.close(TEACHER)
    seat.apply(opened.state)
    assert seat.session.hiding == {"lesson"}


@pytest.mark.parametrize(
    "act",
    [
        lambda it: it.push({"what": "page"}),
        lambda it: it.push({"what": "story", "name": "town"}),
        lambda it: it.push({"what": "lesson", "name": "x", "step": 0}),
        lambda it: it.lock(["delta"]),
        lambda it: it.ask(),
        lambda it: it.wait(True),
        lambda it: it.reveal(),
        lambda it: it.remove("Ann"),
        lambda it: it.close(),
    ],
)
def test_a_trainees_page_that_sends_what_only_an_instructor_may_changes_nothing(
    rooms: RoomRegistry, opened: Room, act: object
) -> None:
    seat = seated(rooms)
    before, choice = opened.state, seat.session.choice
    seat.do(lambda: act(seat))  # type: ignore[operator]
    assert "Only the instructor" in seat.error
    assert opened.state == before
    assert seat.session.choice == choice


def test_a_wrong_code_is_a_sentence(rooms: RoomRegistry, opened: Room) -> None:
    seat = Participant(session(), rooms, BO, "here")
    for said in (
        None,
        3,
        {},
        {"code": "BBBBB"},
        {"code": opened.code},
        {"code": opened.code, "nickname": []},
    ):
        seat.do(lambda said=said: seat.join(said))
        assert seat.error
        assert seat.room is None


# The address


def test_the_address_for_a_class_is_the_one_the_page_was_asked_for_unless_that_is_loopback() -> None:
    assert Address("0.0.0.0", 8765, "s&cret").link("10.1.2.3:8765", "BCDFG") == (
        "http://10.1.2.3:8765/?token=s%26cret&room=BCDFG"
    )
    assert Address("192.168.1.5", 80).base("127.0.0.1:80") == "http://192.168.1.5:80/"
    assert "0.0.0.0" not in Address("0.0.0.0", 80, "x").base("localhost:80")
    assert not Address().is_for_others


def test_the_link_for_the_class_says_what_the_browser_says() -> None:
    """Behind TLS a link and a QR code in plain http lead nowhere."""
    behind = Address("127.0.0.1", 8765, "s&cret")
    assert behind.link("https://lab.example.edu", "BCDFG") == (
        "https://lab.example.edu/?token=s%26cret&room=BCDFG"
    )
    assert Address("0.0.0.0", 8765, "x").base("http://10.1.2.3:8765") == "http://10.1.2.3:8765/"
    assert Address("0.0.0.0", 8765, "x").base("https://localhost").startswith("http://")
    declared = Address("127.0.0.1", 8765, "x", "https://lab.example.edu:8443")
    assert declared.base("127.0.0.1:8765") == "https://lab.example.edu:8443/"
    assert declared.is_for_others


def test_the_qr_code_is_square_with_three_corners_and_a_quiet_margin() -> None:
    size, path = qr("http://192.168.1.20:8765/?room=BCDFG")
    dark = {tuple(map(int, each.split("h")[0].split())) for each in path.split("M")[1:]}
    assert {(x, y) for x, y in dark if min(x, y) < 2 or max(x, y) >= size - 2} == set()
    for left, top in ((2, 2), (size - 9, 2), (2, size - 9)):
        assert {(left + each, top) for each in range(7)} <= dark


# Lessons in a room


LESSON = "two-hypotheses"


def predicts() -> int:
    from jiaosuo.dashboard.lessons import LESSONS

    return LESSONS[LESSON].predicts[0]


def answers() -> list[str]:
    from jiaosuo.dashboard.lessons import LESSONS

    return [each.id for each in LESSONS[LESSON].steps[predicts()].choices]


def test_a_pushed_step_that_asks_asks_the_room_and_the_lessons_answer_is_the_rooms(
    rooms: RoomRegistry, opened: Room
) -> None:
    from jiaosuo.dashboard.lessons import moves

    trainee, teacher = seated(rooms), Participant(session(), rooms, TEACHER, "here")
    teacher.resume()
    opened.wait(TEACHER, True)
    teacher.do(lambda: teacher.push({"what": "lesson", "name": LESSON, "step": predicts()}))
    assert not teacher.error
    trainee.apply(opened.state)
    assert trainee.session.lesson is not None
    assert trainee.session.lesson.step == predicts()
    assert opened.state.question == Question(LESSON, predicts(), tuple(answers()))
    moves.predict(trainee.session, {"choice": answers()[0]})
    assert opened.counts()[answers()[0]] == 1
    assert not rooms.hides_from(ANN)


def test_what_comes_after_a_question_in_a_lesson_keeps_it_and_another_lesson_does_not(
    rooms: RoomRegistry, opened: Room
) -> None:
    trainee, teacher = seated(rooms), Participant(session(), rooms, TEACHER, "here")
    teacher.resume()
    opened.wait(TEACHER, True)
    teacher.push({"what": "lesson", "name": LESSON, "step": predicts()})
    trainee.apply(opened.state)
    opened.predict(ANN, LESSON, predicts(), answers()[0])
    teacher.push({"what": "lesson", "name": LESSON, "step": predicts() + 1})
    assert opened.state.question is not None
    assert not opened.state.hides
    assert opened.counts()[answers()[0]] == 1
    teacher.push({"what": "story", "name": "town"})
    assert opened.state.question is None
    trainee.apply(opened.state)
    assert trainee.session.lesson is None
    assert trainee.session.choice.story == "town"


def test_the_instructors_own_prediction_is_not_pushed(rooms: RoomRegistry, opened: Room) -> None:
    from jiaosuo.dashboard.lessons import moves

    trainee, teacher = seated(rooms), Participant(session(), rooms, TEACHER, "here")
    teacher.resume()
    moves.follow(teacher.session, (LESSON, predicts()))
    moves.predict(teacher.session, {"choice": answers()[0]})
    teacher.push({"what": "page"})
    assert "predict" not in opened.state.link
    trainee.apply(opened.state)
    assert trainee.session.lesson is not None
    assert trainee.session.lesson.predictions == {}


def test_who_is_where_is_told_in_the_instructors_language(rooms: RoomRegistry, opened: Room) -> None:
    from jiaosuo.dashboard.lessons import moves
    from jiaosuo.dashboard.rooms import panel
    from jiaosuo.dashboard.rooms.hooks import where

    trainee, teacher = seated(rooms), Participant(session(), rooms, TEACHER, "here")
    moves.follow(trainee.session, (LESSON, 0))
    opened.seen(ANN, where(trainee.session))
    teacher.session.speak("zh_CN")
    rows = panel.panel(teacher, "127.0.0.1:1")["instructor"]["trainees"]
    assert [(row["nickname"], row["here"]) for row in rows] == [("Ann", True)]
    assert "第 1 步" in rows[0]["where"]
