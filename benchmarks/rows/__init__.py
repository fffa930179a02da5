"""One file a target: what a file here lists in its `ROWS`, `make bench` measures; nothing else changes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from benchmarks.row import Row


def rows() -> dict[str, Row]:
    """Every row by name, in the order of the files."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return {row.name: row for module in modules for row in module.ROWS}
