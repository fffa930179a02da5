"""As many townships as counties have: generated, or from a table, they are all there."""

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Corps
from jiaosuo.model.landscape import landscape
from jiaosuo.model.parameters.land import MOST_TOWNSHIPS
from jiaosuo.model.settlement import _drawn, generated_townships
from jiaosuo.model.township import HEADCOUNTS, read_townships, write_townships
from jiaosuo.model.used_place import used_place

MANY = 120


@pytest.fixture(scope="module")
def many():
    return Scenario.preset("county-town", townships=MANY, officers_station=400, people_per_agent=25)


def test_a_county_of_120_townships_has_all_of_them(many):
    land = landscape(many)
    cells = np.bincount(land.cells["township"], minlength=MANY)
    given = np.array([each.area_km2 for each in land.townships])
    assert len(land.townships) == MANY
    assert cells.min() > 0
    assert np.abs(cells - given).max() <= 1
    people = np.bincount(land.cells["township"], weights=land.cells["people"])
    np.testing.assert_allclose(people, [each.population for each in land.townships], rtol=1e-9)


def test_it_runs(many):
    county = County(many).run_days(0.1)
    assert len(county.townships()) == MANY


def test_a_table_of_120_townships_is_read_and_used(many, tmp_path):
    headcounts = {name: int(many[name]) for name in HEADCOUNTS}
    write_townships(tmp_path / "townships.csv", generated_townships(many.values, headcounts))
    (tmp_path / "place.toml").write_text("townships_csv = true\n", encoding="utf-8")
    scenario = Scenario.read(tmp_path / "place.toml")
    used = used_place(scenario)
    assert used.planned[Corps.STATION].tolist() == [each.officers_station for each in scenario.townships]
    assert used.planned[Corps.STATION].sum() == 400
    np.testing.assert_allclose(used.people, [each.population for each in scenario.townships], rtol=1e-9)


def test_more_than_the_most_is_refused(tmp_path):
    rows = "".join(f"T{n},1,1,{n},0\n" for n in range(MOST_TOWNSHIPS + 1))
    (tmp_path / "townships.csv").write_text(f"name,population,area_km2,x_km,y_km\n{rows}")
    with pytest.raises(InputError, match=f"must be 1 to {MOST_TOWNSHIPS} townships"):
        read_townships(tmp_path / "townships.csv")
    with pytest.raises(InputError, match="townships: 301"):
        Scenario.preset("county-town", townships=MOST_TOWNSHIPS + 1)


def test_no_two_maps_share_a_draw():
    """Past the first 60 rows the old numbering would come to the draws of the next map."""
    draws = [_drawn(seed, row, 0) for seed in range(4) for row in range(MOST_TOWNSHIPS)]
    assert len(set(draws)) == len(draws)
