"""Compile every kernel once and keep the machine code: `python -m jiaosuo.model`."""

from __future__ import annotations

from jiaosuo.model.county import County
from jiaosuo.model.scenario import Scenario


def warm() -> None:
    """Run a small county for half a day, so that no kernel is compiled while somebody waits."""
    County(Scenario.preset("zigui-2004", people_per_agent=25)).run_days(0.5).outcomes()


if __name__ == "__main__":
    warm()
