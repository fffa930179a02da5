"""Results as JSON and back: nested, merged, renamed, with what may be absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pytest

from jiaosuo.experiments.results.record import MERGED, NULL, Key, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate


@dataclass(frozen=True, kw_only=True)
class Change(Record):
    difference: Estimate
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Effect(Record):
    mean: Annotated[Estimate, MERGED]
    change: Annotated[Change | None, MERGED] = None


@dataclass(frozen=True, kw_only=True)
class Whole(Record):
    from_: Annotated[str, Key("from")]
    effects: Mapping[str, Effect]
    spans: tuple[tuple[float, ...], ...] = ()
    maybe: Mapping[str, Effect | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Sought(Record):
    name: str
    found: Annotated[str | None, NULL] = None


ESTIMATE = Estimate(1.0, (0.5, 1.5), 5)
WHOLE = Whole(
    from_="separate",
    effects={
        "was": Effect(mean=ESTIMATE),
        "other": Effect(mean=ESTIMATE, change=Change(difference=ESTIMATE, p=None)),
    },
    spans=((1.0, 2.0),),
)
PLAIN = {"mean": 1.0, "ci95": [0.5, 1.5], "n": 5}
JSON = {
    "from": "separate",
    "effects": {"was": PLAIN, "other": PLAIN | {"difference": PLAIN, "p": None}},
    "spans": [[1.0, 2.0]],
}


def test_a_record_is_written_field_by_field_and_read_back():
    assert WHOLE.to_json() == JSON
    assert Whole.from_json(JSON) == WHOLE


def test_what_may_be_absent_is_not_written_and_need_not_be_there():
    assert "maybe" not in WHOLE.to_json()
    assert Whole.from_json(JSON | {"maybe": {"a": None}}).maybe == {"a": None}


def test_a_default_none_that_is_marked_is_written_as_null_and_need_not_be_there():
    assert Sought(name="x").to_json() == {"name": "x", "found": None}
    assert Sought.from_json({"name": "x"}) == Sought(name="x")


def test_a_field_that_is_missing_is_named_with_its_record():
    with pytest.raises(ValueError, match="Whole: from is missing"):
        Whole.from_json({"effects": {}})


def test_a_field_that_nobody_knows_is_passed_over():
    assert Whole.from_json(JSON | {"another": 1}) == WHOLE


def test_an_estimate_without_a_mean_was_not_observed():
    assert Effect.from_json({"mean": None, "ci95": None, "n": 0}).mean == NOT_OBSERVED
    assert NOT_OBSERVED.span == (0.0, 0.0)
    assert Estimate(2.0, None, 1).span == (2.0, 2.0)
