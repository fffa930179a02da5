"""What the file of a place says, each part read and checked by itself, before a scenario is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaosuo.model.about import ABOUT_KEYS, About, read_about
from jiaosuo.model.call_weights import KEY as WEIGHTS
from jiaosuo.model.call_weights import CallWeights, take_call_weights
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.gone import take_unchosen
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.drawing import read_drawing
from jiaosuo.model.given_land import GivenLand, take_given_land
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.place_hours import with_hours
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario_file import read_kinds, table
from jiaosuo.model.timeline import Entry, as_staffing, read_timeline
from jiaosuo.model.township import HEADCOUNTS, Township, check_seat, read_townships

KEYS = (
    "set", "rule", "rule_before", "staffing", "kinds", "townships_csv", "seat", "cells_csv", "links_csv",
    "drawing_toml", "timeline", "path", "plugins", "hours", WEIGHTS,
)  # fmt: skip
"""What a place may say besides what people read."""


@dataclass(frozen=True)
class PlaceFile:
    """A place as its file has it. `rule`, `rule_before` and `path` are still as they were written."""

    place: str
    file: str
    about: About
    townships: tuple[Township, ...]
    seat: str
    staffing: Staffing
    kinds: tuple[Kind, ...]
    timeline: tuple[Entry, ...]
    values: Mapping[str, Any]
    rule: Any
    rule_before: Any
    path: Any
    given_land: GivenLand | None
    call_weights: CallWeights | None

    @property
    def of_townships(self) -> dict[str, float]:
        """The numbers that the table of townships adds up to; none without one."""
        if not self.townships:
            return {}
        return {
            "population": sum(each.population for each in self.townships),
            "area_km2": sum(each.area_km2 for each in self.townships),
            **{name: sum(getattr(each, name) for each in self.townships) for name in HEADCOUNTS},
        }


def read_place_file(file: Path) -> PlaceFile:
    """The place in a TOML file, with the tables and the drawing beside it that it names.

    Where a table of townships says who works where and the file asks for no staffing, officers stay where
    the table puts them. InputError names whatever is wrong.
    """
    content = parse_toml(read_text(file, "scenario file", "TOML"), file.name)
    plugins.load_listed(content.pop("plugins", []), file.parent, f"{file.name} plugins")
    townships = read_townships(file.parent / "townships.csv") if _flag(content, "townships_csv", file) else ()
    seat = content.pop("seat", "")
    check_seat(seat, townships, f"{file.name} seat")
    given = table(content.pop("set", {}), f"{file.name} [set]")
    unchosen = take_unchosen(given)
    land = take_given_land(content, file.parent, townships, given)
    drawn = _flag(content, "drawing_toml", file)
    drawing = read_drawing(file.parent / "drawing.toml", townships) if drawn else None
    about = read_about(content, file.name, drawing, unchosen)
    rule, rule_before = (content.pop(key, STATUS_QUO) for key in ("rule", "rule_before"))
    split = content.pop("staffing", Staffing.HISTORIC if townships else Staffing.WORKLOAD)
    kinds = read_kinds(content.pop("kinds", None), file.name)
    kinds = with_hours(kinds, table(content.pop("hours", {}), f"{file.name} [hours]"), f"{file.name} [hours]")
    weights = take_call_weights(content, file.parent, kinds, given)
    timeline = read_timeline(content.pop("timeline", []), f"{file.name} timeline")
    path = content.pop("path", None)
    if content:
        raise unknown(f"{file.name}", next(iter(content)), [*ABOUT_KEYS, *KEYS])
    return PlaceFile(
        place=file.parent.name if file.name == "scenario.toml" else file.stem,
        file=file.name,
        about=about,
        townships=townships,
        seat=seat,
        staffing=as_staffing(split),
        kinds=kinds,
        timeline=timeline,
        values=given,
        rule=rule,
        rule_before=rule_before,
        path=path,
        given_land=land,
        call_weights=weights,
    )


def _flag(content: dict[str, Any], key: str, file: Path) -> bool:
    """Take a key that is true or false out of the content; false where it is not said."""
    value = content.pop(key, False)
    if not isinstance(value, bool):
        raise InputError(f"{file.name} {key}", value, "must be true or false, without quotes")
    return value
