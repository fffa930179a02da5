"""What takes minutes to see of a class: memory over many who come and go, and work for those who are gone."""

from __future__ import annotations

import time

import pytest

from benchmarks.class_of_thirty import GONE, join_and_leave, served
from benchmarks.pages import RawPage

MB_A_JOIN = 0.15
"""A page holds some megabytes while it is open: of one that is closed hardly anything may stay."""


@pytest.mark.slow
def test_memory_is_flat_over_two_hundred_joins_and_leaves() -> None:
    joins = 200
    with served(workers=1) as server:
        early, late = join_and_leave(server, joins)
    assert late - early < MB_A_JOIN * 3 / 4 * joins


@pytest.mark.slow
def test_nothing_is_computed_for_tabs_that_are_gone() -> None:
    with served(workers=1) as server:
        pages = [RawPage(server.port, f"place=zigui-2004&days=14&seed={seed}") for seed in range(50, 54)]
        for page in pages:
            page.until("player", lambda state: state["plan"])
            page.drop()
        spent = server.busy(2)
        time.sleep(60 + GONE)  # a page that never fetched has a minute to begin
        rests = server.busy(5)
    assert rests < 0.1 < spent
