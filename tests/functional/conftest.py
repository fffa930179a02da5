"""The command line, called in this process."""

import sys

import pytest


@pytest.fixture
def jiaosuo(capsys, monkeypatch):
    """`jiaosuo("run", ...)` gives exit code, standard output and standard error."""
    from jiaosuo.experiments.cli import main

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["jiaosuo", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call
