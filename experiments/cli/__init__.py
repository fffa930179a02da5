"""`jiaosuo`: the command line, one file a command. Nothing heavy is imported until a command needs it."""

from jiaosuo.experiments.cli import compare, licences, report, run, shelves, study, sweep, validate
from jiaosuo.experiments.cli.app import app, main

__all__ = ["app", "compare", "licences", "main", "report", "run", "shelves", "study", "sweep", "validate"]
