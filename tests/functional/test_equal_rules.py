"""Equal rules: no difference on the same worlds, and on worlds of their own no more than chance allows."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from jiaosuo.experiments import sweep
from jiaosuo.experiments.statistics.intervals import independent_difference
from jiaosuo.experiments.sweeps.driver import as_design
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import RULES
from tests.sweeping import Here, tiny

COMPARISONS, N = 1_000, 10
OUTCOME = "officer_km"


def test_on_the_same_worlds_every_difference_is_exactly_nothing(tmp_path):
    alias = replace(RULES["separate"], name="the same", words="separate by another name")
    design = replace(as_design(tiny(tmp_path, 3)), rules=("separate", alias), outcomes=tuple(OUTCOMES))
    runs = sweep(design, tmp_path / "out", engine=Here()).runs()
    one, other = (runs.filter(runs["rule"] == name).select(*OUTCOMES) for name in design.rule_names)
    assert one.height == 6
    assert one.equals(other)


@pytest.mark.slow
def test_on_independent_worlds_equal_rules_are_called_different_as_often_as_promised(tmp_path):
    """1,000 comparisons of 10 with 10 worlds, unpaired: 5 % are expected, and 2.7 to 7.3 % taken."""
    file = tiny(tmp_path, 2 * N * COMPARISONS, "[0.3]", f'outcomes = ["{OUTCOME}"]')
    file.write_text(file.read_text().replace('["separate", "integrated"]', '["separate"]'))
    found = sweep(file, os.environ.get("AA_STUDY", tmp_path / "out"), jobs=os.cpu_count() or 1)
    assert found.complete
    values = found.runs()[OUTCOME].to_numpy().reshape(COMPARISONS, 2, N)
    intervals = [independent_difference(first, later).interval for first, later in values]
    different = sum(ends is not None and not ends[0] <= 0.0 <= ends[1] for ends in intervals)
    assert 27 <= different <= 73, f"{different} of {COMPARISONS} called different"
