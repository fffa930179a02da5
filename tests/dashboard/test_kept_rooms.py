"""Rooms that outlast the server: what comes back, and which files are refused and left as they are."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from jiaosuo.dashboard.county import keeping
from jiaosuo.dashboard.rooms import names
from jiaosuo.dashboard.rooms.beat import Beat
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.record import SECONDS_TO_COME_BACK, record_of, room_of
from jiaosuo.dashboard.rooms.registry import IDLE, RoomRegistry
from jiaosuo.dashboard.rooms.room import AWAY_AFTER, Question
from jiaosuo.dashboard.web import state_file
from jiaosuo.dashboard.web.state_file import MARK, NAME, VERSION, StateFile
from jiaosuo.dashboard.web.state_keeper import SEEN_SECONDS, StateKeeper
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.own_places import VARIABLE

COUNTY = {"scenario.toml": b"officers_station = 40\n", "townships.csv": "name\n中心\n".encode()}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A folder for counties of rooms, no county in a room, and the salt of this process put back."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "first"))
    monkeypatch.setattr(keeping, "_of_rooms", {})
    monkeypatch.setattr(names, "_SALT", names.salt())


def keeper(folder, clock, **more):
    found = StateKeeper(StateFile(folder), RoomRegistry(clock), clock=clock, **more)
    found.restore()
    return found


def lesson():
    """A class that has voted on a step of a lesson, all but one; outcomes wait for that one."""
    return Question("why-zigui-merged", 1, ("yes", "no"))


def opened(kept):
    """A room with two trainees, of whom one has voted, and a county."""
    room = kept.registry.open(fingerprint("teacher"))
    room.lock(fingerprint("teacher"), ["place", "delta"])
    room.push(fingerprint("teacher"), "v=1&place=zigui-2004", ("why-zigui-merged", 1))
    room.ask(fingerprint("teacher"), lesson())
    room.join(fingerprint("ann"), "Ann")
    room.join(fingerprint("bo"), "波")
    room.wait(fingerprint("teacher"), True)
    room.predict(fingerprint("ann"), "why-zigui-merged", 1, "yes")
    keeping.keep("mine", COUNTY, room)
    return room


def restarted(folder, clock, monkeypatch, tmp_path, **more):
    """What a new process finds: another salt, no rooms, an empty folder for their counties."""
    monkeypatch.setattr(names, "_SALT", b"another" * 2)
    monkeypatch.setattr(keeping, "_of_rooms", {})
    monkeypatch.setenv(VARIABLE, str(tmp_path / "second"))
    return keeper(folder, clock, **more)


def test_a_room_comes_back_with_its_step_votes_locks_and_county(tmp_path, clock, monkeypatch):
    before = keeper(tmp_path / "state", clock)
    room = opened(before)
    before.close()
    again = restarted(tmp_path / "state", clock, monkeypatch, tmp_path)
    found = again.registry.led_by(fingerprint("teacher"))
    assert found is not None, "the instructor is known by the session"
    assert found.code == room.code
    assert found.state == room.state
    assert [(each.nickname, each.expects) for each in found.list_trainees()] == [("Ann", "yes"), ("波", "")]
    assert again.registry.of(fingerprint("bo")) is found
    name, files = keeping.files_of("mine")
    assert (name, files) == ("mine", COUNTY)
    assert keeping.is_shown("mine", room.code)
    assert not keeping.is_shown("mine", "")
    again.close()


def test_the_first_to_be_back_is_not_everybody(tmp_path, clock, monkeypatch):
    before = keeper(tmp_path / "state", clock)
    opened(before)
    before.close()
    clock.now += 30
    again = restarted(tmp_path / "state", clock, monkeypatch, tmp_path)
    room = again.registry.of(fingerprint("ann"))
    clock.now += 20
    room.seen(fingerprint("ann"))
    assert room.state.hides, "the other has not answered, and is on the way"
    clock.now += SECONDS_TO_COME_BACK + AWAY_AFTER
    room.seen(fingerprint("ann"))
    assert not room.state.hides, "who does not come is not waited for"
    again.close()


def test_what_is_over_is_forgotten_to_the_last_byte(tmp_path, clock):
    kept = keeper(tmp_path / "state", clock)
    room = opened(kept)
    kept.look()
    file = tmp_path / "state" / NAME
    assert "波".encode() in file.read_bytes()
    assert COUNTY["scenario.toml"] in file.read_bytes()
    room.close(fingerprint("teacher"))
    kept.look()
    for secret in ("波".encode(), b"Ann", room.code.encode(), COUNTY["scenario.toml"]):
        assert secret not in file.read_bytes()
    assert sorted(each.name for each in file.parent.iterdir()) == ["rooms.lock", NAME], "no journal is left"
    kept.close()


def test_a_room_idle_while_the_server_was_away_is_over(tmp_path, clock, monkeypatch):
    before = keeper(tmp_path / "state", clock)
    opened(before)
    before.close()
    clock.now += IDLE - 60
    again = restarted(tmp_path / "state", clock, monkeypatch, tmp_path)
    assert len(again.registry) == 1
    again.close()
    clock.now += 120
    last = restarted(tmp_path / "state", clock, monkeypatch, tmp_path)
    assert len(last.registry) == 0
    assert b"Ann" not in (tmp_path / "state" / NAME).read_bytes()
    last.close()


def test_only_what_changes_is_written(tmp_path, clock, monkeypatch):
    kept = keeper(tmp_path / "state", clock)
    room = opened(kept)
    kept.look()
    written = []
    monkeypatch.setattr(kept.file, "write", lambda *said: written.append(said))
    kept.look()
    room.seen(fingerprint("ann"), "place:town")
    kept.look()
    assert written == []
    clock.now += SEEN_SECONDS
    room.seen(fingerprint("bo"))
    kept.look()
    assert [seen for _, seen in written[-1][0]] == [clock.now], "when somebody was there is noted"
    room.predict(fingerprint("bo"), "why-zigui-merged", 1, "no")
    kept.look()
    assert len(written) == 2
    kept.file.close()


def test_without_a_folder_for_rooms_no_county_is_put_among_the_owner_s(tmp_path, clock, monkeypatch):
    before = keeper(tmp_path / "state", clock)
    opened(before)
    before.close()
    again = restarted(tmp_path / "state", clock, monkeypatch, tmp_path, for_others=False)
    assert len(again.registry) == 1
    assert not (tmp_path / "second").exists()
    again.close()
    last = restarted(tmp_path / "state", clock, monkeypatch, tmp_path)
    assert keeping.files_of("mine")[1] == COUNTY, "it is kept all the same"
    last.close()


def test_another_version_knows_fewer_lessons_and_levers():
    registry = RoomRegistry()
    room = registry.open("t")
    room.push("t", "v=1", ("why-zigui-merged", 1))
    room.ask("t", lesson())
    said = record_of(room)
    said["state"] |= {"locks": ["place", "no_such_lever"]}
    found = room_of(said, 0.0)
    assert found.state.locks == {"place"}
    assert found.state.lesson == ("why-zigui-merged", 1)
    said["state"] |= {"lesson": ["no-such-lesson", 0]}
    said["state"]["question"] |= {"lesson": "no-such-lesson"}
    found = room_of(said, 0.0)
    assert (found.state.lesson, found.state.question) == (None, None)


def written(folder):
    """A state file with a room in it."""
    file = StateFile(folder)
    registry = RoomRegistry()
    registry.open("t")
    file.keep_salt(b"salt" * 4)
    file.write([(record_of(room), 1_000.0) for room in registry.rooms()])
    file.close()
    return folder / NAME


def changed(file, sql, *values):
    with sqlite3.connect(file) as database:
        database.execute(sql, values)
    database.close()


def flipped(file):
    content = bytearray(file.read_bytes())
    content[5_000] ^= 0xFF
    file.write_bytes(content)


HARMED = {
    "a text": (lambda file: file.write_text("rooms = 1\n" * 40), state_file.FOREIGN),
    "a few bytes": (lambda file: file.write_bytes(b"SQLite"), state_file.FOREIGN),
    "another's database": (lambda file: changed(file, "PRAGMA application_id = 7"), state_file.FOREIGN),
    "a later version": (lambda file: changed(file, f"PRAGMA user_version = {VERSION + 1}"), state_file.LATER),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:6_000]), state_file.DAMAGED),
    "a page of zeros": (
        lambda file: file.write_bytes(file.read_bytes()[:4_096] + bytes(len(file.read_bytes()) - 4_096)),
        state_file.DAMAGED,
    ),
    "another record": (
        lambda file: changed(file, "UPDATE room SET record = replace(record, '\"t\"', '\"u\"')"),
        state_file.DAMAGED,
    ),
    "another salt": (lambda file: changed(file, "UPDATE kept SET value = ?", b"x"), state_file.DAMAGED),
    "a table less": (lambda file: changed(file, "DROP TABLE county_file"), state_file.DAMAGED),
}


@pytest.mark.parametrize(("harm", "sentence"), HARMED.values(), ids=HARMED)
def test_a_file_that_is_none_of_ours_or_damaged_is_refused_and_stays(tmp_path, harm, sentence):
    file = written(tmp_path)
    harm(file)
    before = file.read_bytes()
    for _ in range(2):
        with pytest.raises(InputError) as refused:
            StateFile(tmp_path)
        assert (refused.value.field, refused.value.allowed) == ("state", sentence)
        assert str(tmp_path) in str(refused.value)
        assert sentence not in told(refused.value, "zh")
    assert file.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["rooms.lock", NAME]


def test_a_file_of_version_1_is_read_and_a_program_of_its_time_does_not_read_it_any_more(tmp_path):
    file = written(tmp_path)
    changed(file, "PRAGMA user_version = 1")
    kept = StateFile(tmp_path)
    assert len(kept.found.rooms) == 1
    kept.close()
    assert int.from_bytes(file.read_bytes()[60:64]) == VERSION == 2


def test_what_was_not_harmed_opens(tmp_path):
    file = written(tmp_path)
    found = StateFile(tmp_path)
    assert len(found.found.rooms) == 1
    assert found.found.salt == b"salt" * 4
    assert int.from_bytes(file.read_bytes()[68:72]) == MARK
    found.close()
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0, "rooms hold nicknames"


def test_a_write_that_fails_half_way_leaves_what_was(tmp_path):
    folder = written(tmp_path).parent
    file = StateFile(folder)
    record = file.found.rooms[0][0]
    with pytest.raises(KeyError):
        file.write([(record | {"code": "XXXXX"}, 1.0), ({}, 1.0)], gone=[record["code"]])
    file.write()
    file.close()
    again = StateFile(folder)
    assert [each["code"] for each, _ in again.found.rooms] == [record["code"]]
    again.close()


def test_two_servers_do_not_share_a_folder(tmp_path):
    first = StateFile(tmp_path)
    with pytest.raises(InputError) as refused:
        StateFile(tmp_path)
    assert refused.value.allowed == state_file.IN_USE
    first.close()
    StateFile(tmp_path).close()


@pytest.mark.parametrize("where", ["/proc/nothing/here", "{file}", "{file}/below", "x" * 300])
def test_a_folder_that_cannot_be_is_refused(tmp_path, where, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError) as refused:
        StateFile(Path(where.format(file=tmp_path / "file")))
    assert refused.value.field == "state"
    assert refused.value.allowed.startswith("must be a folder that can be written (")


def test_a_disk_that_takes_nothing_is_said_and_tried_again(tmp_path, clock, monkeypatch):
    kept = keeper(tmp_path / "state", clock)
    write, full = kept.file.write, [True]

    def refuses(*said):
        if full[0]:
            raise sqlite3.OperationalError("database or disk is full")
        write(*said)

    monkeypatch.setattr(kept.file, "write", refuses)
    opened(kept)
    kept.look()
    assert not kept.is_kept
    full[0] = False
    kept.look()
    assert kept.is_kept
    kept.close()
    found = StateFile(tmp_path / "state")
    assert len(found.found.rooms) == 1
    assert len(found.found.counties) == 1
    found.close()


def test_a_county_brought_again_replaces_the_former(tmp_path, clock):
    kept = keeper(tmp_path / "state", clock)
    room = opened(kept)
    kept.look()
    keeping.keep("mine", {"scenario.toml": b"officers_station = 41\n"}, room, replace=True)
    kept.look()
    kept.close()
    file = StateFile(tmp_path / "state")
    file.close()
    assert [(each.name, each.code, each.files) for each in file.found.counties] == [
        ("mine", room.code, {"scenario.toml": b"officers_station = 41\n"})
    ]


def test_a_county_whose_folder_has_gone_is_neither_written_empty_nor_forgotten(tmp_path, clock):
    kept = keeper(tmp_path / "state", clock)
    room = opened(kept)
    kept.look()
    keeping.keep("mine", COUNTY | {"townships.csv": b"name\n"}, room, replace=True)
    keeping.keep("other", COUNTY, room)
    shutil.rmtree(tmp_path / "first")
    room.lock(fingerprint("teacher"), ["rule"])
    kept.close()
    file = StateFile(tmp_path / "state")
    file.close()
    assert [(each.name, each.files) for each in file.found.counties] == [("mine", COUNTY)]
    assert file.found.rooms[0][0]["state"]["locks"] == ["rule"], "what else has changed is written"


def test_the_thread_writes_by_itself(tmp_path, monkeypatch):
    monkeypatch.setattr("jiaosuo.dashboard.web.state_keeper.LOOK_SECONDS", 0.01)
    done = threading.Event()
    kept = StateKeeper(StateFile(tmp_path / "state"), RoomRegistry())
    kept.restore()
    write = kept.file.write
    monkeypatch.setattr(kept.file, "write", lambda *said: (write(*said), done.set()))
    kept.start()
    kept.registry.open("t")
    assert done.wait(30)
    kept.close()


def test_a_room_is_whole_in_its_record():
    """A field that is added to a room must come back too."""
    room = RoomRegistry().open("t")
    full = replace(
        room.state, number=3, pushed=2, link="v=1", lesson=("why-zigui-merged", 1),
        locks=frozenset({"rules"}), waits=True, shown=True, answer="left", spread=True,
        question=Question("", 2, ("left", "right"), "harm", "Who?", ("a", "b")), together=True,
        beat=Beat(1, 2.5, True, 168.0, 9.0), by_default=frozenset({"waits"}),
    )  # fmt: skip
    room.state = full
    assert room_of(record_of(room), 0.0).state == full
    empty = type(full)()
    unchanged = {name for name in full.__dataclass_fields__ if getattr(full, name) == getattr(empty, name)}
    assert unchanged == {"over"}, "each field was given a value of its own above"
