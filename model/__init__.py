"""A county of officers, vehicles and citizens under switchable integration rules.

The door is lazy: `import model` costs nothing until a name is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.citizens import Citizen
    from model.county import County
    from model.incidents import KINDS
    from model.officers import Officer
    from model.outcomes import OUTCOMES
    from model.rules import MAPS, RULES
    from model.scenario import Scenario
    from model.vehicles import Vehicle

__version__ = "0.1.0"

__all__ = ["KINDS", "MAPS", "OUTCOMES", "RULES", "Citizen", "County", "Officer", "Scenario", "Vehicle"]

_ROOMS = {
    "County": "model.county",
    "Scenario": "model.scenario",
    "RULES": "model.rules",
    "MAPS": "model.rules",
    "KINDS": "model.incidents",
    "OUTCOMES": "model.outcomes",
    "Officer": "model.officers",
    "Vehicle": "model.vehicles",
    "Citizen": "model.citizens",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(importlib.import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'model' has no attribute {name!r}")
