"""`jiaosuo`: the command line, one file a command. Nothing heavy is imported until a command needs it."""

from experiments.cli import compare, run, shelves, study, sweep, validate
from experiments.cli.app import app, main

__all__ = ["app", "compare", "main", "run", "shelves", "study", "sweep", "validate"]
