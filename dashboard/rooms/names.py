"""Codes of rooms, nicknames of trainees, and who somebody is without saying who."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Container, Sequence
from hashlib import blake2b

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

LETTERS = "BCDFGHJKMNPQRTVWXYZ"
"""No vowels, so that no code is a word; no letter that is taken for another or for a figure on a wall."""

LENGTH = 5
LONGEST_NICKNAME = 24
_SALT = secrets.token_bytes(16)

CODE_RULE = N_("The code of a room is five letters.")
NICKNAME_RULE = N_("A nickname must have 1 to 24 characters.")


def new_code(taken: Container[str], draw: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A code that no open room has."""
    while True:
        code = "".join(draw(LETTERS) for _ in range(LENGTH))
        if code not in taken:
            return code


def as_code(typed: object) -> str:
    """A code as somebody typed it, made plain: `bcd-fg` is `BCDFG`. InputError for what is no code."""
    text = "".join(str(typed).split()).replace("-", "").upper() if isinstance(typed, str) else ""
    if len(text) != LENGTH or any(letter not in LETTERS for letter in text):
        raise InputError("code", typed, CODE_RULE)
    return text


def as_nickname(typed: object) -> str:
    """A nickname as text, without signs that cannot be seen; InputError for none, or too long a one."""
    text = unicodedata.normalize("NFKC", typed) if isinstance(typed, str) and len(typed) < 1_000 else ""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not 0 < len(text) <= LONGEST_NICKNAME:
        raise InputError("nickname", typed, NICKNAME_RULE)
    return text


def numbered(nickname: str, taken: Container[str]) -> str:
    """The nickname, with a number where somebody has it already."""
    number, found = 1, nickname
    while found in taken:
        number += 1
        found = f"{nickname} {number}"
    return found


def salt() -> bytes:
    """What fingerprints of this process are made with."""
    return _SALT


def use_salt(kept: bytes) -> None:
    """Make fingerprints as the server did before: whoever was in a room is known there again."""
    global _SALT
    _SALT = kept


def fingerprint(session: str) -> str:
    """Who a session is, for a room to know again: nothing that would open the session."""
    return blake2b(session.encode(), key=_SALT, digest_size=16).hexdigest()
