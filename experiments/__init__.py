"""Experiments on the model: many runs, compared and told. Each module is imported by its own name.

`from jiaosuo.experiments import sweep` is what `jiaosuo sweep` does, for Python.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaosuo.experiments.sweeps.driver import sweep

__all__ = ["sweep"]


def __getattr__(name: str) -> Any:
    """The one door, opened only when somebody knocks: it needs the whole model."""
    if name == "sweep":
        from jiaosuo.experiments.sweeps.driver import sweep

        return sweep
    raise AttributeError(f"module 'jiaosuo.experiments' has no attribute {name!r}")
