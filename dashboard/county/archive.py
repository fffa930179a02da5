"""One file that holds a county: its folder as a ZIP, made the same each time, and opened with distrust."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.own_places import FILES

SCENARIO = FILES[0]
HELD = (*FILES, "columns.toml", "import.toml", "page.toml")
"""Files that are shared; anything else in a folder stays where it is."""

MOST_MEMBERS, MOST_BYTES = 40, 12_000_000
"""Members of a file that is opened, and bytes that they come to."""

NO_ZIP = N_("must be a ZIP file that opens, without a password")
TOO_MUCH = N_("it unpacks to more than a county needs; share one with the button of this page")
LEAVES = N_("a file in it has a path that leaves its folder; share a county with the button of this page")
TWICE = N_("it holds more than one county; drop one at a time")
DATED = (2000, 1, 1, 0, 0, 0)
"""The time of every member, so that equal counties make equal files."""


def is_county(content: bytes) -> bool:
    """Whether a file is a ZIP that holds a county; a zipped Shapefile, say, is none."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = opened.namelist()[: MOST_MEMBERS + 1]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return any(PurePosixPath(name.replace("\\", "/")).name == SCENARIO for name in names)


def packed(name: str, files: Mapping[str, bytes]) -> bytes:
    """The files of a county as a ZIP, in a folder of its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in HELD:
            if each in files:
                member = zipfile.ZipInfo(f"{name}/{each}", DATED)
                member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(member, files[each])
    return out.getvalue()


def sent(name: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """The county as a file that a page sends: its name, and its content in base64."""
    return {"name": f"{name}.zip", "content": base64.b64encode(packed(name, files)).decode()}


def unpacked(content: bytes, file: str = "file") -> tuple[str, dict[str, bytes]]:
    """The name and the files of a county in a ZIP; InputError for one that is none, or is too large.

    Sizes are counted as bytes come out, whatever the ZIP says of itself, and nothing is written anywhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _taken(archive, file)
    except InputError:
        raise
    except Exception as error:  # zipfile, zlib, LZMA and bzip2 have errors of their own kinds
        raise InputError("file", f"{file} ({type(error).__name__})", NO_ZIP) from None


def _taken(archive: zipfile.ZipFile, file: str) -> tuple[str, dict[str, bytes]]:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise InputError("file", file, TOO_MUCH)
    paths = {each.filename: _path(each.filename, file) for each in members}
    folders = {path.parent for path in paths.values() if path.name == SCENARIO}
    if len(folders) != 1:
        raise InputError("file", file, TWICE if folders else NO_ZIP)
    folder, left, found = folders.pop(), MOST_BYTES, {}
    for each in members:
        path = paths[each.filename]
        if path.parent != folder or path.name not in HELD:
            continue
        with archive.open(each) as stream:
            taken = stream.read(left + 1)
        left -= len(taken)
        if left < 0 or path.name in found:
            raise InputError("file", file, TOO_MUCH)
        found[path.name] = taken
    return folder.name, found


def _path(name: str, file: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise InputError("file", file, LEAVES)
    return path
