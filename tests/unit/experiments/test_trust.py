"""Whether a fitted place has earned trust: kept beside it, told where it is quoted, and when it is stale."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.comparison.brief import brief
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.comparison.verdict import notes
from jiaosuo.experiments.inference.trust import (
    FILE,
    FIT,
    Hindsight,
    Trust,
    trust_in,
    trust_sentence,
    write_hindsight,
)
from jiaosuo.model.own_places import content_of

RIGHT = {"first": "2025-03-22", "days": 7, "worlds": 20}


@pytest.fixture
def county(tmp_path):
    """A place's folder, as far as its content is named."""
    (tmp_path / "scenario.toml").write_text("[set]\ndelta = 0.8\n")
    return tmp_path


def kept(folder, *wrong):
    found = Hindsight(**RIGHT, trusted=not wrong, wrong=wrong, content=content_of(folder))
    write_hindsight(found, folder)
    return found


def test_a_place_that_was_fitted_to_no_log_has_nothing_to_be_told(county):
    assert trust_in(None) is None
    assert trust_in(county) is None
    assert trust_sentence(None) == ""


def test_a_fit_without_a_hindcast_is_told_as_that(county):
    (county / FIT).write_text("{}")
    assert trust_in(county) == Trust()
    assert "no hindcast of it is kept" in trust_sentence(Trust(), "en")
    (county / FILE).write_text("[1, 2]")
    assert trust_in(county) == Trust(), "what is none is not quoted"


def test_what_a_hindcast_said_is_kept_and_told_in_both_languages(county):
    found = kept(county)
    assert trust_in(county) == Trust(hindcast=found)
    assert trust_sentence(trust_in(county), "en").startswith("Hindcast of 7 days from 2025-03-22")
    assert "has earned trust" in trust_sentence(trust_in(county), "en")
    kept(county, "response by township, min")
    said = trust_sentence(trust_in(county), "en")
    assert "has not earned trust (response by township, min)" in said
    assert "不值得信任（" in trust_sentence(trust_in(county), "zh")


def test_a_place_that_has_changed_since_says_so(county):
    kept(county)
    (county / "scenario.toml").write_text("[set]\ndelta = 0.9\n")
    assert trust_in(county).changed
    assert trust_in(county, "another").changed
    assert not trust_in(county, trust_in(county).hindcast.content).changed
    assert trust_sentence(trust_in(county), "en").endswith("The place has changed since.")


def test_comparison_report_and_brief_quote_it(county):
    kept(county, "calls a day by township")
    result = ComparisonResult(
        preset="mine", days=7, seed=0, rules=("separate", "integrated"), replications=20, staffing="historic",
        outcomes={}, trust=trust_in(county),
    )  # fmt: skip
    sentence = trust_sentence(trust_in(county), "en")
    assert sentence in notes(result, "en")
    assert sentence in brief(result, "en")
    assert ComparisonResult.from_json(result.to_json()).trust == result.trust
