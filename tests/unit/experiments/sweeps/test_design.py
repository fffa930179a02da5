"""A design: points that are worked out and never listed."""

from __future__ import annotations

import tracemalloc
from itertools import islice

import pytest

from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.driver import Pace
from jiaosuo.experiments.sweeps.identity import Identity
from jiaosuo.experiments.sweeps.sample import LATIN, SOBOL, Sample
from jiaosuo.experiments.sweeps.study_file import design_of, read_study
from jiaosuo.model.scenario import Scenario

TOWN = Scenario.preset("zigui-2004", people_per_agent=25)
BASE = {"preset": "zigui-2004", "rules": ["separate", "integrated"]}


def test_a_grid_times_a_sample_holds_every_pair_once() -> None:
    grid = {"delta": [0.1, 0.2], "data_sharing": [0, 0.5, 1]}
    ranges = {"urbanization": [0.1, 0.5], "officers_station": [10, 30]}
    design = design_of(BASE | {"grid": grid, "sample": {"n": 4, "ranges": ranges}, "replications": 3})
    assert (design.points, design.worlds, design.runs) == (24, 72, 144)
    values = [design.values(point) for point in range(design.points)]
    assert len({value[:2] for value in values}) == 6
    assert len({value[2:] for value in values}) == 4
    assert len(set(values)) == 24


def test_worlds_of_one_seed_stand_together_so_that_more_seeds_only_add() -> None:
    few, many = (design_of(BASE | {"grid": {"delta": [0.1, 0.2]}, "replications": n}) for n in (2, 3))
    assert [few.world(k) for k in range(4)] == [many.world(k) for k in range(4)]
    assert [many.world(k).seed for k in range(6)] == [0, 0, 1, 1, 2, 2]


def test_a_million_points_cost_no_more_to_begin_than_ten() -> None:
    levels = tuple(k / 100 for k in range(100))
    grid = dict.fromkeys(("delta", "data_sharing", "travel_share"), levels)
    design = Design(TOWN, ("separate",), 1.0, 1, grid)
    assert design.points == 1_000_000
    tracemalloc.start()
    chunks = Pace(2, design.worlds).chunks(design, iter(range(design.worlds)))
    first = list(islice(chunks, 100))
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert first[99][0].values == (0.0, 0.0, 0.99)
    assert used < 1_000_000


@pytest.mark.parametrize("method", [SOBOL, LATIN])
def test_a_sample_fills_each_range_evenly_and_is_the_same_for_the_same_seed(method: str) -> None:
    ranges = {"delta": (0.2, 0.4), "officers_station": (10, 17)}
    sample = Sample(method, 64, ranges, 7, frozenset({"officers_station"}))
    delta = sample.points[:, 0]
    assert [int(count) for count in histogram(delta, 0.2, 0.4, 8)] == [8] * 8
    whole = sample.points[:, 1]
    assert sorted(set(whole)) == list(range(10, 18))
    assert sample.digest() == Sample(method, 64, ranges, 7, sample.whole).digest()
    assert sample.digest() != Sample(method, 64, ranges, 8, sample.whole).digest()


def histogram(values, low, high, bins):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.histogram(values, bins, (low, high))[0]


def test_a_mark_at_the_beginning_and_windows_line_ends_are_taken(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "study.toml"
    file.write_bytes(b'\xef\xbb\xbfpreset = "zigui-2004"\r\nrules = ["separate"]\r\n')
    assert read_study(file).rule_names == ("separate",)


def names(**changes):  # type: ignore[no-untyped-def]
    design = design_of(BASE | {"grid": {"officers_station": [30]}, "days": 1} | changes)
    return Identity(design).run_ids(design.world(0))


def test_a_run_is_named_by_what_it_depends_on_and_by_nothing_else() -> None:
    same = [
        names(grid={"officers_station": [30.0]}),
        names(days=1.0),
        names(title="another title", time_limit=5, replications=99),
        names(grid={}, set={"officers_station": 30}),
    ]
    assert set(same) == {names()}
    other = [
        names(seed=1),
        names(days=2),
        names(grid={"officers_station": [31]}),
        names(warm_up=1),
        names(at="change"),
        names(staffing="workload"),
        names(outcomes=["response_mean"]),
        names(set={"delta": 0.31}),
        names(rules=["separate", "stationed"]),
        names(rules=["integrated", "separate"]),
    ]
    assert len({each for pair in [names(), *other] for each in pair}) == 2 * (1 + len(other))


def test_a_rule_is_known_by_its_answers_and_not_by_its_name() -> None:
    from dataclasses import replace

    from jiaosuo.model.rules import RULES

    alias = replace(RULES["integrated"], name="merged", words="the same answers")
    assert names(rules=["separate", alias]) == names()


def test_chunks_grow_with_the_pace_and_shrink_towards_the_end() -> None:
    pace = Pace(2, 1_000)
    assert pace.size() == 1
    pace.took(0.1, 1)
    assert pace.size() == 25
    pace = Pace(2, 10)
    pace.took(0.01, 1)
    assert pace.size() == 3
    pace.took(100.0, 1)
    assert pace.size() == 1
