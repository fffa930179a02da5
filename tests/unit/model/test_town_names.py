"""Names of townships in the tables of a place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jiaosuo.model.given_land import GivenCell, GivenLand, read_given_land, write_given_land
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.township import read_townships, write_townships

FORMULA = '=HYPERLINK("http://x","y")'


def test_a_township_called_like_a_formula_is_none_in_its_tables(tmp_path: Path) -> None:
    first, second, *rest = Scenario.preset("zigui-2004").townships
    odd = (replace(first, name=FORMULA), replace(second, name="'+86"))
    towns = tuple(replace(each, squadron=FORMULA, central_station=None) for each in (*odd, *rest))
    file = tmp_path / "townships.csv"
    write_townships(file, towns)
    assert f"\n\"'{FORMULA[:11]}" in file.read_text("utf-8")
    assert read_townships(file) == towns
    cells = tuple(GivenCell(x, 1.5, name, None) for x, name in ((0.5, FORMULA), (1.5, "'+86")))
    land = GivenLand(1.0, cells)
    write_given_land(tmp_path, land)
    assert ",=" not in (tmp_path / "cells.csv").read_text("utf-8")
    assert read_given_land(tmp_path, [FORMULA, "'+86"], 1.0, links=False).cells == cells
