"""`jiaosuo`: the command line, one file a command. Nothing heavy is imported until a command needs it."""

from jiaosuo.experiments.cli import (
    calibrate,
    compare,
    explain,
    licences,
    log,
    new,
    place,
    replay,
    report,
    run,
    shelves,
    study,
    sweep,
    validate,
)
from jiaosuo.experiments.cli.app import app, main

__all__ = [
    "app",
    "calibrate",
    "compare",
    "explain",
    "licences",
    "log",
    "main",
    "new",
    "place",
    "replay",
    "report",
    "run",
    "shelves",
    "study",
    "sweep",
    "validate",
]
