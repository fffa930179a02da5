"""What the Makefile runs is taken by the command line."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "target", ["demo", "maps", "patterns", "posteriors", "evidence", "parameters", "licences"]
)
def test_no_command_gives_an_option_twice(target):
    said = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for line in [each for each in said.splitlines() if "jiaosuo" in each]:
        options = [word for word in line.split() if word.startswith("--")]
        assert len(set(options)) == len(options), line
