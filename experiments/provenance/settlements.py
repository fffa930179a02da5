"""What made-up townships are called: a district of a city has a centre and subdistricts, no county seat."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, speaker

CITY = 0.75
"""Where at least this share of people lives in town, whatever is moved, the place is a district of a city."""
CENTRE, SUBDISTRICT = N_("District centre"), N_("Subdistrict {number}")
SEAT, TOWNSHIP = "County seat", "Township "
"""How the model names the townships that it makes up; a table's own names stay."""


def is_city(least_urbanization: float) -> bool:
    """Whether a place whose land holds at least this share of people in town is a district of a city."""
    return least_urbanization >= CITY


def titles(given: Sequence[tuple[str, str]], least_urbanization: float) -> list[tuple[str, str]]:
    """What townships are called for people, by their English and Chinese names, which stay as they are."""
    return [_in_a_city(*each) for each in given] if is_city(least_urbanization) else list(given)


def _in_a_city(name: str, chinese: str) -> tuple[str, str]:
    if name == SEAT:
        return speaker(ENGLISH)(CENTRE), speaker(CHINESE)(CENTRE)
    number = name.removeprefix(TOWNSHIP)
    if name == number or not number.isdecimal():
        return name, chinese
    english, zh = (speaker(each)(SUBDISTRICT, number=number) for each in (ENGLISH, CHINESE))
    return english, zh
