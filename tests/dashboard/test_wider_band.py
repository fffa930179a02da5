"""The wider band of a verdict: which numbers are drawn, what the worlds under them say, and what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jiaosuo.dashboard.choice.comparison import Comparison, from_json
from jiaosuo.dashboard.jobs.background_queue import WorldsSeen
from jiaosuo.dashboard.results import verdict, wider_band
from jiaosuo.dashboard.results.wider_band import NOT_YET, Wider, ask, beside, sets_of, told
from jiaosuo.experiments.comparison.doubt_sums import DRAWS, WORLDS
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.inference.posterior import About, Posterior, write_posterior
from jiaosuo.experiments.inference.prior import Range

ROWS = {"response_mean": [[20.0, 21, 19, 20, 22], [16.5, 18, 15.4, 15.8, 18.1]]}


def comparison(**changed: object) -> Comparison:
    return from_json({"place": "county-town", "days": 1, **changed})


def result(of: Comparison) -> ComparisonResult:
    return verdict.result_of(ROWS, of, {}, "en")


class Broker:
    """Runs nothing: a world under a set gives a response that `respond` makes of the numbers of the left."""

    def __init__(self, run: int | None = None, failed: Sequence[int] = ()) -> None:
        self.run, self.failed = run, failed

    def worlds(self, comparisons: Sequence[Comparison], played: Comparison) -> WorldsSeen:
        """Right less left: 10 less ten times delta, and a little chance."""
        draw = np.random.default_rng(1)
        seen: list[tuple[dict[str, float | None], ...] | None] = []
        for at, each in enumerate(comparisons):
            delta = dict(each.left.values)["delta"]
            gain = 10.0 - 10.0 * delta + draw.normal(0, 0.5)
            seen.append(
                () if at in self.failed else ({"response_mean": 20.0}, {"response_mean": 20.0 + gain})
            )
        run = len(seen) if self.run is None else self.run
        return tuple(one if at < run else None for at, one in enumerate(seen))


def test_every_set_is_the_same_on_both_sides_and_in_worlds_of_its_own() -> None:
    sets = sets_of(comparison())
    assert sets is not None
    worlds = sets.worlds
    assert len(worlds) == WORLDS * len(sets.rows) == WORLDS * DRAWS
    assert all(each.left.values == each.right.values for each in worlds)
    assert worlds[0].left.values == worlds[1].left.values != worlds[2].left.values
    seeds = {each.seed for each in worlds}
    assert len(seeds) == len(worlds)
    assert not seeds & set(range(1_000)), "none of the verdict's own worlds"


def test_what_was_moved_is_chosen_and_stays() -> None:
    moved = comparison(left={"values": {"delta": 0.9}}, right={"values": {"on_duty_share": 0.3}})
    sets = sets_of(moved)
    assert sets is not None
    assert not {"delta", "on_duty_share"} & set(sets.numbers.prior.names)
    assert {dict(each.left.values)["delta"] for each in sets.worlds} == {0.9}
    assert "delta" not in dict(sets.worlds[0].right.values)


def test_a_posterior_that_ships_is_drawn_from_with_what_else_is_plausible(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ranges = tuple(Range(name=name, low=0.2, high=2.6) for name in ("delta", "crash_calibration"))
    about = About(place="county-town", rule="separate", ranges=ranges, figures=True)
    draws = np.column_stack([np.linspace(0.7, 0.8, 40), np.linspace(1.0, 1.2, 40)])
    file = write_posterior(Posterior(about, draws), tmp_path / "county-town.parquet")
    monkeypatch.setattr(wider_band, "shipped_posterior", lambda name: file if name == "county-town" else None)
    sets_of.cache_clear()
    try:
        sets = sets_of(comparison(left={"values": {"delta": 0.9}}))
        assert sets is not None
        assert sets.numbers.of_figures == ("crash_calibration",), "what was moved is chosen"
        assert "other_work" in sets.numbers.prior.names
        crashes = [dict(each.right.values)["crash_calibration"] for each in sets.worlds]
        assert min(crashes) >= 1.0
        assert max(crashes) <= 1.2
    finally:
        sets_of.cache_clear()


def test_over_years_there_is_none() -> None:
    assert sets_of(comparison(mode="years")) is None
    assert ask(Broker(), None).of == 0
    assert told(result(comparison()), None, Wider(), "response_mean", "en") == NOT_YET


@pytest.mark.parametrize(("language", "said"), [("en", "5 of 64 worlds"), ("zh_CN", "5/64")])
def test_before_the_last_world_only_how_many_are_run(language: str, said: str) -> None:
    played = comparison()
    sets = sets_of(played)
    wider = ask(Broker(run=5), sets)
    assert not wider.complete
    band = told(result(played), sets, wider, "response_mean", language)
    assert said in band.sentence
    assert band.found is None


def test_the_number_that_makes_the_doubt_is_named_by_its_slider() -> None:
    """Delta goes from .4 to 1.2 alone: the difference from +6 to -2, and more worlds do not help."""
    played = comparison()
    sets = sets_of(played)
    wider = ask(Broker(failed=[3]), sets)
    assert wider.complete
    band = told(result(played), sets, wider, "response_mean", "en")
    assert band.found is not None
    assert band.found.draws == DRAWS - 1, "the set of the world that failed is left out"
    assert band.found.mean == pytest.approx(2.0, abs=0.5)
    low, high = band.found.interval
    assert -4.5 < low < -1.5
    assert 5.5 < high < 8.5
    assert "More worlds will not help" in band.sentence
    assert "Slowness of the unskilled" in band.sentence
    line = beside("[−4.1, −3.0]", band, "response_mean", "en")
    assert line.startswith("[−4.1, −3.0], with unknown numbers [−")
    assert beside("", band, "response_mean", "en") == ""
    assert told(result(played), sets, wider, "overtime_hours", "en") == NOT_YET


def test_without_a_telling_difference_nothing_wider_is_shown() -> None:
    played = comparison()
    sets = sets_of(played)
    assert sets is not None
    noise = np.random.default_rng(5).normal(0, 1, (DRAWS, WORLDS, 2))
    wider = replace(ask(Broker(), sets), columns={"response_mean": noise})
    band = told(result(played), sets, wider, "response_mean", "en")
    assert "is not told from the chance of worlds" in band.sentence
    assert beside("[−4.1, −3.0]", band, "response_mean", "en") == "[−4.1, −3.0]"
