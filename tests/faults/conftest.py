"""The command line, called in this process."""

from tests.functional.conftest import jiaosuo

__all__ = ["jiaosuo"]
