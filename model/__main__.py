"""Compile every kernel once and keep the machine code: `python -m model`."""

from __future__ import annotations

from model.county import County
from model.scenario import Scenario


def warm() -> None:
    """Run a small county for half a day, so that no kernel is compiled while somebody waits."""
    County(Scenario.preset("zigui-2004", people_per_agent=25)).run_days(0.5).outcomes()


if __name__ == "__main__":
    warm()
