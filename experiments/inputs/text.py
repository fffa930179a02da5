"""Bytes of a file as text: UTF-8 and UTF-16 by what they are, anything else as a guess that is said.

And two texts that people write differently as one: `plain`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""Byte-order marks; that of UTF-32 begins like that of UTF-16, so it comes first."""

GUESSED = N_("{file} is no UTF-8; it was read as {encoding}. If names look wrong, save it as UTF-8.")
SAVE_AS = "save as UTF-8, or say encoding = 'gb18030'"
"""What a user can do about bytes that no guess reads."""


@dataclass(frozen=True)
class Text:
    """The text of a file without its byte-order mark, in which encoding it was, and what was guessed."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decoded(content: bytes, file: str, encoding: str | None = None) -> Text:
    """The text of a file's bytes; InputError says what to do where no encoding fits."""
    if encoding is not None:
        return _as_said(content, file, encoding)
    for mark, codec, said in MARKS:
        if content.startswith(mark):
            return Text(_strictly(content, codec, file).removeprefix("\ufeff"), said)
    if wide := _wide(content):
        return Text(_strictly(content, wide, file), "UTF-16")
    try:
        return Text(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _guessed(content, file)


def _as_said(content: bytes, file: str, encoding: str) -> Text:
    try:
        codecs.lookup(encoding)
        text = content.decode(encoding)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError(f"{file} encoding", encoding, _undecodable(content, error)) from None
        allowed = "must be the name of an encoding: utf-8, gb18030, big5, utf-16"
        raise InputError("encoding", encoding, allowed) from None
    return Text(text.removeprefix("\ufeff"), encoding)


def _strictly(content: bytes, codec: str, file: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(f"{file} encoding", codec, _undecodable(content, error)) from None


def _undecodable(content: bytes, error: UnicodeDecodeError) -> str:
    line = content.count(b"\n", 0, error.start) + 1
    return f"line {line} has bytes that are none of it; {SAVE_AS}"


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: commas, digits and line ends have a byte of nought, always on one side."""
    if len(content) % 2 or b"\0" not in content:
        return ""
    even, odd = content[::2].count(0), content[1::2].count(0)
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""


def _guessed(content: bytes, file: str) -> Text:
    if (text := _chinese(content)) is not None:
        return Text(text, "GB18030", (Note(GUESSED, {"file": file, "encoding": "GB18030"}),))
    # heavy: only who needs a guess pays
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None or best.encoding == "ascii" or "\0" in str(best):
        raise InputError(f"{file} encoding", "bytes that are no UTF-8", SAVE_AS)
    return Text(str(best), best.encoding, (Note(GUESSED, {"file": file, "encoding": best.encoding}),))


def _chinese(content: bytes) -> str | None:
    """The text as GB18030, if it is so.

    Bytes of another encoding that happen to be valid come out as rare characters; what people write in
    mainland tables is nearly all in the older and smaller GB 2312.
    """
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    written = [sign for sign in text if sign > "\x7f" and unicodedata.category(sign)[0] not in "PSZ"]
    common = sum(1 for sign in written if sign.encode("gb2312", "ignore"))
    return text if written and common >= 0.8 * len(written) else None


def plain(text: str) -> str:
    """A heading as it is compared: no case, no spaces, no full-width signs, no underlines."""
    return re.sub(r"[\s_.·:\-]+", "", unicodedata.normalize("NFKC", text).casefold())
