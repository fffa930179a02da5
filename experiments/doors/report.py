"""`jiaosuo.report`: the page of a sweep."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.sweeps.report.sweep_page import write_sweep_report


def report(folder: str | Path, lang: str | None = None) -> Path:
    """Write the report of a sweep's folder, as `jiaosuo report DIR` does; the page that was written.

    InputError where the folder is no store, nothing is stored in it yet, or a plug-in of it is not loaded.
    """
    return write_sweep_report(Path(folder), lang)
