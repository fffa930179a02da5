"""A class as one, without a browser: clocks tied, next for all, own questions, the book, the wall."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from jiaosuo.dashboard.choice.choice import with_rule
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import LESSONS, moves
from jiaosuo.dashboard.lessons.panel import panel as lesson_panel
from jiaosuo.dashboard.page import callbacks, panel_data
from jiaosuo.dashboard.rooms import book, panel, question
from jiaosuo.dashboard.rooms import hooks as page_hooks
from jiaosuo.dashboard.rooms.beat import Beat, check_beat
from jiaosuo.dashboard.rooms.class_file import class_file
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.participant import Participant
from jiaosuo.dashboard.rooms.question import Question
from jiaosuo.dashboard.rooms.record import record_of, room_of
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.dashboard.rooms.wall import wall
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate
from tests.dashboard.conftest import Clock

TEACHER, ANN, BO = (fingerprint(name) for name in ("teacher", "ann", "bo"))
LESSON = "two-hypotheses"
ASKED = Question("", 1, ("left", "right", "same"), "response_mean")


@pytest.fixture
def room(rooms: RoomRegistry, clock: Clock) -> Room:
    found = rooms.open(TEACHER)
    found.wall = clock
    return found


def desk(rooms: RoomRegistry) -> Participant:
    found = Participant(Session(opening("zigui-2004")), rooms, TEACHER, "here")
    found.resume()
    return found


def on_wall(rooms: RoomRegistry) -> Participant:
    found = Participant(Session(opening("zigui-2004")), rooms, TEACHER, "here", on_wall=True)
    found.resume()
    return found


def seated(rooms: RoomRegistry, room: Room, who: str = ANN, name: str = "Ann") -> Participant:
    found = Participant(Session(opening("zigui-2004")), rooms, who, "here")
    found.resume()
    found.join({"code": room.code, "nickname": name})
    return found


def steps(kind: str) -> int:
    return next(place for place, step in enumerate(LESSONS[LESSON].steps) if step.kind == kind)


def answers() -> list[str]:
    return [each.id for each in LESSONS[LESSON].steps[steps("predict")].choices]


# Clocks


def test_a_step_that_is_pushed_ties_the_clocks_and_hides_what_comes_out(
    rooms: RoomRegistry, room: Room
) -> None:
    desk(rooms).push({"what": "lesson", "name": LESSON, "step": 0})
    assert (room.state.together, room.state.waits) == (True, True)
    assert rooms.hides_from(TEACHER)
    room.push(TEACHER, "place=zigui-2004")
    assert (room.state.together, room.state.waits) == (False, False), "both end with the lesson"


def test_what_is_switched_by_hand_stays_as_it_was_switched(rooms: RoomRegistry, room: Room) -> None:
    teacher = desk(rooms)
    teacher.push({"what": "lesson", "name": LESSON, "step": 0})
    teacher.tie(False)
    teacher.wait(False)
    teacher.push({"what": "lesson", "name": LESSON, "step": 1})
    assert (room.state.together, room.state.waits) == (False, False)
    teacher.tie(True)
    teacher.wait(True)
    room.push(TEACHER, "place=zigui-2004")
    assert (room.state.together, room.state.waits) == (True, True)


def test_a_step_behind_the_answer_hides_nothing_where_nothing_was_asked(
    rooms: RoomRegistry, room: Room
) -> None:
    desk(rooms).push({"what": "lesson", "name": LESSON, "step": steps("reveal")})
    assert room.state.together
    assert not room.state.hides


def test_a_latecomer_lands_at_the_minute_at_which_the_instructor_is_by_now(
    rooms: RoomRegistry, room: Room, clock: Clock
) -> None:
    teacher = desk(rooms)
    teacher.tie(True)
    callbacks.paused(teacher.session, {"playing": True, "minute": 600.5, "speed": 168})
    clock.now += 10
    late = seated(rooms, room).session.clock
    assert late is not None
    assert (late.leads, late.playing, late.minute, late.speed) == (False, True, 600.5 + 1_680, 168)
    callbacks.paused(teacher.session, {"playing": False, "minute": 2_400, "speed": 168})
    clock.now += 10
    still = seated(rooms, room, BO, "Bo").session.clock
    assert still is not None
    assert (still.playing, still.minute) == (False, 2_400)


def test_a_beat_is_followed_once_and_no_longer_than_the_clocks_are_tied(
    rooms: RoomRegistry, room: Room, clock: Clock
) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.tie(True)
    teacher.beat({"playing": True, "minute": 60, "speed": 10})
    trainee.apply(room.state)
    first = trainee.session.clock
    clock.now += 5
    trainee.apply(replace(room.state, number=99))
    assert trainee.session.clock is first, "the page goes on by itself"
    teacher.beat({"playing": True, "minute": 5, "speed": 10})
    trainee.apply(room.state)
    assert trainee.session.clock is not None
    assert (trainee.session.clock.number, trainee.session.clock.minute) == (2, 5)
    teacher.tie(False)
    trainee.apply(room.state)
    assert trainee.session.clock is None


def test_the_desk_leads_and_is_led_by_nobody(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    assert teacher.session.clock is not None
    assert teacher.session.clock.leads
    assert trainee.session.on_play is None
    teacher.beat({"playing": True, "minute": 60, "speed": 10})
    again = desk(rooms).session.clock
    assert again is not None
    assert (again.leads, again.number, again.minute >= 60) == (True, 1, True), "a reload goes on where it was"


def test_a_beat_draws_no_page_that_has_its_own_clock(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee, shown = desk(rooms), seated(rooms, room), on_wall(rooms)
    before = room.state
    teacher.beat({"playing": False, "minute": 7, "speed": 10})
    for page in (teacher, trainee, shown):
        page.apply(room.state)
    seen = [page_hooks.is_seen(page, before, room.state) for page in (teacher, trainee, shown)]
    assert seen == [False, False, True], "the wall follows the desk in any case"


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"minute": "1", "speed": 1},
        {"minute": -1, "speed": 1},
        {"minute": float("nan"), "speed": 1},
        {"minute": True, "speed": 1},
        {"minute": 1, "speed": float("inf")},
        {"minute": 1e30, "speed": 1},
    ],
)
def test_what_is_no_beat_changes_nothing(rooms: RoomRegistry, room: Room, said: object) -> None:
    with pytest.raises(InputError):
        check_beat(said)
    teacher, before = desk(rooms), room.state
    teacher.beat(said)
    assert room.state == before


def test_a_clock_that_stands_stands() -> None:
    assert Beat(1, 30, False, 168, 5).minute_at(50) == 30
    assert Beat(1, 30, True, 2, 5).minute_at(4) == 30, "a server whose time is set back"


# Next for all


def test_next_for_all_is_the_next_step_for_all(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": 0})
    teacher.next_for_all()
    trainee.apply(room.state)
    assert room.state.lesson == (LESSON, 1)
    assert trainee.session.lesson is not None
    assert trainee.session.lesson.step == 1
    assert panel.panel(teacher, "127.0.0.1:1")["instructor"]["next"] == "Next for all: 3 · What came out"


def test_next_for_all_does_not_leave_behind_what_nobody_has_seen(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    teacher.next_for_all()
    assert room.state.lesson == (LESSON, steps("reveal"))
    teacher.do(teacher.next_for_all)
    assert "Show the outcomes first" in teacher.error
    assert panel.panel(teacher, "127.0.0.1:1")["instructor"]["next_waits"]
    trainee.expects(answers()[0])
    teacher.do(teacher.next_for_all)
    assert room.state.lesson == (LESSON, steps("reveal") + 1)


def test_after_the_last_step_comes_the_next_lesson_and_after_a_story_the_next_story(
    rooms: RoomRegistry, room: Room
) -> None:
    teacher = desk(rooms)
    last = len(LESSONS[LESSON].steps) - 1
    teacher.push({"what": "lesson", "name": LESSON, "step": last})
    teacher.next_for_all()
    assert room.state.lesson is not None
    assert room.state.lesson[0] != LESSON
    assert room.state.lesson[1] == 0
    teacher.push({"what": "story", "name": "town"})
    teacher.next_for_all()
    assert teacher.session.choice.story not in ("", "town")


def test_a_trainee_does_not_go_on_for_all(rooms: RoomRegistry, room: Room) -> None:
    trainee, before = seated(rooms, room), room.state
    trainee.do(trainee.next_for_all)
    assert "Only the instructor" in trainee.error
    trainee.do(lambda: trainee.tie(True))
    trainee.beat({"playing": False, "minute": 7, "speed": 10})
    assert room.state == before


# A question in own words

WRONG = {
    question.TEXT_RULE: [
        ("", ["a", "b"]),
        (" \u200b ", ["a", "b"]),
        ("x" * 201, ["a", "b"]),
        (None, ["a", "b"]),
    ],
    question.CHOICES_RULE: [("x", ["a"]), ("x", list("abcdefg")), ("x", "ab"), ("x", None)],
    question.CHOICE_RULE: [
        ("x", ["a", " "]),
        ("x", ["a", "b" * 81]),
        ("x", ["a", 3]),
        ("x", ["a", "b" * 9_999]),
    ],
    question.TWICE_RULE: [("x", ["yes", "YES "])],
}


@pytest.mark.parametrize(("rule", "said"), [(rule, said) for rule, all_ in WRONG.items() for said in all_])
def test_what_is_no_question_is_refused_in_both_languages(
    rooms: RoomRegistry, room: Room, rule: str, said: tuple[object, object]
) -> None:
    teacher = desk(rooms)
    for language in ("en", "zh_CN"):
        teacher.session.speak(language)
        teacher.do(lambda: teacher.ask_own({"text": said[0], "choices": said[1]}))
        assert teacher.error == translate(rule, language)
    assert translate(rule, "zh_CN") != rule
    assert room.state.question is None


def test_a_class_answers_a_question_in_own_words(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.ask_own({"text": " <b>Who</b>\n\u202egoes? ", "choices": ["Traffic <i>", "Whoever is near"]})
    trainee.apply(room.state)
    shown = panel.panel(trainee, "")["question"]
    assert (shown["text"], shown["open"]) == ("<b>Who</b> goes?", True)
    assert shown["choices"][0] == {"name": "1", "label": "Traffic <i>"}
    trainee.expects("2")
    teacher.show_spread()
    trainee.apply(room.state)
    rows = panel.panel(trainee, "")["spread"]
    assert [(row["count"], row["came"]) for row in rows] == [(0, False), (1, False)], "no world answers it"
    teacher.ask_own({"text": "Again?", "choices": ["Yes", "No"]})
    assert room.trainees[ANN].expects == ""


# The reveal is not passed by


def test_who_is_in_a_room_goes_on_once_it_is_shown(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    seated(rooms, room, BO, "Bo")
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    trainee.apply(room.state)
    session = trainee.session
    told = lesson_panel(session, None)
    assert told is not None
    assert (told.waits_for, told.may_skip) == ("Say what you expect before you go on.", False)
    moves.predict(session, {"choice": "-"})
    assert "before you go on" in session.errors["lesson"]
    moves.predict(session, {"choice": answers()[0]})
    told = lesson_panel(session, None)
    assert told is not None
    assert told.waits_for == moves.HELD
    moves.go(session, {"step": steps("reveal")})
    assert "as soon as your instructor shows it" in session.errors["lesson"]
    assert session.lesson is not None
    assert session.lesson.step == steps("predict")
    teacher.reveal()
    trainee.apply(room.state)
    moves.go(session, {"step": steps("reveal")})
    assert session.lesson.step == steps("reveal")


def test_who_did_not_answer_in_time_is_not_asked_any_more_and_sees_it(
    rooms: RoomRegistry, room: Room
) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    teacher.reveal()
    trainee.apply(room.state)
    moves.settle(trainee.session)
    assert not trainee.session.hidden
    told = lesson_panel(trainee.session, None)
    assert told is not None
    assert told.to_json()["no_guess"] is True
    assert told.waits_for == ""
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    trainee.apply(room.state)
    moves.settle(trainee.session)
    assert trainee.session.lesson is not None
    assert trainee.session.lesson.predictions == {}, "asked anew, it is to be answered"


def test_what_was_said_before_it_was_asked_counts(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": 0})
    trainee.apply(room.state)
    moves.go(trainee.session, {"step": steps("predict")})
    moves.predict(trainee.session, {"choice": answers()[0]})
    assert room.count_answers()[0] == 0
    teacher.next_for_all()
    trainee.apply(room.state)
    assert room.trainees[ANN].expects == answers()[0]
    assert not room.state.hides


def test_a_question_of_a_lesson_may_be_asked_once_more(rooms: RoomRegistry, room: Room) -> None:
    """A class votes, talks, and votes again."""
    teacher, trainee = desk(rooms), seated(rooms, room)
    for choice in answers()[:2]:
        teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
        trainee.apply(room.state)
        assert trainee.session.lesson is not None
        assert trainee.session.lesson.predictions == {}
        moves.predict(trainee.session, {"choice": choice})
        trainee.apply(room.state)
        assert room.trainees[ANN].expects == choice
        assert room.state.shown
    assert [row["Answer"] for row in rows_of(room)] == [
        each.words for each in LESSONS[LESSON].steps[steps("predict")].choices[:2]
    ]


def test_alone_next_asks_for_a_guess_or_shows_it_without_one() -> None:
    session = Session(opening("zigui-2004"))
    moves.open_(session, LESSON)
    moves.go(session, {"step": steps("predict")})
    told = lesson_panel(session, None)
    assert told is not None
    assert (bool(told.waits_for), told.may_skip) == (True, True)
    moves.go(session, {"step": steps("reveal")})
    assert "before you go on" in session.errors["lesson"]
    moves.predict(session, {"choice": "-"})
    assert session.lesson is not None
    assert session.lesson.step == steps("reveal")
    told = lesson_panel(session, None)
    assert told is not None
    assert "worlds are still being run" in told.waits_for, "what came out comes first"


# The wall


def test_the_wall_shows_no_name_and_no_vote_before_the_spread(rooms: RoomRegistry, room: Room) -> None:
    teacher, trainee, shown = desk(rooms), seated(rooms, room, name="Xiaoming"), on_wall(rooms)
    teacher.wait(True)
    teacher.ask_own({"text": "Who goes?", "choices": ["Traffic", "Near"]})
    trainee.expects("2")
    shown.apply(room.state)
    told = wall(shown, "10.0.0.7:8765")
    assert told["code"] == room.code
    assert told["question"]["text"] == "Who goes?"
    assert told["spread"] == []
    assert told["notes"] == ["1 of 1 have said what they expect."]
    teacher.show_spread()
    shown.apply(room.state)
    told = wall(shown, "10.0.0.7:8765")
    assert [row["count"] for row in told["spread"]] == [0, 1]
    assert "Xiaoming" not in json.dumps(told)
    assert "Xiaoming" not in json.dumps(panel_data.masthead(shown.session, ""))


def test_the_wall_is_nobody_and_does_nothing(rooms: RoomRegistry, room: Room) -> None:
    shown = on_wall(rooms)
    assert room.list_trainees() == ()
    assert room.count_answers() == (0, 0)
    assert not shown.is_instructor
    assert shown.session.on_predict is None
    before, choice = room.state, shown.session.choice
    for act in (shown.next_for_all, shown.reveal, shown.ask, shown.close, shown.show_spread):
        shown.do(act)
        assert shown.error == "The window for the wall only shows."
    shown.session.act("left", lambda now: with_rule(now, "left", "stationed"))
    assert "only shows" in shown.session.errors["left"]
    assert (room.state, shown.session.choice) == (before, choice)


def test_the_wall_follows_what_is_pushed_and_not_what_the_instructor_tries(
    rooms: RoomRegistry, room: Room
) -> None:
    teacher, shown = desk(rooms), on_wall(rooms)
    teacher.push({"what": "story", "name": "town"})
    teacher.session.act("left", lambda now: with_rule(now, "left", "stationed"))
    shown.apply(room.state)
    assert shown.session.choice.story == "town"
    assert shown.session.choice.comparison.left.rule != "stationed"
    room.close(TEACHER)
    assert wall(shown, "")["notes"] == ["The room is closed."]
    assert wall(shown, "")["code"] == ""


@pytest.mark.parametrize(("who", "let_in"), [("teacher", True), ("ann", False), ("stranger", False)])
def test_the_address_of_the_wall_opens_it_for_the_session_that_leads_the_room_alone(
    monkeypatch: pytest.MonkeyPatch, rooms: RoomRegistry, room: Room, who: str, let_in: bool
) -> None:
    room.join(ANN, "Ann")
    monkeypatch.setattr(page_hooks, "the_registry", lambda: rooms)
    monkeypatch.setattr(page_hooks.solara, "get_session_id", lambda: who)
    page = page_hooks.begin(Session(opening("zigui-2004")), f"?wall={room.code}&lang=en")
    assert page.on_wall is let_in


def test_the_controls_of_the_wall_do_nothing() -> None:
    session = Session(opening("zigui-2004"))
    before = session.choice
    for panels in vars(callbacks.quiet(session)).values():
        for tell in panels.values():
            tell({"side": "left", "rule": "stationed", "name": "delta", "value": 1, "minute": 0})
    assert session.choice == before
    assert not session.errors


# Locks that look locked


def test_a_trainee_is_told_what_is_locked_and_the_instructor_has_nothing_locked(
    rooms: RoomRegistry, room: Room
) -> None:
    trainee, teacher = seated(rooms, room), desk(rooms)
    room.lock(TEACHER, ["place", "rules", "delta"])
    for page in (trainee, teacher):
        page.apply(room.state)
    settings = panel_data.player(trainee.session)["settings"]
    assert settings["locked"] == {
        "names": ["delta", "place", "rules"],
        "why": "The instructor has locked this.",
    }
    assert panel_data.masthead(trainee.session, "")["locked"] == "The instructor has locked this."
    assert panel_data.player(teacher.session)["settings"]["locked"]["names"] == []
    trainee.leave()
    assert panel_data.masthead(trainee.session, "")["locked"] == ""


# The book and its file


def rows_of(room: Room, language: str = "en") -> list[dict[str, str]]:
    text = class_file(room, language).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_says_who_answered_what_and_when_of_which_worlds(
    rooms: RoomRegistry, room: Room, clock: Clock
) -> None:
    teacher, ann = desk(rooms), seated(rooms, room)
    seated(rooms, room, BO, "Bo")
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    ann.expects(answers()[0])
    clock.now += 30
    ann.expects(answers()[1])
    room.came_out(TEACHER, answers()[0])
    teacher.ask_own({"text": "Who goes?", "choices": ["Traffic", "Near"]})
    first, second = rows_of(room)
    step = LESSONS[LESSON].steps[steps("predict")]
    words = {each.id: each.words for each in step.choices}
    assert first["Nickname"] == "Ann"
    assert (first["Answer"], first["What came out"]) == (words[answers()[1]], words[answers()[0]])
    assert (first["Asked at (UTC)"], first["Answered at (UTC)"]) == (
        "1970-01-01 00:16:40",
        "1970-01-01 00:17:10",
    )
    scene = LESSONS[LESSON].playing(steps("predict"))
    assert first["Lesson"] == LESSONS[LESSON].title
    assert first["Step"] == str(steps("predict") + 1)
    assert first["Seeds"] == f"{scene.seed} to {scene.seed + 19}"
    assert first["Days"] == f"{scene.days:g}"
    assert (second["Question"], second["Nickname"], second["Answer"]) == ("Who goes?", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+A", "-A", "@A"])
def test_no_cell_of_the_file_is_a_formula(rooms: RoomRegistry, room: Room, name: str) -> None:
    teacher, ann = desk(rooms), seated(rooms, room, name=name)
    teacher.ask_own({"text": "=cmd|' /C calc'!A0", "choices": ["@SUM(1)", "-2+3"]})
    ann.expects("1")
    (row,) = rows_of(room)
    for column, said in (("Nickname", name), ("Answer", "@SUM(1)"), ("Question", "=cmd|' /C calc'!A0")):
        assert row[column] == f"'{said}"


def test_the_file_speaks_the_readers_language(rooms: RoomRegistry, room: Room) -> None:
    teacher, ann = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": steps("predict")})
    ann.expects(answers()[0])
    (row,) = rows_of(room, "zh_CN")
    assert row["昵称"] == "Ann"
    assert row["回答时间（UTC）"]


def test_who_leaves_takes_the_name_along_and_the_sums_hold(rooms: RoomRegistry, room: Room) -> None:
    teacher, ann, bo = desk(rooms), seated(rooms, room), seated(rooms, room, BO, "Bo")
    teacher.ask_own({"text": "Who goes?", "choices": ["Traffic", "Near"]})
    ann.expects("1")
    bo.expects("2")
    ann.leave()
    teacher.remove("Bo")
    rows = rows_of(room)
    assert [row["Nickname"] for row in rows] == ["(has left the room)"] * 2
    assert sorted(row["Answer"] for row in rows) == ["Near", "Traffic"]
    assert ANN not in repr(room.book)
    room.close(TEACHER)
    assert rows_of(room) == []


def test_a_book_keeps_so_many_questions_and_their_answers() -> None:
    kept = book.Book()
    for number in range(book.MOST_ASKED + 5):
        kept.ask(replace(ASKED, step=number), "", float(number))
        kept.answer(ANN, "left", float(number))
    assert len(kept.asked) == len(kept.answers) == book.MOST_ASKED
    assert min(kept.asked) == min(number for number, _ in kept.answers) == 6


# After a restart


def test_clock_question_and_book_come_back(rooms: RoomRegistry, room: Room, clock: Clock) -> None:
    teacher, ann = desk(rooms), seated(rooms, room)
    teacher.push({"what": "lesson", "name": LESSON, "step": 0})
    teacher.ask_own({"text": "谁去？", "choices": ["Traffic", "Near"]})
    ann.expects("2")
    teacher.beat({"playing": True, "minute": 60, "speed": 10})
    again = room_of(json.loads(json.dumps(record_of(room))), 0.0, clock)
    assert again.state == room.state
    assert again.book == room.book
    assert rows_of(again) == rows_of(room)


def test_a_record_of_before_there_were_clocks_and_a_book_is_read(room: Room, clock: Clock) -> None:
    room.ask(TEACHER, ASKED)
    said = json.loads(json.dumps(record_of(room)))
    del said["book"]
    for new in ("together", "beat", "by_default"):
        del said["state"][new]
    for new in ("text", "labels"):
        del said["state"]["question"][new]
    again = room_of(said, 0.0, clock)
    assert (again.state.together, again.state.beat, again.book.asked) == (False, None, {})
    assert again.state.question == ASKED


def test_a_question_of_a_lesson_that_is_no_more_is_still_in_the_file(room: Room) -> None:
    room.join(ANN, "Ann")
    room.ask(TEACHER, Question("gone", 3, ("yes", "no")))
    room.predict(ANN, "gone", 3, "yes")
    (row,) = rows_of(room)
    assert (row["Lesson"], row["Step"], row["Nickname"], row["Answer"]) == ("gone", "4", "Ann", "yes")
