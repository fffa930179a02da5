"""A file is written whole or not at all, whoever writes it and whatever happens meanwhile."""

from __future__ import annotations

import ast
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from jiaosuo.model.core import files

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=[True, False], ids=["durable", "cached"])
def durable(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_what_was_put_is_there_alone(tmp_path: Path, durable: bool) -> None:
    assert files.put(tmp_path / "a", b"\x00\r\n", durable).read_bytes() == b"\x00\r\n"
    files.put_text(tmp_path / "a", "秭归\n", durable)
    assert (tmp_path / "a").read_bytes() == "秭归\n".encode()
    assert os.listdir(tmp_path) == ["a"]


def test_a_block_that_fails_leaves_the_old_file_whole(tmp_path: Path, durable: bool) -> None:
    files.put(tmp_path / "a", b"old")
    with suppress(KeyboardInterrupt), files.writing(tmp_path / "a", durable) as stream:
        stream.write(b"half of the new")
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.put(tmp_path / "a", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put(tmp_path / "a", b"new")
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_what_is_durable_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    done: list[str] = []
    monkeypatch.setattr(files.os, "fsync", lambda _: done.append("to the disk"))
    replace = os.replace
    monkeypatch.setattr(files.os, "replace", lambda *names: (done.append("renamed"), replace(*names)))
    files.put(tmp_path / "a", b"", durable)
    folder = ["to the disk"] if os.name == "posix" else []
    assert done == (["to the disk", "renamed", *folder] if durable else ["renamed"])


@pytest.mark.skipif(os.name != "posix", reason="rights of a file are of POSIX")
def test_a_file_has_the_rights_that_its_writer_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert files.put(tmp_path / "a", b"").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


def test_many_writers_of_one_file_leave_one_whole_file(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=files.put, args=(tmp_path / "a", bytes([number]) * 100_000))
        for number in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert os.listdir(tmp_path) == ["a"]
    content = (tmp_path / "a").read_bytes()
    assert content == content[:1] * 100_000


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    assert files.put(tmp_path / ("x" * 255), b"long").read_bytes() == b"long"


def test_nobody_else_renames_a_file_into_place() -> None:
    """Who needs a file written whole uses `writing`, `put` or `put_text`."""
    packages = ("model", "experiments", "dashboard", "benchmarks")
    sources = (file for package in packages for file in (ROOT / package).rglob("*.py"))
    assert [file.relative_to(ROOT).as_posix() for file in sources if renames(file)] == ["model/core/files.py"]


def renames(source: Path) -> bool:
    nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return any(
        isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.replace", "os.rename") for node in nodes
    )


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    files.put_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a regular file"):
        files.put_text(pipe, "text")
    assert pipe.is_fifo()
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]
