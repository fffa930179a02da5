"""A police-integration laboratory: what changes when traffic police merge with police stations (交所合一)?

    from jiaosuo import County, Scenario, compare

Names are looked up when they are first used, so that `import jiaosuo` costs nothing.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaosuo.dashboard.sending.notebook import play
    from jiaosuo.experiments.comparison.compare import compare
    from jiaosuo.experiments.doors import report, study
    from jiaosuo.experiments.sweeps.driver import sweep
    from jiaosuo.model import (
        KINDS,
        MAPS,
        OUTCOMES,
        RULES,
        Citizen,
        County,
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
    "load_plugin",
    "play",
    "report",
    "study",
    "sweep",
]

# In a checkout the packages are links to the folders at its top. Where the system has no links (git on
# Windows writes a file of text instead), the folders are found there themselves.
if not (Path(__file__).parent / "model").is_dir():
    __path__.append(str(Path(__file__).parents[1]))

_ELSEWHERE = {
    "compare": ("jiaosuo.experiments.comparison.compare", "compare"),
    "load_plugin": ("jiaosuo.model.core.plugins", "load"),
    "play": ("jiaosuo.dashboard.sending.notebook", "play"),
    "report": ("jiaosuo.experiments.doors", "report"),
    "study": ("jiaosuo.experiments.doors", "study"),
    "sweep": ("jiaosuo.experiments.sweeps.driver", "sweep"),
}
"""Names that are not of the model: the module of each, and what it is called there."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        module, own = _ELSEWHERE.get(name, ("jiaosuo.model", name))
        return getattr(importlib.import_module(module), own)
    raise AttributeError(f"module 'jiaosuo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
