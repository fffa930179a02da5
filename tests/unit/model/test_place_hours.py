"""A place's own hours: its calls come when its file says, as many a day as before; wrong ones are refused."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model import County
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import known
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.place_hours import ALLOWED, own_hours, with_hours
from jiaosuo.model.scenario import Scenario

NIGHT = [0.0] * 20 + [6.0, 6.0, 6.0, 6.0]
"""All calls from 20 to 24 h."""


def place(tmp_path, hours):
    file = tmp_path / "mine.toml"
    file.write_text(
        f"[set]\npopulation = 60_000\npeople_per_agent = 25\n\n[hours]\n{hours}\n", encoding="utf-8"
    )
    return file


def test_weights_are_brought_to_a_mean_of_one_and_ours_are_read_to_the_bit():
    kinds = tuple(KINDS.values())
    for weights in ([3] * 24, [0] * 23 + [5], np.arange(24).tolist()):
        found = own_hours(with_hours(kinds, {"theft": weights}, "[hours]"), KINDS)["theft"]
        assert sum(found) == pytest.approx(24)
        assert found == pytest.approx([24 * each / sum(weights) for each in weights])
        assert own_hours(with_hours(kinds, {"theft": found}, "[hours]"), KINDS)["theft"] == found
    assert with_hours(kinds, {}, "[hours]") == kinds


@pytest.mark.parametrize(
    "weights",
    ["[1, 2]", "[" + "0, " * 24 + "]", "[" + "1, " * 23 + "-1]", "[" + "1, " * 23 + '"2"]',
     "[" + "1, " * 23 + "true]", "[" + "1, " * 23 + "nan]", "[" + "1, " * 23 + "inf]", "3", '"night"'],
)  # fmt: skip
def test_what_is_no_24_weights_is_refused_by_file_and_kind(tmp_path, weights):
    with pytest.raises(InputError, match=r"mine.toml \[hours\] theft.*24 weights"):
        Scenario.read(place(tmp_path, f"theft = {weights}"))
    assert known(ALLOWED)


def test_a_kind_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(InputError, match=r"mine.toml \[hours\].*thefts.*did you mean theft"):
        Scenario.read(place(tmp_path, f"thefts = {NIGHT}"))


def test_calls_come_at_the_hours_of_the_file_and_as_many_as_before(tmp_path):
    mine = Scenario.read(place(tmp_path, f"theft = {NIGHT}\nhelp = {NIGHT}"))
    plain = Scenario.read(place(tmp_path, ""))
    hours, counts = [], []
    for scenario in (mine, plain):
        county = County(scenario).run_days(40)
        calls = county.evidence().calls
        kinds = [kind.name for kind in scenario.kinds]
        of_people = np.isin(calls["kind"], [kinds.index("theft"), kinds.index("help")])
        hours.append((calls["arose"][of_people] // 60) % 24)
        counts.append(int(of_people.sum()))
    assert min(counts) > 100
    assert (hours[0] >= 20).all()
    assert (hours[1] < 20).mean() > 0.5
    # the same number expected: within 4 standard deviations of two Poisson counts
    assert abs(counts[0] - counts[1]) < 4 * np.sqrt(sum(counts))


def test_a_saved_county_keeps_its_hours_to_the_bit(tmp_path):
    scenario = Scenario.read(place(tmp_path, f"theft = {NIGHT}\ndispute = {list(range(24))}"))
    file = tmp_path / "county.zip"
    County(scenario).run_days(1).save(file)
    assert own_hours(County.load(file).scenario.kinds, KINDS) == own_hours(scenario.kinds, KINDS)


def test_another_hour_is_another_run_to_all_that_is_stored(tmp_path):
    mine, plain = (Scenario.read(place(tmp_path, said)) for said in (f"theft = {NIGHT}", ""))
    assert content_of_scenario(mine) != content_of_scenario(plain)
