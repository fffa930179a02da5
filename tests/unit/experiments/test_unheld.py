"""What nobody holds is freed between items, and a process that is somebody else's stays as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import WeakSet

import pytest

from jiaosuo.experiments.engines import garbage, local
from jiaosuo.experiments.engines.local import run_all


class Circle:
    """Holds itself, as a Mesa model does."""

    def __init__(self) -> None:
        self.itself = self


alive: WeakSet[Circle] = WeakSet()


def draw(_: object) -> int:
    """Draw a circle and drop it; how many of those before are still there."""
    before = len(alive)
    alive.add(Circle())
    return before


@pytest.fixture(autouse=True)
def always_due(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(garbage, "EVERY", 0.0)
    monkeypatch.setattr(garbage, "_next", 0.0)
    monkeypatch.setattr(garbage, "_stays", False)
    gc.collect()
    gc.disable()  # the collector's own visits would hide one that is forgotten
    yield
    gc.enable()
    gc.unfreeze()
    gc.collect()


def test_what_an_item_drops_is_gone_before_the_next() -> None:
    assert run_all(draw, range(4)) == [0, 0, 0, 0]


def test_a_process_that_is_somebody_elses_is_left_as_it_was() -> None:
    run_all(draw, range(2))
    assert gc.get_freeze_count() == 0
    gc.freeze()
    run_all(draw, range(2))
    assert gc.get_freeze_count() > 0


def test_a_worker_frees_too_and_passes_over_what_was_there_at_its_first_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local, "_work", draw, raising=False)
    assert [local._run_chunk((number,)) for number in range(3)] == [0, 0, 0]
    assert gc.get_freeze_count() > 10 * len(gc.get_objects())


def test_small_items_are_not_followed_by_a_collection_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "EVERY", 3_600.0)
    assert run_all(draw, range(3)) == [0, 0, 1]
