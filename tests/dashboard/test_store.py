"""The store: whole or not there, checked when read, and never fuller than it may be."""

import os
import threading

import pytest

from jiaosuo.dashboard.playback.store import Store

A, B = "a" * 40, "b" * 40


def test_what_was_written_is_read(tmp_path):
    store = Store(tmp_path)
    store.write("scene", A, b"picture")
    assert store.read("scene", A) == b"picture"
    assert store.has("scene", A)
    assert store.read("scene", B) is None
    assert store.read("result", A) is None


@pytest.mark.parametrize("harm", [lambda b: b[:-1], lambda b: b[:20] + b"?" + b[21:], lambda b: b""])
def test_what_was_harmed_is_not_there_and_can_be_written_again(tmp_path, harm):
    store = Store(tmp_path)
    store.write("scene", A, b"a picture of some length")
    file = store.file("scene", A)
    file.write_bytes(harm(file.read_bytes()))
    assert store.read("scene", A) is None
    assert not store.has("scene", A)
    store.write("scene", A, b"again")
    assert store.read("scene", A) == b"again"


def test_what_was_used_longest_ago_makes_room(tmp_path):
    store = Store(tmp_path, most=50_000)
    for number in range(20):
        address = f"{number:040x}"
        store.write("scene", address, bytes(5_000))
        os.utime(store.file("scene", address), (number, number))
    kept = [number for number in range(20) if store.has("scene", f"{number:040x}")]
    assert kept == list(range(20 - len(kept), 20))
    assert sum(file.stat().st_size for file in tmp_path.glob("*/*")) <= 60_000


def test_many_writers_of_one_address_leave_one_whole_file(tmp_path):
    store = Store(tmp_path)
    threads = [threading.Thread(target=store.write, args=("scene", A, b"x" * 100_000)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [file.name for file in tmp_path.glob("*/*")] == [f"{A}.scene"]
    assert store.read("scene", A) == b"x" * 100_000


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Store(tmp_path / "file" / "tapes")
