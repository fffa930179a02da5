"""Compile every kernel once and keep the machine code: `python -m model.kernels`."""

from __future__ import annotations


def warm() -> None:
    """Run a small county through a night and a morning, so that no kernel compiles while somebody waits."""
    import importlib

    county = importlib.import_module("model.county").County
    scenario = importlib.import_module("model.scenario").Scenario
    county(scenario.preset("zigui-2004", people_per_agent=200)).run_days(0.5).outcomes()


if __name__ == "__main__":
    warm()
