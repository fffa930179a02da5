"""Boundaries, roads, stations, people and water onto the grid of a place. Needs the extra `jiaosuo[geo]`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.model.core.errors import InputError

LIBRARIES = ("pyogrio", "shapely", "pyproj", "PIL")


@dataclass(frozen=True)
class GeoBrought:
    """What was written into the folder, and what is said about it."""

    files: tuple[Path, ...]
    notes: tuple[Note, ...]


def check_installed() -> None:
    """InputError with what to do where the libraries for maps are not installed."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        allowed = 'maps need more libraries; install them: pip install "jiaosuo[geo]"'
        raise InputError("jiaosuo[geo]", f"without {', '.join(missing)}", allowed)


def bring(folder: Path, **said: Any) -> GeoBrought:
    """Fill the folder of a place from maps; `bringing.bring` says what it takes."""
    check_installed()
    # who brings no maps need not have the libraries
    from jiaosuo.experiments.places.geo.bringing import bring as bring_

    return bring_(folder, **said)
