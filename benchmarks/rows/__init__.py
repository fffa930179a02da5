"""One file a target. A file here that names its `ROWS` is measured by `make bench`: nothing else to change."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from benchmarks.row import Row


def rows() -> dict[str, Row]:
    """Every row by name, in the order of the files."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return {row.name: row for module in modules for row in module.ROWS}
