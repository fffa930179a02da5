"""A police-integration laboratory: what changes when traffic police merge with police stations (交所合一)?

    from jiaosuo import County, Scenario, compare

`compare`, `sweep`, `study`, `optimise`, `fit`, `replay`, `report` and `play` do what the command line does:
docs/python.md. Names are looked up when they are first used, so that `import jiaosuo` costs nothing.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaosuo.dashboard.notebook.comparison import compare
    from jiaosuo.dashboard.notebook.county import County
    from jiaosuo.dashboard.notebook.play import play
    from jiaosuo.experiments.doors.fit import fit
    from jiaosuo.experiments.doors.optimise import optimise
    from jiaosuo.experiments.doors.replay import replay
    from jiaosuo.experiments.doors.report import report
    from jiaosuo.experiments.doors.study import study
    from jiaosuo.experiments.doors.sweep import sweep
    from jiaosuo.model import (
        KINDS,
        MAPS,
        OUTCOMES,
        RULES,
        Citizen,
        Officer,
        Scenario,
        Vehicle,
        __version__,
    )
    from jiaosuo.model.core.plugins import load as load_plugin

__all__ = [
    "KINDS",
    "MAPS",
    "OUTCOMES",
    "RULES",
    "Citizen",
    "County",
    "Officer",
    "Scenario",
    "Vehicle",
    "__version__",
    "compare",
    "fit",
    "load_plugin",
    "optimise",
    "play",
    "replay",
    "report",
    "study",
    "sweep",
]

# In a checkout the packages are links to the folders at its top. Where the system has no links (git on
# Windows writes a file of text instead), the folders are found there themselves.
if not (Path(__file__).parent / "model").is_dir():
    __path__.append(str(Path(__file__).parents[1]))

_ELSEWHERE = {
    "County": ("jiaosuo.dashboard.notebook.county", "County"),
    "compare": ("jiaosuo.dashboard.notebook.comparison", "compare"),
    "fit": ("jiaosuo.experiments.doors.fit", "fit"),
    "load_plugin": ("jiaosuo.model.core.plugins", "load"),
    "optimise": ("jiaosuo.experiments.doors.optimise", "optimise"),
    "play": ("jiaosuo.dashboard.notebook.play", "play"),
    "replay": ("jiaosuo.experiments.doors.replay", "replay"),
    "report": ("jiaosuo.experiments.doors.report", "report"),
    "study": ("jiaosuo.experiments.doors.study", "study"),
    "sweep": ("jiaosuo.experiments.doors.sweep", "sweep"),
}
"""Names that are not of the model: the module of each, and what it is called there."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        module, own = _ELSEWHERE.get(name, ("jiaosuo.model", name))
        return getattr(importlib.import_module(module), own)
    raise AttributeError(f"module 'jiaosuo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
