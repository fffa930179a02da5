"""A scheduler whose workers are all gone ends the work with a sentence; one that has some is waited for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

pytest.importorskip("distributed")

from jiaosuo.experiments.engines import dask
from jiaosuo.experiments.engines.engine import Lost


class Ending:
    """What has ended: nothing at the first `looks` times of asking."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def has_ready(self) -> bool:
        self.looks -= 1
        return self.looks < 0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "SECONDS_A_LOOK", 0.01)
    monkeypatch.setattr(dask, "SECONDS_WITHOUT_WORKERS", 0.05)


def scheduler(*workers: str) -> SimpleNamespace:
    return SimpleNamespace(scheduler_info=lambda n_workers: {"workers": dict.fromkeys(workers)})


@pytest.mark.usefixtures("impatient")
def test_workers_that_are_all_gone_are_not_waited_for_without_end() -> None:
    with pytest.raises(Lost, match=r"the scheduler at here:1 has had no worker for 0\.05 s; start some"):
        dask._wait(scheduler(), Ending(10**9), "here:1")


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_with_workers_is_waited_for() -> None:
    ending = Ending(2_000)
    dask._wait(scheduler("a"), ending, "here:1")
    assert ending.looks < 0
