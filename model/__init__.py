"""A county of officers, vehicles and citizens under switchable integration rules.

The door is lazy: `import jiaosuo.model` costs nothing until a name is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaosuo.model.citizens import Citizen
    from jiaosuo.model.county import County
    from jiaosuo.model.incidents import KINDS
    from jiaosuo.model.officers import Officer
    from jiaosuo.model.outcomes import OUTCOMES
    from jiaosuo.model.rules import MAPS, RULES
    from jiaosuo.model.scenario import Scenario
    from jiaosuo.model.vehicles import Vehicle

__version__ = "0.1.0"

__all__ = ["KINDS", "MAPS", "OUTCOMES", "RULES", "Citizen", "County", "Officer", "Scenario", "Vehicle"]

_ROOMS = {
    "County": "jiaosuo.model.county",
    "Scenario": "jiaosuo.model.scenario",
    "RULES": "jiaosuo.model.rules",
    "MAPS": "jiaosuo.model.rules",
    "KINDS": "jiaosuo.model.incidents",
    "OUTCOMES": "jiaosuo.model.outcomes",
    "Officer": "jiaosuo.model.officers",
    "Vehicle": "jiaosuo.model.vehicles",
    "Citizen": "jiaosuo.model.citizens",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(importlib.import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'jiaosuo.model' has no attribute {name!r}")
