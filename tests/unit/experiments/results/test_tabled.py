"""A result as tables: each list in it, with what stands above, and short where a notebook shows it."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import polars as pl
import pytest

from jiaosuo.experiments.results.frames import as_pandas
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.results.tabled import Tabled
from jiaosuo.experiments.statistics.estimate import Estimate

SURE = Estimate(2.0, (1.5, 2.5), 4)
UNSEEN = Estimate(None, None, 0)


@dataclass(frozen=True, kw_only=True)
class Town(Record):
    """A town with a measure by rule."""

    name: str
    wait: Mapping[str, Estimate]


@dataclass(frozen=True, kw_only=True)
class Place(Record):
    """A place with towns, and a table of shares in a table."""

    name: str
    mean: Estimate
    towns: tuple[Town, ...]
    shares: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True)
class Made(Tabled):
    """A result of two places."""

    days: float
    rules: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class Named(Made):
    """The same, with a main table of its own choice."""

    TABLE: ClassVar[str] = "places"


TOWNS = (Town(name="East", wait={"a": SURE, "b": UNSEEN}), Town(name="West", wait={"a": SURE}))
GIVEN = {
    "days": 7.0,
    "rules": ("a", "b"),
    "places": (
        Place(name="Zigui", mean=SURE, towns=TOWNS, shares={"a": {"rural": 0.25}}),
        Place(name="Fuzhou", mean=UNSEEN, towns=(), shares={}),
    ),
}
RESULT = Made(**GIVEN)


def test_every_list_is_a_table_and_says_what_stands_above_it() -> None:
    assert RESULT.tables == ("rules", "places", "places.towns", "places.towns.wait", "places.shares")
    waits = RESULT.to_polars("places.towns.wait")
    assert waits["places_name"].to_list() == ["Zigui"] * 3
    assert waits["towns_name"].to_list() == ["East", "East", "West"]
    assert waits["wait"].to_list() == ["a", "b", "a"]
    assert waits["value"].to_list() == [2.0, None, 2.0]
    assert waits["value_low"].to_list() == [1.5, None, 1.5]
    assert waits["value_n"].to_list() == [4, 0, 4]


def test_keys_within_keys_have_a_column_each() -> None:
    (row,) = RESULT.to_polars("places.shares").rows(named=True)
    assert (row["shares"], row["shares_at_2"], row["value"]) == ("a", "rural", 0.25)


def test_plain_lists_are_numbered() -> None:
    assert RESULT.to_polars("rules").rows() == [(0, "a"), (1, "b")]


def test_the_main_table_is_the_widest_or_the_one_that_the_class_names() -> None:
    assert RESULT.to_polars().equals(RESULT.to_polars("places.towns.wait"))
    chosen = Named(**GIVEN).to_polars()
    assert chosen["name"].to_list() == ["Zigui", "Fuzhou"]
    assert chosen["mean_high"].to_list() == [2.5, None]


def test_a_table_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(LookupError, match=r"no table 'towns'; it has rules, places, places\.towns"):
        RESULT.to_polars("towns")


def test_pandas_has_the_same_rows() -> None:
    frame = RESULT.to_pandas("places.towns.wait")
    assert frame["towns_name"].tolist() == ["East", "East", "West"]


def test_without_pandas_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match="pip install pandas, or take to_polars"):
        as_pandas(pl.DataFrame({"a": [1]}))


def test_a_cell_shows_a_line_and_the_first_rows() -> None:
    assert repr(RESULT) == (
        "<Made: rules (2), places (2), places.towns (2), places.towns.wait (3), places.shares (1)>"
    )
    shown = RESULT._repr_html_()
    assert shown.count("<tr>") == 4
    assert "<th>towns_name</th>" in shown
    assert len(shown) < 2_000
