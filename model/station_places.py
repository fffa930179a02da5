"""Where a table puts police stations: one text a township, `28.5 22; 30 25`, km east and north of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

type Place = tuple[float, float]

STATIONS_AT = "stations_at"
"""The column. Empty: the model puts the first station at the seat, and more into the town around it."""

FORM = "must be places of stations in km, east and north, with ; between them, such as 28.5 22; 30 25"

MOST = 20
"""Stations of a township, as in the column `stations`."""

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PLACE = re.compile(rf"\s*({_NUMBER})(?:\s*,\s*|\s+)({_NUMBER})\s*")


def places(text: str) -> tuple[Place, ...]:
    """The places in a text, in the unit of it; none for an empty one. ValueError for another form."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(";")
    found = [_PLACE.fullmatch(each) for each in plain.split(";")] if plain else []
    if len(found) > MOST:
        raise ValueError(text)
    return tuple(_place(each, text) for each in found)


def _place(found: re.Match[str] | None, text: str) -> Place:
    if found is None:
        raise ValueError(text)
    return float(found[1]), float(found[2])


def written(stations: Sequence[Place]) -> str:
    """The text of places, to the metre, that `places` reads."""
    return "; ".join(f"{_km(x)} {_km(y)}" for x, y in stations)


def _km(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def moved(text: str, to: Callable[[Place], Place]) -> str:
    """The text with every place put where `to` says."""
    return written([to(each) for each in places(text)])
