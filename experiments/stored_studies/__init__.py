"""Answers kept for the shipped places: tipping maps and why-charts, as small JSON files in this folder.

Reading one takes neither Mesa nor the model, so a page can show it at once:

    found = kept("tipping-point", "county-town")
    if found is not None and not found.stale: ...

`make maps` makes them again. Each says of which model sources it was made; `stale` is true when those here
differ, and then a reader must be told that the map is of an older model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STUDIES = ("tipping-point", "why")
ASIDE = ("saved.py", "theory")
"""Parts of the model that decide no number of a run: how a county is filed, and the formulas beside it."""


@dataclass(frozen=True)
class Kept:
    """One place's part of a study: `document` is the study's with that place alone under "place"."""

    document: dict[str, Any]
    stale: bool


def kept(study: str, place: str, folder: Path = FOLDER) -> Kept | None:
    """What is kept of a study for a place; None if nothing is, or it cannot be read."""
    if study not in STUDIES or not place.replace("-", "").isalnum():
        return None
    try:
        document = json.loads((folder / f"{study}-{place}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Kept(document, document.get("code") != sources())


def kept_places(study: str, folder: Path = FOLDER) -> list[str]:
    """The places for which an answer is kept."""
    return sorted(file.stem.removeprefix(f"{study}-") for file in folder.glob(f"{study}-*.json"))


@cache
def sources() -> str:
    """A hash of the model's sources but those that stand aside, read as files and not imported."""
    found = find_spec("jiaosuo.model")
    if found is None or found.origin is None:
        return ""
    root = Path(found.origin).parent
    hashed = sha256()
    deciding = (file for file in root.rglob("*.py") if file.relative_to(root).parts[0] not in ASIDE)
    for file in sorted(deciding):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return hashed.hexdigest()[:16]
