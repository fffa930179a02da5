"""Files that people write, read with care: of ordinary size, in UTF-8, and TOML that ends."""

from __future__ import annotations

import difflib
import re
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.file_kinds import kind_of_file
from jiaosuo.model.core.typed import full_width_sign
from jiaosuo.model.core.words import N_

LONGEST_FILE = 1_000_000
"""Bytes; what a person writes is a page, and a larger file is a mistake."""

MOST_LOOKED_AT = 10_000
"""Names of a folder among which one that is near is looked for."""

MOST_PARTS = 40
"""Parts of a dotted key; the time that TOML takes grows with the square of them."""

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"""(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS},}}""")


def read_text(file: Path, field: str, kind: str, remedy: str = "save it as UTF-8") -> str:
    """The text of a file without its byte-order mark; InputError names `field` and the `kind` of file.

    What is not UTF-8 is refused with what it looks like, and the remedy.
    """
    allowed = f"must be a {kind} file of at most {LONGEST_FILE:,} bytes"
    try:
        check_there(file, field)
        if not file.is_file():
            raise InputError(field, str(file), allowed)
        with file.open("rb") as stream:
            content = stream.read(LONGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a name too long, a byte of nought in it, no right to read
        if isinstance(error, InputError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(field, str(file), f"{allowed} ({why})") from None
    if len(content) > LONGEST_FILE:
        raise _another_kind(content, file, kind) or InputError(field, str(file), allowed)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if another := _another_kind(content, file, kind):
            raise another from None
        allowed = f"the file is not UTF-8{_looks_like(content)}; {remedy}"
        raise InputError(file.name, f"byte {error.start}", allowed) from None
    if "\0" in text:
        if another := _another_kind(content, file, kind):
            raise another
        allowed = f"the file is not UTF-8 text{_looks_like(content)}; {remedy}"
        raise InputError(file.name, f"byte {content.index(0)}", allowed)
    return text


def check_there(file: Path, field: str) -> None:
    """InputError for a file or folder that is not there: which, where it was looked for, what to do."""
    if file.exists():
        return
    folder = file.absolute().parent
    if not folder.is_dir():
        allowed = f"there is no folder {folder}; check the name, or give the whole path"
        raise InputError(field, str(file), allowed)
    near = " or ".join(difflib.get_close_matches(file.name, _names_in(folder), n=2))
    if near:
        raise InputError(field, str(file), f"there is no such file in {folder}; did you mean {near}?")
    allowed = f"there is no such file in {folder}; check the name, or give the whole path"
    raise InputError(field, str(file), allowed)


def _names_in(folder: Path) -> list[str]:
    """The first names in a folder; none where it may not be read."""
    try:
        return [each.name for each in islice(folder.iterdir(), MOST_LOOKED_AT) if each.name.isprintable()]
    except OSError:
        return []


def _another_kind(content: bytes, file: Path, kind: str) -> InputError | None:
    """The refusal of a picture, a document, an archive, a map: what it is, and for a table what to give."""
    found = kind_of_file(content)
    if found is None:
        return None
    instead = f"; {found.instead}" if kind == "CSV" else ""
    return InputError(file.name, str(file), f"must be a {kind} file, and this is {found.what}{instead}")


SIGNATURES = {
    b"PK\x03\x04": N_("an Excel workbook (XLSX)"),
    b"\xd0\xcf\x11\xe0": N_("an old Excel workbook (XLS)"),
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""How files begin that are often taken for plain text."""


CHINESE_TABLE = N_("GB18030 (GBK), as a spreadsheet in Chinese saves CSV")


def _looks_like(content: bytes) -> str:
    """What the bytes may be instead of UTF-8, as the end of a sentence; empty: nobody knows."""
    for start, kind in SIGNATURES.items():
        if content.startswith(start):
            return f": it looks like {kind}"
    if 0 in content:
        return ": it looks like UTF-16"
    try:
        chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in content.decode("gb18030"))
    except UnicodeDecodeError:
        return ""
    return f": it looks like {CHINESE_TABLE}" if chinese > 1 else ""


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The content of a TOML file; InputError names the file and what is wrong, with its line."""
    if deep := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        allowed = f"a key has at most {MOST_PARTS} parts"
        raise InputError(f"{name}, line {line}", deep[0], allowed)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        if (found := full_width_sign(text)) is not None:
            line, sign, instead = found
            allowed = f"a sign of full width may only stand inside quotes; type {instead} instead"
            raise InputError(f"{name}, line {line}", sign, allowed) from None
        raise InputError(name, str(error)[:200] or "too deep", "the file is not valid TOML") from None
