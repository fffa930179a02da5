"""What a worker keeps at hand: each table is counted once, and the county longest unused goes first."""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np
import pytest

from jiaosuo.dashboard.jobs import worker
from jiaosuo.dashboard.jobs.worker import AtHand, Worker

Tables = namedtuple("Tables", "own shared inner")
Inner = namedtuple("Inner", "ways")
LAND = np.zeros(1_000, np.int8)
"""A table of 1,000 bytes that counties on one land have in common."""


def county(own=100, land=LAND):
    """Tables of its own, and views of those of its land, some of them deeper down."""
    tables = Tables(np.zeros(own, np.int8), land[10:], Inner(land.reshape(10, 100)))
    return SimpleNamespace(dispatch=SimpleNamespace(tables=tables), vehicles=SimpleNamespace(roads=()))


@pytest.fixture
def held(monkeypatch):
    monkeypatch.setattr(worker, "BYTES_AT_HAND", 1_350)
    return Worker(store=None, pipe=None)


def test_counties_on_one_land_count_it_once(held):
    for name in "abc":
        held._keep(name, AtHand(county()))
    assert held._bytes_at_hand() == 1_300
    assert list(held.at_hand) == ["a", "b", "c"]


def test_what_is_too_much_goes_the_oldest_first(held):
    for name in "abcd":
        held._keep(name, AtHand(county()))
    assert list(held.at_hand) == ["b", "c", "d"]


def test_another_land_counts_whole(held):
    for name in "abc":
        held._keep(name, AtHand(county(land=np.zeros(1_000, np.int8))))
    assert list(held.at_hand) == ["c"]


def test_the_last_stays_however_large(held):
    held._keep("a", AtHand(county(own=10_000)))
    assert list(held.at_hand) == ["a"]
    assert held._bytes_at_hand() == 11_000
