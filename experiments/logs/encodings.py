"""In which encoding a large file is, found without holding all of it, and the file in UTF-8."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.inputs.text import MARKS, SAVE_AS, decoded
from jiaosuo.model.core.errors import InputError

HEAD = 65_536
"""Bytes that tell UTF-16 from texts of single bytes, and around which an encoding is guessed."""
CHUNK = 4_194_304

CODECS = {"GB18030": "gb18030", "UTF-8": "utf-8", "UTF-16": "utf-16"}
"""Names as `decoded` says them, as Python's codecs are called."""


@dataclass(frozen=True)
class Encoding:
    """A codec, what it is called in a sentence, and what was guessed."""

    codec: str
    said: str
    notes: tuple[Note, ...] = ()


def encoding_of(file: Path, encoding: str | None = None) -> Encoding:
    """The encoding of a file: as said, by its mark, UTF-8 if all of it is, else a guess that is noted."""
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    if encoding is not None:
        decoded(b"", file.name, encoding)  # refuses a name of no encoding
        return Encoding("utf-8" if _is_utf8(encoding) else encoding, encoding)
    for mark, codec, said in MARKS:
        if head.startswith(mark):
            return Encoding(codec, said)
    if b"\0" in head:
        wide = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return Encoding(wide, "UTF-16")
    if (wrong := _first_wrong(file)) is None:
        return Encoding("utf-8", "UTF-8")
    text = decoded(_lines_around(file, wrong), file.name)
    return Encoding(CODECS.get(text.encoding, text.encoding), text.encoding, text.notes)


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def _first_wrong(file: Path) -> int | None:
    """The place of the first byte that is no UTF-8; None if there is none."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return at - held + error.start
            at += len(chunk)
    return None if not decoder.getstate()[0] else at - 1


def _lines_around(file: Path, at: int) -> bytes:
    """Whole lines from that which holds a byte on: an encoding is told by them."""
    with file.open("rb") as stream:
        stream.seek(max(0, at - HEAD))
        before = stream.read(at - max(0, at - HEAD))
        line = before.rfind(b"\n") + 1
        behind = stream.read(HEAD)
    text = before[line:] + behind
    return text[: text.rfind(b"\n") + 1] if len(behind) == HEAD and b"\n" in behind else text


def as_utf8(file: Path, codec: str, target: Path) -> Path:
    """Write the file in UTF-8 elsewhere; InputError says in which line bytes are none of the encoding."""
    line = 0
    try:
        with (
            file.open("r", encoding=codec, newline="") as text,
            target.open("w", encoding="utf-8", newline="") as plain,
        ):
            while chunk := text.read(CHUNK):
                plain.write(chunk.removeprefix("\ufeff") if not line else chunk)
                line += chunk.count("\n") or 1
    except UnicodeError:
        allowed = f"line {line + 1} or later has bytes that are none of it; {SAVE_AS}"
        raise InputError(f"{file.name} encoding", codec, allowed) from None
    return target
