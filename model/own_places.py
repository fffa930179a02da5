"""Places of one's own: folders with `scenario.toml` in the folder of places, known by name.

A name may be pinned to the content of its folder, `NAME@CONTENT`: whoever asks for it so gets that very place
or a refusal, never another one under the same name.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path

import platformdirs

from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.plugin_groups import Places
from jiaosuo.model.core.words import N_

VARIABLE = "JIAOSUO_PLACES"
"""The folders of places, with the separator of PATH between them; what is kept goes into the first."""

FILES = ("scenario.toml", "townships.csv", "cells.csv", "links.csv", "drawing.toml", "call_weights.csv")
"""All that the model reads of a place."""

MARK = "@"
"""Between a name and the content it is pinned to."""

LONGEST_NAME = 40
FORBIDDEN = frozenset('/\\:*?"<>|@~&#%')
"""Signs that part paths, links and lists, or that some system has in no name of a folder."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
NAME_RULE = N_(
    "must be a name of 1 to 40 letters, figures, spaces, - and _, that begins with one of the first two"
)
CHANGED = N_("the county has changed since it was opened; open it again")
TAKEN = N_("a shipped place has this name; choose another one")


def folders() -> tuple[Path, ...]:
    """The folders of places: those in JIAOSUO_PLACES, else one among the user's data."""
    said = [each for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each]
    if said:
        return tuple(Path(each) for each in said)
    return (Path(platformdirs.user_data_dir("jiaosuo")) / "places",)


def folders_of_plugins() -> tuple[Path, ...]:
    """The folders of places that plug-ins bring."""
    values = (value for _, _, value in plugins.declared("places"))
    return tuple(dict.fromkeys(value.folder for value in values if isinstance(value, Places)))


def check_name(name: object, shipped: Collection[str] = ()) -> str:
    """A name that a place of one's own can have, as it is written to disk; InputError for another."""
    text = unicodedata.normalize("NFC", name).strip() if isinstance(name, str) and len(name) < 200 else ""
    if not _is_name(text):
        raise InputError("name", name, NAME_RULE)
    if text.casefold() in {each.casefold() for each in shipped}:
        raise InputError("name", text, TAKEN)
    return text


def _is_name(text: str) -> bool:
    return (
        0 < len(text) <= LONGEST_NAME
        and text.isprintable()
        and not FORBIDDEN & set(text)
        and text[0].isalnum()
        and not text.endswith((".", " ", ".toml"))
        and text.split(".")[0].casefold() not in RESERVED
    )


def own_places(shipped: Collection[str] = ()) -> dict[str, Path]:
    """Every folder of a place by its name, sorted; one whose name is shipped, or could leave, is none."""
    found: dict[str, Path] = {}
    taken = {each.casefold() for each in shipped}
    for folder in (*folders(), *folders_of_plugins()):
        for each in _listed(folder):
            name = unicodedata.normalize("NFC", each.name)
            if _is_name(name) and name.casefold() not in taken and (each / FILES[0]).is_file():
                found.setdefault(name, each)
    return dict(sorted(found.items()))


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def content_of(folder: Path) -> str:
    """What names the content of a place's folder: 12 hexadecimal digits of what the model reads."""
    hashed = blake2b(digest_size=6)
    for name in FILES:
        file = folder / name
        try:
            content = file.read_bytes() if file.is_file() else None
        except OSError:
            content = None
        if content is not None:
            hashed.update(f"{name} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


def parted(name: str) -> tuple[str, str]:
    """A name and the content it is pinned to; empty if it is not."""
    plain, _, content = name.partition(MARK)
    return plain, content


def pinned(name: str, shipped: Collection[str] = ()) -> str:
    """The name with the content that the place has now; a shipped place needs none."""
    plain, _ = parted(name)
    if plain in shipped:
        return plain
    return f"{plain}{MARK}{content_of(_folder(plain, shipped))}"


def own_file(name: str, shipped: Collection[str] = ()) -> Path:
    """The scenario file of a place of one's own; InputError for one that is not there or has changed."""
    plain, content = parted(name)
    folder = _folder(plain, shipped)
    if content and content != content_of(folder):
        raise InputError("place", plain, CHANGED)
    return folder / FILES[0]


def _folder(name: str, shipped: Collection[str]) -> Path:
    found = own_places(shipped)
    if name not in found:
        raise unknown("preset", name, [*shipped, *found])
    return found[name]
